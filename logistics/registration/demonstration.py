"""Registration in the demonstration: open for the Plenary to come, with two delegations and a guest; and the attendance of a
meeting that is over."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.core.files.base import ContentFile
from django.utils import timezone

from logistics.models import AttendanceSheet, Delegation, Meeting, Registration
from logistics.registration import actions
from logistics.registration.attendance import State, record_attendance

ZONE = "Atlantic/Azores"
ATTENDED = "demonstration: meeting XWA 4"
CREDENTIALS = "Sample. The Ministry of Mines of Alderia accredits the persons named in its nomination.\n"


def row(given_name, family_name, function, *, head=False, language="en", email="", **travel):
    """A row of the form, as the actions take it; `travel` is what is known of the journey."""
    unknown = dict.fromkeys(actions.TRAVEL, "") | {"needs_visa_letter": False, "arrives_on": None, "departs_on": None}
    person = {"given_name": given_name, "family_name": family_name, "function": function, "is_head": head}
    return person | {"language": language, "email": email} | unknown | travel


def demonstrate(cast):
    """For the next meeting of the whole Process among the samples, and the last in-person meeting of a body."""
    coming = Meeting.objects.filter(is_demonstration=True, kind__in=Meeting.OF_THE_PROCESS, start_date__gt=cast.today)
    meeting = coming.order_by("start_date", "pk").first()
    if meeting and not Registration.objects.filter(meeting=meeting).exists():
        register(meeting, cast)
    over = Meeting.objects.filter(source=ATTENDED, is_demonstration=True).first()
    if over and not AttendanceSheet.objects.filter(meeting=over).exists():
        record(over, cast)


def register(meeting, cast):
    zone = ZoneInfo(ZONE)
    last_day = meeting.start_date - timedelta(days=14)
    registration = actions.plan_registration(
        meeting=meeting,
        by=cast.secretary,
        opens_at=min(timezone.now(), datetime.combine(last_day - timedelta(days=60), time(), zone)),
        closes_at=datetime.combine(last_day + timedelta(days=1), time(), zone),
        zone=ZONE,
        note_en="Sample. Letters for visas are signed by the host within five working days.",
        note_fr="Exemple. L’hôte signe les lettres de visa dans les cinq jours ouvrables.",
    )
    travel = {"arrives_on": meeting.start_date - timedelta(days=1), "arrival": "14:05, sample flight"}
    letter = {"needs_visa_letter": True, "passport_name": "FELDSPAR AMARA"}
    nominate(
        registration,
        cast,
        "XA",
        "delegate.xa",
        [
            row(
                "Amara",
                "Feldspar",
                "Director, Ministry of Mines",
                head=True,
                email="delegate.xa@demo.example",
                **letter,
            ),
            row("Nilo", "Onyx", "Adviser, Ministry of Mines", email="vice.xwa@demo.example", **travel),
        ],
        ContentFile(CREDENTIALS.encode(), name="credentials.txt"),
    )
    odile = row("Odile", "Opal", "Programme officer", head=True, language="fr", email="observer@demo.example")
    nominate(registration, cast, "XO", "secretariat", [odile], channel=Delegation.Channel.MAIL)
    actions.nominate(
        registration=registration,
        organisation=None,
        rows=[row("Uma", "Tuff", "Researcher") | {"affiliation": "University of Sampleton (sample)"}],
        by=cast.users["chair"],
    )


def nominate(registration, cast, code, by, rows, credentials=None, channel=Delegation.Channel.PORTAL):
    actions.nominate(
        registration=registration,
        organisation=cast.organisations[code],
        rows=rows,
        by=cast.users[by],
        channel=channel,
        credentials=credentials,
    )


def record(meeting, cast):
    states = {"XA": State.PRESENT, "XB": State.ONLINE, "XO": State.APOLOGIES}
    record_attendance(
        meeting=meeting,
        states={cast.organisations[code].pk: state for code, state in states.items()},
        others="Uma Tuff, University of Sampleton (sample)",
        by=cast.users["chair.xwa"],
    )
