"""The pages of reports, as those for whom they are walk through them."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from asm_portal.dated import today
from asm_portal.models import Delivery
from logistics.models import Contest, Excuse, Obligation, Submission, SubmissionDraft
from logistics.reporting import actions, excuses, panels
from logistics.reporting.periods import make_periods
from tests.cast import again
from tests.logistics.reports import file, focal_point, make_obligations, period, send, track

pytestmark = pytest.mark.django_db
ANNUAL = "/en/reporting/2025/annual_report/"
TRADE = "/en/reporting/2025/trade-q4/"
SIGNATURES = "/en/reporting/2026/signatures/"


@pytest.fixture(autouse=True)
def reporting(cast, time_machine):
    """It is 25 March 2026; XA and XB have been tracked since 2025."""
    time_machine.move_to(datetime(2026, 3, 25, 12, tzinfo=UTC), tick=False)
    make_obligations(cast)
    track(cast.xa, cast.xb)
    make_periods()
    return time_machine


@pytest.fixture
def as_user(client, cast):
    def sign_in(name):
        client.force_login(again(cast.users[name]))
        return client

    return sign_in


def words(response):
    """What the page itself says, without masthead and footer."""
    assert response.status_code == 200
    page = response.getvalue().decode()
    return page[page.index("<main") : page.index("</main>")]


def without_file(**more):
    return {"language": "en", "contacts_right": "on", "is_declared": "on", "check": ""} | more


def whole(**more):
    return {"file": file()} | without_file(**more)


def test_my_page_says_what_is_due_and_how_many_days_are_left(as_user):
    page = words(as_user("member_a").get("/en/reporting/"))
    assert "Annual report 2025" in page
    assert "Due on 31 March 2026, 6 days left." in page
    assert "Was due on 28 February 2026, 25 days ago." in page
    assert page.index("Alder") < page.index("What is reported")


def test_the_page_is_for_everyone_and_shows_nobodys_standing_to_others(client, as_user):
    assert "What is reported" in words(client.get("/en/reporting/"))
    for name in ("observer", "guest", "officer"):
        page = words(as_user(name).get("/en/reporting/"))
        assert "Alder" not in page
        assert "overdue" not in page


def test_the_page_asks_the_same_number_of_queries_for_more_periods(as_user):
    client = as_user("member_a")
    client.get("/en/reporting/")

    def queries():
        with CaptureQueriesContext(connection) as asked:
            client.get("/en/reporting/")
        return len(asked)

    before = queries()
    make_periods(date(2029, 1, 1))
    assert queries() == before


def test_a_focal_point_sends_the_annual_report_in_three_clicks_and_gets_a_receipt(as_user, cast):
    focal_point(cast.xa, cast.member_a.person, cast.chair_a.person)
    client = as_user("member_a")
    assert client.post(f"{ANNUAL}submit/?for=XA", whole()).url == f"{ANNUAL}submit/check/?for=XA"
    check = words(client.get(f"{ANNUAL}submit/check/?for=XA"))
    assert all(part in check for part in ("report.txt", "Send the report"))
    receipt = words(client.post(f"{ANNUAL}submit/check/?for=XA", follow=True))
    sent = Submission.objects.get()
    assert all(part in receipt for part in (sent.reference, sent.sha256, "12:00 UTC"))
    assert Delivery.objects.filter(key=f"receipt:{sent.reference}").count() == 2
    assert client.post(f"{ANNUAL}submit/check/?for=XA").url == f"{ANNUAL}?for=XA"
    assert Submission.objects.count() == 1


def test_what_is_incomplete_is_kept_and_the_file_need_not_be_chosen_again(as_user):
    client = as_user("member_a")
    page = words(client.post(f"{ANNUAL}submit/?for=XA", {"file": file(), "language": "fr", "check": ""}))
    assert "A report is sent with this declaration." in page
    assert "This file is kept:" in page
    assert SubmissionDraft.objects.get().language == "fr"
    again_opened = words(client.get(f"{ANNUAL}submit/?for=XA"))
    assert "report.txt" in again_opened
    assert client.post(f"{ANNUAL}submit/?for=XA", without_file()).status_code == 302


def test_a_report_can_be_kept_and_sent_later_or_thrown_away(as_user):
    client = as_user("member_a")
    page = words(client.post(f"{ANNUAL}submit/?for=XA", {"language": "en", "later": ""}, follow=True))
    assert "Go on with the draft" in page
    assert "You can go on later" in page
    client.post(f"{ANNUAL}submit/drop/?for=XA")
    assert not SubmissionDraft.objects.exists()


def test_the_wrong_years_report_is_said_in_a_sentence_and_nothing_is_lost(as_user):
    client = as_user("member_a")
    page = words(client.post(f"{ANNUAL}submit/?for=XA", whole(file=file("Annual report for 2023"))))
    assert all(part in page for part in ("The file speaks of 2023 first", "This is the right file"))
    assert client.get(f"{ANNUAL}submit/check/?for=XA").url == f"{ANNUAL}submit/?for=XA"
    assert client.post(f"{ANNUAL}submit/?for=XA", without_file(is_year_confirmed="on")).status_code == 302


@pytest.mark.both_databases
def test_a_file_that_is_none_of_the_formats_is_refused_at_its_field(as_user):
    page = words(as_user("member_a").post(f"{ANNUAL}submit/?for=XA", whole(file=file("\x00\x01", "x.exe"))))
    assert "none of the formats taken" in page
    assert SubmissionDraft.objects.get().contacts_right


def test_last_years_language_is_offered_again(as_user, cast):
    draft = actions.save_draft(
        period=period(),
        owner=cast.xa,
        by=cast.member_a,
        file=file(),
        language="pt",
        contacts_right=True,
        is_declared=True,
    )
    actions.submit(draft=draft, by=cast.member_a)
    page = words(as_user("member_a").get("/en/reporting/2026/annual_report/submit/?for=XA"))
    assert '<option value="pt" selected' in page


@pytest.mark.parametrize("name", ["member_b", "observer", "guest", "officer", "both"])
def test_to_others_a_report_of_an_owner_does_not_exist(as_user, cast, name):
    sent = send(cast)
    client = as_user(name)
    for address in (f"{ANNUAL}?for=XA", f"{ANNUAL}submit/?for=XA", f"{ANNUAL}excuse/?for=XA", sent.get_absolute_url()):
        assert client.get(address).status_code == 404
    assert client.get(f"/en/reporting/receipts/{sent.reference}/file/").status_code == 404
    assert client.post(f"/en/reporting/receipts/{sent.reference}/recall/", {"reason": "x"}).status_code == 404


@pytest.mark.parametrize("name", ["chair_a", "kp_chair", "secretary"])
def test_those_who_look_after_a_report_read_it_and_do_not_send_it(as_user, cast, name):
    sent = send(cast)
    client = as_user(name)
    assert "Received on 25 March 2026." in words(client.get(f"{ANNUAL}?for=XA"))
    assert client.get(f"{ANNUAL}submit/?for=XA").status_code == 404
    assert b"".join(client.get(f"/en/reporting/receipts/{sent.reference}/file/")) == b"Annual report for 2025"
    assert client.post(f"/en/reporting/receipts/{sent.reference}/recall/", {"reason": "x"}).status_code == 404


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "address",
    [
        "/en/reporting/99999999999999999999/annual_report/",
        "/en/reporting/2025/nothing/",
        "/en/reporting/2025/annual_report/?for=%00",
        "/en/reporting/2025/annual_report/?for=ZZ",
        "/en/reporting/2025/annual_report/?for=XO",
        "/en/reporting/2025/annual_report/?for=XWA",
        "/en/reporting/2025/trade-q4/submit/?for=XA",
        "/en/reporting/2025/annual_report/sent/?for=XA",
        "/en/reporting/receipts/RCP-2026-00000/",
    ],
)
def test_addresses_that_make_no_sense_are_not_found(as_user, address):
    assert as_user("member_a").get(address).status_code == 404


def test_a_report_is_recalled_with_a_reason_until_it_is_filed(as_user, cast):
    sent = send(cast)
    client, address = as_user("member_a"), f"/en/reporting/receipts/{sent.reference}/recall/"
    assert "Say why it is recalled." in words(client.post(address, {"reason": ""}, follow=True))
    page = words(client.post(address, {"reason": "The annex was missing."}, follow=True))
    assert "Recalled." in page
    assert "The annex was missing." in page
    other = send(cast)
    as_user("secretary").post(f"/en/reporting/receipts/{other.reference}/accept/")
    other.refresh_from_db()
    assert other.accepted_at
    assert other.revision.document.reference in words(as_user("secretary").get(other.get_absolute_url()))


def test_statistics_are_never_taken_only_the_day_on_which_they_were_sent(as_user):
    client = as_user("member_a")
    page = words(client.get(f"{TRADE}sent/?for=XA"))
    assert "https://kimberleyprocessstatistics.org" in page
    assert 'type="file"' not in page
    given = {"sent_on_day": "3", "sent_on_month": "3", "sent_on_year": "2026"}
    assert "Received on 3 March 2026, 3 days late." in words(client.post(f"{TRADE}sent/?for=XA", given, follow=True))
    ahead = {"sent_on_day": "3", "sent_on_month": "4", "sent_on_year": "2026"}
    assert "This day lies ahead." in words(client.post(f"{TRADE}sent/?for=XA", ahead))


def test_the_secretariat_takes_down_what_came_on_paper(as_user):
    client = as_user("secretary")
    day = {"received_on_day": "20", "received_on_month": "3", "received_on_year": "2026"}
    page = words(client.post(f"{ANNUAL}received/?for=XB", {"channel": "paper", "language": "fr"} | day, follow=True))
    assert "on paper" in page
    assert "20 March 2026" in page
    assert "no such report" in words(
        client.post(
            f"{ANNUAL}received/?for=XB", {"channel": "mail", "language": "fr", "document": "ANR-2025-00000"} | day
        )
    )
    assert as_user("member_a").get(f"{ANNUAL}received/?for=XA").status_code == 404


def test_what_the_registers_hold_is_confirmed_as_a_whole(as_user):
    client = as_user("member_a")
    assert "Nothing is on record." in words(client.get(f"{SIGNATURES}?for=XA"))
    page = words(client.post(f"{SIGNATURES}confirm/?for=XA", follow=True))
    assert "Noted: right as it stands today." in page


@pytest.mark.both_databases
def test_who_holds_a_receipt_can_check_it_without_an_account(client, cast):
    sent = send(cast)

    def asked(reference, sha256):
        return words(client.get("/en/reporting/receipts/", {"reference": reference, "sha256": sha256}))

    spaced = f" {sent.sha256[:32].upper()} {sent.sha256[32:]}"
    assert "Genuine." in asked(sent.reference.lower(), spaced)
    assert "Alder" not in asked(sent.reference, sent.sha256)
    for reference, sha256 in ((sent.reference, "0" * 64), ("RCP-2026-00000", sent.sha256), ("\x00", "\x00")):
        assert "Genuine." not in asked(reference, sha256)
    actions.recall(submission=sent, reason="x", by=cast.member_a)
    assert "It was recalled on 25 March 2026" in asked(sent.reference, sent.sha256)


def test_the_receipt_comes_as_a_paper_in_the_language_of_the_page(as_user, cast):
    sent = send(cast)
    response = as_user("member_a").get(f"/fr/reporting/receipts/{sent.reference}/paper/")
    assert (response.headers["Content-Type"], response.getvalue()[:5]) == ("application/pdf", b"%PDF-")


# Excuses and contests


def ask(client, **given):
    asked = {"kind": "extended", "reason": "On leave.", "until_day": "30", "until_month": "6", "until_year": "2026"}
    return client.post(f"{ANNUAL}excuse/?for=XA", asked | given, follow=True)


def test_more_time_is_asked_for_and_granted_by_the_chair_of_the_responsible_body(as_user):
    assert "requested" in words(ask(as_user("member_a")))
    assert "waits for its decision already" in words(ask(as_user("member_a")))
    chair = as_user("chair_a")
    assert "Annual report 2025" in words(chair.get("/en/reporting/"))
    page = words(chair.get(f"{ANNUAL}excuse/decide/?for=XA"))
    assert "On leave." in page
    assert "At whose direction" not in page
    chair.post(f"{ANNUAL}excuse/decide/?for=XA", {"is_granted": "yes", "answer": "Until June."})
    page = words(as_user("member_a").get(f"{ANNUAL}?for=XA"))
    assert all(part in page for part in ("Extended to 30 June 2026.", "Until June.", "Chair of XWA"))
    assert "Granted until 30 June 2026.\nUntil June." in Delivery.objects.get(key__endswith=":granted").text


def test_the_secretariat_decides_only_as_a_chair_directs(as_user):
    ask(as_user("member_a"))
    client = as_user("secretary")
    decide = f"{ANNUAL}excuse/decide/?for=XA"
    assert "Say which Chair directed this" in words(client.post(decide, {"is_granted": "no"}))
    client.post(decide, {"is_granted": "no", "direction": "KP Chair, mail of today", "answer": "It is due."})
    row = Excuse.objects.get()
    assert (row.state, row.direction, row.decided_for) == ("refused", "KP Chair, mail of today", None)
    assert "6 days left" in words(as_user("member_a").get(f"{ANNUAL}?for=XA"))


def test_what_nobody_asked_for_can_be_granted_and_ended(as_user, cast):
    focal_point(cast.xb, cast.member_b.person)
    client = as_user("secretary")
    given = {"kind": "not_due", "reason": "Flood.", "direction": "KP Chair"}
    assert "Not due, as was decided." in words(client.post(f"{ANNUAL}excuse/decide/?for=XB", given, follow=True))
    excuses.end_excuse(excuse=Excuse.objects.get(), reason="Over", by=cast.secretary)
    assert "6 days left" in words(client.get(f"{ANNUAL}?for=XB"))
    told = Delivery.objects.filter(key__startswith="excuse:").order_by("pk").values_list("person", flat=True)
    assert [*told] == [cast.member_b.person_id] * 2


def test_nobody_decides_for_an_owner_of_their_own(as_user, cast):
    track(cast.xc)
    cast.chair_a.person.representations.get().save()
    excuses.request_excuse(period=period(), owner=cast.xc, kind="excused", reason="x", by=cast.chair_a)
    assert as_user("chair_a").get(f"{ANNUAL}excuse/decide/?for=XC").status_code == 404
    assert as_user("kp_chair").get(f"{ANNUAL}excuse/decide/?for=XC").status_code == 200


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"until_day": "", "until_month": "", "until_year": ""}, "Say by which day the report will come."),
        ({"until_month": "3"}, "The report is due later than that already."),
        ({"kind": "not_due"}, "What is not due has no new day."),
        ({"reason": " "}, "This field is required."),
        ({"until_day": "31", "until_month": "6"}, "There is no such day."),
    ],
)
def test_a_request_that_makes_no_sense_is_said_at_its_field(as_user, given, said):
    page = words(ask(as_user("member_a"), **given))
    assert said in page
    assert not Excuse.objects.exists()


def test_a_standing_is_contested_once_at_a_time_and_answered(as_user, cast):
    client = as_user("member_a")
    given = {"text": "It was sent on 1 March by mail."}
    assert "waits for the secretariat" in words(client.post(f"{ANNUAL}contest/?for=XA", given, follow=True))
    assert "You have contested this already" in words(client.post(f"{ANNUAL}contest/?for=XA", given))
    excuses.settle(contest=Contest.objects.get(), outcome="stands", answer="No mail came.", by=cast.secretary)
    assert "No mail came." in words(client.get(f"{ANNUAL}?for=XA"))
    mail = Delivery.objects.get(key__startswith="contest:")
    assert (mail.person, mail.subject) == (cast.member_a.person, "Answer: Annual report 2025, Alder")
    assert all(part in mail.text for part in (given["text"], "It stands as it was.", "No mail came.", ANNUAL))
    assert as_user("secretary").get(f"{ANNUAL}contest/?for=XA").status_code == 404


# Shared pages


def test_the_desk_tells_the_focal_point_what_is_due_soonest_first(cast):
    items = panels.desk(again(cast.member_a))
    assert [(item.title, item.due) for item in items] == [
        ("Trade statistics Q1 2025", date(2025, 5, 31)),
        ("Trade statistics Q2 2025", date(2025, 8, 31)),
        ("Trade statistics Q3 2025", date(2025, 11, 30)),
        ("Trade statistics Q4 2025", date(2026, 2, 28)),
        ("Authorised signatures 2026", None),
        ("Annual report 2025", date(2026, 3, 31)),
        ("1 more report to send", date(2026, 5, 31)),
    ]
    assert items[5].detail == "Due on 31 March 2026, 6 days left."
    assert panels.desk(again(cast.observer)) == []


def test_the_desk_of_the_chair_shows_the_requests(cast):
    excuses.request_excuse(period=period(), owner=cast.xa, kind="excused", reason="Flood", by=cast.member_a)
    assert [item.detail for item in panels.desk(again(cast.chair_a))][-1] == "Flood"
    assert panels.desk(again(cast.secretary)) == []


def test_the_calendar_shows_the_days_of_the_rules_and_cases_to_those_who_know_of_them(cast):
    duty = actions.owe(
        obligation=Obligation.objects.get(code="body_report"), start=today(), end=today(), due_on=date(2026, 4, 1),
        owner=cast.xwb, by=cast.secretary,
    )  # fmt: skip
    span = (date(2026, 3, 1), date(2026, 4, 30))
    titles = {name: {entry.title for entry in panels.calendar(again(user), *span)} for name, user in cast.users.items()}
    assert titles["guest"] == {"Due: Annual report 2025"}
    assert titles["chair_b"] == titles["secretary"] == titles["guest"] | {f"Due: {duty.period}"}
    own = next(entry for entry in panels.calendar(again(cast.member_a), *span))
    assert own.organisations == {cast.xa.pk}
    assert own.url.endswith("?for=XA")


def test_the_page_of_an_organisation_shows_its_standing_to_its_own_representatives_only(as_user, cast):
    assert "Your reports" in words(as_user("member_a").get("/en/participants/XA/"))
    for name in ("member_b", "kp_chair", "guest"):
        assert "Your reports" not in words(as_user(name).get("/en/participants/XA/"))


def test_a_request_is_refused_also_where_the_day_asked_for_is_too_early_by_now(cast):
    asked = {"kind": "extended", "until": date(2026, 5, 1), "reason": "On leave.", "by": cast.member_a}
    request = excuses.request_excuse(period=period(), owner=cast.xa, **asked)
    moved = period()
    moved.due_on, moved.is_fixed = date(2026, 6, 1), True
    moved.save()
    assert excuses.decide_excuse(excuse=request, is_granted=False, by=cast.kp_chair).state == Excuse.State.REFUSED


@pytest.mark.both_databases
def test_a_recall_takes_no_nonsense(cast, as_user):
    sent = send(cast)
    address = f"/en/reporting/receipts/{sent.reference}/recall/"
    for reason in ("", "a\0b", "x" * 501):
        assert as_user("member_a").post(address, {"reason": reason}).status_code == 302
        sent.refresh_from_db()
        assert not sent.is_recalled
