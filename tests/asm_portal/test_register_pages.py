"""One page for each organisation and each body, as of a day."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils.translation import override

from asm_portal.models import Body, Membership, OfficeTerm, Organisation, OrganisationName, ParticipationStatus
from asm_portal.visibility import Audience
from knowledge.models import Basis, Document, DocumentKind
from tests.cast import join


def page(client, name, code, language="en", **query):
    with override(language):
        return client.get(reverse(name, args=[code]), query)


def organisation(client, code, language="en", **query):
    return page(client, "participant-detail", code, language, **query)


def body(client, code, language="en", **query):
    return page(client, "body-detail", code, language, **query)


def history(response):
    """The timeline, the latest first: (title, first day, day after the last, holds on the day)."""
    return [
        (item.title, str(item.record.valid_from), str(item.record.valid_until or ""), item.holds)
        for item in response.context["history"]
    ]


def test_the_central_african_republic_over_time(facts, client):
    assert history(organisation(client, "CF", on="2014-11-14")) == [
        ("Participant", "2024-11-15", "", False),
        ("exports partly resumed", "2015-07-17", "2024-11-15", False),
        ("suspended", "2013-05-23", "2015-07-17", True),
        ("Participant", "2003-10-31", "2013-05-23", False),
        ("no longer listed", "2003-03-01", "2003-10-31", False),
        ("Participant", "2003-01-01", "2003-03-01", False),
    ]
    decisions = [[str(text) for text in item.documents] for item in organisation(client, "CF").context["history"]]
    assert decisions[:4] == [
        ["Full readmission of the Central African Republic"],
        ["Resumption of exports of rough diamonds from the Central African Republic (with Operational Framework)"],
        ["Central African Republic (temporary suspension)"],
        [],
    ]


def test_cote_d_ivoire_over_time(facts, client):
    assert history(organisation(client, "CI", on="2010-01-01")) == [
        ("restrictions applied", "2005-11-17", "2014-05-01", True),
        ("Participant", "2003-01-01", "", True),
    ]
    french = organisation(client, "CI", "fr").text
    assert "17 novembre 2005 – 2014" in french
    assert "Résolution de Moscou sur la Côte d’Ivoire" in french


def test_venezuela_over_time(facts, client):
    assert history(organisation(client, "VE")) == [
        ("Participant", "2016-11-17", "", True),
        ("self-suspended", "2008-01-01", "2016-11-17", False),
        ("Participant", "2003-01-01", "2008-01-01", False),
    ]
    assert "2008 – 16 November 2016" in organisation(client, "VE").text


def test_one_who_was_covered_by_another_says_by_whom(facts, client):
    assert (
        organisation(client, "GB", on="2019-01-01")
        .context["standing"]
        .startswith("Covered by another Participant: European Union")
    )
    assert organisation(client, "GB").context["standing"] == "Participant, since 1 January 2021"
    assert organisation(client, "FR").context["standing"] == "Takes part through: European Union"
    assert organisation(client, "HR", on="2010-01-01").context["standing"].startswith("Participant")
    assert organisation(client, "MX", on="2005-01-01").context["standing"].startswith("No longer listed")
    assert organisation(client, "UZ", on="2005-01-01").context["standing"] == (
        "No part in the Process on record for that day"
    )


def test_a_page_bears_the_name_of_the_day_and_tells_the_former_ones(facts, client):
    assert "<h1>Swaziland</h1>" in organisation(client, "SZ", on="2014-11-14").text
    today = organisation(client, "SZ").text
    assert "<h1>Eswatini</h1>" in today
    assert 'until <time datetime="2018-04-18">18 April 2018</time>' in today


@pytest.mark.parametrize("code", ["CF", "CI", "ZW", "LB", "DDI", "EU", "HU"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_sources_certainty_and_notes_never_reach_a_public_page(facts, client, code, language):
    made = Organisation.objects.get(code=code)
    text = organisation(client, code, language).text + organisation(client, code, language, on="2010-01-01").text
    rows = [made, *made.statuses.all(), *made.measures.all(), *made.affiliations.all(), *made.terms.all()]
    for words in {word for row in rows for word in (row.source, row.note) if word}:
        assert words not in text
    assert "coup" not in text
    assert "general knowledge" not in text


def test_a_decision_is_linked_only_for_those_who_may_know_of_it(cast, client):
    kind = DocumentKind.objects.create(code="d", prefix="DEC", name_en="D", name_fr="D", default_audience="process")
    closed = Document.objects.create(kind=kind, audience=Audience.PROCESS, state="final", date=date(2020, 1, 1))
    closed.titles.create(language="en", title="A closed decision")
    Basis.objects.create(document=closed, status=ParticipationStatus.objects.get(organisation=cast.xa))
    assert "A closed decision" not in organisation(client, "XA").text
    client.force_login(cast.member_b)
    assert "A closed decision" in organisation(client, "XA").text


def test_an_organisation_names_its_bodies_and_offices(facts, client):
    response = organisation(client, "CD")
    assert "WGAAP Chair" in response.text
    assert "attested: about 2022, 2024" in response.text
    assert "1 January 2011 – 31 December 2011" in response.text
    assert "vers 2022" not in response.text


def test_a_demonstration_organisation_says_so(cast, client):
    assert "an invented sample" in organisation(client, "XA").text
    assert "an invented sample" in body(client, "XWA").text


def test_unknown_codes_and_malformed_days_do_no_harm(facts, client):
    assert organisation(client, "TW").status_code == 404
    assert body(client, "NONE").status_code == 404
    for response in (organisation(client, "CF", on="yesterday"), body(client, "WGM", on="2014-13-01")):
        assert response.status_code == 400
        assert "is not a day" in response.text


def seat(response, code):
    return next(seat for seat in response.context["seats"] if seat.office.code == code)


@pytest.mark.parametrize(
    ("day", "chair", "vice_chair"),
    [
        ("2003-06-01", "ZA", "CA"),
        ("2020-06-01", "RU", "BW"),
        ("2021-12-31", "RU", "BW"),
        ("2024-06-01", "AE", None),
        ("2025-01-15", "AE", "TH"),
        ("2025-09-01", "AE", None),
        ("2025-12-24", "AE", None),
        ("2025-12-25", "AE", "IN"),
        ("2025-12-31", "AE", "IN"),
        ("2026-01-01", "IN", "GH"),
    ],
)
def test_the_chair_and_the_vice_chair_of_a_day(facts, client, day, chair, vice_chair):
    response = body(client, "CHAIR", on=day)
    assert seat(response, "kp-chair").term.organisation.code == chair
    second = seat(response, "kp-vice-chair")
    assert (second.term and second.term.organisation.code) == vice_chair
    assert second.is_vacant is (vice_chair is None)
    assert (">Vacant<" in response.text) is (vice_chair is None)


def test_where_nothing_is_known_of_an_office_nothing_is_said_of_it(facts, client):
    for day in ("2002-06-01", "2027-01-01"):
        response = body(client, "CHAIR", on=day)
        assert not seat(response, "kp-chair").is_vacant
        assert "No holder known for that day" in response.text


def test_a_holder_bears_the_name_of_its_time(facts, client):
    text = body(client, "CHAIR").text
    assert text.count(">European Community<") == 2
    assert text.count(">European Union<") == 2


def test_an_attested_roll_is_shown_as_such_and_never_as_a_range(facts, client):
    for day in ({}, {"on": "2022-06-01"}, {"on": "2014-11-14"}):
        response = body(client, "WGM", **day)
        assert response.context["roll"].grades == ()
        assert "No roll known for that day" in response.text
        assert "Roll attested: about 2022–2023" in response.text
    assert "Known for that time only" in response.text
    (roll,) = response.context["attested_rolls"]
    assert [(str(label), len(rows)) for label, rows in roll.grades] == [
        ("Members", 17), ("Provisional members", 4), ("Observers", 4),
    ]  # fmt: skip
    assert not Membership.objects.valid_on(date(2022, 6, 1)).exists()


def test_the_roll_of_a_day_is_shown_by_grade(cast, client):
    join(cast.xwb, cast.xa, valid_from=date(2020, 1, 1), valid_until=date(2021, 1, 1))
    assert roll(body(client, "XWB")) == {"Members": ["Birch"], "Provisional members": ["Dogwood"]}
    assert roll(body(client, "XWB", on="2020-05-05"))["Members"] == ["Alder", "Birch"]
    assert "No roll known for that day" in body(client, "XWB", on="2001-01-01").text


def roll(response):
    return {str(label): [row.name for row in rows] for label, rows in response.context["roll"].grades}


def test_the_plenary_has_no_roll_of_its_own(facts, client):
    assert "No roll known" not in body(client, "PLENARY").text


def test_a_body_tells_what_came_before_and_what_is_below_it(facts, client):
    assert {other.code for other in body(client, "CPC").context["body"].predecessors.all()} == {"PC", "SC"}
    text = body(client, "WGDE").text
    assert "Sub-group on digitalisation" in text
    assert "Succeeded by" in body(client, "ASM").text
    assert "Establishment of a Kimberley Process Secretariat" in body(client, "KPS").text
    assert "had not been established" in body(client, "WGAAP", on="2005-12-31").text
    assert "had been closed" in body(client, "CKR", on="2020-01-01").text


def test_mandates_are_told_in_both_languages(facts, client):
    for made in Body.objects.all():
        assert made.mandate_en in body(client, made.code).context["body"].mandate_en
        assert made.mandate_fr
    assert "Système" in body(client, "WGM", "fr").text


def test_only_those_who_belong_see_the_way_to_the_contacts(cast, client):
    link = reverse("body-contacts", args=["XWA"]).encode()
    seen = set()
    for name, user in [("anyone", None), *cast.users.items()]:
        client.logout()
        if user:
            client.force_login(user)
        if link in body(client, "XWA").content:
            seen.add(name)
    assert seen == {"member_a", "both", "observer", "chair_a", "kp_chair", "secretary"}


def test_a_person_is_named_only_where_the_name_is_public(cast, client):
    term = OfficeTerm.objects.get(office__body=cast.xwb)
    assert "Berta" not in body(client, "XWB").text
    term.person.name_is_public = True
    term.person.save()
    assert "Berta Sample" in body(client, "XWB").text


def test_pages_ask_the_database_as_often_for_many_rows_as_for_few(cast, client, django_assert_max_num_queries):
    for number in range(60):
        made = Organisation.objects.create(code=f"Q{number}", kind="state")
        OrganisationName.objects.create(
            organisation=made, language="en", name=f"Q{number}", valid_from=date(2003, 1, 1)
        )
        join(cast.xwa, made)
        join(Body.objects.create(code=f"B{number}", kind="committee", name_en="B", name_fr="B"), cast.xa)
    with django_assert_max_num_queries(30):
        body(client, "XWA")
    with django_assert_max_num_queries(30):
        organisation(client, "XA")
