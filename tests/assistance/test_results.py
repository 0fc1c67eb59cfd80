"""Results of assistance (mandate 4c): published when the requester and the KP Chair's office agree, without personal data."""

from io import BytesIO
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from pypdf import PdfWriter

from asm_portal.models import Person
from asm_portal.models.search import SearchEntry
from asm_portal.visibility import Audience
from assistance.models import Result, ResultConsent
from assistance.results import panels
from assistance.results.actions import (
    Written,
    decide,
    give_back,
    publish,
    put_to_both,
    rewrite,
    say,
    seen_of,
    take_back,
    what_is_missing,
)
from assistance.results.personal import findings, found_in, names
from assistance.results.showing import facts, story
from knowledge.actions import publish as make_final
from knowledge.actions import withdraw
from knowledge.models import Document
from tests.assistance.analysed import from_outside
from tests.assistance.ended import TEXTS, agreed, approved, given, prepared, published, put, told
from tests.assistance.referred import accepted, asked, readers, referred
from tests.cast import again, invented

pytestmark = pytest.mark.django_db
STAFF = {"kp_chair", "secretary"}
State = Document.State


def refused(verb, **facts):
    """The sentences with which a verb refuses something."""
    with pytest.raises(ValidationError) as refusal, transaction.atomic():
        verb(**facts)
    return " ".join(refusal.value.messages)


def fresh(result):
    return Result.objects.get(pk=result.pk)


def naming(*words, language="en"):
    """Texts of which one names something."""
    return TEXTS | {language: Written("A title", f"What was learned. {' '.join(words)}")}


def found(cast, *words, **facts):
    return [(finding.what, finding.words) for finding in findings(prepared(cast, texts=naming(*words, **facts)))]


def items_of(user):
    return [item.title for item in panels.desk(again(user))]


def test_a_result_is_a_draft_of_the_archive_that_the_secretariat_alone_knows(cast):
    result = prepared(cast)
    document = result.document
    assert document.reference.startswith("TAO-")
    assert (document.state, document.audience, document.released_by_chair) == (State.DRAFT, Audience.CHAIR, True)
    assert document.organisation == cast.xa
    assert {row.language: row.title for row in document.titles.all()} == {
        "en": "Training valuers", "fr": "Former des évaluateurs",
    }  # fmt: skip
    assert "<em>checked</em>" in result.revision.renditions.get(language="en").html
    assert readers(cast, Result.objects.all()) == {"secretary"}
    assert readers(cast, Document.objects.all()) == {"secretary"}


def test_what_lies_before_both_is_read_by_those_who_agree_and_by_no_body(cast):
    case = asked(cast)
    accepted(cast, referred(cast, case, body=cast.xwa))
    result = put(cast, prepared(cast, told(cast, case)))
    assert readers(cast, Result.objects.all()) == STAFF | {"member_a"}
    assert readers(cast, Document.objects.all()) == STAFF
    assert items_of(cast.member_a) == [f"Agree to the publication: {result}"]
    assert items_of(cast.kp_chair) == [f"Decide: {result}"]
    assert items_of(cast.secretary) == []


def test_an_invented_chair_has_no_real_result_on_the_desk(cast):
    result = put(cast, prepared(cast))
    invented(cast.kp_chair)
    assert items_of(cast.kp_chair) == [f"Decide: {result}"]
    result.document.is_demonstration = False
    result.document.save()
    assert items_of(cast.kp_chair) == []


def test_both_are_asked_by_mail_and_the_last_to_agree_publishes_it(cast, work):
    case = told(cast)
    work()
    mail.outbox.clear()
    result = put(cast, prepared(cast, case))
    work()
    subjects = {sent.to[0]: sent.subject for sent in mail.outbox}
    assert subjects == {
        cast.member_a.person.primary_email: f"Do you agree to the publication of a result of {case.reference}?",
        cast.kp_chair.person.primary_email: "For your decision: Training valuers",
    }
    agreed(cast, result)
    assert what_is_missing(fresh(result)) == ["The KP Chair’s office has not approved this text."]
    result = approved(cast, result)
    assert result.is_published
    assert (result.document.state, result.document.audience) == (State.FINAL, Audience.PUBLIC)
    assert Document.objects.visible_to(AnonymousUser()).filter(pk=result.document_id).exists()
    assert Result.objects.visible_to(AnonymousUser()).get() == result


