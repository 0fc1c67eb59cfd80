"""Contact data are asked about every six months: by mail, with a link that needs no sign-in and tells nothing to anybody else."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from asm_portal.attention import REPORTED_CHANGES, UNCONFIRMED, UNCONFIRMED_POINTS
from asm_portal.confirmations import ask_for_confirmation, link_for, report_change
from asm_portal.dated import today
from asm_portal.models import ContactEmail, ContactReport, Delivery, Person, Representation
from tests.asm_portal.test_focal_points import point
from tests.cast import SINCE, again, person, represent

LONG_AGO = timedelta(days=200)


def asked():
    """Whom the clock has asked so far: given name → keys."""
    found = {}
    for delivery in Delivery.objects.filter(key__contains="-confirmation:").select_related("person").order_by("pk"):
        found.setdefault(delivery.person.given_name, []).append(delivery.key.rpartition(":")[2])
    return found


def track(organisation, since=SINCE):
    organisation.tracked_from = since
    organisation.save()


def confirmed(who, days_ago):
    for row in who.representations.all():
        row.last_confirmed_on = today() - timedelta(days=days_ago)
        row.save()


@pytest.fixture
def alba(cast):
    """Somebody of a tracked organisation who has not confirmed anything for long."""
    track(cast.xa)
    for row in Representation.objects.filter(organisation=cast.xa):
        confirmed(row.person, 10)
    found = cast.member_a.person
    confirmed(found, 200)
    return found


def since(who):
    """The day on which the confirmation of somebody's data fell due."""
    return who.representations.get().last_confirmed_on + timedelta(days=182)


def link_of(who):
    return link_for(who, since(who)).removeprefix(settings.SITE_URL)


def test_who_has_not_confirmed_for_six_months_gets_one_mail_however_often_the_clock_ticks(alba):
    for _minute in range(3):
        ask_for_confirmation(timezone.now())
    assert asked() == {"Alba": [since(alba).isoformat()]}


@pytest.mark.parametrize(("days", "is_asked"), [(181, False), (182, True)])
def test_the_mail_goes_on_the_day_on_which_six_months_are_over(alba, days, is_asked):
    confirmed(alba, days)
    ask_for_confirmation(timezone.now())
    assert ("Alba" in asked()) is is_asked


def test_nobody_of_an_organisation_that_is_not_tracked_is_asked(cast):
    ask_for_confirmation(timezone.now())
    assert asked() == {}


def test_what_was_due_before_an_organisation_is_tracked_is_asked_six_months_after(cast, alba):
    track(cast.xa, today() - timedelta(days=181))
    ask_for_confirmation(timezone.now())
    assert asked() == {}
    track(cast.xa, today() - timedelta(days=182))
    ask_for_confirmation(timezone.now())
    assert list(asked()) == ["Alba"]


def test_one_reminder_follows_after_two_weeks_and_then_the_list_of_the_secretariat(cast, alba, time_machine):
    start = timezone.now()
    for days in (0, 13, 14, 20, 60):
        time_machine.move_to(start + timedelta(days=days), tick=False)
        ask_for_confirmation(timezone.now())
        assert len(asked()["Alba"]) == (1 if days < 14 else 2)
    assert {row.person for row in UNCONFIRMED.narrow(Representation.objects.all())} >= {alba}
    assert asked()["Alba"][1] == "reminder"


def test_nobody_waits_on_the_list_before_both_mails_went_unanswered(alba):
    confirmed(alba, 209)
    assert not UNCONFIRMED.narrow(Representation.objects.filter(person=alba)).exists()
    confirmed(alba, 210)
    assert UNCONFIRMED.narrow(Representation.objects.filter(person=alba)).exists()


def test_who_answers_gets_no_reminder_and_is_asked_again_half_a_year_later(alba, client, time_machine):
    ask_for_confirmation(timezone.now())
    client.post(link_of(alba), {"answer": "right"})
    start = timezone.now()
    for days in (20, 181, 182):
        time_machine.move_to(start + timedelta(days=days), tick=False)
        ask_for_confirmation(timezone.now())
    assert len(asked()["Alba"]) == 2


def test_who_cannot_be_written_to_is_not_asked(alba):
    email = alba.emails.get()
    email.bounced_at = timezone.now()
    email.save()
    ask_for_confirmation(timezone.now())
    assert asked() == {}


def test_the_mail_holds_a_link_that_opens_in_the_language_of_the_reader_and_is_erased_once_sent(alba, work, client):
    alba.preferred_language = "fr"
    alba.save()
    ask_for_confirmation(timezone.now())
    work()
    (message,) = mail.outbox
    address = re.search(r"https?://[^/]+(/fr/contact/\S+)", message.body)[1]
    assert "alba@cast.example" in client.get(address).content.decode()
    assert Delivery.objects.get().text == ""


