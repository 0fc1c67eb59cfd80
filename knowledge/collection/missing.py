"""What is known but not held, as a reader may know of it, and who looks for it. Computed, never stored."""

from dataclasses import dataclass
from datetime import date

from django.db.models import CharField, F, Model, Prefetch, Q, Value
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from asm_portal.areas import DeskItem
from asm_portal.attention import WorkList
from asm_portal.models import Body, Organisation
from asm_portal.visibility import Audience, standing_of
from knowledge.attention import not_held
from knowledge.certificates.waiting import without_picture
from knowledge.models import CertificateSpecimen, CollectionRequest, Document

Answer = CollectionRequest.Answer
# The kind by which the list is narrowed to specimens, beside the codes of the kinds of documents.
SPECIMEN, SPECIMENS = "specimen", gettext_lazy("Specimen of a certificate")


def keeps_list(user):
    """Whether the reader looks for what is missing: the secretariat and the Chair’s office."""
    standing = standing_of(user)
    return standing.secretariat or standing.chair


@dataclass(frozen=True)
class Sought:
    """A document or a specimen that is looked for, as the pages show it."""

    record: Model
    reference: str
    official_number: str
    kind: str
    day: date | None
    precision: str
    body: Body | None
    organisation: Organisation | None
    language: str
    is_demonstration: bool

    def __str__(self):
        return str(self.record)

    @property
    def number(self):
        """What it is cited by; a specimen by its series, which its name says."""
        return "" if self.is_specimen else self.official_number or self.reference

    @property
    def is_specimen(self):
        return isinstance(self.record, CertificateSpecimen)

    @classmethod
    def of(cls, record):
        return cls.of_specimen(record) if isinstance(record, CertificateSpecimen) else cls.of_document(record)

    @classmethod
    def of_document(cls, document):
        return cls(
            document, document.reference, document.official_number, str(document.kind),
            document.date, document.date_precision, document.issuing_body, document.organisation,
            document.shown_title.language if document.shown_title else "", document.is_demonstration,
        )  # fmt: skip

    @classmethod
    def of_specimen(cls, specimen):
        return cls(
            specimen, str(specimen.key), "", SPECIMENS, specimen.valid_from, specimen.valid_from_precision, None,
            specimen.participant, "", specimen.participant.is_demonstration,
        )  # fmt: skip


class Missing:
    """Documents and specimens as one list of Sought, the oldest first. `parts` are their querysets by the name of the relation
    that a request has to them; each row says its `of_kind`, `of_participant` and `of_body`, as codes."""

    def __init__(self, parts):
        self.parts = parts

    def each(self, change):
        """The list with `change(name, rows)` in the place of the rows of each part."""
        return Missing({name: change(name, rows) for name, rows in self.parts.items()})

    def codes(self, column):
        """The value of the column in every row."""
        return [code for rows in self.parts.values() for code in rows.values_list(column, flat=True)]

    def count(self):
        return sum(rows.count() for rows in self.parts.values())

    def __getitem__(self, page):
        found = [Sought.of(record) for rows in self.parts.values() for record in rows[: page.stop]]
        return sorted(found, key=lambda sought: sought.day or date.max)[page]


def missing(user):
    """What the archive knows of but does not hold; each record has its `requests`, the newest first."""
    requests = CollectionRequest.objects.visible_to(user).select_related("asked_organisation", "asked_person")
    asked = Prefetch("collection_requests", requests.prefetch_related("asked_organisation__names"), to_attr="requests")
    documents = (
        not_held(Document.objects.visible_to(user))
        .select_related("kind", "issuing_body", "organisation")
        .prefetch_related("titles", "organisation__names", asked)
        .annotate(of_kind=F("kind__code"), of_participant=F("organisation__code"), of_body=F("issuing_body__code"))
        .order_by(F("date").asc(nulls_last=True), "pk")
    )
    specimens = (
        without_picture(CertificateSpecimen.objects.visible_to(user))
        .select_related("participant", "authority")
        .prefetch_related("participant__names", "authority__names", asked)
        .annotate(
            of_kind=Value(SPECIMEN),
            of_participant=F("participant__code"),
            of_body=Value(None, output_field=CharField()),
        )
        .order_by(F("valid_from").asc(nulls_last=True), "pk")
    )
    return Missing({"document": documents, "specimen": specimens})


def desk(user):
    """What the reader’s organisations are asked for and have not answered."""
    rows = CollectionRequest.objects.visible_to(user).filter(
        Q(document__in=not_held(Document.objects.all()).values("pk"))
        | Q(specimen__in=without_picture(CertificateSpecimen.objects.all()).values("pk")),
        audience=Audience.ORGANISATION,
        audience_organisation__in=standing_of(user).organisations,
        answer__in=[Answer.PENDING, Answer.PROMISED],
    )
    shown = rows.select_related("document", "specimen__authority")
    return [
        DeskItem(
            title=_("We look for: %(title)s. Do you hold it?") % {"title": row.sought},
            url=row.get_absolute_url(),
            detail=row.get_answer_display() if row.answer == Answer.PROMISED else "",
            tone="info",
        )
        for row in shown.prefetch_related("document__titles", "specimen__authority__names").order_by("asked_on", "pk")
    ]


class CollectionList(WorkList):
    """A list that is worked from on the page of the collection, not in the administration."""

    @property
    def url(self):
        return reverse("knowledge:collection") + f"?asked={self.code}"


UNANSWERED = CollectionList(
    Answer.PENDING,
    gettext_lazy("Collection requests without an answer"),
    CollectionRequest,
    lambda rows: rows.filter(answer=Answer.PENDING),
    "asked_on",
)
