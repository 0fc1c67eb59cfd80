"""Releases at their time, the alarm, corrections, corrigenda and pictures."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils import timezone

from asm_portal.attention import attention
from asm_portal.models import Delivery
from asm_portal.uploads.refusal import Refused
from communications.communiques import actions, clock, panels, release, writing
from communications.models import Communique
from communications.models.public_texts import ReleaseOn, Stage
from knowledge import actions as documents
from knowledge.images import MOST_BYTES
from knowledge.models import DocumentImage
from tests.cast import invented
from tests.communications import drafted, published, released, seen, submitted
from tests.communications.test_communiques_actions import approve, is_public, statement, write
from tests.made_files import chunk, png

pytestmark = pytest.mark.django_db

ANYONE = AnonymousUser()
AHEAD = timedelta(hours=3)


@pytest.fixture
def scheduled(cast):
    at = timezone.now() + AHEAD
    text = submitted(cast.secretary, release_on=ReleaseOn.TIME, release_at=at, release_zone="Africa/Luanda")
    return approve(cast, text)


def test_a_release_appears_at_its_time_and_once(cast, scheduled):
    clock.due(scheduled.release_at - timedelta(seconds=1))
    assert not is_public(scheduled)
    clock.due(scheduled.release_at)
    text = Communique.objects.get()
    assert (text.stage, is_public(text)) == (Stage.PUBLISHED, True)
    versions = text.history.count()
    clock.due(scheduled.release_at + timedelta(minutes=1))
    clock.release_at_its_time(scheduled, scheduled.release_at)
    assert text.history.count() == versions
    assert not Delivery.objects.filter(key__contains=":late:").exists()


def test_a_release_that_does_not_appear_alarms_the_secretariat_once(cast, scheduled):
    documents.set_title(document=scheduled.document, language="en", title="Smuggled in", by=cast.secretary)
    for minutes in (0, 4, 6, 7):
        clock.due(scheduled.release_at + timedelta(minutes=minutes))
    assert not is_public(scheduled)
    alarms = Delivery.objects.filter(key__contains=":late:")
    assert [row.person for row in alarms] == [cast.secretary.person]
    late = Communique.objects.get()
    late.release_at = timezone.now() - timedelta(minutes=6)
    late.save()
    assert [item.tone for item in panels.desk(cast.secretary)] == ["bad"]
    assert "Releases that did not appear" in [str(line.title) for line in attention(cast.secretary)]
    assert panels.desk(cast.member_a) == []


def test_a_time_that_passed_before_the_decision_is_now(cast):
    at = timezone.now() + AHEAD
    text = submitted(cast.secretary, release_on=ReleaseOn.TIME, release_at=at, release_zone="UTC")
    text.release_at = timezone.now() - AHEAD
    text.save()
    assert approve(cast, text).stage == Stage.PUBLISHED


def test_an_approved_text_waits_is_scheduled_and_loses_its_time(cast):
    text = approve(cast, submitted(cast.secretary, release_on=ReleaseOn.WORD))
    assert (text.stage, is_public(text)) == (Stage.APPROVED, False)
    with pytest.raises(ValidationError, match="This time has passed"):
        release.schedule(text=text, at=timezone.now(), zone="UTC", by=cast.secretary)
    text = release.schedule(text=text, at=timezone.now() + AHEAD, zone="UTC", by=cast.secretary)
    text = release.unschedule(text=text, by=cast.secretary)
    assert release.publish(text=text, by=cast.secretary).stage == Stage.PUBLISHED
    with pytest.raises(ValidationError, match="published already"):
        release.publish(text=text, by=cast.secretary)


def test_a_correction_is_approved_before_readers_have_it_and_says_what_it_corrects(cast, client):
    text = released(cast, kind=statement())
    text = writing.correct(text=text, note_en="The name of a town", note_fr="Le nom d’une ville", by=cast.secretary)
    text = write(cast, text, body="As corrected.")
    page = text.get_absolute_url()
    assert "As corrected." not in client.get(page).content.decode()
    text = release.submit(text=text, by=cast.secretary)
    assert approve(cast, text).stage == Stage.PUBLISHED
    shown = client.get(page).content.decode()
    assert "As corrected." in shown
    assert "The name of a town" in shown
    assert release.archive(text=text, by=cast.secretary).stage == Stage.ARCHIVED
    assert "Archived" in client.get(page).content.decode()
    with pytest.raises(ValidationError, match="archived"):
        writing.correct(text=text, note_en="No", note_fr="Non", by=cast.secretary)


def test_a_correction_does_not_keep_the_time_of_the_first_release(cast):
    text = submitted(cast.secretary, kind=statement(), release_on=ReleaseOn.WORD)
    release.schedule(text=approve(cast, text), at=timezone.now() + AHEAD, zone="UTC", by=cast.secretary)
    text = release.publish(text=text, by=cast.secretary)
    text = writing.correct(text=text, note_en="A name", note_fr="Un nom", by=cast.secretary)
    assert (text.release_on, text.release_at, text.release_zone) == (ReleaseOn.APPROVAL, None, "")


def test_a_correction_is_given_up_unless_it_was_approved(cast):
    text = released(cast, kind=statement())
    text = writing.correct(text=text, note_en="No", note_fr="Non", by=cast.secretary)
    text = writing.drop_correction(text=write(cast, text, body="Wrong."), by=cast.secretary)
    assert (text.stage, text.revision.number, text.approval.revision) == (Stage.PUBLISHED, 1, text.revision)
    text = writing.correct(text=text, note_en="No", note_fr="Non", by=cast.secretary)
    text = release.submit(text=write(cast, text, body="Right."), by=cast.secretary, release_on=ReleaseOn.WORD)
    text = write(cast, approve(cast, text), body="Righter.")
    with pytest.raises(ValidationError, match="never approved"):
        writing.drop_correction(text=text, by=cast.secretary)


def test_what_plenary_adopted_changes_by_a_corrigendum_that_goes_to_all_who_take_part_once(cast, client, work):
    text = released(cast)
    with pytest.raises(ValidationError, match="by a corrigendum alone"):
        writing.correct(text=text, note_en="No", note_fr="Non", by=cast.secretary)
    with pytest.raises(ValidationError, match="Begin a correction"):
        write(cast, text, body="Changed.")
    made = actions.draft_corrigendum(communique=text, titles={"en": "Corrigendum to it"}, by=cast.secretary)
    made = write(cast, made, body="For “ten” read “eleven”.")
    made = release.submit(text=made, by=cast.secretary, missing_reason="Two words.")
    assert "Corrigendum to it" not in client.get(text.get_absolute_url()).content.decode()
    approve(cast, made)
    work()
    work()
    assert "Corrigendum to it" in client.get(text.get_absolute_url()).content.decode()
    told = Delivery.objects.filter(key__endswith=":corrigendum")
    names = ("member_a", "member_b", "observer", "both")
    assert {row.person for row in told} >= {getattr(cast, name).person for name in names}
    assert not {row.person for row in told} & {cast.guest.person, cast.ex_member.person, cast.officer.person}
    assert told.count() == len({row.person for row in told})


def test_an_invented_corrigendum_goes_to_invented_people_only(cast, work):
    real = cast.member_b.person
    invented(cast.member_a)
    text = released(cast)
    text.document.is_demonstration = True
    text.document.save()
    made = actions.draft_corrigendum(communique=text, titles={"en": "Corrigendum to it"}, by=cast.secretary)
    made = write(cast, made, body="For “ten” read “eleven”.")
    approve(cast, release.submit(text=made, by=cast.secretary, missing_reason="Two words."))
    work()
    told = {row.person for row in Delivery.objects.filter(key__endswith=":corrigendum")}
    assert cast.member_a.person in told
    assert real not in told


def test_only_what_readers_have_gets_a_corrigendum(cast):
    with pytest.raises(ValidationError, match="change the draft itself"):
        actions.draft_corrigendum(communique=drafted(cast.secretary), titles={"en": "No"}, by=cast.secretary)
    actions.draft_corrigendum(communique=published(cast.secretary), titles={"en": "Yes"}, by=cast.secretary)


@pytest.fixture
def pictured(cast):
    text = drafted(cast.secretary, texts={"en": "Text.", "fr": "Texte."})
    alternatives = {"en": "A sluice at a river", "fr": "Une rampe de lavage"}
    return writing.add_picture(text=text, file=picture(), alternatives=alternatives, by=cast.secretary)


def picture(data=None):
    return ContentFile(data or png(), "sluice.png")


def test_a_picture_stands_in_each_text_with_its_words_and_readers_get_it_with_the_text(cast, client, pictured):
    image = DocumentImage.objects.get()
    page, address = pictured.get_absolute_url(), image.get_absolute_url()
    assert client.get(address).status_code == 404
    text = release.submit(text=pictured, by=cast.secretary)
    client.force_login(cast.kp_chair)
    assert client.get(address).getvalue() == png()
    client.logout()
    assert client.get(address).status_code == 404
    release.approve(text=text, seen=seen(text), by=cast.kp_chair)
    for language, words in (("en", "A sluice at a river"), ("fr", "Une rampe de lavage")):
        shown = client.get(page.replace("/en/", f"/{language}/")).content.decode()
        assert f'<img src="{address}" alt="{words}" loading="lazy">' in shown
    answer = client.get(address)
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert answer.getvalue() == png()
    documents.withdraw(document=text.document, by=cast.secretary)
    assert client.get(address).status_code == 404


def test_no_picture_gets_in_without_words_and_none_that_is_not_here(cast, pictured):
    name = DocumentImage.objects.get().name
    for line, saying in (
        (f"![ ](image:{name})", "alternative text"),
        ("![A pit](image:0123)", "no picture with this name"),
    ):
        with pytest.raises(ValidationError, match=saying):
            write(cast, pictured, body=f"Text.\n\n{line}")
    with pytest.raises(ValidationError, match="Say in this language what the picture shows: Français"):
        writing.add_picture(text=pictured, file=picture(), alternatives={"en": "A pit"}, by=cast.secretary)
    write(cast, pictured, body="Text. ![Elsewhere](https://elsewhere.example/pit.png)")
    assert "elsewhere" not in pictured.document.revisions.get().renditions.get(language="en").html


def test_a_picture_is_a_picture_and_light(cast):
    text = drafted(cast.secretary)
    for data, saying in ((b"Only words.", "no picture"), (png() + b"more", "Foreign data")):
        with pytest.raises((ValidationError, Refused), match=saying):
            writing.add_picture(text=text, file=picture(data), alternatives={"en": "A pit"}, by=cast.secretary)
    heavy = png()[:-12] + chunk(b"teXt", bytes(MOST_BYTES)) + png()[-12:]
    with pytest.raises(ValidationError, match="at most"):
        writing.add_picture(text=text, file=picture(heavy), alternatives={"en": "A pit"}, by=cast.secretary)
