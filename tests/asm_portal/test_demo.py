"""The demonstration: loaded twice it is there once, taken out it leaves the facts as they were."""

import re
from io import StringIO

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import ProtectedError
from django.test import override_settings
from django.urls import reverse

from asm_portal.areas import sources
from asm_portal.dated import today
from asm_portal.demonstration import ACCOUNTS, PARTS, PASSWORD
from asm_portal.models import (
    Body,
    ContactEmail,
    Delivery,
    Membership,
    Office,
    OfficeTerm,
    Organisation,
    OrganisationName,
    Person,
    Phone,
    ReferenceRow,
    Representation,
    SearchEntry,
    TitleWord,
    User,
)
from asm_portal.models.exceptions import grant
from asm_portal.models.search import index
from asm_portal.visibility import Audience
from knowledge.models import Document, DocumentKind, DocumentLink
from logistics.models import Meeting, MeetingBody
from tests.asm_portal.test_search_writers import is_complete, names_found

OURS = ("asm_portal", "knowledge", "logistics", "communications", "assistance")
KINDS = (
    "administrative_decision", "annual_report", "final_communique", "guidelines", "meeting_paper", "minutes", "statistics_table",
    "terms_of_reference", "review_visit_report", "follow_up_report", "public_summary", "legislation", "mou", "rules_of_procedure",
    "standing_page", "banner", "speech_statement", "discussion_paper", "assistance_result",
)  # fmt: skip


def counts():
    """How many rows every table of ours holds, histories among them; words that once stood in a title stay until `reindex`."""
    models = [model for name in OURS for model in apps.get_app_config(name).get_models() if model is not TitleWord]
    return {model._meta.label: model._base_manager.count() for model in models}


@pytest.fixture(scope="module")
def media(tmp_path_factory):
    place = tmp_path_factory.mktemp("media")
    with override_settings(MEDIA_ROOT=place):
        yield place


def make_facts():
    """A register with a real Participant, a real body and a public document, and the kinds that the samples are of."""
    real = Organisation.objects.create(code="AO", kind=Organisation.Kind.STATE)
    OrganisationName.objects.create(organisation=real, language="en", name="Angola", valid_from="2003-01-01")
    body = Body.objects.create(code="WGM", kind=Body.Kind.WORKING_GROUP, name_en="Monitoring", name_fr="Suivi")
    for number, code in enumerate(KINDS):
        DocumentKind.objects.create(
            code=code, prefix=f"K{number:02}", name_en=code, name_fr=code, default_audience=Audience.PROCESS
        )
    document = Document.objects.create(
        kind=DocumentKind.objects.get(code="minutes"), audience=Audience.PUBLIC, state="final", date_precision="unknown"
    )
    index(document)
    return {"organisation": real, "body": body, "document": document}


def demo():
    call_command("demo", stdout=StringIO())


@pytest.fixture(scope="module")
def loaded_once(django_db_setup, django_db_blocker, media):
    """The facts, what was counted before the demonstration was loaded, and the demonstration, once for all tests here: each takes
    back what it does to them."""
    with django_db_blocker.unblock(), transaction.atomic():
        facts = make_facts() | {"counts": counts()}
        demo()
        yield facts
        transaction.set_rollback(True)


@pytest.fixture
def loaded(loaded_once, db):
    loaded_once["body"].refresh_from_db()
    return loaded_once


def user(key):
    return User.objects.get(email=f"{key}@demo.example")


def test_a_second_run_changes_nothing(loaded):
    before = counts()
    demo()
    assert counts() == before


def test_taking_it_out_leaves_every_table_as_it_was_and_no_file_and_twice_does_no_harm(
    loaded, media, work, django_capture_on_commit_callbacks
):
    work()
    assert counts() != loaded["counts"]
    assert default_storage.listdir("renditions")[1]
    assert is_complete()
    assert names_found("Alderia")
    with django_capture_on_commit_callbacks(execute=True):
        call_command("remove_demo")
    assert counts() == loaded["counts"]
    assert default_storage.listdir("renditions")[1] == []
    assert is_complete()
    assert names_found("Alderia") == []
    kept = {(source.model, pk) for source in sources() for pk in source.to_index().values_list("pk", flat=True)}
    held = SearchEntry.objects.select_related("content_type")
    assert {(row.content_type.model_class(), row.object_id) for row in held} <= kept
    call_command("remove_demo")
    assert counts() == loaded["counts"]


