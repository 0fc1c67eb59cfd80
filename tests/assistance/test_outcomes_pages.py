"""The pages at the end of a case: the secretariat records it; the requester contests it, and says whether it helped."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from asm_portal.dated import today
from asm_portal.templatetags.portal import date_words
from assistance.models import Contest, Delivery, HelpQuestion, Outcome, Workshop, WorkshopText
from assistance.outcomes import helping, panels
from assistance.outcomes.actions import outcome_of, take_out_delivery, version_of_outcome
from assistance.outcomes.links import link_for
from tests.assistance.analysed import from_outside, page, reads
from tests.assistance.ended import TOLD, contested, fresh, given, ripened, told
from tests.assistance.referred import accepted, asked, referred
from tests.cast import again

pytestmark = pytest.mark.django_db


def on(name, day):
    """A day as the three fields of a form take it."""
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def typed(**changes):
    return {"kind": "advice", "by_whom": "The survey", "text": "Two calls."} | on("start_date", today()) | changes


def path_in(message, part):
    """The path of the page without a sign-in that a mail leads to."""
    return re.search(rf"http://[^/]+(/\w\w/assistance/{part}/\S+)", message.body)[1]


def test_what_is_known_of_a_delivery_stands_in_its_form_already(client, cast):
    case = asked(cast)
    accepted(cast, referred(cast, case), provider="The school of valuers")
    form = reads(client, cast.secretary, page("delivery-new", case)).context["form"]
    assert form["kind"].value() == "workshop"
    assert form["by_whom"].value() == "The school of valuers"
    assert form["start_date"].value() == today()


def test_a_delivery_is_recorded_and_one_goes_on_to_the_outcome(client, cast):
    case = asked(cast)
    client.force_login(again(cast.secretary))
    answer = client.post(page("delivery-new", case), typed(go_on="1"))
    assert answer.url == page("request-outcome", case)
    row = Delivery.objects.get()
    assert (row.kind, row.by_whom, row.start_date, row.end_date) == ("advice", "The survey", today(), today())
    form = client.get(answer.url).context["form"]
    assert form["kind"].value() == Outcome.Kind.DELIVERED
    answer = client.post(answer.url, {"kind": "delivered", "text": TOLD, "seen": "0", "go_on": "1"})
    assert answer.url == page("result-new", case)
    assert outcome_of(case).text == TOLD


def test_a_day_ahead_and_a_document_that_is_not_there_are_said_at_their_fields(client, cast):
    case = asked(cast)
    client.force_login(again(cast.secretary))
    answer = client.post(page("delivery-new", case), typed(start_date_year="2999", document="TRN-2026-00000\x00"))
    errors = answer.context["form"].errors
    assert errors["start_date"] == ["This day is still to come. Record a delivery once it has begun."]
    assert "document" in errors
    assert answer.context["form"]["text"].value() == "Two calls."
    answer = client.post(page("delivery-new", case), typed(document="TRN-2026-00000"))
    assert "There is no such document" in answer.context["form"].errors["document"][0]


def test_of_two_who_correct_a_delivery_the_second_sees_both(client, cast):
    case = asked(cast)
    row = given(cast, case)
    client.force_login(again(cast.secretary))
    address = page("delivery-change", case, row.pk)
    first = client.get(address).context["form"]["seen_version"].value()
    client.post(address, typed(by_whom="First", seen_version=first))
    day_before = today() - timedelta(days=1)
    days = on("start_date", day_before) | on("end_date", today())
    answer = client.post(address, typed(by_whom="Second", seen_version=first, **days))
    shown = [(row.mine, row.theirs) for row in answer.context["differences"]]
    assert shown == [("Second", "First"), (date_words(day_before), date_words(today()))]
    row.refresh_from_db()
    assert row.by_whom == "First"
    client.post(page("delivery-take-out", case, row.pk), {"reason": "Twice."})
    assert not Delivery.objects.exists()
    assert client.get(page("delivery-change", case, 10**19)).status_code == 404


def test_a_delivery_that_is_taken_out_is_the_one_of_the_page_though_another_one_went_meanwhile(client, cast):
    case = asked(cast)
    first, second, _third = (given(cast, case, by_whom=name) for name in ("First", "Second", "Third"))
    client.force_login(again(cast.secretary))
    assert page("delivery-change", case, second.pk) in client.get(case.get_absolute_url()).text
    take_out_delivery(delivery=first, reason="Twice.", by=cast.secretary)
    client.post(page("delivery-take-out", case, second.pk), {"reason": "Twice."})
    assert list(case.deliveries.values_list("by_whom", flat=True)) == ["Third"]


def test_a_delivery_that_was_taken_out_while_it_was_corrected_keeps_what_was_typed_and_is_recorded_anew(client, cast):
    case = asked(cast)
    row = given(cast, case)
    client.force_login(again(cast.secretary))
    address, changes = page("delivery-change", case, row.pk), typed(by_whom="The survey after all", seen_version="1")
    take_out_delivery(delivery=row, reason="Twice.", by=cast.secretary)
    answer = client.post(address, changes)
    assert "Somebody took this delivery out while you were correcting it." in answer.text
    assert answer.context["form"]["by_whom"].value() == "The survey after all"
    assert not Delivery.objects.exists()
    client.post(address, changes | {"anew": "1"})
    assert Delivery.objects.get().by_whom == "The survey after all"
    assert client.get(address).status_code == 404


def test_what_can_have_been_given_is_offered_and_another_workshop_is_named_by_its_reference(client, cast):
    def held(title, day, place, **facts):
        workshop = Workshop.objects.create(start_date=day, end_date=day, country=place, **facts)
        WorkshopText.objects.create(workshop=workshop, language="en", title=title)
        return workshop

    case, day = asked(cast), today()
    held("Of the request", day - timedelta(days=900), cast.xb, request=case)
    held("In its time", day, cast.xa)
    held("Long before", day - timedelta(days=900), cast.xa)
    other = held("Of others", day, cast.xb)
    client.force_login(again(cast.secretary))
    address = page("delivery-new", case)
    form = client.get(address).context["form"]
    assert {str(row) for row in form.fields["workshop"].queryset} == {"Of the request", "In its time"}
    assert "visit" not in form.fields
    for asked_for in ("Of others", "WSH-2026-ZZZZZ"):
        assert "other" in client.post(address, typed(other=asked_for)).context["form"].errors
    client.post(address, typed(other=f"https://portal.example{other.get_absolute_url()}"))
    assert Delivery.objects.get().workshop == other
    form = client.get(page("delivery-change", case, Delivery.objects.get().pk)).context["form"]
    assert other in form.fields["workshop"].queryset


def test_the_desk_of_the_secretariat_asks_as_often_for_one_case_as_for_three(cast):
    def asks():
        with CaptureQueriesContext(connection) as queries:
            assert list(panels.desk(reader))
        return len(queries)

    reader = again(cast.secretary)
    given(cast, asked(cast))
    list(panels.desk(reader))
    before = asks()
    for _again in range(2):
        given(cast, asked(cast))
    assert asks() == before


def test_an_outcome_that_somebody_else_recorded_meanwhile_is_shown_and_may_be_replaced(client, cast):
    case = asked(cast)
    given(cast, case)
    told(cast, case, Outcome.Kind.PARTLY, "Half of it.")
    client.force_login(again(cast.secretary))
    answer = client.post(page("request-outcome", case), {"kind": "delivered", "text": "All of it.", "seen": "0"})
    body = answer.content.decode()
    assert "Somebody has recorded an outcome in the meantime: delivered in part" in body
    assert "Half of it." in body
    assert "All of it." in body
    seen = answer.context["form"]["seen"].value()
    assert seen == version_of_outcome(outcome_of(case))
    client.post(page("request-outcome", case), {"kind": "delivered", "text": "All of it.", "seen": seen})
    assert outcome_of(case).text == "All of it."


def test_a_case_is_closed_by_a_button_of_its_own(client, cast):
    case = asked(cast)
    client.force_login(again(cast.secretary))
    answer = client.post(page("request-close", case), follow=True)
    assert "There is no outcome yet." in answer.content.decode()
    told(cast, case)
    assert page("request-close", case) in client.get(case.get_absolute_url()).content.decode()
    client.post(page("request-close", case))
    assert fresh(case).closed_at
    assert page("request-outcome", case) not in client.get(case.get_absolute_url()).content.decode()


def test_the_requester_contests_on_the_page_and_the_secretariat_answers_there(client, cast):
    case = told(cast)
    assert page("request-contest", case) in reads(client, cast.member_a, case.get_absolute_url()).content.decode()
    client.post(page("request-contest", case), {"text": "Two could not come."})
    assert Contest.objects.get().person == cast.member_a.person
    again_typed = client.post(page("request-contest", case), {"text": "Again."})
    assert "already been contested" in again_typed.content.decode()
    assert "Again." in again_typed.content.decode()
    address = page("contest-answer", case)
    assert "Two could not come." in reads(client, cast.secretary, address).content.decode()
    assert "Say why the outcome stands" in client.post(address, {"answer": "", "stand": "1"}).content.decode()
    client.post(address, {"answer": "", "reopen": "1"})
    assert fresh(case).is_open
    assert client.get(address).status_code == 302


def test_the_mail_of_the_outcome_opens_a_page_to_contest_it_without_a_sign_in(client, cast, work):
    case = told(cast, from_outside())
    work()
    address = path_in(mail.outbox[-1], "outcomes/contest")
    assert TOLD in client.get(address).content.decode()
    assert not Contest.objects.exists()
    answer = client.post(address, {"text": "Nobody came."}, follow=True)
    assert "open the case again, or tell you why" in answer.content.decode()
    assert (Contest.objects.get().text, Contest.objects.get().person) == ("Nobody came.", None)
    case.email = "other@outside.example"
    case.save()
    answer = client.post(address, {"text": "Typed for nothing."})
    assert answer.status_code == 410
    assert "Typed for nothing." in answer.content.decode()


def test_a_link_of_one_page_opens_no_other_and_a_false_one_none(client, cast):
    case = told(cast)
    link = link_for(case, cast.member_a.person, "assistance:contest-link")
    token = link.rstrip("/").rpartition("/")[2]
    assert client.get(reverse("assistance:contest-link", args=[token])).status_code == 200
    assert client.get(reverse("assistance:help-link", args=[token])).status_code == 404
    assert client.get(reverse("assistance:contest-link", args=["nonsense"])).status_code == 404
    for row in cast.member_a.person.representations.all():
        row.valid_until = today()
        row.save()
    assert client.get(reverse("assistance:contest-link", args=[token])).status_code == 410


def test_whether_it_helped_is_answered_on_a_page_without_a_sign_in_and_once(client, cast, work, settings):
    case = told(cast)
    ripened(case, days=settings.ASSISTANCE_HELP_QUESTION_DAYS + 1)
    helping.due(timezone.now())
    work()
    address = path_in(mail.outbox[-1], "outcomes/help")
    assert client.get(address).status_code == 200
    assert "answer" in client.post(address, {"text": "Words."}).context["form"].errors
    client.post(address, {"answer": "yes", "text": "Six work now."})
    row = HelpQuestion.objects.get()
    assert (row.answer, row.text, row.person) == ("yes", "Six work now.", cast.member_a.person)
    answer = client.post(address, {"answer": "no", "text": "Not at all."})
    assert "This question was answered on" in answer.content.decode()
    assert "Not at all." in answer.content.decode()
    assert "Six work now." in reads(client, cast.member_a, page("request-help", case)).content.decode()


def test_the_question_stands_on_the_page_of_the_request_for_the_requester_alone(client, cast):
    case = told(cast)
    HelpQuestion.objects.create(request=case)
    assert page("request-help", case) in reads(client, cast.member_a, case.get_absolute_url()).content.decode()
    assert page("request-help", case) not in reads(client, cast.secretary, case.get_absolute_url()).content.decode()
    client.force_login(again(cast.member_a))
    client.post(page("request-help", case), {"answer": "partly", "text": ""})
    assert HelpQuestion.objects.get().answer == "partly"


def test_the_page_of_a_case_asks_as_often_for_one_delivery_as_for_four(client, cast):
    case = asked(cast)
    given(cast, case)
    client.force_login(again(cast.member_a))

    def asked_queries():
        with CaptureQueriesContext(connection) as caught:
            assert client.get(case.get_absolute_url()).status_code == 200
        return len(caught)

    asked_queries()
    few = asked_queries()
    for _number in range(3):
        given(cast, case)
    assert asked_queries() == few


def test_a_contest_is_answered_in_french_too(client, cast):
    case = told(cast)
    contested(cast, case)
    assert reads(client, cast.secretary, page("contest-answer", case).replace("/en/", "/fr/")).status_code == 200
