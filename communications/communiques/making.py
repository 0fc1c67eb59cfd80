"""Pages on which the secretariat begins a communiqué or a corrigendum."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.generic import FormView

from asm_portal.access import VisibleMixin
from asm_portal.visibility import standing_of
from communications.communiques import actions, release
from communications.communiques.forms import CorrigendumForm, NewCommuniqueForm
from communications.communiques.pages import TextFormView
from communications.models import Communique
from knowledge import actions as documents
from logistics.meetings.readers import first_body
from logistics.visits.pages import refuse


class CommuniqueNew(VisibleMixin, FormView):
    """A new communiqué: kept as a draft, or laid before the KP Chair's office at once. A draft may lack what is not written yet,
    so that nothing which was given is lost."""

    form_class = NewCommuniqueForm
    template_name = "communications/texts/new.html"

    def dispatch(self, request, *args, **kwargs):
        if not standing_of(request.user).secretariat:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"by": self.request.user}

    def form_valid(self, form):
        try:
            communique = self.made(form)
        except ValidationError as refusal:
            refuse(form, refusal)
            return self.form_invalid(form)
        page = "text-submit" if "submit" in form.data else "text-work"
        if page == "text-submit" and not communique.missing:
            page = self.submitted(communique)
        return redirect(f"communications:{page}", communique.document.reference)

    @transaction.atomic
    def made(self, form):
        given, by = form.cleaned_data, self.request.user
        meeting, texts = given["meeting"], form.texts
        communique = actions.draft(
            titles={language: title for language, (title, _text, _file) in texts.items() if title},
            by=by, kind=given["kind"], meeting=meeting, issuing_body=meeting and first_body(meeting),
            official_number=given["official_number"], date=given["date"],
            is_demonstration=meeting.is_demonstration if meeting else by.person.is_demonstration,
        )  # fmt: skip
        revision = documents.add_revision(document=communique.document, by=by)
        for language, (_title, text, file) in texts.items():
            if text or file:
                documents.add_rendition(revision=revision, language=language, text=text, file=file, by=by)
        return communique

    def submitted(self, communique):
        """Where to go on: the work page, also where something is missing, which it says."""
        try:
            release.submit(text=communique, by=self.request.user)
        except ValidationError as refusal:
            messages.error(self.request, " ".join([_("Kept as a draft."), *refusal.messages]))
        else:
            messages.success(self.request, _("Submitted. The KP Chair’s office has mail, and finds it on its desk."))
        return "text-work"


class CorrigendumNew(TextFormView):
    """Begins a corrigendum to a communiqué that readers have."""

    form_class = CorrigendumForm

    def narrow(self, rows):
        mine = super().narrow(rows)
        return mine.exclude(published_at=None) if rows.model is Communique else mine.none()

    @property
    def title(self):
        return _("Begin a corrigendum")

    @property
    def explanation(self):
        return _(
            "A document of its own, linked to this one. Once the KP Chair’s office has approved it, it is published and sent to "
            "Participants and Observers."
        )

    @property
    def button(self):
        return _("Begin")

    @property
    def done(self):
        return _("Write the corrigendum, then submit it.")

    def get_form_kwargs(self):
        titles = {row.language: row.title for row in self.text.document.titles.all()}
        proposed = {}
        for language, title in titles.items():
            with translation.override(language):
                proposed[language] = _("Corrigendum: %(title)s") % {"title": title}
        return super().get_form_kwargs() | {"titles": proposed}

    def do(self, form):
        self.made = actions.draft_corrigendum(communique=self.text, titles=form.titles, by=self.request.user)

    def get_success_url(self):
        made = getattr(self, "made", self.text)
        return reverse("communications:text-work", args=[made.document.reference])
