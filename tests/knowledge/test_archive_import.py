"""The bulk import of an old archive: what comes in, what is rejected, and that a second run changes nothing."""

import csv
import io
import re
import tracemalloc
import unicodedata
from collections import Counter
from datetime import date

import openpyxl
import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError

from asm_portal.visibility import Audience
from knowledge.archive_import import Status, Unreadable, import_rows, open_manifest
from knowledge.archive_import.columns import COLUMNS, FRENCH
from knowledge.archive_import.run import carry_out
from knowledge.models import Document, ImportedRow, Rendition
from tests import made_files as made
from tests.cast import again
from tests.knowledge.papers import final, make_kind

MACRO = made.changed(made.docx_saying("x"), {"word/vbaProject.bin": b"\0"})
TABLES = (Document, Rendition, ImportedRow)


@pytest.fixture
def kinds(cast):
    make_kind("paper")
    make_kind("minutes", "body", "MIN")
    make_kind("terms", "public", "TOR")
    return cast


class Archive:
    """A folder with files and a manifest."""

    def __init__(self, folder):
        self.folder = folder

    def write(self, name, data=None):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data or f"The text of {name}.".encode())
        return path

    def manifest(self, *rows, name="manifest.csv", encoding="utf-8"):
        """Rows are dicts; the columns are those that any of them has."""
        columns = list(dict.fromkeys(column for row in rows for column in row))
        out = io.StringIO()
        sheet = csv.DictWriter(out, columns)
        sheet.writeheader()
        sheet.writerows(rows)
        return self.write(name, out.getvalue().encode(encoding))

    def run(self, *rows, path=None, **extra):
        """The outcomes of all rows, by their number."""
        manifest = open_manifest(path or self.manifest(*rows))
        return {outcome.number: outcome for outcome in import_rows(manifest, self.folder, **extra)}

    def reasons(self, *rows, **extra):
        return {number: outcome.reasons for number, outcome in self.run(*rows, **extra).items() if outcome.reasons}


@pytest.fixture
def archive(tmp_path, kinds):
    return Archive(tmp_path)


def paper(number=1, **cells):
    return {"kind": "paper", "title_en": f"Paper {number}", "audience": "public"} | cells


def counts():
    return {model.__name__: model.objects.count() for model in TABLES}


def stored_files():
    return sorted(path.name for path in (settings.MEDIA_ROOT / "renditions").glob("*"))


def command(manifest, *args):
    """(output, complaints, the error that it ended with)"""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("import_archive", str(manifest), *args, stdout=out, stderr=err)
    except CommandError as problem:
        return out.getvalue(), err.getvalue(), problem
    return out.getvalue(), err.getvalue(), None


# What comes in


def test_what_came_in_is_found_by_the_words_of_its_file(archive, client, work):
    archive.write("a.txt", b"It speaks of quartzite.")
    archive.run(paper(file_en="a.txt"))
    work()
    assert "Paper 1" in client.get("/en/documents/?q=quartzite").content.decode()


def test_a_row_says_all_there_is_to_say_of_a_document(archive):
    for name in ("en.txt", "sub/fr.txt", "twin.txt"):
        archive.write(name)
    row = {
        "kind": "PAPER", "title_en": "Rules", "our_title_fr": "Règles", "official_number": "N 7", "date": "2006-05",
        "body": "xwa", "audience": "", "organisation": "XA",
        "file_en": "en.txt", "translation_fr": r"sub\fr.txt", "text_en": "twin.txt",
        "decided_by": "plenary", "in_force_from": "2006-06-01", "place_en": "Alderburg", "source": "box 4", "certainty": "medium",
        "note": "=read twice",
    }  # fmt: skip
    document = archive.run(row)[2].document
    assert (document.date, document.date_precision) == (date(2006, 5, 1), "month")
    assert (document.issuing_body.code, document.organisation.code) == ("XWA", "XA")
    assert (document.audience, document.certainty, document.note) == ("process", "medium", "=read twice")
    assert {(row.language, row.status) for row in document.titles.all()} == {
        ("en", "official"),
        ("fr", "our_translation"),
    }
    assert {(row.language, row.role) for row in Rendition.objects.all()} == {
        ("en", "original"), ("fr", "translation"), ("en", "text"),
    }  # fmt: skip
    decision = document.decision
    assert (decision.adopted_by, decision.in_force_from, decision.place_en) == (
        "plenary",
        date(2006, 6, 1),
        "Alderburg",
    )


