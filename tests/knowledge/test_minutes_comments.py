"""Comments and objections on circulated minutes, by organisation, until the end of a day."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from asm_portal.dated import today
from asm_portal.models import Membership
from asm_portal.voices import voices
from knowledge import actions
from knowledge.minutes.actions import comment, settle_comment, withdraw_comment
from knowledge.models import Document, MinutesComment
from tests.cast import account, again, person, represent
from tests.knowledge.papers import add_texts, on_desk
from tests.knowledge.test_minutes import day, of_meeting, page, readers_of
from tests.planted import BODY_A

EDITORS = {"chair_a", "secretary"}


@pytest.fixture
def document(cast):
    made = of_meeting(cast, texts=(("en", "# Opening\n\nThe group met."), ("fr", "# Ouverture\n\nLe groupe.")))
    actions.circulate_minutes(minutes=made.minutes, comments_until=today() + timedelta(days=9), by=cast.secretary)
    return Document.objects.get(pk=made.pk)


def say(document, by, organisation, kind="comment", text="Two villages."):
    return comment(document=document, organisation=organisation, kind=kind, text=text, by=by)


def send(client, document, user, **given):
    client.force_login(again(user))
    url = page(document, "minutes-comments")
    opened = client.get(url)
    form = opened.context["form"]
    sent = {"membership": form["membership"].value(), "kind": "comment", "text": "Two villages.", **given}
    return client.post(url, {name: value for name, value in sent.items() if value is not None})


def adopt(document, cast, **extra):
    actions.adopt_minutes(
        minutes=document.minutes, adopted_by_en="Plenary", adopted_by_fr="Plénière", by=cast.secretary, **extra
    )


def test_members_and_observers_speak_for_their_organisation_in_their_body(cast):
    found = {
        name: {row.organisation.code: row.grade for row in voices(cast.xwa, again(user))}
        for name, user in cast.users.items()
    }
    assert {name: spoken for name, spoken in found.items() if spoken} == {
        "member_a": {"XA": "full"},
        "observer": {"XO": "observer"},
        "both": {"XD": "full"},
    }
    assert {row.organisation.code: row.grade for row in voices(cast.xwb, again(cast.narrow))} == {"XD": "provisional"}


def test_who_speaks_for_two_organisations_speaks_for_each_where_it_counts(cast):
    twice = person("Tina")
    represent(twice, cast.xa)
    represent(twice, cast.xd, body=cast.xwb)
    user = account(twice)
    assert [row.organisation for row in voices(cast.xwa, user)] == [cast.xa]
    assert [row.organisation for row in voices(cast.xwb, user)] == [cast.xd]


def test_an_organisation_files_several_comments(cast, client, document):
    send(client, document, cast.member_a, paragraph="2")
    done = send(client, document, cast.member_a, text="And a river.")
    assert done.status_code == 302
    rows = MinutesComment.objects.values_list("organisation__code", "kind", "paragraph", "text", "revision__number")
    assert set(rows) == {("XA", "comment", 2, "Two villages.", 1), ("XA", "comment", None, "And a river.", 1)}
    assert MinutesComment.objects.first().history.first().history_user == cast.member_a


def test_only_a_full_member_objects(cast, client, document):
    assert send(client, document, cast.member_a, kind="objection").status_code == 302
    assert MinutesComment.objects.get().kind == "objection"
    assert send(client, document, cast.observer, kind="objection").status_code == 302
    assert MinutesComment.objects.get(organisation=cast.xo).kind == "comment"
    client.force_login(cast.observer)
    assert "only full members object" in client.get(page(document, "minutes-comments")).text


def test_who_may_choose_between_two_organisations_objects_for_the_full_member_only(cast, client, document):
    who = person("Tina")
    represent(who, cast.xa)
    represent(who, cast.xo)
    user = account(who)
    observer = Membership.objects.get(organisation=cast.xo)
    answer = send(client, document, user, kind="objection", membership=observer.pk)
    assert "Only full members object." in answer.text
    assert not MinutesComment.objects.exists()


def test_who_speaks_for_no_member_cannot_write(cast, client, document):
    for name in ("chair_a", "secretary", "kp_chair"):
        client.force_login(again(cast.users[name]))
        url = page(document, "minutes-comments")
        assert "Write a comment" not in client.get(url).text
        assert client.post(url, {"text": "Two villages."}).status_code == 403
    assert not MinutesComment.objects.exists()


def test_nobody_writes_for_an_organisation_they_do_not_represent(cast, client, document):
    other = Membership.objects.get(body=cast.xwa, organisation=cast.xd)
    answer = send(client, document, cast.member_a, membership=other.pk)
    assert answer.context["form"].errors["membership"]
    assert not MinutesComment.objects.exists()


def test_the_day_lasts_to_its_end_in_utc_and_afterwards_the_text_is_not_lost(cast, client, document, time_machine):
    until = document.minutes.comments_until
    last_minute = datetime(until.year, until.month, until.day, 23, 59, 30, tzinfo=UTC)
    time_machine.move_to(last_minute, tick=False)
    assert send(client, document, cast.member_a).status_code == 302
    client.force_login(again(cast.member_a))
    membership = client.get(page(document, "minutes-comments")).context["form"]["membership"].value()
    time_machine.move_to(last_minute + timedelta(minutes=1), tick=False)
    client.force_login(again(cast.member_a))
    url = page(document, "minutes-comments")
    late = client.post(url, {"membership": membership, "kind": "objection", "text": "A long objection."})
    assert "The time for comments ended with" in late.text
    assert late.context["form"]["text"].value() == "A long objection."
    assert "A long objection.</textarea>" in late.text
    assert MinutesComment.objects.count() == 1
    assert "Write a comment" not in client.get(url).text


def test_whoever_reads_the_circulated_minutes_reads_the_comments(cast, client, document):
    say(document, cast.member_a, cast.xa)
    assert readers_of(cast, client, page(document, "minutes-comments")) == BODY_A
    found = {name for name, user in cast.users.items() if MinutesComment.objects.visible_to(again(user)).exists()}
    assert found == BODY_A


def test_after_the_adoption_comments_are_for_the_editors_and_for_who_wrote_them(cast, client, document):
    say(document, cast.member_a, cast.xa)
    adopt(document, cast)
    found = {name for name, user in cast.users.items() if MinutesComment.objects.visible_to(again(user)).exists()}
    assert found == EDITORS | {"member_a"}
    assert readers_of(cast, client, page(document, "minutes-comments")) == EDITORS | {"member_a"}


def test_who_has_left_reads_their_comment_no_more(cast, document):
    say(document, cast.member_a, cast.xa)
    adopt(document, cast)
    for row in cast.member_a.person.representations.all():
        row.valid_until = today()
        row.save()
    assert not MinutesComment.objects.visible_to(again(cast.member_a)).exists()


def test_an_organisation_withdraws_its_own_comment_and_the_history_keeps_it(cast, client, document):
    row = say(document, cast.member_a, cast.xa)
    url = page(document, "comment-withdraw", row.pk)
    assert readers_of(cast, client, url) == {"member_a"}
    client.force_login(cast.member_a)
    done = client.post(url, follow=True)
    assert "withdrawn" in done.text
    assert "Two villages." not in done.text
    stored = MinutesComment.objects.get()
    assert (stored.is_open, stored.text, stored.history.count()) == (False, "Two villages.", 2)
    with pytest.raises(ValidationError, match="already"):
        withdraw_comment(comment=stored, by=cast.member_a)


def test_the_chair_settles_a_comment_with_a_remark(cast, client, document):
    row = say(document, cast.member_a, cast.xa)
    url = page(document, "comment-settle", row.pk)
    assert readers_of(cast, client, url) == EDITORS
    client.force_login(cast.chair_a)
    assert client.post(url, {"remark": ""}).context["form"].errors["remark"]
    client.post(url, {"remark": "Corrected in revision 2."})
    client.force_login(cast.observer)
    assert "Corrected in revision 2." in client.get(page(document, "minutes-comments")).text
    with pytest.raises(ValidationError, match="already"):
        settle_comment(comment=row, remark="Again", by=cast.chair_a)


def test_minutes_with_an_unsettled_objection_are_adopted_only_with_a_reason(cast, client, document):
    say(document, cast.member_a, cast.xa, kind="objection")
    client.force_login(cast.chair_a)
    url = page(document, "minutes-adopt")
    by = {"adopted_by_en": "Plenary", "adopted_by_fr": "Plénière", **day("adopted_on", today())}
    refused = client.post(url, by)
    assert "An objection is not settled." in refused.text
    assert refused.context["form"]["adopted_by_en"].value() == "Plenary"
    assert Document.objects.get(pk=document.pk).state == "circulated"
    client.post(url, by | {"adopted_despite": "The member was absent."})
    stored = Document.objects.get(pk=document.pk)
    assert (stored.state, stored.minutes.adopted_despite) == ("final", "The member was absent.")
    assert "The member was absent." in client.get(page(document, "minutes-work")).text


@pytest.mark.parametrize("how", ["settled", "withdrawn", "comment"])
def test_what_does_not_stand_in_the_way_of_the_adoption(cast, document, how):
    row = say(document, cast.member_a, cast.xa, kind="comment" if how == "comment" else "objection")
    if how == "settled":
        settle_comment(comment=row, remark="Done.", by=cast.chair_a)
    elif how == "withdrawn":
        withdraw_comment(comment=row, by=cast.member_a)
    adopt(document, cast)
    assert Document.objects.get(pk=document.pk).state == "final"


def test_the_administration_asks_for_the_reason_too(cast, client, document):
    say(document, cast.member_a, cast.xa, kind="objection")
    client.force_login(cast.secretary)
    url = reverse("admin:knowledge_document_do", args=[document.pk, "adopt"])
    given = {"adopted_on": today(), "adopted_by_en": "Plenary", "adopted_by_fr": "Plénière"}
    assert "An objection is not settled." in client.post(url, given).text
    assert client.post(url, given | {"adopted_despite": "The member was absent."}).status_code == 302


def test_drafts_and_adopted_minutes_take_no_comments(cast, document):
    with pytest.raises(ValidationError, match="do not take comments now"):
        say(of_meeting(cast), cast.member_a, cast.xa)
    adopt(document, cast)
    with pytest.raises(ValidationError, match="do not take comments now"):
        say(document, cast.member_a, cast.xa)


def test_a_comment_is_on_the_revision_that_its_author_reads(cast, document):
    add_texts(document, {"en": "The group met twice."}, by=cast.chair_a)
    assert say(document, cast.member_a, cast.xa).revision.number == 1
    actions.circulate_minutes(minutes=document.minutes, comments_until=today(), by=cast.chair_a)
    assert say(document, cast.member_a, cast.xa).revision.number == 2


def test_the_desk_of_the_chair_counts_open_comments(cast, document):
    first = say(document, cast.member_a, cast.xa)
    say(document, cast.observer, cast.xo)
    assert "2 comments to settle: Minutes of May" in on_desk(cast.chair_a)
    settle_comment(comment=first, remark="Done.", by=cast.chair_a)
    assert "1 comment to settle: Minutes of May" in on_desk(cast.chair_a)
    assert "to settle" not in on_desk(cast.member_a)


def test_what_was_said_is_neither_withdrawn_nor_settled_once_the_minutes_are_adopted(cast, document):
    row = say(document, cast.member_a, cast.xa)
    adopt(document, cast)
    with pytest.raises(ValidationError, match="adopted"):
        withdraw_comment(comment=row, by=cast.member_a)
    with pytest.raises(ValidationError, match="adopted"):
        settle_comment(comment=row, remark="Too late.", by=cast.chair_a)
    assert MinutesComment.objects.get().is_open


def test_a_comment_that_was_withdrawn_meanwhile_is_not_settled_over_it(cast, document):
    row = say(document, cast.member_a, cast.xa)
    stale = MinutesComment.objects.get()
    withdraw_comment(comment=row, by=cast.member_a)
    with pytest.raises(ValidationError, match="already"):
        settle_comment(comment=stale, remark="Done.", by=cast.chair_a)
    assert MinutesComment.objects.get().withdrawn_at
