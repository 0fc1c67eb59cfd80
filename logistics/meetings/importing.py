"""Meetings in and out of spreadsheets: those of the past, with dates as exactly as they are known."""

from calendar import monthrange
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from import_export.fields import Field
from import_export.widgets import Widget

from asm_portal.dated import Precision
from asm_portal.importing import CodeWidget, SheetResource, date_of, date_text, parts_of, with_code
from asm_portal.models import Body, Organisation
from asm_portal.visibility import Audience
from knowledge.kinds import FINAL_COMMUNIQUE
from knowledge.models import Document, Minutes
from logistics.models import Meeting, MeetingBody


def last_day(start, precision):
    """The last day on which a meeting may have ended whose date is known to the month or the year."""
    if precision == Precision.YEAR:
        return date(start.year, 12, 31)
    if precision == Precision.MONTH:
        return start.replace(day=monthrange(start.year, start.month)[1])
    return start


def document_named(text, rows):
    """The document of `rows` with the reference or, where only one has it, the official number; raises ValueError."""
    found = list(rows.filter(reference__iexact=text)[:1]) or list(rows.filter(official_number=text)[:2])
    if len(found) != 1:
        raise ValueError(_("There is no such document, or more than one: “%(name)s”.") % {"name": text})
    return found[0]


class CommuniqueWidget(Widget):
    """A communiqué by its reference or its official number."""

    def clean(self, value, row=None, **kwargs):
        return document_named(value, Document.objects.filter(kind__code=FINAL_COMMUNIQUE))

    def render(self, value, obj=None, **kwargs):
        return value.reference if value else ""


