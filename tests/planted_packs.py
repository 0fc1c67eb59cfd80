"""Packs that were built, each with a word in its file, and a meeting with a paper for a body."""

from datetime import date

from django.core.files.base import ContentFile
from django.utils import timezone

from asm_portal.roles import Role
from asm_portal.visibility import Audience
from logistics.meetings.agenda_actions import add_item
from logistics.models import Meeting, MeetingBody, Pack

PLACE = "Packed papers"


def plant_packs(plant, of_the_body, of_the_chair):
    """`of_the_body` and `of_the_chair` are who may fetch them."""
    cast = plant.cast
    for kind, role, readers in (
        (Pack.Kind.USB, Role(Audience.BODY, body=cast.xwa), of_the_body),
        (Pack.Kind.HANDOVER, Role(Audience.CHAIR), of_the_chair),
    ):
        word, _lure = plant.words()
        pack = Pack(kind=kind, languages=["en"], ordered_by=cast.secretary, built_at=timezone.now(), **role.columns)
        pack.file.save("pack.zip", ContentFile(f"Pack {word}".encode()), save=False)
        pack.size, pack.sha256 = pack.file.size, "0" * 64
        pack.save()
        plant.secret(readers)
    plant_papers(plant, of_the_body)


def plant_papers(plant, readers):
    """A meeting that everyone may know of, before which a paper for its body is laid."""
    cast, day = plant.cast, date(2027, 6, 1)
    paper = plant.document(readers, Audience.BODY, audience_body=cast.xwa, issuing_body=cast.xwa)
    meeting = Meeting.objects.create(kind="body", start_date=day, end_date=day, city_en=PLACE, audience="public")
    MeetingBody.objects.create(meeting=meeting, body=cast.xwa)
    add_item(meeting=meeting, by=cast.secretary, title_en="Papers", title_fr="Documents", papers=[paper])
