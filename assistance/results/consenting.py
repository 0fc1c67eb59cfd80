"""The requester agrees to the publication of a result, or not: signed in, by a mail's link, or as the secretariat notes it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.generic import FormView

from asm_portal.mail_links import LinkError
from assistance.models import Result
from assistance.models.results import Channel
from assistance.outcomes.links import opened
from assistance.requests.people import speaks_for
from assistance.results import actions
from assistance.results.forms import ConsentForm, NotedConsentForm
from assistance.results.pages import ResultPage, file_of
from assistance.results.personal import findings
from assistance.results.showing import agreements, sides, story_panel
from logistics.visits.pages import refuse


class Consenting:
    """What the pages have in common on which the requester agrees."""

    form_class = ConsentForm
    template_name = "assistance/results/consent.html"
    title = gettext_lazy("Agree to the publication")

    def told(self, agrees):
        if self.result.is_published:
            return _("Thank you. The result is published: everyone can read it now.")
        if agrees:
            return _("Thank you. It will be published once the KP Chair’s office has approved it too.")
        return _("Thank you. It will not be published, and the secretariat has your remark.")

    def shown(self, result, reader):
        """What the page of a consent shows."""
        return {
            "is_agreed": actions.has_consent(result),
            "is_open": bool(result.asked_at) and not result.is_published,
            "found": findings(result) if result.kept_because else (),
            "panels": [story_panel(self.case, reader)],
        }


class ResultConsentView(Consenting, ResultPage):
    """For those who act for the requester, on the portal; until it is published they may take their word back."""

    def is_for(self, standing):
        return speaks_for(self.case, self.request.user)

    def do(self, form):
        user = self.request.user
        self.result = actions.say(
            result=self.result, agrees=form.agrees, seen=form.cleaned_data["seen"], text=form.cleaned_data["text"],
            person=user.person, by=user,
        )  # fmt: skip
        self.done = self.told(form.agrees)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**self.shown(self.result, self.request.user), **kwargs)


class ResultNote(ResultPage):
    """Notes what the requester said elsewhere."""

    form_class = NotedConsentForm
    template_name = "assistance/results/note.html"
    title = gettext_lazy("Note what the requester said")
    done = gettext_lazy("Noted.")

    def do(self, form):
        given = form.cleaned_data
        self.result = actions.say(
            result=self.result, agrees=form.agrees, seen=given["seen"], text=given["text"], name=given["name"],
            channel=given["channel"], noted_by=self.request.user,
        )  # fmt: skip


@method_decorator([login_not_required, never_cache], name="dispatch")
class ConsentLink(Consenting, FormView):
    """Agrees by the link of the mail. Opening it changes nothing; what was typed into a page whose link has ended is shown
    again."""

    def dispatch(self, request, token, language=""):
        try:
            self.case, self.person, facts = opened(token, "assistance:consent-link")
            self.result = self.asked(facts)
        except LinkError as problem:
            self.template_name = "assistance/outcomes/link_closed.html"
            typed = request.POST.get("text", "")
            context = {"title": self.title, "is_over": problem.is_over, "typed": typed}
            return self.render_to_response(context, status=410 if problem.is_over else 404)
        if language:
            return file_of(request, self.result, language)
        return super().dispatch(request, token)

    def asked(self, facts):
        """The result that the link is about, as long as it lies before the requester or is published."""
        rows = Result.objects.filter(request=self.case, asked_at__isnull=False).select_related("document__kind")
        result = rows.filter(pk=facts["result"]).first()
        if result is None:
            raise LinkError(is_over=True)
        return result

    def get_initial(self):
        return {"seen": actions.seen_of(self.result)}

    def form_valid(self, form):
        given = form.cleaned_data
        try:
            with transaction.atomic():
                self.result = actions.say(
                    result=self.result, agrees=form.agrees, seen=given["seen"], text=given["text"], person=self.person,
                    name="" if self.person else self.case.name, channel=Channel.MAIL,
                )  # fmt: skip
        except ValidationError as refusal:
            refuse(form, refusal)
            form.data = form.data.copy() | {"seen": actions.seen_of(self.result)}
            return self.form_invalid(form)
        messages.success(self.request, self.told(form.agrees))
        return redirect(self.request.path)

    def get_context_data(self, **kwargs):
        """The text is read after what tells its state (`seen`): who changes it between the two is found out."""
        context = super().get_context_data(
            title=self.title,
            result=self.result,
            document=self.result.document,
            case=self.case,
            person=self.person,
            is_link=True,
            **kwargs,
        )
        read = {"sides": sides(self.result, self.file_address), "agreements": agreements(self.result)}
        return context | read | self.shown(self.result, self.request.user)

    def file_address(self, language):
        return reverse("assistance:consent-link-file", args=[self.kwargs["token"], language])
