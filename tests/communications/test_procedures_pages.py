"""Pages of written procedures: what each person finds there, and that nothing typed is lost."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from asm_portal.areas import gather
from asm_portal.dated import today
from asm_portal.visibility import Audience
from communications.models import Position, WrittenProcedure
from communications.procedures import actions, panels
from knowledge.models import Document
from logistics.calendar.kinds import EntryKind
from tests.cast import again
from tests.communications.procedures import (
    QUESTION,
    declared,
    drafted,
    everybody_supports,
    fresh,
    move,
    open_page,
    page,
    running,
    say,
    send,
    text_of,
)
from tests.knowledge.papers import make_kind

State, Kind = WrittenProcedure.State, Position.Kind
LIST, NEW = reverse("communications:procedure-list"), reverse("communications:procedure-new")


def readers(cast, client, url):
    return {name for name, user in cast.users.items() if open_page(client, user, url).status_code == 200}


def moment(name, at):
    """An instant in UTC as the fields of a form."""
    return day(f"{name}_day", at) | {f"{name}_time": f"{at:%H:%M}"}


def day(name, at):
    return {f"{name}_day": at.day, f"{name}_month": at.month, f"{name}_year": at.year}


# Who finds what


def test_a_draft_is_for_its_editors(cast, client):
    assert readers(cast, client, page(drafted(cast))) == {"chair_a", "secretary"}


def test_the_secretariat_does_not_declare(cast, client):
    procedure = move(running(cast), days=11)
    client.force_login(again(cast.secretary))
    assert client.post(page(procedure, "procedure-declare"), {"outcome": "not_adopted"}).status_code == 404


@pytest.mark.both_databases
def test_nonsense_in_the_address_is_no_error(cast, client):
    running(cast)
    for query in ("?body=%00&document=%00", "?document=nothing&body=XWB"):
        assert open_page(client, cast.chair_a, NEW + query).status_code == 200
    assert open_page(client, cast.member_a, f"{LIST}?page=%00").status_code == 404
    assert open_page(client, cast.member_a, f"{page(running(cast))}?text=%00").status_code == 200


# Preparing


def test_the_chair_prepares_puts_and_everybody_reads_the_same_deadline(cast, client):
    document, end = text_of(cast), timezone.now() + timedelta(days=20)
    given = {
        "question_en": QUESTION, "question_fr": "Adopter ?", "zone": "UTC", "rule": "support", **moment("closes", end),
    }  # fmt: skip
    sent = send(client, cast.chair_a, f"{NEW}?document={document.reference}", **given)
    procedure = WrittenProcedure.objects.get()
    assert sent.url == page(procedure)
    assert (procedure.document, procedure.body, procedure.support_percent) == (document, cast.xwa, 50)
    put = send(client, cast.chair_a, page(procedure, "procedure-put"))
    assert put.url == page(procedure)
    shown = open_page(client, cast.member_a, page(procedure)).content.decode()
    assert f"{end:%H:%M} UTC" in shown
    assert "19 days left" in shown


def test_what_is_wrong_is_said_at_its_field_and_the_rest_is_kept(cast, client):
    end = timezone.now() + timedelta(days=20)
    sent = {"document": text_of(cast).reference, "question_en": QUESTION, "question_fr": "Oui ?", "zone": "UTC"}
    sent |= {"rule": "support"} | moment("closes", end)
    for given, field, words in (
        ({"document": "PAP-2000-XXXXX"}, "document", "There is no such document"),
        ({"closes_day_year": "2020"}, "closes_day", "in the past"),
        ({"closes_time": ""}, "closes_time", "required"),
        ({"closes_time": "25:00"}, "closes_time", "hours and minutes"),
        ({"opens_time": "10:00"}, "opens_day", "both the day and the time"),
    ):
        answer = send(client, cast.chair_a, f"{NEW}?body=XWA", **(sent | given))
        assert answer.status_code == 200
        assert words in str(answer.context["form"].errors[field])
        assert QUESTION in answer.content.decode()


def test_the_form_names_what_to_widen_where_the_members_may_not_read_the_text(cast, client):
    closed = text_of(cast, audience=Audience.CHAIR)
    sent = send(client, cast.chair_a, f"{NEW}?body=XWA", document=closed.reference)
    assert "widen" in str(sent.context["form"].errors["document"])
    sent = send(client, cast.secretary, f"{NEW}?body=XWA", document=closed.reference)
    assert "widen its audience to members of" in str(sent.context["form"].errors["document"])


@pytest.mark.both_databases
def test_two_who_change_a_draft_at_once_find_out(cast, client):
    procedure = drafted(cast)
    url = page(procedure, "procedure-edit")
    form = open_page(client, cast.chair_a, url).context["form"]
    end = procedure.closes_at
    sent = {
        name: form[name].value() for name in ("body", "document", "zone", "rule", "support_percent", "seen_version")
    }
    sent |= moment("closes", end) | {"question_en": "Mine?", "question_fr": "Mien ?"}
    procedure.question_en = "Theirs?"
    procedure.save()
    answer = client.post(url, sent)
    assert answer.status_code == 200
    assert {"Mine?", "Theirs?"} <= {text for row in answer.context["differences"] for text in (row.mine, row.theirs)}
    assert fresh(procedure).question == "Theirs?"


# Answering


def test_a_representative_answers_with_one_button_and_changes_it_later(cast, client):
    procedure = running(cast)
    url = page(procedure, "procedure-position")
    assert send(client, cast.member_a, url, kind="no_objection").url == page(procedure)
    assert "What stands now" in open_page(client, cast.member_a, url).content.decode()
    send(client, cast.member_a, url, kind="support", text="With pleasure.")
    shown = open_page(client, cast.observer, page(procedure)).content.decode()
    assert "With pleasure." in shown
    assert fresh(procedure).standing[cast.xa.pk].kind == Kind.SUPPORT


def test_a_get_of_the_link_in_a_mail_files_nothing(cast, client):
    procedure = running(cast)
    open_page(client, cast.member_a, page(procedure, "procedure-position") + "?kind=support")
    assert not procedure.positions.exists()


def test_an_objection_without_a_reason_is_asked_for_it_at_the_field(cast, client):
    procedure = running(cast)
    answer = send(client, cast.member_a, page(procedure, "procedure-position"), kind="objection")
    assert "reason of the objection" in str(answer.context["form"].errors["text"])
    assert fresh(procedure).state == State.RUNNING


def test_an_observer_is_offered_a_comment_only(cast, client):
    procedure = running(cast)
    url = page(procedure, "procedure-position")
    assert [
        value for value, _label in open_page(client, cast.observer, url).context["form"].fields["kind"].choices
    ] == ["comment"]
    assert client.post(url, {"organisation": cast.xo.pk, "kind": "support"}).status_code == 200
    assert client.post(url, {"organisation": cast.xa.pk, "kind": "comment", "text": "Posing"}).status_code == 200
    assert not procedure.positions.exists()


@pytest.mark.both_databases
def test_the_second_of_two_representatives_sees_what_stands_and_confirms(cast, client):
    procedure = running(cast)
    url = page(procedure, "procedure-position")
    form = open_page(client, cast.member_a, url).context["form"]
    sent = {name: form[name].value() for name in ("seen", "organisation")} | {"kind": "support", "text": "Long words"}
    actions.answer(
        procedure=procedure, organisation=cast.xa, kind=Kind.NO_OBJECTION, by=cast.secretary, channel="telephone"
    )
    answer = client.post(url, sent)
    page_again = answer.content.decode()
    assert "Somebody else has answered" in page_again
    assert "Long words" in page_again
    assert fresh(procedure).standing[cast.xa.pk].kind == Kind.NO_OBJECTION
    confirmed = {"seen": answer.context["form"]["seen"].value()}
    assert client.post(url, sent | confirmed).status_code == 302
    assert fresh(procedure).standing[cast.xa.pk].kind == Kind.SUPPORT


def test_a_late_or_stopped_answer_keeps_its_words(cast, client):
    procedure = running(cast)
    url = page(procedure, "procedure-position")
    sent = {"organisation": cast.xa.pk, "kind": "support", "text": "Long words"}
    client.force_login(again(cast.member_a))
    say(procedure, cast.xd, Kind.OBJECTION, cast.both, "Lead is a poison.")
    assert "An objection has stopped" in (stopped := client.post(url, sent).content.decode())
    assert "Long words" in stopped
    move(procedure, days=11)
    assert "The time for positions ended" in (late := client.post(url, sent).content.decode())
    assert "Long words" in late
    assert client.get(url).status_code == 302


def test_the_secretariat_notes_what_came_by_telephone(cast, client):
    procedure = running(cast)
    url = page(procedure, "procedure-note")
    send(client, cast.secretary, url, organisation=cast.xc.pk, kind="support", channel="telephone")
    assert "by telephone" in open_page(client, cast.member_a, page(procedure)).content.decode()


def test_the_objector_takes_the_objection_back_with_a_button(cast, client):
    procedure = running(cast)
    say(procedure, cast.xa, Kind.OBJECTION, cast.member_a, "Lead is a poison.")
    url = page(procedure, "procedure-take-back")
    assert readers(cast, client, url) == {"member_a", "secretary"}
    assert "Lead is a poison." in open_page(client, cast.both, page(procedure)).content.decode()
    send(client, cast.member_a, url)
    assert fresh(procedure).state == State.RUNNING


# The end


def test_extending_asks_for_a_reason_and_shows_it(cast, client):
    procedure = running(cast)
    url = page(procedure, "procedure-extend")
    later = moment("closes", procedure.closes_at + timedelta(days=7))
    assert "reason" in send(client, cast.chair_a, url, **later).context["form"].errors
    send(client, cast.chair_a, url, reason="Holidays in many places", **later)
    assert "Holidays in many places" in open_page(client, cast.both, page(procedure)).content.decode()


def test_the_chair_declares_and_the_result_is_read_printed_and_downloaded(cast, client):
    procedure = running(cast)
    say(procedure, cast.xa, Kind.SUPPORT, cast.member_a, "=1+1")
    say(procedure, cast.xd, Kind.SUPPORT, cast.both)
    move(procedure, days=11)
    url = page(procedure, "procedure-declare")
    refused = send(client, cast.chair_a, url, outcome="not_adopted")
    assert "Say why" in str(refused.context["form"].errors["remark"])
    send(client, cast.chair_a, url, outcome="adopted", remark="With thanks to all.")
    result = open_page(client, cast.both, page(procedure, "procedure-tally")).content.decode()
    for words in ("With thanks to all.", "Cedar", fresh(procedure).sha256, "Chair of XWA"):
        assert words in result
    table = open_page(client, cast.both, page(procedure, "procedure-csv")).getvalue().decode()
    assert "'=1+1" in table
    assert "Cedar,XC,,none" in table


def test_the_decision_is_filed_from_a_form_and_stands_on_both_pages(cast, client):
    kind = make_kind("administrative_decision", "process", "DEC")
    procedure = running(cast)
    everybody_supports(procedure, cast)
    move(procedure, days=11)
    declared(procedure, cast)
    url = page(procedure, "procedure-decision")
    last = fresh(procedure).ends_at
    days = day("adopted_on", last) | day("in_force_from", last)
    half = send(client, cast.secretary, url, link="amends", **days)
    assert "or neither" in str(half.context["form"].errors["earlier"])
    send(client, cast.secretary, url, instrument="resolution", kind=kind.pk, **days)
    decision = Document.objects.get(decision__isnull=False)
    assert decision.date == last.date()
    client.force_login(again(cast.member_a))
    assert QUESTION in client.get(decision.get_absolute_url()).content.decode()
    assert decision.get_absolute_url() in client.get(page(procedure)).content.decode()
    assert open_page(client, cast.secretary, url).status_code == 302


# Elsewhere on the portal


def test_the_desk_says_what_is_missing_and_what_can_be_declared(cast):
    procedure = running(cast)

    def titles(user):
        return [str(item.title) for item in panels.desk(again(user))]

    assert titles(cast.member_a) == [f"Take a position: {QUESTION}"]
    assert titles(cast.observer) == titles(cast.chair_a) == []
    say(procedure, cast.xa, Kind.OBJECTION, cast.member_a, "Lead is a poison.")
    assert titles(cast.chair_a) == [f"An objection has stopped: {QUESTION}"]
    assert titles(cast.member_a) == []
    move(procedure, days=11)
    actions.declare(
        procedure=procedure, outcome="not_adopted", remark="", office=cast.xwa.offices.get(), by=cast.chair_a
    )
    assert titles(cast.chair_a) == []


def test_body_document_calendar_handover_and_search_show_it_to_the_body_only(cast, client):
    procedure = running(cast)
    for user, is_told in ((cast.both, True), (cast.member_b, False)):
        reader = again(user)
        entries = gather("calendar", reader, today(), today() + timedelta(days=30))
        ends = [entry for entry in entries if entry.kind == EntryKind.PROCEDURE]
        assert [entry.start for entry in ends] == ([procedure.closes_at] if is_told else [])
        sections = [row for section in panels.handover(reader) for row in section.rows]
        assert bool(sections) == is_told
        assert bool(panels.on_document(procedure.document, reader)) == is_told
        client.force_login(reader)
        assert (QUESTION in client.get(cast.xwa.get_absolute_url()).content.decode()) == is_told
        found = client.get(reverse("search"), {"q": procedure.reference}).content.decode()
        assert (page(procedure) in found) == is_told


def test_an_extended_deadline_is_in_the_calendar_on_its_new_day_only(cast):
    procedure = running(cast)
    later = procedure.closes_at + timedelta(days=20)
    actions.extend(procedure=procedure, closes_at=later, reason="Holidays", by=cast.chair_a)
    first = procedure.closes_at.date()
    assert panels.calendar(again(cast.both), first, first) == []
    assert [entry.start for entry in panels.calendar(again(cast.both), later.date(), later.date())] == [later]


def test_the_pages_are_in_french_too(cast, client):
    procedure = running(cast)
    with override("fr"):
        shown = open_page(client, cast.both, page(procedure)).content.decode()
    assert "Le projet de règles sur les scellés" in shown
    assert "A seal is of lead. (fr)" in shown


def test_years_of_the_list_are_those_of_the_deadlines(cast, client):
    procedure = running(cast)
    everybody_supports(procedure, cast)
    move(procedure, days=11)
    declared(procedure, cast)
    found = WrittenProcedure.objects.get(pk=procedure.pk)
    found.opens_at, found.closes_at = datetime(2019, 1, 2, tzinfo=UTC), datetime(2019, 2, 2, tzinfo=UTC)
    found.save()
    listed = open_page(client, cast.member_a, reverse("communications:procedure-list"))
    assert [year for year, _found in listed.context["years"]] == [2019]


def test_the_secretariat_notes_a_letter_after_the_end_and_the_comment_of_an_observer(client, cast):
    procedure = move(running(cast), days=11)
    url = page(procedure, "procedure-note")
    assert "Note a position" in open_page(client, cast.secretary, procedure.get_absolute_url()).text
    came = moment("received", procedure.ends_at - timedelta(days=1))
    given = {"organisation": cast.xo.pk, "kind": "comment", "text": "We welcome it.", "channel": "letter"}
    late = send(client, cast.secretary, url, **given)
    assert "The time for positions ended" in late.text
    assert "We welcome it." in late.text
    send(client, cast.secretary, url, **given | came)
    refused = send(client, cast.secretary, url, **given | came | {"kind": "support"})
    assert "File a comment instead." in refused.text
    send(client, cast.secretary, url, **given | came | {"organisation": cast.xa.pk, "kind": "support"})
    said = {(row.organisation.code, row.kind) for row in Position.objects.all()}
    assert said == {("XO", "comment"), ("XA", "support")}
