"""The minutes debt: every meeting that is over has minutes, or a reason why not, or an office that owes them."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from asm_portal.dated import today
from asm_portal.models import Body, Office
from knowledge import actions as documents
from logistics.minutes_debt import actions, panels
from logistics.minutes_debt.attention import LISTS
from logistics.minutes_debt.lines import lines
from logistics.models import Meeting, MeetingBody
from tests.cast import again, hold
from tests.knowledge.papers import add_texts, draft, final, make_kind


def meet(*bodies, day=date(2024, 4, 20), **facts):
    """A meeting that anyone may know of; its bodies as rows."""
    values = {"kind": "body", "start_date": day, "end_date": day, "audience": "public", "is_demonstration": True}
    meeting = Meeting.objects.create(**values | facts)
    return [MeetingBody.objects.create(meeting=meeting, body=body) for body in bodies]


def minutes_of(body, by, finish=None):
    document = draft(
        "Minutes", kind=make_kind("minutes", "body", "MIN"), by=by, audience="body", audience_body=body, issuing_body=body,
        minutes={"body": body, "meeting_date": date(2024, 4, 20)},
    )  # fmt: skip
    add_texts(document, {"en": "What was said."}, by=by)
    if finish == "circulate":
        documents.circulate_minutes(minutes=document.minutes, comments_until=date(2030, 1, 1), by=by)
    if finish == "adopt":
        documents.adopt_minutes(minutes=document.minutes, adopted_by_en="it", adopted_by_fr="elle", by=by)
    return document.minutes


def found(user, *bodies):
    """Account and owing offices of each line."""
    rows = lines(again(user), Body.objects.filter(pk__in=[body.pk for body in bodies]))
    return [(line.account, [row.office.code for row in line.owing]) for line in rows]


def page(client, query=""):
    return client.get(reverse("logistics:minutes-debt") + query)


# What there is


def test_a_meeting_owes_its_minutes_until_there_is_a_draft_and_again_once_that_is_withdrawn(cast):
    [row] = meet(cast.xwa)
    assert found(cast.secretary, cast.xwa) == [("owed", ["XWA-CHAIR"])]
    for finish, account in ((None, "draft"), ("circulate", "circulated"), ("adopt", "adopted")):
        actions.account_for_minutes(
            of_body=row, minutes=minutes_of(cast.xwa, cast.secretary, finish), by=cast.secretary
        )
        assert found(cast.secretary, cast.xwa) == [(account, [])]
    documents.withdraw(document=row.minutes.document, by=cast.secretary)
    assert found(cast.secretary, cast.xwa) == [("owed", ["XWA-CHAIR"])]


def test_none_kept_needs_a_reason_and_is_an_answer(cast):
    [row] = meet(cast.xwa)
    actions.account_for_minutes(of_body=row, reason_fr="Un simple appel.", by=cast.secretary)
    assert found(cast.secretary, cast.xwa) == [("none", [])]
    row.refresh_from_db()
    assert row.no_minutes_reason == "Un simple appel."
    assert row.past.first().history_user == cast.secretary


def test_minutes_and_a_reason_for_none_exclude_each_other(cast):
    [row] = meet(cast.xwa)
    kept = minutes_of(cast.xwa, cast.secretary)
    with pytest.raises(ValidationError, match="not both"):
        actions.account_for_minutes(of_body=row, minutes=kept, reason_en="None.", by=cast.secretary)


def test_minutes_are_of_a_body_that_met(cast):
    [row] = meet(cast.xwa)
    other = minutes_of(cast.xwb, cast.secretary)
    with pytest.raises(ValidationError, match="is not of"):
        actions.account_for_minutes(of_body=row, minutes=other, by=cast.secretary)
    joint, _second = meet(cast.xwa, cast.xwb, day=date(2024, 5, 1))
    actions.account_for_minutes(of_body=joint, minutes=other, by=cast.secretary)
    assert found(cast.secretary, cast.xwa) == [("owed", ["XWA-CHAIR"]), ("draft", [])]


def test_a_meeting_owes_nothing_before_the_day_after(cast):
    meet(cast.xwa, day=today())
    meet(cast.xwa, day=today() + timedelta(days=9))
    meet(cast.xwa, day=today() - timedelta(days=3), end_date=today())
    assert found(cast.secretary, cast.xwa) == []
    meet(cast.xwa, day=today() - timedelta(days=1))
    assert found(cast.secretary, cast.xwa) == [("owed", ["XWA-CHAIR"])]


# Who owes it


def test_the_office_that_chaired_on_that_day_owes_else_that_of_today_else_the_secretariat(cast):
    office = cast.xwa.offices.get()
    office.terms.get().delete()
    deputy = Office.objects.create(
        code="XWA-CO", seat="chair", body=cast.xwa, name_en="Co-chair", name_fr="Coprésidence"
    )
    Office.objects.create(code="XWA-VICE", seat="vice_chair", body=cast.xwa, name_en="Vice", name_fr="Vice")
    meet(cast.xwa)
    assert found(cast.secretary, cast.xwa) == [("owed", [])]
    hold(office, cast.xc, valid_from=date(2025, 1, 1))
    assert found(cast.secretary, cast.xwa) == [("owed", ["XWA-CHAIR"])]
    hold(deputy, cast.xa, valid_from=date(2024, 1, 1), valid_until=date(2024, 6, 1))
    assert found(cast.secretary, cast.xwa) == [("owed", ["XWA-CO"])]


def test_a_holder_is_named_only_where_its_standing_is_tracked(client, cast):
    meet(cast.xwa)
    client.force_login(cast.secretary)
    assert "holder not tracked" in page(client).text
    assert "Cedar" not in page(client).text
    cast.xc.tracked_from = date(2020, 1, 1)
    cast.xc.save()
    assert "Cedar" in page(client).text


def test_a_plenary_owes_a_communique_which_may_legitimately_not_exist(cast):
    plenary = Body.objects.create(
        code="XP", kind="plenary", name_en="Plenary", name_fr="Plénière", is_demonstration=True
    )
    [row] = meet(plenary, kind="plenary")
    meet(plenary, kind="intersessional")
    assert found(cast.secretary, plenary) == [("owed", ["XKP-CHAIR"])]
    text = final("Final communiqué", kind=make_kind("final_communique", "public", "COM"))
    actions.account_for_communique(meeting=row.meeting, communique=text, by=cast.secretary)
    assert found(cast.secretary, plenary) == [("published", [])]
    actions.account_for_communique(meeting=row.meeting, reason_en="No agreement.", by=cast.secretary)
    assert found(cast.secretary, plenary) == [("none", [])]


# Who sees it


def test_each_office_sees_its_own_bodies_and_the_secretariat_and_the_chair_all(client, cast):
    meet(cast.xwa)
    meet(cast.xwb)
    seen = {"chair_a": {"XWA"}, "chair_b": {"XWB"}, "secretary": {"XWA", "XWB"}, "kp_chair": {"XWA", "XWB"}}
    for name in (*seen, "member_a", "observer"):
        client.force_login(again(cast.users[name]))
        response = page(client)
        sheet = client.get(reverse("logistics:minutes-debt-csv"))
        if name not in seen:
            assert (response.status_code, sheet.status_code) == (404, 404), name
        else:
            assert {body.code for body, _lines in response.context["groups"]} == seen[name], name
            assert {row["Code"] for row in csv.DictReader(io.StringIO(sheet.content.decode("utf-8-sig")))} == seen[name]


def test_the_table_is_by_body_oldest_first_and_narrowed_with_counts(client, cast):
    meet(cast.xwb, day=date(2024, 1, 9))
    meet(cast.xwa, day=date(2024, 6, 1))
    [older] = meet(cast.xwa, day=date(2019, 1, 1), end_date=date(2019, 12, 31), date_precision="year")
    actions.account_for_minutes(of_body=older, reason_en="A call.", by=cast.secretary)
    client.force_login(cast.secretary)
    groups = page(client).context["groups"]
    assert [(body.code, [line.meeting.start_date.year for line in rows]) for body, rows in groups] == [
        ("XWA", [2019, 2024]), ("XWB", [2024]),
    ]  # fmt: skip
    narrowed = page(client, "?state=owed&body=XWA")
    assert narrowed.context["count"] == 1
    facets = {
        facet.name: {choice.value: choice.count for choice in facet.choices} for facet in narrowed.context["facets"]
    }
    assert facets == {"state": {"none": 1, "owed": 1}, "body": {"XWA": 1, "XWB": 1}}
    assert page(client, "?state=nothing&body=QQ").context["count"] == 0


def test_the_sheet_names_office_dates_and_reason(client, cast):
    meet(cast.xwa, day=date(2024, 1, 1), end_date=date(2024, 12, 31), date_precision="year")
    client.force_login(cast.secretary)
    answer = client.get(reverse("logistics:minutes-debt-csv") + "?body=XWA")
    [row] = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert (row["First day"], row["On record"], row["Owing office"]) == ("2024", "Owed", "Chair of XWA")


def test_a_reader_finds_no_link_to_minutes_that_are_not_theirs(client, cast):
    [row] = meet(cast.xwa)
    kept = minutes_of(cast.xwa, cast.secretary)
    kept.document.audience, kept.document.audience_body, kept.document.issuing_body = "secretariat", None, None
    kept.document.save()
    actions.account_for_minutes(of_body=row, minutes=kept, by=cast.secretary)
    client.force_login(cast.chair_a)
    response = page(client)
    assert "Draft" in response.text
    assert kept.document.reference not in response.text


def test_the_desk_of_the_owing_office_says_so_and_nobody_elses(client, cast):
    meet(cast.xwa)
    meet(cast.xwa, day=date(2024, 5, 1))
    assert {name for name, user in cast.users.items() if panels.desk(again(user))} == {"chair_a"}
    client.force_login(again(cast.chair_a))
    text = client.get(reverse("desk")).text
    assert "Minutes owed: Sample Working Group A" in text
    assert "Of 2 meetings that are over." in text


def test_the_secretariat_has_it_on_its_list(cast):
    meet(cast.xwa)
    assert [(work.waiting(cast.secretary).count, "state=owed" in work.url) for work in LISTS] == [(1, True)]


def test_members_find_the_counts_on_the_page_of_their_body(client, cast):
    meet(cast.xwa)
    for name, (shown, linked) in {
        "anyone": (False, False), "member_b": (False, False), "member_a": (True, False), "chair_a": (True, True),
    }.items():  # fmt: skip
        client.logout()
        if name != "anyone":
            client.force_login(again(cast.users[name]))
        text = client.get(reverse("body-detail", args=["XWA"])).text
        assert ("Minutes on record" in text) is shown, name
        assert ("minutes-debt" in text) is linked, name


def test_the_page_asks_the_database_as_often_for_one_meeting_as_for_five(client, cast):
    def asked():
        client.force_login(again(cast.secretary))
        with CaptureQueriesContext(connection) as queries:
            page(client)
        return len(queries)

    [row] = meet(cast.xwa)
    actions.account_for_minutes(of_body=row, minutes=minutes_of(cast.xwa, cast.secretary), by=cast.secretary)
    meet(cast.xwa)
    one = asked()
    for number in range(4):
        [row] = meet(cast.xwa, day=date(2023, 1, 1 + number))
        actions.account_for_minutes(of_body=row, minutes=minutes_of(cast.xwa, cast.secretary), by=cast.secretary)
    assert asked() == one


# Saying what there is


def test_the_chair_of_the_body_says_which_minutes_there_are(client, cast):
    [row] = meet(cast.xwa)
    kept, other = minutes_of(cast.xwa, cast.secretary), minutes_of(cast.xwb, cast.secretary)
    address = reverse("logistics:minutes-account", args=[row.meeting.reference, "XWA"])
    client.force_login(cast.chair_a)
    assert {kept.pk} == {found.pk for found in client.get(address).context["form"].fields["document"].queryset}
    refused = client.post(address, {"document": kept.pk, "reason_en": "None was kept", "reason_fr": ""})
    assert "not both" in refused.text
    assert "None was kept" in refused.text
    assert client.post(address, {"document": other.pk}).status_code == 200
    assert client.post(address, {"document": kept.pk}).status_code == 302
    row.refresh_from_db()
    assert row.minutes == kept
    [later] = meet(cast.xwa, day=date(2025, 1, 1))
    form = client.get(reverse("logistics:minutes-account", args=[later.meeting.reference, "XWA"])).context["form"]
    assert not form.fields["document"].queryset.exists()


def test_nobody_else_says_so(client, cast):
    [row] = meet(cast.xwa)
    address = reverse("logistics:minutes-account", args=[row.meeting.reference, "XWA"])
    for name, user in cast.users.items():
        client.force_login(again(user))
        expected = 200 if name in ("chair_a", "secretary") else 404
        assert client.get(address).status_code == expected, name


def test_the_secretariat_says_which_communique_there_is(client, cast):
    plenary = Body.objects.create(
        code="XP", kind="plenary", name_en="Plenary", name_fr="Plénière", is_demonstration=True
    )
    [row] = meet(plenary, kind="plenary")
    text = final("Final communiqué", kind=make_kind("final_communique", "public", "COM"))
    address = reverse("logistics:communique-account", args=[row.meeting.reference])
    client.force_login(cast.secretary)
    assert client.post(address, {"document": text.pk}).status_code == 302
    row.meeting.refresh_from_db()
    assert row.meeting.communique == text
    client.force_login(cast.kp_chair)
    assert client.get(address).status_code == 404
