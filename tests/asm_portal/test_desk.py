from datetime import timedelta

import pytest
from django.urls import reverse

from asm_portal.dated import today
from asm_portal.invitations import OFFICER, organisations_of_focal_point
from asm_portal.models import Representation
from tests.cast import SINCE, person

DESK = "/en/desk/"


@pytest.fixture
def read(client):
    """The desk as an account sees it."""

    def page(user):
        client.force_login(user)
        return client.get(DESK)

    return page


def test_the_desk_is_for_those_signed_in(client, db):
    assert client.get(DESK).url == f"/en/accounts/login/?next={DESK}"


def test_everybody_finds_their_own_bodies_and_organisations_on_the_desk(read, cast):
    bodies = {"XWA": "Sample Working Group A", "XWB": "Sample Working Group B"}
    expected = {
        "guest": (set(), set()),
        "member_a": ({"XWA"}, {"Alder"}),
        "both": ({"XWA", "XWB"}, {"Dogwood"}),
        "narrow": ({"XWB"}, {"Dogwood"}),
        "chair_b": ({"XWB"}, {"Birch"}),
        "ex_member": (set(), set()),
        "officer": (set(), {"Alder"}),
    }
    for name, (codes, organisations) in expected.items():
        context = read(cast.users[name]).context
        assert {body.name for body in context["bodies"]} == {bodies[code] for code in codes}, name
        assert {organisation.name for organisation in context["organisations"]} == organisations, name


def test_a_body_is_one_click_away(read, cast):
    assert f'href="{cast.xwa.get_absolute_url()}"' in read(cast.member_a).text


@pytest.mark.both_databases
def test_what_waits_stands_in_the_order_of_its_day_and_what_has_none_last(read, cast):
    first = Representation.objects.get(role=OFFICER)
    second = Representation.objects.create(
        person=person("Otto"),
        organisation=cast.xa,
        role=OFFICER,
        valid_from=SINCE,
        valid_until=today() + timedelta(days=4),
    )
    first.valid_until = today() + timedelta(days=9)
    first.save()
    days = [item.due for item in read(cast.member_a).context["items"]]
    dated = [day for day in days if day]
    assert dated == [second.valid_until - timedelta(days=1), first.valid_until - timedelta(days=1)]
    assert days[: len(dated)] == dated
    assert None in days


def test_a_focal_point_is_told_in_time_that_an_officer_is_to_be_renewed(read, cast):
    officer = Representation.objects.get(role=OFFICER)
    title = f"certificate officer {officer.person}"
    assert title not in read(cast.member_a).text
    officer.valid_until = today() + timedelta(days=20)
    officer.save()
    assert title in read(cast.member_a).text
    assert title not in read(cast.member_b).text


def test_the_officers_page_is_linked_for_focal_points_only(read, cast):
    assert {name for name, user in cast.users.items() if organisations_of_focal_point(user)} == {"member_a"}
    link = f'href="{reverse("officer-list")}"'
    assert link in read(cast.member_a).text
    assert link not in read(cast.officer).text


def test_the_secretariat_finds_the_lists_it_works_from_on_its_desk(read, cast):
    cast.xwa.offices.create(code="XWA-VICE", seat="vice_chair", body=cast.xwa, name_en="Vice Chair", name_fr="Vice")
    held_by_nobody = "/admin/asm_portal/office/"
    assert any(item.url.startswith(held_by_nobody) for item in read(cast.secretary).context["items"])
    for user in (cast.chair_a, cast.kp_chair, cast.administrator, cast.guest):
        assert not any(item.url.startswith(held_by_nobody) for item in read(user).context["items"])
