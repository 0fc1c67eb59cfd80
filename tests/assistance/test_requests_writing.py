"""Asking: the form, drafts, the receipt, what starts from a report, what the secretariat files, and earlier similar cases."""

import re

import pytest
from django.core import mail

from asm_portal.areas import gather
from asm_portal.dated import today
from assistance.models import AssistanceRequest, Outcome
from assistance.outcomes.actions import settle
from assistance.requests.similar import similar_cases
from knowledge.actions import add_document, publish
from knowledge.models import DocumentKind
from logistics.models import Recommendation
from tests.administration import prefer_french, sign_in
from tests.assistance.asking import FIELDS, NEW, asked, typed
from tests.cast import again
from tests.logistics.visits import confirmed

pytestmark = pytest.mark.django_db
FILE = "/en/assistance/requests/file/"


def the_request():
    return AssistanceRequest.objects.get()


def recommended(cast):
    """A recommendation of the report of a visit to XA."""
    return Recommendation.objects.create(visit=confirmed(cast), number=1, text_en="Train the valuers.")


def report_on(organisation, by):
    kind, _is_new = DocumentKind.objects.get_or_create(
        code="annual_report", defaults={"prefix": "ANR", "name_en": "Annual report", "name_fr": "Rapport annuel"}
    )
    facts = {"audience": "participants", "organisation": organisation}
    return publish(document=add_document(kind=kind, titles={"en": "Annual report 2025"}, by=by, **facts), by=by)


def test_a_request_is_sent_with_a_reference_and_a_receipt_in_the_language_of_whoever_asks(client, cast, work):
    prefer_french(cast.member_a)
    page = sign_in(client, cast.member_a).post(NEW, typed(cast.xa, submit="1"), follow=True)
    made = the_request()
    assert f"Its reference is {made.reference}" in page.text
    assert (made.kinds, made.level, made.language) == (["training", "research"], "technical", "pt")
    assert [row.organisation for row in made.beneficiaries.all()] == [cast.xa]
    work()
    [receipt] = mail.outbox
    assert receipt.to == ["alba@cast.example"]
    assert made.reference in receipt.body
    assert f"/fr/assistance/requests/{made.reference}/" in receipt.body
    assert FIELDS["text"] not in receipt.body


def test_the_form_has_six_fields_and_only_representatives_of_those_who_take_part_get_it(client, cast):
    form = sign_in(client, cast.member_a).get(NEW).context["form"]
    assert [field.name for field in form.visible_fields()] == [
        "kinds", "level", "beneficiaries", "language", "subject", "text",
    ]  # fmt: skip
    for name in ("guest", "ex_member", "officer", "kp_chair", "administrator", "secretary"):
        assert sign_in(client, cast.users[name]).get(NEW).status_code == 404, name
    assert sign_in(client, cast.observer).get(NEW).status_code == 200


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"text": " \r\n"}, "Write what is needed."),
        ({"kinds": []}, "Choose at least one kind of assistance."),
        ({"level": ""}, "Say whether it is technical or professional."),
        ({"beneficiaries": []}, "Choose at least one Participant that it is for."),
        ({"beneficiaries": ["9" * 30]}, "Choose from the list."),
        ({"subject": "a\nb"}, "Write this on one line"),
        ({"text": "x" * 15_001}, "Nothing is lost: shorten it here."),
        ({"organisation": "0"}, "Choose from the list."),
    ],
)
def test_what_is_missing_is_said_at_its_field_and_nothing_typed_is_lost(client, cast, given, sentence):
    page = sign_in(client, cast.member_a).post(NEW, typed(cast.xa, submit="1") | given)
    assert sentence in page.text
    assert FIELDS["subject"] in page.text or "subject" in given
    assert "text" in given or FIELDS["text"] in page.text
    assert not AssistanceRequest.objects.exists()


