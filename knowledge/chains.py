"""Chains of texts: what amended a rule by a day, and the history of a rule from its first text to the one in force."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q

from knowledge.models import Document, DocumentLink
from knowledge.relations import AMENDING, FORWARD, LONGEST_CHAIN, Kind, Relation, acting, superseding

OF_A_RULE = (Kind.SUPERSEDES, *AMENDING, Kind.IMPLEMENTS)


class Chains:
    """What amended, extended and implemented texts by a day, read once for a page."""

    def __init__(self, user, day):
        gone = set(superseding(user, day).values_list("earlier", flat=True))
        self.amending, self.implementing = defaultdict(list), defaultdict(list)
        for link in acting(user, day, *AMENDING):
            if link.later_id not in gone and stands(link.later, day):
                self.amending[link.earlier_id].append(link)
        for link in acting(user, day, Kind.IMPLEMENTS):
            self.implementing[link.later_id].append(link)

    def amendments(self, document):
        """The links by which texts that still stand have amended or extended a text or one of its amendments; oldest first."""
        found, waiting, seen = [], [document.pk], {document.pk}
        while waiting:
            for link in self.amending[waiting.pop()]:
                if link.later_id not in seen:
                    seen.add(link.later_id)
                    waiting.append(link.later_id)
                    found.append(link)
        return sorted(found, key=lambda link: (link.later.date or date.max, link.pk))

    def attach(self, documents):
        """Give each document its `amendments` and the links by which it implements others."""
        for document in documents:
            document.amendments = self.amendments(document)
            document.implementing = self.implementing[document.pk]


def stands(document, day):
    """Whether a text had not come to its own end by a day."""
    end = document.decision.in_force_until if hasattr(document, "decision") else None
    return end is None or end > day


@dataclass(frozen=True)
class Version:
    """A text in the history of a rule, and what it did to earlier ones."""

    document: Document
    acts: list
    is_shown: bool


def history(document, user):
    """All texts tied to a document by what they superseded, amended, extended or implemented, as far as the reader may know of
    them; oldest first."""
    links, known, edge = {}, {document.pk}, {document.pk}
    for _step in range(LONGEST_CHAIN):
        rows = DocumentLink.objects.visible_to(user).filter(kind__in=OF_A_RULE)
        rows = rows.filter(Q(later__in=edge) | Q(earlier__in=edge)).select_related("earlier")
        links |= {row.pk: row for row in rows.prefetch_related("earlier__titles")}
        edge = {end for row in links.values() for end in (row.later_id, row.earlier_id)} - known
        if not edge:
            break
        known |= edge
    texts = Document.objects.visible_to(user).filter(pk__in=known).for_display(user)
    acts = defaultdict(list)
    for row in links.values():
        acts[row.later_id].append(Relation(FORWARD[row.kind], row.earlier, row))
    return [
        Version(text, acts[text.pk], text.pk == document.pk)
        for text in texts.order_by(F("date").asc(nulls_last=True), "pk")
    ]
