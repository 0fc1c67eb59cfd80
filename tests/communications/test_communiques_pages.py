"""The pages on which a communiqué is written, decided on and released."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from asm_portal.models import Delivery
from communications.communiques import release, writing
from communications.communiques.forms import LONGEST_TEXT
from communications.models import Communique
from communications.models.public_texts import ReleaseOn, Stage
from logistics.models import Meeting
from tests.communications import drafted, make_kind, published, released, seen, submitted
from tests.communications.test_communiques_actions import statement, write
from tests.made_files import pdf, upload

pytestmark = pytest.mark.django_db

NEW = "/en/communiques/new/"
DAY = {"date_day": "30", "date_month": "11", "date_year": "2025"}


@pytest.fixture
def secretary(client, cast):
    client.force_login(cast.secretary)
    return client


@pytest.fixture
def chair(client, cast):
    client.force_login(cast.kp_chair)
    return client


def page(name, text):
    return reverse(f"communications:text-{name}", args=[text.document.reference])


def read(client, address, **given):
    """What the page says after the form was sent, or before."""
    answer = client.post(address, given, follow=True) if given else client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def given(**more):
    make_kind()
    titles = {"title_en": "Final communiqué", "title_fr": "Communiqué final"}
    texts = {"text_en": "As adopted.", "text_fr": "Adopté."}
    return {"kind": "final_communique", "official_number": "No. 7", "submit": "1"} | DAY | titles | texts | more


def test_two_files_go_to_the_chair_and_out_in_a_form_and_a_button(secretary, cast):
    files = {"file_en": upload(pdf(), "en.pdf"), "file_fr": upload(pdf(2), "fr.pdf"), "text_en": "", "text_fr": ""}
    assert "Submitted. The KP Chair’s office has mail" in read(secretary, NEW, **given(**files))
    text = Communique.objects.get()
    assert (text.stage, text.document.official_number) == (Stage.SUBMITTED, "No. 7")
    mail = Delivery.objects.get(key__contains=":submitted:")
    secretary.force_login(cast.kp_chair)
    address = re.search(r"https?://[^/]+(/\S+/decide/)", mail.text)[1]
    shown = read(secretary, address)
    assert shown.index("Final communiqué") < shown.index("Communiqué final")
    assert shown.count(".pdf") == 2
    assert "Everyone reads it now" in read(secretary, address, seen=seen(text), approve="1")
    secretary.logout()
    assert "Communiqué final" in read(secretary, f"/fr/communiques/{text.document.reference}/")


def test_the_last_plenary_without_a_communique_is_proposed_and_noted(secretary, cast):
    day = timezone.now().date() - timedelta(days=2)
    facts = {"start_date": day, "end_date": day, "audience": "public"}
    meeting = Meeting.objects.create(kind="plenary", city_en="Alder", **facts)
    assert "Publish a communiqué" in read(secretary, "/en/desk/")
    make_kind()
    shown = read(secretary, NEW)
    assert f'<option value="{meeting.reference}" selected>' in shown
    assert f'value="KP/{day.year}/Plenary/Communiqué"' in shown
    read(secretary, NEW, **given(meeting=meeting.reference))
    meeting.refresh_from_db()
    assert meeting.communique == Communique.objects.get().document
    assert "There is none yet of" not in read(secretary, "/en/desk/")


def test_what_is_missing_is_said_and_nothing_that_was_given_is_lost(secretary):
    shown = read(secretary, NEW, **given(title_fr=""))
    assert "Give the title in this language: Français" in shown
    text = Communique.objects.get()
    assert (text.stage, text.revision.renditions.count()) == (Stage.DRAFTING, 2)
    nothing = dict.fromkeys(("title_en", "title_fr", "text_en", "text_fr"), "")
    shown = read(secretary, NEW, **given(**nothing, date_day="31"))
    assert "in at least one language" in shown
    assert "There is no such day" in shown
    assert 'value="No. 7"' in shown


def test_a_text_of_five_megabytes_is_refused_in_a_sentence_at_its_field(secretary):
    pasted = "x" * (5 * 1024 * 1024)
    shown = read(secretary, NEW, **given(text_en=pasted))
    assert f"at most {LONGEST_TEXT} characters" in shown
    assert 'value="Communiqué final"' in shown
    assert not Communique.objects.exists()


def test_without_french_the_form_asks_why_and_readers_are_told_when_it_follows(secretary, cast):
    shown = read(secretary, NEW, **given(title_fr="", text_fr=""))
    assert "Why there is no text in this language: Français" in shown
    text = Communique.objects.get()
    form = {"release_on": "approval", "zone": "UTC"}
    assert "This field is required" in read(secretary, page("submit", text), **form)
    later = timezone.now() + timedelta(days=10)
    follows = {"follows_on_day": later.day, "follows_on_month": later.month, "follows_on_year": later.year}
    read(secretary, page("submit", text), missing_reason="The translator is ill.", **form, **follows)
    text = Communique.objects.get()
    secretary.force_login(cast.kp_chair)
    assert "The translator is ill." in read(secretary, page("decide", text))
    release.approve(text=text, seen=seen(text), by=cast.kp_chair)
    secretary.logout()
    shown = read(secretary, text.get_absolute_url())
    assert f"French to follow on {later.day} " in shown
    assert "translator" not in shown


def test_the_time_of_a_release_is_shown_in_utc_and_on_the_clock_of_the_chair_before_it_is_confirmed(secretary, cast):
    cast.kp_chair.person.time_zone = "Atlantic/Azores"
    cast.kp_chair.person.save()
    text = drafted(cast.secretary, texts={"en": "Text", "fr": "Texte"})
    asked = {
        "release_on": "time",
        "day_day": "3",
        "day_month": "2",
        "day_year": "2400",
        "time": "14:00",
        "zone": "Africa/Luanda",
    }
    shown = read(secretary, page("submit", text), **asked)
    for clock in ("3 February 2400, 13:00 UTC", "14:00, Luanda (UTC+1)", "12:00, Azores (UTC−1)"):
        assert clock in shown
    assert Communique.objects.get().stage == Stage.DRAFTING
    confirmed = re.search(r'name="confirmed" value="([^"]+)"', shown)[1]
    assert "Is this the time?" in read(
        secretary, page("submit", text), **asked | {"time": "15:00", "confirmed": confirmed}
    )
    read(secretary, page("submit", text), **asked, confirmed=confirmed)
    text = Communique.objects.get()
    assert (text.stage, text.release_at.isoformat()) == (Stage.SUBMITTED, "2400-02-03T13:00:00+00:00")
    secretary.force_login(cast.kp_chair)
    assert "12:00, Azores (UTC−1)" in read(secretary, page("decide", text))


def test_a_time_that_has_passed_or_that_no_clock_shows_is_refused_at_its_field(secretary, cast):
    text = drafted(cast.secretary, texts={"en": "Text", "fr": "Texte"})
    asked = {
        "release_on": "time",
        "day_day": "29",
        "day_month": "3",
        "day_year": "2020",
        "time": "14:00",
        "zone": "UTC",
    }
    assert "This time has passed" in read(secretary, page("submit", text), **asked)
    skipped = asked | {"time": "02:30", "zone": "Europe/Paris"}
    assert "the clocks are put forward" in read(secretary, page("submit", text), **skipped)
    assert "Say when the text is to appear" in read(secretary, page("submit", text), **asked | {"time": ""})


@pytest.mark.both_databases
def test_the_chair_is_told_of_an_edit_meanwhile_keeps_the_remark_and_sees_the_new_text(chair, cast):
    text = submitted(cast.secretary)
    shown = seen(text)
    write(cast, text, body="Edited meanwhile.")
    answer = read(chair, page("decide", text), seen=shown, approve="1", remark="Well written.")
    assert "changed since you opened this page" in answer
    assert "Edited meanwhile." in answer
    assert "Well written." in answer
    assert "Approved and published" in read(chair, page("decide", text), seen=seen(text), approve="1")
    assert "approved and published already" in read(chair, page("decide", text))


def test_the_chair_gives_a_text_back_with_a_remark_only(chair, cast):
    text = submitted(cast.secretary)
    assert "Decide: Sample communiqué en" in read(chair, "/en/desk/")
    sent = {"seen": seen(text), "return": "1"}
    assert "Say what should be changed." in read(chair, page("decide", text), **sent)
    assert "Given back." in read(chair, page("decide", text), **sent, remark="Name the <host>.")
    chair.force_login(cast.secretary)
    assert "Given back by the KP Chair’s office: Sample communiqué en" in read(chair, "/en/desk/")
    assert "Name the &lt;host&gt;." in read(chair, page("work", text))


def test_the_secretariat_takes_back_publishes_schedules_archives_and_is_told_where_it_cannot(secretary, cast):
    text = submitted(cast.secretary, kind=statement(), release_on=ReleaseOn.WORD)
    assert "It is a draft again." in read(secretary, page("take-back", text), go="1")
    assert "it does not lie before" in read(secretary, page("take-back", text), go="1")
    text = release.submit(text=text, by=cast.secretary, release_on=ReleaseOn.WORD)
    text = release.approve(text=text, seen=seen(text), by=cast.kp_chair)
    assert "Approved, to be published" in read(secretary, "/en/desk/")
    asked = {"day_day": "3", "day_month": "2", "day_year": "2400", "time": "14:00", "zone": "UTC"}
    confirmed = {"confirmed": "2400-02-03T14:00:00+00:00"}
    assert "Scheduled." in read(secretary, page("schedule", text), **asked, **confirmed)
    assert "3 February 2400, 14:00 UTC" in read(secretary, page("work", text))
    read(secretary, page("unschedule", text), go="1")
    assert "Everyone reads it now." in read(secretary, page("publish", text), go="1")
    assert "published already" in read(secretary, page("publish", text), go="1")
    note = {"note_en": "A name", "note_fr": "Un nom"}
    assert "Now correct the text" in read(secretary, page("correct", text), **note)
    assert secretary.get(page("correct", text)).status_code == 404


def test_a_corrigendum_begins_with_the_titles_of_what_it_corrects(secretary, cast):
    text = released(cast)
    address = reverse("communications:communique-corrigendum", args=[text.document.reference])
    assert "Corrigendum: Sample communiqué en" in read(secretary, address)
    read(secretary, address, title_en="Corrigendum: it")
    made = Communique.objects.latest("pk")
    assert made.document.links.get().earlier == text.document
    assert secretary.get(page("correct", text)).status_code == 200
    assert "by a corrigendum alone" in read(secretary, page("correct", text), note_en="No", note_fr="Non")


@pytest.mark.both_databases
def test_two_secretaries_who_write_at_once_see_both_texts(secretary, cast):
    text = drafted(cast.secretary)
    address = reverse("communications:text-write", args=[text.document.reference, "en"])
    state = writing.state_in(text, "en")
    write(cast, text, body="Theirs.")
    shown = read(secretary, address, seen=state, title="My title", body="Mine.")
    for words in ("Two versions of this text", "Theirs", "Mine.", "My title"):
        assert words in shown
    now = re.search(r'name="seen" value="([^"]+)"', shown)[1]
    assert "Saved: English." in read(secretary, address, seen=now, title="My title", body="Both.")


def test_a_picture_without_words_in_a_language_is_refused_on_its_page(secretary, cast):
    text = drafted(cast.secretary, texts={"en": "Text", "fr": "Texte"})
    shown = read(secretary, page("picture", text), alternative_en="A pit")
    assert "What it shows, Français: This field is required." in shown


@pytest.mark.parametrize("role", ["public", "observer", "participant", "nonsense", "\0"])
def test_a_preview_shows_the_page_as_it_will_be_and_releases_nothing(secretary, cast, role):
    text = released(cast, kind=statement())
    text = writing.correct(text=text, note_en="A name", note_fr="Un nom", by=cast.secretary)
    write(cast, text, title="The right title", body="As corrected.")
    shown = secretary.get(page("preview", text), {"as": role}).content.decode()
    for words in ("The right title", "As corrected.", "Preview for this reader"):
        assert words in shown
    secretary.logout()
    assert secretary.get(page("preview", text)).status_code == 302
    assert "corrected." not in read(secretary, text.get_absolute_url())


def test_a_correction_is_not_shown_to_the_chair_before_it_is_submitted(client, cast):
    text = released(cast, kind=statement())
    text = writing.correct(text=text, note_en="A name", note_fr="Un nom", by=cast.secretary)
    write(cast, text, title="The right title", body="As corrected.")
    client.force_login(cast.kp_chair)
    shown = read(client, page("decide", text))
    assert [words for words in ("A name", "The right title", "As corrected.") if words in shown] == []
    release.submit(text=text, by=cast.secretary, missing_reason="None.")
    assert "As corrected." in read(client, page("decide", text))


@pytest.mark.parametrize("who", ["member_a", "observer", "chair_a", "administrator", "kp_chair"])
def test_a_draft_and_the_work_on_it_are_the_secretariats(client, cast, who):
    text = drafted(cast.secretary)
    client.force_login(getattr(cast, who))
    for name in ("work", "decide", "preview", "submit", "picture"):
        assert client.get(page(name, text)).status_code == 404
    assert client.get(NEW).status_code == 404


def test_what_was_recorded_has_no_decision_to_wait_for(secretary, cast):
    text = published(cast.secretary)
    assert "Begin a corrigendum" in read(secretary, page("work", text))
    assert "Work on this text" in read(secretary, text.get_absolute_url())
