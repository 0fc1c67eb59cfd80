import csv
from collections import Counter
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from asm_portal.exports import BYTE_ORDER_MARK, cell
from asm_portal.models import User
from asm_portal.visibility import standing_of
from knowledge.archive_import import Status, Unreadable, import_rows, open_manifest

EVERY = 100
WIDTH = 40
INTERRUPTED = 130


class Command(BaseCommand):
    help = "Imports an old archive: a manifest (CSV or XLSX) and the folder of its files. See docs/import-archive.md."

    def add_arguments(self, parser):
        parser.add_argument("manifest", type=Path)
        parser.add_argument("--files", type=Path, help="the folder of the files; else that of the manifest")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and write nothing")
        parser.add_argument("--report", type=Path, help="where to write the rejected rows (CSV)")
        parser.add_argument("--by", help="sign-in address of the member of the secretariat who imports")

    def handle(self, *, manifest, files, dry_run, report, by, **options):
        folder = files or manifest.parent
        if not folder.is_dir():
            raise CommandError(_("There is no folder %(folder)s.") % {"folder": folder})
        self.counts, self.last = Counter(), 0
        try:
            opened = open_manifest(manifest)
            if opened.remark:
                self.stderr.write(opened.remark)
            outcomes = import_rows(opened, folder, by=self.importer(by), is_dry=dry_run)
            with Report(report) as rejected:
                for outcome in outcomes:
                    self.tell(outcome, opened, rejected, dry_run)
        except Unreadable as problem:
            raise CommandError(str(problem)) from None
        except KeyboardInterrupt:
            words = _("Stopped after row %(row)s. Run it again: it goes on from there.")
            raise CommandError(words % {"row": self.last}, returncode=INTERRUPTED) from None
        self.conclude(dry_run, report)

    def importer(self, address):
        """The account that the history names; nobody where no address is given."""
        if not address:
            return None
        user = User.objects.filter(email__iexact=address).first()
        if user is None or not standing_of(user).secretariat:
            raise CommandError(_("%(address)s is not an account of the secretariat.") % {"address": address})
        return user

    def tell(self, outcome, manifest, rejected, is_dry):
        """A line for what is rejected and, in a dry run, for every row; else how far it has come."""
        self.counts[outcome.status] += 1
        self.last = outcome.number
        if outcome.status == Status.REJECTED:
            rejected.add(outcome)
            self.clear()
            words = _("Row %(row)s rejected: %(reasons)s")
            self.stderr.write(words % {"row": outcome.number, "reasons": " ".join(outcome.reasons)})
        elif is_dry:
            words = _("Row %(row)s would be imported: %(plan)s")
            words = _("Row %(row)s is in the archive already.") if outcome.status == Status.KNOWN else words
            self.stdout.write(words % {"row": outcome.number, "plan": outcome.plan})
        if self.stdout.isatty() and not is_dry:
            full = round(WIDTH * manifest.progress)
            self.stdout.write(f"\r[{'#' * full}{'.' * (WIDTH - full)}] {self.summary()}", ending="")
            self.stdout.flush()
        elif not is_dry and self.counts.total() % EVERY == 0:
            self.stdout.write(_("Row %(row)s: %(summary)s") % {"row": outcome.number, "summary": self.summary()})

    def clear(self):
        """Make room for a line where the progress bar stands."""
        if self.stdout.isatty():
            self.stdout.write("\r" + " " * (WIDTH * 2) + "\r", ending="")
            self.stdout.flush()

    def summary(self):
        return _("%(imported)s imported, %(known)s known, %(rejected)s rejected") % {
            status.value: self.counts[status] for status in Status
        }

    def conclude(self, is_dry, report):
        self.clear()
        words = _("Dry run, nothing was written: %(summary)s.") if is_dry else _("Done: %(summary)s.")
        self.stdout.write(words % {"summary": self.summary()})
        if self.counts[Status.REJECTED]:
            words = _("Some rows were rejected; their reasons are in %(report)s.")
            words = words if report else _("Some rows were rejected; --report writes their reasons to a file.")
            raise CommandError(words % {"report": report})


class Report:
    """The rejected rows as CSV: number, id, title, and all reasons. Written anew by each run that is asked for it."""

    def __init__(self, path):
        self.path, self.file = path, None

    def __enter__(self):
        if self.path:
            self.file = self.path.open("w", newline="", encoding="utf-8")
            self.file.write(BYTE_ORDER_MARK)
            self.rows = csv.writer(self.file)
            self.rows.writerow([_("Row"), "id", _("Title"), _("Reasons")])
        return self

    def __exit__(self, *problem):
        if self.file:
            self.file.close()

    def add(self, outcome):
        if self.file:
            title = next(iter(outcome.plan.titles.values()), "")
            self.rows.writerow(map(cell, [outcome.number, outcome.plan.name, title, "\n".join(outcome.reasons)]))
