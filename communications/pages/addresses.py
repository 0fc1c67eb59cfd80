"""Addresses as the register of redirects writes them: one way each, so that equal ones are the same text."""

from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import Resolver404, resolve
from django.utils.encoding import escape_uri_path, iri_to_uri
from django.utils.translation import get_language_from_path, override
from django.utils.translation import gettext_lazy as _

LONGEST = 500
NO_ADDRESS = _("Write the address as it stood on the old site, from the first “/” on, for example /en/node/12?page=2.")
NOT_OURS = _(
    "There is no such page on this site. Write its address from the first “/” on, for example /communiques/?year=2012."
)
OF_ITS_OWN = _("This site has a page of its own at this address: nobody would ever be led elsewhere.")


def written(path, query):
    """A path and a query, percent-encoded where they must be."""
    return escape_uri_path(path) + (f"?{iri_to_uri(query)}" if query else "")


def old_address(text):
    """Path and query of an address that somebody copied, with or without its host; raises ValidationError."""
    try:
        parts = urlsplit(text.strip())
    except ValueError:
        raise ValidationError(NO_ADDRESS) from None
    address = written(unquote(parts.path), parts.query)
    if not address.startswith("/") or len(address) > LONGEST:
        raise ValidationError(NO_ADDRESS)
    without, _mark, _query = address.partition("?")
    if any(is_a_page(path) for path in (without, f"/{settings.LANGUAGE_CODE}{without}")):
        raise ValidationError(OF_ITS_OWN)
    return address


def is_a_page(path):
    """Whether a page of this site always stands at the path; one whose address names a record may be missing."""
    found = found_at(path)
    return found is not None and not found.kwargs


def found_at(path):
    """The view at a path of this site, None where there is none; asked in the language of the path."""
    with override(get_language_from_path(path) or settings.LANGUAGE_CODE):
        try:
            return resolve(unquote(path))
        except Resolver404:
            return None


def without_language(path):
    """A path of this site as it reads in every language."""
    code = get_language_from_path(path)
    return path[len(code) + 1 :] if code else path


def own_address(text):
    """Path and query of a page of this site, without its language; raises ValidationError where it is not one of ours."""
    path, _mark, query = text.strip().removeprefix(settings.SITE_URL).partition("#")[0].partition("?")
    path = without_language(path)
    address = written(unquote(path), query)
    is_ours = path.startswith("/") and not path.startswith("//") and found_at(f"/{settings.LANGUAGE_CODE}{path}")
    if not is_ours or len(address) > LONGEST:
        raise ValidationError(NOT_OURS)
    return address
