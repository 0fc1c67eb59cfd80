"""A document as machines read it (schema.org)."""

from django.conf import settings

from asm_portal.dated import Precision
from asm_portal.structured import data_block, thing
from asm_portal.templatetags.portal import MACHINE_FORMATS
from knowledge.kinds import FINAL_COMMUNIQUE, REPORTS, STANDING_PAGE, STATEMENT
from knowledge.models import Document

ARTICLES = (FINAL_COMMUNIQUE, STATEMENT, STANDING_PAGE)
PROCESS = "Kimberley Process"


def type_of(code):
    """The schema.org type of a kind of document."""
    if code in REPORTS:
        return "Report"
    return {"legislation": "Legislation", **dict.fromkeys(ARTICLES, "Article")}.get(code, "DigitalDocument")


def structured(document, path):
    """The data block of a document (`for_display`) whose page stands at the path; None for one that was withdrawn."""
    if document.state == Document.State.WITHDRAWN:
        return None
    issuer = document.issuing_body.name if document.issuing_body else PROCESS
    return data_block(
        type_of(document.kind.code),
        name=document.title,
        headline=document.title,
        url=settings.SITE_URL + path,
        identifier=document.official_number or document.reference,
        datePublished=day_of(document),
        inLanguage=list(dict.fromkeys(rendition.language for rendition in document.renditions)),
        author=thing("Organization", name=issuer),
        publisher=thing("Organization", name=PROCESS, url=settings.SITE_URL),
        encoding=[file_of(rendition) for rendition in document.renditions if rendition.file],
    )


def day_of(document):
    """The date as exactly as it is known, "" where it is not."""
    if document.date is None or document.date_precision == Precision.UNKNOWN:
        return ""
    return document.date.strftime(MACHINE_FORMATS[document.date_precision])


def file_of(rendition):
    return thing(
        "MediaObject",
        contentUrl=settings.SITE_URL + rendition.get_absolute_url(),
        encodingFormat=rendition.media_type,
        inLanguage=rendition.language,
        sha256=rendition.sha256,
    )
