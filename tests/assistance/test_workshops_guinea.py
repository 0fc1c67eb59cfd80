"""The workshop that CECIDE held for the national committee of Guinea: every fact of the item stands on its page, and no other."""

import html
import json
import re

import pytest
from django.urls import reverse
from django.utils import translation

from asm_portal.reference import rows_of
from assistance.models import Workshop

pytestmark = pytest.mark.django_db

# Every fact that the item states, in its order: what it is, and the words by which it stands in French and in English.
FACTS = {
    "the aim that the scheme is better understood": (
        "Faire mieux comprendre le fonctionnement du système de certification",
        "Make it better understood how the certification scheme (KPCS) works",
    ),
    "the aim that coordination becomes stronger": (
        "Renforcer la coordination entre les différents acteurs",
        "Strengthen coordination between those involved",
    ),
    "the organiser, by its full name": ("Centre du Commerce International pour le Développement", None),
    "the organiser, by its acronym": ("(CECIDE)", "(CECIDE)"),
    "the programme, by its full name": ("Minerai de Développement Exploitation Artisanale", None),
    "the programme, by its acronym": ("(MIDEXA)", "(MIDEXA)"),
    "that it was organised through the programme": ("par son programme MIDEXA", "through its programme MIDEXA"),
    "that the programme has a coordinator, who directs it": (
        "son coordinateur, qui le dirige",
        "its coordinator, who directs it",
    ),
    "what it was": ("Atelier d’échange et de sensibilisation", "Exchange and awareness workshop"),
    "the day as it is printed": ("mardi 30 septembre", "Tuesday 30 September"),
    "the year, which is not printed": ("30 septembre 2025", "30 September 2025"),
    "the Permanent Secretariat": (
        "Secrétariat Permanent du Processus de Kimberley",
        "Permanent Secretariat of the Kimberley Process",
    ),
    "that it was held in collaboration with it": ("en collaboration avec", "in collaboration with"),
    "the ministry": ("Ministère des Mines et de la Géologie (MMG)", "Ministry of Mines and Geology (MMG)"),
    "that the Permanent Secretariat is under the ministry": (
        "ministère dont relève le Secrétariat permanent",
        "the ministry that the Permanent Secretariat is under",
    ),
    "the national committee": (
        "Comité National du Processus de Kimberley (CNPK)",
        "National Committee of the Kimberley Process (CNPK)",
    ),
    "that its members were gathered": ("ses membres étaient réunis", "its members were brought together"),
    "whom they stand for": (
        "ils représentent les institutions publiques, le secteur privé, la société civile et les partenaires techniques et"
        " financiers",
        "they stand for public institutions, the private sector, civil society and technical and financial partners",
    ),
    "the audience: public institutions": ("Institutions publiques", "Public institutions"),
    "the audience: private sector": ("Secteur privé", "Private sector"),
    "the audience: civil society": ("Société civile", "Civil society"),
    "the audience: partners": ("Partenaires techniques et financiers", "Technical and financial partners"),
    "the aim that capacities are strengthened": (
        "Renforcer les capacités de toutes les parties prenantes nationales",
        "Strengthen the capacities of all national stakeholders",
    ),
    "the aim of closer and transparent cooperation": (
        "collaboration plus étroite et plus transparente dans la gouvernance du secteur",
        "closer and more transparent cooperation in the governance of the sector",
    ),
    "the approach": ("Une approche participative et inclusive", "A participatory and inclusive approach"),
    "the theme that is named": (
        "Les mécanismes de fonctionnement du Processus de Kimberley",
        "How the Kimberley Process works",
    ),
    "that there were several themes": ("plusieurs thématiques", "several themes"),
    "the method: presentation": ("Présentation", "Presentation"),
    "the method: questions": (
        "Séances interactives de questions et réponses",
        "Interactive sessions of questions and answers",
    ),
    "the method: groups": ("Travaux de groupe", "Group work"),
    "the method: plenary session": ("Discussions en séance plénière", "Discussion in plenary session"),
    "the emphasis on local actors": ("La responsabilisation des acteurs locaux", "Making local actors take responsibility"),
    "the emphasis on good practice": (
        "bonnes pratiques aux niveaux national, régional et international",
        "Making the most of good practice at national, regional and international level",
    ),
    "who explained the aims": (
        "Le coordinateur du programme MIDEXA a exposé les objectifs",
        "The coordinator of the MIDEXA programme set out its aims",
    ),
    "that the committee itself led the exchange": ("ont animé l’échange", "led the exchange"),
    "that it was about the scheme in Guinea": ("le fonctionnement du SCPK en Guinée", "how the scheme works in Guinea"),
    "the aim: the legal and institutional frame": (
        "Clarifier le cadre juridique et institutionnel",
        "Clarify the legal and institutional framework",
    ),
    "the aim: roles and responsibilities": (
        "Préciser le rôle et les responsabilités de chaque acteur",
        "Set out the roles and responsibilities of each of those involved",
    ),
    "the aim: challenges and opportunities": (
        "Relever les défis et les opportunités de sa mise en œuvre",
        "Identify the challenges and opportunities of putting it into practice",
    ),
    "the aim: transparency and cooperation": (
        "Promouvoir la transparence et la coopération entre les parties",
        "Promote transparency and cooperation between the parties",
    ),
    "the expected result: understanding": (
        "repart avec une compréhension claire du SCPK, de ses mécanismes et du cadre de sa mise en œuvre",
        "leaves with a clear understanding of the scheme, its mechanisms and the framework in which it is applied",
    ),
    "the expected result: concerns and recommendations collected": (
        "Les préoccupations et les recommandations des acteurs sont recueillies, afin d’améliorer l’efficacité d’ensemble",
        "The concerns and recommendations of those involved are collected, so that the system as a whole becomes more",
    ),
    "that none of them is printed": ("L’article n’en reproduit aucune", "The source prints none"),
    "that Guinea takes part in the Process": ("la Guinée, Participant au", "Guinea, a Participant,"),
    "what Guinea has committed itself to": (
        "s’est engagée à respecter les normes internationales",
        "has committed itself to the international standards",
    ),
    "what these standards are for": (
        "empêcher le commerce de diamants issus de zones de conflit",
        "prevent trade in diamonds from conflict zones",
    ),
    "what the scheme is": ("un instrument stratégique", "a strategic instrument"),
    "what the scheme ensures": (
        "le commerce des diamants bruts est traçable, transparent et légal",
        "the trade in rough diamonds on its territory is traceable, transparent and legal",
    ),
    "who wrote the item": ("Article signé « Service communication »", "Item signed “Service communication”"),
}  # fmt: skip
# What the item does not say, so that the page says that it is not said.
NOT_SAID = {
    "the town": ("la source n’indique pas la ville", "the source does not name the town"),
    "the year": ("le 30 septembre 2025 était un mardi", "30 September was a Tuesday in 2025"),
}


