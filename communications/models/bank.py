"""The bank of answers: what the Chair approved once, without names, to be drafted from again."""

from django.db import models
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from asm_portal.dated import today
from asm_portal.models.organisations import LANGUAGE_CHOICES
from asm_portal.models.search import Indexed
from asm_portal.references import new_reference
from asm_portal.tracked import Tracked
from asm_portal.visibility import Through, VisibleQuerySet
from communications.models.enquiries import ForTheChair
from knowledge.models import Document, TextApproval
from knowledge.models.approvals import bears_its_own_approval


class BankQuerySet(VisibleQuerySet):
    """Answers of the bank by their state."""

    def before_the_chair(self):
        """Those that wait for the Chair's office."""
        return self.filter(state=BankedAnswer.State.SUBMITTED)


class BankedAnswer(Indexed, ForTheChair, Tracked):
    """A question and its answer without the names, made from a reply that went out. Once the Chair's office has approved it, new
    answers are drafted from it; each of them is approved afresh. A change voids the approval.

    Whether what it cites still holds is computed (`communications.enquiries.bank`).
    """

    class State(models.TextChoices):
        SUBMITTED = "submitted", pgettext_lazy("banked answer", "before the Chair")
        APPROVED = "approved", pgettext_lazy("banked answer", "approved")
        RETURNED = "returned", pgettext_lazy("banked answer", "returned")
        RETIRED = "retired", pgettext_lazy("banked answer", "taken out")

    reference = models.CharField(_("reference"), max_length=24, unique=True, editable=False)
    reply = models.OneToOneField(
        "communications.Reply", models.PROTECT, related_name="banked", verbose_name=_("reply"), editable=False
    )
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGE_CHOICES)
    question = models.TextField(_("question"))
    text = models.TextField(_("answer"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.SUBMITTED, editable=False)
    approval = models.OneToOneField(
        TextApproval, models.PROTECT, to_field="key", null=True, blank=True, related_name="+",
        verbose_name=_("approval"), editable=False,
    )  # fmt: skip
    remark = models.TextField(_("remark of the Chair’s office"), blank=True, editable=False)
    is_demonstration = models.BooleanField(_("demonstration"), default=False, editable=False)

    objects = BankQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer of the bank")
        verbose_name_plural = _("answers of the bank")
        ordering = ["-pk"]
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="approved", approval__isnull=False)
                | ~models.Q(state="approved") & models.Q(approval=None),
                name="an_answer_of_the_bank_is_used_once_approved",
            ),
            bears_its_own_approval("an_answer_of_the_bank_bears_its_own_approval", "bankedanswer"),
        ]

    def __str__(self):
        return Truncator(self.question).words(14)

    def save(self, *args, **kwargs):
        if not self.reference:
            self.reference = new_reference("ANS", today().year)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("communications:answer-detail", args=[self.reference])


class BankedAnswerCitation(Through, Tracked):
    """A document that an answer rests on; for those who may know of it."""

    visible_through = "answer"

    answer = models.ForeignKey(BankedAnswer, models.PROTECT, related_name="citations", verbose_name=_("answer"))
    document = models.ForeignKey(Document, models.PROTECT, related_name="+", verbose_name=_("document"))

    class Meta:
        verbose_name = _("document cited in an answer")
        verbose_name_plural = _("documents cited in answers")
        ordering = ["answer", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["answer", "document"], name="an_answer_cites_a_document_once"),
        ]

    def __str__(self):
        return str(self.document)

    @classmethod
    def readable(cls, standing):
        known = Document.objects.filter(Document.readable(standing)).values("pk")
        return super().readable(standing) & models.Q(document__in=known)
