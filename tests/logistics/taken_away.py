"""What is in a pack, for tests: path → bytes."""

import io
import zipfile

from asm_portal.roles import role_named
from logistics.packs.sinks import write_zip
from logistics.packs.usb.contents import Contents
from logistics.packs.usb.pages import usb_entries


def unzipped(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def usb_pack(role, languages=("en", "fr")):
    """The files of a USB pack, as they come out of its ZIP."""
    file = io.BytesIO()
    write_zip(usb_entries(Contents(role_named(role) if isinstance(role, str) else role), languages), file)
    return unzipped(file.getvalue())


def references(pack, language="en"):
    """The references of the documents that have a page in a pack."""
    start = f"{language}/documents/"
    return {path.removeprefix(start).removesuffix(".html") for path in pack if path.startswith(start)}


def words(pack):
    """All that stands in a pack, as one text."""
    return "\n".join(content.decode(errors="replace") for content in pack.values())
