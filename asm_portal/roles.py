"""Roles: an audience as a reader of its own, without an account and never a person.

    Document.objects.visible_to(Role(Audience.BODY, body=wgm))

A role knows what everyone in its audience may know: the standing that they have in common. A member of a body may sit there for
an Observer, so the members of a body are not told what is for Participants. A role edits nothing and sees no draft; what is
opened to a named person is not for it, what is opened to a body is for its members.
"""

from dataclasses import dataclass

from django.core.validators import slug_re
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext as _

from asm_portal.dated import today
from asm_portal.explain import addressees
from asm_portal.models import Body, Office, Organisation
from asm_portal.models.accounts import PARTICIPANT_STATUSES, statuses_with_access, with_unions
from asm_portal.visibility import Audience, Standing, standing_of

A = Audience
OF_THE_PROCESS = (A.PROCESS, A.PARTICIPANTS, A.BODY)


@dataclass(unsafe_hash=True)
class Role:
    """A reader whom the access rule takes for an account. It bears what the rule asks an account for, and nothing else."""

    audience: str
    body: Body | None = None
    organisation: Organisation | None = None

    is_active = True

    def __str__(self):
        if self.audience == A.PUBLIC:
            return _("everyone")
        return str(addressees(self.audience, self.body, self.organisation, self.audience))

    @property
    def is_authenticated(self):
        return self.audience != A.PUBLIC

    @property
    def code(self):
        """How an address or a command names it: `public`, `body:WGM`."""
        of = self.body or self.organisation
        return f"{self.audience}:{of.code}" if of else str(self.audience)

    @property
    def slug(self):
        """How a file is named after it: `public`, `body-wgm`."""
        return slugify(self.code.replace(":", "-"))

    @cached_property
    def columns(self):
        """The columns of a record that is addressed to it."""
        return {
            "audience": self.audience,
            "audience_body": self.body,
            "audience_organisation": self.organisation,
        }

    def read_standing(self):
        """The standing that everyone of the role has today."""
        day = today()
        facts = {"day": day, "moment": timezone.now(), "reads_only": True}
        if self.audience == A.ORGANISATION:
            return Standing(**facts, **facts_of(self.organisation, day))
        if self.audience == A.CHAIR:
            offices = Office.objects.filter(seat=Office.Seat.KP_CHAIR).values_list("pk", flat=True)
            return Standing(**facts, chair=True, process=True, participant=True, offices=frozenset(offices))
        return Standing(
            **facts,
            secretariat=self.audience == A.SECRETARIAT,
            participant=self.audience == A.PARTICIPANTS,
            process=self.audience in OF_THE_PROCESS,
            bodies=frozenset([self.body.pk] if self.body else ()),
        )

    def admits(self, user):
        """Whether the reader belongs to the role, or is told all that it is told."""
        return standing_of(user).includes(standing_of(self))


def facts_of(organisation, day):
    """What all representatives of an organisation have in common, whichever body they sit in."""
    organisations = with_unions({organisation.pk}, day)
    statuses = statuses_with_access(organisations, day)
    return {
        "organisations": frozenset(organisations),
        "process": bool(statuses),
        "participant": any(row.status in PARTICIPANT_STATUSES for row in statuses),
    }


def role_named(code):
    """The role of this code; None where there is none."""
    audience, _colon, of = code.partition(":")
    if of and not slug_re.match(of):
        return None
    if audience == A.BODY:
        body = Body.objects.filter(code=of).first()
        return body and Role(A.BODY, body=body)
    if audience == A.ORGANISATION:
        organisation = Organisation.objects.filter(code=of).with_names().first()
        return organisation and Role(A.ORGANISATION, organisation=organisation)
    return Role(A(audience)) if audience in A and not of else None


def roles_for(user, bodies=()):
    """The roles of the whole Process and of these bodies that the reader belongs to, the most open first."""
    known = [
        Role(A.PUBLIC),
        Role(A.PROCESS),
        Role(A.PARTICIPANTS),
        *(Role(A.BODY, body=body) for body in bodies),
        Role(A.CHAIR),
        Role(A.SECRETARIAT),
    ]
    return [role for role in known if role.admits(user)]
