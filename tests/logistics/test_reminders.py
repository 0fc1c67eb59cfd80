"""The ladder of reminders: who is reminded of what on which day, and when it stops."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from asm_portal.dated import today
from asm_portal.models import Delivery
from logistics.models import EscalationLetter, Reminder, ReminderStep, ReportDuty
from logistics.reminders.clock import due
from logistics.reminders.ladder import remind
from tests.cast import person, represent
from tests.logistics.owed import (
    LADDER,
    excuse,
    focal_kind,
    focal_point,
    ladder,
    obligation,
    period,
    receive,
    track,
)

pytestmark = pytest.mark.django_db
DUE = date(2026, 3, 31)


@pytest.fixture
def owed(cast, time_machine):
    """XA and XB are followed and owe the annual report of 2025; Alba answers for XA with Ada as deputy, Bruno for XB."""
    time_machine.move_to("2026-01-01T07:00:00Z", tick=False)
    ladder()
    track(cast.xa, cast.xb)
    cast.ada = represent(person("Ada"), cast.xa)
    cast.annual = obligation("annual", focal_point_kind=focal_kind("annual-report"))
    cast.report = period(cast.annual, due_on=DUE)
    focal_point(cast.xa, "annual-report", cast.member_a.person, cast.ada)
    focal_point(cast.xb, "general", cast.member_b.person)
    return cast


@pytest.fixture
def on(time_machine, work):
    """What happens on a day, at seven in the morning: (address, the reports that the mail lists) of each mail."""

    def go(day):
        time_machine.move_to(f"{day}T07:00:00Z", tick=False)
        sent = len(mail.outbox)
        due(timezone.now())
        work()
        return sorted((message.to[0], reports_in(message)) for message in mail.outbox[sent:])

    return go


def reports_in(message):
    return [name for name in ("Annual 2025", "Trade Q4 2025") if name in message.body]


ALBA, ADA, BRUNO = "alba@cast.example", "ada@cast.example", "bruno@cast.example"
ANNUAL, TRADE = ["Annual 2025"], ["Trade Q4 2025"]


def test_a_year_of_reminders(owed, on):
    trade = obligation("trade", frequency="quarterly", collected="statistics_site")
    quarter = period(trade, due_on=date(2026, 2, 28), start=date(2025, 10, 1), end=date(2025, 12, 31))
    receive(quarter, owed.xa, date(2025, 12, 31), owed.secretary, channel="elsewhere")
    events = {
        date(2026, 2, 20): lambda: excuse(quarter, owed.xb, owed.secretary, "extended", until=DUE),
        date(2026, 3, 28): lambda: receive(owed.report, owed.xa, date(2026, 3, 28), owed.member_a),
        date(2026, 4, 10): lambda: receive(quarter, owed.xb, date(2026, 4, 10), owed.secretary, channel="elsewhere"),
    }
    sent = {}
    # What is sent is looked at around each step and each event, and besides once a week: whatever was to be sent in it would be.
    steps = {due_on + timedelta(days=step) for due_on in (quarter.due_on, DUE) for step, _reach in LADDER}
    near = {day + timedelta(days=number) for day in {*steps, *events, date(2026, 5, 1)} for number in (-1, 0, 1)}
    weeks = {date(2026, 1, 1) + timedelta(weeks=number) for number in range(52)}
    for day in sorted(day for day in near | weeks if day >= date(2026, 1, 1)):
        events.get(day, lambda: None)()
        if found := on(day):
            sent[day.isoformat()] = found
    assert sent == {
        "2026-01-01": [(BRUNO, TRADE)],  # the step of 30 December, as that is when the portal began
        "2026-01-29": [(BRUNO, TRADE)],
        "2026-01-30": [(ALBA, ANNUAL), (BRUNO, ANNUAL + TRADE)],
        "2026-03-01": [(ALBA, ANNUAL), (BRUNO, ANNUAL + TRADE)],
        "2026-03-24": [(ADA, ANNUAL), (ALBA, ANNUAL), (BRUNO, ANNUAL + TRADE)],  # both count to the same day now
        "2026-03-31": [(BRUNO, ANNUAL + TRADE)],
        "2026-04-14": [(BRUNO, ANNUAL)],
        "2026-04-30": [(BRUNO, ANNUAL)],
    }
    (letter,) = EscalationLetter.objects.all()
    assert (letter.organisation, letter.period, letter.prepared_on) == (owed.xb, owed.report, date(2026, 5, 1))
    assert set(Delivery.objects.values_list("language", "person__given_name")) == {
        ("en", "Alba"), ("en", "Ada"), ("fr", "Bruno"),
    }  # fmt: skip


def test_a_worker_that_was_down_sends_the_newest_step_only(owed, on):
    assert on("2026-04-20") == [(ADA, ANNUAL), (ALBA, ANNUAL), (BRUNO, ANNUAL)]
    assert set(Reminder.objects.values_list("days", flat=True)) == {14}
    assert on("2026-04-21") == []


def test_a_run_asked_for_again_and_again_sends_nothing_twice(owed, on, work):
    assert len(on("2026-01-30")) == 2
    for _again in range(3):
        due(timezone.now())
        remind(today())
        work()
    assert len(mail.outbox) == 2
    assert on("2026-01-31") == []


def test_nothing_is_sent_before_six_in_the_morning(owed, time_machine, work):
    time_machine.move_to("2026-01-30T05:59:00Z", tick=False)
    due(timezone.now())
    work()
    assert mail.outbox == []


@pytest.mark.parametrize("event", ["version", "excuse", "extension", "not_due", "untracked"])
def test_what_was_queued_does_not_go_once_it_is_no_longer_owed(owed, time_machine, work, event):
    time_machine.move_to("2026-03-24T07:00:00Z", tick=False)
    remind(today())
    for owner in (owed.xa, owed.xb):
        {
            "version": lambda owner: receive(owed.report, owner, today(), owed.secretary),
            "excuse": lambda owner: excuse(owed.report, owner, owed.secretary),
            "extension": lambda owner: excuse(owed.report, owner, owed.secretary, "extended", date(2026, 9, 30)),
            "not_due": lambda owner: excuse(owed.report, owner, owed.secretary, "not_due"),
            "untracked": lambda owner: track(owner, since=None),
        }[event](owner)
    work()
    assert mail.outbox == []
    assert set(Delivery.objects.values_list("state", flat=True)) == {Delivery.State.DROPPED}


def test_a_recalled_version_brings_the_reminders_back(owed, on):
    sent = receive(owed.report, owed.xb, date(2026, 1, 20), owed.member_b)
    receive(owed.report, owed.xa, date(2026, 1, 20), owed.member_a)
    assert on("2026-01-30") == []
    sent.recalled_at, sent.recall_reason = timezone.now(), "The wrong file"
    sent.save()
    assert on("2026-02-03") == [(BRUNO, ANNUAL)]


def test_after_an_extension_nobody_goes_down_the_ladder(owed, on):
    assert len(on("2026-03-24")) == 3
    for owner in (owed.xa, owed.xb):
        excuse(owed.report, owner, owed.secretary, "extended", until=date(2026, 5, 31))
    assert [day for day in ("2026-03-31", "2026-04-01", "2026-04-14", "2026-05-01", "2026-05-24") if on(day)] == []
    assert on("2026-05-31") == [(ADA, ANNUAL), (ALBA, ANNUAL), (BRUNO, ANNUAL)]


def test_the_mail_says_what_is_awaited_by_when_and_where_to_answer(owed, on):
    on("2026-03-24")
    message = next(message for message in mail.outbox if message.to == [ALBA])
    assert message.subject == "Annual 2025: Due on 31 March 2026, 7 days left."
    assert "/en/reporting/2025/annual/?for=XA" in message.body
    assert "You receive this because you answer for the reports of Alder." in message.body
    assert "List-Unsubscribe" not in message.extra_headers
    html = message.alternatives[0].content
    assert "Annual 2025" in html
    assert "style=" in html


def test_later_steps_reach_deputies_and_the_general_focal_point(owed, on):
    gus, gail = person("Gus"), person("Gail")
    focal_point(owed.xa, "general", gus, gail)
    receive(owed.report, owed.xb, date(2026, 1, 2), owed.member_b)
    reached = {day: [address for address, _reports in on(day)] for day in ("2026-01-30", "2026-03-24", "2026-04-14")}
    assert reached == {
        "2026-01-30": [ALBA],
        "2026-03-24": [ADA, ALBA],
        "2026-04-14": [ADA, ALBA, "gail@cast.example", "gus@cast.example"],
    }


def test_the_deputy_stands_in_for_who_is_away_or_cannot_be_written_to(owed, on):
    point = owed.xa.focal_points.get()
    point.away_until = date(2026, 2, 15)
    point.save()
    receive(owed.report, owed.xb, date(2026, 1, 2), owed.member_b)
    assert on("2026-01-30") == [(ADA, ANNUAL)]
    address = owed.member_a.person.emails.get()
    address.bounced_at = timezone.now()
    address.save()
    assert on("2026-03-01") == [(ADA, ANNUAL)]


def test_without_a_focal_point_who_represents_it_as_one_is_asked(owed, on):
    point = owed.xa.focal_points.get()
    point.valid_until = date(2026, 1, 1)
    point.save()
    assert (ALBA, ANNUAL) in on("2026-01-30")


def test_a_body_and_an_office_that_owe_a_report_are_reminded_through_their_seats(owed, on):
    works = obligation("works", frequency="per_case", binds="bodies")
    of_body, of_office = (
        period(works, due_on=date(2026, 6, 30), start=date(2025, month, 1), end=date(2025, month, 28))
        for month in (1, 2)
    )
    ReportDuty.objects.create(period=of_body, body=owed.xwa)
    ReportDuty.objects.create(period=of_office, office=owed.xwb.offices.get())
    for owner in (owed.xa, owed.xb):
        receive(owed.report, owner, date(2026, 1, 2), owed.secretary)
    on("2026-06-01")
    assert {(message.to[0], str(count)) for message in mail.outbox for count in [message.body.count("Works 2025")]} == {
        ("celia@cast.example", "1"), ("berta@cast.example", "1"),
    }  # fmt: skip


def test_who_answers_for_many_reports_gets_one_mail_a_month(owed, on, settings):
    settings.REMINDER_DIGEST_FROM = 3
    for number, day in enumerate((date(2026, 4, 5), date(2026, 4, 10), date(2026, 4, 20))):
        period(obligation(f"paper{number}"), due_on=day)
    receive(owed.report, owed.xa, date(2026, 1, 2), owed.member_a)
    owed.xa.tracked_from = None
    owed.xa.save()
    asked = [date(2026, month, day) for month in range(2, 7) for day in (1, 2, 4, 9, 24)]
    found = [day.isoformat() for day in asked if on(day)]
    assert found == [
        "2026-02-01", "2026-02-04",  # two reports, until the third is near
        "2026-03-01", "2026-04-01", "2026-05-01", "2026-06-01",
    ]  # fmt: skip


def test_a_mail_that_was_dropped_is_not_the_mail_of_the_month(owed, on, settings, time_machine, work):
    settings.REMINDER_DIGEST_FROM = 1
    period(obligation("paper"), due_on=date(2026, 4, 10))
    track(owed.xa, since=None)
    assert on("2026-02-09") == [(BRUNO, ANNUAL)]
    time_machine.move_to("2026-03-01T07:00:00Z", tick=False)
    remind(today())
    receive(owed.report, owed.xb, today(), owed.member_b)
    work()
    assert Delivery.objects.filter(state=Delivery.State.DROPPED).count() == 1
    assert on("2026-03-11") == [(BRUNO, [])]


def test_steps_are_changed_by_the_secretariat_and_count_at_once(owed, on):
    ReminderStep.objects.filter(days=-60).get().delete()
    ReminderStep.objects.create(days=-50)
    assert on("2026-01-30") == []
    assert [address for address, _reports in on("2026-02-09")] == [ALBA, BRUNO]


def test_without_steps_nobody_is_reminded_and_no_letter_prepared(owed, on):
    for step in ReminderStep.objects.all():
        step.delete()
    assert on("2026-06-30") == []
    assert not EscalationLetter.objects.exists()
