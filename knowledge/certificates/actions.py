"""Specimens and signatories: proposed, confirmed by a second person, published by the secretariat; a revocation holds at once."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from asm_portal.dated import today
from asm_portal.models import Organisation, Person, Representation
from asm_portal.post import link, post
from knowledge.actions import save
from knowledge.certificates.pictures import take_in
from knowledge.models import AuthorisedSignatory, CertificateSpecimen, NumberRange, Proposed, SpecimenImage

State = Proposed.State


def require_state(record, *states):
    if record.state not in states:
        raise ValidationError(
            _("This is not possible any more: it is %(state)s.") % {"state": record.get_state_display()}
        )


def locked(record):
    """The record as it stands, locked until the transaction ends."""
    return type(record).objects.select_for_update().get(pk=record.pk)


def stand_as_proposal(record, by):
    """A new record, or a returned one that was corrected: to be confirmed by somebody else than `by`."""
    record.state, record.remark = State.PROPOSED, ""
    record.proposed_by, record.proposed_at = by, timezone.now()
    record.confirmed_by = record.confirmed_at = None
    record.full_clean(exclude=["image", "display", "width", "height", "size", "media_type", "sha256"])
    return save(record, by)


def refuse_twice(signatory):
    """Raise ValidationError where the same signature from the same day already waits or holds."""
    if AuthorisedSignatory.objects.twins_of(signatory).exists():
        raise ValidationError(
            _("%(name)s is already on record for this authority from that day."), params={"name": signatory.name}
        )


@transaction.atomic
def propose_signatory(*, signatory, picture, by):
    """Propose a signatory, or a returned one again, with the picture of the signature; None keeps the one there is."""
    if signatory.pk:
        require_state(locked(signatory), State.RETURNED)
    refuse_twice(signatory)
    if picture:
        fill(signatory, picture)
    return stand_as_proposal(signatory, by)


@transaction.atomic
def propose_specimen(*, specimen, ranges, pictures, by):
    """Propose a specimen, or a returned one again. `ranges` are all its (year, first, last); `pictures` maps a side to a file,
    or None for the one there is, and its caption in English and in French."""
    if specimen.pk:
        require_state(locked(specimen), State.RETURNED)
    stand_as_proposal(specimen, by)
    for row in specimen.ranges.all():
        row.delete()
    for year, first, last in ranges:
        save(NumberRange(specimen=specimen, year=year, first=first, last=last), by)
    for side, (file, caption_en, caption_fr) in pictures.items():
        image = specimen.images.filter(side=side).first() or SpecimenImage(specimen=specimen, side=side)
        image.caption_en, image.caption_fr = caption_en, caption_fr
        if file or image.pk:
            save(fill(image, file) if file else image, by)
    return specimen


def fill(record, file):
    """Give a Picture its fields, from an uploaded file."""
    for name, value in take_in(file, record.DISPLAY_SIDE, record.DISPLAY_BYTES).items():
        setattr(record, name, value)
    return record


@transaction.atomic
def confirm(*, record, by):
    """A second person of the Participant says that it is so."""
    record = locked(record)
    require_state(record, State.PROPOSED)
    if record.proposed_by_id == by.pk:
        raise ValidationError(_("You proposed this yourself: somebody else of your organisation must confirm it."))
    record.state, record.confirmed_by, record.confirmed_at = State.CONFIRMED, by, timezone.now()
    return save(record, by)


@transaction.atomic
def send_back(*, record, remark, by):
    """Return a proposal to whoever made it, with the reason."""
    record = locked(record)
    require_state(record, State.PROPOSED, State.CONFIRMED)
    record.state, record.remark = State.RETURNED, remark
    record.confirmed_by = record.confirmed_at = None
    return save(record, by, remark)


@transaction.atomic
def publish(*, record, by, ends_previous=False):
    """Show a confirmed record to governments and certificate officers. Of specimens an authority has one at a time:
    `ends_previous` ends the one in force on the first day of the new one."""
    record = locked(record)
    require_state(record, State.CONFIRMED)
    if isinstance(record, CertificateSpecimen):
        make_room(record, by, ends_previous)
    record.state, record.published_by, record.published_at = State.PUBLISHED, by, timezone.now()
    save(record, by)
    for row in record.ranges.all() if isinstance(record, CertificateSpecimen) else ():
        row.refuse_overlap()
    return record


def previous_of(specimen):
    """The published specimen of the authority that is in force when this one begins."""
    others = CertificateSpecimen.objects.published().filter(authority=specimen.authority_id).exclude(pk=specimen.pk)
    return others.valid_on(specimen.valid_from).first()


def make_room(specimen, by, ends_previous):
    """Raise ValidationError where another certificate of the authority is in force on these days; end it where that is asked."""
    previous = previous_of(specimen)
    if previous and ends_previous and previous.valid_from < specimen.valid_from:
        previous.valid_until, previous.valid_until_precision = specimen.valid_from, specimen.valid_from_precision
        save(previous, by, _("Followed by %(series)s.") % {"series": specimen.series})
    elif previous:
        raise ValidationError(
            _("This would be a second certificate for the same days: “%(series)s” is in force on %(day)s."),
            params={"series": previous.series, "day": date_format(specimen.valid_from)},
            code="overlap",
        )


@transaction.atomic
def revoke(*, signatory, reason_en, reason_fr, by):
    """End the signature from today on. That is the safe direction: it needs no second person."""
    signatory = locked(signatory)
    require_state(signatory, State.PUBLISHED)
    if signatory.revoked_on:
        raise ValidationError(_("This signature is revoked already."))
    signatory.revoked_on, signatory.told_on = today(), None
    signatory.revocation_reason_en, signatory.revocation_reason_fr = reason_en, reason_fr
    save(signatory, by, reason_en or reason_fr)
    tell_secretariat(signatory)
    return signatory


def tell_secretariat(signatory):
    """A mail to each person of the secretariat."""
    held = Representation.objects.valid_on().filter(organisation__kind=Organisation.Kind.SECRETARIAT)
    for person in Person.objects.filter(pk__in=held.values("person")):
        url = link(person, "knowledge:upkeep", signatory.participant.code)
        post(f"signatory-revoked:{signatory.pk}", person, "signature_revoked", {"signatory": signatory, "url": url})


@transaction.atomic
def note_participants_told(*, by, **whose):
    """The secretariat has told the Participants of the changes of signatures of one of them (`participant=`), or of one of its
    authorities (`authority=`)."""
    for signatory in AuthorisedSignatory.objects.untold().filter(**whose).select_for_update():
        signatory.told_on = today()
        save(signatory, by)
