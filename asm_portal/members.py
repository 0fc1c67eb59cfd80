"""The members' area of a body: who may enter it, and whom one can reach there."""

import uuid
import zoneinfo
from dataclasses import dataclass
from datetime import date, timedelta
from types import SimpleNamespace

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from asm_portal.access import VisibleMixin
from asm_portal.dated import today
from asm_portal.explain import why_visible
from asm_portal.models import Body, Membership, Office, OfficeTerm, Organisation, Person, Representation
from asm_portal.register import alphabetical
from asm_portal.visibility import Audience, standing_of
from asm_portal.zones import city

CONFIRMED_FOR = timedelta(days=182)


def entered_by(user):
    """The bodies whose members' area the reader may enter: one's own, and all for the secretariat and the Chair's office."""
    standing = standing_of(user)
    bodies = Body.objects.visible_to(user)
    return bodies if standing.secretariat or standing.chair else bodies.filter(pk__in=standing.bodies)


class MembersMixin(VisibleMixin):
    """A page of a body's members' area; to those who do not belong to the body it does not exist."""

    model = Body
    slug_field = slug_url_kwarg = "code"

    def get_queryset(self):
        return super().get_queryset() & entered_by(self.request.user)


@dataclass(frozen=True)
class Contact:
    """A person as one reaches them in a body, for one organisation."""

    person: Person
    organisation: Organisation
    functions: tuple[str, ...]
    offices: tuple[Office, ...]
    last_confirmed_on: date | None

    @property
    def uid(self):
        """The same in every download, so that an address book updates its card; made so that it counts nobody."""
        return uuid.uuid5(uuid.NAMESPACE_URL, f"{settings.SITE_URL}/contacts/{self.person.pk}/{self.organisation.pk}")

    @property
    def local_time(self):
        """The time where the person works, now."""
        return local_time(self.person.time_zone, timezone.now())


def local_time(zone, moment):
    """The moment on the clocks of a zone: 14:05, Luanda (UTC+1)."""
    now = moment.astimezone(zoneinfo.ZoneInfo(zone))
    return f"{now:%H:%M} UTC" if zone == "UTC" else f"{now:%H:%M}, {city(zone)} ({offset_words(now)})"


def offset_words(moment):
    """How far the moment's zone is from UTC: UTC+1, UTC+5:30, UTC−3."""
    minutes = int(moment.utcoffset().total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    sign = "\N{MINUS SIGN}" if minutes < 0 else "+"
    return f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "")


@dataclass(frozen=True)
class Seat:
    """An office of the body, who holds it on the day, and how to reach them; `term` is None where it is vacant."""

    office: Office
    term: OfficeTerm | None
    contacts: tuple[Contact, ...]


@dataclass(frozen=True)
class Delegation:
    """An organisation's place in the body, with the contacts that it has there."""

    membership: Membership
    contacts: tuple[Contact, ...]


@dataclass(frozen=True)
class Directory:
    """Whom one can reach in a body on a day."""

    contacts: tuple[Contact, ...]
    seats: tuple[Seat, ...]
    delegations: tuple[Delegation, ...]

    @property
    def last_confirmed_on(self):
        """The latest day on which one of the contacts was confirmed."""
        return max((contact.last_confirmed_on for contact in self.contacts if contact.last_confirmed_on), default=None)


def directory(body, user):
    """The contacts of the body today, as far as the reader may know of them; office-holders come first."""
    day = today()
    terms = list(
        OfficeTerm.objects.visible_to(user).valid_on(day).filter(office__body=body)
        .select_related("office", "organisation").prefetch_related("organisation__names")
    )  # fmt: skip
    contacts = contacts_of(body, terms, user, day)
    held = {term.office_id: term for term in terms}
    return Directory(
        contacts=contacts,
        seats=tuple(
            Seat(office, held.get(office.pk), tuple(contact for contact in contacts if office in contact.offices))
            for office in sorted(body.offices.visible_to(user), key=rank)
        ),
        delegations=tuple(
            Delegation(row, tuple(contact for contact in contacts if contact.organisation == row.organisation))
            for row in memberships_of(body, user, day)
        ),
    )


def contacts_of(body, terms, user, day):
    """One contact per person and organisation: office-holders in the order of their offices, then by organisation and name."""
    rows = (
        Representation.objects.in_bodies([body], day).visible_to(user)
        .select_related("person", "organisation", "office")
        .prefetch_related("organisation__names", "person__emails", "person__phones")
    )  # fmt: skip
    return tuple(sorted(contacts_from(rows, terms), key=place_in_list))


