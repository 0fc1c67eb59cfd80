"""“Did it help?”: asked once, some months after the outcome; reminded of once; answered once. While the requester contests the
outcome, nobody asks: what it was is not settled yet."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from asm_portal.post import post_when_due
from asm_portal.templatetags.portal import date_words
from assistance.models import AssistanceRequest, Contest, HelpQuestion, Outcome
from assistance.models.outcomes import GIVEN
from assistance.requests.people import addressees
from knowledge.actions import save

KEY = "assistance:help:"
ASKED, REMINDED = "asked", "reminded"


def settled(rows):
    """Outcomes or questions of cases in which no contest waits for its answer."""
    return rows.exclude(Exists(Contest.objects.filter(request=OuterRef("request"), answered_at=None)))


def waiting(questions):
    """Those that wait for an answer."""
    return settled(questions.filter(answered_at=None, request__outcome__kind__in=GIVEN))


def due(now):
    """Ask where the time has come, and remind those who have not answered."""
    for outcome in settled(ripe(now)).select_related("request"):
        ask(outcome.request, now)
    silent = now - timedelta(days=settings.ASSISTANCE_HELP_REMINDER_DAYS)
    for question in waiting(HelpQuestion.objects.filter(reminded_at=None, asked_at__lte=silent)):
        remind(question, now)


def ripe(now):
    """The outcomes old enough to ask about, of which nobody was asked."""
    asked_of = now - timedelta(days=settings.ASSISTANCE_HELP_QUESTION_DAYS)
    return Outcome.objects.filter(kind__in=GIVEN, at__lte=asked_of, request__help_question=None)


@transaction.atomic
def ask(request, now):
    AssistanceRequest.objects.select_for_update().get(pk=request.pk)
    if settled(ripe(now)).filter(request=request).exists():
        send(save(HelpQuestion(request=request, asked_at=now), None), ASKED)


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
            _("This question was answered on %(day)s. To add something, write to the secretariat.")
            % {"day": date_words(question.answered_at)}
        )
    question.answer, question.text = answer, text.strip()
    question.answered_at, question.person = timezone.now(), person
    return save(question, by)
