"""What enquiries add to the desk, to the lists of the administration and to the site map."""

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from asm_portal.areas import DeskItem
from asm_portal.attention import WorkList
from asm_portal.dated import today
from asm_portal.visibility import standing_of
from communications.enquiries.stages import OF_CHAIR, OF_STAFF, Stage, with_stage
from communications.enquiries.waiting import due_on
from communications.models import BankedAnswer, Enquiry
from knowledge.approvals import decidable

WORDS = 8


def open_for_staff(rows):
    """Those that the secretariat works on."""
    return rows.filter(pk__in=with_stage(Enquiry.objects.open()).filter(stage__in=OF_STAFF).values("pk"))


OPEN = WorkList("work", gettext_lazy("Enquiries to draft or to send"), Enquiry, open_for_staff, "waiting_since")
LISTS = (OPEN,)


def sitemap():
    return [("communications:enquiry-new", None)]


def desk(reader):
    """What waits for the reader of the enquiries and of the bank of answers, and how long answers take."""
    standing = standing_of(reader)
    if not (standing.secretariat or standing.chair):
        return []
    rows = with_stage(Enquiry.objects.visible_to(reader))
    decides = standing.decides_for_chair
    own = decidable(rows.filter(stage__in=OF_CHAIR), reader) if decides else rows.filter(stage__in=OF_STAFF)
    items = [item_of(enquiry, standing) for enquiry in own.order_by("waiting_since", "pk")]
    if standing.secretariat:
        items += [*unread(rows), *returned(reader)]
    else:
        items += bank_items(reader)
    return items + open_line(rows)


def item_of(enquiry, standing):
    due = due_on(enquiry)
    name = "communications:enquiry-decide" if standing.decides_for_chair else "communications:enquiry-detail"
    return DeskItem(
        title=titles()[enquiry.stage] % {"reference": enquiry.reference},
        url=reverse(name, args=[enquiry.reference]),
        detail=Truncator(enquiry.question).words(WORDS),
        due=due,
        tone="bad" if due < today() else "warn",
    )


def titles():
    """What an enquiry of a stage asks of whoever it waits for."""
    return {
        Stage.UNINSTRUCTED: _("Decide whether %(reference)s is answered"),
        Stage.DECIDING: _("Decide on the answer to %(reference)s"),
        Stage.DRAFTING: _("Draft the answer to %(reference)s"),
        Stage.RETURNED: _("Given back by the Chair: answer to %(reference)s"),
        Stage.SENDING: _("Give the approved answer to %(reference)s"),
    }


def unread(rows):
    """Enquiries about which something came in that nobody has read."""
    for enquiry in rows.filter(messages__seen_at=None, messages__isnull=False).distinct().order_by("pk"):
        yield DeskItem(
            title=_("New message about %(reference)s") % {"reference": enquiry.reference},
            url=f"{enquiry.get_absolute_url()}#messages",
        )


def bank_items(reader):
    """Answers that wait for the Chair's approval for the bank."""
    for answer in decidable(BankedAnswer.objects.visible_to(reader).before_the_chair(), reader):
        yield DeskItem(
            title=_("Decide on an answer for the bank"),
            url=reverse("communications:answer-decide", args=[answer.reference]),
            detail=str(answer),
        )


def returned(reader):
    """Answers of the bank that the Chair's office gave back."""
    for answer in BankedAnswer.objects.visible_to(reader).filter(state=BankedAnswer.State.RETURNED):
        yield DeskItem(
            title=_("Given back by the Chair: an answer for the bank"),
            url=answer.get_absolute_url(),
            detail=answer.remark,
        )


def open_line(rows):
    """How many wait, and since when the oldest does."""
    waiting = list(rows.open().order_by("waiting_since").values_list("waiting_since", flat=True))
    if not waiting:
        return []
    words = ngettext("%(count)s enquiry waits", "%(count)s enquiries wait", len(waiting)) % {"count": len(waiting)}
    days = (today() - waiting[0].date()).days
    detail = ngettext("The oldest for %(days)s day.", "The oldest for %(days)s days.", days) % {"days": days}
    return [DeskItem(title=words, url=reverse("communications:enquiry-waiting"), detail=detail, tone="info")]
