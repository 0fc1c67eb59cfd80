"""The public register of assistance and the yearly table: what counts, what is told, and how it looks."""

import csv
import io
from datetime import UTC, date, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.urls import reverse

from assistance.figures.charts import chart
from assistance.figures.register import Register
from assistance.figures.yearly import yearly
from assistance.models import (
    Analysis,
    AssistanceRequest,
    Beneficiary,
    Clarification,
    Delivery,
    Outcome,
    Referral,
    Workshop,
    WorkshopBeneficiary,
)
from knowledge.text_approvals import approve_text, digest
from tests.assistance.offered import offered
from tests.cast import again

pytestmark = pytest.mark.django_db
REGISTER, REGISTER_SHEET, FIGURES, FIGURES_SHEET = (
    reverse(f"assistance:{name}") for name in ("register", "register-csv", "figures", "figures-csv")
)
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def in_november(time_machine):
    time_machine.move_to(NOW, tick=False)


def case(cast, *, of=None, day=date(2026, 6, 1), kind="delivered", themes=("valuation",), listed=True, merged=None):
    """A request with its outcome, of XA unless another one asks."""
    at = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
    request = AssistanceRequest(
        organisation=of or cast.xa, name="A", text="Need", language="en", wants_training=True,
        submitted_at=at - timedelta(days=14), may_be_listed=listed, merged_into=merged,
    )  # fmt: skip
    request.save()
    Analysis.objects.create(
        request=request, is_eligible=True, themes=list(themes), at=at - timedelta(days=7), by=cast.secretary
    )
    if kind:
        Outcome.objects.create(request=request, kind=kind, text="Done", by=cast.secretary, at=at)
    return request


def cases(cast, count, **facts):
    return [case(cast, **facts) for _number in range(count)]


def workshop(day, *organisations, request=None, **facts):
    """One that was published, as the database takes it."""
    known = {"stage": "published", "agreed_by": "organisers", "agreed_on": day, "theme_codes": ["customs"]}
    made = Workshop(start_date=day, end_date=day, request=request, **known | facts)
    made.save()
    for organisation in organisations:
        WorkshopBeneficiary.objects.create(workshop=made, organisation=organisation)
    return made


def told():
    """(code of the Participant, theme, year) → number."""
    register = Register({})
    return {
        (register.organisations[participant].code if participant else None, theme, year): number
        for (participant, theme, year), number in register.told.items()
    }


def test_what_was_given_counts_by_participant_theme_and_year(cast):
    cases(cast, 3)
    cases(cast, 4, of=cast.xb, day=date(2025, 3, 1), kind="partly", themes=["statistics"])
    assert told() == {
        (None, None, 2026): 3, (None, None, 2025): 4, ("XA", None, None): 3, ("XB", None, None): 4,
        (None, "valuation", None): 3, (None, "statistics", None): 4, ("XA", None, 2026): 3, ("XB", None, 2025): 4,
        (None, "valuation", 2026): 3, (None, "statistics", 2025): 4, ("XA", "valuation", None): 3,
        ("XB", "statistics", None): 4, ("XA", "valuation", 2026): 3, ("XB", "statistics", 2025): 4, (None, None, None): 7,
    }  # fmt: skip


def test_only_what_was_given_and_whose_requester_agreed_counts(cast):
    cases(cast, 2)
    for facts in ({"listed": False}, {"kind": "declined"}, {"kind": "withdrawn"}, {"kind": ""}):
        case(cast, **facts)
    assert told() == {}
    case(cast)
    assert told()[None, None, 2026] == 3


def test_a_case_counts_with_each_of_those_whom_it_was_for_and_not_with_who_asked_for_them(cast):
    for request in cases(cast, 3, of=cast.xo):
        for organisation in (cast.xa, cast.xb):
            Beneficiary.objects.create(request=request, organisation=organisation)
    cases(cast, 3, of=cast.xo)
    numbers = told()
    assert (numbers["XA", None, None], numbers["XB", None, None], numbers[None, None, None]) == (3, 3, 6)
    assert not [key for key in numbers if key[0] == "XO"]


