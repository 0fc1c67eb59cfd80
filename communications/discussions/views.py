"""Pages of discussions: the topics of a body, a topic with its posts, and the mail about them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import FormView, TemplateView, View
from django.views.generic.detail import SingleObjectMixin

from asm_portal.access import VisibleMixin
from asm_portal.forms import LONGEST_KEY
from asm_portal.members import MembersMixin, why_here
from communications.discussions import actions, mail
from communications.discussions.attachments import with_attachments
from communications.discussions.finding import STATES, BodyResults
from communications.discussions.forms import MailForm, PostForm, TitleForm, TopicForm
from communications.discussions.listing import by_state, in_states, shown, topics_of
from communications.discussions.reading import mark_all_read, mark_read, with_new
from communications.discussions.speaking import voices_in
from communications.discussions.titles import earlier_titles, renamed_by
from communications.models import DiscussionMail, Post, Topic
from communications.models.discussions import POSTS_PER_PAGE
from knowledge.minutes.pages import DocumentFormView
from knowledge.models import Document
from logistics.models import AgendaItem

TOPICS_PER_PAGE = 25


class BodyMixin(MembersMixin, SingleObjectMixin):
    """A page of the discussions of a body; to those who may not enter its members' area it does not exist."""

    context_object_name = "body"

    def dispatch(self, request, *args, **kwargs):
        self.object = self.get_object()
        return super().dispatch(request, *args, **kwargs)


class TopicList(BodyMixin, TemplateView):
    """The topics of a body, or what a search finds in its discussions."""

    template_name = "communications/discussions/list.html"

    def post(self, request, *args, **kwargs):
        """The button that marks everything as read."""
        mark_all_read(self.object, request.user)
        return redirect(request.path)

    def get_context_data(self, **kwargs):
        body, user = self.object, self.request.user
        results = BodyResults(self.request.GET, user, body)
        kwargs |= self.found(results) if results.text else self.topics()
        return super().get_context_data(
            title=gettext("Discussions"),
            query=results.text,
            why=why_here(body, user),
            mail=mail.chosen_by(user.person, [body.pk])[body.pk].label,
            **kwargs,
        )

    def found(self, results):
        count = results.page.paginator.count
        found = ngettext("%(count)s post", "%(count)s posts", count) % {"count": results.page.paginator.shown_count}
        return {"results": results, "page_obj": results.page, "facets": results.facets, "found": found}

    def topics(self):
        body, user = self.object, self.request.user
        states = [state for state in STATES if state in self.request.GET.getlist("state")]
        page = Paginator(in_states(topics_of(body, user), states), TOPICS_PER_PAGE).get_page(
            self.request.GET.get("page")
        )
        facet = by_state(body, user, states)
        topics = shown(page.object_list, user)
        return {
            "page_obj": page,
            "topics": topics,
            "has_new": any(topic.new for topic in topics),
            "facets": [facet] if facet.choices else [],
            "is_filtered": bool(states),
        }


class WritingView(DocumentFormView):
    """A form with which somebody posts; the page that follows is that of the post."""

    def get_success_url(self):
        return self.post_written.get_absolute_url()


class TopicNew(BodyMixin, WritingView):
    """Begins a topic, about a document (`?document=`) or an agenda item (`?item=`) where the link says so."""

    form_class = TopicForm
    template_name = "communications/discussions/new.html"
    done = _("The discussion is open.")

    def get_form_kwargs(self):
        body, user = self.object, self.request.user
        return super().get_form_kwargs() | {"body": body, "user": user, "voices": voices_in(body, user)}

    def get_initial(self):
        asked = self.request.GET
        item = asked.get("item", "")
        return {
            "document": asked.get("document", "")[:80],
            "agenda_item": item if item.isdecimal() and len(item) < LONGEST_KEY else "",
        }

    def do(self, form):
        self.post_written = actions.open_topic(body=self.object, by=self.request.user, **form.written)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            title=gettext("Start a discussion"), why=why_here(self.object, self.request.user), **kwargs
        )


class TopicMixin(VisibleMixin, SingleObjectMixin):
    """A page about a topic; to those who do not belong to its body it does not exist."""

    model = Topic
    slug_field = slug_url_kwarg = "reference"
    context_object_name = "topic"

    def get_queryset(self):
        return super().get_queryset().select_related("body", "closed_by__person")

    def dispatch(self, request, *args, **kwargs):
        self.object = self.get_object()
        return super().dispatch(request, *args, **kwargs)


