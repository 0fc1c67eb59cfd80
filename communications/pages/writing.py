"""Title and text of a public text in the two languages of the portal, side by side."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from communications.communiques import writing
from communications.communiques.forms import WriteForm
from communications.communiques.pages import TextMixin
from communications.models.public_texts import EXPECTED, OUT
from knowledge.minutes.drafting import Conflict, newest_in


class SideForm(WriteForm):
    """One of the two; a language in which nothing is written may stay so."""

    def __init__(self, *args, text, language, **kwargs):
        self.text, self.language, self.conflict = text, language, None
        newest = newest_in(text.document, language)
        initial = {
            "seen": writing.state_in(text, language),
            "title": writing.title_in(text, language),
            "body": newest.text if newest else "",
        }
        super().__init__(
            *args, prefix=language, initial=initial, empty_permitted=True, use_required_attribute=False, **kwargs
        )
        del self.fields["file"]

    def has_changed(self):
        """Whether something else was typed than stands on record; the state that was seen is not typed."""
        return bool({"title", "body"} & set(self.changed_data))

    def save(self, by):
        """Write what was typed; keeps the Conflict where somebody else has saved other words meanwhile, and raises it."""
        try:
            writing.write(text=self.text, language=self.language, by=by, **self.cleaned_data)
        except Conflict as conflict:
            self.conflict = conflict
            raise

    @property
    def their_title(self):
        return writing.title_in(self.text, self.language)

    @property
    def rows(self):
        """Theirs beside mine."""
        return list(self.conflict.compare(self.cleaned_data["body"]).folded()) if self.conflict else []

    def see_theirs(self):
        """Have the form, shown again, bear the state on record, so that what is saved next is meant."""
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = writing.state_in(self.text, self.language)


class SiteTextWrite(TextMixin, TemplateView):
    """Both languages on one page; what was typed in either is kept whatever happens to the other."""

    template_name = "communications/pages/write.html"

    def narrow(self, rows):
        return super().narrow(rows).exclude(stage__in=OUT)

    @cached_property
    def forms(self):
        data = self.request.POST if self.request.method == "POST" else None
        return [SideForm(data, text=self.text, language=language) for language in EXPECTED]

    def post(self, request, *args, **kwargs):
        if all(form.is_valid() for form in self.forms) and self.is_saved():
            messages.success(request, _("Saved."))
            return redirect(self.get_success_url())
        return self.render_to_response(self.get_context_data())

    def is_saved(self):
        """Save what has changed: both languages or none."""
        try:
            with transaction.atomic():
                for form in self.forms:
                    if form.has_changed():
                        form.save(self.request.user)
        except Conflict:
            for form in self.forms:
                if form.conflict:
                    form.see_theirs()
            return False
        except ValidationError as refusal:
            self.forms[0].add_error(None, refusal.messages)
            return False
        return True

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            title=_("Texts side by side"), forms=self.forms, back=self.get_success_url(), **kwargs
        )
