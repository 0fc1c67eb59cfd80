"""4a: a Participant keeps a draft, looks at earlier cases and sends it; the secretariat files a letter and finds both."""

import pytest

from assistance.models import AssistanceRequest
from tests.e2e.browser import Counted, overflows, violations

pytestmark = pytest.mark.django_db
SUBJECT = "Training in the valuation of rough diamonds"


def looks_right(page):
    assert overflows(page) <= 0
    assert violations(page) == []


def test_a_request_is_kept_as_a_draft_compared_with_earlier_ones_and_sent(reader):
    page, done = reader("delegate.xa"), Counted()
    page.goto(f"{page.home}assistance/")
    looks_right(page)
    done.click(page, "main a[href$='/requests/new/'] >> nth=0")
    looks_right(page)
    done.check(page, "input[name=kinds][value=training]")
    done.check(page, "input[name=level][value=technical]")
    page.select_option("#id_language", "pt")
    done.fill(page, "#id_subject", SUBJECT)
    done.fill(page, "#id_text", "Seis colegas precisam de um curso.")
    done.click(page, "main form button[name=similar]")
    assert "Sample: training of six valuers" in page.locator("#similar ~ ul").inner_text()
    assert page.input_value("#id_text") == "Seis colegas precisam de um curso."
    done.click(page, "main form button:not([name])")
    page.wait_for_url("**/requests/TA-*/")
    draft = AssistanceRequest.objects.get(subject=SUBJECT)
    assert draft.is_draft
    looks_right(page)
    done.click(page, "main a[href$='/change/']")
    done.click(page, "main form button[name=submit]")
    page.wait_for_url(f"**/requests/{draft.reference}/")
    assert draft.reference in page.locator("[role=status]").inner_text()
    assert page.locator("main ol.line li").count() == 1
    assert done.clicks == 5
    looks_right(page)


def test_a_letter_is_filed_and_found_in_the_list_by_what_it_asks_for(reader):
    page = reader("secretariat")
    page.goto(f"{page.home}assistance/requests/")
    page.click("main a[href$='/requests/file/']")
    looks_right(page)
    page.check("input[name=channel][value=letter]")
    page.fill("#id_name", "Ada Sample")
    page.check("input[name=kinds][value=research]")
    page.fill("#id_subject", SUBJECT)
    page.click("main form button:not([name])")
    assert page.locator("#id_text_error").is_visible()
    assert page.input_value("#id_subject") == SUBJECT
    page.fill("#id_text", "A letter.")
    page.click("main form button:not([name])")
    page.wait_for_url("**/requests/TA-*/")
    page.goto(f"{page.home}assistance/requests/?kind=research")
    looks_right(page)
    assert SUBJECT in page.locator("ul.docs").inner_text()
    page.click("ul.docs a >> nth=0")
    page.click("main form[action$='/take-up/'] button")
    assert page.locator("main ol.line li").count() == 2
