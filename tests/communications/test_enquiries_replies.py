"""Answering: on the Chair's instruction, exactly as the Chair approved it, once, in the Chair's name."""

from datetime import timedelta
from email import message_from_bytes, policy
from email.utils import parseaddr

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from asm_portal.dated import today
from asm_portal.models import OfficeTerm
from communications.enquiries import closing, deciding, drafting, sending
from communications.models import ChairInstruction, Enquiry, Reply, ReplyDraft
from knowledge.models import TextApproval
from knowledge.text_approvals import digest
from tests.cast import again
from tests.communications.asking import ANSWER, ASKED, approved, enquiry, instructed, submitted

pytestmark = pytest.mark.django_db
State = ReplyDraft.State
ANSWERS_GO = "What you answer goes to the Chair’s office."


def page(made, name=""):
    return f"{made.get_absolute_url()}{name}{'/' if name else ''}"


def draft(made):
    return drafting.last_draft(made)


def outbox_to(address):
    return [message for message in mail.outbox if message.to == [address] and "answer" in message.subject]


# Drafting


@pytest.mark.both_databases
def test_nothing_is_drafted_before_the_chair_has_asked_for_it(client, cast):
    made = enquiry()
    client.force_login(cast.secretary)
    assert "has not asked for an answer yet" in client.get(page(made)).text
    refused = client.post(page(made, "draft"), {"text": ANSWER, "seen": 0})
    assert "Record its instruction first, then draft." in refused.text
    assert ANSWER in refused.text
    row = ReplyDraft(enquiry=made, number=1, text=ANSWER, by=cast.secretary)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
    assert not made.drafts.exists()


def test_the_chairs_office_asks_for_a_draft_on_its_own_page(client, cast):
    made = enquiry()
    client.force_login(cast.kp_chair)
    assert f"Decide whether {made.reference} is answered" in client.get("/en/desk/").text
    client.post(page(made, "decide"), {"words": "Keep it short."})
    instruction = ChairInstruction.objects.get()
    assert (instruction.enquiry, instruction.words, instruction.how) == (made, "Keep it short.", "portal")
    client.force_login(cast.secretary)
    assert f"Draft the answer to {made.reference}" in client.get("/en/desk/").text
    assert "Keep it short." in client.get(page(made)).text


def test_staff_note_when_how_and_from_whom_an_instruction_came(client, cast):
    made, day = enquiry(), today()
    given = {"words": "Please answer", "given_by": "Karim Sample", "how": "telephone"}
    client.force_login(cast.secretary)
    tomorrow = day + timedelta(days=1)
    on = {"given_on_day": tomorrow.day, "given_on_month": tomorrow.month, "given_on_year": tomorrow.year}
    assert "This day has not come yet." in client.post(page(made, "instruction"), given | on).text
    on = {"given_on_day": day.day, "given_on_month": day.month, "given_on_year": day.year}
    client.post(page(made, "instruction"), given | on)
    instruction = ChairInstruction.objects.get()
    assert (instruction.given_by, instruction.how, instruction.by) == ("Karim Sample", "telephone", cast.secretary)


def test_a_standing_instruction_is_for_a_kind_until_it_is_ended(client, cast):
    client.force_login(cast.kp_chair)
    client.post("/en/enquiries/instructions/", {"kind": "media", "words": "Always draft for the media."})
    instruction = ChairInstruction.objects.get()
    media, public = enquiry(kind="media"), enquiry(question="Not for the media")
    drafting.draft_reply(enquiry=media, text=ANSWER, seen=0, by=cast.secretary)
    with pytest.raises(ValidationError, match="has not asked for an answer"):
        drafting.draft_reply(enquiry=public, text=ANSWER, seen=0, by=cast.secretary)
    client.post(f"/en/enquiries/instructions/{instruction.pk}/end/")
    with pytest.raises(ValidationError, match="has not asked for an answer"):
        drafting.draft_reply(enquiry=media, text="Another", seen=1, by=cast.secretary)
    assert "ended" in client.get("/en/enquiries/instructions/").text


