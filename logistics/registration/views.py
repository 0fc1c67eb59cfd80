"""Registration for a meeting: its page, its dates, and the state of it for those who see every delegation."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Q
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from asm_portal.exports import download, sheet
from asm_portal.visibility import standing_of
from logistics.models import Credentials, Delegate, Delegation, Registration
from logistics.registration import actions
from logistics.registration.eligible import PARTS, Eligible, by_part, eligible
from logistics.registration.forms import PlanForm
from logistics.registration.pages import DoingView, MeetingEditorsMixin, RegistrationMixin, nominators_of


@dataclass(frozen=True)
class Answer:
    """What an organisation that could send a delegation has answered."""

    eligible: Eligible
    delegation: Delegation | None
    delegates: int
    letters: int
    head: str
    credentials: Credentials | None

    @property
    def part(self):
        return self.eligible.part

    @property
    def organisation(self):
        return self.eligible.organisation

    @property
    def is_standing(self):
        return self.delegation is not None and self.delegation.withdrawn_at is None

    @property
    def words(self):
        if self.delegation is None:
            return _("no answer yet")
        return _("nominated") if self.is_standing else _("withdrawn")

    @property
    def tone(self):
        if self.delegation is None:
            return "mute"
        return "ok" if self.is_standing else "info"


def answers(registration, user):
    """An Answer for each organisation that could send a delegation, in the order of the list of participants."""
    known = Delegation.objects.visible_to(user).filter(registration=registration).prefetch_related("credentials")
    delegations = {row.organisation_id: row for row in known}
    standing = Delegate.objects.visible_to(user).standing().filter(delegation__registration=registration)
    counts = (
        standing.order_by()
        .values_list("delegation")
        .annotate(all=Count("pk"), letters=Count("pk", filter=Q(travel__needs_visa_letter=True)))
    )
    counted = {delegation: (of_all, letters) for delegation, of_all, letters in counts}
    heads = {head.delegation_id: str(head) for head in standing.filter(is_head=True)}
    found = []
    for row in eligible(registration.meeting):
        delegation = delegations.get(row.organisation.pk)
        key = delegation and delegation.pk
        papers = next(iter(delegation.credentials.all()), None) if delegation else None
        found.append(Answer(row, delegation, *counted.get(key, (0, 0)), heads.get(key, ""), papers))
    return found


class RegistrationView(RegistrationMixin, TemplateView):
    """From when until when, what one’s own organisations have nominated, and for those who see all of it, who has answered."""

    template_name = "logistics/registration/registration.html"

    def get_context_data(self, **kwargs):
        user, registration, now = self.request.user, self.registration, timezone.now()
        standing = standing_of(user)
        rows = answers(registration, user)
        own = nominators_of(registration, user)
        guests = Delegation.objects.visible_to(user).filter(registration=registration, organisation=None).first()
        return super().get_context_data(
            title=_("Registration"),
            is_open=registration.is_open_at(now),
            is_over=now >= registration.closes_at,
            own=[] if standing.secretariat else [row for row in rows if row.organisation in own],
            seen=[
                row
                for row in rows
                if row.delegation and row.organisation.pk in standing.organisations and row.organisation not in own
            ],
            parts=by_part(rows) if self.oversees else [],
            figures=dict(Counter(row.words for row in rows)) if self.oversees else {},
            guests=guests,
            may_invite=standing.secretariat or standing.chair,
            may_nominate_all=standing.secretariat,
            may_plan=Registration.objects.editable_by(user).filter(pk=registration.pk).exists(),
            has_list=self.has_list(),
            **kwargs,
        )

    def has_list(self):
        listed = Registration.objects.filter(Registration.with_list(standing_of(self.request.user)))
        return listed.filter(pk=self.registration.pk).exists()


class RegistrationSheet(RegistrationMixin, View):
    """The state of registration for a spreadsheet, for those who see every delegation."""

    def get(self, request, *args, **kwargs):
        if not self.oversees:
            raise Http404
        head = [
            _("Part"), _("Code"), _("Organisation"), _("State"), _("Delegates"), _("Head of delegation"),
            _("Credentials"), _("Letters for visas"), _("Nominated at (UTC)"), _("How the nomination came"), _("Reference"),
        ]  # fmt: skip
        rows = [self.row(answer) for answer in answers(self.registration, request.user)]
        return download(sheet([head, *rows]), "text/csv", f"{self.meeting.reference}-registration.csv")

    def row(self, answer):
        delegation = answer.delegation
        told = [PARTS[answer.part], answer.organisation.code, answer.organisation.name, answer.words]
        if delegation is None:
            return told
        papers = answer.credentials.get_state_display() if answer.credentials else _("none")
        return [
            *told,
            answer.delegates,
            answer.head,
            papers,
            answer.letters,
            f"{delegation.nominated_at:%Y-%m-%d %H:%M}",
            delegation.get_channel_display(),
            delegation.reference,
        ]


class RegistrationPlan(MeetingEditorsMixin, DoingView):
    """From when until when delegations are nominated; for those who may change the meeting."""

    form_class = PlanForm
    template_name = "logistics/registration/plan.html"
    extra_context = {"title": gettext_lazy("Dates of the registration")}
    done = gettext_lazy("The dates of the registration are on record.")

    def find(self):
        self.registration = Registration.objects.filter(meeting=self.meeting).first()

    def get_initial(self):
        if self.registration:
            return PlanForm.initial_of(self.registration)
        return {"opens_on": timezone.now().date(), "zone": self.meeting.zone or "UTC"}

    def do(self, form):
        actions.plan_registration(
            meeting=self.meeting, by=self.request.user, seen=form.cleaned_data["seen"], **form.facts
        )

    def get_success_url(self):
        return self.meeting.get_absolute_url()
