"""Who would get a notice on a day, and why: one computation for the check page, the sending and the call sheet.

    resolve(notice, today()) -> [Addressed(person, organisation, recipients)]

An audience or an organisation is reached through those who represent the organisation in general or, where it has none of these,
through whoever represents it. A body is reached through those who count in it (`Representation.objects.in_bodies`), an office
through those who fill it. Who speaks for a union or for a Participant of which they are an authority is addressed for that.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.conf import settings
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q
from django.utils.translation import gettext as _

from asm_portal.models import (
    Affiliation,
    Membership,
    OfficeTerm,
    Organisation,
    ParticipationStatus,
    Person,
    Representation,
)
from asm_portal.models.organisations import PARTICIPANT_STATUSES
from asm_portal.register import alphabetical
from asm_portal.visibility import NOBODY, Audience
from communications.models import NoticeRecipient


@dataclass(frozen=True)
class Addressed:
    """A person to whom a notice goes for an organisation, and the recipients of the notice among whom they are."""

    person: Person
    organisation: Organisation
    recipients: tuple[NoticeRecipient, ...]

    @property
    def why(self):
        """The reasons in words: “represents Alder, among: Participants”."""
        return "; ".join(reason(row, self.organisation) for row in self.recipients)


def reason(recipient, organisation):
    """Why somebody who speaks for the organisation is addressed as this recipient, in words."""
    words = {"organisation": organisation, "recipient": recipient}
    if recipient.office_id:
        return _("holds the office: %(recipient)s, for %(organisation)s") % words
    if recipient.organisation_id:
        return _("represents %(organisation)s") % words
    if recipient.body_id:
        return _("represents %(organisation)s in: %(recipient)s") % words
    return _("represents %(organisation)s, among: %(recipient)s") % words


def resolve(notice, day):
    """Whom the notice would reach on the day, by organisation and name; in a constant number of queries, however many they
    are."""
    recipients = list(
        notice.recipients.select_related("body", "office__body", "organisation").prefetch_related("organisation__names")
    )
    counted = organisations_of(recipients, day)
    above = speaking_for(day)
    found = defaultdict(lambda: defaultdict(list))
    for row in representations(notice, recipients, counted, above, day):
        for recipient in recipients:
            if getattr(row, f"as_{recipient.pk}"):
                for organisation in addressed_for(row, recipient, counted, above):
                    found[recipient][organisation].append(row)
    return in_order(found, Organisation.objects.with_names())


def organisations_of(recipients, day):
    """Recipient → ids of the organisations that it means today; None for an office, which is its holder's."""
    admitted = ParticipationStatus.objects.valid_on(day).filter(status__in=settings.STATUSES_WITH_ACCESS)
    statuses = dict(admitted.values_list("organisation", "status"))
    governments = {pk for pk, status in statuses.items() if status in PARTICIPANT_STATUSES}
    of_audience = {Audience.PARTICIPANTS: governments, Audience.PROCESS: set(statuses)}
    memberships = Membership.objects.valid_on(day).filter(
        body__in=[row.body_id for row in recipients if row.body_id], organisation__in=statuses
    )
    of_body = defaultdict(set)
    for body, organisation in memberships.values_list("body", "organisation"):
        of_body[body].add(organisation)
    found = {}
    for row in recipients:
        if row.audience:
            found[row.pk] = of_audience[row.audience]
        elif row.body_id:
            found[row.pk] = of_body[row.body_id]
        else:
            found[row.pk] = {row.organisation_id} if row.organisation_id else None
    return found


def unreached(notice, day, addressed):
    """The organisations that the notice means on the day and that nobody represents, in the order of their names."""
    recipients = list(notice.recipients.all())
    meant = set().union(*(found for found in organisations_of(recipients, day).values() if found))
    rows = Organisation.objects.filter(pk__in=meant - {row.organisation.pk for row in addressed}).with_names()
    if notice.is_demonstration:
        rows = rows.filter(is_demonstration=True)
    return sorted(rows, key=lambda row: alphabetical(row.name))


def speaking_for(day):
    """Organisation → those for which it speaks besides itself."""
    above = defaultdict(set)
    for organisation, parent in Affiliation.objects.speaking(day).values_list("organisation", "parent"):
        above[organisation].add(parent)
    return above


def representations(sent, recipients, counted, above, day):
    """The representations of the day by which somebody is one of the recipients of what is sent, each with `as_<recipient>`."""
    conditions = {f"as_{row.pk}": condition_of(row, counted[row.pk], above, day) for row in recipients}
    rows = Representation.objects.valid_on(day).filter(reduce(or_, conditions.values(), NOBODY))
    rows = rows.exclude(person__user__is_active=False)
    rows = rows.filter(person__is_demonstration=sent.is_demonstration)  # neither reaches the people of the other
    marks = {name: ExpressionWrapper(found, output_field=BooleanField()) for name, found in conditions.items()}
    return rows.annotate(**marks).select_related("person").prefetch_related("person__emails")


def condition_of(recipient, organisations, above, day):
    """The condition that a representation is of the recipient."""
    if recipient.body_id:
        return Q(pk__in=Representation.objects.in_bodies([recipient.body_id], day).values("pk"))
    speaking = Q(role=Representation.Role.REPRESENTATIVE)
    if recipient.office_id:
        term = OfficeTerm.objects.valid_on(day).filter(
            office=recipient.office_id, organisation=OuterRef("organisation")
        )
        return speaking & (
            Q(Exists(term), office=recipient.office_id) | Q(Exists(term.filter(person=OuterRef("person"))))
        )
    speakers = {pk for pk, parents in above.items() if parents & organisations}
    return speaking & Q(organisation__in=organisations | speakers)


def addressed_for(row, recipient, counted, above):
    """The organisations for which whoever is named in the representation is addressed as the recipient."""
    organisations = counted[recipient.pk]
    own = {row.organisation_id}
    if organisations is None:
        return own
    return own & organisations or above[row.organisation_id] & organisations or own


def in_order(found, organisations):
    """The persons addressed, each with all their reasons, by the names of organisations and people."""
    reasons = defaultdict(list)
    for recipient, by_organisation in found.items():
        for organisation, rows in by_organisation.items():
            for person in {row.person: None for row in reaching(recipient, rows)}:
                reasons[person, organisation].append(recipient)
    known = organisations.in_bulk({organisation for _person, organisation in reasons})
    addressed = [
        Addressed(person, known[organisation], tuple(recipients))
        for (person, organisation), recipients in reasons.items()
    ]
    return sorted(addressed, key=place)


def reaching(recipient, rows):
    """Of an audience or an organisation those who represent it in general, or all where it has none of these."""
    if recipient.body_id or recipient.office_id:
        return rows
    return [row for row in rows if row.body_id is None and row.office_id is None] or rows


def place(addressed):
    person = addressed.person
    return (
        alphabetical(addressed.organisation.name),
        alphabetical(person.family_name),
        alphabetical(person.given_name),
        person.pk,
    )
