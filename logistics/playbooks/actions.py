"""What is done to the tasks of a meeting or a visit."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from asm_portal.dated import Precision, today
from knowledge.actions import save
from logistics.models import Meeting, PlannedTask, Playbook
from logistics.playbooks.owners import owner_of

KINDS = {
    Meeting.Kind.PLENARY: Playbook.Kind.PLENARY,
    Meeting.Kind.SPECIAL_PLENARY: Playbook.Kind.PLENARY,
    Meeting.Kind.INTERSESSIONAL: Playbook.Kind.INTERSESSIONAL,
    Meeting.Kind.TELECONFERENCE: Playbook.Kind.TELECONFERENCE,
}


def playbook_for(parent):
    """The playbook of a meeting or a visit, None where there is none. Whoever meets online only needs no room and no visa."""
    if not isinstance(parent, Meeting):
        kind = Playbook.Kind.REVIEW_VISIT
    elif parent.format == Meeting.Format.ONLINE and parent.kind not in Meeting.OF_THE_PROCESS:
        kind = Playbook.Kind.TELECONFERENCE
    else:
        kind = KINDS.get(parent.kind, Playbook.Kind.BODY)
    return Playbook.objects.filter(kind=kind).first()


@transaction.atomic
def apply_playbook(*, by, meeting=None, visit=None):
    """Plan the tasks of the playbook that fits; returns them, none where there is no such playbook. Raises ValidationError where
    it was applied before, or the days are not known."""
    parent = locked(meeting or visit)
    if parent.date_precision != Precision.DAY:
        raise ValidationError(_("The first day is not known. Set it first: every task is counted from it."))
    if parent.planned_tasks.exclude(playbook=None).exists():
        raise ValidationError(_("The tasks of the playbook are planned already."), code="applied")
    playbook = playbook_for(parent)
    return [plan(task, parent, by) for task in playbook.tasks.all()] if playbook else []


def plan(task, parent, by):
    """A task of a playbook, as one of the meeting or the visit."""
    planned = PlannedTask(
        playbook=task.playbook,
        offset=task.offset,
        title_en=task.title_en,
        title_fr=task.title_fr,
        **of(parent),
        **owner_of(task.owner, parent),
    )
    return save(planned, by)


def of(parent):
    """The parent as the field of a task."""
    return {"meeting" if isinstance(parent, Meeting) else "visit": parent}


def locked(record):
    """The record as it is now, which nobody else changes until this is written."""
    return type(record).objects.select_for_update().get(pk=record.pk)


@transaction.atomic
def add_task(*, parent, by, **facts):
    """A task that no playbook has; raises ValidationError where it says nothing."""
    task = PlannedTask(**of(parent), **facts)
    task.full_clean()
    return save(task, by)


@transaction.atomic
def change_task(*, task, by):
    """Write what was changed of a task; raises ValidationError where it says nothing any more."""
    task.full_clean()
    return save(task, by)


@transaction.atomic
def mark_done(*, task, by):
    """Say that the task is done today; a task that somebody has marked before stays as it is."""
    task = locked(task)
    if task.done_on is None:
        task.done_on, task.done_by = today(), by
        save(task, by)
    return task


@transaction.atomic
def mark_open(*, task, by):
    """Take back that the task is done."""
    task = locked(task)
    if task.done_on is not None:
        task.done_on = task.done_by = None
        save(task, by)
    return task


@transaction.atomic
def remove_task(*, task, by):
    """Take the task out; its history stays."""
    task = locked(task)
    task._history_user = by
    task.delete()
