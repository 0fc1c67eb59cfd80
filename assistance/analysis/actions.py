"""What the secretariat decides and notes about a request, each verb in one transaction."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from asm_portal.editing import CONFLICT
from asm_portal.post import post_when_due
from assistance.models import Analysis, Assessment, RequestNote
from assistance.requests.actions import held_open, take_up
from assistance.requests.people import addressees
from knowledge.actions import save

KEY = "analysis:"


def versions(request):
    """What tells this state of the analysis from the next, as text."""
    rows = (Analysis.objects.filter(request=request).first(), Assessment.objects.filter(request=request).first())
    return ".".join(str(row.version if row else 0) for row in rows)


@transaction.atomic
def analyse(*, request, is_eligible, reason, themes, priority, estimated_need, seen, by):
    """Keep the analysis; `is_eligible` is None while that is not decided. The requester is told of each decision. Whoever saves
    first takes the request up. Raises ValidationError where the analysis is not what it was (`seen`, of `versions`)."""
    request = held_open(request)
    if seen != versions(request):
        raise ValidationError(
            _(
                "Somebody has saved this analysis since you opened it. Nothing was saved, and nothing you typed is lost."
            ),
            code=CONFLICT,
        )
    if not request.taken_up_at:
        take_up(request=request, by=by)
    assess(request, priority, estimated_need, by)
    if is_eligible is not None:
        decide(request, is_eligible, reason.strip(), themes, by)


def assess(request, priority, estimated_need, by):
    row = Assessment.objects.filter(request=request).first() or Assessment(request=request)
    row.priority, row.estimated_need = priority, estimated_need.strip()
    save(row, by)


def decide(request, is_eligible, reason, themes, by):
    """Write the decision down; the mail goes out where what the requester is told is new."""
    row = Analysis.objects.filter(request=request).first() or Analysis(request=request)
    is_news = (row.is_eligible, row.reason) != (is_eligible, reason) or row.pk is None
    row.is_eligible, row.reason, row.themes = is_eligible, reason, themes
    if is_news:
        row.at, row.by = timezone.now(), by
    row.full_clean()
    save(row, by)
    if is_news:
        for recipient in addressees(request):
            post_when_due(key_of(row), recipient)


def key_of(analysis):
    """The key of the mail that tells a decision; another decision has another one."""
    return f"{KEY}{analysis.pk}:{analysis.at:%Y%m%d%H%M%S%f}"


@transaction.atomic
def add_note(*, request, text, by):
    """Note something for the secretariat."""
    return save(RequestNote(request=request, text=text.strip(), by=by), by)
