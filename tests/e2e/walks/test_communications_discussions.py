"""2d: a working group talks. A topic about a decision, an answer with a file, an edit, a removal, the end; and its mail."""

import pytest
from django.conf import settings

from asm_portal.demonstration import PASSWORD
from communications.models import Topic
from knowledge.models import Document
from tests.e2e.browser import overflows, violations

pytestmark = pytest.mark.django_db
DRAWING = {"name": "seal_of_lead.txt", "mimeType": "text/plain", "buffer": b"A drawing of a seal."}


def at(page, topic):
    return f"{page.home}discussions/{topic.reference}/"


def test_a_discussion_from_its_first_post_to_its_end(readers):
    decision = Document.objects.get(source="demonstration: decision-3 XWA")
    member, other, chair = readers("delegate.xa"), readers("member.xwa"), readers("chair.xwa")
    member.goto(f"{member.home}documents/{decision.reference}/")
    member.click("section:has(#discussions) .rule a")
    member.fill("#id_title", "Which seals do you use?")
    member.fill("#id_text", "Ours are of **wax**, and break.")
    assert violations(member) == []
    member.click("main form:has(#id_text) .btn")
    topic = Topic.objects.get(title="Which seals do you use?")
    assert member.locator("#p1 strong").inner_text() == "wax"
    assert member.locator(f".lead a[href$='/documents/{decision.reference}/']").count() == 1

    other.goto(f"{other.home}bodies/XWA/")
    other.click(f"section:has(#discussions) h3 a[href='{at(other, topic)}']")
    other.set_input_files("#id_files", DRAWING)
    other.click("main form:has(#id_text) .btn")
    assert other.locator(".note.bad[role=alert]").is_visible()
    other.fill("#id_text", "Les nôtres sont en plomb, voir le dessin.")
    other.set_input_files("#id_files", DRAWING)
    other.click("main form:has(#id_text) .btn")
    assert "seal of lead" in other.locator("#p2 .files").inner_text()
    assert other.request.get(other.locator("#p2 .files a").get_attribute("href")).body() == DRAWING["buffer"]
    other.click("#p2 a[href$='/2/edit/']")
    other.fill("#id_text", "Les nôtres sont en plomb : voir le dessin.")
    other.click("main form:has(#id_text) .btn")
    assert overflows(other) <= 0
    other.click("#p2 a[href$='/2/history/']")
    assert other.locator("main ol > li").count() == 2
    assert violations(other) == []

    chair.goto(f"{chair.home}bodies/XWA/discussions/?q=wax")
    chair.click(f"main h3 a[href^='{at(chair, topic)}']")
    chair.click("button[name=pin]")
    chair.click("#p2 a[href$='/2/remove/']")
    chair.fill("#id_reason", "Names a firm.")
    chair.click("main form:has(#id_reason) .btn")
    assert "Names a firm." in chair.locator("#p2").inner_text()
    chair.click("button[name=close]")
    assert chair.locator("#answer").count() == 0
    assert violations(chair) == []

    member.fill("#id_text", "Lead it is, then.")
    member.click("main form:has(#id_text) .btn")
    assert "Dario Olivine" in member.locator(".note.bad[role=alert]").inner_text()
    assert member.input_value("#id_text") == "Lead it is, then."
    assert topic.posts.count() == 2


def test_a_session_that_ends_while_one_writes_loses_nothing_and_each_chooses_their_mail(reader):
    page, topic = reader("member.xwb"), Topic.objects.get(body__code="XWB", is_demonstration=True)
    page.goto(f"{page.home}bodies/XWB/discussions/")
    assert overflows(page) <= 0
    page.click(".notices a[href$='/mail/']")
    page.check("input[value=each]")
    page.click("main form:has(input[value=each]) .btn")
    assert page.locator(".note.ok").is_visible()
    page.click(f"main h3 a[href='{at(page, topic)}']")
    page.fill("#id_text", "Written for an hour, with “quotes” & é.")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.click("main form:has(#id_text) .btn")
    page.fill("#id_login", "member.xwb@demo.example")
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")
    page.wait_for_url(f"**{at(page, topic)}")
    assert page.input_value("#id_text") == "Written for an hour, with “quotes” & é."
    page.click("main form:has(#id_text) .btn")
    assert "with “quotes” & é." in page.locator("#p3").inner_text()
    assert overflows(page) <= 0


def test_who_is_of_another_body_or_no_longer_of_this_one_finds_nothing(readers):
    topic = Topic.objects.get(body__code="XWA", is_pinned=True)
    for who in ("member.xwb", "ex-member", "officer.xa", ""):
        page = readers(who)
        if who:
            assert page.goto(at(page, topic)).status == 404
        page.goto(f"{page.home}search/?q={topic.reference}")
        assert topic.title not in page.locator("main").inner_text()
