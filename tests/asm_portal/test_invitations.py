from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from asm_portal.accounts import set_sign_in_address
from asm_portal.dated import today
from asm_portal.invitations import OFFICER, accept, hash_of, invite, invite_officer, remove_officer
from asm_portal.models import ContactEmail, Invitation, ParticipationStatus, Representation, User
from asm_portal.visibility import standing_of
from tests.asm_portal.test_accounts import link_in, without_token
from tests.cast import again, person, represent

PASSWORD = "cedar amber kestrel lantern"
CHOSEN = {"new_password1": PASSWORD, "new_password2": PASSWORD}


@pytest.fixture
def nadia(cast):
    """Somebody who represents XB and has no account yet."""
    return represent(person("Nadia", language="fr"), cast.xb)


@pytest.fixture
def asked(cast, nadia, work):
    """Nadia's open invitation, sent."""
    invitation = invite(person=nadia, by=cast.secretary)
    work()
    invitation.link = link_in(mail.outbox[-1])
    return invitation


def test_an_invitation_goes_to_the_person_in_their_language_and_its_token_is_kept_nowhere(cast, nadia, asked):
    (sent,) = mail.outbox
    assert sent.to == ["nadia@cast.example"]
    assert asked.link.startswith("/fr/accounts/invitations/")
    token = asked.link.split("/")[-2]
    assert asked.token_hash == hash_of(token) != token
    delivery = nadia.deliveries.get()
    assert (delivery.key, delivery.text, delivery.html) == (f"invitation:{asked.pk}", "", "")
    assert token not in str(list(nadia.deliveries.values()))


def test_an_invitation_says_as_what_one_is_invited(cast, asked):
    assert (asked.role, asked.organisation) == (Representation.Role.REPRESENTATIVE, cast.xb)
    assert invite(person=person("Nobody"), by=cast.secretary).organisation is None
    assert "Birch" in mail.outbox[0].body


def test_a_mail_scanner_cannot_use_the_link_up_and_the_button_works_once(client, cast, nadia, asked):
    for _ in range(10):
        page = Client().get(asked.link)
        assert page.status_code == 200
        assert set(page.cookies) == {"csrftoken"}
        assert "no-store" in page.headers["Cache-Control"]
    assert Client().head(asked.link).status_code == 200
    assert not Session.objects.exists()
    assert not User.objects.filter(person=nadia).exists()

    assert client.post(asked.link, CHOSEN).url == "/fr/desk/"
    user = User.objects.get(person=nadia)
    assert (user.email, user.check_password(PASSWORD)) == ("nadia@cast.example", True)
    assert standing_of(user).organisations == {cast.xb.pk}
    assert client.get("/fr/desk/").status_code == 200

    again_used = Client().post(asked.link, CHOSEN)
    assert again_used.status_code == 410
    assert reverse("account_login").replace("/en/", "/fr/") in again_used.text
    assert again(user).check_password(PASSWORD)
    assert User.objects.filter(person=nadia).count() == 1


@pytest.mark.both_databases
def test_an_invitation_to_an_address_that_meanwhile_signs_in_somebody_else_says_so(client, cast, asked):
    set_sign_in_address(user=cast.member_a, address="nadia@cast.example")
    page = client.post(asked.link, CHOSEN)
    assert page.status_code == 200
    assert page.context["form"].non_field_errors().as_data()[0].code == "taken"
    assert asked.person.invitations.open().exists()


def test_two_who_press_the_button_at_once_open_one_account(asked):
    first = accept(invitation=asked, password=PASSWORD)
    assert accept(invitation=asked, password="another long passphrase") is None
    assert again(first).check_password(PASSWORD)


def test_a_weak_password_is_refused_and_the_link_still_works(client, nadia, asked):
    page = client.post(asked.link, {"new_password1": "12345678", "new_password2": "12345678"})
    assert page.status_code == 200
    page = client.post(asked.link, {"new_password1": "nadia@cast.example", "new_password2": "nadia@cast.example"})
    assert page.status_code == 200
    assert not User.objects.filter(person=nadia).exists()
    assert client.post(asked.link, CHOSEN).status_code == 302


def test_an_expired_invitation_says_so(client, asked, settings):
    with time_machine.travel(timezone.now() + timedelta(days=settings.INVITATION_DAYS, minutes=1)):
        page = client.get(asked.link.replace("/fr/", "/en/"))
        assert page.status_code == 410
        assert "Its time is over." in page.text
        assert client.post(asked.link, CHOSEN).status_code == 410
    assert not User.objects.filter(person=asked.person).exists()


