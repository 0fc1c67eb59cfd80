"""What is done to written procedures, each verb in one transaction, with the history under the name of `by`.

    draft → put → (extended) → closed, or stopped by an objection → declared; withdrawn at any time before

Whether `by` may is asked by the page that offers it. What is refused is said in a ValidationError.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from asm_portal.background import enqueue
from asm_portal.visibility import Audience
from communications.models import Declaration, Outcome, Position, ProcedureExtension, WrittenProcedure
from communications.procedures.mail import tell
from communications.procedures.minutes import adopt, refuse_minutes
from communications.procedures.rights import readers_of
from communications.procedures.tally import tally_of
from communications.procedures.times import moment_words
from knowledge.actions import save, save_with_reference
from knowledge.approvals import digest
from knowledge.audiences import in_words
from knowledge.models import Document, Revision

State, Kind, Channel = WrittenProcedure.State, Position.Kind, Position.Channel


class AnsweredMeanwhile(Exception):
    """Somebody else has answered for the organisation since the page was opened; `position` is what stands now, if anything."""

    def __init__(self, position):
        super().__init__()
        self.position = position


def held(procedure):
    """The procedure read anew and locked until this is written."""
    rows = WrittenProcedure.objects.select_for_update(of=("self",)).for_display()
    return rows.get(pk=procedure.pk)


def text_for_members(document, body):
    """The newest revision of a document that the members of a body read; raises ValidationError, which says what to widen, where
    they may not read it."""
    refuse_minutes(document, body)
    role = readers_of(body)
    if not Document.objects.visible_to(role).listed().filter(pk=document.pk).exists():
        raise ValidationError(
            _(
                "Not all of those who would have to answer may read this document: it is for %(audience)s (%(state)s). Make it"
                " final, and widen its audience to %(members)s or to more readers."
            )
            % {"audience": in_words(document), "state": document.get_state_display(), "members": role}
        )
    revision = Revision.objects.visible_to(role).filter(document=document, renditions__isnull=False).last()
    if revision is None:
        raise ValidationError(_("This document has no text yet that those who would have to answer may read."))
    return revision


@transaction.atomic
def prepare(*, procedure, by):
    """Write a draft, new or changed, with the text that the members read now, for the members of its body."""
    if procedure.pk and held(procedure).state != State.DRAFT:
        raise ValidationError(_("This procedure was put to the members meanwhile. It is not changed any more."))
    procedure.revision = text_for_members(procedure.document, procedure.body)
    is_of_all = procedure.is_of_plenary
    procedure.audience = Audience.PROCESS if is_of_all else Audience.BODY
    procedure.audience_body = None if is_of_all else procedure.body
    procedure.is_demonstration = procedure.body.is_demonstration
    if procedure.document.is_demonstration != procedure.is_demonstration:
        raise ValidationError(_("What is invented for the demonstration and what is real do not go together."))
    refuse_times(procedure)
    procedure.full_clean()
    return save_with_reference(procedure, by)


def refuse_times(procedure):
    """Raise ValidationError for a deadline that is over, or that comes before the opening."""
    now = timezone.now()
    if procedure.closes_at <= now:
        raise ValidationError(_("The deadline lies in the past. Choose a later one."))
    if procedure.opens_at and procedure.closes_at <= procedure.opens_at:
        raise ValidationError(_("It would close before it opens. Choose a later deadline, or an earlier opening."))


@transaction.atomic
def put(*, procedure, by, seen):
    """Put the question to the members: the text, the question and the rule stay as they are from now on. An opening that has
    passed, or was not set, is now. `seen` is the version of the draft that the page showed."""
    procedure, now = held(procedure), timezone.now()
    if procedure.state != State.DRAFT:
        raise ValidationError(_("This procedure was put to the members already, or was withdrawn."))
    if procedure.version != seen:
        raise ValidationError(_("Somebody has changed the draft since you opened this page. Read it again."))
    if procedure.revision != text_for_members(procedure.document, procedure.body):
        raise ValidationError(
            _("There is a newer text of the document than when the draft was saved. Read it, and save the draft again.")
        )
    procedure.opens_at = max(procedure.opens_at or now, now)
    refuse_times(procedure)
    if not tally_of(procedure).lines:
        raise ValidationError(
            _("%(body)s has no full members that could take a position. Enter its members in the register first.")
            % {"body": procedure.body}
        )
    procedure.sha256, procedure.put_at, procedure.put_by = digest(procedure.revision), now, by
    return save(procedure, by)


@transaction.atomic
def extend(*, procedure, closes_at, reason, by):
    """Move the deadline to a later instant, while it has not passed."""
    procedure = held(procedure)
    if not (procedure.is_undecided and procedure.has_time):
        raise ValidationError(
            _("The time of this procedure is over. A deadline that has passed is not moved any more.")
        )
    if closes_at <= procedure.ends_at:
        raise ValidationError(
            _("A deadline is never shortened. Choose one later than %(end)s.")
            % {"end": moment_words(procedure.ends_at, procedure.zone)}
        )
    row = save(ProcedureExtension(procedure=procedure, closes_at=closes_at, reason=reason, by=by), by)
    save(procedure, by, reason)
    enqueue(tell, procedure.pk, f"extended-{row.pk}")
    return row


@transaction.atomic
def withdraw(*, procedure, reason, by):
    """Take the question back before the Chair has declared the outcome."""
    procedure = held(procedure)
    if procedure.withdrawn_at or procedure.is_declared:
        raise ValidationError(_("This procedure has ended: %(state)s.") % {"state": procedure.state_label})
    procedure.withdrawn_at, procedure.withdrawn_by, procedure.withdrawal_reason = timezone.now(), by, reason
    save(procedure, by, reason)
    if procedure.put_at:
        enqueue(tell, procedure.pk, "withdrawn")
    return procedure


@transaction.atomic
def answer(*, procedure, organisation, kind, by, text="", seen=None, channel=Channel.PORTAL, received_at=None):
    """File what an organisation says. `seen` is the primary key of its position that the page showed, None for none. The first
    objection stops the procedure, and the Chair is told. What came in a letter or a call counts from when it was received, and is
    noted until the Chair has declared the outcome."""
    procedure, now = held(procedure), timezone.now()
    at = received_at or now
    if at > now:
        raise ValidationError({"received_day": _("This lies ahead. Say when it came in.")})
    refuse_untimely(procedure, at)
    if kind != Kind.COMMENT:
        deciding = {line.organisation.pk for line in tally_of(procedure).lines}
        if organisation.pk not in deciding:
            raise ValidationError(
                _("Only Participants that are full members of %(body)s take a position. File a comment instead.")
                % {"body": procedure.body}
            )
        standing = procedure.standing.get(organisation.pk)
        if seen != (standing.pk if standing else None):
            raise AnsweredMeanwhile(standing)
    row = Position(procedure=procedure, organisation=organisation, kind=kind, text=text, channel=channel, by=by, at=at)
    row.full_clean()
    save(row, by)
    if kind == Kind.OBJECTION:
        enqueue(tell, procedure.pk, f"stopped-{row.pk}")
    return row


@transaction.atomic
def take_back(*, procedure, organisation, by, channel=Channel.PORTAL):
    """Take back the objection of an organisation before the deadline: the procedure runs on, to the deadline that it had."""
    procedure, now = held(procedure), timezone.now()
    standing = procedure.standing.get(organisation.pk)
    if standing is None or standing.kind != Kind.OBJECTION:
        raise ValidationError(_("No objection of this organisation stands."))
    if not (procedure.is_undecided and procedure.has_time):
        raise ValidationError(
            _("The deadline has passed. What stood then counts; write to the Chair, who declares the outcome.")
        )
    row = Position(procedure=procedure, organisation=organisation, kind=Kind.TAKEN_BACK, channel=channel, by=by, at=now)
    save(row, by)
    enqueue(tell, procedure.pk, f"resumed-{row.pk}")
    return row


def refuse_untimely(procedure, now):
    """Raise ValidationError where no position is taken at this instant."""
    state = procedure.state_at(now)
    if state == State.RUNNING:
        return
    kept = _("Nothing was filed; what you wrote is still here.")
    end = moment_words(procedure.ends_at, procedure.zone)
    if state == State.DRAFT:
        said = _("This procedure was not put to its members yet.")
    elif state == State.ANNOUNCED:
        said = _("This procedure opens on %(start)s.") % {"start": moment_words(procedure.opens_at, procedure.zone)}
    elif state == State.STOPPED and now < procedure.ends_at:
        objectors = ", ".join(row.organisation.name for row in procedure.objections)
        said = _("An objection has stopped this procedure (%(objectors)s): nothing more counts while it stands.")
        said %= {"objectors": objectors}
    elif state == State.WITHDRAWN:
        said = _("This procedure was withdrawn.")
    else:
        said = _("The time for positions ended on %(end)s. Write to the Chair if you must be heard.") % {"end": end}
    raise ValidationError(f"{said} {kept}")


@transaction.atomic
def declare(*, procedure, outcome, remark, office, by):
    """Declare the outcome with the tally as it stands, once the time is over or an objection has stopped it. Minutes that are
    declared adopted are adopted thereby."""
    procedure = held(procedure)
    if procedure.is_declared or procedure.withdrawn_at:
        raise ValidationError(_("This procedure has ended: %(state)s.") % {"state": procedure.state_label})
    if procedure.state not in (State.CLOSED, State.STOPPED):
        raise ValidationError(_("The outcome is declared once the time is over, or an objection has stopped it."))
    tally = tally_of(procedure)
    refuse_outcome(tally, outcome, remark)
    if outcome == Outcome.ADOPTED and procedure.has_time:  # who objected takes no position any more; others still may
        raise ValidationError(_("The outcome is declared once the time is over, or an objection has stopped it."))
    row = Declaration(
        procedure=procedure,
        outcome=outcome,
        remark=remark,
        by=by,
        office=office,
        sha256=procedure.sha256,
        **tally.frozen,
    )
    row.full_clean()
    row.save()
    if outcome == Outcome.ADOPTED and procedure.is_on_minutes:
        adopt(procedure, remark, by)
    save(procedure, by, remark or None)
    enqueue(tell, procedure.pk, "result")
    return row


def refuse_outcome(tally, outcome, remark):
    """Raise ValidationError for an adoption against the rule, and for another outcome without a word of why where the rule is met
    or the text is taken back."""
    if outcome == Outcome.ADOPTED and not tally.is_met:
        raise ValidationError(
            _(
                "The rule of this procedure is not met (supports: %(supports)s of %(needed)s needed; objections: %(objections)s),"
                " so the text cannot be declared adopted."
            )
            % {"supports": tally.supports, "needed": tally.needed, "objections": tally.objections}
        )
    if not remark and (outcome == Outcome.WITHDRAWN or (outcome == Outcome.NOT_ADOPTED and tally.is_met)):
        raise ValidationError(
            {"remark": _("Say why: by its rule the text would be adopted, or nobody knows why it ends.")}
        )
