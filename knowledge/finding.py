"""What the search finds of the archive: documents, with all that they can be narrowed by."""

from collections import Counter
from functools import reduce
from itertools import compress
from operator import or_

from django.db.models import BooleanField, ExpressionWrapper, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext_lazy as _

from asm_portal.dated import today
from asm_portal.searching.sources import Source
from asm_portal.templatetags.portal import date_words
from knowledge import indexing
from knowledge.models import Document, DocumentKind, GlossaryTerm, Rendition, Revision
from knowledge.relations import LONGEST_CHAIN, superseding

IN_FORCE, SUPERSEDED = "in-force", "superseded"
COLUMNS = {"kind": "kind__code", "body": "issuing_body__code", "participant": "organisation__code"}


class Documents(Source):
    """Documents of every kind, in their words in every language."""

    model = Document
    template_name = "includes/document_row.html"
    states = {IN_FORCE: _("In force"), SUPERSEDED: _("Superseded")}

    def to_index(self):
        rows = super().to_index().select_related("organisation", "issuing_body", "audience_body", "minutes__body")
        return rows.prefetch_related("titles", "revisions__renditions")

    def entries(self, document):
        return indexing.entries(document)

    def records(self, reader):
        return super().records(reader).listed()

    def kinds(self, reader):
        return {kind.code: str(kind) for kind in DocumentKind.objects.visible_to(reader)}

    def narrowed(self, rows, name, values, reader):
        if name in COLUMNS:
            return rows.filter(**{f"{COLUMNS[name]}__in": values})
        if name == "language":
            return rows.filter(pk__in=readable_texts().filter(language__in=values).values("revision__document"))
        if name == "state":
            return rows.filter(standing_as(values, reader))
        return rows.filter(**{"date__year__gte" if name == "since" else "date__year__lte": values[0]})

    def tally(self, rows, reader):
        """The rows are read once; what hangs on them is asked for by their keys."""
        begun = ExpressionWrapper(begun_on(today()), BooleanField())
        facts = list(
            rows.order_by().annotate(has_begun=begun).values_list("pk", "has_begun", "date__year", *COLUMNS.values())
        )
        if not facts:  # an audience has closed since they were found
            return {}
        keys, have_begun, years, *columns = zip(*facts, strict=True)
        links = superseding(reader, today()).order_by().filter(earlier__in=keys)
        superseded = set(links.values_list("earlier", flat=True))
        texts = readable_texts().order_by().filter(revision__document__in=keys)
        in_language = texts.values_list("language", "revision__document").distinct()
        in_force = set(compress(keys, have_begun)) - superseded
        return {
            **{name: tallied(values) for name, values in zip(COLUMNS, columns, strict=True)},
            "year": tallied(years),
            "language": tallied(language for language, _document in in_language),
            "state": +Counter({IN_FORCE: len(in_force), SUPERSEDED: len(superseded)}),
        }

    def shown(self, rows, reader):
        documents = list(rows.for_display(reader))
        instead = texts_in_force([document for document in documents if document.is_superseded], reader)
        for document in documents:
            document.text_in_force = instead.get(document.pk)
        return documents

    def titled(self, document):
        shown = document.shown_title
        return (shown.title, shown.language) if shown else (document.reference, "")

    def detail(self, document):
        parts = (
            date_words(document.date, document.date_precision),
            str(document.kind),
            document.official_number or document.reference,
            str(document.issuing_body or ""),
            str(document.organisation or ""),
        )
        return " · ".join(filter(None, parts))

    def since(self, rows):
        """Since they are as open as they are now, their embargo has ended, and their newest text is released."""
        rows = rows.annotate(opened_at=Subquery(opened()), released_at=Subquery(last_released()))
        return rows.annotate(
            appeared_at=Greatest(
                F("opened_at"), Coalesce("embargoed_until", "opened_at"), Coalesce("released_at", "opened_at")
            )
        )


def synonyms():
    """The terms of the glossary, in its languages and for short."""
    for words in GlossaryTerm.objects.values_list(
        "term_en", "term_fr", "term_pt", "abbreviation_en", "abbreviation_fr"
    ):
        yield set(words) - {""}


def tallied(values):
    """How often each value is there; None is no value."""
    return Counter(value for value in values if value is not None)


def readable_texts():
    """What has been released: a draft translation is no translation yet."""
    return Rendition.objects.filter(revision__in=Revision.objects.released())


def begun_on(day):
    """A decision that is in force on the day as far as its own dates tell."""
    lasting = Q(decision__in_force_until=None) | Q(decision__in_force_until__gt=day)
    return Q(decision__in_force_from__lte=day) & lasting


def standing_as(states, reader):
    """The documents in one of the states: a decision in force that nothing known to the reader has superseded, or a text that
    something has."""
    superseded = Q(pk__in=superseding(reader, today()).order_by().values("earlier"))
    known = {SUPERSEDED: superseded, IN_FORCE: begun_on(today()) & ~superseded}
    return reduce(or_, (known[state] for state in states))


def opened():
    """When a document was first as open as it is now: the oldest history row of the same state and audience."""
    past = Document.history.model.objects.filter(id=OuterRef("pk"))
    same = Q(
        state=OuterRef("state"),
        audience=OuterRef("audience"),
        body=Coalesce(OuterRef("audience_body_id"), 0),
        organisation_of=Coalesce(OuterRef("audience_organisation_id"), 0),
    )
    named = past.annotate(
        body=Coalesce(F("audience_body_id"), 0), organisation_of=Coalesce(F("audience_organisation_id"), 0)
    )
    return named.filter(same).order_by("history_date").values("history_date")[:1]


def last_released():
    rows = Revision.objects.released().filter(document=OuterRef("pk"))
    return rows.order_by("-released_at").values("released_at")[:1]


def texts_in_force(documents, reader):
    """Document id → the newest text of the chain that superseded it, of those that the reader may know of; a query for each
    link of the longest chain, however many documents there are."""
    newest = {document.pk: document for document in documents}
    found, links = {}, superseding(reader, today()).order_by("pk")
    for _step in range(LONGEST_CHAIN):
        later = {row.earlier_id: row.later for row in links.filter(earlier__in=list(newest.values()))}
        newest = {
            pk: later[current.pk]
            for pk, current in newest.items()
            if current.pk in later and later[current.pk].pk != pk
        }
        if not newest:
            break
        found |= newest
    return found
