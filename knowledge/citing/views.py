"""The page to print and the page to cite of a document; both are there for whom the document is."""

from django.http import HttpResponse
from django.views.generic import DetailView

from asm_portal.access import PublicMixin
from asm_portal.dated import today
from knowledge.citing.formats import bibtex, citation, permalink, ris
from knowledge.citing.qr import picture
from knowledge.models import Document
from knowledge.relations import text_in_force


class AboutDocument(PublicMixin, DetailView):
    """A page about a document. Of a withdrawn one it answers 410, as the document itself does."""

    model = Document
    slug_field = slug_url_kwarg = "reference"

    def get_queryset(self):
        return super().get_queryset().for_display(self.request.user)

    @property
    def status(self):
        return 410 if self.object.state == Document.State.WITHDRAWN else 200

    def render_to_response(self, context, **kwargs):
        return super().render_to_response(context, status=self.status, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            is_withdrawn=self.object.state == Document.State.WITHDRAWN,
            permalink=permalink(self.object),
            in_force=text_in_force(self.object, self.request.user),
            today=today(),
            **kwargs,
        )


class Print(AboutDocument):
    """One sheet that tells a paper copy apart: what it is, whether it still stands, and the fingerprints of its files."""

    template_name = "knowledge/citing/print.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(qr=picture(permalink(self.object)), **kwargs)


class Cite(AboutDocument):
    """A citation to copy, and the same for reference managers."""

    template_name = "knowledge/citing/cite.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(citation=citation(self.object), **kwargs)


class Download(AboutDocument):
    """A citation as a file."""

    def render_to_response(self, context, **kwargs):
        response = HttpResponse(
            self.write(self.object), content_type=f"{self.media_type}; charset=utf-8", status=self.status
        )
        name = f"{self.object.reference}.{self.extension}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


class Bibtex(Download):
    """For BibTeX and what reads it."""

    write, media_type, extension = staticmethod(bibtex), "application/x-bibtex", "bib"


class Ris(Download):
    """For reference managers that read RIS."""

    write, media_type, extension = staticmethod(ris), "application/x-research-info-systems", "ris"
