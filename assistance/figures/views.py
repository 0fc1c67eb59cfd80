"""Pages of figures, for everyone: the register of what was given, and the yearly table."""

from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.generic import TemplateView

from asm_portal.access import PublicMixin
from asm_portal.exports import download, sheet
from asm_portal.searching.facets import Choice, Facet
from assistance.figures.charts import chart
from assistance.figures.register import Register
from assistance.figures.telling import SMALLEST
from assistance.figures.yearly import first_year, yearly
from assistance.models import Outcome
from assistance.themes import Theme

# Which columns of the yearly table are drawn: all but those of each kind of outcome.
CHARTED = (0, 1, 2, 3, -2, -1)


def dimensions():
    return {"year": _("Year"), "participant": _("Participant"), "theme": _("Theme")}


def sitemap():
    return [("assistance:register", None), ("assistance:figures", None)]


class RegisterPage(PublicMixin, TemplateView):
    """What was given, by Participant, theme and year."""

    template_name = "assistance/figures/register.html"

    @cached_property
    def register(self):
        return Register(self.request.GET)

    def get_context_data(self, **kwargs):
        facets = [facet for name, label in dimensions().items() if (facet := self.facet(name, label)).choices]
        return super().get_context_data(
            title=_("Register of assistance"),
            facets=facets,
            is_filtered=any(self.register.chosen),
            count=self.register.count,
            tables=[
                (name, label, [(self.narrowed(name, row[0]), *row[1:]) for row in self.register.by(name)])
                for name, label in dimensions().items()
                if not self.register.selected(name)
            ],
            smallest=SMALLEST,
            **kwargs,
        )

    def narrowed(self, name, value):
        """The query of this page with one more choice."""
        query = self.request.GET.copy()
        query[name] = value
        return f"?{query.urlencode()}"

    def facet(self, name, label):
        """What is told of each value; what is chosen stands there though it is not told."""
        picked = self.register.selected(name)
        rows = self.register.by(name)
        if picked and picked not in [row[:2] for row in rows]:
            rows.append((*picked, None))
        made = [Choice(value, capfirst(words), count, (value, words) == picked) for value, words, count in rows]
        return Facet(name, label, made, is_select=True)


class RegisterSheet(PublicMixin, TemplateView):
    """All that is told, for a spreadsheet: what is left empty in a line was not asked for."""

    def get(self, request, *args, **kwargs):
        register = Register({})
        head = [_("Participant"), _("Code"), _("Theme"), _("Year"), pgettext("register of assistance", "Given")]
        rows = sorted((as_cells(register, key, count) for key, count in register.told.items()), key=str)
        return download(sheet([head, *rows]), "text/csv", "register-of-assistance.csv")


def as_cells(register, key, count):
    participant, theme, year = key
    organisation = register.organisations.get(participant)
    return [
        organisation.name if organisation else "",
        organisation.code if organisation else "",
        Theme(theme).label if theme else "",
        year or "",
        count,
    ]


def heads():
    """The heads of the yearly table, in its order: the counts, then the medians."""
    return [
        _("Requests"), _("Referrals"), _("Offers"), _("Outcomes"),
        *(capfirst(kind.label) for kind in Outcome.Kind),
        _("First answer: median, working days"), _("Delivery: median, working days"),
    ]  # fmt: skip


class FiguresPage(PublicMixin, TemplateView):
    """The yearly table, with a chart of its counts and its medians."""

    template_name = "assistance/figures/yearly.html"

    def get_context_data(self, **kwargs):
        years, labels = yearly(), heads()
        return super().get_context_data(
            title=_("Assistance in figures"),
            years=[(row.year, list(zip(labels, row.numbers, strict=True))) for row in years],
            heads=labels,
            charts=[chart(labels[at], [(row.year, row.numbers[at]) for row in years]) for at in CHARTED],
            began=first_year(),
            smallest=SMALLEST,
            **kwargs,
        )


class FiguresSheet(PublicMixin, TemplateView):
    """The yearly table for a spreadsheet; what is not told is left empty."""

    def get(self, request, *args, **kwargs):
        rows = [[row.year, *row.numbers] for row in yearly()]
        before = [_("before %(year)s") % {"year": first_year()}, _("not recorded: requests were mailed to everyone")]
        return download(sheet([[_("Year"), *heads()], *rows, before]), "text/csv", "assistance-by-year.csv")
