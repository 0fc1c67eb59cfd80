"""Checking a certificate: one form, one screen, a number that stays in one's history."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from asm_portal.models import FocalPoint, FocalPointKind
from knowledge.models import CertificateCheck, ImageView
from tests.cast import again
from tests.knowledge.certificates import address, notice, picture, signatory, specimen
from tests.planted import GOVERNMENTS

CHECK = "knowledge:certificate-check"
CHECKERS = GOVERNMENTS | {"officer"}


@pytest.fixture
def officer(client, cast):
    client.force_login(again(cast.officer))
    return client


def read(client, *asked, **more):
    """The page, and its words without markup."""
    response = client.get(address(*asked, **more))
    assert response.status_code == 200
    return response, " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def errors(client, **asked):
    response, _words = read(client, **asked)
    assert "answer" not in response.context
    return response.context["form"].errors


def test_it_is_for_governments_and_certificate_officers(client, cast):
    for name, user in cast.users.items():
        client.force_login(again(user))
        assert (client.get(address()).status_code == 200) is (name in CHECKERS), name
    client.logout()
    assert reverse("account_login") in client.get(address()).headers["Location"]


def test_an_officer_whose_participant_takes_part_no_longer_checks_nothing(client, cast):
    status = cast.xa.statuses.get()
    status.valid_until = datetime.now(UTC).date()
    status.save()
    client.force_login(again(cast.officer))
    assert client.get(address()).status_code == 404


def test_from_home_it_takes_one_click_and_four_fields(officer, client, cast):
    page = officer.get(reverse("home")).content.decode()
    (form,) = re.findall(rf'<form[^>]*action="{re.escape(reverse(CHECK))}".*?</form>', page, re.S)
    names = re.findall(r'<(?:select|input) [^>]*name="(\w+)"', form)
    assert names == ["participant", "day", "month", "year", "number"]
    assert "March" in form
    client.force_login(again(cast.observer))
    assert reverse(CHECK) not in client.get(reverse("home")).content.decode()


@pytest.mark.parametrize(
    ("asked", "field", "sentence"),
    [
        ({"day": "31", "month": "2"}, "day", "There is no 31 February 2026."),
        ({"day": "03/12"}, "day", "Write the day as a number"),
        ({"month": ""}, "day", "Give the day, the month and the year"),
        ({"month": "13"}, "day", "Choose the month by its name."),
        ({"year": "26"}, "day", "four digits"),
        ({"year": "2002"}, "day", "before 1 January 2003"),
        ({"year": "2999"}, "day", "still to come"),
        ({"code": ""}, "participant", "Choose whose name the certificate bears."),
        ({"code": "ZZ"}, "participant", "Select a valid choice"),
        ({"number": "9" * 61}, "number", "at most 60"),
    ],
)
def test_what_cannot_be_is_said_at_the_field_and_nothing_is_logged(officer, asked, field, sentence):
    found = errors(officer, **asked)
    assert sentence in " ".join(found[field])
    assert not CertificateCheck.objects.exists()


def test_what_was_typed_stays(officer):
    page = officer.get(address(day="31", month="2", number="XA 7")).content.decode()
    assert 'value="31"' in page
    assert '<option value="2" selected>' in page
    assert 'value="XA 7"' in page


def test_a_day_that_has_begun_somewhere_may_be_asked_for(officer):
    ahead = (datetime.now(UTC) + timedelta(hours=14)).date()
    read(officer, "XA", str(ahead.day), str(ahead.month), str(ahead.year))


def test_signatures_of_the_day_come_first_and_the_others_are_folded_away(officer, cast):
    signatory(cast, cast.xa, "Present Signer", function_en="Director")
    signatory(cast, cast.xa, "Former Signer", valid_until=date(2025, 1, 1))
    signatory(cast, cast.xa, "Coming Signer", valid_from=date(2026, 5, 1))
    signatory(cast, cast.xa, "Revoked Signer", revoked_on=date(2026, 2, 1))
    signatory(cast, cast.xa, "Proposed Signer", state="proposed")
    specimen(cast, cast.xa)
    response, words = read(officer)
    authority = response.context["answer"].authorities[0]
    assert [one.name for one in authority.signatories] == ["Present Signer"]
    assert {one.name for one in authority.others} == {"Former Signer", "Coming Signer", "Revoked Signer"}
    assert words.index("Present Signer") < words.index("What it should look like")
    assert "Proposed Signer" not in words
    shown, folded = response.content.decode().split("<details", 1)[0], response.content.decode()
    assert "Former Signer" not in shown
    assert "Former Signer" in folded


def test_where_nothing_is_on_record_it_says_so(officer):
    _response, words = read(officer)
    assert "No signatories on record for that day." in words
    assert "No specimen on record for that day." in words
    assert "No focal point on record." in words


def test_a_name_that_was_no_participant_gets_no_signatures(officer, cast):
    signatory(cast, cast.xa, "Present Signer")
    _response, words = read(officer, "XA", "1", "3", "2010")
    assert "was not a Participant" in words
    assert "Present Signer" not in words


def test_another_state_is_a_verdict_too(officer):
    response, words = read(officer, "other", number="QQ 1")
    assert response.context["check"].participant is None
    assert "no state or territory outside the list was a Participant" in words


def test_the_specimen_says_what_to_look_for(officer, cast):
    picture(specimen(cast, cast.xa, validity_days=60))
    _response, words = read(officer, number="XA 014872")
    for said in (
        "In use since 1 January 2024",
        "A feather in the corner.",
        "000001 to 040000 in 2026",
        "Fits the series",
    ):
        assert said in words


def test_a_false_number_stands_above_everything(officer, cast):
    made = notice(cast.xa, "XA 004.911")
    response, words = read(officer, number="xa 4911")
    assert words.index("This number stands on a false certificate") < words.index("was a Participant")
    assert "XA 004.911" in words
    assert made.get_absolute_url() in response.content.decode()


def test_known_fakes_are_named_as_bearing_the_name_falsely(officer, cast):
    notice(cast.xa)
    _response, words = read(officer)
    assert "One false certificate that bears the name of Alder is on record." in words
    assert "from Alder" not in words


def test_the_focal_point_can_be_called_and_its_clock_is_told(officer, cast):
    FocalPoint.objects.create(
        organisation=cast.xa, kind=FocalPointKind.objects.create(code="certificates", name_en="C", name_fr="C"),
        telephone="+000 20 555 0199", hours={"mon": [["00:00", "24:00"]]}, time_zone="Africa/Luanda",
        valid_from=date(2020, 1, 1), contact_is_public=True,
    )  # fmt: skip
    response, words = read(officer)
    assert "tel:+000205550199" in response.content.decode()
    assert "Luanda" in words
    assert re.search(r"Open now|Closed now", words)


def test_it_never_calls_a_certificate_valid(officer, cast):
    signatory(cast, cast.xa, "Present Signer")
    specimen(cast, cast.xa)
    for asked in (("XA",), ("XA", "1", "3", "2010"), ("other",)):
        _response, words = read(officer, *asked, number="XA 014872")
        assert "valid" not in words.lower()
        assert "Only the issuing authority can confirm a certificate." in words


def test_the_same_question_of_a_day_is_one_check(officer, cast):
    first = read(officer, number="XA 014872")[0].context["check"]
    assert re.fullmatch(r"V-\d{4}-[0-9A-Z]{5}", first.number)
    assert read(officer, number="xa 14872")[0].context["check"] == first
    assert officer.get(address(number="XA 014872").replace("/en/", "/fr/")).context["check"] == first
    assert read(officer, number="XA 014873")[0].context["check"] != first
    status = cast.xa.statuses.get()
    status.status = "suspended"
    status.save()
    assert read(officer, number="XA 014872")[0].context["check"] != first


def test_another_reader_has_a_check_of_their_own(officer, client, cast):
    first = read(officer)[0].context["check"]
    client.force_login(again(cast.member_b))
    assert read(client)[0].context["check"] != first


def test_the_history_holds_ones_own_checks_only_and_asks_again(officer, client, cast):
    number = read(officer, number="XA 014872")[0].context["check"].number
    page = officer.get(reverse("knowledge:check-list")).content.decode()
    again_at = re.search(r'href="([^"]+)">Check again', page).group(1).replace("&amp;", "&")
    assert officer.get(again_at).context["check"].number == number
    for other in (cast.member_a, cast.secretary):
        client.force_login(again(other))
        assert number not in client.get(reverse("knowledge:check-list")).content.decode()
    assert CertificateCheck.objects.visible_to(again(cast.secretary)).filter(number=number).exists()
    for other in (cast.member_a, cast.kp_chair):
        assert not CertificateCheck.objects.visible_to(again(other)).filter(number=number).exists()


def test_a_long_history_has_pages(officer, cast):
    for number in range(26):
        CertificateCheck.objects.create(
            user=cast.officer,
            on=date(2026, 1, 1),
            issued_on=date(2025, 1, 1),
            verdict="participant",
            question=str(number),
        )
    response = officer.get(reverse("knowledge:check-list"))
    assert response.context["page_obj"].paginator.num_pages == 2


def images_of(response):
    return re.findall(r'<img [^>]*src="([^"]+)"', response.content.decode())


def test_pictures_bear_the_check_number_in_the_log_and_are_never_kept(officer, cast):
    signatory(cast, cast.xa, "Present Signer")
    response, _words = read(officer)
    (src,) = images_of(response)
    image = officer.get(src)
    assert image.headers["Cache-Control"] == "private, no-store"
    view = ImageView.objects.get()
    assert (view.user, view.check_number) == (cast.officer, response.context["check"].number)


def test_it_weighs_less_than_60_kb_and_with_two_signatures_and_a_specimen_120_kb(officer, cast, facts):
    signatory(cast, cast.xa, "First Signer")
    signatory(cast, cast.xa, "Second Signer")
    picture(specimen(cast, cast.xa))
    notice(cast.xa, "XA 004911")
    response, _words = read(officer, number="XA 014872")
    page, shown = len(response.content), images_of(response)
    assert len(shown) == 3
    assert page <= 60 * 1024
    assert page + sum(len(officer.get(src).content) for src in shown) <= 120 * 1024


def test_the_number_of_queries_does_not_grow_with_what_is_on_record(officer, cast, django_assert_num_queries):
    def fill(names):
        for name in names:
            signatory(cast, cast.xa, name)
            notice(cast.xa, f"XA 77{len(name)}")

    picture(specimen(cast, cast.xa))
    fill(["One"])
    officer.get(address(number="XA 7700"))
    with CaptureQueriesContext(connection) as one:
        officer.get(address(number="XA 7700"))
    fill(["Three", "Fourteen"])
    with django_assert_num_queries(len(one)):
        officer.get(address(number="XA 7700"))
