"""The pages of a result: prepared, checked for personal data, agreed to, decided on, read by everyone."""

import re

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assistance.models import Result, ResultConsent
from assistance.results import panels
from assistance.results.actions import seen_of
from knowledge.models import Document
from tests.assistance.analysed import from_outside, page, reads
from tests.assistance.ended import TEXTS, agreed, approved, prepared, published, put, result_kind, told
from tests.cast import again

pytestmark = pytest.mark.django_db


def typed(**changes):
    texts = {f"{part}_{code}": getattr(given, part) for code, given in TEXTS.items() for part in ("title", "text")}
    return texts | {"is_checked": "on", "ask": "1"} | changes


def of(result, name, *args):
    return reverse(f"assistance:result-{name}", args=[result.document.reference, *args])


def test_a_result_is_written_in_two_languages_and_put_to_both_in_one_go(client, cast):
    case = told(cast)
    result_kind()
    client.force_login(again(cast.secretary))
    answer = client.post(page("result-new", case), typed(), follow=True)
    result = Result.objects.get()
    assert answer.redirect_chain[-1][0] == of(result, "work")
    assert "The requester and the KP Chair’s office are asked." in answer.content.decode()
    assert (result.checked_by, result.checked_sha256) == (cast.secretary, seen_of(result))


def test_what_was_found_is_listed_before_anybody_is_asked_and_the_draft_is_kept(client, cast):
    case = told(cast)
    result_kind()
    client.force_login(again(cast.secretary))
    answer = client.post(page("result-new", case), typed(text_en="Ask Bruno Sample, +000 20 555 0170."), follow=True)
    result, body = Result.objects.get(), answer.content.decode()
    assert answer.redirect_chain[-1][0] == of(result, "put")
    assert result.asked_at is None
    for words in ("Bruno Sample", "+000 20 555 0170"):
        assert f'<b class="any" dir="auto">{words}</b>' in body
    given = {"seen": seen_of(result), "is_checked": "on", "kept_because": ""}
    assert "Take them out, or say why they stay" in client.post(of(result, "put"), given).content.decode()
    client.post(of(result, "put"), given | {"kept_because": "A public office."})
    assert Result.objects.get().kept_because == "A public office."
    assert "A public office." in reads(client, cast.kp_chair, of(result, "decide")).content.decode()


def test_a_result_without_a_text_or_a_tick_is_refused_and_nothing_is_lost(client, cast):
    case = told(cast)
    result_kind()
    client.force_login(again(cast.secretary))
    answer = client.post(page("result-new", case), typed(text_fr="", is_checked=""))
    assert "What the portal’s own check cannot see" in answer.text
    form = answer.context["form"]
    assert form.errors["text_fr"] == ["Write the text, or choose a file."]
    assert form.errors["is_checked"] == [
        "Confirm that you have checked the texts for personal data, or keep the draft for now."
    ]
    assert form["text_en"].value() == TEXTS["en"].text
    keep = {name: value for name, value in typed(is_checked="").items() if name != "ask"}
    client.post(page("result-new", case), keep)
    assert Result.objects.get().asked_at is None


def test_a_file_takes_the_place_of_a_text_and_is_read_by_those_who_agree_only(client, cast):
    case = told(cast)
    result_kind()
    client.force_login(again(cast.secretary))
    file = SimpleUploadedFile("report.txt", "Écrit par Bruno Sample.".encode())
    client.post(page("result-new", case), typed(text_fr="", file_fr=file))
    result = Result.objects.get()
    assert "Bruno Sample" in client.get(of(result, "put")).content.decode()
    result = put(cast, result, kept_because="He agreed.")
    address = of(result, "file", "fr")
    for user in (cast.member_a, cast.kp_chair):
        assert "Bruno Sample" in reads(client, user, address).getvalue().decode()
    assert reads(client, cast.member_b, address).status_code == 404
    assert client.get(of(result, "file", "en")).status_code == 404
    client.force_login(again(cast.secretary))
    client.post(of(result, "change"), typed(text_fr="", seen=seen_of(result), title_fr="Autre titre"))
    assert Result.objects.get().revision.renditions.get(language="fr").file


def test_of_two_who_write_the_second_sees_what_the_first_wrote(client, cast):
    result = prepared(cast)
    client.force_login(again(cast.secretary))
    old = client.get(of(result, "change")).context["form"]["seen"].value()
    keep = {name: value for name, value in typed(seen=old).items() if name != "ask"}
    client.post(of(result, "change"), keep | {"text_en": "The first text."})
    body = client.post(of(result, "change"), keep | {"text_en": "The second text."}).content.decode()
    assert "Somebody else has changed this result" in body
    assert "The first text." in body
    assert "The second text." in body


def test_the_requester_agrees_on_the_portal_and_may_take_it_back(client, cast):
    result = put(cast)
    body = reads(client, cast.member_a, of(result, "consent")).content.decode()
    for words in ("Training valuers", "Former des évaluateurs", "Asked by", "Outcome: delivered"):
        assert words in body
    answer = client.post(of(result, "consent"), {"seen": seen_of(result), "text": "", "agree": "1"}, follow=True)
    assert "published once the KP Chair’s office has approved it" in answer.content.decode()
    client.post(of(result, "consent"), {"seen": seen_of(result), "text": "Wait.", "refuse": "1"})
    assert [row.word for row in ResultConsent.objects.all()] == ["given", "withdrawn"]
    approved(cast, result)
    assert not Result.objects.get().is_published


