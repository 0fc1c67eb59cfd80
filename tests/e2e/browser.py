"""What the browser tests do and ask again and again."""

from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client

from asm_portal.demonstration import PASSWORD
from asm_portal.models import User

AXE = Axe().axe_script
# WCAG 1.4.12: what a reader may set without losing anything. Through the style sheet's own object, as the policy allows.
SPACED = """() => document.styleSheets[0].insertRule(
    "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }" )
    + document.styleSheets[0].insertRule("p { margin-block-end: 2em !important; }")"""
UNSPACED = "() => { for (const _rule of [1, 2]) document.styleSheets[0].deleteRule(0) }"


def violations(page):
    """What axe complains of: the rule and where it is broken. It needs scripts: a page without them is opened again with them,
    unless its walk is taken with scripts as well and the page judged there."""
    if getattr(page, "has_scripts", True):
        return complaints(page)
    if page.is_walked_twice:
        return []
    session, size = page.context.storage_state(), page.viewport_size
    with page.context.browser.new_context(storage_state=session, viewport=size) as context:
        twin = context.new_page()
        twin.goto(page.url)
        return complaints(twin)


def complaints(page):
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(AXE)
    return page.evaluate(
        """axe.run({resultTypes: ["violations"], preload: false}).then(found =>
            found.violations.map(rule => [rule.id, rule.nodes.map(node => node.target.join(" "))]))"""
    )


def overflows(page):
    """By how many pixels the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def resize(page, width):
    page.set_viewport_size({"width": width, "height": 900})


def sign_in(page, key):
    """Fill in the sign-in page as one of the demonstration and press Enter; one lands on the desk."""
    page.goto("/en/accounts/login/")
    page.fill("#id_login", f"{key}@demo.example")
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")
    page.wait_for_url("**/desk/")


def become(page, key, address):
    """Be signed in as one of the demonstration without the walk through the sign-in page."""
    client = Client()
    client.force_login(User.objects.get(email=f"{key}@demo.example"))
    name = settings.SESSION_COOKIE_NAME
    host = urlsplit(address).hostname
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "domain": host, "path": "/"}])


class Counted:
    """What people do on their pages, counted."""

    def __init__(self):
        self.clicks, self.fields = 0, 0

    def click(self, page, selector):
        self.clicks += 1
        page.click(selector)

    def fill(self, page, selector, words):
        self.fields += 1
        page.fill(selector, words)

    def choose(self, page, selector, value):
        self.fields += 1
        page.select_option(selector, value)

    def check(self, page, selector):
        self.fields += 1
        page.check(selector)
