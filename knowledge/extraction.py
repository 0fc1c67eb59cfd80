"""The text in uploaded files, for search; read by the background worker. A file that cannot be read is noted and stays."""

import time
import zipfile

import docx
import openpyxl
from defusedxml import ElementTree
from django.db import transaction
from pypdf import PdfReader

from asm_portal import search
from asm_portal.background import task
from asm_portal.uploads import text as plain
from knowledge.models import Document, Rendition

MAX_PAGES = 1_000
MAX_SECONDS = 120
MAX_LETTERS = 2_000_000
ODT_BLOCKS = {f"{{urn:oasis:names:tc:opendocument:xmlns:text:1.0}}{name}" for name in ("h", "p")}


class OutOfTime(Exception):
    """The file takes too long to read."""


@task
def extract_text(rendition_id):
    """Read the text of a rendition's file into the index; done again, it does no harm. One removed meanwhile needs none."""
    rendition = Rendition.objects.select_related("revision__document").filter(pk=rendition_id).first()
    if rendition is None:
        return
    state, found, error = Rendition.Extraction.DONE, "", ""
    try:
        found = read(rendition)
    except Exception as problem:
        state, error = Rendition.Extraction.FAILED, f"{type(problem).__name__}: {problem}"[:300]
    keep(rendition, found, state, error)


@transaction.atomic
def keep(as_read, found, state, error):
    """Write what was read of a file, unless another has taken its place meanwhile: that one has its own order."""
    document = Document.objects.select_for_update().get(pk=as_read.revision.document_id)
    rendition = Rendition.objects.filter(pk=as_read.pk, file=as_read.file.name).first()
    if rendition is None:
        return
    rendition.extracted_text = found.replace("\x00", "")[:MAX_LETTERS]
    rendition.extraction, rendition.extraction_error = state, error
    rendition.save(update_fields=["extracted_text", "extraction", "extraction_error"])
    search.index(document)


def read(rendition):
    """The text of the file; "" where its format has none."""
    reader = READERS.get(rendition.extension)
    if not (reader and rendition.file):
        return ""
    with rendition.file.open("rb") as file:
        return "\n".join(limited(reader(file), time.monotonic() + MAX_SECONDS))


def limited(pieces, deadline):
    """The pieces of a text up to MAX_LETTERS; raises OutOfTime."""
    letters = 0
    for piece in pieces:
        if time.monotonic() > deadline:
            raise OutOfTime(f"more than {MAX_SECONDS} seconds")
        yield piece
        letters += len(piece)
        if letters > MAX_LETTERS:
            return


def read_pdf(file):
    """Page by page; the clock is also looked at within a page, which may be endless."""
    deadline = time.monotonic() + MAX_SECONDS

    def watch(*_operation):
        if time.monotonic() > deadline:
            raise OutOfTime(f"more than {MAX_SECONDS} seconds")

    for page in PdfReader(file).pages[:MAX_PAGES]:
        yield page.extract_text(visitor_operand_before=watch)


def read_docx(file):
    """Paragraphs and tables in their order."""
    for block in docx.Document(file).iter_inner_content():
        if isinstance(block, docx.text.paragraph.Paragraph):
            yield block.text
        else:
            yield from (cell.text for row in block.rows for cell in row.cells)


def read_xlsx(file):
    """Values of all sheets, row by row."""
    workbook = openpyxl.load_workbook(file, read_only=True, data_only=True)
    for sheet in workbook:
        yield sheet.title
        for row in sheet.iter_rows(values_only=True):
            yield "\t".join(str(value) for value in row if value is not None)
    workbook.close()


def read_odt(file):
    """Headings and paragraphs."""
    with zipfile.ZipFile(file) as archive:
        content = ElementTree.fromstring(archive.read("content.xml"), forbid_dtd=True)
    for element in content.iter():
        if element.tag in ODT_BLOCKS:
            yield "".join(element.itertext())


def read_plain(file):
    yield plain.decode(file.read())


READERS = {"pdf": read_pdf, "docx": read_docx, "xlsx": read_xlsx, "odt": read_odt, "txt": read_plain}
