"""What is noted of a visit, and the mail that tells those of it whose turn it is. Mail holds no days and no names: only the way
to the page."""

from asm_portal.models import Person
from asm_portal.post import link, post
from logistics.models import VisitEvent
from logistics.models.visits import Channel
from logistics.visits.parts import Capacity, focal_people, leading_people

Kind = VisitEvent.Kind
# Of whom each event asks something, or whom it concerns.
PARTICIPANT, LEADERS, TEAM = "participant", "leaders", "team"
TOLD = {
    Kind.REQUESTED: (PARTICIPANT,),
    Kind.PROPOSED: (PARTICIPANT, LEADERS),
    Kind.AGREED: (LEADERS,),
    Kind.DECLINED: (LEADERS,),
    Kind.CONFIRMED: (PARTICIPANT, TEAM),
    Kind.POSTPONED: (PARTICIPANT, LEADERS),
    Kind.CANCELLED: (PARTICIPANT, LEADERS),
    Kind.DRAFTED: (LEADERS,),
    Kind.CIRCULATED: (PARTICIPANT,),
    Kind.FINISHED: (PARTICIPANT,),
    Kind.REPLIED: (LEADERS,),
}


def note(visit, kind, *, by, capacity, channel=Channel.PORTAL, words="", has_days=False):
    """Write down what happened, and tell those whom it concerns, whoever did it aside."""
    days = {"start_date": visit.start_date, "end_date": visit.end_date} if has_days else {}
    event = VisitEvent.objects.create(
        visit=visit, kind=kind, capacity=capacity, channel=channel, by=by, words=words, **days
    )
    for person in people_told(event, TOLD.get(kind, ())):
        if by is None or person.pk != by.person_id:
            tell(event, person)
    return event


def people_told(event, sides):
    """Each person once, however many parts they have. Whoever proposes days is not asked about them."""
    visit = event.visit
    if event.kind == Kind.PROPOSED:
        sides = (LEADERS,) if event.capacity == Capacity.PARTICIPANT else (PARTICIPANT,)
    found = {}
    if PARTICIPANT in sides:
        found |= {person.pk: person for person in focal_people(visit.participant)}
    if LEADERS in sides:
        found |= {person.pk: person for person in leading_people(visit.body)}
    if TEAM in sides:
        found |= {person.pk: person for person in team_people(visit)}
    return list(found.values())


def team_people(visit):
    """The members of the team who have an account."""
    return Person.objects.filter(pk__in=visit.members.current().values("person"), user__is_active=True).order_by("pk")


def tell(event, person):
    """One mail to a person about an event, once."""
    visit = event.visit
    context = {"visit": visit, "event": event, "url": link(person, "logistics:visit-detail", visit.reference)}
    post(f"visit:{visit.reference}:{event.pk}", person, "visit_step", context)
