"""What the search finds of requests for assistance, for those who may know of them: the subject and the need."""

from collections import Counter

from django.utils.translation import gettext_lazy as _

from asm_portal.areas import Entry
from asm_portal.searching.sources import Source, counted, tag_of
from assistance.models import AssistanceRequest
from assistance.requests.stages import with_stages

KIND = "assistance_request"


class Requests(Source):
    """Requests for assistance that were sent."""

    model = AssistanceRequest
    template_name = "assistance/requests/found.html"
    is_followed = False

    def to_index(self):
        return super().to_index().select_related("organisation").prefetch_related("beneficiaries__organisation")

    def entries(self, request):
        if request.is_draft:
            return []
        concerned = [row.organisation for row in request.beneficiaries.all()]
        concerned += [request.organisation] if request.organisation else []
        tags = tuple(sorted({tag_of(organisation) for organisation in concerned}))
        return [Entry(request.language, request.subject, request.text, request.reference, tags=tags)]

    def records(self, reader):
        return super().records(reader).submitted()

    def kinds(self, reader):
        return {KIND: _("Request for assistance")}

    def narrowed(self, rows, name, values, reader):
        if name == "kind":
            return rows if KIND in values else rows.none()
        if name == "language":
            return rows.filter(language__in=values)
        if name == "participant":
            return rows.filter(pk__in=rows.filter(beneficiaries__organisation__code__in=values).values("pk"))
        if name in ("since", "until"):
            bound = "submitted_at__year__gte" if name == "since" else "submitted_at__year__lte"
            return rows.filter(**{bound: values[0]})
        return rows.none()

    def tally(self, rows, reader):
        languages, years = counted(rows.order_by(), "language", "submitted_at__year")
        (participants,) = counted(rows.order_by(), "beneficiaries__organisation__code")
        return {
            "kind": Counter({KIND: languages.total()}),
            "language": languages,
            "year": years,
            "participant": participants,
        }

    def shown(self, rows, reader):
        return with_stages(rows.for_display())

    def titled(self, request):
        return request.subject, request.language

    def detail(self, request):
        return request.reference
