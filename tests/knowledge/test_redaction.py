"""A confidential report and its public version: made, logged, consented to, approved by two persons, and only then public."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from asm_portal.dated import today
from knowledge import actions as archive
from knowledge.approvals import Capacity, digest
from knowledge.models import Approval, Document, DocumentLink, Redaction, Revision
from knowledge.reports import actions
from knowledge.reports.rules import missing, newest_text
from tests import made_files as made
from tests.cast import again
from tests.knowledge.papers import add_texts, draft, make_kind, on_desk

pytestmark = pytest.mark.django_db
SECRET = "The guard sleeps at noon."
WHOLE = f"The visit was long.\n\n{SECRET}"
COVERED = "The visit was long.\n\n[Taken out]"


@pytest.fixture
def original(cast):
    """A final review visit report on XA, of the body XWA, for Participants and Observers."""
    document = actions.add_report(
        kind=make_kind("review_visit_report", prefix="RVR"), titles={"en": "Visit", "fr": "Visite"}, by=cast.secretary,
        period_from=date(2024, 4, 1), period_until=date(2024, 4, 6), period_precision="day", organisation=cast.xa,
        issuing_body=cast.xwa, date=date(2024, 6, 1),
    )  # fmt: skip
    add_texts(document, {"en": WHOLE})
    return archive.publish(document=document, by=cast.secretary)


@pytest.fixture
def redaction(cast, original):
    """With a text and a log, waiting for answers."""
    made_now = actions.make_redacted_version(original=original, by=cast.secretary)
    actions.log_redaction(
        redaction=made_now, place="Paragraph 2", content="security", ground="It would help a thief.", by=cast.secretary
    )
    add_texts(made_now.public_version, {"en": COVERED})
    return actions.ask_for_consent(redaction=made_now, by=cast.secretary)


def consent(redaction, cast, **extra):
    given = {"is_given": True, "who": "Alba Sample, Alder", "channel": "letter", "by": cast.secretary} | extra
    return actions.record_consent(redaction=redaction, **given)


def approve(redaction, *pairs):
    for capacity, user in pairs:
        actions.approve_redaction(redaction=redaction, capacity=capacity, by=user)


def complete(redaction, cast):
    consent(redaction, cast)
    approve(redaction, (Capacity.SECRETARIAT, cast.secretary), (Capacity.KP_CHAIR, cast.kp_chair))
    return archive.publish(document=redaction.public_version, by=cast.secretary)


def seen(redaction):
    return digest(newest_text(redaction))


def knows(cast, document):
    return {
        name for name, user in cast.users.items() if Document.objects.visible_to(again(user)).filter(pk=document.pk)
    }


def test_reports_are_restricted_by_default(cast, original):
    assert original.audience == "process"
    annual = actions.add_report(
        kind=make_kind("annual_report", prefix="ANR"), titles={"en": "Annual"}, by=cast.secretary,
        period_from=date(2024, 1, 1), period_until=date(2024, 12, 31), organisation=cast.xa,
    )  # fmt: skip
    assert annual.audience == "process"


def test_the_version_is_a_linked_draft_for_everyone_with_a_neutral_label(cast, original):
    version = actions.make_redacted_version(original=original, by=cast.secretary).public_version
    assert (version.state, version.audience, version.organisation) == ("draft", "public", cast.xa)
    assert {row.language: row.title for row in version.titles.all()}["en"] == "Visit (public version)"
    assert version.report.period_until == date(2024, 4, 6)
    assert version.links.get().kind == DocumentLink.Kind.REDACTED_VERSION_OF
    with pytest.raises(ValidationError, match="already"):
        actions.make_redacted_version(original=original, by=cast.secretary)


def test_while_it_waits_it_is_for_the_participant_the_body_chair_the_chair_and_the_secretariat_only(cast, redaction):
    assert knows(cast, redaction.public_version) == {"member_a", "chair_a", "kp_chair", "secretary"}
    assert not Document.objects.visible_to(cast.anyone).filter(pk=redaction.public_version.pk).exists()


def test_nothing_is_asked_before_there_is_a_text_and_a_log(cast, original):
    made_now = actions.make_redacted_version(original=original, by=cast.secretary)
    with pytest.raises(ValidationError, match="no text yet"):
        actions.ask_for_consent(redaction=made_now, by=cast.secretary)
    add_texts(made_now.public_version, {"en": COVERED})
    with pytest.raises(ValidationError, match="log"):
        actions.ask_for_consent(redaction=made_now, by=cast.secretary)


def test_it_is_public_only_with_consent_and_two_approvals(cast, redaction):
    version = redaction.public_version
    steps = [
        lambda: approve(redaction, (Capacity.BODY_CHAIR, cast.chair_a)),
        lambda: approve(redaction, (Capacity.KP_CHAIR, cast.kp_chair)),
        lambda: consent(redaction, cast),
    ]
    for step in steps:
        with pytest.raises(ValidationError, match="still lacks"):
            archive.publish(document=version, by=cast.secretary)
        step()
    assert missing(redaction) == []
    archive.publish(document=version, by=cast.secretary)
    assert Document.objects.visible_to(cast.anyone).filter(pk=version.pk).exists()


def test_a_refusal_keeps_it_closed(cast, redaction):
    consent(redaction, cast, is_given=False)
    approve(redaction, (Capacity.SECRETARIAT, cast.secretary), (Capacity.KP_CHAIR, cast.kp_chair))
    with pytest.raises(ValidationError, match="consent"):
        archive.publish(document=redaction.public_version, by=cast.secretary)


def test_both_approvals_are_of_two_persons(cast, redaction):
    approve(redaction, (Capacity.SECRETARIAT, cast.secretary))
    with pytest.raises(ValidationError, match="another person"):
        approve(redaction, (Capacity.KP_CHAIR, cast.secretary))


def test_another_text_needs_consent_and_approvals_anew_and_the_first_never_becomes_public(cast, redaction):
    consent(redaction, cast)
    approve(redaction, (Capacity.SECRETARIAT, cast.secretary), (Capacity.KP_CHAIR, cast.kp_chair))
    first = redaction.public_version.revisions.get()
    add_texts(redaction.public_version, {"en": f"{COVERED} twice"})
    assert len(missing(redaction)) == 3
    with pytest.raises(ValidationError, match="still lacks"):
        archive.publish(document=redaction.public_version, by=cast.secretary)
    actions.ask_for_consent(redaction=redaction, by=cast.secretary)
    assert redaction.consent == Redaction.Consent.ASKED
    complete(redaction, cast)
    first.refresh_from_db()
    assert first.only_circulated
    assert not type(first).objects.visible_to(cast.anyone).filter(pk=first.pk).exists()


def test_an_approved_text_is_not_changed(cast, redaction):
    approve(redaction, (Capacity.KP_CHAIR, cast.kp_chair))
    rendition = redaction.public_version.revisions.get().renditions.get()
    with pytest.raises(ValidationError):
        archive.replace_text(rendition=rendition, text="Something else", by=cast.secretary)


def test_a_later_revision_of_a_public_version_is_not_released_without_answers(cast, redaction):
    complete(redaction, cast)
    revision = add_texts(redaction.public_version, {"en": "Less was taken out"})
    with pytest.raises(ValidationError, match="still lacks"):
        archive.release_revision(revision=revision, by=cast.secretary)


def test_a_document_that_only_calls_itself_a_redacted_version_is_not_published(cast, original):
    posing = draft("Posing", texts={"en": "x"})
    archive.link(later=posing, kind=DocumentLink.Kind.REDACTED_VERSION_OF, earlier=original, by=None)
    with pytest.raises(ValidationError, match="made from the page of its original"):
        archive.publish(document=posing, by=None)


def upload(document, data):
    revision = archive.add_revision(document=document, by=None)
    return archive.add_rendition(revision=revision, language="en", file=made.upload(data, "report.pdf"), by=None)


def test_the_original_itself_is_refused_byte_for_byte(cast, original, work):
    data = made.pdf_saying(SECRET)
    archive.release_revision(revision=upload(original, data).revision, by=cast.secretary)
    version = actions.make_redacted_version(original=original, by=cast.secretary).public_version
    with pytest.raises(ValidationError, match="byte for byte"):
        upload(version, data)


@pytest.mark.parametrize("is_read", [True, False])
def test_a_pdf_whose_words_are_only_covered_is_refused(cast, original, work, is_read):
    archive.release_revision(revision=upload(original, made.pdf_saying(SECRET)).revision, by=cast.secretary)
    if is_read:
        work()
    version = actions.make_redacted_version(original=original, by=cast.secretary).public_version
    covered = made.pdf_saying(f"PUBLIC VERSION {SECRET}")
    with pytest.raises(ValidationError, match="Every line of the original"):
        upload(version, covered)
    assert not version.revisions.filter(renditions__isnull=False).exists()
    assert upload(version, made.pdf_saying("PUBLIC VERSION"))
    assert upload(version, made.pdf())


def test_the_whole_text_of_the_original_is_refused_too(cast, original):
    version = actions.make_redacted_version(original=original, by=cast.secretary).public_version
    with pytest.raises(ValidationError, match="Every line of the original"):
        add_texts(version, {"en": f"Public version\n\n{WHOLE}"})


def test_the_public_sees_the_version_only_and_its_label(client, cast, redaction, original):
    version = complete(redaction, cast)
    page = client.get(version.get_absolute_url()).content.decode()
    assert "Public version" in page
    assert original.reference not in page
    assert "Redacted version of" not in page
    assert client.get(original.get_absolute_url()).status_code == 404
    assert client.get(reverse("knowledge:redaction", args=[version.reference])).status_code == 302
    client.force_login(again(cast.guest))
    assert client.get(reverse("knowledge:redaction", args=[version.reference])).status_code == 404
    client.force_login(again(cast.member_b))
    page = client.get(version.get_absolute_url()).content.decode()
    assert original.get_absolute_url() in page
    assert version.get_absolute_url() in client.get(original.get_absolute_url()).content.decode()


def test_the_log_is_for_those_who_may_see_the_original(client, cast, redaction):
    version = complete(redaction, cast)
    address = reverse("knowledge:redaction", args=[version.reference])
    client.force_login(again(cast.member_b))
    page = client.get(address).content.decode()
    assert "Paragraph 2" in page
    assert "It would help a thief." in page
    assert SECRET not in page
    entry = redaction.entries.get()
    assert type(entry).objects.visible_to(cast.anyone).count() == 0


def test_the_log_is_closed_once_the_version_is_public(cast, redaction):
    complete(redaction, cast)
    with pytest.raises(ValidationError, match="final"):
        actions.log_redaction(redaction=redaction, place="p", content="other", ground="g", by=cast.secretary)


def test_the_focal_point_consents_with_a_button(client, cast, redaction):
    address = reverse("knowledge:redaction-consent", args=[redaction.public_version.reference])
    for stranger in (cast.kp_chair, cast.member_b, cast.chair_a, cast.secretary):
        client.force_login(again(stranger))
        assert client.post(address, {"answer": "given"}).status_code == 404
    client.force_login(again(cast.member_a))
    assert "Consent to: Visit (public version)" in on_desk(cast.member_a)
    assert client.post(address, {"answer": "given", "seen": seen(redaction)}).status_code == 302
    redaction.refresh_from_db()
    assert (redaction.consent, redaction.consent_channel, redaction.consent_on) == ("given", "portal", today())
    assert redaction.consent_by == "Alba Sample, Alder"
    assert "Consent to:" not in on_desk(cast.member_a)


def test_those_who_approve_find_it_on_their_desk_and_approve_with_a_button(client, cast, redaction):
    address = reverse("knowledge:redaction-approve", args=[redaction.public_version.reference])
    client.force_login(again(cast.member_a))
    assert client.post(address, {"capacity": "kp_chair"}).status_code == 404
    for user, capacity in ((cast.chair_a, "body_chair"), (cast.kp_chair, "kp_chair")):
        client.force_login(again(user))
        assert "Approve: Visit (public version)" in on_desk(user)
        assert client.post(address, {"capacity": "secretariat"}).status_code == 404
        assert client.post(address, {"capacity": capacity, "seen": seen(redaction)}).status_code == 302
        assert "Approve: Visit" not in on_desk(user)
    assert set(Approval.objects.values_list("capacity", flat=True)) == {"body_chair", "kp_chair"}


def test_a_consent_of_tomorrow_is_refused(cast, redaction):
    with pytest.raises(ValidationError, match="lies ahead"):
        consent(redaction, cast, on=today() + timedelta(days=1))


def test_a_waiting_version_is_in_no_list_of_those_it_is_not_for(client, cast, redaction):
    client.force_login(again(cast.member_b))
    for address in (reverse("knowledge:document-list"), reverse("knowledge:report-list")):
        assert redaction.public_version.reference not in client.get(address).content.decode()
    complete(redaction, cast)
    client.logout()
    for address in (reverse("knowledge:document-list"), reverse("knowledge:report-list")):
        assert redaction.public_version.reference in client.get(address).content.decode()


def test_a_draft_that_was_passed_over_is_not_released_behind_the_approved_text(cast, redaction):
    passed_over = add_texts(redaction.public_version, {"en": "Not approved."})
    add_texts(redaction.public_version, {"en": f"{COVERED} again"})
    actions.ask_for_consent(redaction=redaction, by=cast.secretary)
    complete(redaction, cast)
    with pytest.raises(ValidationError, match="stays a draft"):
        archive.release_revision(revision=Revision.objects.get(pk=passed_over.pk), by=cast.secretary)


def test_nobody_answers_to_a_text_that_they_were_not_shown(client, cast, redaction):
    before, reference = seen(redaction), redaction.public_version.reference
    add_texts(redaction.public_version, {"en": "Never shown."})
    with pytest.raises(ValidationError, match="once it has been shown"):
        consent(redaction, cast)
    actions.ask_for_consent(redaction=redaction, by=cast.secretary)
    for user, name, answer in (
        (cast.member_a, "consent", {"answer": "given"}),
        (cast.kp_chair, "approve", {"capacity": "kp_chair"}),
    ):
        client.force_login(again(user))
        client.post(reverse(f"knowledge:redaction-{name}", args=[reference]), {"seen": before, **answer})
    assert Redaction.objects.get().consent == "asked"
    assert not Approval.objects.exists()
