"""Focal points: the list, whom to confirm a parcel to, and their upkeep by the organisations themselves."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView, View

from asm_portal.access import PublicMixin
from asm_portal.dated import today
from asm_portal.editing import EditingForm, differences
from asm_portal.focal_points import focal_points, keep_focal_point, kept_by, rows
from asm_portal.forms import DayField, HoursField, LanguagesField, TimeZoneField
from asm_portal.models import Affiliation, FocalPoint, Organisation, ParticipationStatus, Person, Representation
from asm_portal.models.focal_points import EXPORT, IMPORT
from asm_portal.register import alphabetical


def participants(user):
    """Today's Participants to choose from, those of the demonstration apart."""
    known = sorted(
        Organisation.objects.visible_to(user).participants().with_names(), key=lambda row: alphabetical(row.name)
    )
    facts, invented = (
        [(row.code, row.name) for row in known if row.is_demonstration is is_invented] for is_invented in (False, True)
    )
    return [("", _("Choose")), *facts, *([(_("Demonstration (invented)"), invented)] if invented else ())]


def participant(code, user):
    """Today's Participant with this code. Raises ValidationError with the way on where there is none."""
    known = Organisation.objects.visible_to(user).with_names()
    organisation = known.filter(code__iexact=code).first()
    if organisation is None:
        raise ValidationError(
            _("No Participant has the code “%(code)s”. Choose one from the list."), params={"code": code[:16]}
        )
    if known.participants().filter(pk=organisation.pk).exists():
        return organisation
    told = {"organisation": organisation, "other": speaks_for(organisation)}
    if told["other"]:
        raise ValidationError(
            _("%(organisation)s takes part through another Participant: %(other)s. Choose that."), params=told
        )
    raise ValidationError(
        _("%(organisation)s is not a Participant today, so there is nobody to confirm to. Its page says since when."),
        params=told,
    )


def speaks_for(organisation):
    """The Participant through which another organisation takes part today."""
    union = Affiliation.objects.speaking().filter(organisation=organisation).select_related("parent").first()
    covered = ParticipationStatus.objects.valid_on().filter(organisation=organisation).exclude(covered_by=None).first()
    return union.parent if union else covered and covered.covered_by


class ParcelForm(forms.Form):
    """Which Participant exports to which: the fields `from` and `to` hold their codes."""

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        missing = {"required": gettext_lazy("Choose a Participant.")}
        for name, label in (
            ("from", gettext_lazy("Exporting Participant")),
            ("to", gettext_lazy("Importing Participant")),
        ):
            self.fields[name] = forms.CharField(
                label=label, widget=forms.Select(choices=participants(user)), error_messages=missing
            )

    def clean(self):
        found = {}
        for name, code in list(self.cleaned_data.items()):
            try:
                found[name] = participant(code, self.user)
            except ValidationError as problem:
                self.add_error(name, problem)
        if len(found) == len(self.fields) and found["from"] == found["to"]:
            self.add_error(
                "to",
                _("A parcel that stays within one Participant needs no confirmation. Choose another Participant."),
            )
        return found


class FocalPointList(PublicMixin, TemplateView):
    """Focal points by Participant as far as the reader may know them; with `from` and `to`, whom to confirm a parcel to."""

    template_name = "focal_points/list.html"

    def get(self, request):
        asked = {"from", "to"} & set(request.GET)
        form = ParcelForm(request.GET if asked else None, user=request.user)
        if asked and form.is_valid():
            self.template_name = "focal_points/parcel.html"
            return self.render_to_response(self.parcel(form))
        status = 400 if asked else 200
        return self.render_to_response(self.get_context_data(form=form, **self.everybody()), status=status)

    def parcel(self, form):
        """The two sides of a parcel on its way, at this moment."""
        now, user = timezone.now(), self.request.user
        exporter, importer = form.cleaned_data["from"], form.cleaned_data["to"]
        sides = [
            {
                "organisation": organisation,
                "reaches": focal_points(organisation, kind, user, now),
                "is_exporter": is_exporter,
            }
            for organisation, kind, is_exporter in ((exporter, EXPORT, True), (importer, IMPORT, False))
        ]
        closed = FocalPoint.objects.kinds_held([exporter, importer], now.date())
        for side in sides:
            side["is_closed"] = not side["reaches"] and side["organisation"].pk in {pair[0] for pair in closed}
        return self.get_context_data(title=_("Whom do I confirm to?"), form=form, sides=sides, now=now)

    def everybody(self):
        user, now = self.request.user, timezone.now()
        organisations = Organisation.objects.visible_to(user).filter(focal_points__isnull=False).distinct()
        found = rows(list(organisations.with_names()), user, now)
        return {
            "title": _("Focal points"),
            "rows": [row for row in found if not row.organisation.is_demonstration],
            "demonstration": [row for row in found if row.organisation.is_demonstration],
            "may_add": kept_by(user).exists(),
            "now": now,
        }


