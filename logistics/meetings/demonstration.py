"""The meetings of the demonstration: of the fictional bodies, some past and some to come when it was first loaded; those to come
went the way of every meeting (`demonstration_ahead`)."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q

from asm_portal.demonstration import ensure
from asm_portal.removal import remove
from asm_portal.visibility import Audience
from knowledge.models import Minutes
from logistics.meetings import demonstration_ahead
from logistics.models import Meeting, MeetingBody

Format = Meeting.Format


@dataclass(frozen=True)
class Sample:
    """A meeting so many days before the first run, of one of the bodies."""

    key: str
    bodies: tuple[str, ...]
    days_ahead: int
    audience: str = Audience.PUBLIC
    format: str = Format.ONLINE
    last_day_after: int = 0
    city: str = ""
    none_kept: tuple[str, str] = ("", "")


# Those of the past find their minutes by their day; one of them owes them, and of one none were kept.
SAMPLES = (
    Sample("XWA 1", ("XWA",), -430),
    Sample("XWA 2", ("XWA",), -320, format=Format.IN_PERSON, city="Alderburg"),
    Sample("XWA 3", ("XWA",), -190),
    Sample(
        "XWA call",
        ("XWA",),
        -130,
        audience=Audience.BODY,
        none_kept=(
            "A call to fix dates; nothing was discussed.",
            "Un appel pour fixer des dates ; rien n’a été discuté.",
        ),
    ),
    Sample("XWB owed", ("XWB",), -120, audience=Audience.BODY),
    Sample("XWA 4", ("XWA",), -80, format=Format.IN_PERSON, last_day_after=1, city="Alderburg"),
    Sample("XWA 6", ("XWA",), -4),
    Sample("XWB 1", ("XWB",), -400),
    Sample("XWB 2", ("XWB",), -250, format=Format.IN_PERSON, city="Alderburg"),
    Sample("XWB 3", ("XWB",), -30),
    Sample("XWB 4", ("XWB",), -6),
    Sample("XWA 5", ("XWA",), -20),
    Sample("XWA owed", ("XWA",), -50, audience=Audience.BODY),
)


def demonstrate(cast):
    for sample in SAMPLES:
        key = f"demonstration: meeting {sample.key}"
        if not Meeting.objects.filter(source=key, is_demonstration=True).exists():
            make(sample, key, cast)
    demonstration_ahead.demonstrate(cast)


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
    english, french = sample.none_kept
    for code in sample.bodies:
        body = cast.bodies[code]
        minutes = Minutes.objects.filter(body=body, meeting_date=first, document__is_demonstration=True).first()
        values = {"minutes": minutes, "no_minutes_reason_en": english, "no_minutes_reason_fr": french}
        ensure(MeetingBody, values, meeting=meeting, body=body)


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
