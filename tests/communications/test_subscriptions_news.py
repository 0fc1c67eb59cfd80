"""Subscribers are told of each public text once, in their language, at their hour, and only while it is public."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from asm_portal.dated import today
from asm_portal.models import Delivery, User
from communications.models import Announcement, News, Subscription
from communications.subscriptions import news
from communications.subscriptions.actions import confirm, leave
from communications.subscriptions.links import token_of
from knowledge import actions
from knowledge.approvals import Capacity, Purpose, approve
from knowledge.models import Document, ImportedRow
from tests.knowledge.papers import add_texts, draft, final, make_kind

pytestmark = pytest.mark.django_db
# A Wednesday, at noon.
NOON = "2026-03-04T12:00:00Z"


@pytest.fixture
def clock(time_machine, work):
    """Does what is due, now or some time later; the mails that left."""
    time_machine.move_to(NOON, tick=False)

    def on(**span):
        time_machine.move_to(timezone.now() + timedelta(**span), tick=False)
        before = len(mail.outbox)
        news.due(timezone.now())
        work()
        return mail.outbox[before:]

    return on


def subscriber(name="reader", **given):
    choice = {"kinds": ["communiques"], "languages": ["en"], "frequency": "at_once", "mail_language": "en"}
    return confirm({"address": f"{name}@press.example"} | choice | given)


def communique(title="Sample communiqué", languages=("en",), **facts):
    """Out as the Chair's office approved it."""
    kind = make_kind("final_communique", "public", "COM")
    texts = dict.fromkeys(languages, "As adopted.")
    return said(draft(title, kind=kind, texts=texts, **{"date": today()} | facts))


def said(document, **how):
    office = User.objects.filter(email="office@chair.example").first() or User.objects.create_user(
        "office@chair.example"
    )
    newest = document.revisions.last()
    approve(revision=newest, purpose=Purpose.RELEASE, capacity=Capacity.KP_CHAIR, by=office)
    if document.state == Document.State.FINAL:
        actions.release_revision(revision=newest, by=None)
        return document
    return actions.publish(document=document, by=None, **how)


def report(title, **facts):
    return final(title, kind=make_kind("annual_report", "public", "ANR"), texts={"en": "Text"}, date=today(), **facts)


def told(messages):
    return [message.to[0].partition("@")[0] for message in messages]


def test_each_subscriber_gets_one_mail_about_a_new_text(clock):
    subscriber("one")
    subscriber("two", kinds=["communiques", "reports"])
    subscriber("reports", kinds=["reports"])
    document = communique()
    messages = clock()
    assert sorted(told(messages)) == ["one", "two"]
    assert "Sample communiqué" in messages[0].subject
    for part in ("Sample communiqué", "In: English", document.get_absolute_url()):
        assert part in messages[0].body
    assert clock() == clock(minutes=1) == clock(days=1) == []


def test_the_mail_can_be_left_by_one_click_and_tells_nobody_who_opened_it(clock):
    reader = subscriber()
    communique()
    [message] = clock()
    leave_url = message.extra_headers["List-Unsubscribe"]
    assert f"/subscribe/stop/{token_of(reader)}/" in leave_url
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    html = message.alternatives[0].content
    assert leave_url.strip("<>") in html
    assert "<img" not in html
    assert token_of(reader) not in html.split("You receive this")[0]


def test_the_mail_is_in_the_language_of_its_reader_and_says_what_there_is(clock):
    subscriber("lectrice", languages=["en", "fr"], mail_language="fr")
    communique({"en": "In English", "fr": "En français"}, languages=("en",))
    [message] = clock()
    assert message.subject == "En français"
    assert "/fr/documents/" in message.body
    with translation.override("fr"):
        assert news._("In: %(languages)s") % {"languages": "English"} in message.body


def test_who_reads_one_language_hears_of_a_text_once_it_exists_in_it(clock):
    subscriber("french", languages=["fr"])
    subscriber("both", languages=["en", "fr"])
    document = communique()
    assert told(clock()) == ["both"]
    add_texts(document, {"en": "Now", "fr": "Maintenant"})
    said(document)
    assert told(clock(hours=1)) == ["french"]


