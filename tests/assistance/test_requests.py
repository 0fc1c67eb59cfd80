"""Requests for assistance: who may know of one, where it stands, how it ends, and those that reach the portal by another task."""

import csv
import io

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from asm_portal.areas import AssistanceAsked, areas
from asm_portal.attention import attention
from assistance.models import AssistanceRequest, Outcome
from assistance.outcomes.actions import close
from assistance.requests.actions import take_up, write_request
from assistance.requests.finding import Requests
from assistance.requests.stages import Stage, stage_of, with_stages
from tests.administration import sign_in
from tests.assistance.asking import asked
from tests.assistance.ended import told
from tests.cast import again

pytestmark = pytest.mark.django_db
ASKED = AssistanceAsked("Ada Sample", "ada@asker.example", "fr", "Une formation, s’il vous plaît.", "ENQ-2026-ABCDE")
LIST = "/en/assistance/requests/"


def handed_over(by, asked=ASKED):
    """As a task on the other side of the seam hands it over."""
    [taken] = [record for area in areas() if (record := area.take_request(asked, by))]
    return taken


def who_know_of(cast, request):
    known = AssistanceRequest.objects.filter(pk=request.pk)
    return {name for name, user in cast.users.items() if known.visible_to(again(user)).exists()}


def test_a_request_is_kept_with_a_reference_and_what_it_came_with(cast):
    request = handed_over(cast.secretary)
    kept = AssistanceRequest.objects.get()
    assert kept == request
    assert kept.reference.startswith("TA-")
    assert (kept.name, kept.email, kept.language, kept.text, kept.origin) == (
        ASKED.name, ASKED.email, ASKED.language, ASKED.text, ASKED.origin,
    )  # fmt: skip
    assert kept.history.get().history_user == cast.secretary


def test_the_same_enquiry_brings_one_request(cast):
    assert handed_over(cast.secretary) == handed_over(cast.secretary)
    assert AssistanceRequest.objects.count() == 1
    with pytest.raises(IntegrityError):
        AssistanceRequest.objects.create(name="B", language="en", text="Again", origin=ASKED.origin)


def test_a_request_is_known_to_both_sides_and_to_whom_it_is_for_and_a_draft_to_its_own_side_alone(cast):
    draft = asked(cast, organisation=cast.xo, by=cast.observer, beneficiaries=[cast.xb], is_sent=False)
    assert who_know_of(cast, draft) == {"observer"}
    sent = asked(cast, organisation=cast.xo, by=cast.observer, beneficiaries=[cast.xb])
    assert who_know_of(cast, sent) == {"observer", "member_b", "chair_b", "kp_chair", "secretary"}
    assert not AssistanceRequest.objects.visible_to(cast.anyone)
    assert who_know_of(cast, handed_over(cast.secretary)) == {"kp_chair", "secretary"}


def test_it_waits_for_the_secretariat_until_somebody_takes_it_up_and_says_what_it_is(client, cast):
    request = handed_over(cast.secretary)
    titles = [line.title for line in attention(again(cast.secretary))]
    assert "Requests for assistance that nobody has taken up" in titles
    with pytest.raises(ValidationError, match="Say first what kind"):
        take_up(request=request, by=cast.secretary)
    sign_in(client, cast.secretary)
    typed = {
        "kinds": ["training"], "subject": "A course", "language": "fr", "level": "", "beneficiaries": [], "organisation": "",
        "seen_version": request.version,
    }  # fmt: skip
    client.post(f"{request.get_absolute_url()}facts/", typed)
    page = client.post(f"{request.get_absolute_url()}take-up/", follow=True)
    assert "The secretariat has taken it up" in page.text
    assert stage_of(request)[0] == Stage.ANALYSIS
    assert "Requests for assistance that nobody has taken up" not in [
        line.title for line in attention(again(cast.secretary))
    ]
    with pytest.raises(ValidationError, match="taken up already"):
        take_up(request=request, by=cast.secretary)


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({"kinds": []}, "a_request_says_what_kind_of_assistance"),
        ({"text": ""}, "a_request_says_who_needs_what"),
        ({"asked_by": None}, "a_request_says_who_needs_what"),
    ],
)
def test_the_database_takes_no_request_that_was_sent_without_kind_need_or_asker(cast, facts, constraint):
    whole = {
        "language": "en", "text": "A course", "kinds": ["data"], "asked_by": cast.member_a.person, "submitted_at": timezone.now(),
    }  # fmt: skip
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        AssistanceRequest.objects.create(**(whole | facts))


