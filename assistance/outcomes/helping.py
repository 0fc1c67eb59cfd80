"""“Did it help?”: asked once, some months after the outcome; reminded of once; answered once."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from asm_portal.post import post_when_due
from assistance.models import HelpQuestion, Outcome
from assistance.models.outcomes import GIVEN
from assistance.requests.people import addressees
from knowledge.actions import save

KEY = "assistance:help:"
ASKED, REMINDED = "asked", "reminded"


def due(now):
    """Ask where the time has come, and remind those who have not answered."""
    ripe = now - timedelta(days=settings.ASSISTANCE_HELP_QUESTION_DAYS)
    outcomes = Outcome.objects.filter(kind__in=GIVEN, at__lte=ripe, request__help_question=None)
    for outcome in outcomes.select_related("request__organisation", "request__asked_by"):
        ask(outcome.request, now)
    silent = now - timedelta(days=settings.ASSISTANCE_HELP_REMINDER_DAYS)
    rows = HelpQuestion.objects.filter(answered_at=None, reminded_at=None, asked_at__lte=silent)
    for question in rows.filter(request__outcome__kind__in=GIVEN).select_related("request__organisation"):
        remind(question, now)


@transaction.atomic
def ask(request, now):
    question, is_new = HelpQuestion.objects.get_or_create(request=request, defaults={"asked_at": now})
    if is_new:
        send(question, ASKED)


@transaction.atomic
def remind(question, now):
    question = HelpQuestion.objects.select_for_update().select_related("request").get(pk=question.pk)
    if question.reminded_at is None and question.answered_at is None:
        question.reminded_at = now
        save(question, None)
        send(question, REMINDED)


def send(question, occasion):
    for recipient in addressees(question.request):
        post_when_due(f"{KEY}{question.pk}:{occasion}", recipient)


@transaction.atomic
def answer(*, question, answer, text, by=None, person=None):
    """Keep what the requester says; the first answer counts, and another one is refused with its day."""
    question = HelpQuestion.objects.select_for_update().get(pk=question.pk)
    if question.answered_at:
        raise ValidationError(
            _("This was answered already, on %(day)s. Write to the secretariat to add to it.")
            % {"day": f"{question.answered_at:%Y-%m-%d}"}
        )
    question.answer, question.text = answer, text.strip()
    question.answered_at, question.person = timezone.now(), person
    return save(question, by)
