"""What needs a person: the lists that the secretariat works from, and what each says on the index of the administration."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, Min, Model, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from asm_portal.areas import gather
from asm_portal.confirmations import UNANSWERED_AFTER, due
from asm_portal.dated import today
from asm_portal.models import (
    ContactEmail,
    ContactReport,
    Delivery,
    FocalPoint,
    Membership,
    Office,
    OfficeTerm,
    Organisation,
    OrganisationName,
    Person,
    Representation,
    User,
)
from asm_portal.visibility import standing_of


@dataclass(frozen=True)
class Waiting:
    """A line of the index: how many records wait, since when, and where they are listed."""

    title: str
    url: str
    count: int
    oldest: date | None
    tone: str


@dataclass(frozen=True)
class WorkList:
    """A list that somebody works from: a filter of the administration. `since` tells how long a record has waited."""

    code: str
    title: str
    model: type[Model]
    narrow: Callable[[QuerySet], QuerySet]
    since: object = None
    tone: str = "warn"

    def waiting(self, reader):
        """What the list holds for the reader, or None where it is empty."""
        rows = self.model._default_manager.all()
        rows = self.narrow(rows.visible_to(reader) if hasattr(rows, "visible_to") else rows).order_by()
        found = rows.aggregate(count=Count("pk"), **({"oldest": Min(self.since)} if self.since else {}))
        if not found["count"]:
            return None
        oldest = found.get("oldest")
        day = oldest.date() if hasattr(oldest, "date") else oldest
        return Waiting(self.title, self.url, found["count"], day, self.tone)

    @property
    def url(self):
        meta = self.model._meta
        return reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist") + f"?list={self.code}"


def unconfirmed(rows):
    """What is asked about every six months and was not confirmed after the mail and its reminder."""
    return due(rows, UNANSWERED_AFTER)


def held_by_nobody(rows):
    """Offices of living bodies without a term that holds today."""
    term = OfficeTerm.objects.valid_on().filter(office=OuterRef("pk"))
    return rows.filter(~Exists(term), Q(body__valid_until=None) | Q(body__valid_until__gt=today())).exclude(
        body__activity="closed"
    )


def without_french_name(rows):
    name = OrganisationName.objects.filter(organisation=OuterRef("pk"), language="fr")
    return rows.filter(~Exists(name))


def without_address(rows):
    """People who represent somebody today and cannot be written to."""
    address = ContactEmail.objects.filter(person=OuterRef("pk"), is_primary=True, bounced_at=None)
    return rows.filter(~Exists(address), Exists(Representation.objects.valid_on().filter(person=OuterRef("pk"))))


def attested_only(rows):
    return rows.exclude(attested="")


def representing_nobody(rows):
    """Open accounts of people who represent nobody and hold no office today, administrators aside."""
    represents = Representation.objects.valid_on().filter(person=OuterRef("person"))
    holds = OfficeTerm.objects.valid_on().filter(person=OuterRef("person"))
    return rows.filter(~Exists(represents), ~Exists(holds), is_active=True, is_administrator=False)


UNCONFIRMED = WorkList(
    "unconfirmed",
    _("Contacts not confirmed, after a reminder"),
    Representation,
    unconfirmed,
    Coalesce("last_confirmed_on", "valid_from"),
)
UNCONFIRMED_POINTS = WorkList(
    "unconfirmed",
    _("Focal points not confirmed, after a reminder"),
    FocalPoint,
    unconfirmed,
    Coalesce("last_confirmed_on", "valid_from"),
)
REPORTED_CHANGES = WorkList(
    "open",
    _("Contact data to correct, as people told"),
    ContactReport,
    lambda rows: rows.filter(settled_at=None),
    "reported_at",
)
HELD_BY_NOBODY = WorkList("vacant", _("Offices held by nobody"), Office, held_by_nobody)
NO_FRENCH_NAME = WorkList("no-french", _("Organisations without a name in French"), Organisation, without_french_name)
NO_ADDRESS = WorkList("no-address", _("People without a working address"), Person, without_address)
FAILED_MAIL = WorkList(
    "failed",
    _("Mail that failed"),
    Delivery,
    lambda rows: rows.filter(state__in=[Delivery.State.FAILED, Delivery.State.BOUNCED]),
    "queued_at",
    "bad",
)
UNCERTAIN_MAIL = WorkList(
    "uncertain",
    _("Mail that may or may not have gone"),
    Delivery,
    lambda rows: rows.filter(state=Delivery.State.UNCERTAIN),
    "queued_at",
    "bad",
)
ATTESTED_MEMBERS = WorkList("attested", _("Memberships that are only attested"), Membership, attested_only)
ATTESTED_TERMS = WorkList("attested", _("Terms that are only attested"), OfficeTerm, attested_only)
IDLE_ACCOUNTS = WorkList("idle", _("Accounts of people who represent nobody"), User, representing_nobody, "date_joined")

OF_THE_REGISTER = (
    FAILED_MAIL, UNCERTAIN_MAIL, NO_ADDRESS, REPORTED_CHANGES, UNCONFIRMED, UNCONFIRMED_POINTS, HELD_BY_NOBODY, NO_FRENCH_NAME,
)  # fmt: skip


def waiting(lists, reader):
    """The lines of the lists that are not empty."""
    return [line for work in lists if (line := work.waiting(reader))]


def attention(reader):
    """What needs a person today: accounts for an administrator, all for the secretariat; what hurts first, then the oldest."""
    lines = waiting([IDLE_ACCOUNTS], reader)
    if standing_of(reader).secretariat:
        lines += [*waiting(OF_THE_REGISTER, reader), *gather("attention", reader)]
    return sorted(lines, key=lambda line: (line.tone != "bad", line.oldest or date.max))
