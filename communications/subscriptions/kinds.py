"""What anybody may follow: kinds of public texts, and which documents they hold."""

from django.contrib.auth.models import AnonymousUser

from communications.models import PublicKind
from knowledge.models import Document

# The kinds of documents (asm_portal/reference/document_kinds.json) that each stands for.
CODES = {
    PublicKind.COMMUNIQUES: ("final_communique",),
    PublicKind.STATEMENTS: ("speech_statement", "chairs_notice", "report_to_unga"),
    PublicKind.DECISIONS: (
        "core_document", "administrative_decision", "declaration", "plenary_conclusion", "terms_of_reference",
        "rules_of_procedure", "guidelines",
    ),
    PublicKind.REPORTS: (
        "public_summary", "annual_report", "review_visit_report", "review_mission_report", "follow_up_report",
        "body_report",
    ),
    PublicKind.STATISTICS: ("statistics_table",),
}  # fmt: skip


def kind_of(document):
    """The PublicKind that a document belongs to, by the kind it has."""
    return next(kind for kind, codes in CODES.items() if document.kind.code in codes)


def public_texts(kinds=PublicKind.values):
    """The documents of these kinds that anybody may read now."""
    codes = [code for kind in kinds for code in CODES[kind]]
    known = Document.objects.visible_to(AnonymousUser()).listed()
    return known.filter(state=Document.State.FINAL, kind__code__in=codes)
