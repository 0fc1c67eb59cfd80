"""Requests for assistance referred to bodies of the Process (mandate 4b)."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from asm_portal.dated import today
from asm_portal.models import Body, Person
from asm_portal.references import new_reference
from asm_portal.tracked import Tracked
from asm_portal.visibility import EVERYBODY, NOBODY, Open, VisibleQuerySet, standing_of


class ReferralQuerySet(VisibleQuerySet):
    """Referrals, and which of them wait for whom."""

    def waiting(self):
        """Those that a body has yet to answer; none of a request that was closed or merged meanwhile."""
        return self.filter(state=Referral.State.PENDING, request__closed_at=None, request__merged_into=None)

    def at_work(self):
        """Those that a body has to answer, or has accepted."""
        return self.filter(state__in=Referral.AT_WORK)

    def ended(self):
        """Those that a body had accepted, and on which nothing more is done since the requester or the secretariat withdrew."""
        withdrawn = Q(state=Referral.State.WITHDRAWN, answered_at__isnull=False)
        return self.filter(withdrawn | Q(state=Referral.State.ACCEPTED, request__outcome__kind="withdrawn"))

    def overdue(self):
        """Those whose day to answer is over."""
        return self.waiting().filter(respond_by__lt=today())

    def led_by(self, user):
        """Those to a body that the reader leads today, as its Chair or Vice Chair."""
        return self.filter(body__in=standing_of(user).led_bodies)

    def for_display(self):
        """With all that a row shows, in a constant number of queries."""
        return self.select_related(
            "body", "request__organisation", "answered_by", "passed_from__body"
        ).prefetch_related("request__organisation__names")


class Referral(Open, Tracked):
    """What one body of the Process is asked to do about a request. The body chooses who provides it (`provider`).

    States: pending → accepted, declined with a `reason` that the requester reads, or passed on to another body by a referral of
    its own that points back (`passed_from`); the secretariat may withdraw what is pending or accepted. `respond_by` is the last
    day to answer, in UTC; what is answered later is late, and counts.

    Its text is for the body, the KP Chair's office and the secretariat; what the requester is told of it, `referrals.steps` says.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("waiting for an answer")
        ACCEPTED = "accepted", pgettext_lazy("referral", "accepted")
        DECLINED = "declined", _("declined")
        PASSED_ON = "passed_on", _("passed on")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class Channel(models.TextChoices):
        PORTAL = "portal", _("on the portal")
        LINK = "link", _("by the link of the mail")
        NOTED = "noted", _("noted by the secretariat")

    # Through these the members of a body know of the request itself.
    OPENS_THE_REQUEST = (State.PENDING, State.ACCEPTED, State.PASSED_ON)
    AT_WORK = (State.PENDING, State.ACCEPTED)

    reference = models.CharField(_("reference"), max_length=24, unique=True, editable=False)
    request = models.ForeignKey(
        "assistance.AssistanceRequest",
        models.PROTECT,
        related_name="referrals",
        verbose_name=_("request for assistance"),
    )
    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("body"))
    purpose = models.TextField(_("what is asked of the body"))
    respond_by = models.DateField(_("answer by"))
    made_at = models.DateTimeField(_("referred at (UTC)"), default=timezone.now, editable=False)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("referred by"), editable=False)
    passed_from = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="passed_to", verbose_name=_("passed on from"), editable=False
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PENDING, editable=False)
    answered_at = models.DateTimeField(_("answered at (UTC)"), null=True, editable=False)
    answered_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name=_("answered by"), editable=False
    )
    channel = models.CharField(_("how it was answered"), max_length=8, choices=Channel, blank=True, editable=False)
    provider = models.CharField(_("provider"), max_length=300, blank=True, editable=False)
    offer = models.ForeignKey(
        "assistance.Offer",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("offer taken up"),
        editable=False,
    )
    reason = models.TextField(_("why it was declined"), blank=True, help_text=_("The requester reads it."))
    withdrawn_at = models.DateTimeField(_("withdrawn at (UTC)"), null=True, editable=False)
    withdrawn_because = models.TextField(_("why it was withdrawn"), blank=True, help_text=_("The body reads it."))

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = _("referral")
        verbose_name_plural = _("referrals")
        ordering = ["-made_at", "-pk"]
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["request", "body"],
                condition=Q(state="pending"),
                name="a_body_is_asked_about_a_request_once_at_a_time",
                violation_error_message=_("This request is with that body already, which has yet to answer."),
            ),
            models.CheckConstraint(
                condition=Q(state="pending", answered_at=None, withdrawn_at=None)
                | Q(state__in=["accepted", "declined", "passed_on"], answered_at__isnull=False, withdrawn_at=None)
                | Q(state="withdrawn", withdrawn_at__isnull=False),
                name="a_referral_says_when_it_was_answered_or_withdrawn",
            ),
            models.CheckConstraint(
                condition=~Q(state="declined", reason="") & ~Q(state="withdrawn", withdrawn_because=""),
                name="a_referral_is_declined_or_withdrawn_with_a_reason",
                violation_error_message=_("A referral is declined or withdrawn with a reason."),
            ),
            models.CheckConstraint(condition=~Q(passed_from=F("id")), name="a_referral_is_not_passed_on_from_itself"),
        ]

    def __str__(self):
        return f"{self.reference}, {self.body}"

    def save(self, *args, **kwargs):
        if not self.reference:
            self.reference = new_reference("REF", self.made_at.year)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("assistance:referral-detail", args=[self.reference])

    @classmethod
    def readable(cls, standing):
        if standing.secretariat or standing.chair:
            return EVERYBODY
        return Q(body__in=standing.bodies) if standing.bodies else NOBODY

    @classmethod
    def opening_requests_to(cls, standing):
        """The requests that a reader knows of because they were referred to a body of theirs, as a query of primary keys."""
        rows = cls.objects.filter(body__in=standing.bodies, state__in=cls.OPENS_THE_REQUEST)
        return rows.values("request")

    @property
    def is_pending(self):
        return self.state == self.State.PENDING

    @property
    def is_at_work(self):
        return self.state in self.AT_WORK

    @property
    def is_late(self):
        """Whether it was answered after its day, or still waits after it."""
        last = self.answered_at.date() if self.answered_at else today()
        return last > self.respond_by and self.state != self.State.WITHDRAWN

    @property
    def days_late(self):
        """Days since the last day to answer; 0 while there is time."""
        return max((today() - self.respond_by).days, 0)
