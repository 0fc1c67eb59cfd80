"""What the tests of written procedures share."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from asm_portal.visibility import Audience
from communications.models import Declaration, Position, WrittenProcedure
from communications.procedures import actions
from knowledge import actions as documents
from tests.cast import again
from tests.knowledge.papers import make_kind

Kind = Position.Kind
TITLE, QUESTION = "Draft rules on seals", "Shall the draft rules on seals be adopted?"


def page(procedure, name="procedure-detail"):
    return reverse(f"communications:{name}", args=[procedure.reference])


def text_of(cast, *, audience=Audience.BODY, text="# Seals\n\nA seal is of lead.", **facts):
    """A final document of the body with a text in English and one in French."""
    facts = {"issuing_body": cast.xwa, "is_demonstration": True} | facts
    document = documents.add_document(
        kind=make_kind("meeting_paper", "body", "PAP"), titles={"en": TITLE, "fr": "Projet de règles sur les scellés"},
        by=cast.secretary, audience=audience, **facts,
    )  # fmt: skip
    revise(document, cast, text)
    return documents.publish(document=document, by=cast.secretary)


def revise(document, cast, text):
    revision = documents.add_revision(document=document, by=cast.secretary)
    for language in ("en", "fr"):
        documents.add_rendition(revision=revision, language=language, text=f"{text} ({language})", by=cast.secretary)
    return revision


def drafted(cast, *, body=None, document=None, days=10, **facts):
    """A draft that would close in so many days."""
    procedure = WrittenProcedure(
        body=body or cast.xwa, document=document or text_of(cast), question_en=QUESTION,
        question_fr="Le projet de règles sur les scellés est-il adopté ?", support_percent=50,
        closes_at=timezone.now() + timedelta(days=days), **facts,
    )  # fmt: skip
    return actions.prepare(procedure=procedure, by=cast.secretary)


def running(cast, **facts):
    return put(drafted(cast, **facts), cast)


def put(procedure, cast):
    actions.put(procedure=procedure, by=cast.secretary, seen=procedure.version)
    return WrittenProcedure.objects.get(pk=procedure.pk)


def fresh(procedure):
    return WrittenProcedure.objects.for_display().get(pk=procedure.pk)


def say(procedure, organisation, kind, by, text="", **given):
    """What an organisation says, by somebody who knows what stands."""
    last = fresh(procedure).standing.get(organisation.pk)
    given = {"seen": last.pk if last else None} | given
    return actions.answer(procedure=procedure, organisation=organisation, kind=kind, text=text, by=by, **given)


def everybody_supports(procedure, cast):
    for organisation, by in ((cast.xa, cast.member_a), (cast.xc, cast.secretary), (cast.xd, cast.both)):
        say(procedure, organisation, Kind.SUPPORT, by)


def move(procedure, **by):
    """The procedure as if it had begun, and would end, so much earlier."""
    earlier = timedelta(**by)
    procedure = WrittenProcedure.objects.get(pk=procedure.pk)
    procedure.opens_at, procedure.closes_at = procedure.opens_at - earlier, procedure.closes_at - earlier
    procedure.save()
    for row in procedure.extensions.all():
        row.closes_at -= earlier
        row.save()
    return fresh(procedure)


def declared(procedure, cast, outcome="adopted", remark=""):
    office = cast.xwa.offices.get(seat="chair")
    actions.declare(procedure=procedure, outcome=outcome, remark=remark, office=office, by=cast.chair_a)
    return Declaration.objects.get(procedure=procedure)


def open_page(client, user, url):
    client.force_login(again(user))
    return client.get(url)


def send(client, user, url, **given):
    """The form of the page with what is given, sent by the user."""
    form = open_page(client, user, url).context["form"]
    filled = {name: form[name].value() for name in form.fields}
    sent = {name: value for name, value in (filled | given).items() if value is not None}
    return client.post(url, sent)
