"""Cases that come to their end, for the tests of outcomes and results."""

from datetime import timedelta

from django.utils import timezone

from asm_portal.dated import today
from assistance.models import AssistanceRequest, Delivery, Outcome
from assistance.outcomes.actions import contest, outcome_of, record_delivery, record_outcome, version_of_outcome
from assistance.results.actions import Written, decide, prepare, put_to_both, say, seen_of
from knowledge.models import DocumentKind
from tests.assistance.referred import asked

TOLD = "The course was held, and the material stays with you."
TEXTS = {
    "en": Written("Training valuers", "A course of a week. Lamps were *checked* before."),
    "fr": Written("Former des évaluateurs", "Un cours d’une semaine. Les lampes ont été *contrôlées* avant."),
}


def given(cast, case, **facts):
    """Something that was given for the case three days ago."""
    day = today() - timedelta(days=3)
    what = {"kind": Delivery.Kind.WORKSHOP, "by_whom": "The school of valuers", "start_date": day, "end_date": day}
    return record_delivery(delivery=Delivery(request=case, **what | facts), by=cast.secretary)


def told(cast, case=None, kind=Outcome.Kind.DELIVERED, text=TOLD):
    """A case whose outcome is recorded, as it stands then."""
    case = case or asked(cast)
    if kind != Outcome.Kind.DECLINED and not case.deliveries.exists():
        given(cast, case)
    seen = version_of_outcome(outcome_of(case))
    record_outcome(request=case, kind=kind, text=text, seen=seen, by=cast.secretary)
    return fresh(case)


def fresh(case):
    return AssistanceRequest.objects.get(pk=case.pk)


def contested(cast, case, text="Two of us could not come.", by=None):
    by = by or cast.member_a
    return contest(request=case, text=text, person=by.person, by=by)


def ripened(case, days):
    """The case as it stands so many days after its outcome."""
    outcome = outcome_of(case)
    outcome.at = timezone.now() - timedelta(days=days)
    outcome.save()
    return outcome


def result_kind():
    """The kind of document that the reference data brings."""
    facts = {"name_en": "Result of assistance", "name_fr": "Résultat d’une assistance", "prefix": "TAO"}
    return DocumentKind.objects.get_or_create(code="assistance_result", defaults=facts | {"default_audience": "chair"})[
        0
    ]


def prepared(cast, case=None, texts=TEXTS):
    """A draft of a result."""
    result_kind()
    return prepare(request=case or told(cast), texts=texts, by=cast.secretary)


def put(cast, result=None, **facts):
    """A result that lies before both."""
    result = result or prepared(cast)
    return put_to_both(result=result, seen=seen_of(result), by=cast.secretary, **facts)


def agreed(cast, result, agrees=True, by=None, **facts):
    by = by or cast.member_a
    return say(result=result, agrees=agrees, seen=seen_of(result), person=by.person, by=by, **facts)


def approved(cast, result):
    return decide(result=result, seen=seen_of(result), by=cast.kp_chair)


def published(cast, result=None):
    """A result that everyone reads."""
    result = put(cast, result)
    agreed(cast, result)
    return approved(cast, result)
