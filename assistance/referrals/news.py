"""The mail that tells whoever asked what has become of their referrals, in the words of their page and no more.

What happens in one sitting is one mail: it goes once nothing has happened for a while. Its key bears the newest step that it
tells; the next one begins after that. The end of a case has a mail of its own.
"""

import re
from datetime import UTC, datetime, timedelta

from django.db.models import Q

from asm_portal.areas import Letter
from asm_portal.models import Delivery
from asm_portal.post import Outsider, post_when_due
from assistance.analysis.mail import about
from assistance.models import AssistanceRequest, Referral
from assistance.referrals.steps import about as referrals_about
from assistance.referrals.steps import in_words, told_to
from assistance.referrals.words import introduced
from assistance.requests.people import addressees
from logistics.follow_up.owners import reader_of

KEY = "referral-news:"
PARTS = re.compile(rf"{KEY}(\d+):(\d{{20}})")
MOMENT = "%Y%m%d%H%M%S%f"
# A sitting is over when nothing has happened for so long; what is older than LATEST is news no more.
QUIET, LATEST = timedelta(minutes=10), timedelta(days=7)


def due(now):
    """Put into the post what is news of each case; asked again, it does nothing."""
    newest = newest_steps(now - LATEST)
    rows = AssistanceRequest.objects.filter(closed_at=None, merged_into__closed_at=None)
    cases = {}
    for case in rows.filter(Q(pk__in=newest) | Q(merged_into__in=newest)):
        at = max(newest[pk] for pk in (case.pk, case.merged_into_id) if pk in newest)
        if at <= now - QUIET:
            cases[f"{KEY}{case.pk}:{at:{MOMENT}}"] = case
    for key in set(Delivery.objects.filter(key__in=cases).values_list("key", flat=True)):
        del cases[key]
    for key, case in cases.items():
        for recipient in addressees(case):
            post_when_due(key, recipient)


def newest_steps(since):
    """Primary key of a request → when something last happened to one of its referrals, of what happened after `since`."""
    found = {}
    recent = Q(made_at__gt=since) | Q(answered_at__gt=since) | Q(withdrawn_at__gt=since)
    for row in Referral.objects.filter(recent):
        moments = filter(None, (row.made_at, row.answered_at, row.withdrawn_at, found.get(row.request_id)))
        found[row.request_id] = max(moments)
    return found


def letter(delivery):
    """The mail as things stand; None where it is none of these, or no longer needed."""
    parts = PARTS.fullmatch(delivery.key)
    case = parts and AssistanceRequest.objects.filter(pk=parts[1], closed_at=None).first()
    recipient = delivery.person or Outsider(delivery.address, delivery.language)
    if not case or recipient not in addressees(case):
        return None
    found = steps_told(delivery.key, parts, case, recipient)
    return Letter("request_referral", about(case, recipient) | {"steps": found}) if found else None


def steps_told(key, parts, case, recipient):
    """The steps up to that of the key, since those of the mail before it."""
    earlier = Delivery.objects.filter(key__startswith=f"{KEY}{case.pk}:", key__lt=key).order_by("-key").first()
    since = instant(PARTS.fullmatch(earlier.key)[2]) if earlier else case.submitted_at
    is_outside = isinstance(recipient, Outsider)
    rows = referrals_about(case) if is_outside else told_to(case, reader_of(recipient))
    found = [step for step in in_words(case, rows, introduced) if since < step.at <= instant(parts[2])]
    return sorted(found, key=lambda step: step.at)


def instant(text):
    return datetime.strptime(text, MOMENT).replace(tzinfo=UTC)
