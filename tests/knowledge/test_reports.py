"""Reports of Participants: kept by period, listed, compared year on year; and the warning before an embargo ends."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from asm_portal.models import Delivery
from knowledge import actions as archive
from knowledge.models import Document, Report, ReportDeadline
from knowledge.reports.actions import add_report
from knowledge.reports.embargo import warn
from tests.cast import again
from tests.knowledge.papers import add_texts, draft, make_kind, on_desk

pytestmark = pytest.mark.django_db
LIST = "/en/reports/"


def annual(cast, organisation, year, text="x", **facts):
    """A final annual report, for Participants and Observers unless said otherwise."""
    document = add_report(
        kind=make_kind("annual_report", prefix="ANR"), titles={"en": f"Annual {organisation} {year}"}, by=cast.secretary,
        organisation=organisation, period_from=date(year, 1, 1), period_until=date(year, 12, 31), date=date(year + 1, 3, 1),
        **facts,
    )  # fmt: skip
    add_texts(document, {"en": text})
    return archive.publish(document=document, by=cast.secretary)


def listed(client, **query):
    response = client.get(LIST, query)
    assert response.status_code == 200
    return [str(document) for document in response.context["documents"]]


def test_reports_are_listed_by_participant_and_year_for_those_who_may_know_of_them(client, cast):
    for organisation, year in ((cast.xb, 2023), (cast.xa, 2022), (cast.xa, 2023)):
        annual(cast, organisation, year)
    annual(cast, cast.xb, 2024, audience="public")
    assert listed(client) == ["Annual Birch 2024"]
    client.force_login(again(cast.observer))
    assert listed(client) == ["Annual Alder 2023", "Annual Alder 2022", "Annual Birch 2024", "Annual Birch 2023"]
    assert listed(client, participant="XA") == ["Annual Alder 2023", "Annual Alder 2022"]
    assert listed(client, year="2023") == ["Annual Alder 2023", "Annual Birch 2023"]
    assert listed(client, year="2023", participant="XB", kind="annual_report") == ["Annual Birch 2023"]
    assert len(listed(client, year="²", participant="nobody", kind="x\x00")) == 4


def test_facets_count_only_what_one_may_know_of(client, cast):
    annual(cast, cast.xa, 2023)
    annual(cast, cast.xb, 2023, audience="public")

    def counts():
        return {choice.value: choice.count for facet in client.get(LIST).context["facets"] for choice in facet.choices}

    assert counts() == {"XB": 1, "annual_report": 1, "2023": 1}
    client.force_login(again(cast.member_a))
    assert counts() == {"XA": 1, "XB": 1, "annual_report": 2, "2023": 2}


def test_the_number_of_queries_does_not_grow_with_the_reports(client, cast):
    client.force_login(again(cast.member_a))
    asked = []
    for years in (range(2020, 2021), range(2021, 2024)):
        for year in years:
            annual(cast, cast.xa, year)
        for address in (LIST, reverse("knowledge:participant-reports", args=["XA"])):
            with CaptureQueriesContext(connection) as captured:
                assert client.get(address).status_code == 200
            asked.append(len(captured))
    assert asked[:2] == asked[2:]


def test_the_day_it_was_due_follows_from_the_rule_that_staff_can_change(cast):
    report = annual(cast, cast.xa, 2023, received_on=date(2024, 3, 20)).report
    assert report.due_on is None
    rule = ReportDeadline.objects.create(
        kind=report.document.kind, month=3, day=31, rule_en="By 31 March", rule_fr="31 mars"
    )
    assert Report.objects.get(pk=report.pk).due_on == date(2024, 3, 31)
    rule.month, rule.day = 4, 30
    rule.save()
    assert Report.objects.get(pk=report.pk).due_on == date(2024, 4, 30)
    with pytest.raises(ValidationError, match="no such day"):
        ReportDeadline(kind=make_kind("x"), month=4, day=31, rule_en="x", rule_fr="x").full_clean()


def test_a_period_does_not_end_before_it_begins(cast):
    report = Report(document=draft(), period_from=date(2024, 2, 1), period_until=date(2024, 1, 1))
    with pytest.raises(ValidationError, match="ends before it begins"):
        report.full_clean()


@pytest.mark.both_databases
def test_reports_stand_side_by_side_by_year_and_kind(client, cast):
    first, second = annual(cast, cast.xa, 2022), annual(cast, cast.xa, 2023)
    address = reverse("knowledge:participant-reports", args=["XA"])
    assert client.get(address).context["years"] == []
    client.force_login(again(cast.member_b))
    years = client.get(address).context["years"]
    assert [(year, cells[0][1]) for year, cells in years] == [(2023, [second]), (2022, [first])]
    assert client.get(reverse("knowledge:participant-reports", args=["XZ"])).status_code == 404


def test_the_texts_of_two_years_are_compared(client, cast):
    first = annual(cast, cast.xa, 2022, "# Trade\n\nThey issued 512 certificates.")
    second = annual(cast, cast.xa, 2023, "# Trade\n\nThey issued 558 certificates.")
    address = reverse("knowledge:participant-reports", args=["XA"])
    asked = {"earlier": second.reference, "later": first.reference}
    assert "512" not in client.get(address, asked).content.decode()
    client.force_login(again(cast.member_b))
    page = client.get(address, asked)
    assert (page.context["comparison"].earlier, page.context["comparison"].later) == (first, second)
    assert "<del>512</del>" in page.content.decode()
    assert "<ins>558</ins>" in page.content.decode()
    assert "Choose two different reports" in client.get(address, asked | {"later": "x"}).content.decode()


def embargoed(cast, days, **facts):
    document = draft("Table", texts={"en": "x"}, by=cast.secretary, issuing_body=cast.xwa, **facts)
    until = timezone.now() + timedelta(days=days)
    return archive.publish(document=document, by=cast.secretary, embargoed_until=until)


def test_the_end_of_an_embargo_is_announced_a_week_before_once_to_its_editors(cast):
    embargoed(cast, 8)
    document = embargoed(cast, 6)
    for _minute in range(3):
        warn(timezone.now())
    key = f"embargo:{document.reference}:{document.embargoed_until:%Y-%m-%d}"
    told = Delivery.objects.filter(key__startswith="embargo:")
    assert {(row.key, row.person) for row in told} == {(key, cast.secretary.person), (key, cast.chair_a.person)}
    assert "everyone" in told.first().text
    assert "embargo" in told.first().subject


def test_the_desk_of_an_editor_says_who_will_read_it_then(cast):
    embargoed(cast, 6)
    desk = on_desk(cast.chair_a)
    assert "An embargo ends: Table" in desk
    assert "Who will read it then: everyone" in desk
    assert "An embargo ends" not in on_desk(cast.member_a)


def test_the_clock_releases_an_embargoed_text(client, cast):
    document = embargoed(cast, 6)
    assert client.get(document.get_absolute_url()).status_code == 404
    client.force_login(again(cast.secretary))
    assert "Under embargo until" in client.get(document.get_absolute_url()).content.decode()
    document.embargoed_until = timezone.now() - timedelta(seconds=1)
    document.save()
    client.logout()
    assert client.get(document.get_absolute_url()).status_code == 200


def test_a_text_withdrawn_under_embargo_leaves_no_trace_anywhere(client, cast):
    document = embargoed(cast, 6)
    archive.withdraw(document=document, by=cast.secretary)
    assert Document.objects.get(pk=document.pk).state == "draft"
    client.force_login(again(cast.member_a))
    for page in ("document-detail", "document-print", "document-cite", "document-history"):
        assert client.get(reverse(f"knowledge:{page}", args=[document.reference])).status_code == 404
    assert warn(timezone.now()) is None
    assert not Delivery.objects.filter(key__startswith="embargo:").exists()


def test_a_withdrawn_report_is_a_tombstone_and_in_no_list(client, cast):
    report = annual(cast, cast.xa, 2023)
    rendition = report.revisions.get().renditions.get()
    archive.withdraw(document=report, by=cast.secretary, reason_en="Sent twice.")
    client.force_login(again(cast.member_a))
    assert listed(client) == []
    assert client.get(reverse("knowledge:participant-reports", args=["XA"])).context["years"] == []
    answer = client.get(report.get_absolute_url())
    assert (answer.status_code, "Sent twice." in answer.content.decode()) == (410, True)
    assert report.reference not in client.get(reverse("knowledge:document-list"), {"q": "Annual"}).content.decode()
    assert client.get(reverse("permalink", args=[report.reference])).status_code == 302
    assert rendition.get_absolute_url().startswith(report.get_absolute_url())
    client.logout()
    assert client.get(report.get_absolute_url()).status_code == 404


def test_a_report_is_found_from_the_page_of_its_participant(client, cast):
    annual(cast, cast.xa, 2023, audience="public")
    page = client.get(cast.xa.get_absolute_url()).content.decode()
    assert reverse("knowledge:participant-reports", args=["XA"]) in page
