"""What the minutes debt adds to the shared pages."""

from collections import Counter
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from asm_portal.areas import DeskItem, Panel
from asm_portal.members import entered_by
from logistics.minutes_debt.lines import TONES, answerable, by_body, owed_by
from logistics.models import Account, MeetingBody


def desk(reader):
    """What the offices of the reader owe, body by body."""
    return [
        DeskItem(
            title=_("Minutes owed: %(body)s") % {"body": body},
            url=reverse("logistics:minutes-debt") + f"?state={Account.OWED}&body={body.code}",
            detail=ngettext("Of %(count)s meeting that is over.", "Of %(count)s meetings that are over.", len(found))
            % {"count": len(found)},
            due=found[0].meeting.end_date + timedelta(days=1),
            tone="bad",
        )
        for body, found in by_body(owed_by(reader))
    ]


def on_body(body, reader):
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
