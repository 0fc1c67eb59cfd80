"""The log of who was given restricted texts: each download of a file, and each page with the words of a restricted report."""

from asm_portal.files import parse_range
from asm_portal.visibility import Audience
from knowledge.kinds import REPORTS
from knowledge.models import TextReading

Form = TextReading.Form


def note_download(request, response, rendition):
    """Log that the file went out from its beginning; a reader who has it already (304), or who goes on where the line broke, is
    not logged again. What nobody but its editors reads yet is left out."""
    is_whole = response.status_code == 200 or (
        response.status_code == 206 and parse_range(request.headers["Range"], rendition.file.size)[0] == 0
    )
    if request.method == "GET" and is_whole:
        note(request, rendition, Form.FILE)


def note_page(request, document, rendition):
    """Log that the words of a restricted report stood on a page."""
    if document.kind.code in REPORTS and document.shown_to[0] != Audience.PUBLIC:
        note(request, rendition, Form.PAGE)


def note(request, rendition, form):
    """Under the name of whoever reads, also where they see the page as a role does (`asm_portal.viewing`)."""
    if rendition.revision.released_at:
        user = getattr(request, "viewer", request.user)
        TextReading.objects.create(user=user, rendition=rendition, form=form)
