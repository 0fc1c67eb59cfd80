"""The case of a notice: what it invents is there and goes to everybody. Nothing here looks at a clock."""

import pytest
from django.core import mail

from asm_portal.models import Delivery
from benchmarks.communications.cases import notice as case

pytestmark = pytest.mark.django_db


def test_the_case_sends_a_notice_to_as_many_as_it_says_and_its_pages_answer(client):
    secretary, chair = case.make_register()
    client.force_login(secretary)
    notice = case.make_notice(case.make_body("Y20", 20), secretary, chair)
    found = case.measure(notice, client)
    assert notice.addressees.count() == 20
    assert set(Delivery.objects.filter(key=f"notice:{notice.pk}").values_list("state", flat=True)) == {"sent"}
    assert len(mail.outbox) == 2 * 20
    assert set(found) == {"recipients", "into the post", "sent", "plain loop", "progress", "calls"}
    assert all(b"Organisation Y200" in page() for page in case.pages(notice, client).values())


def test_the_limits_are_those_that_are_told():
    few = {
        name: {"cpu": 1, "wall": 1, "queries": 7}
        for name in ("recipients", "into the post", "sent", "plain loop", "progress", "calls")
    }
    many = {name: cost | {"cpu": 19} for name, cost in few.items()}
    assert [verdict.is_met for verdict in case.verdicts(few, many)] == [True, True, True]
    many["sent"] = {"cpu": 21, "wall": 1, "queries": 70}
    many["calls"] = {"cpu": 1, "wall": 1, "queries": 8}
    many["plain loop"] = {"cpu": 0.3, "wall": 1, "queries": 1}
    assert [verdict.is_met for verdict in case.verdicts(few, many)] == [False, False, False]
