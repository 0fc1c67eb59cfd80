"""Who may do what with a specimen or a signatory, and when."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from asm_portal.invitations import organisations_of_focal_point
from asm_portal.models import Organisation
from asm_portal.visibility import standing_of
from knowledge.certificates import actions
from knowledge.certificates.forms import PublishSpecimenForm, RemarkForm, RevocationForm
from knowledge.models import AuthorisedSignatory, CertificateSpecimen, Proposed

State = Proposed.State


def participants_kept_by(user):
    """The Participants whose specimens and signatories the reader sees as their owner does: one's own, and all for the
    secretariat and the Chair's office."""
    standing = standing_of(user)
    participants = Organisation.objects.participants()
    everyone = standing.secretariat or standing.chair
    return participants if everyone else participants.filter(pk__in=standing.organisations)


@dataclass(frozen=True)
class Part:
    """What the reader may do for a Participant. The secretariat may write down a proposal that reached it on paper; the
    Participant confirms it all the same."""

    proposes: bool
    confirms: bool
    publishes: bool
    revokes: bool


def part_of(user, participant):
    standing = standing_of(user)
    is_focal_point = organisations_of_focal_point(user).filter(pk=participant.pk).exists()
    return Part(
        proposes=is_focal_point or standing.secretariat,
        confirms=participant.pk in standing.organisations,
        publishes=standing.secretariat,
        revokes=is_focal_point,
    )


@dataclass(frozen=True)
class Step:
    """Something to do with the record on its page: `do(record=…, by=…, **answers)`."""

    code: str
    label: str
    explanation: str
    do: Callable
    done: str
    form_class: type = forms.Form
    is_grave: bool = False


CONFIRM = Step(
    "confirm",
    _("Confirm"),
    _("I have compared this page with our own records: it is so."),
    actions.confirm,
    _("Confirmed. The secretariat publishes it now."),
)
RETURN = Step(
    "return",
    _("Return"),
    _("Something must change first."),
    actions.send_back,
    _("Returned to whoever proposed it."),
    RemarkForm,
)
PUBLISH = Step(
    "publish",
    _("Publish"),
    _("Governments and certificate officers of all Participants see it from now on."),
    actions.publish,
    _("Published."),
)
PUBLISH_SPECIMEN = Step(
    "publish", PUBLISH.label, PUBLISH.explanation, actions.publish, PUBLISH.done, PublishSpecimenForm
)
REVOKE = Step(
    "revoke",
    _("Revoke"),
    _("From today on this signature is no longer valid. It takes effect at once, and the secretariat is told."),
    lambda *, record, **given: actions.revoke(signatory=record, **given),
    _("Revoked from today on."),
    RevocationForm,
    is_grave=True,
)


def steps_for(record, part, user):
    """What the reader may do with the record now."""
    is_proposed, is_confirmed = record.state == State.PROPOSED, record.state == State.CONFIRMED
    if is_proposed and part.confirms and record.proposed_by_id != user.pk:
        yield CONFIRM
    if is_confirmed and part.publishes:
        replaces = isinstance(record, CertificateSpecimen) and actions.previous_of(record)
        yield PUBLISH_SPECIMEN if replaces else PUBLISH
    if (is_proposed and part.confirms) or (part.publishes and (is_proposed or is_confirmed)):
        yield RETURN
    if isinstance(record, AuthorisedSignatory) and part.revokes and record.can_be_revoked:
        yield REVOKE
