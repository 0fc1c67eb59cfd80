"""What the pages of a visit have in common: the visit of the address, the reader’s part in it, and forms that lose nothing."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView, View
from django.views.generic.detail import SingleObjectMixin

from asm_portal.access import VisibleMixin
from logistics.models import Visit
from logistics.models.visits import Channel
from logistics.visits.parts import part_of

# No version has as many digits.
LONGEST_VERSION = 9


class VisitMixin(VisibleMixin, SingleObjectMixin):
    """A page about a visit; to whoever has not the part that it is for, it does not exist."""

    model = Visit
    slug_field = slug_url_kwarg = "reference"

    def get_queryset(self):
        return super().get_queryset().select_related("participant", "body", "draft_report", "report", "reply", "duty")

    def dispatch(self, request, *args, **kwargs):
        self.object = self.get_object()
        if not (self.part.is_inside and self.is_for(self.part)):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def part(self):
        return part_of(self.object, self.request.user)

    def is_for(self, part):
        """Whether the page is for a reader with this part in the visit."""
        raise NotImplementedError

    def channel(self, form):
        """How it came: here, unless the secretariat says otherwise."""
        return form.cleaned_data.get("channel", Channel.PORTAL)

    @property
    def seen(self):
        """The version that the page showed, which its button carries."""
        asked = self.request.POST.get("seen", "")
        if not (asked.isascii() and asked.isdigit() and len(asked) <= LONGEST_VERSION):
            raise ValidationError(_("Open the page again, then decide."))
        return int(asked)

    def after(self):
        """Where one goes when it is done."""
        return self.object.get_absolute_url()


class VisitFormView(VisitMixin, FormView):
    """A form about the visit that does something, in `do(form)`; what is refused is said at the form, and nothing is lost."""

    template_name = "logistics/visits/form.html"
    title = explanation = button = done = ""
    is_danger = False

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
        return super().get_context_data(**({"visit": self.object} | own | kwargs))


def refuse(form, refusal):
    """Say at its field, where the form has that, why something was refused."""
    errors = refusal.error_dict if hasattr(refusal, "error_dict") else {None: refusal.error_list}
    for name, found in errors.items():
        form.add_error(
            name if name in form.fields else None, [message for error in found for message in error.messages]
        )


class VisitVerb(VisitMixin, View):
    """A button of a visit."""

    http_method_names = ["post"]
    done = ""

    def post(self, request, *args, **kwargs):
        try:
            self.do()
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, self.done)
        return redirect(self.after())
