"""Dates, ranges and what the database itself refuses."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from asm_portal.dated import DayError, parse_day
from asm_portal.models import (
    ContactEmail,
    Membership,
    OfficeTerm,
    OrganisationName,
    ParticipationStatus,
    Representation,
    User,
)
from asm_portal.visibility import Audience
from knowledge.models import Document, DocumentKind
from tests.cast import SINCE, join

pytestmark = pytest.mark.both_databases


def refused(make):
    """Whether the database refuses it."""
    try:
        with transaction.atomic():
            make()
    except IntegrityError:
        return True
    return False


def test_a_range_includes_its_first_day_and_not_its_last(cast):
    row = join(cast.xwb, cast.xa, valid_from=date(2016, 3, 1), valid_until=date(2018, 3, 1))

    def members(day):
        return Membership.objects.valid_on(day).filter(pk=row.pk).exists()

    assert [members(date(2016, 2, 29)), members(date(2016, 3, 1)), members(date(2018, 2, 28))] == [False, True, True]
    assert not members(date(2018, 3, 1))


def test_two_terms_of_one_office_may_touch_but_not_overlap(cast):
    office = cast.xwb.offices.get()
    held = OfficeTerm.objects.get(office=office)
    held.valid_until = date(2020, 1, 1)
    held.save()
    OfficeTerm.objects.create(office=office, organisation=cast.xa, valid_from=date(2020, 1, 1))
    with pytest.raises(ValidationError, match="overlap"):
        OfficeTerm.objects.create(office=office, organisation=cast.xd, valid_from=date(2019, 12, 31))
    with pytest.raises(ValidationError, match="overlap"):
        OfficeTerm(office=office, organisation=cast.xd, valid_from=date(2030, 1, 1)).full_clean()


def test_an_organisation_has_one_status_at_a_time_and_one_name_per_language(cast):
    with pytest.raises(ValidationError, match="overlap"):
        ParticipationStatus.objects.create(organisation=cast.xa, status="suspended", valid_from=date(2020, 1, 1))
    with pytest.raises(ValidationError, match="overlap"):
        OrganisationName.objects.create(organisation=cast.xa, language="en", name="Other", valid_from=SINCE)
    OrganisationName.objects.create(organisation=cast.xa, language="pt", name="Amieiro", valid_from=SINCE)


def test_postgresql_refuses_an_overlap_that_goes_around_the_models(cast):
    statement = (
        "INSERT INTO asm_portal_officeterm (version, valid_from, valid_from_precision, valid_until_precision, office_id,"
        " organisation_id, attested, source, certainty, note, capacity_en, capacity_fr)"
        " VALUES (1, '2020-01-01', 'day', 'day', %s, %s, '', '', '', '', '', '')"
    )

    def around():
        with connection.cursor() as cursor:
            cursor.execute(statement, [cast.xwb.offices.get().pk, cast.xa.pk])

    assert refused(around) is (connection.vendor == "postgresql")


def test_the_database_refuses_a_range_that_ends_before_it_begins(cast):
    assert refused(lambda: join(cast.xwb, cast.xa, valid_until=SINCE))


def test_a_membership_is_dated_or_attested_and_never_both_or_neither(cast):
    assert refused(lambda: join(cast.xwb, cast.xa, attested="about 2022"))
    assert refused(lambda: join(cast.xwb, cast.xa, valid_from=None))
    assert not refused(lambda: join(cast.xwb, cast.xa, valid_from=None, attested="about 2022"))


def test_a_person_has_exactly_one_primary_address(cast):
    who = cast.member_a.person
    assert refused(lambda: ContactEmail.objects.create(person=who, address="b@cast.example", is_primary=True))
    assert refused(lambda: ContactEmail.objects.create(person=who, address="ALBA@cast.example"))


def test_a_sign_in_address_is_one_however_it_is_written(cast):
    assert User.objects.get_by_natural_key(" Alba@CAST.example") == cast.member_a
    assert refused(lambda: User.objects.create_user("ALBA@cast.example", person=cast.member_b.person))


@pytest.mark.parametrize(
    "extra",
    [
        {"audience": Audience.BODY},
        {"audience": Audience.ORGANISATION},
        {"audience": Audience.PUBLIC, "with_body": True},
        {"audience": Audience.PUBLIC, "state": "withdrawn"},
        {"audience": Audience.PUBLIC, "date": None},
    ],
)
def test_the_database_refuses_a_document_that_contradicts_itself(cast, extra):
    kind = DocumentKind.objects.create(code="paper", prefix="PAP", name_en="Paper", name_fr="Document")
    fields = {"kind": kind, "date": SINCE} | extra
    if fields.pop("with_body", False):
        fields["audience_body"] = cast.xwa
    assert refused(lambda: Document.objects.create(**fields))


def test_a_certificate_officer_sits_in_no_body(cast):
    row = Representation.objects.get(person=cast.officer.person)
    row.body = cast.xwa
    assert refused(row.save)


def test_writes_that_would_leave_no_history_are_refused(cast):
    for write in (
        lambda: Membership.objects.update(grade="observer"),
        lambda: Membership.objects.bulk_create([]),
        lambda: Membership.objects.bulk_update([], ["grade"]),
    ):
        with pytest.raises(TypeError, match="history"):
            write()


def test_every_save_is_a_version_with_a_history_row(cast):
    row = join(cast.xwb, cast.xa)
    row.grade = Membership.Grade.OBSERVER
    row.save(update_fields=["grade"])
    row.refresh_from_db()
    assert row.version == 2
    assert [past.grade for past in row.past.order_by("history_id")] == ["full", "observer"]


@pytest.mark.parametrize(
    ("data", "day"),
    [
        ({"on": "2014-11-14"}, date(2014, 11, 14)),
        ({"day": "3", "month": "5", "year": "2014"}, date(2014, 5, 3)),
        ({"on": " "}, None),
        ({}, None),
    ],
)
def test_a_day_may_be_asked_for_in_two_ways(data, day):
    assert parse_day(data) == day


@pytest.mark.parametrize(
    "data", [{"on": "2014-02-30"}, {"on": "yesterday"}, {"on": "20141114"}, {"on": "<b>"}, {"year": "2014"}]
)
def test_what_is_not_a_day_is_told_so(data):
    with pytest.raises(DayError, match="is not a day"):
        parse_day(data)


def test_signing_in_is_no_change_of_the_account(cast, client):
    before = cast.member_a.past.count()
    client.force_login(cast.member_a)
    assert cast.member_a.past.count() == before
    cast.member_a.is_active = False
    cast.member_a.save()
    assert cast.member_a.past.count() == before + 1
