"""Old addresses in and out of spreadsheets: old address, and reference of a document or address of a page."""

from django.utils.translation import gettext_lazy as _
from import_export.fields import Field
from import_export.widgets import Widget

from asm_portal.importing import SheetResource
from communications.models import Redirect
from communications.pages.addresses import old_address
from knowledge.models import Document


class ReferenceWidget(Widget):
    """A document by its reference."""

    def clean(self, value, row=None, **kwargs):
        document = Document.objects.filter(reference__iexact=value).first()
        if document is None:
            raise ValueError(_("There is no document with the reference “%(reference)s”.") % {"reference": value})
        return document

    def render(self, value, obj=None, **kwargs):
        return value.reference if value else ""


class RedirectResource(SheetResource):
    """Redirects; a row is about the one with its old address."""

    document = Field("document", "document", ReferenceWidget())

    class Meta(SheetResource.Meta):
        model = Redirect
        import_id_fields = ("old_path",)
        fields = ("old_path", "document", "new_path")
        store_instance = True

    def get_queryset(self):
        return super().get_queryset().select_related("document")

    def get_instance(self, instance_loader, row):
        return Redirect.objects.filter(old_path=old_address(row.get("old_path", ""))).first()

    def import_instance(self, instance, row, **kwargs):
        """A row that names one of the two places takes the other one back."""
        if row.get("document") and not row.get("new_path"):
            instance.new_path = ""
        if row.get("new_path") and not row.get("document"):
            instance.document = None
        super().import_instance(instance, row, **kwargs)
