"""The decisions, and the rules as they stood."""

from django.db.models import Count, F, Min
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext as _
from django.views.generic import ListView

from asm_portal.access import PublicMixin
from asm_portal.dated import OnDayMixin, Precision
from knowledge.chains import Chains
from knowledge.library import Choice, Facet, year_or_none
from knowledge.models import Decision, Document
from knowledge.relations import in_force_on
from knowledge.topics import TOPICS, topic_name

MODES = dict(Decision.Mode.choices)


class DecisionList(OnDayMixin, PublicMixin, ListView):
    """The decisions: all of them, by year, topic and way of adoption, or with `?on=` those in force on a day."""

    model = Document
    template_name = "knowledge/decision_list.html"
    paginate_by = 25

    def get_queryset(self):
        self.everything = super().get_queryset().filter(decision__isnull=False, state=Document.State.FINAL)
        rows = self.narrowed(self.chosen())
        if self.asked_day:
            rows = in_force_on(self.everything, self.request.user, self.asked_day)
        return rows.for_display(self.request.user)

    def chosen(self):
        """Lookup → value."""
        asked = self.request.GET
        topic, mode = asked.get("topic", ""), asked.get("adopted_by", "")
        known = {
            "date__year": year_or_none(asked.get("adopted", "")),
            "decision__topic": topic if topic in TOPICS else "",
            "decision__adopted_by": mode if mode in MODES else "",
        }
        return {lookup: value for lookup, value in known.items() if value}

    def narrowed(self, chosen):
        return self.everything.filter(**chosen)

    def facets(self):
        """Year, topic and way of adoption, each counted under the choice of the others."""
        chosen = self.chosen()
        for name, label, lookup, column, words in (
            ("adopted", _("Year of adoption"), "date__year", ExtractYear("date"), str),
            ("topic", _("Topic"), "decision__topic", F("decision__topic"), topic_name),
            ("adopted_by", _("Adopted by"), "decision__adopted_by", F("decision__adopted_by"), MODES.get),
        ):
            others = {other: value for other, value in chosen.items() if other != lookup}
            counts = self.narrowed(others).order_by().values_list(column).annotate(Count("pk"))
            choices = [
                Choice(str(value), words(value), count, value == chosen.get(lookup)) for value, count in counts if value
            ]
            order = sorted(choices, key=lambda choice: str(choice.label), reverse=name == "adopted")
            yield Facet(name, label, order, is_select=True)

    def get_context_data(self, **kwargs):
        facets = [] if self.asked_day else list(self.facets())
        is_filtered = any(choice.selected for facet in facets for choice in facet.choices)
        context = super().get_context_data(facets=facets, is_filtered=is_filtered, **kwargs)
        return context | (self.of_the_day(context["document_list"]) if self.asked_day else {})

    def of_the_day(self, shown):
        """What the page of a day says besides: the chains, the first day on record, and what has no day at all."""
        Chains(self.request.user, self.asked_day).attach(shown)
        undated = self.everything.filter(date=None, decision__in_force_from=None)
        first = self.everything.filter(date_precision=Precision.DAY).aggregate(first=Min("date"))["first"]
        return {"first_day": first, "undated": undated.prefetch_related("titles")}
