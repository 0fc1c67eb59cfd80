"""Atom as the portal writes it."""

from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language

# When the Process began: an empty feed must not look new each time it is asked for.
BEGINNING = datetime(2003, 1, 1, tzinfo=UTC)


class Feed(Atom1Feed):
    """Atom, with the newest change of its entries as its own, and with the language of an entry that is in another one."""

    def latest_post_date(self):
        return max((item["updateddate"] for item in self.items), default=BEGINNING)

    def item_attributes(self, item):
        language = item.get("entry_language")
        return super().item_attributes(item) | ({"xml:lang": language} if language else {})


def tag(name):
    """An identifier that stays, whatever happens to addresses (RFC 4151): this site's name as of 2026, record and language."""
    return f"tag:{urlsplit(settings.SITE_URL).hostname},2026:{name}/{get_language()}"
