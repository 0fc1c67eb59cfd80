"""The USB pack holds exactly what its role may know of, and opens without a network."""

import re
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from asm_portal.roles import Role, role_named
from asm_portal.visibility import Audience
from knowledge import actions as archive
from knowledge.images import add_image
from knowledge.models import Document, DocumentShare, Rendition
from logistics.models import Pack
from logistics.packs import actions
from logistics.packs.sinks import unused
from logistics.packs.usb.contents import Contents, is_still_for
from logistics.packs.usb.pages import ASSETS
from tests.cast import again
from tests.knowledge.papers import draft
from tests.logistics.taken_away import references, unzipped, usb_pack, words
from tests.made_files import blank_pdf, png, upload, written

pytestmark = pytest.mark.django_db
LINKS = re.compile(r'(?:href|src)="([^"]*)"')


def shown_on_site(client, cast, code):
    """The references that the library of the site lists to a role, page by page."""
    client.force_login(again(cast.secretary))
    client.post(reverse("view-as"), {"role": code})
    found, page = set(), 1
    while True:
        response = client.get(reverse("knowledge:document-list"), {"page": page})
        found |= {row.record.reference for row in response.context["results"].rows}
        if not response.context["page_obj"].has_next():
            return found
        page += 1


@pytest.mark.parametrize(("code", "name"), [("public", "anyone"), ("body:XWA", "observer"), ("chair", "kp_chair")])
def test_the_pack_holds_the_documents_that_the_role_sees_on_the_site_and_no_others(
    cast_with_secrets, client, code, name
):
    cast, secrets = cast_with_secrets
    user = getattr(cast, name)
    pack = usb_pack(code)
    assert references(pack) == references(pack, "fr") == shown_on_site(client, cast, code)
    text = words(pack)
    met = {secret.word for secret in secrets if secret.word in text}
    theirs = {secret.word for secret in secrets if name in secret.readers}
    assert met - theirs == set()
    known = set(Document.objects.visible_to(user).listed().values_list("pk", flat=True))
    held = {secret.word for secret in secrets if isinstance(secret.record, Document) and secret.record.pk in known}
    assert held - met == set()


def test_what_only_editors_know_of_is_in_no_pack(cast_with_secrets):
    _cast, secrets = cast_with_secrets
    text = words(usb_pack("secretariat"))
    drafts = Document.objects.filter(state=Document.State.DRAFT)
    hidden = [secret for secret in secrets if isinstance(secret.record, Document) and secret.record in drafts]
    assert hidden
    assert [secret.word for secret in hidden if secret.word in text] == []


def test_the_pages_link_to_each_other_and_to_the_files_and_to_nothing_else(cast):
    paper = draft({"en": "Report of the Chair", "fr": "Rapport"}, texts={"en": "A text", "pt": "Um texto"})
    archive.add_rendition(
        revision=paper.revisions.get(), language="fr", file=upload(written(blank_pdf()), "r.pdf"), by=cast.secretary
    )
    archive.publish(document=paper, by=cast.secretary)
    pack = usb_pack("public")
    for path in (name for name in pack if name.endswith(".html")):
        for link in LINKS.findall(pack[path].decode()):
            place = unquote(urldefrag(unescape(link)).url)
            target = (Path("/") / path).parent / place
            found = target.resolve().relative_to("/").as_posix() if place else path
            assert found in pack, f"{path} links to {link}"
    assert f"files/{paper.reference}-r1-fr.pdf" in pack


def test_two_texts_in_one_language_are_two_files(cast):
    paper = draft("Report", texts={"en": "x"})
    revision = paper.revisions.get()
    for role in (Rendition.Role.ORIGINAL, Rendition.Role.TEXT_TWIN):
        file = upload(written(blank_pdf()), "r.pdf")
        archive.add_rendition(revision=revision, language="fr", role=role, file=file, by=cast.secretary)
    archive.publish(document=paper, by=cast.secretary)
    assert len([path for path in usb_pack("public", ["en"]) if path.startswith("files/")]) == 2
    taken = set()
    assert [unused(name, taken) for name in ("a.pdf", "A.pdf", "a.pdf")] == ["a.pdf", "A-2.pdf", "a-3.pdf"]


def test_a_text_is_read_from_right_to_left_where_its_language_is(cast):
    paper = draft({"en": "Report", "ar": "تقرير"}, texts={"ar": "نص"})
    archive.publish(document=paper, by=cast.secretary)
    page = usb_pack("public")[f"en/documents/{paper.reference}.html"].decode()
    assert '<div class="text" lang="ar" dir="rtl">' in page


