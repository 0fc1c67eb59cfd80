"""What is done to documents."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone

from asm_portal.dated import today
from asm_portal.search import search
from knowledge import actions
from knowledge.models import Document, DocumentLink, DocumentTitle, Minutes, Rendition, Revision
from tests import made_files as made
from tests.cast import again
from tests.knowledge.papers import add_texts, draft, final, make_kind

pytestmark = pytest.mark.django_db


@pytest.fixture
def minutes(cast):
    document = draft(
        "Minutes",
        kind=make_kind("minutes", "body", "MIN"),
        audience="body",
        issuing_body=cast.xwa,
        minutes={"body": cast.xwa, "meeting_date": date(2025, 3, 4)},
        texts={"en": "The group met."},
        by=cast.secretary,
    )
    return document.minutes


def seen_by(user, document):
    return Document.objects.visible_to(again(user)).filter(pk=document.pk).exists()


def test_a_new_document_is_a_draft_with_the_audience_of_its_kind_and_says_who_made_it(cast):
    document = actions.add_document(
        kind=make_kind(default_audience="body"),
        titles={"en": "Paper", "fr": "Document"},
        translated_titles=["fr"],
        issuing_body=cast.xwa,
        by=cast.secretary,
    )
    assert (document.state, document.audience, document.audience_body) == ("draft", "body", cast.xwa)
    assert document.date_precision == "unknown"
    assert document.history.get().history_user == cast.secretary
    assert {row.language: row.status for row in document.titles.all()} == {"en": "official", "fr": "our_translation"}


def test_a_document_for_an_organisation_is_that_of_the_organisation_it_concerns(cast):
    assert draft(audience="organisation", organisation=cast.xa).audience_organisation == cast.xa


def test_a_reference_that_is_taken_is_drawn_again(cast, monkeypatch):
    first = draft()
    drawn = iter([first.reference, first.reference, "PAP-2019-AAAAA"])
    monkeypatch.setattr("knowledge.models.documents.new_reference", lambda _prefix, _year: next(drawn))
    assert draft().reference == "PAP-2019-AAAAA"


def test_another_clash_is_not_taken_for_one_of_references(cast):
    with pytest.raises(IntegrityError):
        draft(audience="public", audience_body=cast.xwa)


def test_a_text_is_kept_as_written_and_shown_as_safe_html(cast):
    text = "# Title\n\n<script>alert(1)</script>\n\n[link](javascript:alert(1)) **bold**\n\n| a | b |\n|---|---|\n| 1 | 2 |"
    revision = add_texts(draft(), {"en": text})
    rendition = revision.renditions.get()
    assert rendition.text == text
    assert "<h3>Title</h3>" in rendition.html
    assert '<th scope="col">a</th>' in rendition.html
    assert "<strong>bold</strong>" in rendition.html
    assert "<script" not in rendition.html
    assert 'href="javascript' not in rendition.html
    assert (rendition.size, len(rendition.sha256), rendition.extraction) == (len(text), 64, "done")


def test_a_refused_file_leaves_nothing_behind(cast):
    revision = actions.add_revision(document=draft(), by=cast.secretary)
    with pytest.raises(ValidationError, match="scripts"):
        actions.add_rendition(
            revision=revision, language="en", file=made.upload(made.pdf_with_script()), by=cast.secretary
        )
    with pytest.raises(ValidationError, match="file or a text"):
        actions.add_rendition(revision=revision, language="en", text="  ", by=cast.secretary)
    assert not Rendition.objects.exists()


def test_the_model_refuses_the_file_too(cast):
    rendition = Rendition(
        revision=actions.add_revision(document=draft(), by=None),
        language="en",
        file=made.upload(made.pdf_with_script()),
    )
    with pytest.raises(ValidationError, match="scripts"):
        rendition.full_clean()


def test_a_draft_revision_never_becomes_public_by_publishing_a_later_one(cast, client):
    document = final(texts={"en": "first"})
    hidden = add_texts(document, {"en": "second, not agreed", "fr": "caché"})
    actions.release_revision(revision=add_texts(document, {"en": "third"}), by=cast.secretary)
    shown = Document.objects.for_display(cast.anyone).get(pk=document.pk)
    assert [revision.number for revision in shown.released_revisions] == [1, 3]
    assert [(text.language, text.revision.number) for text in shown.renditions] == [("en", 3)]
    assert Revision.objects.get(pk=hidden.pk).released_at is None
    assert Rendition.objects.visible_to(cast.anyone).filter(revision=hidden).count() == 0
    page = client.get(document.get_absolute_url(), {"text": "fr"}).content.decode()
    assert "not agreed" not in page
    assert "caché" not in page


def test_publishing_releases_the_newest_revision_only(cast):
    document = draft(texts={"en": "first"})
    add_texts(document, {"en": "second"})
    actions.publish(document=document, by=cast.secretary)
    assert list(document.revisions.filter(released_at__isnull=False).values_list("number", flat=True)) == [2]


def test_a_revision_without_a_text_is_not_released(cast):
    with pytest.raises(ValidationError, match="no text yet"):
        actions.release_revision(revision=actions.add_revision(document=draft(), by=None), by=None)


def test_a_document_known_by_its_title_only_can_be_published(cast):
    assert final("Known by title").state == "final"


def test_what_was_released_is_not_changed_deleted_or_hidden_again(cast):
    document = final(texts={"en": "first"})
    revision = document.revisions.get()
    rendition = revision.renditions.get()
    with pytest.raises(ValidationError, match="make a new revision"):
        actions.replace_text(rendition=rendition, text="other", by=cast.secretary)
    with pytest.raises(ValidationError, match="make a new revision"):
        rendition.delete()
    revision.released_at = None
    with pytest.raises(ValidationError, match="stays released"):
        revision.save()
    with pytest.raises(ValidationError, match="make a new revision"):
        Revision.objects.get(pk=revision.pk).delete()
    actions.add_rendition(revision=document.revisions.get(), language="fr", text="premier", role="translation", by=None)
    assert {row.text for row in Rendition.objects.all()} == {"first", "premier"}


def test_a_text_that_is_not_released_may_be_replaced(cast):
    rendition = add_texts(draft(), {"en": "first"}).renditions.get()
    actions.replace_text(rendition=rendition, text="other", by=cast.secretary)
    assert Rendition.objects.get().html == "<p>other</p>\n"
    assert rendition.history.first().history_user == cast.secretary


def test_minutes_go_from_their_editors_to_their_body_and_are_then_adopted(cast, minutes):
    document = minutes.document
    assert not seen_by(cast.member_a, document)
    actions.circulate_minutes(minutes=minutes, comments_until=today() + timedelta(days=14), by=cast.secretary)
    assert seen_by(cast.member_a, document)
    assert not seen_by(cast.member_b, document)
    actions.adopt_minutes(minutes=minutes, adopted_by_en="Plenary", adopted_by_fr="Plénière", by=cast.secretary)
    assert Document.objects.get(pk=document.pk).state == "final"
    assert Minutes.objects.get(pk=minutes.pk).adopted_on == today()


def test_what_a_body_commented_on_is_not_for_the_wider_audience_of_the_adopted_text(cast, minutes):
    document = minutes.document
    document.audience, document.audience_body = "public", None
    document.save()
    add_texts(document, {"fr": "Le groupe se dispute."}, by=cast.secretary)
    actions.circulate_minutes(minutes=minutes, comments_until=today(), by=cast.secretary)
    commented = document.revisions.get(number=2)
    assert Rendition.objects.visible_to(again(cast.member_a)).filter(revision=commented).exists()
    add_texts(document, {"en": "The group agreed."}, by=cast.secretary)
    actions.adopt_minutes(minutes=minutes, adopted_by_en="Plenary", adopted_by_fr="Plénière", by=cast.secretary)
    shown = Document.objects.for_display(cast.anyone).get(pk=document.pk)
    assert [(text.language, text.revision.number) for text in shown.renditions] == [("en", 3)]
    for user in (cast.anyone, again(cast.member_a)):
        assert not Rendition.objects.visible_to(user).filter(revision=commented).exists()
    assert Rendition.objects.visible_to(again(cast.secretary)).filter(revision=commented).exists()
    assert not search("dispute", cast.anyone, Document.objects.visible_to(cast.anyone)).ranked()


def test_minutes_are_circulated_to_the_body_they_are_of(cast, minutes, client):
    document, asked = minutes.document, {"comments_until": today(), "by": cast.secretary}
    document.issuing_body = cast.xwb
    document.save()
    with pytest.raises(ValidationError, match="issued by another"):
        actions.circulate_minutes(minutes=minutes, **asked)
    document.issuing_body = None
    document.save()
    actions.circulate_minutes(minutes=minutes, **asked)
    assert seen_by(cast.member_a, document)
    document.issuing_body = None
    document.save()
    client.force_login(cast.secretary)
    assert client.get(document.get_absolute_url()).status_code == 200


def test_adopted_minutes_are_locked_whoever_writes(cast, minutes):
    actions.adopt_minutes(minutes=minutes, adopted_by_en="Plenary", adopted_by_fr="Plénière", by=cast.secretary)
    document = Document.objects.get(pk=minutes.document_id)
    stored = Minutes.objects.get(pk=minutes.pk)
    stored.adopted_by_en = "nobody"
    with pytest.raises(ValidationError, match="locked"):
        stored.save()
    with pytest.raises(ValidationError, match="locked"):
        actions.add_revision(document=document, by=cast.secretary)
    with pytest.raises(ValidationError, match="only a translation"):
        actions.add_rendition(revision=document.revisions.get(), language="fr", text="autre", by=cast.secretary)
    with pytest.raises(ValidationError, match="make a new revision"):
        actions.replace_text(rendition=document.revisions.get().renditions.get(), text="other", by=cast.secretary)
    with pytest.raises(ValidationError, match="not possible"):
        actions.circulate_minutes(minutes=stored, comments_until=today(), by=cast.secretary)
    actions.add_rendition(
        revision=document.revisions.get(), language="fr", text="traduction", role="translation", by=cast.secretary
    )


def test_only_a_final_document_can_be_withdrawn_and_none_is_published_twice(cast):
    document = draft()
    with pytest.raises(ValidationError, match="draft"):
        actions.withdraw(document=document, by=cast.secretary)
    actions.publish(document=document, by=cast.secretary)
    with pytest.raises(ValidationError, match="final"):
        actions.publish(document=document, by=cast.secretary)
    actions.withdraw(document=document, by=cast.secretary, reason_en="Wrong text", on=date(2026, 1, 2))
    assert document.history.first().history_change_reason == "Wrong text"
    assert (document.state, document.withdrawn_on) == ("withdrawn", date(2026, 1, 2))


def test_an_embargo_keeps_a_final_text_with_its_editors_until_its_instant(cast, time_machine):
    until = timezone.now() + timedelta(hours=1)
    document = actions.publish(document=draft(issuing_body=cast.xwa), by=cast.secretary, embargoed_until=until)
    assert not seen_by(cast.member_a, document)
    assert seen_by(cast.chair_a, document)
    time_machine.move_to(until)
    assert seen_by(cast.member_a, document)


def test_an_embargoed_text_that_is_withdrawn_leaves_no_tombstone(cast, time_machine):
    until = timezone.now() + timedelta(hours=1)
    document = actions.publish(document=draft(issuing_body=cast.xwa), by=cast.secretary, embargoed_until=until)
    actions.withdraw(document=document, by=cast.secretary, reason_en="Too early")
    time_machine.move_to(until)
    assert document.state == "draft"
    assert not seen_by(cast.member_a, document)
    assert seen_by(cast.chair_a, document)


def test_a_document_is_not_linked_to_itself_or_twice(cast):
    first, second = final("First"), final("Second")
    kind = DocumentLink.Kind.SUPERSEDES
    actions.link(later=second, kind=kind, earlier=first, by=cast.secretary)
    for later in (first, second):
        with pytest.raises(ValidationError):
            actions.link(later=later, kind=kind, earlier=first, by=cast.secretary)


def test_a_title_is_found_after_it_was_added(cast):
    assert DocumentTitle.objects.filter(document=final({"en": "Paper", "fr": "Document"})).count() == 2


def test_of_two_who_publish_at_once_the_second_finds_it_done(cast):
    document = draft(texts={"en": "x"})
    stale = Document.objects.get(pk=document.pk)
    actions.publish(document=document, by=cast.secretary, embargoed_until=timezone.now() + timedelta(days=3))
    with pytest.raises(ValidationError):
        actions.publish(document=stale, by=cast.secretary)
    assert Document.objects.get(pk=document.pk).is_embargoed


def test_publishing_what_was_read_before_somebody_narrowed_it_keeps_it_narrow(cast):
    document = draft(texts={"en": "x"})
    stale = Document.objects.get(pk=document.pk)
    document.audience = "secretariat"
    document.save()
    actions.publish(document=stale, by=cast.secretary)
    assert not seen_by(cast.member_a, document)
