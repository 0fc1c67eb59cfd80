"""The tasks of a meeting or a visit: listed, planned from a playbook, done, changed, added and taken out."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.generic import DetailView, FormView, TemplateView

from asm_portal.access import VisibleMixin
from asm_portal.editing import differences
from logistics.models import Meeting, PlannedTask
from logistics.playbooks import actions
from logistics.playbooks.forms import NoteForm, TaskForm
from logistics.playbooks.panels import may_arrange, url_of
from logistics.playbooks.progress import progress_of


class ParentMixin:
    """A page about the tasks of a meeting or of a visit: `parent`, `may_arrange` and `progress`. It exists for those who may edit
    the one or the other, and for those who own one of its tasks."""

    parents = None

    def dispatch(self, request, *args, **kwargs):
        rows = self.parents.objects.visible_to(request.user)
        self.parent = get_object_or_404(rows, reference=kwargs["reference"])
        self.may_arrange = may_arrange(self.parent, request.user)
        self.progress = progress_of(self.parent, request.user)
        if not (self.may_arrange or self.progress.tasks):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**context_of(self.parent) | kwargs)


def context_of(parent):
    """What the head of each of these pages shows of the meeting or the visit."""
    name = parent.name if isinstance(parent, Meeting) else str(parent)
    return {"parent": parent, "is_meeting": isinstance(parent, Meeting), "name": name, "tasks_url": url_of(parent)}


class TaskListView(ParentMixin, TemplateView):
    """All tasks; a POST plans those of the playbook."""

    template_name = "logistics/playbooks/task_list.html"

    def post(self, request, *args, **kwargs):
        if not self.may_arrange:
            raise Http404
        try:
            planned = actions.apply_playbook(by=request.user, **actions.of(self.parent))
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
        else:
            self.say(planned)
        return redirect(url_of(self.parent))

    def say(self, planned):
        if planned:
            messages.success(self.request, _("The tasks are planned. Their days move with the first day."))
        else:
            messages.error(self.request, _("There is no playbook for it yet. Add its tasks one by one."))

    def get_context_data(self, **kwargs):
        is_planned = any(task.playbook_id for task in self.progress.tasks)
        return super().get_context_data(
            title=_("Tasks"),
            progress=self.progress,
            may_arrange=self.may_arrange,
            playbook=None if is_planned or not self.may_arrange else actions.playbook_for(self.parent),
            back=url_of(self.parent),
            **kwargs,
        )


class TaskAddView(ParentMixin, FormView):
    """A task that no playbook has."""

    form_class = TaskForm
    template_name = "logistics/playbooks/task_form.html"

    def dispatch(self, request, *args, **kwargs):
        rows = self.parents.objects.editable_by(request.user)
        get_object_or_404(rows, reference=kwargs["reference"])
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": PlannedTask(), "parent": self.parent, "by": self.request.user}

    def form_valid(self, form):
        form.save()
        messages.success(self.request, _("The task is planned."))
        return redirect(url_of(self.parent))

    def get_context_data(self, **kwargs):
        return super().get_context_data(title=_("Add a task"), **kwargs)


class TaskMixin(VisibleMixin):
    """A page about one task, for those who may change it."""

    model = PlannedTask

    def get_queryset(self):
        return super().get_queryset().editable_by(self.request.user).for_display()

    def may_arrange(self, task):
        return PlannedTask.objects.arranged_by(self.request.user).filter(pk=task.pk).exists()

    def back(self, task):
        """The page from which the button was pressed, where it is one of ours; else the list of tasks."""
        asked = self.request.POST.get("back", "")
        is_ours = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
        return redirect(f"{asked if is_ours else url_of(task.parent)}#tasks")


class TaskEditView(TaskMixin, DetailView):
    """Changes a task; its owner says something about it. It stays locked from the comparison of versions to the writing."""

    template_name = "logistics/playbooks/task_form.html"

    def form(self, data=None):
        form = TaskForm if self.may_arrange(self.object) else NoteForm
        return form(data, instance=self.object, parent=self.object.parent, by=self.request.user)

    @transaction.atomic
    def post(self, request, *args, **kwargs):
        self.object = self.get_object()
        actions.locked(self.object)
        self.object = self.get_object()
        form = self.form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        form.save()
        messages.success(request, _("The task is changed."))
        return redirect(url_of(self.object.parent))

    def get_context_data(self, **kwargs):
        form = kwargs.pop("form", None) or self.form()
        return super().get_context_data(
            **context_of(self.object.parent),
            title=_("Change a task"),
            task=self.object,
            form=form,
            may_arrange=self.may_arrange(self.object),
            differences=differences(form) if form.is_conflict else (),
            **kwargs,
        )


class TaskVerbView(TaskMixin, DetailView):
    """A button beside a task."""

    http_method_names = ["post"]
    verb = None

    def post(self, request, *args, **kwargs):
        task = self.get_object()
        self.verb(task=task, by=request.user)
        return self.back(task)


class TaskRemoveView(TaskMixin, DetailView):
    """Takes a task out, once asked."""

    template_name = "logistics/playbooks/task_remove.html"

    def get_queryset(self):
        return super().get_queryset() & PlannedTask.objects.arranged_by(self.request.user)

    def post(self, request, *args, **kwargs):
        task = self.get_object()
        actions.remove_task(task=task, by=request.user)
        messages.success(request, _("The task is taken out."))
        return redirect(url_of(task.parent))

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            title=_("Take out a task"), task=self.object, **context_of(self.object.parent), **kwargs
        )
