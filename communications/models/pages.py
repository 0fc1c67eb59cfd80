"""The site's own standing pages, and the banner above every page: public texts like any other of the KP Chair's."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import OuterRef, Prefetch, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from asm_portal.templatetags.portal import instant
from asm_portal.visibility import VisibleQuerySet
from communications.models.public_texts import PublicText, Stage
from communications.pages.addresses import is_a_page
from knowledge.models import Document, Rendition


class SiteTextQuerySet(VisibleQuerySet):
    """Texts of the site itself."""

    def out(self):
        """Those that everyone reads, in whatever revision: not those that were archived or withdrawn."""
        return self.filter(published_at__isnull=False, document__state=Document.State.FINAL).exclude(
            stage=Stage.ARCHIVED
        )

    def for_display(self, user):
        return self.prefetch_related(Prefetch("document", Document.objects.visible_to(user).for_display(user)))


class SiteText(PublicText):
    """A text of the site itself."""

    objects = SiteTextQuerySet.as_manager()

    class Meta(PublicText.Meta):
        abstract = True

    @property
    def is_standing(self):
        """Whether everyone reads it, unless it was withdrawn."""
        return self.is_out and self.stage != Stage.ARCHIVED


class StandingPage(SiteText):
    """A page under `/about/`: what the scheme is, how to join it, frequent questions. It exists once it is published."""

    slug = models.SlugField(
        _("address"), max_length=40, unique=True, help_text=_("The last part of the address, under /about/: scheme.")
    )

    class Meta(SiteText.Meta):
        verbose_name = _("standing page")
        verbose_name_plural = _("standing pages")
        ordering = ["pk"]
        base_manager_name = "objects"

    @property
    def facts(self):
        """(label, value) of what is decided on besides the text."""
        return [(gettext("Address"), f"/about/{self.slug}/")]

    def get_absolute_url(self):
        """Its own address as long as it stands there, else that of its document."""
        if self.is_standing:
            return reverse("communications:standing-page", args=[self.slug])
        return self.document.get_absolute_url()

    def clean(self):
        if is_a_page(f"/en/about/{self.slug}/"):
            raise ValidationError({"slug": _("This site has another page at this address.")})


class BannerQuerySet(SiteTextQuerySet):
    """Banners."""

    def texts(self, user):
        """The released texts, oldest revision first, of those that stand above every page now, each with its `tone`. Every page
        asks it, and mostly there are none: one light query finds that out."""
        shown = list(self.out().filter(ends_at__gt=timezone.now()).order_by().values_list("document", flat=True))
        if not shown:
            return Rendition.objects.none()
        tone = Subquery(Banner.objects.filter(document=OuterRef("revision__document")).values("tone")[:1])
        rows = Rendition.objects.visible_to(user).filter(
            revision__document__in=shown, revision__released_at__isnull=False
        )
        return rows.select_related("revision").annotate(tone=tone).order_by("revision__document", "revision__number")


class Banner(SiteText):
    """A few words above every page, from their release to `ends_at` (an instant, UTC). Tone and end are those that were
    submitted with the text."""

    class Tone(models.TextChoices):
        INFO = "info", _("information")
        WARN = "warn", _("warning")

    tone = models.CharField(_("tone"), max_length=4, choices=Tone, default=Tone.INFO)
    ends_at = models.DateTimeField(_("shown until (UTC)"))

    objects = BannerQuerySet.as_manager()

    class Meta(SiteText.Meta):
        verbose_name = _("banner")
        verbose_name_plural = _("banners")
        ordering = ["-ends_at", "-pk"]
        base_manager_name = "objects"
        constraints = [
            *SiteText.Meta.constraints,
            models.CheckConstraint(
                condition=Q(release_at=None) | Q(ends_at__gt=models.F("release_at")),
                name="a_banner_ends_after_it_begins",
                violation_error_message=_("The end must come after the beginning."),
            ),
        ]

    def save(self, *args, **kwargs):
        """Raises ValidationError where it would be over before it appears."""
        if self.stage in (Stage.SUBMITTED, Stage.SCHEDULED) and self.ends_at <= (self.release_at or timezone.now()):
            raise ValidationError(
                _("The banner would be over before it appears. Set another end, or have it appear earlier.")
            )
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return self.document.get_absolute_url()

    @property
    def facts(self):
        """(label, value) of what is decided on besides the text."""
        return [(gettext("Tone"), self.get_tone_display()), (gettext("Shown until"), instant(self.ends_at))]
