"""Laws for the secretariat: a detail of a document, and a list to work from."""

from django.contrib import admin
from django.db.models import URLField
from django.utils.translation import gettext_lazy as _

from asm_portal.administration.base import KeptBySecretariat, SecretariatAdmin
from asm_portal.administration.filters import work_list_filter
from asm_portal.administration.verbs import Verb
from asm_portal.editing import RowFormSet
from knowledge.legislation import actions
from knowledge.legislation.forms import RemarkForm
from knowledge.legislation.laws import LISTS
from knowledge.models import Legislation


class LegislationInline(KeptBySecretariat, admin.StackedInline):
    """What makes a document a law; a document has it at most once."""

    model = Legislation
    formfield_overrides = {URLField: {"assume_scheme": "https"}}
    formset = RowFormSet
    extra = 0
    readonly_fields = ("proposed_by",)

    def path_to_root(self):
        return "document_id"


@admin.register(Legislation)
class LegislationAdmin(SecretariatAdmin):
    """The days and the source of a law; its texts and titles are on the page of its document, where a new one begins."""

    list_display = ("document", "participant", "in_force_from", "in_force_until", "last_checked_on")
    list_filter = (work_list_filter(*LISTS),)
    search_fields = ("document__reference", "document__official_number", "document__titles__title", "subjects")
    fields = (
        "document", "in_force_from", "in_force_until", "source_url", "subjects", "last_checked_on", "last_checked_by",
        "agreed_audience", "proposed_by",
    )  # fmt: skip
    readonly_fields = ("document", "proposed_by")
    root_field = "document"
    prefetched = ("document__titles", "document__organisation__names")
    verbs = (
        Verb(
            code="publish",
            label=_("Publish"),
            explanation=_("The readers to whom the Participant agreed see it from now on."),
            do=lambda law, by: actions.publish_law(law=law, by=by),
            is_offered=lambda law: law.waits_for_publication,
        ),
        Verb(
            code="return",
            label=_("Return"),
            explanation=_("It is withdrawn; whoever proposed it reads why at its address."),
            do=lambda law, by, remark: actions.decline_law(law=law, remark=remark, by=by),
            is_offered=lambda law: law.waits_for_publication,
            form_class=RemarkForm,
        ),
    )

    def has_add_permission(self, request):
        return False

    def get_view_on_site_url(self, obj=None):
        return obj.document.get_absolute_url() if obj else None

    @admin.display(description=_("Participant"))
    def participant(self, law):
        return law.document.organisation
