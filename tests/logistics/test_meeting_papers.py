"""The papers of a meeting as one ZIP for each role."""

import io
import zipfile
from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation
from pypdf import PdfReader

from asm_portal.roles import role_named
from asm_portal.visibility import Audience
from knowledge import actions as archive
from knowledge.models import Rendition
from logistics.meetings import agenda_actions
from logistics.models import Meeting, MeetingBody
from logistics.packs.panels import on_meeting
from logistics.packs.papers import offered, papers_for
from tests.cast import again
from tests.knowledge.papers import draft
from tests.logistics.taken_away import unzipped
from tests.made_files import blank_pdf, upload, written

pytestmark = pytest.mark.django_db


def paper(cast, title, audience=Audience.PUBLIC, texts=(), **facts):
    """A released document with a file in English, and a text where one is given."""
    made = draft(title, texts=texts, audience=audience, by=cast.secretary, **facts)
    revision = made.revisions.first() or archive.add_revision(document=made, by=cast.secretary)
    archive.add_rendition(
        revision=revision, language="en", file=upload(written(blank_pdf()), "p.pdf"), by=cast.secretary
    )
    archive.publish(document=made, by=cast.secretary)
    return made


@pytest.fixture
def meeting(cast):
    made = Meeting.objects.create(
        kind="body",
        start_date=date(2027, 3, 2),
        end_date=date(2027, 3, 3),
        city_en="Alderburg",
        audience=Audience.PUBLIC,
    )
    MeetingBody.objects.create(meeting=made, body=cast.xwa)
    for title, audience in (("Opening", ""), ("Closed session", Audience.PARTICIPANTS)):
        agenda_actions.add_item(
            meeting=made, by=cast.secretary, title_en=title, title_fr=f"{title} (fr)", audience=audience,
            papers=[paper(cast, f"Paper: {title}/Élan 東京?"), paper(cast, "For XWA", Audience.BODY, audience_body=cast.xwa)],
        )  # fmt: skip
    return made


@pytest.fixture
def shown(cast, meeting):
    """The meeting with its agenda shown to all whom it is for."""
    agenda_actions.show_agenda(meeting=meeting, by=cast.secretary)
    return Meeting.objects.get()


def address(meeting, code):
    return reverse("logistics:meeting-papers", args=[meeting.reference, code])


def fetch(client, user, meeting, code):
    client.logout()
    if user.is_authenticated:
        client.force_login(again(user))
    response = client.get(address(meeting, code))
    return unzipped(response.getvalue()) if response.status_code == 200 else response.status_code


def may_fetch(user, code):
    role = role_named(code)
    return role is not None and role.admits(user)


def test_a_role_gets_the_agenda_and_the_papers_that_it_may_see_under_tidy_names(cast, client, meeting):
    found = fetch(client, cast.observer, meeting, "body:XWA")
    assert sorted(found) == ["00-Agenda-en.pdf", "01-For-XWA-en.pdf", "01-Paper-Opening-Élan-東京-en.pdf"]
    assert found["01-For-XWA-en.pdf"].startswith(b"%PDF")
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(found["00-Agenda-en.pdf"])).pages)
    assert "Opening" in text
    assert "Closed" not in text


def test_papers_of_the_same_name_do_not_write_over_each_other(cast, client, shown):
    found = fetch(client, cast.secretary, shown, "secretariat")
    assert {"01-For-XWA-en.pdf", "closed-For-XWA-en.pdf"} <= set(found)
    same = [paper(cast, title) for title in ("Report?", "REPORT!")]
    agenda_actions.add_item(meeting=shown, by=cast.secretary, title_en="Reports", title_fr="Rapports", papers=same)
    assert {"02-Report-en.pdf", "02-REPORT-en-2.pdf"} <= set(fetch(client, cast.secretary, shown, "secretariat"))


