"""The referrals that a query string asks for, and what they can be narrowed by. Whatever is wrong in it is left out."""

from django.db.models import Case, Count, IntegerField, Value, When
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from asm_portal.models import Body
from asm_portal.register import alphabetical
from asm_portal.searching.facets import Choice, Facet
from assistance.models import AssistanceRequest, Referral

State = Referral.State
UNANSWERED, OVERDUE = "unanswered", "overdue"
# What waits first, by its day; then the newest of the others.
IN_ORDER = (
    Case(When(state=State.PENDING, then=Value(0)), default=Value(1), output_field=IntegerField()),
    Case(When(state=State.PENDING, then="respond_by")),
    "-made_at",
    "-pk",
)


def states():
    """What the filter by state offers, in its order."""
    ended = [state for state in State if state != State.PENDING]
    return {UNANSWERED: _("Waiting for an answer"), OVERDUE: _("Answer overdue")} | {
        state.value: capfirst(state.label) for state in ended
    }


class Listing:
    """The referrals that the reader may know of, as far as the filters leave them."""

    def __init__(self, data, reader):
        self.everything = Referral.objects.visible_to(reader)
        referred_to = self.everything.order_by().values("body")
        self.bodies = {body.code: body for body in Body.objects.visible_to(reader).filter(pk__in=referred_to)}
        asked = {"state": data.get("state", ""), "body": data.get("body", "")}
        known = {"state": states(), "body": self.bodies}
        self.chosen = {name: value for name, value in asked.items() if value in known[name]}

    def rows(self):
        """What the filters leave."""
        return self.narrowed().for_display().order_by(*IN_ORDER)

    def narrowed(self, but=""):
        rows = self.everything
        for name, value in self.chosen.items():
            if name != but:
                rows = getattr(self, f"by_{name}")(rows, value)
        return rows

    def by_state(self, rows, state):
        if state == UNANSWERED:
            return rows.waiting()
        return rows.overdue() if state == OVERDUE else rows.filter(state=state)

    def by_body(self, rows, code):
        return rows.filter(body=self.bodies[code])

    def facets(self):
        """State and body, each counted under the choice of the other."""
        return [facet for facet in (self.of_states(), self.of_bodies()) if facet.choices]

    def of_states(self):
        rows = self.narrowed(but="state")
        found = [(state, words, self.by_state(rows, state).count()) for state, words in states().items()]
        return self.facet("state", _("State"), found)

    def of_bodies(self):
        counts = dict(self.narrowed(but="body").order_by().values_list("body__code").annotate(Count("pk")))
        order = sorted(self.bodies.values(), key=lambda body: alphabetical(body.name))
        return self.facet("body", _("Body"), [(body.code, body.name, counts.get(body.code, 0)) for body in order])

    def facet(self, name, label, choices):
        picked = self.chosen.get(name)
        made = [Choice(value, str(words), count, value == picked) for value, words, count in choices]
        return Facet(name, label, [choice for choice in made if choice.count or choice.selected], is_select=True)


def known_requests(referrals, reader):
    """The requests behind the referrals that the reader may know of, as primary keys."""
    asked = AssistanceRequest.objects.visible_to(reader).filter(pk__in=[row.request_id for row in referrals])
    return set(asked.values_list("pk", flat=True))
