"""Input of the pages of offers: for who speaks for the provider, and for staff who note an offer made otherwise."""

from datetime import timedelta

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from asm_portal.dated import today
from asm_portal.day_field import DayMonthYearField
from asm_portal.editing import EditingForm
from asm_portal.forms import LanguagesField, LineField, RecordsField
from asm_portal.models import Organisation
from asm_portal.models.people import check_number
from asm_portal.register import alphabetical
from asm_portal.visibility import standing_of
from assistance.analysis.forms import in_labels
from assistance.models import AssistanceRequest, Offer, OfferContact
from assistance.offers.actions import change_offer, make_offer
from assistance.themes import Theme
from knowledge.minutes.forms import long_text

LONGEST_TEXT = 5_000
LONGEST_STAND = timedelta(days=3 * 366)
# How staff hear of a consent.
NOTED = [how for how in Offer.Consent if how not in (Offer.Consent.PORTAL, Offer.Consent.LINK)]
CONTACT = ("name", "email", "phone", "language")
CHOICE_REFUSED = dict.fromkeys(("invalid_choice", "invalid_pk_value"), _("Choose from the list."))


def ticks(label, choices, sentence):
    """Several of a list, at least one."""
    return forms.MultipleChoiceField(
        label=label, choices=[(code, capfirst(words)) for code, words in choices], widget=forms.CheckboxSelectMultiple,
        error_messages={"required": sentence},
    )  # fmt: skip


def by_name(organisations):
    """Choices in alphabetical order; invented ones last."""
    found = sorted(organisations, key=lambda row: (row.is_demonstration, alphabetical(row.name)))
    return [(row.pk, row.name) for row in found]


