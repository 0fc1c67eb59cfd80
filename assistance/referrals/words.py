"""A referral in sentences."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from asm_portal.templatetags.portal import date_words
from assistance.models import Referral

State = Referral.State


def abbreviated(body):
    """The body as it is called in a line: its abbreviation where it has one."""
    return body.abbreviation or body.name


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
        return _("The secretariat withdrew this referral on %(day)s. No answer is needed any more.") % told
    sentences = {
        State.ACCEPTED: _("%(body)s accepted this referral on %(day)s: %(by)s."),
        State.DECLINED: _("%(body)s declined this referral on %(day)s: %(by)s."),
        State.PASSED_ON: _("%(body)s passed this referral on to another body on %(day)s: %(by)s."),
    }
    return sentences[referral.state] % told


def why_closed(request):
    """Why nothing is referred or answered any more about a request, as a sentence; "" while it is open."""
    if request.is_draft:
        return _("This request is still a draft. It can be referred once it is sent.")
    if request.merged_into_id:
        return _("This request is handled together with another one meanwhile. The secretariat goes on with that one.")
    if request.closed_at:
        return _("This request was closed on %(day)s.") % {"day": date_words(request.closed_at)}
    return ""


def thanks(referral):
    """What is said after an answer: that it is on record and, where it came late, that it counts all the same."""
    said = _("Your answer is on record.")
    if not referral.is_late:
        return said
    days = (referral.answered_at.date() - referral.respond_by).days
    late = ngettext(
        "It came %(days)s day after the last day to answer, and counts all the same.",
        "It came %(days)s days after the last day to answer, and counts all the same.",
        days,
    )
    return f"{said} {late % {'days': days}}"
