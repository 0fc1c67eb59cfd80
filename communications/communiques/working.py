"""Pages on which the secretariat works on a public text: what there is of it, its text in each language, and the next step."""

from django import forms
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from asm_portal.models.organisations import LANGUAGE_CHOICES
from asm_portal.templatetags.portal import own_name
from communications.communiques import actions, release, writing
from communications.communiques.forms import NoteForm, PictureForm, SubmitForm, TimeOfReleaseForm, WriteForm
from communications.communiques.pages import TextFormView, TextMixin, TextVerb, stages
from communications.communiques.times import chair_zone, in_zones
from communications.models.public_texts import OUT, Stage
from knowledge.approvals import Purpose, approvals_of
from knowledge.minutes.drafting import Conflict, newest_in, texts_by_language
from logistics.follow_up.owners import deciding_office


class TextWork(TextMixin, TemplateView):
    """Where a text stands, and what can be done next."""

    template_name = "communications/texts/work.html"

    def get_context_data(self, **kwargs):
        text = self.text
        texts, titles = texts_by_language(text.document), text.revision.titles_shown() if text.revision else {}
        written = {row.language for row in texts}
        return super().get_context_data(
            title=str(text),
            stages=stages(text),
            texts=[(row, titles.get(row.language, "")) for row in texts],
            unwritten=[code for code, _name in LANGUAGE_CHOICES if code not in written],
            is_open=text.stage not in OUT,
            is_void=text.is_void,
            problems=release.what_is_missing(text),
            pictures=text.document.images.all(),
            has_text=any(row.rendition.text for row in texts),
            approvals=approvals_of(text.revision, Purpose.RELEASE) if text.revision else [],
            when=in_zones(text.release_at, text.release_zone, chair_zone()) if text.release_at else [],
            is_correction=text.is_out and text.stage not in OUT,
            may_discard=text.stage == Stage.DRAFTING
            and not (text.is_out or actions.approvals_ever(text.document).exists()),
            is_vacant=not deciding_office(text.document.is_demonstration),
            **kwargs,
        )


class TextWrite(TextFormView):
    """Title and text in one language. Where somebody else has saved them meanwhile, both are shown and neither is lost."""

    form_class = WriteForm
    template_name = "communications/texts/write.html"
    conflict = None

    def narrow(self, rows):
        return super().narrow(rows).exclude(stage__in=OUT)

    def dispatch(self, request, *args, **kwargs):
        if kwargs["language"] not in dict(LANGUAGE_CHOICES):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    @property
    def done(self):
        return _("Saved: %(language)s.") % {"language": own_name(self.kwargs["language"])}

    @cached_property
    def newest(self):
        return newest_in(self.text.document, self.kwargs["language"])

    def get_initial(self):
        language = self.kwargs["language"]
        return {
            "seen": writing.state_in(self.text, language),
            "title": writing.title_in(self.text, language),
            "body": self.newest.text if self.newest else "",
        }

    def do(self, form):
        writing.write(text=self.text, language=self.kwargs["language"], by=self.request.user, **form.cleaned_data)

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except Conflict as conflict:
            self.conflict = conflict
            form.data = form.data.copy()
            form.data["seen"] = writing.state_in(self.text, self.kwargs["language"])
            return self.form_invalid(form)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        conflict, form = self.conflict, context["form"]
        return context | {
            "title": _("Text in %(language)s") % {"language": own_name(self.kwargs["language"])},
            "language": self.kwargs["language"],
            "newest": self.newest,
            "conflict": conflict,
            "their_title": writing.title_in(self.text, self.kwargs["language"]) if conflict else "",
            "rows": list(conflict.compare(form.cleaned_data["body"]).folded()) if conflict else [],
        }


class ConfirmedFormView(TextFormView):
    """A form that may ask for an instant: it is shown in UTC and on the KP Chair's clock before anything is done."""

    template_name = "communications/texts/release.html"
    when = ()

    def form_valid(self, form):
        if form.is_confirmed:
            return super().form_valid(form)
        at = form.cleaned_data["at"]
        try:
            release.require_ahead(at)
        except release.ValidationError as refusal:
            form.add_error("time", refusal.messages)
            return self.form_invalid(form)
        self.when = in_zones(at, form.cleaned_data["zone"], chair_zone())
        form.ask_to_confirm()
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, **kwargs):
        return super().get_context_data(when=self.when, **kwargs)


