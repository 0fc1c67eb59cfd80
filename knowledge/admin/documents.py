"""The archive for the secretariat: documents with all their details on one page, kinds of documents, the glossary."""

from django import forms
from django.contrib import admin
from django.db.models import FileField, TextField
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from asm_portal import search
from asm_portal.admin.accounts import ShownOnly
from asm_portal.administration.base import GrandchildInline, KeptBySecretariat, SecretariatAdmin, SecretariatInline
from asm_portal.administration.filters import work_list_filter
from asm_portal.administration.verbs import Verb
from asm_portal.editing import RowFormSet
from asm_portal.models.exceptions import grant
from asm_portal.templatetags.portal import date_words, file_size
from knowledge import actions
from knowledge.admin.forms import (
    AdoptForm,
    CirculateForm,
    DocumentForm,
    GrantForm,
    PublishForm,
    RenditionForm,
    RenditionFormSet,
    ShareForm,
    WithdrawForm,
)
from knowledge.admin.legislation import LegislationInline
from knowledge.admin.reports import DOCUMENT_VERBS, ReportInline
from knowledge.approvals import is_for_the_chair
from knowledge.attention import LISTS
from knowledge.audiences import in_words
from knowledge.models import (
    Basis,
    Decision,
    Document,
    DocumentGrant,
    DocumentKind,
    DocumentLink,
    DocumentShare,
    DocumentTitle,
    GlossaryTerm,
    Minutes,
    Rendition,
    Revision,
)

State = Document.State


class TitleInline(SecretariatInline):
    model = DocumentTitle
    fields = ("language", "title", "status")
    extra = 1


class DetailInline(KeptBySecretariat, admin.StackedInline):
    """A detail that a document has at most once."""

    formset = RowFormSet
    extra = 0

    def path_to_root(self):
        return "document_id"


class DecisionInline(DetailInline):
    model = Decision


class MinutesInline(DetailInline):
    """Their stage is set by the buttons of the document."""

    model = Minutes
    readonly_fields = ("comments_until", "adopted_on", "adopted_by_en", "adopted_by_fr", "adopted_despite")


class RevisionInline(SecretariatInline):
    """What changed from one to the next; a revision begins with its first rendition."""

    model = Revision
    fields = ("number", "what_changed_en", "what_changed_fr", "released_at")
    readonly_fields = ("number", "released_at")
    can_delete = False

    def has_add_permission(self, request, obj=None):
        return False


class RenditionInline(GrandchildInline):
    model = Rendition
    through, root = "revision", "document"
    form = RenditionForm
    formset = RenditionFormSet
    fields = ("revision", "language", "role", "file", "text", "held")
    readonly_fields = ("held",)
    formfield_overrides = {
        FileField: {"widget": forms.FileInput},
        TextField: {"widget": forms.Textarea(attrs={"rows": 3, "cols": 40})},
    }
    extra = 1

    def is_locked(self, document):
        """Adopted minutes stay as they were adopted."""
        return document is not None and hasattr(document, "minutes") and document.state == State.FINAL

    def has_add_permission(self, request, obj=None):
        return super().has_add_permission(request, obj) and not self.is_locked(obj)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not self.is_locked(obj)

    def get_fields(self, request, obj=None):
        return [name for name in self.fields if name != "file"] if self.is_locked(obj) else self.fields

    @admin.display(description=_("on record"))
    def held(self, rendition):
        if not rendition.pk:
            return ""
        facts = f"{file_size(rendition.size)}; {rendition.get_extraction_display()} {rendition.extraction_error}"
        if not rendition.file:
            return facts
        return format_html('<a href="{}">{}</a> {}', rendition.get_absolute_url(), rendition.filename, facts)


class LinkInline(SecretariatInline):
    model = DocumentLink
    fk_name = "later"
    verbose_name_plural = _("what this document does to earlier ones")


