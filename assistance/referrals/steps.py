"""What the timeline of a request tells of its referrals.

Whoever asked, and those whom it is for, are told which body has it since when, by when it answers, what became of it and, of one
that was declined, why: of the case that goes on not that, it was written for whoever asked there. Not what was asked of the body,
nor who answered. A body is told of its own referrals only.
"""

from django.utils.translation import gettext as _

from asm_portal.templatetags.portal import date_words
from asm_portal.visibility import standing_of
from assistance.models import AssistanceRequest, Referral
from assistance.referrals.words import Naming
from assistance.requests.timeline import Step

State = Referral.State


def about(request):
    """The referrals of a request, and those of the case that goes on."""
    rows = Referral.objects.filter(request__in=[request.pk, request.merged_into_id or request.pk])
    return rows.select_related("body").prefetch_related("passed_to__body").order_by("made_at", "pk")


def told_to(request, reader):
    """The referrals of which the reader is told at a request that they may know of."""
    asked = AssistanceRequest.objects.filter(AssistanceRequest.of_requester(standing_of(reader)), pk=request.pk)
    return about(request) if asked.exists() else about(request).visible_to(reader)


def steps(request, reader):
    """A step for each referral, and one for what became of it; with a link for those who may read it."""
    rows = list(told_to(request, reader))
    open_to = set(
        Referral.objects.visible_to(reader).filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True)
    )
    yield from in_words(request, rows, Naming(), open_to)


def told_outside(request):
    """The same for whoever asked without being in the register."""
    yield from in_words(request, about(request), Naming())


def in_words(request, rows, named, open_to=()):
    """The steps of referrals, in which `named` calls the bodies; those of which the primary key is in `open_to` have a link."""
    for row in rows:
        yield referred(row, named, row.get_absolute_url() if row.pk in open_to else "")
        yield from ended(row, named, tells_why=row.request_id == request.pk)


def referred(row, named, url):
    told = {"body": named(row.body), "since": date_words(row.made_at), "day": date_words(row.respond_by)}
    if row.state == State.PENDING:
        text = _("Its answer was due by %(day)s.") if row.is_late else _("Its answer is due by %(day)s.")
        return Step(row.made_at, _("With %(body)s since %(since)s") % told, text % told, url)
    if row.state == State.ACCEPTED:
        return Step(row.made_at, _("With %(body)s since %(since)s") % told, url=url)
    return Step(row.made_at, _("Referred to %(body)s") % told, url=url)


def ended(row, named, tells_why):
    """What became of it."""
    told = {"body": named(row.body)}
    if row.state == State.DECLINED:
        yield Step(row.answered_at, _("%(body)s declined") % told, row.reason if tells_why else "")
    elif row.state == State.PASSED_ON:
        others = ", ".join(named(later.body) for later in row.passed_to.all())
        yield Step(row.answered_at, _("%(body)s passed it on to %(others)s") % (told | {"others": others}))
    elif row.answered_at:
        yield Step(row.answered_at, _("%(body)s accepted") % told)
    if row.withdrawn_at:
        yield Step(row.withdrawn_at, _("No longer with %(body)s") % told)
