"""The register of who, and what every task shares."""

from asm_portal.models.accounts import User
from asm_portal.models.bodies import Body, Membership, Office, OfficeTerm
from asm_portal.models.deliveries import Delivery
from asm_portal.models.invitations import Invitation
from asm_portal.models.organisations import (
    Affiliation,
    Measure,
    Organisation,
    OrganisationName,
    ParticipationStatus,
)
from asm_portal.models.people import ContactEmail, Person, Phone, Representation
from asm_portal.models.reference import ReferenceRow
from asm_portal.models.search import SearchEntry

__all__ = [
    "Affiliation",
    "Body",
    "ContactEmail",
    "Delivery",
    "Invitation",
    "Measure",
    "Membership",
    "Office",
    "OfficeTerm",
    "Organisation",
    "OrganisationName",
    "ParticipationStatus",
    "Person",
    "Phone",
    "ReferenceRow",
    "Representation",
    "SearchEntry",
    "User",
]
