"""The collection list: what is known but not held, who was asked for it, and what they answered."""

import csv
import io
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from asm_portal.dated import today
from asm_portal.removal import remove
from knowledge import actions
from knowledge.certificates import actions as certificates
from knowledge.certificates import drawings
from knowledge.collection.actions import ask_for, note_answer
from knowledge.collection.missing import UNANSWERED, missing
from knowledge.models import CertificateSpecimen, CollectionRequest, SpecimenImage
from tests.administration import address
from tests.cast import again
from tests.knowledge import upkeep
from tests.knowledge.papers import final, make_kind, on_desk

Answer = CollectionRequest.Answer


@pytest.fixture
def lost(cast):
    return final("Lost rules", date=date(2004, 10, 29), issuing_body=cast.xwa, organisation=cast.xa, audience="process")


@pytest.fixture
def unseen(cast):
    """A published specimen of which the archive holds no picture."""
    specimen = CertificateSpecimen(
        participant=cast.xa, authority=cast.xa, series="Series 0", valid_from=date(2005, 1, 1), features_en="A seal"
    )
    certificates.propose_specimen(specimen=specimen, ranges=[], pictures={}, by=cast.member_a)
    return upkeep.publish(specimen, cast)


def ask(sought, by, **facts):
    return ask_for(sought=sought, by=by, **{"asked_on": date(2026, 1, 10), "channel": "email"} | facts)


def page(client, query=""):
    return client.get(reverse("knowledge:collection") + query)


def titles(response):
    return [str(sought) for sought in response.context["object_list"]]


def day(name, value):
    return {f"{name}_day": value.day, f"{name}_month": value.month, f"{name}_year": value.year}


def test_what_is_known_but_not_held_is_listed_oldest_first(client, cast, lost):
    final("Held", texts={"en": "Here."})
    final("Undated", date=None)
    final("Older", date=date(2003, 4, 30))
    client.force_login(cast.secretary)
    assert titles(page(client)) == ["Older", "Lost rules", "Undated"]


def test_only_those_who_look_for_documents_have_the_list(client, cast, lost):
    for name, user in cast.users.items():
        client.force_login(again(user))
        expected = 200 if name in ("secretary", "kp_chair") else 404
        assert page(client).status_code == expected, name
        assert client.get(reverse("knowledge:collection-csv")).status_code == expected, name
        assert client.get(reverse("knowledge:collection-ask", args=[lost.reference])).status_code == expected, name


def test_the_chairs_office_looks_for_nothing_that_is_not_its_to_know_of(client, cast):
    final("Of the secretariat", audience="secretariat")
    client.force_login(cast.kp_chair)
    assert titles(page(client)) == []
    client.force_login(cast.secretary)
    assert titles(page(client)) == ["Of the secretariat"]


@pytest.mark.both_databases
def test_the_list_is_narrowed_by_kind_participant_body_and_answer_with_counts(client, cast, lost):
    other = final("Other", kind=make_kind("law"))
    ask(lost, cast.secretary, asked_organisation=cast.xa)
    client.force_login(cast.secretary)
    for query, found in (
        ("?kind=law", ["Other"]),
        ("?participant=XA", ["Lost rules"]),
        ("?body=XWA", ["Lost rules"]),
        ("?asked=pending", ["Lost rules"]),
        ("?asked=never", ["Other"]),
        ("?asked=promised", []),
        ("?kind=law&asked=pending", []),
        ("?kind=nothing&body=%00&asked=x", ["Lost rules", "Other"]),
    ):
        assert titles(page(client, query)) == found, query
    facets = {
        facet.name: {choice.value: choice.count for choice in facet.choices} for facet in page(client).context["facets"]
    }
    assert facets["asked"] == {"never": 1, "pending": 1, "promised": 0, "does_not_exist": 0}
    assert facets["kind"] == {"law": 1, "paper": 1}
    assert other.reference in page(client).text


