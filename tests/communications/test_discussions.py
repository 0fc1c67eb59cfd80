"""Discussions: who reads and writes, what becomes of a post, and that nothing written is lost."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from asm_portal.dated import today
from asm_portal.models import Membership, ParticipationStatus
from asm_portal.visibility import Audience
from communications.discussions import actions
from communications.models import Post, PostAttachment, Topic
from knowledge.models import Document
from tests.cast import PASSWORD, again, join, represent
from tests.communications.discussions import TITLE, attachments_are_known, begun, page, readers, said
from tests.knowledge.papers import final

BODY_A = {"member_a", "both", "observer", "chair_a", "kp_chair", "secretary"}
BODY_B = {"member_b", "both", "narrow", "chair_b", "kp_chair", "secretary"}
WRITTEN = {"text": "Ours are of lead.", "language": "en"}
NEW = WRITTEN | {"title": TITLE}


@pytest.fixture
def topic(cast):
    return begun(cast.xwa, cast.member_a).topic


@pytest.fixture
def member(client, cast):
    client.force_login(cast.member_a)
    return client


def file(name="scale_drawing.txt", content=b"A drawing of a seal."):
    return SimpleUploadedFile(name, content)


# Who reads and writes


def test_a_discussion_is_read_by_who_belongs_to_the_body_today_the_chair_and_the_secretariat(cast):
    assert readers(cast, begun(cast.xwa, cast.member_a)) == BODY_A
    assert readers(cast, begun(cast.xwb, cast.member_b)) == BODY_B
    assert not Post.objects.visible_to(AnonymousUser()).exists()


@pytest.mark.parametrize("name", ["member_a", "both", "observer", "chair_a", "kp_chair", "secretary"])
def test_whoever_reads_writes(client, cast, topic, name):
    client.force_login(again(cast.users[name]))
    assert client.post(topic.get_absolute_url(), WRITTEN).status_code == 302
    assert topic.posts.get(number=2).author == cast.users[name].person


def test_provisional_and_suspended_members_write_too(client, cast):
    status = ParticipationStatus.objects.get(organisation=cast.xd)
    status.status = ParticipationStatus.Status.SUSPENDED
    status.save()
    membership = Membership.objects.get(body=cast.xwb, organisation=cast.xd)
    assert membership.grade == Membership.Grade.PROVISIONAL
    client.force_login(again(cast.narrow))
    answered = client.post(page("topic-new", "XWB"), NEW)
    assert answered.status_code == 302
    assert Post.objects.get().organisation == cast.xd


@pytest.mark.parametrize("name", ["ex_member", "member_b", "officer", "administrator", "guest"])
def test_to_everybody_else_there_is_no_discussion(client, cast, topic, name):
    client.force_login(cast.users[name])
    for address in (topic.get_absolute_url(), page("topic-list", "XWA"), page("topic-new", "XWA")):
        assert client.get(address).status_code == 404
    assert client.post(topic.get_absolute_url(), WRITTEN).status_code == 404
    assert topic.posts.count() == 1


def test_an_ex_member_loses_the_discussions_the_same_day(client, cast, topic):
    client.force_login(cast.member_a)
    assert client.get(topic.get_absolute_url()).status_code == 200
    membership = cast.xwa.memberships.get(organisation=cast.xa)
    membership.valid_until = today()
    membership.save()
    for address in (topic.get_absolute_url(), page("topic-list", "XWA"), page("post-history", topic.reference, 1)):
        assert client.get(address).status_code == 404
    assert client.post(page("post-edit", topic.reference, 1), WRITTEN).status_code == 404


def test_a_post_says_on_whose_behalf_it_is(cast, topic):
    said(topic, cast.chair_a)
    said(topic, cast.secretary)
    said(topic, cast.kp_chair)
    said(topic, cast.observer)
    spoke = [str(post.on_behalf_of) for post in topic.posts.order_by("number")]
    assert spoke == ["Alder", "Chair of XWA", "the secretariat", "Sample Chair", "Sample Coalition"]


def test_whoever_speaks_for_several_chooses(client, cast):
    join(cast.xwa, cast.xb)
    represent(cast.member_a.person, cast.xb)
    client.force_login(again(cast.member_a))
    assert client.post(page("topic-new", "XWA"), NEW).status_code == 200
    assert not Post.objects.exists()
    assert client.post(page("topic-new", "XWA"), NEW | {"voice": f"organisation-{cast.xb.pk}"}).status_code == 302
    assert Post.objects.get().organisation == cast.xb


def test_nobody_speaks_for_an_organisation_that_is_not_theirs(client, cast, topic):
    client.force_login(cast.both)
    client.post(topic.get_absolute_url(), WRITTEN | {"voice": f"organisation-{cast.xa.pk}"})
    assert topic.posts.get(number=2).organisation == cast.xd


def test_the_database_refuses_a_post_on_behalf_of_two(cast, topic):
    office = cast.xwa.offices.get()
    post = Post(
        topic=topic, number=2, author=cast.member_a.person, organisation=cast.xa, office=office, text="x", html="x"
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        post.save()


# What is written


def test_a_text_is_marked_up_and_made_safe(member, topic):
    text = "**Lead**, <script>alert(1)</script> [here](javascript:alert(1)) ![seal](https://elsewhere.example/a.png)"
    member.post(topic.get_absolute_url(), WRITTEN | {"text": text})
    shown = member.get(topic.get_absolute_url()).text
    assert "<strong>Lead</strong>" in shown
    assert "<script" not in shown
    assert 'href="javascript' not in shown
    assert 'elsewhere.example/a.png"' not in shown


def test_an_empty_post_is_refused_and_the_title_stays(member):
    answered = member.post(page("topic-new", "XWA"), NEW | {"text": "  "})
    assert "This field is required." in answered.text
    assert f'value="{TITLE}"' in answered.text
    assert not Topic.objects.exists()


def test_five_megabytes_are_refused_in_a_sentence_and_stay_in_the_form(member, topic):
    long = "seals " * 900_000
    answered = member.post(topic.get_absolute_url(), WRITTEN | {"text": long})
    assert answered.status_code == 200
    assert "at most 20000 characters" in answered.text.replace("\xa0", "").replace(",", "")
    assert long.strip() in answered.text
    assert topic.posts.count() == 1


@pytest.mark.both_databases
def test_a_form_that_is_sent_twice_makes_one_post(member, topic):
    first, second = (member.post(topic.get_absolute_url(), WRITTEN) for _time in range(2))
    assert first.url == second.url
    assert topic.posts.count() == 2
    for _time in range(2):
        assert member.post(page("topic-new", "XWA"), NEW | {"title": "Another"}).status_code == 302
    assert Topic.objects.filter(title="Another").count() == 1


def test_the_same_words_of_somebody_else_or_of_another_hour_are_another_post(cast, topic):
    said(topic, cast.member_a)
    said(topic, cast.both)
    old = topic.posts.get(number=2)
    old.at -= timedelta(hours=1)
    old.save()
    said(topic, cast.member_a)
    assert topic.posts.count() == 4


def test_what_was_written_survives_the_end_of_the_session(member, topic):
    member.get(topic.get_absolute_url())
    Session.objects.all().delete()
    asked = member.post(
        topic.get_absolute_url(), WRITTEN, headers={"referer": f"http://testserver{topic.get_absolute_url()}"}
    )
    carried = {"carried": asked.context["form"]["carried"].value(), "next": asked.context["redirect_field_value"]}
    done = member.post("/en/accounts/login/", {"login": "alba@cast.example", "password": PASSWORD, **carried})
    assert "Ours are of lead.</textarea>" in member.get(done.url).text
    assert topic.posts.count() == 1


# Attachments


def test_an_attachment_is_a_document_of_the_body_shown_with_its_size(member, client, cast, topic):
    attachments_are_known()
    assert member.post(topic.get_absolute_url(), WRITTEN | {"files": [file(), file("b.txt")]}).status_code == 302
    document = Document.objects.get(titles__title="scale drawing")
    assert (document.state, document.audience, document.audience_body) == ("final", Audience.BODY, cast.xwa)
    shown = member.get(topic.get_absolute_url()).text
    assert "scale drawing</a> <span>TXT, 1\xa0KB" in shown
    address = document.revisions.get().renditions.get().get_absolute_url()
    assert address in shown
    assert "scale drawing" not in member.get("/en/bodies/XWA/").text
    client.force_login(cast.member_b)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ([file("empty.txt", b"")], "empty.txt: "),
        ([file("tool.exe", b"MZ\x90\x00\x03")], "tool.exe: This is none of the formats taken"),
        ([file(f"{number}.txt") for number in range(6)], "at most 5 files"),
    ],
)
def test_a_file_that_is_refused_is_named_and_nothing_is_posted(member, topic, files, sentence):
    answered = member.post(topic.get_absolute_url(), WRITTEN | {"files": files})
    assert sentence in answered.text
    assert "Ours are of lead." in answered.text
    assert topic.posts.count() == 1


def test_files_are_to_be_chosen_again_where_something_else_is_wrong(member, topic):
    answered = member.post(topic.get_absolute_url(), {"text": "", "language": "en", "files": [file()]})
    assert "Choose again, as a browser does not keep chosen files: scale_drawing.txt" in answered.text


# Editing and removing


def test_a_post_is_edited_by_its_author_and_its_earlier_versions_can_be_read(client, member, cast, topic):
    edited = member.post(page("post-edit", topic.reference, 1), WRITTEN | {"text": "Which *wax* seals?"})
    assert edited.url == f"{topic.get_absolute_url()}#p1"
    client.force_login(cast.observer)
    history = client.get(page("post-history", topic.reference, 1)).text
    assert "Which <em>wax</em> seals?" in history
    assert "Which seals do you use?" in history
    assert "edited on" in client.get(topic.get_absolute_url()).text
    for name in ("observer", "chair_a", "secretary"):
        client.force_login(cast.users[name])
        assert client.get(page("post-edit", topic.reference, 1)).status_code == 404


def test_saving_the_same_text_is_no_version(member, topic):
    post = topic.posts.get()
    member.post(page("post-edit", topic.reference, 1), {"text": post.text, "language": post.language})
    post.refresh_from_db()
    assert post.edited_at is None


def test_the_chair_removes_a_post_with_a_reason_and_a_tombstone_stays(client, cast, topic):
    attachments_are_known()
    said(topic, cast.observer, "Names of diggers", files=[file("names.txt")])
    client.force_login(cast.member_a)
    assert client.post(page("post-remove", topic.reference, 2), {"reason": "No"}).status_code == 404
    client.force_login(cast.chair_a)
    assert client.post(page("post-remove", topic.reference, 2), {"reason": ""}).status_code == 200
    client.post(page("post-remove", topic.reference, 2), {"reason": "Names of persons"})
    client.force_login(cast.both)
    shown = client.get(topic.get_absolute_url()).text
    assert "Names of persons" in shown
    assert "Names of diggers" not in shown
    assert client.get(page("post-history", topic.reference, 2)).status_code == 404
    assert PostAttachment.objects.get().document.state == Document.State.WITHDRAWN
    assert "names</a>" not in shown


def test_an_edit_that_meets_a_removal_is_told_so_and_keeps_its_text(client, member, cast, topic):
    assert member.get(page("post-edit", topic.reference, 1)).status_code == 200
    actions.remove_post(post=topic.posts.get(), reason="Names of persons", by=cast.chair_a)
    answered = member.post(page("post-edit", topic.reference, 1), WRITTEN | {"text": "My long answer"})
    assert answered.status_code == 200
    assert "Celia Sample removed this post: Names of persons" in answered.text
    assert "My long answer</textarea>" in answered.text
    assert member.get(page("post-edit", topic.reference, 1)).status_code == 404
    with pytest.raises(ValidationError, match="removed already"):
        actions.remove_post(post=topic.posts.get(), reason="Again", by=cast.chair_a)


# Closing and pinning


def test_an_answer_after_the_closing_is_told_so_and_keeps_its_text(member, cast, topic):
    assert 'id="answer"' in member.get(topic.get_absolute_url()).text
    actions.close_topic(topic=topic, by=cast.chair_a)
    assert 'id="answer"' not in member.get(topic.get_absolute_url()).text
    answered = member.post(topic.get_absolute_url(), WRITTEN)
    assert "by Celia Sample. Nothing was posted; your text is still here to copy." in answered.text
    assert "Ours are of lead.</textarea>" in answered.text
    late = member.post(page("post-edit", topic.reference, 1), WRITTEN)
    assert "Nothing was changed; your text is still here to copy." in late.text
    assert topic.posts.count() == 1


def test_who_leads_the_body_and_the_secretariat_close_reopen_and_pin(client, cast, topic):
    address = page("topic-state", topic.reference)
    for name in ("member_a", "observer", "kp_chair"):
        client.force_login(cast.users[name])
        assert client.post(address, {"close": ""}).status_code == 404
        assert "Close it" not in client.get(topic.get_absolute_url()).text
    for name in ("chair_a", "secretary"):
        client.force_login(cast.users[name])
        for verb, (is_open, is_pinned) in {
            "pin": (True, True), "close": (False, True), "unpin": (False, False), "reopen": (True, False),
        }.items():  # fmt: skip
            assert client.post(address, {verb: ""}).url == topic.get_absolute_url()
            topic.refresh_from_db()
            assert (topic.is_open, topic.is_pinned) == (is_open, is_pinned)
        assert client.post(address, {"burn": ""}).url == topic.get_absolute_url()


@pytest.mark.both_databases
def test_two_who_close_at_once_find_out(client, cast, topic):
    actions.close_topic(topic=topic, by=cast.secretary)
    client.force_login(cast.chair_a)
    told = client.post(page("topic-state", topic.reference), {"close": ""}, follow=True).text
    assert "by Selma Sample. Nothing was changed." in told


# What a topic is about


def test_what_a_topic_is_about_is_shown_to_those_who_may_know_of_it(client, cast):
    paper = final("Seals of the governments", audience=Audience.PARTICIPANTS, by=cast.secretary)
    client.force_login(cast.member_a)
    client.post(page("topic-new", "XWA"), NEW | {"document": paper.reference})
    topic = Topic.objects.get()
    assert topic.document == paper
    assert "Seals of the governments" in client.get(topic.get_absolute_url()).text
    client.force_login(cast.observer)
    shown = client.get(topic.get_absolute_url()).text
    assert TITLE in shown
    assert "Seals of the governments" not in shown
    assert paper.reference not in shown


def test_a_document_that_one_may_not_know_of_cannot_be_named(client, cast):
    paper = final("Seals of the governments", audience=Audience.PARTICIPANTS, by=cast.secretary)
    client.force_login(cast.observer)
    answered = client.post(page("topic-new", "XWA"), NEW | {"document": paper.reference})
    assert "There is no such document" in answered.text
    assert not Topic.objects.exists()


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "query", ["?document=%00", "?item=9999999999999999999999", "?item=x", "?document=" + "x" * 3000]
)
def test_nonsense_in_the_address_breaks_nothing(member, query):
    assert member.get(page("topic-new", "XWA") + query).status_code == 200


def test_one_may_read_why_one_sees_it(member, topic):
    assert "you represent Alder, member" in member.get(topic.get_absolute_url()).text
