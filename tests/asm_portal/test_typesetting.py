from io import BytesIO

import pytest
import typst
from pypdf import PdfReader

from asm_portal import typesetting

SHEET = """
#import "paper.typ": data, paper, sheet
#show: paper.with(title: data.title, footer: data.title)
= #data.title
#data.text
#sheet((1fr, 2fr), data.head, data.rows)
"""
DATA = {"title": "Liste", "text": "", "head": ["A", "B"], "rows": [["1", "2"]]}


@pytest.fixture
def template(tmp_path, monkeypatch):
    """A directory of templates with the shared paper and one that uses it."""
    paper = (typesetting.TEMPLATES / "paper.typ").read_text()
    (tmp_path / "paper.typ").write_text(paper)
    (tmp_path / "sheet.typ").write_text(SHEET)
    monkeypatch.setattr(typesetting, "TEMPLATES", tmp_path)
    return tmp_path


def made(language="fr", **data):
    return PdfReader(BytesIO(typesetting.pdf("sheet", DATA | data, language=language)))


def words(reader):
    return "\n".join(page.extract_text() for page in reader.pages)


def test_a_paper_says_its_title_and_its_language_and_is_tagged_for_screen_readers(template):
    reader = made()
    assert reader.metadata.title == "Liste"
    assert reader.trailer["/Root"]["/Lang"] == "fr"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_nothing_in_the_data_is_read_as_markup(template):
    assert '#read("paper.typ") *x* $y$ <a>' in words(made(text='#read("paper.typ") *x* $y$ <a>'))


def test_a_long_table_repeats_its_headings_on_each_page(template):
    reader = made(head=["Participant", "Place"], rows=[[f"row {number}", "x"] for number in range(120)])
    assert len(reader.pages) > 2
    assert all("Participant" in page.extract_text() for page in reader.pages)


def test_a_name_in_a_script_without_a_typeface_does_not_stop_a_letter(template):
    assert "Sample" in words(made(text="\U00011d0b Sample"))


def test_a_template_cannot_read_the_machine(template):
    (template / "sheet.typ").write_text('#read("/etc/hostname")')
    with pytest.raises(typst.TypstError):
        made()
