"""3a: the papers of a meeting as one file; and the pack for a stick, ordered on the site, opened from a file system offline."""

import zipfile

import pytest

from logistics.models import AgendaPaper, Meeting
from tests.e2e.browser import become, overflows, resize, violations

pytestmark = pytest.mark.django_db


def fetched(page, link, place):
    """What a link downloads, kept at a place."""
    with page.expect_download() as awaited:
        page.click(link)
    awaited.value.save_as(place)
    return zipfile.ZipFile(place)


@pytest.fixture
def stick(walk, portal, work, tmp_path):
    """The pack for the members of XWA, ordered by the secretariat and unpacked; the address of its folder."""
    page = walk()
    become(page, "secretariat", portal)
    page.goto("/en/packs/")
    page.select_option("#id_audience", "body")
    page.select_option("#id_body", "XWA")
    page.click("main form:has(#id_audience) .btn")
    assert "being built" in page.locator("main table").inner_text()
    work()
    page.reload()
    with fetched(page, "main td a[href$='.zip']", tmp_path / "pack.zip") as archive:
        archive.extractall(tmp_path / "stick")
    return f"file://{tmp_path}/stick/"


def test_the_stick_opens_without_a_network_and_finds_its_documents(walk, stick):
    page = walk(offline=True)
    page.goto(f"{stick}index.html")
    page.click("a[hreflang=en]")
    page.click("nav.nav a[href='documents.html']")
    page.fill("#q", "minutes mÉeting")
    found = page.locator("#found li")
    assert 0 < found.count() < 60
    assert page.locator("#status").inner_text() == f"Documents found: {found.count()}"
    assert page.locator("#rest").is_hidden()
    page.fill("#q", "no such word")
    assert "No document" in page.locator("#status").inner_text()
    page.fill("#q", "minutes")
    title = found.first.locator("h3").inner_text()
    found.first.locator("a").click()
    assert page.locator("h1").inner_text() == title
    assert violations(page) == []
    page.click(".langs a[hreflang=fr]")
    assert page.locator("html").get_attribute("lang") == "fr"


def test_the_stick_is_read_without_scripts_on_a_narrow_screen(walk, stick):
    page = walk(offline=True, java_script_enabled=False)
    resize(page, 390)
    for place in (
        "index.html",
        "fr/index.html",
        "fr/documents.html",
        "fr/decisions.html",
        "fr/meetings.html",
        "fr/bodies/XWA.html",
    ):
        page.goto(stick + place)
        assert overflows(page) <= 0, place
    page.goto(f"{stick}fr/documents.html")
    assert page.locator("#filter").is_hidden()
    page.locator("#rest li a").first.click()
    assert page.locator("ul.docs h3 a").count() > 0
    page.goto(f"{stick}fr/words.html")
    page.locator(".initials a").last.click()
    page.locator(".words dd a").first.click()
    assert page.locator("main h1").count() == 1


def test_a_member_takes_all_papers_of_a_meeting_along(walk, portal, tmp_path):
    held = AgendaPaper.objects.filter(item__audience="", item__meeting__of_bodies__body__code="XWA")
    meeting = Meeting.objects.filter(pk__in=held.values("item__meeting")).first()
    page = walk()
    become(page, "member.xwa", portal)
    page.goto(meeting.get_absolute_url())
    with fetched(page, "section:has(#papers) a.btn", tmp_path / "papers.zip") as archive:
        names = archive.namelist()
    assert names[0].startswith("00-Agenda")
    assert len(names) > 1
    page.goto("/en/packs/")
    assert "No pack is ready for you" in page.locator("main").inner_text() or page.locator("main table").count()
