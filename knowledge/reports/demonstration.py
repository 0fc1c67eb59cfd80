"""Reports of the demonstration: three years of two fictional Participants, a visit with its public version, one that waits for
approval, one under embargo, and a proposal to open an annual report. All of it goes with the fictional organisations."""

from datetime import date, timedelta

from django.utils import timezone

from asm_portal.visibility import Audience
from knowledge import actions as archive
from knowledge.approvals import Capacity
from knowledge.audiences import propose_audience
from knowledge.demonstration import TEXTS, add_texts, missing, source
from knowledge.models import DocumentKind, Redaction, RedactionEntry
from knowledge.reports import actions

# People, parcels, certificates, parcels returned, inspections a month; per Participant from the third last year on.
FIGURES = {
    "XA": ((3, 447, 431, 16, "Two"), (4, 519, 512, 7, "Two"), (4, 561, 558, 3, "Three")),
    "XB": ((5, 880, 874, 6, "Deux"), (5, 902, 899, 3, "Deux"), (6, 911, 910, 1, "Quatre")),
}
LICENCES = {
    "en": ("No licence was suspended.", "One licence was suspended for three weeks.", "One licence was withdrawn."),
    "fr": ("Aucune licence suspendue.", "Une licence suspendue pendant trois semaines.", "Aucune licence suspendue."),
}
ANNUAL = {
    "XA": (
        "en",
        {"en": "Annual report of Alderia for {} (sample)", "fr": "Rapport annuel de l’Aldérie pour {} (exemple)"},
    ),
    "XB": (
        "fr",
        {"fr": "Rapport annuel de la Boréalie pour {} (exemple)", "en": "Annual report of Borealia for {} (sample)"},
    ),
}
Content = RedactionEntry.Content
TAKEN_OUT = (
    ("Page 1, Internal controls, point 2", Content.SECURITY, "It would help somebody to enter the strong room."),
    ("Page 1, Internal controls, point 3", Content.PERSONAL, "The person concerned was not heard."),
)


def demonstrate(cast):
    for code in FIGURES:
        for back, figures in enumerate(reversed(FIGURES[code])):
            annual_report(cast, code, cast.today.year - 1 - back, figures, len(FIGURES[code]) - 1 - back)
    published_visit(cast)
    waiting_follow_up(cast)
    embargoed_visit(cast)
    proposal(cast)


def text(key, language, **values):
    return (TEXTS / f"{key}.{language}.md").read_text().format(**values)


def annual_report(cast, code, year, figures, number):
    """The report on a year, received in March of the next."""
    key = source("annual", code, year)
    if not missing(key):
        return
    language, titles = ANNUAL[code]
    names = ("people", "parcels", "certificates", "returned", "inspections")
    words = text("annual", language, **dict(zip(names, figures, strict=True)), licences=LICENCES[language][number])
    received = date(year + 1, 3, 10 + 6 * number)
    file_report(
        cast, key, "annual_report", code, {spoken: title.format(year) for spoken, title in titles.items()}, received,
        {language: words}, period=(date(year, 1, 1), date(year, 12, 31)), received_on=received,
    )  # fmt: skip


def file_report(cast, key, kind, code, titles, day, texts, *, period, embargoed_until=None, **facts):
    """A final report with its text as a page and as a PDF."""
    document = actions.add_report(
        kind=DocumentKind.objects.get(code=kind), titles=titles, by=cast.secretary, period_from=period[0],
        period_until=period[1], organisation=cast.organisations[code], date=day, source=key, is_demonstration=True, **facts,
    )  # fmt: skip
    add_texts(document, dict.fromkeys(texts, "pdf"), texts, cast.secretary)
    return archive.publish(document=document, by=cast.secretary, embargoed_until=embargoed_until)


def visit(cast, key, code, titles, days_ago, embargoed_until=None):
    """The report of a visit that lasted six days, filed two months after it."""
    first = cast.today - timedelta(days=days_ago)
    return file_report(
        cast, key, "review_visit_report", code, titles, first + timedelta(days=60), {"en": text("visit", "en")},
        period=(first, first + timedelta(days=5)), period_precision="day", issuing_body=cast.bodies["XWA"],
        embargoed_until=embargoed_until,
    )  # fmt: skip


def redacted(cast, original, key):
    """The redacted version of a report, asked for."""
    redaction = actions.make_redacted_version(original=original, by=cast.secretary)
    for place, content, ground in TAKEN_OUT:
        actions.log_redaction(redaction=redaction, place=place, content=content, ground=ground, by=cast.secretary)
    add_texts(redaction.public_version, {"en": "pdf"}, {"en": text(key, "en")}, cast.secretary)
    return actions.ask_for_consent(redaction=redaction, by=cast.secretary)


def published_visit(cast):
    """Consented to by the focal point, approved by the secretariat and the Chair's office, public."""
    key = source("visit", "XA")
    if not missing(key):
        return
    titles = {"en": "Review visit to Alderia (sample)", "fr": "Visite d’examen en Aldérie (exemple)"}
    redaction = redacted(cast, visit(cast, key, "XA", titles, 420), "visit-public")
    delegate = cast.users["delegate.xa"]
    actions.record_consent(
        redaction=redaction, is_given=True, who=f"{delegate.person}, {cast.organisations['XA']}",
        channel=Redaction.Channel.PORTAL, by=delegate,
    )  # fmt: skip
    for capacity, user in ((Capacity.SECRETARIAT, cast.secretary), (Capacity.KP_CHAIR, cast.users["chair"])):
        actions.approve_redaction(redaction=redaction, capacity=capacity, by=user)
    archive.publish(document=redaction.public_version, by=cast.secretary)


def waiting_follow_up(cast):
    """A redacted version that waits for the consent of the Participant and for both approvals."""
    key = source("follow-up", "XA")
    if not missing(key):
        return
    day = cast.today - timedelta(days=90)
    original = file_report(
        cast, key, "follow_up_report", "XA",
        {"en": "Alderia: follow-up to the review visit (sample)", "fr": "Aldérie : suites de la visite d’examen (exemple)"},
        day, {"en": text("follow-up", "en")}, period=(day, day), period_precision="day",
    )  # fmt: skip
    redacted(cast, original, "follow-up-public")


def embargoed_visit(cast):
    key = source("visit", "XB")
    if missing(key):
        titles = {"en": "Review visit to Borealia (sample)", "fr": "Visite d’examen en Boréalie (exemple)"}
        visit(cast, key, "XB", titles, 100, embargoed_until=timezone.now() + timedelta(days=5))


def proposal(cast):
    """The newest annual report of Alderia is proposed for everyone."""
    found = cast.organisations["XA"].code
    year = cast.today.year - 1
    document = (
        DocumentKind.objects.get(code="annual_report")
        .documents.filter(source=source("annual", found, year), is_demonstration=True, audience_proposals=None)
        .first()
    )
    if document:
        propose_audience(
            document=document, audience=Audience.PUBLIC, by=cast.secretary,
            reason="Alderia publishes its annual reports on its own site since last year.",
        )  # fmt: skip
