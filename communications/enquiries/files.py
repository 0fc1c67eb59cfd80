"""An approved answer as a file, for the Chair to send, to read aloud or to post: exactly the approved text."""

from email.message import EmailMessage
from email.policy import SMTP

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.generic import View

from asm_portal.languages import interface_language
from asm_portal.templatetags.portal import date_words
from asm_portal.typesetting import pdf
from communications.enquiries.drafting import last_draft
from communications.enquiries.views import ForEnquiries
from communications.models import Enquiry

TEXT, PDF, MAIL = "text/plain", "application/pdf", "message/rfc822"


def subject_of(enquiry):
    """What the answer is about, in the language that is active."""
    return _("Your question to the Kimberley Process, %(reference)s") % {"reference": enquiry.reference}


def as_text(enquiry, text):
    return text.encode()


def as_mail(enquiry, text):
    """A mail to be opened, looked through and sent by a mail program."""
    message = EmailMessage(policy=SMTP)
    message["Subject"], message["X-Unsent"] = subject_of(enquiry), "1"
    if enquiry.asker and enquiry.asker.email:
        message["To"] = enquiry.asker.email
    message.set_content(text)
    return message.as_bytes()


def as_pdf(enquiry, text):
    """A letter with room for the signature."""
    asker = enquiry.asker
    given = {
        "title": subject_of(enquiry),
        "to": [line for line in (asker.name, asker.outlet, asker.reached_at) if line] if asker else [],
        "asked": _("You asked on %(day)s.") % {"day": date_words(enquiry.received_at)},
        "paragraphs": [paragraph.splitlines() for paragraph in text.split("\n\n")],
        "signed": _("For the KP Chair"),
        "footer": enquiry.reference,
    }
    return pdf("enquiry_reply", given, language=enquiry.language)


FORMATS = {"txt": (as_text, f"{TEXT}; charset=utf-8"), "pdf": (as_pdf, PDF), "eml": (as_mail, MAIL)}


class ReplyFile(ForEnquiries, View):
    """The approved answer as a text, a letter or a mail; a draft is not given out."""

    def get(self, request, reference, extension):
        enquiry = get_object_or_404(
            Enquiry.objects.visible_to(request.user).select_related("enquirer"), reference=reference
        )
        draft = last_draft(enquiry)
        if draft is None or draft.approval is None or extension not in FORMATS:
            raise Http404
        make, content_type = FORMATS[extension]
        with translation.override(interface_language(enquiry.language)):
            content = make(enquiry, draft.approval.content.replace("\r\n", "\n"))
        name = f"{enquiry.reference}.{extension}"
        return HttpResponse(
            content, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
        )
