"""The end of a case: what the bodies are told of it, what they are not, and results that are not published."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from asm_portal.dated import today
from assistance.models import AssistanceRequest, Delivery, HelpQuestion, Outcome, Result
from assistance.outcomes.actions import answer_contest, contest, record_delivery, record_outcome
from assistance.outcomes.helping import answer
from assistance.outcomes.links import link_for
from assistance.referrals.actions import refer
from assistance.results.actions import Written, give_back, prepare, put_to_both, say, seen_of
from tests.assistance.ended import contested, published, result_kind, ripened
from tests.assistance.ended import told as ended
from tests.assistance.referred import asked
from tests.cast import token_in
from tests.planted_assistance_analysis import noted

SUBJECT = "A case that ended"
A_YEAR = 365


def plant_outcomes(plant, of_the_requester, body, staff):
    """`of_the_requester` are those of XA with the KP Chair's office and the secretariat, `body` the members of XWB with these."""
    cast = plant.cast
    case = AssistanceRequest.objects.create(
        organisation=cast.xa, asked_by=cast.member_a.person, wants_training=True, level="technical", subject=SUBJECT,
        text="Teach us.", language="en", submitted_at=timezone.now(), is_demonstration=True,
    )  # fmt: skip
    refer(request=case, bodies=[cast.xwb], purpose="Teach them.", respond_by=today(), by=cast.secretary)
    told(plant, case, body | of_the_requester)
    said_by_the_requester(plant, case, of_the_requester)
    noted(plant, case, staff)
    results(plant, case, of_the_requester, staff)
    of_last_year(plant, of_the_requester)


def told(plant, case, readers):
    """A delivery and the outcome, which are read with the request."""
    by, (word, lure) = plant.cast.secretary, plant.words()
    day = today()
    given = {
        "kind": "advice",
        "by_whom": f"School {word}",
        "start_date": day,
        "end_date": day,
        "text": f"Given {word} {lure}",
    }
    record_delivery(delivery=Delivery(request=case, **given), by=by)
    record_outcome(request=case, kind=Outcome.Kind.DELIVERED, text=f"Told {word} {lure}", seen="0", by=by)
    plant.secret(readers)


def said_by_the_requester(plant, case, readers):
    """A contest, and the answer whether it helped."""
    asker = plant.cast.member_a
    word, lure = plant.words()
    contest(request=case, text=f"Not {word} {lure}", person=asker.person, by=asker)
    plant.secret(readers)
    word, lure = plant.words()
    question = HelpQuestion.objects.create(request=case)
    answer(question=question, answer="partly", text=f"Helped {word} {lure}", person=asker.person, by=asker)
    plant.secret(readers)


def of_last_year(plant, readers):
    """A case that was contested and stands, of which nobody has asked yet whether it helped."""
    cast = plant.cast
    word, lure = plant.words()
    case = ended(cast, asked(cast, subject=f"Last year {word} {lure}"), text=f"Told {word} {lure}")
    row = contested(cast, case, text=f"Not {word} {lure}")
    plant.secret(readers)
    word, lure = plant.words()
    answer_contest(contest=row, answer=f"It stands {word} {lure}", reopens=False, by=cast.secretary)
    plant.secret(readers)
    ripened(case, A_YEAR)


def results(plant, case, readers, staff):
    """A draft, one that the KP Chair’s office gave back, one that lies before both with a refusal, and one that everyone
    reads."""
    cast = plant.cast
    result_kind()
    written(plant, case)
    plant.secret(staff)
    result = written(plant, case)
    plant.secret(staff)
    put_to_both(result=result, seen=seen_of(result), by=cast.secretary)
    word, lure = plant.words()
    give_back(result=result, seen=seen_of(result), remark=f"Change {word} {lure}", by=cast.kp_chair)
    plant.secret(staff)
    result = written(plant, case)
    plant.secret(readers)
    word, lure = plant.words()
    put_to_both(result=result, seen=seen_of(result), kept_because=f"Known {word} {lure}", by=cast.secretary)
    plant.secret(readers)
    word, lure = plant.words()
    facts = {"agrees": False, "text": f"No {word} {lure}", "person": cast.member_a.person, "by": cast.member_a}
    say(result=result, seen=seen_of(result), **facts)
    plant.secret(readers)
    published(cast, prepare(request=case, texts=open_texts(), by=cast.secretary))


def written(plant, case):
    word, lure = plant.words()
    file = SimpleUploadedFile("result.txt", f"fichier {word} {lure}".encode())
    texts = {
        "en": Written(f"title {word} {lure}", f"text {word} {lure}"),
        "fr": Written(f"titre {word} {lure}", "", file),
    }
    return prepare(request=case, texts=texts, by=plant.cast.secretary)


def open_texts():
    return {code: Written("Training on the spot", "Lamps first.") for code in ("en", "fr")}


def outcomes_planted():
    """The arguments of the addresses."""
    request = AssistanceRequest.objects.get(subject=SUBJECT)
    case = request.reference
    drafts, put = (
        Result.objects.filter(asked_at=None, remark=""),
        Result.objects.get(asked_at__isnull=False, published_at=None),
    )
    consent = linked(request, "consent-link", result=put.pk)
    return {
        "contest-link": [linked(request, "contest-link")],
        "help-link": [linked(request, "help-link")],
        "consent-link": [consent],
        "consent-link-file": [consent, "fr"],
        "case-ended": [case],
        "case-delivery": [case, request.deliveries.first().pk],
        "result-draft": [drafts.get().document.reference],
        "result": [put.document.reference],
        "result-file": [put.document.reference, "fr"],
        "result-published": [Result.objects.published().get().document.reference],
    }


def linked(request, name, **facts):
    """The token of a link that was mailed to whoever asked."""
    return token_in(link_for(request, request.asked_by, f"assistance:{name}", **facts))
