"""One search over all that its reader may see."""

import pytest

from tests.e2e.browser import overflows

pytestmark = pytest.mark.django_db


def search(page, words):
    page.goto(f"{page.home}search/")
    page.fill("main #q", words)
    with page.expect_navigation():
        page.click("main .find button")
    return page.locator(".docs > li h3 a")


def test_former_names_abbreviations_and_slips_find_what_is_meant(reader):
    page = reader()
    assert search(page, "Swaziland").first.get_attribute("href").endswith("/participants/SZ/")
    assert search(page, "GTCS").first.get_attribute("href").endswith("/bodies/WGM/")
    assert search(page, "Hana Jasper").count() == 0

    search(page, "Botswanna")
    page.click("main .lead a[href*='q=']")
    assert page.locator(".docs > li h3 a").first.get_attribute("href").endswith("/participants/BW/")
    assert overflows(page) <= 0

    found = {link.get_attribute("href") for link in search(page, "SAMPLE parcels").all()}
    fewer = {link.get_attribute("href") for link in search(page, "SAMPLE parcels -longer").all()}
    assert fewer < found


def test_a_member_finds_minutes_and_a_person_and_keeps_the_search(reader):
    page = reader("member.xwa")
    people = search(page, "Dario Olivine")
    assert "directory" in people.first.get_attribute("href")
    search(page, "parcels")
    assert overflows(page) <= 0
    page.click("main a[href*='/search/saved/new/']")
    page.fill("#id_name", "What is new about parcels")
    page.click("main form .btn")
    page.wait_for_url("**/search/saved/")
    page.click("main a:text-is('What is new about parcels')")
    assert "q=parcels" in page.url
