"""A notice is acknowledged once for each organisation: on the portal, by the link of the mail, or noted by staff."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from asm_portal.dated import today
from asm_portal.models import ContactEmail
from communications.acknowledgements.actions import Channel, acknowledge, take_back
from communications.acknowledgements.links import link_for
from communications.acknowledgements.panels import desk
from communications.models import Acknowledgement
from tests.cast import again, person, represent
from tests.communications.asked import TEXT, TITLE, deadline, notice_to
from tests.communications.notices import PARTICIPANTS


def address(name, notice, *args):
    return reverse(f"communications:notice-{name}", args=[notice.reference, *args])


def press(client, notice, organisation, who=None):
    if who is not None:
        client.force_login(again(who))
    return client.post(address("acknowledge", notice), {"organisation": organisation.pk}, follow=True)


@pytest.fixture
def notice(cast):
    return notice_to(cast, PARTICIPANTS)


def test_looking_at_the_page_changes_nothing_and_the_button_does(cast, notice, client):
    client.force_login(cast.member_a)
    assert "I have read this" in client.get(address("acknowledge", notice)).content.decode()
    assert not Acknowledgement.objects.exists()
    assert client.post(address("acknowledge", notice), {"organisation": cast.xa.pk}).status_code == 302
    found = Acknowledgement.objects.get()
    assert (found.organisation, found.person, found.channel) == (cast.xa, cast.member_a.person, Channel.PORTAL)
    assert (found.is_late, found.history.get().history_user) == (False, cast.member_a)


def test_the_second_representative_is_told_by_whom_and_when_it_was_done(cast, notice, client):
    press(client, notice, cast.xb, cast.member_b)
    said = press(client, notice, cast.xb, cast.chair_b)
    (message,) = [str(message) for message in said.context["messages"]]
    assert "Bruno Sample" in message
    assert "UTC" in message
    assert Acknowledgement.objects.get().person == cast.member_b.person


def test_the_database_holds_one_for_a_notice_and_an_organisation(cast, notice):
    facts = {"notice": notice, "organisation": cast.xa, "channel": "portal", "person": cast.member_a.person}
    Acknowledgement.objects.create(**facts)
    with pytest.raises(IntegrityError), transaction.atomic():
        Acknowledgement.objects.create(**facts)


def test_after_the_deadline_it_is_taken_and_late(cast, notice, client):
    press(client, deadline(notice, hours=1), cast.xa, cast.member_a)
    assert Acknowledgement.objects.get().is_late
    assert "</span> late</span>" in client.get(address("acknowledge", notice)).content.decode()


def test_who_represents_several_organisations_answers_for_each(cast, notice, client):
    represent(cast.member_a.person, cast.xc)
    press(client, notice, cast.xa, cast.member_a)
    page = client.get(address("acknowledge", notice))
    assert [row.acknowledgement is not None for row in page.context["answers"]] == [True, False]
    press(client, notice, cast.xc)
    assert set(Acknowledgement.objects.values_list("organisation__code", flat=True)) == {"XA", "XC"}


@pytest.mark.parametrize("name", ["guest", "observer", "ex_member", "officer", "administrator"])
def test_to_who_is_not_addressed_the_notice_does_not_exist(cast, notice, client, name):
    client.force_login(again(cast.users[name]))
    pages = ("acknowledge", "calls", "progress", "progress-csv")
    assert {client.get(address(page, notice)).status_code for page in pages} == {404}
    assert client.post(address("acknowledge", notice), {"organisation": cast.xa.pk}).status_code == 404
    assert not Acknowledgement.objects.exists()


def test_nobody_answers_for_an_organisation_that_they_do_not_represent(cast, notice, client):
    client.force_login(cast.member_a)
    for organisation in (cast.xb.pk, 0, "x", "1" * 40, "\0", ""):
        assert client.post(address("acknowledge", notice), {"organisation": organisation}).status_code == 404
    assert not Acknowledgement.objects.exists()


def test_a_representative_knows_of_their_own_organisation_only(cast, notice):
    for organisation, who in ((cast.xa, cast.member_a), (cast.xb, cast.member_b)):
        acknowledge(notice=notice, organisation=organisation, channel=Channel.PORTAL, person=who.person, by=who)

    def known(user):
        return {row.organisation.code for row in Acknowledgement.objects.visible_to(again(user))}

    assert [known(user) for user in (cast.member_a, cast.both, cast.guest)] == [{"XA"}, set(), set()]
    assert known(cast.kp_chair) == known(cast.secretary) == {"XA", "XB"}


def test_a_notice_that_asks_for_nothing_takes_no_acknowledgement(cast, client):
    quiet = notice_to(cast, PARTICIPANTS, days=None)
    client.force_login(cast.member_a)
    assert client.get(address("acknowledge", quiet)).status_code == 404
    with pytest.raises(ValidationError, match="asks no acknowledgement"):
        acknowledge(notice=quiet, organisation=cast.xa, channel=Channel.PORTAL, person=cast.member_a.person)


def path_of(notice, person):
    return link_for(notice, person).removeprefix("http://127.0.0.1:8000")


def test_the_link_of_the_mail_opens_a_page_with_the_title_and_the_button_and_nothing_else(cast, notice):
    visitor = Client()
    page = visitor.get(path_of(notice, cast.member_a.person))
    words = page.content.decode()
    assert (page.status_code, TITLE in words, TEXT in words, "Alder" in words, "Birch" in words) == (
        200, True, False, True, False,
    )  # fmt: skip
    assert not Acknowledgement.objects.exists()
    assert visitor.post(path_of(notice, cast.member_a.person), {"organisation": cast.xb.pk}).status_code == 404
    visitor.post(path_of(notice, cast.member_a.person), {"organisation": cast.xa.pk})
    found = Acknowledgement.objects.get()
    assert (found.channel, found.person) == (Channel.LINK, cast.member_a.person)
    assert "I have read this" not in visitor.get(path_of(notice, cast.member_a.person)).content.decode()
    visitor.post(path_of(notice, cast.member_a.person), {"organisation": cast.xa.pk})
    assert Acknowledgement.objects.get() == found


def test_a_link_ends_with_the_address_and_with_the_representation(cast, notice):
    visitor, who = Client(), cast.member_a.person
    path = path_of(notice, who)
    held = who.representations.get()
    held.valid_until = today()
    held.save()
    assert visitor.get(path).status_code == 410
    held.valid_until = None
    held.save()
    assert visitor.get(path).status_code == 200
    email = ContactEmail.objects.get(person=who)
    email.address = "elsewhere@cast.example"
    email.save()
    assert visitor.get(path).status_code == 410
    assert visitor.get(path[:-3] + "/").status_code == 404


def test_a_link_works_for_a_month(cast, notice, time_machine):
    path = path_of(notice, cast.member_a.person)
    time_machine.move_to(timezone.now() + timedelta(days=29))
    assert Client().get(path).status_code == 200
    time_machine.move_to(timezone.now() + timedelta(days=2))
    assert Client().get(path).status_code == 410


def test_what_staff_noted_by_mistake_is_taken_back_with_a_reason(cast, notice, client):
    by_telephone = {"channel": Channel.TELEPHONE, "person": cast.member_a.person, "noted_by": cast.secretary}
    acknowledge(notice=notice, organisation=cast.xa, **by_telephone)
    client.force_login(again(cast.secretary))
    assert client.post(address("take-back", notice, "XA"), {"reason": ""}).status_code == 200
    assert Acknowledgement.objects.exists()
    client.post(address("take-back", notice, "XA"), {"reason": "It was another notice."})
    assert not Acknowledgement.objects.exists()
    removed = Acknowledgement.history.filter(history_type="-").get()
    assert (removed.history_user, removed.history_change_reason) == (cast.secretary, "It was another notice.")


def test_what_an_organisation_gave_itself_stays(cast, notice, client):
    press(client, notice, cast.xa, cast.member_a)
    client.force_login(again(cast.secretary))
    assert client.get(address("take-back", notice, "XA")).status_code == 404
    with pytest.raises(ValidationError, match="That stays"):
        take_back(notice=notice, organisation=cast.xa, reason="x", by=cast.secretary)


def test_the_page_of_the_notice_has_the_button_for_who_is_asked_and_the_progress_for_who_follows(cast, notice, client):
    page = {}
    for name in ("member_a", "secretary"):
        client.force_login(again(cast.users[name]))
        page[name] = client.get(notice.get_absolute_url()).content.decode()
    assert address("acknowledge", notice) in page["member_a"]
    assert address("progress", notice) not in page["member_a"]
    assert address("acknowledge", notice) not in page["secretary"]
    assert address("calls", notice) in page["secretary"]
    assert "0 of 5 acknowledged" in page["secretary"]


def test_the_desk_asks_until_it_is_done_and_tells_who_follows_how_many_are_silent(cast, notice, client):
    def lines(user):
        return [item.title for item in desk(again(user)) if "cknowledge" in item.title]

    assert lines(cast.member_a) == [f"Acknowledge: {TITLE}"]
    assert lines(cast.guest) == []
    assert lines(cast.secretary) == ["5 not acknowledged"]
    press(client, notice, cast.xa, cast.member_a)
    assert lines(cast.member_a) == []
    deadline(notice, hours=1)
    assert lines(cast.secretary) == ["4 not acknowledged, 4 to call"]
    deadline(notice, days=31)
    assert lines(cast.secretary) == lines(cast.member_b) == []


def test_the_desk_asks_as_often_for_six_notices_as_for_two(cast, notice, client):
    notice_to(cast, PARTICIPANTS)

    def queries(user):
        reader = again(user)
        with CaptureQueriesContext(connection) as caught:
            desk(reader)
        return len(caught)

    few = [queries(user) for user in (cast.member_a, cast.secretary)]
    for number in range(4):
        represent(person(f"More{number}"), cast.xa)
        notice_to(cast, PARTICIPANTS)
    assert [queries(user) for user in (cast.member_a, cast.secretary)] == few
