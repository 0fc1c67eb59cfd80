"""How a document is cited and printed."""

from datetime import date

import pytest
from django.conf import settings
from django.urls import reverse

from knowledge import actions
from knowledge.citing.formats import bibtex, citation, latex, ris
from knowledge.citing.qr import picture
from knowledge.models import DocumentLink
from tests import made_files as made
from tests.cast import again
from tests.knowledge.papers import draft, final, make_kind

pytestmark = pytest.mark.django_db
PAGES = ["document-print", "document-cite", "document-bibtex", "document-ris", "document-history"]


def address(page, document):
    return reverse(f"knowledge:{page}", args=[document.reference])


def answers(client, document):
    return {client.get(address(page, document)).status_code for page in PAGES}


def test_who_may_not_know_of_a_document_finds_no_page_about_it(client, cast):
    paper = final(audience="body", audience_body=cast.xwa)
    assert answers(client, paper) == {404}
    client.force_login(again(cast.member_b))
    assert answers(client, paper) == {404}
    client.force_login(again(cast.member_a))
    assert answers(client, paper) == {200}
    assert answers(client, draft()) == {404}


def test_pages_about_a_withdrawn_document_say_so_and_give_no_fingerprint(client, cast):
    paper = final(texts={"en": "x"})
    sha256 = paper.revisions.get().renditions.get().sha256
    assert sha256 in client.get(address("document-print", paper)).content.decode()
    actions.withdraw(document=paper, by=None, reason_en="It was a mistake.")
    page = client.get(address("document-print", paper))
    assert page.status_code == 410
    assert "It was a mistake." in page.content.decode()
    assert sha256 not in page.content.decode()
    assert client.get(address("document-cite", paper)).status_code == 410
    assert client.get(address("document-ris", paper)).status_code == 410


def test_a_printed_sheet_tells_what_it_is_and_whether_it_still_stands(client, cast):
    paper = draft(
        "Rule", official_number="AD 005/2011", date=date(2011, 11, 1), date_precision="month", issuing_body=cast.xwa
    )
    rendition = actions.add_rendition(
        revision=actions.add_revision(document=paper, by=None), language="fr", file=made.upload(made.pdf(2)), by=None
    )
    actions.publish(document=paper, by=None)
    later = final("New rule", official_number="AD 006/2012")
    actions.link(later=later, kind=DocumentLink.Kind.SUPERSEDES, earlier=paper, by=None)
    page = client.get(address("document-print", paper)).content.decode()
    for words in (
        "Rule", paper.reference, "AD 005/2011", "November 2011", "Sample Working Group A", "Superseded", "New rule",
        "AD 006/2012", f"/permalink/{paper.reference}/", f"SHA-256 {rendition.sha256}", picture_path(paper),
    ):  # fmt: skip
        assert words in page
    assert "style=" not in page


def picture_path(document):
    return picture(f"{settings.SITE_URL}/permalink/{document.reference}/").path


def test_the_qr_code_draws_the_dark_modules_and_a_quiet_border():
    code = picture("https://portal.example/permalink/MIN-2025-K7Q2M/")
    assert code.side == 41
    assert code.path.startswith("M4 4h7v1h-7z")
    assert picture("something else").path != code.path


def test_a_citation_names_author_title_number_and_date(cast):
    paper = final("Paper", official_number="AD 1", date=date(2019, 1, 1), date_precision="year", issuing_body=cast.xwa)
    assert citation(paper) == "Kimberley Process, Sample Working Group A, “Paper”, AD 1, 2019."
    report = final("Report", kind=make_kind("annual_report"), organisation=cast.xa)
    assert citation(report) == f"Alder, “Report”, {report.reference}, 22 November 2019."
    assert "date unknown" in citation(final("Undated", date=None))


def test_the_page_gives_the_citation_with_the_day_of_access(client, cast):
    paper = final("Paper")
    page = client.get(address("document-cite", paper)).content.decode()
    assert f"{citation(paper)}" in page
    assert "(accessed on " in page
    assert address("document-bibtex", paper) in page
    assert address("document-ris", paper) in page


def test_bibtex_takes_a_title_with_its_own_signs(client, cast):
    paper = final("100 % of {A} & B_1 \\ end}\n@evil{x,", official_number="AD #1", date=date(2011, 11, 3))
    answer = client.get(address("document-bibtex", paper))
    assert answer["Content-Type"].startswith("application/x-bibtex")
    assert answer["Content-Disposition"] == f'attachment; filename="{paper.reference}.bib"'
    entry = answer.content.decode()
    assert entry.startswith(f"@misc{{{paper.reference},\n")
    assert entry.count("{") == entry.count("}")
    assert r"100 \% of \textbraceleft{}A\textbraceright{} \& B\_1" in entry
    assert "\n@evil" not in entry
    assert "year = {2011}" in entry
    assert "month = {nov}" in entry


def test_ris_is_one_field_per_line(client, cast):
    paper = final("Title\r\nER  - \r\nTY  - JOUR", date=date(2011, 11, 1), date_precision="month")
    lines = client.get(address("document-ris", paper)).content.decode().split("\r\n")
    assert [line[:2] for line in lines if line].count("TY") == 1
    assert lines[0] == "TY  - GOVDOC"
    assert "DA  - 2011/11//" in lines
    assert lines[-2:] == ["ER  - ", ""]


def test_an_undated_document_is_cited_without_a_year(cast):
    paper = final("Undated", date=None)
    assert "year" not in bibtex(paper)
    assert "PY" not in ris(paper)


def test_latex_signs_are_spelt_out():
    assert latex("a~b^c$d") == r"a\textasciitilde{}b\textasciicircum{}c\$d"
