"""The pages of visits: planning one, answering, the workspace, the list, other requests."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from asm_portal.dated import today
from asm_portal.models import Representation
from knowledge.models import Document
from logistics.models import LogisticsRequest, PlannedTask, Playbook, PlaybookTask, TravelPlan, Visit
from logistics.visits import actions, papers, parts
from logistics.visits.finding import Visits
from tests.cast import again, body, invented
from tests.logistics.visits import (
    CIRCLE,
    asked_for,
    confirmed,
    kinds,
    moved_to,
    over,
    paper,
    place,
    readers,
    shown,
    sign_in,
)

NEW = "logistics:visit-new"


def url(name, visit, *args):
    return reverse(f"logistics:{name}", args=[visit.reference, *args])


def days(day, length=3):
    return {"start_date_day": day.day, "start_date_month": day.month, "start_date_year": day.year, "length": length}


def plan(cast, **changes):
    """The eight fields of journey J9; kind and channel are chosen already."""
    return {
        "participant": cast.xa.pk, **days(today() + timedelta(days=40)), "leader": place(cast.member_b).pk,
        "members": [place(cast.observer).pk], "languages": ["en", "fr"], "kind": "review_visit", "channel": "mail",
    } | changes  # fmt: skip


def test_the_secretariat_plans_a_visit_and_marks_the_first_task_as_done(cast, client):
    playbook = Playbook.objects.create(kind="review_visit")
    for offset, title in ((-30, "Send the invitation"), (20, "Receive the draft")):
        PlaybookTask.objects.create(
            playbook=playbook, offset=offset, title_en=title, title_fr=title, owner="secretariat"
        )
    sign_in(client, cast.secretary)
    page = client.post(reverse(NEW), plan(cast), follow=True)
    visit = Visit.objects.get()
    assert page.request["PATH_INFO"] == visit.get_absolute_url()
    assert (visit.body, visit.events.get().channel) == (cast.xwa, "mail")
    assert "Send the invitation" in page.text
    task = PlannedTask.objects.get(offset=-30)
    assert task.due_on == visit.start_date - timedelta(days=30)
    client.post(reverse("logistics:planned-task-done", args=[task.pk]))
    assert PlannedTask.objects.get(pk=task.pk).done_on == today()


def test_only_who_leads_the_monitoring_body_or_the_secretariat_plans(cast, settings):
    cast.xwb.is_demonstration = False
    cast.xwb.save()
    settings.MONITORING_BODY = "XWB"
    assert {body.code for body in parts.asking_for(again(cast.chair_b))} == {"XWB"}


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"start_date_year": 2020}, "This day is over."),
        ({"start_date_day": 31, "start_date_month": 2}, "There is no such day."),
        ({"kind": "other"}, "Say what the journey is about."),
        ({"participant": ""}, "This field is required."),
        ({"length": 400}, "60"),
    ],
)
def test_a_plan_that_cannot_be_says_why_and_loses_nothing(cast, client, changes, sentence):
    sign_in(client, cast.secretary)
    page = client.post(reverse(NEW), plan(cast, words="For the rainy season.", **changes)).text
    assert sentence in page
    assert "For the rainy season." in page
    assert not Visit.objects.exists()


def test_people_of_the_participant_are_refused_at_their_field(cast, client):
    sign_in(client, cast.secretary)
    own = Representation.objects.get(person=cast.member_a.person)
    response = client.post(reverse(NEW), plan(cast, leader=own.pk, members=[own.pk]))
    assert {"leader", "members"} <= set(response.context["form"].errors)


def test_the_participant_declines_with_a_word_and_proposes_with_days(cast, client):
    visit = asked_for(cast)
    sign_in(client, cast.member_a)
    answer = url("visit-answer", visit)
    assert "Say in a word" in client.post(answer, {"answer": "decline", "seen": visit.version}).text
    assert "Say which days" in client.post(answer, {"answer": "propose", "seen": visit.version}).text
    other = today() + timedelta(days=80)
    client.post(answer, {"answer": "propose", "seen": visit.version} | days(other, 2))
    visit = Visit.objects.get()
    assert (visit.state, visit.start_date, visit.end_date) == ("agreed", other, other + timedelta(days=1))


def test_what_came_in_another_way_is_entered_with_its_channel(cast, client):
    visit = asked_for(cast)
    sign_in(client, cast.secretary)
    client.post(url("visit-answer", visit), {"answer": "agree", "seen": visit.version, "channel": "letter"})
    event = visit.events.last()
    assert (event.kind, event.capacity, event.channel) == ("agreed", "participant", "letter")
    refused = client.post(url("visit-confirm", visit), {"seen": Visit.objects.get().version, "channel": "portal"})
    assert "channel" in refused.context["form"].errors


def test_the_itinerary_is_kept_in_one_form_and_moves_with_the_visit(cast, client):
    visit = confirmed(cast)
    sign_in(client, cast.chair_a)
    stop = {"form-0-day_number": 2, "form-0-time": "09:30", "form-0-place": "Customs", "form-0-what": "Seals"}
    form = {"form-TOTAL_FORMS": 2, "form-INITIAL_FORMS": 0, "seen": visit.version}
    assert (
        "the day of the visit and the place"
        in client.post(url("visit-itinerary", visit), form | stop | {"form-1-what": "?"}).text
    )
    assert client.post(url("visit-itinerary", visit), form | stop).status_code == 302
    page = client.get(visit.get_absolute_url())
    assert [day for day, _stops in page.context["itinerary"]] == [visit.start_date + timedelta(days=1)]
    late = client.post(url("visit-itinerary", visit), form | stop)
    assert "Somebody has changed this visit" in late.text
    assert "Customs" in late.text
    assert f'name="seen" value="{visit.version}"' in late.text


def test_papers_come_from_a_file_or_from_the_archive(cast, client):
    kinds()
    visit = confirmed(cast)
    sign_in(client, cast.chair_a)
    address = url("visit-paper-add", visit)
    assert "Give a title and a file" in client.post(address, {"language": "en"}).text
    client.post(address, {"language": "en", "title": "Map of the diggings", "file": paper()})
    assert "Map of the diggings" in client.get(visit.get_absolute_url()).text
    closed = papers.file_paper(
        visit=over(cast), title="Of another visit", language="en", file=paper(), by=cast.secretary
    )
    closed.document.issuing_body = None
    closed.document.save()
    refused = client.post(address, {"language": "en", "reference": closed.document.reference})
    assert "There is no document with this reference" in refused.text
    own = visit.papers.get()
    client.post(url("visit-paper-remove", visit, own.pk))
    assert not visit.papers.exists()
    assert not Document.objects.visible_to(again(cast.member_b)).filter(pk=own.document_id).exists()


def test_a_member_enters_how_they_travel(cast, client):
    visit = confirmed(cast)
    sign_in(client, cast.member_b)
    leader, other = visit.members.get(role="leader"), visit.members.get(role="member")
    assert client.get(url("visit-travel", visit, other.pk)).status_code == 404
    address = url("visit-travel", visit, leader.pk)
    wrong = {
        "arrives_on_day": 3,
        "arrives_on_month": 5,
        "arrives_on_year": 2030,
        "leaves_on_day": 1,
        "leaves_on_month": 5,
        "leaves_on_year": 2030,
    }
    assert "The departure must come after the arrival." in client.post(address, wrong | {"arrival": "Sample 1"}).text
    client.post(address, {"arrival": "Sample 1", "needs": "No stairs"})
    assert TravelPlan.objects.get(member=leader).needs == "No stairs"


@pytest.mark.both_databases
def test_the_list_is_narrowed_and_bears_nonsense(cast, client):
    past, planned = over(cast, ago=400), shown(confirmed(cast), cast)
    page = client.get(reverse("logistics:visit-list"))
    assert past.reference in page.text
    assert planned.reference not in page.text
    sign_in(client, cast.observer)
    for query, found in (
        (f"year={planned.start_date.year}", 1),
        ("participant=XA", 2),
        ("kind=review_visit", 2),
        ("year=%00", 2),
    ):
        assert client.get(reverse("logistics:visit-list") + f"?{query}").context["count"] == found


def test_the_list_asks_the_database_as_often_for_one_as_for_five(cast, client):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("logistics:visit-list"))
        return len(queries)

    over(cast)
    with_one = asked()
    for ago in (20, 30, 40, 50):
        moved_to(asked_for(cast), days=-ago)
        visit = Visit.objects.latest("pk")
        visit.state = Visit.State.CONFIRMED
        visit.save()
    assert asked() == with_one


def test_the_calendar_and_the_participants_page_show_what_the_reader_may_know(cast, client):
    visit = asked_for(cast)
    body = Visits().records(again(cast.both))
    assert not body.exists()
    page = reverse("participant-detail", args=["XA"])
    assert visit.reference not in client.get(page).text
    assert visit.reference in sign_in(client, cast.member_a).get(page).text


def test_the_chair_asks_for_something_and_the_secretariat_answers(cast, client):
    sign_in(client, cast.chair_a)
    needed = today() + timedelta(days=12)
    date = {"needed_by_day": needed.day, "needed_by_month": needed.month, "needed_by_year": needed.year}
    client.post(reverse("logistics:logistics-request-new"), {"text": "A room for twelve"} | date)
    row = LogisticsRequest.objects.get()
    assert (row.body, row.state) == (cast.xwa, "received")
    page = row.get_absolute_url()
    assert readers(cast, row) == CIRCLE - {"member_a"}
    sign_in(client, cast.secretary)
    refused = client.post(page, {"state": "declined", "answer": "", "seen": row.version})
    assert "Say why the request is declined." in refused.text
    client.post(page, {"state": "done", "answer": "Booked.", "seen": row.version})
    assert "Booked." in sign_in(client, cast.chair_a).get(page).text
    assert client.post(page, {"state": "done", "seen": row.version + 1}).status_code == 404


@pytest.mark.both_databases
def test_two_people_answer_a_request_and_the_second_is_told(cast, client):
    row = actions.ask_secretariat(body=cast.xwa, text="A room", needed_by=today(), by=cast.chair_a)
    seen = row.version
    actions.answer_request(request=row, state="in_hand", answer="We look.", by=cast.secretary, seen=seen)
    sign_in(client, cast.secretary)
    late = client.post(row.get_absolute_url(), {"state": "done", "answer": "Mine", "seen": seen}).text
    assert "Somebody has answered this request" in late
    assert "Mine" in late


def test_a_visit_that_was_not_planned_here_takes_a_briefing_too(cast, client):
    days = {"start_date": today() - timedelta(days=900), "end_date": today() - timedelta(days=899)}
    visit = Visit.objects.create(participant=cast.xa, body=cast.xwa, state="confirmed", audience="process", **days)
    sign_in(client, cast.secretary)
    terms = reverse("logistics:visit-terms", args=[visit.reference])
    assert client.get(terms).status_code == 200
    assert client.post(terms, {"seen": visit.version, "terms_en": "To look"}).status_code == 302
    assert visit.briefing.terms_en == "To look"


@pytest.mark.both_databases
def test_nonsense_in_a_form_is_said_and_breaks_nothing(cast, client):
    visit = asked_for(cast)
    sign_in(client, cast.chair_a)
    plan = reverse("logistics:visit-new")
    typed = {"participant": cast.xa.pk, "kind": "review_visit", "length": "60", "members": ["9" * 30]}
    far = {"start_date_day": "31", "start_date_month": "12", "start_date_year": "9999"}
    assert "There is no such day" in client.post(plan, typed | far).text
    stops = {"form-TOTAL_FORMS": "0", "form-INITIAL_FORMS": "0", "seen": "9" * 5000}
    itinerary = reverse("logistics:visit-itinerary", args=[visit.reference])
    assert "Open the page again" in client.post(itinerary, stops).text


def test_what_somebody_of_the_demonstration_asks_for_is_not_of_a_real_body(cast, client):
    real = body("WGM", "Monitoring")
    real.is_demonstration = False
    real.save()
    sign_in(client, invented(cast.secretary))
    day = today() + timedelta(days=9)
    typed = {"needed_by_day": day.day, "needed_by_month": day.month, "needed_by_year": day.year, "channel": "mail"}
    assert client.post(reverse("logistics:logistics-request-new"), typed | {"text": "A room"}).status_code == 302
    assert LogisticsRequest.objects.get().body == cast.xwa
