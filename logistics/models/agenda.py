"""The agenda of a meeting: its items, and the papers that they bring, each in the revision that is meant."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from asm_portal.models.bodies import in_language
from asm_portal.tracked import Tracked
from asm_portal.visibility import Audience, Through, Visible, addressed_to
from knowledge.models import Document, Revision
from logistics.models.follow_up import Action
from logistics.models.meetings import Meeting, MeetingBody, editable_meetings


class AgendaItem(Visible, Tracked):
    """A point of the agenda, at its `place` among the others. Without an audience it is for all whom the agenda is for; with one
    (a closed session), for those of them who belong to it. A matter arising names the action or the document it arises from;
    `decision` is what was adopted under it."""

    audience = models.CharField(
        _("audience"), max_length=12, choices=Audience, blank=True, help_text=_("Empty: all whom the agenda is for.")
    )
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="agenda", verbose_name=_("meeting"))
    place = models.PositiveSmallIntegerField(_("place on the agenda"))
    title_en = models.CharField(_("title in English"), max_length=300)
    title_fr = models.CharField(_("title in French"), max_length=300)
    text_en = models.TextField(_("text in English"), blank=True)
    text_fr = models.TextField(_("text in French"), blank=True)
    action = models.ForeignKey(
        Action, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("action it arises from")
    )
    arises_from = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("document it arises from")
    )
    decision = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("what was adopted")
    )

    class Meta(Visible.Meta):
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        ordering = ["meeting", "place", "pk"]
        constraints = [
            *Visible.Meta.constraints,
            models.CheckConstraint(
                condition=Q(action=None) | Q(arises_from=None), name="an_agenda_item_arises_from_one_matter"
            ),
            models.UniqueConstraint(fields=["meeting", "action"], name="an_action_arises_once_in_a_meeting"),
            models.UniqueConstraint(fields=["meeting", "arises_from"], name="a_document_arises_once_in_a_meeting"),
        ]

    def __str__(self):
        return self.title

    @classmethod
    def readable(cls, standing):
        """The agenda is for the bodies of the meeting and the KP Chair's office, from `agenda_shown_at` for all who may know of
        the meeting; of those, a closed item is for its own audience."""
        agendas = Meeting.objects.filter(Meeting.readable(standing))
        if not standing.chair:
            bodies = MeetingBody.objects.filter(body__in=standing.bodies).values("meeting")
            agendas = agendas.filter(Q(agenda_shown_at__isnull=False) | Q(pk__in=bodies))
        told = Q(audience="") | addressed_to(standing)
        return told & Q(meeting__in=agendas.values("pk")) | cls.changeable(standing)

    @classmethod
    def changeable(cls, standing):
        return Q(meeting__in=editable_meetings(standing))

    @property
    def title(self):
        return in_language(self, "title")

    @property
    def text(self):
        return in_language(self, "text")

    @property
    def is_closed(self):
        return bool(self.audience)


class AgendaPaper(Through, Tracked):
    """A document before a meeting, in the revision that is meant, however many follow; for those who may see the document."""

    visible_through = "item"

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="papers", verbose_name=_("agenda item"))
    document = models.ForeignKey(Document, models.PROTECT, related_name="+", verbose_name=_("document"))
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="+", verbose_name=_("revision"))

    class Meta:
        verbose_name = _("paper of a meeting")
        verbose_name_plural = _("papers of a meeting")
        ordering = ["item", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "document"],
                name="an_agenda_item_has_a_paper_once",
                violation_error_message=_("This document is among the papers of the item already."),
            ),
        ]

    def __str__(self):
        return str(self.revision)

    @classmethod
    def readable(cls, standing):
        documents = Document.objects.filter(Document.readable(standing)).values("pk")
        return super().readable(standing) & Q(document__in=documents)

    def clean(self):
        super().clean()
        if self.revision_id and self.document_id and self.revision.document_id != self.document_id:
            raise ValidationError({"revision": _("This revision is of another document.")})
