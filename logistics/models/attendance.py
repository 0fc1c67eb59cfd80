"""Who attended a meeting, by organisation."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from asm_portal.models import Organisation
from asm_portal.tracked import Tracked
from asm_portal.visibility import Open, Through
from logistics.models.meetings import Meeting, editable_meetings
from logistics.models.registration import Registration, concerning


class AttendanceSheet(Open, Tracked):
    """Who attended a meeting, as it was recorded there. `others` are those present for no Participant and no Observer."""

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="attendance_sheet", verbose_name=_("meeting"))
    others = models.TextField(_("others present"), max_length=2000, blank=True)
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )

    class Meta:
        verbose_name = _("record of attendance")
        verbose_name_plural = _("records of attendance")
        ordering = ["-meeting__start_date", "pk"]
        base_manager_name = "objects"

    def __str__(self):
        return str(self.meeting)

    @classmethod
    def readable(cls, standing):
        """Those whom the meeting concerns and who may know of it; and those who had registered."""
        known = Meeting._base_manager.filter(Meeting.readable(standing))
        listed = Registration.objects.filter(Registration.with_list(standing))
        return Q(meeting__in=known.filter(concerning(standing)).values("pk")) | Q(meeting__in=listed.values("meeting"))

    @classmethod
    def changeable(cls, standing):
        """Those who may change the meeting."""
        return Q(meeting__in=editable_meetings(standing))


class Attendance(Through, Tracked):
    """That an organisation was present at a meeting, absent, or had sent its apologies."""

    visible_through = "sheet"

    class State(models.TextChoices):
        PRESENT = "present", _("present")
        ONLINE = "online", _("present online")
        APOLOGIES = "apologies", _("sent apologies")
        ABSENT = "absent", _("absent")

    sheet = models.ForeignKey(
        AttendanceSheet, models.PROTECT, related_name="rows", verbose_name=_("record of attendance")
    )
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    state = models.CharField(_("state"), max_length=10, choices=State)

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering = ["sheet", "organisation"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "organisation"], name="an_organisation_attends_a_meeting_once")
        ]

    def __str__(self):
        return str(self.organisation)
