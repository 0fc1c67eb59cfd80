"""Mail about discussions: who gets which, once, and who no longer does."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.test import Client

from asm_portal.areas import areas
from asm_portal.dated import today
from asm_portal.models import Delivery
from asm_portal.post import LONGEST_TEXT
from communications.discussions import actions
from communications.discussions.mail import choose, due, leave_url
from communications.models import DiscussionMail
from tests.cast import again, join
from tests.communications.discussions import attachments_are_known, begun, page, said
from tests.communications.test_discussions import file

EACH, DIGEST, NONE = DiscussionMail.Frequency
SIX = datetime(2026, 3, 2, 6, tzinfo=UTC)
MEMBERS = {"alba@cast.example", "dora@cast.example", "olga@cast.example", "celia@cast.example"}


@pytest.fixture(autouse=True)
def mail_is_kept(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def topic(cast):
    return begun(cast.xwa, cast.member_a).topic


def want(user, body, frequency):
    choose(person=user.person, body=body, frequency=frequency)


def posted(post, at):
    """The post, as if it had been posted at the instant."""
    post.at = at
    post.save()
    return post


def to():
    return sorted(address for message in mail.outbox for address in message.to)


def leave_body(body, organisation):
    membership = body.memberships.get(organisation=organisation)
    membership.valid_until = today()
    membership.save()


# Each post


def test_a_post_goes_once_to_everybody_who_chose_so_but_not_to_its_author(cast, topic, work):
    for user in (cast.member_a, cast.both, cast.secretary, cast.kp_chair):
        want(user, cast.xwa, EACH)
    post = said(topic, cast.member_a, "Ours are of **lead**.")
    work()
    work()
    assert to() == ["dora@cast.example", "karim@cast.example", "selma@cast.example"]
    assert set(Delivery.objects.values_list("key", flat=True)) == {f"topic-post:{post.pk}"}
    message = mail.outbox[0]
    assert message.subject == "XWA: Seals on parcels"
    assert "Ours are of **lead**." in message.body
    assert "<strong>lead</strong>" in message.alternatives[0].content
    assert f"/en/discussions/{topic.reference}/#p2" in message.body
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_it_is_in_the_language_of_its_reader(cast, work):
    want(cast.member_b, cast.xwb, EACH)
    topic = begun(cast.xwb, cast.both).topic
    work()
    assert f"/fr/discussions/{topic.reference}/#p1" in mail.outbox[0].body


def test_attachments_are_links_with_their_size(cast, topic, work):
    attachments_are_known()
    want(cast.both, cast.xwa, EACH)
    said(topic, cast.member_a, files=[file()])
    work()
    (message,) = mail.outbox
    assert "scale drawing (TXT, 1\xa0KB)" in message.body
    assert "/files/DSP-" in message.body
    assert not message.attachments


def test_whoever_left_the_body_before_the_mail_went_gets_none(cast, topic, work):
    want(cast.both, cast.xwa, EACH)
    said(topic, cast.member_a)
    leave_body(cast.xwa, cast.xd)
    work()
    assert mail.outbox == []
    assert Delivery.objects.get().state == Delivery.State.DROPPED
    said(topic, cast.member_a, "And of wax.")
    assert Delivery.objects.count() == 1


def test_whoever_never_belonged_gets_none_whatever_was_chosen(cast, topic, work):
    for user in (cast.member_b, cast.guest, cast.ex_member, cast.officer):
        want(user, cast.xwa, EACH)
    said(topic, cast.member_a)
    assert not Delivery.objects.exists()


def test_a_post_that_was_removed_before_the_mail_went_is_dropped(cast, topic, work):
    want(cast.both, cast.xwa, EACH)
    actions.remove_post(post=said(topic, cast.member_a), reason="Names", by=cast.chair_a)
    work()
    assert (mail.outbox, Delivery.objects.get().state) == ([], Delivery.State.DROPPED)


def test_an_edit_sends_nothing(cast, topic, work):
    want(cast.both, cast.xwa, EACH)
    actions.edit_post(post=topic.posts.get(), text="Which wax seals?", language="en", by=cast.member_a)
    assert not Delivery.objects.exists()


def test_a_title_cannot_begin_another_header(client, cast):
    client.force_login(cast.member_a)
    typed = {"title": "Seals\r\nBcc: all@elsewhere.example", "text": "x", "language": "en"}
    assert "Write this on one line" in client.post(page("topic-new", "XWA"), typed).text


# The daily digest


def test_whoever_belongs_gets_one_digest_of_the_day_without_asking(cast, work):
    posted(begun(cast.xwa, cast.member_a), SIX - timedelta(hours=20))
    posted(begun(cast.xwb, cast.member_b, title="Nets"), SIX - timedelta(hours=1))
    for _time in range(3):
        due(SIX)
        work()
    assert to() == sorted([*MEMBERS - {"alba@cast.example"}, "berta@cast.example", "dino@cast.example"])
    both = next(message for message in mail.outbox if message.to == ["dora@cast.example"])
    assert both.subject == "Discussions: 2 new posts"
    assert "Seals on parcels" in both.body
    assert "Nets" in both.body
    assert Delivery.objects.get(person=cast.both.person).key == "discussions:2026-03-02"


def test_the_day_ends_at_six_and_a_portal_that_was_down_makes_it_up(cast):
    posted(begun(cast.xwa, cast.member_a), SIX)
    due(SIX)
    due(SIX + timedelta(hours=23, minutes=59))
    assert not Delivery.objects.exists()
    due(SIX + timedelta(days=2, hours=5))
    assert set(Delivery.objects.values_list("key", flat=True)) == {"discussions:2026-03-03"}


def test_the_digest_is_for_those_who_want_it(cast, work):
    want(cast.both, cast.xwa, NONE)
    want(cast.chair_a, cast.xwa, EACH)
    want(cast.secretary, cast.xwa, DIGEST)
    Delivery.objects.all().delete()
    posted(begun(cast.xwa, cast.member_a), SIX - timedelta(hours=1))
    work()
    mail.outbox.clear()
    due(SIX)
    work()
    assert to() == ["olga@cast.example", "selma@cast.example"]


def test_what_changed_after_the_digest_was_ordered_counts(cast, topic, work):
    before = SIX - timedelta(hours=1)
    posted(topic.posts.get(), before)
    want(cast.observer, cast.xwa, DIGEST)
    due(SIX)
    want(cast.both, cast.xwa, NONE)
    leave_body(cast.xwa, cast.xo)
    actions.remove_post(post=posted(said(topic, cast.member_a, "A name"), before), reason="No", by=cast.chair_a)
    work()
    assert to() == ["celia@cast.example"]
    assert "A name" not in mail.outbox[0].body


def test_nobody_is_told_of_their_own_posts(cast, topic, work):
    posted(topic.posts.get(), SIX - timedelta(hours=2))
    posted(said(topic, cast.chair_a, "Ours are of tin."), SIX - timedelta(hours=1))
    due(SIX)
    work()
    told = {message.to[0]: message.body for message in mail.outbox}
    assert told.keys() == MEMBERS
    assert "Ours are of tin." not in told["celia@cast.example"]
    assert "Which seals" not in told["alba@cast.example"]


def test_whoever_joins_later_in_the_day_is_not_told_of_what_was_before(cast, topic):
    posted(topic.posts.get(), SIX - timedelta(hours=1))
    due(SIX)
    count = Delivery.objects.count()
    join(cast.xwa, cast.xb)
    due(SIX + timedelta(hours=3))
    assert Delivery.objects.count() == count


def test_a_digest_of_many_posts_stays_under_20_kilobytes_and_counts_the_rest(cast, topic, work):
    for number in range(60):
        posted(
            said(topic, cast.member_a, f"{number} " + "Печать на посылке. " * 60, language="ru"),
            SIX - timedelta(hours=1),
        )
    due(SIX)
    work()
    message = next(message for message in mail.outbox if message.to == ["celia@cast.example"])
    assert len(message.body.encode()) < LONGEST_TEXT
    assert " more posts are on the portal." in message.body
    assert "discussions/leave/" in message.body


# Leaving, and choosing again


def test_one_click_ends_the_mails_about_a_body_without_a_sign_in(cast, topic, work):
    want(cast.both, cast.xwa, EACH)
    want(cast.both, cast.xwb, EACH)
    said(topic, cast.member_a)
    work()
    address = mail.outbox[0].extra_headers["List-Unsubscribe"].strip("<>").partition("://")[2]
    address = address[address.index("/") :]
    stranger = Client(enforce_csrf_checks=True)
    assert "This button stops the mails at once." in stranger.get(address).text
    assert DiscussionMail.objects.get(body=cast.xwa).frequency == EACH
    assert stranger.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    chosen = dict(DiscussionMail.objects.values_list("body__code", "frequency"))
    assert chosen == {"XWA": NONE, "XWB": EACH}
    stranger.post(address, {"again": "1"})
    assert DiscussionMail.objects.get(body=cast.xwa).frequency == EACH


def test_the_link_of_a_digest_is_about_the_bodies_that_it_told_of(client, cast):
    address = leave_url(cast.both.person, [cast.xwa.pk, cast.xwb.pk], DIGEST).partition("/en/")[2]
    client.post(f"/en/{address}")
    assert set(DiscussionMail.objects.values_list("body__code", "frequency")) == {("XWA", NONE), ("XWB", NONE)}


@pytest.mark.parametrize("token", ["x", "x:y", "eyJhIjoxfQ:forged"])
def test_a_forged_link_is_none(client, db, token):
    assert client.get(page("discussion-leave", token)).status_code == 404


def test_one_chooses_for_each_body(client, cast):
    client.force_login(cast.both)
    address = page("discussion-mail", "XWA")
    assert client.get(address).context["form"].initial == {"frequency": DIGEST}
    assert client.post(address, {"frequency": "hourly"}).status_code == 200
    client.post(address, {"frequency": EACH})
    assert DiscussionMail.objects.get().frequency == EACH
    assert "each post, at once" in client.get(page("topic-list", "XWA")).text
    assert client.get(page("discussion-mail", "XWB")).context["form"].initial == {"frequency": DIGEST}
    client.force_login(cast.secretary)
    assert client.get(address).context["form"].initial == {"frequency": NONE}


def test_no_other_mail_is_taken_for_one_of_ours(cast):
    other = Delivery(key="actions-digest:2026-W10", person=again(cast.member_a).person)
    area = next(area for area in areas() if type(area).__module__ == "communications.area")
    assert area.letter(other) is None
