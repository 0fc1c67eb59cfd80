"""Meetings of the Process."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, CharField, F, Q, Value, When
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from asm_portal.dated import Precision, today
from asm_portal.models.bodies import Body, in_language
from asm_portal.models.organisations import Organisation
from asm_portal.references import new_reference
from asm_portal.tracked import Sourced, Tracked
from asm_portal.visibility import NOBODY, Through, Visible, VisibleQuerySet
from knowledge.models import Document, Minutes


class Account(models.TextChoices):
    """What there is on record of a meeting that is over."""

    ADOPTED = "adopted", pgettext_lazy("minutes", "Adopted")
    PUBLISHED = "published", pgettext_lazy("a communiqué", "Published")
    CIRCULATED = "circulated", _("Circulated, not yet adopted")
    DRAFT = "draft", _("Draft")
    NONE = "none", _("None, with a reason")
    OWED = "owed", _("Owed")


def account_of(document, reason, finished):
    """The account that a document gives, or the reason why there is none; a withdrawn one gives none."""
    state, states = f"{document}__state", Document.State
    by_state = {states.FINAL: finished, states.CIRCULATED: Account.CIRCULATED, states.DRAFT: Account.DRAFT}
    given = [When(**{state: found}, then=Value(account.value)) for found, account in by_state.items()]
    none = When(~Q(**{f"{reason}_en": "", f"{reason}_fr": ""}), then=Value(Account.NONE.value))
    return Case(*given, none, default=Value(Account.OWED.value), output_field=CharField())


class MeetingQuerySet(VisibleQuerySet):
    """Meetings, and what they owe."""

    def owing_a_communique(self):
        """Plenaries that are over, each with its `account`."""
        plenaries = self.filter(kind__in=[Meeting.Kind.PLENARY, Meeting.Kind.SPECIAL_PLENARY], end_date__lt=today())
        return plenaries.annotate(account=account_of("communique", "no_communique_reason", Account.PUBLISHED))


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
    communique = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("communiqué")
    )
    no_communique_reason_en = models.CharField(_("why there is no communiqué, in English"), max_length=300, blank=True)
    no_communique_reason_fr = models.CharField(_("why there is no communiqué, in French"), max_length=300, blank=True)
    is_demonstration = models.BooleanField(_("demonstration"), default=False, editable=False)

    objects = MeetingQuerySet.as_manager()

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
            models.CheckConstraint(
                condition=Q(communique=None) | Q(no_communique_reason_en="", no_communique_reason_fr=""),
                name="a_meeting_has_a_communique_or_a_reason_for_none",
                violation_error_message=_("Give the communiqué or the reason why there is none, not both."),
            ),
        ]

    def __str__(self):
        return f"{capfirst(self.get_kind_display())} {self.start_date.year}" + (f", {self.city}" if self.city else "")

    @property
    def city(self):
        return in_language(self, "city")

    @property
    def no_communique_reason(self):
        return in_language(self, "no_communique_reason")

    def save(self, *args, **kwargs):
        if not self.reference:
            self.reference = new_reference("MTG", self.start_date.year)
        super().save(*args, **kwargs)


class MeetingBodyQuerySet(VisibleQuerySet):
    """Meetings as their bodies answer for them."""

    def owing_minutes(self):
        """Meetings that are over, of bodies that keep minutes, each with its `account`. A Plenary and an Intersessional meeting
        have a communiqué instead."""
        kept = self.filter(meeting__end_date__lt=today()).exclude(
            body__kind__in=[Body.Kind.PLENARY, Body.Kind.INTERSESSIONAL]
        )
        return kept.annotate(account=account_of("minutes__document", "no_minutes_reason", Account.ADOPTED))


class MeetingBody(Through, Tracked):
    """A body that a meeting is of; a joint session has several, each with its minutes or with those of another of them."""

    visible_through = "meeting"

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="of_bodies", verbose_name=_("meeting"))
    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("body"))
    minutes = models.ForeignKey(
        Minutes, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("minutes")
    )
    no_minutes_reason_en = models.CharField(_("why no minutes were kept, in English"), max_length=300, blank=True)
    no_minutes_reason_fr = models.CharField(_("why no minutes were kept, in French"), max_length=300, blank=True)

    objects = MeetingBodyQuerySet.as_manager()

    class Meta:
        verbose_name = _("body of a meeting")
        verbose_name_plural = _("bodies of a meeting")
        ordering = ["meeting", "body"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "body"], name="a_meeting_names_a_body_once"),
            models.CheckConstraint(
                condition=Q(minutes=None) | Q(no_minutes_reason_en="", no_minutes_reason_fr=""),
                name="a_meeting_has_minutes_or_a_reason_for_none",
                violation_error_message=_("Give the minutes or the reason why none were kept, not both."),
            ),
        ]

    def __str__(self):
        return str(self.body)

    @classmethod
    def changeable(cls, standing):
        """Its editors: the secretariat, and those who lead the body."""
        return super().changeable(standing) | (Q(body__in=standing.led_bodies) if standing.led_bodies else NOBODY)

    @property
    def no_minutes_reason(self):
        return in_language(self, "no_minutes_reason")

    def clean(self):
        super().clean()
        if self.minutes is None or self.minutes.body_id == self.body_id:
            return
        if not (self.meeting_id and self.meeting.of_bodies.filter(body=self.minutes.body_id).exists()):
            raise ValidationError({"minutes": _("These minutes are of a body that the meeting is not of.")})
