"""The portal without a mouse."""

import pytest

from asm_portal.demonstration import PASSWORD
from tests.e2e.browser import become, resize

pytestmark = pytest.mark.django_db
# Every control that is shown, in the order of the page.
CONTROLS = """[...document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")]
    .filter(control => control.checkVisibility({visibilityProperty: true, contentVisibilityAuto: true}))"""
# Where the focus is: the number of the control, whether its ring is drawn, and whether its middle is in sight.
FOCUS = f"""() => {{
    const focused = document.activeElement, box = focused.getClientRects()[0], style = getComputedStyle(focused);
    const seen = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    return {{
        number: {CONTROLS}.indexOf(focused), what: focused.outerHTML.slice(0, 90),
        ring: style.outlineStyle === "solid" && parseFloat(style.outlineWidth) >= 3,
        uncovered: seen !== null && (focused.contains(seen) || seen.contains(focused)),
    }};
}}"""


def stops(page):
    """Where the tabulator leads, from the top of the page to its end."""
    count = page.evaluate(f"{CONTROLS}.length")
    found = []
    for _ in range(count):
        page.keyboard.press("Tab")
        found.append(page.evaluate(FOCUS))
    return found


def tab_to(page, selector):
    """Press the tabulator until the focus is there."""
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.locator(selector).first.evaluate("wanted => wanted === document.activeElement"):
            return
    raise AssertionError(f"The tabulator does not lead to {selector}")


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize(
    "where", ["/en/", "/fr/documents/?q=diamond", "/en/participants/CI/?on=2010-06-01", "/en/bodies/XWA/"]
)
def test_the_tabulator_reaches_every_control_in_order_and_one_sees_where_one_is(walk, portal, where, width):
    page = walk()
    resize(page, width)
    become(page, "member.xwa", portal)
    page.goto(where)
    found = stops(page)
    assert [stop["number"] for stop in found] == list(range(len(found)))
    assert [stop["what"] for stop in found if not (stop["ring"] and stop["uncovered"])] == []


def test_the_skip_link_is_first_and_leads_past_the_masthead(walk):
    page = walk()
    page.goto("/en/documents/")
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    assert skip.evaluate("link => link === document.activeElement")
    assert skip.bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_the_menu_of_a_telephone_opens_and_leads_on_by_keyboard(walk):
    page = walk()
    resize(page, 390)
    page.goto("/en/")
    tab_to(page, ".nav summary")
    page.keyboard.press("Enter")
    tab_to(page, ".nav details a[href='/en/participants/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/participants/")


def test_one_searches_and_filters_by_keyboard(walk):
    page = walk()
    page.goto("/en/")
    tab_to(page, "#q-home")
    page.keyboard.type("diamond")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=diamond")
    found = page.locator(".docs > li").count()
    tab_to(page, ".filters input[type=checkbox]")
    page.keyboard.press("Space")
    tab_to(page, ".filters button")
    page.keyboard.press("Enter")
    page.wait_for_url("**kind=**")
    assert 0 < page.locator(".docs > li").count() < found
    assert page.locator(".pills a").count() >= 1


def test_one_signs_in_and_out_by_keyboard(walk):
    page = walk()
    page.goto("/en/accounts/login/")
    tab_to(page, "#id_login")
    page.keyboard.type("member.xwa@demo.example")
    tab_to(page, "#id_password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/")
    tab_to(page, "header button.as-link")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/")
    assert page.locator("header >> text=Sign in").count() == 1


def test_a_mistake_in_a_form_is_told_at_the_field(walk):
    page = walk()
    page.goto("/en/participants/?day=31&month=6&year=2009")
    message = page.locator("#on-error")
    assert message.is_visible()
    assert page.locator("[aria-describedby=on-error]").count() == 1
