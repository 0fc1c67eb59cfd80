"""The requests that a query string asks for, and what they can be narrowed by. Whatever is wrong in it is left out."""

from django.db.models import Case, Count, IntegerField, Value, When
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from asm_portal.models import Body, Organisation
from asm_portal.register import alphabetical
from asm_portal.searching.facets import Choice, Facet
from asm_portal.visibility import standing_of
from assistance.analysis.waiting import overdue as not_analysed_in_time
from assistance.models import AssistanceRequest, Referral
from assistance.requests.stages import Stage, with_stages

NAMES = ("stage", "kind", "body", "participant")
OVERDUE = "overdue"
# Drafts, then those that wait, then those that are over.
PLACE = Case(
    When(stage=Stage.DRAFT, then=Value(0)),
    When(stage=Stage.CLOSED, then=Value(2)),
    default=Value(1),
    output_field=IntegerField(),
)


class Listing:
    """The requests that the reader may know of, as far as the filters leave them."""

    def __init__(self, data, reader):
        self.everything = with_stages(AssistanceRequest.objects.visible_to(reader))
        self.referrals = Referral.objects.visible_to(reader)
        standing = standing_of(reader)
        self.follows = standing.secretariat or standing.chair
        self.labels = self.stages() | {"kind": {kind.value: capfirst(kind.label) for kind in AssistanceRequest.Kind}}
        self.labels |= {"body": self.bodies(), "participant": self.participants()}
        asked = {name: data.get(name, "") for name in NAMES}
        self.chosen = {name: value for name, value in asked.items() if value in self.labels[name]}

    def stages(self):
        """Those that a request can be in and, for whoever follows them all, what is overdue."""
        late = {OVERDUE: _("Overdue")} if self.follows else {}
        return {"stage": late | {stage.value: capfirst(stage.label) for stage in Stage}}

    def bodies(self):
        """The bodies to which one of the requests was referred, of those referrals that the reader may know of."""
        found = Body.objects.filter(pk__in=self.referrals.values("body"))
        return {body.code: body.name for body in sorted(found, key=lambda body: alphabetical(body.name))}

    def participants(self):
        """Whom the requests are for."""
        served = self.everything.order_by().values("beneficiaries__organisation")
        found = Organisation.objects.filter(pk__in=served).with_names()
        return {row.code: row.name for row in sorted(found, key=lambda row: alphabetical(row.name))}

    def narrowed(self, but=""):
        rows = self.everything
        for name, value in self.chosen.items():
            if name != but:
                rows = getattr(self, f"by_{name}")(rows, value)
        return rows

    def by_stage(self, rows, stage):
        if stage != OVERDUE:
            return rows.filter(stage=stage)
        late = self.referrals.overdue().values("request")
        return rows.filter(pk__in=late) | rows.filter(pk__in=not_analysed_in_time(self.everything).values("pk"))

    def by_kind(self, rows, kind):
        return rows.of_kind(kind)

    def by_body(self, rows, code):
        return rows.filter(pk__in=self.referrals.filter(body__code=code).values("request"))

    def by_participant(self, rows, code):
        return rows.filter(pk__in=rows.filter(beneficiaries__organisation__code=code).order_by().values("pk"))

    def rows(self):
        """What all filters leave: drafts, then the open ones, who has waited longest on top, then the last that were closed."""
        return self.narrowed().for_display().order_by(PLACE, "submitted_at", "pk")

    def facets(self):
        """Stage, kind, body and Participant, each counted under the choice of the others."""
        words = {
            "stage": _("Where it stands"),
            "kind": _("Kind"),
            "body": _("Referred to"),
            "participant": _("Participant"),
        }
        found = [self.facet(name, label) for name, label in words.items()]
        return [facet for facet in found if facet.choices]

    def facet(self, name, label):
        counts, picked = getattr(self, f"count_{name}")(self.narrowed(but=name).order_by()), self.chosen.get(name)
        made = [
            Choice(value, words, counts.get(value, 0), value == picked) for value, words in self.labels[name].items()
        ]
        return Facet(name, label, [choice for choice in made if choice.count or choice.selected], is_select=True)

    def count_stage(self, rows):
        late = {OVERDUE: self.by_stage(rows, OVERDUE).count()} if self.follows else {}
        return dict(rows.values_list("stage").annotate(Count("pk"))) | late

    def count_kind(self, rows):
        kinds = AssistanceRequest.Kind
        return rows.aggregate(**{kind.value: Count(Case(When(**{f"wants_{kind}": True}, then=1))) for kind in kinds})

    def count_body(self, rows):
        known = self.referrals.filter(request__in=rows.values("pk")).order_by()
        return dict(known.values_list("body__code").annotate(Count("request", distinct=True)))

    def count_participant(self, rows):
        return dict(rows.values_list("beneficiaries__organisation__code").annotate(Count("pk", distinct=True)))
