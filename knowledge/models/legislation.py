"""Laws of the Participants, as details of documents."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from asm_portal.dated import today
from asm_portal.models import User
from asm_portal.tracked import Tracked
from asm_portal.visibility import Audience, Through, VisibleQuerySet
from knowledge.models.documents import Document


class LegislationQuerySet(VisibleQuerySet):
    """Laws by the days on which they are in force."""

    def of_final_texts(self):
        return self.filter(document__state=Document.State.FINAL)

    def in_force_on(self, day=None):
        """The laws in force on the day; one without a known first day is in force until its last."""
        day = day or today()
        return self.of_final_texts().filter(
            Q(in_force_from=None) | Q(in_force_from__lte=day), Q(in_force_until=None) | Q(in_force_until__gt=day)
        )


class Legislation(Through, Tracked):
    """A law, decree or regulation of the Participant that is its document's organisation. The rendition with the role “original”
    is the authentic text; translations are unofficial. `in_force_until` is the first day on which it no longer holds.

    A law that a Participant has proposed is its own document, for its own representatives only; the secretariat publishes it for
    the audience that the Participant agreed to.
    """

    visible_through = "document"
    AUDIENCES = (Audience.PROCESS, Audience.PUBLIC, Audience.PARTICIPANTS)

    document = models.OneToOneField(Document, models.PROTECT, related_name="legislation", verbose_name=_("document"))
    in_force_from = models.DateField(_("in force from"), null=True, blank=True)
    in_force_until = models.DateField(
        _("in force until"), null=True, blank=True, help_text=_("The first day on which it no longer holds.")
    )
    source_url = models.URLField(_("source on the web"), blank=True, max_length=500)
    subjects = models.CharField(
        _("subjects, in words"), max_length=200, blank=True, help_text=_("For example: mining, customs, penalties.")
    )
    last_checked_on = models.DateField(_("last checked on"), null=True, blank=True)
    last_checked_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("last checked by")
    )
    agreed_audience = models.CharField(
        _("who may read it, as the Participant agreed"),
        max_length=12,
        choices=[(audience.value, audience.label) for audience in AUDIENCES],
        default=Audience.PROCESS,
    )
    proposed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", editable=False, verbose_name=_("proposed by")
    )

    objects = LegislationQuerySet.as_manager()

    class Meta:
        verbose_name = _("law")
        verbose_name_plural = _("laws")
        ordering = [F("in_force_from").desc(nulls_last=True), "-document"]
        constraints = [
            models.CheckConstraint(
                condition=Q(in_force_from=None) | Q(in_force_until=None) | Q(in_force_from__lt=F("in_force_until")),
                name="a_law_ends_after_it_begins",
                violation_error_message=_("The end must come after the beginning."),
            )
        ]

    def __str__(self):
        return str(self.document)

    def clean(self):
        super().clean()
        stored = Legislation.objects.filter(pk=self.pk).exclude(proposed_by=None).first()
        if stored and stored.agreed_audience != self.agreed_audience:
            raise ValidationError(
                {"agreed_audience": _("The Participant agreed to this audience; nobody else changes it.")}
            )

    def holds_on(self, day):
        """Whether the law is in force on the day, as far as its days are known."""
        has_begun = self.in_force_from is None or self.in_force_from <= day
        return has_begun and (self.in_force_until is None or self.in_force_until > day)

    @property
    def waits_for_publication(self):
        """Whether only the Participant’s own representatives may read it, until the secretariat publishes it."""
        document = self.document
        return document.audience == Audience.ORGANISATION and document.state == Document.State.FINAL
