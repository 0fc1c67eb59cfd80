"""What organisations say to circulated minutes."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from asm_portal.models import Organisation, User
from asm_portal.tracked import Tracked
from asm_portal.visibility import Through, VisibleQuerySet
from knowledge.models.documents import Document
from knowledge.models.texts import Revision


class MinutesCommentQuerySet(VisibleQuerySet):
    """Comments and objections."""

    def open(self):
        """Those that were neither withdrawn nor settled."""
        return self.filter(withdrawn_at=None, settled_at=None)

    def unsettled_objections(self):
        return self.open().filter(kind=MinutesComment.Kind.OBJECTION)


class MinutesComment(Through, Tracked):
    """A comment or an objection of an organisation to a circulated revision of minutes.

    While the minutes are circulated, whoever may read them reads it; afterwards it is for their editors and for the
    organisation that wrote it. Open → settled by the Chair with a remark, or withdrawn by the organisation.
    """

    visible_through = "document"

    class Kind(models.TextChoices):
        COMMENT = "comment", _("comment")
        OBJECTION = "objection", _("objection")

    document = models.ForeignKey(Document, models.PROTECT, related_name="comments", verbose_name=_("document"))
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="comments", verbose_name=_("revision"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("written by"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.COMMENT)
    paragraph = models.PositiveIntegerField(_("paragraph"), null=True, blank=True)
    text = models.TextField(_("text"))
    at = models.DateTimeField(_("written at (UTC)"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("withdrawn at (UTC)"), null=True, blank=True)
    settled_at = models.DateTimeField(_("settled at (UTC)"), null=True, blank=True)
    settled_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("settled by")
    )
    remark = models.TextField(_("remark of the Chair"), blank=True)

    objects = MinutesCommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment on minutes")
        verbose_name_plural = _("comments on minutes")
        ordering = ["document", "at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(settled_at=None),
                name="a_comment_is_withdrawn_or_settled_not_both",
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None) | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="a_settled_comment_says_who_settled_it",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.organisation}"

    @classmethod
    def readable(cls, standing):
        circulated = Q(document__state=Document.State.CIRCULATED)
        own = Q(organisation__in=standing.organisations)
        return (super().readable(standing) & (circulated | own)) | cls.changeable(standing)

    @property
    def is_open(self):
        return not (self.withdrawn_at or self.settled_at)
