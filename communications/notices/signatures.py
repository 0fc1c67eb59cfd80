"""A change of signatures prepares a notice to the Participants on the same day: a draft for each authority, which a person checks
and sends. Nothing of the signatures stands in it: they are behind the link, for those who work with certificates."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from asm_portal.models import Organisation
from asm_portal.visibility import Audience
from communications.models import Notice
from communications.models.notice_recipients import TARGETS
from communications.notices.actions import write_notice
from knowledge.models import AuthorisedSignatory, CertificateSpecimen

# Changes of these days are told of, so that a worker that stood still for a weekend misses none.
LOOKED_BACK = timedelta(days=3)
TO_CONFIRM = timedelta(days=7)
LAST_MINUTE = time(23, 59)


def due(now):
    """Prepare the drafts that are missing."""
    changed = changes(now)
    for authority in Organisation.objects.filter(pk__in=changed).with_names():
        if not is_prepared(authority, changed[authority.pk]):
            prepare(authority, now.date())


def changes(now):
    """Authority → since which day a notice is wanted: today, as long as the Participants were not told of a signature published
    or revoked; the day of its publication for a specimen, of which nothing else says whether they were told."""
    since = now - LOOKED_BACK
    specimens = CertificateSpecimen.objects.published().filter(published_at__gte=since).order_by("published_at")
    signatories = AuthorisedSignatory.objects.untold().filter(
        Q(published_at__gte=since) | Q(revoked_on__gte=since.date())
    )
    found = {row.authority_id: row.published_at.date() for row in specimens}
    return found | dict.fromkeys(signatories.values_list("authority", flat=True), now.date())


def is_prepared(authority, day):
    """Whether a notice was prepared since that day; one that is not yet sent will tell of all that changed."""
    notices = Notice.objects.filter(prepared_for=authority)
    return notices.filter(Q(prepared_on__gte=day) | ~Q(state__in=Notice.OUT)).exists()


@transaction.atomic
def prepare(authority, day):
    """The draft of a day for an authority, to be confirmed within a week."""
    deadline = datetime.combine(day + TO_CONFIRM, LAST_MINUTE, ZoneInfo("UTC"))
    notice = Notice(
        prepared_for=authority, prepared_on=day, confirm_by=deadline, is_demonstration=authority.is_demonstration
    )
    recipient = {"audience": Audience.PARTICIPANTS} | dict.fromkeys(TARGETS)
    texts = {code: text_in(code, authority) for code, _name in settings.LANGUAGES}
    write_notice(notice=notice, texts=texts, recipients=[recipient], documents=[], by=None)


def text_in(language, authority):
    """(title, text) of the draft in a language."""
    with translation.override(language):
        url = settings.SITE_URL + reverse("knowledge:certificate-check")
        words = {"authority": authority.name, "url": url}
        title = _("Change of signatures or of the certificate: %(authority)s") % words
        text = (
            _(
                "%(authority)s has changed who may sign its certificates, or what they look like.\n\n"
                "The names, signatures and specimens in force are on the portal, for those who work with certificates:\n\n"
                "<%(url)s>\n\n"
                "Please tell your certificate officers, and confirm that your organisation has received this notice."
            )
            % words
        )
        return title, text
