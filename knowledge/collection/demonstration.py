"""Samples of what is known but not held, around the fictional cast; they go with their documents."""

from datetime import timedelta

from asm_portal.visibility import Audience
from knowledge import actions
from knowledge.collection.actions import ask_for, note_answer
from knowledge.demonstration import missing, source
from knowledge.models import CollectionRequest, DocumentKind

Channel, Answer = CollectionRequest.Channel, CollectionRequest.Answer
AGREEMENT, FIRST_RULES = source("agreement"), source("first rules")


def demonstrate(cast):
    """An agreement that XA was asked for and has not answered, and rules of which an archive says that none were kept."""
    if missing(AGREEMENT):
        agreement = known(
            cast, AGREEMENT, "mou", 700, Audience.PROCESS, organisation=cast.organisations["XA"],
            titles={"en": "Agreement with Alderia on training (sample)", "fr": "Accord de formation avec l’Aldérie (exemple)"},
        )  # fmt: skip
        ask_for(
            sought=agreement, by=cast.secretary, asked_organisation=cast.organisations["XA"], channel=Channel.EMAIL,
            asked_on=cast.today - timedelta(days=40), note="Also asked by telephone; the registry is moving house.",
        )  # fmt: skip
    if missing(FIRST_RULES):
        rules = known(
            cast, FIRST_RULES, "rules_of_procedure", 660, Audience.PROCESS, issuing_body=cast.bodies["XWB"],
            titles={"en": "First rules of the river group (sample)", "fr": "Premières règles du groupe fluvial (exemple)"},
        )  # fmt: skip
        asked = ask_for(
            sought=rules, by=cast.secretary, asked_archive="Archive of the first Chair of the river group (sample)",
            channel=Channel.LETTER, asked_on=cast.today - timedelta(days=120),
        )  # fmt: skip
        note_answer(
            request=asked, by=cast.secretary, answer=Answer.DOES_NOT_EXIST, answered_on=cast.today - timedelta(days=80),
            answer_reason="The rules were agreed orally and never written down.",
        )  # fmt: skip


def known(cast, key, kind, days_ago, audience, **facts):
    """A final document of which the archive holds no text."""
    document = actions.add_document(
        kind=DocumentKind.objects.get(code=kind),
        by=cast.secretary,
        date=cast.today - timedelta(days=days_ago),
        audience=audience,
        source=key,
        is_demonstration=True,
        **facts,
    )
    return actions.publish(document=document, by=cast.secretary)
