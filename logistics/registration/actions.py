"""What is done about registration: it is opened, delegations are nominated, changed, withdrawn; credentials are checked."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from asm_portal.models import ContactEmail, Person, Representation
from asm_portal.post import link, post
from asm_portal.templatetags.portal import date_words
from asm_portal.uploads import examine
from asm_portal.visibility import standing_of
from logistics.models import (
    Credentials,
    Delegate,
    DelegateTravel,
    Delegation,
    DelegationRequest,
    Registration,
    VisaLetter,
)

TRAVEL = ("needs_visa_letter", "passport_name", "arrives_on", "arrival", "departs_on", "departure", "special_needs")
OF_DELEGATE = ("given_name", "family_name", "function", "affiliation", "email", "language", "is_head")


class Conflict(Exception):
    """Somebody else has saved the record since the form was opened: `record` as it is now."""

    def __init__(self, record):
        super().__init__(_("Somebody else has saved this since you opened it."))
        self.record = record
        last = record.history.select_related("history_user__person").first()
        self.who = last.history_user.person if last.history_user else ""
        self.at = last.history_date


def save(record, by):
    record._history_user = by
    record.save()
    return record


def refuse_stale(record, seen):
    """Raise Conflict where the record is not in the state that the form showed; "" is that of no record."""
    if record is not None and str(record.version) != seen:
        raise Conflict(record)


@transaction.atomic
def plan_registration(*, meeting, by, seen="", **facts):
    """Set when delegations to the meeting are nominated, or change that."""
    type(meeting).objects.select_for_update().get(pk=meeting.pk)
    registration = Registration.objects.select_for_update().filter(meeting=meeting).first()
    refuse_stale(registration, seen)
    registration = registration or Registration(meeting=meeting)
    for name, value in facts.items():
        setattr(registration, name, value)
    refuse_after_meeting(registration)
    registration.full_clean()
    return save(registration, by)


def refuse_after_meeting(registration):
    """Raise ValidationError where delegations could still be nominated once the meeting is over."""
    if registration.closes_at.astimezone(ZoneInfo(registration.zone)) > end_of(registration.meeting, registration.zone):
        raise ValidationError(
            _("The meeting ends on %(day)s. Close the registration by then.")
            % {"day": date_words(registration.meeting.end_date)}
        )


def end_of(meeting, zone):
    """The end of the last day of the meeting on the clocks of the zone."""
    return datetime.combine(meeting.end_date + timedelta(days=1), time(), ZoneInfo(zone))


def refuse_closed(registration, organisation, by):
    """Raise ValidationError where a delegation can be changed no more, or not yet. The secretariat may at any time, and the KP
    Chair's office the guests."""
    standing = standing_of(by)
    if registration.meeting.is_cancelled:
        raise ValidationError(_("The meeting is cancelled. Nothing was saved."))
    if standing.secretariat or (standing.chair and organisation is None):
        return
    now = timezone.now()
    if now < registration.opens_at:
        raise ValidationError(_("Registration has not opened yet. Nothing was saved."))
    if not registration.is_open_at(now):
        raise ValidationError(
            _("Registration is closed. Ask the secretariat for the change, on the page of your delegation.")
        )


@transaction.atomic
def nominate(*, registration, organisation, rows, by, seen="", channel=Delegation.Channel.PORTAL, credentials=None):
    """Write a delegation, the whole of it: `rows` hold the fields of a delegate, those of their travel, and `delegate`, the
    primary key of one nominated before. Whoever is not among them is withdrawn. None for `organisation` are the guests.

    Raises ValidationError where it may not be changed now, Conflict where somebody else has changed it meanwhile.
    """
    registration = Registration.objects.select_for_update().select_related("meeting").get(pk=registration.pk)
    refuse_closed(registration, organisation, by)
    own = Delegation.objects.filter(registration=registration, organisation=organisation)
    delegation = own.select_for_update().order_by("pk").first()
    refuse_stale(delegation, seen)
    delegation = delegation or Delegation(registration=registration, organisation=organisation)
    delegation.channel, delegation.nominated_by, delegation.nominated_at = channel, by, timezone.now()
    delegation.withdrawn_at = None
    save(delegation, by)
    try:
        with transaction.atomic():
            write_delegates(delegation, rows, by)
    except IntegrityError:
        raise ValidationError(_("Two rows name the same person, or two heads of delegation.")) from None
    if credentials:
        add_credentials(delegation=delegation, file=credentials, by=by)
    send_receipts(delegation, by)
    return delegation


def write_delegates(delegation, rows, by):
    """Those who are gone first, then those who are no head, so that there is one head at every moment."""
    known = {delegate.pk: delegate for delegate in delegation.delegates.filter(withdrawn_at=None)}
    kept = {row.get("delegate") for row in rows}
    for delegate in known.values():
        if delegate.pk not in kept:
            withdraw_delegate(delegate, by)
    for row in sorted(rows, key=lambda row: row["is_head"]):
        delegate = known.get(row.get("delegate")) or Delegate(delegation=delegation)
        for name in OF_DELEGATE:
            setattr(delegate, name, row.get(name, ""))
        delegate.person = person_of(delegate)
        save(delegate, by)
        write_travel(delegate, {name: row[name] for name in TRAVEL})


def write_travel(delegate, facts):
    """What is known of the travel of a delegate; nothing is kept where nothing is known."""
    if any(facts.values()):
        DelegateTravel.objects.update_or_create(delegate=delegate, defaults=facts)
    else:
        DelegateTravel.objects.filter(delegate=delegate).delete()


