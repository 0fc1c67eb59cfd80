"""The two French texts with which the project began come in by the bulk import, as any old archive would."""

from pathlib import Path

from knowledge.archive_import import Status, import_rows, open_manifest
from knowledge.models import Rendition

SEEDS = Path(__file__).parent.parent / "data" / "seeds"


def imported():
    return list(import_rows(open_manifest(SEEDS / "manifest.csv"), SEEDS))


def test_the_two_texts_of_the_project_come_in_as_they_are(facts, work):
    mandate, workshop = imported()
    assert (mandate.reasons, workshop.reasons) == ((), ())
    work()
    for outcome, name in ((mandate, "asm_mandate_fr.txt"), (workshop, "guinea_workshop_fr.txt")):
        rendition = Rendition.objects.get(revision__document=outcome.document)
        with rendition.file.open("rb") as file:
            assert file.read() == (SEEDS / name).read_bytes()
        assert rendition.extracted_text == (SEEDS / name).read_text()
        assert (rendition.language, rendition.role) == ("fr", "original")
        assert (outcome.document.state, outcome.document.date_precision) == ("final", "unknown")
    assert mandate.document.kind.code == "terms_of_reference"
    assert workshop.document.organisation.code == "GN"


def test_they_come_in_once(facts):
    imported()
    assert {outcome.status for outcome in imported()} == {Status.KNOWN}
