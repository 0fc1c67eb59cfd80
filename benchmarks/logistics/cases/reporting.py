"""What the cases about reports share: Participants that are followed, what they owe over five years, and what came in."""

from datetime import date, timedelta

from django.db.models import QuerySet

from asm_portal.dated import today
from asm_portal.models import (
    ContactEmail,
    FocalPoint,
    FocalPointKind,
    Organisation,
    OrganisationName,
    ParticipationStatus,
    Person,
)
from asm_portal.models.focal_points import GENERAL
from logistics.models import Obligation, ReminderStep, ReportingPeriod, Submission

PARTICIPANTS, OBLIGATIONS, YEARS = 60, 12, 5
SINCE = date(2015, 1, 1)
LADDER = ((-60, "in_charge"), (-30, "in_charge"), (-7, "deputies"), (0, "deputies"), (14, "general"), (30, "general"))
# Of so many reports one did not come.
ONE_MISSING_IN = 5


def make_obligations():
    """Twelve yearly reports for five years, the last of them due within the ladder, and the ladder itself."""
    for days, reach in LADDER:
        ReminderStep.objects.create(days=days, reach=reach)
    FocalPointKind.objects.create(code=GENERAL, name_en="General", name_fr="Questions générales")
    last = today().year - 1
    for number in range(OBLIGATIONS):
        owed = Obligation.objects.create(
            code=f"report{number}", name_en=f"Report {number}", name_fr=f"Rapport {number}", frequency="yearly",
            binds="participants", position=number,
        )  # fmt: skip
        for year in range(last - YEARS + 1, last + 1):
            due_on = date(year + 1, 3, 31) if year < last else today() + timedelta(days=number * 5 - 20)
            ReportingPeriod.objects.create(
                obligation=owed, start=date(year, 1, 1), end=date(year, 12, 31), due_on=due_on, is_fixed=True
            )


def make_participants(first, last, by):
    """Followed Participants with a focal point each, and what came in of theirs."""
    general = FocalPointKind.objects.get()
    for number in range(first, last):
        made = Organisation.objects.create(
            code=f"B{number:02}", kind=Organisation.Kind.STATE, tracked_from=SINCE, is_demonstration=True
        )
        OrganisationName.objects.create(organisation=made, language="en", name=f"Sample {number}", valid_from=SINCE)
        ParticipationStatus.objects.create(organisation=made, status="participant", valid_from=SINCE)
        person = Person.objects.create(family_name=f"Sample {number}", is_demonstration=True)
        ContactEmail.objects.create(person=person, address=f"b{number}@benchmark.example", is_primary=True)
        FocalPoint.objects.create(
            organisation=made, kind=general, person=person, telephone="+000 20 555 0100", valid_from=SINCE
        )
        QuerySet(Submission).bulk_create(submissions(made, number, by))


def submissions(organisation, number, by):
    """One version of each report but the missing ones, each third of them late."""
    for place, period in enumerate(ReportingPeriod.objects.all()):
        if (place + number) % ONE_MISSING_IN:
            late = 9 if (place + number) % 3 == 0 else -9
            yield Submission(
                reference=f"RCP-{number}-{place}", period=period, organisation=organisation, submitted_by=by,
                received_on=min(today(), period.due_on + timedelta(days=late)),
            )  # fmt: skip
