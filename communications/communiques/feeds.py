"""New communiqués as an Atom feed, one per language."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import View

from asm_portal.access import PublicMixin
from asm_portal.feeds import Feed, tag
from asm_portal.middleware import SHARED
from asm_portal.templatetags.portal import date_words, own_name
from communications.communiques.chairs import name_chairs
from communications.models import Communique

NEWEST = 30


class CommuniqueFeedView(PublicMixin, View):
    """The newest public communiqués; the same for everyone, whoever asks, so that caches may keep it."""

    def get(self, request):
        anyone = AnonymousUser()
        published = Communique.objects.visible_to(anyone).listed().filter(published_at__isnull=False)
        newest = published.with_chair().for_display(anyone).order_by("-published_at", "-pk")[:NEWEST]
        found = name_chairs(newest, anyone)
        home = settings.SITE_URL + reverse("communications:communique-list")
        feed = Feed(
            title=_("Communiqués of the Kimberley Process"),
            link=home,
            description="",
            language=get_language(),
            subtitle=_("New communiqués, as they are published"),
            feed_url=settings.SITE_URL + request.path,
            feed_guid=tag("communiques"),
            author_name=_("Chair of the Kimberley Process"),
        )
        for communique in found:
            document = communique.document
            feed.add_item(
                title=document.title,
                link=settings.SITE_URL + communique.get_absolute_url(),
                description=escape(summary(document, communique.chair_name)),
                unique_id=tag(document.reference),
                pubdate=communique.published_at,
                updateddate=last_change(communique),
            )
        return HttpResponse(
            feed.writeString("utf-8"), content_type=feed.content_type, headers={"Cache-Control": SHARED}
        )


def last_change(communique):
    """When it was published, or last corrected."""
    released = [revision.released_at for revision in communique.document.released_revisions]
    return max([communique.published_at, *released])


def summary(document, chair):
    """Day, Chair and languages, in words."""
    languages = {rendition.language: own_name(rendition.language) for rendition in document.renditions}
    parts = [
        date_words(document.date, document.date_precision),
        _("Issued under the Chair of: %(chair)s") % {"chair": chair} if chair else "",
        _("In: %(languages)s") % {"languages": ", ".join(languages.values())} if languages else "",
    ]
    return ". ".join(filter(None, parts)) + "."
