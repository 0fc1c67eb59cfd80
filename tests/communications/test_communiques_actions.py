"""From draft to published."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from asm_portal.models import Delivery
from asm_portal.search import search
from communications.communiques import actions, clock, release, writing
from communications.models import Communique
from communications.models.public_texts import ReleaseOn, Stage
from knowledge import actions as documents
from knowledge.kinds import OF_THE_CHAIR, OF_THE_SITE
from knowledge.minutes.drafting import Conflict
from knowledge.models import Approval, Document, Rendition, Revision
from logistics.minutes_debt.actions import account_for_communique
from tests.cast import again, invented
from tests.communications import drafted, published, released, seen, submitted
from tests.knowledge import papers
from tests.logistics.meetings import propose
from tests.made_files import png

pytestmark = pytest.mark.django_db

ANYONE = AnonymousUser()


def approve(cast, text, **given):
    return release.approve(text=text, by=cast.kp_chair, **{"seen": seen(text)} | given)


def write(cast, text, language="en", **given):
    given = {"title": writing.title_in(text, language), "seen": writing.state_in(text, language)} | given
    return writing.write(text=text, language=language, by=cast.secretary, **given)


def is_public(text):
    return Communique.objects.visible_to(ANYONE).filter(pk=text.pk).exists()


def test_a_draft_is_for_its_editors_until_it_is_submitted_then_for_the_office_of_the_chair_too(cast):
    communique = drafted(cast.secretary)
    assert list(Communique.objects.visible_to(cast.secretary)) == [communique]
    for reader in (cast.anyone, cast.member_a, cast.observer, cast.kp_chair):
        assert not Communique.objects.visible_to(reader).exists()
    release.submit(text=communique, by=cast.secretary, missing_reason="Not translated yet.")
    for model in (Communique, Document, Revision, Rendition):
        assert model.objects.visible_to(again(cast.kp_chair)).count() == 1
        for reader in (cast.anyone, cast.member_a, cast.observer, cast.chair_a):
            assert not model.objects.visible_to(reader).exists()


def test_what_is_approved_is_out_at_once_and_found(cast):
    text = submitted(cast.secretary, texts={"en": "Deliberations upon kimberlite.", "fr": "Délibérations."})
    assert not found("kimberlite")
    before = timezone.now()
    text = approve(cast, text)
    assert (text.stage, text.document.state) == (Stage.PUBLISHED, Document.State.FINAL)
    assert before <= Communique.objects.visible_to(ANYONE).get().published_at <= timezone.now()
    assert found("kimberlite") == [text.document_id]
    assert text.history.first().history_user == cast.kp_chair
    row = Approval.objects.get()
    assert (row.purpose, row.capacity, row.office) == ("release", "kp_chair", cast.chair_office)


def found(words):
    return search(words, ANYONE, Document.objects.visible_to(ANYONE)).ranked()


@pytest.mark.parametrize("who", ["secretary", "member_a", "chair_a", "administrator"])
def test_nobody_but_the_office_of_the_chair_approves_or_gives_back(cast, who):
    text = submitted(cast.secretary)
    for verb in (release.approve, release.return_text):
        with pytest.raises(PermissionDenied):
            verb(text=text, seen=seen(text), by=getattr(cast, who), remark="No.")
    assert not is_public(text)


def test_no_way_leads_around_the_approval(cast):
    text = submitted(cast.secretary)
    with pytest.raises(ValidationError, match="has not decided yet"):
        release.publish(text=text, by=cast.secretary)
    with pytest.raises(ValidationError, match="has not approved"):
        documents.publish(document=text.document, by=cast.secretary)
    text.stage = Stage.PUBLISHED
    with pytest.raises(IntegrityError), transaction.atomic():
        text.save()


def test_the_second_of_two_who_approve_at_once_is_told_so(cast):
    text = submitted(cast.secretary)
    approve(cast, text)
    with pytest.raises(ValidationError, match="approved and published already"):
        approve(cast, text)
    assert Approval.objects.count() == 1


@pytest.mark.parametrize(
    "edit",
    [
        lambda cast, text: write(cast, text, body="Another text."),
        lambda cast, text: write(cast, text, title="Another title", body="As adopted."),
        lambda cast, text: documents.set_title(document=text.document, language="fr", title="Autre", by=cast.secretary),
    ],
    ids=["text", "title", "title elsewhere"],
)
def test_a_text_or_a_title_that_is_edited_while_the_chair_reads_is_not_approved(cast, edit):
    text = submitted(cast.secretary)
    shown = seen(text)
    edit(cast, text)
    with pytest.raises(ValidationError, match="changed since you opened this page"):
        approve(cast, text, seen=shown)
    assert not Approval.objects.exists()
    assert approve(cast, text).stage == Stage.PUBLISHED


def test_what_was_submitted_anew_for_another_time_is_not_approved_on_a_page_that_showed_the_first(cast):
    text = submitted(cast.secretary)
    shown = seen(text)
    release.take_back(text=text, by=cast.secretary)
    later = {"release_on": ReleaseOn.TIME, "release_at": timezone.now() + timedelta(days=1), "release_zone": "UTC"}
    text = release.submit(text=text, by=cast.secretary, missing_reason="The translator is ill.", **later)
    with pytest.raises(ValidationError, match="changed since you opened this page"):
        approve(cast, text, seen=shown)
    assert approve(cast, text).stage == Stage.SCHEDULED


@pytest.mark.parametrize("name", ["title", "body"])
def test_an_edit_after_the_approval_voids_it_and_takes_the_release_away(cast, name):
    later = timezone.now() + timedelta(days=1)
    text = submitted(cast.secretary, release_on=ReleaseOn.TIME, release_at=later, release_zone="Africa/Luanda")
    text = approve(cast, text)
    assert text.stage == Stage.SCHEDULED
    text = write(cast, text, **{"body": "As adopted."} | {name: "Edited."})
    assert (text.stage, text.revision.number) == (Stage.DRAFTING, 2)
    assert {row.language for row in text.revision.renditions.all()} == {"en", "fr"}
    clock.due(later + timedelta(minutes=1))
    assert not is_public(text)
    text = release.submit(text=text, by=cast.secretary)
    assert approve(cast, text).stage == Stage.PUBLISHED
    assert Approval.objects.count() == 2


def test_a_title_changed_elsewhere_after_the_approval_voids_it_too(cast):
    text = approve(cast, submitted(cast.secretary, release_on=ReleaseOn.WORD))
    assert not text.is_void
    documents.set_title(document=text.document, language="en", title="Smuggled in", by=cast.secretary)
    text = Communique.objects.get()
    assert text.is_void
    for verb in (
        release.publish,
        lambda **given: release.schedule(at=timezone.now() + timedelta(1), zone="UTC", **given),
    ):
        with pytest.raises(ValidationError, match="has not approved this text as it stands"):
            verb(text=text, by=cast.secretary)
    text = release.submit(text=text, by=cast.secretary)
    assert approve(cast, text).stage == Stage.PUBLISHED


def test_what_was_published_keeps_its_title_until_a_correction_is_approved(cast):
    text = released(cast, kind=statement())
    title = text.document.titles.get(language="en")
    title.title = "Smuggled in"
    with pytest.raises(ValidationError, match="changes with a correction"):
        title.save()
    with pytest.raises(ValidationError, match="changes with a correction"):
        title.delete()
    text = writing.correct(text=text, note_en="A name", note_fr="Un nom", by=cast.secretary)
    text = write(cast, text, title="The right title", body="As corrected.")
    assert text.document.titles.get(language="en").title == "Sample communiqué en"
    text = release.submit(text=text, by=cast.secretary)
    approve(cast, text)
    assert text.document.titles.get(language="en").title == "The right title"


def statement():
    from_the_chair = {"prefix": "STM", "name_en": "Statement", "name_fr": "Déclaration", "default_audience": "public"}
    model = Document._meta.get_field("kind").related_model
    return model.objects.get_or_create(code="speech_statement", defaults=from_the_chair)[0]


def test_a_text_comes_back_with_a_remark_and_mail_and_goes_again(cast):
    text = submitted(cast.secretary)
    text = release.return_text(text=text, seen=seen(text), by=cast.kp_chair, remark="Name the host.")
    assert (text.stage, text.remark) == (Stage.DRAFTING, "Name the host.")
    assert not Document.objects.visible_to(again(cast.kp_chair)).exists()
    back = Delivery.objects.get(key__contains=":returned:")
    assert back.person == cast.secretary.person
    assert "Name the host." in back.text
    release.submit(text=text, by=cast.secretary)
    asked = Delivery.objects.filter(key__contains=":submitted:")
    assert [row.person for row in asked] == [cast.kp_chair.person] * 2
    assert "/texts/" in asked[0].text


def test_a_text_that_was_taken_back_is_no_longer_decided_on(cast):
    text = submitted(cast.secretary)
    shown = seen(text)
    release.take_back(text=text, by=cast.secretary)
    with pytest.raises(ValidationError, match="is a draft"):
        approve(cast, text, seen=shown)


@pytest.mark.parametrize(
    ("spoil", "saying"),
    [
        (lambda document: document.revisions.get().renditions.get().delete(), "text or add a file"),
        (lambda document: document.titles.get().delete(), "Give the title in this language: English"),
        (lambda document: change(document, date_precision="month"), "day"),
        (lambda document: change(document, audience="process"), "everyone"),
    ],
)
def test_a_draft_that_lacks_something_stays_a_draft_and_says_what(cast, spoil, saying):
    communique = drafted(cast.secretary)
    spoil(communique.document)
    with pytest.raises(ValidationError, match=saying):
        release.submit(text=communique, by=cast.secretary, missing_reason="None.")
    assert Communique.objects.get().stage == Stage.DRAFTING


def change(document, **facts):
    for name, value in facts.items():
        setattr(document, name, value)
    document.save()


def test_a_missing_language_needs_a_reason_and_a_release_a_time_ahead(cast):
    communique = drafted(cast.secretary)
    with pytest.raises(ValidationError, match="Say why"):
        release.submit(text=communique, by=cast.secretary)
    past = {"release_on": ReleaseOn.TIME, "release_at": timezone.now(), "release_zone": "UTC"}
    with pytest.raises(ValidationError, match="This time has passed"):
        release.submit(text=communique, by=cast.secretary, missing_reason="Ill.", **past)


def test_two_who_write_at_once_see_both_versions(cast):
    text = drafted(cast.secretary)
    state = writing.state_in(text, "en")
    write(cast, text, body="Mine.")
    with pytest.raises(Conflict):
        write(cast, text, body="Theirs.", seen=state)
    state = writing.state_in(text, "en")
    write(cast, text, title="Only the title", body="Mine.")
    with pytest.raises(Conflict):
        write(cast, text, body="Mine.", seen=state)


def test_what_was_issued_elsewhere_is_recorded_with_its_source_once(cast):
    communique = drafted(cast.secretary)
    with pytest.raises(ValidationError, match="in the source of the document"):
        actions.record_issued(communique=communique, by=cast.secretary)
    new = drafted(cast.secretary, day=timezone.now().date(), source="The site.")
    with pytest.raises(ValidationError, match="on an earlier day"):
        actions.record_issued(communique=new, by=cast.secretary)
    recorded = published(cast.secretary)
    assert is_public(recorded)
    with pytest.raises(ValidationError, match="published already"):
        actions.record_issued(communique=recorded, by=cast.secretary)


def in_the_archive(code="final_communique", **facts):
    facts = {"date": timezone.now().date()} | facts
    return papers.draft("Said by nobody", kind=papers.make_kind(code, "public", "ARC"), texts={"en": "Text"}, **facts)


@pytest.mark.parametrize("code", OF_THE_CHAIR + OF_THE_SITE)
def test_the_archive_publishes_nothing_that_the_chair_would_say_today(cast, code):
    title_only = papers.draft("Only a title", kind=papers.make_kind(code), date=timezone.now().date())
    for document in (in_the_archive(code), in_the_archive(code, date=None), title_only):
        with pytest.raises(ValidationError, match="has not approved"):
            documents.publish(document=document, by=cast.secretary)
    assert not Document.objects.visible_to(ANYONE).exists()
    closed = documents.publish(document=in_the_archive(code, audience="process"), by=cast.secretary)
    assert closed.state == Document.State.FINAL


def test_what_is_recorded_gets_no_other_text_without_the_approval(cast):
    recorded = published(cast.secretary)
    filed = documents.publish(document=in_the_archive(date=date(2012, 11, 30)), by=cast.secretary)
    for document in (recorded.document, filed):
        later = papers.add_texts(document, {"en": "Another text"}, by=cast.secretary)
        with pytest.raises(ValidationError, match="has not approved"):
            documents.release_revision(revision=later, by=cast.secretary)


def test_a_translation_of_what_readers_have_of_the_chair_is_a_new_revision(cast):
    filed = documents.publish(document=in_the_archive(date=date(2012, 11, 30)), by=cast.secretary)
    released_one = filed.revisions.get()
    given = {"language": "fr", "text": "Traduit.", "role": Rendition.Role.TRANSLATION, "by": cast.secretary}
    with pytest.raises(ValidationError, match="Put it into a new revision"):
        documents.add_rendition(revision=released_one, **given)
    documents.add_rendition(revision=documents.add_revision(document=filed, by=cast.secretary), **given)
    paper = documents.publish(document=papers.draft("A paper", texts={"en": "Words."}), by=cast.secretary)
    assert documents.add_rendition(revision=paper.revisions.get(), **given).language == "fr"


def test_what_the_archive_holds_already_is_recorded_as_a_communique(cast):
    filed = in_the_archive(date=date(2012, 11, 30), source="The site of that year.")
    documents.publish(document=filed, by=cast.secretary)
    communique = Communique.objects.create(document=Document.objects.get(pk=filed.pk))
    actions.record_issued(communique=communique, by=cast.secretary)
    assert [row.stage for row in Communique.objects.visible_to(ANYONE).listed()] == [Stage.PUBLISHED]


def test_nothing_is_published_halfway(cast, monkeypatch):
    text = submitted(cast.secretary)
    monkeypatch.setattr(Communique, "save", lambda self: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        approve(cast, text)
    assert Document.objects.get().state == Document.State.DRAFT
    assert not Approval.objects.exists()


def test_somebody_invented_decides_on_what_is_invented_alone(cast):
    real, sample = submitted(cast.secretary), submitted(cast.secretary, is_demonstration=True)
    chair = invented(cast.kp_chair)
    with pytest.raises(ValidationError, match="somebody of the demonstration"):
        release.approve(text=real, seen=seen(real), by=chair)
    assert not is_public(real)
    assert release.approve(text=sample, seen=seen(sample), by=chair).stage == Stage.PUBLISHED


def test_what_somebody_invented_makes_is_marked_so(cast):
    made = [documents.add_document(kind=papers.make_kind(), titles={"en": "Paper"}, by=by) for by in (
        cast.secretary, invented(cast.kp_chair), None,
    )]  # fmt: skip
    assert [document.is_demonstration for document in made] == [False, True, False]


def test_a_draft_is_thrown_away_with_all_that_belongs_to_it(cast, client):
    text = drafted(cast.secretary)
    writing.add_picture(text=text, file=ContentFile(png(), "a.png"), alternatives={"en": "Drawn"}, by=cast.secretary)
    meeting = propose(cast.secretary, [cast.xwa])
    account_for_communique(meeting=meeting, communique=text.document, by=cast.secretary)
    client.force_login(cast.secretary)
    page = reverse("communications:text-discard", args=[text.document.reference])
    assert "There is no way back" in client.get(page).text
    assert client.post(page, follow=True).status_code == 200
    meeting.refresh_from_db()
    assert (Communique.objects.count(), Document.objects.count(), meeting.communique) == (0, 0, None)
    assert client.get(page).status_code == 404


def test_what_was_approved_once_or_is_out_is_not_thrown_away(cast, client):
    out, edited = released(cast), released(cast, release_on=ReleaseOn.WORD)
    write(cast, edited, body="Another text.")
    edited.refresh_from_db()
    assert edited.stage == Stage.DRAFTING
    with pytest.raises(ValidationError, match="stays on record"):
        actions.discard(text=edited, by=cast.secretary)
    with pytest.raises(ValidationError, match="published already"):
        actions.discard(text=out, by=cast.secretary)
    begun = actions.draft_corrigendum(communique=out, titles={"en": "Corrigendum"}, by=cast.secretary)
    actions.discard(text=begun, by=cast.secretary)
    assert is_public(out)
    client.force_login(cast.secretary)
    assert (
        "Throw this draft away"
        not in client.get(reverse("communications:text-work", args=[edited.document.reference])).text
    )