def test_a_new_chair_is_not_bound_by_what_an_earlier_one_said(cast):
    made = instructed(cast)
    before = today() - timedelta(days=30)
    term = OfficeTerm.objects.get(office=cast.chair_office)
    term.valid_until = today()
    term.save()
    OfficeTerm.objects.create(office=cast.chair_office, organisation=cast.xa, valid_from=today())
    ChairInstruction.objects.get()
    instruction = ChairInstruction.objects.get()
    instruction.given_on = before
    instruction.save()
    with pytest.raises(ValidationError, match="has not asked for an answer"):
        drafting.draft_reply(enquiry=made, text=ANSWER, seen=0, by=cast.secretary)
    with pytest.raises(ValidationError, match="Another Chair held the office then"):
        drafting.record_instruction(enquiry=made, words="x", by=cast.secretary, given_on=before, how="mail")


def test_each_save_is_a_version_and_nobodys_words_are_lost(client, cast):
    made = instructed(cast)
    client.force_login(cast.secretary)
    client.post(page(made, "draft"), {"text": "First", "seen": 0})
    client.post(page(made, "draft"), {"text": "First", "seen": 1})
    refused = client.post(page(made, "draft"), {"text": "Mine", "seen": 0})
    assert "Somebody else has saved another version" in refused.text
    assert ("First" in refused.text, "Mine" in refused.text) == (True, True)
    assert 'name="seen" value="1"' in refused.text
    client.post(page(made, "draft"), {"text": "Mine", "seen": 1})
    assert [*made.drafts.values_list("number", "text")] == [(1, "First"), (2, "Mine")]


def test_a_version_stays_as_it_is(cast):
    made = submitted(cast)
    row = draft(made)
    row.text = "Other words"
    with pytest.raises(ValidationError, match="another text is another version"):
        row.save()


def test_an_answer_too_long_for_a_mail_is_refused_with_the_text_kept(client, cast):
    made = instructed(cast)
    client.force_login(cast.secretary)
    for text in ("a" * 15_001, "é" * 7_501):
        refused = client.post(page(made, "draft"), {"text": text, "seen": 0})
        assert text in refused.text
        assert not made.drafts.exists()


# Deciding


def test_the_chairs_office_is_told_by_mail_once_and_only_while_the_draft_waits(cast, work):
    made = submitted(cast)
    work()
    assert [message.to for message in mail.outbox if "decision" in message.subject] == [["karim@cast.example"]]
    mail.outbox.clear()
    other = submitted(cast, question="Taken back")
    drafting.draft_reply(enquiry=other, text="Better words", seen=1, by=cast.secretary)
    work()
    assert not [message for message in mail.outbox if "decision" in message.subject]
    assert draft(made).state == State.SUBMITTED


def test_what_is_approved_goes_out_at_once_word_for_word_in_the_chairs_name(client, cast, work, settings):
    settings.CHAIR_ADDRESS = "chair@asm.example"
    made = submitted(cast)
    client.force_login(cast.kp_chair)
    shown = client.get(page(made, "decide"))
    assert (ASKED["question"] in shown.text, ANSWER in shown.text) == (True, True)
    done = client.post(page(made, "decide"), {"seen": digest(ANSWER), "approve": "1"}, follow=True)
    assert "The answer is on its way, in the Chair’s name." in done.text
    work()
    [message] = outbox_to(ASKED["email"])
    assert ANSWER in message.body
    assert parseaddr(message.from_email)[0].startswith("KP Chair")
    assert message.reply_to == ["chair@asm.example"]
    assert ANSWERS_GO in message.body
    made.refresh_from_db()
    reply = made.replies.get()
    assert (made.outcome, reply.text, reply.approval.by) == ("answered", ANSWER, cast.kp_chair)
    assert not [field.name for field in Reply._meta.fields if field.name in ("text", "content")]


def test_a_reply_promises_no_address_of_the_chairs_office_where_none_is_set(cast, work, settings):
    settings.CHAIR_ADDRESS = ""
    made = submitted(cast)
    deciding.approve_reply(enquiry=made, seen=digest(ANSWER), by=cast.kp_chair)
    work()
    [message] = outbox_to(ASKED["email"])
    assert (ANSWER in message.body, ANSWERS_GO in message.body, message.reply_to) == (True, False, [])


def test_a_remark_brings_the_draft_back_to_staff(client, cast):
    made = submitted(cast)
    client.force_login(cast.kp_chair)
    assert (
        "Say what should be changed." in client.post(page(made, "decide"), {"seen": digest(ANSWER), "return": "1"}).text
    )
    client.post(page(made, "decide"), {"seen": digest(ANSWER), "return": "1", "remark": "Name the authority."})
    client.force_login(cast.secretary)
    assert f"Given back by the Chair: answer to {made.reference}" in client.get("/en/desk/").text
    assert "Name the authority." in client.get(page(made)).text
    client.post(page(made, "draft"), {"text": "New words", "seen": 1, "submit": "1"})
    assert draft(made).state == State.SUBMITTED
    assert not made.replies.exists()


