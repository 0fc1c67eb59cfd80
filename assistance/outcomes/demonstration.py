"""Of the demonstration (J8): a workshop was given for the sample request, its outcome is told, and a result is published."""

from asm_portal.dated import today
from asm_portal.removal import remove
from assistance.models import Delivery, Outcome, Result
from assistance.models.results import Channel
from assistance.outcomes.actions import close, record_delivery, settle, what_is_open
from assistance.requests.demonstration import sample
from assistance.results.actions import Written, decide, lay_before_both, prepare, say, seen_of
from knowledge.models import Document

GIVEN = "Sample. A course in the valuation office: sorting, lighting, the loupe, prices, and the papers of a parcel."
TOLD = "Sample. The course was held. Six valuers took part; the material stays with your office."
TEXTS = {
    "en": Written(
        "Sample: training valuers of rough diamonds on the spot",
        "A valuation office asked for a course of a week. It was held in its own rooms, with its own parcels.\n\n"
        "## What helped\n\n"
        "- Six colleagues at most, so that each could handle the stones.\n"
        "- Lamps and scales were checked before the first day.\n"
        "- The price book was explained with parcels of the season.\n\n"
        "## What to do differently\n\n"
        "A second course for those who supervise the valuers, half a year later.",
    ),
    "fr": Written(
        "Exemple : former sur place des évaluateurs de diamants bruts",
        "Un bureau d’évaluation a demandé un cours d’une semaine. Il a eu lieu dans ses locaux, avec ses propres lots.\n\n"
        "## Ce qui a aidé\n\n"
        "- Six collègues au plus, afin que chacun manipule les pierres.\n"
        "- Lampes et balances ont été contrôlées avant le premier jour.\n"
        "- Le barème des prix a été expliqué avec des lots de la saison.\n\n"
        "## Ce qu’il faudrait faire autrement\n\n"
        "Un second cours, six mois plus tard, pour celles et ceux qui encadrent les évaluateurs.",
    ),
}


def demonstrate(cast):
    """The sample case as it ended, without the mails that the verbs send; nothing where something was delivered already."""
    request, by = sample(), cast.secretary
    if request is None or request.deliveries.exists():
        return
    accepted = request.referrals.filter(state="accepted").first()
    workshop = request.workshops.filter(start_date__lte=today()).first()
    first, last = (workshop.start_date, workshop.end_date) if workshop else (today(), today())
    delivery = Delivery(
        request=request, kind=Delivery.Kind.WORKSHOP, by_whom=accepted.provider if accepted else "Sample",
        start_date=first, end_date=last, text=GIVEN, referral=accepted,
        workshop=workshop,
    )  # fmt: skip
    record_delivery(delivery=delivery, by=by)
    settle(request=request, kind=Outcome.Kind.DELIVERED, text=TOLD, by=by)
    if not what_is_open(request):
        close(request=request, by=by)
    publish_sample(request, cast)


def publish_sample(request, cast):
    result = prepare(request=request, texts=TEXTS, by=cast.secretary)
    lay_before_both(result, "", cast.secretary)
    asker, seen = cast.users["delegate.xa"], seen_of(result)
    say(result=result, agrees=True, seen=seen, channel=Channel.PORTAL, person=asker.person, by=asker)
    decide(result=result, seen=seen, by=cast.users["chair"])


def forget_demonstration():
    """Take out how the samples ended, drafts again first: a result and what it was published by hold on to each other."""
    results = Result.objects.filter(request__is_demonstration=True)
    for result in results.exclude(published_at=None):
        result.published_at = result.consent = result.approval = None
        result.save()
    documents = list(results.values_list("document", flat=True))
    remove(results)
    remove(Document.objects.filter(pk__in=documents))
