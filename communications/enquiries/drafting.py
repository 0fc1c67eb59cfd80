"""Drafting: it starts from an instruction of the Chair and goes to the Chair's office (mandate 2c).

    record_instruction(enquiry=enquiry, words="…", by=chair)
    draft_reply(enquiry=enquiry, text="…", seen=0, by=staff)
    submit_reply(enquiry=enquiry, by=staff)

Whether `by` may is asked by the page that offers it.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from asm_portal.dated import today
from asm_portal.editing import CONFLICT
from asm_portal.models import Office
from asm_portal.post import post_when_due
from communications.models import ChairInstruction, Enquiry, ReplyDraft
from knowledge.actions import save
from knowledge.approvals import seat_of
from logistics.follow_up.owners import deciding_office

State, How = ReplyDraft.State, ChairInstruction.How
DRAFT_PREFIX = "reply-draft:"
LONGEST_REPLY = 15_000  # bytes: a mail that is longer would be cut, and what is sent is what was approved


def held_open(enquiry):
    """The enquiry read anew and locked; raises ValidationError where it is closed."""
    enquiry = Enquiry.objects.select_for_update().get(pk=enquiry.pk)
    if not enquiry.is_open:
        raise ValidationError(
            _("This enquiry is closed: %(outcome)s. Nothing was saved or sent; take it up again first.")
            % {"outcome": enquiry.get_outcome_display()}
        )
    return enquiry


def last_draft(enquiry):
    """The version that counts; None before there is one."""
    return enquiry.drafts.order_by("number").last()


@transaction.atomic
def record_instruction(*, words, by, enquiry=None, kind="", given_by="", given_on=None, how=How.PORTAL):
    """Record that the Chair wants an answer drafted: to an enquiry, or to all of a kind. The Chair's office does so itself; staff
    say when, how and from whom it came. Raises ValidationError, also for what an earlier Chair said."""
    if enquiry:
        enquiry = held_open(enquiry)
    row = ChairInstruction(
        enquiry=enquiry, kind=kind, words=words.strip(), office=seat_of(by) or seat_known_to(by),
        given_by=given_by or str(by.person), given_on=given_on or today(), how=how, by=by,
        is_demonstration=by.person.is_demonstration,
    )  # fmt: skip
    row.full_clean()
    if row.given_on > today():
        raise ValidationError({"given_on": _("This day has not come yet.")})
    save(row, by)
    if not ChairInstruction.objects.in_force().filter(pk=row.pk).exists():
        raise ValidationError(
            {"given_on": _("Another Chair held the office then. Ask the present one, and give the day of the answer.")}
        )
    return row


def seat_known_to(user):
    """The seat of KP Chair; the demonstration has one of its own."""
    rows = Office.objects.filter(seat=Office.Seat.KP_CHAIR).order_by("pk")
    found = sorted(rows, key=lambda office: office.is_demonstration != user.person.is_demonstration)
    if not found:
        raise ValidationError(_("The office of KP Chair is not on record."))
    return found[0]


@transaction.atomic
def end_instruction(*, instruction, by):
    """End a standing instruction; what was drafted under it stays."""
    instruction = ChairInstruction.objects.select_for_update().get(pk=instruction.pk)
    if instruction.ended_on is None:
        instruction.ended_on = today()
        save(instruction, by)
    return instruction


@transaction.atomic
def draft_reply(*, enquiry, text, seen, by, banked=None):
    """Keep a new version of the answer. `seen` is the number of the version that it was written from (0: none); what was decided
    on that one holds no more. Raises ValidationError without an instruction and, with the code CONFLICT, where somebody else has
    saved meanwhile."""
    enquiry = held_open(enquiry)
    instruction = ChairInstruction.objects.about(enquiry).first()
    if instruction is None:
        raise ValidationError(
            _("The Chair’s office has not asked for an answer yet. Record its instruction first, then draft.")
        )
    last = require_last(enquiry, seen)
    if last and last.text == text and last.state == State.DRAFT:
        return last
    return keep_version(enquiry, last, text, by, instruction=instruction, banked=banked)


def require_last(enquiry, seen):
    """The version that counts, where it is the one whose number the page showed; raises ValidationError where it is not."""
    last = last_draft(enquiry)
    if (last.number if last else 0) != seen:
        raise ValidationError(
            _("Somebody else has saved another version since you opened this one. Nothing you typed is lost."),
            code=CONFLICT,
        )
    return last


def keep_version(enquiry, last, text, by, **facts):
    if len(text.encode()) > LONGEST_REPLY:
        raise ValidationError({"text": _("This answer is too long for a mail. Shorten it to about five pages.")})
    row = ReplyDraft(enquiry=enquiry, number=last.number + 1 if last else 1, text=text, by=by, **facts)
    row.full_clean()
    return save(row, by)


@transaction.atomic
def submit_reply(*, enquiry, by):
    """Put the version that counts before the Chair's office, which is told by mail."""
    enquiry = held_open(enquiry)
    draft = last_draft(enquiry)
    if draft is None or draft.state not in (State.DRAFT, State.RETURNED):
        raise ValidationError(_("There is no new draft to submit."))
    draft.state, draft.submitted_at = State.SUBMITTED, timezone.now()
    save(draft, by)
    for person in deciding_office(enquiry.is_demonstration):
        post_when_due(f"{DRAFT_PREFIX}{draft.pk}", person)
    return draft
