"""What the pages of minutes have in common: the document of the address, the stages, and the doors to these pages."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import FormView
from django.views.generic.detail import SingleObjectMixin

from asm_portal.access import VisibleMixin
from asm_portal.templatetags.portal import date_words
from asm_portal.visibility import standing_of
from asm_portal.voices import voices
from knowledge.minutes.actions import takes_comments
from knowledge.minutes.drafting import drafts, is_summary, readable_revisions
from knowledge.models import Approval, Document, MinutesComment

State = Document.State


class DocumentMixin(VisibleMixin, SingleObjectMixin):
    """A page about the document of the address."""

    model = Document
    slug_field = slug_url_kwarg = "reference"

    def get_queryset(self):
        rows = super().get_queryset().select_related("minutes", "kind", "issuing_body")
        return rows.prefetch_related("titles")

    def dispatch(self, request, *args, **kwargs):
        self.object = self.get_object()
        return super().dispatch(request, *args, **kwargs)


class EditorsMixin(DocumentMixin):
    """A page for the editors of minutes; to others it does not exist."""

    def get_queryset(self):
        rows = super().get_queryset().editable_by(self.request.user)
        return rows.filter(minutes__isnull=False).exclude(state=State.WITHDRAWN)


class DocumentFormView(FormView):
    """A form about the document that does something, in `do(form)`; what is refused is said at the form, and nothing is lost."""

    done = ""

    def form_valid(self, form):
        try:
            with transaction.atomic():
                self.do(form)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
            return self.form_invalid(form)
        messages.success(self.request, self.done)
        return redirect(self.get_success_url())

    def get_success_url(self):
        return reverse("knowledge:minutes-work", args=[self.object.reference])


@dataclass(frozen=True)
class Stage:
    """A stage on the way of a text, for the steps at the top of its page."""

    label: str
    detail: str = ""
    is_done: bool = False
    is_current: bool = False


def stages(document):
    """Draft → circulated → adopted → locked."""
    minutes = document.minutes
    is_final, is_circulated = document.state == State.FINAL, document.state == State.CIRCULATED
    until = minutes.comments_until
    by = _("by %(by)s, %(day)s") % {"by": minutes.adopted_by, "day": date_words(minutes.adopted_on)}
    return [
        Stage(_("Draft"), _("its editors"), is_final or is_circulated, document.state == State.DRAFT),
        Stage(
            _("Circulated"),
            _("comments until %(day)s, 24:00 UTC") % {"day": date_words(until)} if until else "",
            is_final and bool(until),
            is_circulated,
        ),
        Stage(_("Adopted"), by if minutes.adopted_on else "", is_final),
        Stage(_("Locked"), _("the text is not changed any more") if is_final else "", is_final),
    ]


@dataclass(frozen=True)
class Door:
    """A button on the page of a document."""

    label: str
    url: str


def doors(document, user):
    """The buttons of a document's page that lead to the pages of this package; none for who would find no page there."""
    if not user.is_authenticated:
        return [*comparing(document, user)]
    is_editor = Document.objects.editable_by(user).filter(pk=document.pk).exists()
    return [*working(document, user, is_editor), *commenting(document, user), *comparing(document, user)]


def working(document, user, is_editor):
    if is_editor and hasattr(document, "minutes") and document.state != State.WITHDRAWN:
        yield Door(_("Work on these minutes"), reverse("knowledge:minutes-work", args=[document.reference]))
    if is_summary(document) and (drafts(user).filter(pk=document.pk).exists() or decides_on(document, user)):
        yield Door(_("Work on this summary"), reverse("knowledge:summary-work", args=[document.reference]))


def decides_on(summary, user):
    """Whether a summary waits for the office of the reader."""
    return standing_of(user).chair and summary.state == State.CIRCULATED


def commenting(document, user):
    if not hasattr(document, "minutes"):
        return
    url = reverse("knowledge:minutes-comments", args=[document.reference])
    if takes_comments(document) and voices(document.minutes.body, user).exists():
        yield Door(_("Comment"), url)
    elif (
        document.state == State.CIRCULATED or MinutesComment.objects.visible_to(user).filter(document=document).exists()
    ):
        yield Door(_("Comments"), url)


def approvals_shown(document):
    """The approvals by which the text of a document reached its audience, without the names of the persons."""
    released = [revision.pk for revision in document.released_revisions]
    return Approval.objects.filter(revision__in=released[-1:]) if document.state == State.FINAL else []


def comparing(document, user):
    if readable_revisions(document, user).count() > 1:
        yield Door(_("Compare revisions"), reverse("knowledge:document-compare", args=[document.reference]))
