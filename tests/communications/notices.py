"""Notices as the tests write and send them."""

from datetime import timedelta

from django.utils import timezone

from asm_portal.visibility import Audience
from communications.models import Notice
from communications.notices import actions
from communications.notices.content import content_of
from knowledge.text_approvals import digest

TEXTS = {"en": ("The rooms are changed", "We meet in **room two**."), "fr": ("Autres salles", "Salle **deux**.")}
NOTHING = {"audience": "", "body": None, "office": None, "organisation": None}
PARTICIPANTS = NOTHING | {"audience": Audience.PARTICIPANTS}
PROCESS = NOTHING | {"audience": Audience.PROCESS}


def to(**column):
    """The columns of one recipient."""
    return NOTHING | column


def draft(cast, *recipients, texts=TEXTS, documents=(), days=7, **facts):
    """A draft of the secretariat, to be confirmed in a week."""
    confirm_by = timezone.now() + timedelta(days=days) if days else None
    notice = Notice(confirm_by=confirm_by, **facts)
    return actions.write_notice(
        notice=notice, texts=texts, recipients=recipients or [PARTICIPANTS], documents=documents, by=cast.secretary
    )


def seen(notice):
    """The digest of what a page shows of the notice now."""
    return digest(content_of(notice))


def submitted(cast, *recipients, **facts):
    notice = draft(cast, *recipients, **facts)
    return actions.submit_notice(notice=notice, seen=seen(notice), by=cast.secretary)


def approved(cast, *recipients, **facts):
    notice = submitted(cast, *recipients, **facts)
    return actions.approve_notice(notice=notice, seen=seen(notice), by=cast.kp_chair)


def sent(cast, *recipients, **facts):
    """Handed to the background, which has yet to write to anybody."""
    notice = approved(cast, *recipients, **facts)
    return actions.send_notice(notice=notice, seen=seen(notice), by=cast.secretary)
