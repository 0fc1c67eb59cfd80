"""Pages of the bank of answers."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import DetailView, TemplateView, View

from asm_portal.editing import Difference
from asm_portal.searching.spelling import suggestion
from asm_portal.visibility import standing_of
from communications.enquiries import bank
from communications.enquiries.bank import content_of, flagged, lapsed
from communications.enquiries.drafting import last_draft
from communications.enquiries.finding import BankResults
from communications.enquiries.forms import BankForm
from communications.enquiries.stages import MAY_BE_DRAFTED, with_stage
from communications.enquiries.verbs import EnquiryVerb, RefusableForm
from communications.enquiries.views import ForEnquiries
from communications.models import BankedAnswer, BankedAnswerCitation, Enquiry
from knowledge.deciding import DecideForm, Side
from knowledge.models import Document
from knowledge.text_approvals import digest

State = BankedAnswer.State


class AnswerList(ForEnquiries, TemplateView):
    """Searches the bank by words, language and state."""

    template_name = "communications/enquiries/bank/list.html"

    def get_context_data(self, **kwargs):
        results = BankResults(self.request.GET, self.request.user)
        paginator = results.page.paginator
        found = ngettext("%(count)s answer", "%(count)s answers", paginator.count) % {"count": paginator.shown_count}
        return super().get_context_data(
            title=_("Bank of answers"),
            results=results,
            query=results.text,
            page_obj=results.page,
            facets=results.facets,
            found=found,
            suggestion=suggestion(results),
            **kwargs,
        )


class AnswerMixin(ForEnquiries):
    """A page about an answer of the bank."""

    model = BankedAnswer
    slug_field = slug_url_kwarg = "reference"

    def get_queryset(self):
        rows = BankedAnswer.objects.visible_to(self.request.user)
        return flagged(rows, self.request.user).select_related("reply__enquiry", "approval")


def cited(answer, reader):
    """(document, whether it holds no more) of each that the answer rests on, as the reader may know of them."""
    rows = BankedAnswerCitation.objects.visible_to(reader).filter(answer=answer)
    documents = Document.objects.visible_to(reader).filter(pk__in=rows.values("document")).prefetch_related("titles")
    gone = set(lapsed(reader).filter(pk__in=rows.values("document")).values_list("pk", flat=True))
    return [(document, document.pk in gone) for document in documents]


class AnswerDetail(AnswerMixin, DetailView):
    """An answer of the bank, what it rests on, and where it may be used."""

    context_object_name = "answer"
    template_name = "communications/enquiries/bank/detail.html"

    def get_context_data(self, **kwargs):
        standing, answer = standing_of(self.request.user), self.object
        is_ready = standing.secretariat and answer.state == State.APPROVED
        waiting = with_stage(Enquiry.objects.visible_to(self.request.user)).filter(
            stage__in=MAY_BE_DRAFTED, language=answer.language
        )
        return super().get_context_data(
            title=str(answer),
            cited=cited(answer, self.request.user),
            may_change=standing.secretariat and answer.state != State.RETIRED,
            decides=standing.decides_for_chair and answer.state == State.SUBMITTED,
            waiting=waiting.order_by("waiting_since")[:10] if is_ready else [],
            **kwargs,
        )


class BankFormPage(RefusableForm):
    """The form of an answer of the bank."""

    form_class = BankForm
    template_name = "communications/enquiries/bank/form.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_success_url(self):
        return self.answer.get_absolute_url()


class EnquiryBank(BankFormPage, EnquiryVerb):
    """Puts the last answer to an enquiry into the bank, without names."""

    title = gettext_lazy("Put the answer into the bank")
    done = gettext_lazy("The answer is in the bank. It can be used once the Chair’s office has approved it.")

    def get_initial(self):
        return {"question": self.enquiry.question, "text": self.last_reply().text, "seen": 0}

    def last_reply(self):
        reply = self.enquiry.replies.select_related("approval").last()
        if reply is None:
            raise Http404
        return reply

    def do(self, form):
        given = form.cleaned_data
        del given["seen"]
        self.answer = bank.bank_reply(reply=self.last_reply(), by=self.request.user, **given)


class AnswerChange(BankFormPage):
    """Changes an answer of the bank, which goes before the Chair's office again."""

    done = gettext_lazy("Saved. It can be used once the Chair’s office has approved it.")

    def dispatch(self, request, *args, **kwargs):
        rows = BankedAnswer.objects.editable_by(request.user).exclude(state=State.RETIRED)
        self.answer = get_object_or_404(rows, reference=kwargs["reference"])
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        answer, documents = self.answer, cited(self.answer, self.request.user)
        return {
            "question": answer.question, "text": answer.text, "seen": answer.version,
            "documents": "\n".join(document.reference for document, _gone in documents),
        }  # fmt: skip

    def do(self, form):
        self.answer = bank.change_answer(answer=self.answer, by=self.request.user, **form.cleaned_data)

    def refuse(self, form, refusal):
        """After a conflict, both versions are shown; saving again replaces the other one."""
        super().refuse(form, refusal)
        now = BankedAnswer.objects.get(pk=self.answer.pk)
        if str(now.version) != str(form.cleaned_data["seen"]):
            form.data = form.data.copy()
            form.data["seen"] = str(now.version)
            self.extra_context = {
                "differences": [
                    Difference(form.fields[name].label, form.data[name], getattr(now, name))
                    for name in ("question", "text")
                    if form.data[name] != getattr(now, name)
                ]
            }

    def get_context_data(self, **kwargs):
        return super().get_context_data(title=_("Change an answer of the bank"), answer=self.answer, **kwargs)


