"""Who reads what of a delegation, the list of participants, the state of registration, and who attended."""

import csv
from datetime import date, timedelta
from io import StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from asm_portal.dated import today
from asm_portal.models import FocalPoint, FocalPointKind, Membership, ParticipationStatus
from logistics.models import AttendanceSheet, Delegate, DelegateTravel, Delegation, Meeting, MeetingBody
from tests.cast import again, organisation
from tests.logistics.test_registration import make_meeting, make_registration, nominate, row, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def delegation(client, cast):
    """Of XA, to a Plenary whose host is XB; Bruno is the focal point of XB for meetings."""
    kind = FocalPointKind.objects.create(code="meetings", name_en="Meetings", name_fr="Réunions")
    FocalPoint.objects.create(
        organisation=cast.xb, kind=kind, person=cast.member_b.person, email="m@xb.example", valid_from=date(2015, 1, 1)
    )
    registration = make_registration(cast)
    nominate(client, cast.member_a, registration, row(email="ada@alder.example", special_needs="A ramp"))
    return Delegation.objects.get()


def readers_of(model, cast):
    return {name for name, user in cast.users.items() if model.objects.visible_to(again(user)).exists()}


def test_a_delegation_is_for_its_organisation_the_host_the_chair_and_the_secretariat(cast, delegation):
    assert readers_of(Delegation, cast) == {"member_a", "member_b", "kp_chair", "secretary"}
    assert readers_of(Delegate, cast) == {"member_a", "member_b", "kp_chair", "secretary"}


def test_how_one_travels_is_for_the_host_the_secretariat_and_who_nominates(cast, delegation):
    assert readers_of(DelegateTravel, cast) == {"member_a", "member_b", "secretary"}


def test_the_office_of_the_host_is_its_focal_point_and_not_everybody_of_the_host(cast, delegation):
    assert not Delegation.objects.visible_to(cast.chair_b).exists()


def test_whoever_is_nominated_reads_their_own_delegation(cast, delegation):
    delegate = Delegate.objects.get()
    delegate.person = cast.guest.person
    delegate.save()
    assert Delegation.objects.visible_to(again(cast.guest)).get() == delegation
    assert DelegateTravel.objects.visible_to(again(cast.guest)).exists()
    delegate.withdrawn_at = delegation.nominated_at
    delegate.save()
    assert not Delegation.objects.visible_to(again(cast.guest)).exists()


def test_the_list_of_participants_is_for_those_who_take_part_and_tells_no_address(client, cast, delegation):
    nominate(client, cast.secretary, delegation.registration, row("Olaf", "Opal"), channel="mail")
    reference = delegation.registration.meeting.reference
    page = reverse("logistics:participants", args=[reference])
    may = {"member_a", "member_b", "kp_chair", "secretary"}
    for name in (*may, "observer", "chair_b"):
        client.force_login(cast.users[name])
        response = client.get(page)
        assert response.status_code == (200 if name in may else 404), name
        assert "alder.example" not in text_of(response)
        assert "A ramp" not in text_of(response)
    client.force_login(cast.member_a)
    assert "Ada Amber" in text_of(client.get(page))
    assert client.get(reverse("logistics:participants-pdf", args=[reference])).content.startswith(b"%PDF")


def test_the_list_stands_in_order_with_guests_last_and_heads_first(client, cast, delegation):
    registration = delegation.registration
    rows = [row("Zoe", "Agate", function="=1+1"), row("Bea", "Zircon")]
    client.force_login(cast.secretary)
    client.post(
        reverse("logistics:delegation-nominate", args=[registration.meeting.reference, "XO"]),
        {"form-TOTAL_FORMS": 2, "form-INITIAL_FORMS": 0, "head": "1", "channel": "mail"}
        | {f"form-{number}-{name}": value for number, one in enumerate(rows) for name, value in one.items()},
    )
    guest = row("Gus", "Gneiss", affiliation="Sample University")
    client.post(
        reverse("logistics:guests-nominate", args=[registration.meeting.reference]),
        {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 0} | {f"form-0-{name}": value for name, value in guest.items()},
    )
    sheet = text_of(client.get(reverse("logistics:participants-csv", args=[registration.meeting.reference])))
    told = [(line[0], line[2], line[4], line[5]) for line in csv.reader(StringIO(sheet.lstrip("\ufeff")))][1:]
    assert told == [
        ("Participants", "Alder", "Amber", "Delegate"),
        ("Observers", "Sample Coalition", "Zircon", "Delegate"),
        ("Observers", "Sample Coalition", "Agate", "'=1+1"),
        ("Guests of the Chair", "Sample University", "Gneiss", "Delegate"),
    ]


def test_the_state_of_registration_names_who_has_not_answered(client, cast, delegation):
    reference = delegation.registration.meeting.reference
    may = {"member_b", "kp_chair", "secretary"}
    for name in (*may, "member_a", "chair_b"):
        client.force_login(cast.users[name])
        status = client.get(reverse("logistics:registration-csv", args=[reference])).status_code
        assert status == (200 if name in may else 404), name
    client.force_login(cast.secretary)
    sheet = text_of(client.get(reverse("logistics:registration-csv", args=[reference])))
    told = {line[1]: line[3] for line in csv.reader(StringIO(sheet.lstrip("\ufeff")))}
    assert told["XA"] == "nominated"
    assert {told[code] for code in ("XB", "XC", "XD", "XE", "XO")} == {"no answer yet"}
    page = text_of(client.get(reverse("logistics:registration", args=[reference])))
    assert "no answer yet" in page
    client.force_login(cast.both)
    assert "Alder" not in text_of(client.get(reverse("logistics:registration", args=[reference])))


