"""The words of the Process in its languages."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from asm_portal.tracked import Sourced, Tracked
from asm_portal.visibility import Open


class GlossaryTerm(Open, Tracked, Sourced):
    """A term with its abbreviations."""

    term_en = models.CharField(_("term in English"), max_length=200, unique=True)
    term_fr = models.CharField(_("term in French"), max_length=200, blank=True)
    term_pt = models.CharField(_("term in Portuguese"), max_length=200, blank=True)
    abbreviation_en = models.CharField(_("abbreviation in English"), max_length=30, blank=True)
    abbreviation_fr = models.CharField(_("abbreviation in French"), max_length=30, blank=True)

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("glossary")
        ordering = ["term_en"]

    def __str__(self):
        return self.term_en
