"""The letter for a visa, in English and French, for the host to sign: made when it is asked for, not kept, and logged."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from asm_portal.dated import today
from asm_portal.templatetags.portal import date_words
from asm_portal.typesetting import pdf
from logistics.models import DelegateTravel
from logistics.registration.actions import give_letter
from logistics.registration.pages import DelegationMixin

LANGUAGES = ("en", "fr")
WITHOUT_HOST = gettext_lazy("the host")


def letter(travel):
    """The PDF of the letter for a delegate who needs one."""
    pages = [page(travel, language) for language in LANGUAGES]
    return pdf("visa_letter", {"title": pages[0]["title"], "footer": "", "pages": pages}, language=LANGUAGES[0])


def page(travel, language):
    """What the letter says in a language."""
    delegate = travel.delegate
    meeting, organisation = delegate.delegation.registration.meeting, delegate.delegation.organisation
    with translation.override(language):
        host = meeting.host.name_on(language=language) if meeting.host else str(WITHOUT_HOST)
        sent_by = organisation.name_on(language=language) if organisation else delegate.affiliation
        words = {"name": travel.passport_name, "meeting": meeting.name, "days": meeting.days, "city": meeting.city}
        where = _("%(meeting)s, %(days)s, %(city)s") if meeting.city else _("%(meeting)s, %(days)s")
        return {
            "language": language,
            "title": _("Letter in support of a visa application"),
            "reference": f"{delegate.delegation.reference} · {meeting.reference}",
            "date": date_words(today()),
            "to": _("To the embassy or consulate concerned"),
            "confirmed": _("The following person is nominated to attend a meeting of the Kimberley Process:"),
            "facts": [
                [_("Name, as in the passport"), travel.passport_name],
                [_("Function"), delegate.function],
                [_("Nominated by"), sent_by],
                [_("Meeting"), where % words],
                *([[_("Arrival"), date_words(travel.arrives_on)]] if travel.arrives_on else []),
                *([[_("Departure"), date_words(travel.departs_on)]] if travel.departs_on else []),
            ],
            "request": _(
                "%(host)s, which hosts the meeting, would be grateful for any help with the visa needed to attend it."
            )
            % {"host": host[:1].upper() + host[1:]},
            "signed": _("For the host: %(host)s") % {"host": host},
            "lines": [_("Name and function"), _("Signature and stamp"), _("Place and date")],
        }


class VisaLetterView(DelegationMixin, View):
    """The letter, for those who may know how the delegate travels."""

    def get(self, request, *args, **kwargs):
        travel = get_object_or_404(
            DelegateTravel.objects.visible_to(request.user).filter(needs_visa_letter=True, delegate__withdrawn_at=None),
            delegate__delegation=self.delegation,
            delegate=self.kwargs["pk"],
        )
        travel.delegate.delegation = self.delegation
        made = letter(travel)
        give_letter(delegate=travel.delegate, by=request.user)
        name = f"{self.delegation.reference}-visa-letter-{travel.delegate_id}.pdf"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(made, content_type="application/pdf", headers=headers)
