"""The pages on which meetings are planned: proposed, convened, moved, cancelled, and what is told of them."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from django.views.generic.detail import SingleObjectMixin

from asm_portal.access import VisibleMixin
from asm_portal.editing import differences
from logistics.meetings.forms import CancelForm, ConveneForm, JoiningForm, MeetingForm, MoveForm, kinds_for
from logistics.models import Meeting


class PlanningFormView(FormView):
    """A form that does something to a meeting; what is refused is said at its field, and nothing is lost."""

    template_name = "logistics/meetings/form.html"
    title = done = lead = ""
    button = gettext_lazy("Save")
    is_grave = False

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"by": self.request.user}

    def form_valid(self, form):
        try:
            with transaction.atomic():
                made = self.do(form)
        except ValidationError as refusal:
            form.add_error(None, placed(refusal, form))
            return self.form_invalid(form)
        messages.success(self.request, self.done)
        return redirect(self.get_success_url(made))

    def do(self, form):
        return form.save()

    def get_success_url(self, made):
        return made.get_absolute_url()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(title=self.title, **kwargs)
        form = context["form"]
        return context | {
            "page": {"lead": self.lead, "button": self.button, "is_grave": self.is_grave},
            "differences": differences(form) if getattr(form, "is_conflict", False) else (),
        }


def placed(refusal, form):
    """A refusal as the form can show it: at its fields, and what it has no field for above them."""
    if not hasattr(refusal, "error_dict"):
        return refusal
    found = {}
    for name, problems in refusal.error_dict.items():
        found.setdefault(name if name in form.fields else "__all__", []).extend(problems)
    return ValidationError(found)


class MeetingNew(VisibleMixin, PlanningFormView):
    """Proposes a meeting; to those who may propose none the page does not exist."""

    form_class = MeetingForm
    title = gettext_lazy("Propose a meeting")
    lead = gettext_lazy("It is on record as proposed until it is convened.")
    button = gettext_lazy("Propose")
    done = gettext_lazy("The meeting is proposed.")

    def dispatch(self, request, *args, **kwargs):
        if not kinds_for(request.user):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": Meeting()}


class EditorsMixin(VisibleMixin, SingleObjectMixin):
    """A page for those who plan the meeting of the address; to others it does not exist."""

    model = Meeting
    slug_field = slug_url_kwarg = "reference"

    def get_queryset(self):
        return super().get_queryset().editable_by(self.request.user).prefetch_related("of_bodies__body", "events")

    def dispatch(self, request, *args, **kwargs):
        self.object = self.get_object()
        return super().dispatch(request, *args, **kwargs)


class LockedFormView(EditorsMixin, PlanningFormView):
    """A form about the meeting, which stays locked from the comparison of versions to the writing."""

    def post(self, request, *args, **kwargs):
        with transaction.atomic():
            Meeting.objects.select_for_update().get(pk=self.object.pk)
            return super().post(request, *args, **kwargs)


class MeetingFormView(LockedFormView):
    """A form that fills in a copy of the meeting: the heading says what is on record."""

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": Meeting.objects.get(pk=self.object.pk)}


class MeetingEdit(MeetingFormView):
    """What is said of a meeting, but its days."""

    form_class = MeetingForm
    title = gettext_lazy("Change what is said of the meeting")
    done = gettext_lazy("Saved.")


class MeetingMove(MeetingFormView):
    """Other days or times."""

    form_class = MoveForm
    title = gettext_lazy("Move the meeting")
    lead = gettext_lazy("Those registered are told by mail, and calendars that were subscribed to follow.")
    button = gettext_lazy("Move")
    done = gettext_lazy("The meeting is moved.")


class MeetingConvene(MeetingFormView):
    form_class = ConveneForm
    title = gettext_lazy("Convene the meeting")
    lead = gettext_lazy("It takes place as announced. A reason is not needed.")
    button = gettext_lazy("Convene")
    done = gettext_lazy("The meeting is convened.")


class MeetingCancel(MeetingFormView):
    form_class = CancelForm
    title = gettext_lazy("Cancel the meeting")
    lead = gettext_lazy("It stays on record as cancelled, with the reason. Those registered are told by mail.")
    button = gettext_lazy("Cancel the meeting")
    done = gettext_lazy("The meeting is cancelled.")
    is_grave = True


class MeetingJoining(MeetingFormView):
    """How one joins the meeting from afar."""

    form_class = JoiningForm
    title = gettext_lazy("How to join from afar")
    lead = gettext_lazy(
        "Only those you choose see it, and of them only who may know of the meeting. Empty it to take it back."
    )
    done = gettext_lazy("Saved.")
