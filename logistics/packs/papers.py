"""The papers of a meeting for a role, as one ZIP: the agenda and the papers in the revisions that are meant."""

from dataclasses import dataclass

from django.db.models import Max
from django.template.loader import render_to_string
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from asm_portal.roles import Role, roles_for
from asm_portal.typesetting import pdf
from knowledge.models import Rendition
from knowledge.rendering import Rendered
from logistics.meetings.agenda import lines
from logistics.models import AgendaItem, Meeting
from logistics.packs.sinks import tidy, unused


@dataclass(frozen=True)
class Papers:
    """What a role is given for a meeting: the lines of the agenda that it may see, and the renditions of their papers."""

    meeting: Meeting
    role: Role
    lines: list

    @property
    def renditions(self):
        """(number of the item, document, rendition); a closed item has no number."""
        return [
            (line.label, paper.document, rendition)
            for line in self.lines
            for paper in line.papers
            for rendition in paper.renditions
        ]

    @property
    def keys(self):
        """What tells these papers from those of another role."""
        return frozenset(line.item.pk for line in self.lines), frozenset(row.pk for *_of, row in self.renditions)

    @property
    def size(self):
        """Bytes of the files, without what the agenda and the ZIP add."""
        return sum(rendition.size for *_of, rendition in self.renditions)

    @property
    def count(self):
        """How many documents there are."""
        return len({document.pk for _number, document, _rendition in self.renditions})

    @property
    def changed_at(self):
        """The instant at which the agenda, or a text laid before the meeting, last changed."""
        items = AgendaItem.history.filter(id__in=[line.item.pk for line in self.lines])
        released = [row.revision.released_at for *_of, row in self.renditions]
        return max([items.aggregate(last=Max("history_date"))["last"], *filter(None, released)])

    @property
    def filename(self):
        return f"{self.meeting.reference}-{self.role.slug}.zip"

    def entries(self):
        """The agenda in the language that is active, then the papers in its order, as `sinks` take them."""
        agenda, taken = f"00-{tidy(_('Agenda'))}-{get_language()}.pdf", set()
        named = [(unused(name_of(*row), taken), *row) for row in self.renditions]
        yield agenda, pdf("papers_agenda", self.agenda([row[0] for row in named]), language=get_language())
        for name, _number, document, rendition in named:
            yield name, rendition.file if rendition.file else as_page(rendition, document)

    def agenda(self, names):
        """The agenda as its template takes it; `names` are those of the files, in the order of `renditions`."""
        files = iter(names)
        return {
            "title": self.meeting.name,
            "days": ", ".join(filter(None, [self.meeting.days, self.meeting.city])),
            "agenda": _("Agenda"),
            "footer": _("Papers for: %(role)s") % {"role": self.role},
            "items": [
                {
                    "label": line.label,
                    "title": line.item.title,
                    "text": line.item.text,
                    "papers": [
                        {"title": str(paper.document), "files": [next(files) for _rendition in paper.renditions]}
                        for paper in line.papers
                    ],
                }
                for line in self.lines
            ],
        }


def name_of(number, document, rendition):
    """03-Report-of-the-Chair-en.pdf, by the title in the language of the text; what is no original says so."""
    titles = {row.language: row.title for row in document.titles.all()}
    title = tidy(titles.get(rendition.language) or document.title or document.reference)
    parts = [number.zfill(2) if number else tidy(_("closed")), title, rendition.language]
    if rendition.role != Rendition.Role.ORIGINAL:
        parts.append(rendition.role)
    return f"{'-'.join(parts)}.{rendition.extension or 'html'}"


def as_page(rendition, document):
    """A text that is held without a file, as a page."""
    text = Rendition.objects.values_list("html", flat=True).get(pk=rendition.pk)
    context = {"document": document, "rendition": rendition, "text": Rendered(text)}
    bidi = get_language_info(rendition.language)["bidi"]
    return render_to_string("logistics/packs/paper.html", context | {"direction": "rtl" if bidi else "ltr"})


def papers_for(meeting, role):
    return Papers(meeting, role, lines(meeting, role))


def offered(meeting, reader):
    """The papers of each role that the reader belongs to, the fullest first; of roles with the same papers, the most open."""
    bodies = [row.body for row in meeting.of_bodies.all()]
    found = {}
    for role in roles_for(reader, bodies):
        if Meeting.objects.visible_to(role).filter(pk=meeting.pk).exists():
            papers = papers_for(meeting, role)
            if papers.renditions:
                found.setdefault(papers.keys, papers)
    return list(reversed(found.values()))
