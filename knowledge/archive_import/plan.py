"""What a row of a manifest asks for, read and checked without writing anything."""

from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from knowledge.models import Document, DocumentKind


@dataclass(frozen=True)
class Target:
    """A document that a row speaks of: one of the archive, or one that an earlier row of the manifest makes."""

    document: Document | None = None
    row: int | None = None
    is_locked: bool = False

    @property
    def key(self):
        return f"document {self.document.pk}" if self.document else f"row {self.row}"

    def __str__(self):
        return self.document.reference if self.document else _("the document of row %(row)s") % {"row": self.row}


@dataclass(frozen=True)
class FileToAdd:
    """A file of the folder, for a language and a role."""

    column: str
    language: str
    role: str
    path: Path
    sha256: str


@dataclass
class Plan:
    """What is to be written for a row; `target` is the document that gets the files, None for a new one."""

    number: int
    fingerprint: str
    name: str = ""
    target: Target | None = None
    kind: DocumentKind | None = None
    facts: dict = field(default_factory=dict)
    titles: dict = field(default_factory=dict)
    translated_titles: set = field(default_factory=set)
    decision: dict | None = None
    minutes: dict | None = None
    adoption: dict | None = None
    links: list = field(default_factory=list)
    files: list = field(default_factory=list)
    revision: int = 1
    what_changed: dict = field(default_factory=dict)

    @property
    def key(self):
        return self.target.key if self.target else f"row {self.number}"

    @property
    def stays_draft(self):
        """Minutes of which it is not known who adopted them are finished by hand."""
        return self.minutes is not None and self.adoption is None

    def __str__(self):
        files = ngettext("%(count)s file", "%(count)s files", len(self.files)) % {"count": len(self.files)}
        named = ", ".join(f"{file.path.name} ({file.language}, {file.role})" for file in self.files)
        if self.target:
            words = _("%(document)s, revision %(revision)s: %(files)s")
            return words % {"document": self.target, "revision": self.revision, "files": f"{files}: {named}"}
        words = _("“%(title)s”, %(kind)s, %(state)s, for: %(audience)s; %(files)s")
        return words % {
            "title": next(iter(self.titles.values())),
            "kind": self.kind.name,
            "state": Document.State.DRAFT.label if self.stays_draft else Document.State.FINAL.label,
            "audience": self.audience,
            "files": f"{files}: {named}" if self.files else files,
        }

    @property
    def audience(self):
        shown = Document(**self.facts)
        of = shown.audience_body or shown.audience_organisation
        return f"{shown.get_audience_display()}, {of}" if of else shown.get_audience_display()
