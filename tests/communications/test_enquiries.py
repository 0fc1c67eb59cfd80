"""Asking: the form for everyone, the receipt, the page of whoever asked, filing by staff, and what is forgotten."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from asm_portal import bots
from asm_portal.models import Delivery
from assistance.models import AssistanceRequest
from communications.enquiries import closing, filing
from communications.enquiries.links import key_of
from communications.models import Enquirer, Enquiry, EnquiryMessage, InternalNote
from tests.cast import again
from tests.communications.asking import ANSWER, ASKED, approved, enquiry, instructed, submitted

pytestmark = pytest.mark.django_db
NEW = "/en/enquiries/new/"


def typed(**given):
    """What a person who takes their time posts."""
    return ASKED | {bots.OPENED: bots.stamp(timezone.now() - timedelta(minutes=1))} | given


def status(made, key=None):
    return reverse("communications:enquiry-status", args=[made.reference, key or key_of(made)])


def test_whoever_asks_gets_a_reference_and_a_page_that_nobody_else_finds(client, work):
    page = client.post(NEW, typed(), follow=True)
    made = Enquiry.objects.get()
    assert f"Its reference is {made.reference}" in page.text
    assert "sessionid" not in client.cookies
    work()
    [message] = mail.outbox
    assert message.to == [ASKED["email"]]
    assert made.reference in message.subject
    [address] = re.findall(r"http\S+/status/\S+/", message.body)
    shown = client.get(urlsplit(address).path)
    assert ASKED["question"] in shown.text
    assert ("private" in shown["Cache-Control"], "no-store" in shown["Cache-Control"]) == (True, True)
    assert '<meta name="robots" content="noindex">' in shown.text
    for wrong in (key_of(made)[:-1] + "x", "x"):
        assert client.get(status(made, wrong)).status_code == 404
    other = enquiry(question="Another one")
    assert client.get(status(other, key_of(made))).status_code == 404


def test_the_receipt_repeats_nothing_that_was_typed(client, work):
    client.post(NEW, typed(name="Buy stones at evil.example", question="Visit evil.example now"))
    work()
    [message] = mail.outbox
    assert "evil.example" not in message.body + message.alternatives[0][0] + message.subject


def test_a_page_that_one_only_reads_sets_no_cookie_and_the_form_the_one_against_misuse(client):
    assert set(client.get(NEW).cookies) == {"csrftoken"}
    client.cookies.clear()
    assert not client.get(status(enquiry())).cookies


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"name": "Ada\r\nBcc: all@reader.example"}, "Write this on one line"),
        ({"kind": "media", "outlet": ""}, "Say for which outlet you ask."),
        ({"email": "ada"}, "Write an address like name@example.org."),
        ({"email": f"ada@{'long.' * 50}example"}, "at most 254 characters"),
        ({"question": ""}, "Write your question."),
        ({"question": "five megabytes " * 340_000}, "Nothing is lost: shorten it here."),
        ({"website": "https://evil.example"}, "A field that people do not see was filled in"),
        ({bots.OPENED: "now"}, "That was faster than people type."),
    ],
)
def test_what_is_refused_is_said_in_a_sentence_and_nothing_typed_is_lost(client, work, given, sentence):
    posted = typed(**{"question": "Kept as typed"} | given)
    if posted[bots.OPENED] == "now":
        posted[bots.OPENED] = bots.stamp(timezone.now())
    page = client.post(NEW, posted)
    assert page.status_code == 200
    assert sentence in page.text
    assert posted["question"][:1000].strip() in page.text
    assert not Enquiry.objects.exists()
    work()
    assert mail.outbox == []


@pytest.mark.both_databases
def test_the_button_pressed_twice_makes_one_enquiry(client, work):
    pages = [client.post(NEW, typed(), follow=True) for _time in range(2)]
    assert pages[0].request["PATH_INFO"] == pages[1].request["PATH_INFO"]
    assert Enquiry.objects.count() == 1
    work()
    assert len(mail.outbox) == 1


def test_an_outlet_is_kept_for_the_media_alone(client):
    client.post(NEW, typed(outlet="Sample Daily"))
    client.post(NEW, typed(kind="media", outlet="Sample Daily", question="For the paper"))
    assert [*Enquirer.objects.order_by("pk").values_list("outlet", flat=True)] == ["", "Sample Daily"]


def test_the_page_says_how_far_it_is_and_holds_the_answer(client, cast):
    made = instructed(cast)
    assert "received" in client.get(status(made)).text
    drafted = submitted(cast, question="Drafted")
    shown = client.get(status(drafted)).text
    assert "being prepared" in shown
    assert ANSWER not in shown
    answered = approved(cast, question="Answered")
    assert ANSWER in client.get(status(answered)).text


def test_the_page_of_somebody_who_reads_french_is_linked_in_french(work):
    enquiry(language="fr")
    enquiry(language="pt", question="Em português")
    work()
    assert ["/fr/enquiries/" in message.body for message in mail.outbox] == [True, False]


def test_a_call_is_filed_by_staff_alone_and_gets_no_mail(client, cast, work):
    client.force_login(cast.secretary)
    given = ASKED | {"email": "", "channel": "telephone", "reached_at": "+000 20 555 0101"}
    page = client.post("/en/enquiries/file/", given, follow=True)
    made = Enquiry.objects.get()
    assert page.request["PATH_INFO"] == made.get_absolute_url()
    assert (made.channel, made.filed_by, made.asker.reached_at) == ("telephone", cast.secretary, "+000 20 555 0101")
    refused = client.post("/en/enquiries/file/", given | {"reached_at": ""})
    assert "Give an e-mail address, a telephone number or a postal address" in refused.text
    client.force_login(cast.kp_chair)
    assert client.get("/en/enquiries/file/").status_code == 404
    work()
    assert mail.outbox == []


def test_the_notes_of_staff_are_for_the_secretariat_alone(client, cast):
    made = enquiry()
    client.force_login(cast.secretary)
    client.post(f"{made.get_absolute_url()}note/", {"note": "Called twice last week."})
    assert "Called twice last week." in client.get(made.get_absolute_url()).text
    client.force_login(cast.kp_chair)
    for page in (made.get_absolute_url(), f"{made.get_absolute_url()}decide/"):
        assert "Called twice last week." not in client.get(page).text
    assert client.post(f"{made.get_absolute_url()}note/", {"note": "x"}).status_code == 404
    assert not InternalNote.objects.visible_to(again(cast.kp_chair)).exists()


def test_what_came_later_is_shown_until_somebody_has_read_it(client, cast):
    made = approved(cast)
    filing.receive_message(enquiry=made, sender="ada@reader.example", text="And who prints them?")
    client.force_login(cast.secretary)
    assert f"New message about {made.reference}" in client.get("/en/desk/").text
    assert "And who prints them?" in client.get(made.get_absolute_url()).text
    client.post(f"{made.get_absolute_url()}read/")
    assert f"New message about {made.reference}" not in client.get("/en/desk/").text
    made.refresh_from_db()
    assert not made.is_open


def test_an_enquiry_becomes_a_request_for_assistance_and_its_page_says_so(client, cast):
    made = enquiry(question="Could you train our officers?")
    client.force_login(cast.secretary)
    client.post(f"{made.get_absolute_url()}convert/")
    taken = AssistanceRequest.objects.get()
    made.refresh_from_db()
    assert (made.outcome, made.converted_to, taken.origin) == ("converted", taken.reference, made.reference)
    assert f'href="{taken.get_absolute_url()}"' in client.get(made.get_absolute_url()).text
    client.logout()
    assert taken.reference in client.get(status(made)).text
    with pytest.raises(ValidationError, match="This enquiry is closed"):
        closing.convert(enquiry=made, by=cast.secretary)
    assert AssistanceRequest.objects.count() == 1


def test_an_enquiry_is_closed_without_an_answer_for_a_reason(client, cast):
    first, again_asked = enquiry(), enquiry(question="The same in other words")
    client.force_login(cast.secretary)
    page = f"{again_asked.get_absolute_url()}close/"
    for reference in ("", "ENQ-2026-00000", again_asked.reference):
        refused = client.post(page, {"outcome": "duplicate", "duplicate_of": reference})
        assert refused.status_code == 200
        assert "errorlist" in refused.text or "error" in refused.text
    client.post(page, {"outcome": "duplicate", "duplicate_of": first.reference.lower()})
    again_asked.refresh_from_db()
    assert (again_asked.outcome, again_asked.duplicate_of) == ("duplicate", first)
    client.logout()
    assert "without an answer" in client.get(status(again_asked)).text


def test_it_is_forgotten_who_asked_and_the_question_and_the_answer_stay(client, cast, settings, work):
    kept, answered = approved(cast, email="other@reader.example", question="Kept"), approved(cast)
    work()
    for made in (kept, answered):
        filing.receive_message(enquiry=made, sender=ASKED["email"], text="Signed, Ada Sample")
        filing.add_note(enquiry=made, text="Ada Sample called.", by=cast.secretary)
    Enquiry.objects.get(pk=answered.pk)
    answered.closed_at = timezone.now() - timedelta(days=settings.ENQUIRER_DATA_DAYS, hours=1)
    answered.save()
    closing.forget_enquirers(timezone.now())
    assert Enquirer.objects.count() == 2, "not before what came in was read"
    filing.read_messages(enquiry=answered)
    for _time in range(2):
        closing.forget_enquirers(timezone.now())
    assert [row.enquiry for row in Enquirer.objects.all()] == [kept]
    assert {row.enquiry for row in (*EnquiryMessage.objects.all(), *InternalNote.objects.all())} == {kept}
    assert client.get(status(answered)).status_code == 404
    left = Delivery.objects.filter(key__startswith=f"enquiry:{answered.pk}:")
    assert left.exists()
    assert not [row for row in left if ASKED["email"] in row.address or "Ada" in row.text + row.html + row.subject]
    assert Delivery.objects.filter(address="other@reader.example").exists()
    client.force_login(cast.secretary)
    shown = client.get(answered.get_absolute_url()).text
    assert "Ada" not in shown
    assert (ASKED["question"] in shown, ANSWER in shown) == (True, True)
    with pytest.raises(ValidationError, match="Who asked is forgotten"):
        closing.reopen(enquiry=answered, by=cast.secretary)


def test_the_history_keeps_nobodys_name(cast):
    made = approved(cast)
    held = [str(vars(row)) for row in Enquiry.history.filter(id=made.pk)]
    assert held
    assert not [row for row in held if "Ada" in row or ASKED["email"] in row]


@pytest.mark.both_databases
def test_nonsense_in_an_address_is_not_found_or_left_out(client, cast):
    client.force_login(cast.secretary)
    for query in ("?stage=%00", "?kind=x&language=%FF", "?page=99999", "?stage=' OR 1=1"):
        assert client.get(f"/en/enquiries/{query}").status_code in (200, 404)
    assert client.get("/en/enquiries/answers/?q=%00&state=nothing").status_code == 200
    made = instructed(cast)
    assert client.post(f"{made.get_absolute_url()}bank/", {"answer": "\0"}).status_code == 404


def questions(client, page):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(page).status_code == 200
    return len(captured)


def test_a_list_asks_the_same_of_the_database_however_long_it_is(client, cast):
    pages = ("/en/enquiries/", "/en/desk/", "/en/enquiries/waiting/", "/en/enquiries/answers/")
    submitted(cast, question="The first", kind="media")
    client.force_login(cast.secretary)
    client.get(pages[0])
    first = {page: questions(client, page) for page in pages}
    for number in range(3):
        approved(cast, question=f"Answered {number}")
        submitted(cast, question=f"Submitted {number}")
        enquiry(question=f"New {number}", kind="media")
    assert {page: questions(client, page) for page in pages} == first


def test_whoever_has_the_link_is_not_told_the_address(client):
    made = enquiry(email="ada@reader.example")
    page = client.get(f"{status(made)}?sent").text
    assert "the e-mail address that you gave" in page
    assert "ada@reader.example" not in page