class OfferForm(EditingForm):
    """What is offered, by whom, where and until when; and how the provider is reached."""

    template_name = "assistance/offers/fields.html"

    organisation = forms.ModelChoiceField(
        None, label=_("Who offers"), error_messages={"required": _("Choose who offers.")} | CHOICE_REFUSED
    )
    title = LineField(label=_("What is offered, in one line"), max_length=160)
    kinds = ticks(
        _("Kinds of assistance"), AssistanceRequest.Kind.choices, _("Choose at least one kind of assistance.")
    )
    themes = ticks(_("Themes"), Theme.choices, _("Choose at least one theme."))
    languages = LanguagesField(
        label=_("Languages of the assistance"), required=True,
        error_messages={"required": _("Choose at least one language.")},
    )  # fmt: skip
    places = RecordsField(
        None, label=_("Participants where it is offered"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick none if it is offered everywhere."), error_messages=CHOICE_REFUSED,
    )  # fmt: skip
    text = forms.CharField(label=_("Details"), widget=long_text(6), max_length=LONGEST_TEXT, required=False)
    valid_until = DayMonthYearField(
        label=_("Last day of the offer"),
        help_text=_("Before that day, a mail asks whether the offer is to be renewed."),
    )
    contact_name = LineField(label=_("Contact: name"), max_length=120)
    contact_email = forms.EmailField(
        label=_("Contact: e-mail address"), max_length=254,
        error_messages={"invalid": _("Write an address like name@example.org.")},
    )  # fmt: skip
    contact_phone = LineField(
        label=_("Contact: telephone"), max_length=24, required=False, validators=[check_number],
        help_text=_("With the international prefix, for example +000 20 555 0101."),
    )  # fmt: skip
    contact_language = forms.ChoiceField(
        label=_("Language of the mails"), choices=settings.LANGUAGES, initial=get_language
    )

    class Meta:
        model = Offer
        fields = ("title", "kinds", "level", "themes", "languages", "mode", "text", "text_language", "valid_until")
        labels = {"mode": _("Form of the assistance")}

    field_order = (
        "organisation",
        "name",
        "title",
        "text",
        "text_language",
        "kinds",
        "themes",
        "level",
        "languages",
        "mode",
        "places",
    )
    CONTACT = tuple(f"contact_{name}" for name in CONTACT)

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by
        del self.fields["why"]
        for name in ("level", "mode"):
            self.fields[name].choices = in_labels(self.fields[name].choices)
        self.offer_places()
        if self.instance.pk:
            del self.fields["organisation"]
            self.fill_in()
        else:
            self.initial["text_language"] = get_language()
            self.choose_provider()

    @property
    def parts(self):
        """The fields that people see, for the template: who offers what, and how they are reached."""
        offer = [field for field in self.visible_fields() if field.name not in self.CONTACT]
        return {"offer": offer, "contact": [self[name] for name in self.CONTACT]}

    def offer_places(self):
        field, named = self.fields["places"], Organisation.objects.none()
        if self.instance.pk:
            self.initial["places"] = list(self.instance.places.values_list("organisation", flat=True))
            named = Organisation.objects.filter(pk__in=self.initial["places"])
        known = Organisation.objects.visible_to(self.by)
        field.queryset = (known.participants() | named).distinct().with_names()
        field.choices = by_name(field.queryset)

    def fill_in(self):
        """How the provider is reached, as far as the reader may know of it."""
        contact = OfferContact.objects.visible_to(self.by).filter(offer=self.instance).first()
        if contact:
            self.initial |= {f"contact_{name}": getattr(contact, name) for name in CONTACT}

    def choose_provider(self):
        """The organisations for which the reader speaks; one is no choice."""
        field = self.fields["organisation"]
        field.queryset = own = offering(self.by)
        field.choices = by_name(own)
        self.initial |= {"contact_name": str(self.by.person), "contact_email": self.by.email}
        if len(field.choices) == 1:
            field.widget, field.initial = forms.HiddenInput(), field.choices[0][0]

    def clean_valid_until(self):
        day = self.cleaned_data["valid_until"]
        if day < today():
            raise ValidationError(_("This day is past. Choose the last day of the offer."))
        if day > today() + LONGEST_STAND:
            raise ValidationError(_("Choose a day within the next three years; the offer can be renewed then."))
        return day

    def clean(self):
        given = super().clean()
        if not self.errors:
            for name, value in self.consent(given).items():
                setattr(self.instance, name, value)
        return given

    def consent(self, given):
        """The consent to keep and show the contact, as columns of the offer."""
        raise NotImplementedError

    def provider(self):
        return self.cleaned_data["organisation"]

    def save(self):
        given = self.cleaned_data
        facts = {
            "offer": self.instance,
            "places": given["places"],
            "contact": {name: given[f"contact_{name}"] for name in CONTACT},
            "by": self.by,
        }
        return change_offer(**facts) if self.instance.pk else make_offer(provider=self.provider(), **facts)


class ProviderForm(OfferForm):
    """For who speaks for the provider: the consent is a tick, and lasts as long as the offer."""

    agrees = forms.BooleanField(
        label=_(
            "I agree that the portal keeps this name, address and number and shows them to members of bodies, the KP Chair’s"
            " office and the secretariat until the last day of the offer. I can take this back at any time by withdrawing it."
        ),
        error_messages={"required": _("Without this consent the portal may not keep your contact details.")},
    )
    CONTACT = (*OfferForm.CONTACT, "agrees")

    def consent(self, given):
        return {
            "consent_how": Offer.Consent.PORTAL,
            "consent_on": today(),
            "consent_until": given["valid_until"],
        }


class StaffForm(OfferForm):
    """For staff who note an offer made by letter or in a meeting: how, when and until when the provider consented."""

    name = LineField(
        label=_("Or an organisation that is not in the register"), max_length=160, required=False,
        help_text=_("Its name."),
    )  # fmt: skip
    consent_how = forms.ChoiceField(
        label=_("How the contact agreed"), choices=[(how.value, capfirst(how.label)) for how in NOTED],
        help_text=_(
            "To the portal keeping these details and showing them to members of bodies, the KP Chair’s office and secretariat."
        ),
    )  # fmt: skip
    consent_on = DayMonthYearField(label=_("Agreed on"))
    consent_until = DayMonthYearField(
        label=_("Agreed until"), required=False, help_text=_("Empty: until the last day of the offer.")
    )
    CONTACT = (*OfferForm.CONTACT, "consent_how", "consent_on", "consent_until")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["contact_email"].required = False
        if self.instance.pk:
            del self.fields["name"]
            self.keep_consent()

    def keep_consent(self):
        """The consent on record, which the provider may have given here."""
        for name in ("consent_how", "consent_on", "consent_until"):
            self.initial[name] = getattr(self.instance, name)
        given = (self.instance.consent_how, capfirst(self.instance.get_consent_how_display()))
        if given[0] not in NOTED:
            self.fields["consent_how"].choices = [given, *self.fields["consent_how"].choices]

    def choose_provider(self):
        field = self.fields["organisation"]
        field.queryset, field.required = Organisation.objects.visible_to(self.by).with_names(), False
        field.choices = [("", "–"), *by_name(field.queryset)]

    def clean(self):
        given = super().clean()
        if "name" in self.fields and not self.errors and bool(given["organisation"]) == bool(given["name"]):
            self.add_error("organisation", _("Choose who offers, or give a name below: one of the two."))
        if not (given.get("contact_email") or given.get("contact_phone") or self.errors):
            self.add_error("contact_email", _("Give an e-mail address or a telephone number."))
        return given

    def clean_consent_on(self):
        day = self.cleaned_data["consent_on"]
        if day > today():
            raise ValidationError(_("This day is still to come."))
        return day

    def clean_consent_until(self):
        day = self.cleaned_data["consent_until"]
        if day and day < today():
            raise ValidationError(_("This consent has ended: without it the portal may not keep the contact details."))
        return day

    def consent(self, given):
        how, on, until = (given[name] for name in ("consent_how", "consent_on", "consent_until"))
        return {"consent_how": how, "consent_on": on, "consent_until": until or given["valid_until"]}

    def provider(self):
        return self.cleaned_data["organisation"] or self.cleaned_data["name"]


def offering(user):
    """The organisations for which the reader may make an offer: their own, while these take part in the Process."""
    standing = standing_of(user)
    rows = Organisation.objects.visible_to(user).filter(pk__in=standing.organisations)
    return rows.with_status(settings.STATUSES_WITH_ACCESS).with_names()


def form_for(user):
    return StaffForm if standing_of(user).secretariat else ProviderForm
