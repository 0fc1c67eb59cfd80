"""A task of a closed meeting that an organisation owns, another of its chair, a playbook, and the address of a calendar."""

from logistics.models import CalendarToken, Meeting, PlannedTask, Playbook, PlaybookTask


def plant_playbooks(plant, editors, secretariat):
    """`editors` are those who may edit the meetings of XWA."""
    cast = plant.cast
    meeting = Meeting.objects.filter(audience_body=cast.xwa).earliest("pk")
    for owner, readers in (({"organisation": cast.xa}, {"member_a"}), ({"office": cast.xwb.offices.get()}, set())):
        word, _lure = plant.words()
        PlannedTask.objects.create(meeting=meeting, offset=-7, title_en=f"Task {word}", note=f"Note {word}", **owner)
        plant.secret(readers | editors)
    word, _lure = plant.words()
    playbook = Playbook.objects.create(kind=Playbook.Kind.BODY, note=word)
    PlaybookTask.objects.create(
        playbook=playbook, offset=-7, title_en=f"Task {word}", title_fr=f"Tâche {word}", owner="host"
    )
    plant.secret(secretariat)
    word, _lure = plant.words()
    CalendarToken.objects.create(user=cast.member_b, label=f"Device {word}", token_hash="0" * 64)
    plant.secret({"member_b"})
