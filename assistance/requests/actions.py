"""What is done to requests for assistance.

    write_request(request=request, beneficiaries=[…], by=user)            a draft, new or changed
    submit_request(request=request, has_consent=True, by=user)            it is sent; whoever asked gets a receipt
    file_request(request=request, beneficiaries=[…], by=staff)            what came by telephone, mail or letter

Whether `by` may is asked by the page that offers it. Raises ValidationError where something is refused.
"""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from asm_portal.models import User
from assistance.models import AssistanceRequest, Beneficiary
from assistance.requests.mail import send_receipt
from knowledge.actions import save, save_with_reference

Channel = AssistanceRequest.Channel
# Who sends the same within it has pressed the button twice.
SAME = timedelta(days=1)
SUBJECT_LENGTH = 120
TYPED = (
    "organisation", "level", "language", "subject", "text", "recommendation", "report", "passage", "name", "email", "channel",
)  # fmt: skip


@transaction.atomic
def write_request(*, request, beneficiaries, by, reason=None):
    """Write a request, new or changed, for these Participants; it has its reference from now on. `reason` is for the
    history."""
    request.full_clean(exclude=["reference"])
    save_with_reference(request, by, reason)
    wanted = {organisation.pk: organisation for organisation in beneficiaries}
    for row in request.beneficiaries.select_related("organisation"):
        if wanted.pop(row.organisation_id, None) is None:
            row._history_user, row._change_reason = by, reason
            row.delete()
    for organisation in wanted.values():
        save(Beneficiary(request=request, organisation=organisation), by, reason)
    return request


@transaction.atomic
def twin_of(request, beneficiaries, by):
    """The same request for the same Participants, a draft or open, which the same person has begun or sent just now; None where
    there is none. Two presses of one button wait for each other: here, or at the draft that they send."""
    if request.pk is None:
        User.objects.select_for_update().get(pk=by.pk)
    since = timezone.now() - SAME
    begun = AssistanceRequest.history.filter(history_type="+", history_user=by, history_date__gt=since)
    recent = AssistanceRequest.objects.filter(
        Q(submitted_at__gt=since, asked_by=by.person) | Q(pk__in=begun.values("id")), closed_at=None, merged_into=None
    )
    same = recent.filter(**{name: getattr(request, name) for name in TYPED}).exclude(pk=request.pk)
    wanted = (request.kinds, {row.pk for row in beneficiaries})
    for row in same.prefetch_related("beneficiaries"):
        if (row.kinds, {served.organisation_id for served in row.beneficiaries.all()}) == wanted:
            return row
    return None


@transaction.atomic
def submit_request(*, request, by, has_consent=False):
    """Send a draft on behalf of its organisation; `has_consent` says that the Participant whose report it starts from agrees."""
    request = AssistanceRequest.objects.select_for_update().get(pk=request.pk)
    if not request.is_draft:
        raise ValidationError(_("This request has already been sent. Its reference is %s.") % request.reference)
    require_whole(request, has_consent)
    request.asked_by, request.submitted_at = by.person, timezone.now()
    if request.started_from:
        request.consent_by, request.consented_at = by.person, request.submitted_at
    save(request, by)
    send_receipt(request)
    return request


def require_whole(request, has_consent):
    """Say at each field what is missing before a request can be sent."""
    missing = {
        "kinds": not request.kinds and _("Choose at least one kind of assistance."),
        "level": not request.level and _("Say whether it is technical or professional."),
        "beneficiaries": not request.beneficiaries.exists() and _("Choose at least one Participant that it is for."),
        "subject": not request.subject and _("Say in one line what it is about."),
        "text": not request.text.strip() and _("Write what is needed. The request is kept as it is until you do."),
        "passage": bool(request.report and not request.passage)
        and _("Copy the passage of the report that you start from."),
        "has_consent": bool(request.started_from and not has_consent)
        and _("A request that starts from a report is sent only with the Participant’s consent."),
    }
    if any(missing.values()):
        raise ValidationError({name: words for name, words in missing.items() if words})


@transaction.atomic
def file_request(*, request, beneficiaries, by):
    """Keep what somebody asked for by telephone, mail or letter; whoever can be written to gets a receipt."""
    request.filed_by = by
    write_request(request=request, beneficiaries=beneficiaries, by=by)
    send_receipt(request)
    return request


@transaction.atomic
def receive(*, asked, by):
    """Keep a request that reached another task (asm_portal.areas.AssistanceAsked). One record brings one request: asked again,
    the first is returned. What kind of assistance it asks for is said by whoever takes it up."""
    made = AssistanceRequest.objects.filter(origin=asked.origin).exclude(origin="").first()
    if made:
        return made
    request = AssistanceRequest(
        name=asked.name, email=asked.email, language=asked.language, text=asked.text, origin=asked.origin,
        subject=Truncator(" ".join(asked.text.split())).chars(SUBJECT_LENGTH), channel=Channel.ENQUIRY,
        submitted_at=timezone.now(), filed_by=by, is_demonstration=by.person.is_demonstration,
    )  # fmt: skip
    return save_with_reference(request, by)


def held_open(request):
    """The request as it is now, locked. Raises ValidationError where it is no longer open."""
    request = AssistanceRequest.objects.select_for_update().get(pk=request.pk)
    if not request.is_open:
        raise ValidationError(_("This request is closed, or handled together with another one."))
    return request


@transaction.atomic
def take_up(*, request, by):
    """Say that somebody of the secretariat works on it now."""
    request = held_open(request)
    if request.taken_up_at:
        raise ValidationError(_("This request has been taken up already."))
    if not request.kinds:
        raise ValidationError(_("Say first what kind of assistance is asked for."))
    request.taken_up_at = timezone.now()
    return save(request, by)


@transaction.atomic
def discard_draft(*, request, by):
    """Delete a draft. Its history stays."""
    request = AssistanceRequest.objects.select_for_update().get(pk=request.pk)
    if not request.is_draft:
        raise ValidationError(_("This request has already been sent; you can withdraw it."))
    for row in [*request.beneficiaries.all(), request]:
        row._history_user = by
        row.delete()


@transaction.atomic
def list_in_register(*, request, may_be_listed, by):
    """Note whether the requester agrees that the case is shown in the public register."""
    request = AssistanceRequest.objects.select_for_update().get(pk=request.pk)
    request.may_be_listed = may_be_listed
    return save(request, by)
