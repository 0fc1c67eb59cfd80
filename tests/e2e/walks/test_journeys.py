"""Walks that people come for, counted in clicks."""

import pytest

from tests.e2e.browser import overflows, resize, sign_in

pytestmark = pytest.mark.django_db
WAYS = pytest.mark.parametrize(
    ("width", "scripts"), [(1280, True), (390, False)], ids=["scripts", "telephone_no_scripts"]
)
KILOBYTE = 1024


@WAYS
def test_a_communique_is_read_in_two_languages_on_one_page(walk, scripts, width):
    page = walk(java_script_enabled=scripts)
    resize(page, width)
    page.goto("/en/communiques/")
    page.click("text=Final communiqué of the 2025 Plenary (sample)")
    english = page.url
    assert page.locator("h1").inner_text() == "Final communiqué of the 2025 Plenary (sample)"
    assert "sample" in page.locator(".text[lang=en]").inner_text()

    page.click("main >> text=Lire en français")
    assert page.url.startswith(english)
    assert "exemple" in page.locator(".text[lang=fr]").inner_text()
    assert page.locator("html").get_attribute("lang") == "en"


def test_the_language_switch_keeps_the_page_and_what_was_asked_of_it(walk):
    page = walk()
    page.goto("/en/documents/?q=diamond&year=2005")
    asked = page.url.split("/en/")[1]
    page.click("header >> text=Français")
    assert page.url.split("/fr/")[1] == asked
    assert page.locator("html").get_attribute("lang") == "fr"


@WAYS
def test_a_journalist_has_the_last_plenary_communique_in_french_after_two_clicks(walk, scripts, width):
    page = walk(java_script_enabled=scripts, locale="fr-FR")
    resize(page, width)
    answers = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto("/")
    assert page.url.endswith("/fr/")
    page.click("main >> text=Communiqués pléniers")
    row = page.locator(".docs li", has_text="Communiqué final de la Plénière de 2025 (exemple)")
    link = row.locator("a[hreflang=fr]")
    assert sum(answer.request.sizes()["responseBodySize"] for answer in answers) < 40 * KILOBYTE
    with page.expect_response("**/*.pdf") as file:
        link.click()
    assert file.value.status == 200
    assert file.value.headers["content-type"] == "application/pdf"


@WAYS
def test_a_member_has_the_last_adopted_minutes_two_clicks_from_the_desk(walk, scripts, width):
    page = walk(java_script_enabled=scripts)
    resize(page, width)
    sign_in(page, "member.xwa")
    page.get_by_role("link", name="Working Group on Parcels and Records (sample)", exact=True).click()
    page.locator(".panel", has_text="Last adopted").get_by_role("heading").get_by_role("link").click()
    assert "Minutes of meeting 4" in page.locator("h1").inner_text()
    assert "Why can I see this?" in page.locator("main").inner_text()
    assert overflows(page) <= 0


def test_a_member_does_not_find_the_other_group_and_is_told_nothing_of_it(walk):
    page = walk()
    sign_in(page, "member.xwa")
    assert "River Diggings" not in page.locator("main").inner_text()
    page.goto("/en/bodies/XWB/")
    assert page.locator("text=Last adopted").count() == 0
    assert page.goto("/en/bodies/XWB/minutes/").status == 404


def test_the_secretariat_edits_a_record_and_sees_who_changed_what(walk):
    page = walk()
    sign_in(page, "secretariat")
    page.click("header >> text=Administration")
    page.click("text=Bodies")
    page.fill("#searchbar", "River Diggings")
    page.press("#searchbar", "Enter")
    page.click("#result_list tbody th a")
    page.fill("#id_mandate_en", "Collects what is known about diggings along rivers.")
    page.fill("#id_why", "clearer words")
    page.click("[name=_continue]")
    page.click(".historylink")
    first = page.locator(".history tbody tr").first.inner_text()
    assert "Kira Marble" in first
    assert "diggings along rivers" in first
    assert "clearer words" in first
