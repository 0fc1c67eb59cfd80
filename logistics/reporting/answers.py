"""The mail that brings an answer: what was decided on more time or an excuse, and what was answered to a contested standing."""

from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from asm_portal.models import User
from asm_portal.post import post
from asm_portal.templatetags.portal import date_words
from logistics.follow_up.owners import reader_of
from logistics.models import Contest, Excuse
from logistics.reporting.duties import duty_url
from logistics.reporting.owners import contacts_of


@dataclass(frozen=True)
class Asked:
    """The key of the mail that answers, who wrote what is answered, and who answered it."""

    key: str
    by: User
    answered_by: User
    text: str


OUTCOMES = {
    Contest.Outcome.CORRECTED: lambda: _("It has been corrected."),
    Contest.Outcome.STANDS: lambda: _("It stands as it was."),
}


def tell_excuse(excuse, answer):
    """Tell how a request stands now: granted, refused or ended."""
    asked = Asked(f"excuse:{excuse.pk}:{excuse.state}", excuse.requested_by, excuse.decided_by, excuse.reason)
    tell(excuse, asked, lambda: words_of(excuse), answer)


def tell_contest(contest):
    """Tell what was answered to a contested standing."""
    asked = Asked(f"contest:{contest.pk}", contest.contested_by, contest.settled_by, contest.text)
    tell(contest, asked, OUTCOMES[contest.outcome], contest.answer)


def words_of(excuse):
    """How it stands, in the language that is active."""
    if excuse.state == Excuse.State.ENDED:
        return _("What was granted holds no longer: the report is due as the rule says.")
    if excuse.state == Excuse.State.REFUSED:
        return _("Not granted.")
    if excuse.until:
        return _("Granted until %(day)s.") % {"day": date_words(excuse.until)}
    return _("Granted.")


def tell(row, asked, outcome, answer):
    """One mail to each of those whom it concerns, in their own language."""
    for person in people_told(row, asked):
        with translation.override(person.preferred_language):
            context = {
                "report": str(row.period),
                "owner": str(row.owner),
                "outcome": outcome(),
                "url": settings.SITE_URL + duty_url("report-detail", row.period, row.owner),
            }
        post(asked.key, person, "report_answer", context | {"asked": asked.text, "answer": answer})


def people_told(row, asked):
    """The contacts of the owner and, unless they answered it themselves, whoever asked; of them, who may know of it today."""
    people = contacts_of(row.owner, row.period.obligation)
    if asked.by != asked.answered_by and asked.by.person.primary_email:
        people = [*people, asked.by.person]
    known = type(row).objects.filter(pk=row.pk)
    return [person for person in dict.fromkeys(people) if known.visible_to(reader_of(person)).exists()]
