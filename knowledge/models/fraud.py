"""False certificates: what may be said of them in public, and beside it, for those who work with certificates, how to tell them.
What is addressed to Participants is for their certificate officers too.

The claimed issuer is the victim: a certificate bears its name falsely, it never comes “from” it.
"""

import re
import unicodedata
import uuid

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from asm_portal.dated import Precision, today
from asm_portal.models import Organisation
from asm_portal.models.bodies import in_language
from asm_portal.references import new_reference
from asm_portal.tracked import Sourced, Tracked
from asm_portal.visibility import Audience, Through, Visible, VisibleQuerySet, addressed_to
from knowledge.models.certificates import Picture, works_with_certificates

# Signs of a number of a certificate; one sign as written may be many as compared.
LONGEST = 60


def addressed_to_those_at_work(standing):
    """The records whose audience the reader belongs to; what is for Participants is for their certificate officers too."""
    reached = addressed_to(standing)
    return reached | Q(audience=Audience.PARTICIPANTS) if works_with_certificates(standing) else reached


def normalised(number):
    """A number of a certificate as numbers are compared: letters and digits only, in capitals, each group of digits without the
    zeros before it (“SL 004.911”, “sl-4911” → “SL4911”), at most as many signs as are kept. What is shown is always the number as
    found."""
    kept = []
    for sign in unicodedata.normalize("NFKC", number).upper():
        sign = str(unicodedata.decimal(sign, sign))
        if sign.isalnum() and not (sign == "0" and not (kept and kept[-1].isdigit())):
            kept.append(sign)
    return "".join(kept)[:LONGEST]


def may_be_same(number, other):
    """Whether two numbers agree as compared; the letters before the digits count only where both have them."""
    number, other = normalised(number), normalised(other)
    digits = [re.sub(r"^\D+", "", found) for found in (number, other)]
    return bool(number) and (
        number == other or (digits[0] == digits[1] != "" and {number, other} & set(digits) != set())
    )


class FraudNoticeQuerySet(VisibleQuerySet):
    """Notices of false certificates."""

    def published(self):
        return self.filter(state=FraudNotice.State.PUBLISHED)

    def for_display(self):
        return self.select_related("claimed_issuer", "reported_by").prefetch_related(
            "claimed_issuer__names", "reported_by__names"
        )


