"""What logistics adds to the shared pages."""

from django.utils.translation import gettext as _

from asm_portal.areas import Area, Panel
from asm_portal.dated import today
from logistics import demonstration, reference
from logistics.models import Meeting

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

    def on_body(self, body, reader, day):
        """The next meeting of the body that the reader may know of."""
        coming = Meeting.objects.visible_to(reader).filter(end_date__gte=today(), of_bodies__body=body)
        meeting = coming.prefetch_related("of_bodies__body").order_by("start_date", "pk").first()
        if meeting is None:
            return []
        others = [row.body for row in meeting.of_bodies.all() if row.body != body]
        context = {"meeting": meeting, "others": others}
        title = _("Next meeting")
        return [Panel("logistics/panels/next_meeting.html", context, is_aside=True, anchor="meetings", title=title)]

    def demonstrate(self, cast):
        demonstration.demonstrate(cast)

    def forget_demonstration(self):
        demonstration.forget_demonstration()

    def load_reference(self, loader):
        reference.load_reference(loader)


AREA = LogisticsArea()
