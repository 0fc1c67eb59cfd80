"""Small PDF and DOCX files for the demonstration, made from the same marked-up text that the page shows."""

import io
import textwrap

import docx

LINES_PER_PAGE = 44
CHARACTERS_PER_LINE = 88


def plain_lines(text):
    """The text without its marks, wrapped to the width of a page."""
    for line in text.splitlines():
        bare = line.lstrip("#").strip() if line.startswith("#") else line.replace("**", "")
        yield from textwrap.wrap(bare, CHARACTERS_PER_LINE) or [""]


def pdf(title, text, language):
    """A PDF 1.4 in the built-in Helvetica, which knows the letters of Western European languages."""
    lines = [title, "", *plain_lines(text)]
    pages = [lines[start : start + LINES_PER_PAGE] for start in range(0, len(lines), LINES_PER_PAGE)]
    first = 5
    kids = " ".join(f"{first + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R /Lang ({language}) >>".encode(),
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Title " + pdf_string(title) + b" >>",
    ]
    for number, page in enumerate(pages):
        content = page_content(page)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> "
            b"/Contents %d 0 R >>" % (first + 2 * number + 1)
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    return assembled(objects)


def pdf_string(text):
    encoded = text.encode("cp1252", "replace")
    return b"(" + encoded.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)") + b")"


def page_content(lines):
    """The drawing of a page: one line of text under the other."""
    return b"BT /F1 11 Tf 16 TL 56 780 Td\n" + b"".join(pdf_string(line) + b" Tj T*\n" for line in lines) + b"ET"


def assembled(objects):
    """The objects as a file, with the table that says where each begins."""
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.4\n")
    for number, body in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    table = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer\n<< /Size %d /Root 1 0 R /Info 4 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table))
    return out.getvalue()


def word_file(title, text, language):
    """A DOCX with headings, paragraphs and lists."""
    made = docx.Document()
    made.core_properties.title, made.core_properties.language = title, language
    made.core_properties.author = made.core_properties.comments = ""
    made.add_heading(title, level=0)
    for line in filter(None, text.splitlines()):
        if line.startswith("#"):
            made.add_heading(line.lstrip("# "), level=1)
        elif line.startswith("- "):
            made.add_paragraph(line[2:], style="List Bullet")
        else:
            made.add_paragraph(line)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


MAKERS = {"pdf": pdf, "docx": word_file}
