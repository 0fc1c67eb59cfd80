"""What the search finds of written procedures: their question, their reference and their body."""

from collections import Counter

from django.utils.translation import gettext_lazy as _

from asm_portal.areas import Entry
from asm_portal.searching.sources import Source, counted, tag_of
from communications.models import WrittenProcedure

KIND = "written_procedure"


class Procedures(Source):
    """Written procedures, under way and ended."""

    model = WrittenProcedure
    template_name = "communications/procedures/found.html"

    def to_index(self):
        return super().to_index().select_related("body")

    def entries(self, procedure):
        questions = {"en": procedure.question_en, "fr": procedure.question_fr}
        return [
            Entry(language, question, reference=procedure.reference, tags=(tag_of(procedure.body),))
            for language, question in questions.items()
        ]

    def kinds(self, reader):
        return {KIND: _("Written procedure")}

    def narrowed(self, rows, name, values, reader):
        if name == "kind":
            return rows if KIND in values else rows.none()
        if name == "body":
            return rows.filter(body__code__in=values)
        if name in ("since", "until"):
            return rows.filter(**{"closes_at__year__gte" if name == "since" else "closes_at__year__lte": values[0]})
        return rows.none()

    def tally(self, rows, reader):
        bodies, years = counted(rows, "body__code", "closes_at__year")
        return {"kind": Counter({KIND: rows.count()}), "body": bodies, "year": years}

    def shown(self, rows, reader):
        return rows.for_display()

    def detail(self, procedure):
        return f"{procedure.reference} · {procedure.body}"
