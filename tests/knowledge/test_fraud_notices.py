"""Notices of false certificates: everyone may read that there is one; numbers and signs are for those who work with
certificates."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from asm_portal.models import Organisation
from knowledge.certificates import drawings, notices
from knowledge.certificates.pictures import take_in
from knowledge.models import FalseNumber, FraudDetail, FraudImage, FraudNotice, ImageView
from tests.cast import again
from tests.knowledge.certificates import notice
from tests.planted import GOVERNMENTS

LIST = "knowledge:fraud-notice-list"


def text(client, page, user=None):
    client.logout()
    if user:
        client.force_login(again(user))
    response = client.get(page)
    return response.content.decode() if response.status_code == 200 else ""


def test_everyone_reads_a_public_notice_and_only_those_at_work_its_numbers(client, cast):
    made = notice(cast.xa, "XA 004911", recognised="No watermark.")
    for page in (reverse(LIST), made.get_absolute_url()):
        assert "falsely bearing the name of Alder" in text(client, page)
        for name, user in cast.users.items():
            for closed in ("XA 004911", "No watermark."):
                assert (closed in text(client, page, user)) is (name in GOVERNMENTS | {"officer"}), name


def test_a_draft_is_the_secretariats(client, cast):
    made = notice(cast.xa, state="draft")
    assert text(client, made.get_absolute_url(), cast.secretary)
    for user in (None, cast.member_a, cast.kp_chair):
        assert not text(client, made.get_absolute_url(), user)
        assert "Alder" not in text(client, reverse(LIST), user)


def test_a_notice_for_participants_is_for_their_certificate_officers_too(client, cast):
    made = notice(cast.xa, audience="participants")
    assert text(client, made.get_absolute_url(), cast.officer)
    assert not text(client, made.get_absolute_url(), cast.observer)


def test_pictures_are_closed_like_the_detail_and_each_view_is_logged(client, cast):
    detail = notice(cast.xa).details.get()
    fields = take_in(drawings.certificate("False", "1"), FraudImage.DISPLAY_SIDE, FraudImage.DISPLAY_BYTES)
    image = FraudImage.objects.create(detail=detail, **fields)
    client.force_login(again(cast.observer))
    assert client.get(image.get_absolute_url()).status_code == 404
    client.force_login(again(cast.officer))
    assert client.get(image.get_absolute_url()).headers["Content-Type"] == "image/jpeg"
    assert list(ImageView.objects.values_list("user", "fraud_image")) == [(cast.officer.pk, image.pk)]


def test_the_list_can_be_narrowed_to_a_claimed_issuer(client, cast):
    notice(cast.xa)
    notice(cast.xb)
    page = client.get(f"{reverse(LIST)}?issuer=XB")
    assert [row.claimed_issuer for row in page.context["page_obj"]] == [cast.xb]
    assert len(client.get(f"{reverse(LIST)}?issuer=nobody").context["page_obj"]) == 2


def test_the_public_page_says_what_certificates_look_like_and_who_may_check(client, cast):
    made = notice(cast.xa)
    page = reverse("knowledge:certificates")
    check = reverse("knowledge:certificate-check")
    assert "Harmonized System" in text(client, page)
    assert made.get_absolute_url() in text(client, page)
    assert check not in text(client, page)
    assert check in text(client, page, cast.officer)


def test_a_notice_without_words_is_not_published_and_one_that_was_wrong_is_taken_back(cast):
    made = notice(cast.xa, state="draft", words_en="")
    with pytest.raises(ValidationError, match="words"):
        notices.publish(notice=made, by=cast.secretary)
    made.words_en = "Beware."
    notices.publish(notice=made, by=cast.secretary)
    assert FraudNotice.objects.visible_to(cast.anyone).count() == 1
    notices.take_back(notice=made, by=cast.secretary)
    assert FraudNotice.objects.visible_to(cast.anyone).count() == 0
    assert made.past.first().history_user == cast.secretary


def test_the_reference_notices_are_public_and_their_numbers_are_not(facts, cast):
    known = FraudNotice.objects.visible_to(cast.anyone)
    assert known.count() == 8
    assert set(known.values_list("state", "audience")) == {("published", "public")}
    assert not FalseNumber.objects.visible_to(cast.anyone).exists()
    assert not FraudDetail.objects.visible_to(cast.observer).exists()
    numbers = FalseNumber.objects.visible_to(cast.officer)
    assert sorted(numbers.values_list("printed", flat=True)) == ["004911", "4306"]
    assert numbers.filter(compared="4911").get().detail.notice.claimed_issuer.code == "SL"


def test_a_state_that_was_never_a_participant_can_be_the_victim(facts):
    kenya = Organisation.objects.get(code="KE")
    assert not kenya.statuses.exists()
    assert str(FraudNotice.objects.get(claimed_issuer=kenya)).endswith("Kenya, which was not a Participant")


def test_public_notices_are_in_the_sitemap_and_others_are_not(client, cast):
    open_to_all, closed = notice(cast.xa), notice(cast.xb, audience="participants")
    page = client.get(reverse("sitemap")).content.decode()
    assert open_to_all.get_absolute_url() in page
    assert closed.get_absolute_url() not in page


def test_the_number_of_queries_does_not_grow_with_the_notices(client, cast, django_assert_num_queries):
    client.force_login(again(cast.officer))
    for issuer in (cast.xa, cast.xb, cast.xc):
        notice(issuer, "1")
    client.get(reverse(LIST))
    with CaptureQueriesContext(connection) as three:
        client.get(reverse(LIST))
    for issuer in (cast.xa, cast.xb, cast.xc):
        notice(issuer, "2", "3")
    with django_assert_num_queries(len(three)):
        client.get(reverse(LIST))
