"""What is new to each reader in the discussions, and titles that change."""

import pytest

from asm_portal.viewing import KEY
from communications.area import AREA
from communications.discussions import actions
from communications.models import Topic, TopicReading
from communications.models.discussions import POSTS_PER_PAGE
from tests.cast import again
from tests.communications.discussions import begun, page, said
from tests.communications.test_discussions_lists import LIST, earlier, found

pytestmark = pytest.mark.django_db
MARK = "</span> New</span>"


def new_in(client, user, address=LIST):
    """Title of a topic → how many posts are new to the user."""
    client.force_login(again(user))
    return {topic.title: topic.new.count for topic in client.get(address).context["topics"] if topic.new}


def on_desk(user):
    items = AREA.desk(again(user))
    return [(item.title, item.detail) for item in items if "new post" in item.title]


@pytest.mark.both_databases
def test_what_others_posted_since_i_read_the_topic_is_new_on_every_list_and_on_the_desk(client, cast):
    topic = begun(cast.xwa, cast.both, title="Seals").topic
    said(topic, cast.observer)
    begun(cast.xwa, cast.member_a, title="Mine")
    assert new_in(client, cast.member_a) == {"Seals": 2}
    assert on_desk(cast.member_a) == [("2 new posts in the discussions of Sample Working Group A", "Seals")]
    shown = client.get(topic.get_absolute_url())
    assert shown.context["topic"].new.first.number == 1
    assert shown.text.count(MARK) == 1
    assert new_in(client, cast.member_a) == {}
    assert on_desk(cast.member_a) == []
    assert MARK not in client.get(topic.get_absolute_url()).text
    said(topic, cast.both, "And another thing")
    assert new_in(client, cast.member_a) == {"Seals": 1}
    assert f"{topic.get_absolute_url()}#p3" in client.get(LIST).text
    assert new_in(client, cast.observer) == {"Mine": 1, "Seals": 2}  # each reader has a mark of their own


def test_a_page_marks_its_own_posts_only_and_an_earlier_one_takes_nothing_back(client, cast):
    topic = begun(cast.xwa, cast.both).topic
    for number in range(POSTS_PER_PAGE + 1):
        said(topic, cast.both, f"Answer {number}")
    client.force_login(cast.member_a)
    client.get(topic.get_absolute_url())
    first = client.get(f"{topic.get_absolute_url()}?page=2").context["topic"].new.first
    assert first.get_absolute_url() == f"{topic.get_absolute_url()}?page=2#p{POSTS_PER_PAGE + 1}"
    client.get(topic.get_absolute_url())
    assert new_in(client, cast.member_a) == {}


def test_what_was_removed_is_old_or_is_my_own_is_not_new(client, cast):
    topic = begun(cast.xwa, cast.both).topic
    actions.remove_post(post=said(topic, cast.observer), reason="Names", by=cast.chair_a)
    said(topic, cast.member_a, "Mine")
    assert new_in(client, cast.member_a) == {topic.title: 1}
    earlier(topic.posts.get(number=1), days=61)
    assert new_in(client, cast.member_a) == {}


def test_one_button_marks_everything_in_a_body_as_read(client, cast):
    for title in ("One", "Two"):
        begun(cast.xwa, cast.both, title=title)
    elsewhere = begun(cast.xwb, cast.chair_b, title="Elsewhere").topic
    client.force_login(cast.both)
    client.force_login(cast.member_a)
    assert "Mark all as read" in client.get(LIST).text
    assert client.post(LIST).url == LIST
    assert new_in(client, cast.member_a) == {}
    assert "Mark all as read" not in client.get(LIST).text
    assert new_in(client, cast.both, page("topic-list", "XWB")) == {elsewhere.title: 1}


def test_the_desk_tells_whoever_belongs_to_no_body_only_of_what_they_have_read_before(client, cast):
    topic = begun(cast.xwa, cast.both).topic
    assert on_desk(cast.secretary) == []
    client.force_login(cast.secretary)
    client.get(topic.get_absolute_url())
    said(topic, cast.member_a)
    assert [title for title, _detail in on_desk(cast.secretary)] == [
        "1 new post in the discussions of Sample Working Group A"
    ]
    for name in ("guest", "ex_member", "member_b"):
        assert on_desk(cast.users[name]) == []


def test_a_page_seen_as_a_role_marks_nothing(client, cast):
    topic = begun(cast.xwa, cast.both).topic
    client.force_login(cast.secretary)
    session = client.session
    session[KEY] = "body:XWA"
    session.save()
    shown = client.get(topic.get_absolute_url())
    assert shown.context["topic"].new is None
    assert not TopicReading.objects.exists()


# Titles


def test_who_began_a_topic_or_leads_the_body_renames_it_and_the_earlier_titles_stay(client, cast):
    topic = begun(cast.xwa, cast.both, title="Seals").topic
    address = page("topic-rename", topic.reference)
    for name in ("member_a", "observer", "kp_chair", "member_b"):
        client.force_login(cast.users[name])
        assert client.get(address).status_code == 404
    for name, before, title in (("both", "Seals", "Seals of lead"), ("chair_a", "Seals of lead", "Beeswax")):
        client.force_login(again(cast.users[name]))
        assert f'value="{before}"' in client.get(address).text
        assert client.post(address, {"title": title, "seen": before}).url == topic.get_absolute_url()
    shown = client.get(topic.get_absolute_url())
    assert [row.title for row in shown.context["earlier"]] == ["Seals of lead", "Seals"]
    assert "when Celia Sample renamed it" in shown.text
    assert found(client, f"{LIST}?q=beeswax") == [1]
    assert found(client, f"{LIST}?q=lead") == []


def test_a_new_title_that_meets_a_closing_or_another_title_is_told_so_and_stays(client, cast):
    topic = begun(cast.xwa, cast.both, title="Seals").topic
    address = page("topic-rename", topic.reference)
    actions.rename_topic(topic=topic, title="Theirs", seen="Seals", by=cast.chair_a)
    client.force_login(cast.both)
    told = client.post(address, {"title": "Mine", "seen": "Seals"})
    assert "renamed this discussion meanwhile: “Theirs”" in told.text
    assert 'value="Mine"' in told.text
    assert 'name="seen" value="Theirs"' in told.text
    actions.close_topic(topic=topic, by=cast.chair_a)
    told = client.post(address, {"title": "Mine", "seen": "Theirs"})
    assert "Nothing was changed; what you typed is still here." in told.text
    assert client.get(address).status_code == 404
    assert "Write this on one line" in client.post(address, {"title": "Mine\nBcc: x", "seen": "Theirs"}).text
    assert Topic.objects.get().title == "Theirs"
