"""Loads rows of reference data into the register, again and again.

A row is a dictionary of field values with a key of its own; a relation is given by the key of the row it leads to. For each
field three values are compared: what the data said when last loaded, what stands in the record, what the data say now. A field
that staff have edited stays as they left it, a record that they have removed is not made again, and a row that clashes with one
of theirs (an overlap, a second title in a language) is left out; all of it is reported.
"""

from collections import Counter, defaultdict
from enum import StrEnum

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from asm_portal.models.reference import ReferenceRow

REASON = "reference data"


class Outcome(StrEnum):
    """What became of a row; of the last four the report says which rows."""

    MADE = "made"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    ADOPTED = "found and adopted"
    KEPT = "kept because edited"
    REMOVED = "left out because removed"
    CLASHING = "left out because it clashes"


class MissingRecord(LookupError):
    """The record that a relation leads to is not there: staff have removed it, or it was left out."""


class Loader:
    """One run over the reference data: `counts` says how many rows ended how, `remarks` what staff should look at, `written`
    holds the records that were made or changed."""

    def __init__(self):
        self.known = {row.key: row for row in ReferenceRow.objects.all()}
        self.counts = Counter()
        self.remarks = defaultdict(list)
        self.written = []

    @transaction.atomic
    def run(self, *parts):
        """Load each part (a function that takes the loader), all or nothing."""
        for part in parts:
            part(self)

    def load(self, model, rows, key="key"):
        """Load the rows of one model; `key` names the value that identifies a row. What a row nests is not part of it. Those that
        clash are tried again after the others: where a boundary has moved, the neighbour has to move first."""
        again = [row for row in rows if self.load_row(model, row, key) is Outcome.CLASHING]
        for row in again:
            self.load_row(model, row, key, is_last=True)

    def load_nested(self, model, rows, name, parent, key="key"):
        """Load what each row (known by `key`) nests under `name`; nested rows lead back to it by the relation `parent`."""
        self.load(model, nested(model, rows, name, parent, key))

    def load_row(self, model, row, key, is_last=False):
        """Load a row and note what became of it; a clash only when it is the last word."""
        values = {name: value for name, value in row.items() if name != "key" and not is_nested(model, name, value)}
        outcome, reason = self.attempt(model, row[key], values)
        if outcome is not Outcome.CLASHING or is_last:
            self.counts[outcome] += 1
            if outcome in (Outcome.ADOPTED, Outcome.REMOVED, Outcome.CLASHING):
                self.remarks[outcome].append(f"{model._meta.verbose_name} {row[key]}{reason}")
        return outcome

    def attempt(self, model, key, values):
        """(outcome, reason)"""
        known = self.known.get(identity(model, key))
        if known and known.values == values:
            return Outcome.UNCHANGED, ""
        try:
            with transaction.atomic():
                return (self.update(model, known, values) if known else self.make(model, key, values)), ""
        except MissingRecord:
            return Outcome.REMOVED, ""
        except ValidationError as error:
            return Outcome.CLASHING, f": {'; '.join(error.messages)}"
        except IntegrityError as error:
            return Outcome.CLASHING, f": {error}"

    def make(self, model, key, values):
        """Make the record, or adopt one that staff have made before: what they wrote stays."""
        wanted = {field.attname: self.python(field, value) for field, value in fields_of(model, values)}
        record = self.twin(model, wanted)
        outcome = Outcome.ADOPTED if record else Outcome.MADE
        if record is None:
            record = model(**wanted)
            self.save(record)
        self.known[identity(model, key)] = ReferenceRow.objects.create(
            key=identity(model, key),
            content_type=ContentType.objects.get_for_model(model),
            object_id=record.pk,
            values=values,
        )
        return outcome

    def update(self, model, known, values):
        """Bring the fields up to date that staff have not edited."""
        record = model._base_manager.filter(pk=known.object_id).first()
        if record is None:
            raise MissingRecord
        changed, kept = [], []
        for field, value in fields_of(model, known.values | values):
            new = self.python(field, value) if field.name in values else field.get_default()
            before = self.python(field, known.values[field.name]) if field.name in known.values else field.get_default()
            current = getattr(record, field.attname)
            if new in (before, current):
                continue
            (changed if current == before else kept).append(field.name)
            if current == before:
                setattr(record, field.attname, new)
        if changed:
            self.save(record)
        known.values = values
        known.save()
        if kept:
            self.remarks[Outcome.KEPT].append(f"{model._meta.verbose_name} {known.key}: {', '.join(kept)}")
        return Outcome.KEPT if kept else Outcome.UPDATED if changed else Outcome.UNCHANGED

    def save(self, record):
        record._change_reason = REASON
        record.save()
        self.written.append(record)

    def python(self, field, value):
        """The value as the record holds it; for a relation, the primary key of the record that its row was made into."""
        if not field.is_relation or value is None:
            return field.to_python(value)
        target = self.known.get(identity(field.related_model, value))
        if target is None or not field.related_model._base_manager.filter(pk=target.object_id).exists():
            raise MissingRecord
        return target.object_id

    def twin(self, model, wanted):
        """A record that staff have made with the same code or other unique value."""
        unique = (field.attname for field in model._meta.fields if field.unique and field.attname in wanted)
        return next(filter(None, (model._base_manager.filter(**{name: wanted[name]}).first() for name in unique)), None)


def identity(model, key):
    """The key of a row among the rows of all models."""
    return f"{model._meta.label_lower}:{key}"


def fields_of(model, values):
    return [(model._meta.get_field(name), value) for name, value in values.items()]


def is_nested(model, name, value):
    """Whether the value holds rows of another model; a list may be that of a column of its own."""
    return isinstance(value, list) and name not in {field.name for field in model._meta.fields}


def nested(model, rows, name, parent, key):
    """The rows nested under `name`, with the source and certainty of the outer row unless they have their own."""
    sourced = {field.name for field in model._meta.fields} & {"source", "certainty"}
    for row in rows:
        inherited = {field: row[field] for field in sorted(sourced) if field in row}
        for child in row.get(name, ()):
            own = {} if "source" in child else inherited
            yield {**own, **child, "key": f"{row[key]}/{child['key']}", parent: row[key]}
