"""The tasks of meetings and visits: planned from a playbook, moved with the first day, done by the office that owns them."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from asm_portal.dated import today
from asm_portal.visibility import Audience
from logistics.meetings.actions import cancel, move
from logistics.models import Meeting, MeetingBody, PlannedTask, Playbook, PlaybookTask, Visit
from logistics.playbooks import actions
from logistics.playbooks.panels import desk, on_meeting
from logistics.playbooks.progress import progress_of
from tests.cast import again


def playbook(kind, *tasks):
    """A playbook of (offset, title, owner)."""
    made = Playbook.objects.create(kind=kind)
    for offset, title, owner in tasks:
        PlaybookTask.objects.create(playbook=made, offset=offset, title_en=title, title_fr=f"fr {title}", owner=owner)
    return made


@pytest.fixture
def meeting(cast):
    """A meeting of XWA in forty days, whose chair is XC; XB is the host."""
    playbook(
        "body",
        (-60, "Propose the dates", "body_chair"),
        (-14, "Send the papers", "secretariat"),
        (-7, "Confirm the room", "host"),
        (0, "Greet", "kp_chair"),
        (30, "Archive", "secretariat"),
    )
    return meet(cast, 40)


def meet(cast, days, **facts):
    day = today() + timedelta(days=days)
    values = {"kind": "body", "start_date": day, "end_date": day, "audience": "process", "host": cast.xb}
    made = Meeting.objects.create(is_demonstration=True, **values | facts)
    MeetingBody.objects.create(meeting=made, body=cast.xwa)
    return made


def planned(meeting, cast):
    actions.apply_playbook(meeting=meeting, by=cast.secretary)
    return {task.title_en: task for task in meeting.planned_tasks.all()}


def tasks_url(meeting):
    return reverse("logistics:meeting-tasks", args=[meeting.reference])


# Planning


def test_a_playbook_gives_each_task_a_day_and_an_office(cast, meeting):
    tasks = planned(meeting, cast)
    assert {name: str(task.owner) for name, task in tasks.items()} == {
        "Propose the dates": "Chair of XWA",
        "Send the papers": "Secretariat",
        "Confirm the room": "Birch",
        "Greet": "Sample Chair",
        "Archive": "Secretariat",
    }
    assert tasks["Send the papers"].due_on == meeting.start_date - timedelta(days=14)
    assert tasks["Archive"].due_on == meeting.start_date + timedelta(days=30)
    history = tasks["Greet"].history.get()
    assert history.history_user == cast.secretary


def test_the_days_move_with_the_first_day(cast, meeting):
    task = planned(meeting, cast)["Send the papers"]
    day = today() + timedelta(days=100)
    move(
        meeting=meeting, by=cast.secretary, start_date=day, end_date=day, start_time=None, end_time=None, zone="",
        reason_en="The hall is taken.",
    )  # fmt: skip
    assert PlannedTask.objects.get(pk=task.pk).due_on == day - timedelta(days=14)


def test_a_playbook_is_applied_once(cast, client, meeting):
    planned(meeting, cast)
    with pytest.raises(ValidationError, match="planned already"):
        actions.apply_playbook(meeting=meeting, by=cast.secretary)
    client.force_login(again(cast.secretary))
    page = client.post(tasks_url(meeting), follow=True)
    assert "The tasks of the playbook are planned already." in page.text
    assert meeting.planned_tasks.count() == 5


def test_a_meeting_whose_first_day_is_not_known_has_no_tasks_yet(cast, client, meeting):
    meeting.date_precision = "month"
    meeting.save()
    client.force_login(again(cast.secretary))
    page = client.post(tasks_url(meeting), follow=True)
    assert "The first day is not known." in page.text
    assert not meeting.planned_tasks.exists()


def test_without_a_playbook_one_is_told_so(cast, client):
    client.force_login(again(cast.secretary))
    meeting = meet(cast, 40)
    assert "There is no playbook for it yet." in client.post(tasks_url(meeting), follow=True).text


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        ({"kind": "plenary"}, "plenary"),
        ({"kind": "special_plenary"}, "plenary"),
        ({"kind": "plenary", "format": "online"}, "plenary"),
        ({"kind": "intersessional"}, "intersessional"),
        ({"kind": "body"}, "body"),
        ({"kind": "ad_hoc"}, "body"),
        ({"kind": "body", "format": "online"}, "teleconference"),
        ({"kind": "teleconference", "format": "online"}, "teleconference"),
    ],
)
def test_each_kind_of_meeting_has_its_playbook(db, facts, kind):
    for code in Playbook.Kind.values:
        playbook(code)
    assert actions.playbook_for(Meeting(**facts)).kind == kind
    assert actions.playbook_for(Visit(kind="review_mission")).kind == "review_visit"


# A visit


@pytest.fixture
def visit(cast):
    playbook(
        "review_visit",
        (-30, "Agree the dates", "participant"),
        (-7, "Brief the team", "body_chair"),
        (30, "Receive the draft report", "secretariat"),
    )
    day = today() + timedelta(days=20)
    return Visit.objects.create(
        participant=cast.xb, body=cast.xwa, start_date=day, end_date=day + timedelta(days=4), audience=Audience.PROCESS,
        is_demonstration=True,
    )  # fmt: skip


def test_the_checklist_of_a_visit_is_computed_and_marked_as_done_in_one_click(cast, client, visit):
    actions.apply_playbook(visit=visit, by=cast.secretary)
    client.force_login(again(cast.secretary))
    page = client.get(visit.get_absolute_url())
    for word in ("Checklist", "Agree the dates", "Birch", "Chair of XWA", "0 of 3 done", "1 overdue", "Mark as done"):
        assert word in page.text, word
    task = visit.planned_tasks.get(title_en="Brief the team")
    done = client.post(
        reverse("logistics:planned-task-done", args=[task.pk]), {"back": visit.get_absolute_url()}, follow=True
    )
    assert done.redirect_chain[0][0] == f"{visit.get_absolute_url()}#tasks"
    assert "1 of 3 done" in done.text
    task.refresh_from_db()
    assert (task.done_on, task.done_by) == (today(), cast.secretary)


def test_of_a_visit_each_owner_sees_its_own_tasks_and_others_none(cast, visit):
    actions.apply_playbook(visit=visit, by=cast.secretary)
    seen = {
        name: [task.title_en for task in progress_of(visit, again(user)).tasks] for name, user in cast.users.items()
    }
    every = ["Agree the dates", "Brief the team", "Receive the draft report"]
    of_xb = ["Agree the dates"]
    assert {name: found for name, found in seen.items() if found} == {
        "secretary": every, "chair_a": every, "member_b": of_xb, "chair_b": of_xb,
    }  # fmt: skip


# Doing


def test_who_sees_the_tasks_of_a_meeting(cast, client, meeting):
    planned(meeting, cast)
    seen = {"secretary": 5, "chair_a": 5, "member_b": 1, "chair_b": 1, "kp_chair": 1}
    assert {name for name, user in cast.users.items() if on_meeting(meeting, again(user))} == set(seen)
    assert client.get(tasks_url(meeting)).status_code == 302
    for name in (*seen, "member_a"):
        client.force_login(again(cast.users[name]))
        answer = client.get(tasks_url(meeting))
        assert answer.status_code == (200 if name in seen else 404), name
        assert name not in seen or len(answer.context["progress"].tasks) == seen[name], name


def test_an_office_that_may_not_know_of_the_meeting_knows_of_no_task(cast, client, meeting):
    closed = meet(cast, 40, audience=Audience.BODY, audience_body=cast.xwa)
    task = actions.add_task(
        parent=closed, by=cast.secretary, offset=-50, title_en="Help", office=cast.xwb.offices.get()
    )
    client.force_login(again(cast.chair_b))
    assert client.get(tasks_url(closed)).status_code == 404
    assert client.get(reverse("logistics:planned-task", args=[task.pk])).status_code == 404
    assert desk(again(cast.chair_b)) == []


def test_the_owner_says_that_it_is_done_and_takes_it_back(cast, client, meeting):
    tasks = planned(meeting, cast)
    room, papers = (
        reverse("logistics:planned-task-done", args=[tasks[name].pk])
        for name in ("Confirm the room", "Send the papers")
    )
    client.force_login(again(cast.member_b))
    assert client.post(room).status_code == 302
    assert client.post(papers).status_code == 404
    task = PlannedTask.objects.get(pk=tasks["Confirm the room"].pk)
    assert (task.done_on, task.done_by) == (today(), cast.member_b)
    client.post(reverse("logistics:planned-task-open", args=[task.pk]))
    task.refresh_from_db()
    assert (task.done_on, task.done_by) == (None, None)
    assert task.history.count() == 3


def test_marked_twice_it_stays_as_it_was_first(cast, meeting):
    task = planned(meeting, cast)["Greet"]
    actions.mark_done(task=task, by=cast.kp_chair)
    actions.mark_done(task=task, by=cast.secretary)
    task.refresh_from_db()
    assert (task.done_by, task.history.count()) == (cast.kp_chair, 2)


def test_the_button_leads_back_to_the_portal_only(cast, client, meeting):
    task = planned(meeting, cast)["Greet"]
    client.force_login(again(cast.secretary))
    address = reverse("logistics:planned-task-done", args=[task.pk])
    for back in ("https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", "nowhere", "\0", ""):
        assert client.post(address, {"back": back})["Location"] == f"{tasks_url(meeting)}#tasks"


def test_the_owner_adds_a_note_and_changes_nothing_else(cast, client, meeting):
    task = planned(meeting, cast)["Confirm the room"]
    client.force_login(again(cast.member_b))
    address = reverse("logistics:planned-task", args=[task.pk])
    page = client.get(address)
    assert list(page.context["form"].fields) == ["note", "seen_version"]
    values = {"note": "Room 4", "offset": 1, "title_en": "Nothing", "seen_version": task.version}
    assert client.post(address, values).status_code == 302
    task.refresh_from_db()
    assert (task.note, task.offset, task.title_en) == ("Room 4", -7, "Confirm the room")
    assert client.get(reverse("logistics:planned-task-remove", args=[task.pk])).status_code == 404


def form_of(task, **changed):
    values = {
        "title_en": task.title_en,
        "title_fr": task.title_fr,
        "offset": task.offset,
        "owner": "",
        "note": task.note,
    }
    return values | {"seen_version": task.version} | changed


def test_a_task_is_given_to_another_office_added_and_taken_out(cast, client, meeting):
    task = planned(meeting, cast)["Send the papers"]
    client.force_login(again(cast.chair_a))
    office = cast.xwa.offices.get()
    edit = reverse("logistics:planned-task", args=[task.pk])
    assert client.post(edit, form_of(task, owner=f"office-{office.pk}", offset=-20)).status_code == 302
    task.refresh_from_db()
    assert (task.office, task.offset) == (office, -20)
    add = reverse("logistics:meeting-task-add", args=[meeting.reference])
    new = {"title_en": "Order flowers", "offset": "-1", "owner": f"organisation-{cast.xb.pk}"}
    assert client.post(add, new).status_code == 302
    added = meeting.planned_tasks.get(title_en="Order flowers")
    assert (added.organisation, added.playbook, added.history.get().history_user) == (cast.xb, None, cast.chair_a)
    remove = reverse("logistics:planned-task-remove", args=[added.pk])
    assert "Order flowers" in client.get(remove).text
    client.post(remove)
    assert not meeting.planned_tasks.filter(title_en="Order flowers").exists()
    assert PlannedTask.history.filter(id=added.pk, history_type="-").get().history_user == cast.chair_a


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"title_en": "", "title_fr": ""}, "Say what is to be done, in English or in French."),
        ({"offset": "soon"}, "Enter a whole number."),
        ({"offset": "9999"}, "Ensure this value is less than or equal to 366."),
        ({"owner": "office-0"}, "Select a valid choice."),
        ({"title_en": "a\0b"}, "Null characters are not allowed."),
    ],
)
def test_what_makes_no_task_is_told_and_nothing_typed_is_lost(cast, client, meeting, changed, sentence):
    task = planned(meeting, cast)["Send the papers"]
    client.force_login(again(cast.secretary))
    page = client.post(reverse("logistics:planned-task", args=[task.pk]), form_of(task, note="Typed here", **changed))
    assert (page.status_code, sentence in page.text, "Typed here" in page.text) == (200, True, True)
    task.refresh_from_db()
    assert (task.title_en, task.note) == ("Send the papers", "")


@pytest.mark.both_databases
def test_two_people_at_one_task_see_both_versions(cast, client, meeting):
    task = planned(meeting, cast)["Send the papers"]
    client.force_login(again(cast.secretary))
    address = reverse("logistics:planned-task", args=[task.pk])
    mine = form_of(task, note="Mine")
    client.post(address, form_of(task, note="Theirs"))
    page = client.post(address, mine)
    assert "Somebody else has changed this task meanwhile." in page.text
    assert "Mine" in page.text
    assert "Theirs" in page.text
    task.refresh_from_db()
    assert task.note == "Theirs"
    client.post(address, mine | {"save_over": task.version})
    task.refresh_from_db()
    assert task.note == "Mine"


# What is late


def test_what_is_overdue_or_due_soon_stands_on_the_desk_of_its_owner(cast, client, meeting):
    planned(meeting, cast)
    lines = {
        name: [(line.title, line.due < today()) for line in desk(again(user))] for name, user in cast.users.items()
    }
    assert {name: found for name, found in lines.items() if found} == {
        "chair_a": [("Propose the dates", True)],
        "secretary": [("Send the papers", False)],
    }
    client.force_login(again(cast.chair_a))
    page = client.get(reverse("desk")).text
    assert "Propose the dates" in page
    assert "overdue" in page


def test_one_line_stands_for_all_tasks_of_a_meeting(cast, meeting):
    planned(meeting, cast)
    for name in ("One more", "Another"):
        actions.add_task(parent=meeting, by=cast.secretary, offset=-12, title_en=name)
    [line] = desk(again(cast.secretary))
    assert (line.title, line.due) == ("Send the papers", meeting.start_date - timedelta(days=14))
    assert "and 2 more tasks" in line.detail
    assert line.url == tasks_url(meeting)


def test_nothing_is_overdue_of_what_is_cancelled(cast, meeting):
    planned(meeting, cast)
    assert len(progress_of(meeting, again(cast.chair_a)).overdue) == 1
    cancel(meeting=meeting, by=cast.secretary, reason_en="No quorum.")
    found = progress_of(meeting, again(cast.chair_a))
    assert (found.overdue, found.open, found.next) == ([], [], None)
    assert desk(again(cast.chair_a)) == []


def test_progress_counts_what_is_done_late_and_next(cast, meeting, time_machine):
    tasks = planned(meeting, cast)
    actions.mark_done(task=tasks["Propose the dates"], by=cast.chair_a)
    found = progress_of(meeting, again(cast.secretary))
    assert (found.words, found.overdue_words, found.next.title_en) == ("1 of 5 done", "", "Send the papers")
    time_machine.move_to(meeting.start_date)
    found = progress_of(meeting, again(cast.secretary))
    assert (found.overdue_words, found.next.title_en, found.overdue[0].days_late) == ("2 overdue", "Greet", 14)


def test_the_offices_of_other_bodies_are_offered_only_where_all_may_know_of_the_meeting(cast, client, meeting):
    task = planned(meeting, cast)["Greet"]
    closed = meet(cast, 40, audience=Audience.BODY, audience_body=cast.xwa)
    other = planned(closed, cast)["Greet"]
    client.force_login(again(cast.chair_a))
    offered = [
        str(client.get(reverse("logistics:planned-task", args=[row.pk])).context["form"].fields["owner"].choices)
        for row in (task, other)
    ]
    assert ["Chair of XWB" in choices for choices in offered] == [True, False]


def test_the_list_and_the_desk_ask_the_database_as_often_for_five_tasks_as_for_one(cast, meeting):
    def asked():
        user = again(cast.secretary)
        with CaptureQueriesContext(connection) as queries:
            progress_of(meeting, user)
            desk(user)
        return len(queries)

    for number in range(5):
        owner = {"organisation": cast.xb} if number % 2 else {}
        actions.add_task(parent=meeting, by=cast.secretary, offset=-30 - number, title_en=f"Task {number}", **owner)
        if number == 1:
            two = asked()
    assert asked() == two


def test_the_secretariat_keeps_the_playbooks_in_the_administration(cast, client, meeting):
    book = Playbook.objects.get()
    client.force_login(again(cast.secretary))
    assert client.get(reverse("admin:logistics_playbook_changelist")).status_code == 200
    assert "Propose the dates" in client.get(reverse("admin:logistics_playbook_change", args=[book.pk])).text
    client.force_login(again(cast.chair_a))
    assert client.get(reverse("admin:logistics_playbook_changelist")).status_code == 302
