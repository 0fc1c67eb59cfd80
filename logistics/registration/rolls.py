"""The pages of attendance: who attended beside those who could, the words for the minutes, and the form that records it."""

from django import forms
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from logistics.models import Attendance, AttendanceSheet
from logistics.registration.attendance import Roll, record_attendance
from logistics.registration.eligible import by_part
from logistics.registration.forms import long_text
from logistics.registration.pages import DoingView, MeetingEditorsMixin, MeetingMixin


class AttendanceForm(forms.Form):
    """Who attended: a choice for each organisation that could."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, lines, **kwargs):
        super().__init__(*args, **kwargs)
        self.lines = lines
        choices = [("", _("not recorded")), *Attendance.State.choices]
        for line in lines:
            self.fields[f"o{line.organisation.pk}"] = forms.ChoiceField(
                label=line.organisation.name, choices=choices, required=False, initial=line.state
            )
        self.fields["others"] = forms.CharField(
            label=_("Others present"),
            required=False,
            max_length=2000,
            widget=long_text(),
            help_text=_(
                "Guests of the Chair, experts and the like, by name and organisation, as the minutes name them."
            ),
        )

    @property
    def states(self):
        """Organisation's primary key → state, of those that were recorded."""
        chosen = {line.organisation.pk: self.cleaned_data[f"o{line.organisation.pk}"] for line in self.lines}
        return {key: state for key, state in chosen.items() if state}


class AttendanceView(MeetingMixin, TemplateView):
    """Who attended, for those whom the meeting concerns."""

    template_name = "logistics/registration/attendance.html"

    def get_context_data(self, **kwargs):
        known = AttendanceSheet.objects.visible_to(self.request.user).filter(meeting=self.meeting)
        attended = get_object_or_404(known.prefetch_related("rows"))
        return super().get_context_data(
            title=_("Attendance"),
            sheet=attended,
            roll=Roll(self.meeting, attended),
            may_edit=AttendanceSheet.objects.editable_by(self.request.user).filter(pk=attended.pk).exists(),
            **kwargs,
        )


class AttendanceRecord(MeetingEditorsMixin, DoingView):
    """Records who attended; for those who may change the meeting, from its first day on."""

    form_class = AttendanceForm
    template_name = "logistics/registration/attendance_form.html"
    extra_context = {"title": gettext_lazy("Record the attendance")}
    done = gettext_lazy("The attendance is on record.")

    def find(self):
        self.sheet = AttendanceSheet.objects.filter(meeting=self.meeting).prefetch_related("rows").first()
        self.roll = Roll(self.meeting, self.sheet)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"lines": self.roll.lines}

    def get_initial(self):
        return {"seen": str(self.sheet.version), "others": self.sheet.others} if self.sheet else {}

    def do(self, form):
        given = form.cleaned_data
        record_attendance(
            meeting=self.meeting,
            states=form.states,
            others=given["others"],
            by=self.request.user,
            seen=given["seen"],
        )

    def get_success_url(self):
        if self.sheet or self.request.method == "POST":
            return reverse("logistics:attendance", args=[self.meeting.reference])
        return self.meeting.get_absolute_url()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        theirs = Roll(self.meeting, self.conflict.record).lines if self.conflict else []
        form = context["form"]
        parts = [(label, [form[f"o{line.organisation.pk}"] for line in lines]) for label, lines in by_part(form.lines)]
        return context | {"parts": parts, "theirs": [line for line in theirs if line.state]}