def test_every_word_of_a_title_leads_to_it_by_its_initial(cast):
    paper = draft({"en": "Élan of the 2011 Plenary", "ru": "Доклад", "zh": "报告"})
    archive.publish(document=paper, by=cast.secretary)
    pack = usb_pack("public", ["en"])
    assert {path for path in pack if path.startswith("en/words/")} == {
        f"en/words/{slug}.html" for slug in ("e", "0-9", "p", "u0434", "zh")
    }
    assert paper.reference in pack["en/words/e.html"].decode()
    assert 'href="words/u0434.html">Д<' in pack["en/words.html"].decode()


def test_nothing_in_a_title_becomes_markup(cast):
    paper = draft('</script><b onclick="x">Plan')
    archive.publish(document=paper, by=cast.secretary)
    for path, page in usb_pack("public").items():
        if path.endswith(".html"):
            assert b"<b onclick" not in page


def test_the_pages_stay_light_and_so_does_the_script(cast):
    for number in range(15):
        archive.publish(document=draft(f"Paper {number}"), by=cast.secretary)
    pack = usb_pack("public")
    pages = {path: len(content) for path, content in pack.items() if path.endswith(".html")}
    assert len(pack["filter.js"]) <= 5 * 1024
    assert max(size for path, size in pages.items() if "/documents/" in path) < 8 * 1024
    assert max(pages.values()) < 30 * 1024
    assert len(pack["style.css"]) < 32 * 1024


def test_what_the_pack_adds_to_the_look_knows_no_left_and_no_right():
    sheet = (ASSETS / "pack.css").read_text()
    assert re.findall(r"(?<![-\w])(left|right|width|height)\s*:|@import|url\(", sheet) == []


def test_the_command_writes_a_folder_or_a_zip(cast, tmp_path):
    archive.publish(document=draft("Paper"), by=cast.secretary)
    call_command("usb_pack", role="body:XWA", languages=["fr"], output=tmp_path / "stick", verbosity=0)
    assert (tmp_path / "stick" / "fr" / "index.html").exists()
    assert not (tmp_path / "stick" / "en").exists()
    call_command("usb_pack", role="public", languages=None, output=tmp_path / "stick.zip", verbosity=0)
    assert {"index.html", "en/index.html", "fr/index.html"} <= set(unzipped((tmp_path / "stick.zip").read_bytes()))
    with pytest.raises(CommandError, match="no role"):
        call_command("usb_pack", role="body:NONE", languages=None, output=tmp_path / "x.zip")


# Ordered on the site


@pytest.fixture
def paper(cast):
    made = draft("Paper of the body", texts={"en": "Words"}, audience=Audience.BODY, audience_body=cast.xwa)
    archive.publish(document=made, by=cast.secretary)
    return made


@pytest.fixture
def pack(cast, paper, work):
    """A pack for the members of XWA, ordered on the page and built by the worker."""
    found = actions.order_pack(role=role_named("body:XWA"), languages=["en"], by=cast.secretary)
    work()
    return Pack.objects.get(pk=found.pk)


def fetch(client, user, pack):
    client.force_login(again(user))
    response = client.get(pack.get_absolute_url())
    response.held = response.getvalue()
    return response


def test_the_secretariat_orders_a_pack_on_its_page_and_only_it_may(cast, client, work):
    asked = {"audience": "body", "body": "XWA", "languages": ["en", "fr"]}
    client.force_login(cast.secretary)
    assert client.post(reverse("logistics:pack-list"), asked).status_code == 302
    assert "being built" in client.get(reverse("logistics:pack-list")).content.decode()
    work()
    made = Pack.objects.get()
    assert (made.is_ready, made.ordered_by, made.role) == (True, cast.secretary, Role("body", body=cast.xwa))
    client.force_login(cast.kp_chair)
    assert client.post(reverse("logistics:pack-list"), asked).status_code == 404


def test_an_order_without_a_body_says_so_and_keeps_what_was_chosen(cast, client):
    client.force_login(cast.secretary)
    page = client.post(reverse("logistics:pack-list"), {"audience": "body", "languages": ["fr"]})
    assert page.context["form"].errors["body"] == ["Choose whose pack it is."]
    assert page.context["form"]["languages"].value() == ["fr"]
    wrong = client.post(reverse("logistics:pack-list"), {"audience": "public", "body": "XWA", "languages": ["fr"]})
    assert "leave this empty" in wrong.context["form"].errors["body"][0]
    assert not Pack.objects.exists()