class FocalPointForm(EditingForm):
    """What an organisation says of one of its focal points. Organisation and kind are chosen when it is new."""

    languages = LanguagesField()
    time_zone = TimeZoneField()
    hours = HoursField()
    valid_from = DayField(label=gettext_lazy("Answers from"))
    valid_until = DayField(
        label=gettext_lazy("Answers until"),
        required=False,
        help_text=gettext_lazy("The first day on which it no longer answers."),
    )
    away_until = DayField(
        label=gettext_lazy("Away until"),
        required=False,
        help_text=gettext_lazy("The first day back; until then the deputy answers."),
    )

    class Meta:
        model = FocalPoint
        fields = (
            "organisation", "kind", "authority", "person", "telephone", "email", "deputy", "deputy_telephone", "away_until",
            "languages", "hours", "time_zone", "valid_from", "valid_until", "contact_is_public",
        )  # fmt: skip

    def __init__(self, *args, organisations, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["why"]
        if self.instance.pk:
            del self.fields["organisation"], self.fields["kind"]
        else:
            self.initial.setdefault("valid_from", today())
            self.choose_organisation(organisations)
        for name in ("person", "deputy"):
            self.fields[name].queryset = people_of(organisations)
        self.fields["authority"].queryset = (
            Organisation.objects.filter(
                affiliations__in=Affiliation.objects.valid_on().filter(parent__in=organisations)
            )
            .filter(kind=Organisation.Kind.NATIONAL_AUTHORITY)
            .with_names()
        )
        if not self.fields["authority"].queryset:
            del self.fields["authority"]

    def choose_organisation(self, organisations):
        field = self.fields["organisation"]
        field.queryset, field.empty_label = organisations, None
        if len(organisations) == 1:
            field.widget, field.initial = forms.HiddenInput(), organisations[0].pk


def people_of(organisations):
    """Those who represent one of the organisations today, or somebody that speaks for it; certificate officers among them."""
    below = Affiliation.objects.speaking().filter(parent__in=organisations)
    held = Representation.objects.valid_on()
    held = held.filter(organisation__in=organisations) | held.filter(organisation__in=below.values("organisation"))
    return Person.objects.filter(pk__in=held.values("person"))


class FocalPointUpkeep(FormView):
    """A page for those who look after focal points; to everybody else it does not exist."""

    form_class = FocalPointForm
    template_name = "focal_points/form.html"
    success_url = reverse_lazy("focal-point-list")
    point = None

    def dispatch(self, request, *args, **kwargs):
        if not self.find(request.user, **kwargs):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def find(self, user):
        """Whether there is an organisation for which the reader may add a focal point."""
        self.organisations = kept_by(user)
        return bool(self.organisations)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"organisations": self.organisations, "instance": self.point}

    def form_valid(self, form):
        with transaction.atomic():
            point = keep_focal_point(
                point=form.save(commit=False), by=self.request.user, reason="entered by its organisation"
            )
        messages.success(self.request, _("Saved: %(point)s.") % {"point": point})
        return super().form_valid(form)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(title=_("Add a focal point"), **kwargs)
        form = context["form"]
        return context | {"differences": differences(form) if getattr(form, "is_conflict", False) else ()}


class FocalPointEdit(FocalPointUpkeep):
    """One of one's own organisation's focal points."""

    def find(self, user, pk):
        self.point = FocalPoint.objects.editable_by(user).filter(pk=pk).select_related("organisation", "kind").first()
        self.organisations = self.point and Organisation.objects.filter(pk=self.point.organisation_id).with_names()
        return self.point is not None

    def post(self, request, pk):
        """The record stays locked from the comparison of versions to the writing."""
        with transaction.atomic():
            FocalPoint.objects.select_for_update().get(pk=pk)
            self.point.refresh_from_db()
            return super().post(request, pk)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"title": str(self.point), "point": self.point}


class FocalPointConfirm(View):
    """The button that says that a focal point is still right."""

    http_method_names = ["post"]

    def post(self, request, pk):
        with transaction.atomic():
            point = get_object_or_404(
                FocalPoint.objects.editable_by(request.user).select_for_update(of=("self",)), pk=pk
            )
            keep_focal_point(point=point, by=request.user, reason="confirmed as still right")
        messages.success(request, _("Thank you: %(point)s is confirmed.") % {"point": point})
        return redirect("focal-point-list")
