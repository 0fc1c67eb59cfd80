"""Pages by which a Participant keeps its specimens and signatories: its focal point proposes, a second person confirms, the
secretariat publishes."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView, FormView, ListView

from asm_portal.access import VisibleMixin
from asm_portal.dated import today
from asm_portal.models import Organisation
from asm_portal.register import alphabetical
from knowledge.certificates import actions
from knowledge.certificates.forms import (
    SignatoryForm,
    SpecimenForm,
)
from knowledge.certificates.images import weekly_views
from knowledge.certificates.steps import part_of, participants_kept_by, steps_for
from knowledge.models import AuthorisedSignatory, CertificateSpecimen, Proposed

State = Proposed.State
WAITING = Q(state__in=[State.PROPOSED, State.CONFIRMED])


class UpkeepMixin:
    """A page of one Participant, for those who keep its specimens and signatories; to everyone else it does not exist."""

    @cached_property
    def participant(self):
        return get_object_or_404(participants_kept_by(self.request.user).with_names(), code=self.kwargs["code"])

    @cached_property
    def part(self):
        return part_of(self.request.user, self.participant)

    def get_context_data(self, **kwargs):
        return super().get_context_data(participant=self.participant, part=self.part, **kwargs)


class UpkeepIndex(VisibleMixin, ListView):
    """The Participants that the reader keeps; where it is one only, its page."""

    model = Organisation
    template_name = "knowledge/certificates/upkeep_index.html"

    def get_queryset(self):
        kept = participants_kept_by(self.request.user)
        if not kept.exists():
            raise Http404
        return super().get_queryset().filter(pk__in=kept.values("pk")).with_names()

    def get(self, request, *args, **kwargs):
        rows = self.get_queryset()
        if len(rows) == 1:
            return UpkeepPage.as_view()(request, code=rows[0].code)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        counts = {}
        for model in (CertificateSpecimen, AuthorisedSignatory):
            rows = model.objects.visible_to(self.request.user).order_by().values_list("participant")
            counted = rows.annotate(count=Count("pk"), waiting=Count("pk", filter=WAITING))
            for participant, count, waiting in counted:
                before = counts.get(participant, (0, 0))
                counts[participant] = (before[0] + count, before[1] + waiting)
        rows = [(row, *counts.get(row.pk, (0, 0))) for row in self.object_list]
        return super().get_context_data(
            title=_("Specimens and signatures"),
            rows=sorted(rows, key=lambda row: alphabetical(row[0].name)),
            **kwargs,
        )


class UpkeepPage(UpkeepMixin, VisibleMixin, ListView):
    """The specimens and signatories of a Participant, whatever their state."""

    model = CertificateSpecimen
    template_name = "knowledge/certificates/upkeep.html"
    context_object_name = "specimens"

    def get_queryset(self):
        return super().get_queryset().of([self.participant]).prefetch_related("ranges")

    def get_context_data(self, **kwargs):
        user, day = self.request.user, today()
        signatories = list(AuthorisedSignatory.objects.visible_to(user).of([self.participant]))
        former = [row for row in signatories if row.state == State.PUBLISHED and row.is_over]
        return super().get_context_data(
            title=_("Specimens and signatures"),
            signatories=[row for row in signatories if row not in former],
            former=former,
            today=day,
            views=weekly_views([self.participant]) if self.part.confirms else None,
            untold=self.part.publishes
            and AuthorisedSignatory.objects.visible_to(user).untold().filter(participant=self.participant).count(),
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        """The secretariat has told the Participants of the changes."""
        if not self.part.publishes:
            raise Http404
        actions.note_participants_told(participant=self.participant, by=request.user)
        messages.success(request, _("Noted: the Participants were told today."))
        return redirect("knowledge:upkeep", self.participant.code)


class ProposeView(UpkeepMixin, FormView):
    """Something new is proposed, for focal points of the Participant only."""

    template_name = "knowledge/certificates/proposal_form.html"

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and not self.part.proposes:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"participant": self.participant, "by": self.request.user}

    def form_valid(self, form):
        try:
            with transaction.atomic():
                self.record = form.save()
        except ValidationError as refused:
            form.add_error(None, refused.messages)
            return self.form_invalid(form)
        messages.success(self.request, _("Proposed. Somebody else of your organisation must confirm it now."))
        return redirect(self.record.get_absolute_url())


class ProposeSignatory(ProposeView):
    """A new signatory; `?like=` fills the form from one whose term ends."""

    form_class = SignatoryForm
    extra_context = {"title": gettext_lazy("Propose a signatory")}

    def get_form_kwargs(self):
        like = self.like()
        names = ("authority_id", "name", "function_en", "function_fr")
        facts = {name: getattr(like, name) for name in names} if like else {}
        instance = AuthorisedSignatory(**facts)
        return super().get_form_kwargs() | {"instance": instance, "like": like}

    def like(self):
        key = self.request.GET.get("like", "")
        own = AuthorisedSignatory.objects.visible_to(self.request.user).of([self.participant])
        return next((row for row in own if str(row.key) == key), None)


class ProposeSpecimen(ProposeView):
    form_class = SpecimenForm
    extra_context = {"title": gettext_lazy("Propose a specimen")}


class RecordMixin(UpkeepMixin, VisibleMixin):
    """A page of one specimen or signatory."""

    slug_field = slug_url_kwarg = "key"

    def get_queryset(self):
        kept = participants_kept_by(self.request.user)
        rows = super().get_queryset().filter(participant__in=kept.values("pk")).of(kept)
        return rows.select_related("proposed_by__person", "confirmed_by__person", "published_by__person")

    @cached_property
    def participant(self):
        return self.record.participant

    @cached_property
    def record(self):
        return get_object_or_404(self.get_queryset(), key=self.kwargs["key"])


class CorrectMixin(RecordMixin):
    """A returned proposal is corrected and proposed again."""

    def get_queryset(self):
        return (
            self.model.objects.visible_to(self.request.user)
            .filter(state=State.RETURNED)
            .of(participants_kept_by(self.request.user))
        )

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.record}

    def get_context_data(self, **kwargs):
        return super().get_context_data(title=_("Correct and propose again"), record=self.record, **kwargs)


class CorrectSignatory(CorrectMixin, ProposeView):
    model = AuthorisedSignatory
    form_class = SignatoryForm

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"like": self.record}


class CorrectSpecimen(CorrectMixin, ProposeView):
    model = CertificateSpecimen
    form_class = SpecimenForm


class RecordPage(RecordMixin, DetailView):
    """A specimen or a signatory with all that is confirmed, and the next step with its button."""

    context_object_name = "record"

    def get_object(self, queryset=None):
        return self.record

    def get_context_data(self, **kwargs):
        steps = list(steps_for(self.record, self.part, self.request.user))
        refused = kwargs.pop("refused", None)
        shown = [(step, refused[1] if refused and refused[0] == step else step.form_class()) for step in steps]
        return super().get_context_data(steps=shown, today=today(), **kwargs)

    def post(self, request, *args, **kwargs):
        self.object = self.record
        steps = steps_for(self.record, self.part, request.user)
        step = next((step for step in steps if step.code == request.POST.get("step")), None)
        form = step.form_class(request.POST) if step else None
        if step and self.is_done(step, form):
            messages.success(request, step.done)
            return redirect(self.record.get_absolute_url())
        if step is None:
            messages.warning(request, _("This is not possible any more. The page shows how it stands now."))
        return self.render_to_response(self.get_context_data(object=self.record, refused=(step, form)))

    def is_done(self, step, form):
        """Take the step on exactly what the page showed; what the action refuses is said at the form."""
        if not form.is_valid():
            return False
        try:
            with transaction.atomic():
                self.refuse_what_was_not_shown()
                step.do(record=self.record, by=self.request.user, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error("ends_previous" if "ends_previous" in form.fields else None, refused.messages)
            return False
        return True

    def refuse_what_was_not_shown(self):
        if self.request.POST.get("seen_version") != str(actions.locked(self.record).version):
            raise ValidationError(_("This was changed since you opened the page. Read it again, then decide."))


class SignatoryPage(RecordPage):
    model = AuthorisedSignatory
    template_name = "knowledge/certificates/signatory.html"


class SpecimenPage(RecordPage):
    model = CertificateSpecimen
    template_name = "knowledge/certificates/specimen.html"
