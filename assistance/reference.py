"""Loads workshops that others held and made public."""

from asm_portal.reference import rows_of
from assistance.models import (
    Workshop,
    WorkshopAudience,
    WorkshopBeneficiary,
    WorkshopItem,
    WorkshopPart,
    WorkshopText,
)


def load_reference(loader):
    """What was public elsewhere is published here as recorded, with its source."""
    workshops = rows_of("workshops")
    recorded = {"stage": Workshop.Stage.PUBLISHED, "is_recorded": True}
    loader.load(Workshop, [{**row, **recorded} for row in workshops])
    for model, name in (
        (WorkshopText, "texts"),
        (WorkshopBeneficiary, "beneficiaries"),
        (WorkshopPart, "parts"),
        (WorkshopAudience, "audiences"),
        (WorkshopItem, "items"),
    ):
        loader.load_nested(model, workshops, name, parent="workshop")