def test_the_list_asks_the_database_as_often_for_one_as_for_five(client, cast, lost):
    def asked():
        client.force_login(again(cast.secretary))
        with CaptureQueriesContext(connection) as queries:
            page(client)
        return len(queries)

    ask(lost, cast.secretary, asked_organisation=cast.xa)
    one = asked()
    for number in range(4):
        ask(final(f"Lost {number}", organisation=cast.xb), cast.secretary, asked_organisation=cast.xb)
    assert asked() == one


def test_a_request_is_noted_with_a_form_that_keeps_what_was_typed(client, cast, lost):
    client.force_login(cast.kp_chair)
    address = reverse("knowledge:collection-ask", args=[lost.reference])
    ahead = today().replace(year=today().year + 1, day=1)
    response = client.post(
        address, {"asked_archive": "", "channel": "letter", "note": "typed", **day("asked_on", ahead)}
    )
    assert "lies ahead" in response.text
    assert "Say who was asked" in response.text
    assert "typed" in response.text
    response = client.post(
        address, {"asked_archive": "Old box", "channel": "letter", **day("asked_on", date(2026, 2, 3))}
    )
    assert response.status_code == 302
    made = lost.collection_requests.get()
    assert (made.asked_archive, made.asked_on, made.channel, made.audience) == (
        "Old box",
        date(2026, 2, 3),
        "letter",
        "chair",
    )
    assert (made.by, made.past.get().history_user) == (cast.kp_chair, cast.kp_chair)
    assert ">3 February 2026</time>: asked Old box" in page(client).text


def test_a_held_document_is_not_asked_for(client, cast):
    held = final("Held", texts={"en": "Here."})
    client.force_login(cast.secretary)
    assert client.get(reverse("knowledge:collection-ask", args=[held.reference])).status_code == 404


def test_an_organisation_that_was_asked_finds_it_on_its_desk_and_answers_there(client, cast, lost):
    asked = ask(lost, cast.secretary, asked_organisation=cast.xa, note="zq internal judgement")
    client.force_login(cast.member_a)
    assert "We look for: Lost rules. Do you hold it?" in client.get(reverse("desk")).text
    response = client.get(asked.get_absolute_url())
    assert "zq internal" not in response.text
    assert "Internal note" not in response.text
    refused = client.post(asked.get_absolute_url(), {"answer": "does_not_exist", "answer_reason": ""})
    assert "Say why it does not exist." in refused.text
    client.post(asked.get_absolute_url(), {"answer": "received", "note": "forged"})
    asked.refresh_from_db()
    assert (asked.answer, asked.note) == ("pending", "zq internal judgement")
    client.post(asked.get_absolute_url(), {"answer": "does_not_exist", "answer_reason": "It burnt."})
    asked.refresh_from_db()
    assert (asked.answer, asked.answer_reason, asked.answered_on) == ("does_not_exist", "It burnt.", today())
    assert "We look for" not in on_desk(cast.member_a)


def test_nobody_else_sees_the_request(client, cast, lost):
    asked = ask(lost, cast.secretary, asked_organisation=cast.xa)
    for name in ("member_b", "observer", "chair_a", "ex_member", "officer", "administrator"):
        client.force_login(again(cast.users[name]))
        assert client.get(asked.get_absolute_url()).status_code == 404, name
        assert "We look for" not in on_desk(cast.users[name]), name


def test_a_request_tells_nobody_of_a_document_that_is_not_theirs_to_know_of(client, cast):
    closed = final("Closed", audience="body", audience_body=cast.xwb, issuing_body=cast.xwb)
    asked = ask(closed, cast.secretary, asked_organisation=cast.xa)
    client.force_login(cast.member_a)
    assert "Closed" not in on_desk(cast.member_a)
    assert client.get(asked.get_absolute_url()).status_code == 404


