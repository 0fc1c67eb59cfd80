"""The public register: Participants, Observers and bodies, as of a day (`?on=`)."""

from datetime import UTC, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import DetailView, ListView

from asm_portal.access import PublicMixin
from asm_portal.areas import gather
from asm_portal.dated import OnDayMixin
from asm_portal.focal_points import rows
from asm_portal.members import entered_by, why_here
from asm_portal.models import Body, Membership, OfficeTerm, Organisation, ParticipationStatus
from asm_portal.models.organisations import OBSERVER_STATUSES
from asm_portal.register import (
    WITHOUT_ROLL,
    alphabetical,
    begins_later,
    bodies_on,
    documents_of,
    entries,
    has_ended,
    history_of,
    known_to_the_year,
    members_of_unions,
    named,
    rolls_of,
    seats_of,
    standing_words,
    with_standing,
)
from asm_portal.visibility import standing_of

# What a list of Participants or of Observers need not say of each.
PLAIN_STATUSES = (ParticipationStatus.Status.PARTICIPANT, ParticipationStatus.Status.OBSERVER)


class RegisterMixin(PublicMixin, OnDayMixin):
    """A public page of the register. A day that is none gets its message and the status 400; the page shows today."""

    def get_context_data(self, **kwargs):
        """`on` keeps the day on the way to other pages of the register."""
        return super().get_context_data(on=f"?on={self.asked_day.isoformat()}" if self.asked_day else "", **kwargs)

    def render_to_response(self, context, **kwargs):
        return super().render_to_response(context, **kwargs, status=400 if self.day_error else 200)


class OrganisationListView(RegisterMixin, ListView):
    """Organisations of one part in the Process; those of the demonstration apart and never counted."""

    model = Organisation

    def get_context_data(self, **kwargs):
        members = members_of_unions(self.request.user, self.day)
        counts = {union: len(rows) for union, rows in members.items()}
        rows = entries(with_standing(self.get_queryset(), self.request.user, self.day), self.day, counts)
        return super().get_context_data(
            entries=[row for row in rows if not row.organisation.is_demonstration],
            demonstration=[row for row in rows if row.organisation.is_demonstration],
            members=members,
            plain=PLAIN_STATUSES,
            **kwargs,
        )


class ParticipantListView(OrganisationListView):
    template_name = "register/participant_list.html"

    def get_queryset(self):
        return super().get_queryset().participants(self.day)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(title=_("Participants"), **kwargs)
        facts = Organisation.objects.visible_to(self.request.user).facts()
        context["states_count"] = facts.states_represented(self.day).count()
        context["known_to_the_year"] = known_to_the_year(context["entries"], self.day)
        context["represented"] = [
            (row, named(context["members"][row.organisation.pk], self.day)) for row in context["entries"] if row.count
        ]
        return context


class ObserverListView(OrganisationListView):
    template_name = "register/observer_list.html"

    def get_queryset(self):
        return super().get_queryset().observers(self.day)

    def get_context_data(self, **kwargs):
        return super().get_context_data(title=_("Observers"), **kwargs)