def test_the_chair_may_be_first_and_the_requester_last(cast):
    result = approved(cast, put(cast))
    assert not fresh(result).is_published
    assert items_of(cast.kp_chair) == []
    assert agreed(cast, result).is_published


def test_a_result_without_consent_is_not_published_by_any_way(cast):
    result = approved(cast, put(cast))
    assert refused(publish, result=result, by=cast.secretary) == "The requester has not agreed to this text."
    result.published_at = result.asked_at
    with pytest.raises(IntegrityError), transaction.atomic():
        result.save()
    make_final(document=result.document, by=cast.secretary)
    assert not Document.objects.visible_to(AnonymousUser()).exists()
    assert not Result.objects.visible_to(AnonymousUser()).exists()
    assert readers(cast, Document.objects.all()) == STAFF


def test_a_result_without_the_chair_is_not_published(cast):
    result = agreed(cast, put(cast))
    assert not result.is_published
    assert "KP Chair’s office has not approved" in refused(publish, result=result, by=cast.secretary)
    assert "KP Chair’s office has not approved" in refused(make_final, document=result.document, by=cast.secretary)
    with pytest.raises(PermissionDenied):
        decide(result=result, seen=seen_of(result), by=cast.secretary)


def test_consent_is_on_record_and_may_be_taken_back_until_it_is_published(cast):
    result = agreed(cast, put(cast))
    row = ResultConsent.objects.get()
    assert (row.word, row.person, row.channel, row.sha256) == ("given", cast.member_a.person, "portal", seen_of(result))
    assert items_of(cast.member_a) == []
    agreed(cast, result, agrees=False, text="Leave out the scales.")
    assert list(ResultConsent.objects.values_list("word", flat=True)) == ["given", "withdrawn"]
    assert not approved(cast, result).is_published
    assert items_of(cast.secretary) == [f"The requester does not agree: {result}"]
    assert agreed(cast, result).is_published
    assert "is published" in refused(lambda: agreed(cast, result, agrees=False))


def test_somebody_outside_the_register_agrees_by_name(cast, work):
    result = put(cast, prepared(cast, told(cast, from_outside())))
    work()
    assert any("/assistance/results/agree/" in sent.body for sent in mail.outbox if sent.to == ["nora@outside.example"])
    say(result=result, agrees=True, seen=seen_of(result), name="Nora Newcomer", channel="mail")
    assert str(ResultConsent.objects.get().who) == "Nora Newcomer"
    assert approved(cast, result).is_published


def test_whoever_read_another_text_agrees_to_nothing(cast):
    result = put(cast)
    old = seen_of(result)
    agreed(cast, result)
    rewrite(result=result, texts=naming("More lamps."), seen=old, by=cast.secretary)
    result = fresh(result)
    assert (result.asked_at, result.checked_at, result.consent) == (None, None, None)
    assert "taken this result back" in refused(say, result=result, agrees=True, seen=old, person=cast.member_a.person)
    put(cast, result)
    assert "text was changed" in refused(say, result=result, agrees=True, seen=old, person=cast.member_a.person)
    assert "text was changed" in refused(decide, result=result, seen=old, by=cast.kp_chair)
    agreed(cast, result)
    assert approved(cast, result).is_published


def test_a_text_that_was_approved_changes_in_a_revision_that_needs_a_new_decision(cast):
    result = approved(cast, put(cast))
    rewrite(result=result, texts=naming("More lamps."), seen=seen_of(result), by=cast.secretary)
    result = put(cast, fresh(result))
    assert result.revision.number == 2
    assert not agreed(cast, result).is_published
    assert approved(cast, result).is_published
    assert result.document.titles.get(language="en").title == "A title"


