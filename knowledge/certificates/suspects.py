"""The case of a suspect certificate: reported, examined, decided; and when the claimed issuer is told, which those who decide
decide. Mail holds neither the number nor a picture, only the way to the page."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from asm_portal.dated import Precision
from asm_portal.models import Office, OfficeTerm, Organisation, Person, Representation, User
from asm_portal.models.focal_points import CERTIFICATES, FocalPoint
from asm_portal.post import link, post
from asm_portal.visibility import Audience, standing_of
from knowledge.actions import save, save_with_reference
from knowledge.certificates.pictures import take_in
from knowledge.models import FalseNumber, FraudDetail, FraudImage, FraudNotice, SuspectPhoto, SuspectReport
from knowledge.models.checks import DECIDING_OFFICES, decides_on_fraud

State = SuspectReport.State


@transaction.atomic
def report(*, by, photos=(), **facts):
    """Open a case and tell those who decide on it; whoever is invented hears of no real one. Raises ValidationError, with the
    reason, for a file that is no picture."""
    case = save_with_reference(SuspectReport(reporter=by, **facts), by)
    for photo in photos:
        fields = take_in(photo, SuspectPhoto.DISPLAY_SIDE, SuspectPhoto.DISPLAY_BYTES)
        save(SuspectPhoto(report=case, **fields), by)
    for user in those_who_decide():
        if by.person.is_demonstration or not user.person.is_demonstration:
            tell(case, user.person, "suspect_reported")
    return case


def those_who_decide():
    """The accounts of the secretariat, of the Chair's office and of the Chair of the WGM: asked of their standing, one by one."""
    seats = Office.objects.filter(Q(code__in=DECIDING_OFFICES) | Q(seat=Office.Seat.KP_CHAIR))
    spoken = Representation.objects.valid_on().filter(
        Q(office__in=seats) | Q(organisation__kind=Organisation.Kind.SECRETARIAT)
    )
    held = OfficeTerm.objects.valid_on().filter(office__in=seats)
    users = User.objects.filter(Q(person__in=spoken.values("person")) | Q(person__in=held.values("person")))
    return [user for user in users.select_related("person").order_by("pk") if decides_on_fraud(standing_of(user))]


def tell(case, person, template):
    """One mail to a person about the case, once."""
    context = {"reference": case.reference, "url": link(person, "knowledge:suspect", case.reference)}
    post(f"{template}:{case.reference}", person, template, context)


@transaction.atomic
def examine(*, case, by):
    """Say that somebody looks into it."""
    return move(case, by, State.UNDER_EXAMINATION, (State.RECEIVED,))


@transaction.atomic
def find_genuine(*, case, by, remark=""):
    return decide(case, by, State.FOUND_GENUINE, remark)


@transaction.atomic
def close(*, case, by, remark=""):
    """End a case of which nothing was found out."""
    return decide(case, by, State.CLOSED, remark)


@transaction.atomic
def confirm_false(*, case, by, remark=""):
    """Decide that it is false, and prepare the notice: a draft for the secretariat, addressed to Participants, with number, words
    and pictures in a detail of its own. What is said in public is for the secretariat to add, with the claimed issuer."""
    case = decide(case, by, State.CONFIRMED_FALSE, remark)
    if case.claimed_issuer is None:
        return case
    case.notice = save_with_reference(
        FraudNotice(
            claimed_issuer=case.claimed_issuer,
            audience=Audience.PARTICIPANTS,
            date=case.received_at.date(),
            date_precision=Precision.DAY,
            source=case.reference,
            is_demonstration=case.is_demonstration,
        ),
        by,
    )
    detail = save(FraudDetail(notice=case.notice, recognised_en=case.seen), by)
    if case.certificate_number:
        save(FalseNumber(detail=detail, printed=case.certificate_number), by)
    for photo in case.photos.all():
        with photo.image.open("rb") as file:
            fields = take_in(file, FraudImage.DISPLAY_SIDE, FraudImage.DISPLAY_BYTES)
        save(FraudImage(detail=detail, **fields), by)
    return save(case, by)


@transaction.atomic
def tell_issuer(*, case, by):
    """Let the claimed issuer know of the case: from now on its representatives may open it, and its focal points get a mail."""
    case = locked(case)
    if case.claimed_issuer is None or case.issuer_told_at:
        raise ValidationError(_("There is no claimed issuer to tell, or it was told before."))
    case.issuer_told_at, case.issuer_told_by = timezone.now(), by
    save(case, by)
    for person in focal_people(case.claimed_issuer):
        tell(case, person, "suspect_issuer")
    return case


def focal_people(organisation):
    """The people of the organisation whom such a thing concerns: its representatives who are its focal point, or that for
    certificates. Others could not open the page."""
    points = FocalPoint.objects.valid_on().filter(organisation=organisation, kind__code=CERTIFICATES)
    spoken = Representation.objects.valid_on().filter(
        organisation=organisation, role=Representation.Role.REPRESENTATIVE
    )
    chosen = spoken.filter(Q(is_focal_point=True) | Q(person__in=points.values("person")))
    return Person.objects.filter(pk__in=chosen.values("person"), user__is_active=True).order_by("pk")


def decide(case, by, state, remark):
    """Record the decision, who took it and when. A decision is taken once."""
    case = move(case, by, state, SuspectReport.OPEN_STATES)
    case.decided_by, case.decided_at, case.remark = by, timezone.now(), remark
    return save(case, by, remark)


def move(case, by, state, allowed):
    case = locked(case)
    if case.state not in allowed:
        told = {"state": case.get_state_display()}
        raise ValidationError(_("Somebody was faster: this case is now “%(state)s”.") % told)
    case.state = state
    return save(case, by)


def locked(case):
    """The case as it is now: of two who decide at once, the second finds it decided."""
    return SuspectReport.objects.select_for_update().get(pk=case.pk)
