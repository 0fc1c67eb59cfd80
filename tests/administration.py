"""How tests walk through the administration."""

from django.db.models.fields.files import FieldFile
from django.urls import reverse


def address(model, page="changelist", *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def sign_in(client, user):
    client.force_login(user)
    return client


def prefer_french(user):
    user.person.preferred_language = "fr"
    user.person.save()


def filled(response):
    """The fields of a change page as a browser would send them back."""
    form = response.context["adminform"].form
    sent = {form.add_prefix(name): form[name].value() for name in form.fields}
    for inline in response.context["inline_admin_formsets"]:
        formset = inline.formset
        sent |= {
            f"{formset.management_form.prefix}-{name}": value for name, value in formset.management_form.initial.items()
        }
        for row in formset.forms:
            sent |= {row.add_prefix(name): row[name].value() for name in row.fields if name != "DELETE"}
    return {
        name: value
        for name, value in sent.items()
        if value is not None and value is not False and not isinstance(value, FieldFile)
    }
