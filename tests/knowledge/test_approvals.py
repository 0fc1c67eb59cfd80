"""Approvals: of exactly one text, by different persons, for good."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from knowledge import actions, text_approvals
from knowledge.approvals import Capacity, Purpose, approvals_of, approve, digest, is_approved
from knowledge.models import Approval
from tests.cast import again
from tests.knowledge.papers import add_texts, draft

BOTH = {Capacity.BODY_CHAIR, Capacity.KP_CHAIR}
SUMMARY = Purpose.PUBLIC_SUMMARY


@pytest.fixture
def revision(cast):
    return add_texts(draft(issuing_body=cast.xwa), {"en": "Agreed.", "fr": "Convenu."}, by=cast.secretary)


def body_chair(cast, revision, **extra):
    return approve(revision=revision, purpose=SUMMARY, capacity=Capacity.BODY_CHAIR, by=cast.chair_a, **extra)


def kp_chair(cast, revision, **extra):
    return approve(
        revision=revision,
        purpose=SUMMARY,
        capacity=Capacity.KP_CHAIR,
        by=cast.kp_chair,
        office=cast.chair_office,
        **extra,
    )


def test_a_text_is_approved_once_every_capacity_has_approved_it(cast, revision):
    body_chair(cast, revision, organisation=cast.xc, remark="As agreed by mail.")
    assert not is_approved(revision, SUMMARY, BOTH)
    kp_chair(cast, revision)
    assert is_approved(revision, SUMMARY, BOTH)
    assert not is_approved(revision, Purpose.WIDER_AUDIENCE, BOTH)
    found = [(row.capacity, row.by, row.remark) for row in approvals_of(revision, SUMMARY)]
    assert found == [("body_chair", cast.chair_a, "As agreed by mail."), ("kp_chair", cast.kp_chair, "")]


def test_two_approvals_of_a_text_are_of_two_persons(cast, revision):
    body_chair(cast, revision)
    with pytest.raises(ValidationError, match="another person"):
        approve(revision=revision, purpose=SUMMARY, capacity=Capacity.KP_CHAIR, by=cast.chair_a)
    with pytest.raises(ValidationError, match="already approved in this capacity"):
        approve(revision=revision, purpose=SUMMARY, capacity=Capacity.BODY_CHAIR, by=cast.kp_chair)
    same_person = Approval(revision=revision, purpose=SUMMARY, capacity="kp_chair", sha256="0" * 64, by=cast.chair_a)
    with pytest.raises(IntegrityError), transaction.atomic():
        same_person.save()


def test_the_key_of_an_approval_of_a_text_begins_with_what_it_is_of(cast):
    row = text_approvals.approve_text(
        record=cast.xa, content="Words", by=cast.kp_chair, seen=text_approvals.digest("Words")
    )
    assert list(text_approvals.approvals_of(cast.xa, cast.xb)) == [row]
    row.pk, row.key = None, f"organisation {cast.xb.pk}/1"
    with pytest.raises(IntegrityError, match="the_key_of_an_approval_says_of_what_it_is"), transaction.atomic():
        row.save()


def test_an_approval_is_neither_changed_nor_deleted(cast, revision):
    row = body_chair(cast, revision)
    row.remark = "otherwise"
    for attempt in (row.save, row.delete):
        with pytest.raises(ValidationError, match="neither changed nor taken back"):
            attempt()
    for attempt in (Approval.objects.all().delete, lambda: Approval.objects.update(remark="otherwise")):
        with pytest.raises(TypeError):
            attempt()
    assert Approval.objects.get().remark == ""


def test_an_approved_text_is_not_edited_any_more(cast, revision):
    body_chair(cast, revision)
    with pytest.raises(ValidationError, match="make a new revision"):
        actions.replace_text(rendition=revision.renditions.first(), text="Not agreed.", by=cast.secretary)
    with pytest.raises(ValidationError, match="make a new revision"):
        actions.add_rendition(revision=revision, language="pt", text="Acordado.", by=cast.secretary)
    with pytest.raises(ValidationError, match="make a new revision"):
        revision.renditions.first().delete()
    with pytest.raises(ValidationError, match="make a new revision"):
        revision.delete()


def test_an_approval_does_not_cover_another_revision(cast, revision):
    body_chair(cast, revision)
    kp_chair(cast, revision)
    later = add_texts(revision.document, {"en": "Agreed!", "fr": "Convenu."}, by=cast.secretary)
    assert not is_approved(later, SUMMARY, {Capacity.BODY_CHAIR})
    assert is_approved(revision, SUMMARY, BOTH)


def test_a_text_changed_behind_the_back_of_the_portal_is_no_longer_approved(cast, revision):
    body_chair(cast, revision)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE knowledge_rendition SET text = 'Not agreed.' WHERE language = 'en'")
    assert not is_approved(revision, SUMMARY, {Capacity.BODY_CHAIR})


def test_the_digest_knows_language_role_and_text_and_no_order(cast):
    one = add_texts(draft(), {"en": "Agreed.", "fr": "Convenu."}, by=cast.secretary)
    other = add_texts(draft(), {"fr": "Convenu.", "en": "Agreed."}, by=cast.secretary)
    swapped = add_texts(draft(), {"fr": "Agreed.", "en": "Convenu."}, by=cast.secretary)
    translated = add_texts(draft(), {"en": "Agreed.", "fr": "Convenu."}, by=cast.secretary, role="translation")
    assert digest(one) == digest(other)
    assert len({digest(revision) for revision in (one, swapped, translated)}) == 3


def test_what_has_no_text_is_not_approved(cast):
    with pytest.raises(ValidationError, match="no text yet"):
        body_chair(cast, actions.add_revision(document=draft(), by=cast.secretary))


def test_an_approval_is_seen_by_whoever_may_read_the_text(cast, revision):
    body_chair(cast, revision)
    readers = {name for name, user in cast.users.items() if Approval.objects.visible_to(again(user)).exists()}
    assert readers == {"chair_a", "secretary"}
