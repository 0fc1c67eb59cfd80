"""Meetings are proposed, convened, moved and cancelled on their own pages, each for a reason that stays on record."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from asm_portal.models import Body
from asm_portal.visibility import Audience
from logistics.meetings import actions
from logistics.models import JoiningDetails, Meeting, MeetingBody, MeetingEvent
from tests.cast import again
from tests.logistics.meetings import ahead, at, day_fields, propose


def url(name, meeting):
    return reverse(f"logistics:{name}", args=[meeting.reference])


def moving(meeting, day, **changes):
    """What the form of a move sends."""
    return {
        **day_fields("start_date", day), **day_fields("end_date", day), "zone": "", "start_time": "", "end_time": "",
        "reason_en": "A holiday", "reason_fr": "", "seen_version": str(meeting.version),
    } | changes  # fmt: skip


def fresh(meeting):
    return Meeting.objects.get(pk=meeting.pk)


@pytest.fixture
def meeting(cast):
    return propose(cast.chair_a, [cast.xwa])


def test_the_chair_of_a_body_proposes_a_joint_session_in_one_form(cast, client):
    client.force_login(cast.chair_a)
    sent = {
        "kind": "body", "bodies": [cast.xwa.pk, cast.xwb.pk], "title_en": "Mine and river", "title_fr": "Mine et fleuve",
        **day_fields("start_date", ahead(40)), **day_fields("end_date", ahead(41)), "zone": "Africa/Luanda",
        "start_time": "09:30", "end_time": "16:00", "format": "hybrid", "city_en": "Alderburg", "city_fr": "",
        "country": "", "host": cast.xa.pk, "languages": ["en", "fr"], "audience": "body",
    }  # fmt: skip
    response = client.post(reverse("logistics:meeting-new"), sent)
    made = Meeting.objects.get()
    assert response.url == made.get_absolute_url()
    assert (made.status, made.zone, made.start_time, made.languages) == (
        "proposed",
        "Africa/Luanda",
        at(9, 30),
        ["en", "fr"],
    )
    assert {row.body for row in made.of_bodies.all()} == {cast.xwa, cast.xwb}
    assert made.is_demonstration
    for member in (cast.member_a, cast.member_b):
        client.force_login(member)
        assert client.get(made.get_absolute_url()).status_code == 200
    client.logout()
    assert client.get(made.get_absolute_url()).status_code == 404


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"bodies": []}, "Choose the body that meets"),
        ({"start_time": "09:30"}, "Choose the time zone in which the meeting begins"),
        ({"end_time": "12:00"}, "Say when the meeting begins, too."),
        ({"start_time": "9 o’clock"}, "Write the time as hours and minutes"),
        ({"start_date_day": "31", "start_date_month": "2"}, "There is no such day."),
        ({"audience": "public"}, "Say who approved that everyone may read this"),
        ({"kind": "plenary"}, "Select a valid choice"),
        ({"bodies": ["x\x00y"]}, "Null characters are not allowed."),
        ({"bodies": ["x"]}, "Choose bodies from the list."),
    ],
)
def test_what_is_wrong_with_a_proposal_is_said_and_nothing_is_lost(cast, client, change, sentence):
    client.force_login(cast.chair_a)
    sent = {
        "kind": "body", "bodies": [cast.xwa.pk], "title_en": "Kept as typed", **day_fields("start_date", ahead()),
        "format": "online", "audience": "body",
    }  # fmt: skip
    response = client.post(reverse("logistics:meeting-new"), sent | change)
    assert response.status_code == 200
    assert sentence in response.text
    assert "Kept as typed" in response.text
    assert not Meeting.objects.exists()


def test_who_leads_one_body_calls_no_meeting_of_another(cast, client):
    client.force_login(cast.chair_b)
    sent = {
        "kind": "body",
        "bodies": [cast.xwa.pk],
        **day_fields("start_date", ahead()),
        "format": "online",
        "audience": "body",
    }
    assert "Choose a body that you lead" in client.post(reverse("logistics:meeting-new"), sent).text


def test_bodies_of_the_demonstration_meet_among_themselves(cast, client):
    real = Body.objects.create(code="REAL", kind=Body.Kind.WORKING_GROUP, name_en="Real", name_fr="Vrai")
    client.force_login(cast.secretary)
    sent = {
        "kind": "body", "bodies": [cast.xwa.pk, real.pk], **day_fields("start_date", ahead()), "format": "online",
        "audience": "body",
    }  # fmt: skip
    assert "Bodies of the demonstration" in client.post(reverse("logistics:meeting-new"), sent).text


def test_a_move_keeps_the_reason_and_the_days_before_and_after(cast, client, meeting):
    client.force_login(cast.chair_a)
    was, later = meeting.start_date, ahead(44)
    response = client.post(url("meeting-move", meeting), moving(meeting, later))
    assert response.url == meeting.get_absolute_url()
    moved = fresh(meeting)
    event = moved.last_event
    assert (moved.start_date, moved.status, moved.sequence) == (later, "moved", 1)
    assert (event.old_start_date, event.new_start_date, event.reason, event.by) == (
        was,
        later,
        "A holiday",
        cast.chair_a,
    )
    assert moved.history.first().history_change_reason == "A holiday"
    assert "A holiday" in client.get(meeting.get_absolute_url()).text


def test_a_move_into_the_past_is_refused_at_the_day_and_nothing_is_lost(cast, client, meeting):
    client.force_login(cast.chair_a)
    response = client.post(url("meeting-move", meeting), moving(meeting, ahead(-3), reason_en="My long explanation"))
    assert response.status_code == 200
    assert response.context["form"].errors["start_date"] == ["This day is over. A meeting is held today or later."]
    assert "My long explanation" in response.text
    assert fresh(meeting).start_date == meeting.start_date
    assert fresh(meeting).status == "proposed"


def test_a_move_to_the_days_it_has_or_without_a_reason_is_refused(cast, client, meeting):
    client.force_login(cast.chair_a)
    same = client.post(url("meeting-move", meeting), moving(meeting, meeting.start_date))
    assert "These are the days and times that the meeting has." in same.text
    unsaid = client.post(url("meeting-move", meeting), moving(meeting, ahead(44), reason_en=""))
    assert "Give the reason, in English or in French." in unsaid.text
    assert fresh(meeting).status == "proposed"


def test_times_that_a_change_of_clocks_skips_or_doubles_are_refused_in_a_sentence(cast, client, meeting):
    client.force_login(cast.chair_a)
    clocks = {"zone": "Europe/Brussels", "start_time": "02:30"}
    spring = client.post(url("meeting-move", meeting), moving(meeting, date(2027, 3, 28), **clocks))
    assert "There is no 02:30 in Europe/Brussels on 28 March 2027" in spring.context["form"].errors["start_time"][0]
    autumn = client.post(url("meeting-move", meeting), moving(meeting, date(2027, 10, 31), **clocks))
    assert "02:30 comes twice in Europe/Brussels on 31 October 2027" in autumn.context["form"].errors["start_time"][0]
    assert fresh(meeting).status == "proposed"


@pytest.mark.both_databases
def test_two_people_at_one_meeting_find_out(cast, client, meeting):
    client.force_login(cast.secretary)
    actions.move(
        meeting=meeting, by=cast.chair_a, start_date=ahead(50), end_date=ahead(50), start_time=None, end_time=None, zone="",
        reason_en="First come",
    )  # fmt: skip
    response = client.post(url("meeting-move", meeting), moving(meeting, ahead(60)))
    assert "Somebody else has changed this meanwhile" in response.text
    assert fresh(meeting).start_date == ahead(50)
    response = client.post(
        url("meeting-move", meeting), moving(meeting, ahead(60), save_over=str(fresh(meeting).version))
    )
    assert response.status_code == 302
    assert fresh(meeting).start_date == ahead(60)


def test_a_cancelled_meeting_stays_on_record_and_may_be_convened_again(cast, client, meeting):
    client.force_login(cast.chair_a)
    version = {"seen_version": str(meeting.version)}
    assert "Give the reason" in client.post(url("meeting-cancel", meeting), version).text
    client.post(url("meeting-cancel", meeting), version | {"reason_fr": "Pas de quorum"})
    assert fresh(meeting).is_cancelled
    assert "Pas de quorum" in client.get(meeting.get_absolute_url()).text
    with pytest.raises(ValidationError, match="cancelled"):
        actions.cancel(meeting=meeting, by=cast.chair_a, reason_en="Twice")
    client.post(url("meeting-convene", meeting), {"seen_version": str(fresh(meeting).version)})
    assert fresh(meeting).is_convened
    assert fresh(meeting).sequence == 2
    assert [event.kind for event in MeetingEvent.objects.order_by("at", "pk")] == ["proposed", "cancelled", "convened"]


def test_what_took_place_is_neither_moved_nor_cancelled(cast):
    day = ahead(-2)
    past = Meeting.objects.create(kind="body", start_date=day, end_date=day, audience=Audience.PUBLIC)
    with pytest.raises(ValidationError, match="over"):
        actions.cancel(meeting=past, by=cast.secretary, reason_en="Too late")


@pytest.mark.parametrize("page", ["edit", "convene", "move", "cancel", "joining"])
def test_pages_of_planning_exist_for_those_who_plan_only(cast, client, meeting, page):
    address = url(f"meeting-{page}", meeting)
    for user, status in (
        (cast.chair_a, 200),
        (cast.secretary, 200),
        (cast.member_a, 404),
        (cast.chair_b, 404),
        (cast.kp_chair, 404),
    ):
        client.force_login(user)
        assert client.get(address).status_code == status, user


def test_the_kp_chair_plans_plenaries_and_the_leaders_of_bodies_do_not(cast, client):
    plenary = propose(cast.kp_chair, [], kind="plenary", audience=Audience.PUBLIC)
    for user, status in ((cast.kp_chair, 200), (cast.secretary, 200), (cast.chair_a, 404)):
        client.force_login(user)
        assert client.get(url("meeting-edit", plenary)).status_code == status


def test_a_body_that_has_its_minutes_on_record_stays_a_body_of_the_meeting(cast):
    joint = propose(cast.chair_a, [cast.xwa, cast.xwb])
    row = MeetingBody.objects.get(meeting=joint, body=cast.xwb)
    row.no_minutes_reason_en = "Nothing was said"
    row.save()
    with pytest.raises(ValidationError, match="it stays"):
        actions.edit_meeting(meeting=fresh(joint), bodies=[cast.xwa], by=cast.chair_a)


def test_only_what_calendars_show_counts_as_a_change_there(cast, meeting):
    meeting.note = "Room booked"
    meeting.save()
    assert meeting.sequence == 0
    meeting.city_en = "Alderburg"
    meeting.save()
    assert meeting.sequence == 1


def test_joining_details_are_for_those_they_are_told_to(cast, client):
    plenary = propose(cast.kp_chair, [], kind="plenary", audience=Audience.PUBLIC)
    client.force_login(cast.kp_chair)
    sent = {"audience": "participants", "link": "https://meet.example/room-4711", "seen_version": str(plenary.version)}
    assert client.post(url("meeting-joining", plenary), sent).status_code == 302
    for user, shown in ((cast.member_a, True), (cast.kp_chair, True), (cast.observer, False), (cast.guest, False)):
        client.force_login(user)
        assert ("room-4711" in client.get(plenary.get_absolute_url()).text) is shown, user
    client.force_login(cast.secretary)
    emptied = {"audience": "participants", "seen_version": str(fresh(plenary).version)}
    client.post(url("meeting-joining", plenary), emptied)
    assert not JoiningDetails.objects.exists()


def test_joining_details_of_a_joint_session_reach_every_body(cast):
    joint = propose(cast.chair_a, [cast.xwa, cast.xwb], audience=Audience.PROCESS)
    actions.tell_how_to_join(meeting=joint, by=cast.chair_a, audience=Audience.BODY, text_en="Code 1234")
    told = [
        user for user in (cast.member_a, cast.member_b, cast.narrow) if JoiningDetails.objects.visible_to(user).exists()
    ]
    assert told == [cast.member_a, cast.member_b, cast.narrow]


def test_joining_details_leave_with_the_body_that_leaves_the_meeting(cast):
    joint = propose(cast.secretary, [cast.xwa, cast.xwb], audience=Audience.PROCESS)
    told = {"audience": Audience.BODY, "link": "https://meet.example/a"}
    actions.tell_how_to_join(meeting=joint, by=cast.secretary, **told)
    assert JoiningDetails.objects.visible_to(again(cast.member_a)).exists()
    actions.edit_meeting(meeting=fresh(joint), bodies=[cast.xwb], by=cast.secretary)
    assert not JoiningDetails.objects.visible_to(again(cast.member_a)).exists()
    assert JoiningDetails.objects.visible_to(again(cast.member_b)).exists()


def test_times_are_told_at_the_venue_in_utc_and_where_the_reader_is(cast, client):
    cast.member_a.person.time_zone = "Asia/Kolkata"
    cast.member_a.person.save()
    meeting = Meeting.objects.create(
        kind="plenary", audience=Audience.PUBLIC, start_date=date(2027, 7, 1), end_date=date(2027, 7, 2),
        start_time=at(20), end_time=at(12), zone="Europe/Brussels",
    )  # fmt: skip
    anonymous = client.get(meeting.get_absolute_url())
    assert [clock.place for clock in anonymous.context["clocks"]] == ["Brussels", "UTC"]
    client.force_login(cast.member_a)
    own = client.get(meeting.get_absolute_url()).context["clocks"][-1]
    assert (own.place, own.offset, f"{own.start:%d %H:%M}") == ("Kolkata", "UTC+5:30", "01 23:30")
    assert "UTC+2" in anonymous.text


def test_a_meeting_of_the_past_has_its_page_too(facts, client):
    plenary = Meeting.objects.filter(kind="plenary", start_date__year=2007).get()
    text = client.get(plenary.get_absolute_url()).text
    assert "Brussels" in text
    assert "What became of it" not in text
    assert client.get(reverse("logistics:meeting-list")).text.count(plenary.get_absolute_url()) == 1


def test_meetings_are_found_by_their_words(cast, client):
    propose(cast.kp_chair, [], kind="plenary", audience=Audience.PUBLIC, city_en="Alderburg", city_fr="Alderbourg")
    propose(cast.chair_a, [cast.xwa], title_en="Weighing in Alderburg")
    found = client.get("/en/search/", {"q": "Alderburg"})
    assert "Weighing" not in found.text
    assert "Plenary" in found.text
    client.force_login(cast.member_a)
    assert "Weighing in" in client.get("/en/search/", {"q": "Alderburg"}).text


def test_a_cancelled_meeting_is_not_the_next_one(cast, client, meeting):
    propose(cast.chair_a, [cast.xwa], start_date=ahead(33), end_date=ahead(33))
    actions.cancel(meeting=meeting, by=cast.chair_a, reason_en="No quorum")
    client.force_login(cast.member_a)
    text = client.get(cast.xwa.get_absolute_url()).text
    assert (meeting.start_date + timedelta(days=3)).isoformat() in text
    assert meeting.reference not in text
