"""The page that shows two revisions of a document side by side, in one language."""

from dataclasses import dataclass

from django.http import Http404
from django.utils.translation import get_language
from django.views.generic import DetailView

from asm_portal.access import PublicMixin
from asm_portal.models.organisations import LANGUAGE_CHOICES
from knowledge.minutes.diff import Comparison, paragraphs, paragraphs_of_file
from knowledge.minutes.drafting import readable_revisions
from knowledge.models import Document, Rendition


@dataclass(frozen=True)
class Text:
    """What a revision says in a language: its marked-up text, else the text read from its file."""

    rendition: Rendition

    @property
    def is_extracted(self):
        return not self.rendition.text

    @property
    def paragraphs(self):
        row = self.rendition
        return paragraphs_of_file(row.extracted_text, row.extension) if self.is_extracted else paragraphs(row.text)

    @property
    def words(self):
        """The same as `paragraphs`, as they stand in a file: to compare a text with what was read from one."""
        return paragraphs_of_file(self.rendition.text, "") if not self.is_extracted else self.paragraphs


class DocumentCompare(PublicMixin, DetailView):
    """Two revisions of a document: the last two, unless others are asked for (`?from=1&to=3&language=fr`)."""

    model = Document
    slug_field = slug_url_kwarg = "reference"
    template_name = "knowledge/minutes/compare.html"

    def get_queryset(self):
        return super().get_queryset().exclude(state=Document.State.WITHDRAWN).prefetch_related("titles")

    def get_context_data(self, **kwargs):
        self.texts = self.texts_of_revisions()
        languages = self.languages()
        asked = self.request.GET.get("language", "")
        language = next((code for code in (asked, get_language(), *languages) if code in languages), "")
        numbers = sorted(number for number, texts in self.texts.items() if language in texts)
        context = {"languages": languages, "language": language, "numbers": numbers}
        if language:
            context |= self.comparison(language, numbers)
        return super().get_context_data(**context, **kwargs)

    def texts_of_revisions(self):
        """Revision number → language → Text, of what the reader may read."""
        rows = Rendition.objects.visible_to(self.request.user).filter(
            revision__in=readable_revisions(self.object, self.request.user)
        )
        found = {}
        for row in rows.select_related("revision").order_by("-role"):
            found.setdefault(row.revision.number, {})[row.language] = Text(row)
        return found

    def languages(self):
        """The languages in which two revisions can be compared."""
        counts = [code for texts in self.texts.values() for code in texts]
        return [code for code, _name in LANGUAGE_CHOICES if counts.count(code) > 1]

    def comparison(self, language, numbers):
        later = self.asked("to", numbers, numbers[-1])
        before = numbers[max(numbers.index(later) - 1, 0)]
        earlier, later = sorted((self.asked("from", numbers, before), later))
        texts = self.texts[earlier][language], self.texts[later][language]
        by_words = texts[0].is_extracted != texts[1].is_extracted
        found = Comparison(*(text.words if by_words else text.paragraphs for text in texts))
        is_full = "full" in self.request.GET
        return {
            "earlier": earlier,
            "later": later,
            "has_changes": found.has_changes,
            "rows": found.rows if is_full else list(found.folded()),
            "is_full": is_full,
            "is_extracted": any(text.is_extracted for text in texts),
            "is_waiting": any(text.rendition.extraction == Rendition.Extraction.WAITING for text in texts),
        }

    def asked(self, name, known, default):
        """The revision number that the address asks for; 404 for one that the reader cannot read in this language."""
        if name not in self.request.GET:
            return default
        number = self.request.GET[name]
        if not number.isdecimal() or int(number) not in known:
            raise Http404
        return int(number)
