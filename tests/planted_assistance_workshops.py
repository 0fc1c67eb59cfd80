"""Workshops: a draft, a draft before the KP Chair’s office, and a published one with a material that is not for everyone."""

from asm_portal.visibility import Audience
from assistance.models import Workshop
from assistance.workshops import actions
from tests.assistance.held import held, published, submitted
from tests.assistance.referred import asked

PUBLIC = "Planted public workshop"


def plant_workshops(plant, process, chair, staff):
    cast = plant.cast
    word, lure = plant.words()
    draft = held(cast, f"Draft {word} {lure}", city_en=f"Town {word}", agreement_note=f"Agreed {word}")
    actions.write_lists(workshop=draft, lists={"aim": [(f"Aim {word}", "")]}, by=cast.secretary)
    plant.secret(staff)
    word, lure = plant.words()
    submitted(cast, asked(cast, subject="Course"), f"Before the Chair {word} {lure}")
    plant.secret(chair)
    word, lure = plant.words()
    shown = published(cast, PUBLIC, note=f"Note {word} {lure}", source=f"Source {word}")
    plant.secret(staff)
    material = plant.document(process, Audience.PROCESS)
    actions.add_material(workshop=shown, document=material, by=cast.secretary)


def workshops_planted():
    """By the name of an argument of the access table."""
    draft = Workshop.objects.get(city_en__startswith="Town")
    shown = Workshop.objects.get(texts__title=PUBLIC)
    return {
        "workshop": [shown.reference],
        "workshop-unsettled": [shown.reference, 2_000_000_000],
        "workshop-draft": [draft.reference],
        "workshop-text": [draft.reference, "en"],
        "workshop-no-row": [draft.reference, 2_000_000_000],
        "workshop-submitted": [Workshop.objects.get(submitted_at__isnull=False).reference],
    }
