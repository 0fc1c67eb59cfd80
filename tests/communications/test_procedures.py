"""Written procedures: who is asked, what counts, what stops them, and what the Chair declares."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from asm_portal.dated import today
from asm_portal.models import Body, Membership, ParticipationStatus
from asm_portal.visibility import Audience
from communications.models import Position, WrittenProcedure
from communications.procedures import actions
from communications.procedures.deciding import record_decision
from communications.procedures.rights import chair_seat
from communications.procedures.tally import needed_of, tallies, tally_of
from knowledge.actions import release_revision
from knowledge.approvals import digest
from knowledge.models import DocumentLink
from tests.cast import again, join, organisation
from tests.communications.procedures import (
    declared,
    drafted,
    everybody_supports,
    fresh,
    move,
    open_page,
    page,
    put,
    revise,
    running,
    say,
    text_of,
)
from tests.knowledge.papers import make_kind

State, Kind, Rule = WrittenProcedure.State, Position.Kind, WrittenProcedure.Rule


def names(tally):
    return [line.organisation.code for line in tally.lines]


# Who decides


def test_participants_that_are_full_members_decide_and_nobody_else(cast):
    join(cast.xwa, cast.xb, Membership.Grade.PROVISIONAL)
    industry = organisation("XI", "Ivy", status=ParticipationStatus.Status.OBSERVER)
    join(cast.xwa, industry)
    assert names(tally_of(fresh(running(cast)))) == ["XA", "XC", "XD"]


def test_who_joins_after_the_opening_or_leaves_before_the_end_does_not_count(cast):
    procedure = move(running(cast), days=3)
    join(cast.xwa, cast.xb, valid_from=today() - timedelta(days=1))
    left = cast.xwa.memberships.get(organisation=cast.xd)
    left.valid_until = today()
    left.save()
    assert names(tally_of(procedure)) == ["XA", "XC"]


def test_a_suspended_participant_keeps_its_position_and_the_tally_says_so(cast):
    status = cast.xd.statuses.get()
    status.status = ParticipationStatus.Status.SUSPENDED
    status.save()
    lines = {line.organisation.code: line.status for line in tally_of(fresh(running(cast))).lines}
    assert lines == {"XA": "", "XC": "", "XD": "suspended"}


def test_all_participants_decide_on_a_question_to_the_plenary(cast):
    plenary = Body.objects.create(
        code="XPL", kind=Body.Kind.PLENARY, name_en="Sample Plenary", name_fr="Plénière fictive", is_demonstration=True
    )
    procedure = running(cast, body=plenary, document=text_of(cast, audience=Audience.PROCESS, issuing_body=plenary))
    assert procedure.audience == Audience.PROCESS
    assert names(tally_of(fresh(procedure))) == ["XA", "XB", "XC", "XD", "XE"]
    assert chair_seat(procedure, again(cast.kp_chair)) == cast.chair_office
    assert chair_seat(procedure, again(cast.chair_a)) is None
    with pytest.raises(ValidationError, match="Only Participants"):
        say(procedure, cast.xo, Kind.SUPPORT, cast.observer)
    assert say(procedure, cast.xo, Kind.COMMENT, cast.observer, "We would welcome it.")


def test_a_comment_is_no_position_and_leaves_the_position_as_it_is(cast):
    procedure = running(cast)
    say(procedure, cast.xa, Kind.SUPPORT, cast.member_a)
    say(procedure, cast.xa, Kind.COMMENT, cast.member_a, "With thanks.")
    say(procedure, cast.xo, Kind.COMMENT, cast.observer, "Villages ask for it.")
    tally = tally_of(fresh(procedure))
    assert (tally.supports, tally.answered) == (1, 1)
    with pytest.raises(ValidationError, match="Only Participants"):
        say(procedure, cast.xo, Kind.SUPPORT, cast.observer)


# What counts


def test_the_last_position_counts_and_the_history_keeps_all(cast):
    procedure = running(cast)
    say(procedure, cast.xa, Kind.NO_OBJECTION, cast.member_a)
    say(procedure, cast.xa, Kind.SUPPORT, cast.member_a)
    tally = tally_of(fresh(procedure))
    assert (tally.supports, tally.no_objections) == (1, 0)
    assert procedure.positions.count() == 2


@pytest.mark.parametrize(
    ("rule", "percent", "count", "needed"),
    [
        (Rule.SUPPORT, 50, 3, 2),
        (Rule.SUPPORT, 50, 54, 27),
        (Rule.SUPPORT, 1, 3, 1),
        (Rule.SUPPORT, 100, 3, 3),
        (Rule.SILENCE, 50, 3, 0),
    ],
)
def test_how_many_supports_are_needed_follows_the_rule(rule, percent, count, needed):
    assert needed_of(WrittenProcedure(rule=rule, support_percent=percent), count) == needed


def test_enough_supports_and_no_objection_meet_the_rule_and_silence_alone_only_where_it_is_consent(cast):
    procedure = running(cast)
    assert not tally_of(fresh(procedure)).is_met
    say(procedure, cast.xa, Kind.SUPPORT, cast.member_a)
    say(procedure, cast.xd, Kind.NO_OBJECTION, cast.both)
    assert not tally_of(fresh(procedure)).is_met
    say(procedure, cast.xd, Kind.SUPPORT, cast.both)
    assert tally_of(fresh(procedure)).is_met
    assert tally_of(fresh(running(cast, rule=Rule.SILENCE))).is_met


# Time


def test_a_position_at_the_very_instant_of_closing_is_late(cast):
    procedure = fresh(running(cast))
    end = procedure.ends_at
    assert procedure.state_at(end - timedelta(microseconds=1)) == State.RUNNING
    assert procedure.state_at(end) == State.CLOSED


def test_a_late_position_is_refused_with_the_time_and_keeps_what_was_written(cast):
    procedure = move(running(cast), days=11)
    with pytest.raises(ValidationError, match=r"ended on .* UTC.*what you wrote is still here"):
        say(procedure, cast.xa, Kind.SUPPORT, cast.member_a)
    assert not procedure.positions.exists()


def test_an_announced_procedure_takes_positions_from_its_opening_on(cast):
    later = timezone.now() + timedelta(days=2)
    procedure = running(cast, opens_at=later)
    assert fresh(procedure).state == State.ANNOUNCED
    with pytest.raises(ValidationError, match="opens on"):
        say(procedure, cast.xa, Kind.SUPPORT, cast.member_a)
    assert move(procedure, days=3).state == State.RUNNING


def test_the_time_is_extended_never_shortened_and_not_once_it_is_over(cast):
    procedure = running(cast)
    end = procedure.closes_at

    def extend(closes_at):
        return actions.extend(procedure=procedure, closes_at=closes_at, reason="Holidays", by=cast.chair_a)

    with pytest.raises(ValidationError, match="never shortened"):
        extend(end)
    extend(end + timedelta(days=5))
    assert fresh(procedure).ends_at == end + timedelta(days=5)
    with pytest.raises(ValidationError, match="never shortened"):
        extend(end + timedelta(days=4))
    move(procedure, days=16)
    with pytest.raises(ValidationError, match="is over"):
        extend(timezone.now() + timedelta(days=5))


def test_a_deadline_in_the_past_or_before_the_opening_is_refused(cast):
    with pytest.raises(ValidationError, match="in the past"):
        drafted(cast, days=-1)
    with pytest.raises(ValidationError, match="close before it opens"):
        drafted(cast, opens_at=timezone.now() + timedelta(days=11))


def test_a_draft_whose_opening_has_passed_opens_when_it_is_put_to_the_members(cast):
    procedure = drafted(cast, opens_at=timezone.now() - timedelta(days=1))
    opened = put(procedure, cast)
    assert opened.opens_at == opened.put_at
    with pytest.raises(ValidationError, match="already"):
        put(procedure, cast)
    with pytest.raises(ValidationError, match="not changed any more"):
        actions.prepare(procedure=procedure, by=cast.secretary)


# Text


def test_the_members_must_be_able_to_read_the_text(cast):
    with pytest.raises(ValidationError, match="widen its audience to members of Sample Working Group A"):
        drafted(cast, document=text_of(cast, audience=Audience.CHAIR))
    of_all = text_of(cast, audience=Audience.PARTICIPANTS)
    with pytest.raises(ValidationError, match="widen its audience"):
        drafted(cast, document=of_all)


def test_a_body_without_full_members_is_asked_nothing(cast):
    cast.xwb.memberships.get(organisation=cast.xb).delete()
    procedure = drafted(cast, body=cast.xwb, document=text_of(cast, audience=Audience.PROCESS))
    with pytest.raises(ValidationError, match="no full members"):
        put(procedure, cast)


def test_what_is_put_to_the_members_is_what_the_page_showed(cast):
    procedure = drafted(cast)
    with pytest.raises(ValidationError, match="changed the draft"):
        actions.put(procedure=procedure, by=cast.secretary, seen=procedure.version - 1)
    release_revision(revision=revise(procedure.document, cast, "# Seals\n\nA seal is of tin."), by=cast.secretary)
    with pytest.raises(ValidationError, match="newer text"):
        put(procedure, cast)


def test_the_text_stays_the_one_that_was_put_to_the_members(cast, client):
    procedure = running(cast)
    newer = revise(procedure.document, cast, "# Seals\n\nA seal is of tin.")
    from_page = open_page(client, cast.member_a, page(procedure)).content.decode()
    assert "A seal is of lead" in from_page
    assert "newer revision" not in from_page
    release_revision(revision=newer, by=cast.secretary)
    from_page = open_page(client, cast.member_a, page(procedure)).content.decode()
    assert "There is a newer revision (2)" in from_page
    assert "A seal is of lead" in from_page
    assert "A seal is of tin" not in from_page


# Objections


def test_an_objection_stops_it_and_nothing_more_counts(cast):
    procedure = running(cast)
    say(procedure, cast.xa, Kind.OBJECTION, cast.member_a, "Lead is a poison.")
    assert fresh(procedure).state == State.STOPPED
    with pytest.raises(ValidationError, match="Alder"):
        say(procedure, cast.xd, Kind.SUPPORT, cast.both)


def test_an_objection_without_a_reason_is_none(cast):
    procedure = running(cast)
    with pytest.raises(ValidationError, match="reason of the objection"):
        say(procedure, cast.xa, Kind.OBJECTION, cast.member_a)
    assert fresh(procedure).state == State.RUNNING


def test_a_taken_back_objection_lets_it_run_to_its_own_deadline(cast):
    procedure = running(cast)
    say(procedure, cast.xa, Kind.OBJECTION, cast.member_a, "Lead is a poison.")
    with pytest.raises(ValidationError, match="No objection of this organisation"):
        actions.take_back(procedure=procedure, organisation=cast.xd, by=cast.both)
    actions.take_back(procedure=procedure, organisation=cast.xa, by=cast.member_a)
    again_running = fresh(procedure)
    assert again_running.state == State.RUNNING
    assert again_running.ends_at == procedure.closes_at
    assert tally_of(again_running).missing == [cast.xa, cast.xc, cast.xd]


def test_an_objection_that_stood_at_the_deadline_stands(cast):
    procedure = running(cast)
    say(procedure, cast.xa, Kind.OBJECTION, cast.member_a, "Lead is a poison.")
    move(procedure, days=11)
    with pytest.raises(ValidationError, match="deadline has passed"):
        actions.take_back(procedure=procedure, organisation=cast.xa, by=cast.member_a)


# The end


def test_the_chair_declares_once_the_time_is_over_and_once_only(cast):
    procedure = running(cast)
    everybody_supports(procedure, cast)
    with pytest.raises(ValidationError, match="once the time is over"):
        declared(procedure, cast)
    move(procedure, days=11)
    row = declared(procedure, cast)
    assert fresh(procedure).state == State.ADOPTED
    assert (row.supports, row.objections, row.missing, row.needed) == (3, 0, 0, 2)
    assert row.sha256 == digest(procedure.revision)
    with pytest.raises(ValidationError, match="has ended: adopted"):
        declared(procedure, cast)


def test_the_tally_of_a_declaration_stays_whatever_the_register_says_later(cast):
    procedure = running(cast)
    everybody_supports(procedure, cast)
    move(procedure, days=11)
    declared(procedure, cast)
    cast.xwa.memberships.get(organisation=cast.xd).delete()
    assert names(tally_of(fresh(procedure))) == ["XA", "XC", "XD"]
    with pytest.raises(ValidationError):
        fresh(procedure).declaration.save()


def test_nothing_is_adopted_before_its_time_where_the_one_that_objected_has_left_the_body(cast):
    procedure = running(cast)
    everybody_supports(procedure, cast)
    say(procedure, cast.xc, Kind.OBJECTION, cast.secretary, text="Not so.")
    Membership.objects.get(body=cast.xwa, organisation=cast.xc).delete()
    with pytest.raises(ValidationError, match="once the time is over"):
        declared(procedure, cast)


def test_nothing_is_adopted_against_the_rule(cast):
    procedure = running(cast)
    say(procedure, cast.xa, Kind.OBJECTION, cast.member_a, "Lead is a poison.")
    with pytest.raises(ValidationError, match="objections: 1"):
        declared(procedure, cast)
    assert declared(procedure, cast, "not_adopted").objections == 1


def test_another_outcome_than_the_rule_gives_needs_a_word(cast):
    procedure = running(cast)
    everybody_supports(procedure, cast)
    move(procedure, days=11)
    with pytest.raises(ValidationError, match="Say why"):
        declared(procedure, cast, "not_adopted")
    assert declared(procedure, cast, "withdrawn", "Overtaken by the Plenary.").outcome == "withdrawn"


def test_a_withdrawn_procedure_says_why_and_takes_nothing_more(cast):
    procedure = running(cast)
    actions.withdraw(procedure=procedure, reason="A better text is coming.", by=cast.chair_a)
    assert fresh(procedure).state == State.WITHDRAWN
    with pytest.raises(ValidationError, match="withdrawn"):
        say(procedure, cast.xa, Kind.SUPPORT, cast.member_a)
    with pytest.raises(ValidationError, match="has ended"):
        actions.withdraw(procedure=procedure, reason="Twice", by=cast.chair_a)


def test_the_decision_holds_the_text_that_was_adopted_for_those_who_could_read_it(cast):
    procedure = running(cast)
    earlier = text_of(cast)
    given = {
        "procedure": procedure, "kind": make_kind("administrative_decision", "process", "DEC"), "instrument": "resolution",
        "titles": {"en": "Rules on seals", "fr": "Règles sur les scellés"}, "adopted_on": today(), "by": cast.secretary,
        "in_force_from": today(), "link": DocumentLink.Kind.AMENDS, "earlier": earlier,
    }  # fmt: skip
    everybody_supports(procedure, cast)
    with pytest.raises(ValidationError, match="declared adopted"):
        record_decision(**given)
    move(procedure, days=11)
    declared(procedure, cast)
    decision = record_decision(**given)
    assert (decision.state, decision.audience, decision.audience_body) == ("final", Audience.BODY, cast.xwa)
    assert decision.decision.adopted_by == "written_procedure"
    assert digest(decision.revisions.get()) == fresh(procedure).sha256
    assert decision.links.get().earlier == earlier
    assert fresh(procedure).decision == decision
    with pytest.raises(ValidationError, match="already"):
        record_decision(**given)


# How often the database is asked


def count_queries(run):
    with CaptureQueriesContext(connection) as caught:
        run()
    return len(caught)


@pytest.mark.both_databases
def test_the_list_and_the_tallies_ask_as_often_for_many_procedures_as_for_few(cast, client):
    document = text_of(cast)

    def one_more():
        procedure = running(cast, document=document)
        everybody_supports(procedure, cast)
        move(procedure, days=11)
        declared(procedure, cast)
        say(running(cast, document=document), cast.xa, Kind.SUPPORT, cast.member_a)

    def ask():
        rows = WrittenProcedure.objects.for_display()
        return [tally.answered for tally in tallies(rows).values()]

    client.force_login(again(cast.member_a))
    url = reverse("communications:procedure-list")
    one_more()
    client.get(url)
    few, few_pages = count_queries(ask), count_queries(lambda: client.get(url))
    for _number in range(4):
        one_more()
    assert count_queries(ask) == few
    assert count_queries(lambda: client.get(url)) == few_pages


def test_a_letter_that_came_in_time_counts_also_where_it_is_noted_after_the_end(cast):
    procedure = running(cast)
    say(procedure, cast.xa, Kind.SUPPORT, cast.member_a)
    procedure = move(procedure, days=11)
    in_time = {"channel": Position.Channel.LETTER, "received_at": procedure.ends_at - timedelta(hours=1)}
    say(procedure, cast.xd, Kind.SUPPORT, cast.secretary, **in_time)
    assert tally_of(fresh(procedure)).supports == 2
    late = in_time | {"received_at": procedure.ends_at}
    with pytest.raises(ValidationError, match="The time for positions ended"):
        say(procedure, cast.xc, Kind.SUPPORT, cast.secretary, **late)
    for moment, said in (
        (procedure.opens_at - timedelta(hours=1), "opens on"),
        (timezone.now() + timedelta(hours=1), "lies ahead"),
    ):
        with pytest.raises(ValidationError, match=said):
            say(procedure, cast.xc, Kind.SUPPORT, cast.secretary, **in_time | {"received_at": moment})
    say(procedure, cast.xc, Kind.OBJECTION, cast.secretary, "By letter.", **in_time)
    assert fresh(procedure).state == State.STOPPED
    declared(procedure, cast, "not_adopted")
    with pytest.raises(ValidationError):
        say(procedure, cast.xc, Kind.SUPPORT, cast.secretary, **in_time)


def test_an_earlier_letter_does_not_push_out_a_later_word(cast):
    procedure = move(running(cast), days=2)
    say(procedure, cast.xa, Kind.SUPPORT, cast.member_a)
    letter = {"channel": Position.Channel.LETTER, "received_at": timezone.now() - timedelta(days=1)}
    say(procedure, cast.xa, Kind.NO_OBJECTION, cast.secretary, **letter)
    assert fresh(procedure).standing[cast.xa.pk].kind == Kind.SUPPORT
