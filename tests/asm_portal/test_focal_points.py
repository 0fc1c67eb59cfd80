"""Focal points: who knows whom, whom a parcel is confirmed to, and their upkeep by the organisations themselves."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from asm_portal.dated import today
from asm_portal.focal_points import all_focal_points, focal_points
from asm_portal.models import Affiliation, FocalPoint, FocalPointKind, Organisation, ParticipationStatus, Person
from tests.cast import SINCE, again, organisation, person, represent
from tests.planted import EVERYONE, PROCESS

NUMBER = "+000 77 000 0001"
MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
OFFICE = {"mon": [["08:00", "12:00"]]}
LIST = reverse("focal-point-list")


def kind(code, for_officers=True):
    made, _is_new = FocalPointKind.objects.get_or_create(
        code=code, defaults={"name_en": code.replace("-", " "), "name_fr": f"{code} (fr)", "for_officers": for_officers}
    )
    return made


def point(of, code="general", **facts):
    return FocalPoint.objects.create(
        organisation=of, kind=kind(code), **({"telephone": NUMBER, "hours": OFFICE, "valid_from": SINCE} | facts)
    )


def readers(cast, rows):
    """Who may know of one of the focal points."""
    known = {name for name, user in cast.users.items() if rows.visible_to(again(user)).exists()}
    return known | ({"anyone"} if rows.visible_to(cast.anyone).exists() else set())


def read(client, user, **query):
    client.force_login(again(user))
    response = client.get(LIST, query)
    return response.status_code, response.content.decode()


def test_by_default_those_who_take_part_in_the_process_know_it_and_certificate_officers_what_concerns_a_parcel(cast):
    kind("statistics", for_officers=False)
    for code in ("general", "statistics"):
        point(cast.xb, code)
    rows = FocalPoint.objects.filter(kind__code="general"), FocalPoint.objects.filter(kind__code="statistics")
    assert [readers(cast, found) for found in rows] == [PROCESS | {"officer"}, PROCESS]


def test_an_officer_of_a_participant_that_has_left_knows_none(cast):
    point(cast.xb)
    status = ParticipationStatus.objects.get(organisation=cast.xa)
    status.status = ParticipationStatus.Status.WITHDRAWN
    status.save()
    assert not FocalPoint.objects.visible_to(again(cast.officer)).exists()


def test_a_public_one_is_for_everyone_but_the_name_of_its_person_only_if_that_is_public(cast):
    deputy = {"deputy": Person.objects.get(given_name="Berta"), "deputy_telephone": "+000 77 000 0002"}
    shown = point(cast.xb, contact_is_public=True, person=Person.objects.get(given_name="Bruno"), hours={}, **deputy)
    assert readers(cast, FocalPoint.objects.all()) == EVERYONE
    names = {user: all_focal_points([cast.xb], user, MONDAY)[0].person for user in (cast.anyone, cast.observer)}
    assert names == {cast.anyone: None, cast.observer: shown.person}
    numbers = [all_focal_points([cast.xb], user, MONDAY)[0].deputy_telephone for user in (cast.anyone, cast.observer)]
    assert numbers == ["", "+000 77 000 0002"]
    shown.person.name_is_public = True
    shown.person.save()
    assert all_focal_points([cast.xb], cast.anyone, MONDAY)[0].person == shown.person


def test_of_a_closed_one_everyone_reads_that_it_exists_and_nothing_else(client, cast):
    point(cast.xb, "statistics", email="numbers@xb.example", person=Person.objects.get(given_name="Bruno"))
    for address in (LIST, reverse("participant-detail", args=["XB"])):
        text = client.get(address).content.decode()
        assert "Contact for those entitled:" in text
        assert "statistics" in text
        assert not [word for word in (NUMBER, "numbers@xb", "Bruno") if word in text]


def test_it_is_found_on_the_page_of_its_participant_as_of_a_day(client, cast):
    point(cast.xb, contact_is_public=True, valid_until=date(2020, 1, 1))
    address = reverse("participant-detail", args=["XB"])
    assert NUMBER not in client.get(address).content.decode()
    past = client.get(address, {"on": "2019-06-01"}).content.decode()
    assert NUMBER in past
    assert "Closed now" not in past


def test_a_missing_kind_is_answered_by_the_general_one_which_is_said(cast):
    point(cast.xb)
    (reach,) = focal_points(cast.xb, "export-confirmation", cast.officer, MONDAY)
    assert (reach.point.kind.code, reach.is_fallback) == ("general", True)
    point(cast.xb, "export-confirmation")
    (reach,) = focal_points(cast.xb, "export-confirmation", cast.officer, MONDAY)
    assert (reach.point.kind.code, reach.is_fallback) == ("export-confirmation", False)
    assert focal_points(cast.xd, "export-confirmation", cast.officer, MONDAY) == ()


def test_the_deputy_is_named_when_it_is_closed_or_the_person_is_away(cast):
    made = point(cast.xb, deputy=Person.objects.get(given_name="Bruno"), deputy_telephone="+000 77 000 0002")
    tells = {}
    for when, moment in (("open", MONDAY), ("closed", MONDAY + timedelta(hours=4))):
        (reach,) = all_focal_points([cast.xb], cast.observer, moment)
        tells[when] = reach.tells_of_deputy
    made.away_until = MONDAY.date() + timedelta(days=1)
    made.save()
    (reach,) = all_focal_points([cast.xb], cast.observer, MONDAY)
    assert (tells, reach.tells_of_deputy) == ({"open": False, "closed": True}, True)


def test_whom_do_i_confirm_to_shows_both_sides_with_time_language_and_whether_they_are_open(client, cast, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    point(cast.xa, "export-confirmation", languages=["fr"], time_zone="Asia/Kolkata")
    point(cast.xb, "import-confirmation", languages=["pt"], telephone="+000 77 000 0009")
    status, text = read(client, cast.officer, **{"from": "xa", "to": "XB"})
    assert status == 200
    for words in (
        "A parcel from Alder to Birch.", 'href="tel:+000770000001"', 'href="tel:+000770000009"', "14:30, Kolkata (UTC+5:30)",
        "Closed now, opens on Monday at 08:00", "Open now, until 12:00", "Français", "Português",
    ):  # fmt: skip
        assert words in text
    assert "general one" not in text


def test_a_side_says_that_the_general_one_stands_in_or_that_none_is_known(client, cast):
    point(cast.xa)
    _status, text = read(client, cast.officer, **{"from": "XA", "to": "XB"})
    assert "No focal point for export confirmation is on record. This is the general one." in text
    assert "No focal point on record" in text
    assert reverse("about-contact") in text


def test_those_not_entitled_are_told_to_sign_in(client, cast):
    point(cast.xa)
    point(cast.xb)
    text = client.get(LIST, {"from": "XA", "to": "XB"}).content.decode()
    assert text.count("Contact for those entitled") == 2
    assert NUMBER not in text
    assert reverse("account_login") in text


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("query", "saying"),
    [
        ({"from": "XA", "to": "XQ"}, "No Participant has the code “XQ”. Choose one from the list."),
        ({"from": "XA", "to": "XA"}, "needs no confirmation"),
        ({"from": "XA", "to": "xa"}, "needs no confirmation"),
        ({"from": "XA"}, "Choose a Participant."),
        ({"from": "XA", "to": "XO"}, "Sample Coalition is not a Participant today"),
        ({"from": "XM", "to": "XA"}, "Maple takes part through another Participant: Union. Choose that."),
        ({"from": "\x00<b>", "to": "XA"}, "Null characters are not allowed."),
    ],
)
def test_what_cannot_be_asked_is_answered_at_the_field(client, cast, query, saying):
    union = organisation("XU", "Union", Organisation.Kind.UNION)
    Affiliation.objects.create(organisation=organisation("XM", "Maple", status=None), parent=union, valid_from=SINCE)
    status, text = read(client, cast.officer, **query)
    assert (status, saying in text) == (400, True)


def test_it_is_two_clicks_from_home_for_those_who_confirm_parcels(client, cast):
    for name in EVERYONE - {"anyone"}:
        client.force_login(again(cast.users[name]))
        links = [link.url for link in client.get("/en/").context["quick_links"]]
        assert (LIST in links) is (name in PROCESS | {"officer"}), name


def test_the_page_asks_no_more_for_many_focal_points_than_for_one(client, cast, django_assert_num_queries):
    point(cast.xb)
    read(client, cast.observer)
    with CaptureQueriesContext(connection) as one:
        client.get(LIST)
    for code in ("export-confirmation", "statistics", "legal"):
        for of in (cast.xa, cast.xb, cast.xd):
            point(of, code, person=person(f"P{code}{of.code}"))
    with django_assert_num_queries(len(one)):
        client.get(LIST)


# Upkeep


def entered(made, **changes):
    """What the form of a focal point sends."""
    held = {
        "telephone": made.telephone, "email": made.email, "time_zone": made.time_zone, "hours_0": "8-12", "languages": ["fr"],
        "valid_from": made.valid_from.isoformat(), "seen_version": str(made.version),
    }  # fmt: skip
    return held | changes


@pytest.fixture
def keeper(client, cast):
    """The focal point of XA, signed in."""
    client.force_login(cast.member_a)
    return client


def test_one_button_confirms_it(keeper, cast):
    made = point(cast.xa)
    keeper.post(reverse("focal-point-confirm", args=[made.pk]))
    made.refresh_from_db()
    assert made.last_confirmed_on == today()
    assert made.history.first().history_user == cast.member_a
    assert keeper.get(reverse("focal-point-confirm", args=[made.pk])).status_code == 405


def test_nobody_changes_the_focal_points_of_others(keeper, cast):
    of_others = point(cast.xb)
    assert keeper.post(reverse("focal-point-confirm", args=[of_others.pk])).status_code == 404
    assert keeper.post(reverse("focal-point-edit", args=[of_others.pk]), entered(of_others)).status_code == 404
    of_others.refresh_from_db()
    assert of_others.version == 1


def test_a_correction_holds_at_once_and_is_kept_in_the_history(keeper, cast):
    made = point(cast.xa)
    address = reverse("focal-point-edit", args=[made.pk])
    assert keeper.get(address).status_code == 200
    response = keeper.post(
        address, entered(made, telephone="+000 77 000 0055", hours_1="8h30–12h", away_until="2026-12-01")
    )
    assert response["Location"] == LIST
    made.refresh_from_db()
    assert (made.telephone, made.hours) == (
        "+000 77 000 0055",
        {"mon": [["08:00", "12:00"]], "tue": [["08:30", "12:00"]]},
    )
    assert (made.last_confirmed_on, made.history.count()) == (today(), 2)


@pytest.mark.parametrize(
    ("changes", "field", "saying"),
    [
        ({"hours_2": "always"}, "hours", "Wednesday"),
        ({"telephone": "555 0101"}, "telephone", "international prefix"),
        ({"telephone": "", "email": ""}, "__all__", "Give a telephone number or an e-mail address, or both."),
        ({"valid_from": "03/12/2026"}, "valid_from", "year-month-day"),
        ({"valid_from": "2026-02-30"}, "valid_from", "year-month-day"),
        ({"valid_until": "2014-01-01"}, "valid_until", "The end must come after the beginning."),
        ({"time_zone": "Mars/Olympus"}, "time_zone", "Select a valid choice"),
        ({"valid_from": "2012-01-01", "valid_until": ""}, "valid_from", "These days overlap"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(keeper, cast, changes, field, saying):
    point(cast.xa, valid_from=date(2012, 1, 1), valid_until=SINCE)
    made = point(cast.xa)
    response = keeper.post(reverse("focal-point-edit", args=[made.pk]), entered(made, languages=["pt"]) | changes)
    assert saying in str(response.context["form"].errors[field])
    assert all(value in response.content.decode() for value in changes.values())
    made.refresh_from_db()
    assert made.version == 1


@pytest.mark.both_databases
def test_of_two_who_correct_it_the_second_sees_both_versions_and_may_save_over(keeper, cast):
    made = point(cast.xa)
    mine = entered(made, telephone="+000 77 000 0066")
    made.telephone = "+000 77 000 0044"
    made.save()
    address = reverse("focal-point-edit", args=[made.pk])
    text = keeper.post(address, mine | {"hours_0": "9-11"}).content.decode()
    for words in ("+000 77 000 0066", "+000 77 000 0044", "Mon 9-11", "Mon 08:00–12:00"):
        assert words in text
    keeper.post(address, mine | {"save_over": "2"})
    made.refresh_from_db()
    assert made.telephone == "+000 77 000 0066"


def test_a_new_one_is_of_ones_own_organisation_with_people_of_ones_own(keeper, cast):
    sent = {"kind": kind("legal").pk, "telephone": NUMBER, "time_zone": "UTC", "valid_from": "2026-01-01"}
    theirs = Person.objects.get(given_name="Bruno")
    response = keeper.post(reverse("focal-point-add"), sent | {"organisation": cast.xb.pk, "person": theirs.pk})
    assert set(response.context["form"].errors) == {"organisation", "person"}
    ours = Person.objects.get(given_name="Ofelia")
    keeper.post(reverse("focal-point-add"), sent | {"organisation": cast.xa.pk, "person": ours.pk})
    made = FocalPoint.objects.get()
    assert (made.organisation, made.person, made.contact_is_public) == (cast.xa, ours, False)


def test_it_waits_at_the_desk_of_those_who_look_after_it_when_not_confirmed_for_six_months(keeper, cast):
    made = point(cast.xa, last_confirmed_on=today() - timedelta(days=182))
    point(cast.xb)
    title = "Confirm your focal points"
    items = [item for item in keeper.get(reverse("desk")).context["items"] if item.title == title]
    assert [item.detail for item in items] == ["One was not confirmed in the last six months."]
    keeper.post(reverse("focal-point-confirm", args=[made.pk]))
    assert title not in [item.title for item in keeper.get(reverse("desk")).context["items"]]


def test_two_of_one_kind_hold_on_one_day_only_for_two_authorities(cast):
    authority = organisation("XAA", "Office", Organisation.Kind.NATIONAL_AUTHORITY, None)
    point(cast.xa)
    point(cast.xa, authority=authority)
    for seat in ({}, {"authority": authority}):
        with pytest.raises(ValidationError, match="overlap"):
            point(cast.xa, **seat)


def test_a_deputy_is_somebody_else(cast):
    bruno = Person.objects.get(given_name="Bruno")
    with pytest.raises(ValidationError, match="somebody else"):
        FocalPoint(
            organisation=cast.xb, kind=kind("general"), telephone=NUMBER, valid_from=SINCE, person=bruno, deputy=bruno
        ).full_clean()


def test_staff_keep_it_and_its_kinds_in_the_administration(client, cast):
    client.force_login(cast.secretary)
    made = point(cast.xa)
    address = reverse("admin:asm_portal_focalpoint_change", args=[made.pk])
    sent = entered(
        made, organisation=cast.xa.pk, kind=made.kind_id, valid_from_precision="day", valid_until_precision="day"
    )
    assert "why" in client.post(address, sent | {"hours_0": "9-10"}).context["adminform"].form.errors
    assert client.post(address, sent | {"hours_0": "9-10", "why": "The focal point wrote."}).status_code == 302
    made.refresh_from_db()
    assert made.hours == {"mon": [["09:00", "10:00"]]}
    client.post(
        reverse("admin:asm_portal_focalpointkind_add"), {"code": "mining", "name_en": "Mining", "name_fr": "Mines"}
    )
    assert FocalPointKind.objects.filter(code="mining").exists()


def test_a_representative_who_is_no_focal_point_looks_after_none(client, cast):
    made = point(cast.xa)
    client.force_login(represented(cast))
    assert client.get(reverse("focal-point-add")).status_code == 404
    assert client.get(reverse("focal-point-edit", args=[made.pk])).status_code == 404
    assert "Still right" not in client.get(LIST).content.decode()


def represented(cast):
    """Another representative of XA."""
    represent(cast.guest.person, cast.xa)
    return again(cast.guest)
