"""Follow-up: what was undertaken, by whom it is owed, and what came of it (mandate 3d)."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from asm_portal.dated import today
from asm_portal.models import Body, Office, Organisation, Person, User
from asm_portal.models.bodies import in_language
from asm_portal.models.organisations import LANGUAGE_CHOICES
from asm_portal.models.search import Indexed
from asm_portal.references import new_reference
from asm_portal.tracked import Tracked, TrackedQuerySet
from asm_portal.visibility import NOBODY, Audience, Through, Visible, VisibleQuerySet, standing_of
from knowledge.models import Document
from knowledge.models.decisions import one_of

WHOLE_PROCESS = (Body.Kind.PLENARY, Body.Kind.INTERSESSIONAL)


def named(office):
    """An office as lists name it: with its body, where its own name does not say it."""
    body, name = office.body, office.name
    short = body.abbreviation or body.code
    return name if short in name or body.kind == Body.Kind.CHAIRS_OFFICE else f"{name}, {short}"


class ActionQuerySet(VisibleQuerySet):
    """Actions by their state and their owner."""

    def open(self):
        """Those that are not closed."""
        return self.exclude(state=Action.State.CLOSED)

    def overdue(self, day=None):
        """Open ones whose day has passed; one that is due today is not overdue, one without a day never is."""
        return self.open().filter(due_on__lt=day or today())

    def owned_by(self, user):
        """Those of the offices that the account fills today, and of the organisations that it represents."""
        return self.filter(Action.owned(standing_of(user)))

    def for_display(self):
        """With all that a row shows, in a constant number of queries."""
        return self.select_related("body", "owner_office__body", "owner_organisation").prefetch_related(
            "owner_organisation__names"
        )


class Action(Indexed, Visible, Tracked):
    """Something that a body or the Chair has undertaken, or that was asked of an office or an organisation, until it is closed.

    States: open → in progress → closed, as done or dropped, with a document or a reason; a closed one can be reopened. Overdue is
    computed. The owner is an office or an organisation, never a person, so that whoever holds the office next finds it there.

    Its audience never holds anybody who may not know of its source; its owner and its editors know of it besides.
    """

    class Origin(models.TextChoices):
        DECISION = "decision", _("decision")
        MINUTES = "minutes", _("minutes")
        VISIT = "visit", _("recommendation of a visit")
        WORKSHOP = "workshop", _("recommendation of a workshop")
        UNDERTAKING = "undertaking", _("undertaking")

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("action", "open")
        IN_PROGRESS = "in_progress", pgettext_lazy("action", "in progress")
        CLOSED = "closed", pgettext_lazy("action", "closed")

    class Outcome(models.TextChoices):
        DONE = "done", pgettext_lazy("action", "done")
        DROPPED = "dropped", pgettext_lazy("action", "dropped")

    reference = models.CharField(_("reference"), max_length=24, unique=True, editable=False)
    title_en = models.CharField(_("what is to be done, in English"), max_length=300, blank=True)
    title_fr = models.CharField(_("what is to be done, in French"), max_length=300, blank=True)
    origin = models.CharField(_("origin"), max_length=12, choices=Origin)
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("source document")
    )
    paragraph = models.CharField(_("paragraph"), max_length=20, blank=True)
    passage = models.TextField(_("words of the source"), blank=True)
    passage_language = models.CharField(
        _("language of these words"), max_length=2, choices=LANGUAGE_CHOICES, blank=True
    )
    undertaken_in_en = models.CharField(_("where it was undertaken, in English"), max_length=200, blank=True)
    undertaken_in_fr = models.CharField(_("where it was undertaken, in French"), max_length=200, blank=True)
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("body"))
    owner_office = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner: office")
    )
    owner_organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner: organisation")
    )
    opened_on = models.DateField(_("opened on"), default=today)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.OPEN, editable=False)
    closing_proposed_on = models.DateField(_("closing proposed on"), null=True, blank=True, editable=False)
    closed_on = models.DateField(_("closed on"), null=True, blank=True, editable=False)
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome, blank=True, editable=False)
    closing_document = models.ForeignKey(
        Document,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("document or decision that closes it"),
        editable=False,
    )
    closing_reason = models.TextField(_("reason of the closing"), blank=True, editable=False)
    is_demonstration = models.BooleanField(_("demonstration"), default=False, editable=False)

    objects = ActionQuerySet.as_manager()

    class Meta(Visible.Meta):
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        ordering = [F("due_on").asc(nulls_last=True), "pk"]
        base_manager_name = "objects"
        indexes = [models.Index(fields=["state", "due_on"], name="action_state_due")]
        constraints = [
            *Visible.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(title_en="", title_fr=""),
                name="an_action_says_what_is_to_be_done",
                violation_error_message=_("Say what is to be done, in one language at least."),
            ),
            models.CheckConstraint(
                condition=one_of("owner_office", "owner_organisation"),
                name="an_action_has_one_owner",
                violation_error_message=_("Choose one owner: an office or an organisation."),
            ),
            models.CheckConstraint(
                condition=Q(document__isnull=False) | ~Q(origin__in=["decision", "minutes"]),
                name="an_action_of_a_text_names_it",
                violation_error_message=_("An action from a decision or from minutes needs the document."),
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_on__isnull=False, outcome__in=["done", "dropped"])
                | (~Q(state="closed") & Q(closed_on=None, outcome="", closing_document=None, closing_reason="")),
                name="a_closed_action_says_when_and_how",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closing_document__isnull=False) | ~Q(closing_reason=""),
                name="an_action_is_closed_with_a_document_or_a_reason",
                violation_error_message=_("An action is closed with a document, a decision or a reason."),
            ),
        ]

    def __str__(self):
        return self.title

    def clean(self):
        super().clean()
        if self.passage and not self.passage_language:
            raise ValidationError({"passage_language": _("Say in which language these words are.")})
        owner = self.owner_organisation
        if self.audience == Audience.SECRETARIAT and (owner is None or owner.kind != Organisation.Kind.SECRETARIAT):
            raise ValidationError({"audience": _("Its owner must know of it: choose a wider audience.")})

    def save(self, *args, **kwargs):
        if not self.reference:
            self.reference = new_reference("ACT", self.opened_on.year)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("logistics:action-detail", args=[self.reference])

    @classmethod
    def readable(cls, standing):
        """Its audience, of whom only those who may know of the source today; its owner, and its editors."""
        known = Document.objects.filter(Document.readable(standing)).values("pk")
        through_source = Q(document=None) | Q(document__in=known)
        return super().readable(standing) & through_source | cls.owned(standing) | cls.changeable(standing)

    @classmethod
    def changeable(cls, standing):
        """The secretariat, who leads the body, and the KP Chair’s office for what is of the whole Process or of no body."""
        led = Q(body__in=standing.led_bodies) if standing.led_bodies else NOBODY
        if standing.chair and not standing.reads_only:
            led |= Q(body=None) | Q(body__kind__in=WHOLE_PROCESS)
        return super().changeable(standing) | (led & ~Q(audience=Audience.SECRETARIAT))

    @classmethod
    def owned(cls, standing):
        """The condition that the reader stands for the owner today."""
        mine = NOBODY
        if standing.offices:
            mine |= Q(owner_office__in=standing.offices)
        if standing.organisations:
            mine |= Q(owner_organisation__in=standing.organisations)
        return mine

    @property
    def title(self):
        return in_language(self, "title")

    @property
    def undertaken_in(self):
        return in_language(self, "undertaken_in")

    @property
    def owner(self):
        return self.owner_office or self.owner_organisation

    @property
    def owner_name(self):
        """The owner as lists name it."""
        return named(self.owner_office) if self.owner_office else str(self.owner_organisation)

    @property
    def is_open(self):
        return self.state != self.State.CLOSED

    @property
    def days_late(self):
        """How many days ago it was due, 0 for one that is not overdue."""
        return max((today() - self.due_on).days, 0) if self.is_open and self.due_on else 0


class ActionUpdate(Through, Tracked):
    """What was said or done about an action, when, and on behalf of whom: an office, an organisation, or the secretariat where
    neither is named. It is for those who take part in the Process, also where everyone may know of the action."""

    visible_through = "action"

    class Kind(models.TextChoices):
        PROGRESS = "progress", _("progress")
        PROPOSED = "proposed", _("closing proposed")
        RETURNED = "returned", _("not yet closed")
        CHANGED = "changed", _("changed")
        CLOSED = "closed", pgettext_lazy("action", "closed")
        REOPENED = "reopened", _("reopened")

    action = models.ForeignKey(Action, models.PROTECT, related_name="updates", verbose_name=_("action"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.PROGRESS)
    text = models.TextField(_("text"), blank=True)
    at = models.DateTimeField(_("at (UTC)"), default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("written by"))
    office = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("on behalf of the office")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("on behalf of")
    )

    class Meta:
        verbose_name = _("update of an action")
        verbose_name_plural = _("updates of actions")
        ordering = ["action", "at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(office=None) | Q(organisation=None), name="an_update_is_on_behalf_of_one"
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.action}"

    @classmethod
    def readable(cls, standing):
        known = super().readable(standing)
        if standing.secretariat or standing.chair or standing.process:
            return known
        return known & Q(action__in=Action.objects.filter(Action.owned(standing)).values("pk"))

    @property
    def on_behalf_of(self):
        return named(self.office) if self.office else self.organisation or _("the secretariat")


class ActionEvidence(Through, Tracked):
    """A document that shows what was done; for those who may know of the action and of the document."""

    visible_through = "action"

    action = models.ForeignKey(Action, models.PROTECT, related_name="evidence", verbose_name=_("action"))
    document = models.ForeignKey(Document, models.PROTECT, related_name="+", verbose_name=_("document"))
    added_on = models.DateField(_("added on"), default=today)

    class Meta:
        verbose_name = _("evidence of an action")
        verbose_name_plural = _("evidence of actions")
        ordering = ["action", "added_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["action", "document"],
                name="a_document_is_evidence_of_an_action_once",
                violation_error_message=_("This document is evidence of this action already."),
            ),
        ]

    def __str__(self):
        return str(self.document)

    @classmethod
    def readable(cls, standing):
        known = Document.objects.filter(Document.readable(standing)).values("pk")
        return super().readable(standing) & Q(document__in=known)


class ActionReminder(Through, Tracked):
    """That the owner was reminded of an overdue action: at most once a day."""

    visible_through = "action"

    action = models.ForeignKey(Action, models.PROTECT, related_name="reminders", verbose_name=_("action"))
    sent_on = models.DateField(_("sent on"), default=today)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("ordered by"))

    class Meta:
        verbose_name = _("reminder of an action")
        verbose_name_plural = _("reminders of actions")
        ordering = ["action", "sent_on"]
        constraints = [
            models.UniqueConstraint(fields=["action", "sent_on"], name="an_action_is_recalled_once_a_day"),
        ]

    def __str__(self):
        return f"{self.action}, {self.sent_on:%Y-%m-%d}"


class DigestChoice(Tracked):
    """Whether a person wants the weekly mail about open actions; without a row, they get it."""

    person = models.OneToOneField(Person, models.PROTECT, related_name="+", verbose_name=_("person"))
    is_wanted = models.BooleanField(_("wants the weekly mail"), default=True)

    objects = TrackedQuerySet.as_manager()

    class Meta:
        verbose_name = _("choice about the weekly mail")
        verbose_name_plural = _("choices about the weekly mail")
        ordering = ["person"]

    def __str__(self):
        return str(self.person)