def test_a_draft_may_leave_everything_open_and_is_sent_by_a_colleague(client, cast, work):
    page = sign_in(client, cast.member_a).post(
        NEW, {"organisation": cast.xa.pk, "language": "fr", "beneficiaries": [], "text": "Only this"}, follow=True
    )
    draft = the_request()
    assert "It has not been sent yet." in page.text
    assert draft.reference in str([item.title for item in gather("desk", again(cast.member_a))])
    assert sign_in(client, cast.secretary).get(draft.get_absolute_url()).status_code == 404
    sign_in(client, cast.member_a)
    whole = typed(cast.xa, submit="1", seen_version=draft.version)
    client.post(f"{draft.get_absolute_url()}change/", whole)
    assert the_request().submitted_at
    work()
    assert len(mail.outbox) == 1


def test_the_button_pressed_twice_sends_one_request(client, cast, work):
    sign_in(client, cast.member_a)
    for _time in range(2):
        assert client.post(NEW, typed(cast.xa, submit="1")).status_code == 302
    work()
    assert AssistanceRequest.objects.count() == len(mail.outbox) == 1


def test_a_draft_saved_twice_is_there_once_and_is_what_is_sent_then(client, cast):
    sign_in(client, cast.member_a)
    for _time in range(2):
        page = client.post(NEW, typed(cast.xa), follow=True)
    assert "The draft is saved." in page.text
    assert the_request().is_draft
    client.post(NEW, typed(cast.xa, submit="1"))
    assert not the_request().is_draft
    client.post(NEW, typed(cast.xa, subject="Another"))
    assert AssistanceRequest.objects.count() == 2


def test_a_letter_filed_twice_is_there_once(client, cast, work):
    sign_in(client, cast.secretary)
    for _time in range(2):
        client.post(FILE, filed())
    work()
    assert AssistanceRequest.objects.count() == len(mail.outbox) == 1
    client.post(FILE, filed(name="Another Writer"))
    assert AssistanceRequest.objects.count() == 2


@pytest.mark.parametrize("change", [{"kinds": ["data"]}, {"level": "professional"}, {"beneficiaries": []}])
def test_the_same_words_for_something_else_are_another_request(client, cast, change):
    sign_in(client, cast.member_a)
    client.post(NEW, typed(cast.xa, submit="1"))
    change = {name: value or [cast.xb.pk] for name, value in change.items()}
    client.post(NEW, typed(cast.xa, submit="1") | change)
    assert AssistanceRequest.objects.submitted().count() == 2


def test_what_was_withdrawn_can_be_sent_again(client, cast):
    sign_in(client, cast.member_a)
    client.post(NEW, typed(cast.xa, submit="1"))
    client.post(f"{AssistanceRequest.objects.get().get_absolute_url()}withdraw/", {"text": ""})
    client.post(NEW, typed(cast.xa, submit="1"))
    assert AssistanceRequest.objects.open().count() == 1


@pytest.mark.both_databases
def test_two_who_write_on_one_draft_find_out_and_neither_loses_anything(client, cast):
    draft = asked(cast, is_sent=False)
    address, seen = f"{draft.get_absolute_url()}change/", draft.version
    sign_in(client, cast.member_a).post(address, typed(cast.xa, text="Mine", seen_version=seen))
    late = client.post(address, typed(cast.xa, text="Theirs", seen_version=seen, beneficiaries=[cast.xb.pk]))
    assert "Somebody else has changed this draft in the meantime." in late.text
    assert all(words in late.text for words in ("Mine", "Theirs", "Birch"))
    assert the_request().text == "Mine"
    client.post(address, typed(cast.xa, text="Theirs", seen_version=seen, save_over=the_request().version))
    assert the_request().text == "Theirs"


def test_what_was_sent_meanwhile_is_not_changed_and_what_was_typed_stays(client, cast):
    request = asked(cast)
    late = sign_in(client, cast.member_a).post(
        f"{request.get_absolute_url()}change/",
        typed(cast.xa, text="Too late", submit="1", seen_version=request.version),
    )
    assert late.status_code == 409
    assert "This request has already been sent" in late.text
    assert "Too late" in late.text
    assert 'name="submit"' not in late.text
    assert the_request().text == "Six colleagues."