class FraudNotice(Visible, Tracked, Sourced):
    """Word of a false certificate. A draft is the secretariat’s; once published it is its audience’s. What a forger could learn
    from, numbers first of all, stands in a `FraudDetail` with an audience of its own."""

    class Kind(models.TextChoices):
        FAKE_CERTIFICATE = "fake_certificate", _("false certificate")
        OF_NON_PARTICIPANT = "certificate_of_non_participant", _("certificate of a non-Participant")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")

    reference = models.CharField(_("reference"), max_length=24, unique=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    kind = models.CharField(_("kind"), max_length=32, choices=Kind, default=Kind.FAKE_CERTIFICATE)
    claimed_issuer = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="+",
        verbose_name=_("claimed issuer"),
        help_text=_("Whose name the certificate bears falsely."),
    )
    date = models.DateField(_("date"), null=True, blank=True)
    date_precision = models.CharField(
        _("precision of the date"), max_length=7, choices=Precision, default=Precision.DAY
    )
    reported_by = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("reported by")
    )
    is_confirmed = models.BooleanField(_("confirmed as false by the claimed issuer"), default=False)
    words_en = models.TextField(_("words of the notice, in English"), blank=True)
    words_fr = models.TextField(_("words of the notice, in French"), blank=True)
    is_demonstration = models.BooleanField(_("demonstration"), default=False, editable=False)

    objects = FraudNoticeQuerySet.as_manager()

    class Meta(Visible.Meta):
        verbose_name = _("notice of a false certificate")
        verbose_name_plural = _("notices of false certificates")
        ordering = [F("date").desc(nulls_last=True), "-pk"]
        base_manager_name = "objects"
        constraints = [
            *Visible.Meta.constraints,
            models.CheckConstraint(
                condition=Q(date__isnull=False) | Q(date_precision=Precision.UNKNOWN),
                name="an_undated_notice_says_so",
                violation_error_message=_("A notice without a date has the precision “unknown”."),
            ),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        if not self.reference:
            self.reference = new_reference("FCN", self.date.year if self.date else today().year)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("knowledge:fraud-notice", args=[self.reference])

    @classmethod
    def readable(cls, standing):
        return addressed_to_those_at_work(standing) & (Q(state=cls.State.PUBLISHED) | cls.changeable(standing))

    @property
    def title(self):
        """The notice in a line, with the name that the claimed issuer bore then."""
        name = {"issuer": self.claimed_issuer.name_on(self.date)}
        if self.kind == self.Kind.OF_NON_PARTICIPANT:
            return gettext("Certificate falsely bearing the name of %(issuer)s, which was not a Participant") % name
        return gettext("Certificate falsely bearing the name of %(issuer)s") % name

    @property
    def words(self):
        return in_language(self, "words")


class FraudDetail(Visible, Tracked):
    """What a notice does not say in public: how the certificate was told to be false, its numbers, pictures of it."""

    audience = models.CharField(_("audience"), max_length=12, choices=Audience, default=Audience.PARTICIPANTS)
    notice = models.ForeignKey(FraudNotice, models.PROTECT, related_name="details", verbose_name=_("notice"))
    recognised_en = models.TextField(_("how it was recognised, in English"), blank=True)
    recognised_fr = models.TextField(_("how it was recognised, in French"), blank=True)

    class Meta(Visible.Meta):
        verbose_name = _("detail of a false certificate")
        verbose_name_plural = _("details of false certificates")
        ordering = ["notice", "pk"]
        base_manager_name = "objects"

    def __str__(self):
        return str(self.notice)

    @classmethod
    def readable(cls, standing):
        known = FraudNotice.objects.filter(FraudNotice.readable(standing))
        return addressed_to_those_at_work(standing) & Q(notice__in=known.values("pk"))

    @property
    def recognised(self):
        return in_language(self, "recognised")


class FalseNumber(Through, Tracked):
    """A number that stands on a false certificate. A genuine one may bear it too: a forger copies."""

    visible_through = "detail"

    detail = models.ForeignKey(FraudDetail, models.PROTECT, related_name="numbers", verbose_name=_("detail"))
    printed = models.CharField(_("number, as printed"), max_length=LONGEST)
    compared = models.CharField(_("number, as compared"), max_length=LONGEST, editable=False, db_index=True)

    class Meta:
        verbose_name = _("number of a false certificate")
        verbose_name_plural = _("numbers of false certificates")
        ordering = ["detail", "pk"]

    def __str__(self):
        return self.printed

    def save(self, *args, **kwargs):
        self.compared = normalised(self.printed)
        super().save(*args, **kwargs)


class FraudImage(Picture, Through, Tracked):
    """A picture of a false certificate."""

    DISPLAY_SIDE, DISPLAY_BYTES = 1000, 56 * 1024

    visible_through = "detail"

    detail = models.ForeignKey(FraudDetail, models.PROTECT, related_name="images", verbose_name=_("detail"))
    key = models.UUIDField(_("key"), default=uuid.uuid4, unique=True, editable=False)
    caption_en = models.CharField(_("caption in English"), max_length=200, blank=True)
    caption_fr = models.CharField(_("caption in French"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("picture of a false certificate")
        verbose_name_plural = _("pictures of false certificates")
        ordering = ["detail", "pk"]

    def __str__(self):
        return self.caption or str(self.detail)

    def get_absolute_url(self):
        """The address of the picture; it is given out with the reader's name over it, and logged."""
        return reverse("knowledge:fraud-image", args=[self.key])

    @property
    def caption(self):
        return in_language(self, "caption")
