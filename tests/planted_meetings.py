"""Secrets around meetings: how to join, what is on an agenda and for whom, why a meeting was convened."""

from datetime import date

from asm_portal.visibility import Audience
from knowledge.models import Document
from logistics.meetings.actions import tell_how_to_join
from logistics.meetings.agenda_actions import add_item, show_agenda
from logistics.models import Meeting, MeetingEvent


def plant_meetings(plant, governments, body_a, chair):
    cast = plant.cast
    day = {"start_date": date(2024, 3, 18), "end_date": date(2024, 3, 19), "audience": Audience.PUBLIC}
    plenary = Meeting.objects.create(kind="special_plenary", no_communique_reason_en="None was made", **day)
    word, lure = plant.words()
    tell_how_to_join(meeting=plenary, by=cast.kp_chair, audience=Audience.PARTICIPANTS, text_en=f"Code {word} {lure}")
    plant.secret(governments)
    item(plant, plenary, cast.kp_chair, governments, audience=Audience.PARTICIPANTS)
    show_agenda(meeting=plenary, by=cast.kp_chair)
    drafted = Meeting.objects.create(kind="intersessional", **day)
    item(plant, drafted, cast.kp_chair, chair)
    of_a_body(plant, body_a)


def of_a_body(plant, body_a):
    """What is before a meeting of the body: an item, a paper, and the reason why it was convened."""
    cast = plant.cast
    meeting = Meeting.objects.filter(audience_body=cast.xwa).earliest("pk")
    paper = Document.objects.filter(audience=Audience.BODY, audience_body=cast.xwa, state=Document.State.FINAL).first()
    item(plant, meeting, cast.chair_a, body_a, papers=[paper])
    word, lure = plant.words()
    MeetingEvent.objects.create(meeting=meeting, kind="convened", by=cast.chair_a, reason_en=f"Because {word} {lure}")
    plant.secret(body_a)


def item(plant, meeting, by, readers, **facts):
    word, lure = plant.words()
    title = f"Item {word} {lure}"
    plant.secret(readers)
    return add_item(meeting=meeting, by=by, title_en=title, title_fr=title, **facts)
