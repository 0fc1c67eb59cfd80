"""The agenda of a meeting as a reader may see it: its items, and the papers in the revision that is meant."""

from collections import defaultdict
from dataclasses import dataclass

from knowledge.models import Document, Revision
from logistics.models import Action, AgendaItem, AgendaPaper


@dataclass(frozen=True)
class Paper:
    """A document before the meeting. `revision` is the one that is meant, None where the reader may not read it any more;
    `renditions` are its files and texts."""

    row: AgendaPaper
    document: Document
    revision: Revision | None

    @property
    def renditions(self):
        return list(self.revision.renditions.all()) if self.revision else []

    @property
    def has_newer(self):
        """Whether a later revision is released."""
        return self.document.latest_number > self.row.revision.number


@dataclass(frozen=True)
class Line:
    """An item of the agenda. `label` is its number, "" for a closed one: a number that is missing would betray it."""

    item: AgendaItem
    label: str
    papers: tuple[Paper, ...]
    action: Action | None
    arises_from: Document | None
    decision: Document | None


def lines(meeting, reader):
    """The items of the agenda that the reader may know of, in their order, in a constant number of queries."""
    items = list(
        AgendaItem.objects.visible_to(reader).filter(meeting=meeting).select_related("audience_body").order_by("place")
    )
    rows = list(AgendaPaper.objects.visible_to(reader).filter(item__in=items).select_related("revision").order_by("pk"))
    named = {row.document_id for row in rows}
    for item in items:
        named |= {item.arises_from_id, item.decision_id}
    documents = Document.objects.visible_to(reader).listed().for_display(reader).in_bulk(named - {None})
    revisions = Revision.objects.visible_to(reader).with_renditions().in_bulk([row.revision_id for row in rows])
    actions = Action.objects.visible_to(reader).in_bulk([item.action_id for item in items if item.action_id])
    papers = defaultdict(list)
    for row in rows:
        if row.document_id in documents:
            papers[row.item_id].append(Paper(row, documents[row.document_id], revisions.get(row.revision_id)))
    return [
        Line(
            item=item,
            label=label,
            papers=tuple(papers[item.pk]),
            action=actions.get(item.action_id),
            arises_from=documents.get(item.arises_from_id),
            decision=documents.get(item.decision_id),
        )
        for item, label in numbered(items)
    ]


def numbered(items):
    """Each item with its number among those that are not closed."""
    number = 0
    for item in items:
        number += not item.is_closed
        yield item, "" if item.is_closed else str(number)
