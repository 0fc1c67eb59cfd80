"""The first steps of a request: that it came in, that somebody began to work on it and, for the secretariat, what was corrected
in a closed case and why."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from asm_portal.visibility import standing_of
from assistance.models import AssistanceRequest
from assistance.requests.timeline import Step

Channel = AssistanceRequest.Channel
CAME = {
    Channel.PORTAL: gettext_lazy("On the portal"),
    Channel.MAIL: gettext_lazy("By mail"),
    Channel.TELEPHONE: gettext_lazy("By telephone"),
    Channel.LETTER: gettext_lazy("By letter"),
    Channel.ENQUIRY: gettext_lazy("As an enquiry"),
}


def steps(request, reader):
    if request.submitted_at:
        yield Step(request.submitted_at, pgettext("request for assistance", "Received"), CAME[request.channel])
    if request.taken_up_at:
        yield Step(request.taken_up_at, _("The secretariat has taken it up"))
    if request.closed_at and reader and standing_of(reader).secretariat:
        for row in request.history.exclude(history_change_reason=None).filter(history_date__gt=request.closed_at):
            yield Step(row.history_date, _("Corrected after it was closed"), row.history_change_reason)
