"""Pages of those who lead a written procedure: its editors, and the Chair who declares the outcome."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from asm_portal.access import VisibleMixin
from asm_portal.editing import differences
from communications.models import WrittenProcedure
from communications.procedures import actions
from communications.procedures.deciding import record_decision
from communications.procedures.forms import DecisionForm, DeclareForm, ExtendForm, ProcedureForm, PutForm, WithdrawForm
from communications.procedures.pinned import pinned
from communications.procedures.rights import bodies_of, chair_seat
from communications.procedures.tally import last_day
from communications.procedures.views import ProcedureVerb
from knowledge.models import Document

State = WrittenProcedure.State


class ProcedureFormPage(VisibleMixin, FormView):
    """A form with which a procedure is prepared; two who save at once find out."""

    form_class = ProcedureForm
    template_name = "communications/procedures/form.html"
    procedure = None

    def get_form_kwargs(self):
        user = self.request.user
        return super().get_form_kwargs() | {"instance": self.procedure, "user": user, "bodies": bodies_of(user)}

    def form_valid(self, form):
        try:
            with transaction.atomic():
                procedure = actions.prepare(procedure=form.instance, by=self.request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
            return self.form_invalid(form)
        messages.success(self.request, _("Saved. Nobody but its editors sees it until it is put to the members."))
        return redirect(procedure)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(procedure=self.procedure, **kwargs)
        form = context["form"]
        return context | {"differences": differences(form) if form.is_conflict else ()}


class ProcedureNew(ProcedureFormPage):
    """Prepares a procedure, of a body (`?body=`) or on a document (`?document=`)."""

    def dispatch(self, request, *args, **kwargs):
        if not bodies_of(request.user).exists():
            raise Http404
        self.procedure = WrittenProcedure()
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        asked = {name: self.request.GET.get(name, "") for name in ("body", "document")}
        asked = {name: value for name, value in asked.items() if value.isprintable() and value}
        document = Document.objects.visible_to(self.request.user).filter(reference=asked.get("document", "")).first()
        bodies = bodies_of(self.request.user)
        body = bodies.filter(code=asked.get("body", "")).first() or self.only(bodies, document)
        return {"document": document.reference if document else "", "body": body and body.pk}

    def only(self, bodies, document):
        """The body that issued the document, or the only one there is to choose."""
        issuing = bodies.filter(pk=document.issuing_body_id).first() if document else None
        found = list(bodies[:2])
        return issuing or (found[0] if len(found) == 1 else None)

    def get_context_data(self, **kwargs):
        return super().get_context_data(title=_("Prepare a written procedure"), **kwargs)


class ProcedureEdit(ProcedureFormPage):
    """Changes a draft; once it is put to the members there is nothing to change."""

    def dispatch(self, request, *args, **kwargs):
        """The record stays locked from the comparison of versions to the writing."""
        with transaction.atomic():
            rows = WrittenProcedure.objects.editable_by(request.user).filter(withdrawn_at=None)
            if request.method == "POST":
                rows = rows.select_for_update(of=("self",))
            self.procedure = get_object_or_404(rows, reference=kwargs["reference"])
            if self.procedure.put_at and request.method != "POST":
                return redirect(self.procedure)
            return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(title=_("Change the draft"), **kwargs)


class EditorsVerb(ProcedureVerb):
    """A verb of those who may change the procedure."""

    def get_queryset(self):
        return super().get_queryset().editable_by(self.request.user)


class ProcedurePut(EditorsVerb):
    """Shows what will be asked of whom, and puts it to them."""

    form_class = PutForm
    states = (State.DRAFT,)
    template_name = "communications/procedures/put.html"
    title, submit = _("Put it to the members"), _("Put it to them")
    done = _("It is put to the members. Everyone gets one mail when it opens.")

    def get_initial(self):
        return {"seen": self.object.version}

    def do(self, form):
        actions.put(procedure=self.object, by=self.request.user, **form.cleaned_data)

    def get_context_data(self, **kwargs):
        return super().get_context_data(text=pinned(self.object, self.request.user), **kwargs)


class ProcedureExtend(EditorsVerb):
    """Gives more time."""

    form_class = ExtendForm
    states = (State.ANNOUNCED, State.RUNNING, State.STOPPED)
    title, submit, done = _("Extend the time"), _("Extend"), _("The time is extended. Everyone gets one mail.")
    intro = _("A deadline is never shortened, and one that has passed is not moved any more.")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"procedure": self.object}

    def do(self, form):
        given = form.cleaned_data
        actions.extend(
            procedure=self.object, closes_at=given["closes_at"], reason=given["reason"], by=self.request.user
        )


class ProcedureWithdraw(EditorsVerb):
    """Takes the question back."""

    form_class = WithdrawForm
    states = (State.DRAFT, State.ANNOUNCED, State.RUNNING, State.STOPPED, State.CLOSED)
    is_grave = True
    title, submit, done = _("Withdraw the procedure"), _("Withdraw"), _("The procedure is withdrawn.")
    intro = _("It ends without an outcome. Its page stays, with the reason and with what was said.")

    def do(self, form):
        actions.withdraw(procedure=self.object, reason=form.cleaned_data["reason"], by=self.request.user)


class ProcedureDeclare(ProcedureVerb):
    """The Chair declares the outcome; to everybody else the page does not exist."""

    form_class = DeclareForm
    states = (State.CLOSED, State.STOPPED)
    template_name = "communications/procedures/declare.html"
    title, submit, done = _("Declare the outcome"), _("Declare"), _("The outcome is declared. Everyone gets one mail.")

    @cached_property
    def seat(self):
        return chair_seat(self.object, self.request.user)

    def may(self, user):
        return self.seat is not None

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"tally": self.tally}

    def do(self, form):
        actions.declare(procedure=self.object, office=self.seat, by=self.request.user, **form.cleaned_data)


class ProcedureDecision(EditorsVerb):
    """Makes the decision on record of what was adopted."""

    form_class = DecisionForm
    states = (State.ADOPTED,)
    title, submit, done = _("Make the decision record"), _("File the decision"), _("The decision is on record.")
    intro = _("The text that was adopted becomes a final document, for those who could read it here.")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_initial(self):
        """The titles of the text, and the last day of the procedure in UTC."""
        titles = {row.language: row.title for row in self.object.document.titles.all()}
        last = last_day(self.object)
        return {f"title_{code}": titles.get(code, "") for code in ("en", "fr")} | {
            "adopted_on": last,
            "in_force_from": last,
        }

    def get(self, request, *args, **kwargs):
        """Back to the procedure where it is on record already."""
        return redirect(self.object) if self.object.decision_id else super().get(request, *args, **kwargs)

    def do(self, form):
        given = dict(form.cleaned_data)
        titles = {code: given.pop(f"title_{code}") for code in ("en", "fr")}
        record_decision(procedure=self.object, titles=titles, by=self.request.user, **given)
