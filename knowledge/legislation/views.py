"""The laws of the Participants: a public register, as far as each law is public, and the page of each Participant."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import DetailView, FormView, ListView

from asm_portal.access import VisibleMixin
from asm_portal.dated import today
from asm_portal.invitations import organisations_of_focal_point
from asm_portal.models import Organisation, ParticipationStatus
from asm_portal.models.organisations import PARTICIPANT_STATUSES
from asm_portal.views.register import RegisterMixin
from asm_portal.visibility import standing_of
from knowledge.legislation import actions
from knowledge.legislation.forms import LawForm, RemarkForm
from knowledge.legislation.laws import known_laws, published, registers, waiting_for_publication
from knowledge.models import Legislation


def by_holding(rows):
    """The rows with laws in force, and those without."""
    found = {"held": [], "missing": []}
    for row in rows:
        found["held" if row.count else "missing"].append(row)
    return found


class LegislationList(RegisterMixin, ListView):
    """The Participants with their laws in force."""

    model = Organisation
    template_name = "knowledge/legislation/list.html"

    def get_context_data(self, **kwargs):
        rows = registers(self.request.user, self.day)
        return super().get_context_data(
            title=_("Legislation"),
            rows=by_holding(row for row in rows if not row.organisation.is_demonstration),
            demonstration=by_holding(row for row in rows if row.organisation.is_demonstration),
            **kwargs,
        )


class LegislationDetail(RegisterMixin, DetailView):
    """The laws of a Participant: in force on the day, former ones, and to come."""

    model = Organisation
    slug_field = slug_url_kwarg = "code"
    template_name = "knowledge/legislation/detail.html"

    def get_queryset(self):
        """Whoever is a Participant, or was one."""
        ever = ParticipationStatus.objects.filter(status__in=PARTICIPANT_STATUSES)
        return super().get_queryset().filter(pk__in=ever.values("organisation")).with_names()

    def get_context_data(self, **kwargs):
        user, day = self.request.user, self.day
        known = known_laws(user).filter(document__organisation=self.object)
        laws = list(published(known))
        in_force = [law for law in laws if law.holds_on(day)]
        return super().get_context_data(
            title=_("Laws of %(participant)s") % {"participant": self.object.name_on(day)},
            in_force=in_force,
            former=[law for law in laws if law.in_force_until and law.in_force_until <= day],
            to_come=[law for law in laws if law.in_force_from and law.in_force_from > day],
            waiting=waiting_for_publication(known),
            proposes=user.is_authenticated and organisations_of_focal_point(user).filter(pk=self.object.pk).exists(),
            publishes=standing_of(user).secretariat,
            decline_form=kwargs.pop("decline_form", None) or RemarkForm(),
            **kwargs,
        )


class LawAction(VisibleMixin, DetailView):
    """One button beside one law."""

    http_method_names = ["post"]
    model = Legislation

    def get_queryset(self):
        return super().get_queryset().select_related("document__organisation", "proposed_by__person")

    def get_object(self, queryset=None):
        return get_object_or_404(self.get_queryset(), document__reference=self.kwargs["reference"])

    def post(self, request, *args, **kwargs):
        law = self.get_object()
        try:
            self.act(law)
        except ValidationError as refused:
            messages.warning(request, " ".join(refused.messages))
        else:
            messages.success(request, self.message)
        return redirect("knowledge:legislation", law.document.organisation.code)


class CheckLaw(LawAction):
    """“Still in force, checked today”, by the Participant's focal point."""

    @property
    def message(self):
        return _("Noted: still in force, checked today.")

    def get_queryset(self):
        own = organisations_of_focal_point(self.request.user)
        return super().get_queryset().filter(document__organisation__in=own.values("pk"))

    def act(self, law):
        actions.note_checked(law=law, by=self.request.user)


class SecretariatLawAction(LawAction):
    """What the secretariat does with a proposed law."""

    def get_queryset(self):
        if not standing_of(self.request.user).secretariat:
            raise Http404
        return super().get_queryset()


class PublishLaw(SecretariatLawAction):
    @property
    def message(self):
        return _("Published.")

    def act(self, law):
        actions.publish_law(law=law, by=self.request.user)


class DeclineLaw(SecretariatLawAction):
    @property
    def message(self):
        return _("Returned: whoever proposed it reads why at its address.")

    def act(self, law):
        form = RemarkForm(self.request.POST)
        if not form.is_valid():
            raise ValidationError(_("Say what must change."))
        actions.decline_law(law=law, remark=form.cleaned_data["remark"], by=self.request.user)


class ProposeLaw(VisibleMixin, FormView):
    """A law with its text, from the Participant's focal point."""

    form_class = LawForm
    template_name = "knowledge/legislation/form.html"

    @cached_property
    def participant(self):
        return get_object_or_404(organisations_of_focal_point(self.request.user), code=self.kwargs["code"])

    def get_form_kwargs(self):
        own = known_laws(self.request.user).filter(document__organisation=self.participant)
        in_force = published(own).in_force_on(today())
        return super().get_form_kwargs() | {
            "participant": self.participant,
            "by": self.request.user,
            "in_force": in_force,
        }

    def form_valid(self, form):
        try:
            with transaction.atomic():
                form.save()
        except ValidationError as refused:
            form.add_error(None, refused.messages)
            return self.form_invalid(form)
        messages.success(self.request, _("Proposed. The secretariat publishes it."))
        return redirect("knowledge:legislation", self.participant.code)

    def get_context_data(self, **kwargs):
        return super().get_context_data(title=_("Propose a law"), participant=self.participant, **kwargs)
