"""A request for assistance, which is the secretariat's."""

from asm_portal.areas import AssistanceAsked
from assistance.requests.actions import receive


def plant_assistance(plant, staff):
    word, lure = plant.words()
    asked = AssistanceAsked(f"Asker {word}", f"{word}@asker.example", "en", f"Train {word} {lure}", f"ENQ-{word}")
    receive(asked=asked, by=plant.cast.secretary)
    plant.secret(staff)