def test_a_draft_that_was_just_sent_in_the_same_words_leads_to_the_request(client, cast):
    request = asked(cast)
    again_sent = sign_in(client, cast.member_a).post(
        f"{request.get_absolute_url()}change/",
        typed(cast.xa, subject="A course", text="Six colleagues.\r\n"),
        follow=True,
    )
    assert again_sent.redirect_chain == [(request.get_absolute_url(), 302)]
    assert "This request has already been sent. Nothing was changed." in again_sent.text


def test_what_was_typed_survives_the_end_of_the_session(client, cast):
    client.get(NEW)
    asked_to_sign_in = client.post(NEW, typed(cast.xa, submit="1"))
    sealed, *_same = re.findall(r'name="carried" value="([^"]+)"', asked_to_sign_in.text)
    client.post(
        "/en/accounts/login/",
        {"login": "alba@cast.example", "password": "a long password of the cast", "carried": sealed},
    )
    assert FIELDS["text"] in client.get(NEW).text
    assert not AssistanceRequest.objects.exists()


def test_a_draft_is_deleted_after_a_question_and_one_that_was_sent_is_not(client, cast):
    draft = asked(cast, is_sent=False)
    address = f"{draft.get_absolute_url()}discard/"
    assert "Delete the draft" in sign_in(client, cast.member_a).get(address).text
    client.post(address)
    assert not AssistanceRequest.objects.exists()
    assert AssistanceRequest.history.first().history_user == cast.member_a
    assert client.post(f"{asked(cast).get_absolute_url()}discard/").status_code == 404


def test_a_request_starts_from_a_recommendation_with_the_consent_of_the_participant(client, cast):
    row = recommended(cast)
    door = f"{NEW}?recommendation={row.pk}"
    assert door in sign_in(client, cast.member_a).get(row.visit.get_absolute_url()).text
    assert "Train the valuers." in client.get(door).text
    refused = client.post(door, typed(cast.xa, submit="1"))
    assert "only with the Participant’s consent" in refused.text
    assert FIELDS["text"] in refused.text
    client.post(door, typed(cast.xa, submit="1", has_consent="on"))
    made = the_request()
    assert (made.recommendation, made.consent_by, made.asked_by) == (row, cast.member_a.person, cast.member_a.person)
    assert made.consented_at == made.submitted_at
    for name in ("member_b", "chair_a", "observer"):
        assert sign_in(client, cast.users[name]).get(door).status_code == 404, name


def test_the_secretariat_prepares_from_a_report_what_the_participant_consents_to_and_sends(client, cast):
    report = report_on(cast.xa, cast.secretary)
    door = f"{NEW}?report={report.reference}"
    assert door in sign_in(client, cast.secretary).get(report.get_absolute_url()).text
    given = typed(cast.xa, passage="No valuer was trained in 2025.", submit="1")
    assert "It has not been sent yet." in client.post(door, given, follow=True).text
    draft = the_request()
    assert draft.is_draft
    assert "prepared for you" in str([item.title for item in gather("desk", again(cast.member_a))])
    address = f"{draft.get_absolute_url()}change/"
    sign_in(client, cast.member_a).post(address, given | {"has_consent": "on", "seen_version": draft.version})
    assert the_request().consent_by == cast.member_a.person


@pytest.mark.parametrize(
    "query", ["recommendation=x", "recommendation=" + "9" * 40, "report=%00", "report=ANR-2025-XXXXX"]
)
def test_nonsense_in_the_address_starts_nothing(client, cast, query):
    assert sign_in(client, cast.member_a).get(f"{NEW}?{query}").status_code == 404


