"""People and memberships in and out of spreadsheets.

Records are known by what people know them by: a person by an address, an organisation, a body and an office by their codes. An
empty cell and a missing column leave what is there; nothing is removed. A file comes in whole or not at all: one bad row stops
all of it.
"""

import re
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from import_export.fields import Field
from import_export.resources import ModelResource
from import_export.results import RowResult
from import_export.widgets import ForeignKeyWidget, Widget

from asm_portal.dated import Precision, today
from asm_portal.exports import FORMULA_STARTS, cell
from asm_portal.models import (
    Body,
    ContactEmail,
    Membership,
    Office,
    Organisation,
    Person,
    Phone,
    Representation,
)

YES = ("yes", "oui", "true", "1", "x")
NO = ("no", "non", "false", "0")
WRITTEN_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")
PRECISIONS = {4: Precision.YEAR, 7: Precision.MONTH, 10: Precision.DAY}


def plain(value):
    """A cell as text; the sign that keeps an exported value from being a formula is taken off again."""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = "" if value is None else str(value).strip()
    return text[1:] if text.startswith("'") and text[1:].lstrip().startswith(FORMULA_STARTS) else text


def parts_of(text):
    """The values of a cell that holds several, separated by semicolons."""
    return [part.strip() for part in text.split(";") if part.strip()]


def day_of(text):
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(_("“%(text)s” is not a day. Write it as 2026-03-31.") % {"text": text}) from None


def date_of(text):
    """(date, precision) of 2006, 2006-05 or 2006-05-12; a date known to the month or the year is its first day."""
    precision = PRECISIONS.get(len(text))
    try:
        if precision is None or not WRITTEN_DATE.fullmatch(text):
            raise ValueError
        return date.fromisoformat(text + "-01-01"[len(text) - 4 :]), precision
    except ValueError:
        raise ValueError(
            _("“%(text)s” is not a date. Write it as 2006, 2006-05 or 2006-05-12.") % {"text": text}
        ) from None


def date_text(value, precision):
    """A date as `date_of` reads it."""
    return value.isoformat()[: {Precision.YEAR: 4, Precision.MONTH: 7}.get(precision, 10)] if value else ""


def truth_of(text):
    if text.lower() in (*YES, *NO):
        return text.lower() in YES
    raise ValueError(_("“%(text)s” is neither yes nor no.") % {"text": text})


def with_code(model, code):
    """The record with the code, however it is written."""
    record = model.objects.filter(code__iexact=code).first()
    if record is None:
        raise ValueError(
            _("There is no %(what)s with the code “%(code)s”.") % {"what": model._meta.verbose_name, "code": code}
        )
    return record


class DayWidget(Widget):
    """Days as 2026-03-31."""

    def clean(self, value, row=None, **kwargs):
        return day_of(value)

    def render(self, value, obj=None, **kwargs):
        return value.isoformat() if value else ""


class CodeWidget(ForeignKeyWidget):
    """Records by their codes."""

    def __init__(self, model):
        super().__init__(model, field="code")

    def clean(self, value, row=None, **kwargs):
        return with_code(self.model, value)


class ListWidget(Widget):
    """Several codes in a cell."""

    def clean(self, value, row=None, **kwargs):
        return parts_of(value)

    def render(self, value, obj=None, **kwargs):
        return "; ".join(value or ())


class SheetDiff:
    """What a row changes, cell by cell, for the preview; the library's own marks it with inline styles."""

    def __init__(self, resource, instance, new):
        self.before = None if new else self.cells(resource, instance)
        self.after = []

    def cells(self, resource, instance):
        return [plain(resource.export_field(field, instance)) for field in resource.get_import_fields()]

    def compare_with(self, resource, instance):
        self.after = self.cells(resource, instance)

    def as_html(self):
        before = self.before or self.after
        return [
            after if was == after else format_html("<del>{}</del> <ins>{}</ins>", was, after)
            for was, after in zip(before, self.after, strict=True)
        ]


