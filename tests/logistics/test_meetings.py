"""The public list of meetings."""

from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from asm_portal.models import Organisation, OrganisationName
from asm_portal.visibility import Audience
from logistics.models import Meeting


def page(client):
    return client.get(reverse("logistics:meeting-list"))


def listed(response):
    return {str(meeting) for _year, meetings in response.context["years"] for meeting in meetings}


def test_a_meeting_shows_only_to_those_it_is_for(cast, client):
    for audience, city in (("public", "Openville"), ("process", "Closedville"), ("secretariat", "Secretville")):
        Meeting.objects.create(
            kind="ad_hoc", start_date=date(2025, 3, 3), end_date=date(2025, 3, 4), city_en=city, audience=audience
        )
    assert "Openville" in page(client).text
    assert "Closedville" not in page(client).text
    client.force_login(cast.observer)
    assert "Closedville" in page(client).text
    assert "Secretville" not in page(client).text


def test_demonstration_meetings_stand_apart(db, client):
    Meeting.objects.create(
        kind="ad_hoc", start_date=date(2025, 3, 3), end_date=date(2025, 3, 4), city_en="Sampleton",
        audience=Audience.PUBLIC, is_demonstration=True,
    )  # fmt: skip
    response = page(client)
    assert [meeting.city for meeting in response.context["demonstration"]] == ["Sampleton"]
    assert "ad hoc meeting 2025, Sampleton" not in listed(response)


def test_the_list_asks_the_database_as_often_for_one_as_for_thirty(db, client):
    host = Organisation.objects.create(code="QQ", kind="state")
    OrganisationName.objects.create(organisation=host, language="en", name="Q", valid_from=date(2003, 1, 1))

    def asked(more):
        for _number in range(more):
            Meeting.objects.create(
                kind="ad_hoc", start_date=date(2025, 3, 3), end_date=date(2025, 3, 4), audience=Audience.PUBLIC,
                country=host, host=host,
            )  # fmt: skip
        with CaptureQueriesContext(connection) as queries:
            page(client)
        return len(queries)

    with_one = asked(1)
    assert asked(29) == with_one


def test_days_of_two_months_name_both(db, client):
    Meeting.objects.create(
        kind="ad_hoc", start_date=date(2025, 10, 29), end_date=date(2025, 11, 1), audience=Audience.PUBLIC
    )
    Meeting.objects.create(
        kind="ad_hoc", start_date=date(2025, 3, 3), end_date=date(2025, 3, 3), audience=Audience.PUBLIC
    )
    Meeting.objects.create(
        kind="ad_hoc", start_date=date(2024, 12, 31), end_date=date(2025, 1, 2), audience=Audience.PUBLIC
    )
    text = page(client).text
    for days in (">29 October – 1 November 2025<", ">3 March 2025<", ">31 December 2024 – 2 January 2025<"):
        assert days in text


def test_an_empty_list_says_so(db, client):
    assert "No meetings on record" in page(client).text
