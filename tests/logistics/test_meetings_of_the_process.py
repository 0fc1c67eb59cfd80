"""The meetings of the Process, as the reference facts know them."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from logistics.models import Meeting, MeetingBody


def page(client, language="en"):
    with override(language):
        return client.get(reverse("logistics:meeting-list"))


@pytest.mark.both_databases
def test_meetings_are_listed_by_year_the_latest_first(facts, client):
    years = page(client).context["years"]
    assert [year for year, _rows in years] == sorted(
        {row.start_date.year for row in Meeting.objects.all()}, reverse=True
    )
    assert [meeting.city for meeting in dict(years)[2013]] == ["Johannesburg", "Kimberley"]
    assert sum(len(rows) for _year, rows in years) == 47


def test_each_names_its_place_and_its_host_as_they_were_called(facts, client):
    by_year = dict(page(client).context["years"])
    plenary = next(meeting for meeting in by_year[2007] if meeting.kind == "plenary")
    assert (plenary.city, plenary.country_name, plenary.host_name) == ("Brussels", "Belgium", "European Community")
    jerusalem = next(meeting for meeting in by_year[2010] if meeting.kind == "plenary")
    assert (jerusalem.city, jerusalem.country_name, jerusalem.host_name) == ("Jerusalem", "", "Israel")
    french = page(client, "fr").text
    assert "Bruxelles" in french
    assert "Belgique" in french


def test_a_date_known_to_the_month_is_shown_to_the_month(facts, client):
    special = next(row for row in dict(page(client).context["years"])[2024] if row.kind == "special_plenary")
    assert special.date_precision == "month"
    assert special.days == "May 2024"


def test_days_of_one_month_are_told_together(facts, client):
    assert "11–14 May 2026" in page(client).text
    assert "11–14 mai 2026" in page(client, "fr").text


def test_plenaries_are_meetings_of_the_plenary(facts):
    assert MeetingBody.objects.filter(body__code="PLENARY").count() == 24
    assert MeetingBody.objects.filter(body__code="INTERSESSIONAL").count() == 19


def test_the_plenary_of_2023_is_known_to_have_no_communique(facts):
    plenaries = Meeting.objects.filter(kind="plenary").owing_a_communique()
    by_year = {meeting.start_date.year: meeting.account for meeting in plenaries}
    assert by_year[2023] == "none"
    assert {account for year, account in by_year.items() if year != 2023} == {"owed"}
