"""What documents do to each other, as a reader may know of it."""

from dataclasses import dataclass

from django.db.models import Prefetch, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from asm_portal.dated import today
from knowledge.models import Document, DocumentLink

Kind = DocumentLink.Kind
FORWARD = {
    Kind.SUPERSEDES: _("Supersedes"),
    Kind.AMENDS: _("Amends"),
    Kind.EXTENDS: _("Extends"),
    Kind.IMPLEMENTS: _("Implements"),
    Kind.RESPONDS_TO: _("Responds to"),
    Kind.PUBLIC_SUMMARY_OF: _("Public summary of"),
    Kind.REDACTED_VERSION_OF: _("Redacted version of"),
}
BACKWARD = {
    Kind.SUPERSEDES: _("Superseded by"),
    Kind.AMENDS: _("Amended by"),
    Kind.EXTENDS: _("Extended by"),
    Kind.IMPLEMENTS: _("Implemented by"),
    Kind.RESPONDS_TO: _("Answered by"),
    Kind.PUBLIC_SUMMARY_OF: _("Public summary"),
    Kind.REDACTED_VERSION_OF: _("Redacted version"),
}
LONGEST_CHAIN = 20


@dataclass(frozen=True)
class Relation:
    """A link seen from one of its ends."""

    label: str
    document: Document
    link: DocumentLink


def relations(document, user):
    """The links of a document in both directions, those only whose other end the reader may know of."""
    rows = (
        DocumentLink.objects.visible_to(user)
        .filter(Q(later=document) | Q(earlier=document))
        .select_related("later", "earlier")
        .prefetch_related("later__titles", "earlier__titles")
    )
    found = [
        Relation(FORWARD[row.kind], row.earlier, row)
        if row.later_id == document.pk
        else Relation(BACKWARD[row.kind], row.later, row)
        for row in rows
    ]
    return sorted(found, key=lambda relation: (list(FORWARD).index(relation.link.kind), relation.link.pk))


def text_in_force(document, user):
    """The newest text in the chain that superseded a document, of those the reader may know of; None where it stands."""
    current, seen = None, {document.pk}
    for _step in range(LONGEST_CHAIN):
        later = (
            superseding(user, today())
            .filter(earlier=current or document)
            .exclude(later__in=seen)
            .order_by("-pk")
            .first()
        )
        if later is None:
            break
        current = later.later
        seen.add(current.pk)
    return current


def superseding(user, day):
    """The links that have taken a text's place by a day, by a final text that the reader may know of."""
    rows = DocumentLink.objects.visible_to(user).in_effect(day).filter(kind=Kind.SUPERSEDES)
    return rows.select_related("later").prefetch_related("later__titles")


def amending(user, day):
    """The links that have amended or extended a text by a day, oldest first."""
    rows = DocumentLink.objects.visible_to(user).in_effect(day).filter(kind__in=[Kind.AMENDS, Kind.EXTENDS])
    return rows.select_related("later").prefetch_related("later__titles").order_by("later__date", "pk")


def in_force_on(documents, user, day):
    """The rules as they stood: the decisions in force on a day, each with `amendments` up to that day; no text is merged. A
    decision without a recorded entry into force counts from its adoption."""
    return (
        documents.annotate(begins=Coalesce("decision__in_force_from", "date"))
        .filter(Q(decision__in_force_until=None) | Q(decision__in_force_until__gt=day), begins__lte=day)
        .exclude(pk__in=superseding(user, day).order_by().values("earlier"))
        .exclude(pk__in=amending(user, day).order_by().values("later"))
        .prefetch_related(Prefetch("backlinks", amending(user, day), to_attr="amendments"))
    )
