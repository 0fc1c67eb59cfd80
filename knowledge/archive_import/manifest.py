"""Reads a manifest row by row, CSV or XLSX, and never holds it whole."""

import csv
import io
from contextlib import closing

import openpyxl
from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext as _

from asm_portal.importing import plain
from asm_portal.uploads import examine
from asm_portal.uploads.text import UTF_16
from knowledge.archive_import.columns import column_of

PIECE = 1024 * 1024


class Unreadable(Exception):
    """Why a manifest cannot be read, for whoever wrote it."""


def open_manifest(path):
    """The manifest at a path; raises Unreadable."""
    if not path.is_file():
        raise Unreadable(_("There is no file %(path)s.") % {"path": path})
    reader = {".csv": CsvManifest, ".xlsx": XlsxManifest}.get(path.suffix.lower())
    if reader is None:
        raise Unreadable(_("A manifest is a CSV or an XLSX file."))
    return reader(path)


class Manifest:
    """A manifest: `remark` is what whoever runs the import should know of how it was read, `progress` how much of it was."""

    remark = ""
    progress = 0.0

    def __init__(self, path):
        self.path = path

    def rows(self):
        """(number as the spreadsheet shows it, column → text) for each row that is not empty; raises Unreadable."""
        with closing(self.cells()) as cells:
            columns = columns_of([plain(value) for value in next(cells, (1, ()))[1]])
            for number, values in cells:
                texts = [plain(value) for value in values]
                if any(texts):
                    yield number, named(columns, texts)


def columns_of(headings):
    """The column of each heading; raises Unreadable with all that is wrong with them."""
    columns = [column_of(heading) if heading else None for heading in headings]
    unknown = [heading for heading, column in zip(headings, columns, strict=True) if heading and not column]
    known = [column for column in columns if column]
    problems = []
    if not known:
        problems.append(_("The first row of the manifest names no column."))
    if unknown:
        problems.append(_("There is no such column: %(names)s.") % {"names": ", ".join(unknown)})
    if twice := sorted({column for column in known if known.count(column) > 1}):
        problems.append(_("A column stands there twice: %(names)s.") % {"names": ", ".join(twice)})
    if problems:
        raise Unreadable(" ".join(problems))
    return columns


def named(columns, texts):
    """Column → text of the cells that say something; what stands beyond the last column is under ""."""
    found = {column: text for column, text in zip(columns, texts, strict=False) if column and text}
    beyond = [text for place, text in enumerate(texts) if text and (place >= len(columns) or not columns[place])]
    return found | ({"": "; ".join(beyond)} if beyond else {})


class CsvManifest(Manifest):
    """CSV in UTF-8, with or without a byte order mark, or in Windows-1252; commas, semicolons or tabs."""

    def __init__(self, path):
        super().__init__(path)
        self.encoding = encoding_of(path)
        if self.encoding == "cp1252":
            self.remark = _(
                "The manifest is not in UTF-8 and was read as Windows-1252. Look at the accents in a dry run; if they are wrong, "
                "save it as “CSV UTF-8”."
            )

    def cells(self):
        size = self.path.stat().st_size or 1
        with self.path.open("rb") as raw:
            text = io.TextIOWrapper(raw, encoding=self.encoding, newline="")
            delimiter = delimiter_of(text.readline())
            text.seek(0)
            rows = csv.reader(text, delimiter=delimiter, strict=True)
            number = 0
            while True:
                number += 1
                try:
                    yield number, next(rows)
                except StopIteration:
                    return
                except csv.Error as error:
                    words = _("Row %(number)s cannot be read (%(error)s). Is a quotation mark left open?")
                    raise Unreadable(words % {"number": number, "error": error}) from None
                self.progress = raw.tell() / size


def delimiter_of(line):
    """The sign between the cells: the one that the headings hold most of."""
    return max(",;\t", key=line.count)


def encoding_of(path):
    with path.open("rb") as raw:
        if raw.read(2) in UTF_16:
            raise Unreadable(_("The manifest is in UTF-16. Save it as “CSV UTF-8”."))
    for encoding in ("utf-8-sig", "cp1252"):
        if is_in(path, encoding):
            return encoding
    raise Unreadable(_("The manifest is neither in UTF-8 nor in Windows-1252. Save it as “CSV UTF-8”."))


def is_in(path, encoding):
    try:
        with path.open(encoding=encoding, newline="") as text:
            while text.read(PIECE):
                pass
    except UnicodeDecodeError:
        return False
    return True


class XlsxManifest(Manifest):
    """The first sheet of a workbook."""

    def __init__(self, path):
        super().__init__(path)
        try:
            with path.open("rb") as raw:
                kind = examine(File(raw)).extension
        except ValidationError as refusal:
            raise Unreadable(" ".join(refusal.messages)) from None
        if kind != "xlsx":
            raise Unreadable(_("This is no XLSX file, although its name says so."))

    def cells(self):
        with closing(openpyxl.load_workbook(self.path, read_only=True, data_only=True)) as book:
            sheet = book.worksheets[0]
            last = sheet.max_row or 1
            for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
                yield number, values
                self.progress = number / max(last, number)
