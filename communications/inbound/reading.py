"""Reads the mailboxes of the settings. A message is kept first and marked as read afterwards: whatever ends in between, nothing
is lost, and what is read again is known."""

import logging
from collections import Counter

from django.conf import settings
from django.db import IntegrityError

from communications.inbound.actions import forget, keep
from communications.inbound.boxes import MaildirBox, RefusedError, imap_box

log = logging.getLogger(__name__)


def due(now):
    """A duty of the clock; what is to be forgotten does not wait for a mailbox that does not answer."""
    forget(now)
    read_mailboxes()


def read_mailboxes():
    """Read what is unread; how many messages were `attached`, `held`, and `known` before."""
    found = Counter(attached=0, held=0, known=0)
    if settings.INBOUND_MAILDIR and settings.INBOUND_MAILDIR.is_dir():
        read(MaildirBox(settings.INBOUND_MAILDIR), found)
    if settings.INBOUND_IMAP_URL:
        with imap_box(settings.INBOUND_IMAP_URL) as box:
            read(box, found)
    return found


def read(box, found):
    """One that cannot be kept stays unread, and the others are read nevertheless; one that cannot be marked is known next
    time."""
    for incoming in box.unread():
        try:
            mail = keep(incoming)
        except IntegrityError:  # another worker keeps it at this moment
            mail = None
        except Exception:
            log.exception("A message could not be kept: %s", incoming.key)
            continue
        found[mail.state if mail else "known"] += 1
        try:
            box.mark_read(incoming.key)
        except RefusedError:
            log.exception("A message could not be marked as read: %s", incoming.key)
