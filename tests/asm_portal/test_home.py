"""The first page."""

import re
from datetime import date

import pytest

from asm_portal.dated import today
from asm_portal.models import Affiliation, Organisation, OrganisationName, ParticipationStatus
from logistics.models import Meeting

pytestmark = pytest.mark.django_db


def home(client, language="en"):
    return client.get(f"/{language}/").content.decode()


def figures(page):
    found = re.findall(r"<p><b>([\d,]+)</b>(?:<a [^>]*>)?([^<]+)", page)
    return {label: int(number.replace(",", "")) for number, label in found}


def section(page, name):
    return re.search(rf'<section[^>]*aria-labelledby="{name}">.*?</section>', page, re.S).group()


def participant(code, name, kind=Organisation.Kind.STATE, **extra):
    made = Organisation.objects.create(code=code, kind=kind, **extra)
    OrganisationName.objects.create(organisation=made, language="en", name=name, valid_from=date(2003, 1, 1))
    ParticipationStatus.objects.create(organisation=made, status="participant", valid_from=date(2003, 1, 1))
    return made


def test_a_state_that_is_represented_twice_counts_once(client):
    union = participant("YU", "Union", Organisation.Kind.UNION)
    state = participant("YA", "Itself")
    member = Organisation.objects.create(code="YB", kind=Organisation.Kind.STATE)
    for organisation in (state, member):
        Affiliation.objects.create(organisation=organisation, parent=union, valid_from=date(2004, 1, 1))
    left = Organisation.objects.create(code="YC", kind=Organisation.Kind.STATE)
    Affiliation.objects.create(
        organisation=left, parent=union, valid_from=date(2004, 1, 1), valid_until=date(2020, 1, 1)
    )
    found = figures(home(client))
    assert found["Participants"] == 2
    assert found["countries they represent"] == 2


def test_the_demonstration_is_not_counted_and_not_listed(client, cast):
    page = home(client)
    assert figures(page).get("Participants", 0) == 0
    assert "Alder" not in page


@pytest.mark.both_databases
def test_participants_stand_in_the_alphabetical_order_of_the_language(client):
    for code, name in (("YZ", "Zebra"), ("YE", "Étoile"), ("YA", "Adler"), ("YF", "Fox")):
        participant(code, name)
    names = re.findall(r'">([^<]+)</a></li>', section(home(client), "participants"))
    assert names == ["Adler", "Étoile", "Fox", "Zebra"]


def meeting(day, **extra):
    return Meeting.objects.create(kind="plenary", start_date=day, end_date=day, audience="public", **extra)


def test_the_calendar_shows_the_next_meetings_soonest_first(client):
    for year in (1, 2, 3, 4):
        meeting(today().replace(year=today().year + year, day=1), city_en=f"Town {year}")
    meeting(date(2012, 11, 27), city_en="Yesterday")
    calendar = section(home(client), "calendar")
    assert re.findall(r"Town \d", calendar) == ["Town 1", "Town 2", "Town 3"]
    assert "Yesterday" not in calendar


def test_without_a_meeting_to_come_the_latest_ones_are_shown(client):
    meeting(date(2012, 11, 27), city_en="Older")
    meeting(date(2013, 11, 19), city_en="Newer")
    calendar = section(home(client), "calendar")
    assert "Latest meetings" in calendar
    assert re.findall("Newer|Older", calendar) == ["Newer", "Older"]


def test_a_meeting_that_is_not_public_is_not_on_the_home_page_of_everyone(client, cast):
    Meeting.objects.create(
        kind="plenary", start_date=today(), end_date=today(), audience="participants", city_en="Closed Town"
    )
    assert "Closed Town" not in home(client)
    client.force_login(cast.member_a)
    assert "Closed Town" in home(client)


def test_those_signed_in_are_not_asked_to_sign_in(client, cast):
    assert "Sign in as a member" in home(client)
    client.force_login(cast.member_a)
    assert "Sign in as a member" not in home(client)
