"""Pages of the archive: the library, a document and its history, the glossary, and the files themselves."""

from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language, ngettext
from django.views.generic import DetailView, ListView, RedirectView

from asm_portal.access import PublicMixin
from asm_portal.areas import areas, gather
from asm_portal.explain import why_visible
from asm_portal.files import serve
from asm_portal.register import alphabetical
from asm_portal.views.search import ResultsView
from asm_portal.visibility import standing_of
from knowledge.audiences import in_words
from knowledge.chains import OF_A_RULE, history
from knowledge.citing.formats import citation, permalink
from knowledge.library import Library
from knowledge.minutes.pages import approvals_shown, doors
from knowledge.models import Document, DocumentImage, GlossaryTerm, Rendition, Revision
from knowledge.reading import reading
from knowledge.readings import note_download, note_page
from knowledge.relations import relations, text_in_force
from knowledge.reports import approving
from knowledge.structured import structured


class DocumentList(ResultsView):
    """The library: everything the reader may know of, newest first, or by relevance where words are looked for."""

    template_name = "knowledge/document_list.html"
    results_class = Library

    def counted(self, count):
        return ngettext("%(count)s document", "%(count)s documents", count)


class DocumentPage(DetailView):
    """A document as a page: its text, its files, what it did to others and others to it."""

    model = Document
    slug_field = slug_url_kwarg = "reference"

    @property
    def reader(self):
        """For whom the page is made."""
        return self.request.user

    def get_context_data(self, **kwargs):
        document, user = self.object, self.reader
        is_withdrawn = document.state == Document.State.WITHDRAWN
        related = relations(document, user)
        return super().get_context_data(
            is_withdrawn=is_withdrawn,
            reading=None if is_withdrawn else reading(document, self.request.GET.get("text", "")),
            relations=related,
            has_history=any(relation.link.kind in OF_A_RULE for relation in related),
            in_force=text_in_force(document, user),
            drafts=Revision.objects.visible_to(user).filter(document=document, released_at=None),
            why=why_visible(document, standing_of(user)),
            doors=[*doors(document, user), *approving.doors(document, user)],
            readers_after=in_words(document) if document.is_embargoed else "",
            approvals=approvals_shown(document),
            permalink=permalink(document),
            citation=citation(document),
            structured=structured(document, self.request.path),
            panels=gather("on_document", document, user),
            **kwargs,
        )


class DocumentDetail(PublicMixin, DocumentPage):
    """The page of a document for whoever may know of it. A withdrawn one answers 410 with a tombstone."""

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
        context = self.get_context_data(object=self.object)
        if context["reading"]:
            note_page(request, self.object, context["reading"].rendition)
        return self.render_to_response(context, status=status)


def canonical_page(document):
    """The address of the page that another task gives the document, "" where this is its page."""
    return next((url for area in areas() if (url := area.url_for(document))), "")


class DocumentHistory(PublicMixin, DetailView):
    """The history of a rule: every text that came before and after a document, with its date and what it did."""

    model = Document
    slug_field = slug_url_kwarg = "reference"
    template_name = "knowledge/document_history.html"

    def get_queryset(self):
        return super().get_queryset().for_display(self.request.user)

    def get_context_data(self, **kwargs):
        return super().get_context_data(versions=history(self.object, self.request.user), **kwargs)


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
        is_public = Rendition.objects.visible_to(AnonymousUser()).filter(pk=rendition.pk).exists()
        response = serve(
            request,
            file=rendition.file,
            filename=rendition.filename,
            media_type=rendition.media_type,
            sha256=rendition.sha256,
            is_public=is_public,
        )
        if not is_public:
            note_download(request, response, rendition)
        return response


class DocumentImageView(PublicMixin, DetailView):
    """A picture in a text. Those of a withdrawn document are no longer given out."""

    model = DocumentImage

    def get_object(self, queryset=None):
        asked = self.kwargs
        rows = self.get_queryset().exclude(document__state=Document.State.WITHDRAWN)
        return get_object_or_404(
            rows, document__reference=asked["reference"], name=asked["name"], extension=asked["extension"]
        )

    def get(self, request, *args, **kwargs):
        image = self.get_object()
        return serve(
            request,
            file=image.file,
            filename=f"{self.kwargs['reference']}-{image.name}.{image.extension}",
            media_type=image.media_type,
            sha256=image.sha256,
            is_public=DocumentImage.objects.visible_to(AnonymousUser()).filter(pk=image.pk).exists(),
        )


class Glossary(PublicMixin, ListView):
    """The words of the Process in its languages, in the order of the reader's."""

    model = GlossaryTerm
    template_name = "knowledge/glossaryterm_list.html"
    context_object_name = "glossaryterm_list"

    def get_queryset(self):
        field = "term_fr" if get_language() == "fr" else "term_en"
        return sorted(super().get_queryset(), key=lambda term: alphabetical(getattr(term, field)))
