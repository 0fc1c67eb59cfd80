"""Workshops: a draft, drafts before the KP Chair’s office and given back by it, and a published one with a material that is not
for everyone."""

from asm_portal.visibility import Audience
from assistance.models import Workshop, WorkshopFigure, WorkshopPart, WorkshopPoint
from assistance.workshops import actions, approving
from tests.assistance.held import agreed, held, point, submitted
from tests.assistance.referred import asked

PUBLIC = "Planted public workshop"


def plant_workshops(plant, process, chair, staff):
    cast = plant.cast
    word, lure = plant.words()
    fill(cast, held(cast, f"Draft {word} {lure}", city_en=f"Town {word}", agreement_note=f"Agreed {word}"), word)
    plant.secret(staff)
    word, lure = plant.words()
    workshop = submitted(cast, asked(cast, subject="Course again"), f"Given back {word} {lure}")
    seen = approving.digest(workshop)
    approving.give_back(workshop=workshop, seen=seen, remark=f"Change {word} {lure}", by=cast.kp_chair)
    plant.secret(staff)
    word, lure = plant.words()
    submitted(cast, asked(cast, subject="Course"), f"Before the Chair {word} {lure}")
    plant.secret(chair)
    word, lure = plant.words()
    shown = held(cast, PUBLIC, note=f"Note {word} {lure}", source=f"Source {word}")
    point(cast, shown)
    actions.publish(workshop=agreed(cast, shown), by=cast.secretary)
    plant.secret(staff)
    material = plant.document(process, Audience.PROCESS)
    actions.add_material(workshop=shown, document=material, by=cast.secretary)


def fill(cast, workshop, word):
    """Every kind of row of a workshop."""
    actions.write_lists(workshop=workshop, lists={"aim": [(f"Aim {word}", "")]}, by=cast.secretary)
    present = {"civil": {"words_en": f"Group {word}", "count": 3}}
    actions.write_audience(workshop=workshop, people=3, present=present, by=cast.secretary)
    for row in (
        WorkshopPart(workshop=workshop, role="partner", name_en=f"Partner {word}"),
        WorkshopFigure(workshop=workshop, label_en=f"Content {word}", value=4, out_of=5),
        WorkshopPoint(workshop=workshop, kind="concern", text_en=f"Concern {word}"),
    ):
        actions.write_row(row=row, by=cast.secretary)


def workshops_planted():
    """By the name of an argument of the access table."""
    draft = Workshop.objects.get(city_en__startswith="Town")
    shown = Workshop.objects.get(texts__title=PUBLIC)
    return {
        "workshop": [shown.reference],
        "workshop-unsettled": [shown.reference, shown.points.get().pk],
        "workshop-part": [draft.reference, draft.parts.get().pk],
        "workshop-figure": [draft.reference, draft.figures.get().pk],
        "workshop-point": [draft.reference, draft.points.get().pk],
        "workshop-draft": [draft.reference],
        "workshop-text": [draft.reference, "en"],
        "workshop-no-row": [draft.reference, 2_000_000_000],
        "workshop-submitted": [Workshop.objects.get(submitted_at__isnull=False).reference],
    }
