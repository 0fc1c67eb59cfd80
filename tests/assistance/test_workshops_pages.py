"""The pages of workshops: the list, the page, the editor, the decision of the Chair’s office; what is typed is never lost."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from asm_portal.models import Office
from assistance.models import Workshop, WorkshopItem, WorkshopPart, WorkshopPoint
from assistance.workshops import actions, approving
from knowledge.models import Document, DocumentKind
from tests.assistance.held import DAY, TITLE, agreed, held, point, published, recommended, submitted
from tests.assistance.referred import asked
from tests.cast import again

pytestmark = pytest.mark.django_db
SENTENCE = "Somebody else has saved"


@pytest.fixture
def staff(client, cast):
    client.force_login(cast.secretary)
    return client


def page(name, workshop, *args):
    return reverse(f"assistance:workshop-{name}", args=[workshop.reference, *args])


def read(client, address, **query):
    response = client.get(address, query)
    assert response.status_code == 200, address
    return response.getvalue().decode()


def answered(client, address, given):
    """What the page says to what was sent."""
    return client.post(address, given).getvalue().decode()


def core(cast, **changes):
    """What the secretariat types into the form of a new workshop."""
    return {
        "kind": "workshop", "title_en": "On registers", "title_fr": "Sur les registres",
        "start_date_day": "9", "start_date_month": "3", "start_date_year": "2026",
        "end_date_day": "", "end_date_month": "", "end_date_year": "", "date_precision": "day",
        "country": cast.xa.pk, "city_en": "Harbour", "city_fr": "Port", "beneficiaries": [cast.xa.pk],
        "theme_codes": ["statistics"],
    } | changes  # fmt: skip


def test_the_list_goes_by_year_and_is_narrowed_by_participant_and_theme(client, cast):
    published(cast)
    other = published(cast, "About numbers", start_date=DAY.replace(year=2024), end_date=DAY.replace(year=2024))
    other.theme_codes = ["statistics"]
    other.save()
    address = reverse("assistance:workshop-list")
    everything = read(client, address)
    assert everything.index("2026</h2>") < everything.index("2024</h2>")
    for query, there, not_there in (
        ({"year": "2024"}, "About numbers", TITLE), ({"theme": "valuation"}, TITLE, "About numbers"),
        ({"participant": "XA", "theme": "statistics"}, "About numbers", TITLE),
    ):  # fmt: skip
        narrowed = read(client, address, **query)
        assert there in narrowed
        assert not_there not in narrowed
    for nonsense in ("\0", "9999", "%"):
        assert TITLE in read(client, address, year=nonsense, theme=nonsense, participant=nonsense)


def test_the_list_asks_as_often_for_five_as_for_one(client, cast, django_assert_num_queries):
    address = reverse("assistance:workshop-list")
    for count in (1, 4):
        for number in range(count):
            published(cast, f"Course {count} {number}")
        with django_assert_num_queries(7):
            read(client, address)


def test_the_page_speaks_both_languages_and_marks_what_is_in_one_only(client, cast):
    workshop = held(cast)
    lists = {"aim": [("An aim", "")], "method": [("Group work", "En groupes")]}
    actions.write_lists(workshop=workshop, lists=lists, by=cast.secretary)
    actions.publish(workshop=agreed(cast, workshop), by=cast.secretary)
    with translation.override("fr"):
        text = read(client, workshop.get_absolute_url())
    assert f'<span lang="en">{TITLE}</span>' in text
    assert '<li><span lang="en">An aim</span></li>' in text
    assert "<li>En groupes</li>" in text


def test_a_reader_sets_no_cookie_and_meets_no_draft(client, cast):
    draft = held(cast, "Unfinished")
    response = client.get(reverse("assistance:workshop-list"))
    assert not response.cookies
    assert "Unfinished" not in response.getvalue().decode()
    assert client.get(draft.get_absolute_url()).status_code == 404


def test_staff_record_a_workshop_and_see_what_is_missing(staff, cast):
    response = staff.post(reverse("assistance:workshop-new"), core(cast))
    workshop = Workshop.objects.get()
    assert response.url == workshop.get_absolute_url()
    assert (workshop.start_date, workshop.end_date) == (DAY.replace(day=9), DAY.replace(day=9))
    assert {row.language: row.title for row in workshop.texts.all()} == {
        "en": "On registers",
        "fr": "Sur les registres",
    }
    assert workshop.is_demonstration
    assert "have to agree to what the page says now" in read(staff, workshop.get_absolute_url())
    assert f"</strong> {cast.xa.name}</summary>" in read(staff, page("change", workshop))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title_en": "", "title_fr": ""}, "Give it a title, in at least one language."),
        ({"end_date_day": "8", "end_date_month": "3", "end_date_year": "2026"}, "The last day comes before the first."),
        ({"start_date_day": "31", "start_date_month": "2"}, "There is no such day."),
        ({"theme_codes": ["nonsense"]}, "Select a valid choice."),
        ({"title_en": "Two\nlines"}, "Write this on one line"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(staff, cast, changes, sentence):
    answer = answered(staff, reverse("assistance:workshop-new"), core(cast, **changes))
    assert sentence in answer
    assert 'value="Harbour"' in answer
    assert not Workshop.objects.exists()


def test_a_workshop_of_a_request_comes_with_what_the_request_says(staff, cast):
    case = asked(cast)
    case.beneficiaries.create(organisation=cast.xa)
    address = f"{reverse('assistance:workshop-new')}?request={case.reference}"
    form = staff.get(address).context["form"]
    assert (form["title_en"].value(), form["beneficiaries"].value()) == (case.subject, [cast.xa.pk])
    staff.post(address, core(cast))
    assert Workshop.objects.get().request == case
    assert staff.get(f"{reverse('assistance:workshop-new')}?request=TA-2026-00000").status_code == 404
    assert staff.get(f"{reverse('assistance:workshop-new')}?request=%00").status_code == 404


def test_two_who_change_it_at_once_see_both_versions(staff, cast):
    workshop = held(cast)
    form = staff.get(page("change", workshop)).context["form"]
    staff.post(page("change", workshop), core(cast, seen_version=form["seen_version"].value()))
    mine = core(cast, city_en="Elsewhere", seen_version=form["seen_version"].value())
    answer = answered(staff, page("change", workshop), mine)
    assert SENTENCE in answer
    assert "Elsewhere" in answer
    assert "Harbour" in answer
    saved = staff.post(page("change", workshop), mine | {"save_over": Workshop.objects.get().version})
    assert saved.status_code == 302
    assert Workshop.objects.get().city_en == "Elsewhere"


def test_lists_are_written_line_by_line_in_both_languages(staff, cast):
    workshop = held(cast)
    given = {"seen": workshop.version, "aim_en": "One\n\nTwo\n", "aim_fr": "Un\nDeux", "method_en": "Group work"}
    assert staff.post(page("lists", workshop), given).status_code == 302
    assert list(WorkshopItem.objects.values_list("kind", "text_en", "text_fr")) == [
        ("aim", "One", "Un"), ("aim", "Two", "Deux"), ("method", "Group work", ""),
    ]  # fmt: skip
    again_typed = answered(staff, page("lists", workshop), given | {"aim_fr": "Un"})
    assert "There are 2 lines in English and 1 in French" in again_typed


def test_lists_sent_after_somebody_else_are_kept_in_the_form(staff, cast):
    workshop = held(cast)
    staff.post(page("lists", workshop), {"seen": workshop.version, "aim_en": "Theirs"})
    answer = staff.post(page("lists", workshop), {"seen": workshop.version, "aim_en": "Mine"})
    assert SENTENCE in answer.getvalue().decode()
    assert ">\nMine</textarea>" in answer.getvalue().decode()
    anew = {"seen": answer.context["form"]["seen"].value(), "aim_en": "Mine"}
    assert staff.post(page("lists", workshop), anew).status_code == 302
    assert workshop.items.get().text_en == "Mine"


def test_the_audience_is_entered_by_category(staff, cast):
    workshop = held(cast)
    given = {
        "seen": workshop.version,
        "people": "5",
        "civil_present": "on",
        "public_count": "4",
        "public_words_en": "customs",
    }
    assert staff.post(page("audience", workshop), given).status_code == 302
    assert list(workshop.audiences.values_list("category", "words_en", "count").order_by("category")) == [
        ("civil", "", None), ("public", "customs", 4),
    ]  # fmt: skip
    too_many = given | {"seen": Workshop.objects.get().version, "public_count": "9"}
    assert "count more people" in answered(staff, page("audience", workshop), too_many)


def test_parts_are_of_the_register_or_named_and_can_be_taken_out(staff, cast):
    workshop = held(cast)
    both = {"role": "organiser", "organisation": cast.xo.pk, "name_fr": "Centre des mines"}
    assert "not both" in answered(staff, page("part-add", workshop), both)
    staff.post(page("part-add", workshop), both | {"organisation": "", "acronym_fr": "CDM"})
    row = WorkshopPart.objects.get()
    assert "Centre des mines</span> (CDM)" in read(staff, workshop.get_absolute_url())
    assert staff.post(page("part-remove", workshop, row.pk)).url.endswith("#parts")
    assert not WorkshopPart.objects.exists()
    assert staff.post(page("part-remove", workshop, row.pk)).status_code == 404


def test_figures_and_points_are_entered_on_pages_of_their_own(staff, cast):
    workshop = held(cast)
    figure = {"label_en": "found it useful", "value": "18", "out_of": "22"}
    assert staff.post(page("figure-add", workshop), figure).status_code == 302
    assert "larger than what it is out of" in answered(staff, page("figure-add", workshop), figure | {"value": "30"})
    assert "in at least one language" in answered(staff, page("point-add", workshop), {"kind": "concern"})
    staff.post(page("point-add", workshop), {"kind": "concern", "text_en": "Too few stones."})
    text = read(staff, workshop.get_absolute_url())
    assert "out of 22" in text
    assert "Too few stones." in text


def test_a_recommendation_is_settled_by_the_body_and_owner_that_staff_enter(staff, cast):
    row = recommended(cast)
    office = Office.objects.get(body=cast.xwa)
    address = page("point-settle", row.workshop, row.pk)
    lacking = answered(staff, address, {"outcome": "action"})
    assert "Choose the body that accepted it." in lacking
    assert "Choose the office or the organisation" in lacking
    given = {"outcome": "action", "body": cast.xwa.pk, "owner": f"owner_office-{office.pk}"}
    assert staff.post(address, given).status_code == 302
    action = WorkshopPoint.objects.get().action
    assert action.reference in read(staff, row.workshop.get_absolute_url())
    staff.force_login(again(cast.guest))
    public = read(staff, row.workshop.get_absolute_url())
    assert "It became an action." in public
    assert action.reference not in public


def test_a_new_material_is_a_draft_of_the_archive_and_a_known_one_keeps_its_readers(staff, cast):
    DocumentKind.objects.create(
        code="training_material", prefix="TRM", name_en="Material", name_fr="Support", default_audience="process"
    )
    workshop = published(cast)
    nothing = answered(staff, page("material-add", workshop), {})
    assert "Give the reference of a document" in nothing
    file = SimpleUploadedFile("slides.txt", b"Exercises.")
    staff.post(page("material-add", workshop), {"title": "Exercises", "language": "en", "file": file})
    document = Document.objects.get()
    assert (document.state, document.kind.code, document.is_demonstration) == ("draft", "training_material", True)
    assert "Exercises" in read(staff, workshop.get_absolute_url())
    assert "among the materials already" in answered(
        staff, page("material-add", workshop), {"document": document.reference}
    )
    staff.post(page("material-remove", workshop, workshop.materials.get().pk))
    assert not workshop.materials.exists()
    assert Document.objects.filter(pk=document.pk).exists()


def test_the_way_to_publication_is_walked_with_the_buttons_of_the_page(staff, cast):
    workshop = held(cast, request=asked(cast))
    assert "Ask the KP Chair" not in read(staff, workshop.get_absolute_url())
    given = {
        "agreed_by": "requester",
        "agreed_on_day": "1",
        "agreed_on_month": "4",
        "agreed_on_year": "2026",
        "note": "By mail.",
        "seen": staff.get(page("agree", workshop)).context["form"]["seen"].value(),
    }
    staff.post(page("agree", workshop), given)
    assert "Ask the KP Chair" in read(staff, workshop.get_absolute_url())
    staff.post(page("submit", workshop))
    staff.force_login(again(cast.kp_chair))
    form = staff.get(page("decide", workshop))
    assert TITLE in form.getvalue().decode()
    seen = form.context["form"]["seen"].value()
    refused = answered(staff, page("decide", workshop), {"seen": "old", "approve": "1"})
    assert "changed since you opened this page" in refused
    assert "Say what should be changed." in answered(staff, page("decide", workshop), {"seen": seen, "return": "1"})
    assert staff.post(page("decide", workshop), {"seen": seen, "approve": "1"}).status_code == 302
    staff.force_login(again(cast.secretary))
    staff.post(page("publish", workshop))
    staff.logout()
    assert TITLE in read(staff, workshop.get_absolute_url())


def test_an_agreement_is_noted_to_what_the_page_showed_and_not_to_what_was_written_meanwhile(staff, cast):
    workshop = held(cast)
    given = {
        "agreed_by": "organisers", "agreed_on_day": "1", "agreed_on_month": "4", "agreed_on_year": "2026",
        "note": "By mail.", "seen": staff.get(page("agree", workshop)).context["form"]["seen"].value(),
    }  # fmt: skip
    text = workshop.texts.get()
    text.summary = "Not what they read."
    actions.write_text(text=text, by=cast.secretary)
    refused = staff.post(page("agree", workshop), given)
    assert SENTENCE in refused.text
    assert not Workshop.objects.get().agreed_sha256
    staff.post(page("agree", workshop), given | {"seen": refused.context["form"]["seen"].value()})
    assert approving.is_agreed(Workshop.objects.get())


def test_what_is_published_is_not_edited_on_the_way_around(staff, cast):
    workshop = published(cast)
    assert staff.get(page("lists", workshop)).url == workshop.get_absolute_url()
    assert "Take it back first" in answered(staff, page("lists", workshop), {"aim_en": "Late"})
    assert staff.post(page("take-back", workshop), {"reason": "A slip."}).status_code == 302
    assert staff.get(page("lists", workshop)).status_code == 200


def test_a_request_shows_its_workshop_to_the_requester_once_it_is_published(client, cast):
    case = asked(cast)
    workshop = submitted(cast, case)
    client.force_login(again(cast.member_a))
    assert TITLE not in read(client, case.get_absolute_url())
    workshop = approving.approve(workshop=workshop, seen=approving.digest(workshop), by=cast.kp_chair)
    actions.publish(workshop=workshop, by=cast.secretary)
    assert workshop.get_absolute_url() in read(client, case.get_absolute_url())


def test_the_public_page_keeps_the_request_to_those_who_may_know_of_it(client, cast):
    case = asked(cast)
    workshop = submitted(cast, case)
    workshop = approving.approve(workshop=workshop, seen=approving.digest(workshop), by=cast.kp_chair)
    actions.publish(workshop=workshop, by=cast.secretary)
    assert case.reference not in read(client, workshop.get_absolute_url())
    client.force_login(again(cast.member_a))
    assert case.reference in read(client, workshop.get_absolute_url())


def test_concerns_stand_beside_recommendations(staff, cast):
    workshop = held(cast)
    point(cast, workshop, "Too slow.", kind="concern")
    text = read(staff, workshop.get_absolute_url())
    assert "Too slow." in text
    assert "noted" in text