def queries_of(client, page):
    with CaptureQueriesContext(connection) as caught:
        assert client.get(page).status_code == 200
    return len(caught)


def test_the_lists_ask_as_often_for_many_organisations_as_for_few(client, cast, delegation):
    reference = delegation.registration.meeting.reference
    client.force_login(cast.secretary)
    names = ("registration", "registration-csv", "participants", "participants-csv")
    pages = [reverse(f"logistics:{name}", args=[reference]) for name in names]
    few = [queries_of(client, page) for page in pages for _again in range(2)][1::2]  # the first also shows the message
    for number in range(2):
        organisation(f"XM{number}", f"Many {number}")
        url = reverse("logistics:delegation-nominate", args=[reference, f"XM{number}"])
        one = {f"form-0-{name}": value for name, value in row().items()}
        client.post(url, {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 0, "head": 0, "channel": "mail"} | one)
    assert Delegation.objects.count() == 3
    assert [queries_of(client, page) for page in pages for _again in range(2)][1::2] == few


def held(cast, **facts):
    meeting = make_meeting(cast, **{"start_date": today(), "end_date": today()} | facts)
    return meeting, reverse("logistics:attendance-record", args=[meeting.reference])


def test_attendance_stands_beside_those_who_could_attend_that_day(client, cast):
    status = ParticipationStatus.objects.get(organisation=cast.xc)
    status.valid_until = today()
    status.save()
    meeting, page = held(cast)
    client.force_login(cast.kp_chair)
    answer = {
        f"o{cast.xa.pk}": "present",
        f"o{cast.xb.pk}": "online",
        f"o{cast.xd.pk}": "apologies",
        "others": "Uma Tuff",
    }
    assert "Cedar" not in text_of(client.get(page))
    assert client.post(page, answer).status_code == 302
    client.force_login(cast.observer)
    shown = text_of(client.get(reverse("logistics:attendance", args=[meeting.reference])))
    assert "2 of 4 present" in shown
    assert "Participants present: Alder, Birch (online).\nOthers present: Uma Tuff\nApologies: Dogwood." in shown
    assert 'lang="fr"' in shown
    assert client.get(page).status_code == 404


def test_the_attendance_of_a_body_is_that_of_its_members(client, cast):
    meeting, page = held(cast, kind="body", audience="body", audience_body=cast.xwb, title_en="", title_fr="")
    MeetingBody.objects.create(meeting=meeting, body=cast.xwb)
    membership = Membership.objects.get(body=cast.xwb, organisation=cast.xd)
    assert membership.grade == "provisional"
    client.force_login(cast.chair_b)
    shown = text_of(client.get(page))
    assert {name for name in ("Alder", "Birch", "Cedar", "Dogwood") if f">{name}" in shown} == {"Birch", "Dogwood"}
    client.post(page, {f"o{cast.xb.pk}": "present"})
    assert "Members present: Birch." in text_of(client.get(reverse("logistics:attendance", args=[meeting.reference])))
    client.force_login(cast.member_a)
    assert client.get(reverse("logistics:attendance", args=[meeting.reference])).status_code == 404


def test_nobody_has_attended_a_meeting_to_come(client, cast):
    meeting = make_meeting(cast)
    client.force_login(cast.secretary)
    page = reverse("logistics:attendance-record", args=[meeting.reference])
    assert "The meeting has not begun yet" in text_of(client.post(page, {f"o{cast.xa.pk}": "present"}))


@pytest.mark.both_databases
def test_two_who_record_the_attendance_lose_nothing(client, cast):
    _meeting, page = held(cast)
    client.force_login(cast.secretary)
    client.post(page, {f"o{cast.xa.pk}": "present"})
    stale = text_of(client.post(page, {f"o{cast.xa.pk}": "absent"}))
    assert "Somebody else has saved this meanwhile" in stale
    assert "Alder: present" in stale
    version = AttendanceSheet.objects.get().version
    client.post(page, {f"o{cast.xa.pk}": "absent", "seen": version})
    assert AttendanceSheet.objects.get().rows.get().state == "absent"


def test_the_page_of_a_meeting_leads_to_registration_and_attendance(client, cast, delegation):
    meeting = delegation.registration.meeting
    client.force_login(cast.member_a)
    page = text_of(client.get(meeting.get_absolute_url()))
    assert delegation.get_absolute_url() in page
    assert reverse("logistics:participants", args=[meeting.reference]) in page
    client.logout()
    assert delegation.registration.get_absolute_url() not in text_of(client.get(meeting.get_absolute_url()))
    day = today() - timedelta(days=3)
    over = Meeting.objects.create(kind="plenary", start_date=day, end_date=day, audience="public")
    client.force_login(cast.secretary)
    assert "Record the attendance" in text_of(client.get(over.get_absolute_url()))
