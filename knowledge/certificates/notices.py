"""Notices of false certificates: published to their audience, or taken back to a draft where they were wrong."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from knowledge.actions import save
from knowledge.models import FraudNotice, SuspectReport

State = FraudNotice.State


@transaction.atomic
def publish(*, notice, by):
    """Its audience reads it from now on; raises ValidationError where it says nothing yet, or would tell the claimed issuer of a
    case before it was decided to tell it."""
    if SuspectReport.objects.select_for_update().filter(notice=notice, issuer_told_at=None).exists():
        raise ValidationError(_("The claimed issuer does not know of the case yet: tell it first."))
    if not (notice.words_en or notice.words_fr):
        raise ValidationError(_("Write the words of the notice first: they are what its audience reads."))
    notice.state = State.PUBLISHED
    return save(notice, by)


def take_back(*, notice, by):
    notice.state = State.DRAFT
    return save(notice, by)
