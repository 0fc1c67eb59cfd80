"""The administration: who enters, what they see there, and that its lists are lists one works from."""

import re
from datetime import timedelta
from urllib.parse import urljoin

import pytest
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from asm_portal.admin.accounts import ShownOnly
from asm_portal.dated import today
from asm_portal.models import Body, Delivery, Invitation, Membership, Office, Organisation, Person, Representation, User
from asm_portal.models.exceptions import grant
from asm_portal.visibility import Audience
from communications.models import Communique
from knowledge.models import (
    AuthorisedSignatory,
    CertificateSpecimen,
    CollectionRequest,
    Document,
    DocumentKind,
    DocumentTitle,
    Legislation,
    Redaction,
    Revision,
)
from logistics.models import Meeting
from tests.administration import address, filled, prefer_french, sign_in
from tests.cast import SINCE, account, again, join, organisation, person, represent

SECRET = "Quandary"  # a word that stands nowhere else
ADMINS = sorted(admin.site._registry.items(), key=lambda pair: pair[0]._meta.label)
IDS = [model._meta.label for model, _admin in ADMINS]
OF_ACCOUNTS = {"asm_portal.User", "asm_portal.Invitation"}


@pytest.fixture
def secretary(client, cast):
    return sign_in(client, cast.secretary)


@pytest.fixture
def administrator(client, cast):
    return sign_in(client, cast.administrator)


@pytest.fixture
def kind(db):
    return DocumentKind.objects.create(
        code="minutes", prefix="MIN", name_en="Minutes", name_fr="Procès-verbal", default_audience=Audience.BODY
    )


def document(kind, title=SECRET, audience=Audience.CHAIR, **extra):
    made = Document.objects.create(kind=kind, audience=audience, date=today(), **extra)
    DocumentTitle.objects.create(document=made, language="en", title=title)
    return made


@pytest.fixture
def everything(cast, kind):
    """At least one record in every register."""
    made = document(kind)
    Revision.objects.create(document=made)
    Communique.objects.create(document=document(kind))
    Meeting.objects.create(
        kind="plenary", start_date=today(), end_date=today(), city_en=SECRET, audience=Audience.CHAIR
    )
    invited = represent(person(SECRET), cast.xb)
    invitation = Invitation(
        person=invited, address="quandary@cast.example", token_hash="0", invited_by=cast.secretary,
        expires_at=timezone.now() + timedelta(days=1),
    )  # fmt: skip
    invitation._history_user = cast.secretary
    invitation.save()
    Delivery.objects.create(key="x:1", person=cast.member_a.person, subject=SECRET, state="failed", language="en")
    return made


@pytest.mark.parametrize("name", ["guest", "member_a", "chair_a", "kp_chair", "observer", "officer", "ex_member"])
def test_the_administration_is_closed_to_everyone_but_staff(client, cast, name):
    sign_in(client, cast.users[name])
    assert client.get(reverse("admin:index")).status_code in (302, 403, 404)
    assert client.get(address(User)).status_code in (302, 403, 404)


def test_a_permission_row_opens_nothing(client, cast):
    cast.member_a.user_permissions.set(Permission.objects.all())
    sign_in(client, again(cast.member_a))
    assert client.get(address(Document)).status_code in (302, 403, 404)


def test_a_secretary_whose_representation_ends_today_is_out_today(client, cast):
    sign_in(client, cast.secretary)
    assert client.get(address(Document)).status_code == 200
    held = Representation.objects.get(person=cast.secretary.person)
    held.valid_until = today()
    held.save()
    assert client.get(address(Document)).status_code in (302, 403, 404)


def test_an_administrator_keeps_accounts_and_nothing_else(administrator, everything):
    opened = {model._meta.label for model, _admin in ADMINS if administrator.get(address(model)).status_code != 403}
    assert opened == OF_ACCOUNTS
    for model in (model for model, _admin in ADMINS if model._meta.label not in OF_ACCOUNTS):
        record = model._default_manager.first()
        for page in ("change", "history", "delete") if record else ("change",):
            answer = administrator.get(address(model, page, record.pk if record else 1))
            assert answer.status_code in (403, 404), model
            assert SECRET not in answer.content.decode(), model


