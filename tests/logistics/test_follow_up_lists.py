"""Actions in lists: what a reader finds, in a constant number of queries; the overdue table, reminders, and the weekly mail."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from asm_portal.areas import gather
from asm_portal.dated import today
from asm_portal.models import Delivery, Representation
from asm_portal.visibility import Audience
from logistics.follow_up import actions, digest
from logistics.follow_up.finding import Actions
from logistics.follow_up.owners import people_by_owner
from logistics.follow_up.rights import recallable
from logistics.models import Action, ActionReminder, DigestChoice
from tests.cast import again, person, represent
from tests.logistics.test_follow_up import decided, minutes_of, opened

LATE = today() - timedelta(days=12)
MONDAY = datetime(2026, 11, 23, 6, tzinfo=UTC)


def titles(client, query="", name="action-list"):
    """What a list shows, in its order."""
    return [action.title for action in client.get(reverse(f"logistics:{name}") + query).context["object_list"]]


def many(cast, count):
    for number in range(count):
        opened(cast, title_en=f"Task {number}", due_on=LATE, body=cast.xwa, owner_organisation=cast.xb)


def queries_of(client, address):
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


# The list and its neighbours


def test_open_ones_come_first_by_their_day_and_filters_narrow(cast, client):
    opened(cast, title_en="Later", due_on=today() + timedelta(days=5), body=cast.xwa)
    opened(cast, title_en="Late", due_on=LATE, owner_organisation=cast.xb, body=cast.xwb)
    opened(cast, title_en="Whenever", due_on=None)
    done = opened(cast, title_en="Done", due_on=LATE)
    actions.close_action(action=done, outcome="done", reason="It is there.", by=cast.secretary)
    opened(cast, title_en="Minuted", origin="minutes", document=minutes_of(cast.xwa, cast.secretary), due_on=None)
    client.force_login(cast.secretary)
    assert titles(client) == ["Late", "Later", "Whenever", "Minuted", "Done"]
    assert titles(client, "?state=overdue") == ["Late"]
    assert titles(client, "?state=closed") == ["Done"]
    assert titles(client, "?body=XWB") == ["Late"]
    assert titles(client, f"?owner=owner_organisation-{cast.xb.pk}") == ["Late"]
    assert titles(client, "?origin=minutes") == ["Minuted"]
    assert titles(client, f"?year={today().year - 1}") == []
    client.force_login(cast.member_b)
    assert titles(client, "?owner=mine") == ["Late"]


NONSENSE = (
    "?state=%00",
    "?body=%00",
    "?owner=owner_office-%00",
    "?owner=owner_office-99999999999",
    "?year=%00",
    "?by=%00",
)


@pytest.mark.both_databases
@pytest.mark.parametrize("query", NONSENSE)
@pytest.mark.parametrize("name", ["action-list", "action-board", "action-csv", "action-overdue", "action-report"])
def test_nonsense_in_the_address_is_left_out(cast, client, name, query):
    client.force_login(cast.secretary)
    assert client.get(reverse(f"logistics:{name}") + query).status_code == 200


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("action-list", ""),
        ("action-board", ""),
        ("action-board", "?by=owner"),
        ("action-csv", ""),
        ("action-overdue", ""),
        ("action-remind", ""),
        ("action-report", ""),
    ],
)
def test_a_list_asks_a_constant_number_of_queries(cast, client, name, query):
    client.force_login(cast.secretary)
    many(cast, 2)
    address = reverse(f"logistics:{name}") + query
    queries_of(client, address)
    few = queries_of(client, address)
    many(cast, 8)
    assert queries_of(client, address) == few


def test_the_sheet_holds_what_the_list_shows_and_no_formula(cast, client):
    opened(cast, title_en="=HYPERLINK(1)", due_on=LATE)
    client.force_login(cast.member_a)
    sheet = client.get(reverse("logistics:action-csv")).content.decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in sheet
    client.force_login(cast.member_b)
    assert "HYPERLINK" not in client.get(reverse("logistics:action-csv")).content.decode()


def test_the_board_shows_columns_by_state_and_by_owner(cast, client):
    opened(cast, due_on=LATE)
    opened(cast, title_en="In time", owner_organisation=cast.xb)
    client.force_login(cast.secretary)
    board = client.get(reverse("logistics:action-board"))
    assert [column[0] for column in board.context["columns"]] == ["Overdue", "Open"]
    board = client.get(reverse("logistics:action-board") + "?by=owner")
    assert [column[0] for column in board.context["columns"]] == ["Alder", "Birch"]


def test_search_body_organisation_document_and_calendar_know_of_it(cast, client):
    document = decided(cast)
    action = opened(cast, origin="decision", document=document, due_on=today() + timedelta(days=3))
    client.force_login(cast.member_b)
    assert Actions().model is Action
    for address in (
        f"{reverse('search')}?q=form+send",
        cast.xwa.get_absolute_url(),
        cast.xa.get_absolute_url(),
        document.get_absolute_url(),
    ):
        assert action.get_absolute_url() in client.get(address).content.decode(), address
    entries = gather("calendar", again(cast.member_b), today(), today() + timedelta(days=9))
    assert [entry.uid for entry in entries if entry.kind == "action"] == [action.reference]
    assert not gather("calendar", again(cast.guest), today(), today() + timedelta(days=9))


# What is overdue


def test_the_chair_comes_from_the_desk_to_one_table_by_body_with_one_click(cast, client):
    opened(cast, title_en="Late by three", due_on=today() - timedelta(days=3), body=cast.xwb)
    opened(cast, title_en="Late by twelve", due_on=LATE, body=cast.xwb)
    opened(cast, title_en="Of the others", due_on=LATE, body=cast.xwa)
    client.force_login(cast.kp_chair)
    desk = client.get(reverse("desk")).content.decode()
    assert "3 overdue actions" in desk
    assert reverse("logistics:action-overdue") in desk
    table = client.get(reverse("logistics:action-overdue"))
    groups = [(str(body), [(row.title, row.days_late) for row in rows]) for body, rows in table.context["groups"]]
    assert groups == [
        ("Sample Working Group A", [("Of the others", 12)]),
        ("Sample Working Group B", [("Late by twelve", 12), ("Late by three", 3)]),
    ]
    assert reverse("logistics:action-remind") in table.content.decode()


def test_remind_all_asks_once_and_sends_each_owner_one_mail_a_day(cast, client, work):
    opened(cast, title_en="Late one", due_on=LATE, body=cast.xwa)
    opened(cast, title_en="Late two", title_fr="Deux", due_on=LATE)
    opened(cast, title_en="Late three", title_fr="Trois", due_on=LATE, owner_organisation=cast.xb)
    client.force_login(cast.kp_chair)
    url = reverse("logistics:action-remind")
    assert "Nothing is sent yet." in client.get(url).content.decode()
    assert not ActionReminder.objects.exists()
    assert client.post(url).status_code == 302
    work()
    sent = {message.to[0]: message for message in mail.outbox}
    assert sent.keys() == {"alba@cast.example", "bruno@cast.example", "berta@cast.example"}
    assert sent["alba@cast.example"].subject == "Reminder: 2 actions are overdue"
    assert "Trois" in sent["bruno@cast.example"].body
    client.post(url)
    work()
    assert len(mail.outbox) == 3
    assert ActionReminder.objects.count() == 3
    shown = client.get(reverse("logistics:action-overdue")).context["groups"]
    assert {row.last_reminder for _body, rows in shown for row in rows} == {today()}


def test_who_leads_a_body_reminds_of_its_actions_only(cast, client):
    own = opened(cast, due_on=LATE, body=cast.xwa)
    opened(cast, due_on=LATE, body=cast.xwb)
    assert list(recallable(again(cast.chair_a))) == [own]
    client.force_login(cast.member_a)
    assert client.get(reverse("logistics:action-remind")).status_code == 404


def test_a_reminder_is_dropped_where_the_action_was_closed_before_it_left(cast, client, work):
    action = opened(cast, due_on=LATE)
    client.force_login(cast.secretary)
    client.post(reverse("logistics:action-remind"))
    actions.close_action(action=action, outcome="done", reason="It came in.", by=cast.secretary)
    work()
    assert mail.outbox == []


# The weekly mail


def test_an_office_gets_one_mail_a_week_with_what_it_owns(cast, work):
    opened(cast, title_en="Late", due_on=LATE, owner_office=cast.chair_office)
    opened(cast, title_en="In time", owner_office=cast.chair_office)
    for hour in range(3):
        digest.due(MONDAY + timedelta(hours=hour))
    work()
    [message] = mail.outbox
    assert message.to == ["karim@cast.example"]
    assert message.subject == "Actions: 1 is overdue"
    assert message.body.index("Late") < message.body.index("In time")
    digest.due(MONDAY + timedelta(days=6))
    assert Delivery.objects.count() == 1
    digest.due(MONDAY + timedelta(days=7))
    assert {row.key for row in Delivery.objects.all()} == {"actions-digest:2026-W48", "actions-digest:2026-W49"}


def test_the_week_begins_on_monday_at_six_utc():
    assert digest.week_of(MONDAY - timedelta(minutes=1)) == "2026-W47"
    assert digest.week_of(MONDAY) == "2026-W48"


def test_the_mail_is_in_the_language_of_its_reader_and_says_how_to_leave(cast, work):
    opened(cast, title_en="Send it", title_fr="Envoyez-le", owner_organisation=cast.xb)
    digest.due(MONDAY)
    work()
    message = next(message for message in mail.outbox if message.to == ["bruno@cast.example"])
    assert "Envoyez-le" in message.body
    assert "/fr/actions/digest/" in message.extra_headers["List-Unsubscribe"]


def test_what_was_closed_or_left_meanwhile_is_not_mailed(cast, work):
    action = opened(cast)
    digest.due(MONDAY)
    actions.close_action(action=action, outcome="done", reason="Done.", by=cast.secretary)
    work()
    assert mail.outbox == []
    assert Delivery.objects.get().state == "dropped"


def test_opening_the_link_changes_nothing_and_the_button_stops_the_mail(cast, client, work):
    opened(cast)
    who = cast.member_a.person
    url = reverse("logistics:action-digest", args=[digest.signer.sign(who.pk)])
    assert client.get(url).status_code == 200
    assert digest.wants(who)
    client.post(url, {"List-Unsubscribe": "One-Click"})
    assert not DigestChoice.objects.get().is_wanted
    digest.due(MONDAY)
    assert not Delivery.objects.exists()
    assert "Get it again" in client.get(url).content.decode()
    client.post(url, {"again": "1"})
    assert digest.wants(who)
    assert client.get(reverse("logistics:action-digest", args=[f"{who.pk}:forged"])).status_code == 404


def test_a_mail_to_an_organisation_reaches_its_focal_points_else_whoever_represents_it(cast):
    key = f"owner_organisation-{cast.xa.pk}"
    represent(person("Anton"), cast.xa)
    represent(person("Amber"), cast.xa, body=cast.xwa)
    assert people_by_owner([key]) == {key: [cast.member_a.person]}
    representation = Representation.objects.get(person=cast.member_a.person)
    representation.is_focal_point = False
    representation.save()
    assert {row.given_name for row in people_by_owner([key])[key]} == {"Alba", "Anton"}


def test_a_vacant_office_reaches_nobody_and_keeps_its_actions(cast, client):
    office = cast.xwb.offices.get()
    term = office.terms.get()
    term.valid_until = today()
    term.save()
    opened(cast, due_on=LATE, owner_office=office, audience=Audience.PROCESS)
    client.force_login(cast.secretary)
    assert "nobody on record whom a mail would reach" in client.get(reverse("logistics:action-remind")).content.decode()
    client.post(reverse("logistics:action-remind"))
    assert not ActionReminder.objects.exists()
