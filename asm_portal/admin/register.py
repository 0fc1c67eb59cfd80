"""The register of who: organisations, bodies, memberships and offices."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from asm_portal.administration.base import (
    DAYS,
    SOURCE,
    GrandchildInline,
    ReasonedGrandchildFormSet,
    ReasonedInline,
    SecretariatAdmin,
    SecretariatInline,
)
from asm_portal.administration.filters import work_list_filter
from asm_portal.administration.transfer import TransferMixin
from asm_portal.attention import ATTESTED_MEMBERS, ATTESTED_TERMS, HELD_BY_NOBODY, NO_FRENCH_NAME
from asm_portal.dated import today
from asm_portal.editing import ReasonedForm
from asm_portal.importing import MembershipResource
from asm_portal.models import (
    Affiliation,
    Body,
    Measure,
    Membership,
    Office,
    OfficeTerm,
    Organisation,
    OrganisationName,
    ParticipationStatus,
)


def of_today(rows):
    """The rows that hold today, of those that were prefetched."""
    return [row for row in rows if row.holds_on(today())]


class NameInline(SecretariatInline):
    model = OrganisationName
    fields = ("language", "name", "status", *DAYS, "source")


class StatusInline(ReasonedInline):
    model = ParticipationStatus
    fk_name = "organisation"
    fields = ("status", "covered_by", *DAYS, "words_en", "words_fr", "source")
    show_change_link = True


class MeasureInline(ReasonedInline):
    model = Measure
    fields = ("kind", *DAYS, "words_en", "words_fr", "source")


class AffiliationInline(ReasonedInline):
    model = Affiliation
    fk_name = "organisation"
    fields = ("parent", *DAYS, "source")


@admin.register(Organisation)
class OrganisationAdmin(SecretariatAdmin):
    list_display = ("code", "name_today", "kind", "status_today", "is_demonstration")
    list_display_links = ("code", "name_today")
    list_filter = (work_list_filter(NO_FRENCH_NAME), "kind", "is_demonstration")
    search_fields = ("code", "names__name", "abbreviation_en", "abbreviation_fr")
    prefetched = ("names", "statuses")
    inlines = (NameInline, StatusInline, MeasureInline, AffiliationInline)

    @admin.display(description=_("name"))
    def name_today(self, organisation):
        return organisation.name

    @admin.display(description=_("part in the Process today"))
    def status_today(self, organisation):
        return ", ".join(
            f"{status.get_status_display()} ({status.valid_from:%Y-%m-%d})"
            for status in of_today(organisation.statuses.all())
        )


@admin.register(ParticipationStatus)
class ParticipationStatusAdmin(SecretariatAdmin):
    form = ReasonedForm
    root_field = "organisation"
    list_display = ("organisation", "status", "valid_from", "valid_until", "source")
    list_filter = ("status", "certainty")
    list_select_related = ("organisation",)
    search_fields = ("organisation__code", "organisation__names__name", "words_en", "words_fr")
    date_hierarchy = "valid_from"
    prefetched = ("organisation__names",)


@admin.register(Measure)
class MeasureAdmin(SecretariatAdmin):
    form = ReasonedForm
    root_field = "organisation"
    list_display = ("organisation", "kind", "valid_from", "valid_until", "source")
    list_filter = ("kind", "certainty")
    list_select_related = ("organisation",)
    search_fields = ("organisation__code", "organisation__names__name", "words_en", "words_fr")
    date_hierarchy = "valid_from"
    prefetched = ("organisation__names",)


class MembershipInline(ReasonedInline):
    model = Membership
    fields = ("organisation", "grade", "valid_from", "valid_until", "attested", "source")
    show_change_link = True


class OfficeInline(SecretariatInline):
    model = Office
    fields = ("code", "seat", "name_en", "name_fr")
    show_change_link = True


class TermOfBodyInline(GrandchildInline):
    """The terms of all offices of a body."""

    model = OfficeTerm
    through, root = "office", "body"
    formset = ReasonedGrandchildFormSet
    fields = ("office", "organisation", "person", "valid_from", "valid_until", "attested", "source")


@admin.register(Body)
class BodyAdmin(SecretariatAdmin):
    list_display = ("code", "name", "kind", "activity", "valid_from", "valid_until", "is_demonstration")
    list_display_links = ("code", "name")
    list_filter = ("kind", "activity", "is_demonstration")
    search_fields = ("code", "name_en", "name_fr", "abbreviation_en", "abbreviation_fr")
    inlines = (MembershipInline, OfficeInline, TermOfBodyInline)

    @admin.display(description=_("name"), ordering="name_en")
    def name(self, body):
        return body.name


@admin.register(Membership)
class MembershipAdmin(TransferMixin, SecretariatAdmin):
    form = ReasonedForm
    root_field = "body"
    resource_classes = [MembershipResource]
    list_display = ("organisation", "body", "grade", "valid_from", "valid_until", "attested")
    list_filter = (work_list_filter(ATTESTED_MEMBERS), "grade", "body")
    list_select_related = ("body", "organisation")
    search_fields = ("organisation__code", "organisation__names__name", "body__code", "body__name_en", "body__name_fr")
    prefetched = ("organisation__names",)
    fields = ("body", "organisation", "grade", *DAYS, "attested", *SOURCE)


class TermInline(ReasonedInline):
    model = OfficeTerm
    fields = ("organisation", "person", *DAYS, "attested", "capacity_en", "capacity_fr", "source")
    show_change_link = True


@admin.register(Office)
class OfficeAdmin(SecretariatAdmin):
    list_display = ("name", "body", "seat", "holder", "since", "is_demonstration")
    list_filter = (work_list_filter(HELD_BY_NOBODY), "seat", "is_demonstration")
    list_select_related = ("body",)
    search_fields = ("code", "name_en", "name_fr", "body__code")
    prefetched = ("terms__organisation__names", "terms__person")
    root_field = "body"
    inlines = (TermInline,)

    @admin.display(description=_("name"), ordering="name_en")
    def name(self, office):
        return office.name

    @admin.display(description=_("held today by"), empty_value=_("nobody"))
    def holder(self, office):
        return ", ".join(str(term.person or term.organisation) for term in of_today(office.terms.all())) or None

    @admin.display(description=_("since"))
    def since(self, office):
        return next((term.valid_from for term in of_today(office.terms.all())), None)


@admin.register(OfficeTerm)
class OfficeTermAdmin(SecretariatAdmin):
    form = ReasonedForm
    root_field = "office"
    list_display = ("office", "organisation", "person", "valid_from", "valid_until", "attested")
    list_filter = (work_list_filter(ATTESTED_TERMS), "office__seat")
    list_select_related = ("office", "organisation", "person")
    search_fields = (
        "office__code",
        "office__name_en",
        "office__name_fr",
        "organisation__code",
        "organisation__names__name",
    )
    prefetched = ("organisation__names",)
