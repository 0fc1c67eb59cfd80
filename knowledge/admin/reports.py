"""Reports for the secretariat: their periods and deadlines, redacted versions, and wider audiences."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from asm_portal.admin.accounts import ShownOnly
from asm_portal.administration.base import KeptBySecretariat, SecretariatAdmin, SecretariatInline
from asm_portal.administration.filters import work_list_filter
from asm_portal.administration.verbs import Verb
from asm_portal.dated import today
from asm_portal.editing import RowFormSet
from asm_portal.models import Body, Organisation
from asm_portal.visibility import Audience
from knowledge.approvals import Capacity
from knowledge.audiences import in_words, propose_audience
from knowledge.kinds import REPORTS
from knowledge.models import AudienceProposal, Document, Redaction, RedactionEntry, Report, ReportDeadline
from knowledge.reports import actions
from knowledge.reports.attention import OPEN_PROPOSALS, WAITING_VERSIONS
from knowledge.reports.rules import approvals, missing

State = Document.State


class ReportInline(KeptBySecretariat, admin.StackedInline):
    """The period of a report; a document has at most one."""

    model = Report
    formset = RowFormSet
    extra = 0

    def path_to_root(self):
        return "document_id"


class ProposeAudienceForm(forms.Form):
    """Who else is to read it, and why."""

    audience = forms.ChoiceField(label=_("Audience"), choices=Audience)
    audience_body = forms.ModelChoiceField(
        Body.objects.all(), label=_("Body"), required=False, help_text=_("For “members of a body”.")
    )
    audience_organisation = forms.ModelChoiceField(
        Organisation.objects.with_names(),
        label=_("Organisation"),
        required=False,
        help_text=_("For “representatives of an organisation”."),
    )
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea)


def needs_redacted_version(document):
    return (
        document.state == State.FINAL
        and document.kind.code in REPORTS
        and document.audience != Audience.PUBLIC
        and not document.redactions.exclude(public_version__state=State.WITHDRAWN).exists()
    )


def may_be_widened(document):
    waiting = document.audience_proposals.filter(outcome=AudienceProposal.Outcome.WAITING)
    return document.state == State.FINAL and document.audience != Audience.PUBLIC and not waiting.exists()


DOCUMENT_VERBS = (
    Verb(
        code="redact",
        label=_("Make a redacted version"),
        explanation=_(
            "A draft for everyone is made beside this report and linked to it. It becomes public once the Participant has"
            " consented and two persons have approved its text."
        ),
        do=lambda document, by: actions.make_redacted_version(original=document, by=by),
        is_offered=needs_redacted_version,
    ),
    Verb(
        code="widen",
        label=_("Propose a wider audience"),
        explanation=_(
            "The Chair’s office decides, or the Participant for its own report, law or specimen. Until then nothing changes."
        ),
        do=lambda document, by, **given: propose_audience(document=document, by=by, **given),
        is_offered=may_be_widened,
        form_class=ProposeAudienceForm,
    ),
)


class ConsentForm(forms.Form):
    """An answer of the Participant that did not come through the portal."""

    is_given = forms.TypedChoiceField(
        label=_("Answer"),
        choices=[("yes", _("consents")), ("no", _("does not consent"))],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
    )
    who = forms.CharField(label=_("Who answered, and in which function"), max_length=200)
    on = forms.DateField(label=_("On"), widget=AdminDateWidget)
    channel = forms.ChoiceField(
        label=_("How"), choices=[choice for choice in Redaction.Channel.choices if choice[0] != "portal"]
    )
    letter = forms.CharField(label=_("Reference of the letter, where it is on record"), required=False, max_length=24)

    def clean_on(self):
        if self.cleaned_data["on"] > today():
            raise ValidationError(_("This day lies ahead."))
        return self.cleaned_data["on"]

    def clean_letter(self):
        reference = self.cleaned_data["letter"].strip().upper()
        found = Document.objects.filter(reference=reference).first()
        if reference and found is None:
            raise ValidationError(_("There is no document with this reference."))
        return found


def is_waiting(redaction):
    return redaction.public_version.state == State.CIRCULATED


@admin.register(Redaction)
class RedactionAdmin(SecretariatAdmin):
    """Made from the page of its original; its text is uploaded on the page of the redacted version."""

    list_display = ("original", "public_version", "state", "consent", "asked_on")
    list_filter = (work_list_filter(WAITING_VERSIONS), "consent")
    list_select_related = ("original", "public_version")
    prefetched = ("original__titles", "public_version__titles")
    search_fields = ("public_version__reference", "public_version__titles__title")
    fields = readonly_fields = (
        "original", "public_version", "state", "needed", "approved", "asked_on", "consent", "consent_by", "consent_on",
        "consent_channel", "consent_letter",
    )  # fmt: skip
    verbs = (
        Verb(
            code="ask",
            label=_("Ask for consent and approval"),
            explanation=_(
                "The Participant and those who approve are shown the newest text, and find it on their desks."
            ),
            do=lambda redaction, by: actions.ask_for_consent(redaction=redaction, by=by),
            is_offered=lambda redaction: redaction.public_version.state in (State.DRAFT, State.CIRCULATED),
        ),
        Verb(
            code="consent",
            label=_("Note the Participant’s answer"),
            explanation=_("An answer that came by letter, mail, telephone or in a meeting, to the newest text."),
            do=lambda redaction, by, **given: actions.record_consent(redaction=redaction, by=by, **given),
            is_offered=is_waiting,
            form_class=ConsentForm,
        ),
        Verb(
            code="approve",
            label=_("Approve for the secretariat"),
            explanation=_(
                "You approve exactly this text. The KP Chair’s office approves it too; both are two persons."
            ),
            do=lambda redaction, by: actions.approve_redaction(
                redaction=redaction, capacity=Capacity.SECRETARIAT, by=by
            ),
            is_offered=is_waiting,
        ),
    )

    class EntryInline(SecretariatInline):
        model = RedactionEntry
        extra = 1

        def is_open(self, redaction):
            return redaction is None or redaction.public_version.state in (State.DRAFT, State.CIRCULATED)

        def has_add_permission(self, request, obj=None):
            return super().has_add_permission(request, obj) and self.is_open(obj)

        def has_change_permission(self, request, obj=None):
            return super().has_change_permission(request, obj) and self.is_open(obj)

        def has_delete_permission(self, request, obj=None):
            return super().has_delete_permission(request, obj) and self.is_open(obj)

    inlines = (EntryInline,)

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=_("state"))
    def state(self, redaction):
        return redaction.public_version.get_state_display()

    @admin.display(description=_("still needed"))
    def needed(self, redaction):
        return "; ".join(map(str, missing(redaction))) or "–"

    @admin.display(description=_("approved by"))
    def approved(self, redaction):
        given = (f"{row.get_capacity_display()}: {row.by.person}" for row in approvals(redaction))
        return "; ".join(given) or "–"


@admin.register(AudienceProposal)
class AudienceProposalAdmin(ShownOnly, SecretariatAdmin):
    """Proposed with the button of a document, decided on the site."""

    list_display = ("document", "proposed", "outcome", "proposed_at")
    list_filter = (work_list_filter(OPEN_PROPOSALS), "outcome")
    search_fields = ("document__reference", "document__titles__title")
    list_select_related = ("document", "audience_body", "audience_organisation")
    prefetched = ("document__titles", "audience_organisation__names")

    @admin.display(description=_("proposed audience"))
    def proposed(self, proposal):
        return in_words(proposal)


@admin.register(ReportDeadline)
class ReportDeadlineAdmin(SecretariatAdmin):
    list_display = ("kind", "rule_en", "month", "day")
    list_filter = ("certainty",)
    search_fields = ("kind__code", "kind__name_en", "kind__name_fr", "rule_en", "rule_fr")
    list_select_related = ("kind",)
