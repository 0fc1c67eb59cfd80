"""Who takes part on which day: the published totals, the order of names, days that are none."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from asm_portal.dated import today
from asm_portal.models import Affiliation, Body, Measure, Organisation, OrganisationName, ParticipationStatus
from asm_portal.register import alphabetical

PUBLISHED = [
    ("2007-11-08", 48, 74),
    ("2009-11-05", 49, 75),
    ("2012-11-30", 54, 80),
    ("2013-11-22", 54, 81),
    ("2018-11-16", 55, 82),
    ("2021-01-15", 56, 82),
    ("2021-11-12", 59, 85),
    ("2024-11-15", 60, 86),
]


def page(client, name, language="en", **query):
    with override(language):
        return client.get(reverse(name), query)


def names(response):
    return [row.name for row in response.context["entries"]]


@pytest.mark.both_databases
@pytest.mark.parametrize(("day", "participants", "states"), PUBLISHED)
def test_the_published_totals_come_out_right(facts, client, day, participants, states):
    on = date.fromisoformat(day)
    assert Organisation.objects.participants(on).count() == participants
    assert Organisation.objects.states_represented(on).count() == states
    response = page(client, "participant-list", on=day)
    assert len(response.context["entries"]) == participants
    assert f'<b class="num">{participants}</b>Participants' in response.text
    assert f'<b class="num">{states}</b>countries they represent' in response.text


def test_today_sixty_participants_stand_for_eighty_six_states(facts, client):
    response = page(client, "participant-list")
    assert len(response.context["entries"]) == 60
    assert response.context["states_count"] == 86
    union = next(row for row in response.context["entries"] if row.organisation.code == "EU")
    assert union.count == 27


def test_the_union_had_twenty_eight_members_while_the_united_kingdom_was_one(facts, client):
    def members(day):
        (_union, states), *_others = page(client, "participant-list", on=day).context["represented"]
        return {state.code for state, _name in states}

    assert len(members("2020-01-31")) == 28
    assert members("2020-01-31") - members("2020-02-01") == {"GB"}
    covered = page(client, "participant-list", on="2020-06-01")
    assert "GB" not in {row.organisation.code for row in covered.context["entries"]}
    assert covered.context["states_count"] == 82


def test_it_is_said_of_how_many_only_the_year_is_known(facts, client):
    assert page(client, "participant-list", on="2013-12-31").context["known_to_the_year"] == 1
    assert page(client, "participant-list", on="2014-12-31").context["known_to_the_year"] == 0


def test_names_are_those_of_the_day(facts, client):
    assert "Swaziland" in names(page(client, "participant-list", on="2018-04-18"))
    assert "Eswatini" in names(page(client, "participant-list", on="2018-04-19"))
    assert "Communauté européenne" in names(page(client, "participant-list", "fr", on="2009-11-30"))
    assert "Turquie" in names(page(client, "participant-list", "fr", on="2022-05-31"))


@pytest.mark.both_databases
@pytest.mark.parametrize("language", ["en", "fr"])
def test_names_stand_in_the_alphabetical_order_of_the_reader_s_language(facts, client, language):
    listed = names(page(client, "participant-list", language))
    assert listed == sorted(listed, key=alphabetical)
    if language == "fr":
        assert listed.index("Émirats arabes unis") < listed.index("États-Unis d’Amérique") < listed.index("Gabon")


def test_accents_marks_and_ligatures_do_not_change_the_order():
    assert sorted(["Zoé", "Élan", "Œuvre", "Eden", "été", "Côte d’Ivoire", "Cote"], key=alphabetical) == [
        "Cote", "Côte d’Ivoire", "Eden", "Élan", "été", "Œuvre", "Zoé",
    ]  # fmt: skip


def test_a_status_that_is_not_plain_and_a_measure_stand_beside_the_name(facts, client):
    text = page(client, "participant-list", on="2014-01-01").text
    assert "suspended" in text
    assert "self-suspended" in text
    assert "restrictions applied" in text
    assert "suspended" not in page(client, "participant-list").text


def test_before_the_scheme_there_is_nobody_and_on_a_day_to_come_those_of_today(facts, client):
    before = page(client, "participant-list", on="2002-12-31")
    assert before.status_code == 200
    assert "No Participants on record for that day" in before.text
    later = page(client, "participant-list", on="2040-01-01")
    assert len(later.context["entries"]) == 60
    assert "a day still to come" in later.text


@pytest.mark.parametrize("name", ["participant-list", "observer-list", "body-list"])
@pytest.mark.parametrize(
    "asked", ["foo", "2014-02-30", "14/11/2014", "0000-00-00", "2014-11-14T00:00", "<b>", "٢٠١٤-١١-١٤", "2014-11-1\0"]
)
def test_a_malformed_day_gets_a_clear_message(facts, client, name, asked):
    response = page(client, name, on=asked)
    assert response.status_code == 400
    assert "is not a day" in response.text
    assert "\0" not in response.text
    assert "<b> " not in response.text.replace("</b>", "")


def test_the_day_may_be_asked_for_in_three_fields(facts, client):
    response = page(client, "participant-list", day="8", month="11", year="2007")
    assert len(response.context["entries"]) == 48


def test_observers_are_listed_with_their_kind(facts, client):
    response = page(client, "observer-list")
    assert {row.organisation.code for row in response.context["entries"]} == {"ADPA", "DDI", "KPCSC", "WDC"}
    assert "Independent Observer" in response.text
    assert names(page(client, "observer-list", on="2002-01-01")) == []


def test_demonstration_organisations_stand_apart_and_are_never_counted(facts, cast, client):
    response = page(client, "participant-list")
    assert len(response.context["entries"]) == 60
    assert response.context["states_count"] == 86
    assert {row.organisation.code for row in response.context["demonstration"]} == {"XA", "XB", "XC", "XD", "XE"}
    observers = page(client, "observer-list")
    assert [row.organisation.code for row in observers.context["demonstration"]] == ["XO"]
    assert len(observers.context["entries"]) == 4
    bodies = page(client, "body-list")
    assert {body.code for body in bodies.context["demonstration"]} == {"XWA", "XWB", "XKP"}
    assert sum(len(rows) for _heading, rows in bodies.context["groups"]) == 24


def test_bodies_are_grouped_by_kind_those_at_work_first(facts, client):
    groups = dict(page(client, "body-list").context["groups"])
    assert [body.code for body in groups["Working groups"]] == ["WGDE", "WGAAP", "WGM", "WGS"]
    assert [body.activity for body in groups["Committees"]] == sorted(
        (body.activity for body in groups["Committees"]), key=["active", "unconfirmed", "closed"].index
    )
    codes = {
        body.code for _heading, rows in page(client, "body-list", on="2004-05-05").context["groups"] for body in rows
    }
    assert "PC" in codes
    assert not codes & {"WGAAP", "KPS", "ASM", "CKR"}


def crowd(count):
    """So many more Participants with a measure, member states and bodies."""
    union = Organisation.objects.create(code=f"U{count}", kind="union")
    ParticipationStatus.objects.create(organisation=union, status="participant", valid_from=date(2003, 1, 1))
    for number in range(count):
        made = Organisation.objects.create(code=f"Q{count}-{number}", kind="state")
        OrganisationName.objects.create(
            organisation=made, language="en", name=f"Q{number}", valid_from=date(2003, 1, 1)
        )
        ParticipationStatus.objects.create(organisation=made, status="participant", valid_from=date(2003, 1, 1))
        Measure.objects.create(organisation=made, kind="restrictions", valid_from=date(2003, 1, 1))
        member = Organisation.objects.create(code=f"M{count}-{number}", kind="state")
        Affiliation.objects.create(organisation=member, parent=union, valid_from=date(2003, 1, 1))
        Body.objects.create(code=f"B{count}-{number}", kind="committee", name_en="B", name_fr="B")


def test_lists_ask_the_database_as_often_for_one_as_for_three_hundred(db, client):
    def asked():
        counts = []
        for name in ("participant-list", "observer-list", "body-list"):
            with CaptureQueriesContext(connection) as queries:
                page(client, name)
            counts.append(len(queries))
        return counts

    crowd(1)
    with_one = asked()
    assert max(with_one) <= 12
    for count in (2, 297):
        crowd(count)
        assert asked() == with_one


def test_a_change_that_takes_effect_tomorrow_shows_tomorrow(cast, client):
    status = ParticipationStatus.objects.get(organisation=cast.xa)
    status.valid_until = today() + timedelta(days=1)
    status.save()
    assert Organisation.objects.participants().filter(pk=cast.xa.pk).exists()
    assert not Organisation.objects.participants(today() + timedelta(days=1)).filter(pk=cast.xa.pk).exists()


def test_the_day_goes_along_to_the_next_page(facts, client):
    text = page(client, "participant-list", on="0999-01-01").text
    assert "/observers/?on=0999-01-01" in text
    assert "/participants/CF/?on=2014-11-14" in page(client, "participant-list", on="2014-11-14").text
    assert "/participants/CF/?on" not in page(client, "participant-list").text
