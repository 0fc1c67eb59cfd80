"""Proposals to show a document to more readers than it is for."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from asm_portal.models import Body, Organisation, User
from asm_portal.tracked import Tracked
from asm_portal.visibility import Audience, Through, audience_is_complete
from knowledge.models.documents import Document


class AudienceProposal(Through, Tracked):
    """A wider audience for a document, proposed by the secretariat, decided by the Chair’s office or, for its own report, law or
    specimen, by the Participant."""

    visible_through = "document"

    class Outcome(models.TextChoices):
        WAITING = "waiting", _("waiting")
        APPROVED = "approved", _("approved")
        DECLINED = "declined", _("declined")

    document = models.ForeignKey(
        Document, models.PROTECT, related_name="audience_proposals", verbose_name=_("document")
    )
    audience = models.CharField(_("audience"), max_length=12, choices=Audience)
    audience_body = models.ForeignKey(
        Body, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("body of the audience")
    )
    audience_organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("organisation of the audience"),
    )  # fmt: skip
    reason = models.TextField(_("reason"))
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("proposed by"))
    proposed_at = models.DateTimeField(_("proposed at (UTC)"), default=timezone.now)
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome, default=Outcome.WAITING)
    settled_at = models.DateTimeField(_("settled at (UTC)"), null=True, blank=True)
    remark = models.TextField(_("remark"), blank=True)

    class Meta:
        verbose_name = _("proposal of a wider audience")
        verbose_name_plural = _("proposals of a wider audience")
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            *audience_is_complete(),
            models.UniqueConstraint(
                fields=["document"],
                condition=models.Q(outcome="waiting"),
                name="a_document_has_one_open_proposal_of_an_audience",
                violation_error_message=_("A wider audience for this document is proposed already."),
            ),
        ]

    def __str__(self):
        return f"{self.document}: {self.get_audience_display()}"

    @property
    def scope(self):
        """The audience as an approval of it names it: `public`, `body:WGM`, `organisation:XA`."""
        of = self.audience_body or self.audience_organisation
        return f"{self.audience}:{of.code}" if of else self.audience
