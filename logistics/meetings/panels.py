"""What meetings add to the shared pages."""

from django.utils.translation import gettext as _

from asm_portal.areas import Panel
from asm_portal.dated import today
from logistics.meetings import news
from logistics.models import Meeting

ON_HOME = 3


def home(reader):
    """The next meetings, or the last ones where none is announced; those of the demonstration are none."""
    known = Meeting.objects.visible_to(reader).filter(is_demonstration=False).prefetch_related("of_bodies__body")
    coming = list(known.filter(end_date__gte=today()).taking_place().order_by("start_date", "pk")[:ON_HOME])
    meetings = coming or list(known[:ON_HOME])
    if not meetings:
        return []
    context = {"meetings": meetings, "are_coming": bool(coming)}
    return [Panel("logistics/panels/calendar.html", context, is_aside=True)]


def on_body(body, reader):
    """The next meeting of the body that the reader may know of."""
    coming = Meeting.objects.visible_to(reader).filter(end_date__gte=today(), of_bodies__body=body)
    meeting = coming.taking_place().prefetch_related("of_bodies__body").order_by("start_date", "pk").first()
    if meeting is None:
        return []
    others = [row.body for row in meeting.of_bodies.all() if row.body != body]
    context = {"meeting": meeting, "others": others, "body": body}
    title = _("Next meeting")
    return [Panel("logistics/panels/next_meeting.html", context, is_aside=True, anchor="meetings", title=title)]


def letter(delivery):
    """What became of a meeting, to one of those who hear of it."""
    return news.letter(delivery) if delivery.key.startswith(news.PREFIX) else None
