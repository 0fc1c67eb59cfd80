"""Rows of reference data beside the work of staff: what is made, what is brought up to date, what is left alone."""

from datetime import date

import pytest

from asm_portal.loading import Loader, Outcome
from asm_portal.models import Body, Organisation, OrganisationName, ParticipationStatus, ReferenceRow

ALBA = {"code": "XQ", "kind": "state", "website": "", "source": "a list"}


def load(model, *rows, key="code"):
    loader = Loader()
    loader.load(model, rows, key=key)
    return loader


def test_a_row_that_changed_is_brought_up_to_date(db):
    load(Organisation, ALBA)
    loader = load(Organisation, ALBA | {"website": "https://alba.example"})
    assert loader.counts == {Outcome.UPDATED: 1}
    made = Organisation.objects.get(code="XQ")
    assert (made.website, made.history.count()) == ("https://alba.example", 2)


def test_what_staff_have_edited_stays_and_the_rest_is_updated(db):
    load(Organisation, ALBA)
    made = Organisation.objects.get(code="XQ")
    made.website = "https://ours.example"
    made.save()
    loader = load(Organisation, ALBA | {"website": "https://theirs.example", "iso_alpha3": "XQA"})
    made.refresh_from_db()
    assert (made.website, made.iso_alpha3) == ("https://ours.example", "XQA")
    assert loader.counts == {Outcome.KEPT: 1}
    assert "website" in loader.remarks[Outcome.KEPT][0]
    load(Organisation, ALBA | {"website": "https://again.example", "iso_alpha3": "XQB"})
    made.refresh_from_db()
    assert (made.website, made.iso_alpha3) == ("https://ours.example", "XQB")


def test_an_edit_of_a_relation_stays_too(db):
    load(
        Body,
        {"code": "A", "kind": "committee"},
        {"code": "B", "kind": "committee"},
        {"code": "C", "kind": "subgroup", "parent": "A"},
    )
    child = Body.objects.get(code="C")
    child.parent = None
    child.save()
    assert load(Body, {"code": "C", "kind": "subgroup", "parent": "B"}).counts == {Outcome.KEPT: 1}
    child.refresh_from_db()
    assert child.parent is None


def test_what_the_data_no_longer_say_goes_back_to_nothing(db):
    load(Organisation, ALBA | {"website": "https://alba.example"})
    load(Organisation, {name: value for name, value in ALBA.items() if name != "website"})
    assert Organisation.objects.get(code="XQ").website == ""


def test_what_staff_have_removed_is_not_made_again(db):
    load(Organisation, ALBA)
    Organisation.objects.get(code="XQ").delete()
    loader = load(Organisation, ALBA | {"website": "https://alba.example"})
    assert loader.counts == {Outcome.REMOVED: 1}
    name = {"key": "XQ/en", "organisation": "XQ", "language": "en", "name": "Alba", "valid_from": "2003-01-01"}
    assert load(OrganisationName, name, key="key").counts == {Outcome.REMOVED: 1}
    assert not Organisation.objects.exists()


def test_what_staff_have_made_before_is_adopted_and_not_doubled(db):
    Organisation.objects.create(code="XQ", kind="state", website="https://ours.example")
    loader = load(Organisation, ALBA | {"website": "https://theirs.example"})
    assert loader.counts == {Outcome.ADOPTED: 1}
    assert Organisation.objects.get().website == "https://ours.example"


def test_a_row_that_overlaps_with_one_of_staff_is_left_out_and_reported(db):
    load(Organisation, ALBA)
    made = Organisation.objects.get(code="XQ")
    ParticipationStatus.objects.create(organisation=made, status="applicant", valid_from=date(2020, 1, 1))
    row = {"key": "XQ/2019", "organisation": "XQ", "status": "participant", "valid_from": "2019-01-01"}
    loader = load(ParticipationStatus, row, key="key")
    assert loader.counts == {Outcome.CLASHING: 1}
    assert "overlap" in loader.remarks[Outcome.CLASHING][0]
    assert [status.status for status in made.statuses.all()] == ["applicant"]


def test_a_boundary_may_move(db):
    load(Organisation, ALBA)

    def statuses(boundary):
        return [
            {
                "key": "1",
                "organisation": "XQ",
                "status": "participant",
                "valid_from": "2003-01-01",
                "valid_until": boundary,
            },
            {"key": "2", "organisation": "XQ", "status": "suspended", "valid_from": boundary},
        ]

    load(ParticipationStatus, *statuses("2010-01-01"), key="key")
    for boundary in ("2012-01-01", "2009-01-01"):
        loader = load(ParticipationStatus, *statuses(boundary), key="key")
        assert (dict(loader.counts), dict(loader.remarks)) == ({Outcome.UPDATED: 2}, {})
        assert [str(row.valid_from) for row in ParticipationStatus.objects.order_by("valid_from")] == [
            "2003-01-01",
            boundary,
        ]


def test_nothing_is_loaded_where_a_part_fails(db):
    def good(loader):
        loader.load(Organisation, [ALBA], key="code")

    def bad(loader):
        raise RuntimeError

    with pytest.raises(RuntimeError):
        Loader().run(good, bad)
    assert not Organisation.objects.exists()
    assert not ReferenceRow.objects.exists()
