"""Revisions of a document and the files and texts that render them."""

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from asm_portal.models.bodies import in_language
from asm_portal.models.organisations import LANGUAGE_CHOICES
from asm_portal.tracked import Tracked
from asm_portal.uploads import check_upload
from asm_portal.visibility import Through, VisibleQuerySet
from knowledge.models.documents import Document
from knowledge.rendering import Rendered


class RevisionQuerySet(VisibleQuerySet):
    """Revisions of documents."""

    def released(self):
        """Those for whoever may read the document: not what its body alone has commented on."""
        return self.filter(released_at__isnull=False, only_circulated=False)

    def submitted(self):
        """Those that lie before the KP Chair's office."""
        return self.filter(submitted_at__isnull=False, released_at=None)

    def with_renditions(self):
        """With their renditions, but without the long texts, which a list does not need; a page that shows one reads it."""
        rows = Rendition.objects.defer("text", "html", "extracted_text")
        return self.prefetch_related(models.Prefetch("renditions", rows))


class Revision(Through, Tracked):
    """A state of a document's text. It shows once it is released; until then it is for the document's editors.

    A text circulated for comments that is not the one made final is `only_circulated`: its editors' again, whoever the final
    text is for. From `submitted_at` on the KP Chair's office reads it and decides; `titles` (language → title) are those that
    a correction gives the document when it is released.
    """

    visible_through = "document"

    document = models.ForeignKey(Document, models.PROTECT, related_name="revisions", verbose_name=_("document"))
    number = models.PositiveSmallIntegerField(_("number"), default=1)
    what_changed_en = models.CharField(_("what changed, in English"), max_length=300, blank=True)
    what_changed_fr = models.CharField(_("what changed, in French"), max_length=300, blank=True)
    released_at = models.DateTimeField(_("released at (UTC)"), null=True, blank=True)
    only_circulated = models.BooleanField(_("circulated"), default=False, editable=False)
    submitted_at = models.DateTimeField(_("submitted to the KP Chair’s office at (UTC)"), null=True, editable=False)
    titles = models.JSONField(_("titles of a correction"), default=dict, blank=True, editable=False)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["document", "number"]
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["document", "number"],
                name="a_revision_has_its_own_number",
                violation_error_message=_("This document already has a revision with this number."),
            ),
        ]

    def __str__(self):
        return _("revision %(number)s of %(document)s") % {"number": self.number, "document": self.document}

    @property
    def what_changed(self):
        return in_language(self, "what_changed")

    @classmethod
    def readable(cls, standing):
        shown = Q(released_at__isnull=False, only_circulated=False)
        if standing.decides_for_chair:
            shown |= Q(submitted_at__isnull=False)
        return (super().readable(standing) & shown) | cls.changeable(standing)

    def titles_shown(self):
        """Language → title, as readers get them with this revision."""
        return {row.language: row.title for row in self.document.titles.all()} | self.titles

    def save(self, *args, **kwargs):
        stored = Revision.objects.filter(pk=self.pk).first()
        if stored is None and self.document.is_locked:
            raise ValidationError(
                _("Adopted minutes are locked. A correction is a document of its own, linked to them.")
            )
        if stored and stored.released_at and stored.released_at != self.released_at:
            raise ValidationError(
                _("A released text stays released; withdraw the document, or release a new revision.")
            )
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        self.refuse_other_text()
        return super().delete(*args, **kwargs)

    def refuse_other_text(self):
        """Raise ValidationError where readers have seen the text, or somebody has approved it."""
        if self.released_at:
            raise ValidationError(RELEASED)
        if self.pk and self.approvals.exists():
            raise ValidationError(APPROVED)


RELEASED = _("A released text is not changed: make a new revision.")
APPROVED = _("An approved text is not changed: make a new revision, which needs approvals of its own.")
# What readers of a released text have seen of it.
SHOWN = ("revision_id", "language", "role", "file", "text", "html", "sha256")


