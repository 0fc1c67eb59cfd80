"""What requests add to the shared pages: the desk, the pages of organisations, visits and reports, the site map."""

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from asm_portal.areas import DeskItem, Panel
from assistance.models import AssistanceRequest
from assistance.requests.stages import with_stages
from assistance.requests.starting import may_start
from knowledge.kinds import REPORTS
from logistics.models import Recommendation

ON_ORGANISATION = 5
WORDS = 12


def desk(reader):
    """Drafts to finish or, where the secretariat has prepared one, to consent to and send."""
    drafts = AssistanceRequest.objects.visible_to(reader).filter(submitted_at=None).select_related("filed_by")
    for draft in drafts.order_by("pk"):
        is_prepared = draft.filed_by_id is not None
        if is_prepared and draft.filed_by_id == reader.pk:
            continue
        title = (
            _("Send the request for assistance prepared for you: %s") if is_prepared else _("Finish your request: %s")
        )
        yield DeskItem(
            title=title % draft.reference,
            url=draft.get_absolute_url(),
            detail=Truncator(draft.subject).words(WORDS),
        )


def on_organisation(organisation, reader, day):
    """The requests of an organisation and those made for it, as far as the reader may know of them."""
    known = AssistanceRequest.objects.visible_to(reader).submitted()
    made_for = known.filter(beneficiaries__organisation=organisation).values("pk")
    rows = known.filter(organisation=organisation) | known.filter(pk__in=made_for)
    found = list(with_stages(rows).for_display()[: ON_ORGANISATION + 1])
    if not found:
        return []
    context = {"cases": found[:ON_ORGANISATION], "has_more": len(found) > ON_ORGANISATION, "code": organisation.code}
    return [Panel("assistance/requests/panel.html", context, anchor="assistance", title=_("Assistance"))]


def on_visit(visit, reader):
    """For those who speak for the Participant, and the secretariat: a way to ask for assistance from each recommendation."""
    if not reader.is_authenticated or not may_start(visit.participant, reader):
        return []
    rows = Recommendation.objects.visible_to(reader).filter(visit=visit)
    doors = [(row.number, f"{reverse('assistance:request-new')}?recommendation={row.pk}") for row in rows]
    return [Panel("assistance/requests/from_visit.html", {"doors": doors})] if doors else []


def on_document(document, reader):
    """For those who speak for the Participant that a report is on, and the secretariat: a way to ask from a passage of it."""
    is_report = document.kind.code in REPORTS and document.organisation_id and document.pk
    if not (is_report and reader.is_authenticated and may_start(document.organisation, reader)):
        return []
    url = f"{reverse('assistance:request-new')}?report={document.reference}"
    return [Panel("assistance/requests/from_report.html", {"url": url})]


def sitemap():
    return [("assistance:home", None)]
