"""1b: comments on circulated minutes, two revisions side by side, two people at one draft, and a public summary."""

import pytest
from django.conf import settings

from asm_portal.demonstration import PASSWORD
from knowledge.models import Document, DocumentLink
from tests.e2e.browser import overflows

pytestmark = pytest.mark.django_db


def minutes(number):
    """The sample minutes of a meeting of XWA: 5 are circulated, 6 a draft, the others adopted."""
    return Document.objects.get(source=f"demonstration: minutes XWA {number}")


def at(page, document, rest=""):
    return f"{page.home}documents/{document.reference}/{rest}"


def test_a_member_comments_on_circulated_minutes_and_the_chair_of_the_body_settles_it(readers):
    member, circulated = readers("member.xwa"), minutes(5)
    member.goto(f"{member.home}bodies/XWA/minutes/")
    member.click(f"main th a[href='{at(member, circulated)}']")
    member.click("main a[href$='/comments/']")
    member.select_option("#id_paragraph", "4")
    member.fill("#id_text", "The registrar of Borealia was in the room.")
    member.click(".panel form button")
    filed = member.locator("ul.docs > li").filter(has_text="The registrar of Borealia was in the room.")
    assert filed.locator("a[href='#p4']").count() == 1
    assert overflows(member) <= 0

    chair = readers("chair.xwa")
    chair.goto(f"{chair.home}desk/")
    chair.click(f"main a[href='{at(chair, circulated, 'comments/')}']")
    filed = chair.locator("ul.docs > li").filter(has_text="The registrar of Borealia was in the room.")
    assert "Gilles Basalt" in filed.inner_text()
    filed.locator("a[href$='/settle/']").click()
    chair.fill("#id_remark", "Added to the list of those present.")
    chair.click("main form .btn")
    member.reload()
    filed = member.locator("ul.docs > li").filter(has_text="The registrar of Borealia was in the room.")
    assert "Added to the list of those present." in filed.inner_text()


def test_two_people_edit_a_draft_and_both_texts_survive(readers):
    draft = minutes(6)
    chair, vice = readers("chair.xwa"), readers("vice.xwa")
    chair.goto(at(chair, draft))
    chair.click("main a[href$='/compare/']")
    assert "Three" in chair.locator("main del").first.inner_text()
    assert "Two" in chair.locator("main ins").first.inner_text()
    assert overflows(chair) <= 0

    for page in (chair, vice):
        page.goto(at(page, draft, "drafting/"))
        page.click("main a[href$='/text/en/']")
    text = chair.input_value("#id_text")
    chair.fill("#id_text", f"{text}\n\nThe Chair thanked the interpreters.")
    chair.click("main form:has(#id_text) .btn")
    chair.wait_for_url("**/drafting/")

    vice.fill("#id_text", f"{text}\n\nThe Vice Chair proposed a day in spring.")
    vice.click("main form:has(#id_text) .btn")
    conflict = vice.locator("main .note.bad[role=alert]")
    assert "Dario Olivine" in conflict.inner_text()
    assert "thanked the interpreters" in vice.locator("main del").first.inner_text()
    assert "proposed a day in spring" in " ".join(vice.locator("main ins").all_inner_texts())
    assert vice.input_value("#id_text").endswith("The Vice Chair proposed a day in spring.")
    assert overflows(vice) <= 0
    vice.fill("#id_text", f"{text}\n\nThe Chair thanked the interpreters. The Vice Chair proposed a day in spring.")
    vice.click("main form:has(#id_text) .btn")
    vice.wait_for_url("**/drafting/")
    chair.goto(at(chair, draft, "compare/"))
    for words in ("The Chair thanked the interpreters.", "The Vice Chair proposed a day in spring."):
        assert words in chair.locator("main table").inner_text()


def test_a_session_that_ends_while_one_writes_gives_the_text_back_after_sign_in(reader):
    page, draft = reader("chair.xwa"), minutes(6)
    page.goto(at(page, draft, "text/en/"))
    text = page.input_value("#id_text")
    page.fill("#id_text", f"{text}\n\nWritten for an hour, with “quotes” & é.")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.click("main form:has(#id_text) .btn")
    assert page.locator("main .note.warn[role=alert]").is_visible()
    page.fill("#id_login", "chair.xwa@demo.example")
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")
    page.wait_for_url("**/text/en/")
    assert page.input_value("#id_text").endswith("Written for an hour, with “quotes” & é.")
    assert overflows(page) <= 0
    page.click("main form:has(#id_text) .btn")
    page.wait_for_url("**/drafting/")
    page.goto(at(page, draft, "text/en/"))
    assert page.input_value("#id_text").endswith("Written for an hour, with “quotes” & é.")


def test_marked_paragraphs_are_released_approved_and_read_by_everyone(readers):
    adopted = minutes(2)
    chair, anyone = readers("chair.xwa"), readers()
    assert anyone.goto(at(anyone, adopted)).status == 404
    chair.goto(at(chair, adopted))
    chair.click("main a[href$='/drafting/']")
    chair.click("main a[href$='/drafting/summary/']")
    for language in ("en", "fr"):
        chair.check(f"input[name=paragraphs_{language}] >> nth=5")
    marked = chair.locator("label:has(input[name=paragraphs_en])").nth(5).inner_text().strip()
    assert marked
    chair.click("main form .btn")
    chair.wait_for_url("**/summary/")
    summary = Document.objects.get(links__earlier=adopted, links__kind=DocumentLink.Kind.PUBLIC_SUMMARY_OF)
    chair.click(".panel form .btn")
    assert anyone.goto(at(anyone, summary)).status == 404

    kp_chair = readers("chair")
    kp_chair.goto(f"{kp_chair.home}desk/")
    kp_chair.click(f"main a[href='{at(kp_chair, summary, 'summary/')}']")
    assert overflows(kp_chair) <= 0
    kp_chair.click(".panel form .btn:not([name=return])")

    assert anyone.goto(at(anyone, summary, "?text=en")).status == 200
    read = anyone.locator("main").inner_text()
    assert marked in read
    assert adopted.reference not in read
    member = readers("member.xwa")
    member.goto(at(member, summary))
    member.click(f"main a[href='{at(member, adopted)}']")
    assert member.locator(f"main a[href='{at(member, summary)}']").count() >= 1
