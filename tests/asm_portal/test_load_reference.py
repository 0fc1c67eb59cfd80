"""The reference facts, loaded once and again: what they hold, and what they must not hold."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from asm_portal.models import (
    Affiliation,
    Body,
    Measure,
    Membership,
    Office,
    OfficeTerm,
    Organisation,
    OrganisationName,
    ParticipationStatus,
    Person,
    ReferenceRow,
    Representation,
)
from asm_portal.models.organisations import OBSERVER_STATUSES
from asm_portal.reference import rows_of
from asm_portal.visibility import Audience
from knowledge.models import Basis, Decision, Document, DocumentKind, DocumentLink, GlossaryTerm
from logistics.models import Meeting
from tests.asm_portal.test_search_writers import is_complete, names_found

FILES = ["organisations", "bodies", "memberships", "offices", "decisions", "document_kinds", "glossary", "meetings"]


def run():
    out = StringIO()
    call_command("load_reference", stdout=out)
    return out.getvalue()


def nested_rows(rows):
    for row in rows:
        yield row
        for value in row.values():
            if isinstance(value, list):
                yield from nested_rows(value)


def test_what_is_loaded_is_indexed(facts):
    assert is_complete()
    assert "Eswatini" in names_found("Swaziland")
    assert "Côte d’Ivoire" in [name.replace("'", "’") for name in names_found("cote d ivoire")]
    assert "United Arab Emirates" in names_found("UAE")
    assert "Working Group on Monitoring" in names_found("GTCS")


def test_everything_is_loaded(facts):
    assert Organisation.objects.participants().count() == 60
    assert Affiliation.objects.valid_on().filter(parent__code="EU").count() == 27
    assert Organisation.objects.with_status(OBSERVER_STATUSES).count() == 4
    assert Body.objects.count() == 24
    assert Membership.objects.count() == 113
    assert not Membership.objects.filter(attested="").exists()
    assert OfficeTerm.objects.exclude(attested="").count() == 18
    assert Decision.objects.count() == 48
    assert DocumentKind.objects.count() == 39
    assert GlossaryTerm.objects.count() == 47
    assert Meeting.objects.count() == 47
    assert Organisation.objects.get(code="KPS").kind == Organisation.Kind.SECRETARIAT


def test_a_second_run_changes_nothing(facts):
    before = {row.key: row.values for row in ReferenceRow.objects.all()}
    versions = list(Organisation.objects.values_list("code", "version"))
    assert run().strip() == f"Reference data: {len(before)} unchanged"
    assert {row.key: row.values for row in ReferenceRow.objects.all()} == before
    assert list(Organisation.objects.values_list("code", "version")) == versions


def test_a_second_run_asks_the_database_almost_nothing(facts, django_assert_max_num_queries):
    with django_assert_max_num_queries(5):
        run()


def test_every_record_says_that_it_comes_from_the_reference_data(facts):
    row = ParticipationStatus.history.get(organisation__code="CF", status="suspended")
    assert (row.history_change_reason, row.history_user) == ("reference data", None)


def test_every_row_has_its_source_and_its_certainty(facts):
    for model in (Organisation, OrganisationName, ParticipationStatus, Measure, Affiliation, Body, Membership, OfficeTerm,
                  Document, DocumentKind, GlossaryTerm, Meeting):  # fmt: skip
        assert not model.objects.filter(source="").exists(), model
        assert not model.objects.filter(certainty="").exists(), model


def test_no_person_no_guess_and_no_future_chair_is_loaded(facts):
    assert not Person.objects.exists()
    assert not Representation.objects.exists()
    assert not Organisation.objects.filter(code="TW").exists()
    assert not OfficeTerm.objects.filter(valid_from__gte=date(2027, 1, 1)).exists()
    assert not Organisation.objects.filter(kind__in=["national_authority", "national_committee"]).exists()


def test_the_terms_of_the_chair_are_runs_of_one_holder(facts):
    def terms(code):
        return [
            (term.organisation.code, term.valid_from.year, term.valid_until.year, term.capacity_en)
            for term in Office.objects.get(code=code).terms.order_by("valid_from")
        ]

    assert terms("kp-chair")[-6:] == [
        ("RU", 2020, 2022, ""), ("BW", 2022, 2023, ""), ("ZW", 2023, 2024, ""), ("AE", 2024, 2025, ""),
        ("AE", 2025, 2026, "Custodian Chair"), ("IN", 2026, 2027, ""),
    ]  # fmt: skip
    assert [(code, start) for code, start, *_rest in terms("kp-vice-chair")[-6:]] == [
        ("BW", 2020), ("ZW", 2022), ("AE", 2023), ("TH", 2025), ("IN", 2025), ("GH", 2026),
    ]  # fmt: skip


def test_chains_of_decisions_are_linked(facts):
    def earlier(title):
        links = DocumentLink.objects.filter(later__titles__title=title)
        return {(link.kind, str(link.earlier)) for link in links}

    assert earlier("KPCS peer review system (revised 2019)") == {
        ("supersedes", "KPCS peer review system (revised 2012)")
    }
    assert ("extends", "Selection, engagement and operation of a KP Administrative Support Mechanism") in earlier(
        "Three-year extension of the ASM agreement with the WDC"
    )
    bases = Basis.objects.filter(status__organisation__code="CF").order_by("status__valid_from")
    assert [row.status.status for row in bases] == ["suspended", "partial_resumption", "participant"]
    assert {row.measure.organisation.code for row in Basis.objects.exclude(measure=None)} == {"CI", "ZW"}


def test_decisions_are_known_but_not_held(facts, cast):
    known = Document.objects.visible_to(cast.anyone).for_display(cast.anyone)
    assert known.count() == Document.objects.count() == 49
    assert not any(document.is_held for document in known)
    assert {title.status for document in known for title in document.titles.all() if title.language == "fr"} == {
        "official", "our_translation",
    }  # fmt: skip


def test_no_kind_of_mixed_or_closed_practice_is_public_by_default(facts):
    for kind in DocumentKind.objects.exclude(note=""):
        assert (kind.default_audience == Audience.PUBLIC) is kind.note.startswith("Access seen: public"), kind
    assert DocumentKind.objects.values("prefix").distinct().count() == DocumentKind.objects.count()
    assert all(kind.prefix.isupper() and len(kind.prefix) == 3 for kind in DocumentKind.objects.all())


@pytest.mark.parametrize("name", FILES)
def test_no_file_of_facts_holds_an_address_or_a_number_of_anybody(name):
    for row in nested_rows(rows_of(name)):
        text = " ".join(str(value) for value in row.values())
        assert "@" not in text.replace("DDI@RESOLVE", "")
        assert "+2" not in text


def test_what_is_loaded_can_be_searched(facts, client):
    found = client.get("/en/search/", {"q": "AD 02/2013"}, follow=True).text
    assert "Guidelines for the preparation, review and analysis of KP statistical data" in found
