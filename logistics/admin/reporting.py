"""Reports that are due, for the secretariat: the rules, the periods, and what came, was asked for or is contested."""

from django import forms
from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from asm_portal.admin.accounts import ShownOnly
from asm_portal.administration.base import SecretariatAdmin, SecretariatInline
from asm_portal.administration.filters import work_list_filter
from asm_portal.administration.verbs import Verb
from logistics.models import Contest, Excuse, Obligation, Producer, ReportDuty, ReportingPeriod, Submission
from logistics.reporting import actions, excuses
from logistics.reporting.attention import CONTESTED, TO_DECIDE, TO_FILE
from logistics.reporting.duties import duty_url


@admin.register(Obligation)
class ObligationAdmin(SecretariatAdmin):
    list_display = ("code", "name_en", "frequency", "binds", "collected", "body", "due_months", "due_day")
    list_filter = ("frequency", "binds", "collected")
    list_select_related = ("body",)
    search_fields = ("code", "name_en", "name_fr", "own_rule_en", "own_rule_fr")


@admin.register(Producer)
class ProducerAdmin(SecretariatAdmin):
    list_display = ("organisation", "valid_from", "valid_until", "certainty")
    list_filter = ("certainty",)
    list_select_related = ("organisation",)
    prefetched = ("organisation__names",)
    search_fields = ("organisation__code", "organisation__names__name")


class DutyInline(SecretariatInline):
    model = ReportDuty


@admin.register(ReportingPeriod)
class ReportingPeriodAdmin(SecretariatAdmin):
    """Periods that a rule asks for are made by the clock; a case is entered here, with who owes the report. A day that is changed
    by hand is fixed: the rule no longer moves it."""

    list_display = ("obligation", "year", "start", "end", "due_on", "is_fixed", "concerning")
    list_filter = ("obligation", "year", "is_fixed")
    list_select_related = ("obligation", "concerning")
    prefetched = ("concerning__names",)
    search_fields = ("obligation__code", "obligation__name_en", "obligation__name_fr", "slug")
    inlines = (DutyInline,)

    def save_model(self, request, obj, form, change):
        obj.is_fixed = obj.is_fixed or "due_on" in form.changed_data
        super().save_model(request, obj, form, change)


class OwnedAdmin(ShownOnly, SecretariatAdmin):
    """Entered and changed by its verbs alone."""

    list_filter = ("period__obligation", "period__year")
    list_select_related = ("period__obligation", "period__concerning", "organisation", "body", "office")
    prefetched = ("organisation__names", "period__concerning__names")
    search_fields = (
        "organisation__code", "organisation__names__name", "body__code", "office__code", "period__obligation__code",
    )  # fmt: skip
    readonly_fields = ("page",)

    @admin.display(description=_("owner"))
    def shown_owner(self, record):
        return record.owner

    @admin.display(description=_("page of the report"))
    def page(self, record):
        return format_html('<a href="{}">{}</a>', duty_url("report-detail", record.period, record.owner), record.period)


@admin.register(Submission)
class SubmissionAdmin(OwnedAdmin):
    list_display = (
        "reference",
        "period",
        "shown_owner",
        "number",
        "received_on",
        "channel",
        "accepted_at",
        "recalled_at",
    )
    list_filter = (work_list_filter(TO_FILE), *OwnedAdmin.list_filter)
    search_fields = ("reference", "sha256", *OwnedAdmin.search_fields)
    exclude = ("file",)
    verbs = (
        Verb(
            code="accept",
            label=_("File in the archive"),
            explanation=_(
                "The report becomes a document with the audience of its kind, and can no longer be recalled."
            ),
            do=lambda submission, by: actions.accept(submission=submission, by=by),
            is_offered=lambda submission: Submission.objects.waiting().filter(pk=submission.pk).exists(),
        ),
    )


class SettleForm(forms.Form):
    """The answer to an owner that contests its standing."""

    outcome = forms.ChoiceField(label=_("Outcome"), choices=Contest.Outcome, widget=forms.RadioSelect)
    answer = forms.CharField(label=_("Answer to the owner"), widget=forms.Textarea(attrs={"rows": 4}), max_length=2000)


class DecisionForm(forms.Form):
    """A decision as a Chair directed it."""

    is_granted = forms.TypedChoiceField(
        label=_("Decision"), choices=[("yes", _("grant")), ("no", _("refuse"))], coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
    )  # fmt: skip
    direction = forms.CharField(
        label=_("At whose direction"), max_length=200, help_text=_("Which Chair directed it, when and how.")
    )
    answer = forms.CharField(
        label=_("Answer to the owner"), required=False, widget=forms.Textarea(attrs={"rows": 4}), max_length=2000
    )


class EndForm(forms.Form):
    """Why something granted ends."""

    reason = forms.CharField(label=_("Why"), max_length=500)


@admin.register(Excuse)
class ExcuseAdmin(OwnedAdmin):
    list_display = ("period", "shown_owner", "kind", "state", "until", "requested_at", "decided_at")
    list_filter = (work_list_filter(TO_DECIDE), "kind", "state")
    verbs = (
        Verb(
            code="decide",
            label=_("Decide"),
            explanation=_("The owner reads the answer on the page of the report; what is granted counts at once."),
            do=lambda excuse, by, **given: excuses.decide_excuse(excuse=excuse, by=by, **given),
            is_offered=lambda excuse: excuse.state == Excuse.State.REQUESTED,
            form_class=DecisionForm,
        ),
        Verb(
            code="end",
            label=_("End"),
            explanation=_("From now on the report is due as the rule says."),
            do=lambda excuse, by, **given: excuses.end_excuse(excuse=excuse, by=by, **given),
            is_offered=lambda excuse: excuse.state == Excuse.State.GRANTED,
            form_class=EndForm,
        ),
    )


@admin.register(Contest)
class ContestAdmin(OwnedAdmin):
    list_display = ("period", "shown_owner", "contested_at", "outcome", "settled_at")
    list_filter = (work_list_filter(CONTESTED), *OwnedAdmin.list_filter)
    verbs = (
        Verb(
            code="settle",
            label=_("Answer"),
            explanation=_(
                "Correct first what has to be corrected: take the report down, move the period, or end an excuse."
            ),
            do=lambda contest, by, **given: excuses.settle(contest=contest, by=by, **given),
            is_offered=lambda contest: contest.settled_at is None,
            form_class=SettleForm,
        ),
    )
