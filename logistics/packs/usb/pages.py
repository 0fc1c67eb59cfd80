"""The pages of a USB pack: the same in each of its languages, linked to each other, with relative addresses only."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from asm_portal.dated import Precision
from asm_portal.models.organisations import OBSERVER_STATUSES, PARTICIPANT_STATUSES
from asm_portal.register import alphabetical, bodies_on, entries, history_of, rolls_of, seats_of, standing_words
from asm_portal.templatetags.portal import date_words
from asm_portal.words import fold
from knowledge.citing.formats import permalink
from knowledge.rendering import Rendered
from logistics.packs.usb.words import index

ASSETS, STATIC = Path(__file__).parent / "assets", Path(settings.BASE_DIR) / "static"
NEWEST = 8
NAVIGATION = (
    ("index.html", gettext_lazy("Home")),
    ("documents.html", gettext_lazy("Documents")),
    ("communiques.html", gettext_lazy("Communiqués")),
    ("decisions.html", gettext_lazy("Decisions in force")),
    ("participants.html", gettext_lazy("Participants")),
    ("bodies.html", gettext_lazy("Bodies")),
    ("meetings.html", gettext_lazy("Meetings")),
    ("words.html", gettext_lazy("Index of words")),
)


@dataclass(frozen=True)
class Title:
    language: str
    text: str


@dataclass(frozen=True)
class Line:
    """What lists say of a document, in the language of the page."""

    reference: str
    title: str
    title_language: str
    titles: tuple
    year: int | None
    day: str
    kind: str
    number: str
    body: str
    organisation: str
    languages: tuple
    keys: tuple
    is_communique: bool
    is_superseded: bool

    @property
    def sought(self):
        """The text that the filter looks in."""
        words = (
            *(title.text for title in self.titles),
            self.number,
            self.reference,
            self.kind,
            self.body,
            self.organisation,
            self.day,
        )
        return fold(" ".join(words))

    @property
    def data(self):
        """The line as the script of the filter takes it."""
        about = [self.kind, self.number, self.body or self.organisation]
        return [self.reference, self.title, self.title_language, self.day, about, self.sought]


def line_of(document, is_communique):
    title = document.shown_title
    return Line(
        reference=document.reference,
        title=document.title or document.reference,
        title_language=title.language if title else "en",
        titles=tuple(Title(row.language, row.title) for row in document.titles.all()),
        year=document.date.year if document.date and document.date_precision != Precision.UNKNOWN else None,
        day=date_words(document.date, document.date_precision),
        kind=str(document.kind),
        number=document.official_number or document.reference,
        body=str(document.issuing_body or ""),
        organisation=str(document.organisation or ""),
        languages=tuple(dict.fromkeys(rendition.language for rendition in document.renditions)),
        keys=(("body", document.issuing_body_id), ("organisation", document.organisation_id)),
        is_communique=is_communique,
        is_superseded=document.is_superseded,
    )


def file_path(rendition):
    """Where a file lies in the pack: by reference, revision and language, and by its role where that is not the original."""
    role = "" if rendition.role == rendition.Role.ORIGINAL else f"-{rendition.role}"
    stem, _dot, extension = rendition.filename.rpartition(".")
    return f"files/{stem}{role}.{extension}"


def look():
    """The look of the portal, and what a pack adds to it."""
    return "\n".join(path.read_text() for path in (STATIC / "css" / "portal.css", ASSETS / "pack.css"))


def usb_entries(contents, languages):
    """All files of the pack, as `sinks` take them."""
    files = {}
    built = timezone.now()
    yield "style.css", look()
    yield "filter.js", (ASSETS / "filter.js").read_bytes()
    yield "icon.svg", (STATIC / "img" / "icon.svg").read_bytes()
    for language in languages:
        with translation.override(language):
            pages = Pages(contents, languages, language, built, files)
            yield from pages.entries()
    with translation.override(languages[0]):
        yield (
            "index.html",
            pages.render("logistics/packs/usb/cover.html", "index.html", count=len(pages.lines), files=len(files)),
        )
    yield from files.items()


class Pages:
    """The pages of one language; `files` gathers the stored files that they link to."""

    def __init__(self, contents, languages, language, built, files):
        self.contents, self.languages, self.language = contents, languages, language
        self.built, self.files = built, files
        self.lines = []

    def render(self, template, path, **context):
        up = "../" * path.count("/")
        shared = {
            "up": up,
            "top": f"../{up}",
            "path": path,
            "language": self.language,
            "languages": [get_language_info(code) for code in self.languages],
            "navigation": [(name, label, name == path) for name, label in NAVIGATION],
            "role": self.contents.role,
            "is_public": self.contents.role.audience == "public",
            "built": self.built,
            "day": self.contents.day,
            "operator": _(settings.OPERATOR_NAME),
            "is_demonstration": settings.DEMO,
        }
        return render_to_string(template, shared | context)

    def page(self, template, path, **context):
        return f"{self.language}/{path}", self.render(template, path, **context)

    def link(self, rendition):
        """The path of a file, which the pack then holds."""
        path = file_path(rendition)
        self.files[path] = rendition.file
        return path

    def entries(self):
        yield from self.documents()
        yield self.page(
            "logistics/packs/usb/home.html",
            "index.html",
            newest=self.lines[:NEWEST],
            count=len(self.lines),
            **self.figures(),
        )
        yield from self.lists()
        yield from self.organisations()
        yield from self.bodies()
        yield from self.meetings()
        yield from self.words()

    def figures(self):
        return {
            "communiques": sum(line.is_communique for line in self.lines),
            "decisions": len(self.contents.decisions),
            "coming": sorted(
                (meeting for meeting in self.contents.meetings if not meeting.is_over), key=lambda row: row.start_date
            ),
            "participants": sum(is_now(row, PARTICIPANT_STATUSES) for row in self.facts),
        }

    # Documents

    def documents(self):
        for document in self.contents.documents():
            self.lines.append(line_of(document, document.pk in self.contents.communiques))
            files = [(rendition, self.link(rendition)) for rendition in document.files]
            shown = [(rendition, self.with_pictures(text, document)) for rendition, text in document.texts]
            yield self.page(
                "logistics/packs/usb/document.html", f"documents/{document.reference}.html",
                title=document.title or document.reference, document=document, files=files, permalink=permalink(document),
                texts=sorted(shown, key=lambda text: text[0].language != self.language),
            )  # fmt: skip

    def with_pictures(self, html, document):
        """A text with its pictures, which the pack then holds; it stands two folders below them."""
        for picture in document.images.all():
            path = f"files/{document.reference}-{picture.name}.{picture.extension}"
            address = f'src="{picture.get_absolute_url()}"'
            if address in html:
                self.files[path] = picture.file
                html = Rendered(html.replace(address, f'src="../../{path}"'))
        return html

    def lists(self):
        years = [(year, list(rows)) for year, rows in groupby(self.lines, key=lambda line: line.year)]
        for year, lines in years:
            yield self.page(
                "logistics/packs/usb/list.html",
                f"documents-{year or 'undated'}.html",
                title=year or _("Date unknown"),
                lines=lines,
            )
        counts = [(year, len(lines)) for year, lines in years]
        data = [line.data for line in self.lines]
        yield self.page(
            "logistics/packs/usb/documents.html",
            "documents.html",
            title=_("Documents"),
            years=counts,
            count=len(data),
            data=data,
        )
        yield self.page(
            "logistics/packs/usb/communiques.html", "communiques.html", title=_("Communiqués"), years=communiques(years)
        )
        decisions = self.contents.decisions
        yield self.page(
            "logistics/packs/usb/decisions.html", "decisions.html", title=_("Decisions in force"), decisions=decisions
        )

    def words(self):
        pages = index(self.lines)
        initials = [initial for initial, _words in pages]
        yield self.page("logistics/packs/usb/words.html", "words.html", title=_("Index of words"), initials=initials)
        for initial, words in pages:
            path = f"words/{initial.slug}.html"
            yield self.page(
                "logistics/packs/usb/words.html",
                path,
                title=initial.sign,
                initials=initials,
                shown=initial,
                words=words,
            )

    # Who

    @cached_property
    def by_key(self):
        """The lines of each body and of each organisation: ("body", primary key) → lines."""
        found = defaultdict(list)
        for line in self.lines:
            for key in line.keys:
                found[key].append(line)
        return found

    @property
    def facts(self):
        """The organisations that are not invented."""
        return [row for row in self.contents.organisations if not row.is_demonstration]

    def organisations(self):
        day, rows = self.contents.day, self.contents.organisations
        for organisation in rows:
            parents = [row for row in organisation.affiliations.all() if row.holds_on(day)]
            for row in parents:
                row.name = row.parent.name_on(day)
            yield self.page(
                "logistics/packs/usb/organisation.html", f"participants/{organisation.code}.html",
                title=organisation.name_on(day), organisation=organisation, parents=parents,
                standing=standing_words(organisation, parents, day),
                history=history_of(organisation, day, defaultdict(tuple)), lines=self.by_key["organisation", organisation.pk],
                memberships=sorted(organisation.memberships_of_day, key=lambda row: alphabetical(row.body.name)),
            )  # fmt: skip
        listed = {
            "participants": entries([row for row in self.facts if is_now(row, PARTICIPANT_STATUSES)], day),
            "observers": entries([row for row in self.facts if is_now(row, OBSERVER_STATUSES)], day),
            "demonstration": entries([row for row in rows if row.is_demonstration], day),
        }
        yield self.page(
            "logistics/packs/usb/participants.html",
            "participants.html",
            title=_("Participants and Observers"),
            **listed,
        )

    def bodies(self):
        day, role = self.contents.day, self.contents.role
        for body in self.contents.bodies:
            roll, attested = rolls_of(body, role, day)
            meetings = [row for row in self.contents.meetings if body.pk in {of.body_id for of in row.of_bodies.all()}]
            yield self.page(
                "logistics/packs/usb/body.html", f"bodies/{body.code}.html", title=body.name, body=body,
                seats=seats_of(body, role, day), roll=roll, attested=attested, meetings=meetings,
                lines=self.by_key["body", body.pk],
            )  # fmt: skip
        groups = bodies_on(self.contents.bodies, day, is_today=True)
        yield self.page(
            "logistics/packs/usb/bodies.html", "bodies.html", title=_("Working groups and committees"), groups=groups
        )

    # When

    def meetings(self):
        for meeting in self.contents.meetings:
            agenda = [(line, [(paper, self.files_of(paper)) for paper in line.papers]) for line in meeting.lines]
            yield self.page(
                "logistics/packs/usb/meeting.html",
                f"meetings/{meeting.reference}.html",
                title=meeting.name,
                meeting=meeting,
                agenda=agenda,
            )
        years = groupby(self.contents.meetings, key=lambda meeting: meeting.start_date.year)
        years = [(year, list(rows)) for year, rows in years]
        yield self.page("logistics/packs/usb/meetings.html", "meetings.html", title=_("Meetings"), years=years)

    def files_of(self, paper):
        return [(rendition, self.link(rendition)) for rendition in paper.renditions if rendition.file]


def is_now(organisation, statuses):
    """Whether an organisation (from `with_standing`) has one of the statuses today."""
    return any(row.status in statuses for row in organisation.statuses_of_day)


def communiques(years):
    """(year, lines) of the communiqués only."""
    found = [(year, [line for line in lines if line.is_communique]) for year, lines in years]
    return [(year, lines) for year, lines in found if lines]
