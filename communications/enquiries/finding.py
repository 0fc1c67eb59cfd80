"""What the search finds of the bank of answers: the question and the answer, by their words and their language."""

from collections import Counter

from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from asm_portal.areas import Entry
from asm_portal.searching.results import Results
from asm_portal.searching.sources import Source, counted
from communications.enquiries.bank import flagged
from communications.models import BankedAnswer

KIND, FLAGGED = "answer", "flagged"
STATES = {state.value: capfirst(state.label) for state in BankedAnswer.State}


class Answers(Source):
    """Answers of the bank, for those who prepare and give them."""

    model = BankedAnswer
    template_name = "communications/enquiries/bank/found.html"

    def entries(self, answer):
        return [
            Entry(
                answer.language,
                Truncator(answer.question).words(14),
                f"{answer.question}\n{answer.text}",
                answer.reference,
            )
        ]

    def records(self, reader):
        return super().records(reader).exclude(state=BankedAnswer.State.RETIRED)

    def kinds(self, reader):
        return {KIND: _("Answer of the bank")}

    def narrowed(self, rows, name, values, reader):
        if name == "kind":
            return rows if KIND in values else rows.none()
        if name == "language":
            return rows.filter(language__in=values)
        return rows.none()

    def tally(self, rows, reader):
        (languages,) = counted(rows.order_by(), "language")
        return {"kind": Counter({KIND: languages.total()}), "language": languages}

    def shown(self, rows, reader):
        return flagged(rows, reader)

    def detail(self, answer):
        return answer.reference


class Bank(Answers):
    """The answers of the bank on its own page, by their state and by whether what they cite still holds."""

    states = STATES | {FLAGGED: pgettext_lazy("banked answer", "Cites what holds no more")}

    def records(self, reader):
        return BankedAnswer.objects.visible_to(reader)

    def narrowed(self, rows, name, values, reader):
        if name != "state":
            return super().narrowed(rows, name, values, reader)
        kept = rows.filter(state__in=values)
        if FLAGGED in values:
            kept = kept | rows.filter(pk__in=flagged(rows, reader).filter(is_flagged=True).values("pk"))
        return kept

    def tally(self, rows, reader):
        (states,) = counted(rows.order_by(), "state")
        states[FLAGGED] = flagged(rows.order_by(), reader).filter(is_flagged=True).count()
        return super().tally(rows, reader) | {"state": states}


class BankResults(Results):
    """What answers a query in the bank."""

    among = (Bank(),)

    @property
    def facets(self):
        found = [self.facet("language", _("Language")), self.facet("state", _("State"), order=None)]
        return [facet for facet in found if facet.choices]
