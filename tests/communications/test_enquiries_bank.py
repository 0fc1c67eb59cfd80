"""The bank of answers: without names, approved, searched, flagged, and approved afresh each time; and how long answers take."""

import json
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from asm_portal.dated import today
from communications.enquiries import bank, deciding, drafting, sending
from communications.enquiries.bank import content_of, flagged
from communications.enquiries.waiting import due_on, usual_days, waiting_times
from communications.models import BankedAnswer, ReplyDraft
from knowledge.actions import add_document, link, publish, withdraw
from knowledge.models import DocumentKind, DocumentLink
from knowledge.text_approvals import digest
from tests.cast import again
from tests.communications.asking import ANSWER, approved, enquiry, instructed, submitted

pytestmark = pytest.mark.django_db
BANK = "/en/enquiries/answers/"
QUESTION = "Who prints the certificates?"


@pytest.fixture
def kind(db):
    return DocumentKind.objects.create(code="decision", name_en="Decision", name_fr="Décision", prefix="DEC")


def decision(kind, cast, title, **facts):
    made = add_document(
        kind=kind, titles={"en": title}, by=cast.secretary, audience="public", date=date(2020, 5, 3), decision=facts
    )
    return publish(document=made, by=cast.secretary)


def banked(cast, text=ANSWER, documents=(), is_ready=True, **facts):
    """An answer of the bank, approved unless told otherwise."""
    made = approved(cast, **facts)
    answer = bank.bank_reply(
        reply=made.replies.get(), question=QUESTION, text=text, documents=list(documents), by=again(cast.secretary)
    )
    if is_ready:
        bank.approve_answer(answer=answer, seen=digest(content_of(answer)), by=again(cast.kp_chair))
    answer.refresh_from_db()
    return answer


def test_an_answer_goes_into_the_bank_without_names_and_is_approved_there(client, cast, kind):
    rests_on = decision(kind, cast, "On certificates")
    made = approved(cast, question="Ada Sample asks who prints the certificates")
    client.force_login(cast.secretary)
    page = f"{made.get_absolute_url()}keep/"
    given = {"seen": 0, "question": QUESTION, "text": ANSWER, "documents": "DEC-0000-00000"}
    assert "There is no such document" in client.post(page, given).text
    done = client.post(page, given | {"documents": rests_on.reference}, follow=True)
    answer = BankedAnswer.objects.get()
    assert (answer.state, answer.citations.get().document) == ("submitted", rests_on)
    assert "Ada" not in done.text
    assert "This answer is in the bank already." in client.post(page, given | {"documents": ""}).text
    assert client.get(f"{answer.get_absolute_url()}decide/").status_code == 404
    client.force_login(cast.kp_chair)
    assert "Decide on an answer for the bank" in client.get("/en/desk/").text
    decide = f"{answer.get_absolute_url()}decide/"
    assert (
        "Say what should be changed." in client.post(decide, {"seen": digest(content_of(answer)), "return": "1"}).text
    )
    client.post(decide, {"seen": digest(content_of(answer)), "approve": "1"})
    answer.refresh_from_db()
    assert (answer.state, json.loads(answer.approval.content)) == ("approved", {"question": QUESTION, "answer": ANSWER})


@pytest.mark.both_databases
def test_a_change_voids_the_approval_and_two_who_change_at_once_find_out(client, cast):
    answer = banked(cast)
    before = content_of(answer)
    client.force_login(cast.secretary)
    page = f"{answer.get_absolute_url()}change/"
    seen = {"seen": answer.version, "question": QUESTION, "documents": ""}
    client.post(page, seen | {"text": "Theirs"})
    answer.refresh_from_db()
    assert (answer.text, answer.state, answer.approval) == ("Theirs", "submitted", None)
    refused = client.post(page, seen | {"text": "Mine"})
    assert ("Theirs" in refused.text, "Mine" in refused.text) == (True, True)
    assert f'name="seen" value="{answer.version}"' in refused.text
    with pytest.raises(ValidationError, match="The text was changed since you opened this page"):
        bank.approve_answer(answer=answer, seen=digest(before), by=again(cast.kp_chair))


def test_each_use_is_a_draft_that_needs_an_approval_of_its_own(client, cast):
    answer, waiting = banked(cast), instructed(cast, question="Asked by somebody else")
    client.force_login(cast.secretary)
    client.post(f"{waiting.get_absolute_url()}bank/", {"answer": answer.reference})
    draft = drafting.last_draft(waiting)
    assert (draft.text, draft.banked, draft.state, draft.approval) == (ANSWER, answer, ReplyDraft.State.DRAFT, None)
    with pytest.raises(ValidationError, match="Only a text that the Chair’s office has approved"):
        sending.send_reply(enquiry=waiting, by=cast.secretary)
    uninstructed = enquiry(question="Nobody has asked for an answer")
    refused = client.post(f"{uninstructed.get_absolute_url()}bank/", {"answer": answer.reference}, follow=True)
    assert "has not asked for an answer yet" in refused.text


def test_what_is_approved_tells_the_question_from_the_answer():
    one, other = (BankedAnswer(question=first, text=second) for first, second in (("A\n\nB", "C"), ("A", "B\n\nC")))
    assert content_of(one) != content_of(other)


def test_an_answer_of_the_bank_does_not_push_out_what_the_chair_has_before_it_or_approved(client, cast):
    answer = banked(cast)
    client.force_login(cast.secretary)
    for waiting in (submitted(cast, question="One"), approved(cast, sends_itself=True, question="Two")):
        before = drafting.last_draft(waiting)
        page = client.post(f"{waiting.get_absolute_url()}bank/", {"answer": answer.reference}, follow=True)
        assert "write another draft on the page of the enquiry" in page.text
        assert drafting.last_draft(waiting) == before
        assert f"For {waiting.reference}" not in client.get(answer.get_absolute_url()).text


