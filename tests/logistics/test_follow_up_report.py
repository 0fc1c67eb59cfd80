"""The implementation report to the Plenary: from the records alone, in English and French, as a page, a PDF and a DOCX."""

import io
from datetime import date, timedelta

import docx
import pypdf
import pytest
from django.urls import reverse

from asm_portal.dated import today
from asm_portal.visibility import Audience
from logistics.follow_up import actions
from logistics.follow_up.report import Scope, build
from logistics.follow_up.report_files import as_docx, as_pdf
from logistics.models import Meeting
from tests.cast import again
from tests.knowledge.papers import final
from tests.logistics.test_follow_up import decided, minutes_of, opened

LATE = today() - timedelta(days=12)


@pytest.fixture
def decision(cast):
    """A decision with an action that is overdue and one that was closed with a document; an action of minutes beside it."""
    document = decided(cast, official_number="SAMPLE 7")
    late = opened(
        cast,
        origin="decision",
        document=document,
        title_en="Print it",
        title_fr="Imprimez-le",
        due_on=LATE,
        paragraph="2",
    )
    actions.update_action(
        action=late, text="Half is printed.", evidence=final("Proof of print", by=cast.secretary), by=cast.member_a
    )
    done = opened(
        cast,
        origin="decision",
        document=document,
        title_en="Tell all",
        title_fr="Dites-le",
        owner_office=cast.chair_office,
    )
    actions.close_action(action=done, outcome="done", document=final("Circular", by=cast.secretary), by=cast.secretary)
    opened(
        cast,
        origin="minutes",
        document=minutes_of(cast.xwa, cast.secretary),
        title_en="Count again",
        title_fr="Recomptez",
    )
    return document  # fmt: skip


def report(user, language="en", **scope):
    return build(Scope(**scope), again(user), language)


def test_it_says_of_each_decision_what_was_done_and_what_is_outstanding(cast, decision):
    [part] = report(cast.secretary).decisions
    assert part.title == "Decision on forms"
    assert part.reference == "SAMPLE 7 · adopted on 22 November 2019"
    assert part.outstanding == "Outstanding: 1 of 2 actions. 1 is overdue, by 12 days at most."
    late, done = part.rows
    assert (late.title, late.source, late.owner, late.state) == (
        "Print it",
        "§ 2",
        "Alder",
        "in progress, 12 days late",
    )
    assert "Half is printed." in late.told[0]
    assert "Proof of print" in late.told[1]
    assert done.owner == "Sample Chair"
    assert done.state.startswith("done, ")
    assert "Circular" in done.state


def test_what_comes_from_no_decision_stands_in_the_annex(cast, decision):
    [part] = report(cast.secretary).annex
    assert (part.title, part.rows[0].title, part.rows[0].source) == (
        "Sample Working Group A",
        "Count again",
        "Minutes: Minutes",
    )


def test_its_language_is_its_own(cast, decision, client):
    client.force_login(cast.secretary)
    page = client.get(reverse("logistics:action-report") + "?language=fr").content.decode()
    assert "Imprimez-le" in page
    assert "Print it" not in page
    assert 'lang="fr"' in page
    assert "Décision sur les formulaires" in page
    assert report(cast.secretary, "fr").decisions[0].rows[0].path.startswith("/fr/")


def test_it_holds_what_its_reader_may_know_of(cast, decision):
    secret = final("Closed decision", by=cast.secretary, audience=Audience.CHAIR)
    opened(cast, title_en="Hidden", audience=Audience.CHAIR, document=secret)
    for user, sees in (
        (cast.member_b, {"Print it", "Tell all"}),
        (cast.guest, set()),
        (cast.both, {"Print it", "Tell all", "Count again"}),
    ):
        found = report(user)
        assert {row.title for part in (*found.decisions, *found.annex) for row in part.rows} == sees  # fmt: skip


