"""The delegation in one form."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from asm_portal.visibility import standing_of
from logistics.models import Delegate, DelegateTravel, Delegation
from logistics.registration import actions
from logistics.registration.forms import MORE_ROWS, DelegateFormSet, NominationForm, row_of, typed_rows
from logistics.registration.pages import DoingView, RegistrationMixin, nominators_of


def last_delegation(registration, organisation, user):
    """The delegation of an organisation (of the guests, where it is None) to the meeting before this one."""
    known = Delegation.objects.visible_to(user).standing().filter(organisation=organisation)
    known = known.exclude(registration=registration).filter(
        registration__meeting__start_date__lt=registration.meeting.start_date
    )
    if organisation is None:
        known = known.filter(registration__meeting__kind=registration.meeting.kind)
    return known.order_by("-registration__meeting__start_date", "-pk").first()


class Nominate(RegistrationMixin, DoingView):
    """The delegation of an organisation, or the guests of the Chair, in one form. Without script, a button adds rows and keeps
    what was typed."""

    form_class = NominationForm
    template_name = "logistics/registration/nominate.html"
    rows = None

    def find(self):
        """The organisation, where the reader nominates for it; closed registrations lead back to their page."""
        self.organisation = self.find_organisation()
        own = Delegation.objects.visible_to(self.request.user).filter(registration=self.registration)
        self.delegation = own.filter(organisation=self.organisation).first()

    def find_organisation(self):
        code = self.kwargs.get("code")
        standing = standing_of(self.request.user)
        if code is None and not (standing.secretariat or standing.chair):
            raise Http404
        if code is None:
            return None
        known = {row.code: row for row in nominators_of(self.registration, self.request.user)}
        if code not in known:
            raise Http404
        return known[code]

    @cached_property
    def is_guests(self):
        return self.organisation is None

    @property
    def done(self):
        return _("The delegation is on record, and a receipt is on its way to you.")

    def get(self, request, *args, **kwargs):
        try:
            actions.refuse_closed(self.registration, self.organisation, request.user)
        except ValidationError as refusal:
            messages.error(request, refusal.messages[0])
            return redirect(self.get_success_url())
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        if "more" in request.POST:
            return self.add_rows(request.POST)
        form = self.get_form()
        self.rows = self.formset(request.POST)
        if form.is_valid() & self.rows.is_valid():
            return self.form_valid(form)
        return self.form_invalid(form)

    def add_rows(self, data):
        """What was typed, unchecked, with empty rows below it."""
        self.rows = self.formset(rows=typed_rows(data), more=MORE_ROWS, head=data.get("head", ""))
        kind = {name: value for name, value in self.get_form_kwargs().items() if name in ("on_behalf", "is_guests")}
        return self.render_to_response(self.get_context_data(form=NominationForm(initial=data.dict(), **kind)))

    def formset(self, data=None, **kwargs):
        return DelegateFormSet(data, meeting=self.registration.meeting, is_guests=self.is_guests, **kwargs)

    def get_form_kwargs(self):
        on_behalf = standing_of(self.request.user).secretariat and not self.is_guests
        return super().get_form_kwargs() | {"on_behalf": on_behalf, "is_guests": self.is_guests}

    def get_initial(self):
        if self.delegation is None:
            return {"seen": ""}
        return {"seen": str(self.delegation.version), "channel": self.delegation.channel}

    def do(self, form):
        given = form.cleaned_data
        self.delegation = actions.nominate(
            registration=self.registration,
            organisation=self.organisation,
            rows=self.rows.delegates,
            by=self.request.user,
            seen=given["seen"],
            channel=given.get("channel", Delegation.Channel.PORTAL),
            credentials=given.get("credentials"),
        )

    def offered(self):
        """The rows to begin with: those on record, else those of the meeting before; with the number of the head’s row."""
        self.offered_from = None
        source = self.delegation
        if source is None or source.withdrawn_at:
            source = self.offered_from = last_delegation(self.registration, self.organisation, self.request.user)
        if source is None:
            return {}
        delegates = list(Delegate.objects.visible_to(self.request.user).standing().filter(delegation=source))
        travel = DelegateTravel.objects.visible_to(self.request.user).filter(delegate__in=delegates)
        travels = {row.delegate_id: row for row in travel}
        is_new = source != self.delegation
        head = next((str(number) for number, row in enumerate(delegates) if row.is_head), "")
        return {"rows": [row_of(row, travels.get(row.pk), is_new) for row in delegates], "head": head}

    def get_success_url(self):
        return (self.delegation or self.registration).get_absolute_url()

    def get_context_data(self, **kwargs):
        if self.rows is None:
            self.rows = self.formset(**self.offered())
        chosen, now = self.request.FILES.get("credentials"), timezone.now()
        return super().get_context_data(
            title=_("Guests of the Chair") if self.is_guests else _("Register your delegation"),
            organisation=self.organisation,
            delegation=self.delegation,
            rows=self.rows,
            is_guests=self.is_guests,
            is_open=self.registration.is_open_at(now),
            is_over=now >= self.registration.closes_at,
            offered_from=getattr(self, "offered_from", None),
            chosen=chosen.name if chosen else "",
            theirs=self.conflict.record.delegates.standing() if self.conflict else [],
            **kwargs,
        )