def withdraw_delegate(delegate, by):
    """The delegate comes no more; how they would have travelled is forgotten at once."""
    delegate.withdrawn_at, delegate.is_head = timezone.now(), False
    save(delegate, by)
    DelegateTravel.objects.filter(delegate=delegate).delete()
    tell_withdrawn(delegate, by)


def tell_withdrawn(delegate, by):
    """One mail to a delegate who was told of the nomination."""
    person, delegation = delegate.person, delegate.delegation
    if person and person != by.person:
        meeting = delegation.registration.meeting
        url = link(person, "logistics:meeting-detail", meeting.reference)
        context = {"delegation": delegation, "meeting": meeting, "url": url}
        post(f"delegate-withdrawn:{delegate.pk}", person, "delegate_withdrawn", context, address=delegate.email)


def person_of(delegate):
    """Whom mail to the delegate goes to: somebody of the organisation with this address, or who was nominated by it before with
    this address; else somebody new. None without an address."""
    delegation = delegate.delegation
    if not delegate.email:
        return None
    addresses = ContactEmail.objects.filter(address__iexact=delegate.email)
    ours = addresses.filter(person__representations__organisation=delegation.organisation_id)
    before = Delegate.objects.filter(email__iexact=delegate.email, delegation__organisation=delegation.organisation_id)
    for known in (ours.values("person"), before.exclude(person=None).values("person")):
        if person := Person.objects.filter(pk__in=known).first():
            return person
    person = Person.objects.create(
        given_name=delegate.given_name,
        family_name=delegate.family_name,
        preferred_language=delegate.language,
        is_demonstration=delegation.registration.meeting.is_demonstration,
    )
    ContactEmail.objects.create(person=person, address=delegate.email, is_primary=True)
    return person


def send_receipts(delegation, by):
    """A receipt for what was saved to whoever saved it and, where that was on behalf, to the focal points of the organisation;
    and once to each delegate with an address."""
    delegates = list(delegation.delegates.standing().select_related("person"))
    meeting = delegation.registration.meeting
    context = {"delegation": delegation, "meeting": meeting, "delegates": delegates}
    for person in {by.person, *represented_by(delegation)}:
        url = link(person, "logistics:delegation", delegation.reference)
        post(f"nomination:{delegation.pk}:{delegation.version}", person, "nomination", context | {"url": url})
    for delegate in delegates:
        if delegate.person and delegate.person != by.person:
            url = link(delegate.person, "logistics:meeting-detail", meeting.reference)
            context = {"delegate": delegate, "delegation": delegation, "meeting": meeting, "url": url}
            post(f"delegate:{delegate.pk}", delegate.person, "delegate", context, address=delegate.email)


def represented_by(delegation):
    """The focal points of an organisation that was registered on its behalf."""
    if delegation.channel == Delegation.Channel.PORTAL:
        return []
    held = Representation.objects.valid_on().filter(organisation=delegation.organisation, is_focal_point=True)
    return Person.objects.filter(pk__in=held.values("person"))


@transaction.atomic
def withdraw_delegation(*, delegation, by, seen):
    """The organisation sends nobody; how its delegates would have travelled is forgotten at once."""
    registration = Registration.objects.select_for_update().get(pk=delegation.registration_id)
    refuse_closed(registration, delegation.organisation, by)
    delegation = Delegation.objects.select_for_update().get(pk=delegation.pk)
    refuse_stale(delegation, seen)
    for delegate in delegation.delegates.standing().select_related("person"):
        tell_withdrawn(delegate, by)
    delegation.withdrawn_at = timezone.now()
    DelegateTravel.objects.filter(delegate__delegation=delegation).delete()
    return save(delegation, by)


def add_credentials(*, delegation, file, by):
    """A document that accredits the delegation; it waits to be checked. Raises Refused for a file that is not taken."""
    facts = examine(file)
    return save(
        Credentials(
            delegation=delegation,
            file=file,
            media_type=facts.media_type,
            extension=facts.extension,
            size=facts.size,
            sha256=facts.sha256,
        ),
        by,
    )


@transaction.atomic
def check_credentials(*, credentials, state, remark, by):
    """The secretariat has looked at the newest document: it is in order, or returned, saying what is missing."""
    Delegation.objects.select_for_update().get(pk=credentials.delegation_id)
    credentials = Credentials.objects.select_for_update().get(pk=credentials.pk)
    if credentials.state != Credentials.State.WAITING:
        raise ValidationError(_("These credentials have been checked already."))
    if credentials.delegation.credentials.first() != credentials:
        raise ValidationError(_("Newer credentials have come in. Check those."))
    credentials.state, credentials.remark = state, remark
    credentials.full_clean()
    return save(credentials, by)


@transaction.atomic
def ask_for_change(*, delegation, text, by):
    """Ask the secretariat for a change, or a withdrawal, once registration is closed."""
    if delegation.registration.is_open_at(timezone.now()):
        raise ValidationError(_("Registration is open: you can change your delegation yourself."))
    return save(DelegationRequest(delegation=delegation, text=text, made_by=by), by)


@transaction.atomic
def settle_request(*, request, answer, by):
    """The secretariat says what became of a request; whoever made it is told."""
    request = DelegationRequest.objects.select_for_update().get(pk=request.pk)
    if request.settled_at:
        raise ValidationError(_("This request has been answered already."))
    request.answer, request.settled_at = answer, timezone.now()
    request.full_clean()
    save(request, by)
    person = request.made_by.person
    url = link(person, "logistics:delegation", request.delegation.reference)
    context = {"request": request, "delegation": request.delegation, "url": url}
    post(f"delegation-request:{request.pk}", person, "delegation_request", context)
    return request


def give_letter(*, delegate, by):
    """Log that the letter for a visa was given out."""
    return VisaLetter.objects.create(delegate=delegate, by=by)