@pytest.fixture
def workshop(facts):
    return Workshop.objects.get(source__contains="cecide.net")


def read(client, workshop, language):
    """The words of the page for anyone, without its marks; French spaces before marks as plain ones."""
    with translation.override(language):
        page = client.get(workshop.get_absolute_url())
    assert page.status_code == 200
    text = html.unescape(re.sub(r"<[^>]+>", "", page.getvalue().decode()))
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_fact_of_the_item_stands_on_its_page(client, workshop, language):
    text = read(client, workshop, language).casefold()
    place = ("fr", "en").index(language)
    lacking = [
        what for what, words in (FACTS | NOT_SAID).items() if words[place] and words[place].casefold() not in text
    ]
    assert lacking == []


def test_the_french_names_that_have_no_english_stand_marked_on_the_english_page(client, workshop):
    page = client.get(f"/en/assistance/workshops/{workshop.reference}/").getvalue().decode()
    for name in (
        "Centre du Commerce International pour le Développement",
        "Minerai de Développement Exploitation Artisanale",
    ):
        assert f'<span lang="fr">{name}</span>' in page


def test_the_records_hold_the_facts_and_not_only_the_page(workshop):
    assert (workshop.start_date.isoformat(), workshop.end_date.isoformat()) == ("2025-09-30", "2025-09-30")
    assert workshop.start_date.strftime("%A") == "Tuesday"
    assert (workshop.inferred, workshop.date_as_printed_fr) == ("year", "mardi 30 septembre")
    assert (workshop.city_en, workshop.city_fr, workshop.people) == ("", "", None)
    assert [row.organisation.code for row in workshop.beneficiaries.all()] == ["GN"]
    assert [(row.role, row.acronym_fr) for row in workshop.parts.all()] == [
        ("organiser", "CECIDE"), ("programme", "MIDEXA"), ("partner", ""), ("authority", "MMG"), ("present", "CNPK"),
    ]  # fmt: skip
    assert [row.category for row in workshop.audiences.all()] == ["public", "private", "civil", "partners"]
    assert [row.count for row in workshop.audiences.all()] == [None] * 4
    assert {row.kind for row in workshop.items.all()} == {"aim", "theme", "method", "emphasis", "expected"}
    assert (workshop.certainty, workshop.is_recorded, workshop.stage) == ("medium", True, "published")


def test_no_concern_recommendation_figure_or_material_is_invented(workshop):
    assert not workshop.points.exists()
    assert not workshop.figures.exists()
    assert not workshop.materials.exists()
    assert workshop.request is None


def test_staff_find_source_and_certainty_and_the_public_does_not(client, cast, facts, workshop):
    public = read(client, workshop, "en")
    assert "The year is inferred" in public
    assert "It prints the name of the programme’s coordinator" not in public
    client.force_login(cast.secretary)
    assert "It prints the name of the programme’s coordinator" in read(client, workshop, "en")


def test_no_person_is_named_in_what_others_made_public():
    """Whoever is quoted is a function (docs/decisions/0024); the text of the address of a source may hold no name either."""
    words = json.dumps(rows_of("workshops"), ensure_ascii=False)
    assert "coordinateur" in words
    assert not re.search(r"\b(M\.|Mme|Mr|Ms|Dr)\s+[A-ZÉ]", words)
    assert not re.search(r"(MIDEXA|coordinat\w+|director|directeur),? [A-ZÉ][a-zé]+ [A-ZÉ][a-zé]+", words)
    assert "slideshare.net/" not in words


def test_it_is_found_by_its_words_and_stands_on_the_page_of_guinea(client, workshop):
    for word in ("CECIDE", "MIDEXA", "CNPK", "sensibilisation", workshop.reference):
        assert workshop.get_absolute_url() in client.get("/en/search/", {"q": word}).getvalue().decode()
    assert workshop.get_absolute_url() in client.get("/en/participants/GN/").getvalue().decode()
    assert reverse("assistance:workshop-list") in client.get("/en/participants/GN/").getvalue().decode()
