"""Who may read a document is widened only with a recorded approval of its text."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from asm_portal.visibility import Audience
from knowledge import actions as archive
from knowledge.actions import release_revision
from knowledge.approvals import Capacity, digest
from knowledge.audiences import decide, is_wider, newest_released, propose_audience, widen
from knowledge.models import Approval, AudienceProposal, Document, Revision
from knowledge.reports.actions import add_report
from tests.administration import address, filled, sign_in
from tests.cast import again
from tests.knowledge.papers import add_texts, draft, final, make_kind, on_desk

pytestmark = pytest.mark.django_db
A = Audience


@pytest.fixture
def paper(cast):
    return final("Paper", audience="participants", texts={"en": "x"})


@pytest.fixture
def annual(cast):
    """XA's own annual report, for Participants and Observers."""
    document = add_report(
        kind=make_kind("annual_report", prefix="ANR"), titles={"en": "Annual"}, by=cast.secretary, organisation=cast.xa,
        period_from=date(2024, 1, 1), period_until=date(2024, 12, 31),
    )  # fmt: skip
    add_texts(document, {"en": "x"})
    return archive.publish(document=document, by=cast.secretary)


def propose(document, cast, audience="public", **extra):
    return propose_audience(document=document, audience=audience, reason="Agreed.", by=cast.secretary, **extra)


def seen(document):
    return digest(newest_released(document))


def test_which_audience_is_wider_than_another(cast):
    body, other = (A.BODY, cast.xwa, None), (A.BODY, cast.xwb, None)
    own, observer = (A.ORGANISATION, None, cast.xa), (A.ORGANISATION, None, cast.xo)
    public, process, participants, chair, staff = (
        (audience, None, None) for audience in (A.PUBLIC, A.PROCESS, A.PARTICIPANTS, A.CHAIR, A.SECRETARIAT)
    )
    ladder = [staff, chair, participants, process, public]
    for position, lower in enumerate(ladder):
        assert not any(is_wider(higher, lower) for higher in ladder[position:])
        assert all(is_wider(lower, higher) for higher in ladder[position + 1 :])
    assert is_wider(body, other)
    assert is_wider(participants, body)
    assert not is_wider(process, body)
    assert not is_wider(body, body)
    assert not is_wider(participants, own)
    assert is_wider(participants, observer)
    assert is_wider(own, body)


def test_nothing_changes_until_the_chair_has_approved(cast, paper):
    proposal = propose(paper, cast)
    with pytest.raises(ValidationError, match="wider audience"):
        widen(document=paper, proposal=proposal, by=cast.secretary)
    assert not Document.objects.visible_to(cast.anyone).filter(pk=paper.pk).exists()
    decide(proposal=proposal, is_approved=True, capacity=Capacity.KP_CHAIR, by=cast.kp_chair)
    assert Document.objects.visible_to(cast.anyone).filter(pk=paper.pk).exists()
    row = Approval.objects.get()
    assert (row.purpose, row.scope, row.by, row.capacity) == ("wider_audience", "public", cast.kp_chair, "kp_chair")


def test_an_approval_of_one_audience_is_none_of_another(cast, paper):
    first = propose(paper, cast, audience="process")
    decide(proposal=first, is_approved=True, capacity=Capacity.KP_CHAIR, by=cast.kp_chair)
    second = propose(paper, cast)
    with pytest.raises(ValidationError):
        widen(document=paper, proposal=second, by=cast.secretary)
    decide(proposal=second, is_approved=True, capacity=Capacity.KP_CHAIR, by=cast.kp_chair)
    assert Document.objects.get(pk=paper.pk).audience == "public"


def test_a_declined_proposal_changes_nothing_and_is_settled(cast, paper):
    proposal = propose(paper, cast)
    decide(proposal=proposal, is_approved=False, capacity=Capacity.KP_CHAIR, by=cast.kp_chair, remark="Not yet.")
    assert Document.objects.get(pk=paper.pk).audience == "participants"
    with pytest.raises(ValidationError, match="decided already"):
        decide(proposal=proposal, is_approved=True, capacity=Capacity.KP_CHAIR, by=cast.kp_chair)


def test_what_cannot_be_proposed(cast, paper):
    with pytest.raises(ValidationError, match="not wider"):
        propose(paper, cast, audience="chair")
    with pytest.raises(ValidationError, match="no text yet"):
        propose(final("Known by its title", audience="process"), cast)
    with pytest.raises(ValidationError):
        propose(draft("Draft", audience="process", texts={"en": "x"}), cast)
    propose(paper, cast)
    with pytest.raises(ValidationError, match="proposed already"):
        propose(paper, cast)


