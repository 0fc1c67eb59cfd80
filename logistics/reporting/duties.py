"""One report of one owner, as the pages about it find it: for its owner, those who lead the responsible body, the Chair's office
and the secretariat. To everybody else it does not exist."""

import re
from functools import cached_property
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import FormView

from asm_portal.access import VisibleMixin
from asm_portal.models import Organisation
from asm_portal.visibility import standing_of
from logistics.models import ReportDuty, ReportingPeriod, of_owner, owner_key
from logistics.reporting.owners import may_act_for, mine, owner_named
from logistics.reporting.standing import cells

CODE = re.compile(r"[\w-]{1,40}", re.ASCII)
YEARS = range(2000, 2200)


def duty_url(name, period, owner):
    """The address of a page about a report of an owner."""
    return reverse(f"logistics:{name}", args=[period.year, period.slug]) + "?" + urlencode({"for": owner.code})


class DutyMixin(VisibleMixin):
    """A page about a report of the owner that `?for=` names, or of the reader's own first one."""

    @cached_property
    def period(self):
        if self.kwargs["year"] not in YEARS:
            raise Http404
        rows = ReportingPeriod.objects.visible_to(self.request.user).with_obligation()
        return get_object_or_404(rows, year=self.kwargs["year"], slug=self.kwargs["slug"])

    @cached_property
    def owner(self):
        code, own = self.request.GET.get("for", ""), [row.owner for row in mine(self.request.user)]
        if not code:
            found = next((owner for owner in own if self.owes(owner)), None)
        else:
            found = owner_named(code) if CODE.fullmatch(code) else None
            found = found if found and self.owes(found) and (found in own or self.looks_after) else None
        if found is None:
            raise Http404
        return found

    def owes(self, owner):
        """Whether the owner can owe this report."""
        if self.period.obligation.is_of_participants:
            return isinstance(owner, Organisation) and owner.statuses.exists()
        return ReportDuty.objects.filter(period=self.period, **of_owner(owner)).exists()

    @property
    def looks_after(self):
        """Whether the reports of all owners are the reader's affair."""
        standing = standing_of(self.request.user)
        return standing.secretariat or standing.chair or self.period.obligation.body_id in standing.led_bodies

    @cached_property
    def acts(self):
        """Whether the reader sends the reports of this owner."""
        return may_act_for(self.request.user, self.owner)

    @cached_property
    def cell(self):
        found = cells([self.period], [self.owner], reader=self.request.user)
        return found[self.period.pk, owner_key(self.owner)]

    def url(self, name):
        return duty_url(name, self.period, self.owner)

    def of_this(self, rows):
        """Those of the rows that are about this report and that the reader may know of."""
        return rows.visible_to(self.request.user).filter(period=self.period, **of_owner(self.owner))

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            period=self.period, obligation=self.period.obligation, owner=self.owner, cell=self.cell,
            page_url=self.url("report-detail"), acts=self.acts, **kwargs,
        )  # fmt: skip


class ActingMixin(DutyMixin):
    """A page for those who send the reports of the owner."""

    def dispatch(self, request, *args, **kwargs):
        if not self.acts:
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class DutyFormView(DutyMixin, FormView):
    """A form about a report; what the verb refuses is said at its field, and nothing typed is lost."""

    template_name = "logistics/reporting/form.html"
    done = ""

    def get_form_kwargs(self):
        about = {"period": self.period, "owner": self.owner, "by": self.request.user}
        return super().get_form_kwargs() | about

    def form_valid(self, form):
        try:
            with transaction.atomic():
                self.saved = form.save()
        except ValidationError as refused:
            add_errors(form, refused)
            return self.form_invalid(form)
        messages.success(self.request, self.done)
        return redirect(self.get_success_url())

    def get_success_url(self):
        return self.url("report-detail")


def add_errors(form, refused):
    """Say a refusal at its fields, as far as the form has them, else above it."""
    if not hasattr(refused, "error_dict"):
        form.add_error(None, refused)
        return
    for name, errors in refused.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)