def contacts_from(rows, terms):
    """One contact per person and organisation of the representations."""
    together = {}
    for row in rows:
        together.setdefault((row.person_id, row.organisation_id), []).append(row)
    return [contact_from(rows, terms) for rows in together.values()]


def contact_from(rows, terms):
    """The contact that a person's representations of one organisation make."""
    person, organisation = rows[0].person, rows[0].organisation
    offices = {
        term.office
        for term in terms
        if term.organisation_id == organisation.pk
        and (term.person_id == person.pk or any(row.office_id == term.office_id for row in rows))
    }
    return Contact(
        person=person,
        organisation=organisation,
        functions=tuple(dict.fromkeys(row.function for row in rows if row.function)),
        offices=tuple(sorted(offices, key=rank)),
        last_confirmed_on=max((row.last_confirmed_on for row in rows if row.last_confirmed_on), default=None),
    )


def memberships_of(body, user, day):
    """The memberships of the day, in the alphabetical order of the organisations."""
    rows = (
        Membership.objects.visible_to(user).valid_on(day).filter(body=body)
        .select_related("organisation").prefetch_related("organisation__names")
    )  # fmt: skip
    return sorted(rows, key=lambda row: alphabetical(row.organisation.name))


def rank(office):
    """Where an office stands among those of its body: Chair, Vice Chair, the others."""
    return Office.Seat.values.index(office.seat), office.code


def place_in_list(contact):
    return (
        [rank(office) for office in contact.offices] or [(len(Office.Seat.values),)],
        alphabetical(contact.organisation.name),
        alphabetical(contact.person.family_name),
        alphabetical(contact.person.given_name),
    )


def why_here(body, user):
    """The sentence that says why the reader may enter the members' area of the body."""
    area = SimpleNamespace(audience=Audience.BODY, audience_body=body, audience_organisation=None)
    return why_visible(area, standing_of(user))


def own_representations(user):
    """The representations of the reader's own person that hold today."""
    return (
        Representation.objects.visible_to(user).valid_on(today()).filter(person=user.person_id)
        .select_related("organisation", "body", "office").prefetch_related("organisation__names")
    )  # fmt: skip


def unconfirmed(representations):
    """Those never confirmed, or not for six months."""
    return representations.filter(Q(last_confirmed_on=None) | Q(last_confirmed_on__lte=today() - CONFIRMED_FOR))


@dataclass(frozen=True)
class RosterRow:
    """A membership or a term of office: `organisation` bears its name of the day, `part` is the grade or the office."""

    record: object
    organisation: str
    part: str
    person: str = ""


@dataclass(frozen=True)
class Roster:
    """Who belonged to a body and held its offices on a day, and what is only attested at some time."""

    day: date
    members: tuple[RosterRow, ...]
    holders: tuple[RosterRow, ...]
    attested: tuple[RosterRow, ...]

    @property
    def rows(self):
        return (*self.members, *self.holders, *self.attested)


def roster(body, user, day):
    """The roster of the body on the day, as far as the reader may know of it."""
    memberships = Membership.objects.visible_to(user).filter(body=body).select_related("organisation")
    terms = OfficeTerm.objects.visible_to(user).filter(office__body=body).select_related("organisation", "office")
    named = people_named(terms, user)
    rows = [
        *(
            RosterRow(row, row.organisation.name_on(day), row.get_grade_display())
            for row in memberships.prefetch_related("organisation__names")
        ),
        *(
            RosterRow(row, row.organisation.name_on(day), row.office.name, named.get(row.person_id, ""))
            for row in terms.prefetch_related("organisation__names")
        ),
    ]
    rows.sort(key=lambda row: (row.part, alphabetical(row.organisation)))
    of_day = [row for row in rows if row.record.holds_on(day)]
    return Roster(
        day=day,
        members=tuple(row for row in of_day if isinstance(row.record, Membership)),
        holders=tuple(row for row in of_day if isinstance(row.record, OfficeTerm)),
        attested=tuple(row for row in rows if row.record.attested),
    )


def people_named(terms, user):
    """Primary key → name of those in the terms whom the reader may know, or whose name is public."""
    people = Person.objects.filter(pk__in=terms.values("person"))
    known = people.visible_to(user) | people.filter(name_is_public=True)
    return {person.pk: str(person) for person in known}
