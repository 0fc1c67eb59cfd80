"""The pages on which a reader makes and closes private addresses of the calendar."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views.generic import DeleteView, FormView

from logistics.calendar.addresses import make_address
from logistics.calendar.forms import AddressForm
from logistics.models import CalendarToken


class AddressList(FormView):
    """One's addresses. A new one is shown in the answer to the form, and never again."""

    form_class = AddressForm
    template_name = "logistics/calendar/address_list.html"

    def form_valid(self, form):
        try:
            address = make_address(by=self.request.user, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused)
            return self.form_invalid(form)
        return self.render_to_response(self.get_context_data(form=AddressForm(), address=address))

    def get_context_data(self, **kwargs):
        addresses = self.request.user.calendar_tokens.all()
        return super().get_context_data(title=_("Subscribe to the calendar"), addresses=addresses, **kwargs)


class AddressClose(DeleteView):
    """Closes one of one's own addresses, once asked; those of others do not exist."""

    model = CalendarToken
    template_name = "logistics/calendar/address_close.html"
    success_url = reverse_lazy("logistics:calendar-address-list")

    def get_queryset(self):
        return super().get_queryset().filter(user=self.request.user)

    def form_valid(self, form):
        messages.success(self.request, _("The address is closed. Programs that use it get nothing any more."))
        return super().form_valid(form)

    def get_context_data(self, **kwargs):
        return super().get_context_data(title=_("Close a calendar address"), **kwargs)
