"""The pages of notices (2b): written, checked, decided on, sent and read, by the person each is for."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.urls import reverse

from asm_portal.areas import gather
from asm_portal.dated import today
from asm_portal.models import ContactEmail
from asm_portal.searching.results import Results
from asm_portal.visibility import Audience
from communications.models import Notice
from communications.notices import actions, signatures
from communications.notices.content import content_of
from knowledge.certificates.actions import revoke
from knowledge.models import AuthorisedSignatory, Document, DocumentKind, FraudDetail, FraudNotice
from logistics.meetings import actions as meetings
from tests.administration import sign_in
from tests.cast import invented, organisation
from tests.communications.notices import PARTICIPANTS, PROCESS, approved, draft, seen, sent, submitted, to
from tests.knowledge import upkeep
from tests.logistics.meetings import at, day_fields, propose

pytestmark = pytest.mark.django_db
State = Notice.State
NEW = "communications:notice-new"


def page(name, notice):
    return reverse(f"communications:notice-{name}", args=[notice.reference])


def typed(**changed):
    """What the form of a notice sends: two titles, two texts, to whom, until when."""
    return {
        "about": "information", "title_en": "New rooms", "text_en": "Room **two**.", "title_fr": "Autres salles",
        "text_fr": "Salle **deux**.", "audiences": ["participants"], "confirm_zone": "Africa/Luanda",
        **day_fields("confirm_on", today() + timedelta(days=5)),
    } | changed  # fmt: skip


def read(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_a_notice_is_written_checked_approved_and_sent(client, cast, work):
    sign_in(client, cast.secretary)
    response = client.post(reverse(NEW), typed())
    notice = Notice.objects.get()
    assert response["Location"] == page("check", notice)
    check = read(client, page("check", notice))
    assert "6 people" in check
    assert "represents Alder, among: Participants" in check
    assert "Send to" not in check
    client.post(page("check", notice), {"seen": seen(notice), "submit": "1"})
    work()
    assert [message.to for message in mail.outbox] == [["karim@cast.example"]]
    sign_in(client, cast.kp_chair)
    assert page("decide", notice) in read(client, reverse("desk"))
    decide = read(client, page("decide", notice))
    assert "Room <strong>two</strong>." in decide
    assert "Salle <strong>deux</strong>." in decide
    client.post(page("decide", notice), {"seen": seen(notice), "approve": "1"})
    sign_in(client, cast.secretary)
    assert "Send to 6 people now" in read(client, page("check", notice))
    client.post(page("check", notice), {"seen": seen(notice), "send": "1"})
    work()
    notice.refresh_from_db()
    assert notice.state == State.SENT
    assert len(mail.outbox) == 7
    assert f"{notice.confirm_by:%H:%M}" == "22:59"  # the end of the day in Luanda


def test_a_reader_sees_it_in_their_language_and_others_do_not_find_it(client, cast):
    notice = sent(cast, to(body=cast.xwa))
    sign_in(client, cast.member_a)
    text = read(client, page("detail", notice))
    assert "We meet in <strong>room two</strong>." in text
    assert f"Notice {today().year}/1 to: Sample Working Group A" in text
    assert "Salle <strong>deux</strong>" in read(client, page("detail", notice) + "?text=fr")
    assert notice.title in read(client, reverse("communications:notice-list"))
    sign_in(client, cast.member_b)
    assert client.get(page("detail", notice)).status_code == 404
    assert notice.title not in read(client, reverse("communications:notice-list"))


def test_a_missing_language_shows_the_other_one_and_says_so(client, cast, work):
    notice = sent(cast, texts={"fr": ("Autres salles", "Salle deux.")})
    work()
    (message,) = [message for message in mail.outbox if message.to == ["alba@cast.example"]]
    assert "This notice is available in one language only: Français." in message.body
    sign_in(client, cast.member_a)
    assert "Shown in its other language: Français" in read(client, page("detail", notice))


def test_the_recipients_of_a_notice_are_not_told_of_each_other(client, cast):
    notice = sent(cast, to(organisation=cast.xa), to(organisation=cast.xb))
    sign_in(client, cast.member_a)
    text = read(client, page("detail", notice))
    assert "Alder" in text
    assert "Birch" not in text
    assert "to selected recipients" in text


def test_joining_details_and_the_calendar_go_only_to_who_may_know_of_them(client, cast, work):
    meeting = propose(cast.chair_a, [cast.xwa], start_time=at(9), end_time=at(10), zone="Africa/Luanda")
    meetings.convene(meeting=meeting, by=cast.chair_a)
    meetings.tell_how_to_join(
        meeting=meeting, audience="body", link="", text_en="Code 4711-secret", text_fr="", by=cast.chair_a
    )
    facts = {"kind": Notice.Kind.MEETING, "meeting": meeting}
    notice = sent(cast, to(body=cast.xwa), to(organisation=cast.xb), **facts)
    mail.outbox.clear()
    work()
    by_reader = {message.to[0]: message for message in mail.outbox}
    assert "4711-secret" in by_reader["alba@cast.example"].body
    assert "BEGIN:VEVENT" in str(by_reader["alba@cast.example"].attachments)
    assert "4711-secret" not in by_reader["bruno@cast.example"].body
    assert not by_reader["bruno@cast.example"].attachments
    for user, is_told in ((cast.member_a, True), (cast.member_b, False)):
        sign_in(client, user)
        assert ("4711-secret" in read(client, page("detail", notice))) is is_told
    assert "4711-secret" not in content_of(notice)


def test_a_meeting_that_is_moved_after_the_approval_is_not_told_of_before_it_is_approved_again(cast):
    meeting = propose(cast.chair_a, [cast.xwa], start_time=at(9), end_time=at(10), zone="Africa/Luanda")
    notice = approved(cast, to(body=cast.xwa), kind=Notice.Kind.MEETING, meeting=meeting)
    meeting.start_time = at(8)
    meeting.save()
    notice = Notice.objects.get(pk=notice.pk)
    with pytest.raises(ValidationError, match="not approved"):
        actions.send_notice(notice=notice, seen=seen(notice), by=cast.secretary)


def test_an_alert_shows_the_public_summary_beside_what_is_restricted(client, cast, work):
    fraud = FraudNotice.objects.create(
        claimed_issuer=cast.xa, words_en="A false paper went round.", audience=Audience.PUBLIC, date=today(),
    )  # fmt: skip
    FraudDetail.objects.create(notice=fraud, recognised_en="The seal is upside down.", audience=Audience.PARTICIPANTS)
    facts = {"kind": Notice.Kind.ALERT, "fraud_notice": fraud}
    notice = draft(cast, PROCESS, **facts)
    sign_in(client, cast.secretary)
    assert "not published yet" in read(client, page("check", notice))
    fraud.state = FraudNotice.State.PUBLISHED
    fraud.save()
    notice = sent(cast, PROCESS, **facts)
    work()
    assert not any("upside down" in message.body for message in mail.outbox)
    for user, is_told in ((cast.member_a, True), (cast.observer, False)):
        sign_in(client, user)
        text = read(client, page("detail", notice))
        assert "A false paper went round." in text
        assert ("upside down" in text) is is_told


def test_a_document_goes_as_a_link_and_who_may_not_read_it_is_named_before_sending(client, cast, work):
    kind = DocumentKind.objects.create(
        code="sample_kind", prefix="SMP", name_en="Sample", name_fr="Exemple", default_audience="body"
    )
    paper = Document.objects.create(
        kind=kind, audience=Audience.BODY, audience_body=cast.xwa, state="final", date=today()
    )
    notice = submitted(cast, to(body=cast.xwa), to(organisation=cast.xb), documents=[paper])
    sign_in(client, cast.secretary)
    assert "not for Birch. They get the notice without this link." in " ".join(
        read(client, page("check", notice)).split()
    )
    sign_in(client, cast.kp_chair)
    assert "not for Birch" in " ".join(read(client, page("decide", notice)).split())
    actions.approve_notice(notice=notice, seen=seen(notice), by=cast.kp_chair)
    actions.send_notice(notice=notice, seen=seen(notice), by=cast.secretary)
    mail.outbox.clear()
    work()
    by_reader = {message.to[0]: message.body for message in mail.outbox}
    assert paper.reference in by_reader["alba@cast.example"]
    assert paper.reference not in by_reader["bruno@cast.example"]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"audiences": []}, "Choose to whom the notice goes."),
        ({"confirm_on_year": "2001"}, "This day is over in that time zone. Choose a later one."),
        ({"confirm_on_day": "31", "confirm_on_month": "2"}, "There is no such day."),
        ({"title_en": "Rooms\r\nBcc: all@world.example"}, "Write this on one line"),
        ({"text_en": "x" * 5_000_000}, "Ensure this value has at most"),
        ({"text_en": ""}, "Write the text that belongs to this title."),
        ({"title_en": "", "title_fr": "", "text_en": "", "text_fr": ""}, "Write the notice in one language at least."),
        ({"documents": "MIN-1999-NONE0"}, "MIN-1999-NONE0"),
        ({"organisations": ["99999999999999999999"]}, "Choose from the list."),
        ({"about": "meeting-7"}, "Select a valid choice"),
    ],
)
def test_bad_input_gets_a_sentence_and_what_was_typed_stays(client, cast, changed, sentence):
    sign_in(client, cast.secretary)
    response = client.post(reverse(NEW), typed(**changed))
    assert response.status_code == 200
    assert sentence in response.content.decode()
    if "text_fr" not in changed:
        assert "Salle **deux**." in response.content.decode()
    assert not Notice.objects.exists()
    assert mail.outbox == []


def test_a_notice_to_nobody_cannot_be_submitted(client, cast):
    notice = draft(cast, to(organisation=organisation("XF", "Fir")))
    sign_in(client, cast.secretary)
    text = read(client, page("check", notice))
    assert "would go to nobody" in text
    assert "Submit to the Chair" not in text
    response = client.post(page("check", notice), {"seen": seen(notice), "submit": "1"})
    assert "would go to nobody" in response.content.decode()
    notice.refresh_from_db()
    assert notice.state == State.DRAFT


def test_who_has_no_working_address_is_counted_and_named_before_sending(client, cast):
    ContactEmail.objects.get(person=cast.member_a.person).delete()
    sign_in(client, cast.secretary)
    text = read(client, page("check", draft(cast)))
    assert "no working address" in text
    assert "they are for the call sheet" in text


def test_organisations_that_nobody_represents_are_named_before_sending(client, cast):
    organisation("XF", "Fir")
    sign_in(client, cast.secretary)
    text = read(client, page("check", draft(cast)))
    assert "1 organisation that nobody represents" in text
    assert "Fir" in text


@pytest.mark.both_databases
def test_two_who_decide_at_once_find_out(client, cast):
    notice = submitted(cast)
    shown = seen(notice)
    actions.approve_notice(notice=notice, seen=shown, by=cast.kp_chair)
    sign_in(client, cast.kp_chair)
    answer = client.post(page("decide", notice), {"seen": shown, "return": "1", "remark": "One more word."})
    assert "the notice is now “approved”" in answer.content.decode()
    assert "One more word." in answer.content.decode()


def test_an_edit_while_the_chair_reads_is_said_on_the_page_that_shows_the_new_text(client, cast):
    notice = submitted(cast)
    shown = seen(notice)
    texts = {"en": ("The rooms are changed", "We meet in room nine.")}
    actions.write_notice(notice=notice, texts=texts, recipients=[PARTICIPANTS], documents=[], by=cast.secretary)
    actions.submit_notice(notice=notice, seen=seen(notice), by=cast.secretary)
    sign_in(client, cast.kp_chair)
    answer = client.post(page("decide", notice), {"seen": shown, "approve": "1"}).content.decode()
    assert "changed since you opened this page" in answer
    assert "room nine" in answer
    notice.refresh_from_db()
    assert notice.state == State.SUBMITTED


def test_a_returned_notice_stands_on_the_desk_with_the_remark(client, cast):
    notice = submitted(cast)
    sign_in(client, cast.kp_chair)
    empty = client.post(page("decide", notice), {"seen": seen(notice), "return": "1", "remark": ""})
    assert "Say what should be changed." in empty.content.decode()
    client.post(page("decide", notice), {"seen": seen(notice), "return": "1", "remark": "Name the room."})
    sign_in(client, cast.secretary)
    assert "Name the room." in read(client, reverse("desk"))
    assert "Name the room." in read(client, page("edit", notice))


@pytest.mark.both_databases
def test_two_who_edit_at_once_find_out(client, cast):
    notice = draft(cast)
    sign_in(client, cast.secretary)
    version = notice.version
    client.post(page("edit", notice), typed(title_en="First", seen_version=version))
    answer = client.post(page("edit", notice), typed(title_en="Second", seen_version=version)).content.decode()
    assert "Somebody else has saved this record" in answer
    assert "Second" in answer
    assert Notice.objects.get().title == "First"


def test_the_form_of_a_notice_shows_what_is_on_record(client, cast):
    notice = draft(cast, PARTICIPANTS, to(body=cast.xwa))
    sign_in(client, cast.secretary)
    response = client.get(page("edit", notice))
    initial = response.context["form"].initial
    assert initial["audiences"] == ["participants"]
    assert initial["bodies"] == [cast.xwa.pk]
    assert initial["title_fr"] == "Autres salles"


def test_a_preview_shows_what_one_recipient_will_see(client, cast):
    notice = draft(cast, to(body=cast.xwa), to(organisation=cast.xb))
    sign_in(client, cast.secretary)
    text = read(client, page("preview", notice) + "?as=organisation:XB")
    assert "Preview · Birch" in text
    assert "room two" in text


def test_a_change_of_signatures_prepares_one_draft_an_authority_and_day(client, cast):
    signatory = upkeep.published_signatory(cast)
    invented(cast.member_b)
    now = signatory.published_at
    for _again in range(2):
        signatures.due(now)
    notice = Notice.objects.get()
    assert (notice.state, notice.prepared_for) == (State.DRAFT, signatory.authority)
    assert signatory.name not in content_of(notice)
    assert "Prepared, to be checked" in [item.title.split(":")[0] for item in gather("desk", cast.secretary)]
    actions.submit_notice(notice=notice, seen=seen(notice), by=cast.secretary)
    actions.approve_notice(notice=notice, seen=seen(notice), by=cast.kp_chair)
    actions.send_notice(notice=notice, seen=seen(notice), by=cast.secretary)
    assert not AuthorisedSignatory.objects.untold().exists()
    signatures.due(now)
    assert Notice.objects.count() == 1


def test_a_revocation_after_the_notice_of_the_day_is_told_in_that_of_the_next(cast):
    signatory = upkeep.published_signatory(cast)
    invented(cast.member_b)
    now = signatory.published_at
    signatures.due(now)
    notice = Notice.objects.get()
    actions.submit_notice(notice=notice, seen=seen(notice), by=cast.secretary)
    actions.approve_notice(notice=notice, seen=seen(notice), by=cast.kp_chair)
    actions.send_notice(notice=notice, seen=seen(notice), by=cast.secretary)
    revoke(signatory=signatory, reason_en="The seal was stolen.", reason_fr="", by=cast.member_a)
    signatures.due(now)
    assert Notice.objects.count() == 1
    for _again in range(2):
        signatures.due(now + timedelta(days=1))
    assert Notice.objects.filter(prepared_for=signatory.authority).count() == 2


def test_a_notice_is_found_by_its_words_by_those_who_may_read_it(cast):
    sent(cast, to(body=cast.xwa), texts={"en": ("Heliotrope rooms", "Wide ones.")})
    draft(cast, texts={"en": ("Heliotrope draft", "Not yet.")})

    def found(user):
        return [row.record.title for row in Results(QueryDict("q=heliotrope"), user).rows]

    assert found(cast.member_a) == ["Heliotrope rooms"]
    assert found(cast.member_b) == []
    assert set(found(cast.secretary)) == {"Heliotrope rooms", "Heliotrope draft"}


def test_the_list_asks_the_same_queries_for_one_notice_and_for_many(client, cast, django_assert_max_num_queries):
    sign_in(client, cast.member_a)
    counts = []
    for number in (1, 3):
        for _one in range(number):
            sent(cast, to(body=cast.xwa), to(organisation=cast.xa))
        with django_assert_max_num_queries(60) as caught:
            read(client, reverse("communications:notice-list"))
        counts.append(len(caught))
    assert counts[0] == counts[1]


def test_the_check_asks_the_same_queries_for_one_recipient_and_for_many(client, cast, django_assert_max_num_queries):
    sign_in(client, cast.secretary)
    counts = []
    for organisations in ([cast.xa], [cast.xa, cast.xb, cast.xc, cast.xd, cast.xo]):
        notice = draft(cast, *(to(organisation=organisation) for organisation in organisations))
        with django_assert_max_num_queries(60) as caught:
            read(client, page("check", notice))
        counts.append(len(caught))
    assert counts[0] == counts[1]


@pytest.mark.both_databases
@pytest.mark.parametrize("query", ["class=\x00", "year=abcd", "class=alert&year=2026", "text=%00", "page=0"])
def test_nonsense_in_the_address_is_no_error(client, cast, query):
    sign_in(client, cast.member_a)
    assert client.get(f"{reverse('communications:notice-list')}?{query}").status_code in (200, 404)


def test_the_second_approval_finds_no_buttons_any_more(client, cast):
    notice = submitted(cast)
    shown = seen(notice)
    actions.approve_notice(notice=notice, seen=shown, by=cast.kp_chair)
    sign_in(client, cast.kp_chair)
    text = client.post(page("decide", notice), {"seen": shown, "approve": "1"}).content.decode()
    assert "the notice is now “approved”" in text
    assert 'name="approve"' not in text
