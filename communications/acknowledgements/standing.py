"""How notices stand with those they went to: what became of each mail, who has acknowledged, who is silent, whom to call."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import timedelta

from asm_portal.models import Delivery, Organisation, Person
from asm_portal.register import alphabetical
from communications.acknowledgements.times import Step, timetable
from communications.models import Acknowledgement, CallAttempt, Notice, NoticeAddressee
from communications.notices.distribution import key_of

State = Delivery.State
ON_ITS_WAY = (State.QUEUED, State.SENDING, State.SENT)
# Whoever said that they would answer is left alone for so long.
PATIENCE = timedelta(days=1)


@dataclass(frozen=True)
class Told:
    """A person to whom a notice went: its mail, None where none was written, and the other ways in which they were reached."""

    person: Person
    mail: Delivery | None
    otherwise: tuple

    @property
    def is_mailed(self):
        return self.mail is not None and self.mail.state in ON_ITS_WAY


@dataclass(frozen=True)
class Answer:
    """An organisation to which a notice went: its people, its acknowledgement, and the calls, the last one first."""

    organisation: Organisation
    people: tuple
    acknowledgement: Acknowledgement | None
    calls: tuple

    @property
    def last_call(self):
        return self.calls[0] if self.calls else None

    def has_promised(self, now):
        """Whether they were reached a short while ago and said that they would answer."""
        return any(call.outcome == CallAttempt.Outcome.WILL_ANSWER and call.at > now - PATIENCE for call in self.calls)


@dataclass(frozen=True)
class Progress:
    """How a notice stands with all organisations to which it went, in alphabetical order."""

    notice: Notice
    answers: tuple

    @property
    def in_time(self):
        return [row for row in self.answers if row.acknowledgement and not row.acknowledgement.is_late]

    @property
    def late(self):
        return [row for row in self.answers if row.acknowledgement and row.acknowledgement.is_late]

    @property
    def silent(self):
        return [row for row in self.answers if row.acknowledgement is None]

    def to_call(self, now):
        """The silent ones that are to be called: from the day of the reminder on all but those who have just promised to answer,
        before it those whom no mail reaches."""
        is_time = now >= timetable(self.notice)[Step.REMINDER]
        return [
            row
            for row in self.silent
            if not row.has_promised(now) and (is_time or not any(told.is_mailed for told in row.people))
        ]

    @property
    def mails(self):
        """The mail of each person, once also where they speak for several organisations."""
        found = {told.person.pk: told.mail for row in self.answers for told in row.people}
        return list(found.values())

    @property
    def states(self):
        """State of a mail → how many mails are in it."""
        return Counter(mail.state for mail in self.mails if mail)


def progress_of(notices):
    """Notice's primary key → its Progress, in a constant number of queries."""
    by_key = {key_of(notice): notice.pk for notice in notices}
    deliveries, found = defaultdict(list), defaultdict(lambda: defaultdict(list))
    for delivery in Delivery.objects.filter(key__in=by_key).defer("text", "html"):
        deliveries[by_key[delivery.key], delivery.person_id].append(delivery)
    acknowledgements = {}
    for row in Acknowledgement.objects.filter(notice__in=notices).select_related(
        "notice", "person", "noted_by__person"
    ):
        acknowledgements[row.notice_id, row.organisation_id] = row
    calls = defaultdict(list)
    for call in CallAttempt.objects.filter(notice__in=notices).select_related("person", "by__person"):
        calls[call.notice_id, call.organisation_id].append(call)
    for row in addressees(notices):
        found[row.notice_id][row.organisation].append(told(row.person, deliveries[row.notice_id, row.person_id]))
    return {
        notice.pk: Progress(
            notice,
            tuple(
                Answer(
                    organisation,
                    tuple(sorted(people, key=lambda told: alphabetical(told.person.family_name))),
                    acknowledgements.get((notice.pk, organisation.pk)),
                    tuple(calls[notice.pk, organisation.pk]),
                )
                for organisation, people in in_order(found[notice.pk])
            ),
        )
        for notice in notices
    }


def in_order(found):
    return sorted(found.items(), key=lambda pair: alphabetical(pair[0].name))


def addressees(notices):
    rows = NoticeAddressee.objects.filter(notice__in=notices).select_related("person", "organisation")
    return rows.prefetch_related("organisation__names", "person__emails", "person__phones")


def told(person, deliveries):
    mails = [row for row in deliveries if row.channel == Delivery.Channel.MAIL]
    return Told(person, mails[0] if mails else None, tuple(row for row in deliveries if row not in mails))


def progress(notice):
    """The Progress of one notice."""
    return progress_of([notice])[notice.pk]


def silent_in(notices):
    """(notice, organisation) of those that have not acknowledged, as primary keys."""
    answered = set(Acknowledgement.objects.filter(notice__in=notices).values_list("notice", "organisation"))
    asked = set(NoticeAddressee.objects.filter(notice__in=notices).values_list("notice", "organisation"))
    return asked - answered
