"""How a case ends (mandate 4c): deliveries, the outcome, the closing, who contests it, and whether it helped."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from asm_portal.areas import areas
from asm_portal.attention import waiting
from asm_portal.models import Delivery as Mail
from assistance.analysis.merging import merge, unmerge
from assistance.models import Contest, Delivery, HelpQuestion, Outcome
from assistance.outcomes import helping, panels
from assistance.outcomes.actions import (
    answer_contest,
    close,
    may_be_contested,
    outcome_of,
    record_delivery,
    record_outcome,
    settle,
    take_out_delivery,
    what_is_open,
)
from assistance.outcomes.steps import steps
from assistance.requests.stages import Stage, stage_of
from assistance.requests.withdrawing import withdraw_request
from tests.assistance.analysed import asked_back, from_outside, of_xb
from tests.assistance.ended import TOLD, contested, fresh, given, ripened, told
from tests.assistance.referred import accepted, asked, readers, referred
from tests.cast import again

pytestmark = pytest.mark.django_db
Kind = Outcome.Kind
STAFF = {"kp_chair", "secretary"}


def refused(verb, **facts):
    """The sentences with which a verb refuses something."""
    with pytest.raises(ValidationError) as refusal, transaction.atomic():
        verb(**facts)
    return " ".join(refusal.value.messages)


def record(cast, case, **facts):
    return {"request": case, "kind": Kind.DELIVERED, "text": TOLD, "seen": "0", "by": cast.secretary} | facts


def titles_of(case, user):
    return [step.title for step in steps(case, again(user))]


def items_of(user):
    return [(item.title, item.url) for item in panels.desk(again(user))]


def test_a_delivery_is_read_with_its_case_and_begins_the_stage_of_delivery(cast):
    case = asked(cast)
    assert readers(cast, Delivery.objects.all()) == set()
    delivery = given(cast, case, text="Five days.")
    assert readers(cast, Delivery.objects.all()) == STAFF | {"member_a"}
    assert stage_of(case)[0] == Stage.DELIVERY
    assert titles_of(case, cast.member_a) == ["Workshop: The school of valuers"]
    assert delivery.history.get().history_user == cast.secretary


def test_a_delivery_that_ends_before_it_begins_or_for_a_closed_case_is_refused(cast):
    case = told(cast)
    delivery = case.deliveries.get()
    delivery.end_date = delivery.start_date - timedelta(days=1)
    assert "must not lie before" in refused(record_delivery, delivery=delivery, by=cast.secretary)
    close(request=case, by=cast.secretary)
    assert "is closed" in refused(record_delivery, delivery=case.deliveries.get(), by=cast.secretary)


def test_the_last_delivery_is_not_taken_out_from_under_an_outcome_that_says_so(cast):
    case = asked(cast)
    facts = {"reason": "Recorded twice.", "by": cast.secretary}
    delivery = given(cast, case)
    seen_by_both = Delivery.objects.get(pk=delivery.pk)
    take_out_delivery(delivery=delivery, **facts)
    assert "already taken this delivery out" in refused(take_out_delivery, delivery=seen_by_both, **facts)
    gone = Delivery.history.get(history_type="-")
    assert (gone.history_user, gone.history_change_reason) == (cast.secretary, "Recorded twice.")
    told(cast, case)
    assert "Change the outcome first" in refused(take_out_delivery, delivery=case.deliveries.get(), **facts)


def test_an_outcome_is_told_to_the_requester_and_does_not_close_the_case(cast, work):
    case = told(cast, asked(cast))
    work()
    [sent] = mail.outbox
    assert sent.to == [cast.member_a.person.primary_email]
    assert sent.subject == f"Outcome of your request {case.reference}: delivered"
    assert TOLD in sent.body
    assert "/assistance/outcomes/contest/" in sent.body
    assert case.closed_at is None
    assert stage_of(case)[0] == Stage.OUTCOME
    assert titles_of(case, cast.member_a)[-1] == "Outcome: delivered"


def test_what_was_not_given_is_not_called_delivered(cast):
    case = asked(cast)
    for kind in (Kind.DELIVERED, Kind.PARTLY):
        assert "There is no delivery yet" in refused(record_outcome, **record(cast, case, kind=kind))
    assert "Say what the requester is told" in refused(
        record_outcome, **record(cast, case, kind=Kind.DECLINED, text=" ")
    )
    record_outcome(**record(cast, case, kind=Kind.DECLINED, text="No body can do this."))
    assert outcome_of(case).kind == Kind.DECLINED


def test_of_two_who_record_an_outcome_the_second_is_told_what_stands(cast):
    case = asked(cast)
    given(cast, case)
    record_outcome(**record(cast, case, kind=Kind.PARTLY))
    assert "recorded an outcome in the meantime: delivered in part" in refused(record_outcome, **record(cast, case))
    told(cast, fresh(case), Kind.DELIVERED)
    assert outcome_of(case).kind == Kind.DELIVERED


def test_only_the_last_of_two_outcomes_is_mailed(cast, work):
    case = told(cast, kind=Kind.DECLINED, text="Nobody can.")
    told(cast, case, Kind.DECLINED, "Nobody can this year.")
    work()
    assert ["this year" in sent.body for sent in mail.outbox] == [True]


def test_somebody_outside_the_register_is_told_at_the_address_they_gave(cast, work):
    told(cast, from_outside())
    work()
    [sent] = mail.outbox
    assert sent.to == ["nora@outside.example"]
    assert "Dear Nora Newcomer" in sent.body
    assert "/assistance/requests/" not in sent.body


def test_a_case_is_closed_once_nothing_is_open(cast):
    case = asked(cast)
    referral, question = referred(cast, case), asked_back(cast, case)
    assert len(what_is_open(case)) == 3
    words = refused(close, request=case, by=cast.secretary)
    assert "There is no outcome yet." in words
    assert "A referral is waiting" in words
    assert "A question to the requester is waiting" in words
    accepted(cast, referral)
    question.ended_at = timezone.now()
    question.save()
    told(cast, case)
    assert f"Close the case: {case.subject}" in dict(items_of(cast.secretary))
    close(request=case, by=cast.secretary)
    assert stage_of(case)[0] == Stage.CLOSED
    assert titles_of(fresh(case), cast.member_a)[-1] == "Closed"
    assert "closed" in refused(close, request=case, by=cast.secretary)


def test_the_desk_of_the_secretariat_leads_from_an_accepted_referral_to_the_end(cast):
    case = asked(cast)
    referral = referred(cast, case)
    assert items_of(cast.secretary) == []
    accepted(cast, referral)
    page = f"/en/assistance/requests/{case.reference}/"
    assert items_of(cast.secretary) == [(f"Record what was given: {case.subject}", f"{page}deliveries/new/")]
    given(cast, case)
    assert items_of(cast.secretary) == [(f"Record the outcome: {case.subject}", f"{page}outcome/")]
    told(cast, case)
    assert items_of(cast.secretary) == [(f"Close the case: {case.subject}", f"{page}#outcome")]
    assert [line.count for line in waiting(panels.LISTS, again(cast.secretary))] == [1]
    assert items_of(cast.member_a) == items_of(cast.kp_chair) == items_of(cast.chair_a) == []


def test_a_contested_outcome_is_on_the_desk_again_and_the_case_can_be_opened(cast, work):
    case = told(cast)
    close(request=case, by=cast.secretary)
    row = contested(cast, fresh(case))
    page = f"/en/assistance/requests/{case.reference}/contest/answer/"
    assert (f"The outcome is contested: {case.subject}", page) in items_of(cast.secretary)
    assert (row.kind, row.told) == (Kind.DELIVERED, TOLD)
    assert "already been contested" in refused(lambda: contested(cast, fresh(case)))
    answer_contest(contest=row, answer="You are right.", reopens=True, by=cast.secretary)
    case = fresh(case)
    assert (case.closed_at, outcome_of(case), case.is_open) == (None, None, True)
    mail.outbox.clear()
    work()
    assert [sent.subject for sent in mail.outbox] == [f"Your case {case.reference} is open again"]
    assert titles_of(case, cast.member_a)[-2:] == [
        "The requester contests the outcome: delivered",
        "The case is open again",
    ]


def test_an_outcome_stands_only_with_words_that_say_why(cast, work):
    case = told(cast)
    row = contested(cast, case)
    assert "is waiting for an answer" in refused(close, request=case, by=cast.secretary)
    facts = {"contest": row, "reopens": False, "by": cast.secretary}
    assert "Say why the outcome stands" in refused(answer_contest, answer=" ", **facts)
    answer_contest(answer="All six took part.", **facts)
    assert "Somebody has answered this already" in refused(answer_contest, answer="Again.", **facts)
    work()
    assert mail.outbox[-1].subject == f"Why the outcome of {case.reference} stands"
    assert "All six took part." in mail.outbox[-1].body
    assert not may_be_contested(case)
    assert "told why this outcome stands" in refused(lambda: contested(cast, case))
    close(request=case, by=cast.secretary)


def test_what_was_told_is_not_withdrawn(cast):
    case = told(cast)
    assert "already been recorded" in refused(
        withdraw_request, request=case, text="We found a course.", by=cast.member_a
    )
    assert outcome_of(case).kind == Kind.DELIVERED


def test_the_time_to_contest_is_a_setting_and_ends(cast, settings):
    case = told(cast)
    ripened(case, days=settings.ASSISTANCE_CONTEST_DAYS + 1)
    assert not may_be_contested(case)
    assert "The time to contest this outcome is over" in refused(lambda: contested(cast, case))
    settings.ASSISTANCE_CONTEST_DAYS += 10
    assert may_be_contested(case)


def test_what_the_requester_withdrew_is_closed_and_not_contested(cast):
    case = asked(cast)
    settle(request=case, kind=Kind.WITHDRAWN, text="We found a course.", by=cast.member_a)
    assert fresh(case).closed_at
    assert not may_be_contested(case)


def test_a_contest_and_an_answer_whether_it_helped_are_not_for_the_bodies(cast):
    case = asked(cast)
    accepted(cast, referred(cast, case, body=cast.xwa))
    told(cast, case)
    contested(cast, case)
    HelpQuestion.objects.create(request=case)
    for model in (Contest, HelpQuestion):
        assert readers(cast, model.objects.all()) == STAFF | {"member_a"}
    assert titles_of(case, cast.chair_a) == ["Workshop: The school of valuers", "Outcome: delivered"]


def test_the_database_holds_what_a_contest_and_an_answer_are(cast):
    case = told(cast)
    contested(cast, case)
    for broken in (
        lambda: Contest.objects.create(request=case, kind="delivered", text="Again."),
        lambda: Contest.objects.create(request=case, kind="delivered", text="No.", answered_at=timezone.now()),
        lambda: HelpQuestion.objects.create(request=case, answer="yes"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            broken()


def test_the_requester_of_a_merged_case_is_told_its_outcome_in_a_word(cast, work):
    ours, theirs = asked(cast), of_xb(cast)
    merge(request=theirs, into=ours, reason="The same course.", by=cast.secretary)
    work()
    mail.outbox.clear()
    told(cast, fresh(ours))
    work()
    by_address = {sent.to[0]: sent for sent in mail.outbox}
    other = by_address[cast.member_b.person.primary_email]
    assert theirs.reference in other.subject
    assert ours.reference not in other.body
    assert TOLD not in other.body
    assert TOLD in by_address[cast.member_a.person.primary_email].body


def test_a_merged_case_is_not_opened_by_a_contest_but_taken_apart_first(cast):
    ours, theirs = asked(cast), of_xb(cast)
    merge(request=theirs, into=ours, reason="The same course.", by=cast.secretary)
    row = contested(cast, fresh(theirs), "It is another course.", by=cast.member_b)
    facts = {"contest": row, "answer": "", "reopens": True, "by": cast.secretary}
    assert "Take the two apart first" in refused(answer_contest, **facts)
    unmerge(request=fresh(theirs), by=cast.secretary)
    answer_contest(**facts)
    assert fresh(theirs).is_open


def test_six_months_after_the_outcome_the_requester_is_asked_once_and_reminded_once(cast, work, settings):
    case = told(cast)
    work()
    mail.outbox.clear()
    now = timezone.now()
    helping.due(now)
    assert not HelpQuestion.objects.exists()
    ripened(case, days=settings.ASSISTANCE_HELP_QUESTION_DAYS + 1)
    for moment in (now, now, now + timedelta(days=settings.ASSISTANCE_HELP_REMINDER_DAYS + 1)):
        helping.due(moment)
        helping.due(moment)
    work()
    assert [sent.subject for sent in mail.outbox] == [
        f"Did the assistance help? ({case.reference})",
        f"Reminder: did the assistance help? ({case.reference})",
    ]
    assert "/assistance/outcomes/help/" in mail.outbox[0].body
    assert [title for title, _url in items_of(cast.member_a)] == [f"Say whether it helped: {case.subject}"]
    assert f"Say whether it helped: {case.subject}" not in dict(items_of(cast.secretary))


def test_nobody_is_asked_whether_it_helped_while_the_outcome_is_contested(cast, work, settings):
    case = told(cast)
    row = contested(cast, case)
    ripened(case, days=settings.ASSISTANCE_HELP_QUESTION_DAYS + 1)
    now = timezone.now()
    helping.due(now)
    assert not HelpQuestion.objects.exists()
    answer_contest(contest=row, answer="All six took part.", reopens=False, by=cast.secretary)
    helping.due(now)
    assert HelpQuestion.objects.get().request == case
    Contest.objects.create(request=case, kind="delivered", text="And yet.", person=cast.member_a.person)
    helping.due(now + timedelta(days=settings.ASSISTANCE_HELP_REMINDER_DAYS + 1))
    work()
    assert (HelpQuestion.objects.get().reminded_at, items_of(cast.member_a)) == (None, [])
    assert [sent.subject for sent in mail.outbox if "help" in sent.subject] == []


def test_nobody_is_asked_whether_what_was_declined_helped(cast, settings):
    ripened(told(cast, kind=Kind.DECLINED, text="Nobody can."), days=settings.ASSISTANCE_HELP_QUESTION_DAYS + 1)
    helping.due(timezone.now())
    assert not HelpQuestion.objects.exists()


def test_the_first_answer_counts_and_stops_the_mail(cast, work, settings):
    case = told(cast)
    work()
    mail.outbox.clear()
    ripened(case, days=settings.ASSISTANCE_HELP_QUESTION_DAYS + 1)
    helping.due(timezone.now())
    question = HelpQuestion.objects.get()
    facts = {"question": question, "text": "Three of six work now.", "person": cast.member_a.person}
    helping.answer(answer="partly", **facts)
    assert "This question was answered on" in refused(helping.answer, answer="yes", **facts)
    work()
    assert mail.outbox == []
    assert Mail.objects.filter(key__startswith=helping.KEY).get().state == Mail.State.DROPPED
    assert items_of(cast.member_a) == []
    assert titles_of(case, cast.secretary)[-1] == "Did it help? It helped in part"


def test_the_area_asks_whether_it_helped_and_writes_the_mails(cast, work, settings):
    ripened(told(cast), days=settings.ASSISTANCE_HELP_QUESTION_DAYS + 1)
    for area in areas():
        if type(area).__name__ == "AssistanceArea":
            area.due(timezone.now())
    assert HelpQuestion.objects.count() == 1