@pytest.mark.both_databases
def test_a_request_is_not_merged_into_itself_and_a_merged_one_stands_where_the_other_stands(cast):
    first, second = asked(cast), asked(cast, subject="Another one")
    take_up(request=second, by=cast.secretary)
    first.merged_into = second
    first.save()
    assert stage_of(first)[0] == Stage.ANALYSIS
    second.refresh_from_db()
    second.merged_into = second
    with pytest.raises(IntegrityError, match="not_merged_into_itself"), transaction.atomic():
        second.save()


@pytest.mark.both_databases
@pytest.mark.parametrize("organisation", ["\x00", "9" * 40, "x"])
def test_nonsense_in_a_form_without_its_version_is_a_conflict_and_no_crash(client, cast, organisation):
    request = asked(cast)
    answer = sign_in(client, cast.secretary).post(
        f"{request.get_absolute_url()}facts/", {"organisation": organisation, "kinds": ["data"]}
    )
    assert (answer.status_code, AssistanceRequest.objects.get().kinds) == (200, ["training"])


def test_whoever_asked_withdraws_it_and_nobody_else_can(client, cast):
    request = asked(cast)
    address = f"{request.get_absolute_url()}withdraw/"
    for name, answer in {"secretary": 404, "member_b": 404, "member_a": 200}.items():
        assert sign_in(client, cast.users[name]).get(address).status_code == answer
    page = client.post(address, {"text": "We found a course ourselves."}, follow=True)
    assert "The request is withdrawn." in page.text
    assert Outcome.objects.get(request=request).kind == Outcome.Kind.WITHDRAWN
    assert stage_of(request)[0] == Stage.CLOSED
    assert client.get(address).status_code == 404


def test_whoever_asked_agrees_that_it_is_listed_and_takes_that_back(client, cast):
    request = asked(cast)
    address = f"{request.get_absolute_url()}listing/"
    assert sign_in(client, cast.secretary).post(address, {"agree": "1"}).status_code == 404
    sign_in(client, cast.member_a).post(address, {"agree": "1"})
    request.refresh_from_db()
    assert request.may_be_listed
    assert request.history.first().history_user == cast.member_a
    client.post(address)
    request.refresh_from_db()
    assert not request.may_be_listed


def test_the_list_is_narrowed_and_says_nothing_of_what_one_may_not_know_of(client, cast):
    mine, theirs = (
        asked(cast),
        asked(cast, organisation=cast.xb, by=cast.member_b, kinds=["data"], subject="Figures of 2019"),
    )
    take_up(request=theirs, by=cast.secretary)
    sign_in(client, cast.secretary)
    for query, found in {
        "": {mine, theirs}, "kind=data": {theirs}, "stage=received": {mine}, "stage=analysis": {theirs},
        "participant=XB": {theirs},
        "stage=overdue": set(), "kind=%00&stage=x&body='&participant=%FF&page=1": {mine, theirs},
    }.items():  # fmt: skip
        assert set(client.get(f"{LIST}?{query}").context["object_list"]) == found, query
    page = sign_in(client, cast.member_a).get(LIST)
    assert set(page.context["object_list"]) == {mine}
    assert "XB" not in str([facet.choices for facet in page.context["facets"]])


