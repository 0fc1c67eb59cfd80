"""The light pages of the Chair's office, fit for a phone: ask for a draft, approve it, return it, or answer in its own words; and
the instructions that stand for a kind of enquiry."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from asm_portal.dated import today
from asm_portal.visibility import standing_of
from communications.enquiries import deciding, drafting
from communications.enquiries.drafting import last_draft
from communications.enquiries.forms import AnswerForm, AskForm, ReplyDecideForm, StandingForm
from communications.enquiries.record import record_of
from communications.enquiries.stages import Stage, with_stage
from communications.enquiries.verbs import RefusableForm
from communications.enquiries.views import ForEnquiries
from communications.models import ChairInstruction, Enquiry
from knowledge.deciding import Side
from knowledge.text_approvals import digest


class DecidesMixin:
    """A page of the Chair's office about the enquiry of the address."""

    def dispatch(self, request, *args, **kwargs):
        rows = with_stage(Enquiry.objects.visible_to(request.user)).select_related("enquirer")
        if not standing_of(request.user).decides_for_chair:
            rows = rows.none()
        self.enquiry = get_object_or_404(rows, reference=kwargs["reference"])
        return super().dispatch(request, *args, **kwargs)

    @property
    def is_waiting(self):
        return self.enquiry.stage == Stage.DECIDING

    def get_success_url(self):
        return self.enquiry.get_absolute_url()


class EnquiryDecide(DecidesMixin, RefusableForm):
    """The question, the draft and three buttons; before there is a draft, the button that asks for one."""

    template_name = "communications/enquiries/decide.html"

    @cached_property
    def draft(self):
        """The draft that waits for the decision, if one does."""
        return last_draft(self.enquiry) if self.is_waiting else None

    def get_form_class(self):
        return AskForm if self.enquiry.stage == Stage.UNINSTRUCTED else ReplyDecideForm

    def get_initial(self):
        return {"seen": digest(self.draft.text)} if self.draft else {}

    def do(self, form):
        verb = self.ask if isinstance(form, AskForm) else self.give_back if form.is_return else self.approve
        verb(form.cleaned_data)

    def ask(self, given):
        kind = {"kind": self.enquiry.kind} if given["is_standing"] else {"enquiry": self.enquiry}
        words = given["words"] or _("Please draft an answer.")
        drafting.record_instruction(words=words, by=self.request.user, **kind)
        self.done = _("The secretariat drafts an answer. You get a mail once it waits for you.")

    def approve(self, given):
        draft = deciding.approve_reply(
            enquiry=self.enquiry, seen=given["seen"], sends_itself=given["sends_itself"], by=self.request.user
        )
        self.done = said(draft)

    def give_back(self, given):
        deciding.return_reply(enquiry=self.enquiry, seen=given["seen"], remark=given["remark"], by=self.request.user)
        self.done = _("Given back. The secretariat has your remark.")

    def refuse(self, form, refusal):
        """The page as things stand now, with what was typed and the reason."""
        super().refuse(form, refusal)
        self.enquiry = with_stage(Enquiry.objects.select_related("enquirer")).get(pk=self.enquiry.pk)
        del self.draft
        form.data = form.data.copy()
        form.data["seen"] = self.get_initial().get("seen", "")

    def get_context_data(self, **kwargs):
        enquiry = self.enquiry
        draft = self.draft
        return super().get_context_data(
            title=_("Enquiry %(reference)s") % {"reference": enquiry.reference},
            enquiry=enquiry,
            record=record_of(enquiry, self.request.user),
            draft=draft,
            sides=[Side(language=enquiry.language, title=_("The answer, word for word"), body=draft.text)]
            if draft
            else [],
            **kwargs,
        )


def said(draft):
    """What became of an approved answer, in a sentence."""
    if draft.sends_itself:
        return _("Approved. Take the text from this page, and note here once you have sent it.")
    if draft.enquiry.is_open:
        return _("Approved. The secretariat reads it to the person or posts it.")
    return _("Approved. The answer is on its way, in the Chair’s name.")


class EnquiryAnswer(DecidesMixin, RefusableForm):
    """The Chair's office writes the answer, which is approved thereby."""

    form_class = AnswerForm
    template_name = "communications/enquiries/answer.html"

    def get_initial(self):
        last = last_draft(self.enquiry)
        return {"text": last.text if self.is_waiting else "", "seen": last.number if last else 0}

    def do(self, form):
        draft = deciding.answer_instead(enquiry=self.enquiry, by=self.request.user, **form.cleaned_data)
        self.done = said(draft)

    def refuse(self, form, refusal):
        super().refuse(form, refusal)
        form.meet(refusal, last_draft(self.enquiry), self.request.user)

    def get_context_data(self, **kwargs):
        return super().get_context_data(title=_("Answer in your own words"), enquiry=self.enquiry, **kwargs)


class StandingInstructions(ForEnquiries, RefusableForm):
    """The instructions that stand for a kind of enquiry, and the form that records one."""

    form_class = StandingForm
    template_name = "communications/enquiries/instructions.html"
    success_url = reverse_lazy("communications:enquiry-instructions")
    extra_context = {"title": gettext_lazy("Standing instructions of the Chair")}
    done = gettext_lazy("The instruction is recorded.")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"is_own": standing_of(self.request.user).decides_for_chair}

    def get_initial(self):
        return {"given_on": today()}

    def do(self, form):
        drafting.record_instruction(by=self.request.user, **form.cleaned_data)

    def get_context_data(self, **kwargs):
        rows = ChairInstruction.objects.visible_to(self.request.user).filter(enquiry=None).select_related("by__person")
        in_force = set(ChairInstruction.objects.in_force().filter(enquiry=None).values_list("pk", flat=True))
        return super().get_context_data(instructions=[(row, row.pk in in_force) for row in rows], **kwargs)


class InstructionEnd(ForEnquiries, View):
    """The button that ends a standing instruction."""

    http_method_names = ["post"]

    def post(self, request, pk):
        rows = ChairInstruction.objects.visible_to(request.user).filter(enquiry=None)
        drafting.end_instruction(instruction=get_object_or_404(rows, pk=pk), by=request.user)
        messages.success(request, _("The instruction has ended."))
        return redirect("communications:enquiry-instructions")
