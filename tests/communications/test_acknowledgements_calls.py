"""The call sheet: who is called first, what is noted in one tap, and how far a notice has come."""

import csv
import io
from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from asm_portal.models import ContactEmail, ContactReport, Delivery, FocalPoint, FocalPointKind
from communications.acknowledgements.actions import Channel, acknowledge, send_failed_again
from communications.acknowledgements.calling import call_sheet
from communications.acknowledgements.showing import bars
from communications.acknowledgements.standing import key_of, progress
from communications.models import Acknowledgement, CallAttempt
from tests.cast import SINCE, again, person, represent
from tests.communications.asked import deadline, notice_to
from tests.communications.notices import PARTICIPANTS, to
from tests.communications.test_acknowledgements import address

WEEK = {day: [["08:00", "16:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
WEDNESDAY = datetime.fromisoformat("2026-11-25T10:00:00+00:00")
State = Delivery.State


@pytest.fixture
def notice(cast, time_machine):
    """Sent on a Wednesday morning."""
    time_machine.move_to(WEDNESDAY)
    return notice_to(cast, PARTICIPANTS)


@pytest.fixture
def secretary(cast, client):
    client.force_login(again(cast.secretary))
    return client


def focal_point(organisation, who, *, zone, hours=None, **facts):
    kind, _made = FocalPointKind.objects.get_or_create(code="general", name_en="general", name_fr="général")
    return FocalPoint.objects.create(
        organisation=organisation, kind=kind, person=who, telephone="+000 20 555 0300", time_zone=zone, hours=hours or {},
        valid_from=SINCE, **facts,
    )  # fmt: skip


def sheet(cast, notice):
    return call_sheet(progress(notice), again(cast.secretary), timezone.now())


def voice(cast, notice, organisation, label):
    """How the form names whoever the label begins with."""
    row = next(row for row in sheet(cast, notice) if row.organisation == organisation)
    return next(voice.key for voice in row.voices if voice.label.startswith(label))


def note(client, notice, code, **typed):
    return client.post(address("call", notice, code), typed)


def test_who_can_be_called_now_stands_first(cast, notice):
    focal_point(cast.xa, cast.member_a.person, zone="Pacific/Tahiti", hours=WEEK)
    focal_point(cast.xd, cast.both.person, zone="Africa/Luanda", hours=WEEK)
    rows = sheet(cast, notice)
    assert [(row.organisation.code, row.opening.is_open) for row in rows] == [
        ("XB", True), ("XC", True), ("XD", True), ("XE", True), ("XA", False),
    ]  # fmt: skip
    assert [row.is_assumed for row in rows] == [True, True, False, True, False]
    assert rows[-1].local_time == "00:00, Tahiti (UTC−10)"


def test_hours_that_are_not_known_are_those_of_offices_on_the_clock_of_who_got_the_notice(cast, notice):
    cast.member_a.person.time_zone = "Asia/Tokyo"
    cast.member_a.person.save()
    rows = sheet(cast, notice)
    assert [(row.organisation.code, row.is_assumed) for row in rows][-1] == ("XA", True)
    assert not rows[-1].opening.is_open


def test_the_sheet_has_numbers_to_tap_the_deputy_and_the_languages(cast, notice, secretary):
    deputy = represent(person("Ada", languages=["pt"]), cast.xa)
    focal_point(cast.xa, cast.member_a.person, zone="UTC", deputy=deputy, deputy_telephone="+000 20 555 0301")
    page = secretary.get(address("calls", notice)).content.decode()
    assert 'href="tel:+000205550300"' in page
    assert 'href="tel:+000205550301"' in page
    assert "Ada Sample" in page
    assert 'lang="pt"' in page


def test_while_the_focal_point_is_away_the_deputy_is_proposed_first(cast, notice):
    away = {"deputy": cast.observer.person, "deputy_telephone": "+000 20 555 0301", "away_until": "2027-01-01"}
    point = focal_point(cast.xa, cast.member_a.person, zone="UTC", **away)
    point.refresh_from_db()
    row = next(row for row in sheet(cast, notice) if row.organisation == cast.xa)
    assert row.voices[0].label == "Olga Sample, +000 20 555 0301"


def test_no_answer_is_noted_in_one_tap(cast, notice, secretary):
    first = voice(cast, notice, cast.xb, "Berta")
    answer = note(secretary, notice, "XB", voice=first, outcome="no_answer")
    assert answer.url == address("calls", notice)
    call = CallAttempt.objects.get()
    assert (call.organisation, call.outcome, call.number, call.by) == (
        cast.xb, "no_answer", "+000 20 555 0100", cast.secretary,
    )  # fmt: skip
    assert not Acknowledgement.objects.exists()
    assert not Delivery.objects.filter(state=State.REACHED).exists()


def test_what_was_acknowledged_by_telephone_is_on_record_with_who_said_it_and_who_noted_it(cast, notice, secretary):
    note(secretary, notice, "XB", voice=voice(cast, notice, cast.xb, "Bruno"), outcome="acknowledged", note="At once.")
    found = Acknowledgement.objects.get()
    assert (found.person, found.noted_by, found.channel) == (cast.member_b.person, cast.secretary, Channel.TELEPHONE)
    reached = Delivery.objects.get(state=State.REACHED)
    assert (reached.key, reached.person, reached.channel) == (key_of(notice), cast.member_b.person, "telephone")
    assert cast.xb not in [row.organisation for row in sheet(cast, notice)]


def test_who_is_met_in_person_is_noted_alike_but_was_reached(cast, notice, secretary):
    met = voice(cast, notice, cast.xa, "Alba Sample, in person")
    page = note(secretary, notice, "XA", voice=met, outcome="no_answer", note="At the coffee.")
    assert (page.status_code, CallAttempt.objects.count()) == (200, 0)
    assert "Whoever was met in person was reached" in page.content.decode()
    assert "At the coffee." in page.content.decode()
    note(secretary, notice, "XA", voice=met, outcome="will_answer", note="At the coffee.")
    assert (CallAttempt.objects.get().channel, CallAttempt.objects.get().number) == ("in_person", "")
    assert Delivery.objects.get(state=State.REACHED).channel == "in_person"


def test_who_has_promised_to_answer_comes_last_and_is_left_alone_for_a_day(cast, notice, secretary):
    note(secretary, notice, "XA", voice=voice(cast, notice, cast.xa, "Alba"), outcome="will_answer")
    assert [row.organisation.code for row in sheet(cast, notice)][-1] == "XA"
    found = progress(deadline(notice, hours=1))
    assert [row.organisation.code for row in found.to_call(timezone.now())] == ["XB", "XC", "XD", "XE"]


def test_a_wrong_number_becomes_a_report_on_contact_data(cast, notice, secretary):
    note(secretary, notice, "XA", voice=voice(cast, notice, cast.xa, "Alba"), outcome="wrong_number", note="A bakery.")
    report = ContactReport.objects.get()
    assert (report.person, report.settled_at) == (cast.member_a.person, None)
    assert "+000 20 555 0100" in report.text
    assert "bakery" not in report.text


def test_somebody_who_is_not_on_record_is_named_in_the_note(cast, notice, secretary):
    other = voice(cast, notice, cast.xa, "Somebody else, by telephone")
    page = note(secretary, notice, "XA", voice=other, outcome="acknowledged")
    assert "Write in the note who it was." in page.content.decode()
    assert not Acknowledgement.objects.exists()
    note(secretary, notice, "XA", voice=other, outcome="acknowledged", note="The minister’s secretary.")
    assert Acknowledgement.objects.get().person is None


def test_a_call_during_which_they_acknowledged_themselves_is_kept_and_changes_nothing(cast, notice, secretary):
    who = voice(cast, notice, cast.xa, "Alba")
    first, _new = acknowledge(notice=notice, organisation=cast.xa, channel=Channel.PORTAL, person=cast.member_a.person)
    note(secretary, notice, "XA", voice=who, outcome="acknowledged", note="She had just pressed the button.")
    assert Acknowledgement.objects.get() == first
    assert CallAttempt.objects.get().note == "She had just pressed the button."
    told = secretary.get(address("calls", notice)).context["messages"]
    assert "on the portal" in str(next(iter(told)))
    assert secretary.get(address("call", notice, "XA")).url == address("calls", notice)


@pytest.mark.both_databases
@pytest.mark.parametrize("typed", [{}, {"voice": "\0", "outcome": "x"}, {"voice": "telephone-0-", "outcome": "\0"}])
def test_nonsense_is_said_to_be_so_and_nothing_is_noted(cast, notice, secretary, typed):
    page = note(secretary, notice, "XA", note="kept", **typed)
    assert (page.status_code, "kept" in page.content.decode(), CallAttempt.objects.count()) == (200, True, 0)
    assert note(secretary, notice, "XO", **typed).status_code == 404


def test_a_call_note_is_for_the_secretariat_and_the_chairs_office(cast, notice, secretary):
    note(secretary, notice, "XA", voice=voice(cast, notice, cast.xa, "Alba"), outcome="will_answer", note="zqnote")
    for name, reads in (("member_a", False), ("both", False), ("kp_chair", True), ("secretary", True)):
        secretary.force_login(again(cast.users[name]))
        pages = [notice.get_absolute_url(), *(address(page, notice) for page in ("acknowledge", "calls", "progress"))]
        assert any("zqnote" in secretary.get(page).getvalue().decode() for page in pages) == reads


def test_the_sheet_and_the_distribution_ask_as_often_for_many_as_for_few(cast, notice, secretary):
    def queries(page, of):
        secretary.get(address(page, of))
        with CaptureQueriesContext(connection) as caught:
            assert secretary.get(address(page, of)).status_code == 200
        return len(caught)

    pages = ("calls", "progress", "progress-csv")
    few = notice_to(cast, to(organisation=cast.xa), to(organisation=cast.xb))
    for organisation in (cast.xa, cast.xb, cast.xc, cast.xd):
        focal_point(organisation, represent(person(f"Point{organisation.code}"), organisation), zone="UTC", hours=WEEK)
    many = notice_to(cast, PARTICIPANTS)
    for organisation in (cast.xa, cast.xb, cast.xc):
        who = voice(cast, many, organisation, f"Point{organisation.code}")
        note(secretary, many, organisation.code, voice=who, outcome="no_answer")
    assert {page: queries(page, few) for page in pages} == {page: queries(page, many) for page in pages}


def settle(notice, who, state, **facts):
    Delivery.objects.filter(key=key_of(notice), person=who.person).update(state=state, **facts)


def test_what_failed_is_seen_and_only_that_is_sent_again(cast, notice, secretary):
    Delivery.objects.filter(key=key_of(notice)).update(state=State.SENT, sent_at=timezone.now())
    settle(notice, cast.member_a, State.FAILED, error="550 nobody of that name")
    settle(notice, cast.member_b, State.BOUNCED)
    settle(notice, cast.both, State.UNCERTAIN)
    ContactEmail.objects.filter(person=cast.member_b.person).first().delete()
    page = secretary.get(address("progress", notice)).content.decode()
    assert "550 nobody of that name" in page
    assert "2 mails did not arrive" in page
    assert "1 mail may or may not" in page
    secretary.post(address("send-again", notice))
    states = dict(Delivery.objects.filter(key=key_of(notice)).values_list("person__given_name", "state"))
    assert (states["Alba"], states["Bruno"], states["Dora"], states["Celia"]) == (
        State.QUEUED, State.BOUNCED, State.UNCERTAIN, State.SENT,
    )  # fmt: skip
    assert send_failed_again(notice=notice) == 0


def test_the_bars_count_people_once_and_organisations_by_their_answer(cast, notice):
    represent(cast.member_a.person, cast.xc)
    again_sent = notice_to(cast, PARTICIPANTS)
    acknowledge(notice=again_sent, organisation=cast.xa, channel=Channel.PORTAL, person=cast.member_a.person)
    deadline(again_sent, hours=1)
    acknowledge(notice=again_sent, organisation=cast.xb, channel=Channel.PORTAL, person=cast.member_b.person)
    found = progress(again_sent)
    people = {row.person_id for row in again_sent.addressees.all()}
    assert len(found.mails) == len(people) < again_sent.addressees.count()
    assert [bar.words for bar in bars(found)] == [
        f"0 of {len(people)} sent", "2 of 5 acknowledged, 2 of them late",
    ]  # fmt: skip


def test_the_sheet_for_a_spreadsheet_holds_no_formula(cast, notice, secretary):
    cast.member_a.person.given_name = "=HYPERLINK(1)"
    cast.member_a.person.save()
    text = secretary.get(address("progress-csv", notice)).getvalue().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert len(rows) == 1 + notice.addressees.count()
    assert any(cell.startswith("'=HYPERLINK") for row in rows for cell in row)


def test_who_no_mail_reaches_is_to_be_called_at_once(cast, notice):
    settle(notice, cast.member_a, State.FAILED)
    assert [row.organisation.code for row in progress(notice).to_call(timezone.now())] == ["XA"]


def test_when_everybody_has_answered_the_sheet_says_so(cast, secretary, time_machine):
    alone = notice_to(cast, to(organisation=cast.xa))
    acknowledge(notice=alone, organisation=cast.xa, channel=Channel.PORTAL, person=cast.member_a.person)
    page = secretary.get(address("calls", alone)).content.decode()
    assert "Everybody has acknowledged" in page
    assert reverse("communications:notice-progress", args=[alone.reference]) in page


def test_a_button_that_is_pressed_twice_notes_one_call(cast, notice, secretary, time_machine):
    said = {"voice": voice(cast, notice, cast.xa, "Alba"), "outcome": "wrong_number"}
    for _tap in range(2):
        note(secretary, notice, "XA", **said)
    assert (CallAttempt.objects.count(), ContactReport.objects.count()) == (1, 1)
    time_machine.shift(120)
    note(secretary, notice, "XA", **said)
    note(secretary, notice, "XA", **said | {"outcome": "no_answer"})
    assert CallAttempt.objects.count() == 3
