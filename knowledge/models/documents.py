"""Documents: what was decided, recorded, reported, enacted or said, whichever task made it."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from asm_portal.dated import Precision, today
from asm_portal.models.bodies import Body, in_language
from asm_portal.models.exceptions import PersonGrant, SharedWith
from asm_portal.models.organisations import LANGUAGE_CHOICES, NameStatus, Organisation
from asm_portal.references import new_reference
from asm_portal.tracked import Sourced, Tracked
from asm_portal.visibility import (
    EVERYBODY,
    NOBODY,
    Audience,
    Open,
    Through,
    Visible,
    VisibleQuerySet,
    addressed_to,
    excepted_for,
)


class DocumentKind(Open, Tracked, Sourced):
    """A kind of document, with the audience that a new one gets. The default is never silently public."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    prefix = models.CharField(
        _("prefix of references"), max_length=3, help_text=_("Three letters, as in MIN-2025-K7Q2M.")
    )
    name_en = models.CharField(_("name in English"), max_length=120)
    name_fr = models.CharField(_("name in French"), max_length=120)
    description = models.TextField(_("description"), blank=True)
    default_audience = models.CharField(_("default audience"), max_length=12, choices=Audience)

    class Meta:
        verbose_name = _("kind of document")
        verbose_name_plural = _("kinds of documents")
        ordering = ["code"]

    def __str__(self):
        return self.name

    @property
    def name(self):
        return in_language(self, "name")


class DocumentQuerySet(VisibleQuerySet):
    """Documents as lists and pages show them."""

    def listed(self):
        """Those that a list shows: a withdrawn one answers at its own address only."""
        return self.exclude(state=Document.State.WITHDRAWN)

    def for_display(self, user):
        """With all that a row shows, in a constant number of queries: titles, released texts, kind, body, and whether a text in
        force that the reader may know of has superseded it."""
        texts = Prefetch(
            "revisions",
            Document.revisions.rel.related_model.objects.released().with_renditions(),
            to_attr="released_revisions",
        )
        successors = DocumentLink.objects.in_effect(today()).filter(
            kind=DocumentLink.Kind.SUPERSEDES,
            earlier=OuterRef("pk"),
            later__in=Document.objects.visible_to(user).values("pk"),
        )
        return (
            self.select_related("kind", "issuing_body", "decision", "minutes", "redaction")
            .prefetch_related("titles", texts, "organisation__names")
            .annotate(is_superseded=Exists(successors))
        )


