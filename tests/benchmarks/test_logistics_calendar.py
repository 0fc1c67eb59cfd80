"""The case of the calendar: what it invents is there, and its limits are those that are told. Nothing here looks at a clock."""

import pytest
from django.urls import reverse
from icalendar import Calendar

from asm_portal.models import User
from benchmarks.logistics.cases import calendar
from benchmarks.measuring import Costs
from benchmarks.portal.register import MEMBER
from logistics.calendar.addresses import make_address
from logistics.models import Meeting

pytestmark = pytest.mark.django_db


def test_every_page_of_the_case_answers_and_a_feed_holds_what_its_reader_may_know():
    bodies = calendar.make_people()
    calendar.fill(bodies, 0, 30)
    calendar.fill(bodies, 30, 40)
    member = User.objects.get(email=MEMBER)
    own = make_address(by=member, label="Benchmark", only_mine=False)
    pages = calendar.calls(
        {"public": reverse("logistics:calendar-feed"), "own": own, "list": reverse("logistics:meeting-list")}
    )
    found = {name: len(Calendar.from_ical(pages[name]()).walk("VEVENT")) for name in ("public", "own")}
    everyone = Meeting.objects.filter(audience="public").count()
    assert found == {"public": everyone, "own": Meeting.objects.visible_to(member).count()}
    assert everyone < found["own"] < 40
    assert b"MTG-" in pages["list"]()


@pytest.mark.parametrize(
    ("growth", "over", "met"), [(11, 1.4, [True, True]), (13, 1.4, [False, True]), (2, 1.6, [True, False])]
)
def test_the_limits_are_those_that_are_told(growth, over, met):
    def cost(seconds):
        return Costs(cpu=[seconds], wall=[seconds], queries=1)

    few = {name: cost(1) for name in ("public feed", "feed of a member", "list of meetings")}
    many = few | {"public feed": cost(growth), "list of meetings": cost(growth / over)}
    assert [verdict.is_met for verdict in calendar.verdicts(few, many)] == met
    assert calendar.report(few, many, dict.fromkeys(few, 1)).count("\n| ") == 5
