"""Suspect certificates: reported, examined, decided; the claimed issuer learns of one when those who decide say so."""

import re

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from asm_portal.models import Delivery
from asm_portal.visibility import standing_of
from knowledge.certificates import drawings, notices, suspects
from knowledge.models import CertificateCheck, FalseNumber, FraudNotice, ImageView, SuspectReport
from tests.cast import again
from tests.knowledge.certificates import address
from tests.knowledge.papers import on_desk
from tests.planted import GOVERNMENTS, STAFF

DECIDERS = {"chair_a", "kp_chair"} | STAFF
NEW = "knowledge:suspect-new"


def reported(cast, **more):
    facts = {"claimed_issuer": cast.xa, "certificate_number": "XA 9", "seen": "No watermark.", **more}
    return suspects.report(by=cast.member_b, **facts)


def photo(name="photo.png"):
    return SimpleUploadedFile(name, drawings.certificate("Sample", "1").read(), "image/png")


def who_finds(client, cast, page):
    found = set()
    for name, user in cast.users.items():
        client.force_login(again(user))
        if client.get(page).status_code == 200:
            found.add(name)
    return found


def do(client, case, verb, **data):
    return client.post(reverse(f"knowledge:suspect-{verb}", args=[case.reference]), data)


def send(client, **data):
    given = {"participant": "XA", "seen": "No watermark.", **data}
    return client.post(reverse(NEW), given, follow=True)


def test_a_report_opens_a_case_with_a_reference(client, cast):
    client.force_login(again(cast.member_b))
    response = send(
        client, issued_on_day="1", issued_on_month="3", issued_on_year="2026", number="XA 9", photos=[photo(), photo()]
    )
    case = SuspectReport.objects.get()
    assert re.fullmatch(r"SUS-\d{4}-[0-9A-Z]{5}", case.reference)
    assert response.redirect_chain[-1][0] == case.get_absolute_url()
    assert case.reference in response.content.decode()
    assert (case.reporter, case.claimed_issuer, str(case.issued_on), case.state) == (
        cast.member_b, cast.xa, "2026-03-01", "received",
    )  # fmt: skip
    assert case.photos.count() == 2


