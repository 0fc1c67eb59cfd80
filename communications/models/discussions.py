"""Working groups talking (mandate 2d): topics of a body, what is posted to them, and who wants mail about it."""

from django.db import models
from django.db.models import Count, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from asm_portal.models import Body, Office, Organisation, Person, User
from asm_portal.models.organisations import LANGUAGE_CHOICES
from asm_portal.models.search import Indexed
from asm_portal.references import new_reference
from asm_portal.tracked import Tracked, TrackedQuerySet
from asm_portal.visibility import EVERYBODY, NOBODY, Open, Through, VisibleQuerySet
from knowledge.models import Document
from knowledge.rendering import Rendered
from logistics.models import AgendaItem
from logistics.models.follow_up import named

POSTS_PER_PAGE = 20


class TopicQuerySet(VisibleQuerySet):
    """Topics as lists show them."""

    def for_display(self):
        """With `post_count`, `talked_at` and `last_post`, the key of the newest post, of those that were not removed."""
        standing = Post.objects.filter(topic=OuterRef("pk"), removed_at=None)
        newest = standing.order_by("-number")
        return self.select_related("body").annotate(
            post_count=Count("posts", filter=Q(posts__removed_at=None)),
            talked_at=Coalesce(Max("posts__at", filter=Q(posts__removed_at=None)), "opened_at"),
            last_post=Subquery(newest.values("pk")[:1]),
        )

    def in_order(self):
        """The pinned ones first, then by the newest post; of `for_display`."""
        return self.order_by("-is_pinned", "-talked_at", "-pk")


class Topic(Open, Tracked):
    """What a body talks about, if wished tied to one agenda item or to one document (a decision is one).

    Whoever belongs to the body today reads and writes: full, provisional and observer members alike, as nobody takes a position
    here, and members that are suspended; the Chair's office and the secretariat besides (ruling 4; mandate 2d). Who leads the
    body, and the secretariat, close, reopen and pin it. Whoever may not know of what it is tied to is not told of that.
    """

    reference = models.CharField(_("reference"), max_length=24, unique=True, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("body"))
    title = models.CharField(_("title"), max_length=200)
    agenda_item = models.ForeignKey(
        AgendaItem, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("agenda item")
    )
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("document or decision")
    )
    opened_at = models.DateTimeField(_("opened at (UTC)"), default=timezone.now)
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("opened by"))
    closed_at = models.DateTimeField(_("closed at (UTC)"), null=True, blank=True)
    closed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("closed by")
    )
    is_pinned = models.BooleanField(_("pinned"), default=False)
    is_demonstration = models.BooleanField(_("demonstration"), default=False, editable=False)

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("of a discussion", "topic")
        verbose_name_plural = pgettext_lazy("of a discussion", "topics")
        ordering = ["-opened_at", "-pk"]
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                condition=Q(agenda_item=None) | Q(document=None),
                name="a_topic_is_about_one_thing",
                violation_error_message=_("Tie the topic to an agenda item or to a document, not to both."),
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None) | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="a_closed_topic_says_who_closed_it",
            ),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        if not self.reference:
            self.reference = new_reference("DIS", self.opened_at.year)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("communications:topic-detail", args=[self.reference])

    @classmethod
    def readable(cls, standing):
        """Who belongs to the body today, the Chair's office and the secretariat: the audience `body` of ruling 1."""
        if standing.secretariat or standing.chair:
            return EVERYBODY
        return Q(body__in=standing.bodies) if standing.bodies else NOBODY

    @classmethod
    def changeable(cls, standing):
        """Who leads the body, and the secretariat."""
        led = Q(body__in=standing.led_bodies) if standing.led_bodies else NOBODY
        return super().changeable(standing) | led

    @property
    def is_open(self):
        return self.closed_at is None


class PostQuerySet(VisibleQuerySet):
    """Posts of topics."""

    def standing(self):
        """Those that were not removed."""
        return self.filter(removed_at=None)

    def for_display(self):
        """With all that a page shows of a post's author."""
        rows = self.select_related("topic__body", "author", "organisation", "office__body", "removed_by__person")
        return rows.prefetch_related("organisation__names")


