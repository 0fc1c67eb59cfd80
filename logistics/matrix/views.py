"""Who has reported: the table of a year and over the years, for Participants, and for others as far as the KP Chair decides."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView

from asm_portal.access import PublicMixin, VisibleMixin
from asm_portal.dated import today
from asm_portal.exports import download
from asm_portal.visibility import standing_of
from logistics.matrix.disclosure import Shown, decided_for, shown_to
from logistics.matrix.forms import DisclosureForm
from logistics.matrix.owner import OwnerYear
from logistics.matrix.sheets import table_sheet, totals_sheet
from logistics.matrix.signs import KEY
from logistics.matrix.table import Table, latest_totals
from logistics.matrix.totals import SMALLEST, safe_totals
from logistics.matrix.years import Years, obligations
from logistics.models import Disclosure, ReportingPeriod
from logistics.reporting.standing import participants_of

SHOWS = {
    "all": gettext_lazy("All Participants"),
    "missing": gettext_lazy("Only with something missing"),
    "late": gettext_lazy("Only with something late"),
}


class MatrixMixin(PublicMixin):
    """A page for those who may know who has reported; to everybody else it does not exist."""

    needs_table = False

    def dispatch(self, request, *args, **kwargs):
        self.shown = shown_to(request.user)
        if self.shown == Shown.NOTHING or (self.needs_table and self.shown != Shown.MATRIX):
            raise Http404
        self.own = standing_of(request.user).organisations
        return super().dispatch(request, *args, **kwargs)


class YearMixin(MatrixMixin):
    """Such a page of a year that there are reports on."""

    def dispatch(self, request, *args, **kwargs):
        rows = ReportingPeriod.objects.visible_to(request.user).of_participants().filter(start__lte=today())
        self.years = sorted(set(rows.values_list("year", flat=True)), reverse=True)
        if kwargs["year"] not in self.years:
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class MatrixView(YearMixin, TemplateView):
    """Who has reported for a year: the table, or only the totals for those who may not know more."""

    def get(self, request, *args, **kwargs):
        asked = request.GET.get("year", "")
        if asked in map(str, self.years) and asked != str(kwargs["year"]):
            address = reverse("logistics:matrix", args=[asked])
            return redirect(f"{address}?show={self.show()}")
        return super().get(request, *args, **kwargs)

    def show(self):
        """Which rows are asked for; all where it is none of the choices."""
        asked = self.request.GET.get("show", "")
        return asked if asked in SHOWS else "all"

    def get_template_names(self):
        return ["logistics/matrix/table.html" if self.shown == Shown.MATRIX else "logistics/matrix/totals.html"]

    def get_context_data(self, **kwargs):
        year = kwargs["year"]
        told = (
            self.of_table(year) if self.shown == Shown.MATRIX else {"totals": safe_totals(year), "smallest": SMALLEST}
        )
        title = _("Who has reported for %(year)s") % {"year": year}
        return super().get_context_data(title=title, years=self.years, today=today(), **told, **kwargs)

    def of_table(self, year):
        table, show = Table(year, self.own), self.show()
        sums = latest_totals(table.periods, table.cells)
        return {
            "table": table,
            "rows": [row for row in table.rows if row.is_own or row.has(show)],
            "own": [row for row in table.rows if row.is_own],
            "totals": sums,
            "first": next((total for total in sums if total.period.due_on), None),
            "shows": [(code, label, code == show) for code, label in SHOWS.items()],
            "is_filtered": show != "all",
            "key": KEY,
            "may_decide": standing_of(self.request.user).chair,
        }


class MatrixSheet(YearMixin, TemplateView):
    """The same for a spreadsheet, for the same readers."""

    def get(self, request, *args, **kwargs):
        year = kwargs["year"]
        is_whole = self.shown == Shown.MATRIX
        text = table_sheet(Table(year, self.own)) if is_whole else totals_sheet(safe_totals(year))
        return download(text, "text/csv", f"reporting-{year}.csv")


class OwnerView(YearMixin, TemplateView):
    """All reports of a Participant for a year, each with its full cause."""

    needs_table = True
    template_name = "logistics/matrix/owner.html"

    def get_context_data(self, **kwargs):
        periods = list(ReportingPeriod.objects.of_year(kwargs["year"]).of_participants())
        organisation = next((row for row in participants_of(periods) if row.code == kwargs["code"]), None)
        if organisation is None:
            raise Http404
        found = OwnerYear(organisation, periods, self.request.user)
        return super().get_context_data(title=organisation.name, found=found, years=self.years, **kwargs)


class YearsView(MatrixMixin, TemplateView):
    """One obligation over the years."""

    needs_table = True
    template_name = "logistics/matrix/years.html"

    def get_context_data(self, **kwargs):
        choices = obligations(self.request.user)
        asked = self.request.GET.get("obligation", "")
        chosen = next((row for row in choices if row.code == asked), next(iter(choices), None))
        if chosen is None:
            raise Http404
        return super().get_context_data(
            title=_("%(report)s over the years") % {"report": chosen.name},
            found=Years(chosen, self.own),
            choices=choices,
            chosen=chosen,
            key=KEY,
            **kwargs,
        )


class DisclosureView(VisibleMixin, FormView):
    """What others than Participants may know: as it stands, what was decided before, and the form of the Chair's office."""

    form_class = DisclosureForm
    template_name = "logistics/matrix/disclosure.html"

    def dispatch(self, request, *args, **kwargs):
        standing = standing_of(request.user)
        self.decides = standing.chair
        if not (standing.chair or standing.secretariat) or (request.method == "POST" and not self.decides):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"by": self.request.user}

    def form_valid(self, form):
        form.save()
        messages.success(self.request, _("Decided. It holds from now on."))
        return redirect("logistics:report-disclosure")

    def get_context_data(self, **kwargs):
        decisions = Disclosure.objects.visible_to(self.request.user).select_related("decided_by__person", "document")
        return super().get_context_data(
            title=_("Who may know who has reported"),
            held=[(readers.label, decided_for(readers).label) for readers in Disclosure.Readers],
            decisions=decisions,
            decides=self.decides,
            **kwargs,
        )
