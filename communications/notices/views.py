"""Notices as their readers see them, and the list of them."""

from django.db.models import Count
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.generic import DetailView, ListView

from asm_portal.access import SecretariatMixin, VisibleMixin
from asm_portal.searching.facets import Choice, Facet, year_or_none
from asm_portal.visibility import standing_of
from communications.acknowledgements.panels import on_notice
from communications.models import Notice
from communications.notices.reading import page_of, role_of, why

State = Notice.State
FILTERS = {"class": "kind", "year": "year"}
# What other nouns add to the page of a notice: each takes the notice and the reader and gives Panels.
PARTS = (on_notice,)


class NoticeList(VisibleMixin, ListView):
    """The notices that went out to the reader, the newest first; for who prepares or decides, first what is on its way."""

    model = Notice
    template_name = "communications/notices/list.html"
    paginate_by = 25

    @cached_property
    def known(self):
        return Notice.objects.visible_to(self.request.user)

    @cached_property
    def chosen(self):
        """Filter → value, of those that say something."""
        kind, year = self.request.GET.get("class", ""), year_or_none(self.request.GET.get("year", ""))
        asked = {"class": kind if kind in Notice.Kind else "", "year": year}
        return {name: value for name, value in asked.items() if value}

    def narrowed(self, chosen):
        return self.known.sent().filter(**{FILTERS[name]: value for name, value in chosen.items()})

    def get_queryset(self):
        return self.narrowed(self.chosen).for_display()

    def get_context_data(self, **kwargs):
        on_their_way = self.known.exclude(state__in=Notice.OUT).order_by("-pk").for_display()
        return super().get_context_data(
            title=_("Notices"),
            on_their_way=on_their_way,
            facets=[self.facet("class", _("Class"), kind_in_words), self.facet("year", _("Year"), str)],
            chosen=self.chosen,
            may_write=standing_of(self.request.user).secretariat,
            **kwargs,
        )

    def facet(self, name, label, words):
        """How many notices each choice of a filter would show, the other filter kept."""
        others = {other: value for other, value in self.chosen.items() if other != name}
        rows = self.narrowed(others).order_by().values_list(FILTERS[name]).annotate(count=Count("pk"))
        chosen = self.chosen.get(name)
        choices = [Choice(str(value), words(value), count, value == chosen) for value, count in sorted(rows)]
        return Facet(name, label, choices, is_select=True)


def kind_in_words(kind):
    return capfirst(Notice.Kind(kind).label)


class NoticeMixin(VisibleMixin):
    """A page about the notice of the address."""

    model = Notice
    slug_field = slug_url_kwarg = "reference"

    def get_queryset(self):
        return super().get_queryset().for_display().select_related("approval", "approval__office")


class NoticeDetail(NoticeMixin, DetailView):
    """A notice: what it says, what it is about, its documents, and what the other nouns add."""

    template_name = "communications/notices/detail.html"

    def get_context_data(self, **kwargs):
        notice, user = self.object, self.request.user
        panels = [panel for part in PARTS for panel in part(notice, user)]
        standing = standing_of(user)
        return super().get_context_data(
            **page_of(notice, user, self.request.GET.get("text", "")),
            recipients=notice.recipients.visible_to(user).select_related("body", "office__body", "organisation"),
            panels=[panel for panel in panels if not panel.is_aside],
            aside=[panel for panel in panels if panel.is_aside],
            may_write=standing.secretariat and not notice.is_out,
            may_decide=standing.chair and notice.state == State.SUBMITTED,
            why=why(notice, user),
            **kwargs,
        )


class NoticePreview(SecretariatMixin, NoticeMixin, DetailView):
    """The notice as one of its recipients will see it (`?as=`), the first of them where none is named."""

    template_name = "communications/notices/preview.html"

    def get_context_data(self, **kwargs):
        recipients = list(self.object.recipients.all())
        asked = self.request.GET.get("as", "")
        chosen = next((row for row in recipients if row.code == asked), recipients[0] if recipients else None)
        shown = page_of(self.object, role_of(chosen), self.request.GET.get("text", "")) if chosen else {}
        return super().get_context_data(recipients=recipients, chosen=chosen, **shown, **kwargs)
