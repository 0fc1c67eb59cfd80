"""One secret per reason for a record to be closed, and who may know it. Each secret stands beside a word to look for."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from asm_portal.confirmations import report_change
from asm_portal.models import Body, FocalPoint, FocalPointKind, Phone, Representation, SavedSearch
from asm_portal.models.exceptions import grant
from asm_portal.visibility import Audience
from communications.models import Communique
from knowledge import actions
from knowledge.audiences import propose_audience
from knowledge.certificates import actions as certificate_actions
from knowledge.certificates import drawings
from knowledge.certificates.pictures import take_in
from knowledge.collection.actions import ask_for
from knowledge.legislation.actions import propose_law
from knowledge.minutes.actions import comment, make_summary, release_summary
from knowledge.models import (
    AuthorisedSignatory,
    CertificateCheck,
    CertificateSpecimen,
    Document,
    DocumentKind,
    DocumentShare,
    FalseNumber,
    FraudDetail,
    FraudImage,
    FraudNotice,
    ImageView,
    SuspectPhoto,
    SuspectReport,
)
from knowledge.reports import actions as report_actions
from logistics.models import Meeting, MeetingBody
from tests import ON_POSTGRES
from tests.cast import account, person, represent
from tests.planted_acknowledgements import plant_acknowledgements
from tests.planted_assistance_analysis import plant_analysis
from tests.planted_assistance_offers import plant_offers
from tests.planted_assistance_outcomes import plant_outcomes
from tests.planted_assistance_outside import plant_outside
from tests.planted_assistance_referrals import plant_referrals
from tests.planted_assistance_requests import plant_requests
from tests.planted_assistance_workshops import plant_workshops
from tests.planted_communiques import plant_communiques
from tests.planted_discussions import plant_discussions
from tests.planted_enquiries import plant_enquiries
from tests.planted_follow_up import plant_follow_up
from tests.planted_inbound import plant_inbound
from tests.planted_ladder import plant_ladder
from tests.planted_meetings import plant_meetings
from tests.planted_notices import plant_notices
from tests.planted_packs import plant_packs
from tests.planted_pages import plant_pages
from tests.planted_playbooks import plant_playbooks
from tests.planted_procedures import plant_procedures
from tests.planted_registration import plant_registration
from tests.planted_reporting import plant_reporting
from tests.planted_subscriptions import plant_subscriptions
from tests.planted_visits import plant_visits

LURE = "lureword"
STAFF = {"secretary"}
CHAIR = {"kp_chair"} | STAFF
BODY_A = {"member_a", "both", "observer", "chair_a"} | CHAIR
BODY_B = {"member_b", "both", "narrow", "chair_b"} | CHAIR
GOVERNMENTS = {"member_a", "member_b", "both", "narrow", "chair_a", "chair_b"} | CHAIR
CHECKERS = GOVERNMENTS | {"officer"}
DECIDERS = {"chair_a"} | CHAIR
PROCESS = GOVERNMENTS | {"observer"}
EVERYONE = PROCESS | {"anyone", "guest", "ex_member", "officer", "administrator"}
# Who opens every address of the access table. The rule is written once for both databases: on PostgreSQL one of each kind of
# standing does.
GOING_ROUND = {"anyone", "member_a", "kp_chair", "secretary"} if ON_POSTGRES else EVERYONE
# Of those, who knocks at no other door: somebody else knows as little as they do, in the same way. chair_a leads a body as
# chair_b leads the other one; member_b speaks for the organisation of chair_b, without its seat; both is in the body of narrow
# and in that of member_a; guest is nobody, as ex_member is since yesterday.
LIKE_ANOTHER = {"chair_a", "member_b", "both", "guest"}


@dataclass(frozen=True)
class Secret:
    """A word that only its readers may meet anywhere. LURE, beside it, is what anyone may look for."""

    word: str
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
        return f"zqsecret{number}x", LURE

    def secret(self, readers, record=None):
        word, _lure = self.words()
        self.secrets.append(Secret(word, frozenset(readers), record))

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


def minutes_at_work(plant):
    """A revision after the circulated one, comments on circulated and on adopted minutes, a summary that waits for the Chair."""
    cast, editors = plant.cast, {"chair_a"} | STAFF
    stages = {"circulated": (circulate, BODY_A), "final": (adopt, {"member_a"} | editors)}
    for finish, readers in stages.values():
        document = plant.document(
            BODY_A, Audience.BODY, finish=circulate, kind=plant.minutes_kind, audience_body=cast.xwa,
            issuing_body=cast.xwa, minutes={"body": cast.xwa, "meeting_date": date(2024, 4, 21)},
        )  # fmt: skip
        word, _lure = plant.words()
        comment(document=document, organisation=cast.xa, kind="comment", text=f"Comment {word}", by=cast.member_a)
        plant.secret(readers)
        if finish == adopt:
            finish(document=document, by=cast.secretary)
            continue
        revision = actions.add_revision(document=document, by=cast.secretary)
        word, _lure = plant.words()
        actions.add_rendition(revision=revision, language="en", text=f"Redrafted {word}", by=cast.secretary)
        plant.secret(editors)
    DocumentKind.objects.get_or_create(
        code="public_summary",
        defaults={
            "prefix": "SUM",
            "name_en": "Public summary",
            "name_fr": "Résumé public",
            "default_audience": "public",
        },
    )
    word, lure = plant.words()
    summary = make_summary(document=document, titles={"en": f"{word} {lure}"}, texts={"en": word}, by=cast.chair_a)
    office = cast.xwa.offices.get()
    release_summary(document=summary, revision=summary.revisions.get(), by=cast.chair_a, office=office)
    plant.secret(BODY_A, summary)


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


def debts_and_requests(plant):
    """Why a body kept no minutes, a plenary without a communiqué, and what is noted of a document that is looked for."""
    cast = plant.cast
    word, _lure = plant.words()
    day = {"start_date": date(2024, 2, 20), "end_date": date(2024, 2, 20), "audience": "public"}
    meeting = Meeting.objects.create(kind="body", **day)
    MeetingBody.objects.create(meeting=meeting, body=cast.xwb, no_minutes_reason_en=f"Reason {word}")
    plant.secret({"chair_b"} | CHAIR)
    plenary = Body.objects.create(code="XPL", kind="plenary", name_en="Sample Plenary", name_fr="Plénière fictive")
    MeetingBody.objects.create(meeting=Meeting.objects.create(kind="plenary", **day), body=plenary)
    lost = actions.add_document(
        kind=plant.kind, titles={"en": "Lost paper"}, by=cast.secretary, audience=Audience.PROCESS, organisation=cast.xa
    )
    actions.publish(document=lost, by=cast.secretary)
    word, _lure = plant.words()
    asked = {"sought": lost, "asked_on": date(2026, 1, 10), "channel": "email", "by": cast.secretary}
    ask_for(asked_organisation=cast.xa, note=f"Note {word}", **asked)
    plant.secret(CHAIR)
    word, _lure = plant.words()
    ask_for(asked_archive=f"Archive {word}", **asked)
    plant.secret(CHAIR)


def certificates(plant):
    """A published specimen and signature, a signature that waits for the second person, a view of a picture, a proposed law."""
    cast, second = plant.cast, account(represent(person("Anton"), plant.cast.xa))
    own = {"participant": cast.xa, "authority": cast.xa, "valid_from": date(2020, 1, 1)}
    word, _lure = plant.words()
    specimen = certificate_actions.propose_specimen(
        specimen=CertificateSpecimen(series=f"Series {word}", features_en=f"Look for {word}", **own), ranges=[],
        pictures={"front": (drawings.certificate("Sample", "000000"), "", "")}, by=cast.member_a,
    )  # fmt: skip
    publish_certificate(specimen, second, cast)
    plant.secret(GOVERNMENTS | {"officer"})
    signed = plant_signatory(plant, GOVERNMENTS | {"officer"}, own)
    publish_certificate(signed, second, cast)
    plant_signatory(plant, {"member_a"} | CHAIR, own)
    word, _lure = plant.words()
    ImageView.objects.create(user=cast.member_b, signatory=signed, page="check", check_number=word)
    plant.secret(STAFF)
    DocumentKind.objects.get_or_create(
        code="legislation",
        defaults={"prefix": "LEG", "name_en": "Law", "name_fr": "Loi", "default_audience": Audience.PROCESS},
    )
    word, lure = plant.words()
    law = propose_law(
        participant=cast.xa, titles={"fr": f"Loi {word} {lure}"}, language="fr", text=f"Texte {word} {lure}",
        law={"agreed_audience": Audience.PUBLIC}, by=cast.member_a,
    )  # fmt: skip
    plant.secret({"member_a"} | CHAIR, law.document)


def plant_signatory(plant, readers, own):
    word, _lure = plant.words()
    signatory = AuthorisedSignatory(name=f"Signatory {word}", function_en=f"Function {word}", **own)
    plant.secret(readers)
    return certificate_actions.propose_signatory(
        signatory=signatory, picture=drawings.signature(1), by=plant.cast.member_a
    )


def publish_certificate(record, second, cast):
    certificate_actions.confirm(record=record, by=second)
    certificate_actions.publish(record=record, by=cast.secretary)


def saved_searches(plant):
    """What somebody looks for is nobody else's affair, not even the secretariat's."""
    word, lure = plant.words()
    SavedSearch.objects.create(user=plant.cast.member_b, name=f"{word} {lure}", query=f"q={word}")
    plant.secret({"member_b"})


def false_certificates(plant):
    """Notices, each with what fewer may know of it: a public one, one for Participants, and a draft."""
    for state, audience, readers, closed_to in (
        ("published", Audience.PUBLIC, EVERYONE, Audience.PARTICIPANTS),
        ("published", Audience.PARTICIPANTS, CHECKERS, Audience.SECRETARIAT),
        ("draft", Audience.PUBLIC, STAFF, Audience.PARTICIPANTS),
    ):
        word, _lure = plant.words()
        notice = FraudNotice.objects.create(
            claimed_issuer=plant.cast.xa,
            state=state,
            audience=audience,
            date=date(2025, 6, 1),
            words_en=f"Notice {word}",
        )
        plant.secret(readers)
        word, _lure = plant.words()
        detail = FraudDetail.objects.create(notice=notice, audience=closed_to, recognised_en=f"Sign {word}")
        FalseNumber.objects.create(detail=detail, printed=f"XA {word}")
        plant.secret(CHECKERS if readers == EVERYONE else STAFF)
        if readers == EVERYONE:
            FraudImage.objects.create(detail=detail, caption_en=word, **drawn(FraudImage))


def suspect_certificates(plant):
    """Cases that bear the name of XA, which was not told, and of an issuer that is not on the register; an officer's check."""
    cast = plant.cast
    for issuer in ({"claimed_issuer": cast.xa}, {"other_issuer": "Atlantis"}):
        word, _lure = plant.words()
        facts = {"reporter": cast.member_b, "seen": f"Seen {word}", "certificate_number": word}
        case = SuspectReport.objects.create(**facts, **issuer)
        plant.secret(DECIDERS | {"member_b"})
        if case.claimed_issuer:
            SuspectPhoto.objects.create(report=case, **drawn(SuspectPhoto))
    word, _lure = plant.words()
    CertificateCheck.objects.create(
        user=cast.officer, on=date(2026, 1, 2), issued_on=date(2025, 5, 1), certificate_number=word,
        verdict="participant", question=word,
    )  # fmt: skip
    plant.secret({"officer"} | STAFF)


