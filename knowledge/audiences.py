"""Who a document is for may be narrowed by the secretariat, and widened only with a recorded approval of exactly its text.

The approval is the Chair’s office’s; for its own report, law or specimen also the Participant’s.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from asm_portal import search
from asm_portal.invitations import organisations_of_focal_point
from asm_portal.models import Organisation
from asm_portal.visibility import Audience, standing_of
from knowledge.actions import State, end_circulation, require_state, save
from knowledge.approvals import Capacity, Purpose, approvals_of, approve
from knowledge.kinds import OF_THE_PARTICIPANT
from knowledge.models import AudienceProposal, Document

A = Audience
OFFICES = {A.CHAIR, A.SECRETARIAT}
# Audience → those that hold nobody who is not in it, whatever body or organisation they name.
WITHIN = {
    A.PUBLIC: set(A),
    A.PROCESS: set(A) - {A.PUBLIC},
    A.PARTICIPANTS: {A.PARTICIPANTS} | OFFICES,
    A.BODY: OFFICES,
    A.ORGANISATION: OFFICES,
    A.CHAIR: OFFICES,
    A.SECRETARIAT: {A.SECRETARIAT},
}
NEEDS_APPROVAL = gettext_lazy(
    "This is a wider audience. It needs the approval of the Chair’s office, or of the Participant for its own report, law or"
    " specimen: propose it with the button of the document."
)


def is_wider(old, new):
    """Whether `new` may hold somebody who is not in `old`; each is (audience, body, organisation)."""
    audience, _body, organisation = new
    if new == old or audience in WITHIN[old[0]]:
        return False
    is_participant = organisation and Organisation.objects.participants().filter(pk=organisation.pk).exists()
    return not (old[0] == A.PARTICIPANTS and audience == A.ORGANISATION and is_participant)


def columns(record):
    return record.audience, record.audience_body, record.audience_organisation


def newest_released(document):
    return document.revisions.released().order_by("number").last()


@transaction.atomic
def propose_audience(*, document, audience, reason, by, audience_body=None, audience_organisation=None):
    """Ask for a wider audience; the document stays as it is until it is approved."""
    require_state(document, State.FINAL)
    if document.is_embargoed:
        raise ValidationError(_("The document is under embargo. Its audience can be widened once it is released."))
    if newest_released(document) is None:
        raise ValidationError(_("This document has no text yet that could be approved."))
    proposal = AudienceProposal(
        document=document, audience=audience, audience_body=audience_body,
        audience_organisation=audience_organisation, reason=reason, proposed_by=by,
    )  # fmt: skip
    proposal.full_clean()
    if not is_wider(columns(document), columns(proposal)):
        raise ValidationError({"audience": _("This audience is not wider than the one that the document has.")})
    return save(proposal, by)


def capacity_of(user, document):
    """In which capacity the reader decides on the audience of a document: (capacity, organisation); None where they do not."""
    if standing_of(user).chair:
        return Capacity.KP_CHAIR, None
    own = document.kind.code in OF_THE_PARTICIPANT and document.organisation
    if own and organisations_of_focal_point(user).filter(pk=own.pk).exists():
        return Capacity.PARTICIPANT, own
    return None


@transaction.atomic
def decide(*, proposal, is_approved, capacity, by, organisation=None, remark=""):
    """Approve the text as it stands for the wider audience, which then has it; or decline."""
    document = Document.objects.select_for_update().get(pk=proposal.document_id)
    if proposal.outcome != AudienceProposal.Outcome.WAITING:
        raise ValidationError(_("This was decided already."))
    if is_approved:
        approve(
            revision=newest_released(document), purpose=Purpose.WIDER_AUDIENCE, capacity=capacity, by=by,
            organisation=organisation, scope=proposal.scope, remark=remark,
        )  # fmt: skip
        widen(document=document, proposal=proposal, by=by)
    proposal.outcome = proposal.Outcome.APPROVED if is_approved else proposal.Outcome.DECLINED
    proposal.settled_at, proposal.remark = timezone.now(), remark
    return save(proposal, by, remark)


@transaction.atomic
def widen(*, document, proposal, by):
    """Give a document the audience that its text, as it stands, was approved for; raises ValidationError without an approval.
    Earlier revisions, which were not approved, are its editors’ from then on."""
    require_state(document, State.FINAL)
    revision = newest_released(document)
    if not approvals_of(revision, Purpose.WIDER_AUDIENCE, proposal.scope).exists():
        raise ValidationError(NEEDS_APPROVAL)
    document.audience, document.audience_body, document.audience_organisation = columns(proposal)
    save(document, by, f"{proposal.get_audience_display()}: {proposal.reason}")
    end_circulation(document, by)
    search.index(document)
    return document


def in_words(record):
    """Whom a record is for: “everyone”, “members of a body: Working Group on Monitoring”."""
    of = record.audience_body or record.audience_organisation
    label = record.get_audience_display()
    return f"{label}{_(':')} {of}" if of else label
