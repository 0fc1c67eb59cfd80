"""Who was shown a picture of a certificate, a signature, a fake or a suspect."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from asm_portal.models import User
from asm_portal.visibility import EVERYBODY, NOBODY, Open
from knowledge.models.certificates import AuthorisedSignatory, SpecimenImage
from knowledge.models.decisions import one_of


class ImageView(Open):
    """That somebody was shown a picture: who, what, when, on which page. Written only, by `certificates.images`; the owner of the
    picture is told counts, late, and no names."""

    class Page(models.TextChoices):
        CHECK = "check", _("check of a certificate")
        UPKEEP = "upkeep", _("specimens and signatures")
        FRAUD = "fraud", _("false and suspect certificates")

    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("who"))
    specimen_image = models.ForeignKey(
        SpecimenImage, models.PROTECT, null=True, blank=True, related_name="views", verbose_name=_("picture")
    )
    signatory = models.ForeignKey(
        AuthorisedSignatory, models.PROTECT, null=True, blank=True, related_name="views", verbose_name=_("signature")
    )
    fraud_image = models.ForeignKey(
        "knowledge.FraudImage", models.PROTECT, null=True, blank=True, related_name="views",
        verbose_name=_("picture of a false certificate"),
    )  # fmt: skip
    suspect_photo = models.ForeignKey(
        "knowledge.SuspectPhoto", models.PROTECT, null=True, blank=True, related_name="views",
        verbose_name=_("photograph of a suspect certificate"),
    )  # fmt: skip
    page = models.CharField(_("page"), max_length=16, choices=Page)
    check_number = models.CharField(_("number of the check"), max_length=24, blank=True)
    at = models.DateTimeField(_("when (UTC)"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("view of a picture")
        verbose_name_plural = _("views of pictures")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=one_of("specimen_image", "signatory", "fraud_image", "suspect_photo"),
                name="a_view_is_of_one_picture",
            )
        ]

    def __str__(self):
        return f"{self.user}, {self.at:%Y-%m-%d %H:%M}"

    @classmethod
    def readable(cls, standing):
        return EVERYBODY if standing.secretariat else NOBODY

    def save(self, *args, **kwargs):
        if self.pk:
            raise ValidationError(_("What was logged is not changed."))
        super().save(*args, **kwargs)
