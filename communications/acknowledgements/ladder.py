"""The ladder after a notice: a reminder, then the deputies. The last step, the Chair's list, is a line on the desk.

Each step asks a person once for an organisation, whatever happens: the key of the mail says so. The mail is written when it
leaves, and dropped where the organisation has acknowledged by then. After a pause of the worker only the newest step counts.
"""

import re

from asm_portal.areas import Letter
from asm_portal.confirmations import can_be_written_to
from asm_portal.models import Delivery, FocalPoint
from asm_portal.models.focal_points import GENERAL
from asm_portal.post import link, post_when_due
from communications.acknowledgements.answering import asked_of, organisations_of
from communications.acknowledgements.links import link_for
from communications.acknowledgements.standing import silent_in
from communications.acknowledgements.times import Step, pursued, step_at
from communications.chair_office import in_the_chairs_name
from communications.models import Notice, NoticeAddressee
from communications.notices.distribution import key_of

KEY = re.compile(r"notice:(\d+):(reminder|deputy):(\d+)")


def due(now):
    """Put into the post what is due; asked again, it does nothing."""
    notices = {notice: step_at(notice, now) for notice in pursued(now)}
    for notice, step in notices.items():
        if step in (Step.REMINDER, Step.DEPUTY):
            put_down(notice, step)


def put_down(notice, step):
    """Queue the mails of a step that were not queued before."""
    silent = {organisation for _notice, organisation in silent_in([notice])}
    if not silent:
        return
    prefix = f"{key_of(notice)}:{step}:"
    queued = set(Delivery.objects.filter(key__startswith=prefix).values_list("key", "person"))
    for organisation, person in ASKED[step](notice, silent):
        key = f"{prefix}{organisation}"
        if (key, person.pk) not in queued:
            post_when_due(key, person)


def those_who_got_it(notice, organisations):
    """(organisation, person) for everybody to whom the notice went and who can be written to."""
    rows = NoticeAddressee.objects.filter(can_be_written_to("person"), notice=notice, organisation__in=organisations)
    return [(row.organisation_id, row.person) for row in rows.select_related("person")]


def deputies(notice, organisations):
    """(organisation, person) for the deputies of the general focal points."""
    points = FocalPoint.objects.valid_on().filter(
        can_be_written_to("deputy"), organisation__in=organisations, kind__code=GENERAL
    )
    return [(point.organisation_id, point.deputy) for point in points.select_related("deputy")]


ASKED = {Step.REMINDER: those_who_got_it, Step.DEPUTY: deputies}


def letter(delivery):
    """The mail of a step as things stand; None where it is none of these, the organisation has acknowledged, or the person no
    longer answers for it."""
    parts = KEY.fullmatch(delivery.key)
    if parts is None:
        return None
    number, step, asked = parts.groups()
    notice = Notice.objects.filter(pk=number).prefetch_related("texts").first()
    if notice is None or int(asked) not in organisations_of(delivery.person):
        return None
    organisation = next(iter(asked_of(notice, [int(asked)])), None)
    if organisation is None or notice.acknowledgements.filter(organisation=organisation).exists():
        return None
    context = {
        "notice": notice,
        "organisation": organisation,
        "is_deputy": step == Step.DEPUTY,
        "acknowledge": link_for(notice, delivery.person),
        "url": link(delivery.person, "communications:notice-detail", notice.reference),
    }
    return Letter("notice_reminder", context, **in_the_chairs_name())
