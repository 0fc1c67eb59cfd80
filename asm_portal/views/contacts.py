"""The contacts of a body, on a page and as files, and the confirmation of one's own data."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import DetailView, TemplateView

from asm_portal.dated import today
from asm_portal.exports import contact_sheet, vcard
from asm_portal.members import MembersMixin, confirm_contact_data, directory, own_representations, unconfirmed, why_here


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
        name = f"{self.object.code}-contacts.{self.extension}"
        return HttpResponse(
            self.written(found),
            content_type=f"{self.content_type}; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

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


class ConfirmContactData(TemplateView):
    """What the portal holds about the reader, and the button that says that it is right."""

    template_name = "members/confirm_contact_data.html"

    def get_context_data(self, **kwargs):
        held = own_representations(self.request.user)
        return super().get_context_data(
            person=self.request.user.person, representations=held, is_due=unconfirmed(held).exists(), **kwargs
        )

    def post(self, request):
        confirm_contact_data(by=request.user)
        messages.success(request, _("Thank you: your contact data are confirmed."))
        return redirect("desk")