def test_what_was_tied_to_the_demonstration_goes_with_it_and_facts_stay(loaded):
    staff, real = user("secretariat"), loaded["document"]
    Document.objects.create(
        kind=real.kind, audience=Audience.PROCESS, issuing_body=Body.objects.get(code="XWA"), date=today()
    )
    grant(record=real, user=user("observer"), until="2099-01-01T00:00Z", reason="to try", by=staff)
    Delivery.objects.create(key="try", person=staff.person, language="en", state="sent", address="staff@demo.example")
    DocumentLink.objects.create(
        later=Document.objects.filter(is_demonstration=True).first(), kind="responds_to", earlier=real
    )
    loaded["body"].successor = Body.objects.get(code="XWA")
    loaded["body"].save()
    both = people_added_for_invented_organisations(loaded["organisation"])
    facts_tied_to_what_is_invented(real, loaded["body"])
    call_command("remove_demo")
    loaded["body"].refresh_from_db()
    assert loaded["body"].successor is None
    assert not Delivery.objects.exists()
    assert list(Document.objects.all()) == [real]
    assert list(Organisation.objects.all()) == [loaded["organisation"]]
    assert not User.objects.exists()
    assert list(Person.objects.all()) == [both]
    assert both.representations.get().organisation == loaded["organisation"]
    real.refresh_from_db()
    assert real.organisation is None
    assert [row.body for row in Meeting.objects.get().of_bodies.all()] == [loaded["body"]]


def people_added_for_invented_organisations(real):
    """Who speaks for an invented one alone goes with it; returned is who speaks for a real one too."""
    both, one = Person.objects.create(family_name="Both"), Person.objects.create(family_name="One")
    alderia = Organisation.objects.get(code="XA")
    for who, organisation in ((one, alderia), (both, alderia), (both, real)):
        Representation.objects.create(person=who, organisation=organisation, valid_from=today())
    return both


def facts_tied_to_what_is_invented(document, body):
    """A document of the reference data that names an invented Participant, a meeting that an invented body shares."""
    ReferenceRow.objects.create(
        key="fact", content_type=ContentType.objects.get_for_model(document), object_id=document.pk, values={}
    )
    document.organisation = Organisation.objects.get(code="XA")
    document.save()
    meeting = Meeting.objects.create(kind="body", start_date=today(), end_date=today(), audience=Audience.PUBLIC)
    for shared_by in (body, Body.objects.get(code="XWA")):
        MeetingBody.objects.create(meeting=meeting, body=shared_by)


def test_no_fact_goes_with_what_it_was_tied_to(loaded):
    term = OfficeTerm.objects.create(
        office=Office.objects.create(
            code="WGM-CHAIR", seat=Office.Seat.CHAIR, body=loaded["body"], name_en="Chair", name_fr="Présidence"
        ),
        organisation=Organisation.objects.get(code="XA"),
        valid_from=today(),
    )
    ReferenceRow.objects.create(
        key="fact", content_type=ContentType.objects.get_for_model(term), object_id=term.pk, values={}
    )
    before = counts()
    with pytest.raises(ProtectedError):
        call_command("remove_demo")
    assert counts() == before


def test_no_invented_record_stands_beside_a_real_name(loaded):
    real, real_body = {"organisation__is_demonstration": False}, {"body__is_demonstration": False}
    invented = Person.objects.filter(is_demonstration=True)
    assert not Representation.objects.filter(person__in=invented, **real).exists()
    assert not OfficeTerm.objects.filter(office__is_demonstration=True, **real).exists()
    assert not Office.objects.filter(is_demonstration=True, **real_body).exists()
    assert not Membership.objects.filter(organisation__is_demonstration=True, **real_body).exists()
    assert not Membership.objects.filter(body__is_demonstration=True, **real).exists()
    samples = Document.objects.filter(is_demonstration=True)
    assert not samples.filter(**real).exists()
    assert not samples.filter(issuing_body__is_demonstration=False).exists()
    assert not DocumentLink.objects.filter(later__in=samples, earlier__is_demonstration=False).exists()


def test_all_of_it_is_marked_and_its_names_say_so(loaded):
    made = Organisation.objects.exclude(pk=loaded["organisation"].pk)
    assert {row.code for row in made} == {"XA", "XA-DVO", "XB", "XC", "XO", "XS"}
    assert all(row.is_demonstration for row in made)
    assert {row.code for row in Body.objects.filter(is_demonstration=True)} == {"XWA", "XWB", "XKP"}
    assert not Person.objects.filter(is_demonstration=False).exists()
    assert not Document.objects.exclude(pk=loaded["document"].pk).filter(is_demonstration=False).exists()
    names = [name.name for name in OrganisationName.objects.exclude(organisation=loaded["organisation"])]
    names += [name for body in Body.objects.filter(is_demonstration=True) for name in (body.name_en, body.name_fr)]
    assert [name for name in names if not re.search(r"\((sample|exemple)\)$", name)] == []


def test_no_address_or_number_can_reach_anybody(loaded):
    assert {email.address.rpartition(".")[2] for email in ContactEmail.objects.all()} == {"example"}
    assert all(phone.number.startswith("+000 ") for phone in Phone.objects.all())


