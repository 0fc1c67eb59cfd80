"""Addresses of planned tasks."""

from django.urls import path

from logistics.models import Meeting, Visit
from logistics.playbooks.actions import mark_done, mark_open
from logistics.playbooks.views import TaskAddView, TaskEditView, TaskListView, TaskRemoveView, TaskVerbView

urlpatterns = [
    path("meetings/<slug:reference>/tasks/", TaskListView.as_view(parents=Meeting), name="meeting-tasks"),
    path("meetings/<slug:reference>/tasks/add/", TaskAddView.as_view(parents=Meeting), name="meeting-task-add"),
    path("visits/<slug:reference>/tasks/", TaskListView.as_view(parents=Visit), name="visit-tasks"),
    path("visits/<slug:reference>/tasks/add/", TaskAddView.as_view(parents=Visit), name="visit-task-add"),
    path("tasks/<int:pk>/", TaskEditView.as_view(), name="planned-task"),
    path("tasks/<int:pk>/done/", TaskVerbView.as_view(verb=mark_done), name="planned-task-done"),
    path("tasks/<int:pk>/open/", TaskVerbView.as_view(verb=mark_open), name="planned-task-open"),
    path("tasks/<int:pk>/remove/", TaskRemoveView.as_view(), name="planned-task-remove"),
]
