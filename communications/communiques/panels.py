"""What public texts add to the desk and to the lists of the administration."""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from asm_portal.areas import DeskItem
from asm_portal.attention import WorkList
from asm_portal.dated import today
from asm_portal.visibility import standing_of
from communications.communiques.clock import kinds, late
from communications.communiques.forms import meetings_without
from communications.models import Communique
from communications.models.public_texts import Stage
from knowledge.approvals import decidable

RECENT = timedelta(days=90)


def late_list(model):
    """The list of the texts of a kind whose release did not appear."""
    return WorkList("late", gettext_lazy("Releases that did not appear"), model, late, "release_at", "bad")


LATE = late_list(Communique)


def desk(reader):
    """For the KP Chair's office what waits for its decision; for the secretariat what came back, what it may publish, what did
    not appear, and a meeting without a communiqué."""
    standing = standing_of(reader)
    decides = standing.decides_for_chair
    if not (standing.secretariat or decides):
        return []
    found = [] if decides else [*unwritten(reader)]
    for model in kinds():
        rows = model.objects.visible_to(reader).exclude(stage__in=[Stage.PUBLISHED, Stage.ARCHIVED])
        rows = decidable(rows, reader, "document__is_demonstration") if decides else rows
        for text in rows.select_related("document").prefetch_related("document__titles"):
            found += decisions(text) if decides else work(text)
    return found


def unwritten(reader):
    """The meeting of the Process of the last months that has no communiqué."""
    recent = meetings_without(reader).filter(end_date__gte=today() - RECENT)
    for meeting in recent[:1]:
        yield DeskItem(
            title=_("Publish a communiqué"),
            url=reverse("communications:communique-new"),
            detail=_("There is none yet of: %(meeting)s") % {"meeting": meeting.name},
            tone="info",
        )


def decisions(text):
    if text.stage == Stage.SUBMITTED:
        yield DeskItem(
            title=_("Decide: %(title)s") % {"title": text},
            url=reverse("communications:text-decide", args=[text.document.reference]),
            detail=_("Approve it for the public, or give it back."),
        )


def work(text):
    url = reverse("communications:text-work", args=[text.document.reference])
    if text.stage == Stage.DRAFTING and text.remark:
        yield DeskItem(
            title=_("Given back by the KP Chair’s office: %(title)s") % {"title": text}, url=url, detail=text.remark
        )
    elif text.stage == Stage.APPROVED:
        yield DeskItem(title=_("Approved, to be published: %(title)s") % {"title": text}, url=url)
    elif text.is_late:
        yield DeskItem(
            title=_("Did not appear at its time: %(title)s") % {"title": text},
            url=url,
            detail=_("Open it to see why, and publish it."),
            due=text.release_at.date(),
            tone="bad",
        )
