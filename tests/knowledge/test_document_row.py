"""How a document stands in a list: its title, number, marks and files, in the reader's language."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from asm_portal.dated import today
from knowledge.models import Decision, Document, DocumentKind, DocumentLink, DocumentTitle, Rendition, Revision

pytestmark = pytest.mark.django_db


def make_kind():
    return DocumentKind.objects.get_or_create(
        code="decision", defaults={"prefix": "DEC", "name_en": "Decision", "name_fr": "Décision"}
    )[0]


def make_document(titles, **extra):
    given = {
        "kind": make_kind(),
        "audience": "public",
        "state": Document.State.FINAL,
        "date": date(2007, 11, 8),
    } | extra
    made = Document.objects.create(**given)
    for language, title in titles.items():
        DocumentTitle.objects.create(document=made, language=language, title=title)
    return made


def add_text(document, *languages, number=1):
    revision = Revision.objects.create(document=document, number=number, released_at=timezone.now())
    for language in languages:
        Rendition.objects.create(revision=revision, language=language, text="As adopted.")


def row(document, language="en"):
    shown = Document.objects.visible_to(AnonymousUser()).for_display(AnonymousUser()).get(pk=document.pk)
    with override(language):
        return render_to_string("includes/document_row.html", {"document": shown})


def test_the_title_is_in_the_readers_language_where_there_is_one():
    document = make_document({"en": "On peer review", "fr": "Sur l’examen par les pairs"})
    assert "<h3><a href=" in row(document, "fr")
    assert ">Sur l’examen par les pairs</a>" in row(document, "fr")


def test_a_title_in_another_language_is_marked_as_such():
    document = make_document({"fr": "Sur l’examen par les pairs"})
    assert '<h3 lang="fr">' in row(document, "en")


def test_the_number_as_printed_stands_in_for_our_reference():
    numbered = make_document({"en": "One"}, official_number="KP/2007/AD 1")
    assert ">KP/2007/AD 1</span>" in row(numbered)
    unnumbered = make_document({"en": "Two"})
    assert f">{unnumbered.reference}</span>" in row(unnumbered)


def test_a_decision_known_by_its_title_only_is_not_yet_held():
    document = make_document({"en": "One"})
    assert "Not yet held" in row(document)
    add_text(document, "en")
    assert "Not yet held" not in row(document)


def test_each_language_of_the_text_is_named_in_itself():
    document = make_document({"en": "One"})
    add_text(document, "en", "fr")
    html = row(document)
    assert '<bdi lang="en">English</bdi>' in html
    assert '<bdi lang="fr">Français</bdi>' in html
    assert "Not available in English" not in html


@pytest.mark.parametrize(("text", "reader", "told"), [("fr", "en", True), ("en", "fr", True), ("fr", "fr", False)])
def test_a_reader_is_told_before_the_click_that_a_text_is_not_in_their_language(text, reader, told):
    document = make_document({"en": "One"})
    add_text(document, text)
    assert ('<li class="soft">' in row(document, reader)) is told


def test_a_translation_of_an_earlier_revision_says_which_one_it_follows():
    document = make_document({"en": "One"})
    add_text(document, "en", "fr", number=1)
    add_text(document, "en", number=2)
    assert row(document).count("follows revision 1 of 2") == 1


def test_a_decision_in_force_says_so_until_another_supersedes_it():
    document = make_document({"en": "One"})
    Decision.objects.create(document=document, adopted_by="plenary", in_force_from=date(2008, 1, 1))
    assert "In force" in row(document)
    later = make_document({"en": "Two"})
    link = DocumentLink.objects.create(later=later, kind="supersedes", earlier=document)
    assert "Superseded" in row(document)
    assert "In force" not in row(document)
    link.effective_on = today() + timedelta(days=1)
    link.save()
    assert "In force" in row(document)


def test_a_date_known_to_the_month_is_not_made_a_day():
    document = make_document({"en": "One"}, date_precision="month")
    assert '<time datetime="2007-11">November 2007</time>' in row(document)


def test_a_row_asks_the_database_nothing_of_its_own(django_assert_num_queries):
    document = make_document({"en": "One"})
    add_text(document, "en", "fr")
    shown = Document.objects.for_display(AnonymousUser()).get(pk=document.pk)
    with django_assert_num_queries(0):
        render_to_string("includes/document_row.html", {"document": shown})