def test_the_history_names_who_imported(archive, kinds):
    document = archive.run(paper(), by=kinds.secretary)[2].document
    assert {row.history_user for row in document.past.all()} == {kinds.secretary}


def test_an_audience_of_the_kind_takes_its_body_and_only_a_word_in_the_manifest_makes_public(archive, kinds, client):
    make_kind("internal", "body", "INT")
    outcomes = archive.run(
        {"kind": "internal", "title_en": "Inside", "body": "XWA"},
        {"kind": "internal", "title_en": "Lost"},
        {"kind": "terms", "title_en": "Silent"},
        {"kind": "terms", "title_en": "Spoken", "audience": "Public"},
    )
    inside = outcomes[2].document
    assert (inside.audience, inside.audience_body) == (Audience.BODY, kinds.xwa)
    assert "needs the column “body”" in outcomes[3].reasons[0]
    assert "public by default" in outcomes[4].reasons[0]
    assert outcomes[5].document.audience == Audience.PUBLIC
    assert client.get(inside.get_absolute_url()).status_code == 404
    client.force_login(again(kinds.member_a))
    assert client.get(inside.get_absolute_url()).status_code == 200


def test_minutes_are_adopted_where_the_manifest_says_by_what_and_stay_drafts_elsewhere(archive, kinds):
    archive.write("a.txt")
    row = {"kind": "minutes", "title_en": "Minutes", "body": "XWA", "meeting_date": "2009", "file_en": "a.txt"}
    adopted = row | {"adopted_on": "2010-03-01", "adopted_by_en": "the meeting of 1 March 2010"}
    outcomes = archive.run(adopted, row | {"title_en": "Unclear", "file_en": ""})
    first, second = outcomes[2].document, outcomes[3].document
    assert (first.state, first.is_locked, first.minutes.meeting_date_precision) == ("final", True, "year")
    assert first.minutes.adopted_on == date(2010, 3, 1)
    assert (first.audience_body, second.state) == (kinds.xwa, "draft")


def test_a_later_row_supersedes_an_earlier_one_and_a_document_of_the_archive(archive):
    old = final("Old", official_number="N 1")
    outcomes = archive.run(
        paper(1, id="base"),
        paper(2, id="next", supersedes=f"base; {old.reference.lower()}", amends="N 1"),
        paper(3, implements="next"),
    )
    links = {(row.kind, row.earlier) for row in outcomes[3].document.links.all()}
    assert links == {("supersedes", outcomes[2].document), ("supersedes", old), ("amends", old)}
    assert outcomes[4].document.links.get().earlier == outcomes[3].document


def test_a_file_reaches_a_document_that_was_known_but_not_held(archive):
    known = final("Known", official_number="N 9")
    archive.write("a.txt")
    archive.write("b.txt")
    rows = (
        {"adds_to": known.reference, "file_en": "a.txt"},
        {"adds_to": "N 9", "revision": "1", "translation_fr": "b.txt"},
    )
    archive.run(*rows)
    assert [(row.number, row.released_at is not None) for row in known.revisions.all()] == [(1, True)]
    assert {row.language for row in Rendition.objects.filter(revision__document=known)} == {"en", "fr"}


def test_later_revisions_follow_the_first(archive):
    for name in ("a.txt", "b.txt", "c.txt"):
        archive.write(name)
    outcomes = archive.run(
        paper(1, id="p", file_en="a.txt"),
        {"adds_to": "p", "file_en": "b.txt", "what_changed_en": "Point 3"},
        {"adds_to": "p", "revision": "4", "file_en": "c.txt"},
        {"adds_to": "p", "revision": "2", "file_en": "c.txt"},
    )
    revisions = list(outcomes[2].document.revisions.values_list("number", "what_changed_en"))
    assert revisions == [(1, ""), (2, "Point 3")]
    assert "the next one would be 3" in outcomes[4].reasons[0]
    assert outcomes[5].reasons == ("file_en: Revision 2 has such a text already.",)


# How manifests are written


