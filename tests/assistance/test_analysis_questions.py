"""The requester is asked something (mandate 4a): the clock stands, and no answer is lost."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone

from asm_portal.attention import waiting
from asm_portal.dated import today
from asm_portal.mail_links import WORKS_FOR
from asm_portal.models import ContactEmail, Delivery, Representation
from assistance.analysis import waiting as work_lists
from assistance.analysis.clarifying import MOST, answer, ask, go_on
from assistance.analysis.links import link_for
from assistance.analysis.steps import steps
from assistance.models import Clarification, ClarificationAnswer
from assistance.requests.mail import status_link
from assistance.requests.people import addressees
from assistance.requests.stages import Stage, stage_of
from assistance.requests.withdrawing import withdraw_request
from tests.assistance.analysed import QUESTION, asked_back, from_outside, of_xb, page, reads
from tests.assistance.referred import asked, readers, referred
from tests.cast import again

pytestmark = pytest.mark.django_db
ANSWER = "In March."


@pytest.fixture
def case(cast):
    return asked(cast)


def by_link(question):
    """The path of the page in the mail."""
    return urlsplit(link_for(question, addressees(question.request)[0])).path


def titles(case, user):
    return [step.title for step in steps(case, again(user))]


def texts():
    return [row.text for row in ClarificationAnswer.objects.order_by("pk")]


def test_asking_stops_the_clock_where_everyone_who_knows_the_request_sees_it(client, cast, case):
    client.force_login(again(cast.secretary))
    client.post(page("analysis-ask", case), {"question": QUESTION})
    question = Clarification.objects.get()
    assert question.history.get().history_user == cast.secretary
    case.refresh_from_db()
    assert case.taken_up_at
    assert stage_of(case) == (Stage.WAITING, question.asked_at)
    assert titles(case, cast.member_a) == ["Question to the requester: the clock is paused"]
    assert QUESTION in reads(client, cast.kp_chair, case.get_absolute_url()).text


def test_the_requester_answers_on_the_page_of_the_request(client, cast, case):
    asked_back(cast, case)
    shown = reads(client, cast.member_a, case.get_absolute_url()).text
    assert page("clarification-answer", case, 1) in shown
    [item] = work_lists.desk(again(cast.member_a))
    assert item.title == f"Answer a question about {case.reference}"
    said = client.post(page("clarification-answer", case, 1), {"text": ANSWER}, follow=True).text
    assert "Your answer has reached the secretariat. The clock is running again." in said
    row = ClarificationAnswer.objects.get()
    assert (row.text, row.person, row.channel) == (ANSWER, cast.member_a.person, "portal")
    assert row.clarification.ended_at
    assert stage_of(case)[0] == Stage.ANALYSIS
    assert not work_lists.desk(again(cast.member_a))


def test_an_empty_answer_is_refused_at_its_field(client, cast, case):
    asked_back(cast, case)
    client.force_login(again(cast.member_a))
    assert "Write your answer." in client.post(page("clarification-answer", case, 1), {"text": "  "}).text
    assert Clarification.objects.open().exists()


@pytest.mark.parametrize("name", ["member_b", "kp_chair", "secretary", "chair_a", "guest", "ex_member"])
def test_only_the_requester_answers(client, cast, case, name):
    referred(cast, case)
    asked_back(cast, case)
    client.force_login(again(cast.users[name]))
    assert client.post(page("clarification-answer", case, 1), {"text": ANSWER}).status_code == 404
    assert not ClarificationAnswer.objects.exists()


@pytest.mark.both_databases
def test_numbers_that_no_question_has_are_no_page(client, cast, case):
    asked_back(cast, case)
    client.force_login(again(cast.member_a))
    for number in (0, 2, 10**30):
        assert client.get(page("clarification-answer", case, number)).status_code == 404


def test_the_mail_brings_a_page_that_is_answered_once(client, cast, case, work):
    asked_back(cast, case)
    work()
    [sent] = mail.outbox
    assert (sent.to, sent.subject) == (["alba@cast.example"], f"A question about your request {case.reference}")
    assert QUESTION in sent.body
    path = next(urlsplit(word).path for word in sent.body.split() if "/answer/" in word)
    shown = client.get(path)
    assert QUESTION in shown.text
    assert not ClarificationAnswer.objects.exists()
    assert "Your answer has reached the secretariat." in client.post(path, {"text": ANSWER}, follow=True).text
    assert ClarificationAnswer.objects.get().channel == "link"
    assert "This question is answered." in client.get(path).text
    assert "<textarea" not in client.get(path).text


@pytest.mark.both_databases
def test_of_two_answers_at_once_both_are_kept_and_each_is_told_so(client, cast, case):
    question = asked_back(cast, case)
    path = by_link(question)
    client.force_login(again(cast.member_a))
    client.get(page("clarification-answer", case, 1))
    client.post(path, {"text": "April."})
    first_end = Clarification.objects.get().ended_at
    said = client.post(page("clarification-answer", case, 1), {"text": ANSWER}, follow=True).text
    assert "The question had already been answered; both answers are kept." in said
    assert texts() == ["April.", ANSWER]
    assert Clarification.objects.get().ended_at == first_end


def test_the_same_answer_sent_twice_is_kept_once_and_there_is_an_end(cast, case):
    question = asked_back(cast, case)
    facts = {"clarification": question, "channel": "portal", "person": cast.member_a.person}
    for _twice in range(2):
        answer(text=ANSWER, **facts)
    assert texts() == [ANSWER]
    for number in range(1, MOST):
        answer(text=f"{ANSWER} {number}", **facts)
    with pytest.raises(ValidationError, match="has already been answered many times"):
        answer(text="Once more.", **facts)


@pytest.mark.parametrize("why", ["a new address", "speaks no more", "too old", "none"])
def test_what_was_typed_into_a_page_whose_link_has_ended_is_shown_again(client, cast, case, why, monkeypatch):
    path = by_link(asked_back(cast, case))
    if why == "a new address":
        ContactEmail.objects.filter(person=case.asked_by).first().delete()
        ContactEmail.objects.create(person=case.asked_by, address="new@cast.example", is_primary=True)
    elif why == "speaks no more":
        held = Representation.objects.get(person=case.asked_by)
        held.valid_until = today()
        held.save()
    elif why == "too old":
        monkeypatch.setattr(
            "django.core.signing.time.time", lambda: timezone.now().timestamp() + WORKS_FOR.total_seconds() + 9
        )
    else:
        path = path[:-5] + "xxxx/"
    said = client.post(path, {"text": f"A long {ANSWER}"})
    assert said.status_code == (404 if why == "none" else 410)
    assert f"A long {ANSWER}" in said.text
    assert QUESTION not in said.text
    assert not ClarificationAnswer.objects.exists()


def test_somebody_outside_the_register_answers_by_the_link(client, cast, work):
    case = from_outside()
    question = asked_back(cast, case)
    work()
    [sent] = mail.outbox
    assert sent.to == ["nora@outside.example"]
    path = by_link(question)
    client.post(path, {"text": ANSWER})
    assert (ClarificationAnswer.objects.get().person, texts()) == (None, [ANSWER])
    shown = client.get(urlsplit(status_link(case, addressees(case)[0])).path).text
    assert QUESTION in shown
    assert ANSWER in shown
    case.email = "other@outside.example"
    case.save()
    assert client.get(path).status_code == 410


def test_the_answer_reaches_the_desk_until_somebody_has_read_it(client, cast, case):
    question = asked_back(cast, case)
    answer(clarification=question, text=ANSWER, channel="link", person=case.asked_by)
    assert f"New answer about {case.reference}" in [item.title for item in work_lists.desk(again(cast.secretary))]
    assert ANSWER in reads(client, cast.secretary, page("analysis", case)).text
    client.post(page("analysis-read", case))
    assert ClarificationAnswer.objects.get().seen_at
    assert f"New answer about {case.reference}" not in [item.title for item in work_lists.desk(again(cast.secretary))]


def test_the_secretariat_notes_what_was_answered_otherwise(client, cast, case):
    asked_back(cast, case)
    client.force_login(again(cast.secretary))
    address = page("analysis-answer", case, 1)
    assert client.post(address, {"text": ANSWER}).context["form"].errors["channel"]
    client.post(address, {"text": ANSWER, "channel": "telephone"})
    row = ClarificationAnswer.objects.get()
    assert (row.person, row.noted_by, row.channel) == (None, cast.secretary, "telephone")
    assert row.seen_at
    assert not Clarification.objects.open().exists()


def test_the_secretariat_goes_on_without_an_answer_and_takes_it_all_the_same(client, cast, case):
    question = asked_back(cast, case)
    client.force_login(again(cast.secretary))
    client.post(page("analysis-go-on", case, 1))
    assert "The secretariat continues without an answer: the clock runs again" in titles(case, cast.member_a)
    ended = Clarification.objects.get().ended_at
    with pytest.raises(ValidationError, match="in the meantime"):
        go_on(clarification=question, by=cast.secretary)
    assert client.post(by_link(question), {"text": ANSWER}).status_code == 302
    assert (texts(), Clarification.objects.get().ended_at) == ([ANSWER], ended)


def test_an_answer_to_a_case_that_is_closed_by_then_is_kept(client, cast, case):
    path = by_link(asked_back(cast, case))
    case.refresh_from_db()
    case.closed_at = timezone.now()
    case.save()
    client.post(path, {"text": ANSWER})
    assert texts() == [ANSWER]
    with pytest.raises(ValidationError):
        ask(request=case, question="And?", by=cast.secretary)


def test_the_same_question_is_not_asked_twice_at_once(client, cast, case):
    asked_back(cast, case)
    client.force_login(again(cast.secretary))
    said = client.post(page("analysis-ask", case), {"question": QUESTION}).text
    assert "has been asked exactly this" in said
    assert Clarification.objects.count() == 1


def test_who_does_not_answer_is_reminded_once_and_then_stands_on_a_list(cast, case, work, settings):
    settings.ASSISTANCE_ANSWER_DAYS = 3
    asked_back(cast, case, days=7)
    asked_back(cast, of_xb(cast), days=0)
    for _minute in range(2):
        work_lists.due(timezone.now())
    work()
    assert [sent.subject for sent in mail.outbox if "Reminder" in sent.subject] == [
        f"Reminder: a question about your request {case.reference}"
    ]
    [line] = waiting([work_lists.SILENT], again(cast.secretary))
    assert (line.count, line.oldest) == (1, today() - timedelta(days=7))


def test_nobody_is_reminded_of_what_was_answered_meanwhile(cast, case, work, settings):
    settings.ASSISTANCE_ANSWER_DAYS = 3
    question = asked_back(cast, case, days=7)
    work_lists.due(timezone.now())
    answer(clarification=question, text=ANSWER, channel="portal", person=case.asked_by)
    work()
    assert mail.outbox == []
    assert set(Delivery.objects.values_list("state", flat=True)) == {Delivery.State.DROPPED}


def test_whoever_has_withdrawn_the_request_is_asked_nothing_more(cast, case, work):
    asked_back(cast, case, days=30)
    withdraw_request(request=case, text="", by=cast.member_a)
    work_lists.due(timezone.now())
    work()
    assert mail.outbox == []
    assert list(work_lists.own_questions(again(cast.member_a))) == []


def test_questions_and_answers_are_for_those_who_may_read_the_request(cast, case):
    answer(clarification=asked_back(cast, case), text=ANSWER, channel="link", person=case.asked_by)
    asked_back(cast, of_xb(cast))
    known = {"member_a", "kp_chair", "secretary"}
    assert readers(cast, Clarification.objects.filter(request=case)) == known
    assert readers(cast, ClarificationAnswer.objects.all()) == known
