"""The search: one page over everything that the reader may know of, and what is new in a search as a feed."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from asm_portal.access import PublicMixin
from asm_portal.feeds import Feed, tag
from asm_portal.middleware import SHARED
from asm_portal.searching.news import newest
from asm_portal.searching.results import Results
from asm_portal.searching.spelling import suggestion


class ResultsView(PublicMixin, TemplateView):
    """A page of results with its filters."""

    results_class = Results

    def get_context_data(self, **kwargs):
        results = self.results_class(self.request.GET, self.request.user)
        if results.is_asked:
            kwargs |= self.answer(results)
        return super().get_context_data(results=results, query=results.text, **kwargs)

    def answer(self, results):
        paginator = results.page.paginator
        return {
            "page_obj": results.page,
            "facets": results.facets,
            "found": self.counted(paginator.count) % {"count": paginator.shown_count},
            "suggestion": suggestion(results),
        }

    def counted(self, count):
        return ngettext("%(count)s result", "%(count)s results", count)


class SearchView(ResultsView):
    """The search over everything: documents, Participants and Observers, bodies, and people for those who may reach them."""

    template_name = "search/search.html"


class SearchFeedView(PublicMixin, View):
    """What anyone may know of that answers a search, the newest first; the same for everyone, so that caches may keep it."""

    def get(self, request):
        results = Results(request.GET, AnonymousUser())
        query = results.canonical
        page = settings.SITE_URL + reverse("search") + (f"?{query}" if query else "")
        feed = Feed(
            title=_("Search of the Kimberley Process") + (f"{_(':')} {results.text}" if results.text else ""),
            link=page,
            description="",
            language=get_language(),
            subtitle=_("What is new among the public results of a search"),
            feed_url=settings.SITE_URL + request.path + (f"?{query}" if query else ""),
            feed_guid=tag(f"search?{query}"),
            author_name=_(settings.OPERATOR_NAME),
        )
        for item in newest(results):
            feed.add_item(
                title=item.title,
                link=item.url,
                description=escape(item.detail),
                unique_id=tag(item.identifier),
                pubdate=item.appeared_at,
                updateddate=item.appeared_at,
                entry_language=item.language,
            )
        return HttpResponse(
            feed.writeString("utf-8"), content_type=feed.content_type, headers={"Cache-Control": SHARED}
        )
