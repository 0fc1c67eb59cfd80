"""Notices that have gone to somebody and ask to be acknowledged, for the tests of what follows."""

from datetime import timedelta

from django.utils import timezone

from communications.models import Notice
from communications.notices.distribution import distribute
from tests.communications.notices import TEXTS, sent

TITLE, TEXT = TEXTS["en"][0], "We meet in"
TITLE_FR = TEXTS["fr"][0]


def notice_to(cast, *recipients, **facts):
    """A notice for which everybody addressed has a mail in the post."""
    made = sent(cast, *recipients, **facts)
    distribute.call(made.pk)
    return Notice.objects.get(pk=made.pk)


def deadline(notice, **ago):
    """The notice with the deadline that long ago; sent a week before."""
    notice.confirm_by = timezone.now() - timedelta(**ago)
    notice.sent_at = notice.confirm_by - timedelta(days=7)
    notice.save()
    return notice