def test_an_administrator_finds_no_secret_anywhere(administrator, everything, cast):
    """The index, the lists with their filters and counts, the accounts, the choices of every field."""
    pages = [
        reverse("admin:index"),
        address(User),
        address(User) + "?_facets=True",
        address(User, "change", cast.member_a.pk),
    ]
    pages += [address(Invitation), address(Invitation) + "?q=quandary", address(User) + "?q=quandary"]
    pages += [address(User, "history", cast.member_a.pk), reverse("admin:app_list", args=["asm_portal"])]
    for page in pages:
        answer = administrator.get(page)
        assert answer.status_code == 200
        assert SECRET not in answer.content.decode()
        assert "alba@cast.example" not in answer.content.decode() or "user" in page


def test_no_choice_of_a_field_tells_an_administrator_of_a_secret(administrator, everything):
    fields = [(model._meta, name) for model, its_admin in ADMINS for name in its_admin.get_autocomplete_fields(None)]
    # The answer is of the model that is chosen from, whichever field asks.
    for chosen_from, (meta, name) in {
        meta.get_field(name).related_model: (meta, name) for meta, name in fields
    }.items():
        where = {"app_label": meta.app_label, "model_name": meta.model_name, "field_name": name}
        if chosen_from._meta.label not in OF_ACCOUNTS:
            assert administrator.get(reverse("admin:autocomplete"), where).status_code == 403, chosen_from


def test_the_secretariat_sees_all_by_the_rule(secretary, everything):
    assert SECRET in secretary.get(address(Document)).content.decode()
    assert SECRET in secretary.get(address(Meeting)).content.decode()


def test_libraries_bring_no_admins_of_their_own():
    assert {model._meta.app_label for model, _admin in ADMINS} == {
        "asm_portal",
        "knowledge",
        "logistics",
        "communications",
        "assistance",
    }


@pytest.mark.parametrize(("model", "model_admin"), ADMINS, ids=IDS)
def test_every_register_is_searched_filtered_and_chosen_from(model, model_admin):
    assert model_admin.search_fields
    assert 1 <= len(model_admin.list_filter) <= 3
    assert len(model_admin.list_display) >= 3
    chosen = set(model_admin.get_autocomplete_fields(None))
    keys = {field.name for field in model._meta.fields if field.editable and (field.many_to_one or field.one_to_one)}
    assert keys <= chosen or is_shown_only(model_admin)


def is_shown_only(model_admin):
    return isinstance(model_admin, ShownOnly)


# Begun on the site, by those whose they are, or by an invitation.
MADE_ON_PAGES = {
    User,
    AuthorisedSignatory,
    CertificateSpecimen,
    CollectionRequest,
    Legislation,
    Redaction,
}


def pages_beyond(model, listed):
    """What a list finds, the ready-made lists that it leads to, and the pages of a record."""
    yield f"{address(model)}?q=sample&_facets=True"
    yield from (address(model) + query for query in set(re.findall(r'href="(\?list=[\w-]+)"', listed)))
    for record in model._default_manager.all()[:1]:
        yield from (address(model, page, record.pk) for page in ("change", "history"))


@pytest.mark.both_databases
def test_every_page_of_the_administration_answers(secretary, everything):
    for model, model_admin in ADMINS:
        listed = secretary.get(address(model))
        assert listed.status_code == 200, model
        for page in pages_beyond(model, listed.content.decode()):
            assert secretary.get(page).status_code == 200, page
        may_add = model_admin.has_add_permission(None) if is_shown_only(model_admin) else model not in MADE_ON_PAGES
        assert secretary.get(address(model, "add")).status_code == (200 if may_add else 403), model


def many_people(cast, count):
    for number in range(count):
        represent(person(f"Many{number}"), cast.xa)


def many_documents(kind, cast, count):
    for number in range(count):
        document(kind, f"Title {number}", issuing_body=cast.xwa)


def queries_of(client, page):
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(page).status_code == 200
    return len(caught)


