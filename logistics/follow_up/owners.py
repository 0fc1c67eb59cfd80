"""Who owns an action, as a form offers it, and the people who stand for an owner today."""

from collections import defaultdict

from asm_portal.models import Body, Office, OfficeTerm, Organisation, Representation, User
from asm_portal.register import alphabetical

OFFICE, ORGANISATION = "owner_office", "owner_organisation"


def key_of(action):
    """The owner as text: `owner_office-3`."""
    name = OFFICE if action.owner_office_id else ORGANISATION
    return f"{name}-{getattr(action, f'{name}_id')}"


def fields_of(key):
    """Field → primary key of the owner with this key, as a lookup; None for what is no key."""
    name, _dash, number = key.partition("-")
    known = name in (OFFICE, ORGANISATION) and number.isascii() and number.isdigit() and len(number) < 10
    return {name: int(number)} if known else None


def choices(user, is_demonstration, organisations_label):
    """The owners to choose from, offices by body and then organisations, in the order of their names; the invented ones for what
    is invented only."""
    of_body = defaultdict(list)
    offices = Office.objects.visible_to(user).filter(is_demonstration=is_demonstration)
    for office in offices.exclude(body__activity=Body.Activity.CLOSED).select_related("body"):
        of_body[office.body.name].append((f"{OFFICE}-{office.pk}", office.name))
    known = Organisation.objects.visible_to(user).filter(is_demonstration=is_demonstration).with_names()
    organisations = sorted(
        ((f"{ORGANISATION}-{row.pk}", row.name) for row in known), key=lambda choice: alphabetical(choice[1])
    )
    groups = sorted(of_body.items(), key=lambda group: alphabetical(group[0]))
    return [("", "–"), *groups, (organisations_label, organisations)]


def people_by_owner(keys):
    """Key → the people whom a mail to that owner reaches today, in two queries: who fills the office; of an organisation its
    focal points and heads of delegation, or all who represent it in general where it has neither."""
    asked = {key: fields_of(key) for key in keys}
    offices = [found[OFFICE] for found in asked.values() if OFFICE in found]
    terms = {term.office_id: term for term in OfficeTerm.objects.valid_on().filter(office__in=offices)}
    wanted = {found[ORGANISATION] for found in asked.values() if ORGANISATION in found}
    wanted |= {term.organisation_id for term in terms.values()}
    speaking = defaultdict(list)
    rows = Representation.objects.valid_on().filter(role=Representation.Role.REPRESENTATIVE, organisation__in=wanted)
    for row in rows.select_related("person").order_by("person__family_name", "pk"):
        speaking[row.organisation_id].append(row)
    found = {
        key: fills(terms.get(owner[OFFICE]), speaking)
        if OFFICE in owner
        else corresponds(speaking[owner[ORGANISATION]])
        for key, owner in asked.items()
    }
    return {key: list(dict.fromkeys(row.person for row in rows)) for key, rows in found.items()}


def chair_office():
    """Those who fill the seat of KP Chair today, whoever is invented last."""
    seats = Office.objects.filter(seat=Office.Seat.KP_CHAIR)
    found = people_by_owner([f"{OFFICE}-{pk}" for pk in seats.values_list("pk", flat=True)])
    people = dict.fromkeys(person for people in found.values() for person in people)
    return sorted(people, key=lambda person: person.is_demonstration)


def deciding_office(is_demonstration):
    """Those of them who decide on what is real, or on what is invented: whoever is invented decides on samples alone."""
    return [person for person in chair_office() if is_demonstration or not person.is_demonstration]


def fills(term, speaking):
    """The representations by which somebody fills the office of a term, as `User.read_standing` asks from their side."""
    rows = speaking[term.organisation_id] if term else []
    return [row for row in rows if row.office_id == term.office_id or row.person_id == term.person_id]


def corresponds(rows):
    general = [row for row in rows if row.body_id is None and row.office_id is None]
    return [row for row in general if row.is_focal_point or row.is_head_of_delegation] or general


def reader_of(person):
    """The account of a person, or one that is never stored: who they stand for is asked of the register either way."""
    return User.objects.filter(person=person).first() or User(person=person)
