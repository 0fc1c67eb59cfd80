"""What certificates look like: one published specimen of an authority at a time, with numbers that do not overlap."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from asm_portal.dated import today
from knowledge.certificates import actions, drawings
from knowledge.models import CertificateSpecimen, NumberRange, Proposed
from tests.administration import address, sign_in
from tests.knowledge import upkeep
from tests.knowledge.test_signatories import step

TOMORROW = today() + timedelta(days=1)


def propose(client, cast, **changed):
    sent = {
        "authority": cast.xa.pk,
        "series": "Series 2",
        "number_prefix": "XA",
        "number_digits": 6,
        "features_en": "A watermark\nA hologram",
        "numbers": "2025: 1–400\n2026: 1-500",
        **upkeep.day_fields("first_day", TOMORROW),
        "front": upkeep.upload(drawings.certificate("Sample", "XA 000001")),
    } | changed
    return client.post(reverse("knowledge:specimen-propose", args=["XA"]), sent)


def test_a_specimen_is_proposed_with_its_numbers_and_pictures(client, cast):
    sign_in(client, cast.member_a)
    detail = upkeep.upload(drawings.detail())
    assert propose(client, cast, detail=detail, caption_en="The hologram").status_code == 302
    specimen = CertificateSpecimen.objects.get()
    assert list(specimen.ranges.values_list("year", "first", "last")) == [(2026, 1, 500), (2025, 1, 400)]
    assert [(image.side, image.caption_en) for image in specimen.images.all()] == [
        ("front", ""), ("detail", "The hologram"),
    ]  # fmt: skip
    page = client.get(specimen.get_absolute_url()).content.decode()
    assert all(words in page for words in ("A watermark", "The hologram", "2026", "1–500"))


@pytest.mark.parametrize(
    ("numbers", "sentence"),
    [
        ("2026: 1-500\nall of them", "Line 2 is not a year"),
        ("2026: 500-1", "Line 1: the last number must not come before the first."),
        ("2026: 1-500\n2026: 400-600", "stand here twice"),
        ("2026: 350-360", "These numbers overlap with 300–400 of 2026."),
    ],
)
def test_numbers_that_cannot_be_get_a_sentence_and_stay_in_the_form(client, cast, numbers, sentence):
    upkeep.published_specimen(cast, number_prefix="XA", ranges=[(2026, 300, 400)])
    sign_in(client, cast.member_a)
    page = propose(client, cast, numbers=numbers).content.decode()
    assert sentence in page
    assert numbers.split("\n")[0] in page
    assert CertificateSpecimen.objects.count() == NumberRange.objects.count() == 1


def test_a_second_certificate_for_the_same_days_is_refused_unless_the_first_ends_that_day(client, cast):
    first = upkeep.published_specimen(cast)
    second = upkeep.propose_specimen(cast, "Series 2", valid_from=TOMORROW)
    actions.confirm(record=second, by=upkeep.second_person(cast))
    sign_in(client, cast.secretary)
    page = step(client, second, "publish").content.decode()
    assert "a second certificate for the same days: “Series 1” is in force" in page
    second.refresh_from_db()
    assert second.state == Proposed.State.CONFIRMED
    step(client, second, "publish", ends_previous="on")
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.valid_until, second.state) == (TOMORROW, Proposed.State.PUBLISHED)


def test_a_certificate_that_is_announced_already_cannot_be_overlapped_from_before(cast):
    upkeep.published_specimen(cast, valid_from=TOMORROW)
    earlier = upkeep.propose_specimen(cast, "Series 0")
    actions.confirm(record=earlier, by=upkeep.second_person(cast))
    with pytest.raises(ValidationError, match="overlap"):
        actions.publish(record=earlier, by=cast.secretary, ends_previous=True)


def test_proposals_and_another_authority_may_share_the_days(cast):
    upkeep.published_specimen(cast)
    upkeep.propose_specimen(cast, "Series 2")
    assert CertificateSpecimen.objects.published().valid_on().get().series == "Series 1"


def test_a_corrected_specimen_keeps_the_pictures_that_were_not_chosen_again(client, cast):
    specimen = upkeep.propose_specimen(cast, ranges=[(2026, 1, 9)])
    actions.send_back(record=specimen, remark="Other numbers.", by=cast.secretary)
    sign_in(client, cast.member_a)
    correct = reverse("knowledge:specimen-correct", args=[specimen.key])
    assert "2026: 1–9" in client.get(correct).content.decode()
    sent = {
        "authority": cast.xa.pk, "series": "Series 1", "features_en": "A seal", "numbers": "2026: 1–7",
        **upkeep.day_fields("first_day", TOMORROW),
    }  # fmt: skip
    assert client.post(correct, sent).status_code == 302
    specimen.refresh_from_db()
    assert (specimen.state, str(specimen.ranges.get()), specimen.images.count()) == (
        Proposed.State.PROPOSED,
        "2026: 1–7",
        1,
    )


def test_the_administration_offers_to_end_the_specimen_in_force(client, cast):
    first = upkeep.published_specimen(cast)
    second = upkeep.propose_specimen(cast, "Series 2", valid_from=TOMORROW)
    actions.confirm(record=second, by=upkeep.second_person(cast))
    sign_in(client, cast.secretary)
    assert "Series 2" in client.get(f"{address(CertificateSpecimen)}?list=confirmed").content.decode()
    client.post(address(CertificateSpecimen, "do", second.pk, "publish"), {"ends_previous": "on"})
    first.refresh_from_db()
    assert first.valid_until == TOMORROW


def test_the_list_of_a_participant_is_for_its_own_and_the_secretariat(client, cast):
    upkeep.propose_specimen(cast)
    page = reverse("knowledge:upkeep", args=["XA"])
    for user, status in (
        (cast.member_a, 200), (upkeep.second_person(cast), 200), (cast.secretary, 200), (cast.kp_chair, 200),
        (cast.member_b, 404), (cast.officer, 404), (cast.observer, 404), (cast.guest, 404),
    ):  # fmt: skip
        sign_in(client, user)
        assert client.get(page).status_code == status, user
    sign_in(client, cast.member_a)
    assert "Series 1" in client.get(reverse("knowledge:upkeep-index")).content.decode()
    sign_in(client, cast.secretary)
    assert "Alder" in client.get(reverse("knowledge:upkeep-index")).content.decode()
