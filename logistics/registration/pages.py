"""What the pages of registration have in common: what the address names, and forms that do something."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.views.generic import FormView

from asm_portal.access import VisibleMixin
from asm_portal.visibility import standing_of
from logistics.models import Delegation, Meeting, Registration
from logistics.models.registration import offices_of
from logistics.registration.actions import Conflict
from logistics.registration.eligible import eligible


def nominators_of(registration, user):
    """The organisations that may attend and whose delegations the reader nominates; all of them for the secretariat."""
    could = [row.organisation for row in eligible(registration.meeting)]
    standing = standing_of(user)
    if standing.secretariat:
        return could
    own = set(offices_of(standing).values_list("pk", flat=True))
    return [organisation for organisation in could if organisation.pk in own]


class MeetingMixin(VisibleMixin):
    """A page about the meeting of the address."""

    @cached_property
    def meeting(self):
        known = Meeting.objects.visible_to(self.request.user).select_related("host", "country")
        return get_object_or_404(
            known.prefetch_related("of_bodies__body", "events"), reference=self.kwargs["reference"]
        )

    def get_context_data(self, **kwargs):
        return super().get_context_data(meeting=self.meeting, **kwargs)


class MeetingEditorsMixin(MeetingMixin):
    """Such a page for those who may change the meeting; to others it does not exist."""

    @cached_property
    def meeting(self):
        known = Meeting.objects.editable_by(self.request.user).prefetch_related("of_bodies__body", "events")
        return get_object_or_404(known, reference=self.kwargs["reference"])


class RegistrationMixin(MeetingMixin):
    """A page about the registration for the meeting of the address."""

    @cached_property
    def registration(self):
        known = Registration.objects.visible_to(self.request.user)
        registration = get_object_or_404(known, meeting=self.meeting)
        registration.meeting = self.meeting
        return registration

    @cached_property
    def oversees(self):
        """Whether the reader sees every delegation."""
        seen = Registration.objects.filter(Registration.overseen(standing_of(self.request.user)))
        return seen.filter(pk=self.registration.pk).exists()

    def get_context_data(self, **kwargs):
        return super().get_context_data(registration=self.registration, **kwargs)


class DelegationMixin(VisibleMixin):
    """A page about the delegation of the address."""

    def delegations(self):
        return Delegation.objects.visible_to(self.request.user)

    @cached_property
    def delegation(self):
        related = self.delegations().select_related("registration__meeting__host", "organisation")
        return get_object_or_404(
            related.prefetch_related("organisation__names", "registration__meeting__of_bodies__body"),
            reference=self.kwargs["reference"],
        )

    @property
    def may_edit(self):
        return Delegation.objects.editable_by(self.request.user).filter(pk=self.delegation.pk).exists()

    def get_context_data(self, **kwargs):
        registration = self.delegation.registration
        return super().get_context_data(
            delegation=self.delegation, registration=registration, meeting=registration.meeting, **kwargs
        )


class DelegationEditorsMixin(DelegationMixin):
    """Such a page for those who may change the delegation; to others it does not exist."""

    def delegations(self):
        return super().delegations().editable_by(self.request.user)


class DelegationStaffMixin(DelegationMixin):
    """Such a page for the secretariat; to others it does not exist."""

    def delegations(self):
        return super().delegations() if standing_of(self.request.user).secretariat else Delegation.objects.none()


class DoingView(FormView):
    """A form that does something, in `do(form)`. What is refused is said at the form, what somebody else did meanwhile beside
    it, and nothing is lost."""

    done = back = ""
    conflict = None

    def dispatch(self, request, *args, **kwargs):
        self.find()
        return super().dispatch(request, *args, **kwargs)

    def find(self):
        """Fetch what the page is about; raise Http404 where there is nothing for the reader."""
        raise Http404

    def form_valid(self, form):
        try:
            with transaction.atomic():
                self.do(form)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
            return self.form_invalid(form)
        except Conflict as conflict:
            return self.show_conflict(form, conflict)
        messages.success(self.request, self.done)
        return redirect(self.get_success_url())

    def show_conflict(self, form, conflict):
        """The form again, which will now write over what somebody else saved, if it is sent."""
        self.conflict = conflict
        form.data = form.data.copy()
        form.data["seen"] = str(conflict.record.version)
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, **kwargs):
        return super().get_context_data(conflict=self.conflict, back=self.get_success_url(), **kwargs)
