"""The steps after a notice that is to be acknowledged, and when each falls due."""

from datetime import timedelta

from django.conf import settings
from django.db.models import TextChoices

from communications.models import Notice

# After the deadline a notice is pursued for so long; who is silent then stays on record as silent.
PURSUED_FOR = timedelta(days=30)
A_DAY = timedelta(days=1)


class Step(TextChoices):
    """A reminder to those who got the notice, then a mail to the deputies, then the Chair's list."""

    REMINDER = "reminder"
    DEPUTY = "deputy"
    CHAIR = "chair"


def timetable(notice):
    """Step → its instant. Who got the notice shortly before the deadline is reminded a day later, and at the deadline at last."""
    deadline = notice.confirm_by
    early = deadline - timedelta(days=settings.NOTICE_REMINDER_DAYS)
    return {
        Step.REMINDER: max(early, min(notice.sent_at + A_DAY, deadline)),
        Step.DEPUTY: deadline + timedelta(days=settings.NOTICE_DEPUTY_DAYS),
        Step.CHAIR: deadline + timedelta(days=settings.NOTICE_CHAIR_DAYS),
    }


def step_at(notice, now):
    """The last step whose instant has come; None before the first."""
    reached = [step for step, instant in timetable(notice).items() if instant <= now]
    return reached[-1] if reached else None


def asking():
    """The notices that went out and ask to be acknowledged."""
    return Notice.objects.sent().exclude(confirm_by=None)


def pursued(now):
    """Those of them that are still pursued."""
    return asking().filter(confirm_by__gt=now - PURSUED_FOR)
