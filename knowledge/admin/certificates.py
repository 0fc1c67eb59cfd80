"""Specimens, signatories and the log of who was shown a picture, for the secretariat. What a Participant proposed and confirmed
is not rewritten here: only its days, its source and notes, with a reason."""

from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from asm_portal.admin.accounts import ShownOnly
from asm_portal.administration.base import DAYS, SOURCE, SecretariatAdmin, SecretariatInline
from asm_portal.administration.filters import work_list_filter
from asm_portal.administration.verbs import Verb
from asm_portal.editing import ReasonedForm
from knowledge.certificates import actions, waiting
from knowledge.certificates.forms import PublishSpecimenForm, RemarkForm
from knowledge.models import AuthorisedSignatory, CertificateSpecimen, ImageView, NumberRange, Proposed, SpecimenImage

State = Proposed.State
TRAIL = (
    "state", "remark", "proposed_by", "proposed_at", "confirmed_by", "confirmed_at", "published_by", "published_at",
)  # fmt: skip


def lists_of(model):
    return [work for work in waiting.LISTS if work.model is model]


def publish_verb(**more):
    return Verb(
        code="publish",
        label=_("Publish"),
        explanation=_("Governments and certificate officers of all Participants see it from now on."),
        do=lambda record, by, **given: actions.publish(record=record, by=by, **given),
        is_offered=lambda record: record.state == State.CONFIRMED,
        **more,
    )


RETURN = Verb(
    code="return",
    label=_("Return"),
    explanation=_("It goes back to whoever proposed it, who reads what must change."),
    do=lambda record, by, remark: actions.send_back(record=record, remark=remark, by=by),
    is_offered=lambda record: record.state in (State.PROPOSED, State.CONFIRMED),
    form_class=RemarkForm,
)


class NumberRangeInline(ShownOnly, SecretariatInline):
    model = NumberRange
    fields = ("year", "first", "last")


class SpecimenImageInline(ShownOnly, SecretariatInline):
    model = SpecimenImage
    fields = ("side", "caption_en", "caption_fr", "picture")
    readonly_fields = ("picture",)

    @admin.display(description=_("picture"))
    def picture(self, image):
        return format_html('<a href="{}?full">{} × {}</a>', image.get_absolute_url(), image.width, image.height)


class ProposedAdmin(SecretariatAdmin):
    """What is proposed on the pages of the Participants; the secretariat publishes or returns it."""

    form = ReasonedForm
    list_select_related = ("participant", "authority")
    prefetched = ("participant__names", "authority__names")
    date_hierarchy = "valid_from"

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_readonly_fields(self, request, obj=None):
        return [name for name in self.fields if name not in (*DAYS, *SOURCE)]


@admin.register(CertificateSpecimen)
class CertificateSpecimenAdmin(ProposedAdmin):
    list_display = ("series", "participant", "authority", "state", "valid_from", "valid_until")
    list_filter = (work_list_filter(*lists_of(CertificateSpecimen)), "state")
    search_fields = ("series", "participant__code", "participant__names__name", "number_prefix")
    fields = (
        "participant", "authority", "series", "number_prefix", "number_digits", "validity_days", "features_en",
        "features_fr", *DAYS, *TRAIL, *SOURCE,
    )  # fmt: skip
    inlines = (NumberRangeInline, SpecimenImageInline)
    verbs = (publish_verb(form_class=PublishSpecimenForm), RETURN)


@admin.register(AuthorisedSignatory)
class AuthorisedSignatoryAdmin(ProposedAdmin):
    list_display = ("name", "participant", "authority", "state", "valid_from", "valid_until", "revoked_on")
    list_filter = (work_list_filter(*lists_of(AuthorisedSignatory)), "state")
    search_fields = ("name", "participant__code", "participant__names__name")
    fields = (
        "participant", "authority", "name", "function_en", "function_fr", "signature", *DAYS, *TRAIL, "revoked_on",
        "revocation_reason_en", "revocation_reason_fr", "told_on", *SOURCE,
    )  # fmt: skip
    verbs = (publish_verb(), RETURN)

    @admin.display(description=_("signature"))
    def signature(self, signatory):
        return format_html('<a href="{}?full">{} × {}</a>', signatory.image_url, signatory.width, signatory.height)


@admin.register(ImageView)
class ImageViewAdmin(ShownOnly, SecretariatAdmin):
    """Who was shown which picture; written by the pages that show them."""

    list_display = ("at", "user", "content", "page", "check_number")
    list_filter = ("page",)
    list_select_related = ("user__person",)
    search_fields = ("user__email", "check_number")
    date_hierarchy = "at"
    fields = readonly_fields = ("at", "user", "content", "page", "check_number")
    prefetched = (
        "specimen_image__specimen__authority__names", "signatory__authority__names", "fraud_image", "suspect_photo",
    )  # fmt: skip

    @admin.display(description=_("picture"))
    def content(self, view):
        return view.specimen_image or view.signatory or view.fraud_image or view.suspect_photo