def test_what_was_checked_is_filled_in_and_kept_with_the_case(client, cast):
    client.force_login(again(cast.officer))
    client.get(address(number="XA 014872"))
    check = CertificateCheck.objects.get()
    page = f"{reverse(NEW)}?check={check.number}"
    form = client.get(page).context["form"]
    assert form.initial["participant"] == "XA"
    client.post(page, {"participant": "XA", "number": "XA 014872", "seen": "Odd."})
    assert SuspectReport.objects.get().asked_in == check
    client.force_login(again(cast.member_b))
    assert "participant" not in client.get(page).context["form"].initial


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        ({"participant": ""}, "participant", "Choose whose name"),
        ({"participant": "other"}, "other_issuer", "Write the name"),
        ({"seen": ""}, "seen", "what you saw"),
        ({"issued_on_day": "31", "issued_on_month": "2", "issued_on_year": "2026"}, "issued_on", "no such day"),
        (
            {"issued_on_day": "1", "issued_on_month": "2", "issued_on_year": "1999"},
            "issued_on",
            "before 1 January 2003",
        ),
        ({"photos": [SimpleUploadedFile("a.png", b"no picture")]}, "photos", "."),
        ({"photos": [photo() for _number in range(4)]}, "photos", "at most 3"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_nothing_is_half_saved(client, cast, given, field, sentence):
    client.force_login(again(cast.member_b))
    response = send(client, **given)
    assert sentence in " ".join(response.context["form"].errors[field])
    assert not SuspectReport.objects.exists()
    assert not Delivery.objects.exists()


def test_a_name_that_is_not_in_the_list_can_be_reported(client, cast):
    client.force_login(again(cast.member_b))
    send(client, participant="other", other_issuer="Atlantis")
    case = SuspectReport.objects.get()
    assert (case.claimed_issuer, case.issuer_name) == (None, "Atlantis")


def test_those_who_decide_get_one_mail_each_that_holds_only_the_way_to_the_page(cast, work):
    case = reported(cast, certificate_number="XA 0123456789", seen="A secret sign.")
    work()
    assert sorted(address for sent in mail.outbox for address in sent.to) == [
        "celia@cast.example", "karim@cast.example", "selma@cast.example",
    ]  # fmt: skip
    for sent in mail.outbox:
        assert case.reference in sent.body
        for closed in ("0123456789", "secret sign", "Alder", "Bruno"):
            assert closed not in sent.body + sent.subject
        assert not sent.attachments
    suspects.tell(case, cast.secretary.person, "suspect_reported")
    assert Delivery.objects.count() == 3


def test_the_claimed_issuer_does_not_know_of_it_until_it_is_told(client, cast):
    case = reported(cast)
    page = case.get_absolute_url()
    assert who_finds(client, cast, page) == DECIDERS | {"member_b"}
    client.force_login(again(cast.member_a))
    assert case.reference not in client.get(reverse("knowledge:suspect-list")).content.decode()
    assert case.reference not in on_desk(cast.member_a)
    suspects.tell_issuer(case=case, by=cast.secretary)
    assert who_finds(client, cast, page) == DECIDERS | {"member_b", "member_a"}
    client.force_login(again(cast.member_a))
    told = client.get(page).content.decode()
    assert "No watermark." in told
    assert str(cast.member_b.person) not in told


def test_the_pictures_are_known_to_whom_the_case_is_and_their_views_are_logged(client, cast):
    case = reported(cast, photos=[photo()])
    image = case.photos.get().get_absolute_url()
    client.force_login(again(cast.member_a))
    assert client.get(image).status_code == 404
    client.force_login(again(cast.kp_chair))
    assert client.get(image).status_code == 200
    assert ImageView.objects.get().suspect_photo == case.photos.get()


def test_telling_names_who_decided_it_and_writes_to_the_focal_points_once(client, cast, work):
    case = reported(cast)
    work()
    mail.outbox.clear()
    client.force_login(again(cast.chair_a))
    do(client, case, "tell")
    do(client, case, "tell")
    work()
    case = SuspectReport.objects.get()
    assert case.issuer_told_by == cast.chair_a
    assert case.issuer_told_at is not None
    assert [sent.to for sent in mail.outbox] == [["alba@cast.example"]]
    assert "XA 9" not in mail.outbox[0].body


def test_only_those_who_decide_have_the_buttons(client, cast):
    case = reported(cast)
    for name, user in cast.users.items():
        client.force_login(again(user))
        if name not in DECIDERS:
            for verb in ("examine", "decide", "tell"):
                assert do(client, case, verb, decision="genuine").status_code == 404, name
    assert SuspectReport.objects.get().state == "received"
    client.force_login(again(cast.member_b))
    assert "Confirmed as false" not in client.get(case.get_absolute_url()).content.decode()
    client.force_login(again(cast.kp_chair))
    assert "Confirmed as false" in client.get(case.get_absolute_url()).content.decode()


def test_a_case_is_examined_and_decided_once(client, cast):
    case = reported(cast)
    client.force_login(again(cast.kp_chair))
    do(client, case, "examine")
    assert SuspectReport.objects.get().state == "under_examination"
    do(client, case, "decide", decision="genuine", remark="The register has it.")
    case = SuspectReport.objects.get()
    assert (case.state, case.decided_by, case.remark) == ("found_genuine", cast.kp_chair, "The register has it.")
    with pytest.raises(ValidationError, match="Somebody was faster"):
        suspects.close(case=case, by=cast.secretary)
    assert "Somebody was faster" in client.post(
        reverse("knowledge:suspect-decide", args=[case.reference]), {"decision": "close"}, follow=True
    ).content.decode()  # fmt: skip
    assert SuspectReport.objects.get().state == "found_genuine"
    assert case.past.first().history_user == cast.kp_chair


def test_a_decision_that_is_none_is_refused(client, cast):
    case = reported(cast)
    client.force_login(again(cast.kp_chair))
    page = client.post(reverse("knowledge:suspect-decide", args=[case.reference]), {"decision": "burn"}, follow=True)
    assert "Choose one of the decisions" in page.content.decode()
    assert SuspectReport.objects.get().state == "received"


def test_confirmed_as_false_prepares_a_draft_with_number_and_pictures(cast):
    case = suspects.confirm_false(case=reported(cast, photos=[photo()]), by=cast.secretary)
    notice = FraudNotice.objects.get()
    assert case.notice == notice
    assert (notice.state, notice.audience, notice.claimed_issuer) == ("draft", "participants", cast.xa)
    detail = notice.details.get()
    assert (detail.audience, detail.recognised_en) == ("participants", "No watermark.")
    assert FalseNumber.objects.get().printed == "XA 9"
    assert detail.images.count() == 1
    assert not FraudNotice.objects.visible_to(again(cast.member_a)).exists()


def test_no_notice_tells_the_claimed_issuer_before_it_was_decided_to_tell_it(cast):
    case = suspects.confirm_false(case=reported(cast), by=cast.secretary)
    case.notice.words_en = "Beware."
    with pytest.raises(ValidationError, match="tell it first"):
        notices.publish(notice=case.notice, by=cast.secretary)
    suspects.tell_issuer(case=case, by=cast.kp_chair)
    notices.publish(notice=case.notice, by=cast.secretary)
    assert FraudNotice.objects.visible_to(again(cast.member_a)).exists()


def test_a_name_that_is_not_on_the_register_gets_no_notice(cast):
    case = reported(cast, claimed_issuer=None, other_issuer="Atlantis")
    suspects.confirm_false(case=case, by=cast.secretary)
    assert not FraudNotice.objects.exists()
    with pytest.raises(ValidationError, match="no claimed issuer"):
        suspects.tell_issuer(case=case, by=cast.secretary)


def test_open_cases_wait_on_the_desk_of_those_who_decide(cast):
    case = reported(cast)
    for name, user in cast.users.items():
        assert (case.reference in on_desk(user)) is (name in DECIDERS), name
    suspects.close(case=case, by=cast.secretary)
    assert case.reference not in on_desk(cast.kp_chair)


def test_the_reporter_sees_the_state_and_not_who_decided_or_why(client, cast):
    case = reported(cast)
    suspects.close(case=case, by=cast.secretary, remark="Between us.")
    client.force_login(again(cast.member_b))
    page = client.get(case.get_absolute_url()).content.decode()
    assert "closed without a finding" in page
    assert "Between us." not in page
    assert str(cast.secretary.person) not in page


def test_the_office_counts_and_not_the_organisation_that_holds_it(cast):
    """Whoever else represents the organisation of the Chair of the WGM does not decide."""
    reported(cast)
    assert SuspectReport.objects.visible_to(again(cast.chair_a)).exists()
    term = cast.xwa.offices.get(seat="chair").terms.get()
    term.valid_until = standing_of(cast.secretary).day
    term.save()
    assert not SuspectReport.objects.visible_to(again(cast.chair_a)).exists()


def test_reporting_is_for_those_who_work_with_certificates(client, cast):
    assert who_finds(client, cast, reverse(NEW)) == GOVERNMENTS | {"officer"}
