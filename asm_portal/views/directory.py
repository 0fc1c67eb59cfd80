"""The directory of people, for those signed in: a page to search, files, and one page to print."""

from django.http import Http404
from django.utils.translation import gettext as _
from django.views.generic import ListView, TemplateView, View

from asm_portal.dated import today
from asm_portal.directory import everybody, facets, holding, of_organisation, speaking
from asm_portal.exports import contact_sheet, download, vcard
from asm_portal.register import alphabetical

PER_PAGE = 25
LONGEST_QUERY = 200


class DirectoryMixin:
    """The contacts that the reader may know of, narrowed by the query: `q`, `organisation`, `language`."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.text = request.GET.get("q", "")[:LONGEST_QUERY].strip()
        self.code = request.GET.get("organisation", "")
        self.languages = set(request.GET.getlist("language"))

    def matching(self):
        """Those that hold the words that were typed, before the filters."""
        return holding(everybody(self.request.user), self.text)

    def found(self):
        return speaking(of_organisation(self.matching(), self.code), self.languages)


class DirectoryList(DirectoryMixin, ListView):
    """The directory; what it lists has passed `visible_to` in `everybody`."""

    template_name = "directory/list.html"
    context_object_name = "contacts"
    paginate_by = PER_PAGE

    def get_queryset(self):
        self.known = self.matching()
        return speaking(of_organisation(self.known, self.code), self.languages)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            title=_("Directory"),
            facets=facets(self.known, self.languages, self.code),
            query=self.text,
            count=len(self.object_list),
            is_narrowed=bool(self.text or self.code or self.languages),
            **kwargs,
        )


class DirectoryPrint(DirectoryMixin, TemplateView):
    """Everybody who was found on one page, by organisation, in few bytes."""

    template_name = "directory/print.html"

    def get_context_data(self, **kwargs):
        together = {}
        found = self.found()
        for contact in found:
            together.setdefault(contact.organisation, []).append(contact)
        groups = sorted(together.items(), key=lambda pair: alphabetical(pair[0].name))
        return super().get_context_data(title=_("Directory"), groups=groups, count=len(found), today=today(), **kwargs)


class DirectoryFile(DirectoryMixin, View):
    """The contacts that were found, as a file."""

    def get(self, request, **kwargs):
        return self.written(self.found())


class DirectorySheet(DirectoryFile):
    """For a spreadsheet."""

    def written(self, contacts):
        return download(contact_sheet(contacts), "text/csv", "directory.csv")


class DirectoryCards(DirectoryFile):
    """For an address book: all that were found, or the one that the address names."""

    def written(self, contacts):
        if uid := self.kwargs.get("uid"):
            contacts = [contact for contact in contacts if contact.uid == uid]
            if not contacts:
                raise Http404
        return download("".join(map(vcard, contacts)), "text/vcard", "directory.vcf")
