"""What hangs on a meeting: what became of it, how one joins it, and to whom besides it was opened."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from asm_portal.models.bodies import in_language
from asm_portal.models.exceptions import PersonGrant, SharedWith
from asm_portal.tracked import Tracked
from asm_portal.visibility import Through, Visible, addressed_to, excepted_for
from logistics.meetings.times import days_in_words
from logistics.models.meetings import EventKind, Meeting, editable_meetings, of_joint_session


class MeetingGrant(PersonGrant):
    """A meeting opened to a named person until an instant."""

    content_object = models.ForeignKey(Meeting, models.PROTECT, related_name="grants", verbose_name=_("meeting"))

    class Meta(PersonGrant.Meta):
        verbose_name = _("meeting opened to a person")
        verbose_name_plural = _("meetings opened to a person")


class MeetingShare(SharedWith):
    """A meeting opened to another body until an instant."""

    content_object = models.ForeignKey(Meeting, models.PROTECT, related_name="shares", verbose_name=_("meeting"))

    class Meta(SharedWith.Meta):
        verbose_name = _("meeting opened to a body")
        verbose_name_plural = _("meetings opened to a body")


class MeetingEvent(Through, Tracked):
    """What became of a meeting, when and why: it was proposed, convened, moved from some days to others, cancelled."""

    visible_through = "meeting"

    Kind = EventKind

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="events", verbose_name=_("meeting"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    at = models.DateTimeField(_("at (UTC)"), default=timezone.now)
    by = models.ForeignKey("asm_portal.User", models.PROTECT, related_name="+", verbose_name=_("by"))
    reason_en = models.CharField(_("reason in English"), max_length=500, blank=True)
    reason_fr = models.CharField(_("reason in French"), max_length=500, blank=True)
    old_start_date = models.DateField(_("first day before"), null=True, blank=True)
    old_end_date = models.DateField(_("last day before"), null=True, blank=True)
    new_start_date = models.DateField(_("first day after"), null=True, blank=True)
    new_end_date = models.DateField(_("last day after"), null=True, blank=True)

    class Meta:
        verbose_name = _("event of a meeting")
        verbose_name_plural = _("events of a meeting")
        ordering = ["meeting", "at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind__in=["moved", "cancelled"]) | ~Q(reason_en="", reason_fr=""),
                name="a_meeting_is_moved_or_cancelled_for_a_reason",
                violation_error_message=_("Give the reason, in English or in French."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="moved")
                | Q(
                    old_start_date__isnull=False,
                    old_end_date__isnull=False,
                    new_start_date__isnull=False,
                    new_end_date__isnull=False,
                ),
                name="a_meeting_is_moved_from_days_to_days",
            ),
        ]

    def __str__(self):
        return f"{self.meeting}{gettext(':')} {self.get_kind_display()}"

    @property
    def reason(self):
        return in_language(self, "reason")

    @property
    def has_new_days(self):
        """Whether it is a move to other days, not only to other times."""
        old, new = (self.old_start_date, self.old_end_date), (self.new_start_date, self.new_end_date)
        return self.kind == self.Kind.MOVED and old != new

    @property
    def days_before(self):
        """The days from which the meeting was moved, in words."""
        return days_in_words(self.old_start_date, self.old_end_date)

    @property
    def days_after(self):
        """The days to which the meeting was moved, in words."""
        return days_in_words(self.new_start_date, self.new_end_date)


class JoiningDetails(Visible, Tracked):
    """How one joins a meeting from afar, for those it is told to, of whom all may know of the meeting."""

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="joining", verbose_name=_("meeting"))
    link = models.URLField(_("link"), max_length=500, blank=True)
    text_en = models.TextField(_("how to join, in English"), blank=True, help_text=_("Telephone numbers, codes."))
    text_fr = models.TextField(_("how to join, in French"), blank=True)

    class Meta(Visible.Meta):
        verbose_name = _("joining details")
        verbose_name_plural = _("joining details")
        ordering = ["meeting"]
        constraints = [
            *Visible.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(link="", text_en="", text_fr=""),
                name="joining_details_say_something",
                violation_error_message=_("Give the link, or say how to join."),
            ),
        ]

    def __str__(self):
        return f"{self._meta.verbose_name}{gettext(':')} {self.meeting}"

    @classmethod
    def readable(cls, standing):
        """Those they are addressed to, and whoever the meeting was opened to by an exception."""
        told = addressed_to(standing) | of_joint_session(standing, "meeting")
        opened = Q(meeting__in=Meeting.objects.filter(excepted_for(Meeting, standing)).values("pk"))
        meetings = Meeting.objects.filter(Meeting.readable(standing)).values("pk")
        return (told | opened) & Q(meeting__in=meetings) | cls.changeable(standing)

    @classmethod
    def changeable(cls, standing):
        return Q(meeting__in=editable_meetings(standing))

    @property
    def text(self):
        return in_language(self, "text")
