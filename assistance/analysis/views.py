"""The secretariat's pages of a case; to everybody else they do not exist."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView

from assistance.analysis import actions, clarifying, merging
from assistance.analysis.forms import AnalysisForm, MergeForm, NotedAnswerForm, NoteForm, OtherCaseForm, QuestionForm
from assistance.analysis.record import numbered, record_of, side_of
from assistance.requests.pages import CaseFormView, CaseMixin, CaseVerb, OfTheSecretariat
from assistance.requests.similar import similar_cases


class BackToAnalysis(OfTheSecretariat):
    """A page that returns to the analysis of its case."""

    def after(self):
        return reverse("assistance:analysis", args=[self.object.reference])


class AnalysisView(BackToAnalysis, CaseFormView):
    """A case as the secretariat works on it: eligible or not, how urgent, what is asked, what is noted, what is like it."""

    form_class = AnalysisForm
    template_name = "assistance/analysis/analysis.html"
    done = gettext_lazy("The analysis is saved.")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"case": self.object}

    def get_initial(self):
        return self.record.as_entered | {"seen_version": actions.versions(self.object)}

    @cached_property
    def record(self):
        return record_of(self.object, self.request.user)

    def do(self, form):
        try:
            actions.analyse(request=self.object, by=self.request.user, **form.facts())
        except ValidationError as refusal:
            form.meet(refusal)
            raise

    def get_context_data(self, **kwargs):
        title = _("Analysis of %(reference)s") % {"reference": self.object.reference}
        similar = similar_cases(self.object, self.request.user)
        return super().get_context_data(
            title=title, record=self.record, similar=similar, note_form=NoteForm(), **kwargs
        )


class NoteView(BackToAnalysis, CaseFormView):
    """Notes something for the others of the secretariat."""

    form_class = NoteForm
    title, button = gettext_lazy("Internal note"), gettext_lazy("Save the note")
    explanation = gettext_lazy(
        "For the secretariat only: the requester, the bodies and the Chair’s office cannot read it."
    )
    done = gettext_lazy("The note is saved.")

    def do(self, form):
        actions.add_note(request=self.object, text=form.cleaned_data["note"], by=self.request.user)


class AskView(BackToAnalysis, CaseFormView):
    """Asks the requester something."""

    form_class = QuestionForm
    title, button = gettext_lazy("Ask the requester"), gettext_lazy("Ask")
    explanation = gettext_lazy(
        "The requester gets a mail with a link to answer. Until the answer arrives, the clock is paused, and the page"
        " of the request says why."
    )
    done = gettext_lazy("The question has been sent. The clock is paused until the answer arrives.")

    def do(self, form):
        clarifying.ask(request=self.object, by=self.request.user, **form.cleaned_data)


class QuestionMixin(BackToAnalysis):
    """A page about one question of the case, by its number."""

    @cached_property
    def question(self):
        return numbered(self.object, self.kwargs["number"], self.request.user)

    def is_for(self, case):
        return super().is_for(case) and self.question is not None


class NoteAnswerView(QuestionMixin, CaseFormView):
    """Writes down an answer that came otherwise than by the portal."""

    form_class = NotedAnswerForm
    title, button = gettext_lazy("Record an answer"), gettext_lazy("Save the answer")
    done = gettext_lazy("The answer is saved.")

    def get_context_data(self, **kwargs):
        return super().get_context_data(explanation=self.question.question, **kwargs)

    def do(self, form):
        by = self.request.user
        clarifying.answer(clarification=self.question, noted_by=by, by=by, **form.cleaned_data)
        clarifying.read_answers(request=self.object, by=by)


class GoOnView(QuestionMixin, CaseVerb):
    """Goes on without an answer."""

    done = gettext_lazy("The clock is running again. If an answer still comes, it is kept.")

    def do(self):
        clarifying.go_on(clarification=self.question, by=self.request.user)


class ReadView(BackToAnalysis, CaseVerb):
    """Notes that the answers were read."""

    done = gettext_lazy("The answers are marked as read.")

    def do(self):
        clarifying.read_answers(request=self.object, by=self.request.user)


class MergeView(BackToAnalysis, CaseFormView):
    """Two cases side by side before they become one: `?into=` names the one that goes on."""

    form_class = MergeForm
    template_name = "assistance/analysis/merge.html"
    done = gettext_lazy("The two requests are now handled as one case.")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"reader": self.request.user}

    def get_initial(self):
        return {"into": self.request.GET.get("into", "")}

    def get_context_data(self, **kwargs):
        asked = OtherCaseForm(
            self.request.POST or self.request.GET or None, reader=self.request.user, auto_id="other-%s"
        )
        into = asked.cleaned_data["into"] if asked.is_bound and asked.is_valid() else None
        pair = (self.object, into) if into and into != self.object else ()
        return super().get_context_data(
            title=_("Handle %(reference)s together with another case") % {"reference": self.object.reference},
            asked=asked,
            into=into,
            obstacle=merging.obstacle(self.object, into) if into else "",
            sides=[side_of(case, self.request.user) for case in pair],
            **kwargs,
        )

    def do(self, form):
        merging.merge(request=self.object, by=self.request.user, **form.cleaned_data)


class UnmergeView(OfTheSecretariat, CaseMixin, DetailView):
    """Takes two cases apart again; the page says what that means, and what stands in the way."""

    template_name = "assistance/analysis/unmerge.html"

    def get(self, request, *args, **kwargs):
        if not self.object.merged_into_id:
            raise Http404
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        title = _("Handle %(reference)s separately again") % {"reference": self.object.reference}
        return super().get_context_data(title=title, obstacle=merging.tied(self.object), **kwargs)

    def post(self, request, *args, **kwargs):
        try:
            merging.unmerge(request=self.object, by=request.user)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, _("The case is handled separately again."))
        return redirect("assistance:analysis", self.object.reference)
