"""The numbers of notices: they run per series and year, from 1.

A number is given when a notice is sent, in the transaction that sends it: drafts that are never sent leave no gap, and what is
sent is never taken back. Two at once meet at the unique constraint: the later one takes the next number.
"""

from django.db import IntegrityError, transaction
from django.db.models import Max

from asm_portal.dated import today
from communications.models import Notice
from communications.models.notices import SELECTED
from knowledge.actions import save

TRIES = 5


def series_of(notice):
    """The series of a notice: its one recipient, or that of the notices to several."""
    codes = [row.code for row in notice.recipients.select_related("body", "office", "organisation")]
    return codes[0] if len(codes) == 1 else SELECTED


def save_with_number(notice, by):
    """Write a notice that goes out, with the next number of its series."""
    notice.series, notice.year = series_of(notice), today().year
    taken = Notice.objects.filter(series=notice.series, year=notice.year, is_demonstration=notice.is_demonstration)
    for left in reversed(range(TRIES)):
        notice.number = (taken.aggregate(last=Max("number"))["last"] or 0) + 1
        try:
            with transaction.atomic():
                return save(notice, by)
        except IntegrityError:
            if not left or not taken.filter(number=notice.number).exists():
                raise
    return notice
