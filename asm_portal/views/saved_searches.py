"""One's saved searches: kept, renamed, paused, deleted; and the link of a mail that stops it."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import CreateView, DeleteView, ListView, TemplateView, UpdateView

from asm_portal.models import SavedSearch
from asm_portal.searching.results import Results
from asm_portal.searching.saved import of_token

MOST = 50
LONGEST = SavedSearch._meta.get_field("query").max_length


class SavedSearchForm(forms.ModelForm):
    """A name and how often to write."""

    class Meta:
        model = SavedSearch
        fields = ("name", "frequency", "is_paused")
        widgets = {"frequency": forms.RadioSelect}
        labels = {"is_paused": gettext_lazy("Send nothing for now")}

    def clean(self):
        if self.instance.pk is None:
            self.refuse_new()
        return super().clean()

    def refuse_new(self):
        """Raise ValidationError where the search cannot be kept besides the others."""
        kept, query = self.instance.user.saved_searches, self.instance.query
        if kept.filter(query=query).exists():
            raise ValidationError(_("You have saved this search already."))
        if kept.count() >= MOST:
            raise ValidationError(
                _("You keep %(most)s searches; no more are possible. Delete one first."), params={"most": MOST}
            )
        if len(query) > LONGEST:
            raise ValidationError(_("This search is too long to be kept. Use fewer words or filters."))

    def save(self, commit=True):
        if "is_paused" in self.changed_data and self.instance.pk and not self.instance.is_paused:
            self.instance.resume()
        return super().save(commit)


class OwnMixin:
    """A page about the reader's own saved searches; those of others do not exist."""

    model = SavedSearch
    success_url = reverse_lazy("saved-search-list")

    def get_queryset(self):
        return super().get_queryset().filter(user=self.request.user)


class SavedSearchList(OwnMixin, ListView):
    template_name = "search/saved_list.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(title=_("My saved searches"), **kwargs)


class SavedSearchCreate(OwnMixin, CreateView):
    """Keeps the search of the query string; a search of nothing cannot be kept."""

    form_class = SavedSearchForm
    template_name = "search/saved_form.html"

    def dispatch(self, request, *args, **kwargs):
        self.results = Results(request.GET, request.user)
        if not self.results.canonical:
            return redirect("search")
        return super().dispatch(request, *args, **kwargs)

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        del form.fields["is_paused"]
        return form

    def get_form_kwargs(self):
        instance = SavedSearch(user=self.request.user, query=self.results.canonical)
        return super().get_form_kwargs() | {"instance": instance}

    def get_initial(self):
        return {"name": self.results.text[: SavedSearch._meta.get_field("name").max_length]}

    def form_valid(self, form):
        messages.success(self.request, _("The search is saved. You get an e-mail when something new matches it."))
        return super().form_valid(form)

    def get_context_data(self, **kwargs):
        query = self.results.canonical
        return super().get_context_data(title=_("E-mail me what is new"), results=self.results, query=query, **kwargs)


class SavedSearchUpdate(OwnMixin, UpdateView):
    form_class = SavedSearchForm
    template_name = "search/saved_form.html"

    def form_valid(self, form):
        messages.success(self.request, _("The saved search is changed."))
        return super().form_valid(form)

    def get_context_data(self, **kwargs):
        return super().get_context_data(title=_("Change a saved search"), query=self.object.query, **kwargs)


class SavedSearchDelete(OwnMixin, DeleteView):
    template_name = "search/saved_delete.html"

    def form_valid(self, form):
        messages.success(self.request, _("The saved search is deleted."))
        return super().form_valid(form)

    def get_context_data(self, **kwargs):
        return super().get_context_data(title=_("Delete a saved search"), **kwargs)


@method_decorator([login_not_required, never_cache, csrf_exempt], name="dispatch")
class SavedSearchStop(TemplateView):
    """The link at the end of a mail. Opening it changes nothing, so that a mail scanner cannot stop the mails; the button does.
    It does not name the search: the mail may have been passed on. The token is the permission, so that a mail program may post to
    it, too (RFC 8058)."""

    template_name = "search/saved_stop.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.search = of_token(kwargs["token"])

    def dispatch(self, request, *args, **kwargs):
        if self.search is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        self.search.pause()
        return self.get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            title=_("Stop the e-mails about a saved search"), is_stopped=self.search.is_paused, **kwargs
        )
