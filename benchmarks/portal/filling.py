"""Puts the corpus into the database, as fast as the database takes it.

The rows of documents, titles, revisions, renditions and links are written in bulk, past the models' refusal to do so: no
history rows are made, and no list, page or search reads any. The register is written as everywhere.
"""

import hashlib
from datetime import UTC, date, datetime
from itertools import islice

from django.db import transaction
from django.db.models import QuerySet
from django.utils.html import format_html_join

from asm_portal.models.organisations import NameStatus
from asm_portal.references import ALPHABET
from benchmarks.corpus import corpus
from benchmarks.portal.register import make_register
from knowledge.models import Decision, Document, DocumentLink, DocumentTitle, Minutes, Rendition, Revision

BATCH = 1_000
RELEASED = datetime(2025, 12, 31, tzinfo=UTC)
WITHDRAWN = date(2025, 12, 31)


class Filling:
    """The rows of a batch of papers, by model."""

    def __init__(self, register):
        self.kinds, self.bodies, self.organisations = register

    def write(self, papers):
        with transaction.atomic():
            for model, rows in (
                (Document, map(self.document, papers)),
                (DocumentTitle, (row for paper in papers for row in self.titles(paper))),
                (Decision, (self.decision(paper) for paper in papers if paper.kind == "decision")),
                (Minutes, (self.minutes(paper) for paper in papers if paper.kind == "minutes" and paper.day)),
                (Revision, map(self.revision, papers)),
                (Rendition, (row for paper in papers for row in self.renditions(paper))),
                (DocumentLink, (row for paper in papers for row in self.links(paper))),
            ):
                QuerySet(model).bulk_create(rows)

    def document(self, paper):
        kind, body = self.kinds[paper.kind], self.body(paper)
        organisation = None if paper.organisation is None else self.organisations[paper.organisation]
        year = paper.day.year if paper.day else WITHDRAWN.year
        return Document(
            pk=key(paper),
            reference=f"{kind.prefix}-{year}-{tail(paper.number)}",
            kind=kind,
            issuing_body=body,
            organisation=organisation,
            date=paper.day,
            date_precision="day" if paper.day else "unknown",
            state=paper.state,
            withdrawn_on=WITHDRAWN if paper.state == "withdrawn" else None,
            audience=paper.audience,
            audience_body=body if paper.audience == "body" else None,
            audience_organisation=organisation if paper.audience == "organisation" else None,
            version=1,
        )

    def body(self, paper):
        return None if paper.body is None else self.bodies[paper.body]

    def titles(self, paper):
        """The official titles, and ours in English where there is none."""
        for language, text in paper.texts.items():
            yield DocumentTitle(document_id=key(paper), language=language, title=text.title, version=1)
        if "en" not in paper.texts:
            ours = f"Paper {paper.number}"
            yield DocumentTitle(
                document_id=key(paper), language="en", title=ours, status=NameStatus.OUR_TRANSLATION, version=1
            )

    def decision(self, paper):
        return Decision(document_id=key(paper), adopted_by=Decision.Mode.PLENARY, in_force_from=paper.day, version=1)

    def minutes(self, paper):
        body = self.body(paper) or self.bodies[0]
        return Minutes(document_id=key(paper), body=body, meeting_date=paper.day, version=1)

    def revision(self, paper):
        released = None if paper.state == "draft" else RELEASED
        return Revision(pk=key(paper), document_id=key(paper), released_at=released, version=1)

    def renditions(self, paper):
        for place, (language, text) in enumerate(paper.texts.items()):
            role = Rendition.Role.TRANSLATION if place else Rendition.Role.ORIGINAL
            facts = as_file(paper, language, text.body) if paper.is_file else as_text(text.body)
            yield Rendition(
                revision_id=key(paper),
                language=language,
                role=role,
                sha256=hashlib.sha256(text.body.encode()).hexdigest(),
                extraction=Rendition.Extraction.DONE,
                version=1,
                **facts,
            )

    def links(self, paper):
        for kind, earlier in (("supersedes", paper.supersedes), ("amends", paper.amends)):
            if earlier is not None:
                yield DocumentLink(later_id=key(paper), kind=kind, earlier_id=earlier + 1, version=1)


def key(paper):
    return paper.number + 1


def tail(number):
    """Five signs as of a drawn reference, but counted."""
    return "".join(ALPHABET[number // len(ALPHABET) ** place % len(ALPHABET)] for place in reversed(range(5)))


def as_file(paper, language, body):
    """What the worker keeps of a file it has read; there is no file, as no page of the benchmark gives one out."""
    return {
        "file": f"renditions/{paper.number}-{language}",
        "media_type": "application/pdf",
        "extension": "pdf",
        "size": 40 * len(body),
        "pages": 2,
        "extracted_text": body,
    }


def as_text(body):
    html = format_html_join("\n", "<p>{}</p>", ((part,) for part in body.split("\n\n")))
    return {"text": body, "html": str(html), "size": len(body.encode())}


def fill(count):
    """Write the register and the first `count` papers of the corpus."""
    filling, papers = Filling(make_register()), corpus(count)
    while batch := list(islice(papers, BATCH)):
        filling.write(batch)
