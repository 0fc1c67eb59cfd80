"""Written procedures: a text is put to the members of a body, who answer until a deadline; then the Chair declares."""

from datetime import UTC

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from asm_portal.models import Body, Office, Organisation, User
from asm_portal.models.bodies import in_language
from asm_portal.models.people import check_time_zone
from asm_portal.models.search import Indexed
from asm_portal.references import new_reference
from asm_portal.tracked import Tracked
from asm_portal.visibility import NOBODY, Audience, Through, Visible, VisibleQuerySet
from knowledge.models import Document, Revision


class Outcome(models.TextChoices):
    """What the Chair declares at the end."""

    ADOPTED = "adopted", pgettext_lazy("outcome of a written procedure", "adopted")
    NOT_ADOPTED = "not_adopted", pgettext_lazy("outcome of a written procedure", "not adopted")
    WITHDRAWN = "withdrawn", pgettext_lazy("outcome of a written procedure", "withdrawn")


class WrittenProcedureQuerySet(VisibleQuerySet):
    """Written procedures by how far they are."""

    def put(self):
        """Those that were put to their members, or are announced."""
        return self.filter(put_at__isnull=False)

    def undecided(self):
        """Those put to their members that were neither declared nor withdrawn."""
        return self.put().filter(declaration=None, withdrawn_at=None)

    def settled(self):
        """Those that were declared or withdrawn after they had been put to their members."""
        return self.put().exclude(declaration=None, withdrawn_at=None)

    def for_display(self):
        """With all that a row shows and the state is computed from, in a constant number of queries."""
        return self.select_related(
            "body", "document__minutes", "revision", "declaration__office__body", "audience_body"
        ).prefetch_related("document__titles", "extensions", "positions__organisation__names", "positions__by__person")


