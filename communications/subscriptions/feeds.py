"""What is new among public texts as Atom feeds, one per kind and language."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import View

from asm_portal.access import PublicMixin
from asm_portal.feeds import Feed, tag
from asm_portal.middleware import SHARED
from communications.models import PublicKind
from communications.subscriptions.kinds import public_texts
from knowledge.finding import Documents
from knowledge.models import Revision

NEWEST = 30


class KindFeedView(PublicMixin, View):
    """The newest public texts of a kind; the same for everyone, whoever asks, so that caches may keep it."""

    def get(self, request, kind):
        if kind not in PublicKind:
            raise Http404
        label = PublicKind(kind).label
        feed = Feed(
            title=_("Kimberley Process: %(kind)s") % {"kind": label},
            link=settings.SITE_URL + reverse("knowledge:document-list"),
            description="",
            language=get_language(),
            subtitle=_("New public texts, as they are published"),
            feed_url=settings.SITE_URL + request.path,
            feed_guid=tag(f"feed/{kind}"),
            author_name=_(settings.OPERATOR_NAME),
        )
        for document, appeared_at in newest(kind):
            feed.add_item(**entry(document, appeared_at))
        return HttpResponse(
            feed.writeString("utf-8"), content_type=feed.content_type, headers={"Cache-Control": SHARED}
        )


def newest(kind):
    """(document, instant from which everybody could read it as it is) of the newest that hold a text."""
    source = Documents()
    held = public_texts([kind]).filter(pk__in=Revision.objects.released().values("document"))
    rows = source.since(held).order_by("-appeared_at", "-pk").values_list("pk", "appeared_at")[:NEWEST]
    appeared = dict(rows)
    documents = source.shown(public_texts([kind]).filter(pk__in=list(appeared)), AnonymousUser())
    by_key = {document.pk: document for document in documents}
    return [(by_key[pk], at) for pk, at in appeared.items() if pk in by_key]


def entry(document, appeared_at):
    title, language = Documents().titled(document)
    return {
        "title": title,
        "link": settings.SITE_URL + document.get_absolute_url(),
        "description": escape(Documents().detail(document)),
        "unique_id": tag(document.reference),
        "pubdate": appeared_at,
        "updateddate": appeared_at,
        "entry_language": language,
    }