@pytest.mark.both_databases
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_accents_survive_whatever_the_manifest_was_saved_as(archive, encoding):
    path = archive.manifest(paper(title_fr="Procès-verbal « été »"), encoding=encoding)
    manifest = open_manifest(path)
    [outcome] = import_rows(manifest, archive.folder)
    assert outcome.document.titles.get(language="fr").title == "Procès-verbal « été »"
    assert ("Windows-1252" in manifest.remark) is (encoding == "cp1252")


def test_a_manifest_in_french_with_semicolons_is_read(archive):
    path = archive.write("m.csv", "Nature;Titre EN;Numéro officiel;Public visé\npaper;Paper;N 3;public\n".encode())
    [outcome] = import_rows(open_manifest(path), archive.folder)
    assert outcome.document.official_number == "N 3"


def test_a_workbook_is_read_with_its_dates_and_numbers(archive):
    book = openpyxl.Workbook()
    book.active.append(["kind", "title_en", "date", "audience", "official_number"])
    book.active.append(["paper", "By day", date(2006, 5, 12), "public", 17])
    book.active.append([None, None, None, None, None])
    book.active.append(["paper", "By year", 2006, "public", None])
    book.save(archive.folder / "m.xlsx")
    outcomes = archive.run(path=archive.folder / "m.xlsx")
    assert (outcomes[2].document.date, outcomes[2].document.official_number) == (date(2006, 5, 12), "17")
    assert (outcomes[4].document.date, outcomes[4].document.date_precision) == (date(2006, 1, 1), "year")


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("m.csv", b"", "names no column"),
        ("m.csv", b"kind,colour,shape\n", "no such column: colour, shape"),
        ("m.csv", b"kind,nature\n", "twice: kind"),
        ("m.csv", "kind\npaper".encode("utf-16"), "UTF-16"),
        ("m.csv", b"kind,title_en\npaper,\x81\x8d\n", "neither in UTF-8 nor in Windows-1252"),
        ("m.csv", b'kind,title_en\npaper,"open\n', "Row 2 cannot be read"),
        ("m.xlsx", b"PK no workbook", "damaged"),
        ("m.xlsx", b"just text", "although its name says so"),
        ("m.ods", b"", "CSV or an XLSX"),
    ],
)  # fmt: skip
def test_a_manifest_that_cannot_be_read_says_why(archive, name, data, words):
    path = archive.folder / name
    path.write_bytes(data)
    with pytest.raises(Unreadable) as refusal:
        list(import_rows(open_manifest(path), archive.folder))
    assert words in str(refusal.value)


def test_an_accent_written_in_two_signs_names_the_same_file(archive):
    archive.write(unicodedata.normalize("NFD", "procès.txt"))
    assert archive.run(paper(file_fr=unicodedata.normalize("NFC", "procès.txt")))[2].status == Status.IMPORTED


# What is rejected


def test_a_row_says_everything_that_is_wrong_with_it_and_nothing_of_it_comes_in(archive):
    archive.write("program.pdf", b"MZ\x00\x01 no PDF")
    row = {
        "kind": "papre", "title_en": "x" * 401, "date": "2006-02-30", "body": "QQQ", "organisation": "ZZ", "audience": "all",
        "file_en": "program.pdf", "file_fr": "missing.pdf", "amends": "N 404", "certainty": "sure", "decided_by": "them",
        "in_force_from": "soon", "adopted_on": "2006-01-01", "official_number": "9" * 81, "revision": "3",
    }  # fmt: skip
    before = counts()
    reasons = archive.reasons(row)[2]
    for column in row:
        assert any(reason.startswith(f"{column}: ") for reason in reasons), column
    assert len(reasons) == len(row)
    assert counts() == before


@pytest.mark.parametrize(
    "name", ["../secret.txt", "/etc/hostname", "C:\\secret.txt", "sub/../../secret.txt", "link.txt", "linked/inner.txt"]
)
def test_no_file_outside_the_folder_is_read(archive, tmp_path_factory, name):
    outside = tmp_path_factory.mktemp("outside")
    (outside / "inner.txt").write_text("secret")
    (archive.folder.parent / "secret.txt").write_text("secret")
    (archive.folder / "link.txt").symlink_to(outside / "inner.txt")
    (archive.folder / "linked").symlink_to(outside)
    [reason] = archive.reasons(paper(file_en=name))[2]
    assert "outside the folder" in reason or "is a link" in reason