class BacklinkInline(ShownOnly, SecretariatInline):
    model = DocumentLink
    fk_name = "earlier"
    fields = ("later", "kind", "effective_on")
    verbose_name_plural = _("what later documents do to this one")


class BasisInline(SecretariatInline):
    model = Basis
    fields = ("status", "measure", "membership", "term", "body")
    verbose_name_plural = _("what this document made so")


class GrantInline(SecretariatInline):
    model = DocumentGrant
    form = GrantForm
    fields = ("user", "until", "reason", "end_now", "valid_from", "by")
    readonly_fields = ("valid_from", "by")
    formfield_overrides = {TextField: {"widget": forms.TextInput(attrs={"class": "vTextField"})}}
    can_delete = False


class ShareInline(GrantInline):
    model = DocumentShare
    form = ShareForm
    fields = ("body", "until", "reason", "end_now", "valid_from", "by")


def is_open(document):
    return document.state in (State.DRAFT, State.CIRCULATED)


def has_draft_revision(document):
    newest = document.revisions.last()
    return document.state == State.FINAL and newest is not None and newest.released_at is None


VERBS = (
    Verb(
        code="circulate",
        label=_("Circulate"),
        explanation=_("The members of the body read the draft and comment until the end of the day."),
        do=lambda document, by, **given: actions.circulate_minutes(minutes=document.minutes, by=by, **given),
        is_offered=lambda document: is_open(document) and hasattr(document, "minutes"),
        form_class=CirculateForm,
    ),
    Verb(
        code="adopt",
        label=_("Adopt"),
        explanation=_("The minutes become final with their newest revision, and their text is locked."),
        do=lambda document, by, **given: actions.adopt_minutes(minutes=document.minutes, by=by, **given),
        is_offered=lambda document: is_open(document) and hasattr(document, "minutes"),
        form_class=AdoptForm,
    ),
    Verb(
        code="publish",
        label=_("Make final"),
        explanation=_("The document becomes final with its newest revision, and its audience reads it."),
        do=lambda document, by, **given: actions.publish(document=document, by=by, **given),
        is_offered=lambda document: (
            is_open(document) and not hasattr(document, "minutes") and not is_for_the_chair(document)
        ),
        form_class=PublishForm,
    ),
    Verb(
        code="release",
        label=_("Release the newest revision"),
        explanation=_("The audience of the document reads the newest revision from now on."),
        do=lambda document, by: actions.release_revision(revision=document.revisions.last(), by=by),
        is_offered=has_draft_revision,
    ),
    Verb(
        code="withdraw",
        label=_("Withdraw"),
        explanation=_("A tombstone with the reason takes the place of the document. There is no way back."),
        do=lambda document, by, **given: actions.withdraw(document=document, by=by, **given),
        is_offered=lambda document: document.state == State.FINAL,
        form_class=WithdrawForm,
        is_grave=True,
    ),
)


