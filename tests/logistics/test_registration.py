"""Registration: who nominates whom until when, in one form that loses nothing."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from asm_portal.dated import today
from asm_portal.models import Delivery
from asm_portal.templatetags.portal import date_words
from logistics.models import Delegate, DelegateTravel, Delegation, Meeting, Registration, TravelDeletion, VisaLetter
from logistics.registration import actions, panels
from logistics.registration.travel import forget_travel
from tests.cast import again

pytestmark = pytest.mark.django_db
# The meeting is in sixty days.
EVE, BEFORE_IT, LONG_AFTER = (str(today() + timedelta(days=days)) for days in (59, 58, 400))


def make_meeting(cast, **facts):
    day = today() + timedelta(days=60)
    return Meeting.objects.create(
        **{"kind": "plenary", "start_date": day, "end_date": day, "audience": "public", "is_demonstration": True}
        | {"host": cast.xb, "city_en": "Birchton", "title_en": "Sample Plenary", "title_fr": "Plénière fictive"}
        | facts
    )


def make_registration(cast, *, opened=1, closes=20, **facts):
    return actions.plan_registration(
        meeting=make_meeting(cast, **facts),
        by=cast.secretary,
        opens_at=timezone.now() - timedelta(days=opened),
        closes_at=timezone.now() + timedelta(days=closes),
        zone="UTC",
    )


@pytest.fixture
def registration(cast):
    return make_registration(cast)


def close(registration):
    registration.closes_at = timezone.now() - timedelta(minutes=1)
    registration.save()


def row(given_name="Ada", family_name="Amber", **facts):
    return {"given_name": given_name, "family_name": family_name, "function": "Delegate", "language": "en"} | facts


def posted(*rows, head="0", seen="", **facts):
    """What the form sends for these rows."""
    data = {"form-TOTAL_FORMS": len(rows), "form-INITIAL_FORMS": 0, "head": head, "seen": seen} | facts
    return data | {f"form-{number}-{name}": value for number, one in enumerate(rows) for name, value in one.items()}


def address(registration, code="XA"):
    return reverse("logistics:delegation-nominate", args=[registration.meeting.reference, code])


def nominate(client, user, registration, *rows, **facts):
    client.force_login(user)
    return client.post(address(registration), posted(*rows, **facts))


def text_of(response):
    return response.content.decode()


def test_a_focal_point_nominates_a_delegation_in_one_form(client, cast, registration, work):
    letter = {"needs_visa_letter": "on", "passport_name": "AMBER ADA", "arrives_on": EVE}
    second = row("Bo", "Basalt", email="BO@alder.example", language="fr")
    response = nominate(client, cast.member_a, registration, row(email="ada@alder.example", **letter), second)
    delegation = Delegation.objects.get()
    assert response.url == delegation.get_absolute_url()
    assert [(str(one), one.is_head, one.email) for one in delegation.delegates.all()] == [
        ("Ada Amber", True, "ada@alder.example"),
        ("Bo Basalt", False, "bo@alder.example"),
    ]
    assert delegation.delegates.first().travel.passport_name == "AMBER ADA"
    page = text_of(client.get(response.url))
    assert "Ada Amber" in page
    assert date_words(registration.meeting.start_date - timedelta(days=1)) in page
    work()
    sent = {mail.person.given_name: mail for mail in Delivery.objects.all()}
    assert set(sent) == {"Alba", "Ada", "Bo"}
    assert sent["Bo"].language == "fr"
    assert {mail.state for mail in sent.values()} == {"sent"}


def test_a_delegate_gets_a_receipt_once_and_the_nominator_for_each_change(client, cast, registration):
    nominate(client, cast.member_a, registration, row(email="ada@alder.example"))
    delegate = Delegate.objects.get()
    changed = row(email="ada@alder.example", function="Minister", delegate=delegate.pk)
    nominate(client, cast.member_a, registration, changed, seen=delegate.delegation.version)
    delegate.refresh_from_db()
    assert delegate.function == "Minister"
    assert Delivery.objects.filter(key=f"delegate:{delegate.pk}").count() == 1
    assert Delivery.objects.filter(key__startswith="nomination:").count() == 2


def test_more_rows_keep_what_was_typed_and_check_nothing(client, cast, registration):
    response = nominate(client, cast.member_a, registration, row(email="not an address"), head="0", more="1")
    page = text_of(response)
    assert response.status_code == 200
    assert 'value="not an address"' in page
    assert 'name="form-3-family_name"' in page
    assert "There is a problem" not in page
    assert 'value="0" checked' in page
    assert not Delegation.objects.exists()


@pytest.mark.parametrize(
    ("rows", "facts", "sentence"),
    [
        ([row(), row("ADA", "amber")], {}, "amber is nominated twice: see person 1."),
        ([row(email="a@x.example"), row("Bo", "Basalt", email="A@x.example")], {}, "Basalt is nominated twice"),
        ([row(needs_visa_letter="on")], {}, "A visa letter needs the name exactly as it stands in the passport."),
        ([row(needs_visa_letter="on", passport_name="P 1234567")], {}, "the portal keeps no passport numbers"),
        ([row(arrives_on=EVE, departs_on=BEFORE_IT)], {}, "Nobody leaves before they arrive."),
        ([row(arrives_on=LONG_AFTER)], {}, "Is this the day on which they arrive?"),
        ([row(departs_on=LONG_AFTER)], {}, "Is this the day on which they leave?"),
        ([row()], {"head": ""}, "Say which one of them is the head of delegation."),
        ([row()], {"head": "7"}, "Say which one of them is the head of delegation."),
        ([], {}, "Name at least one person."),
        ([row(function="")], {}, "This field is required."),
    ],
)
def test_bad_input_is_said_in_a_sentence_and_nothing_is_lost(client, cast, registration, rows, facts, sentence):
    response = nominate(client, cast.member_a, registration, *rows, **facts)
    page = text_of(response)
    assert response.status_code == 200
    assert sentence in page.replace("&#x27;", "'")
    assert all(f'value="{one["family_name"]}"' in page for one in rows)
    assert not Delegation.objects.exists()


@pytest.mark.both_databases
def test_nonsense_in_the_number_of_rows_is_no_error(client, cast, registration):
    client.force_login(cast.member_a)
    for total, extra in (("", {}), ("many", {"more": "1"}), ("-3", {"more": "1"}), ("99999999999999999999", {})):
        response = client.post(address(registration), {"form-TOTAL_FORMS": total, "head": "\0"} | extra)
        assert response.status_code == 200


@pytest.mark.both_databases
def test_a_second_nominator_sees_what_the_first_saved_and_loses_nothing(client, cast, registration):
    nominate(client, cast.member_a, registration, row())
    response = nominate(client, cast.member_a, registration, row("Bo", "Basalt"))
    page = text_of(response)
    assert "Somebody else has saved this meanwhile" in page
    assert "Alba Sample saved it on" in page
    assert "Ada Amber, Delegate (head of delegation)" in page
    assert 'value="Basalt"' in page
    assert [str(one) for one in Delegate.objects.standing()] == ["Ada Amber"]
    version = Delegation.objects.get().version
    assert f'name="seen" value="{version}"' in page
    nominate(client, cast.member_a, registration, row("Bo", "Basalt"), seen=version)
    assert [str(one) for one in Delegate.objects.standing()] == ["Bo Basalt"]


def test_the_last_delegation_is_offered_again_without_its_travel(client, cast):
    earlier = make_registration(cast, start_date=today() + timedelta(days=30))
    nominate(
        client,
        cast.member_a,
        earlier,
        row(arrives_on=str(today() + timedelta(days=20)), arrival="by boat"),
        row("Bo", "Basalt"),
        head="1",
    )
    page = text_of(client.get(address(make_registration(cast))))
    assert 'value="Amber"' in page
    assert "The rows hold those whom you sent to this meeting" in page
    assert "by boat" not in page
    assert 'value="0" checked' in page  # the head stands first


def test_after_the_closing_one_asks_and_the_secretariat_answers(client, cast, registration, work):
    nominate(client, cast.member_a, registration, row())
    delegation = Delegation.objects.get()
    close(registration)
    refused = nominate(client, cast.member_a, registration, row("Bo", "Basalt"), seen=delegation.version)
    assert "Registration is closed." in text_of(refused)
    assert 'value="Basalt"' in text_of(refused)
    assert client.get(address(registration)).status_code == 302
    ask = reverse("logistics:delegation-ask", args=[delegation.reference])
    client.post(ask, {"text": "Bo comes instead of Ada."})
    asked = delegation.requests.get()
    client.force_login(cast.secretary)
    answer = reverse("logistics:delegation-request", args=[delegation.reference, asked.pk])
    client.post(answer, {"answer": "Done."})
    assert "answered already" in text_of(client.post(answer, {"answer": "Again."}))
    work()
    assert "Done." in Delivery.objects.get(key=f"delegation-request:{asked.pk}").text


def test_the_secretariat_registers_on_behalf_and_the_channel_is_kept(client, cast, registration):
    close(registration)
    silent = nominate(client, cast.secretary, registration, row(), credentials=SimpleUploadedFile("a.exe", b"MZ\0"))
    assert "How the nomination came: This field is required." in text_of(silent)
    assert "choose a.exe again" in text_of(silent)
    assert not Delegation.objects.exists()
    nominate(client, cast.secretary, registration, row(), channel="letter")
    assert Delegation.objects.get().channel == "letter"
    assert {mail.person.given_name for mail in Delivery.objects.all()} == {"Selma", "Alba"}


def test_a_withdrawn_delegation_forgets_how_it_would_have_travelled(client, cast, registration):
    nominate(client, cast.member_a, registration, row(special_needs="A ramp", email="ada@alder.example"))
    delegation = Delegation.objects.get()
    page = reverse("logistics:delegation-withdraw", args=[delegation.reference])
    assert client.post(page, {"seen": "0"}).status_code == 200
    assert DelegateTravel.objects.exists()
    client.post(page, {"seen": delegation.version})
    assert not DelegateTravel.objects.exists()
    assert not Delegate.objects.standing().exists()
    assert Delivery.objects.filter(key__startswith="delegate-withdrawn:").count() == 1


def test_whoever_is_left_out_is_told_once_by_mail(client, cast, registration):
    nominate(client, cast.member_a, registration, row(email="ada@alder.example"), row("Bo", "Basalt"))
    ada = Delegate.objects.get(given_name="Ada")
    for _again in range(2):
        nominate(client, cast.member_a, registration, row("Bo", "Basalt"), seen=Delegation.objects.get().version)
    mail = Delivery.objects.get(key__startswith="delegate-withdrawn:")
    assert (mail.person, mail.address) == (ada.person, "ada@alder.example")
    assert "You are no longer nominated for this meeting: Sample Plenary." in mail.text


def test_nobody_is_nominated_for_a_cancelled_meeting(client, cast, registration):
    registration.meeting.events.create(kind="cancelled", by=cast.secretary, reason_en="No venue")
    assert "The meeting is cancelled" in text_of(nominate(client, cast.member_a, registration, row()))


def test_credentials_are_checked_by_the_secretariat_and_served_to_few(client, cast, registration):
    file = SimpleUploadedFile("letter.txt", b"We accredit Ada.")
    nominate(client, cast.member_a, registration, row(), credentials=file)
    delegation = Delegation.objects.get()
    papers = delegation.credentials.get()
    address_of_file = reverse("logistics:credentials", args=[delegation.reference, papers.pk])
    assert client.get(address_of_file).getvalue() == b"We accredit Ada."
    client.force_login(cast.member_b)  # of the host
    assert client.get(address_of_file).status_code == 404
    check = reverse("logistics:credentials-check", args=[delegation.reference, papers.pk])
    client.force_login(cast.secretary)
    assert "Say what is missing." in text_of(client.post(check, {"state": "returned"}))
    client.post(check, {"state": "returned", "remark": "The seal is missing."})
    client.force_login(cast.member_a)
    assert client.get(check).status_code == 404
    assert ["The seal is missing." in item.detail for item in panels.desk(again(cast.member_a))] == [True]


def test_a_visa_letter_is_made_for_who_has_a_passport_name_and_each_is_logged(client, cast, registration):
    nominate(
        client, cast.member_a, registration, row(needs_visa_letter="on", passport_name="AMBER ADA"), row("Bo", "Basalt")
    )
    delegation = Delegation.objects.get()
    ada, bo = delegation.delegates.all()
    letters = {one: reverse("logistics:visa-letter", args=[delegation.reference, one.pk]) for one in (ada, bo)}
    response = client.get(letters[ada])
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF")
    assert client.get(letters[bo]).status_code == 404
    for user in (cast.kp_chair, cast.member_b, cast.observer):
        client.force_login(user)
        assert client.get(letters[ada]).status_code == 404
    assert [(row.delegate, row.by) for row in VisaLetter.objects.all()] == [(ada, cast.member_a)]


def test_travel_is_deleted_some_days_after_the_meeting_and_the_deletion_is_logged(client, cast, registration, settings):
    settings.TRAVEL_DATA_DAYS = 10
    nominate(client, cast.member_a, registration, row(special_needs="A ramp"))
    ended = timezone.now() + timedelta(days=60)
    forget_travel(ended + timedelta(days=10))
    assert DelegateTravel.objects.count() == 1
    for _again in range(2):
        forget_travel(ended + timedelta(days=11))
    assert not DelegateTravel.objects.exists()
    assert [(row.registration, row.count) for row in TravelDeletion.objects.all()] == [(registration, 1)]


def test_guests_of_the_chair_are_named_with_their_organisation_and_have_no_head(client, cast, registration):
    client.force_login(cast.kp_chair)
    guests = reverse("logistics:guests-nominate", args=[registration.meeting.reference])
    client.post(guests, posted(row(affiliation="Sample University"), head=""))
    guest = Delegate.objects.get()
    assert (guest.affiliation, guest.is_head, guest.delegation.organisation) == ("Sample University", False, None)


def test_the_dates_are_a_day_or_an_instant_in_the_zone_of_the_announcement(client, cast):
    meeting = make_meeting(cast)
    client.force_login(cast.kp_chair)
    page = reverse("logistics:registration-plan", args=[meeting.reference])
    data = {
        "opens_on_day": 1,
        "opens_on_month": 11,
        "opens_on_year": 2026,
        "closes_on_day": 30,
        "closes_on_month": 11,
        "closes_on_year": 2026,
    }
    client.post(page, data | {"zone": "Africa/Luanda"})
    registration = Registration.objects.get()
    assert f"{registration.closes_at:%Y-%m-%d %H:%M}" == "2026-11-30 23:00"
    assert registration.closes_on.isoformat() == "2026-11-30"
    stale = client.post(page, data | {"zone": "UTC", "closes_at": "18:00", "seen": "0"})
    assert "Somebody else has saved this meanwhile" in text_of(stale)
    client.post(page, data | {"zone": "UTC", "closes_at": "18:00", "seen": registration.version})
    registration.refresh_from_db()
    assert f"{registration.closes_at:%Y-%m-%d %H:%M}" == "2026-11-30 18:00"
    assert registration.closes_on is None
    backwards = data | {"zone": "UTC", "closes_on_year": 2025, "seen": registration.version}
    assert "Registration closes after it opens." in text_of(client.post(page, backwards))
    too_late = data | {"zone": "UTC", "closes_on_year": meeting.end_date.year + 1, "seen": registration.version}
    assert "Close the registration by then." in text_of(client.post(page, too_late))


def test_a_meeting_that_was_moved_and_is_over_takes_no_nomination(client, cast, registration):
    meeting = registration.meeting
    meeting.start_date = meeting.end_date = today() - timedelta(days=1)
    meeting.save()
    assert "Registration is closed." in text_of(nominate(client, cast.member_a, registration, row()))
    assert not Delegation.objects.exists()


def test_the_desk_says_what_waits(client, cast, registration):
    assert [item.title for item in panels.desk(cast.member_a)] == ["Register your delegation: Sample Plenary"]
    file = SimpleUploadedFile("letter.txt", b"We accredit Ada.")
    letter = row(needs_visa_letter="on", passport_name="AMBER ADA")
    nominate(client, cast.member_a, registration, letter, credentials=file)
    assert panels.desk(cast.member_a) == []
    client.force_login(cast.secretary)
    page = text_of(client.get(reverse("desk")))
    assert "1 credentials to check, 1 letter to prepare." in page
    assert "Sample Plenary" in text_of(client.get(reverse("logistics:registrations")))
    client.force_login(cast.kp_chair)
    assert client.get(reverse("logistics:registrations")).status_code == 404
