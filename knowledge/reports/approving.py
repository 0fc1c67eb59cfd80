"""Who consents to a redacted version, who approves it, and what waits for a reader on their desk."""

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from asm_portal.areas import DeskItem
from asm_portal.dated import today
from asm_portal.invitations import organisations_of_focal_point
from asm_portal.visibility import standing_of
from knowledge.approvals import Capacity, decidable
from knowledge.audiences import capacity_of, in_words
from knowledge.minutes.pages import Door
from knowledge.models import AudienceProposal, Document, Redaction
from knowledge.reports.embargo import ending
from knowledge.reports.rules import approvals, has_consent, newest_text

CIRCULATED = Document.State.CIRCULATED


def consenting(user):
    """The redacted versions to which the reader answers for the Participant concerned."""
    own = organisations_of_focal_point(user)
    return Redaction.objects.visible_to(user).filter(
        public_version__state=CIRCULATED, public_version__organisation__in=own
    )


def held_capacities(user, redaction):
    """In which capacities the reader could approve a redacted version."""
    standing, body = standing_of(user), redaction.public_version.issuing_body_id
    held = [
        (Capacity.KP_CHAIR, standing.chair),
        (Capacity.BODY_CHAIR, body in standing.led_bodies),
        (Capacity.SECRETARIAT, standing.secretariat),
    ]
    return [capacity for capacity, is_held in held if is_held]


def open_capacities(user, redaction):
    """Those in which the reader can approve the newest text now: nobody approves it twice."""
    if redaction.public_version.state != CIRCULATED:
        return []
    given = approvals(redaction)
    if user.pk in {approval.by_id for approval in given}:
        return []
    done = {approval.capacity for approval in given}
    return [capacity for capacity in held_capacities(user, redaction) if capacity not in done]


def desk(user):
    """Consents, approvals, wider audiences and embargoes that wait for the reader."""
    return [*consents(user), *approvals_to_give(user), *audiences_to_decide(user), *embargoes(user)]


def address(redaction):
    return reverse("knowledge:redaction", args=[redaction.public_version.reference])


def doors(document, user):
    """The ways from a document's page to what is decided about it, for those who may know of that."""
    pair = Q(public_version=document) | Q(original=document)
    redaction = Redaction.objects.visible_to(user).filter(pair).select_related("public_version").first()
    if redaction and Document.objects.visible_to(user).filter(pk=redaction.public_version_id).exists():
        yield Door(_("How the public version was made"), address(redaction))
    proposals = AudienceProposal.objects.visible_to(user).filter(document=document)
    if proposals.filter(outcome=AudienceProposal.Outcome.WAITING).exists() and capacity_of(user, document):
        yield Door(_("Decide who may read this"), reverse("knowledge:document-audience", args=[document.reference]))


def consents(user):
    for redaction in consenting(user).filter(consent=Redaction.Consent.ASKED).select_related("public_version"):
        yield DeskItem(
            title=_("Consent to: %(title)s") % {"title": redaction.public_version},
            url=address(redaction),
            detail=_("The redacted version of a report on your Participant is to be public."),
        )


def approvals_to_give(user):
    """For the Chair's office and those who lead the body; the secretariat works from its list."""
    if standing_of(user).secretariat:
        return
    waiting = Redaction.objects.visible_to(user).filter(public_version__state=CIRCULATED)
    for redaction in decidable(waiting.select_related("public_version"), user, "public_version__is_demonstration"):
        if open_capacities(user, redaction):
            consent = has_consent(redaction, newest_text(redaction))
            yield DeskItem(
                title=_("Approve: %(title)s") % {"title": redaction.public_version},
                url=address(redaction),
                detail=_("The Participant has consented.")
                if consent
                else _("The consent of the Participant is asked for."),
            )


def audiences_to_decide(user):
    waiting = AudienceProposal.objects.visible_to(user).filter(outcome=AudienceProposal.Outcome.WAITING)
    waiting = decidable(waiting, user, "document__is_demonstration")
    for proposal in waiting.select_related("document__kind", "document__organisation"):
        if capacity_of(user, proposal.document):
            yield DeskItem(
                title=_("Decide who may read: %(title)s") % {"title": proposal.document},
                url=reverse("knowledge:document-audience", args=[proposal.document.reference]),
                detail=_("Proposed: %(readers)s") % {"readers": in_words(proposal)},
            )


def embargoes(user):
    documents = Document.objects.editable_by(user).select_related("audience_body", "audience_organisation")
    for document in ending(timezone.now(), documents):
        yield DeskItem(
            title=_("An embargo ends: %(title)s") % {"title": document},
            url=document.get_absolute_url(),
            detail=_("Who will read it then: %(readers)s") % {"readers": in_words(document)},
            due=document.embargoed_until.date(),
            tone="info" if document.embargoed_until.date() > today() else "warn",
        )