def test_what_came_in_leaves_the_list_and_the_desk(client, cast, lost):
    ask(lost, cast.secretary, asked_organisation=cast.xa)
    revision = actions.add_revision(document=lost, by=cast.secretary)
    actions.add_rendition(revision=revision, language="en", text="Found.", by=cast.secretary)
    actions.release_revision(revision=revision, by=cast.secretary)
    assert not missing(cast.secretary).count()
    assert "We look for" not in on_desk(cast.member_a)


def test_the_answer_is_noted_by_those_who_asked(client, cast, lost):
    asked = ask(lost, cast.secretary, asked_archive="Old box")
    client.force_login(cast.secretary)
    assert UNANSWERED.waiting(cast.secretary).count == 1
    response = client.post(asked.get_absolute_url(), {"answer": "promised", "note": "by June"})
    assert "on which day the answer came" in response.text
    client.post(
        asked.get_absolute_url(), {"answer": "promised", "note": "by June", **day("answered_on", date(2026, 3, 1))}
    )
    asked.refresh_from_db()
    assert (asked.answer, asked.answered_on, asked.note) == ("promised", date(2026, 3, 1), "by June")
    client.post(asked.get_absolute_url(), {"answer": "pending", "note": "", **day("answered_on", date(2026, 3, 1))})
    asked.refresh_from_db()
    assert (asked.answer, asked.answered_on) == ("pending", None)


def test_the_sheet_holds_a_row_per_request_and_no_formula(client, cast, lost):
    ask(lost, cast.secretary, asked_archive="=HYPERLINK(1)", note="a note")
    final("Never asked for", date=None)
    client.force_login(cast.secretary)
    answer = client.get(reverse("knowledge:collection-csv"))
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["Title"], row["Asked"], row["Internal note"]) for row in rows] == [
        ("Lost rules", "'=HYPERLINK(1)", "a note"),
        ("Never asked for", None, None),
    ]
    assert rows[0]["Date"] == "2004-10-29"


def test_a_request_without_anybody_asked_or_an_answer_without_its_day_is_refused(cast, lost):
    with pytest.raises(ValidationError, match="who was asked"):
        ask(lost, cast.secretary)
    asked = ask(lost, cast.secretary, asked_archive="Old box")
    with pytest.raises(ValidationError, match="needs the day"):
        note_answer(request=asked, by=cast.secretary, answer=Answer.PROMISED)
    asked.refresh_from_db()
    asked.answer = Answer.DOES_NOT_EXIST
    asked.answered_on = today()
    with pytest.raises(IntegrityError):
        asked.save()


def test_a_fictional_participant_is_not_asked_for_a_real_document(client, cast, lost):
    client.force_login(cast.secretary)
    form = client.get(reverse("knowledge:collection-ask", args=[lost.reference])).context["form"]
    assert cast.xa not in form.fields["asked_organisation"].queryset


def test_a_published_specimen_without_a_picture_is_known_but_not_held(client, cast, lost, unseen):
    final("Undated", date=None)
    upkeep.propose_specimen(cast, "Proposed")
    upkeep.published_specimen(cast, "With a picture", participant=cast.xb, authority=cast.xb)
    client.force_login(cast.secretary)
    assert titles(page(client)) == ["Lost rules", "Alder, Series 0", "Undated"]
    for query, found in (
        ("?kind=specimen", ["Alder, Series 0"]),
        ("?participant=XA", ["Lost rules", "Alder, Series 0"]),
        ("?body=XWA", ["Lost rules"]),
        ("?kind=specimen&asked=pending", []),
        ("?kind=specimen&asked=never", ["Alder, Series 0"]),
    ):
        assert titles(page(client, query)) == found, query
    facets = {
        facet.name: {choice.value: choice.count for choice in facet.choices} for facet in page(client).context["facets"]
    }
    assert facets["kind"] == {"paper": 2, "specimen": 1}
    assert (facets["participant"], facets["asked"]["never"]) == ({"XA": 2}, 3)
    listed = client.get(address(CertificateSpecimen) + "?list=not-held")
    assert [row.series for row in listed.context["cl"].result_list] == ["Series 0"]


