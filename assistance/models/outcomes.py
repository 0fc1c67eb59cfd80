"""How a request for assistance ends: what was given, what came of it, and whether it helped (mandate 4c)."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from asm_portal.models import Person, User
from asm_portal.tracked import Tracked
from asm_portal.visibility import EVERYBODY, Open, Through
from assistance.models.referrals import Referral
from assistance.models.requests import AssistanceRequest
from knowledge.models import Document
from logistics.models import Visit


def of_the_requester(standing):
    """Rows about a request that are for the secretariat, the KP Chair's office and whoever acts for the requester: not for the
    bodies that it was referred to, nor for the other Participants that it is for."""
    if standing.secretariat or standing.chair:
        return EVERYBODY
    own = Q(request__organisation__in=standing.organisations)
    if standing.person_id is not None:
        own |= Q(request__organisation=None, request__asked_by=standing.person_id)
    return own


class Delivery(Through, Tracked):
    """Something that was given for a request. `end_date` is its last day. A workshop, a visit and a document have an access of
    their own: a page names them to those who may know of them."""

    visible_through = "request"

    class Kind(models.TextChoices):
        WORKSHOP = "workshop", _("workshop")
        MISSION = "mission", _("mission")
        DATA_SET = "data_set", _("data set")
        ADVICE = "advice", _("advice")

    request = models.ForeignKey(
        AssistanceRequest, models.PROTECT, related_name="deliveries", verbose_name=_("request for assistance")
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    by_whom = models.CharField(_("given by"), max_length=200)
    start_date = models.DateField(_("first day"))
    end_date = models.DateField(_("last day"))
    text = models.TextField(_("what was given"), blank=True)
    referral = models.ForeignKey(
        Referral, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("referral")
    )
    workshop = models.ForeignKey(
        "assistance.Workshop", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("workshop")
    )
    visit = models.ForeignKey(Visit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("visit"))
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("document")
    )

    class Meta:
        verbose_name = _("delivery of assistance")
        verbose_name_plural = _("deliveries of assistance")
        ordering = ["start_date", "pk"]
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                condition=Q(start_date__lte=F("end_date")),
                name="a_delivery_ends_after_it_begins",
                violation_error_message=_("The last day must not lie before the first day."),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.by_whom}"


class Outcome(Through, Tracked):
    """What came of a request, in words for whoever asked; the row stands as long as the outcome does: a case that is opened again
    has none. It is not the end of the case, which is `AssistanceRequest.closed_at`."""

    visible_through = "request"

    class Kind(models.TextChoices):
        DELIVERED = "delivered", _("delivered")
        PARTLY = "partly", _("delivered in part")
        DECLINED = "declined", pgettext_lazy("outcome of a request for assistance", "declined")
        WITHDRAWN = "withdrawn", _("withdrawn by the requester")
        MERGED = "merged", _("handled together with another request")

    request = models.OneToOneField(
        AssistanceRequest, models.PROTECT, related_name="outcome", verbose_name=_("request for assistance")
    )
    kind = models.CharField(_("outcome"), max_length=9, choices=Kind)
    text = models.TextField(_("what the requester is told"), blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("recorded by"))
    at = models.DateTimeField(_("recorded at (UTC)"), default=timezone.now)

    class Meta:
        verbose_name = _("outcome of a request")
        verbose_name_plural = _("outcomes of requests")
        ordering = ["-at", "-pk"]
        base_manager_name = "objects"

    def __str__(self):
        return f"{self.request.reference}, {self.get_kind_display()}"

    @property
    def was_given(self):
        """Whether something reached the requester, of which one may ask whether it helped."""
        return self.kind in GIVEN

    @property
    def contest_until(self):
        """The instant up to which the requester may contest it; None where it was their own word."""
        return None if self.kind == self.Kind.WITHDRAWN else self.at + timedelta(days=settings.ASSISTANCE_CONTEST_DAYS)


GIVEN = (Outcome.Kind.DELIVERED, Outcome.Kind.PARTLY)


class Contest(Open, Tracked):
    """The requester says that an outcome is not right. What was contested (`kind`, `told`) is kept here: the case may be opened
    again, and then has no outcome. Answered by that, or by words that say why not."""

    request = models.ForeignKey(
        AssistanceRequest, models.PROTECT, related_name="contests", verbose_name=_("request for assistance")
    )
    kind = models.CharField(_("outcome"), max_length=9, choices=Outcome.Kind)
    told = models.TextField(_("what the requester was told"), blank=True)
    text = models.TextField(_("what is not right"))
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("contested by")
    )
    at = models.DateTimeField(_("contested at (UTC)"), default=timezone.now)
    answer = models.TextField(_("answer"), blank=True)
    is_reopened = models.BooleanField(_("opened again"), default=False)
    answered_at = models.DateTimeField(_("answered at (UTC)"), null=True, blank=True)
    answered_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("answered by")
    )

    class Meta:
        verbose_name = _("contested outcome")
        verbose_name_plural = _("contested outcomes")
        ordering = ["at", "pk"]
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(answered_at__isnull=True),
                name="an_outcome_is_contested_once_before_the_answer",
                violation_error_message=_("This outcome is contested already; the answer is to come."),
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="", is_reopened=False)
                | Q(answered_at__isnull=False) & (Q(is_reopened=True) | ~Q(answer="")),
                name="a_contest_is_answered_by_opening_or_in_words",
            ),
        ]

    def __str__(self):
        return f"{self.request.reference}, {self.get_kind_display()}"

    @classmethod
    def readable(cls, standing):
        return of_the_requester(standing)


class HelpQuestion(Open, Tracked):
    """“Did it help?”, asked once some months after the outcome, reminded of once, answered once."""

    class Answer(models.TextChoices):
        YES = "yes", _("yes, it helped")
        PARTLY = "partly", _("it helped in part")
        NO = "no", _("no, it did not help")

    request = models.OneToOneField(
        AssistanceRequest, models.PROTECT, related_name="help_question", verbose_name=_("request for assistance")
    )
    asked_at = models.DateTimeField(_("asked at (UTC)"), default=timezone.now)
    reminded_at = models.DateTimeField(_("reminded at (UTC)"), null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=6, choices=Answer, blank=True)
    text = models.TextField(_("in your words"), blank=True)
    answered_at = models.DateTimeField(_("answered at (UTC)"), null=True, blank=True)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("answered by")
    )

    class Meta:
        verbose_name = _("question whether it helped")
        verbose_name_plural = _("questions whether it helped")
        ordering = ["-asked_at", "-pk"]
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="", text="")
                | Q(answered_at__isnull=False) & ~Q(answer=""),
                name="an_answer_whether_it_helped_has_its_instant",
            ),
        ]

    def __str__(self):
        return self.request.reference

    @classmethod
    def readable(cls, standing):
        return of_the_requester(standing)
