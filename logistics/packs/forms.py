"""Orders for packs."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from asm_portal.models import Body, Organisation
from asm_portal.register import alphabetical
from asm_portal.roles import Role
from asm_portal.visibility import Audience
from logistics.packs.actions import order_pack


class PackForm(forms.Form):
    """For whom a USB pack is, and in which languages."""

    audience = forms.ChoiceField(label=_("For"), choices=Audience)
    body = forms.ChoiceField(label=_("Body"), required=False, help_text=_("Only for members of a body."))
    organisation = forms.ChoiceField(
        label=_("Organisation"), required=False, help_text=_("Only for representatives of an organisation.")
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        choices=settings.LANGUAGES,
        initial=[code for code, _name in settings.LANGUAGES],
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        known = {
            "body": Body.objects.visible_to(user),
            "organisation": Organisation.objects.visible_to(user)
            .with_status(settings.STATUSES_WITH_ACCESS)
            .with_names(),
        }
        self.records = {name: {row.code: row for row in rows} for name, rows in known.items()}
        for name, rows in self.records.items():
            choices = [(code, str(row)) for code, row in rows.items()]
            choices.sort(key=lambda choice: alphabetical(choice[1]))
            self.fields[name].choices = [("", "–"), *choices]

    def clean(self):
        """The role goes to `cleaned_data["role"]`."""
        given = super().clean()
        audience = given.get("audience")
        named = {name: self.records[name].get(given.get(name)) for name in ("body", "organisation")}
        for name, record in named.items():
            if audience == name and record is None and name not in self.errors:
                self.add_error(name, ValidationError(_("Choose whose pack it is.")))
            elif audience != name and record is not None:
                self.add_error(
                    name, ValidationError(_("The pack is for others: leave this empty, or change for whom it is."))
                )
        if not self.errors:
            given["role"] = Role(audience, **{name: record for name, record in named.items() if audience == name})
        return given

    def save(self, by):
        return order_pack(role=self.cleaned_data["role"], languages=self.cleaned_data["languages"], by=by)
