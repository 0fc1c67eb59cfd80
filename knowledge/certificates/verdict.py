"""What the register says of a claimed issuer on a day: the verdict on it, never on the certificate.

A boundary that is known only to the month or the year leaves the days around it in doubt; such a day is to be confirmed, and
nothing is guessed.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from asm_portal.areas import gather
from asm_portal.dated import Precision
from asm_portal.models import Affiliation, Measure, Organisation, ParticipationStatus
from asm_portal.register import Episode, documents_of
from asm_portal.templatetags.portal import date_words
from knowledge.models import Verdict

Status = ParticipationStatus.Status
RESTRICTED = (Status.SUSPENDED, Status.SELF_SUSPENDED, Status.PARTIAL_RESUMPTION)
# A first row that ends or restricts something tells of a row before it that nobody has entered.
TELLS_OF_AN_EARLIER_ONE = (*RESTRICTED, Status.NO_LONGER_LISTED, Status.WITHDRAWN)
SIGNS = {"ok": "✓", "warn": "◐", "info": "●", "bad": "▲", "mute": "○"}


@dataclass(frozen=True)
class Finding:
    """The verdict in words. `issuer` is whose signatures and specimens belong to the certificate: the organisation, the
    Participant that covers it, or nobody. `grounds` are the rows of the register that it rests on, with the decisions."""

    code: Verdict
    sentence: str
    explanation: str = ""
    issuer: Organisation | None = None
    grounds: tuple = ()

    @property
    def tone(self):
        return self.code.tone

    @property
    def sign(self):
        return SIGNS[self.tone]


def verdict_on(organisation, day, reader):
    """The Finding on an organisation, or on a name that is not on the register (None)."""
    if organisation is None:
        return Finding(
            Verdict.NOT_PARTICIPANT,
            _("On %(day)s no state or territory outside the list was a Participant.") % {"day": date_words(day)},
            _("The list holds every state and union on record, by its name of today: look again for a former name."),
        )
    rows = Rows(organisation, day, reader)
    return from_doubt(rows) or from_cover(rows) or from_status(rows)


class Rows:
    """The rows of the register that say what an organisation's part was around a day."""

    def __init__(self, organisation, day, reader):
        self.organisation, self.day, self.reader = organisation, day, reader
        statuses = ParticipationStatus.objects.visible_to(reader).filter(organisation=organisation)
        self.statuses = list(statuses.select_related("covered_by").prefetch_related("covered_by__names"))
        self.measures = list(Measure.objects.visible_to(reader).filter(organisation=organisation))
        unions = Affiliation.objects.visible_to(reader).filter(
            organisation=organisation, parent__kind=Organisation.Kind.UNION
        )
        self.unions = list(unions.select_related("parent").prefetch_related("parent__names"))
        self.status = next((row for row in self.statuses if row.holds_on(day)), None)
        self.measures_of_day = [row for row in self.measures if row.holds_on(day)]

    def words(self, **more):
        return {"day": date_words(self.day), "name": self.organisation.name_on(self.day), **more}

    def grounds(self, records):
        """The rows with what the decisions say, and the documents of those that the reader may know of."""
        documents = documents_of(gather("basis_of", records, self.reader))
        return tuple(Episode(record, self.day, tuple(documents[record])) for record in records)

    @property
    def cover(self):
        """The Participant through which the organisation takes part on the day: by its status, or as a member of a union."""
        if self.status and self.status.covered_by:
            return self.status.covered_by
        if self.status and self.status.status in (Status.PARTICIPANT, Status.PROVISIONALLY_LISTED, *RESTRICTED):
            return None
        return next((row.parent for row in self.unions if row.holds_on(self.day)), None)


def is_in_doubt(record, day):
    """Whether it is not known that the record holds on the day, nor that it does not: a boundary may lie on either side of it."""
    start, end = record.valid_from, record.valid_until
    if start is None:
        return end is None or day < end
    if record.valid_from_precision == Precision.UNKNOWN and day < start:
        return True
    if end and record.valid_until_precision == Precision.UNKNOWN and day >= end:
        return True
    return in_same(start, record.valid_from_precision, day) or in_same(end, record.valid_until_precision, day)


def in_same(boundary, precision, day):
    """Whether the day lies in the month or year that is all one knows of the boundary."""
    if boundary is None or precision not in (Precision.MONTH, Precision.YEAR):
        return False
    return boundary.year == day.year and (precision == Precision.YEAR or boundary.month == day.month)