def test_a_consent_to_a_text_that_has_changed_is_refused_and_shows_the_new_one(client, cast):
    result = put(cast)
    client.force_login(again(cast.member_a))
    answer = client.post(of(result, "consent"), {"seen": "0" * 64, "text": "Fine.", "agree": "1"})
    assert "The text was changed since you opened this page" in answer.content.decode()
    assert answer.context["form"]["seen"].value() == seen_of(result)
    assert not ResultConsent.objects.exists()


def test_somebody_outside_the_register_agrees_by_the_link_of_the_mail(client, cast, work):
    result = put(cast, prepared(cast, told(cast, from_outside())))
    work()
    sent = next(sent for sent in mail.outbox if "results/agree" in sent.body)
    address = re.search(r"http://[^/]+(/\w\w/assistance/results/agree/\S+)", sent.body)[1]
    assert "Training valuers" in client.get(address).content.decode()
    assert not ResultConsent.objects.exists()
    answer = client.post(address, {"seen": seen_of(result), "text": "", "agree": "1"}, follow=True)
    assert "You have agreed to this text." in answer.content.decode()
    assert (ResultConsent.objects.get().name, ResultConsent.objects.get().channel) == ("Nora Newcomer", "mail")
    approved(cast, result)
    assert "This result is published" in client.get(address).content.decode()


def test_the_secretariat_notes_a_consent_given_by_letter(client, cast):
    result = put(cast)
    client.force_login(again(cast.secretary))
    given = {"seen": seen_of(result), "name": "The minister", "channel": "letter", "text": "", "agree": "1"}
    client.post(of(result, "note"), given)
    row = ResultConsent.objects.get()
    assert (row.name, row.channel, row.noted_by, row.word) == ("The minister", "letter", cast.secretary, "given")


def test_the_chair_approves_before_the_requester_agrees_and_is_told_what_is_missing(client, cast):
    result = put(cast)
    client.force_login(again(cast.kp_chair))
    seen = client.get(of(result, "decide")).context["form"]["seen"].value()
    answer = client.post(of(result, "decide"), {"seen": seen, "remark": "", "approve": "1"}, follow=True)
    assert "It will be published once the requester has agreed too." in answer.content.decode()
    body = reads(client, cast.secretary, of(result, "work")).content.decode()
    assert "The requester has not agreed to this text." in body
    twice = reads(client, cast.kp_chair, of(result, "decide")).content.decode()
    assert "Nothing is asked of the KP Chair’s office" in twice


def test_the_chair_gives_it_back_with_a_remark_and_not_without(client, cast):
    result = put(cast)
    client.force_login(again(cast.kp_chair))
    given = {"seen": seen_of(result), "remark": "", "return": "1"}
    assert "Say what should be changed." in client.post(of(result, "decide"), given).content.decode()
    client.post(of(result, "decide"), given | {"remark": "Shorter."})
    assert Result.objects.get().remark == "Shorter."
    assert "Shorter." in reads(client, cast.secretary, of(result, "work")).content.decode()


def test_a_published_result_is_read_by_everyone_with_its_story_and_no_person(client, cast):
    result = published(cast)
    address = of(result, "detail")
    answer = client.get(address)
    body = answer.content.decode()
    for words in ("Training valuers", "The case", "Alder", "Given: workshop", "Outcome: delivered"):
        assert words in body
    assert "Alba" not in body
    assert "Set-Cookie" not in answer
    assert client.get(result.document.get_absolute_url()).url == address
    listed = client.get("/en/assistance/results/").content.decode()
    assert address in listed
    assert "<h1>Results of assistance</h1>" in listed
    assert str(result) in client.get("/en/participants/XA/").content.decode()
    assert result.document.reference in client.get("/en/search/?q=valuers").content.decode()
    assert address in client.get("/sitemap.xml").content.decode()
    assert "Former des évaluateurs" in client.get(address.replace("/en/", "/fr/")).content.decode()


def test_an_unpublished_result_leads_nobody_else_anywhere(client, cast):
    result = agreed(cast, put(cast))
    for name in ("detail", "work", "consent", "decide", "note", "change"):
        assert reads(client, cast.member_b, of(result, name)).status_code == 404
    client.logout()
    assert client.get(of(result, "detail")).status_code == 404
    assert client.get(result.document.get_absolute_url()).status_code == 404
    assert result.document.reference not in client.get("/en/search/?q=valuers").content.decode()


def test_the_administration_cannot_make_a_result_final(client, cast):
    result = approved(cast, put(cast))
    client.force_login(again(cast.secretary))
    body = client.get(reverse("admin:knowledge_document_change", args=[result.document_id])).content.decode()
    assert "Make final" not in body
    assert Document.objects.get(pk=result.document_id).state == Document.State.DRAFT


def test_the_list_asks_as_often_for_three_results_as_for_one(client, cast):
    def queries():
        with CaptureQueriesContext(connection) as caught:
            assert client.get("/en/assistance/results/?page=nonsense\x00").status_code in (200, 404)
            client.get("/en/assistance/results/")
        return len(caught)

    published(cast)
    queries()
    few = queries()
    for _number in range(2):
        published(cast)
    assert queries() == few


@pytest.mark.parametrize("name", ["member_a", "kp_chair", "secretary"])
def test_the_desk_asks_as_often_for_three_results_that_wait_as_for_one(cast, name):
    def asks():
        with CaptureQueriesContext(connection) as queries:
            assert list(panels.desk(reader))
        return len(queries)

    def one():
        agreed(cast, put(cast, prepared(cast, told(cast))), agrees=False)

    one()
    reader = again(cast.users[name])
    list(panels.desk(reader))
    before = asks()
    one()
    one()
    assert asks() == before
