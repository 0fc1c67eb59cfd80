"""What two revisions say differently, side by side."""

import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from asm_portal.dated import today
from knowledge import actions
from knowledge.minutes.diff import Comparison, paragraphs, paragraphs_of_file
from tests.cast import again
from tests.knowledge.papers import add_texts, draft, final
from tests.knowledge.test_minutes import of_meeting


def compared(earlier, later):
    """(kind, words only in the earlier, words only in the later) for each row."""
    rows = Comparison(paragraphs(earlier), paragraphs(later)).rows
    return [
        (
            row.kind,
            [piece.text for piece in row.earlier if piece.is_changed],
            [piece.text for piece in row.later if piece.is_changed],
        )
        for row in rows
    ]


def address(document, **query):
    url = reverse("knowledge:document-compare", args=[document.reference])
    return f"{url}?{'&'.join(f'{name}={value}' for name, value in query.items())}"


def test_words_are_compared_in_paragraphs_that_are_alike():
    assert compared("Three of four are done.\n\nSame.", "Two of four are done.\n\nSame.") == [
        ("changed", ["Three"], ["Two"]),
        ("same", [], []),
    ]


def test_an_added_and_a_removed_paragraph_stand_alone():
    earlier = "The agenda was adopted.\n\nSomebody left early.\n\nThe end."
    later = "A minute of silence.\n\nThe agenda was adopted.\n\nThe end."
    assert [row[0] for row in compared(earlier, later)] == ["added", "same", "removed", "same"]


def test_paragraphs_stay_aligned_where_several_changed_at_once():
    earlier = "Alderia spoke of parcels.\n\nBorealia spoke of rivers and weights."
    later = "Before all, thanks.\n\nAlderia spoke of parcels and forms.\n\nBorealia spoke of rivers and gauges."
    assert compared(earlier, later) == [
        ("added", [], ["Before all, thanks."]),
        ("changed", [], [" and forms"]),
        ("changed", ["weights"], ["gauges"]),
    ]


def test_the_two_sides_say_all_that_the_texts_say():
    earlier, later = "One two three.\n\nFour five.\n\nSix.", "Nought.\n\nOne 2 three.\n\nSix seven.\n\nEight."
    rows = Comparison(paragraphs(earlier), paragraphs(later)).rows
    for side, text in (("earlier", earlier), ("later", later)):
        said = ["".join(piece.text for piece in getattr(row, side)) for row in rows]
        assert [part for part in said if part] == paragraphs(text)


def test_nothing_changed_is_said_so():
    assert not Comparison(["a", "b"], ["a", "b"]).has_changes
    assert not Comparison([], []).has_changes


@pytest.mark.parametrize("repeated", [False, True])
def test_three_hundred_pages_are_compared_in_a_few_seconds(repeated):
    sentence = "The members asked how long a parcel number {} waits between the mine and the export office."
    earlier = [" ".join([sentence.format(1 if repeated else number)] * 8) for number in range(2_400)]
    later = [text.replace("members", "Participants") for text in earlier]
    begun = time.process_time()
    rows = Comparison(earlier, later).rows
    assert time.process_time() - begun < 10
    assert len(rows) >= 2_400


def test_lines_of_a_pdf_are_joined_up_to_the_end_of_a_sentence():
    assert paragraphs_of_file("The group\nmet.\nIt\nagreed:\n- no", "pdf") == ["The group met.", "It agreed:", "- no"]
    assert paragraphs_of_file("Opening\nThe group met.\n\n", "docx") == ["Opening", "The group met."]


def test_unchanged_paragraphs_far_from_a_change_are_folded():
    texts = [f"Paragraph {number}." for number in range(20)]
    folded = list(Comparison(texts, [*texts[:10], "Something else altogether", *texts[10:]]).folded())
    assert [row.unchanged for row in folded] == [9, 0, 0, 0, 9]


@pytest.fixture
def public(cast):
    document = final("Rules", texts={"en": "Three <b>rules</b>.\n\nSame.", "ar": "ثلاثة قواعد"}, by=cast.secretary)
    revision = add_texts(document, {"en": "Two <b>rules</b>.\n\nSame.", "ar": "قاعدتان اثنتان"}, by=cast.secretary)
    actions.release_revision(revision=revision, by=cast.secretary)
    return document


