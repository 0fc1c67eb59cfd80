"""Whoever writes the register writes its index with it: the administration, an import, an invitation. That of the reference data
is looked at in test_load_reference.py, that of the demonstration in test_demo.py."""

from datetime import date

import pytest
import tablib
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import transaction

from asm_portal.areas import sources
from asm_portal.importing import PeopleResource
from asm_portal.invitations import invite_officer
from asm_portal.models import Body, OrganisationName, SearchEntry
from asm_portal.models.search import entries_of
from asm_portal.search import lacks, search
from tests.cast import again

pytestmark = pytest.mark.django_db


def names_found(text, user=None):
    user = user or AnonymousUser()
    found = []
    for source in sources():
        records = source.records(user)
        found += [str(records.get(pk=pk)) for pk in search(text, user, records).ranked()]
    return found


def is_complete():
    """Whether the index holds of every record what its source says."""
    for source in sources():
        for record in source.to_index():
            held, wanted = SearchEntry.objects.of(record), entries_of(record)
            assert sorted(row.content for row in held) == sorted(row.content for row in wanted), record
    return True


def test_an_edit_of_a_name_is_found_at_once_and_the_old_spelling_is_not(cast):
    body = Body.objects.get(code="XWA")
    body.name_en = body.name_fr = "Emerald Group"
    body.save()
    assert names_found("emerald") == ["Emerald Group"]
    row = cast.xa.names.get(language="en")
    row.name = "Ashland"
    row.save()
    cast.xa.names.exclude(pk=row.pk).get().delete()
    assert names_found("ashland") == ["Ashland"]
    assert names_found("alder") == []


def test_what_a_transaction_did_not_keep_is_not_found(cast):
    with transaction.atomic():
        OrganisationName.objects.create(
            organisation=cast.xa, language="pt", name="Emerald", valid_from=date(2003, 1, 1)
        )
        transaction.set_rollback(True)
    assert names_found("emerald") == []


def test_imported_people_are_found(cast):
    columns = ("email", "given_name", "family_name", "organisation", "function", "valid_from")
    row = ("ruby@cast.example", "Ruby", "Emerald", "XA", "Gemmologist", "2020-01-01")
    result = PeopleResource().import_data(tablib.Dataset(row, headers=columns), raise_errors=True)
    assert not result.has_validation_errors()
    assert names_found("gemmologist", again(cast.member_a)) == ["Ruby Emerald, Alder"]


def test_an_invited_officer_is_found(cast):
    invite_officer(
        organisation=cast.xa,
        given_name="Opaline",
        family_name="Emerald",
        address="opaline@cast.example",
        by=cast.member_a,
    )
    assert names_found("opaline", again(cast.member_a)) == ["Opaline Emerald, Alder"]
    assert names_found("opaline", again(cast.member_b)) == []


def test_an_index_without_a_kind_of_record_is_noticed(cast):
    assert not lacks()
    SearchEntry.objects.filter(content_type__model="organisation").delete()
    assert lacks()
    call_command("reindex")
    assert not lacks()
    assert is_complete()


def test_nothing_is_written_where_nothing_has_changed(cast):
    before = set(SearchEntry.objects.values_list("pk", flat=True))
    cast.xa.website = "https://alder.example"
    cast.xa.save()
    assert set(SearchEntry.objects.values_list("pk", flat=True)) == before
