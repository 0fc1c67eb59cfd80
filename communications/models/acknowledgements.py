"""What organisations answered to a notice, and the calls made to those that had not answered (mandate 2b)."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from asm_portal.models import Organisation, Person, User
from asm_portal.models.people import check_number
from asm_portal.tracked import Tracked
from asm_portal.visibility import EVERYBODY, NOBODY, Open
from communications.models.notices import Notice


class Acknowledgement(Open, Tracked):
    """That an organisation has received a notice: once, by whoever of its people came first. What came after the deadline is
    taken too, and late.

    Its own representatives know of it, the Chair's office and the secretariat know all. What was said on the telephone stands
    in the call, which they do not read.
    """

    class Channel(models.TextChoices):
        PORTAL = "portal", _("on the portal")
        LINK = "link", _("through the link in the mail")
        TELEPHONE = "telephone", _("by telephone")
        IN_PERSON = "in_person", _("in person")

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="acknowledgements", verbose_name=_("notice"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who acknowledged")
    )
    channel = models.CharField(_("channel"), max_length=10, choices=Channel)
    at = models.DateTimeField(_("acknowledged at (UTC)"), default=timezone.now)
    noted_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("noted by")
    )

    class Meta:
        verbose_name = _("acknowledgement")
        verbose_name_plural = _("acknowledgements")
        ordering = ["notice", "at", "pk"]
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "organisation"], name="an_organisation_acknowledges_a_notice_once"
            ),
            models.CheckConstraint(
                condition=Q(channel__in=["portal", "link"], person__isnull=False, noted_by__isnull=True)
                | Q(channel__in=["telephone", "in_person"], noted_by__isnull=False),
                name="an_acknowledgement_says_who_gave_or_noted_it",
            ),
        ]

    def __str__(self):
        return f"{self.organisation}: {self.notice}"

    @property
    def is_late(self):
        """Whether it came after the deadline."""
        return self.at > self.notice.confirm_by

    @classmethod
    def readable(cls, standing):
        if standing.secretariat or standing.chair:
            return EVERYBODY
        return Q(organisation__in=standing.organisations)

    @classmethod
    def changeable(cls, standing):
        return NOBODY


class CallAttempt(Open):
    """A call to an organisation that had not answered, or a word with its people in person, and what came of it. For the
    secretariat and the Chair's office; a row is never changed.

    Without a person it was somebody who is not on record, whom the note names.
    """

    class Channel(models.TextChoices):
        TELEPHONE = "telephone", _("by telephone")
        IN_PERSON = "in_person", _("in person")

    class Outcome(models.TextChoices):
        ACKNOWLEDGED = "acknowledged", _("acknowledged")
        WILL_ANSWER = "will_answer", _("reached, will answer later")
        NO_ANSWER = "no_answer", _("no answer")
        WRONG_NUMBER = "wrong_number", _("wrong number")

    REACHED = (Outcome.ACKNOWLEDGED, Outcome.WILL_ANSWER)

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="calls", verbose_name=_("notice"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    channel = models.CharField(_("channel"), max_length=9, choices=Channel)
    number = models.CharField(_("number"), max_length=24, blank=True, validators=[check_number])
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome)
    note = models.TextField(_("note"), max_length=2000, blank=True)
    at = models.DateTimeField(_("at (UTC)"), default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("noted by"))

    class Meta:
        verbose_name = _("call about a notice")
        verbose_name_plural = _("calls about notices")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(channel="telephone") | Q(number="", outcome__in=["acknowledged", "will_answer"]),
                name="who_is_met_in_person_was_reached",
                violation_error_message=_("Whoever was met in person was reached: say whether they acknowledged."),
            ),
            models.CheckConstraint(
                condition=~Q(outcome="wrong_number") | ~Q(number=""),
                name="a_wrong_number_is_a_number",
                violation_error_message=_("Choose the number that is wrong."),
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(number="") | ~Q(note=""),
                name="a_call_says_who_was_called",
                violation_error_message=_("Write in the note who it was."),
            ),
        ]

    def __str__(self):
        return f"{self.organisation}: {self.get_outcome_display()}"

    @classmethod
    def readable(cls, standing):
        return EVERYBODY if standing.secretariat or standing.chair else NOBODY

    @classmethod
    def changeable(cls, standing):
        return NOBODY
