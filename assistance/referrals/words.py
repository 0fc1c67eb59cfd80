"""A referral in sentences."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from asm_portal.templatetags.portal import date_words
from assistance.models import Outcome, Referral

State = Referral.State


def abbreviated(body):
    """The body as it is called in a line: its abbreviation where it has one."""
    return body.abbreviation or body.name


def introduced(body):
    """The body as it is called where it is first named: its abbreviation, if any, with its name."""
    return f"{body.abbreviation} ({body.name})" if body.abbreviation else body.name


class Naming:
    """Calls each body by its abbreviation, and introduces it the first time."""

    def __init__(self):
        self.known = set()

    def __call__(self, body):
        if body.pk in self.known:
            return abbreviated(body)
        self.known.add(body.pk)
        return introduced(body)


def how_it_stands(referral):
    """What became of a referral, and that its request was closed, in sentences for its body; "" where its answer is awaited."""
    closed = why_closed(referral.request) if referral.is_at_work else ""
    return closed if referral.is_pending else f"{what_became(referral)} {closed}".strip()


def what_became(referral):
    """What became of a referral that waits no longer, as a sentence for its body."""
    by = referral.answered_by or _("the secretariat, for the body")
    told = {
        "body": abbreviated(referral.body),
        "day": date_words(referral.answered_at or referral.withdrawn_at),
        "by": by,
    }
    if referral.state == State.WITHDRAWN:
        told["day"] = date_words(referral.withdrawn_at)
        return withdrawn_in_words(referral) % told
    sentences = {
        State.ACCEPTED: _("%(body)s accepted this referral on %(day)s (%(by)s)."),
        State.DECLINED: _("%(body)s declined this referral on %(day)s (%(by)s)."),
        State.PASSED_ON: _("%(body)s passed this referral on to another body on %(day)s (%(by)s)."),
    }
    return sentences[referral.state] % told


def withdrawn_in_words(referral):
    if referral.answered_at:
        return _("The secretariat withdrew this referral on %(day)s. Nothing more needs to be done for it.")
    return _("The secretariat withdrew this referral on %(day)s. No answer is needed any more.")


def why_closed(request):
    """Why nothing is referred or answered any more about a request, as a sentence; "" while it is open."""
    if request.is_draft:
        return _("This request is still a draft. It can be referred once it is sent.")
    if request.merged_into_id:
        return _("This request is now handled together with another one. The secretariat continues with that one.")
    if not request.closed_at:
        return ""
    is_withdrawn = Outcome.objects.filter(request=request, kind=Outcome.Kind.WITHDRAWN).exists()
    said = (
        _("The requester withdrew this request on %(day)s. Nothing more needs to be done for it.")
        if is_withdrawn
        else _("This request was closed on %(day)s.")
    )
    return said % {"day": date_words(request.closed_at)}


def thanks(referral):
    """What is said after an answer: that it is on record and, where it came late, that it counts all the same."""
    said = _("Your answer is on record.")
    if not referral.is_late:
        return said
    days = (referral.answered_at.date() - referral.respond_by).days
    late = ngettext(
        "It came %(days)s day after the last day to answer, but it still counts.",
        "It came %(days)s days after the last day to answer, but it still counts.",
        days,
    )
    return f"{said} {late % {'days': days}}"
