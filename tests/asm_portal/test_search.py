"""One search under the access rule: the same words are found on either database, and nothing that may not be known of."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from asm_portal import search as index
from asm_portal.areas import sources
from asm_portal.models import SearchEntry
from asm_portal.models.exceptions import grant
from asm_portal.search import search
from asm_portal.words import Marker, key, parse, split, stems
from knowledge import actions
from knowledge.models import Document, DocumentShare
from tests.cast import again
from tests.knowledge.papers import add_texts, draft, final

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def french():
    return final(
        {"fr": "Décision sur les diamants bruts"}, texts={"fr": "Les certificats sont délivrés par les Participants."}
    )


def found(text, user):
    """The titles found, best first."""
    records = Document.objects.visible_to(user)
    answer = search(text, user, records)
    ranked = answer.ranked()
    assert set(ranked) == set(answer.entries.values_list("object_id", flat=True))
    return [str(records.get(pk=pk)) for pk in ranked]


@pytest.mark.parametrize(
    "text",
    [
        "décision",
        "decision",
        "DÉCISIONS",
        "decisions",
        "diamant brut",
        "l’certificat",
        '"diamants bruts"',
        "délivré",
        "delivree",
        "delivrees",
    ],
)
def test_accents_case_and_endings_do_not_count(text, french, cast):
    assert found(text, cast.anyone) == ["Décision sur les diamants bruts"]


@pytest.mark.parametrize("text", ["procès-verbal", "proces-verbal", "proces-verbaux", '"proces verbaux"'])
def test_words_joined_by_a_hyphen_are_found_without_their_accents(text, cast):
    final("Réunion", texts={"fr": "Les procès-verbaux sont adoptés."})
    assert found(text, cast.anyone) == ["Réunion"]


@pytest.mark.parametrize("text", ["diamants polis", '"bruts diamants"', "xyz"])
def test_every_word_and_every_phrase_must_stand_in_the_text(text, french, cast):
    assert found(text, cast.anyone) == []


def test_words_are_stemmed_in_the_language_of_the_text(cast):
    final("Party", texts={"en": "All parties were certified.", "ru": "Решения о сертификатах", "zh": "金伯利进程证书"})
    assert found("party certify", cast.anyone) == ["Party"]
    assert found("решение", cast.anyone) == ["Party"]
    assert found("证书", cast.anyone) == ["Party"]
    assert found("书证", cast.anyone) == []


def test_empty_words_do_not_hide_what_is_looked_for_but_are_found_alone(french, cast):
    assert found("les certificats of the Participants", cast.anyone) == ["Décision sur les diamants bruts"]
    assert found("les", cast.anyone) == ["Décision sur les diamants bruts"]


@pytest.mark.parametrize(
    "text",
    [
        '"',
        '""',
        "'",
        '" OR "',
        "NEAR(",
        "*",
        "a*",
        "title:x",
        "-",
        "AND OR NOT",
        "\x00",
        "\\",
        "%s",
        "💎",
        "(((",
        "x" * 5000,
        "{}^~",
    ],
)
def test_odd_input_does_no_harm(text, french, cast):
    assert isinstance(found(text, cast.anyone), list)


def test_an_official_number_or_reference_is_on_top_however_it_is_written(cast):
    exact = final("Peer review", official_number="AD 005/2011", texts={"en": "x"})
    for number in range(3):
        final(f"About AD 005/2011, part {number}", texts={"en": "AD 005/2011 AD 005/2011 AD 005/2011"})
    assert len(found("AD 005/2011", cast.anyone)) == 4
    assert found("ad 005/2011", cast.anyone)[0] == "Peer review"
    assert found("AD-005-2011", cast.anyone)[0] == "Peer review"
    assert found(exact.reference.lower(), cast.anyone) == ["Peer review"]


def test_a_word_in_the_title_weighs_more_than_in_the_text(cast):
    final("Statistics of trade", texts={"en": "Figures."})
    final("Report", texts={"en": "Statistics, among much else that is told at some length in this text."})
    assert found("statistics", cast.anyone) == ["Statistics of trade", "Report"]


def test_a_draft_is_found_by_its_editors_only(cast):
    draft("Secret emerald", texts={"en": "emerald"}, issuing_body=cast.xwa)
    finders = {name for name, user in cast.users.items() if found("emerald", again(user))}
    assert finders == {"secretary", "chair_a"}
    assert found("emerald", cast.anyone) == []


def test_an_unreleased_revision_is_found_by_its_editors_only(cast):
    document = final("Report", texts={"en": "first"}, issuing_body=cast.xwa)
    add_texts(document, {"en": "emerald", "fr": "émeraude"})
    assert found("emerald", cast.anyone) == found("émeraude", again(cast.member_a)) == []
    assert found("emerald", again(cast.secretary)) == found("emeraude", again(cast.chair_a)) == ["Report"]
    assert found("first", cast.anyone) == ["Report"]


def test_a_text_of_a_body_is_found_by_its_members_and_by_those_it_was_opened_to(cast):
    document = final("Emerald", audience="body", issuing_body=cast.xwa)
    finders = {name for name, user in cast.users.items() if found("emerald", again(user))}
    assert finders == {"member_a", "both", "observer", "chair_a", "kp_chair", "secretary"}
    soon = timezone.now() + timedelta(hours=1)
    opened = grant(record=document, user=cast.guest, until=soon, reason="Expert", by=cast.secretary)
    share = DocumentShare.objects.create(
        content_object=document, body=cast.xwb, until=soon, reason="Joint session", by=cast.secretary
    )
    assert found("emerald", again(cast.guest)) == found("emerald", again(cast.member_b)) == ["Emerald"]
    opened.revoke()
    share.revoke()
    assert found("emerald", again(cast.guest)) == found("emerald", again(cast.member_b)) == []


def test_an_exception_stops_opening_the_search_by_the_clock(cast, time_machine):
    document = final("Emerald", audience="secretariat")
    until = timezone.now() + timedelta(minutes=5)
    grant(record=document, user=cast.guest, until=until, reason="Expert", by=cast.secretary)
    assert found("emerald", again(cast.guest)) == ["Emerald"]
    time_machine.move_to(until + timedelta(seconds=1))
    assert found("emerald", again(cast.guest)) == []


def test_an_embargoed_text_is_found_when_the_embargo_ends_without_being_indexed_again(cast, time_machine):
    until = timezone.now() + timedelta(minutes=5)
    actions.publish(document=draft("Emerald"), by=cast.secretary, embargoed_until=until)
    assert found("emerald", cast.anyone) == []
    time_machine.move_to(until + timedelta(seconds=1))
    assert found("emerald", cast.anyone) == ["Emerald"]


def test_a_changed_audience_closes_the_search_even_if_nobody_indexes_again(cast):
    document = final("Emerald")
    document.audience = "secretariat"
    document.save()
    assert found("emerald", cast.anyone) == []


def test_a_withdrawn_text_is_no_longer_found(cast):
    document = final("Emerald", texts={"en": "emerald"})
    actions.withdraw(document=document, by=cast.secretary)
    assert found("emerald", again(cast.secretary)) == []


@transaction.atomic
def withdrawn_in_the_same_breath():
    actions.withdraw(document=draft("Emerald"), by=None)


def test_what_a_transaction_did_not_keep_is_not_found(cast):
    with pytest.raises(ValidationError):
        withdrawn_in_the_same_breath()
    assert found("emerald", cast.anyone) == []


def test_the_snippet_escapes_the_text_and_marks_the_words_in_the_language_of_the_reader(cast):
    document = final(
        {"en": "Diamonds & <b>rules</b>"},
        texts={
            "en": "A first part that is long. " * 30
            + "Then ```<script>alert(1)</script>``` rough **diamonds** are counted.",
            "fr": "Les diamants bruts sont comptés.",
        },
    )
    answer = search("diamond diamants <script>", cast.anyone, Document.objects.visible_to(cast.anyone))
    assert answer.ranked() == []
    answer = search("diamond", cast.anyone, Document.objects.visible_to(cast.anyone))
    snippet = answer.snippets([document.pk], "fr")[document.pk]
    assert snippet.language == "en"
    assert "rough <mark>diamonds</mark> are counted." in snippet.html
    assert "&lt;script&gt;alert(1)" in snippet.html
    assert "<script" not in snippet.html
    assert snippet.html.startswith("… ")
    assert answer.marked(document.title, "en") == "<mark>Diamonds</mark> &amp; &lt;b&gt;rules&lt;/b&gt;"
    answer = search("diamant", cast.anyone, Document.objects.visible_to(cast.anyone))
    assert answer.snippets([document.pk], "en")[document.pk].language == "fr"


def test_the_mark_stands_on_the_whole_word_whatever_its_accents_and_ending():
    marked = Marker(parse("decision parties 证书"), "fr").marked
    assert marked("DÉCISIONS d’e\u0301lus") == "<mark>DÉCISIONS</mark> d’élus"
    assert (
        Marker(parse("parties"), "en").marked("Third-party rule, departing")
        == "Third-<mark>party</mark> rule, departing"
    )
    assert marked("金伯利证书") == "金伯利<mark>证</mark><mark>书</mark>"


def test_the_snippet_shows_the_place_where_most_of_the_words_stand():
    text = "diamond " + "x " * 400 + "rough diamond certificate " + "y " * 400
    snippet = Marker(parse("rough certificate diamond"), "en").snippet(text)
    assert snippet.count("<mark>") == 3
    assert (snippet[:2], snippet[-2:]) == ("… ", " …")
    assert Marker(parse("emerald"), "en").snippet(text) == ""


def test_the_words_of_a_text_are_told_apart_and_keys_hold_letters_and_digits_only():
    assert split("L’État, aujourd’hui: n° KP/2017!") == ["état", "aujourd", "hui", "n", "kp", "2017"]
    assert stems("Décisions", "fr") == stems("decision", "fr") == ["decis"]
    assert key(" AD 005/2011 ") == key("ad-005.2011") == "ad0052011"


def test_the_index_can_be_written_anew_and_holds_the_same(cast, french, capsys):
    draft("Hidden", texts={"en": "emerald"})
    count = sum(source.to_index().count() for source in sources())
    before = list(
        SearchEntry.objects.order_by("content_type", "object_id", "language", "is_draft").values_list(
            "object_id", "language", "title", "body"
        )
    )
    call_command("reindex")
    after = list(
        SearchEntry.objects.order_by("content_type", "object_id", "language", "is_draft").values_list(
            "object_id", "language", "title", "body"
        )
    )
    assert after == before != []
    assert f"{count} records indexed" in capsys.readouterr().out
    assert found("decision", cast.anyone) == ["Décision sur les diamants bruts"]


def test_a_record_that_is_taken_out_leaves_no_entry(cast, french):
    index.forget(french)
    assert not SearchEntry.objects.of(french).exists()
    assert found("decision", cast.anyone) == []


def test_a_very_long_text_is_indexed_as_far_as_the_index_goes(cast):
    final("Long", texts={"en": " ".join(f"w{number:x}q" for number in range(120_000))})
    assert found("w1q", cast.anyone) == ["Long"]


def test_the_reader_of_french_sees_the_french_text_first(cast):
    document = final("Both", texts={"en": "certificate", "fr": "certificat"})
    with override("fr"):
        answer = search("certificat", cast.anyone, Document.objects.visible_to(cast.anyone))
        assert answer.snippets([document.pk], "fr")[document.pk].language == "fr"