def focal_points(plant):
    """One of a kind that certificate officers need and one that they do not; what somebody told of their own data; the source of
    a membership."""
    cast = plant.cast
    for code, readers in (("export-confirmation", PROCESS | {"officer"}), ("statistics", PROCESS)):
        word, _lure = plant.words()
        kind = FocalPointKind.objects.create(code=code, name_en=code, name_fr=code, for_officers=code != "statistics")
        FocalPoint.objects.create(
            organisation=cast.xb, kind=kind, email=f"{word}@xb.example", telephone="+000 99 000 0002",
            valid_from=date(2015, 1, 1),
        )  # fmt: skip
        plant.secret(readers)
    word, _lure = plant.words()
    report_change(person=cast.member_b.person, text=f"My number {word}")
    plant.secret({"member_b"} | STAFF)
    word, _lure = plant.words()
    membership = cast.xwa.memberships.get(organisation=cast.xa)
    membership.source = membership.note = f"Doubt {word}"
    membership.save()
    plant.secret(STAFF)


def drawn(model):
    return take_in(drawings.certificate("Sample", "1"), model.DISPLAY_SIDE, model.DISPLAY_BYTES)


def reports(plant):
    """A report on XA with a redacted version that waits for answers, its log, and a proposal to open the report to everyone."""
    cast = plant.cast
    kind = DocumentKind.objects.create(
        code="review_visit_report", prefix="RVR", name_en="Visit report", name_fr="Rapport de visite",
        default_audience=Audience.PROCESS,
    )  # fmt: skip
    original = plant.document(PROCESS, Audience.PROCESS, kind=kind, organisation=cast.xa)
    redaction = report_actions.make_redacted_version(original=original, by=cast.secretary)
    word, lure = plant.words()
    report_actions.log_redaction(
        redaction=redaction, place=f"Page {word}", content="personal", ground=f"Ground {word}", by=cast.secretary
    )
    revision = actions.add_revision(document=redaction.public_version, by=cast.secretary)
    actions.add_rendition(revision=revision, language="en", text=f"Redacted {word} {lure}", by=cast.secretary)
    report_actions.ask_for_consent(redaction=redaction, by=cast.secretary)
    plant.secret({"member_a"} | CHAIR, redaction.public_version)
    word, _lure = plant.words()
    propose_audience(document=original, audience=Audience.PUBLIC, reason=f"Reason {word}", by=cast.secretary)
    plant.secret(CHAIR)


