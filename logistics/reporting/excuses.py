"""Excuses, extensions and what is not due: requested by the owner, granted by the Chair of the responsible body or, as a Chair
directs, by the secretariat; and what an owner says against its standing."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from asm_portal.dated import today
from asm_portal.models import Office
from asm_portal.visibility import standing_of
from knowledge.actions import save
from logistics.models import Contest, Excuse, of_owner
from logistics.reporting.actions import lock
from logistics.reporting.answers import tell_contest, tell_excuse

Kind, State = Excuse.Kind, Excuse.State


@transaction.atomic
def request_excuse(*, period, owner, kind, reason, by, until=None):
    """Ask not to owe a report, or to owe it later; raises ValidationError where a request waits already."""
    lock(owner)
    excuse = Excuse(
        period=period, kind=kind, reason=reason.strip(), until=until, requested_by=by, **of_owner(owner)
    )  # fmt: skip
    check(excuse)
    return save(excuse, by)


@transaction.atomic
def decide_excuse(*, excuse, is_granted, by, answer="", direction="", until=None):
    """Grant a request, perhaps until another day, or refuse it; `direction` says which Chair directed the secretariat. Raises
    ValidationError where it was decided meanwhile."""
    excuse = Excuse.objects.select_for_update(of=("self",)).select_related("period__obligation__body").get(pk=excuse.pk)
    if excuse.state != State.REQUESTED:
        raise ValidationError(_("This was decided already."))
    excuse.state = State.GRANTED if is_granted else State.REFUSED
    excuse.until = (until or excuse.until) if is_granted else excuse.until
    return decided(excuse, by, answer, direction)


@transaction.atomic
def grant_excuse(*, period, owner, kind, reason, by, until=None, direction="", answer=""):
    """Grant what nobody has asked for, as for a Participant that cannot be reached."""
    lock(owner)
    excuse = Excuse(
        period=period, kind=kind, reason=reason.strip(), until=until, requested_by=by, state=State.GRANTED,
        **of_owner(owner),
    )  # fmt: skip
    return decided(excuse, by, answer, direction)


@transaction.atomic
def end_excuse(*, excuse, reason, by):
    """What was granted holds no longer: the report is due as the rule says."""
    excuse = Excuse.objects.select_for_update(of=("self",)).get(pk=excuse.pk)
    if excuse.state != State.GRANTED:
        raise ValidationError(_("This is not granted."))
    excuse.state = State.ENDED
    save(excuse, by, reason)
    tell_excuse(excuse, reason)
    return excuse


def decided(excuse, by, answer, direction):
    """Write a decision, in the name of the office that made it; raises ValidationError where it is not for `by` to make."""
    excuse.decided_for = deciding_office(excuse, by)
    if excuse.decided_for is None and not direction.strip():
        raise ValidationError({"direction": _("Say which Chair directed this, when and how.")})
    excuse.decided_by, excuse.decided_at = by, timezone.now()
    excuse.answer, excuse.direction = answer.strip(), direction.strip()
    if excuse.state == State.GRANTED:
        check(excuse)
    save(excuse, by, excuse.answer)
    tell_excuse(excuse, excuse.answer)
    return excuse


def deciding_office(excuse, by):
    """The office in whose name the reader decides: a leading one of the responsible body, or that of the KP Chair."""
    held = Office.objects.filter(pk__in=standing_of(by).offices)
    body = excuse.period.obligation.body_id
    of_the_body = held.filter(body=body).first() if body else None
    return of_the_body or held.filter(seat=Office.Seat.KP_CHAIR).first()


def may_decide(user, period, owner):
    """Whether the reader decides on what this owner asks for: the secretariat as directed, the KP Chair's office, and those who
    lead the responsible body; nobody for an owner of their own, but the secretariat."""
    standing = standing_of(user)
    if standing.secretariat:
        return True
    is_own = owner_of_reader(owner, standing)
    return not is_own and (standing.chair or period.obligation.body_id in standing.led_bodies)


def owner_of_reader(owner, standing):
    held = {"organisation": standing.organisations, "body": standing.led_bodies, "office": standing.offices}
    return owner.pk in held[owner._meta.model_name]


def check(excuse):
    """Raise ValidationError, at its field, for what makes no sense."""
    if not excuse.reason:
        raise ValidationError({"reason": _("Give the reason.")})
    if excuse.kind == Kind.EXTENDED and excuse.until is None:
        raise ValidationError({"until": _("Say by which day the report will come.")})
    if excuse.kind == Kind.NOT_DUE and excuse.until:
        raise ValidationError({"until": _("What is not due has no new day.")})
    due_on = excuse.period.due_on
    if excuse.until and due_on and excuse.until <= due_on:
        raise ValidationError({"until": _("The report is due later than that already.")})
    if excuse.until and excuse.state == State.REQUESTED and excuse.until < today():
        raise ValidationError({"until": _("This day is past.")})
    excuse.validate_constraints()


@transaction.atomic
def contest(*, period, owner, text, by):
    """Say that what is shown of the owner is wrong; raises ValidationError where this is open already."""
    lock(owner)
    if not text.strip():
        raise ValidationError({"text": _("Say what is wrong.")})
    row = Contest(period=period, text=text.strip(), contested_by=by, **of_owner(owner))
    row.validate_constraints()
    return save(row, by)


@transaction.atomic
def settle(*, contest, outcome, answer, by):
    """Answer a contest; what has to be corrected is corrected where it stands."""
    row = Contest.objects.select_for_update(of=("self",)).get(pk=contest.pk)
    if row.settled_at:
        raise ValidationError(_("This was answered already."))
    row.outcome, row.answer, row.settled_at, row.settled_by = outcome, answer.strip(), timezone.now(), by
    save(row, by, row.answer)
    tell_contest(row)
    return row
