"""What is kept current in the registers of the portal, and when each entry was last confirmed: signatures, laws, focal points."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from asm_portal.models import FocalPoint
from asm_portal.visibility import Audience
from knowledge.models import AuthorisedSignatory, Legislation


@dataclass(frozen=True)
class Entry:
    """An entry that holds from `since` (None: always) until `until`, not included, and when it was last confirmed."""

    since: date | None
    until: date | None
    confirmed_on: date | None

    def holds_on(self, day):
        return (self.since is None or self.since <= day) and (self.until is None or self.until > day)


def signatures(organisations):
    """The published signatories of the Participants; what was confirmed by a second person counts from then."""
    rows = AuthorisedSignatory.objects.published().filter(participant__in=organisations, valid_from__isnull=False)
    found = defaultdict(list)
    for participant, since, until, revoked, confirmed in rows.values_list(
        "participant", "valid_from", "valid_until", "revoked_on", "confirmed_at"
    ):
        last = min(filter(None, (until, revoked)), default=None)
        found[participant].append(Entry(since, last, confirmed.date()))
    return found


def legislation(organisations):
    """The laws of the Participants that are in the archive; one that waits for publication is not yet."""
    rows = Legislation.objects.of_final_texts().filter(document__organisation__in=organisations)
    rows = rows.exclude(document__audience=Audience.ORGANISATION)
    found = defaultdict(list)
    for participant, since, until, checked in rows.values_list(
        "document__organisation", "in_force_from", "in_force_until", "last_checked_on"
    ):
        found[participant].append(Entry(since, until, checked))
    return found


def focal_points(organisations):
    """The focal points of the Participants; one that was never confirmed counts from its first day."""
    rows = FocalPoint.objects.filter(organisation__in=organisations)
    found = defaultdict(list)
    for organisation, since, until, confirmed in rows.values_list(
        "organisation", "valid_from", "valid_until", "last_confirmed_on"
    ):
        found[organisation].append(Entry(since, until, confirmed or since))
    return found


# Code of the obligation → what reads its register: organisation's primary key → entries.
READERS = {"signatures": signatures, "legislation": legislation, "focal_points": focal_points}
