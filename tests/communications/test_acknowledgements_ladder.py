"""After a notice: a reminder, the deputies, the Chair's list; each step once, and none to whom it is no longer about."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.utils import timezone, translation

from asm_portal.dated import today
from asm_portal.models import Delivery
from communications.acknowledgements.actions import Channel, acknowledge
from communications.acknowledgements.ladder import due
from communications.acknowledgements.panels import desk
from communications.acknowledgements.times import Step, step_at, timetable
from tests.cast import again, person, represent
from tests.communications.asked import TITLE, TITLE_FR, notice_to
from tests.communications.notices import to
from tests.communications.test_acknowledgements_calls import focal_point

SENT = "2026-11-02T09:00:00Z"


@pytest.fixture
def notice(cast, time_machine):
    """To XA and XB, sent on 2 November and to be confirmed by the 9th; Ada is the deputy of XA's focal point."""
    time_machine.move_to(SENT, tick=False)
    left = cast.ex_member.person.representations.get()
    left.valid_until = date(2026, 1, 1)
    left.save()
    cast.ada = represent(person("Ada", language="fr"), cast.xa, body=cast.xwa)
    focal_point(cast.xa, cast.member_a.person, zone="UTC", deputy=cast.ada)
    made = notice_to(cast, to(organisation=cast.xa), to(organisation=cast.xb))
    Delivery.objects.all().delete()
    return made


@pytest.fixture
def on(time_machine, work):
    """What the clock sends at a moment, asked twice: who gets which mail."""

    def go(moment):
        time_machine.move_to(f"{moment}:00:00Z", tick=False)
        before = len(mail.outbox)
        due(timezone.now())
        due(timezone.now())
        work()
        return sorted(message.to[0].partition("@")[0] for message in mail.outbox[before:])

    return go


def answered(notice, organisation, who):
    return acknowledge(notice=notice, organisation=organisation, channel=Channel.PORTAL, person=who.person, by=who)


def test_the_steps_fall_due_around_the_deadline(notice):
    days = {step: (instant - notice.confirm_by).days for step, instant in timetable(notice).items()}
    assert days == {Step.REMINDER: -2, Step.DEPUTY: 1, Step.CHAIR: 3}
    assert step_at(notice, notice.sent_at) is None


def test_who_was_told_shortly_before_the_deadline_is_reminded_a_day_later_or_at_the_deadline(notice):
    notice.sent_at = notice.confirm_by - timedelta(days=2)
    assert timetable(notice)[Step.REMINDER] == notice.confirm_by - timedelta(days=1)
    notice.sent_at = notice.confirm_by - timedelta(hours=3)
    assert timetable(notice)[Step.REMINDER] == notice.confirm_by


def test_those_who_are_silent_are_reminded_once_then_their_deputies(cast, notice, on):
    assert on("2026-11-06T09") == []
    assert on("2026-11-07T09") == ["alba", "berta", "bruno"]
    assert on("2026-11-08T09") == []
    assert on("2026-11-10T09") == ["ada"]
    assert on("2026-11-11T09") == on("2026-11-12T09") == on("2026-12-20T09") == []


def test_whoever_has_acknowledged_hears_no_more_even_where_the_mail_was_queued(cast, notice, on, time_machine, work):
    answered(notice, cast.xb, cast.member_b)
    time_machine.move_to("2026-11-07T09:00:00Z", tick=False)
    due(timezone.now())
    assert Delivery.objects.filter(state="queued").count() == 1
    answered(notice, cast.xa, cast.member_a)
    work()
    assert (mail.outbox, Delivery.objects.get().state) == ([], Delivery.State.DROPPED)
    assert on("2026-11-10T09") == []


def test_whoever_no_longer_speaks_for_the_organisation_is_not_reminded(cast, notice, time_machine, work):
    time_machine.move_to("2026-11-07T09:00:00Z", tick=False)
    due(timezone.now())
    held = cast.member_a.person.representations.get()
    held.valid_until = today()
    held.save()
    point = cast.xa.focal_points.get()
    point.person, point.email = None, "office@cast.example"
    point.save()
    work()
    assert sorted(message.to[0] for message in mail.outbox) == ["berta@cast.example", "bruno@cast.example"]


def test_after_a_pause_of_the_worker_only_the_newest_step_counts(notice, on):
    assert on("2026-11-10T09") == ["ada"]


def test_the_reminder_is_in_the_language_of_the_person_with_a_link_that_acknowledges(cast, notice, on, client):
    on("2026-11-07T09")
    (to_bruno,) = [message for message in mail.outbox if "bruno" in message.to[0]]
    assert TITLE_FR in to_bruno.subject
    assert "http://127.0.0.1:8000/fr/notices/acknowledge/" in to_bruno.body
    path = next(line for line in to_bruno.body.splitlines() if "/notices/acknowledge/" in line)
    asks = "En appuyant sur le bouton"
    assert asks in client.get(path.removeprefix("http://127.0.0.1:8000")).getvalue().decode()
    with translation.override("fr"):
        client.post(path.removeprefix("http://127.0.0.1:8000"), {"organisation": cast.xb.pk})
    assert notice.acknowledgements.get().person == cast.member_b.person
    assert asks not in client.get(path.removeprefix("http://127.0.0.1:8000")).getvalue().decode()


def test_the_link_of_a_deputy_works_though_they_speak_for_the_organisation_in_one_body_only(cast, notice, on, client):
    on("2026-11-10T09")
    (path,) = [line for line in mail.outbox[-1].body.splitlines() if "/notices/acknowledge/" in line]
    client.post(path.removeprefix("http://127.0.0.1:8000"), {"organisation": cast.xa.pk})
    assert notice.acknowledgements.get().person == cast.ada


def test_in_the_end_the_chair_finds_who_is_silent_by_name(cast, notice, on):
    answered(notice, cast.xb, cast.member_b)

    def lines(user):
        return [item.detail for item in desk(again(user)) if "not acknowledged" in item.title]

    on("2026-11-11T09")
    assert lines(cast.kp_chair) == [TITLE]
    on("2026-11-12T09")
    assert lines(cast.kp_chair) == lines(cast.secretary) == [f"{TITLE}. Silent after every reminder: Alder"]
    assert lines(cast.member_b) == []