def filed(**given):
    day = today()
    whole = {
        "channel": "letter", "received_on_day": day.day, "received_on_month": day.month, "received_on_year": day.year,
        "name": "Ada Sample", "email": "ada@asker.example", "organisation": "", "place": "", "beneficiaries": [],
    }  # fmt: skip
    return FIELDS | whole | given


def test_a_letter_is_filed_and_its_writer_follows_it_by_the_link_of_the_receipt(client, cast, work):
    page = sign_in(client, cast.secretary).post(FILE, filed(language="fr"), follow=True)
    made = the_request()
    assert f"Its reference is {made.reference}" in page.text
    assert (made.filed_by, made.submitted_at.date(), made.who) == (cast.secretary, today(), "Ada Sample")
    work()
    [receipt] = mail.outbox
    [path] = re.findall(r"/fr/assistance/requests/status/\S+", receipt.body)
    client.logout()
    page = client.get(path)
    assert FIELDS["text"] in page.text
    assert "sessionid" not in page.cookies
    made.email = "other@asker.example"
    made.save()
    assert client.get(path).status_code == 410
    assert client.get(f"{path[:-5]}x/").status_code == 404


def test_a_call_of_somebody_in_the_register_is_theirs_and_without_an_address_there_is_no_receipt(client, cast, work):
    place = cast.member_a.person.representations.get()
    sign_in(client, cast.secretary).post(FILE, filed(channel="telephone", name="", email="", place=place.pk))
    made = the_request()
    assert (made.asked_by, made.organisation) == (cast.member_a.person, cast.xa)
    client.post(FILE, filed(email="", subject="Another"))
    work()
    assert [letter.to for letter in mail.outbox] == [["alba@cast.example"]]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"name": ""}, "Say who asks"),
        ({"received_on_year": "2999"}, "This day has not come yet."),
        ({"email": "ada"}, "Write an address like"),
        ({"text": ""}, "Write what is needed."),
        ({"kinds": []}, "Choose at least one kind of assistance."),
    ],
)
def test_what_is_filed_wrongly_is_said_in_a_sentence(client, cast, given, sentence):
    page = sign_in(client, cast.secretary).post(FILE, filed(**given))
    assert sentence in page.text
    assert FIELDS["subject"] in page.text
    assert not AssistanceRequest.objects.exists()


def test_only_the_secretariat_files(client, cast):
    assert sign_in(client, cast.kp_chair).get(FILE).status_code == 404


@pytest.mark.both_databases
def test_earlier_similar_cases_are_those_of_the_same_kind_for_the_same_participant_and_of_the_same_words(cast):
    earlier = asked(cast, subject="Valuation of rough diamonds")
    settle(request=earlier, kind=Outcome.Kind.DELIVERED, text="Held in June.", by=cast.secretary)
    words = asked(
        cast, organisation=cast.xb, by=cast.member_b, subject="Training of valuers", text="Valuation, in June"
    )
    asked(cast, organisation=cast.xb, by=cast.member_b, subject="A law", text="Export permits", kinds=["support"])
    draft = asked(cast, is_sent=False, subject="Valuation", text="Rough stones")
    of_staff, of_xa = (similar_cases(draft, again(user)).cases for user in (cast.secretary, cast.member_a))
    assert of_staff == [earlier, words]
    assert of_xa == [earlier]
    assert of_xa[0].outcome_told.kind == Outcome.Kind.DELIVERED


def test_similar_cases_are_looked_for_while_one_writes_and_nothing_is_saved(client, cast):
    earlier = asked(cast, subject="Valuation of rough diamonds")
    page = sign_in(client, cast.member_a).post(NEW, typed(cast.xa, similar="1"))
    assert f"asked before by Alder in {earlier.submitted_at.year}" in page.text
    assert FIELDS["text"] in page.text
    assert "There is a problem" not in page.text
    assert AssistanceRequest.objects.count() == 1
    assert (
        "No similar case that you may see is on record."
        in sign_in(client, cast.member_b).post(NEW, typed(cast.xb, similar="1")).text
    )
