"""The laws of a Participant: proposed by its focal point, published by the secretariat, checked again every year."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from asm_portal.areas import gather
from asm_portal.dated import today
from asm_portal.visibility import Audience
from knowledge.legislation import actions, laws
from knowledge.models import Document, Legislation
from tests.administration import address, sign_in
from tests.cast import again
from tests.knowledge import upkeep
from tests.knowledge.papers import make_kind

LONG_AGO = today() - timedelta(days=900)


@pytest.fixture(autouse=True)
def kind(db):
    return make_kind("legislation", prefix="LEG")


def propose(cast, title="Loi minière", *, audience=Audience.PUBLIC, since=LONG_AGO, **more):
    return actions.propose_law(
        participant=cast.xa,
        titles={"fr": title},
        language="fr",
        text=f"Texte de {title}",
        law={"in_force_from": since, "agreed_audience": audience},
        date=since,
        by=cast.member_a,
        **more,
    )


def published(cast, *args, **more):
    return actions.publish_law(law=propose(cast, *args, **more), by=cast.secretary)


def fields(**changed):
    return {
        "title": "Loi minière",
        "language": "fr",
        "title_en": "Mining Act",
        **upkeep.day_fields("date", LONG_AGO),
        **upkeep.day_fields("in_force_from", LONG_AGO),
        "text": "Article 1.",
        "agreed_audience": "public",
    } | changed


def send(client, **changed):
    return client.post(reverse("knowledge:law-propose", args=["XA"]), fields(**changed))


def page(client, query=""):
    return client.get(reverse("knowledge:legislation", args=["XA"]) + query).content.decode()


def readers(cast):
    named = {"anyone": cast.anyone, **{name: again(user) for name, user in cast.users.items()}}
    return {name for name, user in named.items() if laws.known_laws(user).exists()}


def test_a_proposed_law_is_its_participants_own_until_the_secretariat_publishes_it(client, cast):
    sign_in(client, cast.member_a)
    translation = SimpleUploadedFile("act.txt", b"Article 1, in English.")
    assert send(client, translation_language="en", translation_file=translation).status_code == 302
    law = Legislation.objects.get()
    assert readers(cast) == {"member_a", "kp_chair", "secretary"}
    assert "Waiting for the secretariat" in page(client)
    client.post(reverse("knowledge:law-publish", args=[law.document.reference]))
    assert readers(cast) == {"member_a", "kp_chair", "secretary"}
    sign_in(client, cast.secretary)
    assert "Laws to publish" in [line.title for line in gather("attention", again(cast.secretary))]
    client.post(reverse("knowledge:law-publish", args=[law.document.reference]))
    assert readers(cast) == {"anyone", *cast.users}
    client.logout()
    shown = page(client)
    assert shown.index("original, authentic") < shown.index("unofficial translation")
    assert "Proposed by Alba Sample for Alder." in Document.history.values_list("history_change_reason", flat=True)


def test_a_law_is_published_for_those_to_whom_the_participant_agreed(cast):
    published(cast, audience=Audience.PROCESS)
    assert readers(cast) == {
        "member_a", "member_b", "both", "narrow", "chair_a", "chair_b", "observer", "kp_chair", "secretary",
    }  # fmt: skip


def test_nobody_changes_whom_the_participant_agreed_to(cast):
    law = propose(cast, audience=Audience.PROCESS)
    law.agreed_audience = Audience.PUBLIC
    with pytest.raises(ValidationError, match="agreed to this audience"):
        law.full_clean()


def test_what_no_participant_has_proposed_is_not_published_as_its_law(cast):
    law = propose(cast)
    law.proposed_by = None
    law.save()
    with pytest.raises(ValidationError, match="does not wait"):
        actions.publish_law(law=law, by=cast.secretary)
    assert readers(cast) == {"member_a", "kp_chair", "secretary"}


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"text": " "}, "A law without its text cannot be kept."),
        ({"date_day": 31, "date_month": 2}, "There is no such day"),
        (upkeep.day_fields("in_force_from", LONG_AGO - timedelta(days=1)), "not in force before its own date"),
        ({"file": SimpleUploadedFile("law.pdf", b"GIF89a\x00\x01")}, "none of the formats taken"),
        ({"translation_language": "en"}, "Choose the file of the translation"),
        ({"translation_text": "In English."}, "Choose the language of the translation"),
        ({"translation_language": "fr", "translation_text": "En français."}, "in another language than the original"),
        ({"title": "", "file": SimpleUploadedFile("law.txt", b"Article 1.")}, "Choose “law.txt” again"),
    ],
)
def test_bad_input_gets_a_sentence_at_the_field_and_nothing_is_half_saved(client, cast, changed, sentence):
    sign_in(client, cast.member_a)
    shown = send(client, **changed).content.decode()
    assert sentence in shown
    assert 'value="Mining Act"' in shown
    assert not Document.objects.exists()


def test_a_law_that_follows_another_ends_it_when_it_is_published(client, cast):
    former = published(cast)
    since = today() - timedelta(days=100)
    present = propose(cast, "Loi sur le commerce", since=since, replaces=former)
    former.refresh_from_db()
    assert former.in_force_until is None
    actions.publish_law(law=present, by=cast.secretary)
    former.refresh_from_db()
    assert former.in_force_until == since
    shown = page(client)
    assert shown.index("Loi sur le commerce") < shown.index("Former laws") < shown.index("Loi minière")
    then = page(client, f"?on={since - timedelta(days=1)}")
    assert then.index("Loi minière") < then.index("Not yet in force") < then.index("Loi sur le commerce")


def test_the_focal_point_says_with_one_button_that_a_law_is_still_in_force(client, cast):
    law = published(cast)
    law.last_checked_on = LONG_AGO
    law.save()
    check = reverse("knowledge:law-checked", args=[law.document.reference])
    for user in (cast.member_b, cast.secretary, upkeep.second_person(cast)):
        sign_in(client, user)
        assert client.post(check).status_code == 404
    sign_in(client, cast.member_a)
    assert "Still in force, checked today" in page(client)
    client.post(check)
    law.refresh_from_db()
    assert (law.last_checked_on, law.last_checked_by) == (today(), cast.member_a)


def test_each_year_a_tracked_participant_is_asked_to_check_its_laws(cast):
    law = published(cast)

    def asked():
        return [item.title for item in gather("desk", again(cast.member_a)) if item.title.startswith("Still in force")]

    law.last_checked_on = today() - timedelta(days=365)
    law.save()
    assert asked() == []
    cast.xa.tracked_from = LONG_AGO
    cast.xa.save()
    assert asked() == ["Still in force? Loi minière"]
    actions.note_checked(law=law, by=cast.member_a)
    assert asked() == []


def test_a_law_that_is_not_published_goes_back_with_the_reason(client, cast):
    law = propose(cast)
    sign_in(client, cast.secretary)
    client.post(reverse("knowledge:law-return", args=[law.document.reference]), {"remark": "Page 3 is missing."})
    sign_in(client, cast.member_a)
    assert "Waiting for the secretariat" not in page(client)
    tombstone = client.get(law.document.get_absolute_url())
    assert (tombstone.status_code, "Page 3 is missing." in tombstone.content.decode()) == (410, True)
    with pytest.raises(ValidationError, match="does not wait"):
        actions.publish_law(law=Legislation.objects.get(), by=cast.secretary)


def test_the_register_lists_participants_with_what_the_reader_may_know(client, cast):
    published(cast, audience=Audience.PROCESS)
    cast.xa.is_demonstration = False
    cast.xa.save()

    def counts():
        response = client.get(reverse("knowledge:legislation-list"))
        return {
            side: [(row.organisation.code, row.count, row.languages) for row in rows]
            for side, rows in response.context["rows"].items()
        }

    assert counts() == {"held": [], "missing": [("XA", 0, set())]}
    sign_in(client, cast.observer)
    assert counts() == {"held": [("XA", 1, {"fr"})], "missing": []}
    assert client.get(reverse("knowledge:legislation-list") + "?on=2026-02-31").status_code == 400


def test_the_page_of_a_participant_shows_its_laws_and_to_its_own_the_way_to_its_signatures(client, cast):
    published(cast)
    address_of_keeping = reverse("knowledge:upkeep", args=["XA"])
    shown = client.get(cast.xa.get_absolute_url()).content.decode()
    assert "Loi minière" in shown
    assert address_of_keeping not in shown
    sign_in(client, cast.member_a)
    assert address_of_keeping in client.get(cast.xa.get_absolute_url()).content.decode()


def test_only_the_focal_point_proposes(client, cast):
    for user in (cast.member_b, cast.officer, cast.secretary, upkeep.second_person(cast)):
        sign_in(client, user)
        assert send(client).status_code == 404


def test_the_administration_lists_what_waits_and_publishes(client, cast):
    law = propose(cast)
    sign_in(client, cast.secretary)
    assert "Loi minière" in client.get(f"{address(Legislation)}?list=to-publish").content.decode()
    assert client.get(address(Legislation, "change", law.pk)).status_code == 200
    assert client.get(address(Document, "change", law.document.pk)).status_code == 200
    client.post(address(Legislation, "do", law.pk, "publish"))
    assert Document.objects.get(pk=law.document_id).audience == Audience.PUBLIC
