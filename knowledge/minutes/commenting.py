"""Comments and objections on circulated minutes: filed by organisations, settled by the Chair of the body."""

from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic.detail import SingleObjectMixin

from asm_portal.access import VisibleMixin
from asm_portal.voices import voices
from knowledge.minutes import actions
from knowledge.minutes.diff import paragraphs, paragraphs_of_file
from knowledge.minutes.drafting import readable_revisions
from knowledge.minutes.forms import CommentForm, SettleForm
from knowledge.minutes.pages import DocumentFormView, DocumentMixin, State, stages
from knowledge.models import Document, MinutesComment


def text_of(revision):
    """The paragraphs of a revision in the reader's language, else in English, else in any; of its text, else of its file."""
    if revision is None:
        return []
    by_language = {rendition.language: rendition for rendition in revision.renditions.order_by("-role")}
    shown = by_language.get(get_language()) or by_language.get("en") or next(iter(by_language.values()), None)
    if shown is None:
        return []
    parts = paragraphs(shown.text) or paragraphs_of_file(shown.extracted_text, shown.extension)
    return [part.lstrip("#").strip() for part in parts]


class CommentsMixin(DocumentMixin):
    """A page about the comments on minutes: of whoever reads circulated ones, and afterwards of those whose they are."""

    def get_queryset(self):
        user = self.request.user
        rows = super().get_queryset().filter(minutes__isnull=False)
        known = MinutesComment.objects.visible_to(user).values("document")
        return rows.filter(state=State.CIRCULATED) | rows.filter(pk__in=known).exclude(state=State.WITHDRAWN)


class MinutesComments(CommentsMixin, DocumentFormView):
    """All comments that the reader may know of, and the form of those who may write one."""

    form_class = CommentForm
    template_name = "knowledge/minutes/comments.html"

    @property
    def done(self):
        return _("Your comment is filed.")

    @property
    def memberships(self):
        return voices(self.object.minutes.body, self.request.user)

    @property
    def circulated(self):
        """The newest revision that the body reads."""
        return self.object.revisions.released().order_by("number").last()

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {
            "memberships": self.memberships,
            "paragraphs": text_of(self.circulated),
        }

    def post(self, request, *args, **kwargs):
        if not self.memberships:
            raise PermissionDenied
        return super().post(request, *args, **kwargs)

    def do(self, form):
        given = dict(form.cleaned_data)
        kind = given.pop("kind", MinutesComment.Kind.COMMENT)
        organisation = given.pop("membership").organisation
        actions.comment(document=self.object, organisation=organisation, kind=kind, by=self.request.user, **given)

    def get_success_url(self):
        return reverse("knowledge:minutes-comments", args=[self.object.reference])

    def get_context_data(self, **kwargs):
        user, document = self.request.user, self.object
        comments = MinutesComment.objects.visible_to(user).filter(document=document)
        memberships = self.memberships
        return super().get_context_data(
            comments=comments.select_related("organisation", "revision", "by__person").prefetch_related(
                "organisation__names"
            ),
            text=text_of(self.circulated),
            stages=stages(document),
            own={row.organisation_id for row in memberships},
            is_editor=Document.objects.editable_by(user).filter(pk=document.pk).exists(),
            is_taking=actions.takes_comments(document),
            may_write=bool(memberships) and (actions.takes_comments(document) or self.request.method == "POST"),
            more_than_one=readable_revisions(document, user).count() > 1,
            **kwargs,
        )


class OneCommentMixin(VisibleMixin, SingleObjectMixin):
    """One comment on the minutes of the address."""

    model = MinutesComment

    def get_queryset(self):
        rows = super().get_queryset().filter(document__reference=self.kwargs["reference"])
        return rows.select_related("document__minutes__body", "organisation")

    def dispatch(self, request, *args, **kwargs):
        self.object = self.get_object()
        return super().dispatch(request, *args, **kwargs)

    def get_success_url(self):
        return reverse("knowledge:minutes-comments", args=[self.object.document.reference])


class CommentWithdraw(OneCommentMixin, DocumentFormView):
    """Takes back what one's organisation wrote, after a page that asks."""

    template_name = "knowledge/minutes/withdraw.html"
    form_class = Form

    @property
    def done(self):
        return _("The comment is withdrawn.")

    def get_object(self, queryset=None):
        comment = super().get_object(queryset)
        held = voices(comment.document.minutes.body, self.request.user)
        if not held.filter(organisation=comment.organisation).exists():
            raise Http404
        return comment

    def do(self, form):
        actions.withdraw_comment(comment=self.object, by=self.request.user)


class CommentSettle(OneCommentMixin, DocumentFormView):
    """The Chair notes what became of a comment."""

    template_name = "knowledge/minutes/settle.html"
    form_class = SettleForm

    @property
    def done(self):
        return _("Settled.")

    def get_queryset(self):
        return super().get_queryset().editable_by(self.request.user)

    def do(self, form):
        actions.settle_comment(comment=self.object, by=self.request.user, **form.cleaned_data)
