"""The one writing of the access rule: who may know of a record.

A record is addressed to one audience; a reader belongs to audiences by the facts on record (representation, membership,
office), all dated, and by named exceptions that end. `visible_to(user)` asks it, everything else asks `visible_to`.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from asm_portal.dated import DatedQuerySet, today
from asm_portal.tracked import TrackedQuerySet


class Nobody(Q):
    """No record. Joined to another condition by "or" it is that condition, so that queries do not carry it along."""

    def __or__(self, other):
        return other or self

    def __and__(self, other):
        return self

    def __invert__(self):
        return EVERYBODY

    __ror__, __rand__ = __or__, __and__


class Everybody(Q):
    """Every record. Joined to another condition by "and" it is that condition."""

    def __and__(self, other):
        return other or self

    def __or__(self, other):
        return self

    def __invert__(self):
        return NOBODY

    __rand__, __ror__ = __and__, __or__


NOBODY = Nobody(pk__in=[])
EVERYBODY = Everybody(~Q(pk__in=[]))


class Audience(models.TextChoices):
    """Whom a record is addressed to (the mandate's "public view or KP-only view", refined)."""

    PUBLIC = "public", _("everyone")
    PROCESS = "process", _("Participants and Observers")
    PARTICIPANTS = "participants", _("Participants")
    BODY = "body", _("members of a body")
    ORGANISATION = "organisation", _("representatives of an organisation")
    CHAIR = "chair", _("the KP Chair’s office")
    SECRETARIAT = "secretariat", _("the secretariat")


@dataclass(frozen=True)
class Standing:
    """Who a reader is on a day: the facts that the rule asks for, read once per user object (one request).

    One that `reads_only` (a role, `asm_portal.roles`) edits nothing, and so sees no draft.
    """

    day: date
    moment: datetime
    user_id: int | None = None
    person_id: int | None = None
    secretariat: bool = False
    chair: bool = False
    participant: bool = False
    process: bool = False
    organisations: frozenset = field(default_factory=frozenset)
    bodies: frozenset = field(default_factory=frozenset)
    offices: frozenset = field(default_factory=frozenset)
    led_bodies: frozenset = field(default_factory=frozenset)
    officer_of: frozenset = field(default_factory=frozenset)
    reads_only: bool = False

    @property
    def decides_for_chair(self):
        """Whether the reader reads what lies before the KP Chair's office for a decision."""
        return self.chair and not self.reads_only

    def includes(self, other):
        """Whether whoever has this standing is told all that is told to the other, by the facts and not by exceptions."""
        if self.secretariat or self.chair:
            return self.secretariat or not other.secretariat
        return not (other.secretariat or other.chair) and all(
            getattr(other, fact) <= getattr(self, fact)
            for fact in ("process", "participant", "bodies", "organisations")
        )


def standing_of(user):
    """The reader's standing today; kept on the user object, which lives as long as a request."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return Standing(day=today(), moment=timezone.now())
    if not hasattr(user, "_standing"):
        user._standing = user.read_standing()
    return user._standing


def addressed_to(standing):
    """The records whose audience the reader belongs to."""
    if standing.secretariat:
        return EVERYBODY
    if standing.chair:
        return ~Q(audience=Audience.SECRETARIAT)
    open_to = [Audience.PUBLIC]
    if standing.process:
        open_to.append(Audience.PROCESS)
    if standing.participant:
        open_to.append(Audience.PARTICIPANTS)
    return (
        Q(audience__in=open_to)
        | Q(audience=Audience.BODY, audience_body__in=standing.bodies)
        | Q(audience=Audience.ORGANISATION, audience_organisation__in=standing.organisations)
    )


def excepted_for(model, standing):
    """The records opened to the reader, or to a body of theirs, by an exception that has not ended."""
    if standing.user_id is None and not standing.bodies:
        return NOBODY
    open_now = {"valid_from__lte": standing.moment, "until__gt": standing.moment}
    found = NOBODY
    for name, reader in (("grants", Q(user=standing.user_id)), ("shares", Q(body__in=standing.bodies))):
        relation = {field.name: field for field in model._meta.related_objects}.get(name)
        if relation:
            rows = relation.related_model.objects.filter(reader, **open_now)
            found |= Q(pk__in=rows.values("content_object"))
    return found


class VisibleQuerySet(TrackedQuerySet):
    """Records that know whom they are for."""

    def visible_to(self, user):
        """Those the user may know of today. Apply it before anything reaches a page, a count, a feed, a file or a mail."""
        return self.filter(self.model.readable(standing_of(user)))

    def editable_by(self, user):
        """Those the user may change: never more than they may see; none for a reader who only reads, whatever a model says."""
        standing = standing_of(user)
        return self.visible_to(user).filter(NOBODY if standing.reads_only else self.model.changeable(standing))


class DatedVisibleQuerySet(DatedQuerySet, VisibleQuerySet):
    """Dated records that know whom they are for."""


class Open(models.Model):
    """A record of the public register: everyone may read it, the secretariat keeps it."""

    objects = VisibleQuerySet.as_manager()

    class Meta:
        abstract = True

    @classmethod
    def readable(cls, standing):
        return EVERYBODY

    @classmethod
    def changeable(cls, standing):
        return EVERYBODY if standing.secretariat and not standing.reads_only else NOBODY


class Through(Open):
    """A record seen through its parent: it has no audience of its own (`visible_through` names the parent)."""

    visible_through = ""

    class Meta:
        abstract = True

    @classmethod
    def readable(cls, standing):
        field = cls._meta.get_field(cls.visible_through)
        parent = field.related_model
        known = parent.readable(standing)
        if known is EVERYBODY and not field.null:
            return EVERYBODY
        return Q(**{f"{cls.visible_through}__in": parent._base_manager.filter(known).values("pk")})

    @classmethod
    def changeable(cls, standing):
        parent = cls._meta.get_field(cls.visible_through).related_model
        rows = parent._base_manager.filter(parent.readable(standing) & parent.changeable(standing))
        return Q(**{f"{cls.visible_through}__in": rows.values("pk")})


def audience_is_complete(prefix="%(app_label)s_%(class)s"):
    """Constraints: a `body` audience needs a body, an `organisation` audience an organisation, and no other has one."""
    return [
        models.CheckConstraint(
            condition=Q(**{"audience": value, f"{column}__isnull": False})
            | (~Q(audience=value) & Q(**{f"{column}__isnull": True})),
            name=f"{prefix}_{value}_audience_names_its_{value}",
            violation_error_message=message,
        )
        for value, column, message in (
            (
                Audience.BODY,
                "audience_body",
                _("An audience “members of a body” needs the body, and no other audience has one."),
            ),
            (
                Audience.ORGANISATION,
                "audience_organisation",
                _(
                    "An audience “representatives of an organisation” needs the organisation, and no other audience has one."
                ),
            ),
        )
    ]


class Visible(Open):
    """A record addressed to an audience, which says who may know *of* it."""

    audience = models.CharField(_("audience"), max_length=12, choices=Audience)
    audience_body = models.ForeignKey(
        "asm_portal.Body",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("body of the audience"),
    )
    audience_organisation = models.ForeignKey(
        "asm_portal.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("organisation of the audience"),
    )

    class Meta:
        abstract = True
        constraints = audience_is_complete()

    @classmethod
    def readable(cls, standing):
        addressed = addressed_to(standing)
        return addressed if addressed is EVERYBODY else addressed | excepted_for(cls, standing)