class TopicDetail(TopicMixin, WritingView):
    """A topic: its posts in their order, and the form with which one answers. What was written to one that has been closed
    meanwhile stays in the form."""

    form_class = PostForm
    template_name = "communications/discussions/detail.html"
    done = _("Your post is published.")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"voices": voices_in(self.object.body, self.request.user)}

    def do(self, form):
        self.post_written = actions.answer(topic=self.object, by=self.request.user, **form.written)

    def read(self):
        """The posts of the page that is asked for, which count as read from now on; the topic knows what was new until now."""
        topic, user = self.object, self.request.user
        posts = Post.objects.visible_to(user).filter(topic=topic).order_by("number").for_display()
        page = Paginator(posts, POSTS_PER_PAGE).get_page(self.request.GET.get("page"))
        posts = with_attachments(list(page.object_list), user)
        with_new([topic], user)
        if self.request.method == "GET" and posts:
            mark_read(topic, user, posts[-1].number)
        return page, posts

    def get_context_data(self, **kwargs):
        topic, user = self.object, self.request.user
        page, posts = self.read()
        own = Post.objects.editable_by(user).filter(topic=topic).values_list("pk", flat=True)
        items = AgendaItem.objects.visible_to(user).select_related("meeting")
        return super().get_context_data(
            page_obj=page,
            posts=posts,
            earlier=earlier_titles(topic),
            own=set(own),
            document=Document.objects.visible_to(user).filter(pk=topic.document_id).prefetch_related("titles").first(),
            item=items.filter(pk=topic.agenda_item_id).first(),
            keeps=Topic.objects.editable_by(user).filter(pk=topic.pk).exists(),
            may_rename=topic.is_open and renamed_by(user).filter(pk=topic.pk).exists(),
            may_write=topic.is_open or self.request.method == "POST",
            why=why_here(topic.body, user),
            **kwargs,
        )


class TopicRename(TopicMixin, DocumentFormView):
    """Gives a topic another title. What is sent once it was closed, or renamed by somebody else, stays in the form."""

    form_class = TitleForm
    template_name = "communications/discussions/rename.html"
    done = _("The discussion has another title.")

    def get_queryset(self):
        rows = super().get_queryset() & renamed_by(self.request.user)
        return rows if self.request.method == "POST" else rows.filter(closed_at=None)

    def get_initial(self):
        return {"title": self.object.title, "seen": self.object.title}

    def do(self, form):
        actions.rename_topic(topic=self.object, by=self.request.user, **form.cleaned_data)

    def form_invalid(self, form):
        """Who has read what it is called now may still call it otherwise."""
        form.data = form.data.copy()
        form.data["seen"] = self.object.title
        return super().form_invalid(form)

    def get_success_url(self):
        return self.object.get_absolute_url()

    def get_context_data(self, **kwargs):
        return super().get_context_data(title=gettext("Rename the discussion"), **kwargs)


class TopicState(TopicMixin, View):
    """Closes, reopens or pins a topic, or takes the pin away: by the name of the button."""

    http_method_names = ("post",)
    verbs = {
        "close": (actions.close_topic, {}, _("The discussion is closed.")),
        "reopen": (actions.reopen_topic, {}, _("The discussion is open again.")),
        "pin": (actions.pin_topic, {"is_pinned": True}, _("The discussion is pinned to the top.")),
        "unpin": (actions.pin_topic, {"is_pinned": False}, _("The discussion is no longer pinned.")),
    }

    def get_queryset(self):
        return super().get_queryset().editable_by(self.request.user)

    def post(self, request, *args, **kwargs):
        for name in self.verbs.keys() & request.POST.keys():
            self.do(*self.verbs[name])
        return redirect(self.object)

    def do(self, verb, facts, done):
        try:
            verb(topic=self.object, by=self.request.user, **facts)
        except ValidationError as refusal:
            messages.warning(self.request, " ".join(refusal.messages))
        else:
            messages.success(self.request, done)


class MailChoice(BodyMixin, FormView):
    """Which mail the reader wants about the discussions of a body."""

    form_class = MailForm
    template_name = "communications/discussions/mail.html"

    def get_initial(self):
        return {"frequency": mail.chosen_by(self.request.user.person, [self.object.pk])[self.object.pk]}

    def form_valid(self, form):
        mail.choose(person=self.request.user.person, body=self.object, frequency=form.cleaned_data["frequency"])
        messages.success(self.request, gettext("Your choice is kept."))
        return redirect(reverse("communications:topic-list", args=[self.object.code]))

    def get_context_data(self, **kwargs):
        return super().get_context_data(title=gettext("Mail about discussions"), **kwargs)


@method_decorator([login_not_required, never_cache, csrf_exempt], name="dispatch")
class DiscussionLeave(TemplateView):
    """The link at the end of a mail. Opening it changes nothing, so that a mail scanner cannot stop the mails; the button does.
    The token is the permission, so that a mail program may post to it, too (RFC 8058)."""

    template_name = "communications/discussions/leave.html"

    def dispatch(self, request, *args, **kwargs):
        if (told := mail.of_token(kwargs["token"])) is None:
            raise Http404
        self.person, self.bodies, self.before = told
        return super().dispatch(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        frequency = self.before if "again" in request.POST else DiscussionMail.Frequency.NONE
        for body in self.bodies:
            mail.choose(person=self.person, body=body, frequency=frequency)
        return self.get(request, *args, **kwargs)

    @cached_property
    def is_wanted(self):
        chosen = mail.chosen_by(self.person, [body.pk for body in self.bodies])
        return set(chosen.values()) != {DiscussionMail.Frequency.NONE}

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            title=gettext("Mail about discussions"), bodies=self.bodies, is_wanted=self.is_wanted, **kwargs
        )
