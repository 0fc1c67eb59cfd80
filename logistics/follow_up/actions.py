"""What is done to actions, each verb in one transaction, with the history under the name of `by`.

    open_action(origin="minutes", document=minutes, title_en="…", owner_office=office, due_on=day, by=user)

Whether `by` may is asked by the page that offers it.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from asm_portal.dated import today
from asm_portal.models import Office, Organisation
from asm_portal.visibility import Audience, standing_of
from knowledge import actions as documents
from knowledge.actions import save, save_with_reference
from knowledge.audiences import columns, is_wider
from knowledge.models import Document, DocumentKind
from logistics.models import Action, ActionEvidence, ActionUpdate

State, Kind, Outcome = Action.State, ActionUpdate.Kind, Action.Outcome
EVIDENCE_KIND = "action_evidence"


def audience_of(document):
    """The audience that an action gets from its source: that of the moment; from a public text, those who take part."""
    audience, body, organisation = document.shown_to
    if audience == Audience.PUBLIC:
        audience = Audience.PROCESS
    return {"audience": audience, "audience_body": body, "audience_organisation": organisation}


def is_settled(document):
    """Whether somebody besides its editors reads the text, so that it can be the source of an action."""
    return document.state in (Document.State.CIRCULATED, Document.State.FINAL) and not document.is_embargoed


def check(action):
    """Raise ValidationError where the action contradicts itself, or is for somebody who may not know of its source."""
    action.full_clean()
    if action.document and is_wider(action.document.shown_to, columns(action)):
        raise ValidationError(
            {
                "audience": _(
                    "Some of these readers may not know of the source. Choose an audience within that of the source."
                )
            }
        )


@transaction.atomic
def open_action(*, by, origin, document=None, **facts):
    """Record an action. Without an audience it gets that of its source, and without a body the one that issued it; without a
    source, an action is for the Chair’s office and its owner.

    `facts` are fields of Action: `title_en`, `title_fr`, `owner_office` or `owner_organisation`, `due_on`, `paragraph`,
    `passage`, `passage_language`, `undertaken_in_en`, `undertaken_in_fr`, `body`, `audience` … Raises ValidationError.
    """
    given = {"body": document.issuing_body if document else None} | facts
    if "audience" not in facts:
        given |= audience_of(document) if document else {"audience": Audience.CHAIR}
    return record_action(action=Action(origin=origin, document=document, **given), by=by)


@transaction.atomic
def record_action(*, action, by):
    """Write a new action; raises ValidationError where its source is not yet for anybody but its editors."""
    if action.document and not is_settled(action.document):
        raise ValidationError(_("An action is recorded from a text that is circulated or final."))
    check(action)
    action.is_demonstration = (action.document or action.body or action.owner).is_demonstration
    return save_with_reference(action, by)


@transaction.atomic
def change_action(*, action, by, why=""):
    """Write an action whose fields were changed under its lock; the reason goes into its history and among its updates."""
    check(action)
    save(action, by, why or None)
    if why:
        note(action, Kind.CHANGED, why, by)
    return action


@transaction.atomic
def update_action(*, action, text, by, evidence=None):
    """Say how far it is; one that was open is in progress from then on."""
    action = held_open(action)
    if action.state == State.OPEN:
        action.state = State.IN_PROGRESS
        save(action, by)
    add_evidence(action, evidence, by)
    return note(action, Kind.PROGRESS, text, by)


@transaction.atomic
def propose_closing(*, action, text, by, evidence=None):
    """The owner says that it is done, or why it falls away; raises ValidationError without a word and without evidence."""
    action = held_open(action)
    add_evidence(action, evidence, by)
    if not (text.strip() or action.evidence.exists()):
        raise ValidationError(_("Say what was done or why it falls away, or add the document that shows it."))
    action.state, action.closing_proposed_on = State.IN_PROGRESS, today()
    save(action, by)
    return note(action, Kind.PROPOSED, text, by)


@transaction.atomic
def return_proposal(*, action, text, by):
    """Give a proposed closing back to the owner, with what is missing."""
    action = held_open(action)
    if action.closing_proposed_on is None:
        raise ValidationError(_("Nobody proposes to close this action now."))
    action.closing_proposed_on = None
    save(action, by)
    return note(action, Kind.RETURNED, text, by)


@transaction.atomic
def close_action(*, action, outcome, by, document=None, reason=""):
    """Close an action as done or dropped, with a document (a decision among them) or a reason; raises ValidationError with
    neither, and where somebody has closed it meanwhile."""
    action = held_open(action)
    if document is None and not reason.strip():
        raise ValidationError(_("An action is closed with a document, a decision or a reason. Give one of them."))
    action.state, action.outcome, action.closed_on = State.CLOSED, outcome, today()
    action.closing_document, action.closing_reason, action.closing_proposed_on = document, reason.strip(), None
    action.full_clean()
    save(action, by, reason or None)
    return note(action, Kind.CLOSED, reason, by)


@transaction.atomic
def reopen_action(*, action, reason, by):
    """Take up a closed action again, with the reason; how it had been closed stays in its history and among its updates."""
    action = Action.objects.select_for_update().get(pk=action.pk)
    if action.is_open:
        raise ValidationError(_("This action is open already."))
    action.state, action.outcome, action.closed_on = State.IN_PROGRESS, "", None
    action.closing_document, action.closing_reason = None, ""
    save(action, by, reason)
    return note(action, Kind.REOPENED, reason, by)


def held_open(action):
    """The action read anew and locked; raises ValidationError where it is closed."""
    action = Action.objects.select_for_update().get(pk=action.pk)
    if not action.is_open:
        raise ValidationError(
            _("This action was closed meanwhile. Nothing was saved; reopen it first if it is not done.")
        )
    return action


def note(action, kind, text, by):
    """Add to the story of an action, on behalf of whom `by` stands for."""
    return save(ActionUpdate(action=action, kind=kind, text=text.strip(), by=by, **on_behalf(action, by)), by)


def on_behalf(action, user):
    """For whom the account writes: the owner, else the secretariat, else the office that leads the body, else the KP Chair."""
    standing = standing_of(user)
    if action.owner_office_id in standing.offices:
        return {"office": action.owner_office}
    if action.owner_organisation_id in standing.organisations:
        return {"organisation": action.owner_organisation}
    if standing.secretariat:
        return {}
    held = Office.objects.filter(pk__in=standing.offices)
    return {"office": held.filter(body=action.body_id).first() or held.filter(seat=Office.Seat.KP_CHAIR).first()}


def add_evidence(action, evidence, by):
    """Tie a document of the archive to an action: one that is there, or a file (`{"file", "title", "language"}`)."""
    if not evidence:
        return
    document = evidence if isinstance(evidence, Document) else file_evidence(action, by=by, **evidence)
    if not action.evidence.filter(document=document).exists():
        save(ActionEvidence(action=action, document=document), by)


def file_evidence(action, *, file, title, by, language=""):
    """The file as a final document: of an organisation for its representatives and whoever leads the body, of an office for the
    readers of the action, in neither case for everyone."""
    organisation = action.owner_organisation
    audience, body, of_organisation = columns(action)
    facts = {
        "audience": Audience.PROCESS if audience == Audience.PUBLIC else audience,
        "audience_body": body,
        "audience_organisation": of_organisation,
        "issuing_body": action.owner_office.body if action.owner_office else action.body,
    }
    if organisation and organisation.kind != Organisation.Kind.SECRETARIAT:
        facts |= {"audience": Audience.ORGANISATION, "audience_body": None, "audience_organisation": organisation}
    document = documents.add_document(
        kind=DocumentKind.objects.get(code=EVIDENCE_KIND),
        titles={language or get_language(): title},
        by=by,
        organisation=organisation,
        date=timezone.now().date(),
        is_demonstration=action.is_demonstration,
        **facts,
    )
    revision = documents.add_revision(document=document, by=by)
    documents.add_rendition(revision=revision, language=language or get_language(), file=file, by=by)
    return documents.publish(document=document, by=by)
