"""Pages of the workspace of a visit: its briefing, team, itinerary, papers and travel data."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logistics.models import TravelPlan, VisitMember, VisitPaper
from logistics.visits import actions, papers, team
from logistics.visits.forms import BriefingForm, MemberForm, ReplaceForm, StopFormSet, TravelForm
from logistics.visits.forms_reports import PaperForm
from logistics.visits.pages import VisitFormView, VisitMixin, VisitVerb


class PlannersMixin(VisitMixin):
    """A page of those who plan the visit."""

    part_of_page = ""

    def is_for(self, part):
        return part.plans

    def after(self):
        return f"{self.object.get_absolute_url()}#{self.part_of_page}"


class EditBriefing(PlannersMixin, VisitFormView):
    """What the team is sent for, how it is reached, when its report is due."""

    form_class = BriefingForm
    part_of_page = "terms"
    title = gettext_lazy("Terms of reference and report")
    done = gettext_lazy("It is saved.")

    def get_initial(self):
        visit, briefing = self.object, actions.briefing_of(self.object)
        return {
            "seen": visit.version, "terms_en": briefing.terms_en, "terms_fr": briefing.terms_fr,
            "contact": briefing.contact, "languages": visit.languages, "report_due_on": visit.report_due_on,
        }  # fmt: skip

    def do(self, form):
        actions.write_briefing(visit=self.object, by=self.request.user, **form.cleaned_data)


class AddMember(PlannersMixin, VisitFormView):
    """Somebody for the team; the first one leads it unless it has a leader."""

    form_class = MemberForm
    part_of_page = "team"
    button = gettext_lazy("Add to the team")
    done = gettext_lazy("The team is larger by one.")

    @cached_property
    def role(self):
        has_leader = self.object.members.current().filter(role=VisitMember.Role.LEADER).exists()
        return VisitMember.Role.MEMBER if has_leader else VisitMember.Role.LEADER

    @property
    def title(self):
        return _("Add a member") if self.role == VisitMember.Role.MEMBER else _("Choose the leader")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"visit": self.object, "by": self.request.user}

    def do(self, form):
        place = form.cleaned_data["place"]
        team.put_in_team(
            visit=self.object,
            person=place.person,
            organisation=place.organisation,
            role=self.role,
            by=self.request.user,
        )


class MemberMixin(VisitMixin):
    """A page about a member who is in the team."""

    @cached_property
    def member(self):
        rows = VisitMember.objects.visible_to(self.request.user).current().filter(visit=self.object)
        return get_object_or_404(rows.select_related("person", "organisation", "visit"), pk=self.kwargs["member"])


class ReplaceMember(MemberMixin, PlannersMixin, VisitFormView):
    """A member leaves, and somebody else may take the place."""

    form_class = ReplaceForm
    part_of_page = "team"
    explanation = gettext_lazy("Whoever leaves no longer reads the papers from that moment on.")
    button = gettext_lazy("Replace")
    done = gettext_lazy("The team is changed.")

    @property
    def title(self):
        return _("Replace %(person)s") % {"person": self.member.person}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"member": self.member, "by": self.request.user}

    def do(self, form):
        place = form.cleaned_data["place"]
        successor = {"person": place.person, "organisation": place.organisation} if place else {}
        team.replace_member(member=self.member, because=form.cleaned_data["because"], by=self.request.user, **successor)


class EditTravel(MemberMixin, VisitFormView):
    """When a member comes and goes: of the member, and of the secretariat for them."""

    form_class = TravelForm
    title = gettext_lazy("Travel")
    done = gettext_lazy("It is saved.")

    def is_for(self, part):
        own = part.member and part.member.pk == self.member.pk
        return bool(part.secretariat or own)

    @property
    def explanation(self):
        return _(
            "For %(person)s. The Participant and the secretariat read it; it is deleted some weeks after the return."
        ) % {"person": self.member.person}

    def post(self, request, *args, **kwargs):
        """The member stays locked, so that two forms that are sent at once write one row."""
        with transaction.atomic():
            VisitMember.objects.select_for_update().get(pk=self.member.pk)
            return super().post(request, *args, **kwargs)

    def get_form_kwargs(self):
        held = TravelPlan.objects.visible_to(self.request.user).filter(member=self.member).first()
        return super().get_form_kwargs() | {"instance": held or TravelPlan(member=self.member)}

    def do(self, form):
        form.save()

    def after(self):
        return f"{self.object.get_absolute_url()}#travel"


class EditItinerary(PlannersMixin, VisitFormView):
    """The stops of the itinerary, in one form."""

    form_class = StopFormSet
    template_name = "logistics/visits/itinerary_form.html"
    part_of_page = "itinerary"
    title = gettext_lazy("Itinerary")
    explanation = gettext_lazy(
        "1 is the first day of the visit: the itinerary moves with it. Times are those of the place."
    )
    done = gettext_lazy("The itinerary is saved.")

    def get_form_kwargs(self):
        kwargs = {key: value for key, value in super().get_form_kwargs().items() if key != "prefix"}
        rows = self.object.stops.values("day_number", "time", "place", "what")
        return kwargs | {"initial": list(rows)}

    def form_valid(self, form):
        try:
            actions.write_itinerary(visit=self.object, rows=form.rows(), by=self.request.user, seen=self.seen)
        except ValidationError as refusal:
            return self.render_to_response(self.get_context_data(form=form, refusal=" ".join(refusal.messages)))
        messages.success(self.request, self.done)
        return redirect(self.after())

    def get_context_data(self, **kwargs):
        """What is sent again carries the version that was seen first: it writes over nothing that was not."""
        return super().get_context_data(seen=self.request.POST.get("seen", self.object.version), **kwargs)


class AddPaper(PlannersMixin, VisitFormView):
    """A new paper, or one of the archive."""

    form_class = PaperForm
    part_of_page = "papers"
    title = gettext_lazy("Add a paper")
    explanation = gettext_lazy(
        "The Participant reads a new paper at once, the team and the body once the visit is confirmed."
    )
    button = gettext_lazy("Add")
    done = gettext_lazy("The paper is added.")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"visit": self.object, "by": self.request.user}

    def do(self, form):
        given = form.cleaned_data
        if given["reference"]:
            papers.add_paper(visit=self.object, document=given["reference"], by=self.request.user)
        else:
            filed = {name: given[name] for name in ("title", "language", "file")}
            papers.file_paper(visit=self.object, by=self.request.user, **filed)


class RemovePaper(PlannersMixin, VisitVerb):
    """A document is no longer among the papers."""

    part_of_page = "papers"
    done = gettext_lazy("The paper is taken out.")

    def do(self):
        rows = VisitPaper.objects.visible_to(self.request.user).filter(visit=self.object)
        papers.remove_paper(paper=get_object_or_404(rows, pk=self.kwargs["paper"]), by=self.request.user)
