"""Results of assistance: documents that are published once the requester and the KP Chair's office have agreed."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from asm_portal.models import Person, User
from asm_portal.tracked import Tracked
from asm_portal.visibility import EVERYBODY, NOBODY, Open, VisibleQuerySet
from assistance.models.outcomes import of_the_requester
from assistance.models.requests import AssistanceRequest
from knowledge.models import Approval, Document, Redaction

# How what was said reached the portal.
Channel = Redaction.Channel


class ResultQuerySet(VisibleQuerySet):
    """Results of assistance, and where they stand."""

    def published(self):
        return self.filter(published_at__isnull=False)

    def with_texts(self):
        """With all that a row shows, in a constant number of queries."""
        return self.select_related("document__kind", "document__organisation", "request").prefetch_related(
            "document__titles", "document__organisation__names"
        )


class Result(Open, Tracked):
    """What was learned from a case, as a document of the archive; the text lives in the document's newest revision.

    It is prepared by the secretariat, who check it for personal data (`checked_sha256` is the digest of the text that was
    checked, `kept_because` why something that looks like personal data stays), then put to the requester and to the KP Chair's
    office (`asked_at`), and published the moment the later of the two has agreed to exactly this text. A change of the text voids
    what was checked and agreed. Until then it is for the secretariat, and once put to them for the KP Chair's office and the
    requester's side.
    """

    request = models.ForeignKey(
        AssistanceRequest, models.PROTECT, related_name="results", verbose_name=_("request for assistance")
    )
    document = models.OneToOneField(Document, models.PROTECT, related_name="+", verbose_name=_("document"))
    checked_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("checked by")
    )
    checked_at = models.DateTimeField(_("checked at (UTC)"), null=True, blank=True)
    checked_sha256 = models.CharField(_("SHA-256 of the text that was checked"), max_length=64, blank=True)
    kept_because = models.TextField(_("why what was found stays"), blank=True)
    asked_at = models.DateTimeField(_("put to both at (UTC)"), null=True, blank=True)
    remark = models.TextField(_("why the KP Chair’s office gave it back"), blank=True)
    consent = models.ForeignKey(
        "ResultConsent", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("consent")
    )
    approval = models.ForeignKey(
        Approval, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("approval")
    )
    published_at = models.DateTimeField(_("published at (UTC)"), null=True, blank=True)

    objects = ResultQuerySet.as_manager()

    class Meta:
        verbose_name = _("result of assistance")
        verbose_name_plural = _("results of assistance")
        ordering = [F("published_at").desc(nulls_first=True), "-pk"]
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                condition=Q(published_at__isnull=True)
                | Q(consent__isnull=False, approval__isnull=False, checked_at__isnull=False, asked_at__isnull=False),
                name="a_result_is_published_checked_with_consent_and_approval",
            ),
            models.CheckConstraint(
                condition=Q(asked_at__isnull=True) | Q(checked_at__isnull=False) & ~Q(checked_sha256=""),
                name="a_result_is_checked_before_anybody_is_asked",
            ),
        ]

    def __str__(self):
        return str(self.document)

    def get_absolute_url(self):
        return reverse("assistance:result-detail", args=[self.document.reference])

    @classmethod
    def readable(cls, standing):
        """Once published, whoever may read the document; before, those who decide on it."""
        published = Q(
            published_at__isnull=False,
            document__state=Document.State.FINAL,
            document__in=Document.objects.filter(Document.readable(standing)).values("pk"),
        )
        if standing.secretariat:
            return EVERYBODY
        before = of_the_requester(standing) if standing.user_id or standing.decides_for_chair else NOBODY
        return published | Q(asked_at__isnull=False) & before

    @property
    def revision(self):
        """The newest revision; asked of the database each time."""
        return self.document.revisions.order_by("number").last()

    @property
    def is_published(self):
        return self.published_at is not None


class ResultConsent(Open, Tracked):
    """A word of the requester on the publication of a result; the last one counts, until it is published.

    `sha256` is the digest of the text (`knowledge.approvals.digest`, for a release) that it was said of. Whoever is not in the
    register is a `name`.
    """

    class Word(models.TextChoices):
        GIVEN = "given", _("agreed")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("agreement withdrawn")

    result = models.ForeignKey(Result, models.PROTECT, related_name="consents", verbose_name=_("result"))
    word = models.CharField(_("what was said"), max_length=9, choices=Word)
    text = models.TextField(_("remark"), blank=True)
    sha256 = models.CharField(_("SHA-256 of the text"), max_length=64)
    channel = models.CharField(_("how"), max_length=9, choices=Channel)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    name = models.CharField(_("name"), max_length=160, blank=True)
    noted_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("noted by")
    )
    at = models.DateTimeField(_("at (UTC)"), default=timezone.now)

    class Meta:
        verbose_name = _("consent to a result")
        verbose_name_plural = _("consents to results")
        ordering = ["at", "pk"]
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(condition=Q(person__isnull=False) | ~Q(name=""), name="a_consent_says_whose_it_is"),
        ]

    def __str__(self):
        return f"{self.result}, {self.get_word_display()}"

    @classmethod
    def readable(cls, standing):
        asked = Result.objects.filter(Result.readable(standing), of_the_requester(standing))
        return Q(result__in=asked.values("pk"))

    @property
    def who(self):
        return str(self.person) if self.person_id else self.name
