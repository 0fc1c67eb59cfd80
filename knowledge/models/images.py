"""Pictures in the texts of documents."""

from django.db import models
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from asm_portal.tracked import Tracked
from asm_portal.uploads import check_upload
from asm_portal.visibility import Through
from knowledge.models.documents import Document
from knowledge.models.texts import Rendition, stored_name


class DocumentImage(Through, Tracked):
    """A picture that the marked-up texts of a document may show: `![alternative text](image:name)`.

    `name` is the beginning of its SHA-256, so that a text that names it says exactly which picture it shows. Readers see it once
    a text that they may read names it.
    """

    visible_through = "document"

    document = models.ForeignKey(Document, models.PROTECT, related_name="images", verbose_name=_("document"))
    name = models.CharField(_("name"), max_length=16, editable=False)
    file = models.FileField(_("file"), upload_to=stored_name, max_length=120, validators=[check_upload])
    media_type = models.CharField(_("media type"), max_length=100, editable=False)
    extension = models.CharField(_("extension"), max_length=8, editable=False)
    size = models.PositiveBigIntegerField(_("size in bytes"), editable=False)
    sha256 = models.CharField(_("SHA-256"), max_length=64, editable=False)

    class Meta:
        verbose_name = _("picture in a text")
        verbose_name_plural = _("pictures in texts")
        ordering = ["document", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "name"],
                name="a_document_holds_a_picture_once",
                violation_error_message=_("This document already holds this picture."),
            ),
        ]

    def __str__(self):
        return f"{self.document.reference}, {self.name}"

    @classmethod
    def readable(cls, standing):
        naming = Rendition.objects.filter(
            Rendition.readable(standing), revision__document=OuterRef("document"), text__contains=OuterRef("name")
        )
        return (super().readable(standing) & Exists(naming)) | cls.changeable(standing)

    def get_absolute_url(self):
        return reverse("document-image", args=[self.document.reference, self.name, self.extension])
