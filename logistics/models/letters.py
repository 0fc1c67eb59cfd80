"""The letter that is prepared for the KP Chair when reminders did not help."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from asm_portal.dated import today
from asm_portal.models import Organisation, User
from asm_portal.references import new_reference
from asm_portal.tracked import Tracked
from asm_portal.visibility import EVERYBODY, NOBODY, Open
from logistics.models.obligations import ReportingPeriod


class EscalationLetter(Open, Tracked):
    """A letter to a Participant about a report that is overdue after the last reminder: prepared once, for the Chair's office.

    States: prepared → sent | declined, by the Chair's office. The portal sends nothing by itself and publishes nothing. A letter
    that nobody has decided on lapses once the report is no longer overdue; that is computed, as overdue is.
    """

    class State(models.TextChoices):
        PREPARED = "prepared", _("prepared")
        SENT = "sent", _("sent by the Chair")
        DECLINED = "declined", _("not sent")

    reference = models.CharField(_("reference"), max_length=24, unique=True, editable=False)
    period = models.ForeignKey(
        ReportingPeriod, models.PROTECT, related_name="+", verbose_name=_("period"), editable=False
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("Participant"), editable=False
    )
    text_en = models.TextField(_("text in English"))
    text_fr = models.TextField(_("text in French"))
    prepared_on = models.DateField(_("prepared on"), default=today, editable=False)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.PREPARED, editable=False)
    decided_on = models.DateField(_("sent or decided on"), null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by"), editable=False
    )
    reason = models.TextField(_("why it is not sent"), blank=True, editable=False)

    class Meta:
        verbose_name = _("letter about an overdue report")
        verbose_name_plural = _("letters about overdue reports")
        ordering = ["-prepared_on", "-pk"]
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["period", "organisation"], name="one_letter_is_prepared_about_an_overdue_report"
            ),
            models.CheckConstraint(
                condition=Q(state="prepared", decided_on=None, decided_by=None)
                | ~Q(state="prepared") & Q(decided_on__isnull=False, decided_by__isnull=False),
                name="a_letter_says_when_and_by_whom_it_was_decided",
                violation_error_message=_("Say on which day it was sent."),
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(reason=""),
                name="a_letter_that_is_not_sent_has_a_reason",
                violation_error_message=_("Say why the letter is not sent."),
            ),
        ]

    def __str__(self):
        return f"{self.period}, {self.organisation}"

    @classmethod
    def readable(cls, standing):
        return EVERYBODY if standing.chair or standing.secretariat else NOBODY

    def get_absolute_url(self):
        return reverse("logistics:escalation-letter", args=[self.reference])

    def save(self, *args, **kwargs):
        if not self.reference:
            self.reference = new_reference("LTR", self.prepared_on.year)
        super().save(*args, **kwargs)
