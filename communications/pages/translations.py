"""The board of translations, as a page and as a sheet, and the page on which a translation is checked."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView, ListView, View

from asm_portal.exports import download, sheet
from asm_portal.templatetags.portal import file_size, own_name
from communications.pages import actions
from communications.pages.board import Board, checks_of
from communications.pages.views import StaffMixin
from knowledge.deciding import Side
from knowledge.minutes.drafting import texts_by_language
from knowledge.models import Document, Rendition


class TranslationBoard(StaffMixin, ListView):
    """Which public texts lack a translation, which have a stale one, and which were checked."""

    template_name = "communications/pages/board.html"
    paginate_by = 50

    @cached_property
    def board(self):
        return Board(self.request.GET, self.request.user)

    def get_queryset(self):
        return self.board.rows()

    def get_context_data(self, **kwargs):
        board = self.board
        return super().get_context_data(
            title=_("Translations"),
            facets=board.facets(),
            languages=board.languages,
            is_filtered=bool(board.part or board.language or board.state),
            year=board.year,
            **kwargs,
        )


class TranslationSheet(StaffMixin, View):
    """The same board for a spreadsheet, a line for each text and language."""

    def get(self, request):
        board = Board(request.GET, request.user)
        head = [
            _("Reference"), _("Title"), _("Kind"), _("Date"), _("Language"), _("State"), _("Follows revision"),
            _("Newest revision"), _("To follow on"), _("Title in this language"), _("Checked by"), _("Checked at (UTC)"),
        ]  # fmt: skip
        rows = [line(row, cell) for row in board.rows() for cell in row.cells if cell.language in board.languages]
        return download(sheet([head, *rows]), "text/csv", f"translations-{board.year}.csv")


def line(row, cell):
    document, check = row.document, cell.check
    return [
        document.reference, document, document.kind, document.date, own_name(cell.language), cell.words, cell.number or "",
        cell.newest, cell.expected_on, _("yes") if cell.has_title else _("no"), check and check.by.person,
        check and f"{check.at:%Y-%m-%d %H:%M}",
    ]  # fmt: skip


class CheckForm(forms.Form):
    """That the text which the page showed (`seen`) was read against the other."""

    seen = forms.CharField(widget=forms.HiddenInput)


class TranslationCheckView(StaffMixin, FormView):
    """A text beside another one of its document, and the button that says that the one says what the other says."""

    form_class = CheckForm
    template_name = "communications/pages/check.html"

    @cached_property
    def document(self):
        known = Document.objects.visible_to(self.request.user).listed().prefetch_related("titles")
        return get_object_or_404(known, reference=self.kwargs["reference"])

    @cached_property
    def texts(self):
        """(the text to check, the one that it is read against); 404 where there are no two."""
        found = texts_by_language(self.document)
        mine = next((text for text in found if text.language == self.kwargs["language"]), None)
        others = sorted((text for text in found if text is not mine), key=leads)
        if mine is None or not others:
            raise Http404
        return mine, others[0]

    def get_initial(self):
        mine, _other = self.texts
        return {"seen": actions.digest(mine.rendition)}

    def form_valid(self, form):
        mine, _other = self.texts
        try:
            actions.check(rendition=mine.rendition, seen=form.cleaned_data["seen"], by=self.request.user)
        except ValidationError as refusal:
            return self.render_to_response(
                self.get_context_data(form=CheckForm(initial=self.get_initial()), refusal=" ".join(refusal.messages))
            )
        messages.success(self.request, _("Noted: you have checked exactly this text."))
        return redirect("communications:translation-board")

    def get_context_data(self, **kwargs):
        mine, other = self.texts
        return super().get_context_data(
            title=str(self.document),
            document=self.document,
            mine=mine,
            sides=[side(other, self.document), side(mine, self.document)],
            check=checks_of([mine.rendition]).get(mine.rendition.pk),
            **kwargs,
        )


def leads(text):
    """Originals that follow the newest revision come first."""
    return text.is_behind, text.rendition.role != Rendition.Role.ORIGINAL


def side(text, document):
    """A text as the page shows it beside the other."""
    rendition = text.rendition
    titles = {row.language: row.title for row in document.titles.all()} | rendition.revision.titles
    revision = _("revision %(number)s") % {"number": rendition.revision.number}
    return Side(
        language=text.language,
        title=titles.get(text.language, ""),
        body=rendition.rendered,
        note=f"{rendition.get_role_display()}, {revision}",
        file_words=f"{rendition.extension.upper()}, {file_size(rendition.size)}" if rendition.file else "",
        file_url=rendition.get_absolute_url() if rendition.file else "",
    )
