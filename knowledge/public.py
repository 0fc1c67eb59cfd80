"""What the archive adds to the public pages: the newest documents, the figures, the sitemap."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from asm_portal.areas import Figure, Panel, gather
from asm_portal.dated import today
from knowledge.kinds import OF_THE_SITE
from knowledge.models import Document, Revision
from knowledge.relations import in_force_on

NEWEST = 5


def home(reader):
    """The newest documents that hold a text; the site's own pages are no news."""
    found = Document.objects.visible_to(reader).listed().filter(state=Document.State.FINAL)
    found = found.exclude(kind__code__in=OF_THE_SITE)
    held = found.filter(pk__in=Revision.objects.released().values("document"))
    documents = held.for_display(reader)[:NEWEST]
    return [Panel("knowledge/panels/latest.html", {"documents": documents})] if documents else []


def figures(reader):
    """Documents, and decisions in force today."""
    known = Document.objects.visible_to(reader).listed()
    decisions = known.filter(decision__isnull=False, state=Document.State.FINAL)
    library, rules = reverse("knowledge:document-list"), reverse("knowledge:decision-list")
    return [
        Figure(known.count(), _("documents"), library, is_searched=True),
        Figure(in_force_on(decisions, reader, today()).count(), _("decisions in force"), f"{rules}?on={today()}"),
    ]


def sitemap():
    """Every public document whose page is here, with the day of its last change."""
    documents = Document.objects.visible_to(AnonymousUser()).listed().order_by("pk")
    for elsewhere in gather("documents_elsewhere"):
        documents = documents.exclude(pk__in=elsewhere)
    changed = (
        Document.history.model.objects.filter(id=OuterRef("pk")).order_by("-history_date").values("history_date")[:1]
    )
    dated = documents.annotate(changed_at=Subquery(changed))
    return [(document, document.changed_at) for document in dated]