@admin.register(Document)
class DocumentAdmin(SecretariatAdmin):
    form = DocumentForm
    verbs = (*VERBS, *DOCUMENT_VERBS)
    list_display = ("reference", "title", "kind", "issuing_body", "written_date", "shown_audience", "state")
    list_display_links = ("reference", "title")
    list_filter = (work_list_filter(*(work for work in LISTS if work.model is Document)), "state", "kind")
    list_select_related = ("kind", "issuing_body", "audience_body", "audience_organisation")
    prefetched = ("titles", "audience_organisation__names")
    search_fields = ("reference", "official_number", "titles__title")
    date_hierarchy = "date"
    readonly_fields = (
        "reference", "state", "embargoed_until", "withdrawn_on", "withdrawal_reason_en", "withdrawal_reason_fr",
    )  # fmt: skip
    fieldsets = (
        (None, {"fields": ("reference", "state", "kind", "official_number", ("date", "date_precision"))}),
        (_("Whose"), {"fields": ("issuing_body", "organisation")}),
        (_("Who may know of it"), {"fields": ("audience", "audience_body", "audience_organisation")}),
        (
            _("Embargo and withdrawal"),
            {
                "classes": ("collapse",),
                "fields": ("embargoed_until", "withdrawn_on", "withdrawal_reason_en", "withdrawal_reason_fr"),
            },
        ),
        (_("Source"), {"classes": ("collapse",), "fields": ("source", "certainty", "note")}),
    )
    inlines = (
        TitleInline, RenditionInline, RevisionInline, DecisionInline, MinutesInline, ReportInline, LegislationInline,
        LinkInline, BacklinkInline, BasisInline, GrantInline, ShareInline,
    )  # fmt: skip

    @admin.display(description=_("title"))
    def title(self, document):
        return document.title

    @admin.display(description=_("date"), ordering="date")
    def written_date(self, document):
        return date_words(document.date, document.date_precision)

    @admin.display(description=_("audience"), ordering="audience")
    def shown_audience(self, document):
        return in_words(document)

    def save_model(self, request, obj, form, change):
        """What somebody of the demonstration makes is invented."""
        if not change:
            obj.is_demonstration = request.user.person.is_demonstration
        super().save_model(request, obj, form, change)

    def save_formset(self, request, form, formset, change):
        savers = {Rendition: save_renditions, DocumentGrant: save_grants, DocumentShare: save_shares}
        if formset.model not in savers:
            return super().save_formset(request, form, formset, change)
        return savers[formset.model](form.instance, changed_rows(formset), request.user)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        search.index(form.instance)

    def delete_model(self, request, obj):
        search.forget(obj)
        super().delete_model(request, obj)


def changed_rows(formset):
    """The forms of the rows that an action is to write; the formset knows them for the log of the administration."""
    changed = [row for row in formset.forms if row.has_changed() and row not in formset.deleted_forms]
    formset.new_objects = [row.instance for row in changed if not row.instance.pk]
    formset.changed_objects = [(row.instance, row.changed_data) for row in changed if row.instance.pk]
    formset.deleted_objects = []
    return changed


def save_renditions(document, rows, by):
    """Through the action, so that each text is rendered, hashed and indexed, and each file read."""
    fresh = None
    for row in rows:
        rendition, given = row.instance, row.cleaned_data
        if rendition.pk:
            actions.replace_text(rendition=rendition, file=given["file"] or None, text=given["text"], by=by)
            continue
        revision = given["revision"] or fresh
        if revision is None:
            revision = fresh = actions.add_revision(document=document, by=by)
        actions.add_rendition(
            revision=revision, language=given["language"], role=given["role"], file=given["file"] or None,
            text=given["text"], by=by,
        )  # fmt: skip


def save_grants(record, rows, by):
    for row in rows:
        given = row.cleaned_data
        if row.instance.pk and given["end_now"]:
            row.instance.revoke()
        else:
            grant(record=record, user=given["user"], until=given["until"], reason=given["reason"], by=by)


def save_shares(record, rows, by):
    for row in rows:
        share = row.instance
        if share.pk and row.cleaned_data["end_now"]:
            share.revoke()
        else:
            share.content_object, share.by = record, by
            share.save()


@admin.register(DocumentKind)
class DocumentKindAdmin(SecretariatAdmin):
    list_display = ("code", "name", "prefix", "default_audience")
    list_filter = ("default_audience",)
    search_fields = ("code", "name_en", "name_fr", "prefix")

    @admin.display(description=_("name"), ordering="name_en")
    def name(self, kind):
        return kind.name


@admin.register(GlossaryTerm)
class GlossaryTermAdmin(SecretariatAdmin):
    list_display = ("term_en", "term_fr", "term_pt", "abbreviation_en", "abbreviation_fr")
    list_filter = ("certainty",)
    search_fields = ("term_en", "term_fr", "term_pt", "abbreviation_en", "abbreviation_fr")