class SheetResource(ModelResource):
    """What both sheets share."""

    class Meta:
        clean_model_instances = True
        use_transactions = True

    def get_diff_class(self):
        return SheetDiff

    def before_import_row(self, row, **kwargs):
        """Every cell as text; a title that the sheet does not know would be a value that nobody reads."""
        for name, value in row.items():
            row[name] = plain(value)
        if unknown := set(row) - {field.column_name for field in self.fields.values()} - {None, ""}:
            raise ValidationError(
                _("There is no such column: %(names)s."), params={"names": ", ".join(sorted(unknown))}
            )

    def import_field(self, field, instance, row, is_m2m=False, **kwargs):
        if row.get(field.column_name):
            super().import_field(field, instance, row, is_m2m, **kwargs)

    def export_field(self, field, instance, **kwargs):
        return cell(super().export_field(field, instance, **kwargs))

    def after_init_instance(self, instance, new, row, **kwargs):
        instance.is_touched = new
        instance.before = (
            {} if new else {named.attname: getattr(instance, named.attname) for named in instance._meta.fields}
        )

    def do_instance_save(self, instance, is_create):
        """Write what differs and nothing else, so that the history tells only of changes."""
        if is_create or any(getattr(instance, name) != value for name, value in instance.before.items()):
            instance.is_touched = True
            instance.save()

    def before_save_instance(self, instance, row, **kwargs):
        instance._change_reason = self.reason(kwargs)

    def after_import_row(self, row, row_result, **kwargs):
        if row_result.import_type == RowResult.IMPORT_TYPE_UPDATE and not row_result.instance.is_touched:
            row_result.import_type = RowResult.IMPORT_TYPE_SKIP

    def reason(self, kwargs):
        return str(_("Imported from %(file)s") % {"file": kwargs.get("file_name") or "–"})


class MembershipResource(SheetResource):
    """Memberships: body, organisation and first day (or when it is attested) tell one from another."""

    body = Field("body", "body", CodeWidget(Body))
    organisation = Field("organisation", "organisation", CodeWidget(Organisation))
    valid_from = Field("valid_from", "valid_from", DayWidget())
    valid_until = Field("valid_until", "valid_until", DayWidget())

    class Meta(SheetResource.Meta):
        model = Membership
        import_id_fields = ("body", "organisation")
        fields = (
            "body",
            "organisation",
            "grade",
            "valid_from",
            "valid_until",
            "attested",
            "source",
            "certainty",
            "note",
        )
        store_instance = True

    def get_instance(self, instance_loader, row):
        rows = Membership.objects.filter(
            body__code__iexact=row.get("body", ""), organisation__code__iexact=row.get("organisation", "")
        )
        if attested := row.get("attested"):
            return rows.filter(attested=attested).first()
        try:
            return rows.filter(valid_from=day_of(row.get("valid_from", ""))).first()
        except ValueError:
            return None

    def after_import(self, dataset, result, **kwargs):
        """Whoever has one of the bodies open learns that its members have changed."""
        for body in {row.instance.body for row in result.rows if row.instance and row.instance.is_touched}:
            body.save()


