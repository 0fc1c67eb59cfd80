"""1d and 1e: the laws of a Participant, a new signatory, a certificate at a border, and to whom a parcel is confirmed."""

from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from asm_portal.dated import today
from knowledge.certificates.drawings import signature
from tests.e2e.browser import overflows

pytestmark = pytest.mark.django_db
KILOBYTE = 1024


def fill_day(page, name, day):
    page.fill(f"[name={name}_day]", str(day.day))
    page.select_option(f"[name={name}_month]", str(day.month))
    page.fill(f"[name={name}_year]", str(day.year))


def ask_from_home(page, issued):
    """The four fields of the first page and the click: where they are and what the answer weighs."""
    page.goto(page.home)
    page.select_option(".deep #id_participant", "XA")
    page.fill(".deep #id_day", str(issued.day))
    page.select_option(".deep #id_month", str(issued.month))
    page.fill(".deep #id_year", str(issued.year))
    answers = []
    page.on("response", lambda answer: answers.append(answer))
    page.click(".deep button")
    page.wait_for_load_state("networkidle")
    shown = [answer for answer in answers if not answer.url.endswith(".css")]
    return sum(answer.request.sizes()["responseBodySize"] for answer in shown)


def test_anyone_reads_the_laws_of_a_participant_in_the_language_that_is_authentic(reader):
    page = reader()
    page.goto(f"{page.home}legislation/")
    page.click("main a[href$='/legislation/XA/']")
    law = page.locator("section:has(#in-force) .docs > li")
    assert law.count() == 1
    tags = {
        "en": ("original, authentic", "unofficial translation"),
        "fr": ("original, fait foi", "traduction non officielle"),
    }
    texts = law.locator("ul.files > li")
    assert [text.locator("a").get_attribute("hreflang") for text in texts.all()] == ["fr", "en"]
    for place, tag in enumerate(tags[page.language]):
        assert tag in texts.nth(place).inner_text()
    assert law.locator("a[rel=external]").count() == 1
    assert page.locator("section:has(#former) .docs > li").count() == 1
    law.locator("h3 a").click()
    assert page.locator("main .text").count() >= 1
    assert overflows(page) <= 0


def test_a_signatory_is_proposed_confirmed_by_a_second_person_and_published(readers):
    focal_point, second, secretariat = readers("delegate.xa"), readers("vice.xwa"), readers("secretariat")
    focal_point.goto(f"{focal_point.home}certificates/upkeep/XA/")
    focal_point.click("main a[href$='/signatory/']")
    focal_point.fill("#id_name", "S. Boulder")
    focal_point.fill("#id_function_en", "Valuer (sample)")
    fill_day(focal_point, "first_day", today() - timedelta(days=3))
    picture = {"name": "signature.png", "mimeType": "image/png", "buffer": signature(7).read()}
    focal_point.set_input_files("#id_picture", picture)
    focal_point.click("main form .btn")
    assert focal_point.locator("main", has_text="S. Boulder").count() == 1
    assert focal_point.locator("input[name=step][value=confirm]").count() == 0
    for page, step in ((second, "confirm"), (secretariat, "publish")):
        page.goto(f"{page.home}certificates/upkeep/XA/")
        page.click("main a:text-is('S. Boulder')")
        assert overflows(page) <= 0
        page.click(f"form:has(input[value={step}]) .btn")
        assert page.locator(f"input[name=step][value={step}]").count() == 0

    officer = readers("officer.xa")
    ask_from_home(officer, today())
    assert "S. Boulder" in officer.locator("section:has(#who)").inner_text()


def test_a_certificate_officer_sees_who_could_sign_after_four_fields_and_one_click_and_reports_a_suspect_one(reader):
    page = reader("officer.xa")
    page.goto(page.home)
    fields = page.locator(".deep :is(input:not([type=hidden]), select)")
    assert [field.get_attribute("name") for field in fields.all()] == ["participant", "day", "month", "year", "number"]
    assert page.locator(".deep button").count() == 1
    assert ask_from_home(page, today() - timedelta(days=10)) < 120 * KILOBYTE
    assert page.locator("main .note.ok").count() == 1
    assert page.locator("img.sig").count() == 2
    signature, specimen = (page.locator(place).first.bounding_box() for place in ("img.sig", "img.specimen"))
    beside, above = (
        signature[start] + signature[extent] < specimen[start] for start, extent in (("x", "width"), ("y", "height"))
    )
    assert beside or above
    assert page.locator("main a[href^='tel:']").count() >= 1
    assert page.locator("main >> text=/V-[0-9]{4}-[0-9A-Z]{5}/").count() == 1
    assert overflows(page) <= 0

    page.click("main a[href*='/suspects/new/?check=']")
    assert page.input_value("[name=participant]") == "XA"
    page.fill("#id_number", "XA 090417")
    page.fill("#id_seen", "The number is printed in black, and there is no hologram.")
    page.click("main form .btn")
    assert "The number is printed in black" in page.locator("main").inner_text()
    case = page.url
    secretariat = reader("secretariat")
    secretariat.goto(f"{secretariat.home}desk/")
    secretariat.click(f"main a[href$='{case.rstrip('/').rsplit('/', 1)[1]}/']")
    assert secretariat.locator("[name=decision]").count() == 3
    assert overflows(secretariat) <= 0


def test_two_clicks_from_home_say_to_whom_a_parcel_is_confirmed_on_one_sheet(reader):
    page = reader("officer.xa")
    page.goto(page.home)
    page.click("main a[href$='/focal-points/'] >> nth=0")
    page.select_option("#id_from", "XA")
    page.select_option("#id_to", "XB")
    page.click("form:has(#id_from) button")
    for place, telephone in ((1, "+000205550202"), (2, "+000205550206")):
        side = page.locator(f"section:has(#side-{place})")
        assert side.locator(f"a[href='tel:{telephone}']").count() == 1
        assert side.locator(".tag").first.is_visible()
    assert overflows(page) <= 0
    assert len(PdfReader(BytesIO(page.pdf())).pages) == 1
