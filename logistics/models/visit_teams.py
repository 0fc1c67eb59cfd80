"""The inside of a visit: its team, their travel, where it goes, its papers, what was said to its report and recommended in it."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from asm_portal.dated import today
from asm_portal.models.bodies import in_language
from asm_portal.models.organisations import Organisation
from asm_portal.models.people import Person
from asm_portal.tracked import Tracked
from asm_portal.visibility import EVERYBODY, NOBODY, Open, VisibleQuerySet
from knowledge.models import Document, Revision
from logistics.models.follow_up import Action
from logistics.models.visits import Inside, Visit


class Briefing(Inside, Tracked):
    """What the team is sent for, and how it is reached on the way."""

    visit = models.OneToOneField(Visit, models.PROTECT, related_name="briefing", verbose_name=_("visit"))
    terms_en = models.TextField(_("terms of reference in English"), blank=True)
    terms_fr = models.TextField(_("terms of reference in French"), blank=True)
    contact = models.TextField(
        _("how the team is reached"),
        blank=True,
        help_text=_("A number that answers during the visit, and whose it is."),
    )

    class Meta:
        verbose_name = _("briefing of a visit")
        verbose_name_plural = _("briefings of visits")
        ordering = ["visit"]

    def __str__(self):
        return str(self.visit)

    @property
    def terms(self):
        return in_language(self, "terms")


class MemberQuerySet(VisibleQuerySet):
    """Members of teams."""

    def current(self):
        """Those who were not replaced."""
        return self.filter(left_on=None)


class VisitMember(Inside, Tracked):
    """A person of the team, for the organisation that they come from. One who is replaced stays on record, and why."""

    class Role(models.TextChoices):
        LEADER = "leader", _("leader of the team")
        MEMBER = "member", _("member of the team")

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="members", verbose_name=_("visit"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("person"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    role = models.CharField(_("role"), max_length=6, choices=Role, default=Role.MEMBER)
    joined_on = models.DateField(_("joined on"), default=today)
    left_on = models.DateField(_("left on"), null=True, blank=True)
    left_because = models.CharField(_("why they left"), max_length=300, blank=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("member of a visit’s team")
        verbose_name_plural = _("members of visits’ teams")
        ordering = ["visit", "role", "pk"]
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["visit"],
                condition=Q(role="leader", left_on=None),
                name="a_team_has_one_leader",
                violation_error_message=_("The team already has a leader."),
            ),
            models.UniqueConstraint(
                fields=["visit", "person"],
                condition=Q(left_on=None),
                name="a_person_is_in_a_team_once",
                violation_error_message=_("This person is in the team already."),
            ),
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(joined_on__lte=F("left_on")), name="a_member_leaves_after_joining"
            ),
        ]

    def __str__(self):
        return f"{self.person}, {self.organisation}"

    @property
    def is_leader(self):
        return self.role == self.Role.LEADER


class TravelPlan(Open):
    """When a member comes and goes, and what they need. It keeps no history and is deleted some days after the return.

    For the member, for the Participant that receives them, and for the secretariat.
    """

    member = models.OneToOneField(VisitMember, models.CASCADE, related_name="travel", verbose_name=_("member"))
    arrives_on = models.DateField(_("arrives on"), null=True, blank=True)
    arrival = models.CharField(_("arrival"), max_length=200, blank=True, help_text=_("Flight, time, place."))
    leaves_on = models.DateField(_("leaves on"), null=True, blank=True)
    departure = models.CharField(_("departure"), max_length=200, blank=True)
    needs = models.CharField(_("special needs"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("travel data")
        verbose_name_plural = _("travel data")
        ordering = ["arrives_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(arrives_on=None) | Q(leaves_on=None) | Q(arrives_on__lte=F("leaves_on")),
                name="a_member_of_a_team_leaves_after_arriving",
                violation_error_message=_("The departure must come after the arrival."),
            ),
        ]

    def __str__(self):
        return str(self.member)

    @classmethod
    def readable(cls, standing):
        if standing.secretariat:
            return EVERYBODY
        of_the_host = Q(
            member__visit__participant__in=standing.organisations, member__visit__state=Visit.State.CONFIRMED
        )
        return of_the_host | cls.own(standing)

    @classmethod
    def changeable(cls, standing):
        return super().changeable(standing) | cls.own(standing)

    @classmethod
    def own(cls, standing):
        """That of the reader, as long as the visit is theirs to know."""
        if standing.person_id is None:
            return NOBODY
        known = Visit.objects.filter(Visit.inside(standing)).values("pk")
        return Q(member__person=standing.person_id, member__left_on=None, member__visit__in=known)


class ItineraryStop(Inside, Tracked):
    """A stop of the itinerary. It counts days from the first one of the visit, so that it moves with it."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="stops", verbose_name=_("visit"))
    day_number = models.PositiveSmallIntegerField(
        _("day of the visit"), help_text=_("1 is the first day; the stop moves with the visit.")
    )
    time = models.TimeField(_("time there"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=120)
    what = models.CharField(_("what is looked at, and with whom"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("stop of an itinerary")
        verbose_name_plural = _("itinerary")
        ordering = ["visit", "day_number", F("time").asc(nulls_first=True), "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(day_number__gte=1), name="an_itinerary_counts_days_from_1"),
        ]

    def __str__(self):
        return self.place


class VisitPaper(Inside, Tracked):
    """A document that the team works with, in the revision that it was given."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="papers", verbose_name=_("visit"))
    document = models.ForeignKey(Document, models.PROTECT, related_name="+", verbose_name=_("document"))
    revision = models.ForeignKey(
        Revision, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("revision")
    )

    class Meta:
        verbose_name = _("paper of a visit")
        verbose_name_plural = _("papers of visits")
        ordering = ["visit", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "document"],
                name="a_visit_has_a_paper_once",
                violation_error_message=_("This document is among the papers already."),
            ),
        ]

    def __str__(self):
        return str(self.document)


class ReportComment(Inside, Tracked):
    """What the Participant says to the draft of the report on it, about exactly one revision."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="comments", verbose_name=_("visit"))
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="+", verbose_name=_("revision"))
    text = models.TextField(_("text"))
    at = models.DateTimeField(_("at (UTC)"), default=timezone.now)
    by = models.ForeignKey("asm_portal.User", models.PROTECT, related_name="+", verbose_name=_("entered by"))

    class Meta:
        verbose_name = _("comment on a draft report")
        verbose_name_plural = _("comments on draft reports")
        ordering = ["visit", "at", "pk"]

    def __str__(self):
        return str(self.visit)


class Recommendation(Open, Tracked):
    """A recommendation of a visit's report: it becomes an action or says why not. Who may read the report reads it too."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="recommendations", verbose_name=_("visit"))
    number = models.PositiveSmallIntegerField(_("number"))
    text_en = models.TextField(_("text in English"), blank=True)
    text_fr = models.TextField(_("text in French"), blank=True)
    action = models.OneToOneField(
        Action, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("action")
    )
    no_action_reason_en = models.CharField(_("why it became no action, in English"), max_length=500, blank=True)
    no_action_reason_fr = models.CharField(_("why it became no action, in French"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("recommendation of a visit")
        verbose_name_plural = _("recommendations of visits")
        ordering = ["visit", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "number"],
                name="recommendations_of_a_visit_are_numbered",
                violation_error_message=_("There is a recommendation with this number already."),
            ),
            models.CheckConstraint(
                condition=~Q(text_en="", text_fr=""),
                name="a_recommendation_has_a_text",
                violation_error_message=_("Write the recommendation in one language at least."),
            ),
            models.CheckConstraint(
                condition=Q(action=None) | Q(no_action_reason_en="", no_action_reason_fr=""),
                name="a_recommendation_has_an_action_or_a_reason_for_none",
                violation_error_message=_("A recommendation becomes an action or says why not, not both."),
            ),
        ]

    def __str__(self):
        return f"{self.visit} – {self.number}"

    @classmethod
    def readable(cls, standing):
        visits = Visit.objects.filter(Visit.readable(standing))
        reports = Document.objects.filter(Document.readable(standing), state=Document.State.FINAL).values("pk")
        return Q(visit__in=visits.filter(Visit.inside(standing) | Q(report__in=reports)).values("pk"))

    @classmethod
    def changeable(cls, standing):
        return Q(visit__in=Visit.objects.filter(Visit.readable(standing) & Visit.changeable(standing)).values("pk"))

    @property
    def text(self):
        return in_language(self, "text")

    @property
    def is_settled(self):
        return self.action_id is not None or bool(self.no_action_reason)

    @property
    def no_action_reason(self):
        return in_language(self, "no_action_reason")
