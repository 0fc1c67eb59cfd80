"""The text of uploaded files, read by the worker into the index."""

import pytest

from asm_portal.search import search
from knowledge import actions, extraction
from knowledge.models import Document, Rendition
from tests import made_files as made
from tests.knowledge.papers import draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def publish(cast, work):
    def make(data):
        document = draft("Paper")
        revision = actions.add_revision(document=document, by=cast.secretary)
        rendition = actions.add_rendition(revision=revision, language="en", file=made.upload(data), by=cast.secretary)
        actions.publish(document=document, by=cast.secretary)
        work()
        return Rendition.objects.get(pk=rendition.pk)

    return make


@pytest.mark.parametrize(
    "data",
    [
        made.pdf_saying("Rough diamonds of the emerald river"),
        made.docx_saying("Rough diamonds", "of the emerald river"),
        made.xlsx_saying(["carats", 12], ["emerald", None]),
        made.odt_saying("Rough diamonds of the emerald river"),
        b"Rough diamonds of the emerald river",
    ],
)
def test_the_words_of_a_file_are_found_once_the_worker_has_read_it(publish, cast, data):
    rendition = publish(data)
    assert (rendition.extraction, rendition.extraction_error) == ("done", "")
    assert "emerald" in rendition.extracted_text
    found = search("emeralds", cast.anyone, Document.objects.visible_to(cast.anyone))
    assert found.ranked() == [rendition.revision.document_id]


def test_the_tables_of_a_document_are_read_too(publish):
    document = made.docx.Document()
    document.add_table(1, 1).cell(0, 0).text = "emerald"
    assert publish(made.saved(document)).extracted_text == "emerald"


def test_a_picture_has_no_words_and_that_is_no_failure(publish):
    rendition = publish(made.png())
    assert (rendition.extraction, rendition.extracted_text) == ("done", "")


def test_a_file_that_cannot_be_read_is_noted_for_staff_and_stays(publish, monkeypatch):
    def broken(_file):
        raise ValueError("page 3 is torn")

    monkeypatch.setitem(extraction.READERS, "pdf", broken)
    rendition = publish(made.pdf())
    assert (rendition.extraction, rendition.extraction_error) == ("failed", "ValueError: page 3 is torn")
    assert rendition.revision.released_at


def test_reading_ends_after_its_time_and_its_letters(publish, monkeypatch):
    monkeypatch.setattr(extraction, "MAX_LETTERS", 5)
    assert publish(b"Rough diamonds").extracted_text == "Rough"
    monkeypatch.setattr(extraction, "MAX_SECONDS", -1)
    assert "OutOfTime" in publish(made.pdf_saying("Rough diamonds")).extraction_error


def test_a_file_that_was_replaced_while_it_was_read_leaves_no_words(cast, monkeypatch, work):
    revision = actions.add_revision(document=draft("Paper"), by=cast.secretary)
    rendition = actions.add_rendition(revision=revision, language="en", file=made.upload(made.pdf()), by=cast.secretary)

    def replaced_meanwhile(_file):
        stored = Rendition.objects.get(pk=rendition.pk)
        actions.replace_text(rendition=stored, text="Other words", by=cast.secretary)
        yield "emerald"

    monkeypatch.setitem(extraction.READERS, "pdf", replaced_meanwhile)
    work()
    assert Rendition.objects.get().extracted_text == ""
    drafts = Document.objects.visible_to(cast.secretary)
    assert not search("emerald", cast.secretary, drafts).ranked()
    assert search("words", cast.secretary, drafts).ranked()


def test_the_pages_of_a_pdf_are_counted(publish):
    assert publish(made.pdf(3)).pages == 3


def test_reading_twice_does_no_harm(publish):
    rendition = publish(b"Rough diamonds")
    extraction.extract_text.func(rendition.pk)
    assert Rendition.objects.get().extracted_text == "Rough diamonds"
