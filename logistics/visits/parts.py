"""Who has which part in a visit: who asks for it, who answers for the Participant, who is in the team."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Exists, OuterRef, Q

from asm_portal.models import Body, FocalPoint, Office, OfficeTerm, Organisation, Person, Representation, User
from asm_portal.visibility import standing_of
from logistics.models import Visit, VisitEvent, VisitMember

REVIEW_VISITS = "review-visits"
DEMONSTRATION_BODY = "XWA"
Capacity = VisitEvent.Capacity


def monitoring_bodies():
    """The bodies that ask for visits: the one of the settings and, for fictional Participants, that of the demonstration."""
    return Body.objects.filter(
        Q(code=settings.MONITORING_BODY, is_demonstration=False) | Q(code=DEMONSTRATION_BODY, is_demonstration=True)
    )


def asking_for(user):
    """The bodies for which the reader may ask: those led; the secretariat files what was asked for in another way."""
    standing = standing_of(user)
    bodies = monitoring_bodies().visible_to(user)
    return bodies if standing.secretariat else bodies.filter(pk__in=standing.led_bodies)


def participants_of(bodies):
    """Whom the bodies may ask to visit: the Participants of today, fictional ones by a fictional body."""
    kinds = set(bodies.values_list("is_demonstration", flat=True))
    return Organisation.objects.participants().filter(is_demonstration__in=kinds)


def body_for(participant):
    """The body that asks for a visit to the Participant; None where the portal knows none."""
    return monitoring_bodies().filter(is_demonstration=participant.is_demonstration).first()


def speaking_of_visits(**whom):
    """The representations of focal points in general, and of those for review visits."""
    held = Representation.objects.valid_on().filter(role=Representation.Role.REPRESENTATIVE, **whom)
    named = FocalPoint.objects.valid_on().filter(
        kind__code=REVIEW_VISITS, organisation=OuterRef("organisation"), person=OuterRef("person")
    )
    return held.filter(Q(is_focal_point=True) | Exists(named))


def answering_for(user):
    """Primary keys of the Participants for which the reader answers about visits."""
    if not user.is_authenticated:
        return set()
    return set(speaking_of_visits(person=user.person_id).values_list("organisation", flat=True))


def focal_people(organisation):
    """Those with an account who answer for the Participant about visits."""
    spoken = speaking_of_visits(organisation=organisation)
    return Person.objects.filter(pk__in=spoken.values("person"), user__is_active=True).order_by("pk")


def leading_people(body):
    """Those with an account who lead the body: asked of their standing, one by one."""
    offices = Office.objects.filter(body=body)
    claimed = Representation.objects.valid_on().filter(office__in=offices)
    named = OfficeTerm.objects.valid_on().filter(office__in=offices)
    users = User.objects.filter(
        Q(person__in=claimed.values("person")) | Q(person__in=named.values("person")), is_active=True
    )
    rows = users.select_related("person").order_by("pk")
    return [user.person for user in rows if body.pk in standing_of(user).led_bodies]


@dataclass(frozen=True)
class Part:
    """What a reader is at a visit. The secretariat enters what the others answered in another way."""

    is_inside: bool
    secretariat: bool
    leads: bool
    chairs: bool
    answers: bool
    member: VisitMember | None

    @property
    def plans(self):
        return self.secretariat or self.leads

    @property
    def speaks_for_participant(self):
        return self.secretariat or self.answers

    @property
    def writes_report(self):
        return self.plans or bool(self.member and self.member.is_leader)

    @property
    def reports_as(self):
        """The capacity in which the reader files a report."""
        if self.member:
            return Capacity.TEAM
        return Capacity.BODY_CHAIR if self.leads else Capacity.SECRETARIAT

    def answers_now(self, visit):
        """Whether the reader is asked about the days, and so proposes others with the answer."""
        return self.answers and not self.plans and visit.state == Visit.State.REQUESTED

    @property
    def may_show(self):
        """The capacities in which the reader may agree to show the visit."""
        own = {
            Capacity.PARTICIPANT: self.speaks_for_participant,
            Capacity.BODY_CHAIR: self.plans,
            Capacity.KP_CHAIR: self.chairs,
        }
        return [capacity for capacity, holds in own.items() if holds]


def part_of(visit, user):
    """The part of the reader, who has passed `visible_to`, in the visit."""
    standing = standing_of(user)
    member = VisitMember.objects.visible_to(user).current().filter(visit=visit, person=standing.person_id).first()
    return Part(
        is_inside=Visit.objects.filter(Visit.inside(standing), pk=visit.pk).exists(),
        secretariat=standing.secretariat,
        leads=visit.body_id in standing.led_bodies,
        chairs=standing.chair,
        answers=visit.participant_id in answering_for(user),
        member=member,
    )
