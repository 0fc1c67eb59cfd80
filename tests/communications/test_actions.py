"""From draft to published."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.utils import timezone

from asm_portal.search import search
from communications import actions
from communications.models import Communique
from knowledge import actions as documents
from knowledge.models import Document
from tests.communications import drafted, published

pytestmark = pytest.mark.django_db

ANYONE = AnonymousUser()


def test_a_draft_is_for_its_editors_alone(cast):
    communique = drafted(cast.secretary)
    assert list(Communique.objects.visible_to(cast.secretary)) == [communique]
    for reader in (cast.anyone, cast.member_a, cast.observer, cast.kp_chair):
        assert not Communique.objects.visible_to(reader).exists()


def test_publishing_makes_text_and_title_public_and_found_at_once(cast):
    communique = drafted(cast.secretary, texts={"en": "Deliberations upon kimberlite."})
    assert not found("kimberlite")
    before = timezone.now()
    actions.publish(communique=communique, by=cast.secretary)
    communique = Communique.objects.visible_to(ANYONE).get()
    assert communique.document.state == Document.State.FINAL
    assert before <= communique.published_at <= timezone.now()
    assert communique.document.revisions.get().released_at
    assert found("kimberlite") == [communique.document_id]


def found(words):
    return search(words, ANYONE, Document.objects.visible_to(ANYONE)).ranked()


def test_history_says_who_published(cast):
    communique = published(cast.secretary)
    assert communique.history.first().history_user == cast.secretary
    assert communique.document.history.first().history_user == cast.secretary


def test_only_the_newest_revision_is_released(cast):
    communique = drafted(cast.secretary, texts={"en": "First thoughts."})
    second = documents.add_revision(document=communique.document, by=cast.secretary)
    documents.add_rendition(revision=second, language="en", text="As agreed.", by=cast.secretary)
    actions.publish(communique=communique, by=cast.secretary)
    released = communique.document.revisions.released()
    assert [revision.number for revision in released] == [2]


@pytest.mark.parametrize(
    ("spoil", "saying"),
    [
        (lambda document: document.revisions.get().renditions.get().delete(), "text or a file"),
        (lambda document: document.titles.get().delete(), "title"),
        (lambda document: change(document, date_precision="month"), "day"),
        (lambda document: change(document, audience="process"), "everyone"),
    ],
)
def test_a_draft_that_lacks_something_stays_a_draft_and_says_what(cast, spoil, saying):
    communique = drafted(cast.secretary)
    spoil(communique.document)
    with pytest.raises(ValidationError, match=saying):
        actions.publish(communique=communique, by=cast.secretary)
    assert Communique.objects.get().published_at is None
    assert not Communique.objects.visible_to(ANYONE).exists()


def change(document, **facts):
    for name, value in facts.items():
        setattr(document, name, value)
    document.save()


def test_it_is_published_once(cast):
    communique = published(cast.secretary)
    first = communique.published_at
    with pytest.raises(ValidationError):
        actions.publish(communique=Communique.objects.get(), by=cast.secretary)
    assert Communique.objects.get().published_at == first


def test_nothing_is_published_halfway(cast, monkeypatch):
    communique = drafted(cast.secretary)
    communique.published_at = timezone.now() - timedelta(days=1)
    monkeypatch.setattr(Communique, "save", lambda self: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        actions.publish(communique=communique, by=cast.secretary)
    assert Document.objects.get().state == Document.State.DRAFT
