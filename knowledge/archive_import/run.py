"""Goes through a manifest, a row at a time."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import reset_queries, transaction

from knowledge import actions
from knowledge.archive_import.plan import Plan
from knowledge.archive_import.reading import RowReader
from knowledge.archive_import.scratch import Scratch
from knowledge.models import Document, ImportedRow


class Status(StrEnum):
    """What became of a row; in a dry run, what would."""

    IMPORTED = "imported"
    KNOWN = "known"
    REJECTED = "rejected"


@dataclass(frozen=True)
class Outcome:
    """A row: its number as the spreadsheet shows it, what became of it, and all reasons where it was rejected."""

    number: int
    status: Status
    plan: Plan
    cells: dict
    reasons: tuple[str, ...] = ()
    document: Document | None = None


def import_rows(manifest, folder, *, by=None, is_dry=False) -> Iterator[Outcome]:
    """Import the rows of a manifest, one whenever the caller asks for the next; a dry run writes nothing. Raises Unreadable."""
    folder = folder.resolve()
    with closing(Scratch()) as scratch:
        for number, cells in manifest.rows():
            outcome = take(number, cells, folder, scratch, by=by, is_dry=is_dry)
            note(outcome, scratch)
            reset_queries()  # with DEBUG on, Django keeps them
            yield outcome


def take(number, cells, folder, scratch, *, by, is_dry):
    reader = RowReader(number, cells, folder, scratch)
    known = ImportedRow.objects.filter(fingerprint=reader.plan.fingerprint).select_related("document").first()
    if known and not scratch.row_with(reader.plan.fingerprint):
        return Outcome(number, Status.KNOWN, reader.plan, cells, document=known.document)
    plan = reader.checked_plan()
    if reader.problems:
        return Outcome(number, Status.REJECTED, plan, cells, tuple(reader.problems))
    try:
        document = None if is_dry else carry_out(plan, by)
    except ValidationError as refusal:  # somebody has changed the document in this very moment
        return Outcome(number, Status.REJECTED, plan, cells, tuple(refusal.messages))
    return Outcome(number, Status.IMPORTED, plan, cells, document=document)


def note(outcome, scratch):
    """Remember what later rows may ask for."""
    plan, is_rejected = outcome.plan, outcome.status == Status.REJECTED
    document = outcome.document.pk if outcome.document else None
    is_locked = bool(plan.adoption) or bool(outcome.document and outcome.document.is_locked)
    for name in filter(None, (plan.name and f"id {plan.name}", number_of(outcome))):
        scratch.note_name(name, outcome.number, document, is_rejected=is_rejected, is_locked=is_locked)
    if is_rejected:
        return
    scratch.note_row(plan.fingerprint, outcome.number, [file.sha256 for file in plan.files])
    if outcome.status == Status.IMPORTED and document is None:
        scratch.note_texts(plan.key, plan.revision, [(file.language, file.role) for file in plan.files])


def number_of(outcome):
    number = outcome.cells.get("official_number", "")
    return f"number {number}" if number else ""


def carry_out(plan, by):
    """Write what a plan asks for, all of it or nothing, the files as well."""
    stored = []
    try:
        with transaction.atomic():
            document = plan.target.document if plan.target else new_document(plan, by)
            if plan.files:
                add_files(document, plan, by, stored)
            finish(document, plan, by)
            ImportedRow.objects.create(fingerprint=plan.fingerprint, document=document)
    except BaseException:  # whoever stops the run takes the row back
        for file in stored:
            file.storage.delete(file.name)
        raise
    return document


def new_document(plan, by):
    details = {"decision": plan.decision, "minutes": plan.minutes}
    return actions.add_document(
        titles=plan.titles, translated_titles=plan.translated_titles, by=by, **plan.facts, **details
    )


def add_files(document, plan, by, stored):
    """To the revision that the plan names, the next one where there is none such yet."""
    revision = document.revisions.filter(number=plan.revision).first()
    if revision is None:
        revision = actions.add_revision(document=document, by=by, **plan.what_changed)
    for file in plan.files:
        with file.path.open("rb") as raw:
            rendition = actions.add_rendition(
                revision=revision, language=file.language, role=file.role, file=File(raw, name=file.path.name), by=by
            )
            stored.append(rendition.file)
    if document.state == Document.State.FINAL:
        actions.release_revision(revision=revision, by=by)


def finish(document, plan, by):
    """Links to earlier documents, and the state in which an old document is kept."""
    for kind, earlier in plan.links:
        actions.link(later=document, kind=kind, earlier=earlier.document, by=by)
    if plan.target or plan.stays_draft:
        return
    if plan.adoption:
        actions.adopt_minutes(minutes=document.minutes, by=by, **plan.adoption)
    else:
        actions.publish(document=document, by=by)
