"""The analysis of requests (mandate 4a): eligible or not, and what the secretariat keeps to itself."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from asm_portal.attention import waiting
from asm_portal.dated import today
from asm_portal.models import Delivery
from asm_portal.working_days import after_working_days
from assistance.analysis import waiting as work
from assistance.analysis.actions import add_note
from assistance.analysis.clarifying import answer
from assistance.analysis.clock import working_days
from assistance.analysis.record import due_on
from assistance.analysis.steps import steps
from assistance.models import Analysis, Assessment, Clarification, RequestNote
from assistance.requests.stages import Stage, stage_of
from tests.assistance.analysed import NEED, analysed, asked_back, entered, from_outside, page, reads
from tests.assistance.referred import asked, readers, referred
from tests.cast import again

pytestmark = pytest.mark.django_db
KNOW_OF_IT = {"member_a", "kp_chair", "secretary"}


@pytest.fixture
def case(cast):
    return asked(cast)


def save(client, cast, case, follow=True, **changes):
    client.force_login(again(cast.secretary))
    return client.post(page("analysis", case), entered(case, **changes), follow=follow)


def titles(case, user):
    return [step.title for step in steps(case, again(user))]


def test_saving_the_analysis_takes_the_request_up_and_keeps_each_part_where_it_belongs(client, cast, case):
    assert "The analysis is saved." in save(client, cast, case).text
    told, own = Analysis.objects.get(), Assessment.objects.get()
    assert (told.is_eligible, told.reason, told.themes) == (True, "A Participant asks.", ["valuation", "statistics"])
    assert (own.priority, own.estimated_need) == ("high", NEED)
    assert told.by == told.history.get().history_user == cast.secretary
    case.refresh_from_db()
    assert case.taken_up_at
    assert stage_of(case)[0] == Stage.ANALYSIS


def test_priority_can_be_noted_before_anything_is_decided(client, cast, case):
    save(client, cast, case, decision="", reason="", priority="low")
    assert Assessment.objects.get().priority == "low"
    assert not Analysis.objects.exists()
    assert titles(case, cast.member_a) == []


def test_what_is_decided_is_not_undecided_again(client, cast, case):
    analysed(cast, case)
    assert 'name="decision" value=""' not in reads(client, cast.secretary, page("analysis", case)).text
    assert save(client, cast, case, decision="").context["form"].errors["decision"]
    assert Analysis.objects.get().is_eligible


def test_one_that_is_not_eligible_says_why_and_what_was_typed_stays(client, cast, case):
    answered = save(client, cast, case, decision="no", reason="  ")
    assert "Say why the request is not eligible" in answered.text
    assert NEED in answered.text
    assert not Assessment.objects.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        Analysis.objects.create(request=case, is_eligible=False, by=cast.secretary)


def test_the_requester_is_told_the_decision_and_the_reason_on_the_page_and_by_mail(client, cast, case, work):
    analysed(cast, case, is_eligible=False, reason="The Process does not pay for buildings.")
    work()
    [sent] = mail.outbox
    assert sent.to == ["alba@cast.example"]
    assert sent.subject == f"Your request {case.reference} is not eligible"
    assert "The Process does not pay for buildings." in sent.body
    assert NEED not in sent.body + sent.alternatives[0].content
    [step] = steps(case, again(cast.member_a))
    assert (step.title, step.text) == ("Found not eligible", "The Process does not pay for buildings.")
    shown = reads(client, cast.member_a, case.get_absolute_url()).text
    assert "The Process does not pay for buildings." in shown
    assert NEED not in shown


def test_a_decision_that_changed_before_the_mail_left_is_told_once_as_it_is(cast, case, work):
    analysed(cast, case, is_eligible=False, reason="No.")
    analysed(cast, case, is_eligible=True, reason="Yes, after all.")
    analysed(cast, case, is_eligible=True, reason="Yes, after all.", themes=[])
    work()
    assert [sent.subject for sent in mail.outbox] == [f"Your request {case.reference} is eligible"]
    assert Delivery.objects.filter(state=Delivery.State.DROPPED).count() == 1


def test_somebody_outside_the_register_is_told_without_a_page_that_they_cannot_open(cast, work):
    case = from_outside()
    analysed(cast, case, is_eligible=False, reason="Only Participants and Observers.")
    work()
    [sent] = mail.outbox
    assert sent.to == ["nora@outside.example"]
    assert "Dear Nora Newcomer," in sent.body
    assert case.reference in sent.body
    assert case.get_absolute_url() not in sent.body


@pytest.mark.both_databases
def test_two_who_decide_at_once_see_both_and_nothing_is_lost(client, cast, case):
    form = entered(case, reason="Mine.", decision="no")
    analysed(cast, case, reason="Theirs.")
    client.force_login(again(cast.secretary))
    met = client.post(page("analysis", case), form)
    assert Analysis.objects.get().reason == "Theirs."
    assert all(word in met.text for word in ("Somebody has saved this analysis", "Mine.", "Theirs."))
    seen = met.context["form"]["seen_version"].value()
    client.post(page("analysis", case), form | {"seen_version": seen})
    assert Analysis.objects.get().reason == "Mine."


def test_a_request_of_no_kind_is_not_taken_up(client, cast):
    case = from_outside(channel="enquiry", wants_training=False)
    assert "Say first what kind of assistance is asked for." in save(client, cast, case).text
    assert not Analysis.objects.exists()


def test_a_closed_case_is_read_and_not_changed(client, cast, case):
    analysed(cast, case)
    case.refresh_from_db()
    case.closed_at = timezone.now()
    case.save()
    assert "Save the analysis" not in reads(client, cast.secretary, page("analysis", case)).text
    met = save(client, cast, case, reason="What was typed meanwhile.").text
    assert "This request is closed" in met
    assert "What was typed meanwhile." in met
    assert Analysis.objects.get().is_eligible


def test_who_knows_of_what(cast, case):
    analysed(cast, case)
    add_note(request=case, text="Between us.", by=cast.secretary)
    referred(cast, case)
    body = {"member_a", "observer", "both", "chair_a"}
    assert readers(cast, Analysis.objects.all()) == KNOW_OF_IT | body
    assert readers(cast, Assessment.objects.all()) == readers(cast, RequestNote.objects.all()) == {"secretary"}


def test_a_note_stands_on_the_page_of_the_secretariat_alone(client, cast, case):
    client.force_login(again(cast.secretary))
    assert "Between us." in client.post(page("analysis-note", case), {"note": "Between us."}, follow=True).text
    referred(cast, case)
    for user in (cast.member_a, cast.chair_a, cast.kp_chair):
        assert "Between us." not in reads(client, user, case.get_absolute_url()).text
        assert client.get(page("analysis", case)).status_code == 404


def test_the_clock_counts_working_days_without_the_pauses(cast):
    friday = datetime(2026, 11, 6, 16, tzinfo=UTC)
    case = asked(cast, submitted_at=friday)
    thursday = friday.date() + timedelta(days=13)
    assert working_days(case, friday.date()) == 0
    assert working_days(case, thursday) == 9
    for asked_on, ended_on in ((10, 12), (11, 13), (17, None)):
        Clarification.objects.create(
            request=case, question="?", by=cast.secretary, asked_at=friday.replace(day=asked_on),
            ended_at=ended_on and friday.replace(day=ended_on),
        )  # fmt: skip
    assert working_days(case, thursday) == 9 - 3 - 2
    assert working_days(case, thursday + timedelta(days=30)) == 4
    assert working_days(case, friday.date() + timedelta(days=5)) == 2


def test_a_question_puts_the_day_off_by_which_a_request_is_to_be_analysed(cast, settings):
    settings.ASSISTANCE_ANALYSIS_DAYS = 4
    case = asked(cast, submitted_at=timezone.now() - timedelta(days=14))
    begin = case.submitted_at.date()
    assert due_on(case) == after_working_days(begin, 4)
    question = asked_back(cast, case, days=14)
    assert due_on(case) == after_working_days(begin, 14)
    answer(clarification=question, text="March.", channel="portal", person=case.asked_by)
    assert due_on(case) == after_working_days(begin, 14)


def test_the_desk_and_the_list_of_the_administration_show_what_is_to_be_analysed(client, cast, settings):
    old = asked(cast, submitted_at=timezone.now() - timedelta(days=40))
    new = asked(cast)
    asked(cast, submitted_at=None)
    asked_back(cast, asked(cast))
    analysed(cast, asked(cast))
    found = {item.url: item for item in work.desk(again(cast.secretary))}
    assert set(found) == {page("analysis", old), page("analysis", new)}
    assert (found[page("analysis", old)].tone, found[page("analysis", new)].tone) == ("bad", "warn")
    assert found[page("analysis", new)].due == after_working_days(today(), settings.ASSISTANCE_ANALYSIS_DAYS)
    assert not work.desk(again(cast.kp_chair))
    [line] = waiting([work.LATE], again(cast.secretary))
    assert line.count == 1
    client.force_login(again(cast.secretary))
    shown = client.get(line.url).text
    assert old.reference in shown
    assert new.reference not in shown


def test_the_desk_asks_as_often_for_one_request_as_for_four(cast, case):
    asked_back(cast, asked(cast))
    with CaptureQueriesContext(connection) as one:
        list(work.desk(again(cast.secretary)))
    for _more in range(3):
        asked(cast)
        asked_back(cast, asked(cast))
    with CaptureQueriesContext(connection) as four:
        assert len(work.desk(again(cast.secretary))) == 4
    assert len(one) == len(four)
