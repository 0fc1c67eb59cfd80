"""Where a pack is written to, entry by entry, so that no more than one file of it is in memory at a time.

An entry is (path, content): the path relative to the pack, with slashes; the content text, bytes, or a stored file.
"""

import re
import shutil
import zipfile
from pathlib import Path, PurePosixPath

from django.core.files import File
from django.utils import timezone

# What is compressed already.
STORED = {".pdf", ".docx", ".xlsx", ".odt", ".png", ".jpg", ".webp", ".zip"}
# What no file system takes in a name, and what a shell or an address would read.
UNSAFE = re.compile(r"[^\w.,()-]+")
LONGEST_NAME = 80


def tidy(text):
    """A text as a part of a file name: letters of any script, digits and hyphens, not too long."""
    name = UNSAFE.sub("-", text)[:LONGEST_NAME]
    return re.sub(r"-{2,}", "-", name).strip("-.,")


def unused(path, taken):
    """The path, with a number before its extension where it is taken, also in other capitals; notes it as taken."""
    pure, number, found = PurePosixPath(path), 1, path
    while found.casefold() in taken:
        number += 1
        found = f"{path.removesuffix(pure.suffix)}-{number}{pure.suffix}"
    taken.add(found.casefold())
    return found


def write_zip(entries, file):
    """Write the entries as a ZIP to an open binary file. Names that are not ASCII are marked as UTF-8."""
    now = timezone.now().timetuple()[:6]
    with zipfile.ZipFile(file, "w") as archive:
        for path, content in entries:
            info = zipfile.ZipInfo(path, now)
            is_packed = PurePosixPath(path).suffix.lower() in STORED
            info.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            with archive.open(info, "w", force_zip64=True) as target:
                pour(content, target)


def write_folder(entries, folder):
    """Write the entries below a folder, which is made; files of the same names are written over."""
    for path, content in entries:
        place = Path(folder) / path
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("wb") as target:
            pour(content, target)


def pour(content, target):
    if not isinstance(content, File):
        target.write(content.encode() if isinstance(content, str) else content)
        return
    with content.open("rb") as source:
        shutil.copyfileobj(source, target)