def test_published_workshops_count_once_and_what_was_only_recorded_elsewhere_does_not(cast):
    for number in range(3):
        workshop(date(2026, 5, 1 + number), cast.xd)
    workshop(date(2026, 5, 9), cast.xd, stage="draft")
    workshop(date(2026, 5, 9), cast.xd, is_recorded=True, source_line_en="Elsewhere")
    assert told()["XD", "customs", 2026] == 3


def test_a_workshop_of_a_counted_case_is_not_counted_again_and_leaves_only_two_that_nobody_can_read_of(cast):
    requests = cases(cast, 3)
    made = workshop(date(2026, 5, 1), cast.xa, stage="draft", request=requests[0])
    assert told()["XA", None, None] == 3
    made.approval = approve_text(record=made, content="{}", by=cast.kp_chair, seen=digest("{}"))
    made.stage = "published"
    made.save()
    assert told() == {}
    cases(cast, 1)
    assert told()["XA", None, None] == 4


def test_a_number_below_three_stands_nowhere_on_the_pages_and_in_the_sheet(cast, client):
    cases(cast, 3)
    cases(cast, 2, of=cast.xb, themes=["customs"], day=date(2025, 1, 10))
    case(cast, of=cast.xd, themes=["reporting"], day=date(2024, 1, 10))
    page = client.get(REGISTER).text
    assert "Alder" in page
    for hidden in ("Birch", "Dogwood", "Customs", "Reports and review", ">2025<", ">2024<"):
        assert hidden not in page
    sheet = list(csv.reader(io.StringIO(client.get(REGISTER_SHEET).getvalue().decode("utf-8-sig"))))
    assert {row[1] for row in sheet[1:]} == {"", "XA"}
    assert {row[4] for row in sheet[1:]} == {"3", "6"}
    for query in ("?participant=XB", "?year=2025", "?participant=XA&year=2025", "?theme=customs", "?year=%00&theme=x"):
        answer = client.get(REGISTER + query)
        assert answer.status_code == 200
        assert ">2<" not in answer.text


def test_filters_narrow_and_what_they_hide_is_said_not_to_be_told(cast, client):
    cases(cast, 3)
    cases(cast, 3, of=cast.xb)
    page = client.get(REGISTER, {"participant": "XA", "theme": "valuation"})
    assert "Given 3 times" in page.text
    assert page.context["is_filtered"]
    hidden = client.get(REGISTER, {"theme": "customs"})
    assert "Number not shown" in hidden.text


def test_without_three_of_anything_the_register_says_so(cast, client):
    cases(cast, 2)
    assert "Too few cases to count yet" in client.get(REGISTER).text


def test_the_register_asks_the_same_of_the_database_for_a_few_and_for_many(
    cast, client, django_assert_num_queries, django_assert_max_num_queries
):
    cases(cast, 3)
    for number in range(3):
        workshop(date(2026, 5, 1 + number), cast.xd)
    with django_assert_max_num_queries(20) as first:
        client.get(REGISTER)
    cases(cast, 4, of=cast.xb)
    workshop(date(2026, 6, 1), cast.xa, cast.xb)
    with django_assert_num_queries(len(first)):
        client.get(REGISTER)


def years():
    return {row.year: row for row in yearly()}


def delivered(cast, request, start):
    Delivery.objects.create(
        request=request, kind="advice", by_whom="XWA", start_date=start, end_date=start, text="Given"
    )


def test_the_yearly_table_counts_what_happened_in_each_year(cast):
    requests = [*cases(cast, 3), *cases(cast, 3, kind="declined"), case(cast, kind="")]
    for request in requests[:3]:
        Referral.objects.create(
            request=request, body=cast.xwa, purpose="Help", respond_by=date(2026, 7, 1), by=cast.secretary.person
        )
        offered(cast)
    year = years()[2026]
    assert (year.requests, year.referrals, year.offers, year.outcomes) == (7, 3, 3, 6)
    assert year.by_kind == (3, None, 3, None, None)


