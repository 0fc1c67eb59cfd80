"""What is overdue, and the letters about it, for the KP Chair's office and the secretariat."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import DetailView, FormView, TemplateView
from django.views.generic.detail import SingleObjectMixin

from asm_portal.access import VisibleMixin
from asm_portal.visibility import standing_of
from logistics.models import EscalationLetter
from logistics.reminders.forms import DeclineForm, LetterForm, SentForm
from logistics.reminders.letters import days_of_reminders, paper, with_standing
from logistics.reminders.overdue import overdue, sees_overdue


class OverdueView(VisibleMixin, TemplateView):
    """Every report that is overdue, the longest first."""

    template_name = "logistics/reminders/overdue.html"

    def get_context_data(self, **kwargs):
        if not sees_overdue(self.request.user):
            raise Http404
        rows = overdue(self.request.user)
        count = ngettext("%(count)s report overdue", "%(count)s reports overdue", len(rows)) % {"count": len(rows)}
        return super().get_context_data(title=_("Overdue reports"), rows=rows, count=count, **kwargs)


class LetterMixin(VisibleMixin, SingleObjectMixin):
    """A letter that the reader may know of, with the standing of the report that it is about."""

    queryset = EscalationLetter.objects.select_related("organisation", "decided_by__person")
    slug_field = slug_url_kwarg = "reference"

    def get_object(self, queryset=None):
        (letter,) = with_standing([super().get_object(queryset)])
        return letter


class LetterFormView(LetterMixin, FormView):
    """A form about a letter; what the verb refuses is said at the form."""

    done = ""

    def dispatch(self, request, *args, **kwargs):
        self.object = self.get_object()
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form):
        try:
            form.do(self.object, self.request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return self.form_invalid(form)
        messages.success(self.request, self.done)
        return redirect(self.object)


class LetterView(LetterFormView):
    """The letter, its text to work on while nobody has decided, and what became of it."""

    form_class = LetterForm
    template_name = "logistics/reminders/letter.html"
    done = gettext_lazy("The text is kept.")

    def get_initial(self):
        letter = self.object
        return {"seen": letter.version, "text_en": letter.text_en, "text_fr": letter.text_fr}

    def form_invalid(self, form):
        """Where somebody else was faster, their text stands beside what was typed, and the next save is over it."""
        theirs = None
        if form.has_error("__all__", code="conflict"):
            theirs = self.get_object()
            form.data = form.data.copy()
            form.data["seen"] = str(theirs.version)
        return self.render_to_response(self.get_context_data(form=form, theirs=theirs))

    def get_context_data(self, **kwargs):
        letter = self.object
        return super().get_context_data(
            letter=letter,
            is_open=letter.state == EscalationLetter.State.PREPARED,
            languages=settings.LANGUAGES,
            may_decide=standing_of(self.request.user).chair,
            reminded=days_of_reminders(letter.period, letter.organisation),
            **kwargs,
        )


class DecisionView(LetterFormView):
    """Says what became of a letter: for the Chair's office alone."""

    template_name = "logistics/reminders/decision.html"
    title = submit = ""

    def get_queryset(self):
        rows = super().get_queryset().filter(state=EscalationLetter.State.PREPARED)
        return rows if standing_of(self.request.user).chair else rows.none()

    def get_context_data(self, **kwargs):
        return super().get_context_data(title=self.title, submit=self.submit, letter=self.object, **kwargs)


class SentView(DecisionView):
    form_class = SentForm
    title, submit = gettext_lazy("The letter was sent"), gettext_lazy("Note that it was sent")
    done = gettext_lazy("It is on record that the letter was sent.")


class DeclineView(DecisionView):
    form_class = DeclineForm
    title, submit = gettext_lazy("The letter is not sent"), gettext_lazy("Do not send it")
    done = gettext_lazy("It is on record that the letter is not sent.")


class LetterPaper(LetterMixin, DetailView):
    """The letter as a PDF, in one language."""

    def render_to_response(self, context, **kwargs):
        language = self.kwargs["language"]
        name = f"{self.object.reference}-{language}.pdf"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(paper(self.object, language), content_type="application/pdf", headers=headers)
