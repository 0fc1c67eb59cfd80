"""Pages of one post: editing it, its earlier versions, and its removal."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from django.views.generic.detail import SingleObjectMixin

from asm_portal.access import VisibleMixin
from communications.discussions import actions
from communications.discussions.forms import RemoveForm, TextForm
from communications.models import Post, Topic
from knowledge.minutes.pages import DocumentFormView
from knowledge.rendering import Rendered


class PostMixin(VisibleMixin, SingleObjectMixin):
    """A page about the post of the address."""

    model = Post
    context_object_name = "post"

    def get_queryset(self):
        return super().get_queryset().for_display()

    def get_object(self, queryset=None):
        asked = {"topic__reference": self.kwargs["reference"], "number": self.kwargs["number"]}
        if post := self.get_queryset().filter(**asked).first():
            return post
        raise Http404

    def dispatch(self, request, *args, **kwargs):
        self.object = self.get_object()
        return super().dispatch(request, *args, **kwargs)

    def get_success_url(self):
        return self.object.get_absolute_url()

    def get_context_data(self, **kwargs):
        return super().get_context_data(title=self.title, topic=self.object.topic, **kwargs)


class PostEdit(PostMixin, DocumentFormView):
    """Writes another version of one's own post. What is sent once it was removed, or its topic closed, stays in the form."""

    form_class = TextForm
    template_name = "communications/discussions/edit.html"
    title, done = _("Edit your post"), _("Your post is changed.")

    def get_queryset(self):
        user, rows = self.request.user, super().get_queryset()
        return rows.filter(author=user.person_id) if self.request.method == "POST" else rows.editable_by(user)

    def get_initial(self):
        return {"text": self.object.text, "language": self.object.language}

    def do(self, form):
        actions.edit_post(post=self.object, by=self.request.user, **form.cleaned_data)


class PostRemove(PostMixin, DocumentFormView):
    """Removes a post, for who leads the body and for the secretariat."""

    form_class = RemoveForm
    template_name = "communications/discussions/remove.html"
    title, done = _("Remove a post"), _("The post is removed; the reason stands in its place.")

    def get_queryset(self):
        return super().get_queryset().filter(topic__in=Topic.objects.editable_by(self.request.user))

    def do(self, form):
        actions.remove_post(post=self.object, by=self.request.user, **form.cleaned_data)

    def get_context_data(self, **kwargs):
        return super().get_context_data(attached=self.object.attachments.count(), **kwargs)


@dataclass(frozen=True)
class Version:
    """A text that a post had, since when, and its language."""

    at: datetime
    language: str
    html: Rendered


class PostHistory(PostMixin, TemplateView):
    """Every version of a post, the newest first; none of one that was removed."""

    template_name = "communications/discussions/history.html"
    title = _("Versions of a post")

    def get_queryset(self):
        return super().get_queryset().standing()

    def get_context_data(self, **kwargs):
        return super().get_context_data(versions=versions(self.object), **kwargs)


def versions(post):
    """The versions of a post, the newest first: each row of its history that holds other words than the one before."""
    found, last = [], None
    for row in post.history.order_by("history_date", "history_id"):
        if (row.text, row.language) != last:
            found.append(Version(row.edited_at or row.at, row.language, Rendered(row.html)))
            last = row.text, row.language
    return found[::-1]
