"""Who can train or help in what, where and in which language (mandate 4b): for those who refer requests and answer referrals."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from asm_portal.dated import today
from asm_portal.models import Organisation
from asm_portal.models.organisations import LANGUAGE_CHOICES
from asm_portal.models.people import check_languages, check_number
from asm_portal.references import new_reference
from asm_portal.register import alphabetical
from asm_portal.tracked import Tracked
from asm_portal.visibility import EVERYBODY, NOBODY, Open, Through, VisibleQuerySet
from assistance.models.requests import AssistanceRequest
from assistance.themes import Theme, check_themes


def check_kinds(codes):
    """Raise ValidationError unless it is a list of the kinds of assistance."""
    if not isinstance(codes, list) or set(codes) - set(AssistanceRequest.Kind.values):
        raise ValidationError(_("Choose kinds from the list."))


class Provider(Open, Tracked):
    """Who offers: an organisation of the register, or one that is not in it, by its name."""

    organisation = models.OneToOneField(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("organisation")
    )
    name = models.CharField(
        _("name"), max_length=160, blank=True, help_text=_("Of an organisation that is not in the register.")
    )

    class Meta:
        verbose_name = _("provider")
        verbose_name_plural = _("providers")
        ordering = ["pk"]
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation=None) & ~Q(name="") | Q(organisation__isnull=False, name=""),
                name="a_provider_is_an_organisation_or_has_a_name",
                violation_error_message=_("Give the organisation, or a name where it is not in the register."),
            ),
            models.UniqueConstraint(
                fields=["name"], condition=~Q(name=""), name="a_provider_outside_the_register_is_kept_once"
            ),
        ]

    def __str__(self):
        return self.organisation.name if self.organisation_id else self.name

    @classmethod
    def readable(cls, standing):
        """Whoever may know of one of its offers."""
        return Q(pk__in=Offer.objects.filter(Offer.readable(standing)).values("provider"))


class OfferQuerySet(VisibleQuerySet):
    """Offers by their days."""

    def current(self, day=None):
        return self.filter(standing_on(day or today()))

    def for_display(self):
        return self.select_related("provider__organisation").prefetch_related(
            "provider__organisation__names", "places__organisation__names"
        )


def standing_on(day):
    """The offers that stand on the day: not withdrawn, not over, with the consent."""
    return Q(withdrawn_on=None, valid_until__gte=day, consent_until__gte=day)


class Offer(Open, Tracked):
    """What a provider can give. Without an OfferPlace it is given everywhere.

    Read by members of bodies, the KP Chair's office and the secretariat while it stands, and by its provider. It stands until the
    earlier of two days, both included: its own end, and that of the consent to keep and show the contact. The consent stays on
    record; the contact itself (`OfferContact`) is deleted when the offer stands no longer.
    """

    class Level(models.TextChoices):
        TECHNICAL = "technical", _("technical")
        PROFESSIONAL = "professional", _("professional")
        BOTH = "both", _("technical and professional")

    class Mode(models.TextChoices):
        ON_THE_SPOT = "on_the_spot", _("on the spot")
        REMOTE = "remote", _("at a distance")
        BOTH = "both", _("on the spot or at a distance")

    class Consent(models.TextChoices):
        PORTAL = "portal", pgettext_lazy("consent", "on the portal")
        LINK = "link", pgettext_lazy("consent", "by the link in a mail")
        LETTER = "letter", pgettext_lazy("consent", "by letter")
        MAIL = "mail", pgettext_lazy("consent", "by mail")
        TELEPHONE = "telephone", pgettext_lazy("consent", "by telephone")
        MEETING = "meeting", pgettext_lazy("consent", "in a meeting")

    reference = models.CharField(_("reference"), max_length=24, unique=True, editable=False)
    provider = models.ForeignKey(Provider, models.PROTECT, related_name="offers", verbose_name=_("provider"))
    title = models.CharField(_("what is offered"), max_length=160)
    text = models.TextField(_("in more words"), blank=True)
    text_language = models.CharField(_("language of the text"), max_length=2, choices=LANGUAGE_CHOICES)
    kinds = models.JSONField(_("kinds of assistance"), validators=[check_kinds])
    level = models.CharField(_("level"), max_length=12, choices=Level, default=Level.BOTH)
    themes = models.JSONField(_("themes"), validators=[check_themes])
    languages = models.JSONField(_("languages of the assistance"), validators=[check_languages])
    mode = models.CharField(pgettext_lazy("offer", "form"), max_length=11, choices=Mode, default=Mode.BOTH)
    valid_until = models.DateField(_("valid until"), help_text=_("The last day on which it holds."))
    consent_how = models.CharField(_("how the consent was given"), max_length=9, choices=Consent)
    consent_on = models.DateField(_("consent given on"))
    consent_until = models.DateField(_("consent until"), help_text=_("The last day on which it holds."))
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True, editable=False)
    is_demonstration = models.BooleanField(_("demonstration"), default=False, editable=False)

    objects = OfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("offer of assistance")
        verbose_name_plural = _("offers of assistance")
        ordering = ["-pk"]
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                condition=Q(consent_on__lte=F("consent_until")),
                name="a_consent_to_show_a_contact_ends_after_it_begins",
                violation_error_message=_("The consent must end after it was given."),
            ),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        if not self.reference:
            self.reference = new_reference("OFF", today().year)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("assistance:offer-detail", args=[self.reference])

    @classmethod
    def readable(cls, standing):
        if standing.secretariat:
            return EVERYBODY
        refers = standing.chair or standing.bodies
        return (standing_on(standing.day) if refers else NOBODY) | cls.own(standing)

    @classmethod
    def changeable(cls, standing):
        return super().changeable(standing) | cls.own(standing)

    @classmethod
    def own(cls, standing):
        """Those of the organisations for which the reader speaks, while these take part in the Process."""
        return Q(provider__organisation__in=standing.organisations) if standing.process else NOBODY

    @property
    def kind_names(self):
        return [AssistanceRequest.Kind(code).label for code in self.kinds]

    @property
    def theme_names(self):
        return [Theme(code).label for code in self.themes]

    @property
    def place_names(self):
        """Where it is given, in alphabetical order; nothing is everywhere."""
        return sorted((str(place.organisation) for place in self.places.all()), key=alphabetical)

    @property
    def ends_on(self):
        """The last day on which it stands, unless it is withdrawn before."""
        return min(self.valid_until, self.consent_until)

    @property
    def stands(self):
        return self.withdrawn_on is None and self.ends_on >= today()


class PartOfOffer(Through):
    """What is seen with its offer."""

    visible_through = "offer"

    class Meta:
        abstract = True


class OfferPlace(PartOfOffer, Tracked):
    """A Participant at which the assistance can be given."""

    offer = models.ForeignKey(Offer, models.PROTECT, related_name="places", verbose_name=_("offer"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("Participant"))

    class Meta:
        verbose_name = _("place of an offer")
        verbose_name_plural = _("places of offers")
        ordering = ["offer", "pk"]
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(fields=["offer", "organisation"], name="an_offer_names_a_place_once"),
        ]

    def __str__(self):
        return str(self.organisation)


class OfferContact(PartOfOffer):
    """How the provider is reached about an offer. Kept without a history and only as long as there is consent; `language` is that
    of the mails."""

    offer = models.OneToOneField(Offer, models.PROTECT, related_name="contact", verbose_name=_("offer"))
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=24, blank=True, validators=[check_number])
    language = models.CharField(_("language of the mails"), max_length=2, choices=settings.LANGUAGES)

    class Meta:
        verbose_name = _("contact of an offer")
        verbose_name_plural = _("contacts of offers")
        ordering = ["offer"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(email="") | ~Q(phone=""),
                name="a_contact_of_an_offer_can_be_reached",
                violation_error_message=_("Give an e-mail address or a telephone number."),
            ),
        ]

    def __str__(self):
        return self.name

    @classmethod
    def readable(cls, standing):
        """Nobody any more once the offer stands no longer, whether or not it is deleted yet."""
        return super().readable(standing) & Q(offer__in=Offer.objects.filter(standing_on(standing.day)).values("pk"))