class Document(Visible, Tracked, Sourced):
    """A finished text (or one on its way), with an immutable reference of ours and the official number as printed.

    States: draft (its editors) → circulated (its body) → final (its audience) → withdrawn (a tombstone for its audience). A
    redacted version is circulated to the Participant that consents to it.
    While `embargoed_until` lies ahead a final document is for its editors. Superseded is computed from links, never stored.
    What is `released_by_chair` goes out only as the KP Chair's office has approved it, and that office reads a revision from the
    moment it is submitted.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        CIRCULATED = "circulated", _("circulated")
        FINAL = "final", _("final")
        WITHDRAWN = "withdrawn", _("withdrawn")

    reference = models.CharField(_("reference"), max_length=24, unique=True, editable=False)
    official_number = models.CharField(_("official number, as printed"), max_length=80, blank=True)
    kind = models.ForeignKey(DocumentKind, models.PROTECT, related_name="documents", verbose_name=_("kind"))
    issuing_body = models.ForeignKey(
        Body, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("issuing body")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("organisation concerned")
    )
    date = models.DateField(_("date"), null=True, blank=True)
    date_precision = models.CharField(
        _("precision of the date"), max_length=7, choices=Precision, default=Precision.DAY
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    embargoed_until = models.DateTimeField(_("embargoed until (UTC)"), null=True, blank=True)
    released_by_chair = models.BooleanField(_("released by the KP Chair’s office"), default=False, editable=False)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    withdrawal_reason_en = models.TextField(_("reason of the withdrawal, in English"), blank=True)
    withdrawal_reason_fr = models.TextField(_("reason of the withdrawal, in French"), blank=True)
    is_demonstration = models.BooleanField(_("demonstration"), default=False, editable=False)

    objects = DocumentQuerySet.as_manager()

    class Meta(Visible.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = [F("date").desc(nulls_last=True), "-pk"]
        base_manager_name = "objects"
        indexes = [
            models.Index(fields=["audience", "-date"], name="document_audience_date"),
            models.Index(fields=["audience_body", "-date"], name="document_body_date"),
        ]
        constraints = [
            *Visible.Meta.constraints,
            models.CheckConstraint(
                condition=Q(date__isnull=False) | Q(date_precision=Precision.UNKNOWN),
                name="an_undated_document_says_so",
                violation_error_message=_("A document without a date has the precision “unknown”."),
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn", withdrawn_on__isnull=False)
                | (~Q(state="withdrawn") & Q(withdrawn_on__isnull=True)),
                name="a_withdrawn_document_has_its_day",
                violation_error_message=_(
                    "A withdrawn document needs the day of its withdrawal, and no other has one."
                ),
            ),
        ]

    def __str__(self):
        return self.title or self.reference

    def save(self, *args, **kwargs):
        if not self.reference:
            self.reference = new_reference(self.kind.prefix, self.date.year if self.date else today().year)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("knowledge:document-detail", args=[self.reference])

    @classmethod
    def readable(cls, standing):
        """Audience and state together."""
        changed = cls.changeable(standing)
        if changed is EVERYBODY:
            return EVERYBODY
        audience, excepted = addressed_to(standing), excepted_for(cls, standing)
        released = Q(state__in=[cls.State.FINAL, cls.State.WITHDRAWN]) & (
            Q(embargoed_until=None) | Q(embargoed_until__lte=standing.moment)
        )
        circulating = Q(state=cls.State.CIRCULATED) & (
            (Q(issuing_body__in=standing.bodies, redaction=None) if standing.bodies else NOBODY)
            | (
                Q(redaction__isnull=False, organisation__in=standing.organisations)
                if standing.organisations
                else NOBODY
            )
            | excepted
            | (audience if standing.chair or standing.secretariat else NOBODY)
        )
        before_the_chair = audience & cls.submitted() if standing.decides_for_chair else NOBODY
        return (released & (audience | excepted)) | circulating | before_the_chair | changed

    @classmethod
    def submitted(cls):
        return Q(pk__in=cls.revisions.rel.related_model._base_manager.submitted().values("document"))

    @classmethod
    def changeable(cls, standing):
        """Its editors: the secretariat and those who lead the issuing body."""
        return super().changeable(standing) | (
            Q(issuing_body__in=standing.led_bodies) & ~Q(audience=Audience.SECRETARIAT)
            if standing.led_bodies
            else NOBODY
        )

    @property
    def shown_title(self):
        """The title row in the reader's language, else English, else any; asked of prefetched `titles`."""
        by_language = {title.language: title for title in self.titles.all()}
        return by_language.get(get_language()) or by_language.get("en") or next(iter(by_language.values()), None)

    @property
    def title(self):
        return self.shown_title.title if self.shown_title else ""

    @property
    def renditions(self):
        """The newest released rendition in each language and role, in the order of the portal's languages; asked of
        `released_revisions` (`for_display`)."""
        newest = {}
        for revision in sorted(self.released_revisions, key=lambda revision: revision.number):
            for rendition in revision.renditions.all():
                newest[rendition.language, rendition.role] = rendition
        order = [code for code, _name in LANGUAGE_CHOICES]
        return sorted(newest.values(), key=lambda rendition: (order.index(rendition.language), rendition.role))

    @property
    def latest_number(self):
        """The number of the newest released revision, 0 where there is none."""
        return max((revision.number for revision in self.released_revisions), default=0)

    @property
    def is_locked(self):
        """Whether the text was adopted, so that nobody changes it any more; asked of the database each time."""
        return Document.objects.filter(pk=self.pk, minutes__adopted_on__isnull=False).exists()

    @property
    def shown_to(self):
        """The audience of the moment: (audience, body, organisation). A draft is its editors’, a circulated text its body’s."""
        if self.state == self.State.CIRCULATED and self.is_public_version:
            return Audience.ORGANISATION, None, self.organisation
        if self.state == self.State.CIRCULATED and self.issuing_body:
            return Audience.BODY, self.issuing_body, None
        if self.state in (self.State.DRAFT, self.State.CIRCULATED) or self.is_embargoed:
            return Audience.SECRETARIAT, None, None
        return self.audience, self.audience_body, self.audience_organisation

    @property
    def is_out_by_the_chair(self):
        """Whether readers have it as the KP Chair's office approved it; asked of the database each time."""
        return Document.objects.filter(pk=self.pk, released_by_chair=True, state=Document.State.FINAL).exists()

    @property
    def is_embargoed(self):
        """Whether the instant from which its audience may know of it lies ahead."""
        return self.embargoed_until is not None and self.embargoed_until > timezone.now()

    @property
    def is_public_version(self):
        """Whether it is the redacted version of a confidential report."""
        return hasattr(self, "redaction")

    @property
    def is_held(self):
        """Whether the archive holds a text; a decision may be known by its title only."""
        return bool(self.renditions)

    @property
    def withdrawal_reason(self):
        return in_language(self, "withdrawal_reason")


