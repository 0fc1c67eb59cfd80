"""The review visits that public sources name."""

from django.urls import reverse

from logistics.models import Visit


def test_past_visits_of_the_process_are_public_and_nothing_is_said_of_their_reports(facts, client):
    visits = Visit.objects.filter(is_demonstration=False)
    assert visits.count() == 10
    page = client.get(reverse("logistics:visit-list") + "?year=2022")
    assert page.context["count"] == 2
    assert "August 2022 – September 2022" in page.text
    assert "report due" not in page.text
    assert all(visit.source and not visit.report_status for visit in visits.for_display())
    one = client.get(visits.get(participant__code="BW").get_absolute_url()).text
    assert "No report is on record here." in one
    assert "dailynews" not in one
