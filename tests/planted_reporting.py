"""A report of XA that was sent and one that is being drafted, a request, a contest, and a report that XB owes on XA."""

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from logistics.models import Obligation, ReportingPeriod, Submission
from logistics.reporting import actions, excuses

YEAR = 2018
DAYS = {"start": date(YEAR, 1, 1), "end": date(YEAR, 12, 31)}


def plant_reporting(plant, others):
    """`others` look after the reports of all: those who lead XWA, the KP Chair's office, the secretariat."""
    cast = plant.cast
    made = {
        collected: Obligation.objects.create(
            code=f"sown-{collected}", name_en="Sown report", name_fr="Rapport semé", frequency=frequency, body=cast.xwa,
            binds="participants", collected=collected, kind=plant.kind,
        )
        for collected, frequency in (("here", "yearly"), ("statistics_site", "yearly"), ("register", "kept_current"))
    }  # fmt: skip
    for obligation in made.values():
        ReportingPeriod.objects.create(obligation=obligation, due_on=date(YEAR + 1, 3, 31), **DAYS)
    period = ReportingPeriod.objects.get(obligation=made["here"])
    about = {"period": period, "owner": cast.xa, "by": cast.member_a}
    sent(plant, about)
    plant.secret({"member_a"} | others)
    sown(plant, about)
    plant.secret({"member_a"})
    word, _lure = plant.words()
    excuses.request_excuse(kind="excused", reason=f"Reason {word}", **about)
    plant.secret({"member_a"} | others)
    word, _lure = plant.words()
    excuses.contest(text=f"Contest {word}", **about)
    plant.secret({"member_a"} | others)


def sown(plant, about):
    """A draft that only lacks being sent."""
    word, lure = plant.words()
    file = SimpleUploadedFile(f"{word}.txt", f"Report {word} {lure}".encode())
    return actions.save_draft(
        file=file, language="en", what_changed=f"Changed {word}", contacts_right=True, is_declared=True, **about
    )


def sent(plant, about):
    return actions.submit(draft=sown(plant, about), by=about["by"])


def reports_planted():
    """The arguments of the addresses."""
    return {
        "receipt": [Submission.objects.get(period__obligation__code="sown-here").reference],
        "report": [YEAR, "sown-here"],
        "report-elsewhere": [YEAR, "sown-statistics_site"],
        "report-register": [YEAR, "sown-register"],
    }
