"""Details of documents: decisions, minutes, and what a document is the basis of. Details carry no audience of their own."""

from functools import reduce
from operator import or_

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from asm_portal.dated import Precision
from asm_portal.models.bodies import Body, Membership, OfficeTerm, in_language
from asm_portal.models.organisations import Measure, ParticipationStatus
from asm_portal.tracked import Tracked
from asm_portal.visibility import Through
from knowledge.models.documents import Document


class Decision(Through, Tracked):
    """How a document was decided and from when until when it is in force; the day of adoption is the document's date."""

    visible_through = "document"

    class Mode(models.TextChoices):
        PLENARY = "plenary", _("Plenary")
        WRITTEN_PROCEDURE = "written_procedure", _("written procedure")
        CHAIR = "chair", _("the KP Chair")
        BODY = "body", _("a body")
        UNKNOWN = "unknown", _("to be confirmed")

    class Instrument(models.TextChoices):
        ADMINISTRATIVE_DECISION = "administrative_decision", _("Administrative Decision")
        RESOLUTION = "resolution", _("resolution")
        DECLARATION = "declaration", _("declaration")
        INITIATIVE = "initiative", _("initiative")
        PLENARY_CONCLUSION = "plenary_conclusion", _("Plenary conclusion")

    document = models.OneToOneField(Document, models.PROTECT, related_name="decision", verbose_name=_("document"))
    adopted_by = models.CharField(_("adopted by"), max_length=20, choices=Mode)
    instrument = models.CharField(
        _("instrument"), max_length=24, choices=Instrument, default=Instrument.ADMINISTRATIVE_DECISION
    )
    place_en = models.CharField(_("place in English"), max_length=80, blank=True)
    place_fr = models.CharField(_("place in French"), max_length=80, blank=True)
    topic = models.SlugField(_("topic"), max_length=40, blank=True)
    in_force_from = models.DateField(_("in force from"), null=True, blank=True)
    in_force_until = models.DateField(_("in force until"), null=True, blank=True)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = [F("document__date").desc(nulls_last=True), "-document"]
        constraints = [
            models.CheckConstraint(
                condition=Q(in_force_from=None) | Q(in_force_until=None) | Q(in_force_from__lt=F("in_force_until")),
                name="a_decision_ends_after_it_begins",
                violation_error_message=_("The end must come after the beginning."),
            )
        ]

    def __str__(self):
        return str(self.document)

    @property
    def place(self):
        return in_language(self, "place")


class Minutes(Through, Tracked):
    """Minutes of a meeting of a body. Their stage is the document's state, which only `knowledge.actions` sets:
    draft → circulated with a day for comments → adopted by a named meeting or procedure (final, locked)."""

    visible_through = "document"

    document = models.OneToOneField(Document, models.PROTECT, related_name="minutes", verbose_name=_("document"))
    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("body"))
    meeting_date = models.DateField(_("date of the meeting"))
    meeting_date_precision = models.CharField(
        _("precision of the date"), max_length=7, choices=Precision, default=Precision.DAY
    )
    comments_until = models.DateField(_("comments until"), null=True, blank=True)
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)
    adopted_by_en = models.CharField(_("adopted by, in English"), max_length=120, blank=True)
    adopted_by_fr = models.CharField(_("adopted by, in French"), max_length=120, blank=True)
    adopted_despite = models.TextField(_("why they were adopted despite an objection"), blank=True)

    class Meta:
        verbose_name = _("minutes")
        verbose_name_plural = _("minutes")
        ordering = ["-meeting_date", "-pk"]

    def __str__(self):
        return str(self.document)

    def save(self, *args, **kwargs):
        if Minutes.objects.filter(pk=self.pk, adopted_on__isnull=False).exists():
            raise ValidationError(
                _("Adopted minutes are locked. A correction is a document of its own, linked to them.")
            )
        super().save(*args, **kwargs)

    @property
    def adopted_by(self):
        return in_language(self, "adopted_by")


def one_of(*names):
    """The condition that exactly one of the relations is given."""
    given = [Q(**{f"{name}__isnull": name != chosen for name in names}) for chosen in names]
    return reduce(or_, given)


class Basis(Through, Tracked):
    """The document that made a status, a measure, a membership, a term or a body so."""

    visible_through = "document"

    document = models.ForeignKey(Document, models.PROTECT, related_name="basis_of", verbose_name=_("document"))
    status = models.ForeignKey(
        ParticipationStatus, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("status")
    )
    measure = models.ForeignKey(
        Measure, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("measure")
    )
    membership = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("membership")
    )
    term = models.ForeignKey(
        OfficeTerm,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("of office", "term"),
    )
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("body"))

    class Meta:
        verbose_name = _("basis")
        verbose_name_plural = _("bases")
        ordering = ["document", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=one_of("status", "measure", "membership", "term", "body"),
                name="a_basis_is_of_one_record",
                violation_error_message=_("Choose one record that the document is the basis of."),
            )
        ]

    def __str__(self):
        return str(self.document)
