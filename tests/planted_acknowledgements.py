"""A call about a notice to a body, with what was said, and an acknowledgement that staff noted."""

from communications.acknowledgements.actions import log_call
from communications.acknowledgements.calling import IN_PERSON, TELEPHONE, Voice
from communications.acknowledgements.links import link_for
from communications.models import Notice
from communications.notices.distribution import distribute
from tests.cast import token_in


def plant_acknowledgements(plant, chair):
    """`chair` are the KP Chair's office and the secretariat."""
    cast = plant.cast
    notice = to_the_body(cast)
    distribute.call(notice.pk)
    for organisation, who, channel, outcome in (
        (cast.xa, cast.member_a, TELEPHONE, "will_answer"),
        (cast.xd, cast.both, IN_PERSON, "acknowledged"),
    ):
        word, lure = plant.words()
        voice = Voice(channel, "", who.person, "+000 20 555 0100" if channel == TELEPHONE else "")
        log_call(
            notice=notice, organisation=organisation, voice=voice, outcome=outcome, note=f"Said {word} {lure}",
            by=cast.secretary,
        )  # fmt: skip
        plant.secret(chair)


def to_the_body(cast):
    return Notice.objects.sent().get(recipients__body=cast.xwa)


def acknowledgements_planted(cast):
    """The arguments of the addresses."""
    notice = to_the_body(cast)
    return {
        "notice-link": [token_in(link_for(notice, cast.member_a.person))],
        "notice-call": [notice.reference, "XA"],
        "notice-noted": [notice.reference, notice.acknowledgements.get().organisation.code],
    }
