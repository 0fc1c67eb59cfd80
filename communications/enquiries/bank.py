"""The bank of answers: made without names from a reply that went out, approved by the Chair's office, drafted from again.

Each use is a new draft, which needs an approval of its own.
"""

import json

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from asm_portal.dated import today
from communications.enquiries.drafting import draft_reply, held_open, last_draft
from communications.models import BankedAnswer, BankedAnswerCitation, Reply, ReplyDraft
from knowledge.actions import save, save_with_reference
from knowledge.approvals import CHANGED, require_office
from knowledge.models import Document, DocumentLink
from knowledge.relations import AMENDING, acting, superseding
from knowledge.text_approvals import approve_text, digest

State = BankedAnswer.State


def content_of(answer):
    """What is approved: the question and the answer."""
    return json.dumps({"question": answer.question, "answer": answer.text}, ensure_ascii=False, indent=1)


@transaction.atomic
def bank_reply(*, reply, question, text, documents, by):
    """Lay a question and its answer, without names, before the Chair's office for the bank. Raises ValidationError."""
    reply = Reply.objects.select_for_update().select_related("enquiry").get(pk=reply.pk)
    if BankedAnswer.objects.filter(reply=reply).exists():
        raise ValidationError(_("This answer is in the bank already."))
    enquiry = reply.enquiry
    answer = BankedAnswer(
        reply=reply, language=enquiry.language, question=question, text=text, is_demonstration=enquiry.is_demonstration
    )
    answer.full_clean(exclude=["reference"])
    save_with_reference(answer, by)
    cite(answer, documents, by)
    return answer


def held(answer, seen):
    """The answer read anew and locked; raises ValidationError where it is not the version that the page showed."""
    answer = BankedAnswer.objects.select_for_update().get(pk=answer.pk)
    if str(answer.version) != str(seen):
        raise ValidationError(
            _(
                "Somebody else has saved this since you opened it. Nothing you typed is lost; look at both, then save again."
            )
        )
    return answer


@transaction.atomic
def change_answer(*, answer, question, text, documents, seen, by):
    """Change an answer of the bank; it goes before the Chair's office again. `seen` is the version that the page showed."""
    answer = held(answer, seen)
    answer.question, answer.text = question, text
    answer.state, answer.approval, answer.remark = State.SUBMITTED, None, ""
    answer.full_clean()
    save(answer, by)
    cite(answer, documents, by)
    return answer


def cite(answer, documents, by):
    """Let the answer rest on these documents and no others, of those that `by` may know of."""
    for row in BankedAnswerCitation.objects.visible_to(by).filter(answer=answer).exclude(document__in=documents):
        row._history_user = by
        row.delete()
    for document in documents:
        if not answer.citations.filter(document=document).exists():
            save(BankedAnswerCitation(answer=answer, document=document), by)


@transaction.atomic
def approve_answer(*, answer, seen, by):
    """Approve exactly the question and the answer that the page showed, whose digest is `seen`."""
    answer = waiting(answer, seen)
    answer.approval = approve_text(record=answer, content=content_of(answer), by=by, seen=seen)
    answer.state = State.APPROVED
    return save(answer, by)


@transaction.atomic
def return_answer(*, answer, seen, remark, by):
    """Give an answer of the bank back to the secretariat, with what is to be changed."""
    require_office(by, answer.is_demonstration)
    answer = waiting(answer, seen)
    answer.state, answer.remark = State.RETURNED, remark
    return save(answer, by)


def waiting(answer, seen):
    """The answer that waits for a decision, locked; raises ValidationError where the text is another one, or nobody is asked."""
    answer = BankedAnswer.objects.select_for_update().get(pk=answer.pk)
    if answer.state != State.SUBMITTED or digest(content_of(answer)) != seen:
        raise ValidationError(CHANGED)
    return answer


@transaction.atomic
def retire_answer(*, answer, by):
    """Take an answer out of the bank; what was drafted from it stays."""
    answer = BankedAnswer.objects.select_for_update().get(pk=answer.pk)
    answer.state, answer.approval = State.RETIRED, None
    return save(answer, by)


@transaction.atomic
def draft_from(*, answer, enquiry, seen, by):
    """Make an approved answer of the bank the next version of the answer to an enquiry: a draft like any other. Raises
    ValidationError where a draft lies before the Chair's office or was approved: that is replaced on its own page alone."""
    if answer.state != State.APPROVED:
        raise ValidationError(_("Only an answer that the Chair’s office approved for the bank can be used."))
    last = last_draft(held_open(enquiry))
    if last and last.state in (ReplyDraft.State.SUBMITTED, ReplyDraft.State.APPROVED):
        raise ValidationError(
            _(
                "The answer to this enquiry is: %(state)s. To replace it, write another draft on the page of the enquiry."
            )
            % {"state": last.get_state_display()}
        )
    return draft_reply(enquiry=enquiry, text=answer.text, seen=seen, by=by, banked=answer)


def lapsed(reader):
    """The documents that hold no more, as the reader may know of it: withdrawn, superseded, at an end, or amending nothing else
    than a text that was superseded."""
    dead = superseding(reader, today()).order_by().values("earlier")
    doing_more = acting(reader, today(), DocumentLink.Kind.IMPLEMENTS).order_by().values("later")
    of_dead = acting(reader, today(), *AMENDING).order_by().filter(earlier__in=dead).values("later")
    gone = Q(state=Document.State.WITHDRAWN) | Q(decision__in_force_until__lte=today()) | Q(pk__in=dead)
    return Document.objects.visible_to(reader).filter(gone | Q(pk__in=of_dead) & ~Q(pk__in=doing_more))


def flagged(answers, reader):
    """The answers, each with `is_flagged`: whether something that it cites holds no more."""
    cited = BankedAnswerCitation.objects.filter(answer=OuterRef("pk"), document__in=lapsed(reader).values("pk"))
    return answers.annotate(is_flagged=Exists(cited))
