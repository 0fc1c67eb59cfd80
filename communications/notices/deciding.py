"""The check page before sending, and the page on which the Chair's office decides."""

from collections import Counter
from itertools import groupby

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import FormView
from django.views.generic.detail import SingleObjectMixin

from asm_portal.access import SecretariatMixin
from asm_portal.dated import today
from asm_portal.templatetags.portal import own_name
from asm_portal.visibility import standing_of
from communications.models import Notice
from communications.notices import actions
from communications.notices.content import content_of
from communications.notices.forms import SeenForm
from communications.notices.reading import documents_for, hidden_from, wordings
from communications.notices.recipients import resolve, unreached
from communications.notices.subject import about
from communications.notices.views import NoticeMixin
from knowledge.deciding import DecideForm, Side
from knowledge.text_approvals import digest

State = Notice.State


class Reach:
    """Whom a notice would reach today, counted and grouped for a page."""

    def __init__(self, addressed):
        self.addressed = addressed
        self.people = {found.person: None for found in addressed}
        self.unreachable = [person for person in self.people if not person.primary_email]
        self.languages = [
            (own_name(code), count)
            for code, count in sorted(Counter(p.preferred_language for p in self.people).items())
        ]
        self.groups = [
            (organisation, list(rows)) for organisation, rows in groupby(addressed, lambda row: row.organisation)
        ]

    @property
    def count(self):
        return ngettext("%(count)s person", "%(count)s people", len(self.people)) % {"count": len(self.people)}


class NoticeStep(NoticeMixin, SingleObjectMixin, FormView):
    """A page on which something is done to a notice as it stands there."""

    def dispatch(self, request, *args, **kwargs):
        self.object = self.get_object()
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def reach(self):
        return Reach(resolve(self.object, today()))

    def get_initial(self):
        return {"seen": digest(content_of(self.object))}

    def form_valid(self, form):
        """Do it; what is refused is said on the page, which shows the notice as it is now, and keeps what was typed."""
        try:
            done = self.do(form)
        except ValidationError as refusal:
            self.object = self.get_object()
            again = self.form_class(initial=form.cleaned_data | self.get_initial())
            return self.render_to_response(self.get_context_data(form=again, refusal=" ".join(refusal.messages)))
        messages.success(self.request, done)
        return redirect(self.object)


class NoticeCheck(SecretariatMixin, NoticeStep):
    """Who would get this now, and why; from here it is laid before the Chair's office, or sent."""

    form_class = SeenForm
    template_name = "communications/notices/check.html"

    def get(self, request, *args, **kwargs):
        return redirect(self.object) if self.object.is_out else super().get(request, *args, **kwargs)

    def do(self, form):
        given = {"notice": self.object, "seen": form.cleaned_data["seen"], "by": self.request.user}
        if "send" in self.request.POST:
            actions.send_notice(**given)
            return _("The notice is being sent.")
        actions.submit_notice(**given)
        return _("The notice lies before the KP Chair’s office.")

    def get_context_data(self, **kwargs):
        notice = self.object
        instruction = actions.instruction_for(notice)
        return super().get_context_data(
            **kwargs,
            title=_("Who would get this now, and why"),
            reach=self.reach,
            unreached=unreached(notice, today(), self.reach.addressed),
            missing=actions.what_is_missing(notice, self.reach.addressed),
            hidden=hidden_from(notice),
            instruction=instruction,
            may_send=notice.state == State.APPROVED or (notice.state == State.DRAFT and instruction),
            may_submit=notice.state == State.DRAFT,
        )


class NoticeDecide(NoticeStep):
    """The Chair's office approves exactly what it sees, or returns it with a remark. To whoever does not belong to it the page
    does not exist."""

    form_class = DecideForm
    template_name = "communications/notices/decide.html"

    def dispatch(self, request, *args, **kwargs):
        if not standing_of(request.user).chair:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        is_open = self.object.state == State.SUBMITTED
        return super().get(request, *args, **kwargs) if is_open else redirect(self.object)

    def do(self, form):
        given = {"notice": self.object, "by": self.request.user, **form.cleaned_data}
        if form.is_return:
            actions.return_notice(**given)
            return _("The notice is returned to the secretariat, with your remark.")
        actions.approve_notice(**given)
        return _("Approved. The secretariat sends it now, exactly as you saw it.")

    def get_context_data(self, **kwargs):
        notice, user = self.object, self.request.user
        sides = [Side(found.language, found.title, found.html) for found in wordings(notice)]
        return super().get_context_data(
            **kwargs,
            **about(notice, user),
            title=notice.title,
            is_waiting=notice.state == State.SUBMITTED,
            sides=sides,
            documents=documents_for(notice, user),
            hidden=hidden_from(notice),
            reach=self.reach,
        )
