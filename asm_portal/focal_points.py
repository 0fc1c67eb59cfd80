"""Whom to call or write to in an organisation, at a moment: its focal points as far as a reader may know them."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from asm_portal import hours
from asm_portal.dated import today
from asm_portal.members import CONFIRMED_FOR, local_time
from asm_portal.models import FocalPoint, FocalPointKind, Organisation, Representation
from asm_portal.models.focal_points import GENERAL
from asm_portal.register import alphabetical
from asm_portal.visibility import standing_of


@dataclass(frozen=True)
class Reach:
    """A focal point at a moment, as a reader may know it; `is_fallback` marks a general one in the place of a missing kind."""

    point: FocalPoint
    moment: datetime
    names_people: bool
    is_fallback: bool = False

    @property
    def place(self):
        """The authority, where one is named, else the organisation."""
        return self.point.authority or self.point.organisation

    @property
    def person(self):
        return self.named(self.point.person)

    @property
    def deputy(self):
        return self.named(self.point.deputy)

    @property
    def deputy_telephone(self):
        """A number of a person, unlike that of the point: for those who may know the names too."""
        return self.point.deputy_telephone if self.names_people else ""

    def named(self, person):
        return person if person and (self.names_people or person.name_is_public) else None

    @property
    def local_time(self):
        """The time at the focal point: 14:05, Luanda (UTC+1)."""
        return local_time(self.point.time_zone, self.moment)

    @property
    def opening(self):
        return hours.opening(self.point.hours, self.point.time_zone, self.moment)

    @property
    def hours(self):
        """The opening hours of the week in words."""
        return hours.in_words(self.point.hours)

    @property
    def is_away(self):
        return self.point.away_until is not None and self.point.away_until > self.moment.date()

    @property
    def tells_of_deputy(self):
        """Whether the deputy may be the one to call now: the person is away, or the place is not known to be open."""
        return bool(self.deputy or self.deputy_telephone) and (self.is_away or not self.opening.is_open)


def focal_points(organisation, kind, user, moment):
    """The focal points of an organisation for a kind (its code), with those of its authorities, as far as the user may know them;
    the general ones where it has none of that kind."""
    found = all_focal_points([organisation], user, moment)
    return tuple(reach for reach in found if reach.point.kind.code == kind) or tuple(
        replace(reach, is_fallback=True) for reach in found if reach.point.kind.code == GENERAL
    )


def all_focal_points(organisations, user, moment):
    """The focal points of the organisations on the day of the moment that the user may know of: the general ones first, then by
    kind and authority."""
    points = (
        FocalPoint.objects.visible_to(user).valid_on(moment.date()).filter(organisation__in=organisations)
        .select_related("kind", "organisation", "authority", "person", "deputy")
        .prefetch_related("organisation__names", "authority__names")
    )  # fmt: skip
    by_name = set(points.filter(FocalPoint.known_by_name(standing_of(user))).values_list("pk", flat=True))
    return sorted((Reach(point, moment, point.pk in by_name) for point in points), key=place_in_list)


def place_in_list(reach):
    point = reach.point
    return point.kind.code != GENERAL, alphabetical(point.kind.name), alphabetical(reach.place.name)


def closed_kinds(organisations, reaches, user, moment):
    """Organisation's primary key → the kinds of focal points of which the user may know only that it has one; `reaches` are those
    that the user may know."""
    known = {(reach.point.organisation_id, reach.point.kind_id) for reach in reaches}
    kinds = {kind.pk: kind for kind in FocalPointKind.objects.visible_to(user)}
    found = defaultdict(list)
    for organisation, kind in FocalPoint.objects.kinds_held(organisations, moment.date()) - known:
        found[organisation].append(kinds[kind])
    return {
        organisation: sorted(kinds, key=lambda kind: alphabetical(kind.name)) for organisation, kinds in found.items()
    }


@dataclass(frozen=True)
class Row:
    """The focal points of an organisation, as a reader may know them."""

    organisation: Organisation
    reaches: tuple
    closed: tuple = ()
    may_change: bool = False


def rows(organisations, user, moment):
    """A Row for each of the organisations that has a focal point: the reader's own first, then in alphabetical order."""
    reaches = all_focal_points(organisations, user, moment)
    closed = closed_kinds(organisations, reaches, user, moment)
    kept, own = set(kept_by(user)), standing_of(user).organisations
    found = [
        Row(
            organisation,
            tuple(reach for reach in reaches if reach.point.organisation_id == organisation.pk),
            tuple(closed.get(organisation.pk, ())),
            organisation in kept,
        )
        for organisation in organisations
    ]
    return sorted(
        (row for row in found if row.reaches or row.closed),
        key=lambda row: (row.organisation.pk not in own, alphabetical(row.organisation.name)),
    )


def kept_by(user):
    """The organisations whose focal points the reader looks after, as the one who represents them as focal point."""
    held = Representation.objects.valid_on().filter(person=getattr(user, "person_id", None), is_focal_point=True)
    return Organisation.objects.visible_to(user).filter(pk__in=held.values("organisation")).with_names()


def unconfirmed(points):
    """Those of today that were never confirmed, or not for six months."""
    return points.valid_on().filter(Q(last_confirmed_on=None) | Q(last_confirmed_on__lte=today() - CONFIRMED_FOR))


@transaction.atomic
def keep_focal_point(*, point, by, reason):
    """Write what somebody who looks after the focal point entered, or only that it is still right: either confirms it today."""
    point.last_confirmed_on = today()
    point._change_reason, point._history_user = reason, by
    point.save()
    return point
