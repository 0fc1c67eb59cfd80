"""A draft of a written procedure, one that runs with what was said to it, and one whose text was closed to its members since."""

from datetime import timedelta

from django.utils import timezone

from asm_portal.visibility import Audience
from communications.models import WrittenProcedure
from communications.procedures import actions


def plant_procedures(plant, readers, editors, staff):
    """`readers` are those who belong to XWA, the KP Chair's office and the secretariat; `editors` those who lead XWA."""
    cast = plant.cast
    of_xwa = {"audience_body": cast.xwa, "issuing_body": cast.xwa, "is_demonstration": True}
    text = plant.document(readers, Audience.BODY, **of_xwa)
    draft(plant, text)
    plant.secret(editors)
    running = put(plant, draft(plant, text))
    word, _lure = plant.words()
    actions.answer(
        procedure=running, organisation=cast.xo, kind="comment", text=f"Comment {word}", by=cast.observer, seen=None
    )
    later = running.closes_at + timedelta(days=3)
    actions.extend(procedure=running, closes_at=later, reason=f"Reason {word}", by=cast.chair_a)
    plant.secret(readers)
    closed = plant.document(staff, Audience.BODY, **of_xwa)
    put(plant, draft(plant, closed))
    plant.secret(readers)
    closed.audience, closed.audience_body, closed.issuing_body = Audience.SECRETARIAT, None, None
    closed.save()


def draft(plant, document):
    word, lure = plant.words()
    procedure = WrittenProcedure(
        body=plant.cast.xwa, document=document, question_en=f"Shall {word} {lure}?", question_fr=f"Oui {word} {lure} ?",
        support_percent=50, closes_at=timezone.now() + timedelta(days=9),
    )  # fmt: skip
    return actions.prepare(procedure=procedure, by=plant.cast.secretary)


def put(plant, procedure):
    return actions.put(procedure=procedure, by=plant.cast.secretary, seen=procedure.version)


def procedures_planted():
    """The arguments of the addresses."""
    return {
        "procedure": [WrittenProcedure.objects.put().earliest("pk").reference],
        "procedure-draft": [WrittenProcedure.objects.get(put_at=None).reference],
    }
