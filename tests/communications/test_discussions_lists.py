"""Lists of discussions: their order, filters and search, what they show on other pages, and how often they ask the database."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from asm_portal.visibility import Audience
from communications.discussions import actions
from communications.models import Topic
from communications.models.discussions import POSTS_PER_PAGE
from logistics.meetings.agenda_actions import add_item
from tests.cast import again
from tests.communications.discussions import attachments_are_known, begun, page, said
from tests.communications.test_discussions import file
from tests.knowledge.papers import final
from tests.logistics.meetings import propose

LIST = "/en/bodies/XWA/discussions/"


@pytest.fixture
def member(client, cast):
    client.force_login(cast.member_a)
    return client


def titles(page):
    return [topic.title for topic in page.context["topics"]]


def earlier(post, **ago):
    post.at -= timedelta(**ago)
    post.save()
    return post


def test_pinned_ones_come_first_then_those_with_the_newest_post(member, cast):
    old, pinned, newer = (begun(cast.xwa, cast.member_a, title=title).topic for title in ("Old", "Pinned", "Newer"))
    for topic, days in ((pinned, 9), (newer, 2), (old, 5)):
        earlier(topic.posts.get(), days=days)
    actions.pin_topic(topic=pinned, is_pinned=True, by=cast.chair_a)
    assert titles(member.get(LIST)) == ["Pinned", "Newer", "Old"]
    said(old, cast.both)
    shown = member.get(LIST)
    assert titles(shown) == ["Pinned", "Old", "Newer"]
    assert "2 posts" in shown.text
    actions.remove_post(post=old.posts.get(number=2), reason="x", by=cast.chair_a)
    assert titles(member.get(LIST)) == ["Pinned", "Newer", "Old"]


@pytest.mark.both_databases
def test_open_and_closed_ones_can_be_told_apart(member, cast):
    begun(cast.xwa, cast.member_a, title="Goes on")
    actions.close_topic(topic=begun(cast.xwa, cast.member_a, title="Is over").topic, by=cast.chair_a)
    begun(cast.xwb, cast.both, title="Elsewhere")
    assert titles(member.get(LIST + "?state=open")) == ["Goes on"]
    assert titles(member.get(LIST + "?state=closed")) == ["Is over"]
    assert len(titles(member.get(LIST + "?state=open&state=closed&page=99"))) == 2
    assert len(titles(member.get(LIST + "?state=%00"))) == 2
    (facet,) = member.get(LIST).context["facets"]
    assert [(choice.value, choice.count) for choice in facet.choices] == [("open", 1), ("closed", 1)]


def questions(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


def test_a_list_asks_the_same_number_of_questions_however_long_it_is(member, cast):
    attachments_are_known()
    paper = final("Guide", audience=Audience.PUBLIC, issuing_body=cast.xwa, by=cast.secretary)
    first = begun(cast.xwa, cast.member_a, title="First", document=paper, files=[file("a.txt")]).topic
    said(first, cast.both, "An answer", files=[file("b.txt")])
    addresses = (LIST, first.get_absolute_url(), f"{LIST}?q=answer", "/en/bodies/XWA/", paper.get_absolute_url())
    before = [questions(member, address) for address in addresses]
    for number in range(3):
        topic = begun(cast.xwa, cast.observer, title=f"Topic {number}", document=paper).topic
        for other in (topic, first):
            said(other, cast.chair_a, f"An answer {number}", files=[file(f"c{number}.txt"), file("d.txt")])
        said(topic, cast.both, f"And an answer {number}")
    assert [questions(member, address) for address in addresses] == before


def test_a_post_is_found_at_its_address_on_a_later_page(member, cast):
    topic = begun(cast.xwa, cast.member_a).topic
    for number in range(POSTS_PER_PAGE + 1):
        last = said(topic, cast.both, f"Answer {number}")
    assert last.get_absolute_url() == f"{topic.get_absolute_url()}?page=2#p{POSTS_PER_PAGE + 2}"
    shown = member.get(last.get_absolute_url())
    assert [post.number for post in shown.context["posts"]] == [POSTS_PER_PAGE + 1, POSTS_PER_PAGE + 2]
    assert f'id="p{last.number}"' in shown.text
    answered = member.post(topic.get_absolute_url(), {"text": "Mine", "language": "en"})
    assert answered.url == f"{topic.get_absolute_url()}?page=2#p{POSTS_PER_PAGE + 3}"


# Search


def found(client, address):
    rows = client.get(address).context["results"].rows
    return [row.record.number for row in rows]


def test_the_search_finds_a_topic_by_its_title_once_and_each_post_by_its_words(member, cast):
    topic = begun(cast.xwa, cast.member_a, title="Seals on parcels", text="Which do you use?").topic
    said(topic, cast.both, "Ours are made of beeswax, every one.")
    begun(cast.xwb, cast.both, title="Seals elsewhere", text="beeswax")
    for address in (f"{reverse('search')}?q=", f"{LIST}?q="):
        assert found(member, address + "seals") == [1]
        assert found(member, address + "beeswax") == [2]
        assert "<mark>beeswax</mark>" in member.get(address + "beeswax").text
    assert found(member, f"{reverse('search')}?q={topic.reference}") == [1]
    assert "Discussion" in member.get(f"{reverse('search')}?q=beeswax&kind=discussion").text


def test_the_search_within_a_body_can_be_narrowed_to_open_discussions(member, cast):
    topic = begun(cast.xwa, cast.member_a, text="beeswax").topic
    actions.close_topic(topic=begun(cast.xwa, cast.member_a, title="Over", text="beeswax").topic, by=cast.chair_a)
    shown = member.get(f"{LIST}?q=beeswax&state=open")
    assert [row.record.topic for row in shown.context["results"].rows] == [topic]
    (facet,) = shown.context["facets"]
    assert [(choice.value, choice.count) for choice in facet.choices] == [("open", 1), ("closed", 1)]


def test_removed_words_are_not_found_but_the_topic_is(member, cast):
    topic = begun(cast.xwa, cast.member_a, title="Seals on parcels", text="A secret name").topic
    said(topic, cast.both, "Another secret name")
    for post in topic.posts.all():
        actions.remove_post(post=post, reason="Names", by=cast.chair_a)
    assert found(member, f"{reverse('search')}?q=secret") == []
    assert found(member, f"{reverse('search')}?q=seals") == [1]
    assert "secret" not in member.get(f"{LIST}?q=seals").text


def test_an_edit_is_found_and_what_it_replaced_is_not(member, cast):
    post = begun(cast.xwa, cast.member_a, text="beeswax")
    actions.edit_post(post=post, text="paraffin", language="en", by=cast.member_a)
    assert (found(member, f"{LIST}?q=beeswax"), found(member, f"{LIST}?q=paraffin")) == ([], [1])


def test_whoever_left_finds_nothing(client, cast):
    begun(cast.xwa, cast.member_a, text="beeswax")
    for name in ("member_b", "ex_member", "guest"):
        client.force_login(again(cast.users[name]))
        assert found(client, f"{reverse('search')}?q=beeswax") == []


# On other pages


def test_the_page_of_a_body_shows_its_members_the_newest_ones(client, cast):
    for number in range(4):
        begun(cast.xwa, cast.member_a, title=f"Topic {number}")
    client.force_login(cast.observer)
    shown = client.get("/en/bodies/XWA/").text
    assert "All 4 discussions" in shown
    assert "Topic 3" in shown
    assert "Topic 0" not in shown
    for name in ("member_b", "guest"):
        client.force_login(cast.users[name])
        assert "discussions/" not in client.get("/en/bodies/XWA/").text
    client.logout()
    assert "discussions/" not in client.get("/en/bodies/XWA/").text


def test_the_page_of_a_document_shows_the_discussions_about_it_to_those_who_read_them(client, cast):
    paper = final("Guide", audience=Audience.PUBLIC, issuing_body=cast.xwa, by=cast.secretary)
    client.force_login(cast.member_a)
    begin = f"{page('topic-new', 'XWA')}?document={paper.reference}"
    assert begin in client.get(paper.get_absolute_url()).text
    assert f'value="{paper.reference}"' in client.get(begin).text
    begun(cast.xwa, cast.member_a, title="About the guide", document=paper)
    assert "About the guide" in client.get(paper.get_absolute_url()).text
    for name in ("member_b", "guest"):
        client.force_login(cast.users[name])
        assert "iscussion" not in client.get(paper.get_absolute_url()).text
    client.logout()
    assert "iscussion" not in client.get(paper.get_absolute_url()).text


def test_a_topic_about_an_item_of_an_agenda_names_it_to_those_who_may_know_of_it(client, cast):
    meeting = propose(cast.chair_a, [cast.xwa])
    opened = add_item(meeting=meeting, title_en="Beeswax", title_fr="Cire", by=cast.chair_a)
    closed = add_item(
        meeting=meeting, title_en="In camera", title_fr="A huis clos", audience=Audience.PARTICIPANTS, by=cast.chair_a
    )
    client.force_login(cast.observer)
    form = client.get(page("topic-new", "XWA") + f"?item={opened.pk}").context["form"]
    assert list(form.fields["agenda_item"].queryset) == [opened]
    assert form["agenda_item"].value() == str(opened.pk)
    typed = {"title": "Which wax", "text": "x", "language": "en"}
    client.post(page("topic-new", "XWA"), typed | {"agenda_item": closed.pk})
    assert not Topic.objects.exists()
    client.post(page("topic-new", "XWA"), typed | {"agenda_item": opened.pk})
    topic = Topic.objects.get()
    assert f"{meeting.get_absolute_url()}#agenda" in client.get(topic.get_absolute_url()).text
    inside = begun(cast.xwa, cast.member_a, title="On the second point", agenda_item=closed).topic
    assert "In camera" not in client.get(inside.get_absolute_url()).text
    shown = client.get(meeting.get_absolute_url()).text
    assert "Which wax" in shown
    assert "On the second point" not in shown
    client.force_login(cast.member_a)
    assert "In camera" in client.get(inside.get_absolute_url()).text


def test_an_item_that_is_talked_about_stays_on_the_agenda(client, cast):
    meeting = propose(cast.chair_a, [cast.xwa])
    item = add_item(meeting=meeting, title_en="Beeswax", title_fr="Cire", by=cast.chair_a)
    begun(cast.xwa, cast.member_a, agenda_item=item)
    client.force_login(cast.chair_a)
    address = reverse("logistics:agenda-edit", args=[meeting.reference])
    assert "This item stays on the agenda" in client.post(address, {"remove": item.pk}, follow=True).text
    assert meeting.agenda.get() == item


def test_a_topic_is_about_one_thing(client, cast):
    meeting = propose(cast.chair_a, [cast.xwa])
    item = add_item(meeting=meeting, title_en="Beeswax", title_fr="Cire", by=cast.chair_a)
    paper = final("Guide", audience=Audience.PUBLIC, by=cast.secretary)
    client.force_login(cast.member_a)
    typed = {"title": "Wax", "text": "x", "language": "en", "agenda_item": item.pk, "document": paper.reference}
    assert "Tie the topic to an agenda item or to a document" in client.post(page("topic-new", "XWA"), typed).text
    assert not Topic.objects.exists()
