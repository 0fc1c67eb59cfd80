"""The titles of a topic: those that it had before, and who may give it another one."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from asm_portal.models import User
from communications.models import Topic


@dataclass(frozen=True)
class EarlierTitle:
    """A title that a topic had until somebody gave it another one."""

    title: str
    until: datetime
    by: User


def earlier_titles(topic):
    """The titles that a topic had before, the last one first."""
    rows = topic.history.select_related("history_user__person").order_by("history_date", "history_id")
    changes = [(before.title, row) for before, row in pairwise(rows) if before.title != row.title]
    return [EarlierTitle(title, row.history_date, row.history_user) for title, row in reversed(changes)]


def renamed_by(user):
    """The topics that the reader may rename: who began one, who leads its body, and the secretariat."""
    topics = Topic.objects.visible_to(user)
    return topics.filter(opened_by=user.pk) | topics.editable_by(user)