class OrganisationDetailView(RegisterMixin, DetailView):
    """An organisation on a day: its standing, how it came about, its bodies and offices."""

    model = Organisation
    slug_field = slug_url_kwarg = "code"
    template_name = "register/organisation_detail.html"

    def get_queryset(self):
        return with_standing(super().get_queryset(), self.request.user, self.day).prefetch_related(
            "statuses__covered_by__names", "measures", "affiliations__parent__names"
        )

    @property
    def moment(self):
        """Now; on another day than today, noon."""
        return timezone.now() if self.asked_day is None else datetime.combine(self.day, time(12), UTC)

    def get_context_data(self, **kwargs):
        organisation, day, reader = self.object, self.day, self.request.user
        panels = gather("on_organisation", organisation, reader, day)
        parents = self.parents()
        terms = self.terms()
        records = [*organisation.statuses.all(), *organisation.measures.all(), *terms]
        documents = documents_of(gather("basis_of", records, reader))
        return super().get_context_data(
            title=organisation.name_on(day),
            history=history_of(organisation, day, documents),
            standing=standing_words(organisation, parents, day),
            parents=parents,
            members=named(members_of_unions(reader, day)[organisation.pk], day),
            memberships=self.memberships(),
            terms=[(term, documents[term]) for term in terms],
            points=next(iter(rows([organisation], reader, self.moment)), None),
            is_now=self.asked_day is None,
            is_observer=any(row.status in OBSERVER_STATUSES for row in organisation.statuses.all()),
            names=[name for name in organisation.names.all() if name.holds_on(day)],
            former_names=[
                (name, name.valid_until - timedelta(days=1))
                for name in organisation.names.all()
                if name.valid_until and name.valid_until <= day
            ],
            panels=[panel for panel in panels if not panel.is_aside],
            aside=[panel for panel in panels if panel.is_aside],
            **kwargs,
        )

    def parents(self):
        """Affiliations of the day, each with the `name` that the parent bore then."""
        rows = [row for row in self.object.affiliations.all() if row.holds_on(self.day)]
        for row in rows:
            row.name = row.parent.name_on(self.day)
        return rows

    def memberships(self):
        """Of the day, and those only attested."""
        rows = Membership.objects.visible_to(self.request.user).filter(organisation=self.object).select_related("body")
        shown = [row for row in rows if row.attested or row.holds_on(self.day)]
        return sorted(shown, key=lambda row: (bool(row.attested), alphabetical(row.body.name)))

    def terms(self):
        """The latest first, then those only attested."""
        rows = OfficeTerm.objects.visible_to(self.request.user).filter(organisation=self.object)
        dated = rows.filter(valid_from__isnull=False).order_by("-valid_from")
        attested = rows.filter(valid_from=None).order_by("-attested")
        return [*dated.select_related("office__body"), *attested.select_related("office__body")]


class BodyListView(RegisterMixin, ListView):
    model = Body
    template_name = "register/body_list.html"

    def get_context_data(self, **kwargs):
        bodies = list(self.get_queryset())
        facts = [body for body in bodies if not body.is_demonstration]
        return super().get_context_data(
            title=_("Working groups and committees"),
            groups=bodies_on(facts, self.day, is_today=self.asked_day is None),
            demonstration=[body for body in bodies if body.is_demonstration],
            **kwargs,
        )


class BodyDetailView(RegisterMixin, DetailView):
    """A body on a day: its mandate, office-holders and members, and what the tasks add."""

    model = Body
    slug_field = slug_url_kwarg = "code"
    template_name = "register/body_detail.html"

    def get_queryset(self):
        return (
            super().get_queryset().select_related("parent", "successor").prefetch_related("subgroups", "predecessors")
        )

    def get_context_data(self, **kwargs):
        body, day, reader = self.object, self.day, self.request.user
        panels = gather("on_body", body, reader, day)
        seats = seats_of(body, reader, day)
        records = [body, *(term for seat in seats for term in seat.terms)]
        documents = documents_of(gather("basis_of", records, reader))
        roll, attested_rolls = rolls_of(body, reader, day)
        belongs = entered_by(reader).filter(pk=body.pk).exists()
        return super().get_context_data(
            title=body.name,
            seats=seats,
            terms=[
                (seat.office, [(term, documents[term]) for term in seat.terms]) for seat in seats if seat.has_history
            ],
            basis=documents[body],
            roll=roll,
            attested_rolls=attested_rolls,
            has_roll=bool(roll.grades or attested_rolls) or body.kind not in WITHOUT_ROLL,
            is_yet_to_come=begins_later(body, day),
            is_over=has_ended(body, day),
            belongs=belongs,
            sees_sources=standing_of(reader).secretariat,
            why=why_here(body, reader) if belongs else "",
            anchors=[(panel.anchor, panel.title) for panel in panels if panel.anchor and belongs],
            panels=[panel for panel in panels if not panel.is_aside],
            aside=[panel for panel in panels if panel.is_aside],
            **kwargs,
        )