class PeopleResource(SheetResource):
    """People with their addresses, numbers and, one per row, their representations."""

    email = Field(column_name="email")
    languages = Field("languages", "languages", ListWidget())
    other_emails = Field(column_name="other_emails")
    phones = Field(column_name="phones")
    organisation = Field(column_name="organisation")
    role = Field(column_name="role")
    body = Field(column_name="body")
    office = Field(column_name="office")
    function = Field(column_name="function")
    is_head_of_delegation = Field(column_name="is_head_of_delegation")
    is_focal_point = Field(column_name="is_focal_point")
    valid_from = Field(column_name="valid_from")
    valid_until = Field(column_name="valid_until")
    last_confirmed_on = Field(column_name="last_confirmed_on")

    READ = {
        "function": str,
        "is_head_of_delegation": truth_of,
        "is_focal_point": truth_of,
        "valid_from": day_of,
        "valid_until": day_of,
        "last_confirmed_on": day_of,
    }
    PLACES = {"organisation": Organisation, "body": Body, "office": Office}

    class Meta(SheetResource.Meta):
        model = Person
        import_id_fields = ("email",)
        fields = (
            "email", "given_name", "family_name", "honorific", "preferred_language", "languages", "time_zone", "other_emails",
            "phones", "organisation", "role", "body", "office", "function", "is_head_of_delegation", "is_focal_point",
            "valid_from", "valid_until", "last_confirmed_on",
        )  # fmt: skip
        store_instance = True

    # Out

    def iter_queryset(self, queryset):
        """A person once for each representation, and once without any."""
        for person in queryset.prefetch_related(
            "emails", "phones", "representations__organisation", "representations__body", "representations__office"
        ):
            for representation in list(person.representations.all()) or [None]:
                person.representation_of_row = representation
                yield person

    def export_field(self, field, instance, **kwargs):
        if field.attribute is None:
            return cell(self.child_value(instance, field.column_name))
        return super().export_field(field, instance, **kwargs)

    def child_value(self, person, column):
        """What a column says of the person's addresses, numbers and the representation of the row."""
        emails = list(person.emails.all())
        if column == "email":
            return next((email.address for email in emails if email.is_primary), "")
        if column == "other_emails":
            return "; ".join(email.address for email in emails if not email.is_primary)
        if column == "phones":
            return "; ".join(phone.number for phone in person.phones.all())
        value = getattr(getattr(person, "representation_of_row", None), column, "")
        if isinstance(value, bool):
            return "yes" if value else "no"
        return "" if value is None else getattr(value, "code", value)

    # In

    def get_instance(self, instance_loader, row):
        """Whoever has the address; with the representation that the row is about."""
        if not row.get("email"):
            raise ValidationError({"email": _("A row needs an address: it tells one person from another.")})
        people = list(Person.objects.filter(emails__address__iexact=row["email"]).distinct()[:2])
        if len(people) > 1:
            raise ValidationError({"email": _("Two people have this address.")})
        if not people:
            return None
        people[0].representation_of_row = self.representation(people[0], row)
        return people[0]

    def representation(self, person, row):
        """The representation that a row is about: the one in this place that began on the day, or, without a day, the last."""
        if not row.get("organisation"):
            return None
        place = {f"{name}__code__iexact": row[name] if row.get(name) else None for name in self.PLACES}
        place = {name if code else name.replace("__code__iexact", ""): code for name, code in place.items()}
        rows = person.representations.filter(role=row.get("role") or Representation.Role.REPRESENTATIVE, **place)
        try:
            rows = rows.filter(valid_from=day_of(row["valid_from"])) if row.get("valid_from") else rows
        except ValueError:
            return None
        return rows.order_by("valid_from").last()

    def after_save_instance(self, instance, row, **kwargs):
        reason = self.reason(kwargs)
        before = instance.is_touched
        self.add_addresses(instance, row, reason)
        if row.get("organisation"):
            self.write_representation(instance, row, reason)
        if instance.is_touched and not before:
            instance.save()

    def add_addresses(self, person, row, reason):
        """Addresses and numbers that the person lacks."""
        emails = {email.address.lower() for email in person.emails.all()}
        for place, address in enumerate([row["email"], *parts_of(row.get("other_emails", ""))]):
            if address.lower() not in emails:
                column = "other_emails" if place else "email"
                self.write(person, ContactEmail(person=person, address=address, is_primary=not emails), column, reason)
                emails.add(address.lower())
        numbers = {phone.number for phone in person.phones.all()}
        for number in parts_of(row.get("phones", "")):
            if number not in numbers:
                self.write(person, Phone(person=person, number=number), "phones", reason)

    def write_representation(self, person, row, reason):
        record = getattr(person, "representation_of_row", None) or Representation(person=person, valid_from=today())
        before = {named.attname: getattr(record, named.attname) for named in record._meta.fields}
        for column, value in self.read(row).items():
            setattr(record, column, value)
        if record.pk is None or any(getattr(record, name) != value for name, value in before.items()):
            self.write(person, record, None, reason)
        person.representation_of_row = record

    def read(self, row):
        """The values of a row that are about the representation; every cell that cannot be read is reported."""
        readers = self.READ | {
            name: (lambda code, model=model: with_code(model, code)) for name, model in self.PLACES.items()
        }
        found, problems = {"role": row["role"]} if row.get("role") else {}, {}
        for column, read in readers.items():
            try:
                if row.get(column):
                    found[column] = read(row[column])
            except ValueError as problem:
                problems[column] = str(problem)
        if problems:
            raise ValidationError(problems)
        return found

    def write(self, person, record, column, reason):
        """Save a part of the person; what is wrong with it is said of its column."""
        record._change_reason = reason
        try:
            record.full_clean()
            record.save()
        except ValidationError as problem:
            raise (ValidationError({column: problem.messages}) if column else problem) from None
        person.is_touched = True