def test_a_small_number_of_outcomes_of_a_kind_cannot_be_worked_out_from_the_others(cast):
    cases(cast, 4)
    cases(cast, 2, kind="declined")
    year = years()[2026]
    assert (year.outcomes, year.by_kind) == (6, (None,) * 5)


def test_medians_count_working_days_without_the_pauses(cast):
    """Asked on Monday 18 May, analysed on the 25th, given on 1 June: 5 and 10 working days; one was asked back for a week."""
    requests = cases(cast, 3)
    for request in requests:
        delivered(cast, request, date(2026, 6, 1))
    assert (years()[2026].first_answer, years()[2026].delivery) == (5, 10)
    for request in requests[:2]:
        Clarification.objects.create(
            request=request, question="Which?", by=cast.secretary,
            asked_at=datetime(2026, 5, 18, 10, tzinfo=UTC), ended_at=datetime(2026, 5, 25, 10, tzinfo=UTC),
        )  # fmt: skip
    assert (years()[2026].first_answer, years()[2026].delivery) == (0, 5)


def test_a_median_of_fewer_than_three_is_not_told(cast):
    for request in cases(cast, 2):
        delivered(cast, request, date(2026, 6, 1))
    assert (years()[2026].first_answer, years()[2026].delivery, years()[2026].requests) == (None, None, None)


def test_years_before_the_portal_say_so_and_count_nothing(cast, client):
    cases(cast, 3)
    page = client.get(FIGURES).text
    assert "before 2026" in page
    assert "requests were mailed to everyone, and no count was kept" in page
    rows = list(csv.reader(io.StringIO(client.get(FIGURES_SHEET).getvalue().decode("utf-8-sig"))))
    assert [row[0] for row in rows] == ["Year", "2026", "before 2026"]
    assert rows[1][1] == "3"


def test_the_page_draws_what_the_table_says(cast, client):
    cases(cast, 6)
    page = client.get(FIGURES)
    [requests, referrals, offers, outcomes, answers, deliveries] = page.context["charts"]
    assert [(bar.year, bar.number) for bar in requests.bars] == [(2026, 6)]
    assert (outcomes.is_empty, answers.bars[0].number, deliveries.is_empty) == (False, 5, True)
    assert referrals.is_empty
    assert offers.is_empty
    drawings = [part.partition("</svg>")[0] for part in page.text.split('<svg class="bar"')[1:]]
    assert len(drawings) == 3
    for drawing in drawings:
        ElementTree.fromstring(f"<svg{drawing}</svg>")  # noqa: S314 (our own)
        assert 'aria-hidden="true"' in drawing
        assert "style" not in drawing


def test_the_longest_bar_is_as_long_as_the_chart_and_what_is_not_told_has_none():
    drawn = chart("Requests", [(2026, 8), (2025, 4), (2024, None)])
    assert [bar.length for bar in drawn.bars] == ["100.00", "50.00", "0.00"]
    assert chart("Requests", [(2026, None)]).is_empty
    assert chart("Days", [(2026, 0)]).bars[0].length == "0.00"


def test_the_figures_ask_the_same_of_the_database_for_a_few_and_for_many(
    cast, client, django_assert_num_queries, django_assert_max_num_queries
):
    def one():
        request = case(cast)
        delivered(cast, request, date(2026, 6, 1))
        offered(cast)

    one()
    with django_assert_max_num_queries(20) as first:
        client.get(FIGURES)
    for _again in range(3):
        one()
    with django_assert_num_queries(len(first)):
        client.get(FIGURES)


def test_everyone_is_told_the_same(cast, client):
    cases(cast, 3)
    expected = told()
    assert expected
    for name in ("anyone", "member_a", "secretary"):
        client.logout()
        if name != "anyone":
            client.force_login(again(cast.users[name]))
        page = client.get(REGISTER)
        assert page.context["count"] == 3
        assert client.get(FIGURES).status_code == 200
    client.logout()
    client.get(REGISTER)
    assert "sessionid" not in client.cookies
