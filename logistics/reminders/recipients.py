"""Whom a step of the ladder reaches: people who answer for what an owner owes, and can be written to.

Of an organisation: the focal points for the matter, else its general one, else who represents it as focal point. Of a body or an
office: who fills its offices. All of them are read once, whatever is owed.
"""

from collections import defaultdict

from asm_portal.models import FocalPoint, Office, OfficeTerm, Representation
from asm_portal.models.focal_points import GENERAL
from logistics.models import ReminderStep

REACHES = ReminderStep.Reach.values


class Recipients:
    """The people of some owners on a day."""

    def __init__(self, owners, day):
        self.day = day
        self.points, self.keepers, self.seats = defaultdict(list), defaultdict(list), defaultdict(list)
        ids = defaultdict(set)
        for owner in owners:
            ids[owner._meta.model_name].add(owner.pk)
        self.read_points(ids["organisation"])
        if ids["body"] or ids["office"]:
            self.read_seats(ids["body"], ids["office"])

    def read_points(self, organisations):
        points = FocalPoint.objects.valid_on(self.day).filter(organisation__in=organisations)
        for point in points.select_related("kind", "person", "deputy").prefetch_related(
            "person__emails", "deputy__emails"
        ):
            self.points[point.organisation_id, point.kind.code].append(point)
        keepers = Representation.objects.valid_on(self.day).filter(organisation__in=organisations, is_focal_point=True)
        for row in keepers.select_related("person").prefetch_related("person__emails"):
            self.keepers[row.organisation_id].append(row.person)

    def read_seats(self, bodies, offices):
        """Who fills each office: the person named in its term, or who represents its holder in it."""
        bodies = bodies | set(Office.objects.filter(pk__in=offices).values_list("body", flat=True))
        terms = defaultdict(list)
        for term in OfficeTerm.objects.valid_on(self.day).filter(office__body__in=bodies).select_related("office"):
            terms[term.organisation_id].append(term)
        speaking = Representation.objects.valid_on(self.day).filter(
            organisation__in=terms, role=Representation.Role.REPRESENTATIVE
        )
        for row in speaking.select_related("person").prefetch_related("person__emails"):
            for term in terms[row.organisation_id]:
                if row.office_id == term.office_id or row.person_id == term.person_id:
                    self.seats[term.office.body_id].append((term.office, row.person))

    def of(self, owner, kind, reach):
        """The people whom a step with that reach asks for what the owner owes; `kind` is that of the focal point in charge. Where
        none of them can be written to, those whom the next step would reach."""
        is_organisation = owner._meta.model_name == "organisation"
        circles = self.of_organisation(owner, kind) if is_organisation else self.of_seats(owner)
        found = []
        for number, circle in enumerate(circles):
            if found and number > REACHES.index(reach):
                break
            found += [person for person in circle if person and person.primary_email and person not in found]
        return found

    def of_organisation(self, organisation, kind):
        general = self.points[organisation.pk, GENERAL]
        in_charge = self.points[organisation.pk, kind.code] if kind else general
        first = in_charge or general
        if not any(point.person_id or point.deputy_id for point in first):
            return [self.keepers[organisation.pk], [], []]
        return [
            [self.at_the_desk(point) for point in first],
            [point.deputy for point in first],
            [person for point in general for person in (point.person, point.deputy)],
        ]

    def at_the_desk(self, point):
        """The person of a focal point, the deputy while they are away."""
        is_away = point.away_until and point.away_until > self.day
        return point.deputy or point.person if is_away or not point.person_id else point.person

    def of_seats(self, owner):
        """The office itself, or the chairs of a body; then whoever else holds an office there."""
        is_office = owner._meta.model_name == "office"
        seats = self.seats[owner.body_id if is_office else owner.pk]
        leads = (Office.Seat.CHAIR, Office.Seat.KP_CHAIR)
        first = [person for office, person in seats if (office == owner if is_office else office.seat in leads)]
        return [first, [person for _office, person in seats], []]
