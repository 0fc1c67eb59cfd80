"""Lists of actions: the list, the board, the sheet, and what is overdue."""

from collections import defaultdict

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import ListView, TemplateView

from asm_portal.access import PublicMixin, VisibleMixin
from asm_portal.exports import download, sheet
from asm_portal.models import Body
from asm_portal.register import alphabetical
from logistics.follow_up.listing import OVERDUE, Listing
from logistics.follow_up.owners import key_of
from logistics.follow_up.reminders import of_owners, remind
from logistics.follow_up.rights import bodies_of, recallable
from logistics.models import Action, ActionReminder

State = Action.State
ON_BOARD = 12


class ListingMixin(PublicMixin):
    """A page of the actions that the query string asks for."""

    @cached_property
    def listing(self):
        return Listing(self.request.GET, self.request.user)

    def get_context_data(self, **kwargs):
        facets = self.listing.facets()
        return super().get_context_data(
            facets=facets,
            is_filtered=any(choice.selected for facet in facets for choice in facet.choices),
            may_record=bodies_of(self.request.user).exists(),
            may_report=self.request.user.is_authenticated,
            **kwargs,
        )


class ActionList(ListingMixin, ListView):
    """The actions, the open ones first, by their day."""

    model = Action
    template_name = "logistics/follow_up/list.html"
    paginate_by = 25

    def get_queryset(self):
        return self.listing.rows()

    def get_context_data(self, **kwargs):
        return super().get_context_data(title=_("Actions"), **kwargs)


class ActionBoard(ListingMixin, TemplateView):
    """The actions by state or by owner (`?by=owner`), the most urgent of each; the list holds the rest."""

    template_name = "logistics/follow_up/board.html"

    def get_context_data(self, **kwargs):
        by_owner = self.request.GET.get("by") == "owner"
        rows = list(self.listing.rows())
        columns = self.by_owner(rows) if by_owner else self.by_state(rows)
        shown = [(title, found[:ON_BOARD], len(found) - ON_BOARD, query) for title, found, query in columns if found]
        return super().get_context_data(title=_("Board of actions"), columns=shown, is_by_owner=by_owner, **kwargs)

    def by_state(self, rows):
        overdue = [row for row in rows if row.days_late]
        yield _("Overdue"), overdue, f"state={OVERDUE}"
        for state in State:
            found = [row for row in rows if row.state == state and not row.days_late]
            yield capfirst(state.label), found, f"state={state.value}"

    def by_owner(self, rows):
        found = defaultdict(list)
        for row in rows:
            if row.is_open:
                found[key_of(row), row.owner_name].append(row)
        for (key, name), owned in sorted(found.items(), key=lambda group: alphabetical(group[0][1])):
            yield name, owned, f"owner={key}"


class ActionSheet(ListingMixin, ListView):
    """The same list for a spreadsheet."""

    def get(self, request, *args, **kwargs):
        head = [
            _("Reference"), _("What is to be done"), _("Origin"), _("Body"), _("Owner"), _("Opened on"), _("Due on"), _("State"),
            _("Outcome"), _("Closed on"), _("Days late"),
        ]  # fmt: skip
        rows = [
            [
                action.reference, action.title, action.get_origin_display(), action.body, action.owner_name, action.opened_on,
                action.due_on, action.get_state_display(), action.get_outcome_display(), action.closed_on,
                action.days_late or "",
            ]
            for action in self.listing.rows()
        ]  # fmt: skip
        return download(sheet([head, *rows]), "text/csv", "actions.csv")


class OverdueMixin(VisibleMixin):
    """What is overdue of what the reader may know of, in one body where one is asked for (`?body=`)."""

    @cached_property
    def body(self):
        return Body.objects.visible_to(self.request.user).filter(code__in=[self.code]).first()

    @property
    def code(self):
        """A code as it stands in the query string; what is none names no body."""
        asked = self.request.GET.get("body", "")
        return asked if asked.isprintable() else ""

    def of_body(self, rows):
        return rows.filter(body=self.body) if self.body else rows


class ActionOverdue(OverdueMixin, ListView):
    """Every overdue action, grouped by body, the latest first, with its owner and the last reminder."""

    model = Action
    template_name = "logistics/follow_up/overdue.html"

    def get_queryset(self):
        return self.of_body(super().get_queryset().overdue()).for_display().order_by("due_on", "pk")

    def get_context_data(self, **kwargs):
        found = list(self.object_list)
        reminders = ActionReminder.objects.visible_to(self.request.user).filter(action__in=found)
        last = dict(reminders.order_by("sent_on").values_list("action", "sent_on"))
        groups = defaultdict(list)
        for action in found:
            action.last_reminder = last.get(action.pk)
            groups[action.body].append(action)
        count = ngettext("%(count)s overdue", "%(count)s overdue", len(found)) % {"count": len(found)}
        return super().get_context_data(
            title=_("Overdue actions"),
            count=count,
            groups=sorted(groups.items(), key=lambda group: (group[0] is None, alphabetical(str(group[0])))),
            body=self.body,
            may_remind=self.of_body(recallable(self.request.user)).exists(),
            **kwargs,
        )


class ActionRemind(OverdueMixin, TemplateView):
    """Asks once before the owners are reminded of what is overdue; to who may remind nobody it does not exist."""

    template_name = "logistics/follow_up/remind.html"

    def dispatch(self, request, *args, **kwargs):
        self.actions = self.of_body(recallable(request.user))
        if not self.actions.exists():
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            title=_("Remind all owners"), owners=of_owners(self.actions.for_display()), body=self.body, **kwargs
        )

    def post(self, request, *args, **kwargs):
        count = remind(actions=self.actions, by=request.user)
        if count:
            words = ngettext("%(count)s owner is reminded.", "%(count)s owners are reminded.", count)
            messages.success(request, words % {"count": count})
        else:
            messages.info(request, _("All of them were reminded today already; nothing was sent."))
        url = reverse("logistics:action-overdue")
        return redirect(f"{url}?body={self.body.code}" if self.body else url)
