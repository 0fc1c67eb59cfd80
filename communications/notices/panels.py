"""What notices ask of people, on the desk and on the index of the administration."""

from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from asm_portal.areas import DeskItem
from asm_portal.attention import WorkList
from asm_portal.visibility import standing_of
from communications.models import Notice
from knowledge.approvals import decidable

State = Notice.State
# A distribution that takes longer has stopped.
LONGEST_SENDING = timedelta(hours=1)

LISTS = (
    WorkList(
        "to-send",
        gettext_lazy("Notices that are approved and not sent"),
        Notice,
        lambda rows: rows.filter(state=State.APPROVED),
        "approval__at",
    ),
    WorkList(
        "stopped",
        gettext_lazy("Notices whose sending has not ended"),
        Notice,
        lambda rows: rows.filter(state=State.SENDING, sent_at__lt=timezone.now() - LONGEST_SENDING),
        "sent_at",
        "bad",
    ),
)


def desk(reader):
    """What waits for the Chair's office, and for the secretariat."""
    standing = standing_of(reader)
    known = Notice.objects.visible_to(reader).prefetch_related("texts")
    items = [*to_decide(decidable(known, reader))] if standing.decides_for_chair else []
    return [*items, *to_work_on(known)] if standing.secretariat else items


def to_decide(known):
    for notice in known.filter(state=State.SUBMITTED).order_by("submitted_at"):
        yield item(notice, _("Decide on the notice: %(notice)s"), "decide", detail=notice.get_kind_display())


def to_work_on(known):
    """What came back, what is approved, and what the portal prepared."""
    waiting = known.filter(~Q(remark="") | Q(prepared_on__isnull=False), state=State.DRAFT)
    for notice in (*waiting, *known.filter(state=State.APPROVED)):
        if notice.state == State.APPROVED:
            yield item(notice, _("Approved, to be sent: %(notice)s"), "check")
        elif notice.remark:
            yield item(
                notice, _("Returned by the Chair’s office: %(notice)s"), "edit", detail=notice.remark, tone="bad"
            )
        else:
            yield item(notice, _("Prepared, to be checked: %(notice)s"), "check")


def item(notice, title, page, **facts):
    url = reverse(f"communications:notice-{page}", args=[notice.reference])
    return DeskItem(title=title % {"notice": notice}, url=url, **facts)
