"""Who has reported: the table, who may know of it, and totals that name nobody."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from asm_portal.dated import today
from asm_portal.models import Organisation
from asm_portal.visibility import Audience
from knowledge.models import Report
from logistics.matrix.disclosure import Readers, Shown, decide, shown_to
from logistics.matrix.totals import SMALLEST, panel, safe_totals
from logistics.models import Contest, Disclosure
from tests.cast import again, organisation
from tests.knowledge.papers import final, make_kind
from tests.logistics.owed import excuse, focal_point, obligation, period, receive, track

pytestmark = pytest.mark.django_db
YEAR = today().year
DUE = date(YEAR + 1, 1, 2)
GOVERNMENTS = {"member_a", "member_b", "both", "narrow", "chair_a", "chair_b", "kp_chair", "secretary"}


@pytest.fixture
def followed(cast, time_machine):
    """XA has reported late, XB not at all; the others are not followed. It is three weeks after the day."""
    time_machine.move_to(f"{YEAR + 1}-01-23T10:00:00Z", tick=False)
    cast.kind = make_kind("annual_report")
    track(cast.xa, cast.xb, since=date(YEAR, 1, 1))
    cast.annual = obligation("annual", short_name_en="Annual report", kind=cast.kind)
    cast.report = period(cast.annual, YEAR, due_on=DUE)
    receive(cast.report, cast.xa, DUE + timedelta(days=5), cast.member_a)
    return cast


def page(client, user, name="matrix", args=(YEAR,), query=""):
    if user.is_authenticated:
        client.force_login(again(user))
    else:
        client.logout()
    return client.get(reverse(f"logistics:{name}", args=args) + query)


def names(response):
    return [row.name for row in response.context["rows"]]


def test_governments_see_the_table_and_nobody_else_until_the_chair_decides(client, followed):
    told = {name: shown_to(again(user)) for name, user in followed.users.items()}
    assert {name for name, shown in told.items() if shown == Shown.MATRIX} == GOVERNMENTS
    for name, args in (
        ("matrix", (YEAR,)),
        ("matrix-csv", (YEAR,)),
        ("matrix-owner", (YEAR, "XB")),
        ("matrix-years", ()),
    ):
        assert page(client, followed.member_b, name, args).status_code == 200, name
        assert page(client, followed.observer, name, args).status_code == 404, name


def test_observers_see_the_table_where_the_chair_so_decides_from_then_on_and_until_decided_otherwise(client, followed):
    decide(readers=Readers.OBSERVERS, shown=Shown.MATRIX, reason="Asked for by Plenary", by=followed.kp_chair)
    assert page(client, followed.observer).status_code == 200
    assert page(client, followed.guest).status_code == page(client, followed.anyone).status_code == 404
    decide(readers=Readers.OBSERVERS, shown=Shown.NOTHING, reason="No more", by=followed.kp_chair)
    assert page(client, followed.observer).status_code == 404


def test_an_observer_may_know_at_least_what_everyone_may(followed):
    decide(readers=Readers.PUBLIC, shown=Shown.TOTALS, reason="Openness", by=followed.kp_chair)
    assert {name: shown_to(again(followed.users[name])) for name in ("guest", "observer", "member_a")} == {
        "guest": Shown.TOTALS, "observer": Shown.TOTALS, "member_a": Shown.MATRIX,
    }  # fmt: skip


def test_the_public_is_never_told_more_than_totals(client, followed):
    with pytest.raises(ValidationError):
        decide(readers=Readers.PUBLIC, shown=Shown.MATRIX, reason="Openness", by=followed.kp_chair)
    client.force_login(again(followed.kp_chair))
    given = {"readers": "public", "shown": "matrix", "reason": "Openness"}
    answer = client.post(reverse("logistics:report-disclosure"), given)
    assert "nobody is named in public" in answer.text
    assert "Openness" in answer.text
    assert not Disclosure.objects.exists()


@pytest.mark.both_databases
def test_only_the_chairs_office_decides_and_says_why(client, followed):
    address = reverse("logistics:report-disclosure")
    given = {"readers": "observers", "shown": "totals", "reason": "Plenary asked", "reference": ""}
    client.force_login(again(followed.secretary))
    assert client.get(address).status_code == 200
    assert client.post(address, given).status_code == 404
    client.force_login(again(followed.kp_chair))
    assert "This field is required." in client.post(address, given | {"reason": ""}).text
    assert "no document with this reference" in client.post(address, given | {"reference": "DEC-2026-00000"}).text
    assert client.post(address, given | {"reference": "\x00"}).status_code == 200
    paper = final("A decision")
    assert client.post(address, given | {"reference": paper.reference.lower()}).status_code == 302
    decision = Disclosure.objects.get()
    assert (decision.decided_by, decision.document, decision.shown) == (followed.kp_chair, paper, "totals")
    assert "Plenary asked" in client.get(address).text


def test_a_participant_finds_its_own_standing_on_top(client, followed):
    assert names(page(client, followed.member_b)) == ["Birch", "Alder"]
    assert names(page(client, followed.member_a)) == ["Alder", "Birch"]
    assert "missing: 1" in page(client, followed.member_b).text


def test_every_cell_tells_its_cause_to_who_listens(client, followed):
    text = page(client, followed.member_a).text
    assert f"Received on 7 January {YEAR + 1}, 5 days late." in text
    assert f"Was due on 2 January {YEAR + 1}, 21 days ago." in text
    assert reverse("logistics:matrix-owner", args=[YEAR, "XB"]) + "#annual" in text


def test_who_is_not_followed_stands_in_a_list_apart_without_any_standing(client, followed):
    response = page(client, followed.member_a)
    assert {row.code for row in response.context["table"].untracked} == {"XC", "XD", "XE"}
    assert "Not tracked" in page(client, followed.member_a, "matrix-owner", (YEAR, "XC")).text


@pytest.mark.both_databases
def test_the_table_is_narrowed_and_one_s_own_row_stays(client, followed):
    followed.xd.tracked_from = date(YEAR, 1, 1)
    followed.xd.save()
    excuse(followed.report, followed.xd, followed.secretary)
    assert names(page(client, followed.member_a, query="?show=missing")) == ["Alder", "Birch"]
    assert names(page(client, followed.member_b, query="?show=late")) == ["Birch", "Alder"]
    assert names(page(client, followed.member_a, query="?show=%00")) == ["Alder", "Birch", "Dogwood"]
    assert page(client, followed.member_a, query=f"?year={YEAR}x&show=all").status_code == 200


def test_choosing_another_year_leads_there_and_a_year_without_reports_is_no_page(client, followed):
    period(followed.annual, YEAR - 1, due_on=DUE - timedelta(days=365))
    answer = page(client, followed.member_a, query=f"?year={YEAR - 1}&show=late")
    assert answer["Location"] == reverse("logistics:matrix", args=[YEAR - 1]) + "?show=late"
    assert page(client, followed.member_a, args=(1999,)).status_code == 404
    assert page(client, followed.member_a, args=(99999999999,)).status_code == 404


def test_the_reason_of_an_excuse_is_for_those_whose_it_is(client, followed):
    excuse(followed.report, followed.xb, followed.secretary)
    address = ("matrix-owner", (YEAR, "XB"))
    assert "A flood" in page(client, followed.member_b, *address).text
    assert "A flood" not in page(client, followed.member_a, *address).text
    assert "A flood" not in page(client, followed.member_a, "matrix-csv").getvalue().decode()


def test_a_participant_contests_a_cell_of_its_own_and_of_no_other(client, followed):
    focal_point(followed.xb, "general", followed.member_b.person)
    contest = reverse("logistics:contest", args=[YEAR, "annual"]) + "?for=XB"
    own = page(client, followed.member_b, "matrix-owner", (YEAR, "XB"))
    assert contest in own.text
    assert contest not in page(client, followed.member_a, "matrix-owner", (YEAR, "XB")).text
    client.force_login(again(followed.member_b))
    assert client.post(contest, {"text": "It was sent by mail."}).status_code == 302
    assert Contest.objects.get().organisation == followed.xb
    again_seen = page(client, followed.member_b, "matrix-owner", (YEAR, "XB")).text
    assert "contested" in again_seen
    assert contest not in again_seen


def test_the_sheet_holds_every_cell_with_its_cause_and_no_formula(client, followed):
    name = followed.xb.names.get(language="en")
    name.name = "=Birch"
    name.save()
    text = page(client, followed.member_a, "matrix-csv").getvalue().decode("utf-8-sig")
    rows = [line.split(",") for line in text.splitlines()]
    assert rows[1][:3] == ["XA", "Alder", "Annual"]
    assert ["XB", "'=Birch", "Annual", "", str(YEAR), str(DUE), "missing", "21"] == rows[2][:8]
    assert [row[0] for row in rows if "not tracked" in row] == ["XC", "XD", "XE"]


@pytest.mark.both_databases
def test_over_the_years_one_report_and_its_trend(client, followed):
    before = period(followed.annual, YEAR - 1, due_on=DUE - timedelta(days=365))
    track(followed.xa, followed.xb, since=date(YEAR - 1, 1, 1))
    for owner in (followed.xa, followed.xb):
        receive(before, owner, before.due_on, followed.secretary)
    response = page(client, followed.member_a, "matrix-years", (), "?obligation=annual")
    assert [column.name for group in response.context["found"].groups for column in group.columns] == [
        str(YEAR - 1), str(YEAR),
    ]  # fmt: skip
    assert response.context["found"].trend.shares == [100, 0]
    assert f"On time, {YEAR - 1}: 100 %, {YEAR}: 0 %" in response.text
    assert "<polyline" in response.text
    assert page(client, followed.member_a, "matrix-years", (), "?obligation=%00").status_code == 200


def test_the_table_asks_as_often_for_three_participants_as_for_one(client, followed):
    def asked():
        client.force_login(again(followed.member_a))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("logistics:matrix", args=[YEAR]))
        return len(queries)

    one = asked()
    for code in ("XC", "XD", "XE"):
        owner = Organisation.objects.get(code=code)
        track(owner, since=date(YEAR, 1, 1))
        excuse(followed.report, owner, followed.secretary)
    for number in range(3):
        period(obligation(f"other{number}"), YEAR, due_on=DUE)
    assert asked() == one


@pytest.fixture
def many(followed):
    """Twelve more Participants that are followed: seven have reported, five have not (with XB, six have not)."""
    followed.many = [organisation(f"Z{number:02}", f"Zelkova {number}") for number in range(12)]
    track(*followed.many, since=date(YEAR, 1, 1))
    for owner in followed.many[:7]:
        receive(followed.report, owner, DUE, followed.secretary)
    decide(readers=Readers.PUBLIC, shown=Shown.TOTALS, reason="Openness", by=followed.kp_chair)
    return followed


def numbers():
    return [(total.received, total.expected) for total in safe_totals(YEAR)]


def put_in_archive(followed, owner, audience, **extra):
    """A report of the Participant that comes into the archive without a submission."""
    made = final(f"Report of {owner.code}", kind=followed.kind, organisation=owner, audience=audience, **extra)
    Report.objects.create(document=made, period_from=date(YEAR, 1, 1), period_until=date(YEAR, 12, 31))
    return made


def test_totals_show_where_enough_names_hide_each_other(client, many):
    assert numbers() == [(8, 14)]
    text = page(client, many.anyone).text
    assert "8 of 14" in text
    assert not [name for name in ("Alder", "Birch", "Zelkova", "Z01", "late") if name in text]
    sheet = page(client, many.anyone, "matrix-csv").getvalue().decode("utf-8-sig").splitlines()[1:]
    assert sheet == [f"Annual,,{YEAR},{DUE},8,14"]


def test_a_small_group_on_either_side_is_not_told(client, many):
    for owner in many.many[7:9]:
        receive(many.report, owner, DUE, many.secretary)
    assert numbers() == [(None, None)]
    assert "not shown" in page(client, many.anyone).text
    assert page(client, many.anyone, "matrix-csv").getvalue().decode().splitlines()[1:] == [f"Annual,,{YEAR},{DUE},,"]


def test_nor_is_that_everybody_has_reported_or_nobody(many):
    for owner in (*many.many[7:], many.xb):
        receive(many.report, owner, DUE, many.secretary)
    assert numbers() == [(None, None)]


@pytest.mark.parametrize("audience", [Audience.PUBLIC, Audience.PROCESS])
def test_what_can_be_read_in_the_archive_is_taken_away_before_one_counts(many, audience):
    """Eight have reported. Each report that can be read leaves one name less for the total to hide."""
    found = []
    for owner in many.many[:4]:
        put_in_archive(many, owner, audience)
        found += numbers()
    assert found == [(8, 14), (8, 14), (8, 14), (None, None)]
    assert SMALLEST == 5


def test_a_report_in_the_archive_of_somebody_who_is_missing_counts_too(many):
    put_in_archive(many, many.xb, Audience.PUBLIC)
    assert numbers() == [(8, 14)]
    put_in_archive(many, many.many[7], Audience.PUBLIC)
    assert numbers() == [(None, None)]


def test_what_only_governments_read_in_the_archive_gives_nobody_away(many):
    for owner in many.many[:7]:
        put_in_archive(many, owner, Audience.PARTICIPANTS)
    assert numbers() == [(8, 14)]


def test_the_same_total_is_told_to_all_so_that_nobody_subtracts_one_view_from_another(client, many):
    decide(readers=Readers.OBSERVERS, shown=Shown.TOTALS, reason="Observers too", by=many.kp_chair)
    for owner in many.many[:4]:
        put_in_archive(many, owner, Audience.PROCESS)
    for reader in (many.anyone, many.observer, many.guest, many.officer):
        assert [total.received for total in page(client, reader).context["totals"]] == [None]


def test_what_is_collected_elsewhere_or_kept_in_registers_has_no_total(many):
    for code, extra in (
        ("trade", {"collected": "statistics_site"}),
        ("focal_points", {"collected": "register", "frequency": "kept_current"}),
    ):
        other = period(obligation(code, **extra), YEAR, due_on=None if "frequency" in extra else DUE)
        for owner in many.many[:7]:
            receive(other, owner, DUE, many.secretary, channel="elsewhere")
    assert [total.period for total in safe_totals(YEAR)] == [many.report]


def test_the_page_of_what_is_due_shows_totals_only_where_the_chair_lets(many):
    assert [part.context["year"] for part in panel(many.anyone)] == [YEAR]
    decide(readers=Readers.PUBLIC, shown=Shown.NOTHING, reason="Not yet", by=many.kp_chair)
    assert panel(many.anyone) == []
