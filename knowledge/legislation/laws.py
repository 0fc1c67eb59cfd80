"""The laws that a reader may know of, by Participant and day."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from asm_portal.areas import DeskItem, Panel
from asm_portal.attention import WorkList
from asm_portal.dated import today
from asm_portal.invitations import organisations_of_focal_point
from asm_portal.models import Organisation
from asm_portal.register import alphabetical
from asm_portal.visibility import Audience
from knowledge.models import Document, Legislation, Rendition

A_YEAR = timedelta(days=365)


def known_laws(user):
    """The laws that the reader may know of, newest first, with all that a page shows."""
    documents = Document.objects.for_display(user)
    laws = Legislation.objects.visible_to(user).of_final_texts()
    return laws.select_related("last_checked_by").prefetch_related(Prefetch("document", documents))


def published(laws):
    return laws.exclude(document__audience=Audience.ORGANISATION)


@dataclass
class Register:
    """The laws of a Participant that are in force on a day, as the list of Participants shows them."""

    organisation: Organisation
    count: int = 0
    languages: set = field(default_factory=set)
    last_checked_on: date | None = None


def registers(user, day):
    """A Register for each Participant of the day, by name."""
    laws = published(known_laws(user)).in_force_on(day).values_list("document__organisation", "pk", "last_checked_on")
    held = Rendition.objects.visible_to(user).filter(
        role=Rendition.Role.ORIGINAL, revision__document__legislation__isnull=False
    )
    languages = defaultdict(set)
    for law, language in held.values_list("revision__document__legislation", "language"):
        languages[law].add(language)
    organisations = Organisation.objects.visible_to(user).participants(day).with_names()
    found = {organisation.pk: Register(organisation) for organisation in organisations}
    for organisation, law, checked in laws:
        if row := found.get(organisation):
            row.count += 1
            row.languages |= languages[law]
            row.last_checked_on = max(filter(None, (row.last_checked_on, checked)), default=None)
    return sorted(found.values(), key=lambda row: alphabetical(row.organisation.name_on(day)))


def unchecked(laws):
    """Laws in force of tracked Participants that nobody has confirmed for a year."""
    long_ago, day = today() - A_YEAR, today()
    tracked = laws.in_force_on(day).filter(document__organisation__tracked_from__lte=day)
    return tracked.exclude(last_checked_on__gt=long_ago)


def waiting_for_publication(laws):
    return laws.of_final_texts().filter(document__audience=Audience.ORGANISATION)


LISTS = (
    WorkList("to-publish", gettext_lazy("Laws to publish"), Legislation, waiting_for_publication, "last_checked_on"),
    WorkList("unchecked", gettext_lazy("Laws not checked for a year"), Legislation, unchecked, "last_checked_on"),
)


def desk(user):
    """To a focal point: the laws of its Participant that are to be checked again."""
    for organisation in organisations_of_focal_point(user):
        laws = unchecked(published(known_laws(user)).filter(document__organisation=organisation))
        for law in laws:
            yield DeskItem(
                title=_("Still in force? %(law)s") % {"law": law},
                url=reverse("knowledge:legislation", args=[organisation.code]),
                detail=_("Each law in force is checked once a year."),
            )


def on_organisation(organisation, user, day):
    """The laws of a Participant in force on the day."""
    laws = list(published(known_laws(user)).filter(document__organisation=organisation).in_force_on(day))
    context = {"organisation": organisation, "laws": laws}
    return [Panel("knowledge/legislation/panel.html", context, anchor="laws", title=_("Legislation"))] if laws else []
