"""The search index: one entry per record and language."""

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from asm_portal.areas import areas
from asm_portal.models.organisations import LANGUAGE_CHOICES
from asm_portal.visibility import NOBODY, Open


class SearchEntry(Open):
    """The words of a record in a language, as `asm_portal.search` finds them.

    An entry holds no audience of its own: it is for those who may know of its record now (audience, state, organisation,
    exceptions, embargo), and one of an unreleased text for those who may change the record. So the index cannot lag behind
    the rule. `reference` and `number` are kept as `words.key` compares them.
    """

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+", verbose_name=_("kind of record"))
    object_id = models.PositiveBigIntegerField(_("record"))
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGE_CHOICES)
    is_draft = models.BooleanField(_("of an unreleased text"), default=False)
    title = models.TextField(_("title"))
    body = models.TextField(_("text"), blank=True)
    reference = models.CharField(_("reference"), max_length=120, blank=True, db_index=True)
    number = models.CharField(_("official number"), max_length=120, blank=True, db_index=True)

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "language", "is_draft"],
                name="a_record_is_indexed_once_per_language",
            )
        ]

    def __str__(self):
        return self.title

    @classmethod
    def readable(cls, standing):
        found = NOBODY
        for model in (model for area in areas() for model in area.indexed):
            known = model._base_manager.filter(model.readable(standing))
            edited = known.filter(model.changeable(standing))
            found |= Q(content_type=ContentType.objects.get_for_model(model)) & (
                Q(is_draft=False, object_id__in=known.values("pk"))
                | Q(is_draft=True, object_id__in=edited.values("pk"))
            )
        return found
