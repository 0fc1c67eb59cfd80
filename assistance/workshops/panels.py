"""What workshops add to the shared pages, and to the page of a request."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from asm_portal.areas import CalendarEntry, DeskItem, Panel
from asm_portal.attention import WorkList
from asm_portal.dated import Precision
from asm_portal.visibility import standing_of
from assistance.models import Workshop
from assistance.workshops.approving import ROWS, is_agreed, is_approved
from knowledge.approvals import decidable
from logistics.calendar.kinds import EntryKind

ON_ORGANISATION = 5


def on_organisation(organisation, reader, day):
    """The workshops that were for an organisation, held there, or in which it had a part; the latest first."""
    concerned = (
        Q(beneficiaries__organisation=organisation) | Q(country=organisation) | Q(parts__organisation=organisation)
    )
    rows = Workshop.objects.visible_to(reader).published()
    found = list(rows.filter(concerned).distinct().for_display()[: ON_ORGANISATION + 1])
    if not found:
        return []
    context = {"workshops": found[:ON_ORGANISATION], "has_more": len(found) > ON_ORGANISATION}
    title = _("Training and workshops")
    return [Panel("assistance/workshops/on_organisation.html", context, anchor="workshops", title=title)]


def on_request(request, reader):
    """The workshops that were held for a request, as far as the reader may know of them; the secretariat records them there."""
    workshops = list(Workshop.objects.visible_to(reader).filter(request=request).for_display())
    may_write = standing_of(reader).secretariat and request.is_open
    if not (workshops or may_write):
        return []
    return [Panel("assistance/workshops/on_request.html", {"workshops": workshops, "may_record": may_write})]


def desk(reader):
    """To the KP Chair’s office what it is to approve; to the secretariat what was given back, and what can be published now."""
    standing = standing_of(reader)
    if not (standing.secretariat or standing.decides_for_chair):
        return []
    drafts = Workshop.objects.visible_to(reader).filter(stage=Workshop.Stage.DRAFT)
    drafts = decidable(drafts, reader) if standing.decides_for_chair else drafts
    rows = drafts.exclude(submitted_at=None, remark="").select_related("approval").prefetch_related(*ROWS)
    return [found for row in rows if (found := item_of(row, standing))]


def item_of(workshop, standing):
    """What a draft asks of the reader, if anything."""
    if standing.decides_for_chair and workshop.submitted_at and not is_approved(workshop):
        url = reverse("assistance:workshop-decide", args=[workshop.reference])
        return DeskItem(_("Decide on a workshop: %(workshop)s") % {"workshop": workshop}, url, detail=workshop.days)
    if not standing.secretariat:
        return None
    url = workshop.get_absolute_url()
    if workshop.remark:
        return DeskItem(
            _("Given back by the Chair: workshop “%(workshop)s”") % {"workshop": workshop}, url, detail=workshop.days
        )
    if is_approved(workshop) and is_agreed(workshop):
        return DeskItem(_("Publish a workshop: %(workshop)s") % {"workshop": workshop}, url, detail=workshop.days)
    return None


def calendar(reader, start, end):
    """The published workshops that touch the days; one known to the month only has no day."""
    found = Workshop.objects.visible_to(reader).published().for_display()
    found = found.filter(date_precision=Precision.DAY, start_date__lte=end, end_date__gte=start)
    return [entry_of(workshop) for workshop in found]


def entry_of(workshop):
    concerned = {row.organisation_id for row in workshop.beneficiaries.all()}
    return CalendarEntry(
        uid=workshop.reference,
        title=str(workshop),
        start=workshop.start_date,
        end=workshop.end_date,
        url=workshop.get_absolute_url(),
        kind=EntryKind.WORKSHOP,
        place=workshop.place,
        sequence=workshop.version,
        organisations=frozenset(concerned | {workshop.country_id}) - {None},
    )


class WorkshopWorkList(WorkList):
    """Drafts, which are worked from on the list of workshops."""

    @property
    def url(self):
        return reverse("assistance:workshop-list")


LISTS = (
    WorkshopWorkList(
        "drafts",
        gettext_lazy("Workshops that are not published yet"),
        Workshop,
        lambda rows: rows.filter(stage=Workshop.Stage.DRAFT),
        "start_date",
    ),
)
