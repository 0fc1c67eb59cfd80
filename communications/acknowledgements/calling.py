"""The call sheet: the organisations that have not answered, whom one calls there, and whether it is a time to call.

Hours are those of the general focal point. Where none are known, those that are usual in offices count, on the clock of the
people who got the notice, and the sheet says so.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from asm_portal import hours
from asm_portal.focal_points import all_focal_points
from asm_portal.members import local_time
from asm_portal.models import Person
from asm_portal.models.focal_points import GENERAL
from asm_portal.register import alphabetical
from communications.acknowledgements.standing import Answer
from communications.models import CallAttempt

USUAL_HOURS = {day: [["09:00", "17:00"]] for day in hours.DAYS[:5]}
TELEPHONE, IN_PERSON = CallAttempt.Channel.TELEPHONE, CallAttempt.Channel.IN_PERSON
LAST_OF_ALL = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Voice:
    """Whom one speaks to, and how: a person or None for somebody who is not on record, on which number."""

    channel: str
    label: str
    person: Person | None = None
    number: str = ""

    @property
    def key(self):
        """How a form names it."""
        return f"{self.channel}-{self.person.pk if self.person else 0}-{self.number.replace(' ', '')}"


@dataclass
class Row:
    """An organisation on the call sheet at a moment; `points` are its general focal points."""

    answer: Answer
    points: tuple
    moment: datetime
    form: object = None

    @property
    def organisation(self):
        return self.answer.organisation

    @cached_property
    def zone(self):
        return self.points[0].point.time_zone if self.points else self.answer.people[0].person.time_zone

    @property
    def local_time(self):
        """14:05, Luanda (UTC+1)."""
        return local_time(self.zone, self.moment)

    @property
    def is_assumed(self):
        """Whether the hours are those usual in offices, for want of known ones."""
        return not (self.points and self.points[0].point.hours)

    @cached_property
    def opening(self):
        known = USUAL_HOURS if self.is_assumed else self.points[0].point.hours
        return hours.opening(known, self.zone, self.moment)

    @property
    def has_promised(self):
        return self.answer.has_promised(self.moment)

    @property
    def place(self):
        """Its place on the sheet: who can be called now, then who opens next; last those who have promised to answer."""
        waits = LAST_OF_ALL if self.opening.changes_at is None else self.opening.changes_at
        is_open = self.opening.is_open
        return self.has_promised, not is_open, LAST_OF_ALL if is_open else waits, alphabetical(self.organisation.name)

    @cached_property
    def voices(self):
        """Everybody whom a call could reach: the focal point, its deputy, the people who got the notice; then whoever was met."""
        people = [told.person for told in self.answer.people]
        found = [
            *(voice for reach in self.points for voice in voices_of(reach)),
            *(on_number(person, phone.number) for person in people for phone in person.phones.all()),
            *(Voice(IN_PERSON, _("%(person)s, in person") % {"person": person}, person) for person in people),
            Voice(TELEPHONE, _("Somebody else, by telephone")),
            Voice(IN_PERSON, _("Somebody else, in person")),
        ]
        by_key = {}
        for voice in found:
            by_key.setdefault(voice.key, voice)
        return list(by_key.values())


def on_number(person, number, part=""):
    """Somebody on a number; `part` is what they are where no person is named."""
    return Voice(TELEPHONE, f"{person or part}, {number}", person, number)


def voices_of(reach):
    """The numbers of a focal point: that of the deputy first while the person is away."""
    point = reach.point
    numbers = [(point.person, point.telephone, _("Focal point")), (point.deputy, point.deputy_telephone, _("Deputy"))]
    found = [on_number(*line) for line in numbers if line[1]]
    return found[::-1] if reach.is_away else found


def call_sheet(progress, reader, moment):
    """A Row for each organisation that is silent, in the order in which one calls."""
    return sorted(rows(progress.silent, reader, moment), key=lambda row: row.place)


def rows(answers, reader, moment):
    """A Row for each of the organisations, in a constant number of queries."""
    points = defaultdict(list)
    for reach in all_focal_points([row.organisation for row in answers], reader, moment):
        if reach.point.kind.code == GENERAL:
            points[reach.point.organisation_id].append(reach)
    return [Row(answer, tuple(points[answer.organisation.pk]), moment) for answer in answers]
