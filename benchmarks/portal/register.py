"""The register of the benchmark: fictional bodies, organisations and kinds, and one member who belongs to three bodies."""

from datetime import date

from asm_portal.models import (
    Body,
    Membership,
    Organisation,
    OrganisationName,
    ParticipationStatus,
    Person,
    Representation,
    User,
)
from benchmarks.corpus import BODIES, KINDS, ORGANISATIONS
from knowledge.models import DocumentKind

SINCE = date(2003, 1, 1)
MEMBER = "member@benchmark.example"
MEMBER_OF = 3


def make_register():
    """Written as everywhere, record by record; returns what documents point to, in the order of the corpus."""
    organisations = [organisation(number) for number in range(ORGANISATIONS)]
    bodies = [body(number) for number in range(BODIES)]
    for joined in bodies[:MEMBER_OF]:
        Membership.objects.create(
            body=joined, organisation=organisations[0], grade=Membership.Grade.FULL, valid_from=SINCE
        )
    make_member(organisations[0])
    return {name: kind(number, name) for number, name in enumerate(KINDS)}, bodies, organisations


def organisation(number):
    made = Organisation.objects.create(code=f"XX{number:03}", kind=Organisation.Kind.STATE, is_demonstration=True)
    for language, name in (("en", "Sample Participant"), ("fr", "Participant fictif")):
        OrganisationName.objects.create(organisation=made, language=language, name=f"{name} {number}", valid_from=SINCE)
    status = ParticipationStatus.Status.PARTICIPANT
    ParticipationStatus.objects.create(organisation=made, status=status, valid_from=SINCE)
    return made


def body(number):
    return Body.objects.create(
        code=f"XW{number:02}",
        kind=Body.Kind.WORKING_GROUP,
        name_en=f"Sample Working Group {number}",
        name_fr=f"Groupe de travail fictif {number}",
        valid_from=SINCE,
        is_demonstration=True,
    )


def kind(number, name):
    return DocumentKind.objects.create(
        code=f"sample-{name}",
        prefix=f"X{chr(65 + number)}X",
        name_en=name.replace("-", " ").capitalize(),
        name_fr=f"{name.replace('-', ' ').capitalize()} (fr)",
        default_audience="process",
    )


def make_member(of):
    person = Person.objects.create(given_name="Sample", family_name="Member", is_demonstration=True)
    Representation.objects.create(person=person, organisation=of, valid_from=SINCE)
    User.objects.create_user(MEMBER, None, person=person)
