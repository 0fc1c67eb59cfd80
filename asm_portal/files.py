"""Files leave only through a view that fetched the record through the access rule.

The default storage is the protected one: a forgotten `{{ file.url }}` fails in the first test. `serve()` answers with the file
itself, whole or in ranges, or hands it to nginx where DOWNLOAD_ACCEL_PREFIX is set.
"""

import re
from urllib.parse import quote

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.http import FileResponse, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

from asm_portal.middleware import OWN, SHARED

# Whatever a file holds, opened on its own it may run nothing and reach nothing.
SANDBOX = "sandbox; default-src 'none'"


class ProtectedStorage(FileSystemStorage):
    """Files that have no address of their own."""

    def url(self, name):
        raise ValueError("Protected files have no address: link to the record's view, which asks the access rule.")


class Part:
    """A range of an open file as a file of its own. `end` is not included."""

    def __init__(self, file, start, end):
        self.file, self.left = file, end - start
        file.seek(start)

    def read(self, size=-1):
        taken = self.file.read(self.left if size < 0 else min(size, self.left))
        self.left -= len(taken)
        return taken

    def close(self):
        self.file.close()


def parse_range(header, size):
    """The range asked for as (start, end), end not included; None for the whole file, which also answers a header that asks for
    several ranges or makes no sense. Raises ValueError for a range that lies outside."""
    match = re.fullmatch(r"bytes=(\d{0,18})-(\d{0,18})", header.strip())
    first, last = match.groups() if match else ("", "")
    if not (first or last) or (first and last and int(last) < int(first)):
        return None
    if first:
        start, end = int(first), min(int(last) + 1, size) if last else size
    else:
        start, end = max(size - int(last), 0), size
    if start >= size:
        raise ValueError(header)
    return start, end


def serve(request, *, file, filename, media_type, sha256, is_public):
    """Answer with a stored file as an attachment; `filename` may hold any letters."""
    etag = f'"{sha256}"'
    response = get_conditional_response(request, etag=etag) or _content(request, file, etag)
    response["Content-Type"] = media_type
    response["Content-Disposition"] = content_disposition_header(True, filename)
    response["ETag"] = etag
    response["Cache-Control"] = SHARED if is_public else OWN
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _content(request, file, etag):
    if not settings.DOWNLOAD_ACCEL_PREFIX:
        return _ranged(request, file, etag)
    return HttpResponse(headers={"X-Accel-Redirect": quote(settings.DOWNLOAD_ACCEL_PREFIX + file.name)})


def _ranged(request, file, etag):
    """The file, or the part of it that is asked for; 416 where that lies outside."""
    size = file.size
    asked = request.headers.get("Range", "") if request.headers.get("If-Range", etag) == etag else ""
    try:
        part = parse_range(asked, size)
    except ValueError:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    start, end = part or (0, size)
    opened = file.open("rb")
    response = FileResponse(Part(opened, start, end) if part else opened, status=206 if part else 200)
    response["Content-Length"] = end - start
    response["Accept-Ranges"] = "bytes"
    # GZipMiddleware leaves alone what is encoded; compressed, a range would no longer be of the file.
    response["Content-Encoding"] = "identity"
    if part:
        response["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    return response
