"""Workshops: who knows of them, how they are published, what becomes of what was recommended there."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from asm_portal.areas import gather
from asm_portal.dated import today
from asm_portal.models import Office, User
from asm_portal.visibility import Audience
from assistance.models import (
    Workshop,
    WorkshopAudience,
    WorkshopFigure,
    WorkshopItem,
    WorkshopMaterial,
    WorkshopPart,
)
from assistance.workshops import actions, approving
from knowledge.models import Document, DocumentKind, TextApproval
from logistics.models import Action
from tests.assistance.held import DAY, POINT, TITLE, agreed, held, point, published, recommended, submitted
from tests.assistance.referred import asked
from tests.cast import again, invented

pytestmark = pytest.mark.django_db


def who_knows(cast, workshop):
    names = ("anyone", *cast.users)
    return {name for name in names if Workshop.objects.visible_to(reader(cast, name)).filter(pk=workshop.pk).exists()}


def reader(cast, name):
    return cast.anyone if name == "anyone" else again(cast.users[name])


def as_now(record):
    return type(record).objects.get(pk=record.pk)


def test_a_draft_is_the_secretariats_and_what_is_published_everyones(cast):
    assert who_knows(cast, held(cast)) == {"secretary"}
    assert who_knows(cast, published(cast)) == {"anyone", *cast.users}


def test_the_chairs_office_reads_a_draft_once_it_is_to_approve_it(cast):
    assert who_knows(cast, submitted(cast, asked(cast))) == {"secretary", "kp_chair"}


def test_only_the_secretariat_changes_a_workshop(cast):
    workshop = published(cast)
    may = {name for name in cast.users if Workshop.objects.editable_by(reader(cast, name)).filter(pk=workshop.pk)}
    assert may == {"secretary"}


def test_nothing_is_published_without_an_agreement_or_a_source(cast):
    workshop = held(cast)
    with pytest.raises(ValidationError, match="organisers or the requester have to agree"):
        actions.publish(workshop=workshop, by=cast.secretary)
    assert who_knows(cast, workshop) == {"secretary"}


def test_what_was_public_elsewhere_is_published_with_its_source(cast):
    workshop = held(cast, is_recorded=True, source_line_en="A newspaper, 12 March 2026")
    assert not actions.publish(workshop=workshop, by=cast.secretary).is_draft
    with pytest.raises(ValidationError, match="needs its source line"):
        held(cast, is_recorded=True)


def test_the_database_itself_refuses_to_publish_without(cast):
    workshop = held(cast)
    workshop.stage = Workshop.Stage.PUBLISHED
    with pytest.raises(IntegrityError), transaction.atomic():
        workshop.save()


def test_an_agreement_is_to_exactly_what_the_page_says(cast):
    workshop = agreed(cast, held(cast))
    assert approving.is_agreed(workshop)
    actions.write_lists(workshop=workshop, lists={"aim": [("A new aim", "")]}, by=cast.secretary)
    assert not approving.is_agreed(as_now(workshop))
    with pytest.raises(ValidationError, match="what the page says now"):
        actions.publish(workshop=workshop, by=cast.secretary)


def test_what_came_of_a_request_needs_the_approval_of_the_chair(cast):
    workshop = submitted(cast, asked(cast))
    with pytest.raises(ValidationError, match="KP Chair’s office has to approve exactly what the page says"):
        actions.publish(workshop=workshop, by=cast.secretary)
    approving.approve(workshop=workshop, seen=approving.digest(workshop), by=cast.kp_chair)
    actions.publish(workshop=workshop, by=cast.secretary)
    assert "anyone" in who_knows(cast, workshop)
    assert TITLE in as_now(workshop).approval.content


def test_an_edit_voids_the_approval(cast):
    workshop = submitted(cast, asked(cast))
    workshop = approving.approve(workshop=workshop, seen=approving.digest(workshop), by=cast.kp_chair)
    text = workshop.texts.get()
    text.summary = "Something else."
    actions.write_text(text=text, by=cast.secretary)
    assert not approving.is_approved(as_now(workshop))


def test_the_chair_approves_only_what_the_page_showed(cast):
    workshop = submitted(cast, asked(cast))
    seen = approving.digest(workshop)
    point(cast, workshop)
    with pytest.raises(ValidationError, match="changed since you opened this page"):
        approving.approve(workshop=workshop, seen=seen, by=cast.kp_chair)


def test_nobody_but_the_chairs_office_approves(cast):
    workshop = submitted(cast, asked(cast))
    with pytest.raises(PermissionDenied):
        approving.approve(workshop=workshop, seen=approving.digest(workshop), by=cast.secretary)


def test_somebody_of_the_demonstration_approves_no_real_workshop(cast):
    workshop = submitted(cast, asked(cast))
    workshop.is_demonstration = False
    workshop.save()
    with pytest.raises(ValidationError, match="samples alone"):
        approving.approve(workshop=workshop, seen=approving.digest(workshop), by=invented(cast.kp_chair))
    assert not TextApproval.objects.exists()


def test_an_approval_is_never_changed(cast):
    workshop = submitted(cast, asked(cast))
    approval = approving.approve(workshop=workshop, seen=approving.digest(workshop), by=cast.kp_chair).approval
    for change in (approval.save, approval.delete):
        with pytest.raises(ValidationError, match="neither changed nor taken back"):
            change()


def test_an_approval_of_one_workshop_publishes_no_other_whatever_the_code_does(cast):
    workshop, other = submitted(cast, asked(cast)), submitted(cast, asked(cast))
    approval = approving.approve(workshop=workshop, seen=approving.digest(workshop), by=cast.kp_chair).approval
    assert (approval.subject, approval.key) == (f"workshop {workshop.pk}", f"workshop {workshop.pk}/1")
    other.approval = approval
    with pytest.raises(IntegrityError, match=r"a_workshop_bears_its_own_approval|approval_id"), transaction.atomic():
        other.save()


def test_of_two_decisions_the_second_hears_of_the_first(cast):
    workshop = submitted(cast, asked(cast))
    seen = approving.digest(workshop)
    approving.give_back(workshop=workshop, seen=seen, remark="Shorter, please.", by=cast.kp_chair)
    with pytest.raises(ValidationError, match="already dealt with"):
        approving.approve(workshop=workshop, seen=seen, by=cast.kp_chair)
    assert as_now(workshop).remark == "Shorter, please."


def test_what_is_published_is_taken_back_before_it_is_changed(cast):
    workshop = published(cast)
    with pytest.raises(ValidationError, match="Take it back first"):
        actions.write_lists(workshop=workshop, lists={}, by=cast.secretary)
    actions.take_back(workshop=workshop, reason="A wrong day.", by=cast.secretary)
    assert who_knows(cast, workshop) == {"secretary"}
    assert as_now(workshop).history.first().history_change_reason == "A wrong day."
    actions.publish(workshop=workshop, by=cast.secretary)  # unchanged, so the agreement still counts


def test_two_who_write_the_lists_at_once_find_out(cast):
    workshop = held(cast)
    seen = workshop.version
    actions.write_lists(workshop=workshop, lists={"aim": [("Mine", "")]}, seen=seen, by=cast.secretary)
    with pytest.raises(ValidationError, match="Somebody else has saved"):
        actions.write_lists(workshop=workshop, lists={"aim": [("Theirs", "")]}, seen=seen, by=cast.secretary)


def test_lists_keep_their_order_and_lose_what_was_taken_out(cast):
    workshop = held(cast)
    actions.write_lists(workshop=workshop, lists={"aim": [("One", "Un"), ("Two", "Deux")]}, by=cast.secretary)
    actions.write_lists(workshop=workshop, lists={"aim": [("Two", "Deux")]}, by=cast.secretary)
    assert list(workshop.items.values_list("kind", "position", "text_en")) == [("aim", 1, "Two")]
    assert WorkshopItem.history.filter(history_type="-").exists()


def test_a_recommendation_that_a_body_accepts_becomes_its_action(cast):
    row = recommended(cast)
    office = Office.objects.get(body=cast.xwa)
    due = today() + timedelta(days=30)
    actions.accept_recommendation(
        point=row, body=cast.xwa, owner={"owner_office": office.pk}, due_on=due, by=cast.secretary
    )
    action = as_now(row).action
    assert (action.origin, action.title_en, action.body, action.owner_office, action.due_on) == (
        Action.Origin.WORKSHOP, POINT, cast.xwa, office, due,
    )  # fmt: skip
    assert (action.audience, action.audience_body) == (Audience.BODY, cast.xwa)
    assert row.workshop.reference in action.undertaken_in_en
    assert (as_now(row).accepted_by, as_now(row).accepted_on) == (cast.xwa, today())


def test_a_recommendation_that_becomes_none_says_why(cast):
    row = recommended(cast)
    with pytest.raises(ValidationError, match="does not become an action"):
        actions.decline_recommendation(point=row, reason_en="", reason_fr="", by=cast.secretary)
    actions.decline_recommendation(point=row, reason_en="It is done already.", reason_fr="", by=cast.secretary)
    with pytest.raises(ValidationError, match="already settled"):
        actions.decline_recommendation(point=row, reason_en="Again.", reason_fr="", by=cast.secretary)


def test_neither_a_concern_nor_a_recommendation_of_a_draft_becomes_an_action(cast):
    workshop = held(cast)
    owner = {"owner_organisation": cast.xa.pk}
    refused = {
        "once the workshop is published": point(cast, workshop),
        "A concern": point(cast, workshop, kind="concern"),
    }
    for sentence, row in refused.items():
        with pytest.raises(ValidationError, match=sentence):
            actions.accept_recommendation(point=row, body=cast.xwa, owner=owner, due_on=None, by=cast.secretary)
    assert not Action.objects.exists()


def test_what_became_an_action_stays_when_the_workshop_is_taken_back(cast):
    row = recommended(cast)
    actions.accept_recommendation(
        point=row, body=cast.xwa, owner={"owner_organisation": cast.xa.pk}, due_on=None, by=cast.secretary
    )
    actions.take_back(workshop=row.workshop, reason="A slip.", by=cast.secretary)
    with pytest.raises(ValidationError, match="stays on record"):
        actions.remove_row(row=as_now(row), by=cast.secretary)


def test_a_material_is_for_those_who_may_read_both(cast):
    kind = DocumentKind.objects.create(
        code="training_material", prefix="TRM", name_en="Material", name_fr="Support", default_audience=Audience.PROCESS
    )
    workshop = published(cast)
    closed = Document.objects.create(kind=kind, audience=Audience.PROCESS, state=Document.State.FINAL, date=DAY)
    actions.add_material(workshop=workshop, document=closed, by=cast.secretary)
    known = {
        name for name in ("anyone", *cast.users) if WorkshopMaterial.objects.visible_to(reader(cast, name)).exists()
    }
    assert "member_a" in known
    assert {"anyone", "guest", "ex_member"}.isdisjoint(known)


def test_rows_that_contradict_themselves_are_refused_with_a_sentence(cast):
    workshop = held(cast)
    refused = {
        "not both": WorkshopPart(workshop=workshop, role="organiser", organisation=cast.xa, name_en="Else"),
        "more than what it is out of": WorkshopFigure(workshop=workshop, label_en="useful", value=9, out_of=5),
    }
    for sentence, row in refused.items():
        with pytest.raises(ValidationError, match=sentence):
            actions.write_row(row=row, by=cast.secretary)


def test_the_calendar_shows_what_is_published_on_its_days(cast):
    held(cast, "A draft")
    workshop = published(cast)
    entries = [row for row in gather("calendar", cast.anyone, DAY, DAY) if row.kind == "workshop"]
    assert [(row.uid, row.start, row.end, row.place) for row in entries] == [
        (workshop.reference, DAY, DAY + timedelta(days=1), "Alder")
    ]
    month = published(cast, "Of a month", date_precision="month")
    assert month.reference not in {row.uid for row in gather("calendar", cast.anyone, DAY, DAY)}


def test_the_desk_tells_whom_a_draft_waits_for(cast):
    workshop = submitted(cast, asked(cast))

    def waits(user):
        return [item.title for item in gather("desk", again(user)) if TITLE in item.title]

    assert waits(cast.kp_chair) == [f"Decide on a workshop: {TITLE}"]
    assert waits(cast.secretary) == waits(cast.member_a) == []
    approving.approve(workshop=workshop, seen=approving.digest(workshop), by=User.objects.get(pk=cast.kp_chair.pk))
    assert waits(cast.kp_chair) == []
    assert waits(cast.secretary) == [f"Publish a workshop: {TITLE}"]


def test_counts_of_the_audience_are_kept_by_category(cast):
    present = {"civil": {"words_en": "miners’ unions", "words_fr": "", "count": 4}}
    workshop = actions.write_audience(workshop=held(cast), people=12, present=present, by=cast.secretary)
    assert list(workshop.audiences.values_list("category", "words_en", "count")) == [("civil", "miners’ unions", 4)]
    actions.write_audience(workshop=workshop, people=None, present={}, by=cast.secretary)
    assert not WorkshopAudience.objects.filter(workshop=workshop).exists()
