"""Loads kinds of documents, decisions known by their titles, what they did, by when reports are due, and the glossary."""

from asm_portal import search
from asm_portal.loading import nested
from asm_portal.reference import rows_of
from asm_portal.visibility import Audience
from knowledge.models import (
    Basis,
    Decision,
    Document,
    DocumentKind,
    DocumentLink,
    DocumentTitle,
    FalseNumber,
    FraudDetail,
    FraudNotice,
    GlossaryTerm,
    ReportDeadline,
)


def load_reference(loader):
    """A decision without a text is final and public: known, but not yet held."""
    loader.load(DocumentKind, rows_of("document_kinds"), key="code")
    loader.load(ReportDeadline, rows_of("report_deadlines"))
    loader.load(GlossaryTerm, rows_of("glossary"), key="term_en")
    documents = rows_of("decisions")
    known = {"state": Document.State.FINAL, "audience": Audience.PUBLIC}
    loader.load(Document, [{**row, **known} for row in documents])
    loader.load_nested(DocumentTitle, documents, "titles", parent="document")
    loader.load_nested(Decision, documents, "decision", parent="document")
    loader.load_nested(DocumentLink, documents, "links", parent="later")
    loader.load_nested(Basis, documents, "bases", parent="document")
    load_fraud_notices(loader)
    for document in Document.objects.filter(pk__in=changed(loader.written)):
        search.index(document)


def load_fraud_notices(loader):
    """What the Process itself made public is published; numbers and signs have an audience of their own."""
    notices = rows_of("fraud_notices")
    loader.load(FraudNotice, [{**row, "state": FraudNotice.State.PUBLISHED} for row in notices])
    details = list(nested(FraudDetail, notices, "details", "notice", "key"))
    loader.load(FraudDetail, details)
    loader.load_nested(FalseNumber, details, "numbers", parent="detail")


def changed(records):
    """The documents that have changed, themselves or in their titles."""
    documents = {record.pk for record in records if isinstance(record, Document)}
    return documents | {record.document_id for record in records if isinstance(record, DocumentTitle)}
