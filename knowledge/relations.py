"""What documents do to each other, as a reader may know of it."""

from dataclasses import dataclass

from django.db.models import Q
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
    Kind.CORRECTS: _("Corrigendum to"),
}
BACKWARD = {
    Kind.SUPERSEDES: _("Superseded by"),
    Kind.AMENDS: _("Amended by"),
    Kind.EXTENDS: _("Extended by"),
    Kind.IMPLEMENTS: _("Implemented by"),
    Kind.RESPONDS_TO: _("Answered by"),
    Kind.PUBLIC_SUMMARY_OF: _("Public summary"),
    Kind.REDACTED_VERSION_OF: _("Public version"),
    Kind.CORRECTS: _("Corrigendum"),
}
AMENDING = (Kind.AMENDS, Kind.EXTENDS)
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
    return seen_from(document, rows)


def seen_from(document, links):
    """Links that end at a document, each as a relation of it."""
    found = [
        Relation(FORWARD[row.kind], row.earlier, row)
        if row.later_id == document.pk
        else Relation(BACKWARD[row.kind], row.later, row)
        for row in links
    ]
    return sorted(found, key=lambda relation: (list(FORWARD).index(relation.link.kind), relation.link.pk))


def text_in_force(document, user, seen=frozenset()):
    """The newest text in the chain that superseded a document, of those the reader may know of; None where it stands. What does
    nothing but amend or extend falls with the text that it amends."""
    current, seen = None, {*seen, document.pk}
    for _step in range(LONGEST_CHAIN):
        later = (
            superseding(user, today())
            .filter(earlier=current or document)
            .exclude(later__in=seen)
            .order_by("-pk")
            .first()
        )
        if later is None:
            return current or replaced_base(document, user, seen)
        current = later.later
        seen.add(current.pk)
    return current


def replaced_base(document, user, seen):
    """The text in force in the place of what a document amends; None where that stands, or where the document does more."""
    acts = DocumentLink.objects.visible_to(user).filter(later=document, kind__in=[*AMENDING, Kind.IMPLEMENTS])
    rows = list(acts.exclude(earlier__in=seen).select_related("earlier"))
    if any(row.kind == Kind.IMPLEMENTS for row in rows):
        return None
    found = [text_in_force(row.earlier, user, seen) for row in rows]
    return found[0] if found and all(found) else None


def acting(user, day, *kinds):
    """The links of these kinds that have taken effect by a day, by final texts that the reader may know of; oldest first."""
    rows = DocumentLink.objects.visible_to(user).in_effect(day).filter(kind__in=kinds)
    rows = rows.select_related("later__decision", "earlier").prefetch_related("later__titles", "earlier__titles")
    return rows.order_by("later__date", "pk")


def superseding(user, day):
    """The links that have taken a text’s place by a day."""
    return acting(user, day, Kind.SUPERSEDES)


def in_force_on(documents, user, day):
    """The rules as they stood: the decisions in force on a day. What only amends or extends another stands under that one
    (`Chains`), unless that has come to its end and the amendment has a later end of its own. A decision without a recorded entry
    into force counts from its adoption."""
    changing, doing_more = (acting(user, day, *kinds).order_by() for kinds in (AMENDING, [Kind.IMPLEMENTS]))
    changing = changing.exclude(later__decision__in_force_until__gt=day, earlier__decision__in_force_until__lte=day)
    return (
        documents.annotate(begins=Coalesce("decision__in_force_from", "date"))
        .filter(Q(decision__in_force_until=None) | Q(decision__in_force_until__gt=day), begins__lte=day)
        .exclude(pk__in=superseding(user, day).order_by().values("earlier"))
        .exclude(Q(pk__in=changing.values("later")) & ~Q(pk__in=doing_more.values("later")))
    )
