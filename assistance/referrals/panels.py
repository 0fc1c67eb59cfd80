"""What referrals add to the shared pages: desk, body, request, calendar, administration."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from asm_portal.areas import CalendarEntry, DeskItem, Panel
from asm_portal.attention import WorkList
from asm_portal.visibility import standing_of
from assistance.models import AssistanceRequest, Referral
from assistance.referrals.listing import IN_ORDER, OVERDUE, UNANSWERED, known_requests
from assistance.referrals.words import abbreviated
from logistics.calendar.kinds import EntryKind

ON_BODY = 5
WORDS = 12
# So long the desk says that something need not be done any more.
STANDS = timedelta(days=14)


def desk(reader):
    """What the reader's bodies have yet to answer, and what they had accepted and need not do any more; for the secretariat, the
    requests that nobody has."""
    yield from (waiting_item(row) for row in asked_of(reader))
    yield from (ended_item(row) for row in ended_of(reader))
    if standing_of(reader).secretariat:
        for case in unreferred(AssistanceRequest.objects.visible_to(reader)).order_by("submitted_at"):
            yield DeskItem(
                title=_("Refer a request: %(case)s") % {"case": case.subject or case.reference},
                url=reverse("assistance:referral-new", args=[case.reference]),
                detail=_("It is eligible, and no body has it yet."),
            )


def asked_of(reader):
    """What waits for an answer of those whom the reader leads, the first to be answered on top."""
    return Referral.objects.visible_to(reader).led_by(reader).waiting().for_display().order_by("respond_by", "pk")


def waiting_item(referral):
    return DeskItem(
        title=_("Answer to a referral: %(case)s") % {"case": referral.request.subject or referral.reference},
        url=referral.get_absolute_url(),
        detail=abbreviated(referral.body),
        due=referral.respond_by,
        tone="bad" if referral.is_late else "warn",
    )


def ended_of(reader):
    """What those whom the reader leads had accepted and was withdrawn in the last days."""
    since = timezone.now() - STANDS
    recent = Q(withdrawn_at__gt=since) | Q(withdrawn_at=None, request__closed_at__gt=since)
    return Referral.objects.visible_to(reader).led_by(reader).ended().filter(recent).for_display().order_by("pk")


def ended_item(referral):
    return DeskItem(
        title=_("No longer needed: %(what)s") % {"what": Truncator(referral.purpose).words(WORDS)},
        url=referral.get_absolute_url(),
        detail=_("%(body)s had accepted it; it has been withdrawn.") % {"body": abbreviated(referral.body)},
        tone="info",
    )


def unreferred(cases):
    """The eligible ones that are with no body, and of which nothing was delivered."""
    with_somebody = Referral.objects.at_work().filter(request=OuterRef("pk"))
    return cases.open().filter(~Exists(with_somebody), analysis__is_eligible=True, deliveries=None, outcome=None)


def on_body(body, reader):
    """What was referred to the body, what waits first, for its members."""
    rows = Referral.objects.visible_to(reader).filter(body=body)
    count = rows.count()
    if not count:
        return []
    found = list(rows.for_display().order_by(*IN_ORDER)[:ON_BODY])
    context = {"referrals": found, "count": count, "body": body, "known": known_requests(found, reader)}
    return [Panel("assistance/referrals/body_panel.html", context, anchor="referrals", title=_("Referrals"))]


def on_request(request, reader):
    """For those who may read them, the referrals of a request; for the secretariat the way to refer it."""
    rows = list(Referral.objects.visible_to(reader).filter(request=request).for_display())
    refers = standing_of(reader).secretariat and request.is_open
    if not (rows or refers):
        return []
    return [Panel("assistance/referrals/request_panel.html", {"referrals": rows, "refers": refers})]


def calendar(reader, start, end):
    """The last days to answer what waits, for the bodies, the secretariat and the KP Chair's office."""
    rows = Referral.objects.visible_to(reader).waiting().filter(respond_by__range=(start, end)).for_display()
    return [
        CalendarEntry(
            uid=row.reference,
            title=_("Answer to a referral due: %(body)s, %(case)s")
            % {"body": abbreviated(row.body), "case": row.request.subject or row.reference},
            start=row.respond_by,
            end=row.respond_by,
            url=row.get_absolute_url(),
            kind=EntryKind.REFERRAL,
            sequence=row.version,
            bodies=frozenset({row.body_id}),
        )
        for row in rows
    ]


class ReferralWork(WorkList):
    """A list that is worked from on the pages of referrals."""

    @property
    def url(self):
        return f"{reverse('assistance:referral-list')}?state={self.code}"


LISTS = (
    ReferralWork(
        OVERDUE,
        gettext_lazy("Referrals whose answer is overdue"),
        Referral,
        lambda rows: rows.overdue(),
        "respond_by",
        "bad",
    ),
    ReferralWork(
        UNANSWERED, gettext_lazy("Referrals that wait for an answer"), Referral, lambda rows: rows.waiting(), "made_at"
    ),
)
