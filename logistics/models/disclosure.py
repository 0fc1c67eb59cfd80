"""What the KP Chair lets Observers and everyone else know of who has reported."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from asm_portal.models import User
from asm_portal.tracked import Tracked
from asm_portal.visibility import EVERYBODY, NOBODY, Open, VisibleQuerySet
from knowledge.models import Document


class DisclosureQuerySet(VisibleQuerySet):
    """Decisions of the Chair's office."""

    def in_force(self, readers):
        """The decision that holds for these readers now: the latest; None where the Chair has decided nothing."""
        return self.filter(readers=readers).order_by("-decided_at", "-pk").first()


class Disclosure(Open, Tracked):
    """A decision of the KP Chair's office on what others than Participants may know of who has reported.

    It holds from its instant until the next one for the same readers. Without a decision they know nothing.
    """

    class Readers(models.TextChoices):
        OBSERVERS = "observers", _("Observers")
        PUBLIC = "public", _("everyone")

    class Shown(models.TextChoices):
        NOTHING = "nothing", _("nothing")
        TOTALS = "totals", _("totals that name nobody")
        MATRIX = "matrix", _("the whole table, by Participant")

    readers = models.CharField(_("for whom"), max_length=9, choices=Readers)
    shown = models.CharField(_("what they may know"), max_length=7, choices=Shown)
    reason = models.CharField(_("reason"), max_length=500)
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("document or decision")
    )
    decided_at = models.DateTimeField(_("decided at"), default=timezone.now, editable=False)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("decided by"), editable=False)

    objects = DisclosureQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision on who may know who has reported")
        verbose_name_plural = _("decisions on who may know who has reported")
        ordering = ["-decided_at", "-pk"]
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                condition=~Q(readers="public", shown="matrix"),
                name="the_public_is_told_at_most_totals",
                violation_error_message=_("Everyone may know at most totals: nobody is named in public."),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="a_decision_on_disclosure_has_a_reason",
                violation_error_message=_("Give the reason of the decision."),
            ),
        ]

    def __str__(self):
        return f"{self.get_readers_display()}: {self.get_shown_display()}"

    @classmethod
    def readable(cls, standing):
        """The decisions with their reasons are for the Chair's office and the secretariat; what follows from them shows."""
        return EVERYBODY if standing.chair or standing.secretariat else NOBODY
