"""What is done to notices, each verb in one transaction, with the history under the name of `by`.

    write_notice(notice=notice, texts={"en": (title, text)}, recipients=[…], documents=[…], by=user)
    submit_notice(notice=notice, seen=digest, by=user)
    approve_notice(notice=notice, seen=digest, by=chair)
    send_notice(notice=notice, seen=digest, by=user)

Whether `by` may is asked by the page that offers it. `seen` is the digest of what that page showed.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from asm_portal.background import enqueue
from asm_portal.dated import today
from asm_portal.post import link, post
from communications.models import Notice, NoticeDocument, NoticeInstruction, NoticeRecipient, NoticeText
from communications.notices.content import content_of
from communications.notices.distribution import distribute
from communications.notices.numbering import save_with_number
from communications.notices.recipients import resolve
from knowledge.actions import save, save_with_reference
from knowledge.approvals import CHANGED, require_office
from knowledge.certificates.actions import note_participants_told
from knowledge.models import FraudNotice
from knowledge.text_approvals import approve_text, digest, is_approved, take_as_instructed
from logistics.follow_up.owners import deciding_office

State = Notice.State


@transaction.atomic
def write_notice(*, notice, texts, recipients, documents, by):
    """Write a draft, new or changed: `texts` maps a language to (title, text), `recipients` are dictionaries of columns of
    NoticeRecipient; `by` is None for what the portal prepares. A notice that lies before the Chair, or was approved, is a draft
    again by that."""
    if notice.pk:
        held(notice, State.DRAFT, State.SUBMITTED, State.APPROVED)
    notice.state, notice.approval = State.DRAFT, None
    notice.full_clean()
    save_with_reference(notice, by)
    replace(notice.texts, NoticeText, [
        {"language": language, "title": title, "text": text} for language, (title, text) in texts.items()
    ], notice, by)  # fmt: skip
    replace(notice.recipients, NoticeRecipient, recipients, notice, by)
    replace(notice.documents, NoticeDocument, [{"document": document} for document in documents], notice, by)
    return notice


def replace(rows, model, wanted, notice, by):
    """Make the rows of a notice those that are wanted; a row that stays as it is is not written again."""
    missing = list(wanted)
    for row in rows.all():
        facts = next((facts for facts in missing if all(getattr(row, name) == facts[name] for name in facts)), None)
        if facts is None:
            row._history_user = by
            row.delete()
        else:
            missing.remove(facts)
    for facts in missing:
        save(model(notice=notice, **facts), by)


@transaction.atomic
def submit_notice(*, notice, seen, by):
    """Lay a draft before the Chair's office, which is told by mail."""
    notice = held(notice, State.DRAFT)
    content = require_seen(notice, seen)
    require_ready(notice)
    notice.state, notice.submitted_at, notice.remark, notice.returned_at = State.SUBMITTED, timezone.now(), "", None
    save(notice, by)
    for person in deciding_office(notice.is_demonstration):
        url = link(person, "communications:notice-decide", notice.reference)
        title = notice.title_in(person.preferred_language)
        post(f"notice-to-decide:{notice.pk}:{digest(content)[:16]}:{notice.version}", person, "notice_to_decide", {
            "title": title, "url": url,
        })  # fmt: skip
    return notice


@transaction.atomic
def approve_notice(*, notice, seen, by, remark=""):
    """The Chair's office approves exactly what the page showed."""
    notice = held(notice, State.SUBMITTED)
    notice.approval = approve_text(record=notice, content=content_of(notice), by=by, seen=seen, remark=remark)
    notice.state = State.APPROVED
    return save(notice, by, remark)


@transaction.atomic
def return_notice(*, notice, seen, remark, by):
    """The Chair's office gives a notice back, with what is to be changed."""
    notice = held(notice, State.SUBMITTED)
    require_seen(notice, seen)
    require_office(by, notice.is_demonstration)
    if not remark.strip():
        raise ValidationError(_("Say what is to be changed before you return it."))
    notice.state, notice.remark, notice.returned_at = State.DRAFT, remark.strip(), timezone.now()
    return save(notice, by, remark)


@transaction.atomic
def send_notice(*, notice, seen, by):
    """Send a notice that was approved, or one that goes under a standing instruction of the Chair; once. It gets its number, and
    the background finds out to whom it goes (`distribution`)."""
    notice = held(notice, State.APPROVED, State.DRAFT)
    content = require_seen(notice, seen)
    require_ready(notice)
    if notice.state == State.DRAFT:
        notice.approval = under_instruction(notice, content, by)
    if not is_approved(notice.approval, content):
        raise ValidationError(_("This text was not approved by the Chair’s office. Submit it first."))
    notice.state, notice.sent_at, notice.sent_by, notice.remark = State.SENDING, timezone.now(), by, ""
    save_with_number(notice, by)
    if notice.prepared_for:
        note_participants_told(authority=notice.prepared_for, by=by)
    enqueue(distribute, notice.pk)
    return notice


def under_instruction(notice, content, by):
    """The approval of a draft by the Chair's standing instruction for its class; None where there is none."""
    instruction = instruction_for(notice)
    if instruction is None:
        return None
    return take_as_instructed(record=notice, content=content, by=by, instruction=instruction.words)


def instruction_for(notice):
    """The standing instruction under which the notice may go today, None where it needs the Chair's office."""
    found = NoticeInstruction.objects.in_force().filter(kind=notice.kind, is_demonstration=notice.is_demonstration)
    return found.first()


def held(notice, *states):
    """The notice read anew and locked; raises ValidationError where it is in none of the states."""
    fresh = Notice.objects.select_for_update().get(pk=notice.pk)
    if fresh.state not in states:
        raise ValidationError(
            _("This is not possible any more: the notice is now “%(state)s”. Nothing was changed and nothing was sent.")
            % {"state": fresh.get_state_display()}
        )
    return fresh


def require_seen(notice, seen):
    """What would be approved or sent; raises ValidationError where it is not what the page showed."""
    content = content_of(notice)
    if digest(content) != seen:
        raise ValidationError(CHANGED)
    return content


def require_ready(notice):
    """Raise ValidationError with everything that stands in the way of sending."""
    if missing := what_is_missing(notice):
        raise ValidationError(missing)


def what_is_missing(notice, addressed=None):
    """What a notice needs before it can go out, in words; `addressed` are those of `resolve`, where they are known."""
    addressed = resolve(notice, today()) if addressed is None else addressed
    is_past = notice.confirm_by and notice.confirm_by <= timezone.now()
    fraud = notice.fraud_notice
    checks = (
        (notice.texts.exists(), _("Write the notice in one language at least.")),
        (notice.recipients.exists(), _("Choose to whom the notice goes.")),
        (
            addressed or not notice.recipients.exists(),
            _("This notice would go to nobody: nobody represents its recipients today."),
        ),
        (not is_past, _("The deadline to confirm has passed. Set a later one.")),
        (
            fraud is None or fraud.state == FraudNotice.State.PUBLISHED,
            _("The public summary of the false certificate is not published yet. Publish it first."),
        ),
    )  # fmt: skip
    return [problem for is_there, problem in checks if not is_there]
