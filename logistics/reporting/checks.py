"""Whether a file can be the report that it is sent as."""

import logging
import re
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from asm_portal.templatetags.portal import date_words
from asm_portal.uploads import examine
from knowledge.extraction import READERS
from logistics.models import Obligation, Submission, of_owner

log = logging.getLogger(__name__)
YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
# A report says on its first page, or in its name, which year it is about.
FIRST_PAGE = 1500
# Years that a report can be mistaken for; others are those of laws and decisions that it cites.
NEAR = 5


def take_in(record, file):
    """Put an examined file into a draft, in the place of the one before; raises Refused with the reason."""
    facts = examine(file)
    forget_file(record)
    record.file, record.filename = file, PurePosixPath(file.name).name[-200:]
    record.media_type, record.extension = facts.media_type, facts.extension
    record.size, record.sha256 = facts.size, facts.sha256


def forget_file(record):
    """Delete the stored file of a draft once this is written."""
    if record.file and record.pk:
        storage, name = record.file.storage, record.file.name
        transaction.on_commit(lambda: storage.delete(name))


def require_ready(draft):
    """Raise ValidationError, field by field, where the file cannot be this report, or something is still to be entered."""
    if draft.file:
        refuse_other_report(draft.period, draft.owner, draft.sha256)
    missing = {}
    if not draft.file:
        missing["file"] = _("Choose the file of the report.")
    if not draft.language:
        missing["language"] = _("Choose the language of the report.")
    if not draft.contacts_right:
        missing["contacts_right"] = _("Say that the contacts are right, or correct them first.")
    if not draft.is_declared:
        missing["is_declared"] = _("A report is sent with this declaration.")
    if draft.other_year and not draft.is_year_confirmed:
        missing["is_year_confirmed"] = wrong_year_words(draft.period, draft.other_year)
    if missing:
        raise ValidationError(missing)


def refuse_other_report(period, owner, sha256):
    """Raise ValidationError where exactly this file was sent already: as the version that stands, or for another period."""
    rows = Submission.objects.standing().filter(sha256=sha256, **of_owner(owner)).select_related("period__obligation")
    for row in rows.order_by("-number"):
        if row.period_id != period.pk:
            raise ValidationError(
                {
                    "file": _(
                        "You sent exactly this file already as “%(report)s” (receipt %(reference)s). Choose the file of"
                        " “%(wanted)s”."
                    )
                    % {"report": row.period, "reference": row.reference, "wanted": period}
                }
            )
    newest = Submission.objects.standing().filter(period=period, **of_owner(owner)).order_by("-number").first()
    if newest and newest.sha256 == sha256:
        raise ValidationError(
            {
                "file": _(
                    "This file is the same as version %(number)s, received on %(day)s (receipt %(reference)s). There is"
                    " nothing to send."
                )
                % {"number": newest.number, "day": date_words(newest.received_on), "reference": newest.reference}
            }
        )


def other_year(draft, file):
    """The year other than its own that the file of a yearly report names first, in its name or on its first page; None where
    both name its own first, or none at all."""
    if draft.period.obligation.frequency != Obligation.Frequency.YEARLY:
        return None
    year = draft.period.year
    for text in (draft.filename, first_words(draft.extension, file)):
        near = [found for found in map(int, YEAR.findall(text)) if abs(found - year) <= NEAR]
        if near and near[0] != year:
            return near[0]
    return None


def first_words(extension, file):
    """What can be read at the beginning of a file; "" where its format has no words, or they cannot be read."""
    text = ""
    file.seek(0)
    try:
        for piece in READERS[extension](file) if extension in READERS else ():
            text += f"{piece}\n"
            if len(text) >= FIRST_PAGE:
                break
    except Exception as problem:  # what a file holds is no reason to refuse it
        log.info("the first page of a %s cannot be read: %r", extension, problem)
    file.seek(0)
    return text[:FIRST_PAGE]


def wrong_year_words(period, other):
    return _(
        "The file speaks of %(other)s first, in its name or on its first page. Choose the report on %(year)s, or say that this is"
        " the right file."
    ) % {"other": other, "year": period.year}
