"""What knowledge adds to the shared pages: minutes, papers and contacts of a body, documents of an organisation, the desk."""

from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from asm_portal.areas import DeskItem, Panel
from asm_portal.dated import today
from asm_portal.members import directory, entered_by, own_representations, unconfirmed
from asm_portal.visibility import standing_of
from knowledge.kinds import DISCUSSION_PAPER
from knowledge.models import Document, DocumentShare
from knowledge.reports import approving

NEWEST = 5
OTHER_MINUTES = 4
SOON = timedelta(days=7)


def minutes_of(body, user):
    """The minutes of a body that the reader may know of, newest meeting first."""
    found = Document.objects.visible_to(user).listed().filter(minutes__body=body)
    return found.for_display(user).order_by("-minutes__meeting_date", "-pk")


def papers_of(body, user):
    """The other documents of a body but what came with a post, and to those who belong to it also what another body shares with
    it."""
    of_body = Q(issuing_body=body) | Q(audience_body=body)
    if entered_by(user).filter(pk=body.pk).exists():
        now = timezone.now()
        shared = DocumentShare.objects.filter(body=body, valid_from__lte=now, until__gt=now)
        of_body |= Q(pk__in=shared.values("content_object"))
    return Document.objects.visible_to(user).listed().filter(of_body, minutes=None).exclude(kind__code=DISCUSSION_PAPER)


def on_body(body, user, day):
    """Panels of a body's page. The archive and the contacts are today's, whatever day the register is shown of."""
    belongs = entered_by(user).filter(pk=body.pk).exists()
    panels = [minutes_panel(body, user, belongs), papers_panel(body, user)]
    if belongs:
        panels.append(contacts_panel(body, user))
    return [panel for panel in panels if panel]


def minutes_panel(body, user, belongs):
    """The last adopted minutes first; below them the others, drafts among them for those who may see them."""
    found = minutes_of(body, user)
    count = found.count()
    if not (count or belongs):
        return None
    last = found.filter(state=Document.State.FINAL).first()
    others = found.exclude(pk=last.pk) if last else found
    return Panel(
        "knowledge/panels/minutes.html",
        {"body": body, "last": last, "others": others[:OTHER_MINUTES], "count": count, "today": today()},
        anchor="minutes",
        title=_("Minutes"),
    )


def papers_panel(body, user):
    documents = list(papers_of(body, user).for_display(user)[:NEWEST])
    if not documents:
        return None
    context = {"body": body, "documents": documents}
    return Panel("knowledge/panels/papers.html", context, anchor="papers", title=_("Papers and documents"))


def contacts_panel(body, user):
    context = {"body": body, "directory": directory(body, user)}
    return Panel("members/contacts_panel.html", context, is_aside=True, anchor="contacts", title=_("Contacts"))


def on_organisation(organisation, user, day):
    """The newest documents that concern an organisation."""
    found = Document.objects.visible_to(user).listed().filter(organisation=organisation)
    documents = list(found.for_display(user)[:NEWEST])
    if not documents:
        return []
    has_reports = found.filter(report__isnull=False).exists()
    context = {"organisation": organisation, "documents": documents, "has_reports": has_reports}
    return [Panel("knowledge/panels/documents.html", context, anchor="documents", title=_("Documents"))]


def desk(user):
    """What waits for the reader: minutes to comment on, reports to consent to or approve, and their own contact data."""
    return [*minutes_to_comment_on(user), *approving.desk(user), *contact_data_to_confirm(user)]


def minutes_to_comment_on(user):
    """Circulated minutes of the reader's own bodies, those with the nearest end first."""
    rows = (
        Document.objects.visible_to(user)
        .filter(
            state=Document.State.CIRCULATED,
            minutes__body__in=standing_of(user).bodies,
            minutes__comments_until__gte=today(),
        )
        .for_display(user)
        .order_by("minutes__comments_until", "pk")
    )
    return [
        DeskItem(
            title=_("Comment on: %(title)s") % {"title": document},
            url=document.get_absolute_url(),
            detail=document.issuing_body.name if document.issuing_body else "",
            due=document.minutes.comments_until,
            tone="warn" if document.minutes.comments_until - today() <= SOON else "info",
        )
        for document in rows
    ]


def contact_data_to_confirm(user):
    """One item where some of the reader's contact data were not confirmed for six months."""
    count = unconfirmed(own_representations(user)).count()
    if not count:
        return []
    return [
        DeskItem(
            title=_("Confirm your contact data"),
            url=reverse("contact-confirm"),
            detail=ngettext(
                "Your entry was not confirmed in the last six months.",
                "%(count)s of your entries were not confirmed in the last six months.",
                count,
            )
            % {"count": count},
        )
    ]
