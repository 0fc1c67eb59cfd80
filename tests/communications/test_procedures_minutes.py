"""Minutes that the members of a body adopt by written procedure."""

import pytest
from django.core.exceptions import ValidationError

from asm_portal.dated import today
from communications.procedures.deciding import record_decision
from knowledge import actions as documents
from knowledge.minutes.actions import comment, settle_comment
from knowledge.models import Document
from tests.cast import again
from tests.communications.procedures import (
    declared,
    drafted,
    everybody_supports,
    fresh,
    move,
    open_page,
    page,
    running,
)
from tests.knowledge.papers import add_texts
from tests.knowledge.test_minutes import of_meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def minutes(cast):
    """Minutes that the body reads and comments on."""
    made = of_meeting(cast, texts=(("en", "The group met."), ("fr", "Le groupe s’est réuni.")), is_demonstration=True)
    documents.circulate_minutes(minutes=made.minutes, comments_until=today(), by=cast.secretary)
    return Document.objects.get(pk=made.pk)


def supported(minutes, cast):
    """The minutes were put to the members, who all support them, and the time is over."""
    procedure = running(cast, document=minutes)
    everybody_supports(procedure, cast)
    return move(procedure, days=11)


def refused(procedure, cast, outcome="adopted"):
    with pytest.raises(ValidationError) as refusal:
        declared(procedure, cast, outcome)
    return " ".join(refusal.value.messages)


def text_of(minutes, user):
    """What the reader finds as the text of the minutes."""
    document = Document.objects.visible_to(again(user)).for_display(again(user)).get(pk=minutes.pk)
    return {rendition.language: rendition.text for rendition in document.renditions}


def test_the_declaration_adopts_exactly_the_text_that_was_put_to_the_members(client, cast, minutes):
    procedure = supported(minutes, cast)
    add_texts(minutes, {"en": "A later draft."}, by=cast.secretary)
    declared(procedure, cast)
    minutes = Document.objects.get(pk=minutes.pk)
    assert (minutes.state, minutes.is_locked) == (Document.State.FINAL, True)
    assert minutes.minutes.adopted_on == fresh(procedure).ends_at.date()
    assert text_of(minutes, cast.member_a) == {"en": "The group met.", "fr": "Le groupe s’est réuni."}
    for language, words in (("fr", "procédure écrite"), ("en", "written procedure")):
        shown = open_page(client, cast.member_a, f"/{language}/documents/{minutes.reference}/").text
        assert f"{words} {procedure.reference}" in shown
        assert page(procedure).replace("/en/", f"/{language}/") in shown
    shown = open_page(client, cast.chair_a, page(procedure)).text
    assert "The adopted minutes" in shown
    assert "Make the decision record" not in shown
    with pytest.raises(ValidationError, match="on record already"):
        record_decision(
            procedure=procedure, kind=minutes.kind, titles={}, adopted_on=today(), by=cast.secretary, instrument=""
        )


def test_another_outcome_leaves_the_minutes_as_they_are(cast, minutes):
    procedure = supported(minutes, cast)
    declared(procedure, cast, "not_adopted", "The third point is to be written anew.")
    assert Document.objects.get(pk=minutes.pk).state == Document.State.CIRCULATED


def test_a_text_that_was_circulated_after_it_is_not_passed_over(cast, minutes):
    procedure = supported(minutes, cast)
    add_texts(minutes, {"en": "A later text."}, by=cast.secretary)
    documents.circulate_minutes(minutes=minutes.minutes, comments_until=today(), by=cast.secretary)
    assert "A newer revision of these minutes was circulated" in refused(procedure, cast)
    assert fresh(procedure).state == "closed"


def test_an_objection_to_the_minutes_is_settled_first_or_the_remark_says_why(cast, minutes):
    objection = comment(
        document=minutes, organisation=cast.xd, kind="objection", text="We said two villages.", by=cast.both
    )
    procedure = supported(minutes, cast)
    assert "An objection is not settled" in refused(procedure, cast)
    settle_comment(comment=objection, remark="Added.", by=cast.chair_a)
    declared(procedure, cast)
    assert Document.objects.get(pk=minutes.pk).minutes.adopted_despite == ""


def test_only_circulated_minutes_are_put_to_their_own_members(cast, minutes):
    draft = of_meeting(cast, texts=(("en", "The group met again."),), is_demonstration=True)
    with pytest.raises(ValidationError, match="Circulate the minutes first"):
        drafted(cast, document=draft)
    with pytest.raises(ValidationError, match="whose members adopt them"):
        drafted(cast, document=minutes, body=cast.xwb)
    documents.adopt_minutes(minutes=minutes.minutes, adopted_by_en="it", adopted_by_fr="elle", by=cast.secretary)
    with pytest.raises(ValidationError, match="adopted already"):
        drafted(cast, document=minutes)


def test_minutes_that_a_meeting_adopted_meanwhile_are_not_adopted_twice(cast, minutes):
    procedure = supported(minutes, cast)
    documents.adopt_minutes(minutes=minutes.minutes, adopted_by_en="it", adopted_by_fr="elle", by=cast.secretary)
    assert "This is not possible while the document is: final." in refused(procedure, cast)
    assert fresh(procedure).state == "closed"


def test_who_leads_the_body_begins_it_from_the_page_of_the_minutes(client, cast, minutes):
    begin = f"/procedures/new/?document={minutes.reference}"
    assert begin in open_page(client, cast.chair_a, minutes.get_absolute_url()).text
    assert begin not in open_page(client, cast.member_a, minutes.get_absolute_url()).text
