"""The project's own copy of the facts: JSON files beside this one, each with what it is about and its rows.

They are gathered from public sources; `source`, `certainty` and `note` of a row are for staff and never reach a public page.
"""

import json
from pathlib import Path

from asm_portal.models import (
    Affiliation,
    Body,
    FocalPointKind,
    Measure,
    Membership,
    Office,
    OfficeTerm,
    Organisation,
    OrganisationName,
    ParticipationStatus,
)


def rows_of(name):
    """The rows of a file of reference data."""
    return json.loads(Path(__file__).with_name(f"{name}.json").read_text())["rows"]


def load_register(loader):
    """Load organisations, bodies, rolls, offices and terms. Relations within a file need the record before what leads to it."""
    organisations = rows_of("organisations")
    loader.load(Organisation, organisations, key="code")
    for model, name in (
        (OrganisationName, "names"),
        (ParticipationStatus, "statuses"),
        (Measure, "measures"),
        (Affiliation, "affiliations"),
    ):
        loader.load_nested(model, organisations, name, parent="organisation", key="code")
    loader.load(Body, rows_of("bodies"), key="code")
    loader.load(Membership, rows_of("memberships"))
    offices = rows_of("offices")
    loader.load(Office, offices, key="code")
    loader.load_nested(OfficeTerm, offices, "terms", parent="office", key="code")
    loader.load(FocalPointKind, rows_of("focal_point_kinds"), key="code")
