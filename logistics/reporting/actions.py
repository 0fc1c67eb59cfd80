"""What is done about reports, each verb in one transaction, with the history under the name of `by`. Whether `by` may do it is
asked by the page that offers it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from asm_portal.dated import today
from knowledge.actions import save, save_with_reference
from logistics.models import ReportDuty, ReportingPeriod, Submission, SubmissionDraft, of_owner
from logistics.reporting import archive, checks
from logistics.reporting.receipts import send_receipt

Channel, Stage = Submission.Channel, Submission.Stage


@transaction.atomic
def save_draft(*, period, owner, by, file=None, **answers):
    """Keep what was entered so far, in the one draft that the owner has for the period; a new file takes the place of the one
    before. Raises Refused, a ValidationError with the reason, where the file is not taken."""
    lock(owner)
    draft = draft_of(period, owner) or SubmissionDraft(period=period, **of_owner(owner))
    if file:
        checks.take_in(draft, file)
        draft.other_year, draft.is_year_confirmed = checks.other_year(draft, file), False
    for name, value in answers.items():
        setattr(draft, name, value)
    draft.saved_at, draft.saved_by = timezone.now(), by
    draft.save()
    return draft


@transaction.atomic
def drop_draft(*, draft):
    """Throw a draft and its file away; None where it was sent meanwhile, and the file with it."""
    lock(draft.owner)
    held = SubmissionDraft.objects.filter(pk=draft.pk).first()
    if held:
        checks.forget_file(held)
        held.delete()
    return held


@transaction.atomic
def submit(*, draft, by):
    """Send what the draft holds, as the next version; raises ValidationError where it is not complete, or cannot be this report.
    Sent twice at the same moment, it is sent once."""
    lock(draft.owner)
    draft = SubmissionDraft.objects.filter(pk=draft.pk).select_related("period__obligation").first()
    if draft is None:
        raise ValidationError(_("This report was sent a moment ago, from another page."), code="sent")
    checks.require_ready(draft)
    submission = add_version(
        draft.period, draft.owner, by, file=draft.file.name, language=draft.language, what_changed=draft.what_changed,
        **{name: getattr(draft, name) for name in draft.FACTS},
    )  # fmt: skip
    draft.delete()
    send_receipt(submission)
    return submission


@transaction.atomic
def take_down(*, period, owner, channel, received_on, by, file=None, language="", document=None):
    """Take down a report that came by mail or on paper, as received on that day, and file it. A paper that was not scanned has no
    file; one that the archive holds already is that document."""
    refuse_future(received_on)
    lock(owner)
    received = {"channel": channel, "received_on": received_on, "language": language}
    if document:
        received |= {"revision": archive.newest_of(document)}
    if file:
        held = SubmissionDraft()
        checks.take_in(held, file)
        checks.refuse_other_report(period, owner, held.sha256)
        received |= {"file": file, **{name: getattr(held, name) for name in held.FACTS}}
    submission = add_version(period, owner, by, **received)
    accepted = accept(submission=submission, by=by)
    send_receipt(accepted)
    return accepted


@transaction.atomic
def note_sent(*, period, owner, sent_on, by):
    """Note that statistics were sent to their own site, and when; the figures themselves never come here."""
    refuse_future(sent_on)
    if sent_on <= period.start:
        raise ValidationError({"sent_on": _("That is before the period began.")})
    lock(owner)
    return add_version(period, owner, by, channel=Channel.ELSEWHERE, received_on=sent_on)


@transaction.atomic
def confirm_current(*, period, owner, by):
    """Note that what the registers hold of the owner is right as it stands today."""
    lock(owner)
    return add_version(period, owner, by)


@transaction.atomic
def record_report(*, duty, by, stage=Stage.FINAL, revision=None, received_on=None):
    """Note the stage that a report has reached whose text is kept elsewhere on the portal, on the page of a visit; the final one
    with its revision in the archive."""
    received_on = received_on or today()
    refuse_future(received_on)
    lock(duty.owner)
    filed = {"accepted_at": timezone.now(), "accepted_by": by} if stage == Stage.FINAL else {}
    return add_version(
        duty.period, duty.owner, by, stage=stage, received_on=received_on, revision=revision, **filed
    )  # fmt: skip


@transaction.atomic
def accept(*, submission, by):
    """File a report: from now on it is in the archive, with the audience of its kind, and is no longer recalled."""
    submission = current(submission)
    submission.revision = submission.revision or archive.file(submission, by)
    submission.accepted_at, submission.accepted_by = timezone.now(), by
    return save(submission, by)


@transaction.atomic
def recall(*, submission, reason, by):
    """Take a version back that was not filed yet; the one before it, where there is one, stands again."""
    submission = current(submission)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why it is recalled.")})
    submission.recalled_at, submission.recalled_by = timezone.now(), by
    submission.recall_reason = reason
    return save(submission, by, reason)


def current(submission):
    """The submission, locked; raises ValidationError where it was filed or recalled meanwhile."""
    rows = Submission.objects.select_for_update(of=("self",)).select_related("period__obligation__kind")
    found = rows.get(pk=submission.pk)
    if found.is_recalled:
        raise ValidationError(_("This report was recalled."))
    if found.accepted_at:
        raise ValidationError(_("This report was filed already. Send a new version to correct it."))
    return found


def add_version(period, owner, by, **facts):
    """The next version of the owner’s report on the period."""
    of = {"period": period, **of_owner(owner)}
    last = Submission.objects.filter(**of).aggregate(last=Max("number"))["last"] or 0
    submission = Submission(**{"received_on": today()} | facts, **of, number=last + 1, submitted_by=by)
    submission.validate_constraints()
    return save_with_reference(submission, by)


def lock(owner):
    """One change at a time to what an owner reports."""
    type(owner).objects.select_for_update().get(pk=owner.pk)


def draft_of(period, owner):
    """What the owner has begun to report on the period; None where it has not."""
    return SubmissionDraft.objects.filter(period=period, **of_owner(owner)).first()


def refuse_future(day):
    if day > today():
        raise ValidationError({"received_on": _("This day lies ahead.")})


@transaction.atomic
def owe(*, obligation, start, end, due_on, owner, by, concerning=None):
    """Make somebody owe the report on a case, by a day. `concerning` is the Participant that the report is on."""
    period = ReportingPeriod(
        obligation=obligation, start=start, end=end, due_on=due_on, concerning=concerning, is_fixed=True
    )  # fmt: skip
    period.clean_fields(exclude=["year", "slug"])
    period.validate_constraints(exclude=["year", "slug"])
    save(period, by)
    return save(ReportDuty(period=period, **of_owner(owner)), by)


@transaction.atomic
def move_duty(*, duty, start, end, due_on, by):
    """The days of a case have moved, and with them the day by which its report is due."""
    period = ReportingPeriod.objects.select_for_update().get(pk=duty.period_id)
    period.start, period.end, period.due_on = start, end, due_on
    period.validate_constraints()
    duty.period = save(period, by)
    return duty


@transaction.atomic
def drop_duty(*, duty, by):
    """Nobody owes the report any more: the case fell away. Raises ValidationError where something of it was sent already."""
    if Submission.objects.filter(period=duty.period_id, **of_owner(duty.owner)).exists():
        raise ValidationError(_("A report was sent already; excuse the rest instead."))
    duty._history_user = by
    duty.delete()
