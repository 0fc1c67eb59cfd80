"""What the archive knows of but does not hold, and whom it has asked for it."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from asm_portal.models.organisations import Organisation
from asm_portal.models.people import Person
from asm_portal.references import new_reference
from asm_portal.tracked import Tracked
from asm_portal.visibility import NOBODY, Audience, Visible
from knowledge.models.certificates import CertificateSpecimen
from knowledge.models.decisions import one_of
from knowledge.models.documents import Document


class CollectionRequest(Visible, Tracked):
    """Somebody was asked for a document, or a specimen of a certificate, that the archive knows of but does not hold.

    Its audience is the organisation that was asked, else the KP Chair's office. Nobody learns from it of a record that is not
    theirs to know of. `note` is for the secretariat and the Chair's office.
    """

    class Channel(models.TextChoices):
        EMAIL = "email", _("e-mail")
        LETTER = "letter", _("letter")
        TELEPHONE = "telephone", _("telephone")
        IN_PERSON = "in_person", _("in person")
        PORTAL = "portal", _("this portal")

    class Answer(models.TextChoices):
        PENDING = "pending", _("no answer yet")
        PROMISED = "promised", _("promised")
        RECEIVED = "received", pgettext_lazy("a document", "received")
        DOES_NOT_EXIST = "does_not_exist", _("does not exist")

    reference = models.CharField(_("reference"), max_length=24, unique=True, editable=False)
    document = models.ForeignKey(
        Document,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="collection_requests",
        verbose_name=_("document"),
    )
    specimen = models.ForeignKey(
        CertificateSpecimen,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="collection_requests",
        verbose_name=_("specimen"),
    )
    asked_organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("organisation asked")
    )
    asked_person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person asked")
    )
    asked_archive = models.CharField(_("archive or other holder asked"), max_length=200, blank=True)
    asked_on = models.DateField(_("asked on"))
    channel = models.CharField(_("channel"), max_length=10, choices=Channel, default=Channel.EMAIL)
    answer = models.CharField(_("answer"), max_length=16, choices=Answer, default=Answer.PENDING)
    answer_reason = models.CharField(_("reason given"), max_length=300, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    note = models.TextField(_("internal note"), blank=True)
    by = models.ForeignKey("asm_portal.User", models.PROTECT, related_name="+", verbose_name=_("asked by"))

    class Meta(Visible.Meta):
        verbose_name = _("collection request")
        verbose_name_plural = _("collection requests")
        ordering = ["-asked_on", "-pk"]
        constraints = [
            *Visible.Meta.constraints,
            models.CheckConstraint(
                condition=one_of("document", "specimen"),
                name="a_collection_request_is_for_one_record",
                violation_error_message=_("Choose either a document or a specimen."),
            ),
            models.CheckConstraint(
                condition=Q(asked_organisation__isnull=False) | Q(asked_person__isnull=False) | ~Q(asked_archive=""),
                name="a_collection_request_asks_somebody",
                violation_error_message=_("Say who was asked: an organisation, a person, or an archive."),
            ),
            models.CheckConstraint(
                condition=Q(answer="pending", answered_on=None) | (~Q(answer="pending") & Q(answered_on__isnull=False)),
                name="an_answer_to_a_collection_request_has_its_day",
                violation_error_message=_("An answer needs the day on which it came, and no answer has none."),
            ),
            models.CheckConstraint(
                condition=~Q(answer="does_not_exist") | ~Q(answer_reason=""),
                name="what_does_not_exist_does_not_for_a_reason",
                violation_error_message=_("Say why it does not exist, as it was answered."),
            ),
        ]

    def __str__(self):
        return f"{self.reference}: {self.sought}"

    def save(self, *args, **kwargs):
        if not self.reference:
            self.reference = new_reference("COL", self.asked_on.year)
        super().save(*args, **kwargs)

    @property
    def sought(self):
        """The document or the specimen that is looked for."""
        return self.document or self.specimen

    @property
    def asked_of(self):
        """Who was asked, in words."""
        asked = (self.asked_organisation, self.asked_person, self.asked_archive)
        return ", ".join(str(part) for part in asked if part)

    def get_absolute_url(self):
        return reverse("knowledge:collection-request", args=[self.reference])

    @classmethod
    def readable(cls, standing):
        """The audience of the request, among those who may know of what is looked for."""
        documents = Document.objects.filter(Document.readable(standing))
        specimens = CertificateSpecimen.objects.filter(CertificateSpecimen.readable(standing))
        known = Q(document__in=documents.values("pk")) | Q(specimen__in=specimens.values("pk"))
        return super().readable(standing) & known

    @classmethod
    def changeable(cls, standing):
        """The secretariat, the Chair's office, and the organisation that was asked."""
        asked = Q(audience=Audience.ORGANISATION, audience_organisation__in=standing.organisations)
        by_the_chair = ~Q(audience=Audience.SECRETARIAT) if standing.chair else NOBODY
        return super().changeable(standing) | by_the_chair | (asked if standing.organisations else NOBODY)
