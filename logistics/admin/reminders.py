"""The ladder of reminders, its ledger, and the decisions on who may know who has reported."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from asm_portal.admin.accounts import ShownOnly
from asm_portal.administration.base import SecretariatAdmin
from logistics.models import Disclosure, Reminder, ReminderStep


@admin.register(ReminderStep)
class ReminderStepAdmin(SecretariatAdmin):
    list_display = ("days", "in_words", "reach")
    list_filter = ("reach",)
    search_fields = ("days",)

    @admin.display(description=_("step"), ordering="days")
    def in_words(self, step):
        return str(step)


@admin.register(Reminder)
class ReminderAdmin(ShownOnly, SecretariatAdmin):
    """Who was put down to be reminded of what; whether the mail went stands with the mail."""

    list_display = ("person", "period", "owner", "days", "mail_of", "state_of_mail")
    list_select_related = ("person", "period__obligation", "organisation", "body", "office", "delivery")
    prefetched = ("organisation__names", "period__concerning__names")
    list_filter = ("days",)
    search_fields = ("person__given_name", "person__family_name", "organisation__code", "period__obligation__code")

    @admin.display(description=_("owner"))
    def owner(self, reminder):
        return str(reminder.owner)

    @admin.display(description=_("day"), ordering="delivery__queued_at")
    def mail_of(self, reminder):
        return reminder.delivery.queued_at.date()

    @admin.display(description=_("mail"), ordering="delivery__state")
    def state_of_mail(self, reminder):
        return reminder.delivery.get_state_display()


@admin.register(Disclosure)
class DisclosureAdmin(ShownOnly, SecretariatAdmin):
    """Decided on a page by the KP Chair's office."""

    list_display = ("decided_at", "readers", "shown", "reason", "decided_by")
    list_filter = ("readers", "shown")
    search_fields = ("reason",)
    list_select_related = ("decided_by__person",)
