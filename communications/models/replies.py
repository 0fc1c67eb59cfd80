"""Answers to enquiries: the Chair's instruction, the drafts, and what went out exactly as the Chair approved it (mandate 2c)."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from asm_portal.dated import today
from asm_portal.models import Office, OfficeTerm, User
from asm_portal.tracked import Tracked
from asm_portal.visibility import NOBODY, VisibleQuerySet
from communications.models.bank import BankedAnswer
from communications.models.enquiries import Enquiry, ForTheChair, PartOfEnquiry
from knowledge.models import TextApproval
from knowledge.models.approvals import bears_its_own_approval


class InstructionQuerySet(VisibleQuerySet):
    """Instructions by what they hold for."""

    def in_force(self):
        """Those that were not ended, of whoever holds the seat today: a Chair is not bound by what an earlier one said."""
        term = OfficeTerm.objects.valid_on().filter(office=OuterRef("office"), valid_from__lte=OuterRef("given_on"))
        return self.filter(Exists(term), ended_on=None)

    def about(self, enquiry):
        """Those under which an answer to the enquiry may be drafted, its own first."""
        return (
            self.in_force()
            .filter(Q(enquiry=enquiry) | Q(kind=enquiry.kind))
            .order_by(F("enquiry").asc(nulls_last=True), "pk")
        )


class ChairInstruction(ForTheChair, Tracked):
    """That the KP Chair wants an answer drafted: for one enquiry, or standing for all of a kind. The Chair's office records it
    itself, or staff note when, how and from whom it came. It ends with the term of the Chair who gave it."""

    class How(models.TextChoices):
        PORTAL = "portal", _("here, by the Chair’s office itself")
        MAIL = "mail", _("mail")
        TELEPHONE = "telephone", _("telephone")
        IN_PERSON = "in_person", _("in person")

    enquiry = models.ForeignKey(
        Enquiry, models.PROTECT, null=True, blank=True, related_name="instructions", verbose_name=_("enquiry")
    )
    kind = models.CharField(_("standing, for enquiries of"), max_length=8, choices=Enquiry.Kind, blank=True)
    words = models.TextField(_("words of the instruction"))
    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name=_("office"))
    given_by = models.CharField(_("given by"), max_length=160)
    given_on = models.DateField(_("given on"), default=today)
    how = models.CharField(_("how it was given"), max_length=10, choices=How)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("recorded by"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True, editable=False)
    is_demonstration = models.BooleanField(_("demonstration"), default=False, editable=False)

    objects = InstructionQuerySet.as_manager()

    class Meta:
        verbose_name = _("instruction of the Chair")
        verbose_name_plural = _("instructions of the Chair")
        ordering = ["-given_on", "-pk"]
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                condition=Q(enquiry__isnull=False, kind="") | Q(enquiry=None) & ~Q(kind=""),
                name="an_instruction_is_for_an_enquiry_or_stands_for_a_kind",
                violation_error_message=_("An instruction is for one enquiry, or stands for all of a kind."),
            ),
        ]

    def __str__(self):
        return str(self.enquiry or self.get_kind_display())


class ReplyDraft(PartOfEnquiry, Tracked):
    """A version of an answer; each change is a version of its own, and the last one counts. Only a version that was made under an
    instruction, or by the Chair's office itself, exists.

    States: draft → submitted → approved | returned with a remark; approved → sent. The next version voids what was decided on
    this one. Where the Chair's office `sends_itself`, the portal does not send it.
    """

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("reply", "draft")
        SUBMITTED = "submitted", pgettext_lazy("reply", "before the Chair")
        RETURNED = "returned", pgettext_lazy("reply", "returned")
        APPROVED = "approved", pgettext_lazy("reply", "approved")
        SENT = "sent", pgettext_lazy("reply", "sent")

    enquiry = models.ForeignKey(Enquiry, models.PROTECT, related_name="drafts", verbose_name=_("enquiry"))
    number = models.PositiveSmallIntegerField(_("version"), editable=False)
    text = models.TextField(_("text"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    instruction = models.ForeignKey(
        ChairInstruction, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("instruction")
    )
    banked = models.ForeignKey(
        BankedAnswer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("from the bank of answers")
    )  # fmt: skip
    is_by_chair = models.BooleanField(_("written by the Chair’s office"), default=False)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("written by"))
    at = models.DateTimeField(_("written at (UTC)"), default=timezone.now)
    submitted_at = models.DateTimeField(_("submitted at (UTC)"), null=True, blank=True, editable=False)
    remark = models.TextField(_("remark of the Chair’s office"), blank=True, editable=False)
    approval = models.OneToOneField(
        TextApproval, models.PROTECT, to_field="key", null=True, blank=True, related_name="+",
        verbose_name=_("approval"), editable=False,
    )  # fmt: skip
    sends_itself = models.BooleanField(_("the Chair’s office sends it"), default=False, editable=False)

    class Meta:
        verbose_name = _("draft of a reply")
        verbose_name_plural = _("drafts of replies")
        ordering = ["enquiry", "number"]
        constraints = [
            models.UniqueConstraint(fields=["enquiry", "number"], name="a_version_of_a_reply_has_its_own_number"),
            models.CheckConstraint(
                condition=Q(instruction__isnull=False, is_by_chair=False) | Q(instruction=None, is_by_chair=True),
                name="a_reply_is_drafted_on_instruction_of_the_chair",
                violation_error_message=_("An answer is drafted once the Chair’s office has asked for it."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["approved", "sent"], approval__isnull=False)
                | ~Q(state__in=["approved", "sent"]) & Q(approval=None),
                name="an_approved_draft_has_its_approval",
            ),
            bears_its_own_approval("a_draft_of_a_reply_bears_an_approval_of_its_enquiry", "enquiry", key="enquiry"),
            models.CheckConstraint(condition=~Q(state="returned") | ~Q(remark=""), name="a_returned_draft_says_why"),
        ]

    def __str__(self):
        return _("version %(number)s, %(enquiry)s") % {"number": self.number, "enquiry": self.enquiry}

    @classmethod
    def readable(cls, standing):
        """The Chair's office reads what was submitted to it, and what it wrote itself."""
        if standing.chair and not standing.secretariat:
            return super().readable(standing) & (Q(submitted_at__isnull=False) | Q(is_by_chair=True))
        return super().readable(standing)

    def save(self, *args, **kwargs):
        stored = ReplyDraft.objects.filter(pk=self.pk).first()
        if stored and stored.text != self.text:
            raise ValidationError(_("A version of a reply stays as it is: another text is another version."))
        super().save(*args, **kwargs)


