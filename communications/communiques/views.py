"""Pages of communiqués."""

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import ListView

from asm_portal.access import PublicMixin
from asm_portal.models import Organisation
from asm_portal.register import alphabetical
from asm_portal.visibility import standing_of
from communications.communiques.chairs import name_chairs
from communications.models import Communique
from communications.models.public_texts import EXPECTED, Stage
from knowledge.library import Choice, Facet, year_or_none
from knowledge.minutes.pages import Door
from knowledge.models import Document
from knowledge.views import DocumentDetail
from logistics.models import Meeting

FILTERS = {"year": "document__date__year", "chair": "chair_code"}


class CommuniqueListView(PublicMixin, ListView):
    """Communiqués by year and Chair, newest first."""

    model = Communique
    paginate_by = 30

    def get_queryset(self):
        self.known = super().get_queryset().listed().with_chair()
        year, chair = year_or_none(self.request.GET.get("year", "")), self.request.GET.get("chair", "")
        asked = {"year": year, "chair": chair if chair.isalnum() else ""}
        self.chosen = {name: value for name, value in asked.items() if value}
        return self.narrowed(self.chosen).for_display(self.request.user)

    def narrowed(self, chosen):
        return self.known.filter(**{FILTERS[name]: value for name, value in chosen.items()})

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        communiques = name_chairs(context["object_list"], self.request.user)
        for communique in communiques:
            day = communique.document.date
            communique.heading = {"year": day and day.year, "chair": communique.chair_name}
        return context | {
            "communiques": communiques,
            "chosen": self.chosen,
            "facets": [self.years(), self.chairs()],
            "may_begin": standing_of(self.request.user).secretariat,
        }

    def counts(self, name):
        """How many communiqués each choice of a filter would show, the other filter kept."""
        others = {other: value for other, value in self.chosen.items() if other != name}
        field = FILTERS[name]
        found = self.narrowed(others).filter(**{f"{field}__isnull": False}).order_by()
        return dict(found.values_list(field).annotate(count=Count("pk")).values_list(field, "count"))

    def years(self):
        counts = self.counts("year")
        return self.facet("year", _("Year"), [(year, year, counts[year]) for year in sorted(counts, reverse=True)])

    def chairs(self):
        counts = self.counts("chair")
        known = Organisation.objects.visible_to(self.request.user).with_names().in_bulk(counts, field_name="code")
        named = sorted(known.values(), key=lambda chair: alphabetical(chair.name))
        return self.facet("chair", _("Chair"), [(chair.code, chair.name, counts[chair.code]) for chair in named])

    def facet(self, name, label, choices):
        chosen = self.chosen.get(name)
        rows = [Choice(str(value), str(text), count, value == chosen) for value, text, count in choices]
        return Facet(name, label, rows, is_select=True)


class CommuniqueDetailView(DocumentDetail):
    """A communiqué: the page of its document, with the Chair it was issued under."""

    template_name = "communications/communique_detail.html"

    def get_queryset(self):
        self.communiques = Communique.objects.visible_to(self.request.user)
        return super().get_queryset().filter(pk__in=self.communiques.values("document"))

    def get_context_data(self, **kwargs):
        found = self.communiques.with_chair().select_related("document__kind").filter(document=self.object)
        [communique] = name_chairs(found, self.request.user)
        context = super().get_context_data(communique=communique, text=communique, **kwargs)
        return context | {
            "doors": [*ways(communique, self.request.user), *context["doors"]],
            "corrections": corrections(self.object),
            "to_follow": to_follow(communique, self.object),
            "meeting": Meeting.objects.visible_to(self.request.user).filter(communique=self.object).first(),
        }


def ways(communique, user):
    """The buttons that lead to the decision and to the work, for those whose they are."""
    reference = [communique.document.reference]
    if communique.stage == Stage.SUBMITTED and standing_of(user).decides_for_chair:
        yield Door(_("Decide"), reverse("communications:text-decide", args=reference))
    is_withdrawn = communique.document.state == Document.State.WITHDRAWN
    if not is_withdrawn and Communique.objects.editable_by(user).filter(pk=communique.pk).exists():
        yield Door(_("Work on this text"), reverse("communications:text-work", args=reference))


def to_follow(text, document):
    """The languages that readers do not have yet and are told to wait for."""
    there = {rendition.language for rendition in document.renditions}
    return [code for code in EXPECTED if code not in there] if there and text.follows_on else []


def corrections(document):
    """The released revisions that say what they correct, the newest first."""
    noted = [row for row in document.released_revisions if row.number > 1 and row.what_changed]
    return sorted(noted, key=lambda row: -row.number)