def test_opening_the_link_changes_nothing_and_the_button_confirms_once(alba, client):
    address = link_of(alba)
    for _scanner in range(3):
        text = client.get(address).content.decode()
    assert "alba@cast.example" in text
    assert alba.representations.get().last_confirmed_on != today()
    client.post(address, {"answer": "right"})
    assert alba.representations.get().last_confirmed_on == today()
    assert alba.representations.get().history.first().history_user is None
    after = client.get(address).content.decode()
    assert "your contact data are confirmed" in after
    assert "alba@cast.example" not in after


def test_the_link_shows_that_persons_data_and_nobody_elses(cast, alba, client):
    colleague = represent(person("Zora"), cast.xa)
    text = client.get(link_of(alba)).content.decode()
    assert not [word for word in ("Zora", colleague.primary_email, "Ofelia") if word in text]
    assert client.get(link_of(alba))["Cache-Control"].startswith("max-age=0, no-cache, no-store")


def test_a_link_that_was_changed_opens_nothing(cast, alba, client):
    address = link_of(alba)
    response = client.get(address.replace(address[-3], "A" if address[-3] != "A" else "B"))
    assert response.status_code == 404
    assert "alba@" not in response.content.decode()


def test_a_link_stops_working_after_a_month_and_when_the_address_has_changed(alba, client, time_machine):
    address = link_of(alba)
    email = alba.emails.get()
    email.address = "alba.new@cast.example"
    email.save()
    assert client.get(address).status_code == 410
    address = link_of(Person.objects.get(pk=alba.pk))
    assert client.get(address).status_code == 200
    time_machine.move_to(timezone.now() + timedelta(days=31))
    assert client.get(address).status_code == 410


def test_what_has_changed_comes_to_the_secretariat_and_settling_it_confirms(cast, alba, client):
    address = link_of(alba)
    assert "Say what has changed" in client.post(address, {"answer": "changed", "text": " "}).content.decode()
    client.post(address, {"answer": "changed", "text": "My number is another one."})
    closed = client.get(address).content.decode()
    assert "secretariat corrects" in closed
    assert "alba@" not in closed
    report = REPORTED_CHANGES.narrow(ContactReport.objects.visible_to(again(cast.secretary))).get()
    client.force_login(again(cast.secretary))
    assert (
        "My number"
        in client.get(reverse("admin:asm_portal_contactreport_changelist"), {"list": "open"}).content.decode()
    )
    client.post(reverse("admin:asm_portal_contactreport_do", args=[report.pk, "settle"]))
    report.refresh_from_db()
    assert (report.settled_by, alba.representations.get().last_confirmed_on) == (cast.secretary, today())
    assert not REPORTED_CHANGES.narrow(ContactReport.objects.all()).exists()


def test_who_has_told_what_changed_is_not_asked_again_while_it_waits(alba):
    report_change(person=alba, text="Another number.")
    ask_for_confirmation(timezone.now())
    assert asked() == {}


def test_a_second_word_does_not_replace_the_first(alba):
    first = report_change(person=alba, text="One.")
    assert report_change(person=alba, text="Two.") == first
    assert ContactReport.objects.get().text == "One."


def test_signed_in_one_may_tell_too_and_sees_that_it_waits(cast, client):
    client.force_login(cast.member_b)
    client.post(reverse("contact-confirm"), {"answer": "changed", "text": "Another <b>number</b>."})
    assert "Another &lt;b&gt;number" in client.get(reverse("contact-confirm")).content.decode()
    assert ContactReport.objects.get().history.get().history_user == cast.member_b


def test_reports_are_for_the_secretariat_and_their_writer(cast):
    report_change(person=cast.member_a.person, text="Another number.")
    known = {name for name, user in cast.users.items() if ContactReport.objects.visible_to(user).exists()}
    assert known == {"member_a", "secretary"}
    assert not ContactReport.objects.visible_to(cast.anyone).exists()


def test_those_who_look_after_focal_points_are_asked_about_them(cast, alba):
    confirmed(alba, 10)
    made = point(cast.xa, last_confirmed_on=today() - LONG_AGO)
    point(cast.xb, last_confirmed_on=today() - LONG_AGO)
    for _minute in range(2):
        ask_for_confirmation(timezone.now())
    delivery = Delivery.objects.get()
    assert (delivery.person, delivery.key) == (
        alba,
        f"focal-point-confirmation:{cast.xa.pk}:{made.last_confirmed_on + timedelta(days=182)}",
    )
    made.last_confirmed_on = today() - timedelta(days=210)
    made.save()
    assert [row.organisation for row in UNCONFIRMED_POINTS.narrow(type(made).objects.all())] == [cast.xa]


def test_the_person_without_any_account_may_answer(cast, client):
    track(cast.xd)
    who = represent(person("Noa"), cast.xd)
    confirmed(who, 200)
    client.post(link_of(who), {"answer": "right"})
    assert who.representations.get().last_confirmed_on == today()
    assert ContactEmail.objects.filter(person=who).exists()
