"""The playbooks that the portal brings along."""

from io import StringIO

from django.core.management import call_command

from asm_portal.reference import rows_of
from logistics.models import Playbook, PlaybookTask


def test_the_playbooks_of_the_portal_are_loaded_whole_and_in_two_languages(facts):
    assert set(Playbook.objects.values_list("kind", flat=True)) == set(Playbook.Kind.values)
    rows = {row["kind"]: row["tasks"] for row in rows_of("playbooks")}
    for book in Playbook.objects.all():
        tasks = list(book.tasks.all())
        assert len(tasks) == len(rows[book.kind])
        assert [task.offset for task in tasks] == sorted(task.offset for task in tasks)
        assert all(task.title_en and task.title_fr and task.title_en != task.title_fr for task in tasks)
        assert book.source == "our own practice"
    offsets = PlaybookTask.objects.filter(playbook__kind="plenary").values_list("offset", flat=True)
    assert (min(offsets), max(offsets)) == (-120, 30)


def test_what_staff_changed_in_a_playbook_stays_when_the_facts_are_loaded_again(facts):
    task = PlaybookTask.objects.filter(playbook__kind="plenary").first()
    task.title_en = "Ask the host first"
    task.save()
    call_command("load_reference", stdout=StringIO())
    task.refresh_from_db()
    assert task.title_en == "Ask the host first"
