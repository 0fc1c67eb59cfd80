"""Who may sign: proposed by the focal point, confirmed by a second person, published by the secretariat, revoked at once."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from asm_portal.areas import gather
from asm_portal.dated import today
from asm_portal.models import Delivery, ParticipationStatus
from knowledge.certificates import actions, drawings, waiting
from knowledge.models import AuthorisedSignatory, Proposed
from tests.administration import address, sign_in
from tests.cast import again
from tests.knowledge import upkeep

State = Proposed.State
TOMORROW = today() + timedelta(days=1)
GOVERNMENTS = {"member_a", "member_b", "both", "narrow", "chair_a", "chair_b", "kp_chair", "secretary", "officer"}


def fields(cast, **changed):
    """The form that proposes a signatory, as a browser sends it."""
    return {
        "authority": cast.xa.pk,
        "name": "R. Gravel",
        "function_en": "Valuer",
        **upkeep.day_fields("first_day", TOMORROW),
        "picture": upkeep.upload(drawings.signature(3)),
    } | changed


def propose(client, cast, **changed):
    return client.post(reverse("knowledge:signatory-propose", args=["XA"]), fields(cast, **changed))


def step(client, record, code, **answers):
    record.refresh_from_db()
    return client.post(record.get_absolute_url(), {"step": code, "seen_version": record.version} | answers)


def readers(record):
    """Who of the cast may know of the record."""
    return lambda cast: {
        name
        for name, user in cast.users.items()
        if type(record).objects.visible_to(again(user)).filter(pk=record.pk).exists()
    }


def test_a_signature_goes_from_the_focal_point_through_a_second_person_to_every_government(client, cast):
    second = upkeep.second_person(cast)
    sign_in(client, cast.member_a)
    response = propose(client, cast)
    signatory = AuthorisedSignatory.objects.get()
    assert (response.status_code, response["Location"]) == (302, signatory.get_absolute_url())
    assert readers(signatory)(cast) == {"member_a", "kp_chair", "secretary"}
    sign_in(client, second)
    assert "R. Gravel" in client.get(signatory.get_absolute_url()).content.decode()
    assert step(client, signatory, "confirm").status_code == 302
    assert readers(signatory)(cast) == {"member_a", "kp_chair", "secretary"}
    sign_in(client, cast.secretary)
    assert step(client, signatory, "publish").status_code == 302
    signatory.refresh_from_db()
    assert (signatory.state, signatory.published_by, signatory.confirmed_by) == (
        State.PUBLISHED,
        cast.secretary,
        second,
    )
    assert readers(signatory)(cast) == GOVERNMENTS
    assert not AuthorisedSignatory.objects.visible_to(cast.anyone).exists()


@pytest.mark.both_databases
def test_nobody_confirms_what_they_proposed(client, cast):
    signatory = upkeep.propose_signatory(cast)
    sign_in(client, cast.member_a)
    page = client.get(signatory.get_absolute_url()).content.decode()
    assert 'value="confirm"' not in page
    step(client, signatory, "confirm")
    with pytest.raises(ValidationError, match="somebody else"):
        actions.confirm(record=signatory, by=cast.member_a)
    signatory.refresh_from_db()
    assert signatory.state == State.PROPOSED
    signatory.confirmed_by, signatory.confirmed_at = cast.member_a, timezone.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        signatory.save()


def test_only_the_secretariat_publishes_and_only_what_is_confirmed(client, cast):
    signatory = upkeep.propose_signatory(cast)
    sign_in(client, cast.secretary)
    step(client, signatory, "publish")
    sign_in(client, upkeep.second_person(cast))
    step(client, signatory, "confirm")
    step(client, signatory, "publish")
    signatory.refresh_from_db()
    assert signatory.state == State.CONFIRMED


def test_what_is_confirmed_is_what_was_shown(client, cast):
    signatory = upkeep.propose_signatory(cast)
    shown = signatory.version
    signatory.function_en = "Minister"
    signatory.save()
    sign_in(client, upkeep.second_person(cast))
    response = client.post(signatory.get_absolute_url(), {"step": "confirm", "seen_version": shown})
    assert "changed since you opened the page" in response.content.decode()
    signatory.refresh_from_db()
    assert signatory.state == State.PROPOSED


def test_a_returned_proposal_is_corrected_and_needs_a_second_person_again(client, cast):
    signatory = upkeep.propose_signatory(cast)
    actions.confirm(record=signatory, by=upkeep.second_person(cast))
    sign_in(client, cast.secretary)
    assert "err" in step(client, signatory, "return", remark="").content.decode()
    step(client, signatory, "return", remark="The function is missing.")
    sign_in(client, cast.member_a)
    assert "The function is missing." in client.get(reverse("desk")).content.decode()
    correct = reverse("knowledge:signatory-correct", args=[signatory.key])
    assert "The function is missing." in client.get(correct).content.decode()
    before = AuthorisedSignatory.objects.get().sha256
    client.post(correct, fields(cast, function_en="Director of mines", picture=""))
    signatory = AuthorisedSignatory.objects.get()
    assert (signatory.state, signatory.confirmed_by, signatory.remark) == (State.PROPOSED, None, "")
    assert (signatory.function_en, signatory.sha256) == ("Director of mines", before)
    assert client.get(correct).status_code == 404


def test_a_revocation_takes_effect_at_once_and_the_secretariat_is_told(client, cast, work):
    signatory = upkeep.published_signatory(cast)
    actions.note_participants_told(participant=cast.xa, by=cast.secretary)
    sign_in(client, cast.member_a)
    assert "Give the reason" in step(client, signatory, "revoke").content.decode()
    assert AuthorisedSignatory.objects.valid_on().get() == signatory
    step(client, signatory, "revoke", reason_en="The seal was stolen.")
    assert not AuthorisedSignatory.objects.valid_on().exists()
    assert AuthorisedSignatory.objects.valid_on(today() - timedelta(days=1)).get() == signatory
    assert AuthorisedSignatory.objects.untold().get() == signatory
    work()
    assert [(message.to, "revoked a signature" in message.subject) for message in mail.outbox] == [
        (["selma@cast.example"], True)
    ]
    sign_in(client, cast.secretary)
    assert "Tell the Participants: change of signatures of Alder" in client.get(reverse("desk")).content.decode()
    client.post(reverse("knowledge:upkeep", args=["XA"]))
    assert not AuthorisedSignatory.objects.untold().exists()


def test_the_secretariat_and_other_representatives_cannot_revoke(client, cast):
    signatory = upkeep.published_signatory(cast)
    for user in (cast.secretary, upkeep.second_person(cast)):
        sign_in(client, user)
        step(client, signatory, "revoke", reason_en="No.")
    assert AuthorisedSignatory.objects.valid_on().get() == signatory


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"first_day_day": 31, "first_day_month": 2, "first_day_year": 2026}, "There is no such day"),
        ({"first_day_day": 3, "first_day_month": 12, "first_day_year": 26}, "There is no such day"),
        (upkeep.day_fields("last_day", today()), "The last day must not come before the first."),
        ({"picture": SimpleUploadedFile("scan.png", b"no picture")}, "This is not a picture"),
        ({"picture": SimpleUploadedFile("scan.png", b"\x89PNG\r\n\x1a\nrest")}, "damaged"),
        ({"picture": ""}, "This field is required"),
        ({"function_en": ""}, "Write the function"),
    ],
)
def test_bad_input_gets_a_sentence_at_the_field_and_what_was_typed_stays(client, cast, changed, sentence):
    sign_in(client, cast.member_a)
    page = propose(client, cast, **changed).content.decode()
    assert sentence in page
    assert 'value="R. Gravel"' in page
    assert not AuthorisedSignatory.objects.exists()


def test_the_same_signatory_is_not_proposed_twice(client, cast):
    sign_in(client, cast.member_a)
    propose(client, cast)
    page = propose(client, cast)
    assert "R. Gravel is already on record" in page.content.decode()
    assert "already on record" in str(page.context["form"].errors["name"])
    with pytest.raises(ValidationError, match="already on record"):
        upkeep.propose_signatory(cast, "R. Gravel", valid_from=TOMORROW)
    assert propose(client, cast, name="L. Shale").status_code == 302
    later = upkeep.day_fields("first_day", TOMORROW + timedelta(days=1))
    assert propose(client, cast, **later).status_code == 302
    assert AuthorisedSignatory.objects.count() == 3


@pytest.mark.parametrize("end", ["returned", "over", "revoked"])
def test_a_signatory_who_was_returned_is_over_or_revoked_may_be_proposed_again(cast, end):
    if end == "returned":
        actions.send_back(record=upkeep.propose_signatory(cast), remark="No.", by=cast.secretary)
    elif end == "over":
        upkeep.published_signatory(cast, valid_until=today())
    else:
        signatory = upkeep.published_signatory(cast)
        actions.revoke(signatory=signatory, reason_en="Lost.", reason_fr="", by=cast.member_a)
    assert upkeep.propose_signatory(cast).state == State.PROPOSED


def test_a_file_that_must_be_chosen_again_is_named(client, cast):
    sign_in(client, cast.member_a)
    page = propose(client, cast, name="").content.decode()
    assert "Choose “picture.png” again" in page


def test_an_authority_that_does_not_act_for_the_participant_cannot_be_chosen(client, cast):
    sign_in(client, cast.member_a)
    assert "Select a valid choice" in propose(client, cast, authority=cast.xb.pk).content.decode()
    with pytest.raises(ValidationError, match="does not act for the Participant"):
        upkeep.propose_signatory(cast, authority=cast.xb)


def test_only_focal_points_and_the_secretariat_propose(client, cast):
    for user in (upkeep.second_person(cast), cast.member_b, cast.officer, cast.kp_chair, cast.observer):
        sign_in(client, user)
        assert propose(client, cast).status_code == 404
    sign_in(client, cast.secretary)
    assert propose(client, cast).status_code == 302


def test_a_further_term_keeps_the_signature_unless_another_is_chosen(client, cast):
    signatory = upkeep.published_signatory(cast, valid_until=today() + timedelta(days=10))
    sign_in(client, cast.member_a)
    ask = f"{reverse('knowledge:signatory-propose', args=['XA'])}?like={signatory.key}"
    assert 'value="T. Pebble"' in client.get(ask).content.decode()
    client.post(ask, fields(cast, name="T. Pebble", picture=""))
    further = AuthorisedSignatory.objects.exclude(pk=signatory.pk).get()
    assert (further.width, further.height) == (signatory.width, signatory.height)


def test_focal_points_are_asked_sixty_and_fourteen_days_before_the_end_once_each(cast, work):
    cast.xa.tracked_from = upkeep.LAST_YEAR
    cast.xa.save()
    upkeep.published_signatory(cast, valid_until=today() + timedelta(days=60))
    now = timezone.now()
    for days in (0, 1, 46, 46, 50):
        waiting.due(now + timedelta(days=days))
    steps = [delivery.key.rpartition(":")[2] for delivery in Delivery.objects.order_by("pk")]
    assert (steps, {delivery.person for delivery in Delivery.objects.all()}) == (["60", "14"], {cast.member_a.person})
    work()
    assert "may sign certificates for Alder until" in mail.outbox[0].body


def test_nobody_is_asked_where_another_signature_follows_or_the_participant_is_not_tracked(cast):
    ends = today() + timedelta(days=20)
    signatory = upkeep.published_signatory(cast, valid_until=ends)
    waiting.due(timezone.now())
    assert not Delivery.objects.exists()
    cast.xa.tracked_from = upkeep.LAST_YEAR
    cast.xa.save()
    assert list(waiting.ending(AuthorisedSignatory.objects.all(), today())) == [signatory]
    upkeep.propose_signatory(cast, valid_from=ends)
    waiting.due(timezone.now())
    assert not Delivery.objects.exists()


def test_the_desk_says_what_waits_to_each_who_can_do_it(cast):
    second = upkeep.second_person(cast)
    cast.xa.tracked_from = upkeep.LAST_YEAR
    cast.xa.save()
    upkeep.propose_signatory(cast)
    upkeep.published_signatory(cast, "L. Shale", valid_until=today() + timedelta(days=30))

    def titles(user):
        return [item.title for item in gather("desk", again(user)) if "Pebble" in item.title or "Shale" in item.title]

    assert titles(second) == ["Confirm: T. Pebble, Alder"]
    assert titles(cast.member_a) == ["A signature ends: L. Shale, Alder"]
    assert titles(cast.member_b) == titles(cast.officer) == []


def test_a_certificate_officer_of_a_former_participant_no_longer_sees_signatures(cast):
    signatory = upkeep.published_signatory(cast)
    assert "officer" in readers(signatory)(cast)
    status = cast.xa.statuses.get()
    status.status = ParticipationStatus.Status.NO_LONGER_LISTED
    status.save()
    assert "officer" not in readers(signatory)(cast)


def test_the_administration_publishes_and_rewrites_nothing_that_was_confirmed(client, cast):
    signatory = upkeep.propose_signatory(cast)
    actions.confirm(record=signatory, by=upkeep.second_person(cast))
    sign_in(client, cast.secretary)
    page = client.get(address(AuthorisedSignatory, "change", signatory.pk))
    assert set(page.context["adminform"].form.fields) & {"name", "authority", "function_en"} == set()
    client.post(address(AuthorisedSignatory, "do", signatory.pk, "publish"))
    signatory.refresh_from_db()
    assert signatory.state == State.PUBLISHED
    assert client.get(f"{address(AuthorisedSignatory)}?list=ending").status_code == 200