def test_a_list_asks_as_often_for_thirty_rows_as_for_one(secretary, cast, kind):
    lists = [address(model) for model in (Person, Representation, Document, User, Organisation, Membership, Office)]
    many_people(cast, 1)
    many_documents(kind, cast, 1)
    secretary.get(lists[0])
    few = {page: queries_of(secretary, page) for page in lists}
    many_people(cast, 30)
    many_documents(kind, cast, 30)
    for number in range(30):
        account(person(f"Account{number}"))
        made = organisation(f"Y{number}", f"Yew {number}")
        join(cast.xwa, made)
        Office.objects.create(code=f"seat-{number}", seat="coordinator", body=cast.xwa, name_en="Seat", name_fr="Siège")
    assert {page: queries_of(secretary, page) for page in lists} == few


def test_the_index_says_what_needs_a_person(secretary, everything, cast):
    old = represent(person("Olda"), cast.xb)
    assert "Contacts not confirmed, after a reminder" not in secretary.get(reverse("admin:index")).content.decode()
    cast.xb.tracked_from = SINCE
    cast.xb.save()
    page = secretary.get(reverse("admin:index")).content.decode()
    assert "Contacts not confirmed, after a reminder" in page
    assert "Mail that failed" in page
    assert "Offices held by nobody" not in page
    office = Office.objects.create(code="empty", seat="coordinator", body=cast.xwb, name_en="Seat", name_fr="Siège")
    page = secretary.get(reverse("admin:index")).content.decode()
    assert "Offices held by nobody" in page
    listed = secretary.get(address(Office), {"list": "vacant"}).content.decode()
    assert address(Office, "change", office.pk) in listed
    assert listed.count('class="action-select"') in (0, 1)
    representation = old.representations.get()
    unconfirmed = secretary.get(address(Representation), {"list": "unconfirmed"}).content.decode()
    assert address(Representation, "change", representation.pk) in unconfirmed
    representation.last_confirmed_on = today()
    representation.save()
    unconfirmed = secretary.get(address(Representation), {"list": "unconfirmed"}).content.decode()
    assert address(Representation, "change", representation.pk) not in unconfirmed


def test_the_administration_speaks_the_language_that_the_person_prefers(secretary, cast):
    """Its addresses name no language."""
    page = secretary.get(reverse("admin:index"), headers={"accept-language": "fr"})
    assert '<html lang="en"' in page.content.decode()
    prefer_french(cast.secretary)
    page = secretary.get(reverse("admin:index"), headers={"accept-language": "en"})
    assert '<html lang="fr"' in page.content.decode()


def test_days_stand_in_lists_as_the_site_writes_them(secretary, cast):
    page = secretary.get(address(Membership)).content.decode()
    assert "1 January 2015" in page
    assert "Jan. 1, 2015" not in page


def test_recent_changes_name_who_and_why(secretary, cast):
    body = cast.xwa
    secretary.get(reverse("admin:index"))
    page = secretary.get(address(Body, "change", body.pk))
    answer = secretary.post(
        address(Body, "change", body.pk), filled(page) | {"name_en": "Renamed group", "why": "By letter"}
    )
    assert answer.status_code == 302
    index = secretary.get(reverse("admin:index")).content.decode()
    assert "Renamed group" in index
    assert "Selma Sample" in index
    assert "By letter" in index


def test_an_account_is_neither_added_nor_deleted_nor_given_another_person(administrator, cast):
    assert administrator.get(address(User, "add")).status_code == 403
    assert administrator.post(address(User, "delete", cast.member_a.pk)).status_code == 403
    page = administrator.get(address(User, "change", cast.member_a.pk))
    sent = filled(page) | {
        "person": cast.kp_chair.person_id,
        "email": "other@cast.example",
        "is_superuser": "on",
        "why": "x",
    }
    administrator.post(address(User, "change", cast.member_a.pk), sent)
    kept = again(cast.member_a)
    assert (kept.person_id, kept.email, kept.is_superuser) == (cast.member_a.person_id, cast.member_a.email, False)


def test_only_an_administrator_makes_administrators(client, cast):
    page = address(User, "change", cast.member_a.pk)
    sign_in(client, cast.secretary)
    client.post(page, filled(client.get(page)) | {"is_administrator": "on", "why": "x"})
    assert not again(cast.member_a).is_administrator
    sign_in(client, cast.administrator)
    client.post(page, filled(client.get(page)) | {"is_administrator": "on", "why": "x"})
    assert again(cast.member_a).is_administrator


