"""Notices from the Chair (2b): whom they reach and why, what exactly was approved, and that they go once."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django_tasks_db.models import DBTaskResult

from asm_portal.dated import today
from asm_portal.models import ContactEmail, Delivery, Representation
from asm_portal.visibility import Audience
from communications.models import Notice, NoticeInstruction, NoticeText
from communications.notices import actions
from communications.notices.content import content_of
from communications.notices.distribution import distribute, key_of
from communications.notices.forms import LONGEST
from communications.notices.recipients import resolve
from knowledge.models import TextApproval
from knowledge.text_approvals import approve_text, digest
from tests.cast import again, invented, organisation, person, represent
from tests.communications import chaired
from tests.communications.notices import (
    NOTHING,
    PARTICIPANTS,
    PROCESS,
    TEXTS,
    approved,
    draft,
    seen,
    sent,
    submitted,
    to,
)

pytestmark = pytest.mark.django_db
State = Notice.State


def names(notice):
    return [(row.person.given_name, row.organisation.code) for row in resolve(notice, today())]


def test_a_notice_to_participants_reaches_who_represents_each_of_them(cast):
    notice = draft(cast, PARTICIPANTS)
    assert names(notice) == [
        ("Alba", "XA"), ("Berta", "XB"), ("Bruno", "XB"), ("Celia", "XC"), ("Dora", "XD"), ("Karim", "XE"),
    ]  # fmt: skip
    assert {row.why for row in resolve(notice, today()) if row.organisation == cast.xa} == {
        "represents Alder, among: Participants"
    }


def test_observers_are_reached_where_the_notice_is_for_the_whole_process(cast):
    assert ("Olga", "XO") in names(draft(cast, PROCESS))
    assert ("Olga", "XO") not in names(draft(cast, PARTICIPANTS))


def test_a_body_is_reached_through_those_who_count_in_it_and_an_office_through_who_fills_it(cast):
    body = draft(cast, to(body=cast.xwb))
    assert names(body) == [("Berta", "XB"), ("Bruno", "XB"), ("Dino", "XD"), ("Dora", "XD")]
    office = draft(cast, to(office=cast.chair_office))
    assert names(office) == [("Karim", "XE")]
    assert resolve(office, today())[0].why == "holds the office: Sample Chair, for Elm"


def test_who_is_reached_in_two_ways_is_listed_once_with_both_reasons(cast):
    notice = draft(cast, PARTICIPANTS, to(organisation=cast.xa))
    (alba,) = [row for row in resolve(notice, today()) if row.organisation == cast.xa]
    assert alba.why == "represents Alder, among: Participants; represents Alder"


def test_certificate_officers_and_those_who_left_get_no_notice(cast):
    found = {name for name, _code in names(draft(cast, PROCESS, to(body=cast.xwa)))}
    assert not found & {"Ofelia", "Edgar", "Gina", "Adam", "Selma"}


def test_a_notice_is_resolved_with_the_same_queries_for_one_person_and_for_many(cast, django_assert_num_queries):
    notice = draft(cast, PROCESS, to(body=cast.xwa), to(office=cast.chair_office), to(organisation=cast.xb))
    for number in range(5):
        represent(person(f"More{number}"), cast.xa)
    with django_assert_num_queries(9):
        found = resolve(notice, today())
        assert all(row.person.primary_email for row in found)
        assert all(row.why for row in found)


def test_a_notice_goes_once_to_each_person_in_their_language(cast, work):
    notice = sent(cast, PARTICIPANTS, to(body=cast.xwb))
    work()
    notice.refresh_from_db()
    assert notice.state == State.SENT
    mails = {message.to[0]: message for message in mail.outbox if message.subject.startswith(("Notice", "Avis"))}
    notices = [
        message for message in mail.outbox if "notice" in message.body.lower() or "salle" in message.body.lower()
    ]
    assert Delivery.objects.filter(key=key_of(notice)).count() == 7
    assert all(len(message.to) == 1 and not message.bcc and not message.cc for message in notices)
    assert "room two" in mails["alba@cast.example"].body
    french = next(message for message in mail.outbox if message.to == ["bruno@cast.example"])
    assert "Salle" in french.body
    assert "room two" not in french.body
    assert mails["alba@cast.example"].from_email.startswith('"KP Chair, through the ')


def test_the_task_can_be_run_again_and_writes_to_nobody_twice(cast, work):
    notice = sent(cast)
    distribute.call(notice.pk)
    Notice.objects.filter(pk=notice.pk).first()
    work()
    before = len(mail.outbox)
    fresh = Notice.objects.get(pk=notice.pk)
    fresh.state = State.SENDING
    fresh.save()
    distribute.call(notice.pk)
    work()
    assert len(mail.outbox) == before
    assert notice.addressees.count() == 6


def test_who_is_no_longer_addressed_when_the_mail_leaves_gets_none(cast, work):
    notice = sent(cast)
    distribute.call(notice.pk)
    held = Representation.objects.get(person=cast.member_a.person)
    held.valid_until = today()
    held.save()
    work()
    delivery = Delivery.objects.get(key=key_of(notice), person=cast.member_a.person)
    assert delivery.state == Delivery.State.DROPPED
    assert ["alba@cast.example"] not in [message.to for message in mail.outbox]


def test_a_person_without_a_working_address_is_on_record_and_fails_visibly(cast, work):
    ContactEmail.objects.get(person=cast.member_a.person).delete()
    notice = sent(cast)
    work()
    assert notice.addressees.filter(person=cast.member_a.person).exists()
    assert Delivery.objects.get(key=key_of(notice), person=cast.member_a.person).state == Delivery.State.FAILED


def test_numbers_run_per_audience_and_year_without_gaps(cast):
    returned = submitted(cast)
    actions.return_notice(notice=returned, seen=seen(returned), remark="Not now.", by=cast.kp_chair)
    found = [sent(cast), sent(cast, to(body=cast.xwa)), sent(cast), sent(cast, PARTICIPANTS, PROCESS), sent(cast)]
    assert [(row.series, row.number) for row in found] == [
        ("participants", 1), ("body:XWA", 1), ("participants", 2), ("selected", 1), ("participants", 3),
    ]  # fmt: skip
    assert found[0].label == f"Notice {today().year}/1 to: Participants"


def test_a_number_that_somebody_took_meanwhile_is_not_given_twice(cast, monkeypatch):
    first, second = approved(cast), approved(cast)
    actions.send_notice(notice=first, seen=seen(first), by=cast.secretary)
    first.refresh_from_db()
    for name in ("state", "series", "year", "number", "sent_at"):
        setattr(second, name, getattr(first, name))
    with pytest.raises(IntegrityError, match=r"series|a_number_is_given_to_one_notice"), transaction.atomic():
        second.save()
    second.refresh_from_db()
    assert actions.send_notice(notice=second, seen=seen(second), by=cast.secretary).number == 2


def test_what_was_not_approved_is_not_sent(cast):
    notice = draft(cast)
    with pytest.raises(ValidationError, match="not approved"):
        actions.send_notice(notice=notice, seen=seen(notice), by=cast.secretary)
    notice.state = State.APPROVED
    with pytest.raises(IntegrityError), transaction.atomic():
        notice.save()


def test_a_notice_does_not_go_out_by_the_approval_of_another(cast):
    other, notice = approved(cast), submitted(cast)
    for approval in (
        other.approval,
        approve_text(record=cast.xa, content="A reply", by=cast.kp_chair, seen=digest("A reply")),
    ):
        notice.state, notice.approval = State.APPROVED, approval
        with pytest.raises(IntegrityError, match="a_notice_bears_its_own_approval"), transaction.atomic():
            notice.save()


def test_only_the_chairs_office_approves(cast):
    notice = submitted(cast)
    for user in (cast.secretary, cast.chair_a, cast.administrator):
        with pytest.raises(PermissionDenied):
            actions.approve_notice(notice=notice, seen=seen(notice), by=user)
    assert TextApproval.objects.count() == 0


@pytest.mark.parametrize(
    "change",
    [
        {"texts": TEXTS | {"en": ("The rooms are changed", "We meet in room three.")}},
        {"recipients": [PROCESS]},
    ],
)
def test_an_edit_after_the_approval_voids_it(cast, change):
    notice = approved(cast)
    given = {"texts": TEXTS, "recipients": [PARTICIPANTS], "documents": []} | change
    actions.write_notice(notice=notice, by=cast.secretary, **given)
    notice.refresh_from_db()
    assert (notice.state, notice.approval) == (State.DRAFT, None)
    with pytest.raises(ValidationError):
        actions.send_notice(notice=notice, seen=seen(notice), by=cast.secretary)


def test_an_edit_while_the_chair_reads_is_said_and_nothing_is_approved(cast):
    notice = submitted(cast)
    shown = seen(notice)
    NoticeText.objects.get(notice=notice, language="en").delete()
    with pytest.raises(ValidationError, match="changed since you opened"):
        actions.approve_notice(notice=notice, seen=shown, by=cast.kp_chair)


def test_nothing_is_submitted_returned_or_sent_that_the_page_did_not_show(cast):
    given = {"seen": "of an earlier text", "by": cast.secretary}
    with pytest.raises(ValidationError, match="changed since you opened"):
        actions.submit_notice(notice=draft(cast), **given)
    with pytest.raises(ValidationError, match="changed since you opened"):
        actions.send_notice(notice=approved(cast), **given)
    with pytest.raises(ValidationError, match="changed since you opened"):
        actions.return_notice(notice=submitted(cast), remark="No.", **given | {"by": cast.kp_chair})
    assert set(Notice.objects.values_list("state", flat=True)) == {State.DRAFT, State.SUBMITTED, State.APPROVED}


def test_two_approvals_and_two_sends_at_once_count_once(cast):
    notice = submitted(cast)
    shown = seen(notice)
    actions.approve_notice(notice=notice, seen=shown, by=cast.kp_chair)
    with pytest.raises(ValidationError, match="“approved”"):
        actions.approve_notice(notice=notice, seen=shown, by=cast.kp_chair)
    actions.send_notice(notice=notice, seen=shown, by=cast.secretary)
    with pytest.raises(ValidationError, match="“being sent”"):
        actions.send_notice(notice=notice, seen=shown, by=cast.secretary)
    assert DBTaskResult.objects.filter(task_path=distribute.module_path).count() == 1
    assert TextApproval.objects.count() == 1


def test_what_has_gone_out_is_not_changed_any_more(cast):
    notice = sent(cast)
    given = {"texts": TEXTS, "recipients": [PROCESS], "documents": []}
    with pytest.raises(ValidationError, match="“being sent”"):
        actions.write_notice(notice=notice, by=cast.secretary, **given)
    for row in (*notice.texts.all(), *notice.recipients.all()):
        with pytest.raises(ValidationError, match="has gone out"):
            row.save()
        with pytest.raises(ValidationError, match="has gone out"):
            row.delete()


def test_a_notice_to_nobody_or_with_a_deadline_in_the_past_is_refused(cast):
    nobody = draft(cast, to(organisation=organisation("XF", "Fir")))
    with pytest.raises(ValidationError, match="to nobody"):
        actions.submit_notice(notice=nobody, seen=seen(nobody), by=cast.secretary)
    late = draft(cast, days=-1)
    with pytest.raises(ValidationError, match="deadline to confirm has passed"):
        actions.submit_notice(notice=late, seen=seen(late), by=cast.secretary)


def test_a_report_that_is_due_may_go_under_a_standing_instruction_and_nothing_else(cast):
    chaired("XF", "Fir", today())
    invented(cast.member_b)
    NoticeInstruction.objects.create(kind="report_due", words="Remind them each spring.", valid_from=today())
    notice = draft(cast, kind=Notice.Kind.REPORT_DUE)
    actions.send_notice(notice=notice, seen=seen(notice), by=cast.secretary)
    approval = Notice.objects.get(pk=notice.pk).approval
    assert (approval.capacity, approval.remark) == ("standing", "Remind them each spring.")
    for other in (draft(cast), draft(cast, kind=Notice.Kind.REPORT_DUE, is_demonstration=True)):
        with pytest.raises(ValidationError, match="not approved"):
            actions.send_notice(notice=other, seen=seen(other), by=cast.secretary)


def test_a_remark_of_the_chairs_office_is_not_read_by_those_to_whom_the_notice_goes(cast):
    chaired("XF", "Fir", today())
    NoticeInstruction.objects.create(kind="report_due", words="Remind them each spring.", valid_from=today())
    notice = submitted(cast, kind=Notice.Kind.REPORT_DUE)
    actions.return_notice(notice=notice, seen=seen(notice), remark="Between us: milder.", by=cast.kp_chair)
    actions.send_notice(notice=notice, seen=seen(notice), by=cast.secretary)
    assert Notice.objects.get(pk=notice.pk).remark == ""


def test_the_longest_notice_reaches_people_whole(cast, work):
    words = ("décision " * LONGEST)[: LONGEST - 4] + " fin"
    distribute.call(sent(cast, texts={"fr": ("Longue", words)}).pk)
    work()
    body = mail.outbox[-1].body
    assert [words in body, "/notices/acknowledge/" in body] == [True, True]


def test_what_is_approved_names_everything_that_goes_out(cast):
    text = content_of(draft(cast, to(organisation=cast.xa), to(body=cast.xwa)))
    for word in ("organisation:XA", "body:XWA", "room two", "Autres salles", "information", "UTC"):
        assert word in text


READERS = ["guest", "member_a", "member_b", "observer", "both", "narrow", "chair_a", "officer", "kp_chair", "secretary"]


@pytest.mark.parametrize(
    ("recipient", "readers"),
    [
        (PARTICIPANTS, {"member_a", "member_b", "both", "narrow", "chair_a"}),
        (NOTHING | {"audience": Audience.PROCESS}, {"member_a", "member_b", "observer", "both", "narrow", "chair_a"}),
    ],
)
def test_a_sent_notice_is_for_those_whom_it_addresses(cast, recipient, readers):
    notice = sent(cast, recipient)
    found = {name for name in READERS if Notice.objects.visible_to(again(cast.users[name])).filter(pk=notice.pk)}
    assert found == readers | {"kp_chair", "secretary"}


def test_a_draft_is_the_secretariats_and_the_chair_knows_of_it_once_it_is_submitted(cast):
    notice = draft(cast)
    known = {name for name in READERS if Notice.objects.visible_to(cast.users[name]).filter(pk=notice.pk)}
    assert known == {"secretary"}
    actions.submit_notice(notice=notice, seen=seen(notice), by=cast.secretary)
    known = {name for name in READERS if Notice.objects.visible_to(cast.users[name]).filter(pk=notice.pk)}
    assert known == {"secretary", "kp_chair"}


def test_an_ex_member_keeps_no_notice_of_the_organisation_they_left(cast, work):
    notice = sent(cast, to(body=cast.xwa))
    work()
    held = Representation.objects.get(person=cast.member_a.person)
    held.valid_until = today()
    held.save()
    assert not Notice.objects.visible_to(again(cast.member_a)).filter(pk=notice.pk).exists()


def test_a_real_notice_leaves_invented_people_out_and_they_approve_none(cast):
    notice = submitted(cast)
    assert ("Alba", "XA") in names(notice)
    invented(cast.member_a)
    assert ("Alba", "XA") not in names(notice)
    with pytest.raises(ValidationError, match="somebody of the demonstration"):
        actions.approve_notice(notice=notice, seen=seen(notice), by=invented(cast.kp_chair))


def test_who_has_a_closed_account_is_not_counted(cast):
    notice = draft(cast)
    cast.member_a.is_active = False
    cast.member_a.save()
    assert ("Alba", "XA") not in names(notice)
    assert ("Bruno", "XB") in names(notice)


def test_a_standing_instruction_ends_with_the_term_of_the_chair_who_gave_it(cast):
    chaired("XF", "Fir", today() - timedelta(days=400), today())
    NoticeInstruction.objects.create(kind="report_due", words="Remind them.", valid_from=today() - timedelta(days=300))
    notice = draft(cast, kind=Notice.Kind.REPORT_DUE)
    assert actions.instruction_for(notice) is None
    chaired("XG", "Ginkgo", today())
    assert actions.instruction_for(notice) is None
    NoticeInstruction.objects.create(kind="report_due", words="I too.", valid_from=today())
    assert actions.instruction_for(notice).words == "I too."
