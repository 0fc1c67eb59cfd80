"""The tasks of the meetings of the demonstration that lie ahead: what was due is done, but for the last of the Plenary's."""

from knowledge.actions import save
from logistics.models import Meeting
from logistics.playbooks.actions import apply_playbook
from logistics.playbooks.progress import Progress


def demonstrate(cast):
    """Unless they are planned; with a meeting its tasks are taken out too."""
    ahead = Meeting.objects.filter(is_demonstration=True, start_date__gte=cast.today, planned_tasks=None)
    for meeting in ahead.prefetch_related("events"):
        if not meeting.is_cancelled:
            due = Progress(apply_playbook(meeting=meeting, by=cast.secretary)).overdue
            left = 1 if meeting.kind in Meeting.OF_THE_PROCESS else 0
            for task in due[: len(due) - left]:
                task.done_on, task.done_by = task.due_on, cast.secretary
                save(task, cast.secretary)