def test_the_chairs_own_words_are_approved_thereby(client, cast, work):
    made = enquiry()
    client.force_login(cast.kp_chair)
    client.post(page(made, "answer"), {"text": "In the Chair’s words.\r\nSecond line.", "seen": 0})
    work()
    [message] = outbox_to(ASKED["email"])
    assert "In the Chair’s words.\nSecond line." in message.body
    last = draft(made)
    assert (last.is_by_chair, last.instruction, last.state) == (True, None, State.SENT)


def test_an_edit_while_the_chair_reads_is_told_and_nothing_goes_out(client, cast, work):
    made = submitted(cast)
    drafting.draft_reply(enquiry=made, text="Changed meanwhile", seen=1, by=cast.secretary)
    drafting.submit_reply(enquiry=made, by=cast.secretary)
    client.force_login(cast.kp_chair)
    refused = client.post(page(made, "decide"), {"seen": digest(ANSWER), "approve": "1", "remark": "My remark"})
    assert "The text was changed since you opened this page." in refused.text
    assert ("Changed meanwhile" in refused.text, "My remark" in refused.text) == (True, True)
    assert digest("Changed meanwhile") in refused.text
    own = client.post(page(made, "answer"), {"text": "My own words", "seen": 1})
    assert ("My own words" in own.text, "Changed meanwhile" in own.text) == (True, True)
    work()
    assert not outbox_to(ASKED["email"])
    assert not TextApproval.objects.exists()


@pytest.mark.both_databases
def test_of_two_approvals_at_once_the_second_is_told_and_one_mail_goes(client, cast, work):
    made = submitted(cast)
    client.force_login(cast.kp_chair)
    client.post(page(made, "decide"), {"seen": digest(ANSWER), "approve": "1"})
    refused = client.post(page(made, "decide"), {"seen": digest(ANSWER), "approve": "1"})
    assert "This enquiry is closed: answered." in refused.text
    kept = approved(cast, question="By the Chair itself", sends_itself=True)
    refused = client.post(page(kept, "decide"), {"seen": digest(ANSWER), "approve": "1"})
    assert "Somebody of the Chair’s office has decided on this text already" in refused.text
    work()
    assert len(outbox_to(ASKED["email"])) == 1
    assert TextApproval.objects.count() == 2


def test_only_the_chairs_office_decides(client, cast):
    made = submitted(cast)
    for name in ("secretary", "member_a", "chair_a", "administrator"):
        client.force_login(getattr(cast, name))
        for verb in ("decide", "answer"):
            assert client.get(page(made, verb)).status_code == 404
            assert client.post(page(made, verb), {"seen": digest(ANSWER), "approve": "1"}).status_code == 404
        with pytest.raises(PermissionDenied):
            deciding.approve_reply(enquiry=made, seen=digest(ANSWER), by=again(getattr(cast, name)))
    assert not TextApproval.objects.exists()


def test_the_chairs_office_reads_no_draft_that_was_not_submitted(client, cast):
    made = instructed(cast)
    drafting.draft_reply(enquiry=made, text="Not ready yet", seen=0, by=cast.secretary)
    client.force_login(cast.kp_chair)
    for name in ("", "decide", "answer"):
        assert "Not ready yet" not in client.get(page(made, name)).text
    behind = client.post(page(made, "answer"), {"seen": "0", "text": "In our words"}).text
    assert ("saved another version" in behind, "In our words" in behind, "Not ready" in behind) == (True, True, False)


# Sending


def test_nothing_but_an_approved_text_can_be_sent(cast):
    made = submitted(cast)
    with pytest.raises(ValidationError, match="Only a text that the Chair’s office has approved"):
        sending.send_reply(enquiry=made, by=cast.secretary)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reply(enquiry=made, channel="mail", asked_at=made.waiting_since, by=cast.secretary, approval_id=None).save_base(
            raw=True
        )
    other = approved(cast, question="Another question", sends_itself=True)
    taken = Reply(
        enquiry=made, approval=draft(other).approval, channel="mail", asked_at=made.waiting_since, by=cast.secretary
    )
    with pytest.raises(ValidationError, match="approved for something else"):
        taken.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        taken.save_base(raw=True)


