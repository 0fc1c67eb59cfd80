"""One archive: every finished text of the Process is a Document."""

from knowledge.models.decisions import Basis, Decision, Minutes
from knowledge.models.documents import (
    Document,
    DocumentGrant,
    DocumentKind,
    DocumentLink,
    DocumentShare,
    DocumentTitle,
)
from knowledge.models.glossary import GlossaryTerm
from knowledge.models.texts import Rendition, Revision

__all__ = [
    "Basis",
    "Decision",
    "Document",
    "DocumentGrant",
    "DocumentKind",
    "DocumentLink",
    "DocumentShare",
    "DocumentTitle",
    "GlossaryTerm",
    "Minutes",
    "Rendition",
    "Revision",
]
