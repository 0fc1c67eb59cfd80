"""Who asked to be told by mail of new public texts, and of which they were told: without a history, so that an address that
leaves is deleted."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from asm_portal.models.people import check_languages
from knowledge.models import Document
from knowledge.models.texts import Rendition


class PublicKind(models.TextChoices):
    """What anybody may follow; communications/subscriptions/kinds.py says which kinds of documents it means."""

    COMMUNIQUES = "communiques", _("Communiqués")
    STATEMENTS = "statements", _("Statements and messages of the Chair")
    DECISIONS = "decisions", _("Decisions, declarations and rules")
    REPORTS = "reports", _("Reports and public summary records")
    STATISTICS = "statistics", _("Statistics")


def check_kinds(codes):
    """Raise ValidationError unless it is a list of public kinds."""
    if not isinstance(codes, list) or set(codes) - set(PublicKind.values):
        raise ValidationError(_("Choose kinds from the list."))


class Subscription(models.Model):
    """An address whose owner has confirmed that they want these mails. Before that there is none; who leaves is deleted.

    `kinds` are PublicKinds; of a text they hear once it exists in one of their `languages`. `mail_language` is that of the mail.
    """

    class Frequency(models.TextChoices):
        AT_ONCE = "at_once", _("At once")
        DAILY = "daily", _("Once a day, when there is something new")
        WEEKLY = "weekly", _("Every Monday, when there is something new")

    address = models.EmailField(_("e-mail address"), unique=True, help_text=_("In lower case."))
    kinds = models.JSONField(_("kinds"), validators=[check_kinds])
    languages = models.JSONField(_("languages of the texts"), validators=[check_languages])
    frequency = models.CharField(_("e-mail"), max_length=7, choices=Frequency, default=Frequency.AT_ONCE)
    mail_language = models.CharField(_("language of the mails"), max_length=2, choices=settings.LANGUAGES)
    confirmed_at = models.DateTimeField(_("confirmed at (UTC)"), default=timezone.now)

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        ordering = ["address"]

    def __str__(self):
        return self.address


class Announcement(models.Model):
    """That a public text is out in a language: the row claims it, so that subscribers are told of it once."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="+", verbose_name=_("document"))
    language = models.CharField(_("language"), max_length=2, choices=Rendition._meta.get_field("language").choices)
    announced_at = models.DateTimeField(_("announced at (UTC)"), default=timezone.now)

    class Meta:
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        ordering = ["-announced_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["document", "language"], name="a_text_is_announced_once_in_a_language"),
        ]

    def __str__(self):
        return f"{self.document_id} {self.language}"


class News(models.Model):
    """A text that a subscriber is told of, once; `mail_key` is the key of the Delivery that tells it, "" while none does."""

    subscription = models.ForeignKey(Subscription, models.CASCADE, related_name="news", verbose_name=_("subscription"))
    document = models.ForeignKey(Document, models.PROTECT, related_name="+", verbose_name=_("document"))
    noted_at = models.DateTimeField(_("noted at (UTC)"), default=timezone.now)
    mail_key = models.CharField(_("key of the mail"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("news of a subscription")
        verbose_name_plural = _("news of subscriptions")
        ordering = ["noted_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["subscription", "document"], name="a_subscriber_is_told_of_a_text_once"),
        ]
        indexes = [models.Index(fields=["mail_key"], name="news_mail_key")]

    def __str__(self):
        return f"{self.subscription_id} {self.document_id}"
