"""The letter that is prepared for the KP Chair after the last reminder."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from asm_portal.dated import today
from logistics.models import EscalationLetter, ReportDuty
from logistics.reminders.actions import change_letter, decline, mark_sent
from logistics.reminders.letters import prepare_letters, waiting_letters
from logistics.reminders.overdue import overdue
from logistics.reminders.panels import desk
from tests.cast import again
from tests.logistics.owed import excuse, focal_point, ladder, obligation, period, receive, track

pytestmark = pytest.mark.django_db
State = EscalationLetter.State
DUE = date(2026, 3, 31)


@pytest.fixture
def overdue_since(cast, time_machine):
    """XA and XB are followed; XB has not sent the annual report. It is the day after the last step."""
    time_machine.move_to("2026-05-01T10:00:00Z", tick=False)
    ladder()
    track(cast.xa, cast.xb)
    cast.report = period(obligation("annual", own_rule_en="By the end of March", due_months=3), due_on=DUE)
    receive(cast.report, cast.xa, DUE, cast.member_a)
    return cast


@pytest.fixture
def letter(overdue_since):
    prepare_letters(today())
    return EscalationLetter.objects.get()


def form_of(letter, **extra):
    return {"seen": letter.version, "text_en": letter.text_en, "text_fr": letter.text_fr} | extra


def test_it_is_prepared_once_on_the_day_after_the_last_step(overdue_since, time_machine):
    prepare_letters(date(2026, 4, 30))
    assert not EscalationLetter.objects.exists()
    for _time in range(2):
        prepare_letters(today())
    letter = EscalationLetter.objects.get()
    assert (letter.organisation, letter.period, letter.state) == (
        overdue_since.xb,
        overdue_since.report,
        State.PREPARED,
    )


def test_its_text_is_made_from_the_record_in_both_languages(letter):
    assert "“Annual 2025” of Birch was due on 31 March 2026" in letter.text_en
    assert "It is 31 days late. The rule is: By the end of March." in letter.text_en
    assert "/en/reporting/2025/participants/XB/" in letter.text_en
    assert "/fr/reporting/2025/participants/XB/" in letter.text_fr
    assert "1er mai 2026" in letter.text_fr
    assert "&" not in letter.text_en


def test_a_body_that_owes_a_report_gets_no_letter(overdue_since):
    receive(overdue_since.report, overdue_since.xb, today(), overdue_since.member_b)
    works = period(obligation("works", frequency="per_case", binds="bodies"), due_on=DUE)
    ReportDuty.objects.create(period=works, body=overdue_since.xwa)
    prepare_letters(today())
    assert not EscalationLetter.objects.exists()
    assert [row.owner for row in overdue(overdue_since.kp_chair)] == [overdue_since.xwa]


@pytest.mark.parametrize("event", ["version", "excuse", "extension"])
def test_it_lapses_when_the_report_is_no_longer_overdue(client, letter, overdue_since, event):
    assert waiting_letters(overdue_since.kp_chair) == [letter]
    cast = overdue_since
    {
        "version": lambda: receive(cast.report, cast.xb, today(), cast.member_b),
        "excuse": lambda: excuse(cast.report, cast.xb, cast.secretary),
        "extension": lambda: excuse(cast.report, cast.xb, cast.secretary, "extended", date(2026, 9, 1)),
    }[event]()
    assert waiting_letters(cast.kp_chair) == []
    client.force_login(again(cast.kp_chair))
    assert "this letter has lapsed" in client.get(letter.get_absolute_url()).text
    with pytest.raises(ValidationError, match="The letter has lapsed"):
        decline(letter=letter, reason="No need", by=cast.kp_chair)


def test_the_chair_and_the_secretariat_have_it_on_the_desk_and_nobody_else_knows_of_it(letter, overdue_since):
    titles = {name: [item.title for item in desk(again(user))] for name, user in overdue_since.users.items()}
    assert {name for name, found in titles.items() if found} == {"kp_chair", "secretary"}
    assert titles["kp_chair"] == ["1 report is overdue", "Letter: Annual 2025, Birch"]
    known = EscalationLetter.objects.visible_to
    assert {name for name, user in overdue_since.users.items() if known(again(user)).exists()} == {
        "kp_chair",
        "secretary",
    }


def test_the_chair_notes_that_it_was_sent_or_why_not_and_the_secretariat_does_not(client, letter, overdue_since):
    sent = reverse("logistics:escalation-letter-sent", args=[letter.reference])
    given = {"on_day": "1", "on_month": "5", "on_year": "2026"}
    client.force_login(again(overdue_since.secretary))
    assert client.get(sent).status_code == client.post(sent, given).status_code == 404
    client.force_login(again(overdue_since.kp_chair))
    assert client.post(sent, given).status_code == 302
    letter.refresh_from_db()
    assert (letter.state, letter.decided_on, letter.decided_by) == (State.SENT, today(), overdue_since.kp_chair)
    assert letter.past.first().history_user == overdue_since.kp_chair
    assert client.get(sent).status_code == 404


def test_a_day_that_cannot_be_is_said_at_the_field_and_what_was_typed_stays(client, letter, overdue_since):
    sent = reverse("logistics:escalation-letter-sent", args=[letter.reference])
    client.force_login(again(overdue_since.kp_chair))
    for day, sentence in (
        ("2", "This day lies ahead."),
        ("31", "There is no such day."),
        ("", "This field is required."),
    ):
        answer = client.post(sent, {"on_day": day, "on_month": "5" if day == "2" else "4", "on_year": "2026"})
        assert answer.status_code == 200
        assert sentence in answer.text or not day
    assert "not yet prepared" in client.post(sent, {"on_day": "30", "on_month": "4", "on_year": "2026"}).text


def test_that_it_is_not_sent_needs_a_reason(client, letter, overdue_since):
    address = reverse("logistics:escalation-letter-decline", args=[letter.reference])
    client.force_login(again(overdue_since.kp_chair))
    assert "This field is required." in client.post(address, {"reason": " "}).text
    assert client.post(address, {"reason": "They called."}).status_code == 302
    letter.refresh_from_db()
    assert (letter.state, letter.reason) == (State.DECLINED, "They called.")
    assert "They called." in client.get(letter.get_absolute_url()).text


def test_a_letter_that_went_before_the_report_came_is_noted_afterwards(letter, overdue_since, time_machine):
    time_machine.move_to("2026-05-08T10:00:00Z", tick=False)
    receive(overdue_since.report, overdue_since.xb, date(2026, 5, 6), overdue_since.member_b)
    with pytest.raises(ValidationError):
        mark_sent(letter=letter, on=date(2026, 5, 7), by=overdue_since.kp_chair)
    assert mark_sent(letter=letter, on=date(2026, 5, 4), by=overdue_since.kp_chair).state == State.SENT


@pytest.mark.both_databases
def test_two_people_at_one_text_lose_neither(client, letter, overdue_since):
    client.force_login(again(overdue_since.secretary))
    old = form_of(letter, text_en="Mine")
    change_letter(
        letter=letter, text_en="Theirs", text_fr="Le leur", seen=str(letter.version), by=overdue_since.kp_chair
    )
    answer = client.post(letter.get_absolute_url(), old)
    assert "Somebody else has changed this letter" in answer.text
    assert ">Mine</textarea>" in answer.text.replace("\r", "").replace("\n", "")
    assert "<p>Theirs</p>" in answer.text
    letter.refresh_from_db()
    assert letter.text_en == "Theirs"
    assert client.post(letter.get_absolute_url(), form_of(letter, text_en="Mine")).status_code == 302
    letter.refresh_from_db()
    assert letter.text_en == "Mine"


def test_a_letter_that_was_decided_on_is_not_changed_any_more(client, letter, overdue_since):
    decline(letter=letter, reason="They called.", by=overdue_since.kp_chair)
    client.force_login(again(overdue_since.secretary))
    assert "It was decided meanwhile" in client.post(letter.get_absolute_url(), form_of(letter, text_en="Late")).text
    with pytest.raises(ValidationError):
        mark_sent(letter=letter, on=today(), by=overdue_since.kp_chair)


def test_it_comes_as_a_pdf_in_each_language(client, letter, overdue_since):
    client.force_login(again(overdue_since.kp_chair))
    for language in ("en", "fr"):
        answer = client.get(reverse("logistics:escalation-letter-pdf", args=[letter.reference, language]))
        assert answer["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF")


def test_the_list_of_what_is_overdue_tells_the_last_reminder_and_who_cannot_be_reached(
    client, letter, overdue_since, work, time_machine
):
    (row,) = overdue(overdue_since.kp_chair)
    assert (row.cell.days_late, row.reminded_on, row.is_reachable, row.letter) == (31, None, False, letter)
    focal_point(overdue_since.xb, "general", overdue_since.member_b.person)
    (row,) = overdue(overdue_since.kp_chair)
    assert row.is_reachable
    client.force_login(again(overdue_since.kp_chair))
    text = client.get(reverse("logistics:report-overdue")).text
    assert "31 days" in text
    assert letter.get_absolute_url() in text


def test_the_list_of_what_is_overdue_asks_as_often_for_three_as_for_one(client, letter, overdue_since):
    def asked():
        client.force_login(again(overdue_since.kp_chair))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("logistics:report-overdue"))
        return len(queries)

    focal_point(overdue_since.xb, "general", overdue_since.member_b.person)
    represents = overdue_since.member_b.person.representations.get()
    represents.is_focal_point = True
    represents.save()
    one = asked()
    track(overdue_since.xc, overdue_since.xd)
    for number in range(3):
        period(obligation(f"other{number}"), due_on=DUE - timedelta(days=number))
    prepare_letters(today())
    assert len(overdue(overdue_since.kp_chair)) > 3
    assert asked() == one