def test_a_name_that_is_longer_than_a_name_may_be_rejects_its_row_only(archive):
    assert list(archive.reasons(paper(1, file_en=f"{'long' * 100}.pdf"), paper(2))) == [2]


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"date": "2999"}, "lies ahead"),
        ({"date": "12/05/2006"}, "Write it as 2006"),
        ({"file_en": "folder"}, "is no file"),
        ({"file_en": "empty.txt"}, "empty"),
        ({"file_en": "macro.docx"}, "macro"),
        ({"file_en": "a.txt", "file_fr": "a.txt"}, "same file"),
        ({"our_title_en": "Twice"}, "One title per language"),
        ({"title_en": ""}, "needs a title"),
        ({"kind": ""}, "needs its kind"),
        ({"instrument": "resolution"}, "cannot be blank"),
        (
            {"decided_by": "plenary", "in_force_from": "2010-01-01", "in_force_until": "2009-01-01"},
            "after the beginning",
        ),
        ({"kind": "minutes", "meeting_date": "2009"}, "body: Minutes need this"),
        ({"kind": "minutes", "body": "XWA", "meeting_date": "2009", "adopted_on": "2010-01-01"}, "by what"),
        ({"kind": "minutes", "body": "XWA", "meeting_date": "2009", "adopted_by_en": "the next"}, "its day"),
        ({"adds_to": "N 1", "file_en": "a.txt"}, "Empty these cells: kind, audience, title_en"),
        ({"adds_to": "N 1", "kind": "", "title_en": "", "audience": ""}, "names no file"),
    ],
)
def test_what_is_wrong_is_told_in_a_sentence(archive, cells, words):
    final("Held", official_number="N 1")
    archive.write("a.txt")
    (archive.folder / "folder").mkdir()
    (archive.folder / "empty.txt").touch()
    archive.write("macro.docx", MACRO)
    assert words in " ".join(archive.reasons(paper(1, **cells))[2])


def test_rows_that_repeat_each_other_are_told_apart(archive):
    archive.write("a.txt")
    reasons = archive.reasons(
        paper(1, id="p", file_en="a.txt", official_number="N 1"),
        paper(1, id="p", file_en="a.txt", official_number="N 1"),
        paper(2, file_en="a.txt"),
        paper(3, id="p"),
        paper(4, official_number="N 1"),
        paper(5, id="bad", date="soon"),
        paper(6, amends="bad"),
    )
    assert {number: words[0] for number, words in reasons.items() if len(words) == 1} == {
        3: "Row 2 says the same.",
        4: "file_en: Row 2 has this file, with other data.",
        5: "id: Row 2 has the same id.",
        6: reasons[6][0],
        7: reasons[7][0],
        8: "amends: Row 7, which makes that document, is rejected itself.",
    }
    assert "has this official number" in reasons[6][0]


def test_cells_beyond_the_last_column_are_not_lost_silently(archive):
    path = archive.write("m.csv", b"kind,title_en,audience\npaper,Paper,public,stray\n")
    assert "stray" in archive.reasons(path=path)[2][0]


def test_a_file_that_the_archive_holds_is_reported_with_its_document(archive):
    archive.write("a.txt")
    first = archive.run(paper(1, file_en="a.txt"))[2].document
    [reason] = archive.reasons(paper(2, file_en="a.txt"))[2]
    assert first.reference in reason


def test_a_document_known_by_its_number_is_not_made_twice(archive):
    known = final("Known", official_number="N 9")
    [reason] = archive.reasons(paper(official_number="N 9"))[2]
    assert known.reference in reason
    assert "adds_to" in reason


def test_withdrawn_documents_and_adopted_minutes_get_no_further_text(archive):
    archive.write("a.txt")
    archive.write("b.txt")
    minutes = {"kind": "minutes", "title_en": "M", "body": "XWA", "meeting_date": "2009", "file_en": "a.txt", "id": "m"}
    adopted = minutes | {"adopted_on": "2010-01-01", "adopted_by_en": "the meeting"}
    reasons = archive.reasons(adopted, {"adds_to": "m", "file_en": "b.txt"})
    assert any("locked" in reason for reason in reasons[3])


