"""False and suspect certificates, and who checked what, for the secretariat."""

from django import forms
from django.contrib import admin
from django.core.files.uploadedfile import UploadedFile
from django.db.models import FileField
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from asm_portal.admin.accounts import ShownOnly
from asm_portal.administration.base import SecretariatAdmin, SecretariatInline
from asm_portal.administration.filters import work_list_filter
from asm_portal.administration.verbs import Verb
from asm_portal.editing import AudienceForm
from asm_portal.templatetags.portal import date_words
from knowledge.certificates import notices, suspects
from knowledge.certificates.panels import NOTICE_DRAFTS, SUSPECTS
from knowledge.certificates.pictures import take_in
from knowledge.certificates.suspect_form import DecisionForm
from knowledge.models import CertificateCheck, FalseNumber, FraudDetail, FraudImage, FraudNotice, SuspectReport

State = SuspectReport.State


class DetailInline(ShownOnly, SecretariatInline):
    """Each has a page of its own, with numbers and pictures."""

    model = FraudDetail
    fields = ("audience", "recognised_en", "recognised_fr")
    show_change_link = True


@admin.register(FraudNotice)
class FraudNoticeAdmin(SecretariatAdmin):
    form = AudienceForm
    list_display = ("reference", "claimed_issuer", "kind", "written_date", "audience", "state")
    list_filter = (work_list_filter(NOTICE_DRAFTS), "state", "kind")
    list_select_related = ("claimed_issuer",)
    prefetched = ("claimed_issuer__names",)
    search_fields = ("reference", "claimed_issuer__code", "claimed_issuer__names__name")
    readonly_fields = ("reference", "state")
    fields = (
        "reference", "state", "kind", "claimed_issuer", ("date", "date_precision"), "reported_by", "is_confirmed", "words_en",
        "words_fr", "audience", "audience_body", "audience_organisation", "source", "certainty", "note",
    )  # fmt: skip
    inlines = (DetailInline,)
    verbs = (
        Verb(
            code="publish",
            label=_("Publish"),
            explanation=_("Its audience reads it from now on, and the check of a certificate finds it."),
            do=lambda notice, by: notices.publish(notice=notice, by=by),
            is_offered=lambda notice: notice.state == FraudNotice.State.DRAFT,
        ),
        Verb(
            code="take-back",
            label=_("Take back"),
            explanation=_(
                "It is a draft again: nobody but the secretariat finds it, nor does the check of a certificate."
            ),
            do=lambda notice, by: notices.take_back(notice=notice, by=by),
            is_offered=lambda notice: notice.state == FraudNotice.State.PUBLISHED,
            is_grave=True,
        ),
    )

    @admin.display(description=_("date"), ordering="date")
    def written_date(self, notice):
        return date_words(notice.date, notice.date_precision)


class FalseNumberInline(SecretariatInline):
    model = FalseNumber
    fields = ("printed",)
    extra = 1


class FraudImageForm(forms.ModelForm):
    """A picture is decoded and written anew when it comes in."""

    def clean_image(self):
        file = self.cleaned_data["image"]
        self.facts = {}
        if isinstance(file, UploadedFile):
            self.facts = take_in(file, FraudImage.DISPLAY_SIDE, FraudImage.DISPLAY_BYTES)
        return file

    def save(self, commit=True):
        for name, value in self.facts.items():
            setattr(self.instance, name, value)
        return super().save(commit)


class FraudImageInline(SecretariatInline):
    model = FraudImage
    form = FraudImageForm
    fields = ("image", "caption_en", "caption_fr", "picture")
    readonly_fields = ("picture",)
    formfield_overrides = {FileField: {"widget": forms.FileInput}}

    @admin.display(description=_("picture"))
    def picture(self, image):
        if not image.pk:
            return ""
        return format_html('<a href="{}?full">{} × {}</a>', image.get_absolute_url(), image.width, image.height)


@admin.register(FraudDetail)
class FraudDetailAdmin(SecretariatAdmin):
    form = AudienceForm
    list_display = ("notice", "audience", "recognised_en")
    list_filter = ("audience",)
    list_select_related = ("notice__claimed_issuer",)
    prefetched = ("notice__claimed_issuer__names",)
    search_fields = ("notice__reference", "numbers__printed", "recognised_en", "recognised_fr")
    inlines = (FalseNumberInline, FraudImageInline)


def verb_of(code, label, explanation, do, states=SuspectReport.OPEN_STATES, **more):
    return Verb(
        code=code,
        label=label,
        explanation=explanation,
        do=lambda case, by, **given: do(case=case, by=by, **given),
        is_offered=lambda case: case.state in states,
        **more,
    )


@admin.register(SuspectReport)
class SuspectReportAdmin(ShownOnly, SecretariatAdmin):
    """Cases come in on the pages of the portal; what was reported is not rewritten."""

    list_display = ("reference", "received_at", "issuer_name", "state", "issuer_told_at", "decided_by")
    list_filter = (work_list_filter(SUSPECTS), "state")
    list_select_related = ("claimed_issuer", "decided_by__person")
    prefetched = ("claimed_issuer__names",)
    search_fields = ("reference", "certificate_number", "claimed_issuer__code", "other_issuer")
    date_hierarchy = "received_at"
    fields = readonly_fields = (
        "reference", "state", "received_at", "reporter", "issuer_name", "issued_on", "certificate_number", "seen", "asked_in",
        "decided_by", "decided_at", "remark", "issuer_told_by", "issuer_told_at", "notice",
    )  # fmt: skip
    verbs = (
        verb_of(
            "examine",
            _("Look into it"),
            _("The reporter sees that somebody does."),
            suspects.examine,
            (State.RECEIVED,),
        ),
        verb_of(
            "confirm-false",
            _("Confirmed as false"),
            _("A draft of the notice is prepared, with number and pictures in a detail of its own."),
            suspects.confirm_false,
            form_class=DecisionForm,
        ),
        verb_of(
            "genuine",
            _("Found genuine"),
            _("The case ends; the reporter sees it."),
            suspects.find_genuine,
            form_class=DecisionForm,
        ),
        verb_of(
            "close",
            _("Close without a finding"),
            _("The case ends; the reporter sees it."),
            suspects.close,
            form_class=DecisionForm,
        ),
        Verb(
            code="tell",
            label=_("Tell the claimed issuer"),
            explanation=_("Its representatives find the case from now on, and its focal points get a mail."),
            do=lambda case, by: suspects.tell_issuer(case=case, by=by),
            is_offered=lambda case: case.claimed_issuer is not None and case.issuer_told_at is None,
            is_grave=True,
        ),
    )

    @admin.display(description=_("claimed issuer"))
    def issuer_name(self, case):
        return case.issuer_name


@admin.register(CertificateCheck)
class CertificateCheckAdmin(ShownOnly, SecretariatAdmin):
    """Who asked what of a certificate."""

    list_display = ("number", "at", "user", "participant", "issued_on", "certificate_number", "verdict")
    list_filter = ("verdict",)
    list_select_related = ("user__person", "participant")
    prefetched = ("participant__names",)
    search_fields = ("number", "user__email", "certificate_number", "participant__code")
    date_hierarchy = "at"
    fields = readonly_fields = list_display
