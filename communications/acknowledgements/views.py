"""A notice is acknowledged: signed in, or by the link in the mail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import DetailView, TemplateView

from asm_portal.access import VisibleMixin
from asm_portal.mail_links import LinkError
from asm_portal.visibility import standing_of
from communications.acknowledgements.actions import Channel, acknowledge
from communications.acknowledgements.answering import asked_of, own_answers
from communications.acknowledgements.links import opened
from communications.acknowledgements.words import in_words
from communications.models import Notice


def answer(request, notice, organisations, **facts):
    """Acknowledge for the organisation whose button was pressed; the reader is told what is on record now."""
    asked = next((row for row in organisations if str(row.pk) == request.POST.get("organisation")), None)
    if asked is None:
        raise Http404
    found, is_new = acknowledge(notice=notice, organisation=asked, **facts)
    tell = messages.success if is_new else messages.info
    tell(request, in_words(found))


class AcknowledgeView(VisibleMixin, DetailView):
    """For each organisation that the reader represents and that is asked: what is on record, or the button."""

    queryset = Notice.objects.prefetch_related("texts")
    slug_field = slug_url_kwarg = "reference"
    template_name = "communications/acknowledgements/acknowledge.html"

    @cached_property
    def organisations(self):
        found = asked_of(self.object, standing_of(self.request.user).organisations)
        if not found:
            raise Http404
        return found

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            title=_("Acknowledge a notice"),
            text=self.object.text_in(get_language()),
            answers=own_answers(self.object, self.organisations),
            **kwargs,
        )

    def post(self, request, **kwargs):
        self.object = self.get_object()
        account = {"person": request.user.person, "by": request.user}
        answer(request, self.object, self.organisations, channel=Channel.PORTAL, **account)
        return redirect(self.object)


@method_decorator([login_not_required, never_cache], name="dispatch")
class LinkView(TemplateView):
    """The same by the link of a mail: the title, the organisations of that person, a button each. Opening it changes nothing."""

    template_name = "communications/acknowledgements/link.html"

    def dispatch(self, request, token):
        try:
            self.notice, self.person, self.organisations = opened(token)
        except LinkError as problem:
            self.template_name = "communications/acknowledgements/link_closed.html"
            context = {"title": _("Acknowledge a notice"), "is_over": problem.is_over}
            return self.render_to_response(context, status=410 if problem.is_over else 404)
        return super().dispatch(request, token)

    def post(self, request, token):
        answer(request, self.notice, self.organisations, channel=Channel.LINK, person=self.person)
        return redirect(request.path)

    def get_context_data(self, **kwargs):
        answers = own_answers(self.notice, self.organisations)
        return super().get_context_data(
            title=_("Acknowledge a notice"),
            notice=self.notice,
            text=self.notice.text_in(get_language()),
            person=self.person,
            answers=answers,
            is_asked=any(row.acknowledgement is None for row in answers),
            **kwargs,
        )