class TextSubmit(ConfirmedFormView):
    """Lays a text before the KP Chair's office."""

    form_class = SubmitForm

    @property
    def title(self):
        return _("Submit to the KP Chair’s office")

    @property
    def button(self):
        return _("Submit")

    @property
    def done(self):
        return _("Submitted. The KP Chair’s office has mail, and finds it on its desk.")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"missing": self.text.missing}

    def get_initial(self):
        return {
            "missing_reason": self.text.missing_reason,
            "follows_on": self.text.follows_on,
            "release_on": self.text.release_on,
        }

    def do(self, form):
        release.submit(text=self.text, by=self.request.user, **form.facts)


class TextSchedule(ConfirmedFormView):
    """Gives an approved text an instant at which it appears."""

    form_class = TimeOfReleaseForm

    def narrow(self, rows):
        return super().narrow(rows).filter(stage__in=[Stage.APPROVED, Stage.SCHEDULED])

    @property
    def title(self):
        return _("Schedule the release")

    @property
    def button(self):
        return _("Schedule")

    @property
    def done(self):
        return _("Scheduled.")

    def do(self, form):
        given = form.cleaned_data
        release.schedule(text=self.text, at=given["at"], zone=given["zone"], by=self.request.user)


class TextCorrect(TextFormView):
    """Begins an editorial correction of a published text."""

    form_class = NoteForm

    def narrow(self, rows):
        return super().narrow(rows).filter(stage=Stage.PUBLISHED)

    @property
    def title(self):
        return _("Begin a correction")

    @property
    def explanation(self):
        return _(
            "Readers keep the text as it is until the KP Chair’s office has approved the correction. Then the page says what was "
            "corrected, in these words."
        )

    @property
    def button(self):
        return _("Begin")

    @property
    def done(self):
        return _("Now correct the text in each language that it concerns, then submit it.")

    def do(self, form):
        writing.correct(text=self.text, by=self.request.user, **form.cleaned_data)


class TextPicture(TextFormView):
    """Puts a picture into the text."""

    form_class = PictureForm

    def narrow(self, rows):
        return super().narrow(rows).exclude(stage__in=OUT)

    @property
    def title(self):
        return _("Add a picture")

    @property
    def explanation(self):
        return _("It stands at the end of the text in each language; move its line where it belongs.")

    @property
    def button(self):
        return _("Add")

    @property
    def done(self):
        return _("The picture stands in the text.")

    def get_form_kwargs(self):
        written = [row.language for row in texts_by_language(self.text.document) if row.rendition.text]
        return super().get_form_kwargs() | {"languages": written}

    def do(self, form):
        writing.add_picture(
            text=self.text, file=form.cleaned_data["file"], alternatives=form.alternatives, by=self.request.user
        )


class TextPublish(TextVerb):
    """Lets an approved text out now."""

    do = staticmethod(release.publish)

    @property
    def done(self):
        return _("Published. Everyone reads it now.")


class TextUnschedule(TextVerb):
    """Takes the time of the release away."""

    do = staticmethod(release.unschedule)

    @property
    def done(self):
        return _("It waits for you to publish it.")


class TextTakeBack(TextVerb):
    """Takes a text back from the KP Chair's office."""

    do = staticmethod(release.take_back)

    @property
    def done(self):
        return _("It is a draft again.")


class TextDropCorrection(TextVerb):
    """Gives a correction up."""

    do = staticmethod(writing.drop_correction)

    @property
    def done(self):
        return _("The correction is given up. Readers keep the text as it is.")


class TextDiscard(TextFormView):
    """Asks whether a draft is thrown away, and does it."""

    form_class = forms.Form

    def narrow(self, rows):
        return super().narrow(rows).filter(stage=Stage.DRAFTING, published_at=None)

    @property
    def title(self):
        return _("Throw this draft away")

    @property
    def explanation(self):
        return _("Title, text and files are deleted in all languages. There is no way back.")

    @property
    def button(self):
        return _("Throw away")

    @property
    def done(self):
        return _("The draft is thrown away.")

    def do(self, form):
        actions.discard(text=self.text, by=self.request.user)
        self.is_gone = True

    def get_success_url(self):
        return reverse("desk") if getattr(self, "is_gone", False) else super().get_success_url()


class TextArchive(TextVerb):
    """Archives a published text."""

    do = staticmethod(release.archive)

    @property
    def done(self):
        return _("Archived. It stays readable, and is not changed any more.")
