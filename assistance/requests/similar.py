"""What was asked for, held or published before that is like a request: shown while it is written, and while it is analysed.

The reader finds what they may know of, and nothing else: requests, workshops, and results that were published.
"""

from dataclasses import dataclass, field, replace
from itertools import chain

from django.db.models import Q

from asm_portal.models.search import SearchEntry
from asm_portal.search import Found
from asm_portal.words import parse
from assistance.models import AssistanceRequest, Outcome, Result, Workshop
from assistance.requests.stages import with_stages
from knowledge.models import Document

MOST = 5


@dataclass(frozen=True)
class Similar:
    """The requests, each with `outcome_told` (an Outcome or None), the workshops and the published results, most alike first."""

    cases: list = field(default_factory=list)
    workshops: list = field(default_factory=list)
    results: list = field(default_factory=list)

    def __bool__(self):
        return bool(self.cases or self.workshops or self.results)


def similar_cases(request, reader):
    """What is similar to a request that is on record."""
    organisations = {row.organisation_id for row in request.beneficiaries.all()}
    text = f"{request.subject} {request.text}"
    return similar_to(reader, text, kinds=request.kinds, organisations=organisations, but=request.pk)


def similar_to(reader, text, *, kinds=(), organisations=(), but=None):
    """What is similar to a text, of these kinds of assistance, for these Participants (primary keys)."""
    return Similar(
        cases=cases(reader, text, kinds, set(organisations), but),
        workshops=best(reader, text, Workshop.objects.visible_to(reader)),
        results=best(reader, text, results(reader)),
    )


def results(reader):
    """The results of earlier cases that the reader may know of, as documents."""
    made = Result.objects.exclude(document=None).values("document")
    return Document.objects.visible_to(reader).listed().filter(pk__in=made).for_display(reader)


def weights(reader, text, rows):
    """Record id → weight of the rows that share a word with the text, best first."""
    query = parse(text)
    either = replace(query, terms=(tuple(chain(*query.terms)),), excluded=()) if query else query
    return Found(either, SearchEntry.objects.findable(rows, reader)).weights


def best(reader, text, rows):
    found = list(weights(reader, text, rows))[:MOST]
    known = {row.pk: row for row in rows.filter(pk__in=found)}
    return [known[pk] for pk in found if pk in known]


def cases(reader, text, kinds, organisations, but):
    """Earlier requests: first those of the same kind for the same Participant, then by the words that they share."""
    rows = AssistanceRequest.objects.visible_to(reader).submitted().exclude(pk=but)
    weighed = weights(reader, text, rows)
    of_kind = Q(*((f"wants_{kind}", True) for kind in kinds), _connector=Q.OR) if kinds else Q(pk__in=[])
    alike = rows.filter(of_kind, beneficiaries__organisation__in=organisations)
    close = set(alike.values_list("pk", flat=True))
    order = sorted({*weighed, *close}, key=lambda pk: (pk not in close, -weighed.get(pk, 0), -pk))[:MOST]
    known = {row.pk: row for row in with_stages(rows.filter(pk__in=order).for_display())}
    told = {row.request_id: row for row in Outcome.objects.visible_to(reader).filter(request__in=order)}
    for case in known.values():
        case.outcome_told = told.get(case.pk)
    return [known[pk] for pk in order]
