"""An overdue action of a body, one whose owner may not read the minutes that it quotes, what is reported about a public one, and
how one of the Chair's office was closed."""

from datetime import date

from asm_portal.visibility import Audience
from knowledge.models import Document
from logistics.follow_up import actions
from logistics.follow_up.digest import signer
from logistics.models import Action


def plant_follow_up(plant, body, process, chair):
    """`body` are those who belong to XWA, the KP Chair's office and the secretariat."""
    cast = plant.cast
    of_the_body(plant, body)
    minutes = Document.objects.filter(minutes__body=cast.xwa, minutes__adopted_on__isnull=False).earliest("pk")
    word, lure = plant.words()
    quoting = open_action(
        plant, title_en=f"Count {word} {lure}", origin="minutes", document=minutes, owner_organisation=cast.xb,
        passage_language="en",
    )  # fmt: skip
    plant.secret(body | {"member_b", "chair_b"})
    word, _lure = plant.words()
    quoting.passage = f"Said {word}"
    quoting.save()
    plant.secret(body)
    public = open_action(
        plant, title_en="Known to all", body=cast.xwa, owner_organisation=cast.xa, audience=Audience.PUBLIC
    )
    word, _lure = plant.words()
    actions.update_action(action=public, text=f"Reported {word}", by=cast.member_a)
    plant.secret(process)
    word, lure = plant.words()
    closed = open_action(plant, title_en=f"Ask {word} {lure}", owner_office=cast.chair_office)
    actions.close_action(action=closed, outcome="dropped", reason=f"Because {word}", by=cast.secretary)
    plant.secret(chair)


def of_the_body(plant, readers):
    cast = plant.cast
    word, lure = plant.words()
    action = open_action(
        plant, title_en=f"Send {word} {lure}", title_fr=f"Envoyer {word} {lure}", undertaken_in_en=f"Letter {word}",
        body=cast.xwa, owner_organisation=cast.xa, audience=Audience.BODY, audience_body=cast.xwa, due_on=date(2024, 6, 1),
    )  # fmt: skip
    actions.update_action(action=action, text=f"Half {word}", by=cast.member_a)
    plant.secret(readers)


def open_action(plant, **facts):
    return actions.open_action(by=plant.cast.secretary, **{"origin": "undertaking"} | facts)


def actions_planted(cast):
    """The arguments of the addresses."""
    return {
        "action": [Action.objects.get(audience_body=cast.xwa, document=None).reference],
        "digest": [signer.sign(cast.member_b.person_id)],
    }