def test_of_two_who_write_the_second_is_told_and_loses_nothing(cast):
    result = prepared(cast)
    old = seen_of(result)
    rewrite(result=result, texts=naming("First."), seen=old, by=cast.secretary)
    words = refused(rewrite, result=result, texts=naming("Second."), seen=old, by=cast.secretary)
    assert words.startswith("Somebody else has changed this result")


def test_the_chairs_office_gives_a_text_back_with_a_remark(cast, work):
    result = put(cast)
    give_back(result=result, seen=seen_of(result), remark="Shorter, please.", by=cast.kp_chair)
    assert readers(cast, Result.objects.all()) == {"secretary"}
    assert items_of(cast.secretary) == [f"Given back by the KP Chair’s office: {result}"]
    mail.outbox.clear()
    work()
    [sent] = [sent for sent in mail.outbox if "Shorter, please." in sent.body]
    assert sent.to == [cast.secretary.person.primary_email]
    assert not [sent for sent in mail.outbox if "For your decision" in sent.subject]


def test_what_was_taken_back_is_a_draft_and_can_be_put_to_both_again(cast):
    result = take_back(result=put(cast), by=cast.secretary)
    assert "already a draft" in refused(take_back, result=result, by=cast.secretary)
    assert put(cast, fresh(result)).asked_at
    assert "already" in refused(put_to_both, result=result, seen=seen_of(result), by=cast.secretary)


def test_names_addresses_and_numbers_of_persons_are_found_in_the_text(cast):
    assert found(cast, "Bruno Sample held it.") == [("name", "Bruno Sample")]
    assert ("e-mail address", "someone@school.example") in found(cast, "Write to someone@school.example.")
    assert ("telephone number", "+000 20 555 0170") in found(cast, "Call +000 20 555 0170 now.")
    assert found(cast, "In 2026, 1 250 000 carats; on 2026-11-22, a sample of 12.") == []


def test_a_number_of_the_register_is_found_however_it_is_written(cast):
    cast.member_b.person.phones.create(number="+000 9 8765 4321")
    texts = [
        f"{number} is the number." for number in ("000-98765-4321", "+000 9 8765 4321", "+000 9 8765 4321 or 4322")
    ]
    for text, number in zip(texts, ("000-98765-4321", "+000 9 8765 4321", "+000 9 8765 4321"), strict=True):
        assert list(found_in(text, {}, {"000987654321"})) == [("telephone number", number)]
    assert found(cast, "Call +000 9 8765 4321.") == [("telephone number", "+000 9 8765 4321")]


@pytest.mark.parametrize("written", ["Ache\u0301be", "Ache\u00adbe", "Ache\u200bbe", "_Achebe_", "ACHEBE’s"])
def test_a_name_is_found_in_whatever_signs_it_is_written(cast, written):
    Person.objects.create(given_name="Ada", family_name="Achebe")
    assert found(cast, written) == [("name", "Achebe")]


@pytest.mark.parametrize(
    ("family", "written", "is_found"),
    [
        ("Ng", "The course of Ng ended.", True),
        ("Ng", "The angle of 40 ng.", False),
        ("So", "So we asked. - So it was.", False),
        ("So", "We asked So, and Dr So. Then Dr. So spoke.", True),
        ("N’Diaye", "It was NDiaye.", True),
        ("Ndiaye", "It was N'Diaye.", True),
        ("El-Amin", "With EL AMIN and others.", True),
        ("Bâ", "Chez Ba.", True),
        ("Sørensen", "By Sorensen.", True),
        ("Santos Silva", "By Silva alone.", True),
        ("Carr", "In the Carrefour of Carry.", False),
        ("Long", "It took long.", False),
        ("Long", "Asked Long.", True),
    ],
)
def test_short_and_common_family_names_count_as_words_with_a_capital_of_their_own(family, written, is_found):
    Person.objects.create(given_name="Ada", family_name=family)
    request = SimpleNamespace(asked_by=None, consent_by=None, name="")
    assert [words for _what, words in found_in(written, names(request), set())] == [
        family.rpartition(" ")[2]
    ] * is_found


