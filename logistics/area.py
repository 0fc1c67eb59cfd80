"""What logistics adds to the shared pages."""

from collections import Counter
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from asm_portal.areas import Area, DeskItem, Panel
from asm_portal.attention import waiting
from asm_portal.dated import today
from asm_portal.members import entered_by
from logistics import demonstration, reference
from logistics.attention import LISTS
from logistics.debts import TONES, answerable, by_body, owed_by
from logistics.models import Account, Meeting, MeetingBody

ON_HOME = 3


class LogisticsArea(Area):
    """Logistics."""

    def home(self, reader):
        """The next meetings, or the last ones where none is announced; those of the demonstration are none."""
        known = Meeting.objects.visible_to(reader).filter(is_demonstration=False).prefetch_related("of_bodies__body")
        coming = list(known.filter(end_date__gte=today()).order_by("start_date", "pk")[:ON_HOME])
        meetings = coming or list(known[:ON_HOME])
        if not meetings:
            return []
        context = {"meetings": meetings, "are_coming": bool(coming)}
        return [Panel("logistics/panels/calendar.html", context, is_aside=True)]

    def desk(self, reader):
        """What the offices of the reader owe, body by body."""
        return [
            DeskItem(
                title=_("Minutes owed: %(body)s") % {"body": body},
                url=reverse("logistics:minutes-debt") + f"?state={Account.OWED}&body={body.code}",
                detail=ngettext(
                    "Of %(count)s meeting that is over.", "Of %(count)s meetings that are over.", len(found)
                )
                % {"count": len(found)},
                due=found[0].meeting.end_date + timedelta(days=1),
                tone="bad",
            )
            for body, found in by_body(owed_by(reader))
        ]

    def attention(self, reader):
        return waiting(LISTS, reader)

    def on_body(self, body, reader, day):
        """The next meeting of the body that the reader may know of and, for its members, what is on record of the past ones."""
        return [*next_meeting(body, reader), *on_record(body, reader)]

    def demonstrate(self, cast):
        demonstration.demonstrate(cast)

    def forget_demonstration(self):
        demonstration.forget_demonstration()

    def load_reference(self, loader):
        reference.load_reference(loader)


def next_meeting(body, reader):
    coming = Meeting.objects.visible_to(reader).filter(end_date__gte=today(), of_bodies__body=body)
    meeting = coming.prefetch_related("of_bodies__body").order_by("start_date", "pk").first()
    if meeting is None:
        return []
    others = [row.body for row in meeting.of_bodies.all() if row.body != body]
    context = {"meeting": meeting, "others": others}
    title = _("Next meeting")
    return [Panel("logistics/panels/next_meeting.html", context, is_aside=True, anchor="meetings", title=title)]


def on_record(body, reader):
    """How many of the body’s meetings have minutes, adopted or on their way, and how many are owed; for its members."""
    if not entered_by(reader).filter(pk=body.pk).exists():
        return []
    rows = MeetingBody.objects.visible_to(reader).owing_minutes().filter(body=body)
    found = Counter(rows.values_list("account", flat=True))
    if not found:
        return []
    counts = [(account, found[account], TONES[account]) for account in Account if account in found]
    context = {"body": body, "counts": counts, "may_open": answerable(reader).filter(pk=body.pk).exists()}
    return [Panel("logistics/panels/minutes_debt.html", context, is_aside=True)]


AREA = LogisticsArea()
