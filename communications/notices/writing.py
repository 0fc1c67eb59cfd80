"""The pages on which the secretariat writes notices."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import FormView

from asm_portal.access import VisibleMixin
from asm_portal.editing import differences
from asm_portal.visibility import standing_of
from communications.models import Notice
from communications.notices.forms import NoticeForm


class NoticeFormPage(VisibleMixin, FormView):
    """A form with which a notice is written; two who save at once find out."""

    form_class = NoticeForm
    template_name = "communications/notices/form.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.notice, "by": self.request.user}

    def form_valid(self, form):
        try:
            with transaction.atomic():
                notice = form.save()
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
            return self.form_invalid(form)
        messages.success(self.request, _("The draft is saved. Nothing was sent yet."))
        return redirect(reverse("communications:notice-check", args=[notice.reference]))

    def get_context_data(self, **kwargs):
        context = super().get_context_data(notice=self.notice, **kwargs)
        form = context["form"]
        return context | {"differences": differences(form) if form.is_conflict else ()}


class NoticeNew(NoticeFormPage):
    """A new notice; `?about=meeting-12` says what it is about."""

    def dispatch(self, request, *args, **kwargs):
        if not standing_of(request.user).secretariat:
            raise Http404
        self.notice = Notice()
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        return {"about": self.request.GET.get("about", Notice.Kind.INFORMATION)}

    def get_context_data(self, **kwargs):
        return super().get_context_data(title=_("New notice"), **kwargs)


class NoticeEdit(NoticeFormPage):
    """Changes a notice that has not gone out. One that lies before the Chair, or was approved, is a draft again by that."""

    def dispatch(self, request, *args, **kwargs):
        """The record stays locked from the comparison of versions to the writing."""
        with transaction.atomic():
            rows = Notice.objects.editable_by(request.user)
            if request.method == "POST":
                rows = rows.select_for_update(of=("self",))
            self.notice = get_object_or_404(rows, reference=kwargs["reference"])
            if self.notice.is_out and request.method != "POST":
                return redirect(self.notice)
            return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(title=_("Change the notice"), **kwargs)
