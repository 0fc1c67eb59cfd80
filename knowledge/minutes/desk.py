"""What minutes ask of people: of the Chair of a body, and of the KP Chair's office."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from asm_portal.areas import DeskItem
from asm_portal.dated import today
from asm_portal.visibility import standing_of
from knowledge.approvals import decidable
from knowledge.minutes.summaries import capacity_of
from knowledge.models import Document, DocumentLink, MinutesComment

State = Document.State


def desk(user):
    """DeskItems of those who lead a body, and of the KP Chair's office."""
    standing = standing_of(user)
    led = Document.objects.editable_by(user).filter(issuing_body__in=standing.led_bodies).prefetch_related("titles")
    return [*open_comments(led), *comments_over(led), *summaries_to_decide(user)]


def open_comments(led):
    rows = led.filter(state=State.CIRCULATED, pk__in=MinutesComment.objects.open().values("document"))
    for document in rows.select_related("minutes"):
        count = document.comments.open().count()
        yield DeskItem(
            title=ngettext("%(count)s comment to settle: %(title)s", "%(count)s comments to settle: %(title)s", count)
            % {"count": count, "title": document},
            url=reverse("knowledge:minutes-comments", args=[document.reference]),
            tone="info",
        )


def comments_over(led):
    rows = led.filter(state=State.CIRCULATED, minutes__comments_until__lt=today())
    for document in rows.select_related("minutes"):
        yield DeskItem(
            title=_("The time for comments is over: %(title)s") % {"title": document},
            url=reverse("knowledge:minutes-work", args=[document.reference]),
            detail=_("Record the adoption, or circulate a new revision."),
            due=document.minutes.comments_until,
        )


def summaries_to_decide(user):
    """The summaries that wait for an office of the reader."""
    links = DocumentLink.objects.filter(kind=DocumentLink.Kind.PUBLIC_SUMMARY_OF).values("later")
    if not standing_of(user).offices:
        return
    rows = Document.objects.visible_to(user).filter(state__in=[State.DRAFT, State.CIRCULATED], pk__in=links)
    for summary in decidable(rows, user).prefetch_related("titles"):
        capacity, _office = capacity_of(summary, user)
        if capacity:
            yield DeskItem(
                title=_("Decide on the public summary: %(title)s") % {"title": summary},
                url=reverse("knowledge:summary-work", args=[summary.reference]),
                detail=summary.issuing_body.name,
            )