def test_a_revoked_invitation_says_so(client, asked):
    asked.revoke()
    page = client.get(asked.link.replace("/fr/", "/en/"))
    assert page.status_code == 410
    assert "It was withdrawn" in page.text
    assert client.post(asked.link, CHOSEN).status_code == 410


def test_a_link_that_was_cut_short_explains_itself(client, asked):
    page = client.get("/en/accounts/invitations/abc/")
    assert page.status_code == 404
    assert "Copy the whole link" in page.text


def test_a_newer_invitation_closes_the_older_one(client, cast, nadia, asked, work):
    newer = invite(person=nadia, by=cast.secretary)
    work()
    assert client.get(asked.link).status_code == 410
    assert client.get(link_in(mail.outbox[-1])).status_code == 200
    assert list(nadia.invitations.open()) == [newer]


def test_nobody_is_invited_who_has_an_account_or_no_address(cast, nadia):
    with pytest.raises(ValidationError, match="has an account already"):
        invite(person=cast.member_a.person, by=cast.secretary)
    nadia.emails.get().delete()
    with pytest.raises(ValidationError, match="no working primary address"):
        invite(person=nadia, by=cast.secretary)


def test_the_address_of_another_account_cannot_be_invited(cast, nadia):
    address = nadia.emails.get()
    address.address = "Alba@cast.example"
    address.save()
    with pytest.raises(ValidationError, match="cannot be invited"):
        invite(person=nadia, by=cast.secretary)


def test_an_invitation_has_a_history_and_is_known_to_the_secretariat_and_the_inviter(cast, asked):
    asked.revoke()
    assert asked.history.count() == 2
    known_to = {name for name, user in cast.users.items() if Invitation.objects.visible_to(user).exists()}
    assert known_to == {"secretary"}
    assert not Invitation.objects.visible_to(cast.anyone).exists()


def test_who_must_have_a_second_factor_sets_it_up_right_after_the_invitation(client, cast, work, settings):
    settings.MFA_REQUIRED = True
    invite(person=represent(person("Silke"), cast.xs), by=cast.secretary)
    work()
    client.post(link_in(mail.outbox[-1]), CHOSEN)
    assert client.get("/en/desk/").url == reverse("mfa_index")
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


# Certificate officers

OFFICERS = "/en/accounts/officers/"


@pytest.fixture
def focal(client, cast):
    """Alba, focal point of XA, signed in. XA has one officer already, without an end."""
    client.force_login(cast.member_a)
    return client


def ask(client, name="Nils", **data):
    return client.post(
        OFFICERS,
        {"given_name": name, "family_name": "Sample", "address": f"{name.lower()}@cast.example"} | data,
        follow=True,
    )


def officers(organisation):
    held = Representation.objects.valid_on().filter(organisation=organisation, role=OFFICER)
    return {row.person.given_name for row in held}


def test_a_focal_point_invites_an_officer_for_a_year(focal, cast, work):
    page = ask(focal, organisation=cast.xa.pk)
    assert "Nils Sample is a certificate officer now." in page.text
    officer = Representation.objects.get(person__given_name="Nils")
    assert (officer.organisation, officer.role) == (cast.xa, OFFICER)
    assert officer.valid_until == today() + timedelta(days=365)
    assert officer.history.get().history_user == cast.member_a
    work()
    Client().post(link_in(mail.outbox[-1]), CHOSEN)
    standing = standing_of(User.objects.get(email="nils@cast.example"))
    assert (standing.officer_of, standing.organisations, standing.bodies) == ({cast.xa.pk}, set(), set())


def test_only_a_focal_point_of_a_participant_knows_the_page(client, cast):
    for name, user in cast.users.items():
        client.force_login(user)
        assert (name, client.get(OFFICERS).status_code) == (name, 200 if name == "member_a" else 404)
    assert Client().get(OFFICERS).status_code == 302


def test_an_ex_focal_point_can_do_nothing_from_the_same_day_on(focal, cast):
    officer = Representation.objects.get(role=OFFICER)
    role = cast.member_a.person.representations.get()
    role.valid_until = today()
    role.save()
    assert ask(focal, organisation=cast.xa.pk).status_code == 404
    assert focal.post(reverse("officer-remove", args=[officer.pk])).status_code == 404
    assert focal.post(reverse("officer-renew", args=[officer.pk])).status_code == 404
    assert officers(cast.xa) == {"Ofelia"}


