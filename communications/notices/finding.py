"""What the search finds of notices: their words in each language, their number and their reference. To whom else a notice went is
not among its words: not everybody who reads it may know of that."""

from collections import Counter

from django.db.models import F
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from asm_portal.areas import Entry
from asm_portal.searching.sources import Source, counted
from communications.models import Notice

KIND = "notice"
YEARS = {"since": "gte", "until": "lte"}


class Notices(Source):
    """Notices that went out; before that only their editors find them."""

    model = Notice
    template_name = "communications/notices/found.html"

    def to_index(self):
        return super().to_index().for_display()

    def entries(self, notice):
        return [entry_of(notice, text) for text in notice.texts.all()]

    def records(self, reader):
        return super().records(reader).order_by("-sent_at", "-pk")

    def kinds(self, reader):
        return {KIND: _("Notice")} if reader.is_authenticated else {}

    def narrowed(self, rows, name, values, reader):
        if name == "kind":
            return rows if KIND in values else rows.none()
        if name == "language":
            return rows.filter(texts__language__in=values).distinct()
        return rows.filter(**{f"year__{YEARS[name]}": values[0]}) if name in YEARS else rows.none()

    def tally(self, rows, reader):
        (years,) = counted(rows.order_by(), "year")
        (languages,) = counted(rows.order_by(), "texts__language")
        return {"kind": Counter({KIND: rows.count()}), "year": years, "language": languages}

    def shown(self, rows, reader):
        return rows.for_display()

    def titled(self, notice):
        return notice.title, notice.shown_language

    def detail(self, notice):
        return " · ".join(
            (notice.short_label if notice.is_out else notice.reference, capfirst(notice.get_kind_display()))
        )

    def since(self, rows):
        return rows.annotate(appeared_at=F("sent_at"))


def entry_of(notice, text):
    """The words of a notice in a language."""
    with translation.override(text.language):
        number = notice.short_label if notice.is_out else ""
    return Entry(
        text.language, text.title, text.text, reference=notice.reference, number=number, is_draft=not notice.is_out
    )
