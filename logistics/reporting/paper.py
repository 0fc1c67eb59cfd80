"""The receipt on paper."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from asm_portal.templatetags.portal import date_words, file_size
from asm_portal.typesetting import pdf


def receipt(submission, language):
    """The receipt as a PDF."""
    with translation.override(language):
        data = {
            "title": _("Receipt %(reference)s") % {"reference": submission.reference},
            "lead": str(submission),
            "rows": rows(submission),
            "check": _("Whoever holds this receipt can check it:"),
            "check_url": settings.SITE_URL + reverse("logistics:receipt-check"),
            "footer": f"{submission.reference} · {settings.SITE_URL}",
        }
    return pdf("report_receipt", data, language=language)


def rows(submission):
    """(label, words) of what was received, in the language of the moment."""
    sent = submission.submitted_at
    found = [
        (_("Report"), str(submission.period)),
        (_("Of"), str(submission.owner)),
        (_("Version"), str(submission.number)),
        (_("Received on"), date_words(submission.received_on)),
        (_("Entered"), _("%(day)s, %(time)s UTC") % {"day": date_words(sent), "time": f"{sent:%H:%M:%S}"}),
        (_("Channel"), submission.get_channel_display()),
    ]
    if submission.sha256:
        found += [(_("File"), f"{submission.filename}, {file_size(submission.size)}"), ("SHA-256", submission.sha256)]
    if submission.is_recalled:
        found.append((_("Recalled on"), date_words(submission.recalled_at)))
    return found
