"""The ladder of reminders, and the ledger of who was reminded of what."""

from django.db import models
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from asm_portal.models import Delivery, Person
from asm_portal.tracked import Tracked
from asm_portal.visibility import Open
from logistics.models.obligations import OWNERS, Owned


class ReminderStep(Open, Tracked):
    """A step of the ladder: on which day, counted from the day on which a report is due, and whom it reaches.

    Who is asked first are the focal points for the matter or, where the owner has none, its general one. Later steps reach more.
    For a body or an office, whoever leads it takes the place of the focal point and its other offices that of the deputy.
    """

    class Reach(models.TextChoices):
        IN_CHARGE = "in_charge", _("the focal point in charge")
        DEPUTIES = "deputies", _("and the deputies")
        GENERAL = "general", _("and the general focal point with its deputy")

    days = models.SmallIntegerField(
        _("days after the report is due"), unique=True, help_text=_("Before it is due: with a minus, for example -30.")
    )
    reach = models.CharField(_("whom it reaches"), max_length=10, choices=Reach, default=Reach.IN_CHARGE)

    class Meta:
        verbose_name = _("step of the reminders")
        verbose_name_plural = _("steps of the reminders")
        ordering = ["days"]
        base_manager_name = "objects"

    def __str__(self):
        return step_words(self.days)


def step_words(days):
    """A step in words: 30 days before, on the day, 14 days after."""
    if days == 0:
        return gettext("on the day it is due")
    count = abs(days)
    if days < 0:
        return ngettext("%(count)s day before", "%(count)s days before", count) % {"count": count}
    return ngettext("%(count)s day after", "%(count)s days after", count) % {"count": count}


class Reminder(Owned):
    """That a person was put down to be reminded, by a step, of what an owner owes for a period: once, whatever happens.

    Written together with the delivery of that day, which bundles all that the person is reminded of. What is no longer owed
    when the mail is written is left out of it.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("person"))
    days = models.SmallIntegerField(_("days after the report is due"))
    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="+", verbose_name=_("mail"))

    class Meta(Owned.Meta):
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["-delivery", "pk"]
        constraints = [
            *Owned.Meta.constraints,
            *(
                models.UniqueConstraint(
                    fields=["person", "period", "days", name], name=f"a_step_reminds_a_person_once_for_the_{name}"
                )
                for name in OWNERS
            ),
        ]

    def __str__(self):
        return f"{self.period}, {self.owner}: {step_words(self.days)}"
