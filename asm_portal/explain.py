"""Why a reader can see a restricted record: one sentence that names the fact."""

from django.conf import settings
from django.utils.translation import gettext as _

from asm_portal.models import Membership, Office, ParticipationStatus
from asm_portal.templatetags.portal import date_words
from asm_portal.visibility import Audience


def why_visible(record, standing):
    """“Visible to members of WGM; you represent XA, member.” "" for a record that is open to everyone.

    A record whose audience of the moment is not the one in its columns (a draft, a circulated text) says so in `shown_to`.
    """
    columns = (record.audience, record.audience_body, record.audience_organisation)
    audience, body, organisation = getattr(record, "shown_to", columns)
    if audience == Audience.PUBLIC:
        return ""
    fact = (
        belonging(audience, body, organisation, standing)
        or leading(record, standing)
        or exception(record, standing)
        or role(standing)
    )
    return _("Visible to %(audience)s; %(fact)s.") % {
        "audience": addressees(audience, body, organisation, record.audience),
        "fact": fact,
    }


def addressees(audience, body, organisation, lasting):
    """Whom the record is shown to, in words."""
    if audience == Audience.BODY:
        return _("members of %(body)s") % {"body": body.abbreviation or body.name}
    if audience == Audience.ORGANISATION:
        return _("representatives of %(organisation)s") % {"organisation": organisation}
    if audience == Audience.SECRETARIAT and lasting != Audience.SECRETARIAT:
        return _("its editors until it is released")
    return {
        Audience.PROCESS: _("representatives of Participants and Observers"),
        Audience.PARTICIPANTS: _("representatives of Participants"),
        Audience.CHAIR: _("the KP Chair’s office and the secretariat"),
        Audience.SECRETARIAT: _("the secretariat"),
    }[audience]


def belonging(audience, body, organisation, standing):
    """The fact of the register by which the reader belongs to the audience, "" where there is none."""
    if audience == Audience.BODY and body.pk in standing.bodies:
        rows = Membership.objects.valid_on(standing.day).filter(body=body, organisation__in=standing.organisations)
        if row := rows.select_related("organisation").first():
            return represents(row.organisation, row.get_grade_display())
        return holds(Office.objects.filter(body=body, pk__in=standing.offices).first())
    if audience in (Audience.PROCESS, Audience.PARTICIPANTS) and standing.process:
        rows = ParticipationStatus.objects.valid_on(standing.day).filter(
            organisation__in=standing.organisations, status__in=settings.STATUSES_WITH_ACCESS
        )
        if (row := rows.select_related("organisation").first()) and (
            standing.participant or audience == Audience.PROCESS
        ):
            return represents(row.organisation, row.get_status_display())
    if audience == Audience.ORGANISATION and organisation.pk in standing.organisations:
        return _("you represent %(organisation)s") % {"organisation": organisation}
    return ""


def represents(organisation, part):
    return _("you represent %(organisation)s, %(part)s") % {"organisation": organisation, "part": part}


def holds(office):
    return _("you hold the office “%(office)s”") % {"office": office} if office else ""


def leading(record, standing):
    """The office by which the reader edits the record."""
    body = getattr(record, "issuing_body_id", None)
    if body not in standing.led_bodies:
        return ""
    return holds(Office.objects.filter(body=body, pk__in=standing.offices).first())


def exception(record, standing):
    """The exception that opened the record to the reader or to a body of theirs."""
    now = {"valid_from__lte": standing.moment, "until__gt": standing.moment}
    grant = record.grants.filter(user=standing.user_id, **now).first() if hasattr(record, "grants") else None
    if grant:
        return _("it was opened to you until %(day)s: %(reason)s") % told(grant)
    share = record.shares.filter(body__in=standing.bodies, **now).first() if hasattr(record, "shares") else None
    if share:
        body = share.body.abbreviation or share.body.name
        return _("it was opened to members of %(body)s until %(day)s: %(reason)s") % {"body": body, **told(share)}
    return ""


def told(opening):
    return {"day": date_words(opening.until), "reason": opening.reason.rstrip(".")}


def role(standing):
    if standing.chair:
        return _("you belong to the KP Chair’s office")
    return _("you belong to the secretariat")
