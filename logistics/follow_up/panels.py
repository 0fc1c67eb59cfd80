"""What actions add to the shared pages: desk, body, organisation, document, calendar, administration."""

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from asm_portal.areas import CalendarEntry, DeskItem, Panel
from asm_portal.attention import WorkList
from asm_portal.visibility import standing_of
from logistics.calendar.kinds import EntryKind
from logistics.follow_up import digest, reminders
from logistics.follow_up.listing import MINE, OVERDUE, PROPOSED
from logistics.follow_up.rights import recallable, sources
from logistics.models import Action

ON_DESK = 5
ON_PAGE = 8


class ActionWork(WorkList):
    """A list that is worked from on the pages of actions."""

    @property
    def url(self):
        if self.code == OVERDUE:
            return reverse("logistics:action-overdue")
        return f"{reverse('logistics:action-list')}?state={self.code}"


LISTS = (
    ActionWork(OVERDUE, gettext_lazy("Overdue actions"), Action, lambda rows: rows.overdue(), "due_on", "bad"),
    ActionWork(
        PROPOSED,
        gettext_lazy("Actions that their owners propose to close"),
        Action,
        lambda rows: rows.exclude(closing_proposed_on=None),
        "closing_proposed_on",
    ),
)


def desk(reader):
    """What the reader owns, the most urgent first; what is overdue of others, for who may remind them; what is to be closed. The
    secretariat has the last two among its lists."""
    items = list(owned(reader))
    standing = standing_of(reader)
    if standing.secretariat or not (standing.chair or standing.led_bodies):
        return items
    return [*items, *overdue_of_others(reader), *proposed(reader)]


def owned(reader):
    """The first few one by one, the others as one line."""
    rows = Action.objects.visible_to(reader).open().owned_by(reader).filter(closing_proposed_on=None)
    found = list(rows.for_display()[: ON_DESK + 1])
    for action in found[:ON_DESK]:
        yield DeskItem(
            title=_("To do: %(action)s") % {"action": action},
            url=action.get_absolute_url(),
            detail=action.owner_name,
            due=action.due_on,
        )
    if len(found) > ON_DESK:
        count = rows.count() - ON_DESK
        yield DeskItem(
            title=ngettext("%(count)s more action to do", "%(count)s more actions to do", count) % {"count": count},
            url=f"{reverse('logistics:action-list')}?owner={MINE}",
            due=found[ON_DESK].due_on,
        )


def overdue_of_others(reader):
    """J10: one line that leads to the table of what is overdue."""
    first = recallable(reader).order_by("due_on").first()
    if first:
        count = recallable(reader).count()
        yield DeskItem(
            title=ngettext("%(count)s overdue action", "%(count)s overdue actions", count) % {"count": count},
            url=reverse("logistics:action-overdue"),
            detail=_("By body, the latest first; the owners can be reminded from there."),
            due=first.due_on,
            tone="bad",
        )


def proposed(reader):
    """What the owners propose to close, of what the reader may close."""
    rows = Action.objects.editable_by(reader).exclude(closing_proposed_on=None)
    count = rows.count()
    if count == 1:
        action = rows.get()
        yield DeskItem(title=_("Close, or not yet: %(action)s") % {"action": action}, url=action.get_absolute_url())
    elif count:
        yield DeskItem(
            title=_("%(count)s actions that their owners propose to close") % {"count": count},
            url=f"{reverse('logistics:action-list')}?state={PROPOSED}",
        )


def on_body(body, reader):
    """The open actions of the body that the reader may know of."""
    return panel(Action.objects.visible_to(reader).open().filter(body=body), f"body={body.code}", body=body)


def on_organisation(organisation, reader):
    """The open actions that the organisation owns, of those that the reader may know of."""
    rows = Action.objects.visible_to(reader).open().filter(owner_organisation=organisation)
    return panel(rows, f"owner=owner_organisation-{organisation.pk}")


def panel(rows, query, **context):
    found = list(rows.for_display()[:ON_PAGE])
    if not found:
        return []
    context |= {"actions": found, "count": rows.count(), "query": query}
    return [Panel("logistics/follow_up/panel.html", context, anchor="actions", title=_("Actions"))]


def on_document(document, reader):
    """The actions that come from a document, and the button with which one is recorded."""
    found = list(Action.objects.visible_to(reader).filter(document=document).for_display())
    may_record = reader.is_authenticated and sources(reader).filter(pk=document.pk).exists()
    if not (found or may_record):
        return []
    return [Panel("logistics/follow_up/of_document.html", {"actions": found, "may_record": may_record})]


def calendar(reader, start, end):
    """The days on which open actions are due."""
    rows = Action.objects.visible_to(reader).open().filter(due_on__range=(start, end)).for_display()
    return [
        CalendarEntry(
            uid=action.reference,
            title=_("Due: %(action)s") % {"action": action},
            start=action.due_on,
            end=action.due_on,
            url=action.get_absolute_url(),
            kind=EntryKind.ACTION,
            sequence=action.version,
            **concerned(action),
        )
        for action in rows
    ]


def concerned(action):
    """Whom an action concerns, for the filters of the calendar."""
    bodies = {action.body_id, action.owner_office.body_id if action.owner_office else None} - {None}
    return {
        "bodies": frozenset(bodies),
        "organisations": frozenset({action.owner_organisation_id} - {None}),
    }


def sitemap():
    """The list, and the actions that everyone may know of."""
    return [("logistics:action-list", None), *((action, None) for action in Action.objects.visible_to(AnonymousUser()))]


def letter(delivery):
    """The text of a reminder or of a weekly mail, as things stand when it is sent."""
    for part in (reminders, digest):
        if delivery.key.startswith(part.PREFIX):
            return part.letter(delivery)
    return None
