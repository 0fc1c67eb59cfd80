"""What every page needs to know of the site, in one variable: `portal`. No query is made for an anonymous reader. `viewing` says
that the page is seen as a role (`asm_portal.viewing`).

Not `site`: the pages of allauth have a variable of that name.
"""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import get_language, gettext

from asm_portal.navigation import ACCOUNT, FOOTER, MAIN, address, links, sections

LOCALES = {"en": "en_GB", "fr": "fr_FR"}


@dataclass(frozen=True)
class LanguageLink:
    """The page being read, in one of the languages of the interface."""

    code: str
    url: str
    absolute_url: str
    is_current: bool

    @property
    def locale(self):
        """Language and territory, as Open Graph names them."""
        return LOCALES.get(self.code, self.code)


def in_language(address, code):
    """The same page in another language; addresses differ in their first segment only. Home where a page has no language."""
    first, _slash, rest = address.lstrip("/").partition("/")
    return f"/{code}/{rest}" if first in dict(settings.LANGUAGES) else f"/{code}/"


def language_links(request):
    """The page being read in each language, its query kept. The absolute addresses, for search engines, leave the query out."""
    return [
        LanguageLink(
            code=code,
            url=(url := in_language(request.get_full_path(), code)),
            absolute_url=settings.SITE_URL + url.partition("?")[0],
            is_current=code == get_language(),
        )
        for code, _name in settings.LANGUAGES
    ]


def portal(request):
    """The operator, the languages, the ways through the site, and the addresses the header and footer link to. What a reader
    without an account is shown `is_for_anyone`, and may be told to machines."""
    user = getattr(request, "user", None) or AnonymousUser()
    languages = language_links(request)
    return {
        "viewing": getattr(request, "viewing", None),
        "portal": {
            "operator": gettext(settings.OPERATOR_NAME),
            "is_demonstration": settings.DEMO,
            "site_url": settings.SITE_URL,
            "languages": languages,
            "canonical": next((link.absolute_url for link in languages if link.is_current), ""),
            "navigation": links(MAIN, user, request.path),
            "account": links(ACCOUNT, user, request.path),
            "footer": sections(FOOTER, user, request.path),
            "is_for_anyone": not user.is_authenticated,
            "sign_in_url": "" if user.is_authenticated else address("account_login"),
            "sign_out_url": address("account_logout") if user.is_authenticated else "",
        },
    }
