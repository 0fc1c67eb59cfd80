"""The archive for the secretariat: a document with all its details on one page."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from asm_portal.dated import today
from asm_portal.models import SearchEntry
from asm_portal.visibility import Audience
from communications.models import Communique
from knowledge import actions
from knowledge.models import Document, DocumentGrant, DocumentKind, DocumentShare, Rendition
from tests.administration import address, filled, sign_in
from tests.cast import again

GRANT = "grants-0-"


@pytest.fixture
def secretary(client, cast):
    return sign_in(client, cast.secretary)


@pytest.fixture
def kind(db):
    return DocumentKind.objects.create(
        code="paper", prefix="PAP", name_en="Paper", name_fr="Document", default_audience=Audience.BODY
    )


@pytest.fixture
def minutes_kind(db):
    return DocumentKind.objects.create(
        code="minutes", prefix="MIN", name_en="Minutes", name_fr="Procès-verbal", default_audience=Audience.BODY
    )


@pytest.fixture
def paper(cast, kind):
    return actions.add_document(
        kind=kind, titles={"en": "A paper"}, issuing_body=cast.xwa, date=today(), by=cast.secretary
    )


def opened(client, record):
    return filled(client.get(address(type(record), "change", record.pk)))


def save(client, record, sent):
    return client.post(address(type(record), "change", record.pk), sent)


def row(prefix, number, **values):
    """The fields of a new row of an inline, which then holds one more."""
    return {f"{prefix}-TOTAL_FORMS": number + 1} | {
        f"{prefix}-{number}-{name}": value for name, value in values.items()
    }


def text_row(number=0, **values):
    return row(
        "rendition-rows", number, **({"language": "en", "role": "original", "text": "# Heading\n\nWords."} | values)
    )


def do(client, record, code, **answers):
    where = reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_do", args=[record.pk, code])
    return client.post(where, answers)


def test_a_new_document_gets_the_audience_of_its_kind(secretary, cast, kind):
    sent = filled(secretary.get(address(Document, "add"))) | {
        "kind": kind.pk, "issuing_body": cast.xwa.pk, "date": "2026-02-01", "titles-0-language": "en",
        "titles-0-title": "A new paper", "titles-0-status": "official",
    }  # fmt: skip
    assert secretary.post(address(Document, "add"), sent | text_row()).status_code == 302
    made = Document.objects.get(titles__title="A new paper")
    assert (made.audience, made.audience_body, made.state) == (Audience.BODY, cast.xwa, Document.State.DRAFT)
    rendition = Rendition.objects.get(revision__document=made)
    assert "<h3>Heading</h3>" in rendition.html
    assert rendition.sha256
    assert rendition.revision.number == 1


def test_changing_whom_a_record_is_for_needs_a_reason_on_record(secretary, paper, cast):
    sent = opened(secretary, paper) | {"audience": "chair", "audience_body": ""}
    assert "other readers now" in save(secretary, paper, sent).content.decode()
    assert save(secretary, paper, sent | {"why": "The Chair, by letter of 3 May"}).status_code == 302
    last = Document.history.filter(id=paper.pk).first()
    assert (last.audience, last.history_change_reason) == ("chair", "The Chair, by letter of 3 May")
    assert save(secretary, paper, opened(secretary, paper) | {"official_number": "1"}).status_code == 302


def test_the_state_is_set_by_buttons_only(secretary, paper):
    save(secretary, paper, opened(secretary, paper) | {"state": "final"})
    paper.refresh_from_db()
    assert paper.state == Document.State.DRAFT


@pytest.mark.both_databases
def test_a_refused_file_says_why_at_the_field_and_loses_nothing_else(secretary, paper):
    sent = opened(secretary, paper) | {"official_number": "KP/7"}
    sent |= text_row(text="", file=SimpleUploadedFile("a.pdf", b"MZ\x90\x00 not a document"))
    answer = save(secretary, paper, sent)
    page = answer.content.decode()
    assert "none of the formats taken" in page
    assert 'value="KP/7"' in page
    rows = next(inline for inline in answer.context["inline_admin_formsets"] if inline.formset.model is Rendition)
    assert "file" in rows.formset.forms[0].errors
    assert not Rendition.objects.exists()


def test_a_file_is_taken_in_read_and_found(secretary, paper, work):
    file = SimpleUploadedFile("notes.txt", b"The plenary speaks of kimberlite.")
    assert save(secretary, paper, opened(secretary, paper) | text_row(text="", file=file)).status_code == 302
    rendition = Rendition.objects.get()
    assert (rendition.extension, rendition.revision.number, rendition.extraction) == ("txt", 1, "waiting")
    work()
    rendition.refresh_from_db()
    assert "kimberlite" in rendition.extracted_text


def test_a_draft_text_is_replaced_and_a_released_one_is_not(secretary, paper, cast):
    save(secretary, paper, opened(secretary, paper) | text_row())
    sent = opened(secretary, paper) | {"rendition-rows-0-text": "Better."}
    assert save(secretary, paper, sent).status_code == 302
    rendition = Rendition.objects.get()
    assert "Better." in rendition.html
    actions.publish(document=paper, by=cast.secretary)
    save(secretary, paper, opened(secretary, paper) | {"rendition-rows-0-text": "Forged."})
    rendition.refresh_from_db()
    assert rendition.text == "Better."


def test_a_text_after_the_released_one_opens_the_next_revision(secretary, paper):
    save(secretary, paper, opened(secretary, paper) | text_row())
    assert do(secretary, paper, "publish").status_code == 302
    save(secretary, paper, opened(secretary, paper) | text_row(1, text="Second."))
    assert [revision.released_at is None for revision in paper.revisions.order_by("number")] == [False, True]
    assert do(secretary, paper, "release").status_code == 302
    assert not paper.revisions.filter(released_at=None).exists()


def test_what_readers_have_of_the_chair_gets_no_translation_and_the_page_says_what_to_do(secretary, paper):
    save(secretary, paper, opened(secretary, paper) | text_row())
    do(secretary, paper, "publish")
    paper.refresh_from_db()
    paper.released_by_chair = True
    paper.save()
    sent = opened(secretary, paper) | text_row(1, language="fr", text="Traduit.", revision=paper.revisions.get().pk)
    page = save(secretary, paper, sent).text
    assert ("Put it into a new revision" in page, "Traduit." in page) == (True, True)
    assert Rendition.objects.count() == 1


def test_two_texts_of_one_language_and_role_are_refused(secretary, paper):
    save(secretary, paper, opened(secretary, paper) | text_row())
    assert save(secretary, paper, opened(secretary, paper) | text_row(1, text="Again.")).status_code == 200
    assert Rendition.objects.count() == 1


@pytest.fixture
def minutes(cast, minutes_kind):
    made = actions.add_document(
        kind=minutes_kind, titles={"en": "Minutes"}, issuing_body=cast.xwa, date=today(), by=cast.secretary,
        minutes={"body": cast.xwa, "meeting_date": today()},
    )  # fmt: skip
    actions.add_rendition(
        revision=actions.add_revision(document=made, by=cast.secretary), language="en", text="Said.", by=cast.secretary
    )
    return made


def test_minutes_are_circulated_and_adopted_with_buttons_and_then_locked(secretary, minutes, cast):
    assert "day is over" in do(secretary, minutes, "circulate", comments_until="2020-01-01").content.decode()
    assert do(secretary, minutes, "circulate", comments_until=today() + timedelta(days=9)).status_code == 302
    answers = {"adopted_on": today(), "adopted_by_en": "The group", "adopted_by_fr": "Le groupe"}
    assert do(secretary, minutes, "adopt", **answers).status_code == 302
    minutes.refresh_from_db()
    assert (minutes.state, minutes.minutes.adopted_by_fr) == ("final", "Le groupe")
    page = secretary.get(address(Document, "change", minutes.pk)).content.decode()
    assert 'name="rendition-rows-0-text"' not in page
    save(secretary, minutes, opened(secretary, minutes) | text_row(1, text="Forged."))
    assert Rendition.objects.count() == 1


def test_a_final_document_is_withdrawn_with_a_reason(secretary, paper, cast):
    actions.publish(document=paper, by=cast.secretary)
    assert do(secretary, paper, "withdraw", reason_en="", reason_fr="").status_code == 200
    assert do(secretary, paper, "withdraw", reason_en="Wrong text.", reason_fr="Texte erroné.").status_code == 302
    paper.refresh_from_db()
    assert (paper.state, paper.withdrawal_reason_fr) == ("withdrawn", "Texte erroné.")


def test_a_button_that_is_not_offered_does_nothing(secretary, paper):
    assert do(secretary, paper, "withdraw", reason_en="x", reason_fr="x").status_code == 200
    paper.refresh_from_db()
    assert paper.state == "draft"


def test_nobody_but_the_secretariat_presses_the_buttons(client, paper, cast):
    for name in ("administrator", "kp_chair", "chair_a", "member_a"):
        sign_in(client, cast.users[name])
        assert do(client, paper, "publish").status_code in (302, 403, 404)
    paper.refresh_from_db()
    assert paper.state == "draft"


def test_a_document_is_opened_to_a_person_until_an_instant_and_closed_again(secretary, paper, cast):
    actions.publish(document=paper, by=cast.secretary)
    later = timezone.now() + timedelta(days=3)
    until = {"until_0": f"{later:%Y-%m-%d}", "until_1": "12:00:00"}
    sent = opened(secretary, paper) | row("grants", 0, user=cast.guest.pk, reason="Review visit", **until)
    assert save(secretary, paper, sent).status_code == 302
    grant = DocumentGrant.objects.get()
    assert (grant.user, grant.by, grant.reason) == (cast.guest, cast.secretary, "Review visit")
    assert Document.objects.visible_to(again(cast.guest)).get() == paper
    sent = (
        opened(secretary, paper)
        | {"grants-0-end_now": "on"}
        | {f"grants-0-{name}": text for name, text in until.items()}
    )
    assert save(secretary, paper, sent).status_code == 302
    assert not Document.objects.visible_to(again(cast.guest)).exists()
    assert DocumentGrant.history.count() == 2


def test_an_exception_without_a_reason_or_with_an_end_that_has_passed_is_refused(secretary, paper, cast):
    past = {"until_0": "2020-01-01", "until_1": "12:00:00"}
    sent = opened(secretary, paper) | row("grants", 0, user=cast.guest.pk, reason="", **past)
    answer = save(secretary, paper, sent)
    rows = next(inline for inline in answer.context["inline_admin_formsets"] if inline.formset.model is DocumentGrant)
    assert set(rows.formset.forms[0].errors) == {"reason", "until"}


def test_a_document_is_shared_with_another_body(secretary, paper, cast):
    actions.publish(document=paper, by=cast.secretary)
    later = timezone.now() + timedelta(days=3)
    until = {"until_0": f"{later:%Y-%m-%d}", "until_1": "12:00:00"}
    sent = opened(secretary, paper) | row("shares", 0, body=cast.xwb.pk, reason="Joint session", **until)
    assert save(secretary, paper, sent).status_code == 302
    assert DocumentShare.objects.get().by == cast.secretary
    assert Document.objects.visible_to(again(cast.member_b)).get() == paper


def test_the_history_of_a_document_tells_of_its_titles_and_texts(secretary, paper):
    save(secretary, paper, opened(secretary, paper) | text_row() | {"titles-0-title": "A better paper"})
    page = secretary.get(address(Document, "history", paper.pk)).content.decode()
    assert "<del>A paper</del>" in page
    assert "<ins>A better paper</ins>" in page
    assert "rendition" in page


def test_a_document_edited_by_two_keeps_what_was_typed(secretary, paper, cast):
    mine = opened(secretary, paper) | {"official_number": "mine"} | text_row(text="My long text.")
    actions.publish(document=paper, by=cast.secretary)
    answer = save(secretary, paper, mine)
    assert answer.status_code == 200
    assert "My long text." in answer.content.decode()
    assert not Rendition.objects.exists()


def test_the_lists_one_works_from(secretary, paper, cast, work):
    held = address(Document, "change", paper.pk)

    def listed(code):
        return held in secretary.get(address(Document), {"list": code}).content.decode()

    assert (listed("drafts"), listed("no-french"), listed("not-held")) == (True, True, False)
    actions.publish(document=paper, by=cast.secretary)
    assert (listed("drafts"), listed("not-held")) == (False, True)
    revision = actions.add_revision(document=paper, by=cast.secretary)
    rendition = actions.add_rendition(revision=revision, language="en", text="x", by=cast.secretary)
    rendition.extraction = Rendition.Extraction.FAILED
    rendition.save()
    assert listed("not-read")
    index = secretary.get(reverse("admin:index")).content.decode()
    assert "Files whose text could not be read" in index
    assert "Documents without a title in French" in index


def test_a_communique_of_an_earlier_day_is_recorded_from_its_page_and_a_new_one_is_not(secretary, cast):
    kind = DocumentKind.objects.create(
        code="final_communique",
        prefix="COM",
        name_en="Communiqué",
        name_fr="Communiqué",
        default_audience=Audience.CHAIR,
    )
    text = actions.add_document(
        kind=kind,
        titles={"en": "A communiqué"},
        audience=Audience.PUBLIC,
        date=today(),
        source="The Chair’s own site",
        by=cast.secretary,
    )
    communique = Communique.objects.create(document=text)
    assert "do/publish/" not in secretary.get(address(Document, "change", text.pk)).content.decode()
    assert "add a file in at least one language" in do(secretary, communique, "record").content.decode()
    actions.add_rendition(
        revision=actions.add_revision(document=text, by=cast.secretary), language="en", text="Said.", by=cast.secretary
    )
    assert "Only what was issued on an earlier day is recorded" in do(secretary, communique, "record").content.decode()
    text.date -= timedelta(days=400)
    actions.save(text, cast.secretary)
    assert do(secretary, communique, "record").status_code == 302
    communique.refresh_from_db()
    assert communique.published_at


def test_a_deleted_draft_leaves_no_words_in_the_index(secretary, kind):
    bare = actions.add_document(kind=kind, titles={}, audience=Audience.PUBLIC, by=None)
    assert SearchEntry.objects.of(bare).exists()
    secretary.post(address(Document, "delete", bare.pk), {"post": "yes"})
    assert not Document.objects.exists()
    assert not SearchEntry.objects.of(bare).exists()


def test_what_readers_have_is_not_made_a_text_of_the_chair(secretary, cast, paper, kind):
    actions.publish(document=paper, by=cast.secretary)
    chairs = DocumentKind.objects.create(
        code="speech_statement",
        prefix="STM",
        name_en="Statement",
        name_fr="Déclaration",
        default_audience=Audience.PUBLIC,
    )
    page = address(Document, "change", paper.pk)
    refused = secretary.post(page, filled(secretary.get(page)) | {"kind": chairs.pk, "date_precision": "day"})
    assert "In a document of this kind the KP Chair speaks" in refused.content.decode()
    paper.refresh_from_db()
    assert paper.kind == kind
