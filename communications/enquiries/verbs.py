"""Pages by which staff work on an enquiry; to everybody else they do not exist."""

from datetime import UTC, datetime, time

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from asm_portal.dated import today
from asm_portal.visibility import standing_of
from communications.enquiries import addressing, closing, drafting, filing, sending
from communications.enquiries.drafting import last_draft
from communications.enquiries.forms import (
    AddressForm,
    CloseForm,
    FilingForm,
    InstructionForm,
    NoteForm,
    SeenForm,
    SentForm,
)
from communications.models import Enquiry


class RefusableForm(FormView):
    """A form that does something, in `do(form)`; what is refused is said at its field, and nothing typed is lost."""

    done = ""

    def form_valid(self, form):
        try:
            with transaction.atomic():
                self.do(form)
        except ValidationError as refusal:
            self.refuse(form, refusal)
            return self.form_invalid(form)
        messages.success(self.request, self.done)
        return redirect(self.get_success_url())

    def refuse(self, form, refusal):
        """Say the reason at the field it is about, at the top of the form where it has none."""
        by_field = refusal.message_dict if hasattr(refusal, "error_dict") else {None: refusal.messages}
        for name, reasons in by_field.items():
            form.add_error(name if name in form.fields else None, reasons)


class EnquiryFile(RefusableForm):
    """Files a call, a letter or a mail."""

    form_class = FilingForm
    template_name = "communications/enquiries/file.html"
    extra_context = {"title": gettext_lazy("File an enquiry")}
    done = gettext_lazy("The enquiry is filed.")

    def dispatch(self, request, *args, **kwargs):
        if not standing_of(request.user).secretariat:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def do(self, form):
        self.enquiry = form.save(self.request.user)

    def get_success_url(self):
        return self.enquiry.get_absolute_url()


class EnquiryVerb(RefusableForm):
    """A page that does something to the enquiry of the address."""

    template_name = "communications/enquiries/verb.html"
    title = submit = intro = ""

    def rows(self, user):
        """The enquiries that the reader may do it to."""
        return Enquiry.objects.editable_by(user)

    def dispatch(self, request, *args, **kwargs):
        rows = self.rows(request.user).select_related("enquirer")
        self.enquiry = get_object_or_404(rows, reference=kwargs["reference"])
        return super().dispatch(request, *args, **kwargs)

    def get_success_url(self):
        return self.enquiry.get_absolute_url()

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            **{"title": self.title, "submit": self.submit, "intro": self.intro, "enquiry": self.enquiry} | kwargs
        )


class ButtonVerb(EnquiryVerb):
    """A page with a button and nothing to fill in."""

    def get_form(self, form_class=None):
        return None

    def post(self, request, *args, **kwargs):
        try:
            self.do()
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect(self.enquiry)
        messages.success(request, self.done)
        return redirect(self.get_success_url())


class EnquiryDraft(EnquiryVerb):
    """Keeps a version of the answer; the button “submit” puts it before the Chair’s office."""

    form_class = SeenForm
    template_name = "communications/enquiries/draft.html"
    title = gettext_lazy("Draft the answer")

    def get_initial(self):
        last = last_draft(self.enquiry)
        return {"text": last.text if last else "", "seen": last.number if last else 0}

    def do(self, form):
        given, user = form.cleaned_data, self.request.user
        drafting.draft_reply(enquiry=self.enquiry, text=given["text"], seen=given["seen"], by=user)
        self.done = _("The draft is kept.")
        if "submit" in self.request.POST:
            drafting.submit_reply(enquiry=self.enquiry, by=user)
            self.done = _("The draft is before the Chair’s office.")

    def refuse(self, form, refusal):
        super().refuse(form, refusal)
        form.meet(refusal, last_draft(self.enquiry), self.request.user)


class EnquiryInstruction(EnquiryVerb):
    """Notes what the Chair asked for."""

    form_class = InstructionForm
    title, submit = gettext_lazy("Record the Chair’s instruction"), gettext_lazy("Record")
    intro = gettext_lazy(
        "An answer is drafted once the Chair’s office has asked for it. It can say so on the portal itself; what it said"
        " otherwise is noted here."
    )
    done = gettext_lazy("The instruction is recorded. You can draft now.")

    def get_initial(self):
        return {"given_on": today()}

    def do(self, form):
        drafting.record_instruction(enquiry=self.enquiry, by=self.request.user, **form.cleaned_data)


