"""The cast: one person of every kind, around four fictional Participants, an Observer and two bodies.

XWA: XA and XD are members, XO observes, XC holds the chair. XWB: XB is a member, XD a provisional one, XB holds the chair.
"""

from datetime import date, timedelta
from types import SimpleNamespace

from django.contrib.auth.models import AnonymousUser

from asm_portal.dated import today
from asm_portal.models import (
    Body,
    ContactEmail,
    Membership,
    Office,
    OfficeTerm,
    Organisation,
    OrganisationName,
    ParticipationStatus,
    Person,
    Phone,
    Representation,
    User,
)

SINCE = date(2015, 1, 1)
PASSWORD = "a long password of the cast"


def organisation(code, name, kind=Organisation.Kind.STATE, status=ParticipationStatus.Status.PARTICIPANT):
    """A fictional organisation with its name in English and French and its part in the Process."""
    made = Organisation.objects.create(code=code, kind=kind, is_demonstration=True)
    for language in ("en", "fr"):
        OrganisationName.objects.create(organisation=made, language=language, name=name, valid_from=SINCE)
    if status:
        ParticipationStatus.objects.create(organisation=made, status=status, valid_from=SINCE)
    return made


def body(code, name):
    """A fictional working group with the office of its Chair."""
    made = Body.objects.create(
        code=code, kind=Body.Kind.WORKING_GROUP, name_en=name, name_fr=name, valid_from=SINCE, is_demonstration=True
    )
    Office.objects.create(
        code=f"{code}-CHAIR",
        seat=Office.Seat.CHAIR,
        body=made,
        name_en=f"Chair of {code}",
        name_fr=f"Présidence de {code}",
        is_demonstration=True,
    )
    return made


def person(name, *, language="en", **extra):
    """Somebody with an address and a number, who is not of the demonstration: they decide on what is real."""
    made = Person.objects.create(given_name=name, family_name="Sample", preferred_language=language, **extra)
    ContactEmail.objects.create(person=made, address=f"{name.lower()}@cast.example", is_primary=True)
    Phone.objects.create(person=made, number="+000 20 555 0100")
    return made


def account(who, **extra):
    return User.objects.create_user(f"{who.given_name.lower()}@cast.example", PASSWORD, person=who, **extra)


def invented(user):
    """The account, of somebody of the demonstration from now on."""
    user.person.is_demonstration = True
    user.person.save()
    return again(user)


def represent(who, organisation, valid_from=SINCE, **extra):
    """A representation; the person's account where it has none yet."""
    Representation.objects.create(person=who, organisation=organisation, valid_from=valid_from, **extra)
    return who


def token_in(address):
    """What stands last in the address of a link."""
    return address.rstrip("/").rpartition("/")[2]


def again(user):
    """The account as the next request reads it."""
    return User.objects.get(pk=user.pk)


def join(body, organisation, grade=Membership.Grade.FULL, **extra):
    return Membership.objects.create(
        body=body, organisation=organisation, grade=grade, **({"valid_from": SINCE} | extra)
    )


def hold(office, organisation, **extra):
    return OfficeTerm.objects.create(office=office, organisation=organisation, **({"valid_from": SINCE} | extra))


def make_cast():
    """Everybody, by name; see the table in the code for who they are."""
    cast = SimpleNamespace(anyone=AnonymousUser())
    for code, name in (("XA", "Alder"), ("XB", "Birch"), ("XC", "Cedar"), ("XD", "Dogwood"), ("XE", "Elm")):
        setattr(cast, code.lower(), organisation(code, name))
    observer, secretariat = ParticipationStatus.Status.OBSERVER, Organisation.Kind.SECRETARIAT
    cast.xo = organisation("XO", "Sample Coalition", Organisation.Kind.CIVIL_SOCIETY, observer)
    cast.xs = organisation("XS", "Sample Secretariat", secretariat, None)
    cast.xwa, cast.xwb = body("XWA", "Sample Working Group A"), body("XWB", "Sample Working Group B")
    seats(cast)
    cast.users = {name: account(who, **extra) for name, (who, extra) in people(cast).items()}
    for name, user in cast.users.items():
        setattr(cast, name, user)
    return cast


def seats(cast):
    """Who belongs to which body, and who holds which office."""
    join(cast.xwa, cast.xa)
    join(cast.xwa, cast.xd)
    join(cast.xwa, cast.xc)
    join(cast.xwa, cast.xo, Membership.Grade.OBSERVER)
    join(cast.xwb, cast.xb)
    join(cast.xwb, cast.xd, Membership.Grade.PROVISIONAL)
    chairs_office = Body.objects.create(
        code="XKP", kind=Body.Kind.CHAIRS_OFFICE, name_en="Sample Chair’s Office", name_fr="Présidence fictive",
        valid_from=SINCE, is_demonstration=True,
    )  # fmt: skip
    cast.chair_office = Office.objects.create(
        code="XKP-CHAIR", seat=Office.Seat.KP_CHAIR, body=chairs_office, name_en="Sample Chair", name_fr="Présidence fictive",
        is_demonstration=True,
    )  # fmt: skip
    hold(cast.chair_office, cast.xe)
    hold(cast.xwa.offices.get(seat=Office.Seat.CHAIR), cast.xc)


def people(cast):
    """Name of the account → person and what their account is besides."""
    leader = person("Berta")
    hold(cast.xwb.offices.get(), cast.xb, person=leader)
    office_a = cast.xwa.offices.get(seat=Office.Seat.CHAIR)
    yesterday = today() - timedelta(days=1)
    officer = Representation.Role.CERTIFICATE_OFFICER
    return {
        "guest": (person("Gina"), {}),
        "member_a": (represent(person("Alba"), cast.xa, is_focal_point=True), {}),
        "member_b": (represent(person("Bruno", language="fr"), cast.xb), {}),
        "observer": (represent(person("Olga"), cast.xo), {}),
        "both": (represent(person("Dora"), cast.xd), {}),
        "narrow": (represent(person("Dino"), cast.xd, body=cast.xwb), {}),
        "chair_a": (represent(person("Celia"), cast.xc, office=office_a), {}),
        "chair_b": (represent(leader, cast.xb), {}),
        "ex_member": (represent(person("Edgar"), cast.xa, valid_until=yesterday), {}),
        "officer": (represent(person("Ofelia"), cast.xa, role=officer), {}),
        "kp_chair": (represent(person("Karim"), cast.xe, office=cast.chair_office), {}),
        "secretary": (represent(person("Selma"), cast.xs), {}),
        "administrator": (person("Adam"), {"is_administrator": True}),
    }
