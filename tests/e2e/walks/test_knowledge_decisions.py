"""1a: the decisions of a day, a rule from text to text, one document as it is cited and printed; whom members may reach."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from asm_portal.models import ReferenceRow
from knowledge.models import Document
from tests.e2e.browser import overflows

pytestmark = pytest.mark.django_db
KILOBYTE = 1024


def known(key):
    """The document of the reference facts with a key."""
    return Document.objects.get(pk=ReferenceRow.objects.get(key=f"knowledge.document:{key}").object_id)


def sample(number):
    return Document.objects.get(official_number=f"SAMPLE {number}", is_demonstration=True)


def of(document):
    """A link to the page of a document."""
    return f"a[href$='/documents/{document.reference}/']"


def test_anyone_reads_the_rules_as_they_stood_on_a_day_in_2013_and_what_became_of_one(reader):
    page = reader()
    page.goto(page.home)
    page.click(f"main a[href='{page.home}decisions/']")
    page.fill("main [name=day]", "22")
    page.select_option("main [name=month]", "11")
    page.fill("main [name=year]", "2013")
    page.click("main form:has([name=day]) button")
    day = {"en": "22 November 2013", "fr": "22 novembre 2013"}[page.language]
    assert page.locator("#decisions").inner_text().endswith(day)
    rule = page.locator(".docs > li").filter(has=page.locator(f"h3 {of(known('2012-asm'))}"))
    assert rule.locator(f"ol {of(known('2013-asm-extension'))}").count() == 1
    assert rule.locator(f"ol {of(known('2014-asm-memorandum'))}").count() == 0

    page.click(f".docs h3 {of(known('2012-peer-review'))}")
    assert page.locator(f".note.warn {of(known('2019-peer-review'))}").count() == 1
    page.click("main a[href$='/history/']")
    texts = page.locator("ol.line > li")
    assert texts.count() == 4
    for place, year in enumerate((2003, 2006, 2012, 2019)):
        assert texts.nth(place).locator(of(known(f"{year}-peer-review"))).count() >= 1
    assert overflows(page) <= 0


def test_a_superseded_text_leads_to_the_text_in_force_which_is_cited_and_printed(reader):
    page = reader()
    old, new = sample(1), sample(2)
    page.goto(f"{page.home}search/?q=SAMPLE+1")
    row = page.locator(".docs > li").filter(has=page.locator(f"h3 {of(old)}"))
    assert row.locator(of(new)).count() == 1
    row.locator(f"h3 {of(old)}").click()
    page.click(f".note.warn {of(new)}")
    assert page.locator(".note.warn").count() == 0

    page.click("main a[href$='/cite/']")
    assert f"/permalink/{new.reference}/" in page.locator("main .panel").inner_text()
    page.go_back()
    page.click("main a[href$='/print/']")
    assert page.locator("main svg[role=img]").is_visible()
    revision = new.revisions.get()
    printed = page.locator("main").inner_text()
    assert all(rendition.sha256 in printed for rendition in revision.renditions.all())
    assert len(PdfReader(BytesIO(page.pdf())).pages) == 1
    assert overflows(page) <= 0


def test_a_member_finds_a_person_in_the_directory_and_prints_it_on_one_page(reader):
    page = reader("member.xwa")
    page.goto(f"{page.home}desk/")
    page.click(f"main a[href='{page.home}directory/']")
    everybody = page.locator("ul.people > li").count()
    page.fill("main #q", "customs")
    page.click("main .find button")
    people = page.locator("ul.people > li")
    assert 0 < people.count() < everybody
    assert "Bruno Quartz" in people.first.inner_text()
    card = page.request.get(people.first.locator("a[href$='.vcf']").get_attribute("href"))
    assert card.text().startswith("BEGIN:VCARD")
    with page.expect_response("**/directory/print/**") as sheet:
        page.click("main a[href*='/directory/print/']")
    assert len(sheet.value.body()) < 100 * KILOBYTE
    assert "Bruno Quartz" in page.locator("main").inner_text()
    assert "Hana Jasper" not in page.locator("main").inner_text()
