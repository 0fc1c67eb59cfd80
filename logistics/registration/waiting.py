"""What waits for the secretariat in the registrations: credentials to check, letters for visas to prepare, requests to answer."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from asm_portal.access import VisibleMixin
from asm_portal.attention import WorkList
from asm_portal.dated import today
from asm_portal.visibility import standing_of
from logistics.models import Credentials, DelegateTravel, Delegation, DelegationRequest, Registration, VisaLetter

OF_REGISTRATION = "delegation__registration"


def coming(reader):
    """Registrations for meetings that are not over."""
    known = Registration.objects.visible_to(reader).filter(meeting__end_date__gte=today())
    related = known.select_related("meeting__host")
    return related.prefetch_related("meeting__of_bodies__body", "meeting__events")


def unchecked(rows):
    """Credentials that nobody has looked at and after which no others came, of delegations that stand."""
    newer = Credentials.objects.filter(delegation=OuterRef("delegation"), pk__gt=OuterRef("pk"))
    return rows.filter(~Exists(newer), state=Credentials.State.WAITING, delegation__withdrawn_at=None)


def unprepared(rows):
    """Delegates who need a letter for a visa that was not given out yet."""
    given = VisaLetter.objects.filter(delegate=OuterRef("delegate"))
    return rows.filter(~Exists(given), needs_visa_letter=True, delegate__withdrawn_at=None)


def unanswered(rows):
    return rows.filter(settled_at=None)


class RegistrationWork(WorkList):
    """A list that is worked from on the page of all registrations."""

    @property
    def url(self):
        return reverse("logistics:registrations")


LISTS = (
    RegistrationWork("papers", gettext_lazy("Credentials to check"), Credentials, unchecked, "received_at"),
    RegistrationWork("letters", gettext_lazy("Letters for visas to prepare"), DelegateTravel, unprepared),
    RegistrationWork(
        "requests", gettext_lazy("Requests of delegations to answer"), DelegationRequest, unanswered, "made_at"
    ),
)


@dataclass(frozen=True)
class Counts:
    """How much waits in a registration, and how many have answered."""

    answers: int
    papers: int
    letters: int
    requests: int


def counted(reader):
    """(registration, its Counts) of the meetings that are not over."""
    papers = tally(unchecked(Credentials.objects.visible_to(reader)), OF_REGISTRATION)
    letters = tally(unprepared(DelegateTravel.objects.visible_to(reader)), f"delegate__{OF_REGISTRATION}")
    requests = tally(unanswered(DelegationRequest.objects.visible_to(reader)), OF_REGISTRATION)
    answers = tally(Delegation.objects.visible_to(reader).exclude(organisation=None), "registration")
    return [(row, Counts(answers[row.pk], papers[row.pk], letters[row.pk], requests[row.pk])) for row in coming(reader)]


def tally(rows, registration):
    """Registration's primary key → how many of the rows are of it."""
    return Counter(rows.order_by().values_list(registration, flat=True))


class RegistrationList(VisibleMixin, TemplateView):
    """All registrations for meetings to come, and what waits in each; for the secretariat."""

    template_name = "logistics/registration/registrations.html"

    def get_context_data(self, **kwargs):
        if not standing_of(self.request.user).secretariat:
            raise Http404
        return super().get_context_data(title=_("Registrations"), rows=counted(self.request.user), **kwargs)
