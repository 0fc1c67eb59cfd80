"""Reports that tests send: obligations, periods of a year, small files."""

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from asm_portal.models import FocalPoint, FocalPointKind
from knowledge.models import DocumentKind
from logistics.models import Obligation, ReportingPeriod
from logistics.reporting import actions

YEAR = 2025


def make_obligations(cast):
    """The annual report (for Participants and Observers, asked for by XWA), trade statistics, signatures, reports of bodies."""
    kinds = {
        code: DocumentKind.objects.get_or_create(
            code=code,
            defaults={"prefix": prefix, "name_en": code, "name_fr": code, "default_audience": "process"},
        )[0]
        for code, prefix in (("annual_report", "ANR"), ("body_report", "BWR"))
    }
    rows = (
        ("annual_report", "Annual report", "yearly", "participants", "here", 3),
        ("trade", "Trade statistics", "quarterly", "participants", "statistics_site", 2),
        ("signatures", "Authorised signatures", "kept_current", "participants", "register", None),
        ("body_report", "Report of a body", "per_case", "bodies", "here", None),
    )
    for position, (code, name, frequency, binds, collected, months) in enumerate(rows):
        Obligation.objects.create(
            code=code, name_en=name, name_fr=f"{name} (fr)", frequency=frequency, binds=binds, collected=collected,
            kind=kinds.get(code), body=cast.xwa, due_months=months, position=position,
        )  # fmt: skip


def track(*organisations, since=date(YEAR, 1, 1)):
    for organisation in organisations:
        organisation.tracked_from = since
        organisation.save()


def period(slug="annual_report", year=YEAR):
    return ReportingPeriod.objects.with_obligation().get(year=year, slug=slug)


def file(text="Annual report for 2025", name="report.txt"):
    return SimpleUploadedFile(name, text.encode())


def complete(**more):
    return {"language": "en", "contacts_right": True, "is_declared": True} | more


def send(cast, owner=None, by=None, text="Annual report for 2025", of=None):
    """A report sent by a focal point."""
    draft = actions.save_draft(
        period=of or period(), owner=owner or cast.xa, by=by or cast.member_a, file=file(text), **complete()
    )
    return actions.submit(draft=draft, by=by or cast.member_a)


def focal_point(organisation, person, deputy=None, code="general"):
    kind, _made = FocalPointKind.objects.get_or_create(code=code, defaults={"name_en": code, "name_fr": code})
    return FocalPoint.objects.create(
        organisation=organisation, kind=kind, person=person, deputy=deputy, email="desk@cast.example",
        valid_from=date(2020, 1, 1),
    )  # fmt: skip