def test_closing_an_account_asks_why_and_remembers(administrator, cast):
    page = address(User, "change", cast.member_a.pk)
    sent = filled(administrator.get(page))
    sent.pop("is_active")
    assert "why" in administrator.post(page, sent).context["adminform"].form.errors
    administrator.post(page, sent | {"why": "Left the ministry"})
    assert not again(cast.member_a).is_active
    last = User.history.filter(id=cast.member_a.pk).first()
    assert (last.history_user, last.history_change_reason) == (cast.administrator, "Left the ministry")
    assert "Left the ministry" in administrator.get(address(User, "history", cast.member_a.pk)).content.decode()


def test_whose_second_factors_are_removed_is_told_and_the_log_says_why(administrator, cast):
    Authenticator.objects.create(user=cast.member_a, type=Authenticator.Type.TOTP, data={"secret": "x"})
    administrator.post(
        reverse("admin:asm_portal_user_do", args=[cast.member_a.pk, "remove-factors"]), {"why": "Lost it"}
    )
    assert not Authenticator.objects.exists()
    assert "second factors" in Delivery.objects.get(person=cast.member_a.person).text
    assert LogEntry.objects.get().get_change_message().endswith(": Lost it")


def test_a_password_is_changed_where_its_holder_is_told(secretary):
    assert secretary.get("/admin/password_change/").status_code == 404


def test_what_is_referred_to_is_not_deleted_and_the_page_says_by_what(secretary, cast):
    answer = secretary.get(address(Organisation, "delete", cast.xa.pk))
    assert "Alder, XWA" in answer.content.decode()
    secretary.post(address(Organisation, "delete", cast.xa.pk), {"post": "yes"})
    assert Organisation.objects.filter(pk=cast.xa.pk).exists()


def test_a_person_is_invited_with_a_button_once(secretary, cast):
    guest = represent(person("Nina"), cast.xb)
    page = address(Person, "change", guest.pk)
    button = urljoin(page, re.search(r'href="([^"]*do/invite/)"', secretary.get(page).content.decode())[1])
    assert "in their own language" in secretary.get(button).content.decode()
    secretary.post(button)
    assert guest.invitations.get().invited_by == cast.secretary
    assert Delivery.objects.filter(person=guest).exists()
    assert "do/invite/" not in secretary.get(address(Person, "change", cast.member_a.person_id)).content.decode()


def test_an_invitation_that_leads_nowhere_says_why(secretary, cast):
    nowhere = Person.objects.create(family_name="Nowhere")
    answer = secretary.post(reverse("admin:asm_portal_person_do", args=[nowhere.pk, "invite"]))
    assert "This person has no working primary address." in answer.content.decode()


def test_mail_that_failed_is_sent_again_by_staff(secretary, cast):
    failed = Delivery.objects.create(
        key="x:1", person=cast.member_a.person, subject="A", text="A", state="failed", language="en"
    )
    assert (
        address(Delivery, "change", failed.pk) in secretary.get(address(Delivery), {"list": "failed"}).content.decode()
    )
    secretary.post(reverse("admin:asm_portal_delivery_do", args=[failed.pk, "send-again"]))
    failed.refresh_from_db()
    assert failed.state == Delivery.State.QUEUED
    again_asked = secretary.get(reverse("admin:asm_portal_delivery_do", args=[failed.pk, "send-again"]))
    assert "This cannot be done" in again_asked.content.decode()


def test_a_mail_that_holds_a_secret_is_not_shown_to_staff(secretary, cast):
    failed = Delivery.objects.create(
        key="x:1",
        person=cast.member_a.person,
        text="https://secret-link",
        state="failed",
        is_secret=True,
        language="en",
    )
    assert "secret-link" not in secretary.get(address(Delivery, "change", failed.pk)).content.decode()


def test_an_account_opened_by_an_exception_reads_no_administration(client, cast, kind):
    opened = document(kind)
    grant(record=opened, user=cast.guest, until=timezone.now() + timedelta(days=1), reason="Visit", by=cast.secretary)
    sign_in(client, cast.guest)
    assert client.get(address(Document, "change", opened.pk)).status_code in (302, 403, 404)
