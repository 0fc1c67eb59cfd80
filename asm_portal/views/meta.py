"""What machines ask for: sitemap, robots.txt, the search description and security.txt."""

from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps import views as sitemap_views
from django.http import HttpResponse
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.views.decorators.http import require_safe

from asm_portal.areas import gather
from asm_portal.dated import today
from asm_portal.models import Body, Organisation
from asm_portal.navigation import address
from asm_portal.views.about import SITE_PAGES

TEXT = "text/plain; charset=utf-8"
# RFC 9116 asks for a day after which the file is stale, less than a year ahead.
SECURITY_TXT_LASTS = timedelta(days=180)


class PublicPages(Sitemap):
    """Every page that anyone may read, in every language, at the address that is canonical."""

    i18n = alternates = True

    def items(self):
        anyone = AnonymousUser()
        register = [
            *Organisation.objects.visible_to(anyone).participants().with_names(),
            *Body.objects.visible_to(anyone),
        ]
        named = [name for name in SITE_PAGES if address(name)]
        return [*((page, None) for page in (*named, *register)), *gather("sitemap")]

    def get_protocol(self, protocol=None):
        return urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site=None):
        return urlsplit(settings.SITE_URL).netloc

    def location(self, item):
        page, _changed_on = item
        return resolve_url(page)

    def lastmod(self, item):
        _page, changed_on = item
        return changed_on


@login_not_required
@require_safe
def sitemap(request):
    return sitemap_views.sitemap(request, sitemaps={"pages": PublicPages})


@login_not_required
@require_safe
def robots(request):
    closed = [reverse("admin:index"), *(f"/{code}/accounts/" for code, _name in settings.LANGUAGES)]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed), f"Sitemap: {settings.SITE_URL}/sitemap.xml"]
    return HttpResponse("\n".join(lines) + "\n", content_type=TEXT)


@login_not_required
@require_safe
def opensearch(request):
    """How a browser searches here, in the language it asked for."""
    return render(
        request,
        "opensearch.xml",
        {"site_url": settings.SITE_URL},
        content_type="application/opensearchdescription+xml",
    )


@login_not_required
@require_safe
def security_txt(request):
    lines = [
        f"Contact: mailto:{settings.CONTACT_EMAIL}",
        f"Expires: {today() + SECURITY_TXT_LASTS}T00:00:00Z",
        f"Preferred-Languages: {', '.join(code for code, _name in settings.LANGUAGES)}",
        f"Canonical: {settings.SITE_URL}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type=TEXT)
