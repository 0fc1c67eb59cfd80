"""The implementation report as files: a PDF to print, and a DOCX to work on."""

import io
import re
from dataclasses import asdict

import docx
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from asm_portal.typesetting import pdf

PDF, DOCX = "application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
A4 = (Mm(297), Mm(210))
WIDTHS = (Mm(70), Mm(38), Mm(28), Mm(44), Mm(73))
# Pasted words hold signs that XML does not take: vertical tabs, form feeds.
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
REGIONS = {"en": "en-GB", "fr": "fr-FR"}


def as_pdf(report):
    given = asdict(report)
    for name in ("decisions", "annex"):
        parts = zip(given[name], getattr(report, name), strict=True)
        given[name] = [words | {"rows": [row.cells for row in part.rows]} for words, part in parts]
    return pdf("implementation_report", given, language=report.language)


def as_docx(report):
    """With styles for the headings, header rows that are repeated, and the language of its words."""
    paper = docx.Document()
    prepare(paper, report)
    paper.add_heading(report.title, 0)
    paper.add_paragraph(plain(report.subtitle), style="Subtitle")
    paper.add_paragraph(report.basis)
    paper.add_paragraph(" · ".join(f"{number} {label}" for number, label in report.figures))
    paper.add_heading(report.decisions_title, 1)
    write_parts(paper, report, report.decisions)
    if report.untouched:
        paper.add_heading(report.untouched_title, 1)
        for title in report.untouched:
            paper.add_paragraph(plain(title), style="List Bullet")
    if report.annex:
        paper.add_heading(report.annex_title, 1)
        write_parts(paper, report, report.annex)
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def prepare(paper, report):
    """The page, the language and the properties of the file."""
    section = paper.sections[0]
    section.orientation, (section.page_width, section.page_height) = WD_ORIENT.LANDSCAPE, A4
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Mm(20))
    properties = paper.core_properties
    properties.title, properties.language, properties.comments = report.title, REGIONS[report.language], ""
    with override(report.language):
        properties.author = _(settings.OPERATOR_NAME)
    paper.styles["Normal"].font.size = Pt(10)
    defaults = paper.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    language = defaults.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        defaults.append(language)
    language.set(qn("w:val"), REGIONS[report.language])


def plain(words):
    """The words as XML takes them."""
    return NOT_XML.sub(" ", words)


def write_parts(paper, report, parts):
    if not parts:
        paper.add_paragraph(report.nothing)
    for part in parts:
        paper.add_heading(plain(part.title), 2)
        paper.add_paragraph(plain(" – ".join(filter(None, (part.reference, part.outstanding)))))
        write_table(paper, report.head, [row.cells for row in part.rows])


def write_table(paper, head, rows):
    table = paper.add_table(rows=1, cols=len(head), style="Table Grid")
    table.autofit = False
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    for cell, words in zip(table.rows[0].cells, head, strict=True):
        cell.paragraphs[0].add_run(words).bold = True
    for cells in rows:
        for cell, lines in zip(table.add_row().cells, cells, strict=True):
            cell.text = plain("\n".join(lines))
    for row in table.rows:
        for cell, width in zip(row.cells, WIDTHS, strict=True):
            cell.width = width