def from_doubt(rows):
    """To be confirmed, where the day lies in the doubt of a row, or before a first row that tells of an earlier one."""
    doubtful = [row for row in (*rows.statuses, *rows.unions) if is_in_doubt(row, rows.day)]
    sentence = _("Whether %(name)s was a Participant on %(day)s is to be confirmed.")
    if not doubtful and not rows.status and rows.statuses:
        first = min(rows.statuses, key=lambda row: row.valid_from)
        if rows.day < first.valid_from and first.status in TELLS_OF_AN_EARLIER_ONE:
            doubtful = [first]
    if not doubtful:
        doubtful = [row for row in rows.measures if is_in_doubt(row, rows.day)]
        sentence = _("Whether restrictions applied to %(name)s on %(day)s is to be confirmed.")
    if not doubtful:
        return None
    shown = [row for row in doubtful if not isinstance(row, Affiliation)]
    return Finding(
        Verdict.UNCONFIRMED,
        sentence % rows.words(),
        _("The register does not know that change to the day. Ask the focal point or the secretariat."),
        rows.organisation,
        rows.grounds(shown),
    )


def from_cover(rows):
    """The verdict on the Participant through which the organisation takes part, said of both."""
    if rows.cover is None:
        return None
    finding = verdict_on(rows.cover, rows.day, rows.reader)
    words = rows.words(cover=rows.cover.name_on(rows.day))
    if finding.code != Verdict.PARTICIPANT:
        return Finding(finding.code, finding.sentence, because_of_cover(rows, words), finding.issuer, finding.grounds)
    own = [rows.status] if rows.status and rows.status.covered_by else []
    return Finding(
        Verdict.COVERED,
        _("On %(day)s %(name)s took part through another Participant: %(cover)s.") % words,
        because_of_cover(rows, words),
        finding.issuer,
        rows.grounds(own),
    )


def because_of_cover(rows, words):
    """That the certificates are those of the other Participant, and since when, where the register says so."""
    if rows.status and rows.status.covered_by:
        since = date_words(rows.status.valid_from, rows.status.valid_from_precision)
        text = _("Its certificates bear the name of %(cover)s (from %(since)s); what follows is about them.")
        return text % {**words, "since": since}
    return _("Its certificates bear the name of %(cover)s; what follows is about them.") % words


def from_status(rows):
    """The verdict of the row that holds on the day."""
    status = rows.status.status if rows.status else None
    code, sentence, explanation = said_of(status, rows.measures_of_day)
    records = [*([rows.status] if rows.status else []), *rows.measures_of_day]
    issuer = None if code == Verdict.NOT_PARTICIPANT else rows.organisation
    return Finding(code, sentence % rows.words(), explanation, issuer, rows.grounds(records))


def said_of(status, measures):
    """(verdict, sentence with %(day)s and %(name)s, explanation) of a status with the measures beside it."""
    read_decision = _("What was restricted stands in the decision: read it before you accept the certificate.")
    if status == Status.SUSPENDED:
        return Verdict.RESTRICTIONS, _("On %(day)s restrictions applied: %(name)s was suspended."), read_decision
    if status == Status.SELF_SUSPENDED:
        return Verdict.RESTRICTIONS, _("On %(day)s restrictions applied: %(name)s was self-suspended."), read_decision
    if status == Status.PARTIAL_RESUMPTION:
        sentence = _("On %(day)s restrictions applied: exports of %(name)s were partly resumed.")
        return Verdict.RESTRICTIONS, sentence, read_decision
    if status == Status.PARTICIPANT and any(row.kind == Measure.Kind.RESTRICTIONS for row in measures):
        return (
            Verdict.RESTRICTIONS,
            _("On %(day)s %(name)s was a Participant, and restrictions applied."),
            read_decision,
        )
    if status == Status.PARTICIPANT and measures:
        sentence = _("On %(day)s %(name)s was a Participant, and special measures applied.")
        return Verdict.RESTRICTIONS, sentence, read_decision
    if status == Status.PARTICIPANT:
        return Verdict.PARTICIPANT, _("On %(day)s %(name)s was a Participant."), ""
    if status == Status.PROVISIONALLY_LISTED:
        explanation = _("It stood on the list of Participants while its place on it was examined.")
        return Verdict.PROVISIONAL, _("On %(day)s %(name)s was provisionally listed."), explanation
    explanation = _("Nobody could issue a Kimberley Process certificate in its name on that day.")
    return Verdict.NOT_PARTICIPANT, _("On %(day)s %(name)s was not a Participant."), explanation
