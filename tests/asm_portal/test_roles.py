"""A role is told exactly what everyone in its audience is told."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from asm_portal.models import FocalPoint, Person
from asm_portal.models.exceptions import grant
from asm_portal.roles import Role, role_named, roles_for
from asm_portal.visibility import Audience
from knowledge.models import Document, DocumentKind, DocumentShare
from tests.cast import account, again, person, represent
from tests.logistics.reports import focal_point

A = Audience
State = Document.State


@pytest.fixture
def kind(db):
    return DocumentKind.objects.create(code="paper", prefix="PAP", name_en="Paper", name_fr="Document")


@pytest.fixture
def add(kind):
    def make(audience, state=State.FINAL, **extra):
        return Document.objects.create(kind=kind, audience=audience, state=state, date=date(2024, 5, 1), **extra)

    return make


@pytest.fixture
def archive(cast, add):
    """A document for each audience, in each state that readers differ in."""
    for body in (cast.xwa, cast.xwb):
        add(A.BODY, audience_body=body)
        add(A.BODY, State.CIRCULATED, audience_body=body, issuing_body=body)
        add(A.PUBLIC, State.DRAFT, issuing_body=body)
    for organisation in (cast.xa, cast.xd):
        add(A.ORGANISATION, audience_organisation=organisation)
    for audience in (A.PUBLIC, A.PROCESS, A.PARTICIPANTS, A.CHAIR, A.SECRETARIAT):
        add(audience)
    add(A.PUBLIC, embargoed_until=timezone.now() + timedelta(days=1))


def known(user):
    return set(Document.objects.visible_to(user).values_list("pk", flat=True))


def without_drafts(user):
    """What an account sees that edits nothing."""
    unfinished = Document.objects.filter(state=State.DRAFT) | Document.objects.filter(embargoed_until__isnull=False)
    return known(user) - set(unfinished.values_list("pk", flat=True))


def test_a_role_sees_what_a_person_who_is_nothing_else_sees(cast, archive):
    envoy = account(represent(person("Eva"), cast.xe))
    assert known(Role(A.PUBLIC)) == known(cast.anyone)
    assert known(Role(A.PARTICIPANTS)) == known(envoy)
    assert known(Role(A.ORGANISATION, organisation=cast.xe)) == known(envoy)
    assert known(Role(A.BODY, body=cast.xwa)) == known(cast.observer)
    assert known(Role(A.CHAIR)) == without_drafts(cast.kp_chair)
    assert known(Role(A.SECRETARIAT)) == without_drafts(cast.secretary)


def test_observers_are_told_no_more_than_the_process(cast, archive):
    for_process = Document.objects.filter(audience__in=[A.PUBLIC, A.PROCESS], state=State.FINAL, embargoed_until=None)
    assert known(Role(A.PROCESS)) == set(for_process.values_list("pk", flat=True))


def test_a_role_edits_nothing(cast, archive):
    focal_point(cast.xa, cast.member_a.person)
    for role in (Role(A.BODY, body=cast.xwa), Role(A.CHAIR), Role(A.SECRETARIAT)):
        assert not Document.objects.editable_by(role).exists()
        assert not FocalPoint.objects.editable_by(role).exists()


def test_what_is_opened_to_a_body_is_for_its_members_and_what_is_opened_to_a_person_for_no_role(cast, add):
    until = timezone.now() + timedelta(days=1)
    opened = {"until": until, "reason": "Joint session.", "by": cast.secretary}
    shared, granted = add(A.BODY, audience_body=cast.xwa), add(A.BODY, audience_body=cast.xwa)
    DocumentShare.objects.create(content_object=shared, body=cast.xwb, **opened)
    grant(record=granted, user=cast.member_b, **opened)
    assert known(Role(A.BODY, body=cast.xwb)) == {shared.pk}


def test_an_organisation_on_its_way_out_takes_its_role_along(cast, archive):
    role = Role(A.ORGANISATION, organisation=cast.xs)
    assert known(role) == known(cast.anyone)


def test_a_reader_belongs_to_a_role_exactly_if_they_are_told_all_that_it_is_told(cast, archive):
    roles = [
        *(Role(audience) for audience in (A.PUBLIC, A.PROCESS, A.PARTICIPANTS, A.CHAIR, A.SECRETARIAT)),
        *(Role(A.BODY, body=body) for body in (cast.xwa, cast.xwb)),
        *(Role(A.ORGANISATION, organisation=organisation) for organisation in (cast.xa, cast.xd)),
    ]
    everybody = {"anyone": cast.anyone} | {name: again(user) for name, user in cast.users.items()}
    for name, user in everybody.items():
        for role in roles:
            assert role.admits(user) == (known(role) <= known(user)), f"{name}, {role.code}"


def test_the_roles_offered_are_those_one_belongs_to(cast):
    bodies = [cast.xwa, cast.xwb]

    def codes(user):
        return [role.code for role in roles_for(user, bodies)]

    assert codes(cast.anyone) == codes(cast.ex_member) == ["public"]
    assert codes(cast.observer) == ["public", "process", "body:XWA"]
    assert codes(cast.member_b) == ["public", "process", "participants", "body:XWB"]
    assert codes(cast.kp_chair) == ["public", "process", "participants", "body:XWA", "body:XWB", "chair"]
    assert codes(cast.secretary) == [*codes(cast.kp_chair), "secretariat"]


def test_a_role_goes_by_its_code(cast):
    for code in ("public", "chair", "body:XWA", "organisation:XA"):
        assert role_named(code).code == code
    for code in ("", "person", "body", "body:NONE", "body:\0", "public:XWA", "organisation:none"):
        assert role_named(code) is None
    assert str(role_named("body:XWA")) == "members of Sample Working Group A"
    assert role_named("body:XWA").slug == "body-xwa"


def test_a_role_knows_no_person_by_itself(cast):
    assert not Person.objects.visible_to(Role(A.PARTICIPANTS)).exists()