def test_an_order_for_what_is_being_built_is_that_order(cast, paper):
    role = role_named("body:XWA")
    first = actions.order_pack(role=role, languages=["en"], by=cast.secretary)
    assert actions.order_pack(role=role, languages=["en"], by=cast.secretary) == first
    assert actions.order_pack(role=role, languages=["fr"], by=cast.secretary) != first


def test_a_pack_is_fetched_by_those_who_belong_to_its_role_and_nobody_else(cast, client, pack):
    got = {name for name, user in cast.users.items() if fetch(client, user, pack).status_code == 200}
    assert got == {"member_a", "both", "observer", "chair_a", "kp_chair", "secretary"}
    response = fetch(client, cast.observer, pack)
    assert "usb-body-xwa-" in response["Content-Disposition"]
    assert response["Cache-Control"] == "private, no-store"
    assert references(unzipped(response.held)) == {Document.objects.get().reference}
    client.logout()
    assert client.get(pack.get_absolute_url()).status_code == 302


def test_a_pack_that_holds_what_was_taken_from_its_role_is_deleted_instead_of_given_out(cast, client, pack, paper):
    archive.withdraw(document=paper, reason_en="An error.", reason_fr="Une erreur.", by=cast.secretary)
    response = fetch(client, cast.member_a, pack)
    assert response.status_code == 302
    ended = Pack.objects.get()
    assert (ended.ending, bool(ended.file)) == (Pack.Ending.OVERTAKEN, False)
    assert fetch(client, cast.secretary, pack).status_code == 404


def test_what_an_exception_opened_to_the_body_leaves_the_pack_with_it(cast):
    joint = draft("Joint paper", audience=Audience.BODY, audience_body=cast.xwb)
    archive.publish(document=joint, by=cast.secretary)
    opened = {"reason": "Joint session.", "by": cast.secretary, "until": timezone.now() + timedelta(days=1)}
    share = DocumentShare.objects.create(content_object=joint, body=cast.xwa, **opened)
    role = role_named("body:XWA")
    contents = Contents(role)
    assert [document.pk for document in contents.documents()] == [joint.pk]
    assert is_still_for(role_named("body:XWA"), contents.held)
    share.revoke()
    assert not is_still_for(role_named("body:XWA"), contents.held)


def test_a_membership_that_ends_shuts_the_pack_too(cast, client, pack):
    membership = cast.xwa.memberships.get(organisation=cast.xa)
    membership.valid_until = date.today()
    membership.save()
    assert fetch(client, cast.member_a, pack).status_code == 404


def test_a_pack_is_deleted_after_two_weeks_and_the_row_stays(cast, pack):
    storage, name = pack.file.storage, pack.file.name
    actions.end_old_packs(timezone.now() + timedelta(days=13))
    assert storage.exists(name)
    actions.end_old_packs(timezone.now() + timedelta(days=15))
    ended = Pack.objects.get()
    assert (ended.ending, bool(ended.file)) == (Pack.Ending.EXPIRED, False)
    assert ended.past.count() == 3


def test_the_secretariat_sees_who_had_which_pack_built_also_when_it_is_gone(cast, client, pack):
    actions.end_old_packs(timezone.now() + timedelta(days=15))
    client.force_login(again(cast.secretary))
    page = client.get(reverse("admin:logistics_pack_changelist")).content.decode()
    assert pack.reference in page
    assert "members of Sample Working Group A" in page
    assert client.get(reverse("admin:logistics_pack_change", args=[pack.pk])).status_code == 200


@pytest.mark.both_databases
def test_an_address_of_nonsense_is_no_role(cast, client):
    for code in ("body:%00", "%00", "body:XWA:XWB", "organisation:" + "x" * 300):
        assert client.get(f"/en/meetings/MTG-2026-AAAAA/papers/{code}.zip").status_code == 404


def test_a_text_comes_with_its_pictures(cast):
    paper = draft("Statement", texts={"en": "Before."}, date=date(2020, 1, 2))
    picture = add_image(document=paper, file=upload(png(), "a.png"), by=cast.secretary)
    archive.add_rendition(
        revision=paper.revisions.get(), language="fr", text=f"![Un tamis](image:{picture.name})", by=cast.secretary
    )
    archive.publish(document=paper, by=cast.secretary)
    pack = usb_pack("public")
    place = f"files/{paper.reference}-{picture.name}.png"
    assert f'src="../../{place}"' in pack[f"en/documents/{paper.reference}.html"].decode()
    assert pack[place].startswith(b"\x89PNG")
