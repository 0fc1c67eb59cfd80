"""How an owner stands with a report: the rule by itself, asked of records that no database holds."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from asm_portal.models import ParticipationStatus
from logistics.models import Excuse, Obligation, Producer, ReportingPeriod, Submission
from logistics.reporting.registers import Entry
from logistics.reporting.standing import Cause, Facts, State, judge

Status = ParticipationStatus.Status
ANNUAL = Obligation(code="annual_report", frequency="yearly", binds="participants", due_months=3)
PRODUCTION = Obligation(code="production", frequency="half_yearly", binds="producers", due_months=2)
SIGNATURES = Obligation(code="signatures", frequency="kept_current", binds="participants", collected="register")
VISIT = Obligation(code="visit_report", frequency="per_case", binds="review_teams")
YEAR = {"start": date(2025, 1, 1), "end": date(2025, 12, 31)}
DUE = date(2026, 3, 31)
REPORT = ReportingPeriod(obligation=ANNUAL, due_on=DUE, **YEAR)


def part(status=Status.PARTICIPANT, since=date(2015, 1, 1), until=None):
    return ParticipationStatus(status=status, valid_from=since, valid_until=until)


def version(day, number=1, **facts):
    return Submission(received_on=day, number=number, **facts)


def facts(*submissions, tracked_from=date(2025, 1, 1), statuses=(), **more):
    return Facts(
        tracked_from=tracked_from, statuses=tuple(statuses) or (part(),), submissions=submissions, **more
    )  # fmt: skip


def excuse(kind, until=None):
    return Excuse(kind=kind, until=until, state="granted")


def standing(cell):
    return cell.state, cell.days_late


def on(day, *submissions, period=REPORT, **more):
    return judge(period, facts(*submissions, **more), day)


def test_a_report_is_due_until_the_end_of_its_day_and_missing_from_the_next():
    assert standing(on(date(2026, 3, 25))) == (State.DUE, 0)
    assert on(date(2026, 3, 25)).days_left == 6
    assert standing(on(DUE)) == (State.DUE, 0)
    assert standing(on(date(2026, 4, 1))) == (State.MISSING, 1)
    assert [on(date(2026, 3, day)).cause for day in (30, 31)] == ["Due on 31 March 2026, 1 day left.", "Due today."]
    assert on(date(2026, 4, 12)).cause == "Was due on 31 March 2026, 12 days ago."


def test_what_is_received_on_the_day_is_on_time_and_from_the_next_it_is_late():
    assert standing(on(date(2026, 5, 1), version(DUE))) == (State.ON_TIME, 0)
    late = on(date(2026, 5, 1), version(date(2026, 4, 3)))
    assert standing(late) == (State.LATE, 3)
    assert late.cause == "Received on 3 April 2026, 3 days late."


def test_a_day_looks_only_at_what_had_come_by_then():
    assert on(date(2026, 4, 2), version(date(2026, 4, 3))).state == State.MISSING


def test_a_later_version_does_not_make_an_early_one_late_but_a_recalled_one_no_longer_counts():
    early, later = version(date(2026, 3, 1)), version(date(2026, 6, 1), 2)
    assert on(date(2026, 7, 1), later, early).state == State.ON_TIME
    early.recalled_at = datetime(2026, 3, 2, tzinfo=UTC)
    assert standing(on(date(2026, 7, 1), later, early)) == (State.LATE, 62)


def test_a_draft_or_a_version_with_the_participant_is_no_report_yet():
    period = ReportingPeriod(obligation=VISIT, start=date(2026, 1, 5), end=date(2026, 1, 9), due_on=DUE)
    for stage in ("draft", "comments"):
        assert judge(period, Facts(owes=True, submissions=(version(DUE, stage=stage),)), DUE).state == State.DUE
    assert judge(period, Facts(owes=True, submissions=(version(DUE, stage="final"),)), DUE).state == State.ON_TIME
    assert judge(period, Facts(owes=False), DUE).reason == Cause.NO_DUTY


def test_an_extension_moves_the_day_and_late_counts_from_the_new_one():
    longer = {"excuse": excuse("extended", date(2026, 6, 30))}
    cell = on(date(2026, 5, 1), **longer)
    assert (cell.state, cell.due_on, cell.is_awaited) == (State.EXTENDED, date(2026, 6, 30), True)
    assert cell.cause == "Extended to 30 June 2026."
    assert standing(on(date(2026, 7, 2), **longer)) == (State.MISSING, 2)
    assert standing(on(date(2026, 7, 2), version(date(2026, 6, 30)), **longer)) == (State.ON_TIME, 0)
    assert standing(on(date(2026, 7, 9), version(date(2026, 7, 5)), **longer)) == (State.LATE, 5)


def test_an_excuse_holds_for_good_or_until_its_end_from_which_late_counts():
    for_good, for_a_time = excuse("excused"), excuse("excused", date(2026, 9, 30))
    assert (on(date(2028, 1, 1), excuse=for_good).state, on(DUE, excuse=for_good).is_awaited) == (State.EXCUSED, False)
    assert on(date(2026, 9, 30), excuse=for_a_time).cause == "Excused until 30 September 2026."
    assert standing(on(date(2026, 10, 1), excuse=for_a_time)) == (State.MISSING, 1)


def test_an_excused_report_that_comes_after_all_is_on_time():
    assert on(date(2027, 1, 2), version(date(2027, 1, 1)), excuse=excuse("excused")).state == State.ON_TIME


def test_what_was_decided_not_to_be_due_is_not():
    cell = on(date(2026, 5, 1), excuse=excuse("not_due"))
    assert (cell.state, cell.reason, cell.cause) == (State.NOT_DUE, Cause.DECIDED, "Not due, as was decided.")


@pytest.mark.parametrize(
    ("statuses", "reason"),
    [
        ([part(since=date(2026, 1, 1))], Cause.JOINED_LATER),
        ([part(until=date(2025, 7, 1))], Cause.LEFT),
        ([part(until=date(2026, 3, 1)), part(Status.WITHDRAWN, date(2026, 3, 1))], Cause.LEFT),
        ([part(until=date(2026, 2, 1)), part(Status.SUSPENDED, date(2026, 2, 1))], Cause.SUSPENDED),
        ([part(Status.SELF_SUSPENDED)], Cause.SUSPENDED),
        ([part(since=date(2025, 12, 31))], None),
        ([part(Status.APPLICANT, until=date(2025, 6, 1)), part(since=date(2025, 6, 1))], None),
        ([part(until=date(2026, 9, 1)), part(Status.SUSPENDED, date(2026, 9, 1))], None),
    ],
)
def test_who_joined_later_or_was_suspended_or_left_does_not_owe_it(statuses, reason):
    cell = on(date(2026, 10, 1), statuses=statuses)
    assert cell.reason == reason
    assert cell.state == (State.NOT_DUE if reason else State.MISSING)


def test_what_comes_although_it_is_not_due_is_never_late():
    suspended = {"statuses": [part(Status.SUSPENDED)]}
    assert standing(on(date(2026, 9, 1), version(date(2026, 8, 1)), **suspended)) == (State.ON_TIME, 0)


def test_only_from_the_day_on_which_it_is_tracked_has_an_organisation_a_standing():
    assert on(date(2026, 9, 1), version(DUE), tracked_from=None).state == State.NOT_TRACKED
    assert on(date(2026, 9, 1), tracked_from=date(2026, 1, 1)).reason == Cause.TRACKED_LATER
    assert on(date(2026, 9, 1), tracked_from=date(2025, 12, 31)).state == State.MISSING


def test_only_producers_owe_production():
    half = ReportingPeriod(
        obligation=PRODUCTION, start=date(2025, 1, 1), end=date(2025, 6, 30), due_on=date(2025, 8, 31)
    )
    assert on(date(2025, 9, 1), period=half).reason == Cause.NOT_A_PRODUCER
    for since, state in ((date(2025, 6, 30), State.MISSING), (date(2025, 7, 1), State.NOT_DUE)):
        assert on(date(2025, 9, 1), period=half, producing=(Producer(valid_from=since),)).state == state


def test_a_duty_without_a_day_is_due_and_never_missing():
    report = ReportingPeriod(obligation=VISIT, **YEAR)
    cell = judge(report, Facts(owes=True), date(2030, 1, 1))
    assert (cell.state, cell.cause, cell.days_left) == (State.DUE, "No day is set.", None)


def kept(day, *confirmed, year=2026, submissions=(), obligation=SIGNATURES, **more):
    period = ReportingPeriod(obligation=obligation, start=date(year, 1, 1), end=date(year, 12, 31))
    entries = tuple(Entry(date(2020, 1, 1), None, each) for each in confirmed)
    return judge(period, facts(*submissions, entries=entries, **more), day)


def test_what_is_kept_current_goes_stale_a_year_after_its_oldest_entry_was_confirmed():
    old, new = date(2025, 5, 4), date(2026, 2, 1)
    cell = kept(date(2026, 5, 4), old, new)
    assert (cell.state, cell.due_on, cell.received_on) == (State.ON_TIME, date(2026, 5, 4), old)
    assert (cell.cause, cell.is_awaited) == ("Confirmed on 4 May 2025.", True)
    cell = kept(date(2026, 5, 5), old, new)
    assert standing(cell) == (State.STALE, 1)
    assert cell.cause == "Last confirmed on 4 May 2025, more than a year ago."


def test_a_confirmation_of_the_whole_makes_it_current_again():
    cell = kept(date(2026, 9, 1), date(2024, 1, 1), submissions=[version(date(2026, 8, 1))])
    assert (cell.state, cell.due_on) == (State.ON_TIME, date(2027, 8, 1))


def test_nothing_on_record_is_missing_whatever_was_confirmed():
    assert kept(date(2026, 9, 1)).state == State.MISSING
    assert kept(date(2026, 9, 1), submissions=[version(date(2026, 8, 1))]).state == State.MISSING
    assert kept(date(2026, 9, 1)).cause == "Nothing is on record."


def test_entries_that_do_not_hold_do_not_count():
    over = Entry(date(2020, 1, 1), date(2026, 1, 1), date(2024, 1, 1))
    period = ReportingPeriod(obligation=SIGNATURES, start=date(2026, 1, 1), end=date(2026, 12, 31))
    found = facts(entries=(over, Entry(date(2026, 1, 1), None, date(2026, 1, 1))))
    assert judge(period, found, date(2026, 9, 1)).state == State.ON_TIME


def test_a_year_that_is_over_is_looked_at_on_its_last_day():
    assert kept(date(2027, 6, 1), date(2024, 1, 1), year=2025).day == date(2025, 12, 31)
    assert kept(date(2027, 6, 1), date(2024, 1, 1), year=2026).state == State.STALE
    assert kept(date(2027, 6, 1), date(2027, 2, 1), year=2026).state == State.ON_TIME


def test_the_year_of_a_confirmation_begins_no_earlier_than_the_tracking():
    cell = kept(date(2026, 9, 1), date(2020, 1, 1), tracked_from=date(2026, 3, 1))
    assert (cell.state, cell.due_on) == (State.ON_TIME, date(2027, 3, 1))
    assert kept(date(2026, 9, 1), tracked_from=date(2026, 9, 2)).reason == Cause.TRACKED_LATER
    assert kept(date(2026, 9, 1), tracked_from=None).state == State.NOT_TRACKED
    assert kept(date(2028, 3, 1), None).state == State.STALE
    assert kept(date(2028, 3, 1), None).cause == "Never confirmed."


def test_what_is_kept_current_can_be_put_off_or_excused_too():
    old = date(2024, 2, 29)
    assert kept(date(2026, 9, 1), old, excuse=excuse("extended", date(2026, 12, 1))).state == State.ON_TIME
    assert kept(date(2026, 9, 1), old, excuse=excuse("excused")).state == State.EXCUSED
    assert kept(date(2026, 9, 1), old, excuse=excuse("not_due")).cause == "Not due, as was decided."
    assert kept(date(2026, 9, 1), old, statuses=[part(Status.SUSPENDED)]).reason == Cause.SUSPENDED


def test_what_no_register_holds_is_confirmed_as_a_whole():
    other = Obligation(code="other", frequency="kept_current", binds="participants")
    assert kept(date(2026, 9, 1), obligation=other).state == State.MISSING
    assert kept(date(2026, 9, 1), obligation=other, submissions=[version(date(2026, 8, 1))]).state == State.ON_TIME


@pytest.mark.parametrize(
    ("months", "day", "end", "due"),
    [
        (3, None, date(2025, 12, 31), date(2026, 3, 31)),
        (2, None, date(2025, 3, 31), date(2025, 5, 31)),
        (2, None, date(2025, 9, 30), date(2025, 11, 30)),
        (2, None, date(2025, 12, 31), date(2026, 2, 28)),
        (2, None, date(2027, 12, 31), date(2028, 2, 29)),
        (4, 15, date(2025, 12, 31), date(2026, 4, 15)),
        (2, 31, date(2025, 12, 31), date(2026, 2, 28)),
        (0, 20, date(2025, 12, 31), date(2025, 12, 20)),
    ],
)
def test_the_rule_is_so_many_months_after_the_period_on_a_day_or_the_last(months, day, end, due):
    assert Obligation(due_months=months, due_day=day).due_on(end) == due


def test_a_deadline_of_the_kind_of_document_is_the_rule():
    obligation = Obligation(kind_id=1)
    deadline = SimpleNamespace(after=lambda year: date(year + 1, 4, 30), rule="By 30 April")
    obligation._state.fields_cache["kind"] = SimpleNamespace(deadline=deadline)
    assert (obligation.due_on(date(2025, 12, 31)), obligation.rule) == (date(2026, 4, 30), "By 30 April")
    assert Obligation(own_rule_en="When asked").due_on(date(2025, 12, 31)) is None


@pytest.mark.parametrize(
    ("frequency", "end", "label"),
    [
        ("yearly", date(2025, 12, 31), ""),
        ("quarterly", date(2025, 9, 30), "Q3"),
        ("half_yearly", date(2025, 6, 30), "H1"),
        ("half_yearly", date(2025, 12, 31), "H2"),
        ("kept_current", date(2025, 12, 31), ""),
    ],
)
def test_a_period_says_which_part_of_the_year_it_is(frequency, end, label):
    period = ReportingPeriod(obligation=Obligation(code="x", frequency=frequency, binds="participants"), end=end)
    assert period.label == label
    assert period.make_slug() == (f"x-{label.lower()}" if label else "x")
