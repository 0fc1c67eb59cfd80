"""Public texts on their way: one before the KP Chair's office, one that it has approved, and a correction of a public one."""

from datetime import date

from django.core.files.base import ContentFile

from communications.communiques import release, writing
from communications.models import Communique
from communications.models.public_texts import ReleaseOn, Stage
from knowledge.models import DocumentImage
from tests.made_files import png

DAY = date(2024, 5, 2)


def plant_communiques(plant, chair, staff):
    """`chair` are the KP Chair's office and the secretariat, `staff` the secretariat."""
    cast = plant.cast
    word, lure = plant.words()
    text = drafted(plant, f"Title {word} {lure}", f"Text {word} {lure}")
    text = writing.add_picture(
        text=text, file=ContentFile(png(), "a.png"), alternatives={"en": f"Seen {word}"}, by=cast.secretary
    )
    release.submit(text=text, by=cast.secretary, missing_reason=f"Because {word}")
    plant.secret(chair)
    word, lure = plant.words()
    approved(plant, drafted(plant, f"Title {word} {lure}", f"Text {word} {lure}"), ReleaseOn.WORD)
    plant.secret(chair)
    approved(plant, drafted(plant, "Out", "Out"), ReleaseOn.APPROVAL)
    word, lure = plant.words()
    text = approved(plant, drafted(plant, "Corrected", "As it was"), ReleaseOn.APPROVAL)
    text = writing.correct(text=text, note_en=f"Note {word}", note_fr=f"Note {word}", by=cast.secretary)
    writing.write(
        text=text, language="en", seen=writing.state_in(text, "en"), title=f"Title {word} {lure}", body=f"Text {word} {lure}",
        by=cast.secretary,
    )  # fmt: skip
    plant.secret(staff)
    word, lure = plant.words()
    drafted(plant, f"Title {word} {lure}", f"Text {word} {lure}")
    plant.secret(staff)


def drafted(plant, title, body):
    text = release.draft(Communique, titles={"en": title}, by=plant.cast.secretary, kind=plant.kind, date=DAY)
    return writing.write(
        text=text, language="en", seen=writing.state_in(text, "en"), title=title, body=body, by=plant.cast.secretary
    )


def approved(plant, text, release_on):
    text = release.submit(text=text, by=plant.cast.secretary, missing_reason="None.", release_on=release_on)
    return release.approve(text=text, seen=release.seen_of(text), by=plant.cast.kp_chair)


def communiques_planted():
    """The arguments of the addresses."""
    references = {
        text.stage: text.document.reference for text in Communique.objects.exclude(document__released_by_chair=False)
    }
    image = DocumentImage.objects.get()
    return {
        "communique": [Communique.objects.get(document__released_by_chair=False).document.reference],
        "text-draft": [
            Communique.objects.get(
                stage=Stage.DRAFTING, published_at=None, document__released_by_chair=True
            ).document.reference
        ],
        "text-submitted": [references[Stage.SUBMITTED]],
        "text-in-a-language": [references[Stage.SUBMITTED], "en"],
        "text-approved": [references[Stage.APPROVED]],
        "text-out": [references[Stage.PUBLISHED]],
        "text-image": [image.document.reference, image.name, image.extension],
    }
