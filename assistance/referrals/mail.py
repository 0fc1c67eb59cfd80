"""The mail to those who lead a body about what is referred to it: the question itself, reminders before and after the last day to
answer and, where the body had accepted, that nothing more is needed.

Each person gets each step once: the key of the mail says so. It is written when it leaves, and dropped where the referral was
answered or withdrawn by then, or the person leads the body no longer. After a pause of the worker, and for whoever takes the
chair meanwhile, only the newest step counts. A body that nobody leads is written to as soon as somebody does.
"""

import re
from datetime import timedelta
from enum import StrEnum

from asm_portal.areas import Letter
from asm_portal.dated import today
from asm_portal.models import Delivery
from asm_portal.post import link, post_when_due
from assistance.models import Referral
from assistance.referrals.links import leads, link_for
from assistance.referrals.rights import chairs_of
from assistance.referrals.words import abbreviated


class Step(StrEnum):
    """What a mail is; `AGAIN` is ordered by the secretariat, `ENDED` tells who had accepted that it was withdrawn."""

    ASKED = "asked"
    BEFORE = "before"
    AFTER = "after"
    LAST = "last"
    AGAIN = "again"
    ENDED = "ended"


# Counted from the last day to answer.
STEPS = {Step.BEFORE: timedelta(days=-3), Step.AFTER: timedelta(days=1), Step.LAST: timedelta(days=8)}
KEY = re.compile(r"referral:(\d+):([a-z]+)(?::\d{4}-\d\d-\d\d)?")


def step_on(referral, day):
    """The newest step that is due on the day; what was referred a short while ago needs no reminder before its day."""
    begun = [step for step, after in STEPS.items() if referral.made_at.date() < referral.respond_by + after <= day]
    return begun[-1] if begun else Step.ASKED


def due(now):
    """Put into the post what is due; asked again, it does nothing."""
    rows = list(Referral.objects.waiting())
    keys = {row: key_of(row, step_on(row, now.date())) for row in rows}
    queued = set(Delivery.objects.filter(key__in=keys.values()).values_list("key", "person"))
    chairs = chairs_of({row.body_id for row in rows}) if rows else {}
    for row, key in keys.items():
        for person in chairs.get(row.body_id, ()):
            if (key, person.pk) not in queued:
                post_when_due(key, person)


def key_of(referral, step):
    return f"referral:{referral.pk}:{step}"


def ask(referral):
    """Write to those who lead the body what it is asked; returns to how many."""
    return put_down(referral, key_of(referral, Step.ASKED))


def remind_again(referral):
    """Write to them once more, once a day; returns to how many."""
    key = f"{key_of(referral, Step.AGAIN)}:{today()}"
    return 0 if Delivery.objects.filter(key=key).exists() else put_down(referral, key)


def tell_ended(referral):
    """Tell those who lead a body that has accepted a referral that nothing more is needed."""
    put_down(referral, key_of(referral, Step.ENDED))


def put_down(referral, key):
    people = chairs_of([referral.body_id]).get(referral.body_id, [])
    for person in people:
        post_when_due(key, person)
    return len(people)


def letter(delivery):
    """The mail of a step as things stand; None where it is none of these or no longer needed."""
    parts = KEY.fullmatch(delivery.key)
    if parts is None:
        return None
    has_ended = parts[2] == Step.ENDED
    rows = Referral.objects.ended() if has_ended else Referral.objects.waiting()
    referral = rows.for_display().filter(pk=parts[1]).first()
    if referral is None or not leads(delivery.person, referral):
        return None
    context = {
        "referral": referral,
        "body": abbreviated(referral.body),
        "url": link(delivery.person, "assistance:referral-detail", referral.reference),
    }
    if has_ended:
        return Letter("referral_ended", context)
    asked = {"is_reminder": parts[2] != Step.ASKED, "answer": link_for(referral, delivery.person)}
    return Letter("referral", context | asked)
