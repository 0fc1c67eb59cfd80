"""Addresses of the old public site, and where they lead now."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from asm_portal.tracked import Tracked
from asm_portal.visibility import Open
from communications.pages.addresses import LONGEST, old_address, own_address, without_language
from knowledge.models import Document

LOOP = _("This address would lead to another one of this list, or to itself.")


class Redirect(Open, Tracked):
    """An address of the old public site, path and query exactly, and what stands there now: a document, or a page of ours, whose
    address is kept without its language so that readers stay in theirs."""

    old_path = models.CharField(
        _("old address"), max_length=LONGEST, unique=True, help_text=_("From the first “/” on, with its query.")
    )
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("leads to the document")
    )
    new_path = models.CharField(
        _("leads to the page"), max_length=LONGEST, blank=True,
        help_text=_("An address of this site, where it is not a document: /communiques/?year=2012."),
    )  # fmt: skip

    class Meta:
        verbose_name = _("redirect of an old address")
        verbose_name_plural = _("redirects of old addresses")
        ordering = ["old_path"]
        constraints = [
            models.CheckConstraint(
                condition=Q(document__isnull=False, new_path="") | (Q(document__isnull=True) & ~Q(new_path="")),
                name="an_old_address_leads_to_one_place",
                violation_error_message=_("Name the document or the page that it leads to: one of the two."),
            ),
        ]

    def __str__(self):
        return self.old_path

    def clean(self):
        """Write both addresses as they are compared, and refuse those that would lead round in a circle."""
        problems = {}
        for name, write in (("old_path", old_address), ("new_path", own_address)):
            try:
                if getattr(self, name):
                    setattr(self, name, write(getattr(self, name)))
            except ValidationError as refusal:
                problems[name] = refusal
        if problems:
            raise ValidationError(problems)
        if self.new_path and self.leads_round():
            raise ValidationError({"new_path": LOOP})
        if self.is_led_to():
            raise ValidationError({"old_path": LOOP})

    def leads_round(self):
        ahead = [f"/{code}{self.new_path}" for code, _name in settings.LANGUAGES]
        others = Redirect.objects.exclude(pk=self.pk)
        return self.old_path in ahead or others.filter(old_path__in=ahead).exists()

    def is_led_to(self):
        return Redirect.objects.exclude(pk=self.pk).filter(new_path=without_language(self.old_path)).exists()

    def address_for(self, user):
        """Where it leads in the language of the reader; "" where they may not know of the document."""
        if self.new_path:
            return f"/{get_language()}{self.new_path}"
        document = Document.objects.visible_to(user).filter(pk=self.document_id).first()
        return document.get_absolute_url() if document else ""
