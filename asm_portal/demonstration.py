"""The demonstration: fictional Participants, an Observer and bodies, and one account per kind of person.

Invented data never stands beside a real name. Every record is marked `is_demonstration`, and the names of organisations and
bodies say so themselves, so that the marking goes wherever a name goes. `demo` makes what is missing and changes nothing that
is there; `remove_demo` takes all of it out again.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from types import SimpleNamespace

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Q

from asm_portal.accounts import set_sign_in_address
from asm_portal.dated import today
from asm_portal.models import (
    Body,
    ContactEmail,
    Delivery,
    FocalPoint,
    FocalPointKind,
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
from asm_portal.removal import remove

PASSWORD = "rough diamonds in a demonstration"  # noqa: S105 (published on purpose, for accounts that hold invented data only)
SINCE = date(2025, 1, 1)
REASON = "demonstration"

Kind, Status, Grade, Seat = (
    Organisation.Kind,
    ParticipationStatus.Status,
    Membership.Grade,
    Office.Seat,
)

ORGANISATIONS = (
    ("XA", Kind.STATE, "Alderia (sample)", "Aldérie (exemple)", Status.PARTICIPANT),
    ("XB", Kind.STATE, "Borealia (sample)", "Boréalie (exemple)", Status.PARTICIPANT),
    ("XC", Kind.STATE, "Coralia (sample)", "Coralie (exemple)", Status.PARTICIPANT),
    (
        "XO",
        Kind.CIVIL_SOCIETY,
        "Coalition of Diggers’ Villages (sample)",
        "Coalition des villages de creuseurs (exemple)",
        Status.OBSERVER,
    ),
    ("XS", Kind.SECRETARIAT, "Secretariat (sample)", "Secrétariat (exemple)", None),
)

BODIES = (
    {
        "code": "XWA",
        "kind": Body.Kind.WORKING_GROUP,
        "name_en": "Working Group on Parcels and Records (sample)",
        "name_fr": "Groupe de travail sur les colis et les registres (exemple)",
        "mandate_en": "Looks at how parcels are recorded from the mine to the border, and proposes better forms.",
        "mandate_fr": "Examine l’enregistrement des colis, de la mine à la frontière, et propose de meilleurs formulaires.",
    },
    {
        "code": "XWB",
        "kind": Body.Kind.WORKING_GROUP,
        "name_en": "Working Group on River Diggings (sample)",
        "name_fr": "Groupe de travail sur l’exploitation fluviale (exemple)",
        "mandate_en": "Collects what Participants have learnt about registering small diggings along rivers.",
        "mandate_fr": "Rassemble l’expérience des Participants en matière d’enregistrement des petites exploitations fluviales.",
    },
    {
        "code": "XKP",
        "kind": Body.Kind.CHAIRS_OFFICE,
        "name_en": "Office of the KP Chair (sample)",
        "name_fr": "Bureau de la Présidence du PK (exemple)",
    },
)

MEMBERSHIPS = (
    ("XWA", "XA", Grade.FULL),
    ("XWA", "XB", Grade.FULL),
    ("XWA", "XO", Grade.OBSERVER),
    ("XWB", "XA", Grade.FULL),
    ("XWB", "XC", Grade.PROVISIONAL),
)

# The seat, its names, and the organisation that holds it: one of them is vacant.
OFFICES = (
    ("XWA-CHAIR", "XWA", Seat.CHAIR, "Chair", "Présidence", "XB"),
    ("XWA-VICE", "XWA", Seat.VICE_CHAIR, "Vice Chair", "Vice-présidence", "XA"),
    ("XWB-CHAIR", "XWB", Seat.CHAIR, "Chair", "Présidence", "XC"),
    ("XWB-VICE", "XWB", Seat.VICE_CHAIR, "Vice Chair", "Vice-présidence", None),
    ("XKP-CHAIR", "XKP", Seat.KP_CHAIR, "KP Chair (sample)", "Présidence du PK (exemple)", "XA"),
)


@dataclass(frozen=True)
class Part:
    """One of the cast: a person, what they represent, and what their account shows; no account where `shows` is empty."""

    key: str
    given_name: str
    family_name: str
    organisation: str = ""
    function: str = ""
    shows: str = ""
    languages: tuple[str, ...] = ("en",)
    time_zone: str = "UTC"
    body: str = ""
    office: str = ""
    confirmed_days_ago: int = 30
    representation: dict = field(default_factory=dict)
    account: dict = field(default_factory=dict)

    @property
    def email(self):
        return f"{self.key}@demo.example"


PARTS = (
    Part(
        "delegate.xa", "Amara", "Feldspar", "XA", "Ministry of Mines",
        "Delegate and focal point of Alderia, which is a member of both bodies; invites its certificate officers",
        languages=("en", "fr"), time_zone="Atlantic/Azores",
        representation={"is_focal_point": True, "is_head_of_delegation": True},
    ),
    Part(
        "delegate.xb", "Bruno", "Quartz", "XB", "Customs Authority",
        "Delegate of Borealia, a member of the Working Group on Parcels and Records; contact data due for confirmation",
        languages=("fr", "en"), time_zone="Indian/Reunion", confirmed_days_ago=200,
        representation={"is_head_of_delegation": True},
    ),
    Part(
        "observer", "Odile", "Opal", "XO", "Programme officer",
        "Delegate of an Observer, which sits in the Working Group on Parcels and Records",
        languages=("fr", "pt"), time_zone="Indian/Reunion",
    ),
    Part(
        "member.xwa", "Gilles", "Basalt", "XB", "Registrar of parcels",
        "Member for Borealia of the Working Group on Parcels and Records only",
        languages=("fr",), time_zone="Indian/Reunion", body="XWA",
    ),
    Part(
        "chair.xwa", "Dario", "Olivine", "XB", "Director of the export office",
        "Chair of the Working Group on Parcels and Records; sees and edits its drafts",
        languages=("en", "es"), time_zone="Indian/Reunion", office="XWA-CHAIR",
    ),
    Part(
        "vice.xwa", "Nilo", "Onyx", "XA", "Ministry of Mines",
        "Vice Chair of the Working Group on Parcels and Records, for Alderia; confirms what its focal point proposes",
        languages=("en", "ar"), time_zone="Atlantic/Azores", office="XWA-VICE",
    ),
    Part(
        "member.xwb", "Hana", "Jasper", "XC", "Mining inspectorate",
        "Member for Coralia of the Working Group on River Diggings only",
        languages=("pt", "en"), time_zone="Pacific/Tahiti", body="XWB",
    ),
    Part(
        "chair.xwb", "Farah", "Schist", "XC", "Geological survey",
        "Chair of the Working Group on River Diggings",
        languages=("en", "pt", "fr"), time_zone="Pacific/Tahiti", office="XWB-CHAIR",
    ),
    Part(
        "ex-member", "Ivo", "Agate", "XB", "Customs Authority",
        "Formerly a delegate of Borealia: sees what everyone sees",
        languages=("fr",), time_zone="Indian/Reunion", representation={"valid_until": date(2026, 1, 1)},
    ),
    Part(
        "officer.xa", "Basil", "Calcite", "XA", "Certificate desk",
        "Certificate officer of Alderia: sits in no body",
        time_zone="Atlantic/Azores",
        representation={"role": Representation.Role.CERTIFICATE_OFFICER},
    ),
    Part(
        "chair", "Celia", "Garnet", "XA", "Special envoy",
        "The KP Chair’s office: reads all but the secretariat’s own",
        languages=("en", "fr"), time_zone="Atlantic/Azores", office="XKP-CHAIR",
    ),
    Part(
        "secretariat", "Kira", "Marble", "XS", "Records officer",
        "The secretariat: administration, drafts, history",
        languages=("en", "fr"),
    ),
    Part(
        "administrator", "Luca", "Granite",
        shows="Administrator: manages accounts and settings, reads no restricted record",
        account={"is_administrator": True},
    ),
)  # fmt: skip


OFFICE_HOURS = {day: [["08:00", "12:30"], ["14:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
SHIFTS = {day: [["06:00", "22:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat")}

# The Participant, the kind, who answers and who else, and what differs from what `make_focal_point` gives.
FOCAL_POINTS = (
    ("XA", "general", "delegate.xa", "vice.xwa", {"contact_is_public": True, "hours": OFFICE_HOURS, "languages": ["en", "fr"]}),
    ("XA", "export-confirmation", "officer.xa", "delegate.xa", {"hours": SHIFTS, "languages": ["en"]}),
    ("XA", "certificates", "officer.xa", "delegate.xa", {"hours": OFFICE_HOURS, "languages": ["en", "fr"]}),
    ("XA", "statistics", "delegate.xa", None, {"hours": OFFICE_HOURS, "languages": ["en", "fr"]}),
    ("XB", "general", "delegate.xb", None, {"hours": OFFICE_HOURS, "languages": ["fr", "en"], "days_ago": 200}),
    ("XB", "import-confirmation", "delegate.xb", "chair.xwa", {"hours": OFFICE_HOURS, "languages": ["fr", "en", "es"]}),
    ("XC", "general", "member.xwb", "chair.xwb", {"hours": OFFICE_HOURS, "languages": ["pt", "en"]}),
)  # fmt: skip


@dataclass(frozen=True)
class Account:
    """An account of the demonstration, as the README and the start of the portal list it. All have the same PASSWORD."""

    email: str
    who: str


ACCOUNTS = tuple(Account(part.email, part.shows) for part in PARTS if part.shows)


def ensure(model, values=None, **key):
    """The record with this key: left as it is where there is one, else made with the values."""
    return model.objects.filter(**key).first() or create(model, **(values or {}), **key)


def create(model, **values):
    record = model(**values)
    record._change_reason = REASON
    record.full_clean()
    record.save()
    return record


@transaction.atomic
def make_cast():
    """The cast by code and key, what is missing made: `organisations`, `bodies`, `users`, `secretary`."""
    organisations = {row[0]: make_organisation(*row) for row in ORGANISATIONS}
    bodies = {row["code"]: make_body(**row) for row in BODIES}
    for body, organisation, grade in MEMBERSHIPS:
        ensure(
            Membership,
            {"grade": grade, "valid_from": SINCE},
            body=bodies[body],
            organisation=organisations[organisation],
        )
    offices = {row[0]: make_office(bodies, organisations, *row) for row in OFFICES}
    people = {part.key: make_person(part, number) for number, part in enumerate(PARTS, start=1)}
    for part in PARTS:
        represent(part, people[part.key], organisations, bodies, offices)
    for number, row in enumerate(FOCAL_POINTS, start=1):
        make_focal_point(organisations, people, number, *row)
    users = {part.key: make_account(part, people[part.key]) for part in PARTS if part.shows}
    return SimpleNamespace(
        organisations=organisations, bodies=bodies, users=users, secretary=users["secretariat"], today=today()
    )


def make_organisation(code, kind, english, french, status):
    tracked_from = SINCE if status == Status.PARTICIPANT else None
    made = ensure(Organisation, {"kind": kind, "tracked_from": tracked_from, "is_demonstration": True}, code=code)
    for language, name in (("en", english), ("fr", french)):
        ensure(OrganisationName, {"name": name, "valid_from": SINCE}, organisation=made, language=language)
    if status:
        ensure(ParticipationStatus, {"status": status, "valid_from": SINCE}, organisation=made)
    return made


def make_body(code, **values):
    labels = {"abbreviation_en": code, "abbreviation_fr": code, "valid_from": SINCE, "is_demonstration": True}
    return ensure(Body, labels | values, code=code)


def make_office(bodies, organisations, code, body, seat, english, french, holder):
    values = {"seat": seat, "name_en": english, "name_fr": french, "is_demonstration": True}
    made = ensure(Office, {"body": bodies[body]} | values, code=code)
    if holder:
        ensure(OfficeTerm, {"valid_from": SINCE}, office=made, organisation=organisations[holder])
    return made


def make_person(part, number):
    name = {"given_name": part.given_name, "family_name": part.family_name, "is_demonstration": True}
    found = Person.objects.filter(**name).first()
    if found:
        return found
    made = create(
        Person,
        **name,
        languages=list(part.languages),
        preferred_language="fr" if part.languages[0] == "fr" else "en",
        time_zone=part.time_zone,
    )
    create(ContactEmail, person=made, address=part.email, is_primary=True)
    create(Phone, person=made, number=f"+000 20 555 01{number:02}")
    return made


def represent(part, person, organisations, bodies, offices):
    if not part.organisation:
        return
    values = {
        "function": part.function,
        "valid_from": SINCE,
        "last_confirmed_on": today() - timedelta(days=part.confirmed_days_ago),
    }
    ensure(
        Representation,
        values | part.representation,
        person=person,
        organisation=organisations[part.organisation],
        body=bodies.get(part.body),
        office=offices.get(part.office),
    )


def make_focal_point(organisations, people, number, organisation, kind, person, deputy, values):
    """Unless the organisation has one; without the reference data there are no kinds."""
    kind = FocalPointKind.objects.filter(code=kind).first()
    if kind is None:
        return
    defaults = {
        "person": people[person],
        "deputy": deputy and people[deputy],
        "telephone": f"+000 20 555 02{number:02}",
        "deputy_telephone": f"+000 20 555 03{number:02}" if deputy else "",
        "email": f"{kind.code}.{organisation.lower()}@demo.example",
        "time_zone": people[person].time_zone,
        "valid_from": SINCE,
        "last_confirmed_on": today() - timedelta(days=values.get("days_ago", 30)),
    }
    own = {name: value for name, value in values.items() if name != "days_ago"}
    ensure(FocalPoint, defaults | own, organisation=organisations[organisation], kind=kind)


@cache
def hashed_password():
    """The same for all accounts: the password is published, and hashing is slow on purpose."""
    return make_password(PASSWORD)


def make_account(part, person):
    found = User.objects.filter(person=person).first()
    if found:
        return found
    made = create(User, email=part.email, person=person, password=hashed_password(), **part.account)
    set_sign_in_address(user=made, address=part.email)
    return made


@transaction.atomic
def forget_cast():
    """Take out the cast, with what was tied to it while one tried the portal, and whoever was made to represent none but it."""
    remove(FocalPoint.objects.filter(organisation__is_demonstration=True))
    invented = Person.objects.filter(representations__organisation__is_demonstration=True)
    gone = invented.exclude(representations__organisation__is_demonstration=False).distinct()
    remove(Delivery.objects.filter(Q(person__in=gone) | Q(person__is_demonstration=True)))
    remove(gone)
    for model in (Person, Office, Body, Organisation):
        remove(model.objects.filter(is_demonstration=True))