def test_the_chair_decides_on_a_page_and_the_others_find_none(client, cast, paper):
    propose(paper, cast)
    decision = reverse("knowledge:document-audience", args=[paper.reference])
    for user in (cast.secretary, cast.member_a, cast.guest):
        client.force_login(again(user))
        assert client.get(decision).status_code == 404
        assert client.post(decision, {"answer": "approve"}).status_code == 404
    client.force_login(again(cast.kp_chair))
    assert "Decide who may read: Paper" in on_desk(cast.kp_chair)
    assert "everyone" in client.get(decision).content.decode()
    assert (
        client.post(decision, {"answer": "approve", "seen": seen(paper), "remark": "Agreed in May"}).status_code == 302
    )
    assert AudienceProposal.objects.get().remark == "Agreed in May"
    assert client.get(decision).status_code == 404
    assert "Decide who may read" not in on_desk(cast.kp_chair)


def test_a_participant_opens_its_own_report_and_nothing_else(client, cast, annual, paper):
    propose(annual, cast)
    foreign = final("Foreign", kind=annual.kind, organisation=cast.xb, audience="process", texts={"en": "x"})
    propose(foreign, cast)
    client.force_login(again(cast.member_a))
    assert client.post(reverse("knowledge:document-audience", args=[foreign.reference])).status_code == 404
    given = {"answer": "approve", "seen": seen(annual)}
    client.post(reverse("knowledge:document-audience", args=[annual.reference]), given)
    assert Document.objects.get(pk=annual.pk).audience == "public"
    assert Approval.objects.get().organisation == cast.xa


def test_the_administration_refuses_a_wider_audience_at_the_field(client, cast, paper):
    sign_in(client, cast.secretary)
    page = address(Document, "change", paper.pk)
    answer = client.post(page, filled(client.get(page)) | {"audience": "public", "why": "The Chair said so"})
    assert "audience" in answer.context["adminform"].form.errors
    assert "needs the approval of the Chair" in answer.content.decode()
    assert Document.objects.get(pk=paper.pk).audience == "participants"
    narrower = filled(client.get(page)) | {"audience": "chair", "why": "The Chair said so"}
    assert client.post(page, narrower).status_code == 302


def test_a_new_document_has_at_most_the_audience_of_its_kind(client, cast):
    sign_in(client, cast.secretary)
    page = address(Document, "add")
    kind = make_kind("meeting_paper", "participants")
    sent = filled(client.get(page)) | {"kind": kind.pk, "audience": "public", "why": "x", "date_precision": "unknown"}
    assert "for fewer readers at first" in client.post(page, sent).content.decode()
    assert client.post(page, sent | {"audience": ""}).status_code == 302
    assert Document.objects.get().audience == "participants"


def test_a_revision_that_nobody_approved_does_not_reach_a_widened_audience(cast, paper):
    proposal = propose(paper, cast)
    decide(proposal=proposal, is_approved=True, capacity=Capacity.KP_CHAIR, by=cast.kp_chair)
    paper = Document.objects.get(pk=paper.pk)
    unseen = add_texts(paper, {"en": "A secret."})
    with pytest.raises(ValidationError, match="approved for another text"):
        release_revision(revision=unseen, by=cast.secretary)
    paper.audience = "participants"
    paper.save()
    release_revision(revision=Revision.objects.get(pk=unseen.pk), by=cast.secretary)
    decide(proposal=propose(paper, cast), is_approved=True, capacity=Capacity.KP_CHAIR, by=cast.kp_chair)
    assert Document.objects.get(pk=paper.pk).audience == "public"


def test_a_wider_audience_does_not_read_the_revisions_before_the_approved_one(client, cast, paper):
    release_revision(revision=add_texts(paper, {"en": "Without the secret."}), by=cast.secretary)
    decide(proposal=propose(paper, cast), is_approved=True, capacity=Capacity.KP_CHAIR, by=cast.kp_chair)
    assert list(Revision.objects.visible_to(cast.anyone).values_list("number", flat=True)) == [2]
    assert [row.number for row in Revision.objects.visible_to(again(cast.secretary)).order_by("number")] == [1, 2]


@pytest.mark.both_databases
def test_a_text_that_was_released_meanwhile_is_not_approved_unseen(client, cast, paper):
    propose(paper, cast)
    before = seen(paper)
    release_revision(revision=add_texts(paper, {"en": "A secret."}), by=cast.secretary)
    client.force_login(again(cast.kp_chair))
    address = reverse("knowledge:document-audience", args=[paper.reference])
    answer = client.post(address, {"answer": "approve", "seen": before}, follow=True)
    assert "The text was changed since you opened this page." in answer.text
    assert Document.objects.get(pk=paper.pk).audience == "participants"
