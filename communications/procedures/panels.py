"""What written procedures add to the shared pages: desk, body, document, calendar, hand-over."""

from datetime import UTC, datetime, time

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from asm_portal.areas import CalendarEntry, Chapter, DeskItem, HandoverSection, Panel
from asm_portal.visibility import standing_of
from communications.models import WrittenProcedure
from communications.procedures.rights import bodies_of, chair_seat, voices_of
from communications.procedures.tally import tallies
from communications.procedures.times import moment_words
from communications.procedures.views import with_tallies
from knowledge.models import Document
from logistics.calendar.kinds import EntryKind

State = WrittenProcedure.State
ON_PAGE = 5


def desk(reader):
    """Positions that are missing, those with the nearest end first, and what the reader can declare."""
    rows = list(WrittenProcedure.objects.visible_to(reader).undecided().for_display())
    found = tallies(rows)
    items = []
    for procedure in sorted(rows, key=lambda procedure: procedure.ends_at):
        items += [*missing(procedure, reader, found[procedure.pk]), *to_declare(procedure, reader)]
    return items


def missing(procedure, reader, tally):
    """One item where an organisation of the reader has no position while it can be taken."""
    waiting = {row.pk for row in tally.missing} & standing_of(reader).organisations
    if procedure.state != State.RUNNING or not waiting:
        return
    voices = [voice for voice in voices_of(procedure, reader, tally) if voice.organisation.pk in waiting]
    if voices:
        yield DeskItem(
            title=_("Take a position: %(question)s") % {"question": procedure},
            url=reverse("communications:procedure-position", args=[procedure.reference]),
            detail=f"{', '.join(str(voice.organisation) for voice in voices)} · {moment_words(procedure.ends_at, 'UTC')}",
            due=procedure.ends_at.astimezone(UTC).date(),
        )


def to_declare(procedure, reader):
    """One item for the Chair once it is over, or as soon as an objection has stopped it."""
    if procedure.state not in (State.CLOSED, State.STOPPED) or chair_seat(procedure, reader) is None:
        return
    is_stopped = procedure.state == State.STOPPED
    words = _("An objection has stopped: %(question)s") if is_stopped else _("Declare the outcome: %(question)s")
    yield DeskItem(
        title=words % {"question": procedure},
        url=procedure.get_absolute_url(),
        detail=str(procedure.body),
        due=procedure.ends_at.astimezone(UTC).date(),
        tone="bad" if is_stopped else "warn",
    )


def on_body(body, reader):
    """Those under way and the last results of a body, and the button of who leads it."""
    rows = WrittenProcedure.objects.visible_to(reader).filter(body=body, withdrawn_at=None)
    may_begin = bodies_of(reader).filter(pk=body.pk).exists()
    return panel(rows, body=body, begin=f"body={body.code}" if may_begin else "")


def on_document(document, reader):
    """The procedures on a document, and the one from which it came as a decision; the button of who puts circulated minutes to
    their body."""
    rows = WrittenProcedure.objects.visible_to(reader).filter(Q(document=document) | Q(decision=document))
    is_circulated = document.state == Document.State.CIRCULATED and hasattr(document, "minutes")
    may_begin = is_circulated and bodies_of(reader).filter(pk=document.minutes.body_id).exists()
    return panel(rows, begin=f"document={document.reference}" if may_begin else "")


def panel(rows, begin="", **context):
    found = with_tallies(rows.for_display().order_by("-closes_at", "-pk")[:ON_PAGE])
    if not found and not begin:
        return []
    context |= {"procedures": found, "begin": begin}
    return [Panel("communications/procedures/panel.html", context, anchor="procedures", title=_("Written procedures"))]


def calendar(reader, start, end):
    """The instants at which procedures end, on these days in UTC."""
    first = datetime.combine(start, time(), UTC)
    last = datetime.combine(end, time.max, UTC)
    rows = (
        WrittenProcedure.objects.visible_to(reader)
        .put()
        .filter(Q(closes_at__range=(first, last)) | Q(extensions__closes_at__range=(first, last)))
    )
    known = rows.distinct().for_display()
    return [entry_of(procedure) for procedure in known if first <= procedure.ends_at <= last]


def entry_of(procedure):
    is_of_all = procedure.is_of_plenary
    return CalendarEntry(
        uid=procedure.reference,
        title=_("Positions until then: %(question)s") % {"question": procedure},
        start=procedure.ends_at,
        end=procedure.ends_at,
        url=procedure.get_absolute_url(),
        kind=EntryKind.PROCEDURE,
        sequence=procedure.version,
        bodies=frozenset([procedure.body_id]),
        for_all=is_of_all,
        is_cancelled=procedure.withdrawn_at is not None,
    )


def handover(reader):
    """The procedures that are not settled."""
    rows = list(WrittenProcedure.objects.visible_to(reader).undecided().for_display())
    found = tallies(rows)
    return [
        HandoverSection(
            Chapter.PROCEDURES,
            _("Written procedures that run, or wait for the declaration of the Chair"),
            (_("Question"), _("Body"), _("Until"), _("State"), _("Answered")),
            [
                (
                    (
                        str(row),
                        str(row.body),
                        moment_words(row.ends_at, "UTC"),
                        str(row.state_label),
                        f"{found[row.pk].answered} / {len(found[row.pk].lines)}",
                    ),
                    row.get_absolute_url(),
                )
                for row in sorted(rows, key=lambda row: row.ends_at)
            ],
        )
    ]