# Again, and in part


def test_a_second_run_writes_nothing(archive):
    archive.write("a.txt")
    rows = [
        paper(1, file_en="a.txt", id="p"),
        paper(2, amends="p"),
        {"adds_to": "p", "revision": "1", "text_fr": "b.txt"},
    ]
    archive.write("b.txt")
    archive.run(*rows)
    before, files = counts(), stored_files()
    history = Document.history.count()
    assert {outcome.status for outcome in archive.run(*rows).values()} == {Status.KNOWN}
    assert (counts(), stored_files(), Document.history.count()) == (before, files, history)


def test_renaming_a_file_or_the_order_of_columns_makes_no_new_row(archive):
    archive.write("a.txt", b"same")
    archive.run({"kind": "paper", "title_en": "P", "audience": "public", "file_en": "a.txt"})
    archive.write("b.txt", b"same")
    outcome = archive.run({"file_en": "b.txt", "audience": "public", "title_en": "P", "kind": "paper"})[2]
    assert outcome.status == Status.KNOWN


def test_a_run_that_was_stopped_goes_on_where_it_was(archive):
    rows = [
        paper(number, id=f"p{number}", **({"amends": f"p{number - 1}"} if number > 1 else {})) for number in range(1, 7)
    ]
    running = import_rows(open_manifest(archive.manifest(*rows)), archive.folder)
    for _row in range(3):
        next(running)
    running.close()
    assert Document.objects.count() == 3
    outcomes = archive.run(*rows)
    assert Counter(outcome.status for outcome in outcomes.values()) == {Status.KNOWN: 3, Status.IMPORTED: 3}
    assert Document.objects.count() == 6
    assert outcomes[5].document.links.get().earlier == outcomes[4].document


def test_a_row_that_fails_while_it_is_written_leaves_neither_records_nor_files(archive):
    archive.write("a.txt")
    before, files = counts(), stored_files()
    plan = archive.run(paper(1, file_en="a.txt", decided_by="plenary"), is_dry=True)[2].plan
    plan.decision["in_force_from"] = "no day at all"
    with pytest.raises(ValidationError):
        carry_out(plan, None)
    plan.decision = None
    ImportedRow.objects.create(fingerprint=plan.fingerprint, document=final("Imported by somebody else meanwhile"))
    before["Document"] += 1
    before["ImportedRow"] += 1
    with pytest.raises(IntegrityError):
        carry_out(plan, None)
    assert (counts(), stored_files()) == (before, files)


def test_a_rejected_row_comes_in_once_it_is_put_right(archive):
    rows = [paper(1), paper(2, date="soon")]
    assert list(archive.reasons(*rows)) == [3]
    outcomes = archive.run(rows[0], paper(2, date="2006"))
    assert [outcome.status for outcome in outcomes.values()] == [Status.KNOWN, Status.IMPORTED]


def test_a_dry_run_says_what_a_run_then_does_and_writes_nothing(archive):
    for name in ("a.txt", "b.txt"):
        archive.write(name)
    rows = [
        paper(1, id="p", file_en="a.txt", official_number="N 1"),
        paper(2, supersedes="p"),
        {"adds_to": "p", "file_en": "b.txt"},
        {"adds_to": "p", "revision": "2", "file_en": "b.txt"},
        paper(3, file_en="a.txt"),
        paper(4, official_number="N 1"),
        {"kind": "minutes", "title_en": "M", "body": "XWA", "meeting_date": "2009"},
        paper(5, supersedes="nowhere"),
    ]
    before, files = counts(), stored_files()
    dry = archive.run(*rows, is_dry=True)
    assert (counts(), stored_files()) == (before, files)
    wet = archive.run(*rows)
    for number, outcome in wet.items():
        assert (dry[number].status, len(dry[number].reasons)) == (outcome.status, len(outcome.reasons)), number
    assert str(dry[2].plan) == "“Paper 1”, Paper, final, for: everyone; 1 file: a.txt (en, original)"
    assert str(dry[8].plan) == "“M”, Minutes, draft, for: members of a body, Sample Working Group A; 0 files"
    assert "revision 2: 1 file: b.txt" in str(dry[4].plan)


# The command


