"""The minutes debt: what is on record of each meeting that is over, and which office owes the rest."""

import csv
import io
from collections import Counter

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import FormView, TemplateView

from asm_portal.exports import BYTE_ORDER_MARK, cell
from asm_portal.importing import date_text
from asm_portal.register import alphabetical
from asm_portal.visibility import standing_of
from knowledge.library import Choice, Facet
from logistics.minutes_debt.forms import CommuniqueAccountForm, MinutesAccountForm
from logistics.minutes_debt.lines import answerable, by_body, lines
from logistics.models import Account, Meeting, MeetingBody


class DebtMixin:
    """The meetings of the bodies for which the reader answers; to everybody else the page does not exist."""

    def dispatch(self, request, *args, **kwargs):
        self.bodies = answerable(request.user)
        if not self.bodies.exists():
            raise Http404
        self.everything = lines(request.user, self.bodies)
        return super().dispatch(request, *args, **kwargs)

    def chosen(self):
        """The filters of the query string, those that are known."""
        state, body = self.request.GET.get("state", ""), self.request.GET.get("body", "")
        return {"state": state if state in Account.values else "", "body": body}

    def narrowed(self, but=""):
        chosen = {name: "" if name == but else value for name, value in self.chosen().items()}
        return [
            line
            for line in self.everything
            if chosen["state"] in ("", line.account) and chosen["body"] in ("", line.body.code)
        ]


class MinutesDebtView(DebtMixin, TemplateView):
    """The table by body, the oldest meeting first."""

    template_name = "logistics/minutes_debt/page.html"

    def get_context_data(self, **kwargs):
        found, facets = self.narrowed(), self.facets()
        owed = sum(line.account == Account.OWED for line in self.everything)
        return super().get_context_data(
            title=_("Minutes debt"),
            groups=by_body(found),
            count=len(found),
            owed=ngettext("%(count)s owed", "%(count)s owed", owed) % {"count": owed},
            facets=facets,
            is_filtered=any(choice.selected for facet in facets for choice in facet.choices),
            sees_all=standing_of(self.request.user).secretariat or standing_of(self.request.user).chair,
            **kwargs,
        )

    def facets(self):
        """What is on record and the body, each counted under the choice of the other."""
        chosen, names = self.chosen(), {line.body.code: line.body.name for line in self.everything}
        states = Counter(line.account for line in self.narrowed(but="state"))
        codes = Counter(line.body.code for line in self.narrowed(but="body"))
        order = sorted(names, key=lambda code: alphabetical(names[code]))
        of_states = [
            Choice(state, state.label, states[state], chosen["state"] == state) for state in Account if state in states
        ]
        of_bodies = [Choice(code, names[code], codes[code], chosen["body"] == code) for code in order]
        return [
            Facet("state", _("On record"), of_states, is_select=True),
            Facet("body", _("Body"), of_bodies, is_select=True),
        ]


class MinutesDebtSheet(DebtMixin, TemplateView):
    """The same rows for a spreadsheet."""

    def get(self, request, *args, **kwargs):
        out = io.StringIO()
        out.write(BYTE_ORDER_MARK)
        rows = csv.writer(out)
        rows.writerow(
            [
                _("Code"), _("Body"), _("Meeting"), _("First day"), _("Last day"), _("On record"), _("Owing office"),
                _("Document"), _("Reason"),
            ]
        )  # fmt: skip
        for body, found in by_body(self.narrowed()):
            for line in found:
                rows.writerow(map(cell, self.row(body, line)))
        headers = {"Content-Disposition": 'attachment; filename="minutes-debt.csv"'}
        return HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)

    def row(self, body, line):
        meeting = line.meeting
        return [
            body.code,
            body.name,
            meeting.reference,
            date_text(meeting.start_date, meeting.date_precision),
            date_text(meeting.end_date, meeting.date_precision),
            line.account.label,
            line.owing_words if line.account == Account.OWED else "",
            line.document.reference if line.document else "",
            line.reason,
        ]


class AccountView(FormView):
    """Says what there is on record of a meeting that is over."""

    template_name = "logistics/minutes_debt/account_form.html"

    def form_valid(self, form):
        form.save()
        messages.success(self.request, _("It is on record."))
        return redirect(f"{reverse('logistics:minutes-debt')}?body={self.body.code}")

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            title=self.question, meeting=self.meeting, days=self.meeting.days, body=self.body, **kwargs
        )


class MinutesAccountView(AccountView):
    """Which minutes a body kept of a meeting, for the secretariat and those who lead the body."""

    form_class = MinutesAccountForm

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"of_body": self.of_body, "by": self.request.user}

    def dispatch(self, request, *args, **kwargs):
        rows = MeetingBody.objects.editable_by(request.user).owing_minutes().select_related("meeting", "body")
        self.of_body = get_object_or_404(rows, meeting__reference=kwargs["reference"], body__code=kwargs["code"])
        self.meeting, self.body, self.question = self.of_body.meeting, self.of_body.body, _("Which minutes were kept?")
        return super().dispatch(request, *args, **kwargs)


class CommuniqueAccountView(AccountView):
    """Which communiqué came out of a Plenary, for the secretariat."""

    form_class = CommuniqueAccountForm

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"meeting": self.meeting, "by": self.request.user}

    def dispatch(self, request, *args, **kwargs):
        if not standing_of(request.user).secretariat:
            raise Http404
        rows = Meeting.objects.visible_to(request.user).owing_a_communique().filter(of_bodies__isnull=False).distinct()
        self.meeting = get_object_or_404(rows, reference=kwargs["reference"])
        self.body, self.question = self.meeting.of_bodies.first().body, _("Which communiqué came out of it?")
        return super().dispatch(request, *args, **kwargs)
