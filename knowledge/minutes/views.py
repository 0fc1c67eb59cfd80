"""Minutes at work: the list of a body's minutes, the work page of a draft, its text, its circulation and its adoption."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import DetailView, FormView, ListView

from asm_portal.access import PublicMixin, VisibleMixin
from asm_portal.dated import today
from asm_portal.members import entered_by, why_here
from asm_portal.models import Body
from asm_portal.models.organisations import LANGUAGE_CHOICES
from asm_portal.templatetags.portal import own_name
from asm_portal.visibility import standing_of
from knowledge import actions
from knowledge.minutes.actions import takes_comments
from knowledge.minutes.drafting import (
    Conflict,
    drafts,
    is_summary,
    newest_in,
    readable_revisions,
    save_text,
    state_of,
    texts_by_language,
)
from knowledge.minutes.forms import AdoptForm, CirculateForm, FileForm, NewMinutesForm, TextForm
from knowledge.minutes.pages import DocumentFormView, DocumentMixin, EditorsMixin, State, stages
from knowledge.models import Document, DocumentKind, DocumentLink, MinutesComment
from knowledge.panels import minutes_of


def led_bodies(user):
    """The bodies of which the reader may begin minutes: the secretariat of all, and who leads them of theirs."""
    standing = standing_of(user)
    bodies = Body.objects.visible_to(user)
    return bodies if standing.secretariat else bodies.filter(pk__in=standing.led_bodies)


class MinutesList(PublicMixin, ListView):
    """All minutes of a body that the reader may know of; where there are none, a page for those who belong to the body only."""

    model = Document
    template_name = "knowledge/minutes_list.html"
    paginate_by = 25

    def get_queryset(self):
        user = self.request.user
        self.body = get_object_or_404(Body.objects.visible_to(user), code=self.kwargs["code"])
        found = minutes_of(self.body, user)
        self.belongs = entered_by(user).filter(pk=self.body.pk).exists()
        if not (found.exists() or self.belongs):
            raise Http404
        return found

    def get_context_data(self, **kwargs):
        user = self.request.user
        return super().get_context_data(
            body=self.body,
            why=why_here(self.body, user) if self.belongs else "",
            today=today(),
            may_begin=led_bodies(user).filter(pk=self.body.pk).exists(),
            **kwargs,
        )


class MinutesNew(VisibleMixin, FormView):
    """Begins the minutes of a meeting of a body."""

    form_class = NewMinutesForm
    template_name = "knowledge/minutes/new.html"

    def dispatch(self, request, *args, **kwargs):
        self.body = get_object_or_404(led_bodies(request.user), code=kwargs["code"])
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form):
        given = form.cleaned_data
        document = actions.add_document(
            kind=DocumentKind.objects.get(code="minutes"),
            titles={"en": given["title_en"], "fr": given["title_fr"]},
            by=self.request.user,
            minutes={"body": self.body, "meeting_date": given["meeting_date"]},
            issuing_body=self.body,
            date=given["meeting_date"],
            is_demonstration=self.body.is_demonstration,
        )
        return redirect("knowledge:minutes-work", document.reference)

    def get_context_data(self, **kwargs):
        return super().get_context_data(title=_("New minutes"), body=self.body, **kwargs)


class MinutesWork(EditorsMixin, DetailView):
    """Where the editors of minutes see their stage and take the next step."""

    template_name = "knowledge/minutes/work.html"

    def get_context_data(self, **kwargs):
        document, user = self.object, self.request.user
        texts = texts_by_language(document)
        written = {text.language for text in texts}
        comments = MinutesComment.objects.visible_to(user).filter(document=document)
        links = DocumentLink.objects.visible_to(user).filter(earlier=document, kind=DocumentLink.Kind.PUBLIC_SUMMARY_OF)
        return super().get_context_data(
            stages=stages(document),
            texts=texts,
            missing=[code for code, _name in LANGUAGE_CHOICES if code not in written],
            is_open=document.state != State.FINAL,
            revisions=readable_revisions(document, user),
            has_draft=document.revisions.filter(released_at=None).exists(),
            open_comments=comments.open().count(),
            objections=comments.unsettled_objections().count(),
            comments=comments.count(),
            is_over=document.state == State.CIRCULATED and not takes_comments(document),
            summaries=[link.later for link in links.select_related("later").prefetch_related("later__titles")],
            **kwargs,
        )


class DraftText(DocumentMixin, DocumentFormView):
    """The text of a draft in one language, or a file in its place. Where somebody else has saved it meanwhile, both texts are
    shown and neither is lost."""

    template_name = "knowledge/minutes/text.html"
    conflict = None

    def get_queryset(self):
        return super().get_queryset() & drafts(self.request.user)

    def dispatch(self, request, *args, **kwargs):
        if kwargs["language"] not in dict(LANGUAGE_CHOICES):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    @property
    def done(self):
        return _("Saved: %(language)s.") % {"language": own_name(self.kwargs["language"])}

    def get_form_class(self):
        return FileForm if "upload" in self.request.POST else TextForm

    def get_initial(self):
        newest = newest_in(self.object, self.kwargs["language"])
        return {"seen": state_of(newest), "text": newest.text if newest else ""}

    def do(self, form):
        save_text(document=self.object, language=self.kwargs["language"], by=self.request.user, **form.cleaned_data)

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except Conflict as conflict:
            self.conflict = conflict
            form.data = form.data.copy()
            form.data["seen"] = state_of(conflict.rendition)
            return self.form_invalid(form)

    def get_success_url(self):
        page = "summary-work" if is_summary(self.object) else "minutes-work"
        return reverse(f"knowledge:{page}", args=[self.object.reference])

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        is_upload, form, initial = isinstance(context["form"], FileForm), context["form"], self.get_initial()
        conflict = self.conflict
        return context | {
            "language": self.kwargs["language"],
            "newest": newest_in(self.object, self.kwargs["language"]),
            "form": TextForm(initial=initial) if is_upload else form,
            "file_form": form if is_upload else FileForm(initial=initial, auto_id="id_file_%s"),
            "conflict": conflict,
            "rows": list(conflict.compare(form.cleaned_data["text"]).folded()) if conflict and not is_upload else [],
            "back": self.get_success_url(),
        }


class MinutesCirculate(EditorsMixin, DocumentFormView):
    """Shows a draft to the body, for comments until the end of a day."""

    form_class = CirculateForm
    template_name = "knowledge/minutes/step.html"

    @property
    def done(self):
        return _("The body reads the minutes now.")

    def get_queryset(self):
        return super().get_queryset().exclude(state=State.FINAL)

    def get_initial(self):
        return {"comments_until": self.object.minutes.comments_until}

    def do(self, form):
        actions.circulate_minutes(minutes=self.object.minutes, by=self.request.user, **form.cleaned_data)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            title=_("Circulate the minutes"),
            explanation=_("The members of the body read the newest revision and comment until the end of the day."),
            button=_("Circulate"),
            back=self.get_success_url(),
            **kwargs,
        )


class MinutesAdopt(EditorsMixin, DocumentFormView):
    """Records the adoption by a meeting or a procedure, which locks the text."""

    form_class = AdoptForm
    template_name = "knowledge/minutes/step.html"

    @property
    def done(self):
        return _("The minutes are adopted, and their text is locked.")

    def get_queryset(self):
        return super().get_queryset().exclude(state=State.FINAL)

    def get_form_kwargs(self):
        has_objection = self.object.comments.unsettled_objections().exists()
        return super().get_form_kwargs() | {"has_objection": has_objection}

    def get_initial(self):
        return {"adopted_on": today()}

    def do(self, form):
        actions.adopt_minutes(minutes=self.object.minutes, by=self.request.user, **form.cleaned_data)

    def get_context_data(self, **kwargs):
        behind = [own_name(text.language) for text in texts_by_language(self.object) if text.is_behind]
        return super().get_context_data(
            title=_("Record the adoption"),
            explanation=_("The newest revision becomes the adopted text, and nobody changes it any more."),
            warning=_("Not part of the newest revision, and so not adopted: %(languages)s.")
            % {"languages": ", ".join(behind)}
            if behind
            else "",
            button=_("Adopt"),
            is_grave=True,
            back=self.get_success_url(),
            **kwargs,
        )