def test_names_that_are_not_ascii_are_marked_as_utf_8(cast, client, meeting):
    client.force_login(again(cast.observer))
    archive_file = io.BytesIO(client.get(address(meeting, "body:XWA")).getvalue())
    with zipfile.ZipFile(archive_file) as found:
        assert all(info.flag_bits & 0x800 for info in found.infolist() if not info.filename.isascii())


def test_a_text_without_a_file_comes_as_a_page(cast, client, shown):
    text = draft("Só texto", texts={"pt": "Um **texto**"}, by=cast.secretary)
    archive.publish(document=text, by=cast.secretary)
    agenda_actions.add_item(meeting=shown, by=cast.secretary, title_en="Text", title_fr="Texte", papers=[text])
    found = fetch(client, cast.secretary, shown, "secretariat")
    assert b"<strong>texto</strong>" in found["02-Só-texto-pt.html"]


def test_the_pinned_revision_comes_however_many_follow(cast, client, shown):
    item = shown.agenda.first()
    pinned = item.papers.first()
    later = archive.add_revision(document=pinned.document, by=cast.secretary)
    archive.add_rendition(revision=later, language="en", file=upload(written(blank_pdf(3)), "p.pdf"), by=cast.secretary)
    archive.release_revision(revision=later, by=cast.secretary)
    meant = Rendition.objects.get(revision=pinned.revision, language="en")
    assert meant in [row for *_of, row in papers_for(shown, role_named("public")).renditions]
    assert later not in [row.revision for *_of, row in papers_for(shown, role_named("public")).renditions]


def test_the_papers_of_a_role_are_for_those_who_belong_to_it(cast, client, shown):
    for code, expected in (
        ("body:XWA", {"member_a", "both", "observer", "chair_a", "kp_chair", "secretary"}),
        ("participants", {"member_a", "member_b", "both", "narrow", "chair_a", "chair_b", "kp_chair", "secretary"}),
        ("chair", {"kp_chair", "secretary"}),
        ("body:NONE", set()),
        ("person", set()),
    ):
        got = {name for name, user in cast.users.items() if may_fetch(again(user), code)}
        assert got == expected, code
    assert fetch(client, cast.member_b, shown, "body:XWA") == 404
    assert fetch(client, cast.anyone, shown, "chair") == 404


def test_what_is_no_longer_visible_is_no_longer_in_it(cast, client, meeting):
    archive.withdraw(document=meeting.agenda.first().papers.last().document, reason_en="An error.", by=cast.secretary)
    assert "01-For-XWA-en.pdf" not in fetch(client, cast.observer, meeting, "body:XWA")


def test_the_page_offers_each_set_of_papers_once_the_fullest_first(cast, client, meeting):
    def offer(user):
        return [(papers.role.code, papers.count) for papers in offered(meeting, user)]

    assert offer(cast.anyone) == []
    assert offer(again(cast.observer)) == [("body:XWA", 2)]
    agenda_actions.show_agenda(meeting=meeting, by=cast.secretary)
    assert offer(cast.anyone) == [("public", 1)]
    assert offer(again(cast.observer)) == [("body:XWA", 2), ("public", 1)]
    assert offer(again(cast.member_a)) == [("body:XWA", 2), ("participants", 2), ("public", 1)]
    client.force_login(again(cast.observer))
    page = client.get(meeting.get_absolute_url()).content.decode()
    assert address(meeting, "body:XWA") in page
    assert "2 papers" in page


def test_a_meeting_without_papers_offers_none(cast):
    bare = Meeting.objects.create(
        kind="body", start_date=date(2027, 1, 1), end_date=date(2027, 1, 1), audience="public"
    )
    assert on_meeting(bare, cast.secretary) == []


def test_the_agenda_is_in_the_language_of_the_page(cast, client, meeting):
    with translation.override("fr"):
        found = fetch(client, cast.observer, meeting, "body:XWA")
    agenda = next(name for name in found if name.startswith("00-") and name.endswith("-fr.pdf"))
    assert "Opening (fr)" in PdfReader(io.BytesIO(found[agenda])).pages[0].extract_text()
