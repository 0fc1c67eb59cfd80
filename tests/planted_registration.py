"""An open registration: its note, a delegation with what fewer may know of it, a guest, and who attended a closed meeting."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from asm_portal.dated import today
from logistics.models import Meeting
from logistics.registration import actions
from logistics.registration.attendance import record_attendance


def row(**facts):
    unknown = dict.fromkeys(actions.TRAVEL, "") | {"needs_visa_letter": False, "arrives_on": None, "departs_on": None}
    return unknown | {"family_name": "Nominee", "function": "Delegate", "language": "en", "is_head": False} | facts


def plant_registration(plant, process, body_a, chair, secretariat):
    """The readers are those who take part in the Process, members of XWA, the KP Chair’s office and the secretariat."""
    cast, day = plant.cast, today() + timedelta(days=90)
    own = {"member_a"} | chair
    meeting = Meeting.objects.create(
        kind="intersessional", start_date=day, end_date=day, audience="public", is_demonstration=True
    )
    word, _lure = plant.words()
    registration = actions.plan_registration(
        meeting=meeting, by=cast.secretary, note_en=f"Note {word}", note_fr=f"Note {word}", zone="UTC",
        opens_at=timezone.now() - timedelta(days=1), closes_at=timezone.now() + timedelta(days=30),
    )  # fmt: skip
    plant.secret(process)
    word, _lure = plant.words()
    address = f"{word}@xa.example"
    plant.secret(own | {address})
    journey, _lure = plant.words()
    plant.secret({"member_a"} | secretariat)
    letter = {"needs_visa_letter": True, "passport_name": f"NAME {journey}", "special_needs": f"Need {journey}"}
    delegation = actions.nominate(
        registration=registration, organisation=cast.xa, by=cast.member_a,
        rows=[row(function=f"Function {word}", email=address, is_head=True, **letter)],
        credentials=SimpleUploadedFile("letter.txt", f"Credentials {word}".encode()),
    )  # fmt: skip
    guest, _lure = plant.words()
    actions.nominate(
        registration=registration, organisation=None, by=cast.kp_chair, rows=[row(affiliation=f"University {guest}")]
    )
    plant.secret(own)
    asked, _lure = plant.words()
    delegation.requests.create(text=f"Please {asked}", made_by=cast.member_a)
    plant.secret(own)
    others, _lure = plant.words()
    held = Meeting.objects.filter(audience_body=cast.xwa).earliest("pk")
    record_attendance(meeting=held, states={}, others=f"Expert {others}", by=cast.chair_a)
    plant.secret(body_a)
