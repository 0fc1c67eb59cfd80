"""What a USB pack holds: what its role may know of, each queryset through `visible_to`. Contact data of people are left out: a
stick gets lost, and they change."""

from collections import defaultdict
from functools import cached_property
from itertools import islice

from django.db.models import Prefetch, Q

from asm_portal.areas import gather
from asm_portal.dated import today
from asm_portal.models import Body, Membership, Organisation
from asm_portal.register import with_standing
from knowledge.chains import Chains
from knowledge.models import Document, DocumentImage, DocumentLink, Rendition
from knowledge.relations import in_force_on, seen_from, text_in_force
from knowledge.rendering import Rendered
from logistics.meetings.agenda import lines
from logistics.models import AgendaItem, Meeting, MeetingBody

CHUNK = 100


class Contents:
    """The records of a pack for a role on a day; documents come in chunks."""

    def __init__(self, role):
        self.role, self.day = role, today()
        self.held = {"documents": set(), "renditions": set(), "meetings": set(), "items": set()}

    @cached_property
    def communiques(self):
        """The primary keys of the documents that have a page of their own on the site."""
        return {
            key
            for keys in gather("documents_elsewhere")
            for key in self.known.filter(pk__in=keys).values_list("pk", flat=True)
        }

    @property
    def known(self):
        """The documents: those of the site's lists. A withdrawn one, which answers at its own address only, is not among them."""
        return Document.objects.visible_to(self.role).listed()

    def documents(self):
        """Each with its `relations`, its `texts` and, where superseded, its `text_in_force`; newest first."""
        pictures = Prefetch("images", DocumentImage.objects.visible_to(self.role))
        rows = iter(self.known.for_display(self.role).prefetch_related(pictures).iterator(CHUNK))
        while chunk := list(islice(rows, CHUNK)):
            texts = self.texts_of(chunk)
            for document in chunk:
                document.relations = seen_from(document, self.links[document.pk])
                document.texts = [(row, texts[row.pk]) for row in document.renditions if row.pk in texts]
                document.files = [row for row in document.renditions if row.file]
                document.in_force = text_in_force(document, self.role) if document.is_superseded else None
                self.held["documents"].add(document.pk)
                self.held["renditions"].update(row.pk for row in document.renditions)
                yield document

    def texts_of(self, documents):
        """The rendered text of the renditions of the documents: primary key → HTML."""
        keys = [rendition.pk for document in documents for rendition in document.renditions]
        rows = Rendition.objects.visible_to(self.role).filter(pk__in=keys).exclude(html="")
        return {key: Rendered(html) for key, html in rows.values_list("pk", "html")}

    @cached_property
    def links(self):
        """The links of each document whose other end is in the pack too."""
        found = defaultdict(list)
        rows = DocumentLink.objects.visible_to(self.role).select_related("later", "earlier")
        gone = Q(later__state=Document.State.WITHDRAWN) | Q(earlier__state=Document.State.WITHDRAWN)
        for row in rows.exclude(gone).prefetch_related("later__titles", "earlier__titles"):
            found[row.later_id].append(row)
            found[row.earlier_id].append(row)
        return found

    @cached_property
    def decisions(self):
        """The decisions in force on the day, each with what amended it."""
        everything = self.known.filter(decision__isnull=False, state=Document.State.FINAL)
        rows = list(in_force_on(everything, self.role, self.day).for_display(self.role))
        Chains(self.role, self.day).attach(rows)
        return rows

    @cached_property
    def organisations(self):
        """The organisations that take part in the Process today, or are tied to it as members of a union."""
        known = Organisation.objects.visible_to(self.role)
        tied = known.participants(self.day) | known.observers(self.day)
        ids = {*tied.values_list("pk", flat=True), *known.states_represented(self.day).values_list("pk", flat=True)}
        rows = with_standing(known.filter(pk__in=ids), self.role, self.day)
        memberships = Membership.objects.visible_to(self.role).valid_on(self.day).select_related("body")
        return list(
            rows.prefetch_related(
                "statuses__covered_by__names",
                "affiliations__parent__names",
                Prefetch("memberships", memberships, to_attr="memberships_of_day"),
            )
        )

    @cached_property
    def bodies(self):
        return list(Body.objects.visible_to(self.role))

    @cached_property
    def meetings(self):
        """The meetings, the latest first, each with its bodies, its events and, as `lines`, its agenda."""
        bodies = MeetingBody.objects.visible_to(self.role).select_related("body")
        rows = Meeting.objects.visible_to(self.role).prefetch_related("events", Prefetch("of_bodies", bodies))
        with_agenda = set(AgendaItem.objects.visible_to(self.role).values_list("meeting", flat=True))
        for meeting in rows:
            meeting.lines = lines(meeting, self.role) if meeting.pk in with_agenda else []
            self.held["meetings"].add(meeting.pk)
            for line in meeting.lines:
                self.held["items"].add(line.item.pk)
                self.held["renditions"].update(row.pk for paper in line.papers for row in paper.renditions)
        return list(rows)


def is_still_for(role, held):
    """Whether the role may know of everything that was `held`."""
    known = {
        "documents": Document.objects.visible_to(role).listed(),
        "renditions": Rendition.objects.visible_to(role),
        "meetings": Meeting.objects.visible_to(role),
        "items": AgendaItem.objects.visible_to(role),
    }
    return all(set(keys) <= set(known[name].values_list("pk", flat=True)) for name, keys in held.items())