class WrittenProcedure(Indexed, Visible, Tracked):
    """A question on a text, pinned by its revision, put to the members of a body between two instants.

    Its state is computed: draft → announced → running → closed → adopted | not adopted; stopped while an objection stands,
    withdrawn with a reason. It begins at `opens_at` and ends before `ends_at` (half-open); `zone` is where they were announced.
    Once it is put to the members (`put_at`) the text, the question and the rule stay as they are; `sha256` is the digest
    (`knowledge.approvals.digest`) of the text that was put to them. A draft is its editors'.
    """

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("written procedure", "draft")
        ANNOUNCED = "announced", pgettext_lazy("written procedure", "announced")
        RUNNING = "running", pgettext_lazy("written procedure", "running")
        STOPPED = "stopped", pgettext_lazy("written procedure", "stopped by an objection")
        CLOSED = "closed", pgettext_lazy("written procedure", "closed, not yet declared")
        ADOPTED = "adopted", pgettext_lazy("written procedure", "adopted")
        NOT_ADOPTED = "not_adopted", pgettext_lazy("written procedure", "not adopted")
        WITHDRAWN = "withdrawn", pgettext_lazy("written procedure", "withdrawn")

    class Rule(models.TextChoices):
        SUPPORT = "support", _("enough supports and no objection")
        SILENCE = "silence", _("silence is consent: no objection")

    reference = models.CharField(_("reference"), max_length=24, unique=True, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("body"))
    document = models.ForeignKey(Document, models.PROTECT, related_name="+", verbose_name=_("text to be decided"))
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="+", verbose_name=_("revision"))
    sha256 = models.CharField(_("SHA-256 of the text"), max_length=64, blank=True, editable=False)
    question_en = models.CharField(_("question in English"), max_length=400)
    question_fr = models.CharField(_("question in French"), max_length=400)
    zone = models.CharField(_("time zone"), max_length=40, default="UTC", validators=[check_time_zone])
    opens_at = models.DateTimeField(
        _("opens at (UTC)"), null=True, blank=True, help_text=_("Empty: as soon as it is put to the members.")
    )
    closes_at = models.DateTimeField(_("closes at (UTC)"), help_text=_("As first announced."))
    rule = models.CharField(_("rule"), max_length=8, choices=Rule, default=Rule.SUPPORT)
    support_percent = models.PositiveSmallIntegerField(
        _("supports needed, percent"), validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    put_at = models.DateTimeField(_("put to the members at (UTC)"), null=True, blank=True, editable=False)
    put_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("put by"), editable=False
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at (UTC)"), null=True, blank=True, editable=False)
    withdrawn_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("withdrawn by"), editable=False
    )
    withdrawal_reason = models.TextField(_("reason of the withdrawal"), blank=True, editable=False)
    decision = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decision"), editable=False
    )
    is_demonstration = models.BooleanField(_("demonstration"), default=False, editable=False)

    objects = WrittenProcedureQuerySet.as_manager()

    class Meta(Visible.Meta):
        verbose_name = _("written procedure")
        verbose_name_plural = _("written procedures")
        ordering = ["-closes_at", "-pk"]
        base_manager_name = "objects"
        constraints = [
            *Visible.Meta.constraints,
            models.CheckConstraint(
                condition=Q(opens_at=None) | Q(opens_at__lt=F("closes_at")),
                name="a_procedure_closes_after_it_opens",
                violation_error_message=_("It must close after it opens."),
            ),
            models.CheckConstraint(
                condition=Q(put_at=None, put_by=None, sha256="")
                | Q(put_at__isnull=False, put_by__isnull=False, opens_at__isnull=False) & ~Q(sha256=""),
                name="a_procedure_that_is_put_has_its_opening_and_its_text",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawal_reason="")
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawal_reason=""),
                name="a_withdrawn_procedure_says_why",
            ),
        ]

    def __str__(self):
        return self.question

    def save(self, *args, **kwargs):
        if not self.reference:
            self.reference = new_reference("PRO", timezone.now().year)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("communications:procedure-detail", args=[self.reference])

    @classmethod
    def readable(cls, standing):
        """Its audience once it is put to the members; its editors before."""
        return Q(put_at__isnull=False) & super().readable(standing) | cls.changeable(standing)

    @classmethod
    def changeable(cls, standing):
        """The secretariat and who leads the body; of the Plenary, the KP Chair’s office."""
        led = Q(body__in=standing.led_bodies) if standing.led_bodies else NOBODY
        if standing.chair and not standing.reads_only:
            led |= Q(body__kind=Body.Kind.PLENARY)
        return super().changeable(standing) | led & ~Q(audience=Audience.SECRETARIAT)

    @property
    def question(self):
        return in_language(self, "question")

    @property
    def is_of_plenary(self):
        return self.body.kind == Body.Kind.PLENARY

    @property
    def is_on_minutes(self):
        """Whether its text is that of minutes, which are adopted as they were put to the members."""
        return hasattr(self.document, "minutes")

    @property
    def ends_at(self):
        """The instant before which positions are taken: that of the last extension, else the one first announced."""
        return max((row.closes_at for row in self.extensions.all()), default=self.closes_at)

    @property
    def state(self):
        """How far it is now."""
        return self.state_at(timezone.now())

    def state_at(self, moment):
        """How far it is at an instant, as far as it is on record."""
        State = self.State
        if self.withdrawn_at:
            return State.WITHDRAWN
        if self.is_declared:
            return State(self.declaration.outcome)
        if self.put_at is None:
            return State.DRAFT
        if moment < self.opens_at:
            return State.ANNOUNCED
        if any(row.kind == Position.Kind.OBJECTION for row in self.standing_at(moment).values()):
            return State.STOPPED
        return State.RUNNING if moment < self.ends_at else State.CLOSED

    @property
    def state_label(self):
        return self.State(self.state).label

    @property
    def is_declared(self):
        return hasattr(self, "declaration")

    @property
    def is_undecided(self):
        """Whether it was put to the members and neither declared nor withdrawn."""
        return bool(self.put_at) and not (self.withdrawn_at or self.is_declared)

    @property
    def has_time(self):
        """Whether its deadline lies ahead."""
        return timezone.now() < self.ends_at

    @property
    def standing(self):
        """Organisation's primary key → the last position it took that was not taken back; comments are none."""
        return self.standing_at(timezone.now())

    def standing_at(self, moment):
        """The same of an instant: a letter counts from when it came in, whenever it was noted."""
        said = [row for row in self.positions.all() if row.at <= moment and row.kind != Position.Kind.COMMENT]
        last = {row.organisation_id: row for row in said}
        return {key: row for key, row in last.items() if row.kind != Position.Kind.TAKEN_BACK}

    @property
    def objections(self):
        """The objections that stand; one is enough to stop it."""
        return [row for row in self.standing.values() if row.kind == Position.Kind.OBJECTION]

    @property
    def opening_day(self):
        """The day of the register that says who may take a position, in UTC; today where it is not known yet."""
        return (self.opens_at or timezone.now()).astimezone(UTC).date()