def test_the_focal_point_of_who_is_no_longer_listed_can_do_nothing(focal, cast):
    status = cast.xa.statuses.get()
    status.status = ParticipationStatus.Status.NO_LONGER_LISTED
    status.save()
    assert focal.get(OFFICERS).status_code == 404


def test_a_focal_point_cannot_touch_the_officers_of_another_participant(focal, cast):
    other = Representation.objects.create(
        person=person("Otto"), organisation=cast.xb, role=OFFICER, valid_from=today() - timedelta(days=9)
    )
    assert "Otto" not in focal.get(OFFICERS).text
    assert focal.post(reverse("officer-remove", args=[other.pk])).status_code == 404
    assert ask(focal, organisation=cast.xb.pk).status_code == 200
    assert officers(cast.xb) == {"Otto"}


def test_there_are_no_more_officers_than_the_setting_allows(focal, cast, settings):
    settings.CERTIFICATE_OFFICERS_MAX = 2
    ask(focal, "Nils", organisation=cast.xa.pk)
    page = ask(focal, "Nora", organisation=cast.xa.pk)
    assert "There are 2 certificate officers" in page.text
    assert officers(cast.xa) == {"Ofelia", "Nils"}
    assert not ContactEmail.objects.filter(address="nora@cast.example").exists()


def test_a_removed_officer_loses_access_at_once_and_an_invited_one_their_link(focal, cast, work):
    ask(focal, organisation=cast.xa.pk)
    work()
    link = link_in(mail.outbox[-1])
    for officer in Representation.objects.filter(role=OFFICER):
        focal.post(reverse("officer-remove", args=[officer.pk]))
    assert officers(cast.xa) == set()
    assert standing_of(again(cast.officer)).officer_of == set()
    assert client_sees(link) == 410
    assert {row.history_user for row in Representation.history.filter(history_type="-")} == {cast.member_a}


def client_sees(path):
    return Client().get(path).status_code


def test_who_was_removed_can_be_invited_again_and_is_the_same_person(focal, cast):
    ask(focal, organisation=cast.xa.pk)
    nils = ContactEmail.objects.get(address="nils@cast.example").person
    remove_officer(nils.representations.get())
    Representation.objects.create(
        person=nils, organisation=cast.xa, role=OFFICER, valid_from=today() - timedelta(days=9), valid_until=today()
    )
    ask(focal, organisation=cast.xa.pk, address="NILS@cast.example")
    assert officers(cast.xa) == {"Ofelia", "Nils"}
    assert ContactEmail.objects.filter(address__iexact="nils@cast.example").count() == 1


def test_an_officer_is_not_made_one_twice(focal, cast):
    page = ask(focal, "Ofelia", organisation=cast.xa.pk)
    assert "certificate officer already" in page.text
    assert Representation.objects.filter(role=OFFICER).count() == 1


def test_a_delegate_of_the_same_participant_becomes_an_officer_without_another_account(focal, cast, work):
    delegate = cast.member_a.person
    officer = invite_officer(
        organisation=cast.xa, given_name="A", family_name="B", address="alba@cast.example", by=cast.member_a
    )
    assert officer.person == delegate
    assert not Invitation.objects.exists()


def test_an_officer_is_renewed_for_a_year_from_today(focal, cast):
    officer = Representation.objects.get(role=OFFICER)
    focal.post(reverse("officer-renew", args=[officer.pk]))
    officer.refresh_from_db()
    assert officer.valid_until == today() + timedelta(days=365)
    assert officer.last_confirmed_on == today()


def test_an_officer_who_is_not_renewed_is_none_after_a_year(focal, cast):
    officer = Representation.objects.get(role=OFFICER)
    focal.post(reverse("officer-renew", args=[officer.pk]))
    assert standing_of(again(cast.officer)).officer_of == {cast.xa.pk}
    with time_machine.travel(timezone.now() + timedelta(days=365)):
        assert standing_of(again(cast.officer)).officer_of == set()


def test_the_buttons_beside_an_officer_are_no_links(focal):
    officer = Representation.objects.get(role=OFFICER)
    for name in ("officer-remove", "officer-renew"):
        assert focal.get(reverse(name, args=[officer.pk])).status_code == 405
    assert without_token(focal.get(OFFICERS)).count("<form") >= 3
