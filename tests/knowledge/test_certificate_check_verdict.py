"""The verdict: what the register says of a claimed issuer on a day, in neutral words, and never of the certificate."""

from datetime import date

import pytest

from asm_portal.models import Affiliation, Measure, Organisation, ParticipationStatus, User
from knowledge.certificates.verdict import verdict_on
from knowledge.models import Basis, Document, Verdict
from tests.cast import organisation


def asked(code, *day, reader=None):
    return verdict_on(Organisation.objects.get(code=code), date(*day), reader or User())


@pytest.mark.parametrize(
    ("code", "day", "verdict"),
    [
        ("SL", (2016, 3, 12), Verdict.PARTICIPANT),
        ("EU", (2016, 3, 12), Verdict.PARTICIPANT),
        ("KE", (2016, 3, 12), Verdict.NOT_PARTICIPANT),
        ("CM", (2012, 8, 13), Verdict.NOT_PARTICIPANT),
        ("CM", (2012, 8, 14), Verdict.PARTICIPANT),
        ("CF", (2014, 3, 12), Verdict.RESTRICTIONS),
        ("CF", (2018, 3, 12), Verdict.RESTRICTIONS),
        ("VE", (2012, 3, 12), Verdict.RESTRICTIONS),
        ("CI", (2010, 3, 12), Verdict.RESTRICTIONS),
        ("ZW", (2010, 3, 12), Verdict.RESTRICTIONS),
        ("TG", (2003, 3, 12), Verdict.PROVISIONAL),
        ("HR", (2016, 3, 12), Verdict.COVERED),
        ("FR", (2016, 3, 12), Verdict.COVERED),
        ("GB", (2020, 6, 1), Verdict.COVERED),
        ("GB", (2021, 1, 1), Verdict.PARTICIPANT),
    ],
)
def test_the_register_answers_for_the_day(facts, code, day, verdict):
    assert asked(code, *day).code == verdict


@pytest.mark.parametrize(
    ("code", "day"),
    [
        ("AO", (2003, 3, 12)),  # known to have begun in 2003, no more
        ("VE", (2008, 6, 1)),  # self-suspended some day of that year
        ("CF", (2003, 3, 20)),  # off the list some day of that month
        ("CI", (2014, 9, 1)),  # restrictions ended some day of that year
        ("MY", (2003, 5, 1)),  # no longer listed later, so it must have been before: since when is not on record
        ("FR", (2003, 3, 12)),  # as of the union
    ],
)
def test_what_is_not_known_to_the_day_is_to_be_confirmed_and_never_guessed(facts, code, day):
    assert asked(code, *day).code == Verdict.UNCONFIRMED


def test_a_name_that_is_not_on_the_register_is_a_verdict_and_no_error(cast):
    finding = verdict_on(None, date(2016, 3, 12), cast.officer)
    assert finding.code == Verdict.NOT_PARTICIPANT
    assert finding.issuer is None


def test_a_covered_state_names_the_participant_since_when_and_its_signatures_are_asked(facts):
    finding = asked("HR", 2016, 3, 12)
    assert "European Union" in finding.sentence
    assert "1 July 2013" in finding.explanation
    assert finding.issuer.code == "EU"


def test_a_member_state_of_a_union_that_is_restricted_is_told_so(cast):
    union = organisation("XU", "Union", Organisation.Kind.UNION)
    Affiliation.objects.create(
        organisation=organisation("XF", "Fir", status=None), parent=union, valid_from=date(2015, 1, 1)
    )
    Measure.objects.create(organisation=union, kind="restrictions", valid_from=date(2020, 1, 1))
    finding = asked("XF", 2021, 1, 1)
    assert (finding.code, finding.issuer) == (Verdict.RESTRICTIONS, union)


def test_the_decision_is_cited_to_those_who_may_know_of_it(facts):
    status = ParticipationStatus.objects.get(organisation__code="CF", status="suspended")
    document = Document.objects.filter(state="final", audience="public").first()
    Basis.objects.get_or_create(document=document, status=status)
    (ground,) = asked("CF", 2014, 3, 12).grounds
    assert document in ground.documents
    assert ground.words == "Temporary suspension"
    document.audience = "secretariat"
    document.save()
    (ground,) = asked("CF", 2014, 3, 12).grounds
    assert document not in ground.documents


def test_the_name_is_the_one_of_the_day(facts):
    assert "Swaziland" in asked("SZ", 2014, 3, 12).sentence
    assert "Eswatini" in asked("SZ", 2024, 3, 12).sentence


def test_every_verdict_has_a_sign_beside_its_colour():
    assert {code.tone for code in Verdict} == {"ok", "warn", "info", "bad", "mute"}