class EnquiryNote(EnquiryVerb):
    """Notes something for the others of the secretariat."""

    form_class = NoteForm
    title, submit = gettext_lazy("Internal note"), gettext_lazy("Keep the note")
    intro = gettext_lazy("For the secretariat alone: the Chair’s office does not read it.")
    done = gettext_lazy("The note is kept.")

    def do(self, form):
        filing.add_note(enquiry=self.enquiry, text=form.cleaned_data["note"], by=self.request.user)


class EnquiryAddress(EnquiryVerb):
    """Corrects the address of whoever asked; mail that did not reach them goes to the new one."""

    form_class = AddressForm
    title, submit = gettext_lazy("Correct the e-mail address"), gettext_lazy("Correct it")
    intro = gettext_lazy(
        "For an address that was written down wrong. Mail that failed or came back goes to the new address at once."
    )
    done = gettext_lazy("The address is corrected.")

    def rows(self, user):
        return super().rows(user).exclude(enquirer=None).exclude(enquirer__email="")

    def get_initial(self):
        return {"email": self.enquiry.enquirer.email}

    def do(self, form):
        addressing.correct_address(enquiry=self.enquiry, email=form.cleaned_data["email"], by=self.request.user)


class EnquirySent(EnquiryVerb):
    """Notes that the approved answer was given another way than by the portal; the Chair’s office may do so, too."""

    form_class = SentForm
    title, submit = gettext_lazy("Note that the answer was given"), gettext_lazy("Note it")
    intro = gettext_lazy(
        "For an answer that was read over the telephone, posted, or sent by the Chair’s office itself."
    )
    done = gettext_lazy("Noted. The enquiry is answered.")

    def rows(self, user):
        is_of_chair = standing_of(user).decides_for_chair
        return Enquiry.objects.visible_to(user) if is_of_chair else super().rows(user)

    def get_initial(self):
        return {"on": today()}

    def do(self, form):
        channel, day = form.cleaned_data["channel"], form.cleaned_data["on"]
        at = None if day == today() else datetime.combine(day, time(12), UTC)
        sending.note_sent(enquiry=self.enquiry, channel=channel, at=at, by=self.request.user)


class EnquiryClose(EnquiryVerb):
    """Closes an enquiry without an answer."""

    form_class = CloseForm
    title, submit = gettext_lazy("Close without an answer"), gettext_lazy("Close")
    intro = gettext_lazy("Nothing is sent. Whoever asked sees on their page that the question is closed.")
    done = gettext_lazy("The enquiry is closed.")

    def do(self, form):
        closing.close_enquiry(enquiry=self.enquiry, by=self.request.user, **form.cleaned_data)


class EnquiryConvert(ButtonVerb):
    """Hands an enquiry on as a request for assistance."""

    title, submit = gettext_lazy("Take over as a request for assistance"), gettext_lazy("Take over")
    intro = gettext_lazy(
        "Somebody who asks for training, data, technical support or research gets no reply from the Chair: the request is"
        " passed to the bodies of the Process. Whoever asked sees on their page that it was taken over."
    )

    def do(self):
        taken = closing.convert(enquiry=self.enquiry, by=self.request.user)
        self.done = _("Taken over as %(reference)s.") % {"reference": taken.reference}


class EnquiryReopen(ButtonVerb):
    """Takes up a closed enquiry again."""

    title, submit = gettext_lazy("Take up again"), gettext_lazy("Take up again")
    intro = gettext_lazy("The enquiry is open again, and needs another answer that the Chair’s office approves.")
    done = gettext_lazy("The enquiry is open again.")

    def do(self):
        closing.reopen(enquiry=self.enquiry, by=self.request.user)


class EnquiryRead(ButtonVerb):
    """Notes that the later messages were read."""

    title, submit = gettext_lazy("Later messages"), gettext_lazy("I have read them")
    done = gettext_lazy("The messages are marked as read.")

    def do(self):
        filing.read_messages(enquiry=self.enquiry)

    def get_success_url(self):
        return f"{reverse('communications:enquiry-detail', args=[self.enquiry.reference])}#messages"
