"""The page of an action, and the pages by which it is recorded, reported on, closed and reopened."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import DetailView, FormView, TemplateView
from django.views.generic.detail import SingleObjectMixin

from asm_portal.access import PublicMixin, VisibleMixin
from asm_portal.editing import differences
from asm_portal.models import OfficeTerm
from knowledge.minutes.pages import DocumentFormView
from knowledge.models import Document
from logistics.follow_up import actions
from logistics.follow_up.digest import choose, of_token, wants
from logistics.follow_up.forms import ActionForm, CloseForm, EvidenceForm, ReasonForm
from logistics.follow_up.rights import at_work, bodies_of, sources, why
from logistics.models import Action, ActionEvidence, ActionReminder, ActionUpdate, Visit


class ActionDetail(PublicMixin, DetailView):
    """An action: where it comes from, who owns it, what was done, and what the reader may do about it."""

    model = Action
    slug_field = slug_url_kwarg = "reference"
    template_name = "logistics/follow_up/detail.html"

    def get_queryset(self):
        rows = super().get_queryset().for_display()
        return rows.select_related(
            "body", "owner_office__body", "owner_organisation", "audience_body", "audience_organisation"
        )

    def get_context_data(self, **kwargs):
        action, user = self.object, self.request.user
        documents = Document.objects.visible_to(user).prefetch_related("titles")
        known = documents.in_bulk([pk for pk in (action.document_id, action.closing_document_id) if pk])
        updates = ActionUpdate.objects.visible_to(user).filter(action=action)
        evidence = ActionEvidence.objects.visible_to(user).filter(action=action)
        may_change = Action.objects.editable_by(user).filter(pk=action.pk).exists()
        return super().get_context_data(
            source=known.get(action.document_id),
            closed_with=known.get(action.closing_document_id),
            updates=updates.select_related("office__body", "organisation")
            .prefetch_related("organisation__names")
            .order_by("-at", "-pk"),
            evidence=documents.filter(pk__in=evidence.values("document")),
            reminder=ActionReminder.objects.visible_to(user).filter(action=action).last()
            if user.is_authenticated
            else None,
            holder=holder_of(action),
            visit=Visit.objects.visible_to(user).filter(recommendations__action=action).first(),
            why=why(action, user),
            may_change=may_change,
            may_report=may_change or at_work(user).filter(pk=action.pk).exists(),
            **kwargs,
        )


def holder_of(action):
    """Who holds the office that owns an action today."""
    terms = OfficeTerm.objects.valid_on().filter(office=action.owner_office_id).select_related("organisation")
    return terms.prefetch_related("organisation__names").first() if action.owner_office_id else None


class ActionFormPage(FormView):
    """A form with which an action is recorded or changed; two who save at once find out."""

    form_class = ActionForm
    template_name = "logistics/follow_up/form.html"

    def get_form_kwargs(self):
        user = self.request.user
        return super().get_form_kwargs() | {"instance": self.action, "user": user, "bodies": bodies_of(user)}

    def form_valid(self, form):
        try:
            with transaction.atomic():
                action = self.do(form)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
            return self.form_invalid(form)
        messages.success(self.request, self.done)
        return redirect(action)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(source=self.action.document, **kwargs)
        form = context["form"]
        return context | {"differences": differences(form) if form.is_conflict else ()}


class ActionNew(ActionFormPage):
    """Records an action from a document (`?document=`), or an undertaking that is in none."""

    def dispatch(self, request, *args, **kwargs):
        asked = request.GET.get("document", "")
        document = (
            get_object_or_404(sources(request.user), reference__in=[asked]) if asked.isprintable() and asked else None
        )
        if document is None and (asked or not bodies_of(request.user).exists()):
            raise Http404
        body = document.issuing_body if document else None
        self.action = Action(document=document, body=body, origin=origin_of(document))
        return super().dispatch(request, *args, **kwargs)

    done = _("The action is recorded.")

    def do(self, form):
        return actions.record_action(action=form.instance, by=self.request.user)

    def get_context_data(self, **kwargs):
        return super().get_context_data(title=gettext("Record an action"), **kwargs)


def origin_of(document):
    """What an action comes from that is recorded from a document."""
    if hasattr(document, "decision"):
        return Action.Origin.DECISION
    return Action.Origin.MINUTES if hasattr(document, "minutes") else Action.Origin.UNDERTAKING


class ActionChange(VisibleMixin, ActionFormPage):
    """Changes what is on record of an action; its state has verbs of its own."""

    def dispatch(self, request, *args, **kwargs):
        """The record stays locked from the comparison of versions to the writing."""
        with transaction.atomic():
            rows = Action.objects.editable_by(request.user)
            if request.method == "POST":
                rows = rows.select_for_update(of=("self",))
            self.action = get_object_or_404(rows, reference=kwargs["reference"])
            return super().dispatch(request, *args, **kwargs)

    done = _("Saved.")

    def do(self, form):
        return actions.change_action(action=form.instance, by=self.request.user, why=form.cleaned_data["why"])

    def get_context_data(self, **kwargs):
        return super().get_context_data(title=gettext("Change the action"), action=self.action, **kwargs)


class ActionVerb(VisibleMixin, SingleObjectMixin, DocumentFormView):
    """A page that does something to an action; to whoever may not, it does not exist."""

    model = Action
    slug_field = slug_url_kwarg = "reference"
    template_name = "logistics/follow_up/verb.html"
    is_for_editors = True
    is_of_closed = False

    def get_queryset(self):
        user = self.request.user
        rows = Action.objects.editable_by(user) if self.is_for_editors else at_work(user)
        return rows.for_display()

    def dispatch(self, request, *args, **kwargs):
        self.object = self.get_object()
        if self.object.is_open == self.is_of_closed and request.method != "POST":
            return redirect(self.object)
        return super().dispatch(request, *args, **kwargs)

    def get_success_url(self):
        return self.object.get_absolute_url()

    def get_context_data(self, **kwargs):
        return super().get_context_data(title=self.title, submit=self.submit, intro=self.intro, **kwargs)


class EvidenceVerb(ActionVerb):
    """Says what was done, and may show it."""

    form_class = EvidenceForm
    is_for_editors = False

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def do(self, form):
        given = {"text": form.cleaned_data["text"], "evidence": form.evidence}
        type(self).verb(action=self.object, by=self.request.user, **given)


class ActionProgress(EvidenceVerb):
    """How far it is."""

    verb = staticmethod(actions.update_action)
    title, submit, done = _("Report progress"), _("Report"), _("Your report is on the page of the action.")
    intro = ""


class ActionPropose(EvidenceVerb):
    """The owner says that there is nothing left to do."""

    verb = staticmethod(actions.propose_closing)
    title, submit = _("Propose to close the action"), _("Propose")
    done = _("The closing is proposed. Whoever leads the body, or the secretariat, decides.")
    intro = _("Say what was done, or why it falls away, and add the document that shows it. One of the two is enough.")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"needs_text": False}


class ActionClose(ActionVerb):
    """Closes an action with a document, a decision or a reason."""

    form_class = CloseForm
    title, submit, done = _("Close the action"), _("Close"), _("The action is closed.")
    intro = _("An action is closed with a document, a decision or a reason. It can be reopened.")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_initial(self):
        """The document that the owner showed last."""
        known = Document.objects.visible_to(self.request.user).filter(pk__in=self.object.evidence.values("document"))
        shown = known.order_by("-pk").first()
        return {"document": shown.reference if shown else ""}

    def do(self, form):
        actions.close_action(action=self.object, by=self.request.user, **form.cleaned_data)


class ActionReturn(ActionVerb):
    """Gives a proposed closing back."""

    form_class = ReasonForm
    title, submit, done = _("Not yet closed"), _("Give it back"), _("The owner sees what is missing.")
    intro = _("Say what is missing. The action stays open.")

    def do(self, form):
        actions.return_proposal(action=self.object, text=form.cleaned_data["reason"], by=self.request.user)


class ActionReopen(ActionVerb):
    """Takes up a closed action again."""

    form_class = ReasonForm
    is_of_closed = True
    title, submit, done = _("Reopen the action"), _("Reopen"), _("The action is open again.")
    intro = _("How it had been closed stays on its page.")

    def do(self, form):
        actions.reopen_action(action=self.object, reason=form.cleaned_data["reason"], by=self.request.user)


@method_decorator([login_not_required, never_cache, csrf_exempt], name="dispatch")
class DigestLeave(TemplateView):
    """The link at the end of the weekly mail. Opening it changes nothing, so that a mail scanner cannot stop the mails; the
    button does. The token is the permission, so that a mail program may post to it, too (RFC 8058)."""

    template_name = "logistics/follow_up/digest.html"

    def dispatch(self, request, *args, **kwargs):
        self.person = of_token(kwargs["token"])
        if self.person is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        choose(person=self.person, is_wanted="again" in request.POST)
        return self.get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            title=gettext("The weekly mail about actions"), is_wanted=wants(self.person), **kwargs
        )