def test_initials_of_those_who_had_to_do_with_the_request_are_found_with_their_capitals():
    request = SimpleNamespace(asked_by=None, consent_by=None, name="Yara Aster")
    known = names(request)
    assert [words for _what, words in found_in("As Y.A. said, Y. A. knew.", known, set())] == ["Y. A."]
    assert list(found_in("Il y a un cours.", known, set())) == []


def test_a_file_in_which_nothing_can_be_searched_is_put_to_nobody_without_a_reason(cast):
    scan, writer = BytesIO(), PdfWriter()
    writer.add_blank_page(100, 100)
    writer.write(scan)
    file = SimpleUploadedFile("scan.pdf", scan.getvalue())
    result = prepared(cast, texts=TEXTS | {"en": Written("A scan", "", file)})
    assert [(finding.words, finding.language) for finding in findings(result)] == [("PDF", "en")]
    assert "say why they stay" in refused(put_to_both, result=result, seen=seen_of(result), by=cast.secretary)
    stored = result.revision.renditions.get(language="en").file
    stored.storage.delete(stored.name)
    stored.storage.save(stored.name, ContentFile(b"no file of this kind any more"))
    assert [finding.words for finding in findings(result)] == ["PDF"]


def test_a_name_of_the_request_is_found_in_the_french_text_and_in_a_title(cast):
    case = told(cast, from_outside())
    texts = TEXTS | {"fr": Written("Le cours de Newcomer", "Un cours.")}
    assert [(row.words, row.language) for row in findings(prepared(cast, case, texts))] == [("Newcomer", "fr")]


def test_what_was_found_is_taken_out_or_stays_with_a_reason(cast):
    result = prepared(cast, texts=naming("Write to desk@school.example."))
    facts = {"result": result, "seen": seen_of(result), "by": cast.secretary}
    assert "Take them out, or say why they stay" in refused(put_to_both, **facts)
    result = put_to_both(kept_because="The address of the school, not of a person.", **facts)
    assert (result.checked_by, result.checked_sha256) == (cast.secretary, seen_of(result))
    rewrite(result=result, texts=TEXTS, seen=seen_of(result), by=cast.secretary)
    assert fresh(result).kept_because == ""
    assert put(cast, fresh(result)).asked_at


def test_the_story_tells_the_case_without_persons_and_free_words(cast):
    case = asked(cast)
    accepted(cast, referred(cast, case), provider="Mr Tutor")
    given(cast, case, by_whom="Mr Tutor", text="Ask for Mr Tutor.")
    case = told(cast, case)
    told_words = [(chapter.title, chapter.text) for chapter in story(case, AnonymousUser())]
    assert told_words == [
        ("Given: workshop", ""),
        ("Received", ""),
        ("Taken on by Sample Working Group A", ""),
        ("Outcome: delivered", ""),
    ]
    assert facts(case) == [("Asked by", "Alder"), ("Kind of assistance", "training"), ("Level", "technical")]


def test_a_published_result_is_found_by_the_search_and_on_the_site_map(cast):
    result = published(cast)
    assert SearchEntry.objects.of(result.document).filter(is_draft=False, language="fr").exists()
    assert result in [page for page, _day in panels.sitemap()]
    assert panels.url_for(result.document) == f"/en/assistance/results/{result.document.reference}/"


def test_a_withdrawn_result_is_no_result_for_readers_any_more(cast):
    result = published(cast)
    withdraw(document=result.document, by=cast.secretary)
    assert not Result.objects.visible_to(AnonymousUser()).exists()
    assert [page for page, _day in panels.sitemap()] == ["assistance:result-list"]