def test_a_document_that_its_reader_may_not_know_of_is_not_named(cast, decision):
    closed = final("Letter of the Chair", by=cast.secretary, audience=Audience.CHAIR)
    done = opened(cast, origin="decision", document=decision, title_en="Write")
    actions.close_action(action=done, outcome="done", document=closed, by=cast.secretary)
    assert "Letter of the Chair" in str(report(cast.kp_chair))
    assert "Letter of the Chair" not in str(report(cast.member_b))


def test_it_is_of_a_plenary_a_year_or_a_body(cast, decision):
    other = decided(cast, date=date(2018, 11, 16), decision={"adopted_by": "plenary"})
    opened(cast, origin="decision", document=other, title_en="Of 2018")
    plenary = Meeting.objects.create(
        kind="plenary", start_date=date(2018, 11, 12), end_date=date(2018, 11, 16), audience="public"
    )
    for scope in ({"plenary": plenary}, {"year": 2018}):
        assert [row.title for part in report(cast.secretary, **scope).decisions for row in part.rows] == ["Of 2018"]
    assert report(cast.secretary, body=cast.xwb).decisions == ()
    assert len(report(cast.secretary, body=cast.xwa).decisions) == 2


def test_a_decision_without_an_action_is_named_where_a_part_is_asked_for(cast):
    decided(cast)
    assert report(cast.secretary).untouched == ()
    [line] = report(cast.secretary, body=cast.xwa).untouched
    assert line.startswith("Decision on forms (")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_pdf_is_tagged_and_says_the_same(cast, decision, language):
    found = pypdf.PdfReader(io.BytesIO(as_pdf(report(cast.secretary, language))))
    text = " ".join(page.extract_text() for page in found.pages)
    for words in {"en": ("Print it", "Decision on forms", "Count again"), "fr": ("Imprimez-le", "Recomptez")}[language]:
        assert words in text
    assert found.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert found.trailer["/Root"]["/Lang"].startswith(language)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_docx_has_styles_repeated_header_rows_and_a_language(cast, decision, language):
    paper = docx.Document(io.BytesIO(as_docx(report(cast.secretary, language))))
    styles = [paragraph.style.name for paragraph in paper.paragraphs]
    assert styles[0] == "Title"
    assert {"Heading 1", "Heading 2"} < set(styles)
    table = paper.tables[0]
    assert len(table.columns) == 5
    assert table.rows[0]._tr.trPr.xpath("./w:tblHeader")
    words = {"en": "Print it", "fr": "Imprimez-le"}[language]
    assert words in table.rows[1].cells[0].text
    assert paper.core_properties.language.startswith(language)
    assert paper.styles.element.xpath("//w:docDefaults//w:lang/@w:val")[0].startswith(language)


@pytest.mark.parametrize(
    ("name", "kind"), [("action-report-pdf", "application/pdf"), ("action-report-docx", "wordprocessingml")]
)
def test_the_files_are_downloads_in_the_language_asked_for(cast, decision, client, name, kind):
    url = reverse(f"logistics:{name}") + "?language=fr"
    assert client.get(url).status_code == 302
    client.force_login(cast.member_b)
    answer = client.get(url)
    assert kind in answer["Content-Type"]
    assert answer["Content-Language"] == "fr"
    assert "implementation-report-fr." in answer["Content-Disposition"]
    assert len(answer.getvalue()) > 1_000


def test_words_pasted_with_signs_that_xml_does_not_take_are_in_the_report(cast):
    kept = {"origin": "undertaking", "body": cast.xwa, "audience": "process", "owner_organisation": cast.xc}
    action = actions.open_action(title_en="Pasted\x0bfrom slides", by=cast.secretary, **kept)
    actions.update_action(action=action, text="One\x0btwo\x0c", by=cast.secretary)
    made = report(cast.secretary, "en")
    paper = docx.Document(io.BytesIO(as_docx(made)))
    assert "One two" in "".join(cell.text for table in paper.tables for row in table.rows for cell in row.cells)
    assert as_pdf(made).startswith(b"%PDF")
