"""DOCX, XLSX and ODT: archives of XML, without macros, without embedded or outside files, and without bombs."""

import zipfile
import zlib
from contextlib import contextmanager
from xml.parsers import expat

from defusedxml import ElementTree
from django.utils.translation import gettext as _

from asm_portal.uploads.refusal import Refused

MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
}
MAX_ENTRIES = 5_000
MAX_EXPANDED = 200 * 1024 * 1024
MAX_RATIO = 200
# What is small may be compressed as well as it likes.
SMALL = 1024 * 1024
END_OF_ARCHIVE = b"PK\x05\x06"
CONTENT_TYPES = "[Content_Types].xml"
MANIFEST = "META-INF/manifest.xml"
MACRO_PARTS = ("vbaproject.bin", "vbadata.xml", "activex/", "macrosheets/", "dialogsheets/")
MACRO_FOLDERS_OF_ODT = ("basic/", "scripts/", "dialogs/")
EMBEDDED_PARTS = ("/embeddings/", "oleobject", "/externallinks/")


def recognise(file):
    """The extension of an archive that is one of the three; raises Refused for any other."""
    archive = open_archive(file)
    names = archive.namelist()
    with sound():
        if CONTENT_TYPES in names:
            return recognise_types(declared_types(archive))
        if names[:1] == ["mimetype"] and archive.read("mimetype") == MEDIA_TYPES["odt"].encode():
            return "odt"
    raise unknown()


def recognise_types(types):
    if any("macroenabled" in found.lower() or "vbaproject" in found.lower() for found in types):
        raise macros()
    for extension in ("docx", "xlsx"):
        if f"{MEDIA_TYPES[extension]}.main+xml" in types:
            return extension
    raise unknown()


def check(file, size):
    """Read every part to its end; raises Refused."""
    archive = open_archive(file)
    names = [name.lower() for name in archive.namelist()]
    is_odt = "mimetype" in names
    if any(part in name for name in names for part in MACRO_PARTS) or (
        is_odt and any(name.startswith(MACRO_FOLDERS_OF_ODT) for name in names)
    ):
        raise macros()
    if any(part in f"/{name}" for name in names for part in EMBEDDED_PARTS):
        raise embedded()
    with sound():
        for entry in archive.infolist():
            check_part(archive, entry)
        if is_odt:
            check_manifest(archive)


@contextmanager
def sound():
    """Refuses an archive whose parts cannot be read."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, LookupError):
        raise damaged() from None


def open_archive(file):
    """The archive, once its list of parts holds no bomb and nothing stands before or behind it; raises Refused."""
    refuse_foreign_data(file)
    try:
        archive = zipfile.ZipFile(file)
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise damaged() from None
    if not entries or min(entry.header_offset for entry in entries) != 0:
        raise Refused(_("Foreign data stand before the beginning of the file."))
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_EXPANDED:
        raise bomb()
    if len({entry.filename.lower() for entry in entries}) != len(entries):
        raise damaged()
    for entry in entries:
        check_entry(entry)
    return archive


def refuse_foreign_data(file):
    """An archive is read from its end: its end mark, without a comment, is the last thing in the file."""
    size = file.size
    file.seek(0)
    begins = file.read(4) == b"PK\x03\x04"
    file.seek(max(0, size - 22))
    end = file.read(22)
    if not begins:
        raise damaged()
    if not end.startswith(END_OF_ARCHIVE) or end[20:22] != b"\0\0":
        file.seek(max(0, size - 64 * 1024))
        raise (
            Refused(_("Foreign data stand after the end of the file.")) if END_OF_ARCHIVE in file.read() else damaged()
        )


def check_entry(entry):
    """One line of the list of parts."""
    if entry.flag_bits & 0x1:
        raise encrypted()
    if entry.filename.startswith(("/", "\\")) or ".." in entry.filename.replace("\\", "/").split("/"):
        raise damaged()
    if entry.file_size > SMALL and entry.file_size > MAX_RATIO * max(1, entry.compress_size):
        raise bomb()


def check_part(archive, entry):
    """Read a part to its end, which proves its checksum; XML must be free of a document type, where entities are declared."""
    name = entry.filename.lower()
    with archive.open(entry) as part:
        if name.endswith((".xml", ".rels")):
            refuse_document_type(part)
        else:
            while part.read(SMALL):
                pass
    if name.endswith(".rels"):
        refuse_outside_parts(parse(archive.read(entry)))


def refuse_document_type(part):
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse_declaration
    parser.StartElementHandler = refuse_script
    try:
        parser.ParseFile(part)
    except expat.ExpatError:
        raise damaged() from None


def refuse_declaration(*_declared):
    raise bomb()


def refuse_script(name, _attributes):
    if name == "script:event-listener":
        raise macros()


def refuse_outside_parts(relations):
    """What a document loads by itself from elsewhere (templates, frames, pictures) is refused; links that a reader follows are
    not."""
    for relation in relations:
        if relation.get("TargetMode") == "External" and not relation.get("Type", "").endswith("/hyperlink"):
            raise Refused(_("The document loads a template, a picture or data from elsewhere. Remove the link first."))


def declared_types(archive):
    return {part.get("ContentType", "") for part in parse(archive.read(CONTENT_TYPES))}


def check_manifest(archive):
    """The list of parts of an ODT, which says what is encrypted and what is an object of another program."""
    if MANIFEST not in archive.namelist():
        raise damaged()
    for element in parse(archive.read(MANIFEST)).iter():
        if element.tag.endswith("}encryption-data"):
            raise encrypted()
        if any("oleobject" in value for value in element.attrib.values()):
            raise embedded()


def parse(data):
    try:
        return ElementTree.fromstring(data, forbid_dtd=True)
    except ElementTree.ParseError:
        raise damaged() from None
    except ValueError:
        raise bomb() from None


def damaged():
    return Refused(_("The document is damaged."))


def bomb():
    return Refused(_("The document expands beyond all measure when it is opened."))


def encrypted():
    return Refused(_("The document is encrypted. Save it without a password."))


def macros():
    return Refused(_("The document holds macros. Save it without macros, as DOCX, XLSX or ODT."))


def embedded():
    return Refused(_("The document holds or refers to other files. Remove them, and upload the files themselves."))


def unknown():
    return Refused(_("This archive is neither a DOCX, an XLSX nor an ODT document."))
