"""What the pages of public texts have in common: the text of the address, its stages, and forms that lose nothing."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import FormView, View
from django.views.generic.base import ContextMixin

from asm_portal.access import VisibleMixin
from communications.communiques.clock import kinds
from communications.communiques.times import in_zones
from communications.models.public_texts import Stage
from knowledge.minutes import pages
from knowledge.models import Document
from logistics.visits.pages import refuse


def found(reference, narrow):
    """The public text whose document bears the reference, of whichever kind, among those that `narrow(queryset)` leaves; 404
    without one."""
    for model in kinds():
        rows = narrow(model.objects.filter(document__reference=reference))
        if text := rows.select_related("document__kind", "document__issuing_body").first():
            return text
    raise Http404


class TextMixin(VisibleMixin, ContextMixin):
    """A page about a public text for those who work on it; to others it does not exist."""

    def narrow(self, rows):
        return rows.editable_by(self.request.user).exclude(document__state=Document.State.WITHDRAWN)

    def dispatch(self, request, *args, **kwargs):
        self.text = found(kwargs["reference"], self.narrow)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        own = {"text": self.text, "document": self.text.document}
        return super().get_context_data(**(own | kwargs))

    def get_success_url(self):
        return reverse("communications:text-work", args=[self.text.document.reference])


class TextFormView(TextMixin, FormView):
    """A form about a public text that does something, in `do(form)`; what is refused is said at the form."""

    template_name = "communications/texts/form.html"
    title = explanation = button = done = ""

    def form_valid(self, form):
        try:
            with transaction.atomic():
                self.do(form)
        except ValidationError as refusal:
            refuse(form, refusal)
            return self.form_invalid(form)
        messages.success(self.request, self.done)
        return redirect(self.get_success_url())

    def get_context_data(self, **kwargs):
        own = {"title": self.title, "explanation": self.explanation, "button": self.button}
        return super().get_context_data(**(own | {"back": self.get_success_url()} | kwargs))


class TextVerb(TextMixin, View):
    """A button of a public text."""

    http_method_names = ["post"]
    done = ""
    do = None

    def post(self, request, *args, **kwargs):
        try:
            type(self).do(text=self.text, by=request.user)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, self.done)
        return redirect(self.get_success_url())


def stages(text):
    """Draft → KP Chair's office → approved → out."""
    reached = list(Stage).index(text.stage)
    before = text.stage in (Stage.DRAFTING, Stage.SUBMITTED) or text.is_void
    is_out = text.stage in (Stage.PUBLISHED, Stage.ARCHIVED)
    when = in_zones(text.release_at) if text.stage == Stage.SCHEDULED else [""]
    named = Stage.SCHEDULED if text.stage == Stage.SCHEDULED else Stage.APPROVED
    return [
        pages.Stage(_("Draft"), "", reached > 0, reached == 0),
        pages.Stage(_("Before the KP Chair’s office"), "", not before, text.stage == Stage.SUBMITTED),
        pages.Stage(
            _("Scheduled") if named == Stage.SCHEDULED else _("Approved"), when[0], is_out, not before and not is_out
        ),
        pages.Stage(_("Published"), "", is_out, text.stage == Stage.PUBLISHED),
    ]