def test_a_case_whose_outcome_is_told_says_so_to_both_sides_until_it_is_closed(client, cast):
    case = told(cast)
    listed = sign_in(client, cast.secretary).get(f"{LIST}?stage=outcome")
    assert list(listed.context["object_list"]) == [case]
    assert "outcome told" in listed.text
    sign_in(client, cast.member_a)
    for address in ("/en/assistance/requests.csv", case.get_absolute_url()):
        assert "outcome told" in client.get(address).text
    close(request=case, by=cast.secretary)
    assert "outcome told" not in client.get(case.get_absolute_url()).text


def test_the_secretariat_corrects_the_facts_of_a_closed_case_and_says_why(client, cast):
    case = asked(cast)
    case.closed_at = timezone.now()
    case.save()
    address = f"{case.get_absolute_url()}facts/"
    typed = {
        "kinds": ["data"], "subject": "A course", "language": "en", "level": "technical", "organisation": case.organisation_id,
        "beneficiaries": [cast.xb.pk], "seen_version": case.version,
    }  # fmt: skip
    assert "Say why: this case is closed." in sign_in(client, cast.secretary).post(address, typed).text
    page = client.post(address, typed | {"correction": "It was for Birch."}, follow=True).text
    assert "Corrected after it was closed" in page
    assert "It was for Birch." in page
    case.refresh_from_db()
    assert (case.kinds, case.history.first().history_change_reason) == (["data"], "It was for Birch.")
    assert {row.organisation for row in case.beneficiaries.all()} == {cast.xb}
    assert "It was for Birch." not in sign_in(client, cast.member_a).get(case.get_absolute_url()).text


def test_the_sheet_says_what_the_list_says_and_holds_no_formula(client, cast):
    request = asked(cast, subject="=HYPERLINK(1)")
    rows = list(csv.DictReader(io.StringIO(sign_in(client, cast.member_a).get("/en/assistance/requests.csv").text[1:])))
    assert [(row["Reference"], row["Subject"]) for row in rows] == [(request.reference, "'=HYPERLINK(1)")]


@pytest.mark.parametrize("path", [LIST, "/en/assistance/", "/en/assistance/requests.csv"])
def test_a_list_asks_the_same_of_the_database_however_long_it_is(client, cast, path, django_assert_max_num_queries):
    def ask():
        with django_assert_max_num_queries(100) as asked_for:
            assert client.get(path).status_code == 200
        return len(asked_for)

    sign_in(client, cast.secretary)
    asked(cast)
    ask()
    before = ask()
    for number in range(3):
        asked(cast, subject=f"Need {number}")
    assert ask() == before


def test_a_request_is_found_by_its_words_by_those_who_may_know_of_it(cast):
    request = asked(cast, subject="Valuation of rough diamonds")
    draft = asked(cast, subject="Valuation again", is_sent=False)
    source = Requests()
    assert list(source.records(again(cast.member_a))) == [request]
    assert source.entries(draft) == []
    assert [entry.title for entry in source.entries(request)] == ["Valuation of rough diamonds"]


def test_the_page_of_a_participant_shows_its_requests_to_those_who_may_know_of_them(client, cast):
    request = asked(cast)
    address = reverse("participant-detail", args=["XA"])
    assert request.reference in sign_in(client, cast.member_a).get(address).text
    assert request.reference not in sign_in(client, cast.member_b).get(address).text


def test_a_stage_follows_from_the_rows_in_one_query(cast, django_assert_num_queries):
    for name in ("A", "B"):
        asked(cast, subject=name)
    asked(cast, subject="C", is_sent=False)
    with django_assert_num_queries(1):
        found = {row.subject: row.stage for row in with_stages(AssistanceRequest.objects.all())}
    assert found == {"A": Stage.RECEIVED, "B": Stage.RECEIVED, "C": Stage.DRAFT}


def test_a_change_of_the_participants_leaves_its_history(cast):
    request = asked(cast, is_sent=False)
    write_request(request=request, beneficiaries=[cast.xb, cast.xd], by=cast.member_a)
    assert {row.organisation for row in request.beneficiaries.all()} == {cast.xb, cast.xd}
    past = request.beneficiaries.model.history.filter(request=request)
    assert sorted(past.values_list("history_type", flat=True)) == ["+", "+", "+", "-"]
