"""The access rule, told as whole sets of readers."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from asm_portal.dated import today
from asm_portal.models import (
    Affiliation,
    ContactEmail,
    Membership,
    OfficeTerm,
    Organisation,
    ParticipationStatus,
    Person,
    Representation,
    User,
)
from asm_portal.models.exceptions import grant
from asm_portal.visibility import Audience, standing_of
from knowledge.models import Document, DocumentKind, DocumentShare, Revision
from tests.cast import SINCE, account, again, join, organisation, person, represent

STAFF = {"secretary"}
CHAIR = {"kp_chair"} | STAFF
GOVERNMENTS = {"member_a", "member_b", "both", "narrow", "chair_a", "chair_b"} | CHAIR
PROCESS = GOVERNMENTS | {"observer"}
BODY_A = {"member_a", "both", "observer", "chair_a"} | CHAIR
EVERYONE = PROCESS | {"anyone", "guest", "ex_member", "officer", "administrator"}


@pytest.fixture
def kind(db):
    return DocumentKind.objects.create(
        code="paper", prefix="PAP", name_en="Paper", name_fr="Document", default_audience=Audience.PROCESS
    )


@pytest.fixture
def add(kind):
    def make(audience, state=Document.State.FINAL, **extra):
        return Document.objects.create(kind=kind, audience=audience, state=state, date=date(2024, 5, 1), **extra)

    return make


def readers(cast, record):
    """The names of those who may know of the record."""
    everybody = {"anyone": cast.anyone} | {name: again(user) for name, user in cast.users.items()}
    return {
        name for name, user in everybody.items() if type(record).objects.visible_to(user).filter(pk=record.pk).exists()
    }


def editors(cast, record):
    everybody = {"anyone": cast.anyone} | {name: again(user) for name, user in cast.users.items()}
    return {
        name for name, user in everybody.items() if type(record).objects.editable_by(user).filter(pk=record.pk).exists()
    }


def test_each_audience_is_exactly_its_readers(cast, add):
    assert readers(cast, add(Audience.PUBLIC)) == EVERYONE
    assert readers(cast, add(Audience.PROCESS)) == PROCESS
    assert readers(cast, add(Audience.PARTICIPANTS)) == GOVERNMENTS
    assert readers(cast, add(Audience.BODY, audience_body=cast.xwa)) == BODY_A
    assert (
        readers(cast, add(Audience.BODY, audience_body=cast.xwb)) == {"member_b", "both", "narrow", "chair_b"} | CHAIR
    )
    assert readers(cast, add(Audience.ORGANISATION, audience_organisation=cast.xa)) == {"member_a"} | CHAIR
    assert readers(cast, add(Audience.CHAIR)) == CHAIR
    assert readers(cast, add(Audience.SECRETARIAT)) == STAFF


def test_a_draft_is_for_its_editors_and_a_circulated_text_for_its_body(cast, add):
    draft = add(Audience.PUBLIC, Document.State.DRAFT, issuing_body=cast.xwa)
    assert readers(cast, draft) == {"chair_a", "secretary"}
    circulated = add(Audience.PUBLIC, Document.State.CIRCULATED, issuing_body=cast.xwa)
    assert readers(cast, circulated) == BODY_A


def test_only_its_editors_change_a_document(cast, add):
    document = add(Audience.PUBLIC, issuing_body=cast.xwb)
    assert editors(cast, document) == {"chair_b", "secretary"}
    assert editors(cast, add(Audience.SECRETARIAT, issuing_body=cast.xwb)) == {"secretary"}


def test_an_embargoed_text_opens_by_the_clock(cast, add, time_machine):
    release = timezone.now() + timedelta(hours=2)
    document = add(Audience.PUBLIC, embargoed_until=release)
    assert readers(cast, document) == STAFF
    time_machine.move_to(release + timedelta(seconds=1))
    assert readers(cast, document) == EVERYONE


def test_a_withdrawn_text_is_known_to_its_audience_only(cast, add):
    withdrawn = add(Audience.BODY, Document.State.WITHDRAWN, audience_body=cast.xwb, withdrawn_on=date(2024, 6, 1))
    assert readers(cast, withdrawn) == {"member_b", "both", "narrow", "chair_b"} | CHAIR


def test_a_draft_revision_never_shows_by_publishing_a_later_one(cast, add):
    document = add(Audience.PUBLIC)
    draft = Revision.objects.create(document=document, number=1)
    Revision.objects.create(document=document, number=2, released_at=timezone.now())
    assert readers(cast, draft) == STAFF
    assert set(Revision.objects.visible_to(cast.anyone).values_list("number", flat=True)) == {2}


def test_membership_that_ends_today_closes_the_door_today(cast, add):
    minutes = add(Audience.BODY, audience_body=cast.xwa)
    Membership.objects.get(body=cast.xwa, organisation=cast.xa).delete()
    ended = join(cast.xwa, cast.xa, valid_until=today() + timedelta(days=1))
    assert "member_a" in readers(cast, minutes)
    ended.valid_until = today()
    ended.save()
    assert readers(cast, minutes) == BODY_A - {"member_a"}


def test_a_representation_that_ends_today_closes_the_door_today(cast, add):
    paper = add(Audience.PROCESS)
    row = Representation.objects.get(person=cast.observer.person)
    row.valid_until = today()
    row.save()
    assert readers(cast, paper) == PROCESS - {"observer"}


def test_an_attested_membership_opens_nothing(cast, add):
    minutes = add(Audience.BODY, audience_body=cast.xwa)
    join(cast.xwa, cast.xb, valid_from=None, attested="about 2022")
    assert readers(cast, minutes) == BODY_A


@pytest.mark.parametrize(
    ("status", "keeps"),
    [("suspended", True), ("self_suspended", True), ("no_longer_listed", False), ("withdrawn", False)],
)
def test_suspended_participants_keep_access_and_those_no_longer_listed_lose_it(cast, add, status, keeps):
    held = ParticipationStatus.objects.get(organisation=cast.xa)
    held.valid_until = today()
    held.save()
    ParticipationStatus.objects.create(organisation=cast.xa, status=status, valid_from=today())
    for record in (add(Audience.PROCESS), add(Audience.BODY, audience_body=cast.xwa)):
        assert ("member_a" in readers(cast, record)) is keeps


def test_representing_a_state_of_the_union_counts_as_representing_the_union(cast, add):
    union = organisation("XU", "Sample Union", Organisation.Kind.UNION)
    state = organisation("XV", "Sample State", status=None)
    Affiliation.objects.create(organisation=state, parent=union, valid_from=SINCE)
    join(cast.xwa, union)
    cast.users["of_the_union"] = account(represent(person("Ursula"), state))
    assert readers(cast, add(Audience.PARTICIPANTS)) == GOVERNMENTS | {"of_the_union"}
    assert readers(cast, add(Audience.BODY, audience_body=cast.xwa)) == BODY_A | {"of_the_union"}
    assert "Ursula" in names_in(cast.xwa)


def test_a_national_committee_does_not_speak_for_its_participant(cast, add):
    committee = organisation("XAC", "Sample Committee", Organisation.Kind.NATIONAL_COMMITTEE, None)
    Affiliation.objects.create(organisation=committee, parent=cast.xa, valid_from=SINCE)
    cast.users["of_the_committee"] = account(represent(person("Carla"), committee))
    assert readers(cast, add(Audience.PARTICIPANTS)) == GOVERNMENTS


def test_an_exception_opens_one_record_to_one_person_until_an_instant(cast, add, time_machine):
    paper, other = add(Audience.BODY, audience_body=cast.xwb), add(Audience.BODY, audience_body=cast.xwb)
    until = timezone.now() + timedelta(hours=1)
    grant(record=paper, user=cast.guest, until=until, reason="Leads the review visit.", by=cast.secretary)
    assert "guest" in readers(cast, paper)
    assert "guest" not in readers(cast, other)
    time_machine.move_to(until + timedelta(seconds=1))
    assert "guest" not in readers(cast, paper)


def test_a_revoked_exception_stops_at_once_and_a_second_grant_opens_it_again(cast, add):
    paper = add(Audience.CHAIR)
    terms = {"record": paper, "user": cast.guest, "until": timezone.now() + timedelta(days=1), "by": cast.secretary}
    row = grant(reason="Prepares the session.", **terms)
    row.revoke()
    assert "guest" not in readers(cast, paper)
    grant(reason="Prepares the second session.", **terms)
    assert "guest" in readers(cast, paper)
    assert row.past.count() == 3


def test_a_joint_session_opens_a_paper_to_the_other_body_until_it_is_over(cast, add, time_machine):
    paper = add(Audience.BODY, audience_body=cast.xwa)
    until = timezone.now() + timedelta(days=2)
    DocumentShare.objects.create(
        content_object=paper, body=cast.xwb, until=until, reason="Joint session.", by=cast.secretary
    )
    assert readers(cast, paper) == BODY_A | {"member_b", "narrow", "chair_b"}
    time_machine.move_to(until)
    assert readers(cast, paper) == BODY_A


def test_an_exception_opens_no_draft(cast, add):
    draft = add(Audience.BODY, Document.State.DRAFT, audience_body=cast.xwb, issuing_body=cast.xwb)
    grant(
        record=draft, user=cast.guest, until=timezone.now() + timedelta(days=1), reason="By mistake.", by=cast.secretary
    )
    assert readers(cast, draft) == {"chair_b", "secretary"}


def test_people_are_known_to_those_who_share_a_body_or_an_organisation_with_them(cast):
    known = set(Person.objects.visible_to(cast.member_a).values_list("given_name", flat=True))
    assert known == {"Alba", "Edgar", "Ofelia", "Dora", "Olga", "Celia"}
    assert set(Person.objects.visible_to(cast.anyone)) == set()
    assert set(Person.objects.visible_to(cast.guest)) == {cast.guest.person}
    assert set(Person.objects.visible_to(cast.ex_member)) == {cast.ex_member.person}
    assert set(ContactEmail.objects.visible_to(cast.administrator)) == set(cast.administrator.person.emails.all())


def test_a_representation_that_names_a_body_counts_there_only(cast):
    assert names_in(cast.xwa) == {"Alba", "Dora", "Olga", "Celia"}
    assert names_in(cast.xwb) == {"Bruno", "Dora", "Dino", "Berta"}


def names_in(body):
    return set(Representation.objects.in_bodies([body.pk]).values_list("person__given_name", flat=True))


def test_who_reads_in_a_body_is_exactly_who_is_listed_among_its_contacts(cast):
    for body in (cast.xwa, cast.xwb):
        inside = {user.person.given_name for user in cast.users.values() if body.pk in standing_of(again(user)).bodies}
        assert inside == names_in(body)


def test_a_chair_who_no_longer_represents_the_organisation_leads_nothing(cast):
    row = Representation.objects.get(person=cast.chair_b.person)
    row.valid_until = today()
    row.save()
    standing = standing_of(again(cast.chair_b))
    assert (standing.led_bodies, standing.bodies) == (frozenset(), frozenset())


def test_the_chairs_office_closes_with_the_term(cast, add):
    paper = add(Audience.CHAIR)
    term = OfficeTerm.objects.get(office=cast.chair_office)
    term.valid_until = today()
    term.save()
    assert readers(cast, paper) == STAFF


def test_an_account_that_is_switched_off_is_nobody(cast, add):
    cast.member_a.is_active = False
    cast.member_a.save()
    assert "member_a" not in readers(cast, add(Audience.PROCESS))


def test_what_may_be_changed_is_never_more_than_what_may_be_seen(cast, add):
    records = [
        add(audience, state, issuing_body=body)
        for audience in (Audience.PUBLIC, Audience.CHAIR, Audience.SECRETARIAT)
        for state in (Document.State.DRAFT, Document.State.CIRCULATED, Document.State.FINAL)
        for body in (cast.xwa, cast.xwb)
    ]
    for record in records:
        assert editors(cast, record) <= readers(cast, record)


def test_a_superuser_reads_everything_for_emergencies(cast, add):
    emergency = User.objects.create_superuser("emergency@cast.example", "x")
    assert Document.objects.visible_to(emergency).filter(pk=add(Audience.SECRETARIAT).pk).exists()
