"""The first steps of a request: that it came in, and that somebody began to work on it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

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
