"""The agenda of a meeting: items in an order that can be changed, papers in the revision that is meant, matters arising."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from asm_portal.visibility import Audience
from knowledge import actions as texts
from knowledge.models import Document
from logistics.follow_up.actions import open_action
from logistics.meetings import actions
from logistics.meetings.agenda import lines
from logistics.meetings.agenda_actions import add_item, show_agenda, take_over
from logistics.models import AgendaItem, AgendaPaper, Meeting
from tests.knowledge.papers import add_texts, final
from tests.logistics.meetings import propose


def url(name, meeting, *args):
    return reverse(f"logistics:{name}", args=[meeting.reference, *args])


def item(meeting, by, title, **facts):
    return add_item(meeting=meeting, by=by, title_en=title, title_fr=f"{title} (fr)", **facts)


def shown(meeting, reader):
    return [(line.label, line.item.title) for line in lines(meeting, reader)]


def paper_of(body, title="Paper", **facts):
    given = {"issuing_body": body, "texts": {"en": "First words."}, "is_demonstration": True, "audience": Audience.BODY}
    return final(title, **given | facts)


@pytest.fixture
def joint(cast):
    """Not the first meeting, so that no item has its key."""
    propose(cast.chair_a, [cast.xwa])
    return propose(cast.chair_a, [cast.xwa, cast.xwb], audience=Audience.PROCESS)


def test_a_draft_is_for_all_bodies_of_a_joint_session_and_shown_it_is_for_all_whom_the_meeting_is_for(cast, joint):
    with pytest.raises(ValidationError, match="nothing on the agenda"):
        show_agenda(meeting=joint, by=cast.chair_a)
    item(joint, cast.chair_a, "Opening")
    assert [shown(joint, user) for user in (cast.member_a, cast.member_b)] == [[("1", "Opening")]] * 2
    joint.audience = Audience.PUBLIC
    actions.edit_meeting(meeting=joint, bodies=[cast.xwa, cast.xwb], by=cast.chair_a)
    assert shown(joint, cast.guest) == []
    show_agenda(meeting=joint, by=cast.chair_a)
    assert shown(joint, cast.guest) == [("1", "Opening")]


def test_a_closed_item_leaves_no_gap_in_the_numbers(cast, client):
    plenary = propose(cast.kp_chair, [], kind="plenary", audience=Audience.PUBLIC)
    for title, audience in (("Opening", ""), ("Requests", Audience.PARTICIPANTS), ("Closing", "")):
        item(plenary, cast.kp_chair, title, audience=audience)
    show_agenda(meeting=plenary, by=cast.kp_chair)
    assert shown(plenary, cast.anyone) == [("1", "Opening"), ("2", "Closing")]
    assert shown(plenary, cast.member_a) == [("1", "Opening"), ("", "Requests"), ("2", "Closing")]
    assert "Requests" not in client.get(url("agenda", plenary)).text
    client.force_login(cast.member_a)
    assert "Requests" in client.get(url("agenda", plenary)).text


def test_items_are_moved_up_and_down_and_taken_off_by_buttons(cast, client, joint):
    made = [item(joint, cast.chair_a, title) for title in ("One", "Two", "Three")]
    client.force_login(cast.chair_a)
    page = url("agenda-edit", joint)
    client.post(page, {"up": made[2].pk})
    client.post(page, {"down": made[0].pk})
    assert [title for _label, title in shown(joint, cast.chair_a)] == ["Three", "One", "Two"]
    client.post(page, {"up": made[2].pk})
    client.post(page, {"remove": made[0].pk})
    assert shown(joint, cast.chair_a) == [("1", "Three"), ("2", "Two")]
    for nonsense in ("x\x00", "²", "9" * 40, ""):
        assert client.post(page, {"up": nonsense}).status_code == 302
    client.force_login(cast.member_a)
    assert client.post(page, {"remove": made[1].pk}).status_code == 404


def test_a_paper_keeps_the_revision_that_is_meant(cast, client, joint):
    document = paper_of(cast.xwa, audience=Audience.PROCESS)
    made = item(joint, cast.chair_a, "Form", papers=[document])
    revision = add_texts(document, {"en": "Second words."})
    texts.release_revision(revision=revision, by=cast.secretary)
    client.force_login(cast.member_b)
    assert "a newer revision exists" in client.get(joint.get_absolute_url()).text
    pinned = client.get(url("meeting-paper", joint, document.reference)).text
    assert "First words." in pinned
    assert "Second words." not in pinned
    assert "A newer revision exists." in pinned
    client.force_login(cast.chair_a)
    row = AgendaPaper.objects.get()
    sent = {
        "title_en": "Form", "title_fr": "Formulaire", "closed_to": "", "renewed": [row.pk], "seen_version": str(made.version),
    }  # fmt: skip
    assert client.post(url("agenda-item", joint, made.pk), sent).status_code == 302
    assert "Second words." in client.get(url("meeting-paper", joint, document.reference)).text


def test_a_paper_shows_only_to_who_may_see_the_document(cast, client, joint):
    document = paper_of(cast.xwa, "Secret of A")
    item(joint, cast.chair_a, "Form", papers=[document])
    for user, status in ((cast.member_a, 200), (cast.member_b, 404), (cast.guest, 404)):
        client.force_login(user)
        assert client.get(url("meeting-paper", joint, document.reference)).status_code == status
        assert ("Secret of A" in client.get(joint.get_absolute_url()).text) is (status == 200)


def test_a_text_that_was_circulated_only_is_its_editors_again(cast, client):
    meeting = propose(cast.chair_a, [cast.xwa])
    document = texts.add_document(
        kind=paper_of(cast.xwa).kind, titles={"en": "Minutes"}, by=cast.chair_a, audience=Audience.BODY,
        issuing_body=cast.xwa, minutes={"body": cast.xwa, "meeting_date": meeting.start_date},
    )  # fmt: skip
    add_texts(document, {"en": "As circulated."})
    texts.circulate_minutes(minutes=document.minutes, comments_until=meeting.start_date, by=cast.chair_a)
    item(meeting, cast.chair_a, "Minutes", papers=[document])
    client.force_login(cast.member_a)
    page = url("meeting-paper", meeting, document.reference)
    assert "As circulated." in client.get(page).text
    add_texts(Document.objects.get(pk=document.pk), {"en": "As adopted."})
    texts.adopt_minutes(minutes=document.minutes, adopted_by_en="us", adopted_by_fr="nous", by=cast.chair_a)
    later = client.get(page).text
    assert "As circulated." not in later
    assert "for comments only" in later


def test_a_document_without_a_released_text_is_no_paper(cast, client, joint):
    draft = texts.add_document(
        kind=paper_of(cast.xwa).kind,
        titles={"en": "Draft"},
        by=cast.chair_a,
        issuing_body=cast.xwa,
        is_demonstration=True,
    )
    client.force_login(cast.chair_a)
    sent = {"title_en": "Kept", "title_fr": "Gardé", "closed_to": "", "others": draft.reference}
    response = client.post(url("agenda-item-new", joint), sent)
    assert "has no released text yet" in response.text
    assert "Kept" in response.text
    missing = client.post(url("agenda-item-new", joint), sent | {"others": "NO-SUCH"})
    assert "There is no such document, or more than one: “NO-SUCH”." in missing.context["form"].errors["others"]
    assert not AgendaItem.objects.exists()


@pytest.mark.both_databases
def test_two_people_at_one_item_find_out(cast, client, joint):
    made = item(joint, cast.chair_a, "Opening")
    client.force_login(cast.secretary)
    sent = {"title_en": "Mine", "title_fr": "Le mien", "closed_to": "", "seen_version": str(made.version - 1)}
    response = client.post(url("agenda-item", joint, made.pk), sent)
    assert "Somebody else has changed this meanwhile" in response.text
    assert AgendaItem.objects.get().title_en == "Opening"


def test_what_arises_is_proposed_and_taken_over_in_one_form(cast, client, joint):
    decision = paper_of(cast.xwb, "Old decision", decision={"adopted_by": "body"}, audience=Audience.PROCESS)
    paper_of(None, "Of the Plenary", decision={"adopted_by": "plenary"}, audience=Audience.PROCESS)
    action = open_action(
        by=cast.chair_a, origin="undertaking", title_en="Weigh again", title_fr="Peser encore", body=cast.xwa,
        owner_organisation=cast.xa, audience=Audience.PROCESS, undertaken_in_en="Work plan", is_demonstration=True,
    )  # fmt: skip
    client.force_login(cast.chair_a)
    page = url("agenda-arising", joint)
    proposed = client.get(page).text
    assert "Weigh again" in proposed
    assert "Old decision" in proposed
    assert "Of the Plenary" not in proposed
    assert "Tick what is to come onto the agenda." in client.post(page, {}).text
    client.post(page, {"actions": [action.pk], "documents": [decision.pk]})
    assert shown(joint, cast.chair_a) == [("1", "Weigh again"), ("2", "Old decision")]
    assert AgendaItem.objects.get(action=action).title_fr == "Peser encore"
    assert "Nothing is waiting" in client.get(page).text
    assert take_over(meeting=joint, by=cast.chair_a, actions=[action], documents=[decision]) == []


def test_what_arises_is_for_nobody_whom_its_source_is_not_for(cast, joint):
    closed = paper_of(cast.xwa, "Decision of A", decision={"adopted_by": "body"})
    take_over(meeting=joint, by=cast.chair_a, documents=[closed])
    show_agenda(meeting=joint, by=cast.chair_a)
    assert shown(joint, cast.member_a) == [("", "Decision of A")]
    assert shown(joint, cast.member_b) == []


@pytest.mark.parametrize("change", ["audience", "bodies"])
def test_what_arises_stays_closed_where_the_meeting_is_for_others_later(cast, change):
    meeting = propose(cast.secretary, [cast.xwa])
    closed = {"origin": "undertaking", "body": cast.xwa, "audience": Audience.BODY, "audience_body": cast.xwa}
    arisen = open_action(**closed, title_en="Ask the bank", owner_organisation=cast.xc, by=cast.secretary)
    take_over(meeting=meeting, by=cast.secretary, actions=[arisen])
    show_agenda(meeting=meeting, by=cast.secretary)
    assert shown(meeting, cast.member_a) == [("1", "Ask the bank")]
    meeting = Meeting.objects.get(pk=meeting.pk)
    meeting.audience = Audience.PROCESS if change == "audience" else meeting.audience
    bodies = [cast.xwa, cast.xwb] if change == "bodies" else [cast.xwa]
    actions.edit_meeting(meeting=meeting, bodies=bodies, by=cast.secretary)
    assert shown(meeting, cast.member_a) == [("", "Ask the bank")]
    assert shown(meeting, cast.member_b) == []


def test_a_key_that_is_none_changes_nothing(cast, client, joint):
    item(joint, cast.chair_a, "Opening")
    client.force_login(cast.chair_a)
    for key in ("9" * 5000, "9" * 19, "-1", "x", "\0"):
        assert client.post(url("agenda-edit", joint), {"remove": key}).status_code == 302
    assert shown(joint, cast.chair_a) == [("1", "Opening")]


def test_whoever_the_meeting_is_opened_to_by_a_move_of_audience_learns_no_more_than_that(cast, joint):
    item(joint, cast.chair_a, "Opening")
    show_agenda(meeting=joint, by=cast.chair_a)
    joint.refresh_from_db()
    joint.audience = Audience.SECRETARIAT
    actions.edit_meeting(meeting=joint, bodies=[cast.xwa, cast.xwb], by=cast.secretary)
    for user in (cast.member_a, cast.chair_a, cast.kp_chair):
        assert shown(joint, user) == []
    assert shown(joint, cast.secretary) == [("1", "Opening")]


def test_the_page_asks_the_database_as_often_for_one_item_as_for_five(cast, client, joint):
    client.force_login(cast.member_a)

    def asked(more):
        for number in range(more):
            item(joint, cast.chair_a, f"Item {number}", papers=[paper_of(cast.xwa, f"Paper {number}")])
        with CaptureQueriesContext(connection) as queries:
            client.get(joint.get_absolute_url())
        return len(queries)

    asked(1)
    with_one = asked(1)
    assert asked(4) == with_one


def test_an_agenda_that_shows_nothing_to_the_reader_is_no_page(cast, client):
    plenary = propose(cast.kp_chair, [], kind="plenary", audience=Audience.PUBLIC)
    item(plenary, cast.kp_chair, "Opening")
    assert client.get(url("agenda", plenary)).status_code == 404
    client.force_login(cast.kp_chair)
    assert client.get(url("agenda", plenary)).status_code == 200