def test_every_account_signs_in_with_the_published_password(client, loaded):
    assert {account.email for account in ACCOUNTS} == {part.email for part in PARTS if part.shows}
    assert [account.email for account in ACCOUNTS if not client.login(username=account.email, password=PASSWORD)] == []


def test_the_accounts_are_one_of_each_kind(loaded):
    kinds = {account.email.partition("@")[0]: user(account.email.partition("@")[0]) for account in ACCOUNTS}
    standing = {key: account.read_standing() for key, account in kinds.items()}
    assert {key for key, found in standing.items() if found.secretariat} == {"secretariat"}
    assert {key for key, found in standing.items() if found.chair} == {"chair"}
    assert {key for key, found in standing.items() if found.process and not found.participant} == {"observer"}
    assert {key for key, found in standing.items() if found.officer_of} == {"officer.xa"}
    assert {key for key, account in kinds.items() if account.is_administrator} == {"administrator"}
    codes = dict(Body.objects.values_list("pk", "code"))
    bodies = {key: {codes[pk] for pk in found.bodies} for key, found in standing.items()}
    assert bodies == {
        "delegate.xa": {"XWA", "XWB"},
        "delegate.xb": {"XWA"},
        "observer": {"XWA"},
        "member.xwa": {"XWA"},
        "chair.xwa": {"XWA"},
        "vice.xwa": {"XWA"},
        "member.xwb": {"XWB"},
        "chair.xwb": {"XWB"},
        "ex-member": set(),
        "officer.xa": set(),
        "chair": {"XKP"},
        "secretariat": set(),
        "administrator": set(),
    }


def minutes_seen(key):
    account = AnonymousUser() if key == "anyone" else user(key)
    found = Document.objects.visible_to(account).filter(minutes__isnull=False, is_demonstration=True)
    return {document.source.removeprefix("demonstration: minutes ") for document in found}


def test_each_account_sees_the_minutes_of_its_own_bodies(loaded):
    adopted_a, adopted_b = {f"XWA {number}" for number in range(1, 5)}, {"XWB 1", "XWB 2"}
    circulated_a, circulated_b, drafts_a, drafts_b = {"XWA 5"}, {"XWB 3"}, {"XWA 6"}, {"XWB 4"}
    of_a, of_b = adopted_a | circulated_a, adopted_b | circulated_b
    assert {
        key: minutes_seen(key) for key in ("anyone", *(account.email.partition("@")[0] for account in ACCOUNTS))
    } == {
        "anyone": set(),
        "delegate.xa": of_a | of_b,
        "delegate.xb": of_a,
        "observer": of_a,
        "member.xwa": of_a,
        "chair.xwa": of_a | drafts_a,
        "vice.xwa": of_a | drafts_a,
        "member.xwb": of_b,
        "chair.xwb": of_b | drafts_b,
        "ex-member": set(),
        "officer.xa": set(),
        "chair": of_a | of_b,
        "secretariat": of_a | of_b | drafts_a | drafts_b,
        "administrator": set(),
    }


def test_the_samples_show_every_way_a_document_can_be_open_or_closed(loaded):
    def sees(key, source):
        return Document.objects.visible_to(user(key)).filter(source=f"demonstration: {source}").exists()

    assert {key for key in ("member.xwa", "member.xwb", "chair.xwb") if sees(key, "survey XWA")} == {
        "member.xwa",
        "member.xwb",
    }
    assert {key for key in ("member.xwa", "member.xwb", "ex-member") if sees(key, "guide XWA")} == {
        "member.xwa",
        "member.xwb",
    }
    assert {key for key in ("delegate.xa", "delegate.xb", "secretariat") if sees(key, "answer")} == {
        "delegate.xa",
        "secretariat",
    }
    assert {key for key in ("chair.xwa", "member.xwa", "secretariat") if sees(key, "table XWA")} == {
        "chair.xwa",
        "secretariat",
    }
    anyone = AnonymousUser()
    known = Document.objects.visible_to(anyone).for_display(anyone).filter(official_number__regex=r"^SAMPLE \d$")
    assert {document.official_number: document.is_superseded for document in known} == {
        "SAMPLE 1": True,
        "SAMPLE 2": False,
        "SAMPLE 3": False,
    }
    assert Document.objects.get(source="demonstration: withdrawn XWA").state == Document.State.WITHDRAWN


def test_the_demonstration_is_refused_where_it_is_switched_off(loaded, settings):
    settings.DEMO, before = False, counts()
    with pytest.raises(CommandError):
        demo()
    assert counts() == before


def test_the_pages_of_the_cast_open(client, loaded):
    client.force_login(user("delegate.xa"))
    for name in ("body-detail", "body-contacts", "knowledge:minutes-list"):
        assert client.get(reverse(name, args=["XWA"])).status_code == 200
