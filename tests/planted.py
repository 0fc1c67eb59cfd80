"""One secret per reason for a record to be closed, and who may know it. Each secret stands beside a word to look for."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from asm_portal.models import Phone, Representation
from asm_portal.models.exceptions import grant
from asm_portal.visibility import Audience
from communications.models import Communique
from knowledge import actions
from knowledge.models import Document, DocumentKind, DocumentShare
from logistics.models import Meeting, MeetingBody
from tests.cast import person, represent

STAFF = {"secretary"}
CHAIR = {"kp_chair"} | STAFF
BODY_A = {"member_a", "both", "observer", "chair_a"} | CHAIR
BODY_B = {"member_b", "both", "narrow", "chair_b"} | CHAIR
GOVERNMENTS = {"member_a", "member_b", "both", "narrow", "chair_a", "chair_b"} | CHAIR
PROCESS = GOVERNMENTS | {"observer"}
EVERYONE = PROCESS | {"anyone", "guest", "ex_member", "officer", "administrator"}


@dataclass(frozen=True)
class Secret:
    """A word that only its readers may meet anywhere, and the word beside it that anyone may look for."""

    word: str
    lure: str
    readers: frozenset
    record: object = None


class Planter:
    """Plants documents, people and meetings around the cast."""

    def __init__(self, cast):
        self.cast, self.secrets = cast, []
        self.kind = DocumentKind.objects.create(
            code="planted", prefix="PLT", name_en="Planted paper", name_fr="Document semé", default_audience="process"
        )
        self.minutes_kind = DocumentKind.objects.create(
            code="minutes", prefix="MIN", name_en="Minutes", name_fr="Procès-verbal", default_audience="body"
        )

    def words(self):
        number = len(self.secrets) + 1
        return f"zqsecret{number}x", f"lure{number}word"

    def secret(self, readers, record=None):
        word, lure = self.words()
        self.secrets.append(Secret(word, lure, frozenset(readers), record))

    def document(self, readers, audience, *, finish=actions.publish, **facts):
        """A document whose title, text and file hold the secret."""
        word, lure = self.words()
        document = actions.add_document(
            kind=facts.pop("kind", self.kind),
            titles={"en": f"Title {word} {lure}", "fr": f"Titre {word} {lure}"},
            by=self.cast.secretary,
            audience=audience,
            date=date(2024, 5, 1),
            **facts,
        )
        revision = actions.add_revision(document=document, by=self.cast.secretary)
        actions.add_rendition(revision=revision, language="en", text=f"Text {word} {lure}.", by=self.cast.secretary)
        file = SimpleUploadedFile("paper.txt", f"File {word} {lure}".encode())
        actions.add_rendition(revision=revision, language="fr", file=file, by=self.cast.secretary)
        if finish:
            finish(document=document, by=self.cast.secretary)
        self.secret(readers, document)
        return document


def of_each_audience(plant):
    cast = plant.cast
    plant.document(EVERYONE, Audience.PUBLIC)
    plant.document(PROCESS, Audience.PROCESS)
    plant.document(GOVERNMENTS, Audience.PARTICIPANTS)
    plant.document(BODY_A, Audience.BODY, audience_body=cast.xwa, issuing_body=cast.xwa)
    plant.document(BODY_B, Audience.BODY, audience_body=cast.xwb, issuing_body=cast.xwb)
    plant.document({"member_a"} | CHAIR, Audience.ORGANISATION, audience_organisation=cast.xa, organisation=cast.xa)
    plant.document(CHAIR, Audience.CHAIR)
    plant.document(STAFF, Audience.SECRETARIAT)


def of_each_state(plant):
    """A draft, an embargoed text, a draft revision of a public text."""
    plant.document({"chair_a"} | STAFF, Audience.PUBLIC, finish=None, issuing_body=plant.cast.xwa)
    plant.document({"chair_b"} | STAFF, Audience.PUBLIC, finish=embargo, issuing_body=plant.cast.xwb)
    public = next(secret.record for secret in plant.secrets if secret.readers == EVERYONE)
    revision = actions.add_revision(document=public, by=plant.cast.secretary)
    word, lure = plant.words()
    actions.add_rendition(revision=revision, language="en", text=f"Draft {word} {lure}", by=plant.cast.secretary)
    plant.secret(STAFF)


def embargo(*, document, by):
    actions.publish(document=document, by=by, embargoed_until=timezone.now() + timedelta(days=3))


def minutes(plant):
    """Circulated and adopted ones of each body."""
    cast = plant.cast
    for body, readers in ((cast.xwa, BODY_A), (cast.xwb, BODY_B)):
        for finish in (circulate, adopt):
            plant.document(
                readers,
                Audience.BODY,
                finish=finish,
                kind=plant.minutes_kind,
                audience_body=body,
                issuing_body=body,
                minutes={"body": body, "meeting_date": date(2024, 4, 20)},
            )


def circulate(*, document, by):
    actions.circulate_minutes(minutes=document.minutes, comments_until=date(2030, 1, 1), by=by)


def adopt(*, document, by):
    actions.adopt_minutes(minutes=document.minutes, adopted_by_en="the meeting", adopted_by_fr="la réunion", by=by)


def exceptions(plant):
    cast, until = plant.cast, timezone.now() + timedelta(days=1)
    paper = plant.document(BODY_B | {"guest"}, Audience.BODY, audience_body=cast.xwb, issuing_body=cast.xwb)
    grant(record=paper, user=cast.guest, until=until, reason="Leads the visit.", by=cast.secretary)
    joint = plant.document(BODY_A | BODY_B, Audience.BODY, audience_body=cast.xwa, issuing_body=cast.xwa)
    DocumentShare.objects.create(
        content_object=joint, body=cast.xwb, until=until, reason="Joint session.", by=cast.secretary
    )


def people(plant):
    """Somebody of each body whose number only those who share the body may know, and somebody of no body."""
    cast = plant.cast
    for organisation, body, readers in ((cast.xa, cast.xwa, BODY_A), (cast.xb, cast.xwb, BODY_B)):
        word, lure = plant.words()
        who = represent(person(f"{word}{lure}"), organisation)
        Phone.objects.create(person=who, number="+000 99 000 0001", label=word)
        assert Representation.objects.in_bodies([body.pk]).filter(person=who).exists()
        plant.secret(readers)
    word, lure = plant.words()
    person(f"{word}{lure}")
    plant.secret(STAFF)


def notes_for_staff(plant):
    """Sources and notes stand beside public facts and never on a public page."""
    cast = plant.cast
    for record in (cast.xa, cast.xwa, Document.objects.filter(audience="public", state="final").first()):
        word, _lure = plant.words()
        record.note = record.source = f"Judgement {word}"
        record.save()
        plant.secret(STAFF)


def others(plant):
    """A communiqué in draft and a meeting of a body."""
    cast = plant.cast
    draft = plant.document(STAFF, Audience.PUBLIC, finish=None)
    Communique.objects.create(document=draft)
    word, _lure = plant.words()
    meeting = Meeting.objects.create(
        kind="body", start_date=date(2024, 4, 20), end_date=date(2024, 4, 20), city_en=word, audience="body",
        audience_body=cast.xwa,
    )  # fmt: skip
    MeetingBody.objects.create(meeting=meeting, body=cast.xwa)
    plant.secret(BODY_A)


def plant_secrets(cast):
    """All secrets, planted around the cast."""
    plant = Planter(cast)
    for sow in (of_each_audience, of_each_state, minutes, exceptions, people, notes_for_staff, others):
        sow(plant)
    return plant.secrets
