"""Buttons that do more than save: each opens a page that says what will happen, asks what is missing, and calls an action."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Verb:
    """A button of a record: `do(record, by=user, **answers)`, offered while `is_offered(record)`."""

    code: str
    label: str
    explanation: str
    do: Callable
    is_offered: Callable
    form_class: type = forms.Form
    is_grave: bool = False


class VerbsMixin:
    """A ModelAdmin with such buttons, in `verbs`."""

    verbs = ()

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_do"
        return [
            path("<path:object_id>/do/<slug:code>/", self.admin_site.admin_view(self.do_view), name=name),
            *super().get_urls(),
        ]

    def verbs_for(self, record):
        return [verb for verb in self.verbs if verb.is_offered(record)]

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context["verbs"] = self.verbs_for(obj) if obj and obj.pk else []
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def do_view(self, request, object_id, code):
        """The page of one button."""
        with transaction.atomic():
            record = self.get_object(request, object_id)
            verb = next((verb for verb in self.verbs if verb.code == code), None)
            if record is None or verb is None:
                raise Http404
            if not self.is_kept_by(request.user):
                raise PermissionDenied
            form = verb.form_class(request.POST if request.method == "POST" else None)
            if request.method == "POST" and self.is_done(request, verb, record, form):
                return HttpResponseRedirect(self.address_of(record))
        context = {
            **self.admin_site.each_context(request),
            "title": verb.label,
            "subtitle": str(record),
            "opts": self.opts,
            "original": record,
            "verb": verb,
            "is_offered": verb.is_offered(record),
            "form": form,
        }
        return TemplateResponse(request, "admin/verb.html", context)

    def is_done(self, request, verb, record, form):
        """Do it; what the action refuses is said at the form."""
        if not (verb.is_offered(record) and form.is_valid()):
            return False
        try:
            with transaction.atomic():
                verb.do(record, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
            return False
        self.log_change(request, record, ": ".join(filter(None, [str(verb.label), form.cleaned_data.get("why")])))
        messages.success(request, _("Done: %(verb)s.") % {"verb": verb.label})
        return True

    def address_of(self, record):
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[record.pk])
