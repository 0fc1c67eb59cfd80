"""How far the tasks of a meeting or a visit are."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from asm_portal.models import Person
from logistics.models import PlannedTask
from logistics.playbooks.actions import of

AT_HAND = 4


@dataclass(frozen=True)
class Progress:
    """The tasks that a reader may know of, in the order of their days."""

    tasks: list

    @property
    def done(self):
        return [task for task in self.tasks if task.done_on]

    @property
    def open(self):
        return [task for task in self.tasks if task.is_open]

    @property
    def overdue(self):
        return [task for task in self.tasks if task.is_overdue]

    @property
    def next(self):
        """The open task that is due next, overdue ones aside; None where there is none."""
        return next((task for task in self.open if not task.is_overdue), None)

    @property
    def at_hand(self):
        """Those to look at now: the overdue ones, and the next."""
        return [*self.overdue, *(task for task in self.open if not task.is_overdue)][: max(AT_HAND, len(self.overdue))]

    @property
    def words(self):
        """3 of 14 done."""
        return _("%(done)s of %(count)s done") % {"done": len(self.done), "count": len(self.tasks)}

    @property
    def overdue_words(self):
        count = len(self.overdue)
        return ngettext("%(count)s overdue", "%(count)s overdue", count) % {"count": count} if count else ""


def progress_of(parent, reader):
    """The progress of a meeting or a visit, as far as the reader may know of its tasks; with the name of who has done one, where
    they may know that person."""
    rows = PlannedTask.objects.visible_to(reader).filter(**of(parent)).for_display().select_related("done_by")
    tasks = sorted(rows, key=lambda task: (task.due_on, task.pk))
    who = {task.done_by.person_id for task in tasks if task.done_by}
    people = {person.pk: person for person in Person.objects.visible_to(reader).filter(pk__in=who)} if who else {}
    for task in tasks:
        task.doer = people.get(task.done_by.person_id) if task.done_by else None
    return Progress(tasks)
