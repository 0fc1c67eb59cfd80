"""Registers that come in and go out as spreadsheets: preview first, then all of it or nothing."""

import tablib
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from import_export.admin import ImportExportMixin
from import_export.formats.base_formats import CSV, XLSX
from import_export.forms import ExportForm, ImportForm
from import_export.tmp_storages import CacheStorage

LARGEST = 5 * 1024 * 1024


def decoded(data):
    """Text in UTF-8, or as older spreadsheets of Western Europe write it."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


class AnyCSV(CSV):
    """CSV as spreadsheets write it: where the comma is the decimal sign, a semicolon stands between the cells."""

    def create_dataset(self, in_stream, **kwargs):
        in_stream = decoded(in_stream) if isinstance(in_stream, bytes) else in_stream
        head = in_stream.partition("\n")[0]
        delimiter = ";" if head.count(";") > head.count(",") else ","
        return tablib.import_set(in_stream, format="csv", delimiter=delimiter)


class SheetForm(ImportForm):
    """A sheet of a size that people write."""

    def clean_import_file(self):
        file = self.cleaned_data["import_file"]
        if file.size > LARGEST:
            raise ValidationError(_("The file is larger than 5 MB."))
        return file


class TransferMixin(ImportExportMixin):
    """A ModelAdmin with import and export, for those who keep its records. The file waits for its confirmation in the cache,
    where it is forgotten after a day."""

    formats = [AnyCSV, XLSX]
    import_form_class = SheetForm
    export_form_class = ExportForm
    tmp_storage_class = CacheStorage

    def has_import_permission(self, request):
        return self.is_kept_by(request.user)

    def has_export_permission(self, request):
        return self.is_kept_by(request.user)

    def get_import_data_kwargs(self, **kwargs):
        return super().get_import_data_kwargs(**kwargs) | {"rollback_on_validation_errors": True}

    def process_result(self, result, request):
        """Nothing was written where a row has become wrong since the preview: the rows are shown again."""
        if not (result.has_errors() or result.has_validation_errors()):
            return super().process_result(result, request)
        messages.error(request, _("Nothing was imported: rows have become wrong since the preview."))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Import"),
            "opts": self.opts,
            "form": self.create_import_form(request),
            "result": result,
            "fields_list": [],
            "import_error_display": self.import_error_display,
        }
        return TemplateResponse(request, self.import_template_name, context)
