"""The register of who, and what every task shares."""

from asm_portal.models.accounts import User
from asm_portal.models.bodies import Body, Membership, Office, OfficeTerm
from asm_portal.models.contacts import ContactReport
from asm_portal.models.deliveries import Delivery
from asm_portal.models.focal_points import FocalPoint, FocalPointKind
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
from asm_portal.models.saved_searches import SavedSearch
from asm_portal.models.search import SearchEntry, TitleWord

__all__ = [
    "Affiliation",
    "Body",
    "ContactEmail",
    "ContactReport",
    "Delivery",
    "FocalPoint",
    "FocalPointKind",
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
    "SavedSearch",
    "SearchEntry",
    "TitleWord",
    "User",
]
