"""The page on which the KP Chair’s office approves what is published of a request, or gives it back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.generic import FormView

from asm_portal.access import VisibleMixin
from asm_portal.visibility import standing_of
from assistance.models import Workshop
from assistance.workshops.approving import approve, digest, give_back, is_approved
from assistance.workshops.page import said
from knowledge.deciding import DecideForm, Side

BOTH = ("en", "fr")


class WorkshopDecide(VisibleMixin, FormView):
    """What the page says in both languages, and two buttons."""

    form_class = DecideForm
    template_name = "assistance/workshops/decide.html"

    def dispatch(self, request, *args, **kwargs):
        if not standing_of(request.user).decides_for_chair:
            raise Http404
        rows = Workshop.objects.visible_to(request.user).for_display()
        self.workshop = get_object_or_404(rows, reference=kwargs["reference"])
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        return {"seen": digest(self.workshop)}

    def form_valid(self, form):
        given, of = form.cleaned_data, {"workshop": self.workshop, "by": self.request.user}
        try:
            if form.is_return:
                give_back(seen=given["seen"], remark=given["remark"], **of)
            else:
                approve(seen=given["seen"], **of)
        except ValidationError as refusal:
            return self.refused(form, refusal)
        returned = _("Given back. The secretariat has your remark.")
        messages.success(
            self.request, returned if form.is_return else _("Approved. The secretariat can now publish it.")
        )
        return redirect("desk")

    def refused(self, form, refusal):
        """The page as things stand now, with what was typed and the reason."""
        self.workshop = Workshop.objects.for_display().get(pk=self.workshop.pk)
        form.data = form.data.copy()
        form.data["seen"] = digest(self.workshop)
        return self.render_to_response(self.get_context_data(form=form, refusal=" ".join(refusal.messages)))

    def get_context_data(self, **kwargs):
        """The text is read after what tells its state (`seen`): who changes it between the two is found out."""
        workshop = self.workshop
        is_waiting = workshop.is_draft and workshop.submitted_at is not None and not is_approved(workshop)
        context = super().get_context_data(title=str(workshop), workshop=workshop, is_waiting=is_waiting, **kwargs)
        return context | {"sides": [side(workshop, language, self.request.user) for language in BOTH]}


def side(workshop, language, reader):
    """The page in a language, as everyone would read it."""
    with translation.override(language):
        context = said(workshop, reader) | {"level": 4, "sublevel": 5, "prefix": f"{language}-", "is_whole": True}
        return Side(language, workshop.title, body=render_to_string("assistance/workshops/said.html", context))
