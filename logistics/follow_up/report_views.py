"""The implementation report as a page and as files. Its language is its own: `?language=fr` in whatever language the page is."""

from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from asm_portal.access import VisibleMixin
from asm_portal.register import alphabetical
from asm_portal.searching.facets import Choice, Facet
from knowledge.models import Decision, Document
from logistics.follow_up.report import build, plenaries_known, scope_of
from logistics.follow_up.report_files import DOCX, PDF, as_docx, as_pdf

LANGUAGES = ("en", "fr")


class ReportMixin(VisibleMixin):
    """The report that the query string asks for."""

    def report(self):
        asked = self.request.GET.get("language", "")
        self.language = next(code for code in (asked, get_language(), *LANGUAGES) if code in LANGUAGES)
        self.scope = scope_of(self.request.GET, self.request.user)
        return build(self.scope, self.request.user, self.language)


class ReportPage(ReportMixin, TemplateView):
    """The report to read, with what it can be narrowed to."""

    template_name = "logistics/follow_up/report.html"

    def get_context_data(self, **kwargs):
        report = self.report()
        facets = [facet for facet in (self.plenaries(), self.years(), self.bodies()) if facet.choices]
        return super().get_context_data(
            report=report,
            title=_("Implementation report"),
            facets=facets,
            is_filtered=any(choice.selected for facet in facets for choice in facet.choices),
            languages=[code for code in LANGUAGES if code != self.language],
            **kwargs,
        )

    def plenaries(self):
        chosen = self.scope.plenary
        rows = plenaries_known(self.request.user).prefetch_related("of_bodies__body")
        return facet("plenary", _("Plenary"), [(row.reference, str(row), row == chosen) for row in rows])

    def known(self):
        return Decision.objects.visible_to(self.request.user).filter(document__state=Document.State.FINAL).order_by()

    def years(self):
        years = self.known().exclude(document__date=None).values_list("document__date__year", flat=True).distinct()
        found = [(str(year), str(year), year == self.scope.year) for year in sorted(years, reverse=True)]
        return facet("year", _("Year of adoption"), found)

    def bodies(self):
        rows = {row.document.issuing_body for row in self.known().select_related("document__issuing_body")} - {None}
        order = sorted(rows, key=lambda body: alphabetical(body.name))
        return facet("body", _("Body"), [(body.code, body.name, body == self.scope.body) for body in order])


def facet(name, label, found):
    """A select whose choices are not counted."""
    return Facet(name, label, [Choice(value, words, None, picked) for value, words, picked in found], is_select=True)


class ReportFile(ReportMixin, TemplateView):
    """The report as a file."""

    def get(self, request, *args, **kwargs):
        report = self.report()
        name = f"implementation-report-{self.language}.{self.extension}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Language": self.language}
        return HttpResponse(self.write(report), content_type=self.media_type, headers=headers)


class ReportPdf(ReportFile):
    write, media_type, extension = staticmethod(as_pdf), PDF, "pdf"


class ReportDocx(ReportFile):
    write, media_type, extension = staticmethod(as_docx), DOCX, "docx"
