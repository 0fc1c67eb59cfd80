"""Pages of the archive: the library, a document, the decisions, the glossary, and the files themselves."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, F
from django.db.models.functions import ExtractYear
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.generic import DetailView, ListView, RedirectView

from asm_portal.access import PublicMixin
from asm_portal.areas import areas
from asm_portal.dated import OnDayMixin
from asm_portal.explain import why_visible
from asm_portal.files import serve
from asm_portal.register import alphabetical
from asm_portal.visibility import standing_of
from knowledge.library import Choice, Facet, Library, year_or_none
from knowledge.models import Document, GlossaryTerm, Rendition, Revision
from knowledge.reading import reading
from knowledge.relations import in_force_on, relations, text_in_force
from knowledge.topics import TOPICS, topic_name


class DocumentList(PublicMixin, ListView):
    """The library: everything the reader may know of, newest first, or by relevance where words are looked for."""

    model = Document
    template_name = "knowledge/document_list.html"

    def get_queryset(self):
        self.library = Library(self.request.GET, super().get_queryset().listed(), self.request.user)
        return self.library.page()

    def get_context_data(self, **kwargs):
        page = self.object_list
        facets = self.library.facets()
        return super().get_context_data(
            page_obj=page,
            rows=self.library.rows(page.object_list),
            facets=facets,
            is_filtered=any(choice.selected for facet in facets for choice in facet.choices),
            query=self.library.text,
            is_by_relevance=self.library.is_by_relevance,
            found=ngettext("%(count)s document", "%(count)s documents", page.paginator.count)
            % {"count": page.paginator.shown_count},
            **kwargs,
        )


class DocumentDetail(PublicMixin, DetailView):
    """A document: its text, its files, what it did to others and others to it. A withdrawn one answers 410 with a tombstone."""

    model = Document
    slug_field = slug_url_kwarg = "reference"

    def get_queryset(self):
        found = super().get_queryset().for_display(self.request.user)
        return found.select_related("audience_body", "audience_organisation")

    def get(self, request, *args, **kwargs):
        self.object = self.get_object()
        elsewhere = canonical_page(self.object)
        if elsewhere and elsewhere != request.path:
            query = request.META.get("QUERY_STRING", "")
            return redirect(f"{elsewhere}?{query}" if query else elsewhere)
        status = 410 if self.object.state == Document.State.WITHDRAWN else 200
        return self.render_to_response(self.get_context_data(object=self.object), status=status)

    def get_context_data(self, **kwargs):
        document, user = self.object, self.request.user
        is_withdrawn = document.state == Document.State.WITHDRAWN
        path = reverse("permalink", args=[document.reference])
        return super().get_context_data(
            is_withdrawn=is_withdrawn,
            reading=None if is_withdrawn else reading(document, self.request.GET.get("text", "")),
            relations=relations(document, user),
            in_force=text_in_force(document, user),
            drafts=Revision.objects.visible_to(user).filter(document=document, released_at=None),
            why=why_visible(document, standing_of(user)),
            permalink=settings.SITE_URL + path,
            **kwargs,
        )


def canonical_page(document):
    """The address of the page that another task gives the document, "" where this is its page."""
    return next((url for area in areas() if (url := area.url_for(document))), "")


class DecisionList(OnDayMixin, PublicMixin, ListView):
    """The decisions: all of them, by year and topic, or with `?on=` those in force on a day."""

    model = Document
    template_name = "knowledge/decision_list.html"

    def get_queryset(self):
        self.everything = super().get_queryset().filter(decision__isnull=False, state=Document.State.FINAL)
        rows = self.narrowed(self.chosen())
        if self.asked_day:
            rows = in_force_on(self.everything, self.request.user, self.asked_day)
        return rows.for_display(self.request.user)

    def chosen(self):
        """Lookup → value."""
        year, topic = year_or_none(self.request.GET.get("adopted", "")), self.request.GET.get("topic", "")
        known = {"date__year": year, "decision__topic": topic if topic in TOPICS else ""}
        return {lookup: value for lookup, value in known.items() if value}

    def narrowed(self, chosen):
        return self.everything.filter(**chosen)

    def facets(self):
        """A year and a topic, each counted under the choice of the other."""
        chosen = self.chosen()
        for name, label, lookup, column, words in (
            ("adopted", _("Year of adoption"), "date__year", ExtractYear("date"), str),
            ("topic", _("Topic"), "decision__topic", F("decision__topic"), topic_name),
        ):
            others = {other: value for other, value in chosen.items() if other != lookup}
            counts = self.narrowed(others).order_by().values_list(column).annotate(Count("pk"))
            choices = [
                Choice(str(value), words(value), count, value == chosen.get(lookup)) for value, count in counts if value
            ]
            order = sorted(choices, key=lambda choice: choice.label, reverse=name == "adopted")
            yield Facet(name, label, order, is_select=True)

    def get_context_data(self, **kwargs):
        facets = [] if self.asked_day else list(self.facets())
        is_filtered = any(choice.selected for facet in facets for choice in facet.choices)
        return super().get_context_data(facets=facets, is_filtered=is_filtered, **kwargs)


class Permalink(PublicMixin, RedirectView):
    """The address that is printed: leads to the document in the reader's language, whether or not there is such a document."""

    pattern_name = "knowledge:document-detail"


class FileView(PublicMixin, DetailView):
    """The file of a rendition. Those of a withdrawn document are no longer given out."""

    model = Rendition

    def get_object(self, queryset=None):
        asked = self.kwargs
        rows = self.get_queryset().select_related("revision__document").exclude(file="")
        found = rows.filter(
            revision__document__reference=asked["reference"],
            revision__number=asked["number"],
            language=asked["language"],
            role=asked["role"],
            extension=asked["extension"],
        )
        if rendition := found.exclude(revision__document__state=Document.State.WITHDRAWN).first():
            return rendition
        raise Http404

    def get(self, request, *args, **kwargs):
        rendition = self.get_object()
        return serve(
            request,
            file=rendition.file,
            filename=rendition.filename,
            media_type=rendition.media_type,
            sha256=rendition.sha256,
            is_public=Rendition.objects.visible_to(AnonymousUser()).filter(pk=rendition.pk).exists(),
        )


class Glossary(PublicMixin, ListView):
    """The words of the Process in its languages, in the order of the reader's."""

    model = GlossaryTerm
    template_name = "knowledge/glossaryterm_list.html"
    context_object_name = "glossaryterm_list"

    def get_queryset(self):
        field = "term_fr" if get_language() == "fr" else "term_en"
        return sorted(super().get_queryset(), key=lambda term: alphabetical(getattr(term, field)))
