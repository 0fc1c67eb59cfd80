"""The collection list, its requests, and what the organisation that was asked sees of one."""

import csv
import io
from collections import Counter

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import DetailView, FormView, ListView

from asm_portal.access import VisibleMixin
from asm_portal.exports import BYTE_ORDER_MARK, cell
from asm_portal.importing import date_text
from asm_portal.models import Body, Organisation
from asm_portal.words import fold
from knowledge.collection.forms import AnswerForm, RequestForm
from knowledge.collection.missing import SPECIMEN, SPECIMENS, Sought, keeps_list, missing
from knowledge.library import Choice, Facet
from knowledge.models import CollectionRequest, DocumentKind

Answer = CollectionRequest.Answer
NEVER = "never"
ASKED = {
    NEVER: gettext_lazy("nobody was asked"),
    Answer.PENDING: Answer.PENDING.label,
    Answer.PROMISED: Answer.PROMISED.label,
    Answer.DOES_NOT_EXIST: Answer.DOES_NOT_EXIST.label,
}


class CollectionMixin(VisibleMixin):
    """Pages of those who keep the collection list; to everybody else they do not exist."""

    def dispatch(self, request, *args, **kwargs):
        if not keeps_list(request.user):
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class CollectionView(CollectionMixin, ListView):
    """What is known but not held, the oldest first, and who was asked for it."""

    template_name = "knowledge/collection/list.html"
    paginate_by = 100

    def get_queryset(self):
        self.everything = missing(self.request.user)
        kinds = {row.code: row for row in DocumentKind.objects.visible_to(self.request.user)}
        self.records = {
            "kind": kinds | {SPECIMEN: SPECIMENS},
            "participant": {row.code: row for row in Organisation.objects.visible_to(self.request.user).with_names()},
            "body": {row.code: row for row in Body.objects.visible_to(self.request.user)},
        }
        return self.narrowed()

    def narrowed(self, but=""):
        """The rows that the filters leave, one of them aside; a value that is not known filters nothing."""
        rows = self.everything
        for name, known in self.records.items():
            code = self.request.GET.get(name, "")
            if code in known and name != but:
                rows = rows.each(lambda _name, part, of={f"of_{name}": code}: part.filter(**of))
        return self.asked(rows, self.request.GET.get("asked", "")) if but != "asked" else rows

    def asked(self, rows, answer):
        """Those of which nobody was asked, or somebody with that answer."""
        if answer not in ASKED:
            return rows
        requests = CollectionRequest.objects.visible_to(self.request.user)
        if answer == NEVER:
            return rows.each(lambda name, part: part.filter(~Exists(requests.filter(**{name: OuterRef("pk")}))))
        given = requests.filter(answer=answer)
        return rows.each(lambda name, part: part.filter(Exists(given.filter(**{name: OuterRef("pk")}))))

    def facets(self):
        labels = {"kind": _("Kind"), "participant": _("Participant or organisation"), "body": _("Body")}
        for name, known in self.records.items():
            counts = Counter(self.narrowed(but=name).codes(f"of_{name}"))
            chosen = self.request.GET.get(name, "")
            choices = [
                Choice(code, str(row), counts[code], code == chosen) for code, row in known.items() if code in counts
            ]
            yield Facet(name, labels[name], sorted(choices, key=lambda choice: fold(choice.label)), is_select=True)
        rows, chosen = self.narrowed(but="asked"), self.request.GET.get("asked", "")
        answers = [Choice(code, label, self.asked(rows, code).count(), code == chosen) for code, label in ASKED.items()]
        yield Facet("asked", _("Asked for"), answers, is_select=True)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(title=_("Collection list"), **kwargs)
        facets = [facet for facet in self.facets() if facet.choices]
        count = context["paginator"].count
        found = ngettext("%(count)s record known but not held", "%(count)s records known but not held", count)
        is_filtered = any(choice.selected for facet in facets for choice in facet.choices)
        return context | {"facets": facets, "found": found % {"count": count}, "is_filtered": is_filtered}


class CollectionSheet(CollectionView):
    """The same list for a spreadsheet: a row per request, and one for a record that nobody was asked for."""

    paginate_by = None

    def get(self, request, *args, **kwargs):
        out = io.StringIO()
        out.write(BYTE_ORDER_MARK)
        rows = csv.writer(out)
        rows.writerow(
            [
                _("Reference"), _("Official number"), _("Title"), _("Kind"), _("Date"), _("Body"), _("Organisation"), _("Asked"),
                _("Asked on"), _("Channel"), _("Answer"), _("Reason"), _("Answered on"), _("Internal note"),
            ]
        )  # fmt: skip
        for sought in self.get_queryset()[:]:
            for asked in sought.record.requests or [None]:
                rows.writerow(map(cell, [*about(sought), *(about_request(asked) if asked else [])]))
        headers = {"Content-Disposition": 'attachment; filename="collection-list.csv"'}
        return HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)


def about(sought):
    day = date_text(sought.day, sought.precision)
    return [
        sought.reference, sought.official_number, sought, sought.kind, day, sought.body or "", sought.organisation or "",
    ]  # fmt: skip


def about_request(asked):
    return [
        asked.asked_of, asked.asked_on, asked.get_channel_display(), asked.get_answer_display(), asked.answer_reason,
        asked.answered_on, asked.note,
    ]  # fmt: skip


class AskView(CollectionMixin, FormView):
    """Notes that somebody was asked for a document, by its reference, or a specimen, by its key."""

    form_class = RequestForm
    template_name = "knowledge/collection/ask_form.html"

    def dispatch(self, request, *args, **kwargs):
        rows = missing(request.user).parts["specimen" if "key" in kwargs else "document"]
        self.sought = Sought.of(get_object_or_404(rows, **kwargs))
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"sought": self.sought, "by": self.request.user}

    def form_valid(self, form):
        form.save()
        messages.success(self.request, _("The request is on record."))
        return redirect("knowledge:collection")

    def get_context_data(self, **kwargs):
        return super().get_context_data(title=_("Note a request"), sought=self.sought, **kwargs)


class RequestView(VisibleMixin, DetailView):
    """A request: what is looked for, and the answer, which those who ask and those who were asked may note."""

    model = CollectionRequest
    slug_field = slug_url_kwarg = "reference"
    template_name = "knowledge/collection/request.html"

    def get_queryset(self):
        rows = super().get_queryset().editable_by(self.request.user)
        return rows.select_related(
            "document__kind", "specimen__participant", "specimen__authority", "asked_organisation", "asked_person"
        )

    def form(self, data=None):
        user = self.request.user
        return AnswerForm(data, request=self.object, by=user, keeps_list=keeps_list(user))

    def post(self, request, *args, **kwargs):
        self.object = self.get_object()
        form = self.form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        form.save()
        messages.success(request, _("Thank you: the answer is on record."))
        return redirect("knowledge:collection" if keeps_list(request.user) else "desk")

    def get_context_data(self, **kwargs):
        shown = {"keeps_list": keeps_list(self.request.user), "sought": Sought.of(self.object.sought)}
        return super().get_context_data(**({"form": self.form()} | shown | kwargs))
