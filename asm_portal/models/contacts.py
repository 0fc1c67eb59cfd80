"""What people tell of their own contact data."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from asm_portal.models.people import Person
from asm_portal.tracked import Tracked
from asm_portal.visibility import EVERYBODY, NOBODY, Open


class ContactReport(Open, Tracked):
    """A person says what has changed in their contact data; the secretariat corrects the record and settles the report. One is
    open at a time."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="contact_reports", verbose_name=_("person"))
    text = models.TextField(_("what has changed"), max_length=2000)
    reported_at = models.DateTimeField(_("reported at"), auto_now_add=True)
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("settled by")
    )

    class Meta:
        verbose_name = _("report on contact data")
        verbose_name_plural = _("reports on contact data")
        ordering = ["reported_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(settled_at=None), name="a_person_has_one_open_report_on_contact_data"
            )
        ]

    def __str__(self):
        return str(self.person)

    @classmethod
    def readable(cls, standing):
        if standing.secretariat:
            return EVERYBODY
        return NOBODY if standing.person_id is None else Q(person=standing.person_id)