class AnswerDecide(RefusableForm):
    """Where the Chair's office approves an answer for the bank, or gives it back."""

    form_class = DecideForm
    template_name = "communications/enquiries/bank/decide.html"

    def dispatch(self, request, *args, **kwargs):
        rows = BankedAnswer.objects.visible_to(request.user).before_the_chair()
        if not standing_of(request.user).decides_for_chair:
            rows = rows.none()
        self.answer = get_object_or_404(rows, reference=kwargs["reference"])
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        return {"seen": digest(content_of(self.answer))}

    def do(self, form):
        given, user = form.cleaned_data, self.request.user
        if form.is_return:
            bank.return_answer(answer=self.answer, seen=given["seen"], remark=given["remark"], by=user)
            self.done = _("Given back. The secretariat has your remark.")
        else:
            bank.approve_answer(answer=self.answer, seen=given["seen"], by=user)
            self.done = _("Approved for the bank. Each use comes before you again.")

    def refuse(self, form, refusal):
        super().refuse(form, refusal)
        self.answer.refresh_from_db()
        form.data = form.data.copy()
        form.data["seen"] = self.get_initial()["seen"]

    def get_success_url(self):
        return self.answer.get_absolute_url()

    def get_context_data(self, **kwargs):
        answer = self.answer
        sides = [Side(language=answer.language, title=_("The answer, word for word"), body=answer.text)]
        return super().get_context_data(
            title=_("An answer for the bank"),
            answer=answer,
            sides=sides,
            cited=cited(answer, self.request.user),
            **kwargs,
        )


class AnswerRetire(View):
    """The button that takes an answer out of the bank."""

    http_method_names = ["post"]

    def post(self, request, reference):
        answer = get_object_or_404(BankedAnswer.objects.editable_by(request.user), reference=reference)
        bank.retire_answer(answer=answer, by=request.user)
        messages.success(request, _("The answer is out of the bank."))
        return redirect(answer)


class EnquiryUse(View):
    """The button that makes an answer of the bank the next draft of the answer to an enquiry."""

    http_method_names = ["post"]

    def post(self, request, reference):
        enquiry = get_object_or_404(Enquiry.objects.editable_by(request.user), reference=reference)
        rows = BankedAnswer.objects.visible_to(request.user)
        answer = get_object_or_404(rows, reference__in=[request.POST.get("answer", "").replace("\0", "")])
        last = last_draft(enquiry)
        try:
            bank.draft_from(answer=answer, enquiry=enquiry, seen=last.number if last else 0, by=request.user)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, _("The draft is made. Look it through, then submit it to the Chair’s office."))
        return redirect(enquiry)