def test_the_pages_of_the_list_follow_each_other_whatever_is_sought(cast, lost, unseen):
    final("Newer", date=date(2010, 1, 1))
    rows = missing(cast.secretary)
    assert [str(sought) for sought in rows[:2]] == ["Lost rules", "Alder, Series 0"]
    assert [str(sought) for sought in rows[2:4]] == ["Newer"]


def test_a_specimen_is_asked_for_and_answered_as_a_document_is(client, cast, unseen):
    client.force_login(cast.secretary)
    ask_page = reverse("knowledge:collection-ask", args=[unseen.key])
    assert ask_page in page(client).text
    assert "Alder, Series 0" in client.get(ask_page).text
    typed = {"asked_organisation": cast.xa.pk, "channel": "letter", **day("asked_on", date(2026, 2, 3))}
    assert client.post(ask_page, typed).status_code == 302
    asked = unseen.collection_requests.get()
    assert (asked.sought, asked.document, asked.audience_organisation) == (unseen, None, cast.xa)
    sheet = client.get(reverse("knowledge:collection-csv")).content.decode("utf-8-sig")
    [row] = csv.DictReader(io.StringIO(sheet))
    assert [row[name] for name in ("Reference", "Title", "Kind", "Date", "Organisation", "Asked", "Asked on")] == [
        str(unseen.key), "Alder, Series 0", "Specimen of a certificate", "2005-01-01", "Alder", "Alder", "2026-02-03",
    ]  # fmt: skip
    listed = client.get(address(CollectionRequest)).text
    assert "Alder, Series 0" in listed
    client.force_login(again(cast.member_a))
    assert "We look for: Alder, Series 0. Do you hold it?" in on_desk(cast.member_a)
    assert "holds no picture of it" in client.get(asked.get_absolute_url()).text
    client.post(asked.get_absolute_url(), {"answer": "promised", "answer_reason": ""})
    asked.refresh_from_db()
    assert (asked.answer, asked.answered_on) == ("promised", today())


def test_a_picture_takes_the_specimen_off_the_list_and_the_desk(client, cast, unseen):
    ask(unseen, cast.secretary, asked_organisation=cast.xa)
    picture = drawings.certificate("Sample", "XA 000001")
    certificates.fill(SpecimenImage(specimen=unseen, side="front"), picture).save()
    assert not missing(cast.secretary).count()
    client.force_login(cast.secretary)
    assert client.get(reverse("knowledge:collection-ask", args=[unseen.key])).status_code == 404
    assert "We look for" not in on_desk(cast.member_a)


def test_a_request_tells_nobody_of_a_specimen_that_is_not_theirs_to_know_of(client, cast, unseen):
    asked = ask(unseen, cast.secretary, asked_organisation=cast.xo)
    for name, expected in (("observer", 404), ("member_b", 404), ("kp_chair", 200)):
        client.force_login(again(cast.users[name]))
        assert client.get(asked.get_absolute_url()).status_code == expected, name
        assert "Series 0" not in on_desk(cast.users[name]), name


def test_a_request_is_for_either_a_document_or_a_specimen(cast, lost, unseen):
    asked = ask(lost, cast.secretary, asked_archive="Old box")
    asked.specimen = unseen
    with pytest.raises(ValidationError, match="either a document or a specimen"):
        asked.full_clean()
    asked.document = asked.specimen = None
    with pytest.raises(IntegrityError):
        asked.save()


@pytest.mark.parametrize("name", ["lost", "unseen"])
def test_a_request_goes_with_what_it_is_for(request, cast, name):
    sought = request.getfixturevalue(name)
    ask(sought, cast.secretary, asked_archive="Old box")
    remove(type(sought).objects.filter(pk=sought.pk))
    assert not CollectionRequest.objects.exists()
