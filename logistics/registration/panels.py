"""What registration adds to the page of a meeting and to the desk."""

from datetime import UTC

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from asm_portal.areas import DeskItem, Panel
from asm_portal.dated import today
from asm_portal.templatetags.portal import date_words
from asm_portal.visibility import standing_of
from logistics.models import AttendanceSheet, Credentials, Delegation, Meeting, Registration
from logistics.models.registration import offices_of
from logistics.registration.pages import nominators_of
from logistics.registration.waiting import coming, counted


def on_meeting(meeting, reader):
    """Until when one registers, and who attended, as far as the reader may know."""
    registration = Registration.objects.visible_to(reader).filter(meeting=meeting).first()
    attended = AttendanceSheet.objects.visible_to(reader).filter(meeting=meeting).first()
    may_edit = Meeting.objects.editable_by(reader).filter(pk=meeting.pk).exists()
    may_open = may_edit and registration is None and not meeting.is_over and not meeting.is_cancelled
    may_record = may_edit and attended is None and meeting.start_date <= today()
    if not (registration or attended or may_open or may_record):
        return []
    now = timezone.now()
    listed = Registration.objects.filter(Registration.with_list(standing_of(reader)))
    context = {
        "registration": registration,
        "is_open": registration is not None and registration.is_open_at(now),
        "is_over": registration is not None and now >= registration.closes_at,
        "own": own_answers(registration, reader) if registration else [],
        "has_list": listed.filter(meeting=meeting).exists(),
        "attended": attended,
        "may_open": may_open,
        "may_record": may_record,
    }
    return [Panel("logistics/registration/panel.html", context, is_aside=True)]


def own_answers(registration, reader):
    """(organisation, its delegation or None) of those for which the reader nominates, the secretariat aside."""
    if standing_of(reader).secretariat:
        return []
    own = Delegation.objects.visible_to(reader).filter(registration=registration)
    known = {row.organisation_id: row for row in own}
    return [(row, known.get(row.pk)) for row in nominators_of(registration, reader)]


def until(registration):
    """Until when one registers, in words."""
    day = registration.closes_on
    if day:
        return date_words(day)
    closes = registration.closes_at.astimezone(UTC)
    return _("%(day)s, %(time)s UTC") % {"day": date_words(closes), "time": f"{closes:%H:%M}"}


def desk(reader):
    """Delegations to register, credentials that came back, and for the secretariat what waits in each registration."""
    standing = standing_of(reader)
    if standing.secretariat:
        return for_secretariat(reader)
    if not offices_of(standing).exists():
        return []
    return [*to_register(reader), *returned(reader)]


def to_register(reader):
    for registration in coming(reader).open_at(timezone.now()):
        missing = [organisation for organisation, found in own_answers(registration, reader) if found is None]
        for organisation in missing if not registration.meeting.is_cancelled else ():
            code = organisation.code
            yield DeskItem(
                title=_("Register your delegation: %(meeting)s") % {"meeting": registration.meeting.name},
                url=reverse("logistics:delegation-nominate", args=[registration.meeting.reference, code]),
                detail=_("For %(organisation)s, until %(until)s.")
                % {"organisation": organisation.name, "until": until(registration)},
                due=registration.closes_on or registration.closes_at.date(),
            )


def returned(reader):
    """Credentials that the secretariat returned, and after which no others came."""
    known = Delegation.objects.editable_by(reader).standing().filter(registration__meeting__end_date__gte=today())
    for delegation in known.prefetch_related(
        "credentials", "organisation__names", "registration__meeting__of_bodies__body"
    ):
        papers = next(iter(delegation.credentials.all()), None)
        if papers and papers.state == Credentials.State.RETURNED:
            yield DeskItem(
                title=_("Credentials came back: %(meeting)s") % {"meeting": delegation.registration.meeting.name},
                url=delegation.get_absolute_url(),
                detail=papers.remark,
            )


def for_secretariat(reader):
    """What waits in each registration."""
    found = []
    for registration, counts in counted(reader):
        parts = [
            ngettext("%(count)s credentials to check", "%(count)s credentials to check", counts.papers)
            % {"count": counts.papers} if counts.papers else "",
            ngettext("%(count)s letter to prepare", "%(count)s letters to prepare", counts.letters)
            % {"count": counts.letters} if counts.letters else "",
            ngettext("%(count)s request to answer", "%(count)s requests to answer", counts.requests)
            % {"count": counts.requests} if counts.requests else "",
        ]  # fmt: skip
        if any(parts):
            title = _("Registration: %(meeting)s") % {"meeting": registration.meeting.name}
            told = ", ".join(part for part in parts if part)
            found.append(DeskItem(title, registration.get_absolute_url(), f"{told}.", tone="info"))
    return found