class Post(Indexed, Through, Tracked):
    """What somebody wrote to a topic, on behalf of an organisation, of an office, or of the secretariat where neither is named.

    `text` is Markdown, `html` its sanitised rendering. Its author may edit it while the topic is open, and earlier versions can
    be read; one that was removed leaves a tombstone with the reason, and its words are the secretariat's alone. `number` counts
    the posts of its topic from 1 and never changes, so that the address of a post stays.
    """

    visible_through = "topic"

    topic = models.ForeignKey(
        Topic, models.PROTECT, related_name="posts", verbose_name=pgettext_lazy("of a discussion", "topic")
    )
    number = models.PositiveIntegerField(_("number"))
    author = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("author"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("on behalf of")
    )
    office = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("on behalf of the office")
    )
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGE_CHOICES)
    text = models.TextField(_("text"))
    html = models.TextField(_("rendered text"), editable=False)
    at = models.DateTimeField(_("posted at (UTC)"), default=timezone.now, db_index=True)
    edited_at = models.DateTimeField(_("edited at (UTC)"), null=True, blank=True)
    removed_at = models.DateTimeField(_("removed at (UTC)"), null=True, blank=True)
    removed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("removed by")
    )
    removal_reason = models.CharField(_("reason of the removal"), max_length=500, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ["topic", "number"]
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(fields=["topic", "number"], name="a_post_has_its_own_number"),
            models.CheckConstraint(condition=Q(organisation=None) | Q(office=None), name="a_post_is_on_behalf_of_one"),
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_by=None, removal_reason="")
                | (Q(removed_at__isnull=False, removed_by__isnull=False) & ~Q(removal_reason="")),
                name="a_removed_post_says_by_whom_and_why",
            ),
        ]

    def __str__(self):
        return f"{self.topic}, {self.number}"

    def get_absolute_url(self):
        """The post on the page of its topic."""
        page = (self.number - 1) // POSTS_PER_PAGE + 1
        query = f"?page={page}" if page > 1 else ""
        return f"{self.topic.get_absolute_url()}{query}#p{self.number}"

    @classmethod
    def changeable(cls, standing):
        """Its author, while the topic is open and the post stands; who leads the body removes it."""
        return Q(author=standing.person_id, removed_at=None, topic__closed_at=None)

    @property
    def rendered(self):
        """The text as a page prints it."""
        return Rendered(self.html)

    @property
    def is_removed(self):
        return self.removed_at is not None

    @property
    def on_behalf_of(self):
        return named(self.office) if self.office else self.organisation or _("the secretariat")


class PostAttachment(Through, Tracked):
    """A document of the body that was sent with a post; for those who may know of the topic and of the document."""

    visible_through = "post"

    post = models.ForeignKey(Post, models.PROTECT, related_name="attachments", verbose_name=_("post"))
    document = models.ForeignKey(Document, models.PROTECT, related_name="+", verbose_name=_("document"))

    class Meta:
        verbose_name = _("attachment of a post")
        verbose_name_plural = _("attachments of posts")
        ordering = ["post", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["post", "document"], name="a_document_is_attached_to_a_post_once"),
        ]

    def __str__(self):
        return str(self.document)

    @classmethod
    def readable(cls, standing):
        known = Document.objects.filter(Document.readable(standing)).values("pk")
        return super().readable(standing) & Q(document__in=known)


class DiscussionMail(Tracked):
    """Which mail a person wants about the discussions of a body. Without a row, whoever belongs to the body gets the daily
    digest, and nobody else gets anything."""

    class Frequency(models.TextChoices):
        EACH = "each", _("each post, at once")
        DIGEST = "digest", _("what was posted in a day, in one mail")
        NONE = "none", _("no mail")

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("person"))
    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("body"))
    frequency = models.CharField(_("mail"), max_length=6, choices=Frequency, default=Frequency.DIGEST)

    objects = TrackedQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail about discussions")
        verbose_name_plural = _("mails about discussions")
        ordering = ["body", "person"]
        constraints = [
            models.UniqueConstraint(fields=["person", "body"], name="a_person_chooses_once_per_body"),
        ]

    def __str__(self):
        return f"{self.person}, {self.body}{_(':')} {self.get_frequency_display()}"


class TopicReading(models.Model):
    """How far a person has read a topic: up to the post of this number. Nobody else sees it, and there is no page of the
    administration for it."""

    topic = models.ForeignKey(
        Topic, models.CASCADE, related_name="readings", verbose_name=pgettext_lazy("of a discussion", "topic")
    )
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name=_("person"))
    number = models.PositiveIntegerField(_("read up to the post"))

    class Meta:
        verbose_name = _("topic that was read")
        verbose_name_plural = _("topics that were read")
        ordering = ["topic", "person"]
        constraints = [
            models.UniqueConstraint(fields=["topic", "person"], name="a_person_reads_a_topic_once"),
        ]

    def __str__(self):
        return f"{self.person}, {self.topic}, {self.number}"
