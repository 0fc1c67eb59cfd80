"""Letters of the KP Chair about an overdue report, one waiting and one declined, and why nothing is disclosed."""

from datetime import date

from logistics.matrix.disclosure import Readers, Shown, decide
from logistics.models import EscalationLetter, Obligation, ReportingPeriod

YEAR = 2019


def plant_ladder(plant, chair):
    """`chair` are the KP Chair's office and the secretariat."""
    cast = plant.cast
    owed = Obligation.objects.create(
        code="planted", name_en="Planted report", name_fr="Rapport semé", frequency="yearly", binds="participants"
    )
    for year, decision in (
        (YEAR, {}),
        (YEAR + 1, {"state": "declined", "decided_on": date(2021, 6, 1), "decided_by": cast.kp_chair}),
    ):
        word, _lure = plant.words()
        period = ReportingPeriod.objects.create(
            obligation=owed, start=date(year, 1, 1), end=date(year, 12, 31), due_on=date(year + 1, 3, 31)
        )
        reason = {"reason": f"Reason {word}"} if decision else {}
        EscalationLetter.objects.create(
            period=period,
            organisation=cast.xa,
            text_en=f"Letter {word}",
            text_fr=f"Lettre {word}",
            **decision,
            **reason,
        )
        plant.secret(chair)
    word, _lure = plant.words()
    decide(readers=Readers.OBSERVERS, shown=Shown.NOTHING, reason=f"Reason {word}", by=cast.kp_chair)
    plant.secret(chair)
