"""The files of the hand-over pack: in each language a page and a PDF of the same, and a first page that leads to them."""

from dataclasses import dataclass
from itertools import groupby

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from asm_portal.areas import Chapter, gather
from asm_portal.dated import today
from asm_portal.templatetags.portal import date_words
from asm_portal.typesetting import pdf
from logistics.packs.usb.pages import look


@dataclass(frozen=True)
class Handover:
    """What is handed over to the next Chair, in the language that is active: (chapter, its sections)."""

    chapters: list

    @property
    def count(self):
        return sum(len(section.rows) for _chapter, sections in self.chapters for section in sections)


def handover(reader):
    """The sections of all areas, in the order of their chapters."""
    order = list(Chapter)
    found = sorted(gather("handover", reader, today()), key=lambda section: order.index(section.chapter))
    return Handover([(chapter, list(rows)) for chapter, rows in groupby(found, key=lambda section: section.chapter)])


def handover_entries(reader, languages):
    """All files of the pack, as `packs.sinks` take them."""
    yield "style.css", look()
    for language in languages:
        with translation.override(language):
            found = handover(reader)
            yield f"handover-{language}.html", as_page(found, language, languages)
            yield f"handover-{language}.pdf", as_pdf(found, language)
    with translation.override(languages[0]):
        context = {"languages": infos(languages), "language": languages[0], "built": timezone.now()}
        yield "index.html", render_to_string("logistics/handover/index.html", context)


def infos(languages):
    return [get_language_info(code) for code in languages]


def as_page(found, language, languages):
    context = {
        "handover": found,
        "language": language,
        "languages": infos(languages),
        "built": timezone.now(),
        "site": settings.SITE_URL,
        "operator": _(settings.OPERATOR_NAME),
        "is_demonstration": settings.DEMO,
    }
    return render_to_string("logistics/handover/page.html", context)


def as_pdf(found, language):
    day = date_words(today())
    data = {
        "title": _("Hand-over to the KP Chair"),
        "subtitle": _("As at %(day)s") % {"day": day},
        "footer": _("Hand-over to the KP Chair, %(day)s. For the Chair’s office and the secretariat.") % {"day": day},
        "contents": _("Contents"),
        "nothing": _("Nothing on record."),
        "chapters": [
            {
                "title": str(chapter.label),
                "sections": [
                    {"title": section.title, "head": section.head, "rows": [cells for cells, _url in section.rows]}
                    for section in sections
                ],
            }
            for chapter, sections in found.chapters
        ],
    }
    return pdf("handover", data, language=language)
