"""How an enquiry ends without an answer, is taken up again, and what is forgotten of it."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from asm_portal.areas import AssistanceAsked, areas
from asm_portal.post import forget
from communications.enquiries.drafting import held_open
from communications.enquiries.links import key_of_mails, mails_of
from communications.models import Enquiry, EnquiryMessage
from knowledge.actions import save

Outcome = Enquiry.Outcome


@transaction.atomic
def close_enquiry(*, enquiry, outcome, by, remark="", duplicate_of=None):
    """Close without an answer: withdrawn, asked twice (of which other enquiry) or spam. Raises ValidationError."""
    enquiry = held_open(enquiry)
    if duplicate_of and duplicate_of.pk == enquiry.pk:
        raise ValidationError({"duplicate_of": _("This is the enquiry itself. Give the other one.")})
    return finish(enquiry, outcome, by, remark=remark.strip(), duplicate_of=duplicate_of)


def finish(enquiry, outcome, by, **facts):
    enquiry.outcome, enquiry.closed_at = outcome, timezone.now()
    for name, value in facts.items():
        setattr(enquiry, name, value)
    enquiry.full_clean()
    return save(enquiry, by)


@transaction.atomic
def convert(*, enquiry, by):
    """Hand an enquiry on as a request for assistance (mandate 4a); returns the record that took it."""
    enquiry = held_open(enquiry)
    asked = AssistanceAsked(
        name=enquiry.asker.name, email=enquiry.asker.email, language=enquiry.language, text=enquiry.question,
        origin=enquiry.reference,
    )  # fmt: skip
    taken = next((record for area in areas() if (record := area.take_request(asked, by))), None)
    if taken is None:
        raise ValidationError(_("No part of the portal takes requests for assistance. Nothing was changed."))
    finish(enquiry, Outcome.CONVERTED, by, converted_to=taken.reference)
    return taken


@transaction.atomic
def reopen(*, enquiry, by):
    """Take up a closed enquiry again; it waits since the first message that nobody had read, else from now on. One that became a
    request for assistance goes on there."""
    enquiry = Enquiry.objects.select_for_update().get(pk=enquiry.pk)
    if enquiry.is_open or enquiry.outcome == Outcome.CONVERTED:
        raise ValidationError(_("This enquiry is open already, or goes on as a request for assistance."))
    if enquiry.asker is None:
        raise ValidationError(_("Who asked is forgotten, so there is nobody to answer."))
    unread = enquiry.messages.filter(seen_at=None).order_by("at").first()
    enquiry.waiting_since = unread.at if unread else timezone.now()
    enquiry.outcome, enquiry.closed_at, enquiry.remark, enquiry.duplicate_of = "", None, "", None
    return save(enquiry, by)


def forget_enquirers(now):
    """Delete who asked, what they wrote later and what was noted about it, ENQUIRER_DATA_DAYS after the end; the question and the
    answer stay without a name. Not before what came in was read."""
    before = now - timedelta(days=settings.ENQUIRER_DATA_DAYS)
    unread = EnquiryMessage.objects.filter(seen_at=None).values("enquiry")
    over = Enquiry.objects.filter(closed_at__lt=before, enquirer__isnull=False).exclude(pk__in=unread)
    for enquiry in over.select_related("enquirer"):
        forget_enquirer(enquiry)


@transaction.atomic
def forget_enquirer(enquiry):
    for address in set(mails_of(enquiry).values_list("address", flat=True)):
        forget(address, key_of_mails(enquiry.pk))
    enquiry.messages.all().delete()
    enquiry.notes.all().delete()
    enquiry.asker.delete()