def test_the_page_marks_words_for_the_eye_and_for_screen_readers(cast, client, public):
    page = client.get(address(public))
    assert '<del class="bad"><span class="vh" lang="en">removed: </span>Three<span class="vh" lang="en">' in page.text
    assert '<ins class="ok"><span class="vh" lang="en">added: </span>Two<span class="vh" lang="en">' in page.text
    assert "&lt;" in page.text
    assert "<b>rules" not in page.text
    assert (page.context["earlier"], page.context["later"]) == (1, 2)


def test_a_text_that_runs_from_right_to_left_does_so_here(cast, client, public):
    page = client.get(address(public, language="ar"))
    assert '<tbody lang="ar" dir="rtl">' in page.text
    assert list(page.context["languages"]) == ["en", "ar"]


def test_any_two_revisions_can_be_compared_and_none_that_do_not_exist(cast, client, public):
    actions.release_revision(revision=add_texts(public, {"en": "One rule."}, by=cast.secretary), by=cast.secretary)
    page = client.get(address(public, **{"from": 1, "to": 3, "language": "en"}))
    assert (page.context["earlier"], page.context["later"]) == (1, 3)
    backwards = client.get(address(public, **{"from": 3, "to": 1, "language": "en"}))
    assert (backwards.context["earlier"], backwards.context["later"]) == (1, 3)
    assert "The two texts say the same." in client.get(address(public, **{"from": 2, "to": 2})).text
    for wrong in ({"from": 9}, {"to": "x"}, {"to": "²"}):
        assert client.get(address(public, **wrong)).status_code == 404


def test_a_revision_that_one_may_not_read_is_not_compared(cast, client, public):
    add_texts(public, {"en": "A secret draft."}, by=cast.secretary)
    assert client.get(address(public, to=3)).status_code == 404
    assert 3 not in client.get(address(public)).context["numbers"]
    client.force_login(cast.secretary)
    assert "secret" in client.get(address(public, to=3)).text


def test_what_was_only_circulated_is_compared_by_the_editors_alone(cast, client):
    document = of_meeting(cast)
    actions.circulate_minutes(minutes=document.minutes, comments_until=today(), by=cast.secretary)
    add_texts(document, {"en": "The group met twice."}, by=cast.secretary)
    client.force_login(cast.member_a)
    assert client.get(address(document)).context["language"] == ""
    actions.circulate_minutes(minutes=document.minutes, comments_until=today(), by=cast.secretary)
    assert client.get(address(document)).context["numbers"] == [1, 2]
    actions.adopt_minutes(minutes=document.minutes, adopted_by_en="x", adopted_by_fr="x", by=cast.secretary)
    client.force_login(again(cast.member_a))
    assert "nothing to compare" in client.get(address(document, **{"from": 1})).text
    client.force_login(again(cast.chair_a))
    assert client.get(address(document)).context["numbers"] == [1, 2]


def test_a_document_that_one_may_not_know_of_has_no_such_page(cast, client):
    hidden = draft("Hidden", texts={"en": "a"}, by=cast.secretary)
    assert client.get(address(hidden)).status_code == 404
    withdrawn = final("Gone", texts={"en": "a"}, by=cast.secretary)
    actions.withdraw(document=withdrawn, by=cast.secretary)
    assert client.get(address(withdrawn)).status_code == 404


def test_one_revision_alone_says_that_there_is_nothing_to_compare(cast, client):
    assert "nothing to compare" in client.get(address(final("One", texts={"en": "a"}, by=cast.secretary))).text


def test_a_file_is_compared_by_the_text_that_was_read_from_it_and_the_page_says_so(cast, client, work):
    document = final("Paper", texts={"en": "# Opening\n\nThe group met."}, by=cast.secretary)
    revision = actions.add_revision(document=document, by=cast.secretary)
    file = SimpleUploadedFile("x.txt", b"# Opening\nThe group met twice.")
    actions.add_rendition(revision=revision, language="en", file=file, by=cast.secretary)
    actions.release_revision(revision=revision, by=cast.secretary)
    assert "still being read" in client.get(address(document)).text
    work()
    page = client.get(address(document))
    assert "the text that was read from it" in page.text
    assert "still being read" not in page.text
    assert [row.kind for row in page.context["rows"]] == ["same", "changed"]
