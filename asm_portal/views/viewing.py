"""Where the secretariat chooses the role as which it looks at the site, and ends the view."""

from django import forms
from django.http import Http404
from django.shortcuts import redirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, View

from asm_portal.models import Body, Organisation
from asm_portal.register import alphabetical
from asm_portal.roles import Role, role_named
from asm_portal.viewing import KEY
from asm_portal.visibility import Audience, standing_of

AUDIENCES = (Audience.PUBLIC, Audience.PROCESS, Audience.PARTICIPANTS, Audience.CHAIR)


class RoleForm(forms.Form):
    """A role: an audience, the members of a body, or those who represent an organisation."""

    role = forms.ChoiceField(label=gettext_lazy("As whom"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        bodies = Body.objects.visible_to(user).exclude(activity=Body.Activity.CLOSED)
        organisations = Organisation.objects.visible_to(user).with_names()
        self.fields["role"].choices = [
            *((audience.value, capfirst(str(Role(audience)))) for audience in AUDIENCES),
            (_("Members of a body"), listed(Role(Audience.BODY, body=body) for body in bodies)),
            (
                _("Representatives of an organisation"),
                listed(Role(Audience.ORGANISATION, organisation=row) for row in organisations),
            ),
        ]


def listed(roles):
    named = [(role.code, str(role.body or role.organisation)) for role in roles]
    return sorted(named, key=lambda choice: alphabetical(choice[1]))


class ForTheSecretariat:
    """To everybody else the page does not exist."""

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and not standing_of(request.user).secretariat:
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class ViewAs(ForTheSecretariat, FormView):
    """Chooses the role."""

    form_class = RoleForm
    template_name = "viewing/choose.html"
    extra_context = {"title": gettext_lazy("See the site as others do")}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_initial(self):
        return {"role": self.request.session.get(KEY, Audience.PUBLIC.value)}

    def form_valid(self, form):
        self.request.session[KEY] = role_named(form.cleaned_data["role"]).code
        return redirect("home")


class ViewAsEnd(ForTheSecretariat, View):
    """The button that ends the view."""

    http_method_names = ["post"]

    def post(self, request):
        request.session.pop(KEY, None)
        return redirect("view-as")
