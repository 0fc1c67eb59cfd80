"""The hand-over pack of the KP Chair: what is open, due and to come, in both languages, from data alone."""

import io
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from pypdf import PdfReader

from asm_portal.areas import Chapter
from asm_portal.dated import today
from asm_portal.roles import Role
from asm_portal.visibility import Audience
from knowledge import actions as archive
from logistics.follow_up.actions import open_action
from logistics.handover.files import handover
from logistics.models import Meeting, MeetingBody, MeetingEvent, Pack
from tests.cast import again
from tests.knowledge.papers import make_kind
from tests.logistics.taken_away import unzipped

pytestmark = pytest.mark.django_db


def rows(chapter, title=None):
    """The rows of a chapter, as the Chair's office is handed them."""
    found = dict(handover(Role(Audience.CHAIR)).chapters)
    return [cells for section in found[chapter] if title in (None, section.title) for cells, _url in section.rows]


@pytest.fixture
def world(cast):
    """An overdue action, minutes out for comments, and a meeting to come."""
    open_action(
        by=cast.secretary, title_en="Send the list", title_fr="Envoyer la liste", origin="undertaking", body=cast.xwa,
        owner_organisation=cast.xa, due_on=today() - timedelta(days=3), audience=Audience.PROCESS,
    )  # fmt: skip
    minutes = archive.add_document(
        kind=make_kind("minutes"), titles={"en": "Minutes of May"}, by=cast.secretary, audience=Audience.BODY,
        audience_body=cast.xwa, issuing_body=cast.xwa, minutes={"body": cast.xwa, "meeting_date": date(2026, 5, 4)},
    )  # fmt: skip
    revision = archive.add_revision(document=minutes, by=cast.secretary)
    archive.add_rendition(revision=revision, language="en", text="What was said", by=cast.secretary)
    archive.circulate_minutes(minutes=minutes.minutes, comments_until=today() + timedelta(days=9), by=cast.secretary)
    day = today() + timedelta(days=40)
    meeting = Meeting.objects.create(kind="body", start_date=day, end_date=day, city_en="Alderburg", audience="process")
    MeetingBody.objects.create(meeting=meeting, body=cast.xwa)
    return cast


def test_it_tells_what_is_open_what_runs_what_is_due_and_what_comes(world):
    action = rows(Chapter.ACTIONS)[0]
    assert (action[0], action[2]) == ("Send the list", "Alder")
    assert action[1].endswith("(overdue)")
    assert ("Minutes of May", "Sample Working Group A") in [cells[:2] for cells in rows(Chapter.PROCEDURES)]
    assert [cells[2] for cells in rows(Chapter.MONTHS)] == ["Alderburg"]
    held = {cells[1]: cells[2] for cells in rows(Chapter.OFFICES)}
    assert (held["Sample Chair"], held["Chair of XWA"], held["Chair of XWB"]) == ("Elm", "Cedar", "Birch")


def test_a_cancelled_meeting_is_not_handed_over(world):
    MeetingEvent.objects.create(
        meeting=Meeting.objects.get(), kind="cancelled", by=world.secretary, reason_en="Not enough time."
    )
    assert rows(Chapter.MONTHS) == []


def test_it_knows_what_the_chairs_office_knows_and_no_more(cast_with_secrets):
    _cast, secrets = cast_with_secrets
    text = " ".join(cell for chapter in Chapter for cells in rows(chapter) for cell in cells)
    assert {secret.word for secret in secrets if secret.word in text and "kp_chair" not in secret.readers} == set()


def test_the_button_is_for_the_chairs_office_and_the_secretariat_and_leaves_a_record(world, client, work):
    address = reverse("logistics:pack-handover")
    assert client.post(address).status_code == 302
    assert not Pack.objects.exists()
    for name in ("chair_a", "kp_chair", "secretary"):
        client.force_login(again(world.users[name]))
        assert client.post(address).status_code == (404 if name == "chair_a" else 302), name
    work()
    pack = Pack.objects.get()
    assert (pack.kind, pack.ordered_by in (world.kp_chair, world.secretary), pack.is_ready) == ("handover", True, True)
    assert pack.past.exists()
    for name in ("chair_a", "kp_chair", "secretary"):
        client.force_login(again(world.users[name]))
        response = client.get(pack.get_absolute_url())
        expected = 404 if name == "chair_a" else 200
        assert (response.status_code, bool(response.getvalue())) == (expected, True), name


def test_the_command_writes_it_in_both_languages_with_a_table_of_contents(world, tmp_path):
    place = tmp_path / "handover.zip"
    call_command("handover", output=place, stdout=io.StringIO())
    assert place.stat().st_size < 5 * 1024 * 1024
    found = unzipped(place.read_bytes())
    assert set(found) == {"style.css", "index.html"} | {
        f"handover-{language}.{kind}" for language in ("en", "fr") for kind in ("html", "pdf")
    }
    page = found["handover-fr.html"].decode()
    assert 'href="#actions"' in page
    assert 'id="actions"' in page
    assert "Envoyer la liste" in page
    reader = PdfReader(io.BytesIO(found["handover-en.pdf"]))
    assert "Send the list" in " ".join(sheet.extract_text() for sheet in reader.pages)
    assert reader.outline


def test_it_is_written_in_the_language_of_its_reader(world):
    with translation.override("fr"):
        assert rows(Chapter.ACTIONS)[0][0] == "Envoyer la liste"


def test_many_actions_cost_no_more_queries_than_few(world):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            handover(Role(Audience.CHAIR))
        return len(asked)

    queries()
    few = queries()
    for number in range(6):
        open_action(
            by=world.secretary, title_en=f"Action {number}", title_fr="", origin="undertaking", body=world.xwa,
            owner_organisation=world.xb, audience=Audience.PROCESS,
        )  # fmt: skip
    assert queries() == few
