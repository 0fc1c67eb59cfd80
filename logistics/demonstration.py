"""The meetings of the demonstration: of the fictional bodies, some past and some to come when it was first loaded."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q

from asm_portal.demonstration import ensure
from asm_portal.removal import remove
from asm_portal.visibility import Audience
from logistics.models import Meeting, MeetingBody

Format = Meeting.Format


@dataclass(frozen=True)
class Sample:
    """A meeting so many days after the first run, or before it, of one or both bodies."""

    key: str
    bodies: tuple[str, ...]
    days_ahead: int
    audience: str = Audience.PUBLIC
    format: str = Format.ONLINE
    last_day_after: int = 0
    city: str = ""


SAMPLES = (
    Sample("XWA 4", ("XWA",), -80, format=Format.IN_PERSON, last_day_after=1, city="Alderburg"),
    Sample("XWB 3", ("XWB",), -30),
    Sample("XWA 5", ("XWA",), -20),
    Sample("XWB next", ("XWB",), 24, audience=Audience.BODY),
    Sample("XWA next", ("XWA",), 38, audience=Audience.BODY),
    Sample("joint", ("XWA", "XWB"), 75, Audience.PROCESS, Format.HYBRID, last_day_after=2, city="Alderburg"),
)


def demonstrate(cast):
    for sample in SAMPLES:
        key = f"demonstration: meeting {sample.key}"
        if not Meeting.objects.filter(source=key, is_demonstration=True).exists():
            make(sample, key, cast)


def make(sample, key, cast):
    first = cast.today + timedelta(days=sample.days_ahead)
    host = cast.organisations["XA"] if sample.city else None
    meeting = Meeting(
        kind=Meeting.Kind.BODY,
        start_date=first,
        end_date=first + timedelta(days=sample.last_day_after),
        city_en=sample.city,
        country=host,
        host=host,
        format=sample.format,
        audience=sample.audience,
        audience_body=cast.bodies[sample.bodies[0]] if sample.audience == Audience.BODY else None,
        source=key,
        is_demonstration=True,
    )
    meeting._history_user = cast.secretary
    meeting.save()
    for code in sample.bodies:
        ensure(MeetingBody, meeting=meeting, body=cast.bodies[code])


def forget_demonstration():
    """Take out the samples, and what was filed besides for a fictional body or organisation."""
    of_the_cast = (
        Q(is_demonstration=True)
        | Q(audience_body__is_demonstration=True)
        | Q(audience_organisation__is_demonstration=True)
        | Q(of_bodies__body__is_demonstration=True)
        & ~Q(pk__in=MeetingBody.objects.filter(body__is_demonstration=False).values("meeting"))
    )
    remove(Meeting.objects.filter(of_the_cast).distinct())
