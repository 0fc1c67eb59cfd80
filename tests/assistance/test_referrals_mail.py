"""The mail to those who lead a body: the question, the reminders, and the page behind the link on which they answer."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from asm_portal.dated import today
from asm_portal.models import Delivery, OfficeTerm, Representation
from assistance.models import Referral
from assistance.referrals.actions import remind, withdraw
from assistance.referrals.links import link_for
from assistance.referrals.mail import due
from tests.assistance.referred import accepted, asked, link_in, overdue, referred
from tests.cast import hold, person, represent

pytestmark = pytest.mark.django_db
State = Referral.State
A = "Sample Working Group A"
PURPOSE = "Say who could hold a course."


@pytest.fixture
def on(time_machine, work):
    """What the clock sends on a day, asked twice: who gets mail."""

    def go(day):
        time_machine.move_to(f"{day}T09:00:00Z", tick=False)
        before = len(mail.outbox)
        due(timezone.now())
        due(timezone.now())
        work()
        return sorted(message.to[0].partition("@")[0] for message in mail.outbox[before:])

    return go


@pytest.fixture
def asked_page(cast, work):
    """A referral to XWA, and the path in the mail to its Chair."""
    row = referred(cast)
    work()
    return row, link_in(mail.outbox[-1])


def sent(client, path, **typed):
    return client.post(path, typed, follow=True).getvalue().decode()


def test_those_who_lead_the_body_have_mail_with_what_is_asked(cast, work):
    referred(cast, body=cast.xwb)
    work()
    [message] = mail.outbox
    assert message.to == ["berta@cast.example"]
    assert "request for assistance" in message.subject
    for part in (PURPOSE, "Training of valuers", "Alder", "/assistance/referrals/answer/"):
        assert part in message.body
    assert "Six valuers" not in message.body


def test_the_chair_and_the_vice_chair_have_mail_in_their_languages(cast, work):
    vice = cast.xwa.offices.create(code="XWA-VICE", seat="vice_chair", body=cast.xwa, name_en="V", name_fr="V")
    hold(vice, cast.xd, person=represent(person("Vera", language="fr"), cast.xd))
    referred(cast)
    work()
    assert sorted(message.to[0] for message in mail.outbox) == ["celia@cast.example", "vera@cast.example"]
    [french] = [message for message in mail.outbox if "vera" in message.to[0]]
    assert "/fr/assistance/referrals/answer/" in french.body


def test_they_are_reminded_three_days_before_the_last_day_and_twice_after_it(cast, on, time_machine):
    time_machine.move_to("2026-11-02T09:00:00Z", tick=False)
    referred(cast, days=14)
    assert on("2026-11-02") == ["celia"]
    assert on("2026-11-12") == []
    assert on("2026-11-13") == ["celia"]
    assert on("2026-11-16") == []
    assert on("2026-11-17") == ["celia"]
    assert "a late answer still counts" in mail.outbox[-1].body
    assert on("2026-11-24") == ["celia"]
    assert on("2026-12-24") == []


def test_what_was_referred_a_day_before_its_last_day_needs_no_reminder_before_it(cast, on, time_machine):
    time_machine.move_to("2026-11-02T09:00:00Z", tick=False)
    referred(cast, days=1)
    assert on("2026-11-02") == ["celia"]
    assert on("2026-11-03") == []
    assert on("2026-11-04") == ["celia"]


@pytest.mark.parametrize(
    "ends", [accepted, lambda cast, row: withdraw(referral=row, reason="Solved.", by=cast.secretary)]
)
def test_once_it_is_answered_or_withdrawn_even_what_was_queued_is_dropped(cast, work, ends):
    row = referred(cast)
    ends(cast, row)
    work()
    assert (mail.outbox, Delivery.objects.get().state) == ([], Delivery.State.DROPPED)
    due(timezone.now() + timedelta(days=20))
    assert Delivery.objects.count() == 1


def test_whoever_takes_the_chair_meanwhile_has_the_question_and_whoever_left_it_none(cast, on, time_machine):
    time_machine.move_to("2026-11-02T09:00:00Z", tick=False)
    referred(cast)
    held = Representation.objects.get(person=cast.chair_a.person)
    represent(person("Nora"), cast.xc, office=held.office)
    held.valid_until = today()
    held.save()
    assert on("2026-11-03") == ["nora"]


def test_a_body_that_nobody_leads_is_written_to_as_soon_as_somebody_does(cast, on, time_machine):
    time_machine.move_to("2026-11-02T09:00:00Z", tick=False)
    term = OfficeTerm.objects.get(office__body=cast.xwa)
    term.valid_until = today()
    term.save()
    referred(cast)
    assert on("2026-11-03") == []
    hold(term.office, cast.xc, valid_from=today())
    assert on("2026-11-04") == ["celia"]


def test_the_secretariat_reminds_once_a_day(cast, work, time_machine):
    row = referred(cast)
    assert remind(referral=row, by=cast.secretary) == 1
    assert remind(referral=row, by=cast.secretary) == 0
    time_machine.move_to(timezone.now() + timedelta(days=1))
    assert remind(referral=row, by=cast.secretary) == 1
    work()
    assert len(mail.outbox) == 3


def test_opening_the_link_changes_nothing_and_shows_what_the_mail_was_about(asked_page, client):
    row, path = asked_page
    for _time in range(2):
        page = client.get(path)
        text = page.getvalue().decode()
        assert PURPOSE in text
        assert "Six valuers" not in text
    row.refresh_from_db()
    assert row.is_pending
    assert "sessionid" not in client.cookies
    assert 'name="robots" content="noindex"' in text
    assert page["Cache-Control"].startswith("max-age=0")


def test_a_chair_accepts_from_the_mail(asked_page, client, cast):
    row, path = asked_page
    assert "Your answer is on record." in sent(client, path, answer="accept", provider="A school")
    row.refresh_from_db()
    assert (row.state, row.provider, row.answered_by, row.channel) == (
        State.ACCEPTED, "A school", cast.chair_a.person, Referral.Channel.LINK,
    )  # fmt: skip
    again = client.get(path).getvalue().decode()
    assert f"{A} accepted this referral" in again
    assert 'name="answer"' not in again


def test_a_chair_declines_from_the_mail_with_a_reason(asked_page, client):
    row, path = asked_page
    assert "This field is required." in sent(client, path, answer="decline", reason="")
    sent(client, path, answer="decline", reason="Nobody here can.")
    row.refresh_from_db()
    assert (row.state, row.reason) == (State.DECLINED, "Nobody here can.")


def test_a_chair_passes_it_on_from_the_mail(asked_page, client, cast):
    row, path = asked_page
    sent(client, path, answer="pass-on", body=cast.xwb.pk, proposal="You know a school.")
    made = Referral.objects.get(passed_from=row)
    assert (made.body, made.purpose, made.by) == (cast.xwb, "You know a school.", cast.chair_a.person)


def test_the_text_of_an_answer_that_came_second_is_kept_beside_what_became_of_it(asked_page, client, cast):
    row, path = asked_page
    accepted(cast, row)
    text = sent(client, path, answer="decline", reason="A long reason that took an hour.")
    assert f"{A} accepted this referral on" in text
    assert "A long reason that took an hour." in text
    row.refresh_from_db()
    assert row.state == State.ACCEPTED


def test_an_answer_to_what_was_withdrawn_is_told_so_and_keeps_its_text(asked_page, client, cast):
    row, path = asked_page
    withdraw(referral=row, reason="Solved.", by=cast.secretary)
    assert "No answer is needed any more." in client.get(path).getvalue().decode()
    text = sent(client, path, answer="accept", provider="The school that we found")
    assert "The secretariat withdrew this referral" in text
    assert "The school that we found" in text


def test_an_answer_after_the_last_day_is_taken_and_told_to_be_late(asked_page, client):
    row, path = asked_page
    overdue(row, days=2)
    assert "An answer still counts" in client.get(path).getvalue().decode()
    text = sent(client, path, answer="accept", provider="")
    assert "It came 2 days after the last day to answer, but it still counts." in text


def test_whoever_is_no_longer_chair_is_told_so_and_sees_nothing_of_it(asked_page, client, cast):
    row, path = asked_page
    held = Representation.objects.get(person=cast.chair_a.person)
    held.valid_until = today()
    held.save()
    for answer in (client.get(path), client.post(path, {"answer": "accept"})):
        text = answer.getvalue().decode()
        assert answer.status_code == 410
        assert f"You no longer hold an office of {A}." in text
        assert PURPOSE not in text
    row.refresh_from_db()
    assert row.is_pending


def test_a_link_that_is_none_or_too_old_says_so(client, cast, time_machine):
    made = link_for(referred(cast), cast.chair_a.person).removeprefix("http://127.0.0.1:8000")
    cut = client.get(made[:-4] + "/")
    assert cut.status_code == 404
    assert "cut short" in cut.getvalue().decode()
    time_machine.move_to(timezone.now() + timedelta(days=31))
    assert client.get(made).status_code == 410


@pytest.mark.parametrize("typed", [{}, {"answer": "nonsense"}, {"answer": "provider"}, {"answer": "\x00"}])
def test_a_button_that_is_none_is_not_there(asked_page, client, typed):
    _row, path = asked_page
    assert client.post(path, typed).status_code == 404


def test_a_body_that_is_none_is_refused_in_a_sentence(asked_page, client):
    _row, path = asked_page
    for key in ("x", "9" * 30, ""):
        text = sent(client, path, answer="pass-on", body=key, proposal="To whom?")
        assert "To whom?" in text
        assert "Choose from the list." in text or "This field is required." in text


def test_a_request_that_was_closed_meanwhile_takes_no_answer(cast, client, work):
    case = asked(cast)
    referred(cast, case)
    work()
    path = link_in(mail.outbox[-1])
    case.closed_at = timezone.now()
    case.save()
    assert 'name="answer"' not in client.get(path).getvalue().decode()
    assert "This request was closed on" in sent(client, path, answer="accept", provider="A school")
