"""Actions: who may know of one, who may do what about it, and that it outlives whoever holds its office."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from asm_portal.dated import today
from asm_portal.models import OfficeTerm
from asm_portal.visibility import Audience
from knowledge import actions as documents
from knowledge.models import Document
from logistics.follow_up import actions
from logistics.models import Action, ActionEvidence, ActionUpdate, Recommendation
from tests.cast import again, hold
from tests.knowledge.papers import add_texts, draft, final, make_kind
from tests.logistics.visits import asked_for

DUE = today() + timedelta(days=20)
DUE_TYPED = {"due_on_day": DUE.day, "due_on_month": DUE.month, "due_on_year": DUE.year}


def decided(cast, audience="public", **facts):
    """A decision of a working group with two paragraphs."""
    given = {
        "audience": audience,
        "issuing_body": cast.xwa,
        "decision": {"adopted_by": "body"},
        "kind": make_kind("decision", "process", "DEC"),
        "is_demonstration": True,
        "texts": {"en": "First.\n\nUse one form."},
    }
    titles = {"en": "Decision on forms", "fr": "Décision sur les formulaires"}
    document = draft(titles, by=cast.secretary, **given | facts)
    return documents.publish(document=document, by=cast.secretary)


def minutes_of(body, by, finish="adopt"):
    document = draft(
        "Minutes", kind=make_kind("minutes", "body", "MIN"), by=by, audience="body", audience_body=body, issuing_body=body,
        minutes={"body": body, "meeting_date": today()},
    )  # fmt: skip
    add_texts(document, {"en": "What was said."}, by=by)
    if finish == "circulate":
        documents.circulate_minutes(minutes=document.minutes, comments_until=DUE, by=by)
    if finish == "adopt":
        documents.adopt_minutes(minutes=document.minutes, adopted_by_en="it", adopted_by_fr="elle", by=by)
    return document


def opened(cast, *, by=None, **facts):
    """An action, of XA and of no document unless the facts say otherwise."""
    given = {"origin": "undertaking", "title_en": "Send the form", "due_on": DUE}
    if not {"owner_office", "owner_organisation"} & facts.keys():
        given["owner_organisation"] = cast.xa
    return actions.open_action(by=by or cast.secretary, **given | facts)


def readers(cast, action):
    """The names of those who may know of it."""
    everybody = {name: again(user) for name, user in cast.users.items()} | {"anyone": AnonymousUser()}
    return {name for name, user in everybody.items() if Action.objects.visible_to(user).filter(pk=action.pk).exists()}


def page(client, action, name="action-detail"):
    return client.get(reverse(f"logistics:{name}", args=[action.reference]))


# Who may know of it


def test_an_action_from_minutes_is_for_their_body_and_for_its_owner(cast):
    action = opened(cast, origin="minutes", document=minutes_of(cast.xwa, cast.secretary), owner_organisation=cast.xb)
    body = {"member_a", "both", "observer", "chair_a", "kp_chair", "secretary"}
    assert readers(cast, action) == body | {"member_b", "chair_b"}
    assert action.body == cast.xwa


def test_an_action_from_a_public_decision_is_not_public_in_passing(cast):
    action = opened(cast, origin="decision", document=decided(cast))
    assert action.audience == Audience.PROCESS
    assert "anyone" not in readers(cast, action)


def test_an_action_without_a_source_is_for_the_chair_and_its_owner(cast):
    assert readers(cast, opened(cast)) == {"kp_chair", "secretary", "member_a"}


def test_no_action_is_for_more_readers_than_its_source(cast):
    minutes = minutes_of(cast.xwa, cast.secretary)
    with pytest.raises(ValidationError, match="may not know of the source"):
        opened(cast, origin="minutes", document=minutes, audience=Audience.PROCESS)


def test_when_the_source_is_closed_to_some_the_action_is_too(cast):
    document = decided(cast, audience="process")
    action = opened(cast, origin="decision", document=document)
    assert "member_b" in readers(cast, action)
    document.audience, document.audience_body = Audience.BODY, cast.xwa
    document.save()
    assert "member_b" not in readers(cast, action)
    assert {"member_a", "observer", "chair_a"} < readers(cast, action)


def test_a_draft_is_no_source(cast):
    with pytest.raises(ValidationError, match="circulated or final"):
        opened(cast, origin="minutes", document=minutes_of(cast.xwa, cast.secretary, finish=None))


def test_the_words_of_the_source_are_for_those_who_may_read_it(cast, client):
    minutes = minutes_of(cast.xwa, cast.secretary)
    action = opened(
        cast, origin="minutes", document=minutes, owner_organisation=cast.xb, passage="What was said.", passage_language="en"
    )  # fmt: skip
    client.force_login(cast.member_a)
    assert "What was said." in page(client, action).content.decode()
    client.force_login(cast.member_b)
    shown = page(client, action).content.decode()
    assert "What was said." not in shown
    assert minutes.reference not in shown
    assert "You stand for its owner" in shown


def test_what_is_reported_about_a_public_action_is_for_those_who_take_part(cast, client):
    action = opened(cast, origin="decision", document=decided(cast), audience=Audience.PUBLIC)
    actions.update_action(action=action, text="Two of five offices.", by=cast.member_a)
    assert "Two of five" not in page(client, action).content.decode()
    client.force_login(cast.observer)
    assert "Two of five" in page(client, action).content.decode()


# Its way


def test_a_report_takes_it_up_and_names_the_owner_not_the_person(cast, client):
    action = opened(cast)
    update = actions.update_action(action=action, text="Half of it.", by=cast.member_a)
    action.refresh_from_db()
    assert action.state == "in_progress"
    assert update.organisation == cast.xa
    client.force_login(cast.member_a)
    shown = page(client, action).content.decode()
    assert "Alder" in shown
    assert str(cast.member_a.person) not in shown


def test_closing_needs_a_document_a_decision_or_a_reason(cast):
    action = opened(cast)
    with pytest.raises(ValidationError, match="a document, a decision or a reason"):
        actions.close_action(action=action, outcome="done", by=cast.secretary)
    actions.close_action(action=action, outcome="done", document=decided(cast), by=cast.secretary)
    with pytest.raises(ValidationError, match="closed meanwhile"):
        actions.close_action(action=action, outcome="dropped", reason="No longer needed.", by=cast.secretary)


def test_the_database_refuses_an_action_closed_with_nothing(cast):
    action = opened(cast)
    action.state, action.outcome, action.closed_on = "closed", "done", today()
    with pytest.raises(ValidationError, match="a document, a decision or a reason"):
        action.full_clean()


def test_the_owner_proposes_the_closing_and_somebody_else_decides(cast):
    action = opened(cast, body=cast.xwa)
    with pytest.raises(ValidationError, match="add the document that shows it"):
        actions.propose_closing(action=action, text="", by=cast.member_a)
    paper = final("Proof", by=cast.secretary)
    actions.propose_closing(action=action, text="", evidence=paper, by=cast.member_a)
    assert ActionEvidence.objects.get().document == paper
    actions.return_proposal(action=action, text="The second half is missing.", by=cast.chair_a)
    action.refresh_from_db()
    assert action.closing_proposed_on is None
    with pytest.raises(ValidationError, match="Nobody proposes"):
        actions.return_proposal(action=action, text="Once more.", by=cast.chair_a)


def test_reopening_keeps_how_it_had_been_closed(cast):
    action = opened(cast)
    actions.close_action(action=action, outcome="dropped", reason="Overtaken by events.", by=cast.secretary)
    actions.reopen_action(action=action, reason="It came back.", by=cast.kp_chair)
    action.refresh_from_db()
    assert (action.state, action.outcome, action.closing_reason) == ("in_progress", "", "")
    assert [row.text for row in action.updates.all()] == ["Overtaken by events.", "It came back."]
    assert action.past.first().history_change_reason == "It came back."
    with pytest.raises(ValidationError, match="open already"):
        actions.reopen_action(action=action, reason="Again.", by=cast.kp_chair)


def test_a_file_becomes_a_document_of_its_owner_and_of_who_leads_the_body(cast):
    make_kind(actions.EVIDENCE_KIND, "participants", "EVD")
    action = opened(cast, body=cast.xwb, audience=Audience.PROCESS)
    file = SimpleUploadedFile("proof.txt", b"It is done.")
    actions.update_action(
        action=action, text="See the file.", evidence={"file": file, "title": "Proof", "language": "en"}, by=cast.member_a
    )  # fmt: skip
    document = ActionEvidence.objects.get().document
    assert document.audience_organisation == cast.xa
    known = {
        name for name, user in cast.users.items() if Document.objects.visible_to(again(user)).filter(pk=document.pk)
    }
    assert known == {"member_a", "chair_b", "kp_chair", "secretary"}


def test_it_is_late_from_the_day_after(cast):
    due = {day: opened(cast, due_on=today() + timedelta(days=day)) for day in (-2, 0, 1)}
    without = opened(cast, due_on=None)
    assert list(Action.objects.overdue()) == [due[-2]]
    assert [due[-2].days_late, due[0].days_late, without.days_late] == [2, 0, 0]
    actions.close_action(action=due[-2], outcome="done", reason="Done.", by=cast.secretary)
    assert not Action.objects.overdue().exists()


# The office and its holder


def test_an_action_survives_the_rotation_of_chairs_untouched(cast, client):
    """XC hands the chair of XWA over to XD: the row stays as it was, the new holder finds it, the old one no longer."""
    office = cast.xwa.offices.get()
    action = opened(cast, owner_office=office, audience=Audience.CHAIR)
    before = Action.objects.filter(pk=action.pk).values().get()
    old, new = cast.chair_a, cast.both
    assert list(Action.objects.visible_to(again(old)).owned_by(again(old))) == [action]
    assert not Action.objects.visible_to(again(new)).exists()
    term = OfficeTerm.objects.get(office=office)
    term.valid_until = today()
    term.save()
    hold(office, cast.xd, person=new.person, valid_from=today())
    assert not Action.objects.visible_to(again(old)).exists()
    assert list(Action.objects.visible_to(again(new)).owned_by(again(new))) == [action]
    client.force_login(again(new))
    assert "Send the form" in client.get(reverse("desk")).content.decode()
    client.force_login(again(old))
    assert page(client, action).status_code == 404
    assert Action.objects.filter(pk=action.pk).values().get() == before
    assert action.past.count() == 1


def test_an_action_has_exactly_one_owner(cast):
    for owners in ({"owner_organisation": None}, {"owner_organisation": cast.xa, "owner_office": cast.chair_office}):
        with pytest.raises(ValidationError, match="Choose one owner"):
            opened(cast, **owners)


# Pages


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("member_a", {"action-progress", "action-propose"}),
        ("chair_a", {"action-progress", "action-propose", "action-close", "action-change", "action-return"}),
        ("secretary", {"action-progress", "action-propose", "action-close", "action-change", "action-return"}),
        ("both", set()),
        ("kp_chair", set()),
    ],
)
def test_the_owner_reports_and_proposes_and_who_leads_the_body_or_the_secretariat_closes(cast, client, who, may):
    action = opened(cast, body=cast.xwa, audience=Audience.PROCESS)
    client.force_login(cast.users[who])
    names = ("action-progress", "action-propose", "action-close", "action-change", "action-return")
    assert {name for name in names if page(client, action, name).status_code == 200} == may
    offered = page(client, action).content.decode()
    for name in ("action-progress", "action-close", "action-change"):
        assert (reverse(f"logistics:{name}", args=[action.reference]) in offered) == (name in may)


def test_an_action_is_recorded_from_a_decision_with_the_paragraph_that_it_quotes(cast, client):
    document = decided(cast)
    client.force_login(cast.chair_a)
    shown = client.get(document.get_absolute_url()).content.decode()
    new = f"{reverse('logistics:action-new')}?document={document.reference}"
    assert new in shown
    answer = client.post(
        new,
        {"paragraph": "2", "title_en": "Print the form", "owner": f"owner_organisation-{cast.xa.pk}", "readers": "source",
         **DUE_TYPED},
    )  # fmt: skip
    action = Action.objects.get()
    assert answer.url == action.get_absolute_url()
    assert (action.paragraph, action.passage, action.passage_language) == ("2", "Use one form.", "en")
    assert (action.origin, action.body, action.due_on, action.is_demonstration) == ("decision", cast.xwa, DUE, True)
    assert action.past.get().history_user == cast.chair_a
    assert "Print the form" in client.get(document.get_absolute_url()).content.decode()


@pytest.mark.both_databases
def test_who_does_not_lead_the_body_records_nothing(cast, client):
    document = decided(cast)
    for who in ("member_a", "chair_b", "kp_chair"):
        client.force_login(cast.users[who])
        assert "Record an action" not in client.get(document.get_absolute_url()).content.decode()
        new = reverse("logistics:action-new")
        assert client.get(f"{new}?document={document.reference}").status_code == 404
    assert client.get(f"{new}?document=%00").status_code == 404


def test_what_is_missing_is_said_at_the_field_and_nothing_is_lost(cast, client):
    client.force_login(cast.secretary)
    answer = client.post(reverse("logistics:action-new"), {"undertaken_in_en": "Letter of May", "readers": "body"})
    shown = answer.content.decode()
    assert "Letter of May" in shown
    assert "Say what is to be done" in shown
    assert "Choose the body whose members may know of it." in shown
    assert not Action.objects.exists()


def test_closing_without_evidence_is_refused_and_what_was_typed_is_kept(cast, client):
    action = opened(cast)
    client.force_login(cast.secretary)
    url = reverse("logistics:action-close", args=[action.reference])
    shown = client.post(url, {"outcome": "dropped"}).content.decode()
    assert "An action is closed with a document, a decision or a reason." in shown
    assert 'value="dropped"' in shown
    shown = client.post(url, {"outcome": "done", "document": "No such paper", "reason": "See there."}).content.decode()
    assert "There is no such document" in shown
    assert "See there." in shown
    assert client.post(url, {"outcome": "done", "reason": "It is in use."}).status_code == 302
    action.refresh_from_db()
    assert (action.outcome, action.closed_on) == ("done", today())


def test_a_document_that_one_may_not_know_of_is_no_evidence(cast, client):
    secret = final("Secret", by=cast.secretary, audience=Audience.CHAIR)
    action = opened(cast)
    client.force_login(cast.member_a)
    url = reverse("logistics:action-progress", args=[action.reference])
    shown = client.post(url, {"text": "Done.", "document": secret.reference, "file_language": "en"}).content.decode()
    assert "There is no such document" in shown
    assert not ActionUpdate.objects.exists()


@pytest.mark.both_databases
def test_two_who_change_one_action_find_out(cast, client):
    action = opened(cast)
    client.force_login(cast.secretary)
    url = reverse("logistics:action-change", args=[action.reference])
    form = client.get(url).context["form"]
    typed = {"title_en": "Send both forms", "owner": form["owner"].value(), "readers": "kept",
             "seen_version": form.current_version, **DUE_TYPED}  # fmt: skip
    action.title_en = "Send the new form"
    action.save()
    shown = client.post(url, typed).content.decode()
    assert "Somebody else has changed this action meanwhile" in shown
    assert "Send the new form" in shown
    assert "Send both forms" in shown
    version = client.post(url, typed).context["form"].current_version
    assert client.post(url, typed | {"save_over": version}).status_code == 302
    action.refresh_from_db()
    assert action.title_en == "Send both forms"


def test_another_day_or_owner_needs_a_reason_that_is_kept(cast, client):
    action = opened(cast)
    client.force_login(cast.secretary)
    url = reverse("logistics:action-change", args=[action.reference])
    typed = {"title_en": action.title_en, "owner": f"owner_office-{cast.chair_office.pk}", "readers": "kept",
             "seen_version": str(action.version), **DUE_TYPED}  # fmt: skip
    assert "Say why the owner, the day or the readers change." in client.post(url, typed).content.decode()
    assert client.post(url, typed | {"why": "Agreed in the meeting."}).status_code == 302
    action.refresh_from_db()
    assert (action.owner, action.owner_organisation) == (cast.chair_office, None)
    assert action.updates.get().text == "Agreed in the meeting."


def test_an_action_from_a_recommendation_leads_to_the_visit_for_those_who_may_know_of_it(cast, client):
    visit = asked_for(cast)
    action = opened(cast, origin="visit", body=cast.xwa, owner_organisation=cast.xb)
    Recommendation.objects.create(visit=visit, number=1, text_en="Count again.", action=action)
    client.force_login(cast.chair_a)
    assert visit.get_absolute_url() in page(client, action).content.decode()
    client.force_login(cast.chair_b)
    assert visit.get_absolute_url() not in page(client, action).content.decode()
