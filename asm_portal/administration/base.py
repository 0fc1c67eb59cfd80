"""What every admin of the portal shares: the facts open it, the access rule fills it, history and versions guard it."""

from functools import partial

from django.contrib import admin
from django.contrib.admin.checks import InlineModelAdminChecks
from django.contrib.admin.widgets import AdminTextareaWidget, RelatedFieldWidgetWrapper
from django.db.models import ForeignKey, TextField, URLField
from django.forms.models import BaseModelFormSet, _get_foreign_key, modelformset_factory

from asm_portal.administration.history import HistoryMixin
from asm_portal.administration.verbs import VerbsMixin
from asm_portal.editing import EditingForm, LockingMixin, NeedsWhy, ReasonedRowFormSet, RowFormSet, RowsOfOneVersion
from asm_portal.visibility import standing_of


def visible(queryset, user):
    """The records of a queryset that the reader may know of; models that know no audience are opened by their admin alone."""
    return queryset.visible_to(user) if hasattr(queryset, "visible_to") else queryset


DAYS = ("valid_from", "valid_from_precision", "valid_until", "valid_until_precision")
SOURCE = ("source", "certainty", "note")


class KeptBySecretariat:
    """Who may use an admin or an inline: asked of the facts, never of permission rows."""

    def is_kept_by(self, user):
        return standing_of(user).secretariat

    def has_module_permission(self, request):
        return self.is_kept_by(request.user)

    def has_view_permission(self, request, obj=None):
        return self.is_kept_by(request.user)

    def has_add_permission(self, request, obj=None):
        return self.is_kept_by(request.user)

    def has_change_permission(self, request, obj=None):
        return self.is_kept_by(request.user)

    def has_delete_permission(self, request, obj=None):
        return self.is_kept_by(request.user)

    def get_queryset(self, request):
        return visible(super().get_queryset(request), request.user)

    def get_view_on_site_url(self, obj=None):
        """The page itself: Django's shortcut to it would answer for records that the reader may not know of."""
        return obj.get_absolute_url() if hasattr(obj, "get_absolute_url") else None

    def get_field_queryset(self, db, db_field, request):
        queryset = super().get_field_queryset(db, db_field, request)
        return visible(
            db_field.remote_field.model._default_manager.all() if queryset is None else queryset, request.user
        )

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Without buttons that add, change or delete another record from within this one."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(getattr(field, "widget", None), RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    def get_autocomplete_fields(self, request):
        """Every foreign key to a record that has lists of its own: nobody scrolls through a hundred names."""
        fields = [named for named in self.opts.get_fields() if isinstance(named, ForeignKey)]
        return [named.name for named in fields if self.admin_site.is_registered(named.related_model)]


class KeptByAdministrators(KeptBySecretariat):
    """Accounts are kept by administrators and by the secretariat."""

    def is_kept_by(self, user):
        return user.is_administrator or super().is_kept_by(user)


class FactsAdmin(KeptBySecretariat, VerbsMixin, HistoryMixin, LockingMixin, admin.ModelAdmin):
    """An admin opened by the facts. Registers offer no bulk write: each record is saved with its history."""

    form = EditingForm
    formfield_overrides = {
        URLField: {"assume_scheme": "https"},
        TextField: {"widget": AdminTextareaWidget(attrs={"rows": 3})},
    }
    list_per_page = 50
    show_full_result_count = False
    root_field = ""
    prefetched = ()

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related(*self.prefetched)

    def get_actions(self, request):
        """Without Django's bulk deletion, which asks nobody why."""
        return {name: action for name, action in super().get_actions(request).items() if name != "delete_selected"}

    def get_fields(self, request, obj=None):
        """What is the record's own first, then its days, then its source."""
        fields = super().get_fields(request, obj)
        last = [name for name in (*DAYS, *SOURCE) if name in fields] if self.fields is None else []
        return [*(name for name in fields if name not in last), *last]

    def get_fieldsets(self, request, obj=None):
        """Without what is about the save: the template shows it beside the button."""
        about = EditingForm.ABOUT_THE_SAVE
        return [
            (title, options | {"fields": [name for name in options["fields"] if name not in about]})
            for title, options in super().get_fieldsets(request, obj)
        ]

    def save_model(self, request, obj, form, change):
        """A detail edited on its own page moves the version of its root."""
        super().save_model(request, obj, form, change)
        if self.root_field:
            getattr(obj, self.root_field).save()


class SecretariatAdmin(FactsAdmin):
    """An admin of the secretariat; an administrator does not see that it exists."""


class AccountAdmin(KeptByAdministrators, FactsAdmin):
    """An admin of accounts."""


class SecretariatInline(KeptBySecretariat, admin.TabularInline):
    """Details of a record of the secretariat."""

    formset = RowFormSet
    formfield_overrides = {TextField: {"widget": AdminTextareaWidget(attrs={"rows": 2, "cols": 30})}}
    extra = 0

    def path_to_root(self):
        return _get_foreign_key(self.parent_model, self.model, fk_name=self.fk_name).name + "_id"


class ReasonedInline(SecretariatInline):
    """Details that decide who belongs or who may read."""

    formset = ReasonedRowFormSet


class GrandchildFormSet(RowsOfOneVersion, BaseModelFormSet):
    """Rows that hang on a record through one of its details: `through` names the detail, `root` the record on it."""

    through = root = ""

    def __init__(self, data=None, files=None, instance=None, save_as_new=False, prefix=None, queryset=None, **kwargs):
        self.instance = instance
        queryset = queryset.filter(**{f"{self.through}__{self.root}": instance}) if instance.pk else queryset.none()
        super().__init__(data, files, prefix=prefix, queryset=queryset, **kwargs)

    @classmethod
    def get_default_prefix(cls):
        return f"{cls.model._meta.model_name}-rows"

    def add_fields(self, form, index):
        super().add_fields(form, index)
        details = form.fields[self.through].queryset
        form.fields[self.through].queryset = details.filter(**{self.root: self.instance.pk})


class ReasonedGrandchildFormSet(NeedsWhy, GrandchildFormSet):
    """Such rows, whose changes need a reason."""


class GrandchildChecks(InlineModelAdminChecks):
    """Django's checks, but for the foreign key to the parent: there is none."""

    def _check_relation(self, obj, parent_model):
        return []


class GrandchildInline(SecretariatInline):
    """Rows of a detail, edited on the page of the record that the detail belongs to."""

    formset = GrandchildFormSet
    checks_class = GrandchildChecks
    can_delete = False
    through = root = ""

    def path_to_root(self):
        return f"{self.through}__{self.root}_id"

    def get_autocomplete_fields(self, request):
        return [name for name in super().get_autocomplete_fields(request) if name != self.through]

    def get_formset(self, request, obj=None, **kwargs):
        formset = type("Rows", (self.formset,), {"through": self.through, "root": self.root})
        return modelformset_factory(
            self.model,
            form=self.form,
            formset=formset,
            fields=[name for name in self.fields if name not in self.get_readonly_fields(request, obj)],
            formfield_callback=partial(self.formfield_for_dbfield, request=request),
            extra=self.get_extra(request, obj),
            can_delete=self.can_delete,
        )
