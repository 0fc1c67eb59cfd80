"""The list of participants: names, functions and organisations, and nothing else of a delegation; as a page, PDF and CSV."""

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from asm_portal.dated import today
from asm_portal.exports import download, sheet
from asm_portal.register import alphabetical
from asm_portal.templatetags.portal import date_words
from asm_portal.typesetting import pdf
from asm_portal.visibility import standing_of
from logistics.models import Delegate, Registration
from logistics.registration.eligible import PARTS, by_part, eligible
from logistics.registration.pages import RegistrationMixin


@dataclass(frozen=True)
class Sent:
    """An organisation with those it sends, the head first; a guest alone, by the organisation that they name."""

    part: str
    code: str
    name: str
    delegates: tuple[Delegate, ...]


def participants(registration, user):
    """The delegations as the list tells them to the reader: by part, alphabetical in the reader's language."""
    listed = Delegate.objects.filter(
        Delegate.listed(standing_of(user)), delegation__registration=registration
    ).select_related("delegation__organisation")
    listed = listed.prefetch_related("delegation__organisation__names").defer("email", "language", "person")
    parts = {row.organisation.pk: row.part for row in eligible(registration.meeting)}
    by_organisation, guests = {}, []
    for delegate in sorted(
        listed, key=lambda row: (not row.is_head, alphabetical(f"{row.family_name} {row.given_name}"))
    ):
        organisation = delegate.delegation.organisation
        if organisation is None:
            guests.append(Sent("guest", "", delegate.affiliation, (delegate,)))
        else:
            by_organisation.setdefault(organisation, []).append(delegate)
    day = registration.meeting.start_date
    sent = [
        Sent(parts.get(organisation.pk, "other"), organisation.code, organisation.name_on(day), tuple(delegates))
        for organisation, delegates in by_organisation.items()
    ]
    return sorted([*sent, *guests], key=lambda row: (list(PARTS).index(row.part), alphabetical(row.name)))


class ParticipantsMixin(RegistrationMixin):
    """A page for those who may read the list; to others it does not exist."""

    def dispatch(self, request, *args, **kwargs):
        lists = Registration.objects.filter(Registration.with_list(standing_of(request.user)))
        if not lists.filter(pk=self.registration.pk).exists():
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def sent(self):
        return participants(self.registration, self.request.user)


class ParticipantsView(ParticipantsMixin, TemplateView):
    """The list on a page."""

    template_name = "logistics/registration/participants.html"

    def get_context_data(self, **kwargs):
        sent = self.sent()
        return super().get_context_data(
            title=_("List of participants"),
            parts=by_part(sent),
            count=sum(len(row.delegates) for row in sent),
            **kwargs,
        )


class ParticipantsSheet(ParticipantsMixin, View):
    """The list for a spreadsheet."""

    def get(self, request, *args, **kwargs):
        head = [
            _("Part"), _("Code"), _("Organisation"), _("Given name"), _("Family name"), _("Function"), _("Head of delegation"),
        ]  # fmt: skip
        rows = [
            [
                PARTS[row.part],
                row.code,
                row.name,
                delegate.given_name,
                delegate.family_name,
                delegate.function,
                _("yes") if delegate.is_head else "",
            ]
            for row in self.sent()
            for delegate in row.delegates
        ]
        return download(sheet([head, *rows]), "text/csv", f"{self.meeting.reference}-participants.csv")


class ParticipantsPaper(ParticipantsMixin, View):
    """The list to print."""

    def get(self, request, *args, **kwargs):
        meeting = self.meeting
        data = {
            "title": _("List of participants"),
            "meeting": meeting.name,
            "place": ", ".join(part for part in (meeting.days, meeting.city) if part),
            "footer": _("%(reference)s, as of %(day)s") % {"reference": meeting.reference, "day": date_words(today())},
            "head": _("Head of delegation"),
            "columns": [_("Name"), _("Function")],
            "nobody": _("Nobody is nominated yet."),
            "parts": [
                {"label": str(label), "sent": [self.told(row) for row in rows]} for label, rows in by_part(self.sent())
            ],
        }
        made = pdf("participants", data, language=get_language())
        headers = {"Content-Disposition": f'attachment; filename="{meeting.reference}-participants.pdf"'}
        return HttpResponse(made, content_type="application/pdf", headers=headers)

    def told(self, row):
        people = [
            {"name": str(delegate), "function": delegate.function, "is_head": delegate.is_head}
            for delegate in row.delegates
        ]
        return {"name": row.name, "people": people}
