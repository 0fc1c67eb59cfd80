"""Reports on their way: periods by the clock, sending, recalling, filing, receipts, statistics, what comes on paper."""

import time
from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext

from asm_portal.models import Delivery
from knowledge.models import Document
from logistics.models import Obligation, ReportDuty, ReportingPeriod, Submission, SubmissionDraft
from logistics.reporting import actions
from logistics.reporting.panels import calendar
from logistics.reporting.periods import make_periods
from logistics.reporting.standing import State, cells
from logistics.reporting.views_receipts import is_filed_here
from tests.cast import again
from tests.logistics.reports import complete, file, focal_point, make_obligations, period, send, track

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 25, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def reporting(cast, time_machine):
    """It is 25 March 2026; XA and XB have been tracked since 2025."""
    time_machine.move_to(NOW, tick=False)
    make_obligations(cast)
    track(cast.xa, cast.xb)
    make_periods()
    return time_machine


def cell_of(owner, of=None, reader=None):
    of = of or period()
    return next(iter(cells([of], [owner], reader=reader).values()))


# Periods


def test_the_clock_makes_each_period_once_for_the_years_tracked_and_the_one_ahead():
    found = list(ReportingPeriod.objects.filter(year=2025).with_obligation().values_list("slug", "due_on"))
    assert found == [
        ("annual_report", date(2026, 3, 31)),
        ("trade-q1", date(2025, 5, 31)),
        ("trade-q2", date(2025, 8, 31)),
        ("trade-q3", date(2025, 11, 30)),
        ("trade-q4", date(2026, 2, 28)),
        ("signatures", None),
    ]
    assert set(ReportingPeriod.objects.values_list("year", flat=True)) == {2025, 2026, 2027}
    assert not ReportingPeriod.objects.filter(year=2027, slug="signatures").exists()
    assert make_periods() == []


def test_nobody_tracked_no_periods(cast):
    ReportingPeriod.objects.all().delete()
    track(cast.xa, cast.xb, since=None)
    assert make_periods() == []


def test_a_changed_rule_moves_what_lies_ahead_and_leaves_what_was_due_or_is_fixed():
    fixed = period("trade-q2", 2026)
    fixed.due_on, fixed.is_fixed = date(2026, 9, 10), True
    fixed.save()
    rule = Obligation.objects.get(code="trade")
    rule.due_months, rule.due_day = 3, 15
    rule.save()
    make_periods()
    assert period("trade-q4").due_on == date(2026, 2, 28)
    assert fixed.due_on == period("trade-q2", 2026).due_on == date(2026, 9, 10)
    assert period("trade-q1", 2026).due_on == date(2026, 6, 15)


def test_a_rule_asks_only_for_the_periods_between_its_days():
    ReportingPeriod.objects.all().delete()
    rule = Obligation.objects.get(code="trade")
    rule.asked_from, rule.asked_until = date(2025, 7, 1), date(2026, 4, 1)
    rule.save()
    make_periods()
    slugs = ReportingPeriod.objects.filter(obligation=rule).order_by("start").values_list("year", "slug")
    assert list(slugs) == [(2025, "trade-q3"), (2025, "trade-q4"), (2026, "trade-q1")]


# Standing from the database


def test_cells_ask_the_same_number_of_queries_for_one_owner_and_for_many(cast):
    send(cast)
    every = list(ReportingPeriod.objects.with_obligation())

    def queries(owners):
        with CaptureQueriesContext(connection) as asked:
            cells(every, owners, reader=again(cast.secretary))
        return len(asked)

    assert queries([cast.xa]) == queries([cast.xa, cast.xb, cast.xc, cast.xd, cast.xwa])


def test_a_cell_holds_the_submission_for_those_only_who_may_know_of_it(cast):
    submission = send(cast)
    assert cell_of(cast.xa).submission is None
    assert cell_of(cast.xa, reader=again(cast.member_b)).submission is None
    for reader in (cast.member_a, cast.chair_a, cast.kp_chair, cast.secretary):
        assert cell_of(cast.xa, reader=again(reader)).submission == submission
    assert cell_of(cast.xc).state == State.NOT_TRACKED


# Sending


def test_a_draft_keeps_each_step_and_a_new_file_takes_the_place_of_the_one_before(cast):
    about = {"period": period(), "owner": cast.xa, "by": cast.member_a}
    draft = actions.save_draft(**about, language="fr")
    actions.save_draft(**about, file=file("first"))
    first = SubmissionDraft.objects.get().file.name
    actions.save_draft(**about, contacts_right=True)
    draft.refresh_from_db()
    assert (draft.language, draft.filename, draft.contacts_right) == ("fr", "report.txt", True)
    actions.save_draft(**about, file=file("second", "second.txt"))
    assert SubmissionDraft.objects.get().filename == "second.txt"
    assert default_storage.exists(first)