class DocumentTitle(Through, Tracked):
    """The title of a document in a language: the official one, or our translation, labelled so."""

    visible_through = "document"

    document = models.ForeignKey(Document, models.PROTECT, related_name="titles", verbose_name=_("document"))
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGE_CHOICES)
    title = models.CharField(_("title"), max_length=400)
    status = models.CharField(_("status"), max_length=16, choices=NameStatus, default=NameStatus.OFFICIAL)

    class Meta:
        verbose_name = _("title of a document")
        verbose_name_plural = _("titles of documents")
        ordering = ["document", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "language"],
                name="a_document_has_one_title_per_language",
                violation_error_message=_("This document already has a title in this language."),
            ),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        self.refuse_other_words()
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        if self.document.is_out_by_the_chair:
            raise ValidationError(OUT)
        return super().delete(*args, **kwargs)

    def refuse_other_words(self):
        """Raise ValidationError where readers have seen another title that the KP Chair's office approved; the titles of a
        correction are those of its revision."""
        if self.document.is_out_by_the_chair:
            newest = self.document.revisions.released().order_by("number").last()
            stored = DocumentTitle.objects.filter(pk=self.pk, language=self.language, title=self.title)
            if not stored.exists() and newest.titles.get(self.language) != self.title:
                raise ValidationError(OUT)


OUT = _(
    "This title was published as the KP Chair’s office approved it. It changes with a correction, which is approved too."
)


class DocumentLinkQuerySet(VisibleQuerySet):
    """What documents do to each other."""

    def in_effect(self, day):
        """Links of final texts that had taken effect by a day; one without a day of its own takes effect with the later text."""
        own, of_the_text = Q(effective_on__lte=day), Q(later__date__lte=day) | Q(later__date=None)
        return self.filter(own | Q(effective_on=None) & of_the_text, later__state=Document.State.FINAL)


class DocumentLink(Open, Tracked):
    """What a later document does to an earlier one; shown at both, to those who may know of both."""

    class Kind(models.TextChoices):
        SUPERSEDES = "supersedes", _("supersedes")
        AMENDS = "amends", _("amends")
        EXTENDS = "extends", _("extends")
        IMPLEMENTS = "implements", _("implements")
        RESPONDS_TO = "responds_to", _("responds to")
        PUBLIC_SUMMARY_OF = "public_summary_of", _("public summary of")
        REDACTED_VERSION_OF = "redacted_version_of", _("redacted version of")
        CORRECTS = "corrects", _("corrigendum to")

    later = models.ForeignKey(Document, models.PROTECT, related_name="links", verbose_name=_("later document"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    earlier = models.ForeignKey(Document, models.PROTECT, related_name="backlinks", verbose_name=_("earlier document"))
    effective_on = models.DateField(_("effective on"), null=True, blank=True)
    note_en = models.CharField(_("note in English"), max_length=300, blank=True)
    note_fr = models.CharField(_("note in French"), max_length=300, blank=True)

    objects = DocumentLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link between documents")
        verbose_name_plural = _("links between documents")
        ordering = ["earlier", "effective_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["later", "kind", "earlier"], name="two_documents_are_linked_once_in_a_way"),
            models.CheckConstraint(
                condition=~Q(later=F("earlier")),
                name="a_document_is_not_linked_to_itself",
                violation_error_message=_("A document cannot be linked to itself."),
            ),
        ]

    def __str__(self):
        return f"{self.later} {self.get_kind_display()} {self.earlier}"

    @classmethod
    def readable(cls, standing):
        known = Document.objects.filter(Document.readable(standing)).values("pk")
        return Q(later__in=known, earlier__in=known)

    @property
    def note(self):
        return in_language(self, "note")


class DocumentGrant(PersonGrant):
    """A document opened to a named person until an instant."""

    content_object = models.ForeignKey(Document, models.PROTECT, related_name="grants", verbose_name=_("document"))

    class Meta(PersonGrant.Meta):
        verbose_name = _("document opened to a person")
        verbose_name_plural = _("documents opened to a person")


class DocumentShare(SharedWith):
    """A document opened to another body until an instant (joint sessions)."""

    content_object = models.ForeignKey(Document, models.PROTECT, related_name="shares", verbose_name=_("document"))

    class Meta(SharedWith.Meta):
        verbose_name = _("document opened to a body")
        verbose_name_plural = _("documents opened to a body")
