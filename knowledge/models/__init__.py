"""One archive: every finished text of the Process is a Document."""

from knowledge.models.approvals import Approval, TextApproval
from knowledge.models.audiences import AudienceProposal
from knowledge.models.certificates import (
    AuthorisedSignatory,
    CertificateSpecimen,
    NumberRange,
    Proposed,
    SpecimenImage,
)
from knowledge.models.checks import CertificateCheck, SuspectPhoto, SuspectReport, Verdict
from knowledge.models.collection import CollectionRequest
from knowledge.models.comments import MinutesComment
from knowledge.models.decisions import Basis, Decision, Minutes
from knowledge.models.documents import (
    Document,
    DocumentGrant,
    DocumentKind,
    DocumentLink,
    DocumentShare,
    DocumentTitle,
)
from knowledge.models.fraud import FalseNumber, FraudDetail, FraudImage, FraudNotice
from knowledge.models.glossary import GlossaryTerm
from knowledge.models.image_views import ImageView
from knowledge.models.images import DocumentImage
from knowledge.models.imports import ImportedRow
from knowledge.models.legislation import Legislation
from knowledge.models.readings import TextReading
from knowledge.models.reports import Redaction, RedactionEntry, Report, ReportDeadline
from knowledge.models.texts import Rendition, Revision

__all__ = [
    "Approval",
    "AudienceProposal",
    "AuthorisedSignatory",
    "Basis",
    "CertificateCheck",
    "CertificateSpecimen",
    "CollectionRequest",
    "Decision",
    "Document",
    "DocumentGrant",
    "DocumentImage",
    "DocumentKind",
    "DocumentLink",
    "DocumentShare",
    "DocumentTitle",
    "FalseNumber",
    "FraudDetail",
    "FraudImage",
    "FraudNotice",
    "GlossaryTerm",
    "ImageView",
    "ImportedRow",
    "Legislation",
    "Minutes",
    "MinutesComment",
    "NumberRange",
    "Proposed",
    "Redaction",
    "RedactionEntry",
    "Rendition",
    "Report",
    "ReportDeadline",
    "Revision",
    "SpecimenImage",
    "SuspectPhoto",
    "SuspectReport",
    "TextApproval",
    "TextReading",
    "Verdict",
]
