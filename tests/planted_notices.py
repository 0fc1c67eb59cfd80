"""Notices in each state: a draft, one before the Chair, one that came back, and those that went to a body, to Participants and to
one organisation."""

from communications.models import Notice
from communications.notices.actions import return_notice
from tests.cast import again
from tests.communications.notices import PARTICIPANTS, draft, seen, sent, submitted, to


def plant_notices(plant, body_a, governments, chair, staff):
    cast = plant.cast
    in_state(plant, draft, staff)
    in_state(plant, submitted, chair)
    in_state(plant, sent, body_a, to(body=cast.xwa))
    in_state(plant, sent, governments, PARTICIPANTS)
    in_state(plant, sent, {"member_a"} | chair, to(organisation=cast.xa))
    word, lure = plant.words()
    notice = submitted(cast, texts=texts(word, lure))
    return_notice(notice=notice, seen=seen(notice), remark=f"Remark {word} {lure}", by=again(cast.kp_chair))
    plant.secret(chair)


def texts(word, lure):
    return {
        "en": (f"Notice {word} {lure}", f"Text {word} {lure}"),
        "fr": (f"Avis {word} {lure}", f"Texte {word} {lure}"),
    }


def in_state(plant, make, readers, *recipients):
    word, lure = plant.words()
    make(plant.cast, *recipients, texts=texts(word, lure))
    plant.secret(readers)


def notices_planted(cast):
    """The arguments of the addresses."""
    return {
        "notice-sent": [Notice.objects.sent().get(recipients__body=cast.xwa).reference],
        "notice-draft": [Notice.objects.get(state="draft", submitted_at=None, prepared_for=None).reference],
        "notice-submitted": [Notice.objects.get(state="submitted").reference],
    }
