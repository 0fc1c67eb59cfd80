"""Reports that are owed: obligations, periods, what came in, and who is asked for it."""

from datetime import date, timedelta

from django.utils import timezone

from asm_portal.models import FocalPoint, FocalPointKind
from logistics.models import Excuse, Obligation, ReminderStep, ReportingPeriod, Submission, of_owner

LADDER = ((-60, "in_charge"), (-30, "in_charge"), (-7, "deputies"), (0, "deputies"), (14, "general"), (30, "general"))


def ladder():
    return [ReminderStep.objects.create(days=days, reach=reach) for days, reach in LADDER]


def track(*organisations, since=date(2020, 1, 1)):
    for organisation in organisations:
        organisation.tracked_from = since
        organisation.save()


def focal_kind(code):
    return FocalPointKind.objects.get_or_create(code=code, defaults={"name_en": code, "name_fr": code})[0]


def focal_point(organisation, code, person, deputy=None, **extra):
    return FocalPoint.objects.create(
        organisation=organisation, kind=focal_kind(code), person=person, deputy=deputy, telephone="+000 20 555 0100",
        **{"valid_from": date(2020, 1, 1)} | extra,
    )  # fmt: skip


def obligation(code="annual", **extra):
    values = {
        "name_en": code.capitalize(), "name_fr": code.capitalize(), "frequency": "yearly", "binds": "participants",
        "position": Obligation.objects.count(),
    }  # fmt: skip
    return Obligation.objects.create(code=code, **values | extra)


def period(of, year=2025, due_on=None, start=None, end=None):
    """A period whose day no rule moves."""
    days = {"start": start or date(year, 1, 1), "end": end or date(year, 12, 31)}
    return ReportingPeriod.objects.create(obligation=of, due_on=due_on, is_fixed=due_on is not None, **days)


def receive(period, owner, on, by, **extra):
    """A version that came in on the day."""
    return Submission.objects.create(period=period, received_on=on, submitted_by=by, **of_owner(owner), **extra)


def excuse(period, owner, by, kind="excused", until=None):
    """A granted one."""
    return Excuse.objects.create(
        period=period, kind=kind, until=until, reason="A flood", state="granted", requested_by=by, decided_by=by,
        decided_at=timezone.now(), **of_owner(owner),
    )  # fmt: skip


def ago(days):
    return timezone.now().date() - timedelta(days=days)
