"""People, how to reach them, and whom they represent."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from asm_portal.admin.accounts import ShownOnly
from asm_portal.admin.register import of_today
from asm_portal.administration.base import DAYS, SOURCE, ReasonedInline, SecretariatAdmin, SecretariatInline
from asm_portal.administration.filters import work_list_filter
from asm_portal.administration.transfer import TransferMixin
from asm_portal.administration.verbs import Verb
from asm_portal.attention import NO_ADDRESS, REPORTED_CHANGES, UNCONFIRMED
from asm_portal.confirmations import settle_report
from asm_portal.editing import EditingForm, ReasonedForm, RowFormSet
from asm_portal.forms import LanguagesField, TimeZoneField
from asm_portal.importing import PeopleResource
from asm_portal.invitations import invite
from asm_portal.models import ContactEmail, ContactReport, Person, Phone, Representation
from asm_portal.templatetags.portal import date_words


class PersonForm(EditingForm):
    """Languages and time zone from lists."""

    languages = LanguagesField()
    time_zone = TimeZoneField()


class EmailFormSet(RowFormSet):
    """The addresses of a person, one of them the primary one."""

    def clean(self):
        super().clean()
        kept = [form.cleaned_data for form in self.kept_forms() if getattr(form, "cleaned_data", None)]
        if kept and sum(row.get("is_primary", False) for row in kept) != 1:
            raise ValidationError(_("One of the addresses is the primary one: tick it, and only it."))
        if len({row.get("address", "").lower() for row in kept}) < len(kept):
            raise ValidationError(_("This person already has this address."))

    def save_existing_objects(self, commit=True):
        """First those that stop being the primary address, then the one that becomes it."""
        primary = {id(form): form.instance.is_primary for form in self.kept_forms()}
        count = self.initial_form_count()
        self.forms = sorted(self.forms[:count], key=lambda form: primary.get(id(form), False)) + self.forms[count:]
        return super().save_existing_objects(commit)


class EmailInline(SecretariatInline):
    model = ContactEmail
    formset = EmailFormSet
    fields = ("address", "is_primary", "bounced_at", "bounce_reason")


class PhoneInline(SecretariatInline):
    model = Phone
    fields = ("number", "label")


class RepresentationInline(ReasonedInline):
    model = Representation
    fields = (
        "organisation", "role", "body", "office", "function", "is_head_of_delegation", "is_focal_point", "valid_from",
        "valid_until", "last_confirmed_on",
    )  # fmt: skip
    show_change_link = True


@admin.register(Person)
class PersonAdmin(TransferMixin, SecretariatAdmin):
    form = PersonForm
    resource_classes = [PeopleResource]
    list_display = ("name", "organisations", "address", "preferred_language", "account", "is_demonstration")
    list_filter = (work_list_filter(NO_ADDRESS), "preferred_language", "is_demonstration")
    list_select_related = ("user",)
    search_fields = ("given_name", "family_name", "emails__address", "representations__organisation__code")
    prefetched = ("emails", "representations__organisation__names")
    inlines = (EmailInline, PhoneInline, RepresentationInline)
    verbs = (
        Verb(
            code="invite",
            label=_("Invite to open an account"),
            explanation=_(
                "The person gets a link by mail, in their own language, at their primary address. It opens a page with a button."
                " An earlier invitation stops working."
            ),
            do=lambda person, by: invite(person=person, by=by),
            is_offered=lambda person: not hasattr(person, "user"),
        ),
    )

    @admin.display(description=_("name"), ordering="family_name")
    def name(self, person):
        return str(person)

    @admin.display(description=_("represents today"))
    def organisations(self, person):
        return ", ".join(str(row.organisation) for row in of_today(person.representations.all()))

    @admin.display(description=_("primary address"))
    def address(self, person):
        """With the reason where there is none that works."""
        bounced = next((email for email in person.emails.all() if email.is_primary and email.bounced_at), None)
        if bounced is None:
            return person.primary_email
        told = {"address": bounced.address, "day": date_words(bounced.bounced_at), "reason": bounced.bounce_reason}
        return _("%(address)s bounced on %(day)s: %(reason)s") % told

    @admin.display(description=_("account"), boolean=True)
    def account(self, person):
        return hasattr(person, "user") and person.user.is_active


@admin.register(ContactReport)
class ContactReportAdmin(ShownOnly, SecretariatAdmin):
    """What people told of their own data: correct the person’s page, then settle the report."""

    list_display = ("person", "text", "reported_at", "settled_at", "settled_by")
    list_filter = (work_list_filter(REPORTED_CHANGES), "reported_at")
    list_select_related = ("person", "settled_by")
    search_fields = ("person__given_name", "person__family_name", "text")
    fields = ("person", "text", "reported_at", "settled_at", "settled_by")
    readonly_fields = fields
    verbs = (
        Verb(
            code="settle",
            label=_("Settle"),
            explanation=_(
                "The record of the person says now what was told. This also confirms their contact data today."
            ),
            do=settle_report,
            is_offered=lambda report: report.settled_at is None,
        ),
    )


@admin.register(Representation)
class RepresentationAdmin(SecretariatAdmin):
    form = ReasonedForm
    root_field = "person"
    list_display = ("person", "organisation", "place", "function", "valid_from", "valid_until", "last_confirmed_on")
    list_filter = (work_list_filter(UNCONFIRMED), "role", "is_focal_point")
    list_select_related = ("person", "organisation", "body", "office")
    search_fields = ("person__given_name", "person__family_name", "organisation__code", "organisation__names__name")
    date_hierarchy = "last_confirmed_on"
    prefetched = ("organisation__names",)
    fields = (
        "person", "organisation", "role", "body", "office", "function", "is_head_of_delegation", "is_focal_point", *DAYS,
        "last_confirmed_on", *SOURCE,
    )  # fmt: skip

    @admin.display(description=_("in"))
    def place(self, representation):
        return representation.body or representation.office or _("every body of the organisation")