def test_the_command_reports_every_rejected_row_with_all_its_reasons_and_fails(archive):
    path = archive.manifest(paper(1), paper(2, date="soon", body="QQQ", id="=bad"))
    report = archive.folder / "rejected.csv"
    out, err, error = command(path, "--report", str(report))
    assert error.returncode == 1
    assert "1 imported, 0 known, 1 rejected" in out
    assert "Row 3 rejected: date: “soon”" in err
    rows = list(csv.reader(io.StringIO(report.read_text(encoding="utf-8-sig"))))
    assert rows[1][:3] == ["3", "'=bad", "Paper 2"]
    assert len(rows[1][3].splitlines()) == 2
    assert len(rows) == 2


def test_a_dry_run_of_the_command_names_every_row(archive):
    path = archive.manifest(paper(1), paper(2))
    command(archive.manifest(paper(1), name="first.csv"))
    out, err, error = command(path, "--dry-run")
    assert "Row 2 is in the archive already." in out
    assert "Row 3 would be imported: “Paper 2”" in out
    assert "Dry run, nothing was written: 1 imported, 1 known, 0 rejected." in out
    assert (err, error) == ("", None)


def test_the_command_imports_in_the_name_of_a_member_of_the_secretariat_only(archive, kinds):
    path = archive.manifest(paper(1))
    for address in ("nobody@cast.example", kinds.member_a.email):
        assert "not an account of the secretariat" in str(command(path, "--by", address)[2])
    assert command(path, "--by", kinds.secretary.email.upper())[2] is None
    assert Document.objects.get().past.first().history_user == kinds.secretary


def test_the_command_says_what_it_cannot_find(archive):
    assert "There is no file" in str(command(archive.folder / "none.csv")[2])
    path = archive.manifest(paper(1))
    assert "There is no folder" in str(command(path, "--files", str(archive.folder / "none"))[2])


class Terminal(io.StringIO):
    """An output that is looked at."""

    def isatty(self):
        return True


class Stopped(Terminal):
    """Ctrl-C at the second line."""

    def write(self, text):
        if "2 imported" in text:
            raise KeyboardInterrupt
        return super().write(text)


def test_a_bar_moves_on_a_terminal_and_only_there(archive):
    path = archive.manifest(*(paper(number) for number in range(3)))
    out = Terminal()
    call_command("import_archive", str(path), stdout=out)
    assert "\r[####################" in out.getvalue()
    assert "\r" not in command(archive.manifest(paper(9)))[0]


def test_ctrl_c_ends_between_two_rows_and_says_how_to_go_on(archive):
    path = archive.manifest(*(paper(number) for number in range(4)))
    with pytest.raises(CommandError, match="Stopped after row 3") as stop:
        call_command("import_archive", str(path), stdout=Stopped())
    assert stop.value.returncode == 130
    assert Document.objects.count() == 2
    assert "2 imported, 2 known" in command(path)[0]


def test_the_memory_for_a_manifest_does_not_grow_with_its_rows(archive):
    """Measured on a dry run, which reads, hashes and checks as a run does; what a run writes besides is in the database. Most
    rows repeat another one: what is traced is slow, and a row that was kept would count whatever became of it."""
    archive.write("a.txt", b"x" * 200_000)

    def peak(rows):
        path = archive.manifest(paper(0, file_en="a.txt"), *(paper(number - number % 50) for number in range(1, rows)))
        tracemalloc.start()
        fresh = sum(
            outcome.status == Status.IMPORTED
            for outcome in import_rows(open_manifest(path), archive.folder, is_dry=True)
        )
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert fresh >= rows / 50
        return found

    peak(50)
    rows = 600
    assert peak(rows) - peak(100) < 100 * rows


# The documentation


def test_every_column_is_documented_and_stands_in_the_template():
    words = (settings.BASE_DIR / "docs" / "import-archive.md").read_text()
    described = {re.sub(r"^((our_)?title|file|translation|text)_..$", r"\1_…", column) for column in COLUMNS}
    assert [column for column in sorted(described) if f"`{column}`" not in words] == []
    template = (settings.BASE_DIR / "docs" / "import-archive-template.csv").read_text(encoding="utf-8-sig")
    assert tuple(template.splitlines()[0].split(",")) == COLUMNS
    assert set(FRENCH.values()) == set(COLUMNS)