def plant_secrets(cast):
    """All secrets, planted around the cast."""
    plant = Planter(cast)
    for sow in (
        of_each_audience, of_each_state, minutes, minutes_at_work, exceptions, people, notes_for_staff, others, certificates,
        saved_searches, false_certificates, suspect_certificates, debts_and_requests, focal_points,
        reports,
    ):  # fmt: skip
        sow(plant)
    plant_meetings(plant, GOVERNMENTS, BODY_A, CHAIR)
    plant_packs(plant, BODY_A, CHAIR)
    plant_playbooks(plant, {"chair_a"} | STAFF, STAFF)
    plant_registration(plant, PROCESS, BODY_A, CHAIR, STAFF)
    plant_ladder(plant, CHAIR)
    plant_reporting(plant, {"chair_a"} | CHAIR)
    plant_visits(plant, BODY_A, PROCESS)
    plant_follow_up(plant, BODY_A, PROCESS, CHAIR)
    plant_communiques(plant, CHAIR, STAFF)
    plant_pages(plant, CHAIR, STAFF)
    plant_procedures(plant, BODY_A, {"chair_a"} | STAFF, STAFF)
    plant_subscriptions(plant, STAFF)
    plant_requests(plant, BODY_B, CHAIR, STAFF)
    plant_workshops(plant, PROCESS, CHAIR, STAFF)
    plant_offers(plant, PROCESS, STAFF)
    plant_outcomes(plant, {"member_a"} | CHAIR, BODY_B, STAFF)
    plant_referrals(plant, BODY_A, BODY_B, {"member_a"} | CHAIR, STAFF)
    plant_analysis(plant, CHAIR, STAFF)
    plant_outside(plant, BODY_B, CHAIR, STAFF)
    plant_inbound(plant, STAFF)
    plant_discussions(plant, BODY_A, BODY_B, STAFF)
    plant_notices(plant, BODY_A, GOVERNMENTS, CHAIR, STAFF)
    plant_acknowledgements(plant, CHAIR)
    plant_enquiries(plant, CHAIR, STAFF)
    return plant.secrets