def stored_name(rendition, _filename):
    """A name that tells nothing; the name that readers see is made from the reference."""
    return f"renditions/{uuid.uuid4().hex}"


class Rendition(Through, Tracked):
    """A revision in one language: a file, a marked-up text, or both.

    `text` is Markdown, `html` its sanitised rendering; `size` is in bytes; `sha256` is of the file, else of the text.
    `extracted_text` is what the search index reads; the background worker fills it.
    """

    visible_through = "revision"

    class Role(models.TextChoices):
        ORIGINAL = "original", _("original")
        TRANSLATION = "translation", _("unofficial translation")
        TEXT_TWIN = "text", _("text version")

    class Extraction(models.TextChoices):
        WAITING = "waiting", _("waiting")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    revision = models.ForeignKey(Revision, models.PROTECT, related_name="renditions", verbose_name=_("revision"))
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGE_CHOICES)
    role = models.CharField(_("role"), max_length=12, choices=Role, default=Role.ORIGINAL)
    file = models.FileField(_("file"), upload_to=stored_name, blank=True, max_length=120, validators=[check_upload])
    text = models.TextField(_("text"), blank=True, help_text=_("Marked up with Markdown."))
    html = models.TextField(_("rendered text"), blank=True, editable=False)
    media_type = models.CharField(_("media type"), max_length=100, blank=True, editable=False)
    extension = models.CharField(_("extension"), max_length=8, blank=True, editable=False)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0, editable=False)
    pages = models.PositiveIntegerField(_("pages"), null=True, blank=True, editable=False)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True, editable=False)
    extracted_text = models.TextField(_("extracted text"), blank=True, editable=False)
    extraction = models.CharField(
        _("extraction"), max_length=8, choices=Extraction, default=Extraction.WAITING, editable=False
    )
    extraction_error = models.CharField(_("why the extraction failed"), max_length=300, blank=True, editable=False)

    class Meta:
        verbose_name = _("rendition")
        verbose_name_plural = _("renditions")
        ordering = ["revision", "language", "role"]
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "language", "role"],
                name="a_revision_has_one_rendition_per_language_and_role",
                violation_error_message=_("This revision already has such a rendition in this language."),
            ),
            models.CheckConstraint(
                condition=~Q(file="") | ~Q(text=""),
                name="a_rendition_holds_a_file_or_a_text",
                violation_error_message=_("Give a file or a text."),
            ),
        ]

    def __str__(self):
        return f"{self.get_language_display()}, {self.get_role_display()}"

    def save(self, *args, **kwargs):
        self.refuse_change()
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        self.revision.refuse_other_text()
        return super().delete(*args, **kwargs)

    def refuse_change(self):
        """Raise ValidationError where a text that was approved, or that readers have seen, would change, or adopted minutes would
        get a second original; a translation may still be added."""
        stored = Rendition.objects.select_related("revision").filter(pk=self.pk).first()
        if stored is None:
            if self.revision.approvals.exists():
                raise ValidationError(APPROVED)
            if self.role == self.Role.ORIGINAL and self.revision.document.is_locked:
                raise ValidationError(_("Adopted minutes are locked; only a translation may be added."))
        elif any(getattr(stored, name) != getattr(self, name) for name in SHOWN):
            stored.revision.refuse_other_text()
            self.revision.refuse_other_text()

    @property
    def rendered(self):
        """The text as a page prints it."""
        return Rendered(self.html)

    @property
    def filename(self):
        """What a reader saves it as: reference, revision and language."""
        return f"{self.revision.document.reference}-r{self.revision.number}-{self.language}.{self.extension}"

    def get_absolute_url(self):
        """The address of the file, or of the text on the document's page where there is no file."""
        revision = self.revision
        if not self.file:
            return f"{revision.document.get_absolute_url()}?text={self.language}"
        return reverse(
            "file", args=[revision.document.reference, revision.number, self.language, self.role, self.extension]
        )
