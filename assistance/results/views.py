"""The pages of a result: published, prepared, agreed to by the requester, decided on by the KP Chair's office."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView, ListView, View

from asm_portal.access import PublicMixin
from asm_portal.visibility import standing_of
from assistance.models import Result
from assistance.requests.pages import CaseFormView, OfTheSecretariat
from assistance.requests.people import speaks_for
from assistance.results import actions
from assistance.results.forms import PutForm, ResultForm
from assistance.results.pages import ResultMixin, ResultPage, file_of
from assistance.results.personal import findings
from assistance.results.showing import agreements, case_of, sides, story_panel
from knowledge.deciding import DecideForm
from knowledge.views import DocumentDetail


class ResultList(PublicMixin, ListView):
    """Results that are published, the newest first."""

    queryset = Result.objects.published()
    paginate_by = 30
    template_name = "assistance/results/list.html"
    context_object_name = "results"
    extra_context = {"title": gettext_lazy("Results of assistance")}

    def get_queryset(self):
        return super().get_queryset().with_texts()


class ResultDetail(DocumentDetail):
    """A published result: the page of its document, with the story of the case."""

    template_name = "assistance/results/detail.html"

    def get_queryset(self):
        return super().get_queryset().filter(pk__in=Result.objects.published().values("document"))

    def get_context_data(self, **kwargs):
        result = Result.objects.published().select_related("request").get(document=self.object)
        context = super().get_context_data(**kwargs)
        return context | {"panels": [story_panel(case_of(result), self.request.user), *context["panels"]]}


class ResultWork(ResultMixin, DetailView):
    """Where a result stands: its texts, who has agreed, and what the reader can do."""

    template_name = "assistance/results/work.html"

    def is_for(self, standing):
        return standing.secretariat or standing.chair or speaks_for(self.case, self.request.user)

    def get_object(self, queryset=None):
        return self.result

    def get_context_data(self, **kwargs):
        standing, result = standing_of(self.request.user), self.result
        return super().get_context_data(
            title=str(result),
            result=result,
            document=result.document,
            case=self.case,
            sides=sides(result, self.file_address),
            agreements=agreements(result),
            of_staff=standing.secretariat,
            decides=standing.decides_for_chair and result.asked_at and not actions.has_approval(result),
            consents=speaks_for(self.case, self.request.user),
            is_agreed=actions.has_consent(result),
            missing=[] if result.is_published else actions.what_is_missing(result),
            found=findings(result) if standing.secretariat else (),
            panels=[story_panel(self.case, self.request.user)],
            **kwargs,
        )


class ResultFile(ResultMixin, View):
    """The file of a result that is not public, for those who decide on it."""

    def is_for(self, standing):
        return standing.secretariat or standing.chair or speaks_for(self.case, self.request.user)

    def get(self, request, language, **kwargs):
        return file_of(request, self.result, language)


class ResultFormPage:
    """The form of a result's texts; one button keeps the draft, the other puts it to both at once, where nothing was found."""

    form_class = ResultForm
    template_name = "assistance/results/write.html"

    def settle(self, form, result):
        """Put it to both where that is asked for and no personal data were found; what was found is looked at first."""
        self.result, self.done, self.goes_on = result, _("The draft is kept."), False
        if form.asks and not findings(result):
            actions.put_to_both(result=result, seen=actions.seen_of(result), by=self.request.user)
            self.done = _("The requester and the KP Chair’s office are asked.")
        elif form.asks:
            self.done = _("The draft is kept. Look at what was found in it.")
            self.goes_on = True

    def after(self):
        name = "assistance:result-put" if self.goes_on else "assistance:result-work"
        return reverse(name, args=[self.result.document.reference])


class ResultNew(ResultFormPage, OfTheSecretariat, CaseFormView):
    """Prepares a result of a case."""

    title = gettext_lazy("Prepare a result")

    def is_for(self, case):
        return super().is_for(case) and case.merged_into_id is None

    def do(self, form):
        self.settle(form, actions.prepare(request=self.object, texts=form.texts, by=self.request.user))


class ResultChange(ResultFormPage, ResultPage):
    """Changes the texts of a result that is not published."""

    title = gettext_lazy("Change the result")

    def get_form_kwargs(self):
        held = self.result.revision.renditions.exclude(file="").values_list("language", flat=True)
        return super().get_form_kwargs() | {"held": set(held)}

    def get_initial(self):
        revision = self.result.revision
        titles = {f"title_{code}": title for code, title in revision.titles_shown().items()}
        texts = {f"text_{row.language}": row.text for row in revision.renditions.all()}
        return super().get_initial() | titles | texts

    def do(self, form):
        seen, by = form.cleaned_data["seen"], self.request.user
        self.settle(form, actions.rewrite(result=self.result, texts=form.texts, seen=seen, by=by))

    def work(self):
        return redirect(self.after())


class ResultPut(ResultPage):
    """Checks a draft for personal data and puts it to the requester and the KP Chair's office."""

    form_class = PutForm
    template_name = "assistance/results/put.html"
    title = gettext_lazy("Ask both to agree")
    done = gettext_lazy("The requester and the KP Chair’s office are asked.")

    @cached_property
    def found(self):
        return findings(self.result)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"found": self.found}

    def do(self, form):
        given = form.cleaned_data
        why = given.get("kept_because", "")
        actions.put_to_both(result=self.result, seen=given["seen"], kept_because=why, by=self.request.user)

    def get_context_data(self, **kwargs):
        return super().get_context_data(found=self.found, **kwargs)


class ResultTakeBack(ResultMixin, View):
    """Takes a result back, so that it can be changed."""

    http_method_names = ["post"]

    def post(self, request, **kwargs):
        try:
            actions.take_back(result=self.result, by=request.user)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, _("The result is a draft again."))
        return self.work()


class ResultDecide(ResultPage):
    """Where the KP Chair's office approves exactly what it reads, or gives it back."""

    form_class = DecideForm
    template_name = "assistance/results/decide.html"

    def is_for(self, standing):
        return standing.decides_for_chair and self.result.asked_at is not None

    def do(self, form):
        given, by = form.cleaned_data, self.request.user
        facts = {"result": self.result, "seen": given["seen"], "remark": given["remark"], "by": by}
        if form.is_return:
            actions.give_back(**facts)
            self.done = _("Given back. The secretariat has your remark.")
        else:
            self.result = actions.decide(**facts)
            self.done = said(self.result)

    def work(self):
        return redirect(self.result if self.result.is_published else "desk")

    def get_context_data(self, **kwargs):
        refusal = " ".join(kwargs["form"].non_field_errors()) if "form" in kwargs else ""
        is_waiting = (
            bool(self.result.asked_at) and not self.result.is_published and not actions.has_approval(self.result)
        )
        found = findings(self.result) if self.result.kept_because else ()
        return super().get_context_data(
            **{"title": str(self.result), "refusal": refusal, "is_waiting": is_waiting, "found": found} | kwargs,
            panels=[story_panel(self.case, self.request.user)],
        )


def said(result):
    """What became of a result by an agreement, in a sentence."""
    if result.is_published:
        return _("Approved and published. Everyone can read it now.")
    return _("Approved. It will be published once the requester has agreed too.")
