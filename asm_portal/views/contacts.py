"""The contacts of a body, on a page and as files, and the confirmation of one's own data."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponseBadRequest
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.generic import DetailView, FormView

from asm_portal.access import PublicMixin, SecretariatMixin
from asm_portal.confirmations import (
    answer_to,
    confirm_contact_data,
    open_report,
    person_of,
    report_change,
    representations_of,
)
from asm_portal.dated import OnDayMixin, today
from asm_portal.exports import contact_sheet, download, roster_sheet, vcard
from asm_portal.mail_links import LinkError
from asm_portal.members import MembersMixin, directory, own_representations, roster, unconfirmed, why_here
from asm_portal.models import Body
from asm_portal.visibility import standing_of


class ContactReportForm(forms.Form):
    """What has changed, in the person's own words."""

    text = forms.CharField(
        label=gettext_lazy("What has changed?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Say what has changed, or press the other button.")},
    )


class BodyContacts(MembersMixin, DetailView):
    """Everyone who counts in the body today, office-holders first, on one page that prints well."""

    template_name = "members/contacts.html"

    def get_context_data(self, **kwargs):
        body, user = self.object, self.request.user
        return super().get_context_data(
            directory=directory(body, user), why=why_here(body, user), today=today(), **kwargs
        )


class BodyContactsFile(MembersMixin, DetailView):
    """The contacts of the body as a file."""

    content_type = extension = ""

    def render_to_response(self, context):
        found = self.chosen(directory(self.object, self.request.user).contacts)
        return download(self.written(found), self.content_type, f"{self.object.code}-contacts.{self.extension}")

    def chosen(self, contacts):
        return contacts


class BodyContactsSheet(BodyContactsFile):
    """The contacts of the body for a spreadsheet."""

    content_type, extension = "text/csv", "csv"

    def written(self, contacts):
        return contact_sheet(contacts)


class BodyContactsCards(BodyContactsFile):
    """The contacts of the body for an address book: all, or the one that the address names."""

    content_type, extension = "text/vcard", "vcf"

    def chosen(self, contacts):
        if "uid" not in self.kwargs:
            return contacts
        found = [contact for contact in contacts if contact.uid == self.kwargs["uid"]]
        if not found:
            raise Http404
        return found

    def written(self, contacts):
        return "".join(vcard(contact, self.object) for contact in contacts)


class ContactDataMixin:
    """What the portal holds about a person, and two buttons: it is right, or something has changed. Opening changes nothing."""

    form_class = ContactReportForm

    def post(self, request, *args, **kwargs):
        if request.POST.get("answer") == "right":
            confirm_contact_data(person=self.person, by=self.by())
            return self.answered(_("Thank you: your contact data are confirmed."))
        form = self.get_form()
        if not form.is_valid():
            return self.form_invalid(form)
        report_change(person=self.person, text=form.cleaned_data["text"], by=self.by())
        return self.answered(_("Thank you: the secretariat corrects your contact data."))

    def by(self):
        """The account that answers, where there is one."""
        return self.request.user if self.request.user.is_authenticated else None

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            title=_("My contact data"),
            person=self.person,
            representations=representations_of(self.person),
            report=open_report(self.person),
            **kwargs,
        )


class ConfirmContactData(ContactDataMixin, FormView):
    """One's own data, signed in."""

    template_name = "members/confirm_contact_data.html"

    @property
    def person(self):
        return self.request.user.person

    def answered(self, message):
        messages.success(self.request, message)
        return redirect("desk")

    def get_context_data(self, **kwargs):
        is_due = unconfirmed(own_representations(self.request.user)).exists()
        return super().get_context_data(is_due=is_due, **kwargs)


@method_decorator([login_not_required, never_cache], name="dispatch")
class ContactLink(ContactDataMixin, FormView):
    """One's own data by the link of a mail (asm_portal/confirmations.py); once answered, it shows nothing but that."""

    template_name = "members/contact_link.html"

    def dispatch(self, request, token):
        try:
            self.person, self.period = person_of(token)
        except LinkError as problem:
            return self.closed("over" if problem.is_over else "unknown", status=410 if problem.is_over else 404)
        if state := answer_to(self.person, self.period):
            return self.closed(state)
        return super().dispatch(request, token)

    def closed(self, state, status=200):
        """What became of the link, without the data."""
        self.template_name = "members/contact_link_closed.html"
        return self.render_to_response({"title": _("My contact data"), "state": state}, status=status)

    def answered(self, message):
        return redirect(self.request.path)


class RosterMixin(OnDayMixin):
    """The members and office-holders of a body on a day, with what is known of each row."""

    model = Body
    slug_field = slug_url_kwarg = "code"

    def roster(self):
        return roster(self.object, self.request.user, self.day)


class BodyRoster(RosterMixin, SecretariatMixin, DetailView):
    """The roster with source and certainty of every row; for the secretariat."""

    template_name = "members/roster.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(title=_("Roster"), roster=self.roster(), **kwargs)

    def render_to_response(self, context, **kwargs):
        return super().render_to_response(context, **kwargs, status=400 if self.day_error else 200)


class BodyRosterSheet(RosterMixin, PublicMixin, DetailView):
    """The roster for a spreadsheet; source and certainty are in it for the secretariat only."""

    def render_to_response(self, context):
        if self.day_error:
            return HttpResponseBadRequest(self.day_error, content_type="text/plain; charset=utf-8")
        with_sources = standing_of(self.request.user).secretariat
        return download(
            roster_sheet(self.roster(), with_sources), "text/csv", f"{self.object.code}-roster-{self.day}.csv"
        )