class MeetingResource(SheetResource):
    """Meetings. A row is about the one with its reference; without one, about the meeting of that kind, those bodies and that
    first day, which is how a sheet that comes in twice finds its meetings again."""

    reference = Field(column_name="reference")
    bodies = Field(column_name="bodies")
    start = Field(column_name="start")
    end = Field(column_name="end")
    country = Field("country", "country", CodeWidget(Organisation))
    host = Field("host", "host", CodeWidget(Organisation))
    audience_body = Field("audience_body", "audience_body", CodeWidget(Body))
    audience_organisation = Field("audience_organisation", "audience_organisation", CodeWidget(Organisation))
    communique = Field("communique", "communique", CommuniqueWidget())
    minutes = Field(column_name="minutes")
    no_minutes_reason_en = Field(column_name="no_minutes_reason_en")
    no_minutes_reason_fr = Field(column_name="no_minutes_reason_fr")

    class Meta(SheetResource.Meta):
        model = Meeting
        import_id_fields = ()
        fields = (
            "reference", "kind", "bodies", "start", "end", "city_en", "city_fr", "country", "host", "format", "audience",
            "audience_body", "audience_organisation", "minutes", "no_minutes_reason_en", "no_minutes_reason_fr", "communique",
            "no_communique_reason_en", "no_communique_reason_fr", "source", "certainty", "note",
        )  # fmt: skip
        store_instance = True

    # Out

    def get_queryset(self):
        return super().get_queryset().prefetch_related("of_bodies__body", "of_bodies__minutes__document")

    def export_field(self, field, instance, **kwargs):
        if field.attribute is None:
            return self.detail(instance, field.column_name)
        return super().export_field(field, instance, **kwargs)

    def detail(self, meeting, column):
        """What a column says of the dates, the bodies and their minutes."""
        if column == "reference":
            return meeting.reference
        if column in ("start", "end"):
            return date_text(getattr(meeting, f"{column}_date"), meeting.date_precision)
        if meeting.pk is None:
            return ""
        rows = list(meeting.of_bodies.all())
        if column == "bodies":
            return "; ".join(row.body.code for row in rows)
        if column == "minutes":
            return "; ".join(row.minutes.document.reference for row in rows if row.minutes)
        return next((getattr(row, column) for row in rows if getattr(row, column)), "")

    # In

    def get_instance(self, instance_loader, row):
        """The meeting that the row is about; None for a new one."""
        if row.get("reference"):
            found = Meeting.objects.filter(reference__iexact=row["reference"]).first()
            if found is None:
                raise ValidationError({"reference": _("There is no meeting with this reference.")})
            return found
        try:
            day, precision = date_of(row.get("start", ""))
        except ValueError:
            return None
        codes = sorted(code.upper() for code in parts_of(row.get("bodies", "")))
        same = Meeting.objects.filter(kind=row.get("kind", ""), start_date=day, date_precision=precision)
        found = [
            meeting
            for meeting in same.prefetch_related("of_bodies__body")
            if sorted(of.body.code.upper() for of in meeting.of_bodies.all()) == codes
        ]
        return found[0] if found else None

    def import_instance(self, instance, row, **kwargs):
        """All that is wrong with a row at once: with its cells, its dates, its bodies and its minutes."""
        problems = {}
        try:
            super().import_instance(instance, row, **kwargs)
        except ValidationError as refusal:
            problems = refusal.update_error_dict(problems)
        readers = {"start": self.read_dates, "bodies": self.read_bodies, "minutes": self.read_minutes}
        for column, read in readers.items():
            try:
                read(instance, row)
            except ValueError as problem:
                problems[column] = [ValidationError(str(problem))]
        if instance.pk is None and not row.get("audience"):
            self.address(instance)
        if problems:
            raise ValidationError(problems)

    def read_dates(self, meeting, row):
        """`start` and `end` are known to the same precision; without an end the meeting lasted as long as its start says."""
        if not row.get("start"):
            if meeting.pk is None:
                raise ValueError(_("A meeting needs its first day, month or year."))
            return
        start, precision = date_of(row["start"])
        end, of_the_end = date_of(row["end"]) if row.get("end") else (start, precision)
        if of_the_end != precision:
            raise ValueError(_("Write the start and the end to the same precision."))
        meeting.start_date, meeting.end_date, meeting.date_precision = start, last_day(end, precision), precision

    def read_bodies(self, meeting, row):
        meeting.new_bodies = []
        meeting.new_bodies = [with_code(Body, code) for code in parts_of(row.get("bodies", ""))]
        if meeting.pk is None and not meeting.new_bodies and meeting.kind == Meeting.Kind.BODY:
            raise ValueError(_("A meeting of a body needs the body."))

    def read_minutes(self, meeting, row):
        """Minutes of the bodies of the meeting; each goes to the body that it is of."""
        meeting.new_minutes = {}
        bodies = {body.pk for body in meeting.new_bodies}
        if meeting.pk:
            bodies.update(meeting.of_bodies.values_list("body", flat=True))
        for name in parts_of(row.get("minutes", "")):
            document = document_named(name, Document.objects.filter(minutes__isnull=False))
            minutes = Minutes.objects.get(document=document)
            if minutes.body_id not in bodies:
                raise ValueError(_("“%(name)s” is of a body that the meeting is not of.") % {"name": name})
            meeting.new_minutes[minutes.body_id] = minutes
        if meeting.new_minutes and (row.get("no_minutes_reason_en") or row.get("no_minutes_reason_fr")):
            raise ValueError(_("Give the minutes or the reason why none were kept, not both."))

    def address(self, meeting):
        """Past meetings are their body’s unless the sheet says otherwise; nothing becomes public by an empty cell."""
        bodies = meeting.new_bodies
        meeting.audience = Audience.BODY if len(bodies) == 1 else Audience.PROCESS
        meeting.audience_body = bodies[0] if len(bodies) == 1 else None

    def after_save_instance(self, instance, row, **kwargs):
        """The bodies of the meeting, with their minutes or the reason why there are none."""
        before, touched = instance.is_touched, False
        known = {of.body_id: of for of in MeetingBody.objects.filter(meeting=instance)}
        for body in instance.new_bodies:
            known.setdefault(body.pk, MeetingBody(meeting=instance, body=body))
        for of in known.values():
            touched |= self.write(of, instance.new_minutes.get(of.body_id), row, self.reason(kwargs))
        instance.is_touched = before or touched
        if touched and not before:
            instance.save()

    def write(self, of, minutes, row, reason):
        """Save the part of a body in a meeting where the row changes it; whether it did."""
        was = (of.pk, of.minutes_id, of.no_minutes_reason_en, of.no_minutes_reason_fr)
        if minutes:
            of.minutes, of.no_minutes_reason_en, of.no_minutes_reason_fr = minutes, "", ""
        elif of.minutes is None:
            for column in ("no_minutes_reason_en", "no_minutes_reason_fr"):
                setattr(of, column, row.get(column) or getattr(of, column))
        if was[0] and was == (of.pk, of.minutes_id, of.no_minutes_reason_en, of.no_minutes_reason_fr):
            return False
        of._change_reason = reason
        of.full_clean()
        of.save()
        return True
