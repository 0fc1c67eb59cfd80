"""Public summaries: marked paragraphs, released by the Chair of the body, approved by the KP Chair's office, then public."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from asm_portal.dated import today
from asm_portal.models import Office
from knowledge import actions
from knowledge.approvals import digest
from knowledge.minutes.actions import approve_summary, make_summary, newest_revision, release_summary
from knowledge.models import Approval, Document, DocumentLink
from tests.administration import address
from tests.cast import again, hold, represent
from tests.knowledge.papers import add_texts, make_kind, on_desk
from tests.knowledge.test_minutes import of_meeting, page, readers_of
from tests.planted import BODY_A, EVERYONE

EDITORS = {"chair_a", "secretary"}
TEXTS = (
    ("en", "# Opening\n\nA quarrel.\n\nThe group agreed."),
    ("fr", "# Ouverture\n\nUne dispute.\n\nLe groupe convient."),
)


@pytest.fixture
def minutes(cast):
    make_kind("public_summary", "public", "SUM")
    document = of_meeting(cast, texts=TEXTS)
    actions.adopt_minutes(
        minutes=document.minutes, adopted_by_en="Plenary", adopted_by_fr="Plénière", by=cast.secretary
    )
    return Document.objects.get(pk=document.pk)


@pytest.fixture
def summary(cast, minutes):
    return make_summary(
        document=minutes, titles={"en": "Summary"}, texts={"en": "The group agreed."}, by=cast.secretary
    )


def office_a(cast):
    return cast.xwa.offices.get(seat=Office.Seat.CHAIR)


def decide(client, summary, user, **given):
    client.force_login(again(user))
    newest = newest_revision(summary)
    sent = {"revision": newest.number, "seen": digest(newest), **given}
    return client.post(page(summary, "summary-work"), sent, follow=True)


def known_to(cast, summary):
    return {
        name for name, user in cast.users.items() if Document.objects.visible_to(user).filter(pk=summary.pk).exists()
    }


def state(summary):
    return Document.objects.get(pk=summary.pk).state


def test_editors_mark_the_paragraphs_that_everyone_may_read(cast, client, minutes):
    url = page(minutes, "minutes-summary")
    assert readers_of(cast, client, url) == EDITORS
    client.force_login(cast.chair_a)
    sent = {
        "title_en": "Summary of May",
        "paragraphs_en": ["2"],
        "title_fr": "Résumé de mai",
        "paragraphs_fr": ["2", "0"],
    }
    done = client.post(url, sent, follow=True)
    made = Document.objects.get(kind__code="public_summary")
    assert done.redirect_chain[-1][0] == page(made, "summary-work")
    assert (made.state, made.audience, made.issuing_body, made.date) == ("draft", "public", cast.xwa, minutes.date)
    texts = {row.language: row.text for row in made.revisions.get().renditions.all()}
    assert texts == {"en": "The group agreed.", "fr": "# Ouverture\n\nLe groupe convient."}
    assert DocumentLink.objects.get(later=made).kind == "public_summary_of"


def test_a_summary_needs_a_paragraph_and_a_title_in_its_language(cast, client, minutes):
    client.force_login(cast.chair_a)
    url = page(minutes, "minutes-summary")
    assert "Mark at least one paragraph." in client.post(url, {"title_en": "Summary"}).text
    answer = client.post(url, {"title_en": "", "paragraphs_en": ["2"]})
    assert answer.context["form"].errors["title_en"]
    assert not Document.objects.filter(kind__code="public_summary").exists()


def test_a_draft_of_minutes_has_no_summary_yet(cast, client):
    client.force_login(cast.chair_a)
    assert client.get(page(of_meeting(cast), "minutes-summary")).status_code == 404


@pytest.mark.both_databases
def test_two_persons_release_it_and_then_everyone_reads_it(cast, client, minutes, summary):
    assert readers_of(cast, client, page(summary, "summary-work")) == EDITORS
    assert "Released." in decide(client, summary, cast.chair_a).text
    assert state(summary) == "circulated"
    assert known_to(cast, summary) == BODY_A
    client.logout()
    assert client.get(summary.get_absolute_url()).status_code == 404
    done = decide(client, summary, cast.kp_chair, remark="Well said.")
    assert "Everyone reads the summary now." in done.text
    assert known_to(cast, summary) == EVERYONE - {"anyone"}
    client.logout()
    public = client.get(summary.get_absolute_url())
    assert "The group agreed." in public.text
    assert "quarrel" not in public.text
    assert minutes.reference not in public.text
    for name in ("Celia", "Karim", "Well said."):
        assert name not in public.text
    rows = Approval.objects.values_list("capacity", "by__email", "office__code", "remark")
    assert list(rows) == [
        ("body_chair", "celia@cast.example", "XWA-CHAIR", ""),
        ("kp_chair", "karim@cast.example", "XKP-CHAIR", "Well said."),
    ]


def test_both_pages_lead_to_each_other_for_those_who_may_read_both(cast, client, minutes, summary):
    decide(client, summary, cast.chair_a)
    decide(client, summary, cast.kp_chair)
    client.force_login(again(cast.member_a))
    assert minutes.get_absolute_url() in client.get(summary.get_absolute_url()).text
    assert summary.get_absolute_url() in client.get(minutes.get_absolute_url()).text


def test_nobody_else_decides(cast, client, summary):
    client.force_login(cast.secretary)
    assert "Release this text" not in client.get(page(summary, "summary-work")).text
    assert client.post(page(summary, "summary-work"), {"revision": 1}).status_code == 404
    for name in ("member_a", "chair_b", "kp_chair"):
        client.force_login(again(cast.users[name]))
        assert client.post(page(summary, "summary-work"), {"revision": 1}).status_code == 404
    assert state(summary) == "draft"
    decide(client, summary, cast.chair_a)
    for name in ("secretary", "member_a", "chair_a"):
        client.force_login(again(cast.users[name]))
        assert client.post(page(summary, "summary-work"), {"revision": 1}).status_code == 404
    assert state(summary) == "circulated"


def test_one_person_who_holds_both_offices_cannot_decide_twice(cast, client, summary):
    represent(cast.chair_a.person, cast.xe, office=cast.chair_office)
    decide(client, summary, cast.chair_a)
    answer = decide(client, summary, cast.chair_a)
    assert "another person" in answer.text
    assert state(summary) == "circulated"


def test_an_edit_voids_the_release_and_the_page_that_showed_the_old_text_is_refused(cast, client, summary):
    decide(client, summary, cast.chair_a)
    client.force_login(again(cast.chair_a))
    url = page(summary, "document-text", "en")
    client.post(url, {"text": "Something else.", "seen": client.get(url).context["form"]["seen"].value()})
    assert newest_revision(summary).number == 2
    client.force_login(again(cast.kp_chair))
    assert client.post(page(summary, "summary-work"), {"revision": 1}).status_code == 404
    with pytest.raises(ValidationError, match="changed since"):
        approve_summary(
            document=summary, revision=summary.revisions.get(number=1), by=cast.kp_chair, office=cast.chair_office
        )
    with pytest.raises(ValidationError, match="each of these has approved"):
        approve_summary(document=summary, revision=newest_revision(summary), by=cast.kp_chair, office=cast.chair_office)
    assert (state(summary), Approval.objects.count()) == ("circulated", 1)
    decide(client, summary, cast.chair_a)
    decide(client, summary, cast.kp_chair)
    client.logout()
    assert "Something else." in client.get(summary.get_absolute_url()).text


def test_no_other_way_makes_a_summary_public(cast, client, summary):
    with pytest.raises(ValidationError, match="each of these has approved"):
        actions.publish(document=summary, by=cast.secretary)
    client.force_login(cast.secretary)
    url = reverse("admin:knowledge_document_do", args=[summary.pk, "publish"])
    assert "each of these has approved" in client.post(url).text
    assert state(summary) == "draft"


def test_a_correction_of_a_public_summary_needs_both_again(cast, client, summary):
    decide(client, summary, cast.chair_a)
    decide(client, summary, cast.kp_chair)
    revision = add_texts(Document.objects.get(pk=summary.pk), {"en": "Corrected."}, by=cast.secretary)
    with pytest.raises(ValidationError, match="each of these has approved"):
        actions.release_revision(revision=revision, by=cast.secretary)
    with pytest.raises(ValidationError, match="approved text is not changed"):
        actions.add_rendition(
            revision=summary.revisions.get(number=1),
            language="fr",
            text="Traduit.",
            role="translation",
            by=cast.secretary,
        )


def test_the_chairs_office_gives_a_summary_back_with_a_reason(cast, client, summary):
    decide(client, summary, cast.chair_a)
    assert "Say what should be changed." in decide(client, summary, cast.kp_chair, **{"return": "1"}).text
    done = decide(client, summary, cast.kp_chair, **{"return": "1", "remark": "Leave the figure out."})
    assert done.redirect_chain[-1][0] == reverse("desk")
    assert state(summary) == "draft"
    client.force_login(again(cast.member_a))
    assert client.get(summary.get_absolute_url()).status_code == 404
    client.force_login(again(cast.chair_a))
    assert "Leave the figure out." in client.get(page(summary, "summary-work")).text


def test_it_stands_on_the_desk_of_whom_it_waits_for(cast, client, summary):
    def waiting():
        return {name for name, user in cast.users.items() if "Decide on the public summary: Summary" in on_desk(user)}

    assert waiting() == {"chair_a"}
    decide(client, summary, cast.chair_a)
    assert waiting() == {"kp_chair"}
    decide(client, summary, cast.kp_chair)
    assert "Decide on the public summary" not in on_desk(cast.chair_a) + on_desk(cast.kp_chair)


def test_a_vacant_seat_decides_nothing(cast, client, summary):
    term = office_a(cast).terms.get()
    term.valid_until = today()
    term.save()
    hold(office_a(cast), cast.xa, valid_from=today())
    client.force_login(again(cast.chair_a))
    assert client.get(page(summary, "summary-work")).status_code == 404


def test_the_secretariat_looks_up_comments_and_approvals_and_changes_none(cast, client, summary):
    row = release_summary(document=summary, revision=newest_revision(summary), by=cast.chair_a, office=office_a(cast))
    client.force_login(cast.secretary)
    assert "Chair of the body" in client.get(address(Approval)).text
    assert client.get(address(Approval, "add")).status_code == 403
    assert row.state == "circulated"


@pytest.mark.both_databases
def test_a_text_that_was_changed_in_place_meanwhile_is_not_released_unseen(cast, client, summary):
    newest = newest_revision(summary)
    seen, row = digest(newest), newest.renditions.get()
    client.force_login(again(cast.chair_a))
    assert seen in client.get(page(summary, "summary-work")).text
    actions.replace_text(rendition=row, text="A quarrel.", by=cast.secretary)
    assert "The text was changed since you opened this page." in decide(client, summary, cast.chair_a, seen=seen).text
    assert not Approval.objects.exists()
    assert state(summary) == "draft"


def test_nothing_is_moved_into_an_approved_revision(cast, client, summary):
    decide(client, summary, cast.chair_a)
    approved = newest_revision(summary)
    fresh = actions.add_revision(document=summary, by=cast.secretary)
    row = actions.add_rendition(revision=fresh, language="fr", text="Une dispute.", by=cast.secretary)
    row.revision = approved
    with pytest.raises(ValidationError, match="not changed"):
        row.save()