class ProcedureExtension(Through, Tracked):
    """A later deadline, with its reason; a deadline is never shortened."""

    visible_through = "procedure"

    procedure = models.ForeignKey(
        WrittenProcedure, models.PROTECT, related_name="extensions", verbose_name=_("written procedure")
    )
    closes_at = models.DateTimeField(_("closes at (UTC)"))
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("extended by"))
    at = models.DateTimeField(_("at (UTC)"), default=timezone.now)

    class Meta:
        verbose_name = _("extension of a written procedure")
        verbose_name_plural = _("extensions of written procedures")
        ordering = ["procedure", "at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["procedure", "closes_at"], name="a_procedure_is_extended_to_a_time_once"),
        ]

    def __str__(self):
        return f"{self.procedure.reference}, {self.closes_at:%Y-%m-%d %H:%M}"


class Position(Through, Tracked):
    """What an organisation said to a written procedure; nothing of it is written over, the last position counts.

    A comment stands beside the position and is none; `taken_back` ends an objection. `at` is when it was said: what came in a
    letter may be noted later, as the history tells.
    """

    visible_through = "procedure"

    class Kind(models.TextChoices):
        SUPPORT = "support", pgettext_lazy("position", "support")
        NO_OBJECTION = "no_objection", pgettext_lazy("position", "no objection")
        OBJECTION = "objection", pgettext_lazy("position", "objection")
        COMMENT = "comment", pgettext_lazy("position", "comment")
        TAKEN_BACK = "taken_back", pgettext_lazy("position", "objection taken back")

    class Channel(models.TextChoices):
        PORTAL = "portal", _("on the portal")
        LETTER = "letter", _("by letter or e-mail")
        TELEPHONE = "telephone", _("by telephone")
        IN_PERSON = "in_person", pgettext_lazy("channel of a position", "in person")

    procedure = models.ForeignKey(
        WrittenProcedure, models.PROTECT, related_name="positions", verbose_name=_("written procedure")
    )
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    kind = models.CharField(_("position"), max_length=12, choices=Kind)
    text = models.TextField(_("text"), blank=True)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel, default=Channel.PORTAL)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("entered by"))
    at = models.DateTimeField(_("at (UTC)"), default=timezone.now)

    class Meta:
        verbose_name = _("position")
        verbose_name_plural = _("positions")
        ordering = ["procedure", "at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind__in=["objection", "comment"]) | ~Q(text=""),
                name="an_objection_says_why_and_a_comment_what",
                violation_error_message=_("Give the reason of the objection, or the comment."),
            ),
        ]

    def __str__(self):
        return f"{self.organisation}, {self.get_kind_display()}"

    @property
    def is_noted(self):
        """Whether the secretariat entered it, after a letter, a call or a talk."""
        return self.channel != self.Channel.PORTAL


PERMANENT = _("A declaration is neither changed nor taken back.")


class Declaration(Through, models.Model):
    """What the Chair declared at the end of a written procedure, with the tally as it stood; never written over.

    `tally` holds, of everyone who could take a position, (code of the organisation, kind of the position or ""). `sha256` is
    that of the text that was put to the members.
    """

    visible_through = "procedure"

    procedure = models.OneToOneField(
        WrittenProcedure, models.PROTECT, related_name="declaration", verbose_name=_("written procedure")
    )
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome)
    remark = models.TextField(_("remark"), blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("declared by"))
    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name=_("on behalf of the office"))
    at = models.DateTimeField(_("declared at (UTC)"), default=timezone.now)
    sha256 = models.CharField(_("SHA-256 of the text"), max_length=64)
    supports = models.PositiveSmallIntegerField(_("supports"))
    no_objections = models.PositiveSmallIntegerField(_("positions “no objection”"))
    objections = models.PositiveSmallIntegerField(_("objections"))
    missing = models.PositiveSmallIntegerField(_("without a position"))
    needed = models.PositiveSmallIntegerField(_("supports needed"))
    tally = models.JSONField(_("tally"))

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("declaration")
        verbose_name_plural = _("declarations")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(outcome="adopted") | Q(objections=0, supports__gte=F("needed")),
                name="what_is_adopted_has_its_supports_and_no_objection",
            ),
        ]

    def __str__(self):
        return f"{self.procedure.reference}, {self.get_outcome_display()}"

    def save(self, *args, **kwargs):
        if self.pk:
            raise ValidationError(PERMANENT)
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise ValidationError(PERMANENT)
