"""What planned tasks add to the page of a meeting or a visit, and to the desk."""

from datetime import timedelta
from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from asm_portal.areas import DeskItem, Panel
from asm_portal.dated import today
from logistics.models import Meeting, PlannedTask
from logistics.playbooks.actions import playbook_for
from logistics.playbooks.progress import progress_of

# How long before the day a task stands on the desk of its owner.
AHEAD = timedelta(days=30)


def url_of(parent):
    """Where the tasks of a meeting or a visit are listed."""
    name = "meeting-tasks" if isinstance(parent, Meeting) else "visit-tasks"
    return reverse(f"logistics:{name}", args=[parent.reference])


def may_arrange(parent, reader):
    """Whether the reader may plan, hand on and take out tasks of the meeting or the visit."""
    return type(parent).objects.editable_by(reader).filter(pk=parent.pk).exists()


def on_meeting(meeting, reader):
    """How far the tasks of a meeting are, with those that are overdue and due next; for those who may know of them."""
    return panel(meeting, reader, "logistics/playbooks/meeting_panel.html")


def on_visit(visit, reader):
    """The checklist of a visit, for those who may know of it."""
    return panel(visit, reader, "logistics/playbooks/visit_panel.html")


def panel(parent, reader, template):
    if not reader.is_authenticated:
        return []
    progress, arranges = progress_of(parent, reader), may_arrange(parent, reader)
    if not (progress.tasks or (arranges and not parent.is_over and playbook_for(parent))):
        return []
    context = {
        "progress": progress,
        "may_arrange": arranges,
        "tasks_url": url_of(parent),
        "back": parent.get_absolute_url(),
    }
    return [Panel(template, context, anchor="tasks", title=_("Tasks"))]


def desk(reader):
    """The tasks of the reader's offices and organisations that are overdue or due soon: one line for each meeting or visit."""
    last = today() + AHEAD
    rows = PlannedTask.objects.visible_to(reader).owned_by(reader).filter(done_on=None).for_display()
    waiting = [task for task in rows if task.is_open and task.due_on <= last]
    waiting.sort(key=lambda task: (place_of(task.parent), task.due_on, task.pk))
    return [line(parent, list(tasks)) for parent, tasks in groupby(waiting, key=lambda task: task.parent)]


def place_of(parent):
    return type(parent).__name__, parent.pk


def line(parent, tasks):
    """The first of the tasks, and how many more there are."""
    first, more = tasks[0], len(tasks) - 1
    others = ngettext("and %(count)s more task", "and %(count)s more tasks", more) % {"count": more} if more else ""
    name = parent.name if isinstance(parent, Meeting) else str(parent)
    return DeskItem(
        title=first.title,
        url=url_of(parent),
        detail=f"{name}{_(';')} {others}" if others else name,
        due=first.due_on,
    )
