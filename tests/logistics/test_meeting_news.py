"""Who hears that a meeting was moved or cancelled: each once per change, with what is right when the mail goes."""

import pytest
from django.core import mail

from asm_portal.models import Delivery
from logistics.meetings import actions, news
from logistics.models import Meeting
from tests.logistics.meetings import ahead, at, propose


def move(meeting, by, days, **changes):
    day = ahead(days)
    given = {"start_date": day, "end_date": day, "start_time": at(9), "end_time": None, "zone": "Africa/Luanda"}
    return actions.move(meeting=meeting, by=by, reason_en="A holiday", reason_fr="Un jour férié", **given | changes)


def told():
    return sorted(address for message in mail.outbox for address in message.to)


@pytest.fixture
def convened(cast):
    return actions.convene(meeting=propose(cast.chair_a, [cast.xwa]), by=cast.chair_a)


def test_the_representatives_in_the_bodies_of_a_convened_meeting_hear_of_a_move(cast, convened, work):
    move(convened, cast.chair_a, 44)
    work()
    assert told() == ["alba@cast.example", "celia@cast.example", "dora@cast.example", "olga@cast.example"]
    (message,) = (message for message in mail.outbox if message.to == ["alba@cast.example"])
    assert "A holiday" in message.body
    assert "Luanda (UTC+1)" in message.body
    assert convened.reference in message.body


def test_what_was_only_proposed_is_moved_in_silence(cast, work):
    move(propose(cast.chair_a, [cast.xwa]), cast.chair_a, 44)
    work()
    assert told() == []


def test_two_moves_before_the_mail_goes_are_told_once_with_the_last_days(cast, convened, work):
    move(convened, cast.chair_a, 44)
    moved = move(convened, cast.chair_a, 51)
    work()
    assert told() == ["alba@cast.example", "celia@cast.example", "dora@cast.example", "olga@cast.example"]
    assert all(moved.days in message.subject for message in mail.outbox)


def test_a_cancellation_is_told_and_an_undone_one_is_not(cast, convened, work):
    actions.cancel(meeting=convened, by=cast.chair_a, reason_en="No quorum")
    work()
    assert len(mail.outbox) == 4
    assert all("Cancelled" in message.subject for message in mail.outbox)
    actions.convene(meeting=convened, by=cast.chair_a)
    actions.cancel(meeting=convened, by=cast.chair_a, reason_en="A slip of the mouse")
    actions.convene(meeting=convened, by=cast.chair_a)
    work()
    assert len(mail.outbox) == 4


def test_a_move_is_told_also_where_the_meeting_is_convened_before_the_mail_goes(cast, work):
    moved = move(propose(cast.chair_a, [cast.xwa]), cast.chair_a, 44)
    news.tell(moved, was_convened=True)
    actions.convene(meeting=moved, by=cast.chair_a)
    work()
    assert len(mail.outbox) == 4
    assert all(moved.days in message.subject for message in mail.outbox)


def test_who_may_no_longer_know_of_the_meeting_hears_nothing(cast, convened, work):
    move(convened, cast.chair_a, 44)
    for row in cast.xwa.memberships.filter(organisation=cast.xa):
        row.valid_until = ahead(0)
        row.save()
    work()
    assert "alba@cast.example" not in told()
    assert Delivery.objects.filter(person=cast.member_a.person, state="dropped").exists()


def test_the_same_change_is_posted_once(cast, convened):
    move(convened, cast.chair_a, 44)
    sequence = Meeting.objects.get().sequence
    keys = set(Delivery.objects.values_list("key", flat=True))
    assert keys == {f"meeting:{convened.reference}:{sequence}"}
