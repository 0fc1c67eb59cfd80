"""2a: a standing page from the secretariat to its readers, a banner above every page, and a translation that is checked."""

import pytest

from communications.models import Banner, StandingPage
from tests.e2e.browser import overflows, violations

pytestmark = pytest.mark.django_db


def test_a_standing_page_is_written_in_both_languages_approved_on_a_telephone_and_read(readers):
    staff, chair, anyone = readers("secretariat"), readers("chair"), readers()
    staff.goto(f"{staff.home}site/")
    staff.click("main a[href$='/site/pages/new/']")
    staff.fill("#id_slug", "visiting")
    staff.fill("#id_title_en", "Visits (sample)")
    staff.fill("#id_title_fr", "Visites (exemple)")
    assert violations(staff) == []
    staff.click("main form .btn")
    page = StandingPage.objects.get(slug="visiting")
    staff.click(f"main a[href$='/site/texts/{page.document.reference}/']")
    staff.fill("#id_en-body", "Sample: experts visit each Participant.")
    staff.fill("#id_fr-body", "Exemple : des experts se rendent chez chaque Participant.")
    assert violations(staff) == []
    staff.click("main form .btn")
    staff.click("main aside .btn")
    staff.click("main form .btn")

    chair.goto(f"{chair.home}desk/")
    chair.click(f"main a[href$='/texts/{page.document.reference}/decide/']")
    assert chair.locator("main dd:has-text('/about/visiting/')").is_visible()
    assert overflows(chair) <= 0
    chair.click("main form .btn[name=approve]")
    assert chair.locator("h1").inner_text() == "Visites (exemple)"

    anyone.goto(f"{anyone.home}about/")
    anyone.click("aside a[href$='/about/visiting/']")
    assert "Sample: experts visit" in anyone.locator("main article").inner_text()
    assert violations(anyone) == []
    anyone.click(".langs a[lang=fr]")
    assert "des experts se rendent" in anyone.locator("main article").inner_text()


def test_a_banner_that_the_chair_approves_stands_above_the_next_page(readers):
    chair, anyone = readers("chair"), readers()
    banner = Banner.objects.get(stage="submitted")
    chair.goto(f"{chair.home}texts/{banner.document.reference}/decide/")
    chair.click("main form .btn[name=approve]")
    anyone.goto(anyone.home)
    assert anyone.locator("header section.demo.info").is_visible()
    assert overflows(anyone) <= 0
    assert violations(anyone) == []


def test_a_translation_is_found_on_the_board_and_checked_beside_the_original(reader):
    staff, page = reader("secretariat"), StandingPage.objects.get(slug="scheme")
    staff.goto(f"{staff.home}translations/?part=site&state=unchecked")
    assert overflows(staff) <= 0
    assert violations(staff) == []
    staff.click(f"main a[href$='/translations/{page.document.reference}/fr/']")
    assert staff.locator("main [lang=en] h3").first.is_visible()
    assert staff.locator("main [lang=fr] h3").first.is_visible()
    assert overflows(staff) <= 0
    assert violations(staff) == []
    staff.click("main form .btn")
    row = staff.locator("main tr", has=staff.locator(f"a[href$='/texts/{page.document.reference}/']"))
    assert row.locator(".tag.ok").is_visible()
