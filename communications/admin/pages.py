"""The site's own pages for the secretariat: where old addresses lead, and what is on record of translations."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from asm_portal.admin.accounts import ShownOnly
from asm_portal.administration.base import SecretariatAdmin
from asm_portal.administration.filters import work_list_filter
from asm_portal.administration.transfer import TransferMixin
from communications.models import Banner, Redirect, StandingPage, TranslationCheck
from communications.pages.importing import RedirectResource
from communications.pages.panels import LATE_BANNERS, LATE_PAGES


@admin.register(Redirect)
class RedirectAdmin(TransferMixin, SecretariatAdmin):
    resource_classes = [RedirectResource]
    list_display = ("old_path", "document", "new_path")
    list_filter = (("document", admin.EmptyFieldListFilter),)
    list_select_related = ("document",)
    prefetched = ("document__titles",)
    search_fields = ("old_path", "new_path", "document__reference", "document__titles__title")


@admin.register(TranslationCheck)
class TranslationCheckAdmin(ShownOnly, SecretariatAdmin):
    list_display = ("document", "rendition", "by", "at")
    list_filter = ("rendition__language",)
    list_select_related = ("rendition__revision__document", "by__person")
    prefetched = ("rendition__revision__document__titles",)
    search_fields = (
        "rendition__revision__document__reference", "rendition__revision__document__titles__title", "by__person__family_name",
    )  # fmt: skip
    date_hierarchy = "at"

    @admin.display(description=_("document"))
    def document(self, check):
        return str(check.rendition.revision.document)


class SiteTextAdmin(ShownOnly, SecretariatAdmin):
    """The site's own texts are kept on the site."""

    list_select_related = ("document",)
    prefetched = ("document__titles",)
    search_fields = ("document__titles__title", "document__reference")

    @admin.display(description=_("title"))
    def title(self, text):
        return str(text)


@admin.register(StandingPage)
class StandingPageAdmin(SiteTextAdmin):
    list_display = ("title", "slug", "stage", "published_at")
    list_filter = (work_list_filter(LATE_PAGES), "stage")


@admin.register(Banner)
class BannerAdmin(SiteTextAdmin):
    list_display = ("title", "tone", "stage", "published_at", "ends_at")
    list_filter = (work_list_filter(LATE_BANNERS), "stage", "tone")
    date_hierarchy = "ends_at"