def test_an_answer_that_was_not_approved_or_was_taken_out_is_not_used(client, cast):
    waiting, answer = instructed(cast, question="Waiting"), banked(cast, is_ready=False)
    with pytest.raises(ValidationError, match="approved for the bank"):
        bank.draft_from(answer=answer, enquiry=waiting, seen=0, by=cast.secretary)
    client.force_login(cast.secretary)
    client.post(f"{answer.get_absolute_url()}retire/")
    answer.refresh_from_db()
    with pytest.raises(ValidationError, match="approved for the bank"):
        bank.draft_from(answer=answer, enquiry=waiting, seen=0, by=cast.secretary)


def test_the_bank_is_searched_by_words_and_language(client, cast):
    english = banked(cast, "Parcels are sealed before they leave.", question="One")
    french = banked(cast, "Les colis sont scellés avant leur départ.", question="Deux", language="fr")
    client.force_login(cast.secretary)

    def found(query):
        text = client.get(f"{BANK}?{query}").text
        return {answer for answer in (english, french) if answer.reference in text}

    assert found("") == {english, french}
    assert found("q=sealing") == {english}
    assert found("q=scelle") == {french}
    assert found("language=fr") == {french}
    assert found("q=nothing") == set()
    client.force_login(cast.member_a)
    assert client.get(BANK).status_code == 404
    assert english.reference not in client.get("/en/search/?q=sealed").text


def test_an_answer_is_flagged_once_what_it_cites_holds_no_more(client, cast, kind):
    rules, other, ending = (decision(kind, cast, title) for title in ("The rules", "Another", "The end"))
    amendment = decision(kind, cast, "An amendment of the rules")
    link(later=amendment, earlier=rules, kind=DocumentLink.Kind.AMENDS, by=cast.secretary)
    answers = {
        name: banked(cast, documents=[document], question=name)
        for name, document in (("rules", rules), ("other", other), ("ending", ending), ("amendment", amendment))
    }

    def flags():
        rows = flagged(BankedAnswer.objects.all(), again(cast.secretary)).filter(is_flagged=True)
        return {name for name, answer in answers.items() if answer in rows}

    assert flags() == set()
    newer = decision(kind, cast, "The new rules")
    link(later=newer, earlier=rules, kind=DocumentLink.Kind.SUPERSEDES, by=cast.secretary)
    assert flags() == {"rules", "amendment"}
    withdraw(document=other, by=cast.secretary)
    ending.decision.in_force_until = today()
    ending.decision.save()
    assert flags() == {"rules", "amendment", "other", "ending"}
    client.force_login(cast.secretary)
    assert "Something that it rests on holds no more." in client.get(answers["rules"].get_absolute_url()).text
    assert answers["other"].reference in client.get(f"{BANK}?state=flagged").text


def test_the_pages_of_the_bank_ask_the_same_however_much_is_in_it(
    client, cast, kind, django_assert_num_queries, django_assert_max_num_queries
):
    document = decision(kind, cast, "On certificates")
    banked(cast, documents=[document], question="The first")
    client.force_login(cast.secretary)
    client.get(BANK)
    with django_assert_max_num_queries(200) as first:
        client.get(BANK)
    for number in range(3):
        banked(cast, documents=[document], question=f"Question {number}")
    with django_assert_num_queries(len(first)):
        client.get(BANK)


# Waiting times


def answered_after(cast, *days, kind="public"):
    """Enquiries that were answered now, after so many days."""
    for number in days:
        waited = timezone.now() - timedelta(days=number)
        made = submitted(cast, question=f"{kind} {number}", kind=kind, received_at=waited)
        deciding.approve_reply(enquiry=made, seen=digest(ANSWER), by=again(cast.kp_chair))


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("days", "median"), [((), None), ((3,), 3.0), ((1, 9), 5.0), ((2, 9, 4), 4.0), ((1, 2, 7, 30), 4.5)]
)
def test_the_median_is_the_middle_one_or_lies_between_the_two_in_the_middle(cast, days, median):
    answered_after(cast, *days)
    public, media = waiting_times(again(cast.kp_chair)).kinds
    assert (public.times.count, public.times.median) == (len(days), median)
    assert (media.times.count, media.times.median) == (0, None)


def test_waiting_times_are_told_by_kind_and_month_with_the_oldest_that_waits(client, cast):
    answered_after(cast, 2, 4)
    answered_after(cast, 8, kind="media")
    old = enquiry(question="Oldest", received_at=timezone.now() - timedelta(days=40))
    enquiry(question="Newer")
    client.force_login(cast.kp_chair)
    shown = client.get("/en/enquiries/waiting/").text
    waiting = waiting_times(again(cast.kp_chair))
    [month] = waiting.months
    assert [times.median for times in month.times] == [3.0, 8.0]
    assert (waiting.kinds[0].open_count, waiting.kinds[0].oldest) == (2, old)
    assert old.reference in shown
    assert "The oldest for 40 days." in client.get("/en/desk/").text


def test_the_public_is_told_how_long_it_takes_only_once_that_is_measured(client, cast):
    answered_after(cast, 1, 2, 3, 4)
    assert usual_days() is None
    assert "Half of the questions" not in client.get("/en/enquiries/new/").text
    answered_after(cast, 5)
    assert usual_days() == 3
    assert (
        "Half of the questions of the last year were answered within 3 days." in client.get("/en/enquiries/new/").text
    )


def test_an_enquiry_is_due_after_working_days():
    sunday = SimpleNamespace(waiting_since=datetime(2026, 11, 22, tzinfo=UTC))
    assert due_on(sunday) == date(2026, 11, 27)