def test_an_edit_voids_the_approval(cast):
    made = approved(cast, sends_itself=True)
    drafting.draft_reply(enquiry=made, text="Changed", seen=1, by=cast.secretary)
    with pytest.raises(ValidationError, match="Only a text that the Chair’s office has approved"):
        sending.note_sent(enquiry=made, channel="chair", by=cast.secretary)


def test_an_answer_after_the_end_is_refused_in_words(client, cast):
    made = instructed(cast)
    closing.close_enquiry(enquiry=made, outcome="withdrawn", by=cast.secretary)
    client.force_login(cast.secretary)
    refused = client.post(page(made, "draft"), {"text": ANSWER, "seen": 0, "submit": "1"})
    assert "This enquiry is closed: withdrawn." in refused.text
    assert ANSWER in refused.text
    client.force_login(cast.kp_chair)
    assert "This enquiry is closed" in client.post(page(made, "answer"), {"text": ANSWER, "seen": 0}).text


@pytest.mark.parametrize("name", ["secretary", "kp_chair"])
def test_an_answer_without_an_address_is_taken_as_a_file_and_noted(client, cast, work, name):
    text = "First paragraph.\n\n.Second, with a dot, and “quotes” é."
    made = approved(cast, text, email="", channel="telephone", reached_at="+000 20 555 0101")
    assert made.is_open
    client.force_login(getattr(cast, name))
    taken = {kind: client.get(f"{page(made)}reply.{kind}") for kind in ("txt", "pdf", "eml")}
    assert taken["txt"].getvalue().decode() == text
    assert taken["pdf"].getvalue().startswith(b"%PDF")
    letter = message_from_bytes(taken["eml"].getvalue(), policy=policy.default)
    assert letter.get_content().replace("\r\n", "\n").strip() == text
    day = today()
    on = {"on_day": day.day, "on_month": day.month, "on_year": day.year}
    client.post(page(made, "sent"), {"channel": "telephone", **on})
    reply = made.replies.get()
    assert (reply.channel, reply.text, reply.by) == ("telephone", text, getattr(cast, name))
    work()
    assert mail.outbox == [] or not outbox_to("")


def test_a_draft_is_given_out_as_no_file(client, cast):
    made = submitted(cast)
    client.force_login(cast.kp_chair)
    assert client.get(f"{page(made)}reply.txt").status_code == 404
    assert client.get(f"{page(made)}reply.exe").status_code == 404


def test_what_the_chair_sends_itself_the_portal_does_not_send(client, cast, work):
    made = submitted(cast)
    client.force_login(cast.kp_chair)
    client.post(page(made, "decide"), {"seen": digest(ANSWER), "approve": "1", "sends_itself": "on"})
    work()
    assert not outbox_to(ASKED["email"])
    letter = message_from_bytes(client.get(f"{page(made)}reply.eml").getvalue(), policy=policy.default)
    assert (letter["To"], letter["From"]) == (ASKED["email"], None)


def test_an_enquiry_taken_up_again_needs_another_approval(client, cast, work):
    made = approved(cast)
    client.force_login(cast.secretary)
    client.post(page(made, "reopen"))
    made.refresh_from_db()
    assert made.is_open
    with pytest.raises(ValidationError, match="Only a text that the Chair’s office has approved"):
        sending.send_reply(enquiry=made, by=cast.secretary)
    drafting.draft_reply(enquiry=made, text="A second answer", seen=1, by=cast.secretary)
    drafting.submit_reply(enquiry=made, by=cast.secretary)
    deciding.approve_reply(enquiry=made, seen=digest("A second answer"), by=again(cast.kp_chair))
    work()
    assert [("A second answer" in message.body) for message in outbox_to(ASKED["email"])] == [False, True]
    assert Enquiry.objects.get(pk=made.pk).replies.count() == 2


def test_the_mail_greets_by_name_and_no_name_makes_a_header(cast, work):
    made = approved(cast, name="Ada <b>Sample</b>")
    work()
    [message] = outbox_to(ASKED["email"])
    assert "Dear Ada <b>Sample</b>," in message.body
    assert "<b>Sample</b>" not in message.alternatives[0][0]
    assert made.reference in message.subject
