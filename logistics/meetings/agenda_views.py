"""The agenda of a meeting: as it is read and printed, and as it is made; and its papers, each in the revision that is meant."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.generic import DetailView

from asm_portal.forms import LONGEST_KEY
from knowledge.models import Document, Rendition
from logistics.meetings import agenda_actions
from logistics.meetings.agenda import Paper, lines
from logistics.meetings.agenda_forms import ItemForm, MattersForm
from logistics.meetings.planning import EditorsMixin, LockedFormView
from logistics.meetings.views import MeetingsMixin
from logistics.models import AgendaItem, AgendaPaper


class AgendaMixin(MeetingsMixin):
    """A public page below that of a meeting."""

    slug_field = slug_url_kwarg = "reference"


class Agenda(AgendaMixin, DetailView):
    """The agenda on one page, to print; none where the reader may know of no item."""

    template_name = "logistics/meetings/agenda.html"

    def get_context_data(self, **kwargs):
        agenda = lines(self.object, self.request.user)
        if not agenda:
            raise Http404
        return super().get_context_data(agenda=agenda, title=_("Agenda"), **kwargs)


class PaperDetail(AgendaMixin, DetailView):
    """A paper in the revision that lies before the meeting, for those who may read it; a later one is said to exist."""

    template_name = "logistics/meetings/paper.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        rows = AgendaPaper.objects.visible_to(user).filter(item__meeting=self.object).select_related("revision", "item")
        row = rows.filter(document__reference=self.kwargs["document"]).order_by("item__place").first()
        document = (
            Document.objects.visible_to(user).listed().for_display(user).filter(pk=row and row.document_id).first()
        )
        if document is None:
            raise Http404
        renditions = (
            Rendition.objects.visible_to(user).filter(revision=row.revision).select_related("revision__document")
        )
        return super().get_context_data(
            paper=Paper(row, document, row.revision),
            document=document,
            files=[rendition for rendition in renditions if rendition.file],
            text=text_of(renditions, self.request.GET.get("text", "")),
            texts=[rendition for rendition in renditions if rendition.html],
            **kwargs,
        )


def text_of(renditions, asked):
    """The text in the language asked for, else the reader's, else the first."""
    texts = {rendition.language: rendition for rendition in renditions if rendition.html}
    return texts.get(asked) or texts.get(get_language()) or next(iter(texts.values()), None)


class AgendaEdit(EditorsMixin, DetailView):
    """Where the agenda is made: each button does one thing."""

    template_name = "logistics/meetings/agenda_edit.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            title=_("Agenda and papers"), agenda=lines(self.object, self.request.user), **kwargs
        )

    def post(self, request, *args, **kwargs):
        """`up`, `down` and `remove` name an item by its key; `show` is for the agenda as a whole."""
        meeting, by = self.object, request.user
        try:
            if "show" in request.POST:
                agenda_actions.show_agenda(meeting=meeting, by=by)
                messages.success(request, _("All whom the meeting is for see the agenda now."))
            elif item := self.item("remove"):
                agenda_actions.remove_item(item=item, by=by)
                messages.success(request, _("Taken off the agenda: %(item)s.") % {"item": item.title})
            elif item := self.item("up") or self.item("down"):
                agenda_actions.shift_item(item=item, by=by, up="up" in request.POST)
        except ValidationError as refused:
            messages.warning(request, " ".join(refused.messages))
        return redirect("logistics:agenda-edit", meeting.reference)

    def item(self, button):
        """The item whose button was pressed; None where somebody else has removed it meanwhile."""
        key = self.request.POST.get(button, "")
        is_key = key.isdecimal() and key.isascii() and len(key) < LONGEST_KEY
        return self.object.agenda.filter(pk=key).first() if is_key else None


class AgendaFormView(LockedFormView):
    """A form that changes the agenda."""

    def get_success_url(self, made):
        return reverse("logistics:agenda-edit", args=[self.object.reference])

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"meeting": self.object}


class ItemNew(AgendaFormView):
    """A new item at the end."""

    form_class = ItemForm
    title = gettext_lazy("New agenda item")
    done = gettext_lazy("The item is on the agenda.")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": AgendaItem()}


class ItemEdit(AgendaFormView):
    """An item and its papers."""

    form_class = ItemForm
    title = gettext_lazy("Change the agenda item")
    done = gettext_lazy("Saved.")

    def get_form_kwargs(self):
        items = AgendaItem.objects.editable_by(self.request.user).filter(meeting=self.object)
        return super().get_form_kwargs() | {"instance": get_object_or_404(items, pk=self.kwargs["item"])}


class MattersArising(AgendaFormView):
    """Open actions and earlier decisions, to be taken over in one form."""

    form_class = MattersForm
    template_name = "logistics/meetings/arising.html"
    title = gettext_lazy("Matters arising")
    button = gettext_lazy("Put them on the agenda")

    def do(self, form):
        made = form.save()
        self.done = ngettext("%(count)s item added.", "%(count)s items added.", len(made)) % {"count": len(made)}
        return made
