"""The text of a document on its page: in the reader's language where there is one, the others one click away."""

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from knowledge.models import Rendition

YOU_READ = {
    "en": _("You are reading the English text."),
    "fr": _("You are reading the French text."),
    "pt": _("You are reading the Portuguese text."),
    "ru": _("You are reading the Russian text."),
    "ar": _("You are reading the Arabic text."),
    "zh": _("You are reading the Chinese text."),
    "es": _("You are reading the Spanish text."),
}
# Each in its own language, for those who read it.
READ = {
    "en": "Read in English",
    "fr": "Lire en français",
    "pt": "Ler em português",
    "ru": "Читать по-русски",
    "ar": "القراءة بالعربية",
    "zh": "阅读中文",
    "es": "Leer en español",
}


@dataclass(frozen=True)
class OtherText:
    """A text of the same document in another language."""

    language: str
    invitation: str


@dataclass(frozen=True)
class Reading:
    """The text that is shown, and those it can be changed for on the same page (`?text=fr`)."""

    rendition: Rendition
    others: list
    latest: int

    @property
    def you_read(self):
        return YOU_READ[self.rendition.language]

    @property
    def is_stale(self):
        """Whether the text follows a revision that is no longer the newest."""
        return self.rendition.revision.number < self.latest


def reading(document, asked):
    """The text of a document (`for_display`) in the language asked for, else the reader's, else the first; None without one."""
    holding = set(
        Rendition.objects.filter(pk__in=[found.pk for found in document.renditions])
        .exclude(html="")
        .values_list("pk", flat=True)
    )
    texts = {}
    for rendition in document.renditions:
        if rendition.pk in holding:
            texts.setdefault(rendition.language, rendition)
    if not texts:
        return None
    shown = texts.get(asked) or texts.get(get_language()) or next(iter(texts.values()))
    others = [OtherText(code, READ[code]) for code in texts if code != shown.language]
    return Reading(shown, others, document.latest_number)
