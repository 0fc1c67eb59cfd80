"""Meetings of the Process."""

from django.db import models
from django.db.models import F, Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from asm_portal.dated import Precision
from asm_portal.models.bodies import Body, in_language
from asm_portal.models.organisations import Organisation
from asm_portal.references import new_reference
from asm_portal.tracked import Sourced, Tracked
from asm_portal.visibility import Through, Visible


class Meeting(Visible, Tracked, Sourced):
    """A meeting; ordinals disagree between sources, so it is known by its kind and year. `end_date` is its last day."""

    class Kind(models.TextChoices):
        PLENARY = "plenary", _("Plenary")
        SPECIAL_PLENARY = "special_plenary", _("special Plenary")
        INTERSESSIONAL = "intersessional", _("Intersessional meeting")
        BODY = "body", _("meeting of a body")
        TELECONFERENCE = "teleconference", _("teleconference")
        AD_HOC = "ad_hoc", _("ad hoc meeting")
        PREPARATORY = "preparatory", _("preparatory meeting")

    class Format(models.TextChoices):
        IN_PERSON = "in_person", _("in person")
        HYBRID = "hybrid", _("in person and online")
        ONLINE = "online", _("online")

    reference = models.CharField(_("reference"), max_length=24, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    start_date = models.DateField(_("first day"))
    end_date = models.DateField(_("last day"))
    date_precision = models.CharField(
        _("precision of the dates"), max_length=7, choices=Precision, default=Precision.DAY
    )
    city_en = models.CharField(_("city in English"), max_length=80, blank=True)
    city_fr = models.CharField(_("city in French"), max_length=80, blank=True)
    country = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("state of the venue")
    )
    host = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("host")
    )
    format = models.CharField(_("format"), max_length=10, choices=Format, default=Format.IN_PERSON)
    is_demonstration = models.BooleanField(_("demonstration"), default=False, editable=False)

    class Meta(Visible.Meta):
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["-start_date", "-pk"]
        base_manager_name = "objects"
        constraints = [
            *Visible.Meta.constraints,
            models.CheckConstraint(
                condition=Q(start_date__lte=F("end_date")),
                name="a_meeting_ends_after_it_begins",
                violation_error_message=_("The end must come after the beginning."),
            ),
        ]

    def __str__(self):
        return f"{capfirst(self.get_kind_display())} {self.start_date.year}" + (f", {self.city}" if self.city else "")

    @property
    def city(self):
        return in_language(self, "city")

    def save(self, *args, **kwargs):
        if not self.reference:
            self.reference = new_reference("MTG", self.start_date.year)
        super().save(*args, **kwargs)


class MeetingBody(Through, Tracked):
    """A body that a meeting is of; a joint session has several."""

    visible_through = "meeting"

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="of_bodies", verbose_name=_("meeting"))
    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("body"))

    class Meta:
        verbose_name = _("body of a meeting")
        verbose_name_plural = _("bodies of a meeting")
        ordering = ["meeting", "body"]
        constraints = [models.UniqueConstraint(fields=["meeting", "body"], name="a_meeting_names_a_body_once")]

    def __str__(self):
        return str(self.body)
