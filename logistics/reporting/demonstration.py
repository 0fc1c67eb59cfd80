"""The reports of the demonstration: on time, late, missing, excused, extended, contested, waiting to be filed, and a draft begun.

The fictional Participants are tracked since 2025; what is due follows the rules, so that the samples are told by how many periods
they lie back from the last one that was due.
"""

from datetime import timedelta
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Q

from asm_portal.demonstration import SINCE, ensure
from asm_portal.models import Organisation
from asm_portal.removal import remove
from knowledge.models import Document
from knowledge.sample_files import MAKERS
from logistics.models import (
    Contest,
    Excuse,
    Obligation,
    Producer,
    ReportDuty,
    ReportingPeriod,
    Submission,
    SubmissionDraft,
    of_owner,
)
from logistics.reporting import actions, excuses
from logistics.reporting.periods import make_periods

TEXTS = Path(__file__).parent / "samples"
TAKEN_DOWN, PAPER = Submission.Channel.MAIL, Submission.Channel.PAPER
# Days after the due day on which statistics were sent, by how many periods back; those not listed were on time, None: not sent.
LATENESS = {
    ("XA", "trade"): {2: 3},
    ("XB", "trade"): {0: None, 1: 12, 3: 5},
    ("XC", "trade"): {1: None},
    ("XB", "certificate_counts"): {0: None, 1: 12},
    ("XC", "certificate_counts"): {0: 2},
    ("XC", "production"): {0: None},
}
PRODUCERS = ("XA", "XC")
ON_TIME = -6


def demonstrate(cast):
    if not Obligation.objects.exists():
        return
    for code in PRODUCERS:
        ensure(Producer, {"valid_from": SINCE, "source": "demonstration"}, organisation=cast.organisations[code])
    make_periods(cast.today)
    for code in ("XA", "XB", "XC"):
        statistics(cast, cast.organisations[code])
    annual_reports(cast)
    begun_draft(cast)
    excused(cast)
    contested(cast)
    duties(cast)


def due_periods(cast, code):
    """The periods of an obligation that were due, the last one first; those only on which the cast is tracked."""
    rows = ReportingPeriod.objects.filter(obligation__code=code, due_on__lt=cast.today, end__gte=SINCE)
    return list(rows.with_obligation().order_by("-end"))


def nothing_of(period, owner):
    return not Submission.objects.filter(period=period, **of_owner(owner)).exists()


def statistics(cast, owner):
    for obligation in ("trade", "certificate_counts", "production"):
        if obligation == "production" and owner.code not in PRODUCERS:
            continue
        for back, period in enumerate(due_periods(cast, obligation)):
            late = LATENESS.get((owner.code, obligation), {}).get(back, ON_TIME)
            if late is not None and nothing_of(period, owner):
                sent_on = min(period.due_on + timedelta(days=late), cast.today)
                actions.note_sent(period=period, owner=owner, sent_on=sent_on, by=cast.secretary)


def annual_reports(cast):
    """The last one of XA and XB is in the archive already, that of XA since March and that of XB since April; XC owes it."""
    for back, period in enumerate(due_periods(cast, "annual_report")):
        for code in ("XA", "XB"):
            owner = cast.organisations[code]
            held = Document.objects.filter(
                kind__code="annual_report", organisation=owner, report__period_from=period.start, is_demonstration=True
            ).first()  # fmt: skip
            late = code == "XB" and back == 0
            if held and nothing_of(period, owner):
                received_on = period.due_on + timedelta(days=8 if late else -9)
                actions.take_down(
                    period=period, owner=owner, channel=PAPER if late else TAKEN_DOWN, document=held, by=cast.secretary,
                    received_on=received_on,
                )  # fmt: skip
                if late:
                    corrected(cast, period, owner)


def corrected(cast, period, owner):
    """A corrected version of Borealia’s, which waits to be filed."""
    draft = actions.save_draft(
        period=period, owner=owner, by=cast.users["delegate.xb"], file=sample("corrected", "fr", period.year), language="fr",
        what_changed="Nombre de colis corrigé au point 2", contacts_right=True, is_declared=True,
    )  # fmt: skip
    actions.submit(draft=draft, by=cast.users["delegate.xb"])


