"""Reads a row of a manifest into a plan, or says all that is wrong with it."""

import hashlib
import json

from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext as _

from asm_portal.dated import Precision, today
from asm_portal.importing import date_of, day_of, parts_of, with_code
from asm_portal.models import Body, Organisation
from asm_portal.uploads import digest, examine
from asm_portal.visibility import Audience
from knowledge.approvals import PINNED, is_for_the_chair
from knowledge.archive_import.columns import (
    DECISION,
    FILES,
    LINKS,
    MINUTES,
    OF_THE_DOCUMENT,
    TITLE_COLUMNS,
)
from knowledge.archive_import.files import find
from knowledge.archive_import.plan import FileToAdd, Plan, Target
from knowledge.models import Decision, Document, DocumentKind, DocumentLink, DocumentTitle, Minutes, Rendition

MINUTES_KIND = "minutes"
MADE_FROM_ANOTHER = (DocumentLink.Kind.PUBLIC_SUMMARY_OF, DocumentLink.Kind.REDACTED_VERSION_OF)
AS_WRITTEN = ("official_number", "source", "note", "certainty")
OF_A_NEW_DOCUMENT = (*OF_THE_DOCUMENT, *TITLE_COLUMNS)


class RowReader:
    """One row. `problems` grows with all that is wrong; the plan is whole only where it stays empty."""

    def __init__(self, number, cells, folder, scratch):
        self.number, self.cells, self.folder, self.scratch = number, cells, folder, scratch
        self.problems = []
        self.files = list(self.read_files())
        self.plan = Plan(number, fingerprint(cells, self.files), name=cells.get("id", ""), files=self.files)

    # Small words

    def get(self, column):
        return self.cells.get(column, "")

    def refuse(self, message, column=""):
        self.problems.append(f"{column}{_(':')} {message}" if column else str(message))

    def read(self, column, reader):
        """The value of a cell, None where it is empty or cannot be read, which is then a problem."""
        try:
            return reader(self.get(column)) if self.get(column) else None
        except (ValueError, ValidationError) as problem:
            for message in getattr(problem, "messages", [str(problem)]):
                self.refuse(message, column)
            return None

    def check(self, record, *, without, columns=None, with_constraints=True):
        """What the model itself finds wrong with a record that is not saved; `columns` renames its fields. A constraint costs a
        query: without them where they hold by what was read before."""
        try:
            record.full_clean(exclude=without, validate_unique=False, validate_constraints=with_constraints)
        except ValidationError as problem:
            for name, messages in problem.update_error_dict({}).items():
                column = "" if name == "__all__" else (columns or {}).get(name, name)
                for message in ValidationError(messages).messages:
                    self.refuse(message, column)

    # The files

    def read_files(self):
        """The files that the cells name; each is hashed, which tells whether the row is known."""
        for column, (language, role) in FILES.items():
            if self.get(column) and (path := self.read(column, lambda name: find(self.folder, name))):
                with path.open("rb") as raw:
                    yield FileToAdd(column, language, role, path, digest(File(raw)))

    def check_files(self):
        """Each is what may come in, and the archive does not hold it yet."""
        seen = {}
        for file in self.files:
            with file.path.open("rb") as raw:
                self.read(file.column, lambda _name, raw=raw: examine(File(raw)))
            first = seen.setdefault(file.sha256, file.column)
            if first != file.column:
                self.refuse(_("The same file stands in the column “%(other)s”.") % {"other": first}, file.column)
            self.refuse_known_file(file)

    def refuse_known_file(self, file):
        row = self.scratch.row_with_file(file.sha256)
        known = (
            Rendition.objects.filter(sha256=file.sha256).exclude(file="").select_related("revision__document").first()
        )
        if row:
            self.refuse(_("Row %(row)s has this file, with other data.") % {"row": row}, file.column)
        elif known:
            words = _("The archive holds this file already, as %(document)s, with other data.")
            self.refuse(words % {"document": known.revision.document.reference}, file.column)

    # The whole row

    def checked_plan(self):
        """The plan; whole where there are no problems."""
        if beyond := self.get(""):
            self.refuse(_("Cells stand beyond the last column: “%(cells)s”.") % {"cells": beyond})
        if row := self.scratch.row_with(self.plan.fingerprint):
            self.refuse(_("Row %(row)s says the same.") % {"row": row})
            return self.plan
        if self.plan.name and (known := self.scratch.named(f"id {self.plan.name}")):
            self.refuse(_("Row %(row)s has the same id.") % {"row": known[0]}, "id")
        self.check_files()
        if self.get("adds_to"):
            self.read_addition()
        else:
            self.read_document()
        self.plan.what_changed = {name: self.get(name) for name in ("what_changed_en", "what_changed_fr")}
        return self.plan

    # Files for a document that there is

    def read_addition(self):
        if said := [column for column in OF_A_NEW_DOCUMENT if self.get(column)]:
            words = _("A row that adds files to a document says nothing else of it. Empty these cells: %(columns)s.")
            self.refuse(words % {"columns": ", ".join(said)}, "adds_to")
        if not any(self.get(column) for column in FILES):
            self.refuse(_("The row names no file."))
        target = self.plan.target = self.read("adds_to", self.target)
        if target:
            self.check_target(target)
            self.read_revision(target)

    def check_target(self, target):
        if target.document and target.document.state == Document.State.WITHDRAWN:
            self.refuse(_("%(document)s is withdrawn.") % {"document": target}, "adds_to")
        if target.document and target.document.links.filter(kind__in=MADE_FROM_ANOTHER).exists():
            words = _("%(document)s is made from another document, and gets its text on the page of that one.")
            self.refuse(words % {"document": target}, "adds_to")
        if target.document and target.document.state == Document.State.FINAL and is_for_the_chair(target.document):
            self.refuse(PINNED, "adds_to")
        if target.is_locked and any(file.role == Rendition.Role.ORIGINAL for file in self.files):
            self.refuse(_("Adopted minutes are locked; only a translation may be added."), "adds_to")

    def read_revision(self, target):
        """The revision that gets the files: the next one, unless the row names one that there is."""
        last = self.scratch.last_revision(target.key)
        if target.document:
            last = max(
                last, target.document.revisions.order_by("-number").values_list("number", flat=True).first() or 0
            )
        asked = self.get("revision") or str(last + 1)
        if not (asked.isascii() and asked.isdigit() and 1 <= int(asked) <= last + 1):
            words = _("“%(asked)s” is not a revision of %(document)s; the next one would be %(next)s.")
            self.refuse(words % {"asked": asked, "document": target, "next": last + 1}, "revision")
            return
        self.plan.revision = int(asked)
        if target.is_locked and self.plan.revision > last:
            self.refuse(_("Adopted minutes are locked; they get no further revision."), "revision")
        for file in self.files:
            if self.is_taken(target, file):
                self.refuse(_("Revision %(revision)s has such a text already.") % {"revision": asked}, file.column)

    def is_taken(self, target, file):
        if self.scratch.holds(target.key, self.plan.revision, file.language, file.role):
            return True
        return (
            target.document is not None
            and Rendition.objects.filter(
                revision__document=target.document,
                revision__number=self.plan.revision,
                language=file.language,
                role=file.role,
            ).exists()
        )

    def target(self, text):
        """The document that a cell names: by the id of an earlier row, by its reference, or by its official number. Raises
        ValueError where there is none, or more than one."""
        known = self.scratch.named(f"id {text}") or self.scratch.named(f"number {text}")
        if known and not known[2]:
            row, document, _is_rejected, is_locked = known
            return Target(document and Document.objects.get(pk=document), row, bool(is_locked))
        found = list(Document.objects.filter(reference__iexact=text)[:1])
        found = found or list(Document.objects.filter(official_number=text)[:2])
        if known and not found:
            raise ValueError(_("Row %(row)s, which makes that document, is rejected itself.") % {"row": known[0]})
        if not found:
            raise ValueError(_("Neither the archive nor an earlier row has a document “%(name)s”.") % {"name": text})
        if len(found) > 1:
            words = _(
                "More than one document has the official number “%(name)s”: write the reference of the one that is meant."
            )
            raise ValueError(words % {"name": text})
        return Target(found[0], is_locked=found[0].is_locked)

    # A new document

    def read_document(self):
        plan = self.plan
        plan.kind = self.read("kind", lambda code: with_code(DocumentKind, code))
        if not self.get("kind"):
            self.refuse(_("A document needs its kind."), "kind")
        if self.get("revision") not in ("", "1"):
            self.refuse(_("A new document begins with revision 1; later ones say in “adds_to” of what."), "revision")
        self.read_titles()
        plan.facts = self.facts()
        self.read_decision()
        self.read_minutes()
        without = {"reference"} if plan.kind else {"reference", "kind"}
        self.check(Document(**plan.facts), without=without, with_constraints=False)
        self.refuse_known_number()
        for column, kind in LINKS.items():
            for name in parts_of(self.get(column)):
                self.read_link(column, kind, name)

    def read_link(self, column, kind, name):
        try:
            self.plan.links.append((kind, self.target(name)))
        except ValueError as problem:
            self.refuse(str(problem), column)

    def read_titles(self):
        for column in filter(self.get, TITLE_COLUMNS):
            prefix, _sign, language = column.rpartition("_")
            if language in self.plan.titles:
                self.refuse(_("One title per language: the official one, or ours."), column)
            self.plan.titles[language] = self.get(column)
            if prefix == "our_title":
                self.plan.translated_titles.add(language)
            row = DocumentTitle(language=language, title=self.get(column))
            self.check(row, without={"document"}, columns={"title": column})
        if not self.plan.titles:
            self.refuse(_("A document needs a title in one language at least."))

    def facts(self):
        """The fields of the document."""
        date, precision = self.read("date", past_date) or (None, Precision.UNKNOWN)
        body = self.read("body", lambda code: with_code(Body, code))
        organisation = self.read("organisation", lambda code: with_code(Organisation, code))
        audience = self.audience()
        found = {
            "issuing_body": body,
            "organisation": organisation,
            "date": date,
            "date_precision": precision,
            "audience": audience,
            "audience_body": body if audience == Audience.BODY else None,
            "audience_organisation": organisation if audience == Audience.ORGANISATION else None,
            **{name: self.get(name) for name in AS_WRITTEN},
        }
        return found | ({"kind": self.plan.kind} if self.plan.kind else {})

    def audience(self):
        """The one that the manifest says, else that of the kind; nothing becomes public unless the manifest says so."""
        default = self.plan.kind.default_audience if self.plan.kind else Audience.PROCESS
        if not self.get("audience") and default == Audience.PUBLIC:
            self.refuse(
                _("Documents of this kind are public by default. Write “public” if this one is, or whom it is for."),
                "audience",
            )
        audience = self.get("audience").lower() or default
        for of, column in ((Audience.BODY, "body"), (Audience.ORGANISATION, "organisation")):
            if audience == of and not self.get(column):
                words = _("The audience “%(audience)s” needs the column “%(column)s”.")
                self.refuse(words % {"audience": audience, "column": column}, "audience")
        return audience

    def refuse_known_number(self):
        """The same official number again: the row means a document that there is."""
        number, kind = self.get("official_number"), self.plan.kind
        if not (number and kind):
            return
        words = _(
            "%(document)s has this official number. To give it these files, name it in “adds_to” and say nothing else of it."
        )
        known = self.scratch.named(f"number {number}")
        found = Document.objects.filter(official_number=number, kind=kind).first()
        if known and not known[2]:
            self.refuse(words % {"document": Target(row=known[0])}, "official_number")
        elif found:
            self.refuse(words % {"document": found.reference}, "official_number")

    def read_decision(self):
        if not any(self.get(column) for column in DECISION):
            return
        found = {name: self.get(name) for name in ("place_en", "place_fr", "topic")}
        found |= {"adopted_by": self.get("decided_by").lower()}
        found |= {"instrument": self.get("instrument").lower()} if self.get("instrument") else {}
        found |= {name: self.read(name, day_of) for name in ("in_force_from", "in_force_until")}
        self.plan.decision = found
        self.check(Decision(**found), without={"document"}, columns={"adopted_by": "decided_by"})

    def read_minutes(self):
        """Minutes need their body and the date of their meeting; they are final where it is known who adopted them and when."""
        said = [column for column in MINUTES if self.get(column)]
        if self.plan.kind is None or self.plan.kind.code != MINUTES_KIND:
            for column in said:
                self.refuse(_("Only minutes have this."), column)
            return
        body, meeting = self.plan.facts["issuing_body"], self.read("meeting_date", past_date)
        for column in ("body", "meeting_date"):
            if not self.get(column):
                self.refuse(_("Minutes need this."), column)
        date, precision = meeting or (None, Precision.DAY)
        self.plan.minutes = {"body": body, "meeting_date": date, "meeting_date_precision": precision}
        self.read_adoption()

    def read_adoption(self):
        by = {name: self.get(name) for name in ("adopted_by_en", "adopted_by_fr")}
        if not (any(by.values()) or self.get("adopted_on")):
            return
        on = self.read("adopted_on", day_of)
        if not self.get("adopted_on") or not any(by.values()):
            words = _("An adoption needs its day and by what: “adopted_on”, and “adopted_by_en” or “adopted_by_fr”.")
            self.refuse(words, "adopted_on")
        self.plan.adoption = {**by, "adopted_on": on}
        checked = Minutes(**self.plan.minutes, **self.plan.adoption)
        self.check(checked, without={"document", "body", "meeting_date", "adopted_on"})


def past_date(text):
    """`date_of`, of what has been; raises ValueError."""
    date, precision = date_of(text)
    if date > today():
        raise ValueError(_("“%(text)s” lies ahead.") % {"text": text})
    return date, precision


def fingerprint(cells, files):
    """SHA-256 of what a row says and of the bytes of its files, whatever these are called."""
    said = {column: text for column, text in cells.items() if column not in FILES}
    bytes_of = {file.column: file.sha256 for file in files}
    missing = {column: cells[column] for column in FILES if column in cells and column not in bytes_of}
    return hashlib.sha256(json.dumps([said, bytes_of, missing], sort_keys=True).encode()).hexdigest()