def test_a_digest_gathers_what_came_since_the_last_one(clock):
    subscriber("daily", frequency="daily")
    subscriber("weekly", frequency="weekly")
    communique("First")
    communique("Second")
    assert clock() == []
    [message] = clock(hours=18)  # Thursday, six in the morning
    assert (message.subject, told([message])) == ("2 new texts of the Kimberley Process", ["daily"])
    assert clock(hours=24) == []
    communique("Third")
    daily, weekly = sorted(clock(days=3), key=told_of)  # Monday, six in the morning
    assert "Third" in daily.subject
    assert all(title in weekly.body for title in ("First", "Second", "Third"))
    assert clock(days=7) == []


def told_of(message):
    return message.to


def test_what_is_withdrawn_before_the_mail_leaves_is_not_told_of(clock):
    subscriber("daily", frequency="daily")
    subscriber("at.once")
    first, second = communique("First"), communique("Second")
    news.announce(timezone.now())
    news.tell(timezone.now())
    actions.withdraw(document=first, by=None)
    [message] = clock()
    assert "First" not in message.body
    actions.withdraw(document=second, by=None)
    assert clock(days=1) == []
    assert Delivery.objects.filter(state=Delivery.State.DROPPED).count() == 1


def test_who_left_before_the_mail_leaves_gets_nothing(clock):
    reader = subscriber()
    communique()
    news.announce(timezone.now())
    news.tell(timezone.now())
    leave(reader)
    assert clock() == []
    assert not News.objects.exists()


def test_a_kind_that_is_no_longer_wanted_is_left_out(clock):
    reader = subscriber(kinds=["communiques", "reports"], frequency="daily")
    communique("Wanted")
    report("Unwanted")
    news.announce(timezone.now())
    reader.kinds = ["communiques"]
    reader.save()
    [message] = clock(days=1)
    assert "Unwanted" not in message.body


@pytest.mark.parametrize(
    "make",
    [
        lambda: communique(audience="process"),
        lambda: draft("Draft", kind=make_kind("final_communique"), texts={"en": "Draft"}, date=today()),
        lambda: communique(date=today() - timedelta(days=400)),
        lambda: ImportedRow.objects.create(document=communique(), fingerprint="0"),
        lambda: final("Title only", kind=make_kind("guidelines"), date=today()),
        lambda: final(
            "Recorded", kind=make_kind("final_communique"), texts={"en": "Text"}, date=today() - timedelta(days=1)
        ),
        lambda: final("Other kind", kind=make_kind("paper"), texts={"en": "Text"}, date=today()),
    ],
)
def test_what_is_closed_old_or_imported_is_no_news(clock, make):
    subscriber(kinds=["communiques", "decisions"])
    make()
    assert clock() == []


def test_an_embargo_is_told_of_when_it_ends(clock):
    subscriber()
    held = draft("Held", kind=make_kind("final_communique"), texts={"en": "Text"}, date=today())
    said(held, embargoed_until=timezone.now() + timedelta(hours=2))
    assert clock(hours=1) == []
    assert len(clock(hours=1)) == 1


def test_who_subscribes_later_is_not_told_of_earlier_texts(clock):
    communique()
    clock()
    subscriber()
    assert clock() == []


def test_two_clocks_at_once_order_one_mail(clock):
    reader = subscriber()
    communique()
    news.announce(timezone.now())
    row = News.objects.get()
    news.order(reader.pk, row.pk)
    news.order(reader.pk, row.pk)
    assert len(clock()) == 1
    assert Announcement.objects.count() == 1


def test_many_subscribers_cost_no_more_questions_to_announce(clock):
    def questions(title):
        communique(title)
        with CaptureQueriesContext(
            connection,
        ) as caught:
            news.announce(timezone.now())
        return len(caught)

    subscriber("one")
    few = questions("First")
    for number in range(30):
        subscriber(f"reader{number}")
    assert questions("Second") == few
    assert Subscription.objects.count() == 31
