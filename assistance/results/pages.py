"""What the pages of a result that is not public have in common."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import FormView

from asm_portal.access import VisibleMixin
from asm_portal.files import serve
from asm_portal.visibility import standing_of
from assistance.models import Result
from assistance.results import actions
from assistance.results.showing import agreements, case_of, sides
from logistics.visits.pages import refuse


class ResultMixin(VisibleMixin):
    """A page about a result that is not public; to whoever it is not for, it does not exist."""

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            rows = Result.objects.visible_to(request.user).select_related("document__kind", "request__organisation")
            self.result = get_object_or_404(rows, document__reference=kwargs["reference"])
            self.case = case_of(self.result)
            if not self.is_for(standing_of(request.user)):
                raise Http404
        return super().dispatch(request, *args, **kwargs)

    def is_for(self, standing):
        """Whether the page is for a reader with this standing."""
        return standing.secretariat

    def file_address(self, language):
        return reverse("assistance:result-file", args=[self.result.document.reference, language])

    def work(self):
        return redirect("assistance:result-work", self.result.document.reference)


class ResultPage(ResultMixin, FormView):
    """A form about a result that does something, in `do(form)`; what is refused is said at the form, and nothing is lost."""

    title = done = ""
    template_name = "assistance/results/form.html"

    def get_initial(self):
        return {"seen": actions.seen_of(self.result)}

    def form_valid(self, form):
        try:
            with transaction.atomic():
                self.do(form)
        except ValidationError as refusal:
            refuse(form, refusal)
            return self.as_it_stands(form)
        messages.success(self.request, self.done)
        return self.work()

    def as_it_stands(self, form):
        """The page as the text stands now, with what was typed and the reason."""
        self.result = Result.objects.select_related("document__kind").get(pk=self.result.pk)
        form.data = form.data.copy()
        form.data["seen"] = actions.seen_of(self.result)
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, **kwargs):
        """The text is read after what tells its state (`seen`): who changes it between the two is found out."""
        own = {"title": self.title, "result": self.result, "document": self.result.document, "case": self.case}
        context = super().get_context_data(**(own | kwargs))
        return context | {"sides": sides(self.result, self.file_address), "agreements": agreements(self.result)}


def file_of(request, result, language):
    rendition = get_object_or_404(result.revision.renditions.exclude(file=""), language=language, role="original")
    return serve(
        request, file=rendition.file, filename=rendition.filename, media_type=rendition.media_type,
        sha256=rendition.sha256, is_public=False,
    )  # fmt: skip
