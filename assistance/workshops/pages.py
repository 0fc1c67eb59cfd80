"""What the pages have in common on which the secretariat writes a workshop: forms that lose nothing, and buttons."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import FormView, View

from asm_portal.access import VisibleMixin
from asm_portal.editing import differences
from assistance.models import Workshop
from logistics.visits.pages import refuse


class WorkshopMixin(VisibleMixin):
    """A page about the workshop of the address; to whoever may not change it, it does not exist. What is sent finds it locked, so
    that what is compared is what is written over. It is for drafts, for what is published, or (None) for both."""

    is_for_drafts = True

    def dispatch(self, request, *args, **kwargs):
        with transaction.atomic():
            rows = Workshop.objects.editable_by(request.user)
            if request.method == "POST":
                rows = rows.select_for_update(of=("self",))
            self.workshop = get_object_or_404(rows, reference=kwargs["reference"])
            if request.method != "POST" and self.is_for_drafts not in (None, self.workshop.is_draft):
                return redirect(self.workshop)
            return super().dispatch(request, *args, **kwargs)

    def after(self):
        """Where one goes when it is done."""
        return self.workshop.get_absolute_url()


class RefusableForm(FormView):
    """A form that does something, in `do(form)`; what is refused is said at the form, and nothing is lost."""

    template_name = "assistance/workshops/form.html"
    title = explanation = button = done = ""
    is_danger = False
    workshop = None

    def form_valid(self, form):
        try:
            with transaction.atomic():
                self.do(form)
        except ValidationError as refusal:
            refuse(form, refusal)
            return self.form_invalid(form)
        messages.success(self.request, self.done)
        return redirect(self.after())

    def get_context_data(self, **kwargs):
        own = {"title": self.title, "explanation": self.explanation, "button": self.button, "is_danger": self.is_danger}
        context = super().get_context_data(**({"workshop": self.workshop} | own | kwargs))
        form = context["form"]
        return context | {"differences": differences(form) if getattr(form, "is_conflict", False) else ()}


class WorkshopFormView(WorkshopMixin, RefusableForm):
    """A form about a workshop."""


class WorkshopVerb(WorkshopMixin, View):
    """A button of a workshop."""

    http_method_names = ["post"]
    done = ""

    def post(self, request, *args, **kwargs):
        try:
            with transaction.atomic():
                self.do()
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, self.done)
        return redirect(self.after())