def test_the_file_of_a_draft_is_deleted_with_it_and_not_with_what_was_sent(cast, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        sent = send(cast)
    assert default_storage.exists(sent.file.name)
    draft = actions.save_draft(period=period(), owner=cast.xb, by=cast.member_b, file=file("x"))
    name = draft.file.name
    with django_capture_on_commit_callbacks(execute=True):
        actions.drop_draft(draft=draft)
    assert not default_storage.exists(name)


def test_a_draft_that_was_sent_meanwhile_is_not_thrown_away_and_its_file_stays(
    cast, django_capture_on_commit_callbacks
):
    draft = actions.save_draft(period=period(), owner=cast.xa, by=cast.member_a, file=file(), **complete())
    in_another_window = SubmissionDraft.objects.get()
    sent = actions.submit(draft=draft, by=cast.member_a)
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.drop_draft(draft=in_another_window) is None
    assert default_storage.exists(sent.file.name)


@pytest.mark.parametrize(
    ("lacking", "field"),
    [
        ({"language": ""}, "language"),
        ({"contacts_right": False}, "contacts_right"),
        ({"is_declared": False}, "is_declared"),
    ],
)
def test_what_is_missing_is_said_at_its_field_and_nothing_is_sent(cast, lacking, field):
    draft = actions.save_draft(
        period=period(), owner=cast.xa, by=cast.member_a, file=file(), **complete(**lacking)
    )  # fmt: skip
    with pytest.raises(ValidationError) as refused:
        actions.submit(draft=draft, by=cast.member_a)
    assert list(refused.value.message_dict) == [field]
    assert SubmissionDraft.objects.exists()
    assert not Submission.objects.exists()


def test_a_report_without_a_file_is_not_sent(cast):
    draft = actions.save_draft(period=period(), owner=cast.xa, by=cast.member_a, **complete())
    with pytest.raises(ValidationError) as refused:
        actions.submit(draft=draft, by=cast.member_a)
    assert refused.value.message_dict == {"file": ["Choose the file of the report."]}


def test_a_sent_report_counts_from_its_utc_day_and_its_receipt_goes_to_both_contacts_in_their_languages(cast):
    focal_point(cast.xb, cast.member_b.person, cast.chair_b.person)
    sent = send(cast, owner=cast.xb, by=cast.member_b)
    assert (sent.received_on, sent.number, sent.channel) == (NOW.date(), 1, "portal")
    assert sent.reference.startswith("RCP-2026-")
    mails = {row.person: row for row in Delivery.objects.filter(key=f"receipt:{sent.reference}")}
    assert set(mails) == {cast.member_b.person, cast.chair_b.person}
    french = mails[cast.member_b.person]
    assert french.language == "fr"
    assert "Annual report (fr) 2025" in french.text
    assert not french.is_secret
    assert sent.sha256 in mails[cast.chair_b.person].text
    assert cell_of(cast.xb).state == State.ON_TIME


def test_the_same_draft_sent_twice_is_sent_once(cast):
    draft = actions.save_draft(period=period(), owner=cast.xa, by=cast.member_a, file=file(), **complete())
    actions.submit(draft=draft, by=cast.member_a)
    with pytest.raises(ValidationError, match="a moment ago"):
        actions.submit(draft=draft, by=cast.member_a)
    assert Submission.objects.count() == 1


def test_the_file_of_another_year_is_refused_with_its_receipt(cast):
    earlier = send(cast)
    with pytest.raises(ValidationError) as refused:
        send(cast, of=period(year=2026))
    (said,) = refused.value.message_dict["file"]
    assert "Annual report 2025" in said
    assert earlier.reference in said


def test_the_same_file_again_has_nothing_new_to_say(cast):
    send(cast)
    with pytest.raises(ValidationError, match="nothing to send"):
        send(cast)


@pytest.mark.parametrize(
    "text", ["Annual report for 2024, as of decision 2012/3", "Annual report for 2024. Alderburg, 31 March 2025"]
)
def test_a_file_that_speaks_of_another_year_first_is_asked_about(cast, text):
    with pytest.raises(ValidationError) as refused:
        send(cast, text=text)
    assert "speaks of 2024" in refused.value.message_dict["is_year_confirmed"][0]
    draft = SubmissionDraft.objects.get()
    actions.save_draft(period=period(), owner=cast.xa, by=cast.member_a, is_year_confirmed=True)
    assert actions.submit(draft=draft, by=cast.member_a).number == 1


@pytest.mark.parametrize("text", ["No year at all", "Report on 2025, following that on 2024", "Law of 1998"])
def test_a_file_that_names_its_own_year_or_none_is_taken(cast, text):
    assert send(cast, text=text).number == 1


def test_a_broken_file_is_refused_and_what_was_kept_stays(cast):
    about = {"period": period(), "owner": cast.xa, "by": cast.member_a}
    actions.save_draft(**about, file=file("kept"), language="en")
    with pytest.raises(ValidationError):
        actions.save_draft(**about, file=file("", "empty.txt"))
    assert SubmissionDraft.objects.get().filename == "report.txt"


# Versions, recall, filing


def test_a_new_version_keeps_the_one_before_and_a_recalled_one_gives_way_to_it(cast, reporting):
    first = send(cast)
    reporting.move_to(datetime(2026, 4, 5, tzinfo=UTC), tick=False)
    second = send(cast, text="Annual report for 2025, corrected")
    assert (first.number, second.number) == (1, 2)
    assert cell_of(cast.xa, reader=again(cast.member_a)).submission == second
    assert cell_of(cast.xa).state == State.ON_TIME
    actions.recall(submission=second, reason="The wrong annex.", by=cast.member_a)
    assert cell_of(cast.xa, reader=again(cast.member_a)).submission == first
    actions.recall(submission=first, reason="The wrong file.", by=cast.member_a)
    assert cell_of(cast.xa).state == State.MISSING
    again_sent = send(cast)
    assert (again_sent.number, cell_of(cast.xa).state) == (3, State.LATE)


def test_a_recall_needs_its_reason_and_is_over_once_the_report_is_filed(cast):
    sent = send(cast)
    with pytest.raises(ValidationError, match="Say why"):
        actions.recall(submission=sent, reason=" ", by=cast.member_a)
    actions.accept(submission=sent, by=cast.secretary)
    with pytest.raises(ValidationError, match="filed already"):
        actions.recall(submission=sent, reason="Too late", by=cast.member_a)


def test_a_filed_report_is_in_the_archive_for_the_audience_of_its_kind(cast):
    sent = actions.accept(submission=send(cast), by=cast.secretary)
    document = sent.revision.document
    assert (document.kind.code, document.audience, document.state) == ("annual_report", "process", "final")
    assert document.title == "Annual report 2025: Alder"
    assert (document.report.period_from, document.report.received_on) == (date(2025, 1, 1), NOW.date())
    assert sent.revision.renditions.get().sha256 == sent.sha256
    for reader, knows in ((cast.member_b, True), (cast.observer, True), (cast.guest, False)):
        assert Document.objects.visible_to(again(reader)).filter(pk=document.pk).exists() is knows


def test_a_corrected_version_is_the_next_revision_of_the_same_document(cast):
    first = actions.accept(submission=send(cast), by=cast.secretary)
    second = actions.accept(submission=send(cast, text="Annual report for 2025, corrected"), by=cast.secretary)
    assert first.revision.document == second.revision.document
    assert [row.number for row in second.revision.document.revisions.released()] == [1, 2]


def test_nothing_is_filed_twice(cast):
    sent = send(cast)
    actions.accept(submission=sent, by=cast.secretary)
    with pytest.raises(ValidationError, match="filed already"):
        actions.accept(submission=sent, by=cast.secretary)
    assert Document.objects.filter(kind__code="annual_report").count() == 1


# By mail, on paper, elsewhere


def test_a_paper_counts_from_the_day_on_which_it_came_in(cast, reporting):
    reporting.move_to(datetime(2026, 5, 1, tzinfo=UTC), tick=False)
    about = {"period": period(), "by": cast.secretary, "channel": "paper"}
    sent = actions.take_down(owner=cast.xa, received_on=date(2026, 3, 30), **about)
    assert (sent.channel, sent.file.name, sent.accepted_by) == ("paper", "", cast.secretary)
    assert cell_of(cast.xa).state == State.ON_TIME
    scan = actions.take_down(owner=cast.xb, received_on=date(2026, 4, 2), file=file(), language="en", **about)
    assert cell_of(cast.xb).days_late == 2
    assert scan.revision.document.report.received_on == date(2026, 4, 2)
    with pytest.raises(ValidationError, match="lies ahead"):
        actions.take_down(owner=cast.xb, received_on=date(2026, 5, 2), **about)


def test_a_report_that_the_archive_holds_is_tied_to_it(cast):
    held = actions.accept(submission=send(cast), by=cast.secretary).revision.document
    about = {"owner": cast.xa, "channel": "mail", "received_on": NOW.date(), "by": cast.secretary}
    with pytest.raises(ValidationError, match="is the report of receipt RCP-"):
        actions.take_down(period=period(year=2026), document=held, **about)
    Submission.objects.all()[0].delete()
    sent = actions.take_down(period=period(), document=held, **about)
    assert sent.revision.document == held
    assert Document.objects.filter(organisation=cast.xa).count() == 1


def test_of_statistics_only_the_day_is_kept_and_no_document_is_made(cast):
    quarter = period("trade-q4")
    actions.note_sent(period=quarter, owner=cast.xa, sent_on=date(2026, 3, 3), by=cast.member_a)
    assert (cell_of(cast.xa, quarter).state, cell_of(cast.xa, quarter).days_late) == (State.LATE, 3)
    assert not Document.objects.filter(organisation=cast.xa).exists()
    assert not Submission.objects.waiting().exists()
    for day, words in ((date(2026, 3, 26), "lies ahead"), (date(2025, 10, 1), "before the period")):
        with pytest.raises(ValidationError, match=words):
            actions.note_sent(period=quarter, owner=cast.xa, sent_on=day, by=cast.member_a)


# Bodies and review teams


def owe(cast, **more):
    return actions.owe(
        obligation=Obligation.objects.get(code="body_report"), start=date(2026, 1, 1), end=date(2026, 3, 1),
        due_on=date(2026, 4, 1), by=cast.secretary, **{"owner": cast.xwa} | more,
    )  # fmt: skip


def test_a_body_owes_what_was_asked_of_it_and_its_chair_sends_it(cast):
    duty = owe(cast)
    assert cell_of(cast.xwa, duty.period).state == State.DUE
    assert cell_of(cast.xwb, duty.period).state == State.NOT_DUE
    sent = actions.accept(submission=send(cast, owner=cast.xwa, by=cast.chair_a, of=duty.period), by=cast.secretary)
    assert sent.revision.document.issuing_body == cast.xwa
    assert cell_of(cast.xwa, duty.period).state == State.ON_TIME


def test_a_visit_tells_the_stages_of_its_report_and_only_the_final_one_counts(cast):
    duty = owe(cast, owner=cast.xc, concerning=cast.xa)
    for stage in ("draft", "comments"):
        actions.record_report(duty=duty, stage=stage, by=cast.secretary)
        assert cell_of(cast.xc, duty.period).state == State.DUE
    actions.record_report(duty=duty, stage="final", by=cast.secretary)
    assert cell_of(cast.xc, duty.period).state == State.ON_TIME
    assert not Submission.objects.waiting().exists()
    assert [is_filed_here(row) for row in Submission.objects.order_by("number")] == [False, False, True]
    with pytest.raises(ValidationError, match="sent already"):
        actions.drop_duty(duty=duty, by=cast.secretary)


def cases_in_calendar(reader):
    entries = calendar(again(reader), date(2026, 1, 1), date(2026, 12, 31))
    return [entry.start for entry in entries if "-due-" in entry.uid]


def test_a_duty_moves_with_its_visit_and_falls_away_with_it(cast):
    duty = owe(cast)
    days = {"start": date(2026, 2, 1), "end": date(2026, 2, 5)}
    assert actions.move_duty(duty=duty, due_on=date(2026, 6, 1), by=cast.secretary, **days).period.due_on.month == 6
    with pytest.raises(ValidationError, match="before the period begins"):
        actions.move_duty(duty=duty, due_on=date(2026, 1, 1), by=cast.secretary, **days)
    assert cases_in_calendar(cast.secretary) == [date(2026, 6, 1)]
    actions.drop_duty(duty=duty, by=cast.secretary)
    assert not ReportDuty.objects.exists()
    assert cases_in_calendar(cast.secretary) == []


def test_who_owes_a_case_is_nobody_elses_affair(cast):
    duty = owe(cast, concerning=cast.xb)
    known = {
        name
        for name, user in cast.users.items()
        if ReportingPeriod.objects.visible_to(again(user)).filter(pk=duty.period_id).exists()
    }
    assert known == {"chair_a", "kp_chair", "secretary", "member_b", "chair_b"}


def test_the_clock_asks_little_where_nothing_is_to_be_made():
    begun = time.perf_counter()
    with CaptureQueriesContext(connection) as asked:
        make_periods()
    assert len(asked) <= 4
    assert time.perf_counter() - begun < 1