def sample(name, language, year):
    """A small PDF made from a text of the samples."""
    text = (TEXTS / f"{name}.{language}.md").read_text().format(year=year)
    title, _break, _rest = text.lstrip("# ").partition("\n")
    return SimpleUploadedFile(f"{name}-{year}.pdf", MAKERS["pdf"](title, text, language))


def begun_draft(cast):
    """Alderia has begun its next annual report."""
    owner = cast.organisations["XA"]
    rows = ReportingPeriod.objects.filter(obligation__code="annual_report", due_on__gte=cast.today).with_obligation()
    period = rows.order_by("end").first()
    if period and nothing_of(period, owner) and actions.draft_of(period, owner) is None:
        actions.save_draft(
            period=period,
            owner=owner,
            by=cast.users["delegate.xa"],
            file=sample("annual", "en", period.year),
            language="en",
        )


def excused(cast):
    """Coralia was given more time for production, was excused from a quarter, and asks for more time for its annual report."""
    owner, asked_by = cast.organisations["XC"], cast.users["member.xwb"]
    if Excuse.objects.filter(**of_owner(owner)).exists():
        return
    direction = "Chair of the sample Process, by e-mail"
    granted = {"owner": owner, "by": cast.secretary, "direction": direction}
    for period in due_periods(cast, "production")[:1]:
        excuses.grant_excuse(
            period=period, kind=Excuse.Kind.EXTENDED, until=cast.today + timedelta(days=30),
            reason="The office that keeps the figures has moved.", **granted,
        )  # fmt: skip
    for period in due_periods(cast, "trade")[1:2]:
        excuses.grant_excuse(
            period=period,
            kind=Excuse.Kind.EXCUSED,
            reason="The port was closed all quarter; there was no trade.",
            **granted,
        )
    for period in due_periods(cast, "annual_report")[:1]:
        excuses.request_excuse(
            period=period, owner=owner, kind=Excuse.Kind.EXTENDED, until=cast.today + timedelta(days=45), by=asked_by,
            reason="Our only officer was on leave; the text is with the ministry for approval.",
        )  # fmt: skip


def contested(cast):
    """Borealia says that a quarter which is shown as late was sent on time."""
    owner = cast.organisations["XB"]
    for period in due_periods(cast, "trade")[1:2]:
        if not Contest.objects.filter(period=period, **of_owner(owner)).exists():
            excuses.contest(
                period=period, owner=owner, by=cast.users["delegate.xb"],
                text="Les chiffres ont été saisis avant l’échéance ; le site les a affichés plus tard.",
            )  # fmt: skip


def duties(cast):
    """Both bodies owe a report on their work: one soon, one overdue."""
    obligation = Obligation.objects.get(code="body_report")
    for code, days in (("XWA", 20), ("XWB", -11)):
        body = cast.bodies[code]
        if not ReportDuty.objects.filter(body=body).exists():
            due_on = cast.today + timedelta(days=days)
            actions.owe(
                obligation=obligation, start=due_on - timedelta(days=365), end=due_on - timedelta(days=15), due_on=due_on,
                owner=body, by=cast.secretary,
            )  # fmt: skip


def forget_demonstration():
    """Take out what was reported of the cast, and the periods that were made for it alone."""
    of_the_cast = (
        Q(organisation__is_demonstration=True) | Q(body__is_demonstration=True) | Q(office__is_demonstration=True)
    )
    for model in (Submission, SubmissionDraft, Excuse, Contest, ReportDuty):
        remove(model.objects.filter(of_the_cast))
    remove(Producer.objects.filter(organisation__is_demonstration=True))
    if not Organisation.objects.facts().exclude(tracked_from=None).exists():
        held = (model.objects.values("period") for model in (Submission, SubmissionDraft, Excuse, Contest, ReportDuty))
        unused = ReportingPeriod.objects.all()
        for periods in held:
            unused = unused.exclude(pk__in=periods)
        remove(unused)