class Reply(PartOfEnquiry, Tracked):
    """An answer that went out. It has no text of its own: its text is that of the approval, and each approval is for one answer.

    `asked_at` is since when the enquiry had waited for it.
    """

    class Channel(models.TextChoices):
        MAIL = "mail", _("mail")
        TELEPHONE = "telephone", _("telephone")
        LETTER = "letter", _("letter")
        CHAIR = "chair", _("sent by the Chair’s office")

    enquiry = models.ForeignKey(Enquiry, models.PROTECT, related_name="replies", verbose_name=_("enquiry"))
    approval = models.OneToOneField(
        TextApproval, models.PROTECT, to_field="key", related_name="+", verbose_name=_("approval")
    )
    channel = models.CharField(_("sent by"), max_length=10, choices=Channel)
    asked_at = models.DateTimeField(_("asked at (UTC)"))
    sent_at = models.DateTimeField(_("sent at (UTC)"), default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("sent by"))

    class Meta:
        verbose_name = _("reply")
        verbose_name_plural = _("replies")
        ordering = ["enquiry", "sent_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(approval__isnull=False), name="a_reply_goes_out_as_it_was_approved"),
            bears_its_own_approval("a_reply_bears_an_approval_of_its_enquiry", "enquiry", key="enquiry"),
        ]

    def __str__(self):
        return f"{self.enquiry}, {self.sent_at:%Y-%m-%d}"

    @classmethod
    def changeable(cls, standing):
        return NOBODY

    @property
    def text(self):
        return self.approval.content
