"""What is done to an agenda: items are added, changed, moved up and down and taken out, papers are laid before the meeting in the
revision that is meant, matters arising are taken over from open actions and earlier decisions."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from knowledge.actions import save
from logistics.meetings.actions import locked
from logistics.meetings.readers import closed_as
from logistics.models import AgendaItem, AgendaPaper


@transaction.atomic
def add_item(*, meeting, by, papers=(), **facts):
    """A new item at the end of the agenda, with the documents as its papers."""
    meeting = locked(meeting)
    last = meeting.agenda.order_by("place").last()
    item = AgendaItem(meeting=meeting, place=last.place + 1 if last else 1, **facts)
    return keep(item, by, papers, without=())


@transaction.atomic
def edit_item(*, item, by, papers=(), without=()):
    """Write what was changed of an item; `papers` are documents that come in, `without` the rows of papers that go."""
    item.meeting = locked(item.meeting)
    return keep(item, by, papers, without)


def keep(item, by, papers, without):
    item.full_clean()
    save(item, by)
    for row in without:
        row._history_user = by
        row.delete()
    for document in papers:
        lay(document, item, by)
    save(item.meeting, by)
    return item


def lay(document, item, by):
    """Lay a document before the meeting in its newest released revision; one that lies there already moves on to that one."""
    revision = document.revisions.released().order_by("number").last()
    if revision is None:
        raise ValidationError(
            _("“%(document)s” has no released text yet; circulate or publish it first."), params={"document": document}
        )
    row = AgendaPaper.objects.filter(item=item, document=document).first() or AgendaPaper(item=item, document=document)
    if row.revision_id == revision.pk:
        return row
    row.revision = revision
    row.full_clean()
    return save(row, by)


@transaction.atomic
def shift_item(*, item, by, up):
    """Let an item change places with the one before it, or after it; at the end of the agenda nothing happens."""
    meeting = locked(item.meeting)
    items = list(meeting.agenda.order_by("place", "pk"))
    here = items.index(item)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(items):
        return
    items[here], items[there] = items[there], items[here]
    renumber(items, by)
    save(meeting, by)


def renumber(items, by):
    """Give the items the places of their order."""
    for place, item in enumerate(items, 1):
        if item.place != place:
            item.place = place
            save(item, by)


@transaction.atomic
def remove_item(*, item, by):
    """Take an item with its papers off the agenda; raises ValidationError where another record, as a discussion, is about it."""
    meeting = locked(item.meeting)
    for row in item.papers.all():
        row._history_user = by
        row.delete()
    item._history_user = by
    try:
        item.delete()
    except ProtectedError as held:
        raise ValidationError(
            _("This item stays on the agenda, as something else, for example a discussion, is about it.")
        ) from held
    renumber(list(meeting.agenda.order_by("place", "pk")), by)
    save(meeting, by)


@transaction.atomic
def take_over(*, meeting, by, actions=(), documents=()):
    """Put the actions and the decisions chosen on the agenda as matters arising; what is on it already stays as it is. An item is
    addressed to nobody whom its source is not addressed to."""
    known = set(meeting.agenda.values_list("action", flat=True)) | {None}
    heard = set(meeting.agenda.values_list("arises_from", flat=True)) | {None}
    made = []
    for action in actions:
        if action.pk not in known:
            titles = titles_of(action.title_en, action.title_fr)
            made.append(add_item(meeting=meeting, by=by, action=action, **titles, **closed_as(action, meeting)))
    for document in documents:
        if document.pk not in heard:
            rows = {row.language: row.title for row in document.titles.all()}
            titles = titles_of(rows.get("en") or document.title, rows.get("fr") or document.title)
            made.append(
                add_item(meeting=meeting, by=by, arises_from=document, **titles, **closed_as(document, meeting))
            )
    return made


def titles_of(english, french):
    """Both titles, each standing in for the other, as long as they may be."""
    longest = AgendaItem._meta.get_field("title_en").max_length
    return {"title_en": (english or french)[:longest], "title_fr": (french or english)[:longest]}


@transaction.atomic
def show_agenda(*, meeting, by):
    """Show the agenda to all whom the meeting is for."""
    meeting = locked(meeting)
    if not meeting.agenda.exists():
        raise ValidationError(_("There is nothing on the agenda yet."))
    if meeting.agenda_shown_at is None:
        meeting.agenda_shown_at = timezone.now()
        save(meeting, by)
    return meeting
