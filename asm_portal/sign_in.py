"""Where an unknown reader is asked to sign in, and where what they had typed is given back (`asm_portal.carried`)."""

from allauth.account.views import LoginView
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.shortcuts import resolve_url
from django.template.loader import render_to_string
from django.utils.html import format_html

from asm_portal.carried import FIELD, MAX_LENGTH, SESSION_KEY, opened, page_of_form, typed_into
from asm_portal.refilling import refill


class SessionEndedView(LoginView):
    """The sign-in page as the answer to a form: it holds what was typed. What is too long to be held is shown, to be copied."""

    def dispatch(self, request, *, carried):
        self.carried, self.sealed = carried, carried.sealed()
        return self.get(request)

    @property
    def is_held(self):
        return len(self.sealed) <= MAX_LENGTH

    def get_form_kwargs(self):
        return {"request": self.request, "initial": {FIELD: self.sealed} if self.is_held else {}}

    def get_context_data(self, **kwargs):
        page = self.carried.page
        return super().get_context_data(**kwargs) | {
            "carried": self.carried,
            "to_copy": [] if self.is_held else self.carried.texts,
            "redirect_field_value": page,
            "redirect_field": format_html('<input type="hidden" name="next" value="{}">', page),
        }


class PasskeyLoginView(LoginWebAuthnView):
    """Signing in with a passkey. A refused one does not lose what the sign-in page held."""

    def form_invalid(self, form):
        response = super().form_invalid(form)
        carried = opened(self.request.POST.get(FIELD, ""))
        return SessionEndedView.as_view()(self.request, carried=carried) if carried else response


class SignInMiddleware(LoginRequiredMiddleware):
    """Demands a sign-in wherever a view does not say otherwise; what was typed into a form meanwhile is given back after it."""

    def handle_no_permission(self, request, view_func):
        if request.method != "POST":
            return super().handle_no_permission(request, view_func)
        carried = typed_into(request)
        if not (carried.texts or carried.files):
            return redirect_to_login(page_of_form(request), resolve_url(settings.LOGIN_URL))
        return SessionEndedView.as_view()(request, carried=carried)

    def process_response(self, request, response):
        """Write what was typed into the page of its form, or show it there where that page has none any more."""
        if request.method != "GET" or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return response
        if SESSION_KEY not in request.session or not request.user.is_authenticated:
            return response
        carried = opened(request.session[SESSION_KEY])
        if carried is None:
            del request.session[SESSION_KEY]
        elif carried.stands_on(request) and not 300 <= response.status_code < 400:
            del request.session[SESSION_KEY]
            return given_back(request, response, carried)
        return response


def given_back(request, response, carried):
    """The page with what was typed in it. A page that is gone, or is none, is not shown: what was typed is."""
    is_page = response.status_code == 200 and not response.streaming
    if not (is_page and response.get("Content-Type", "").startswith("text/html")):
        return HttpResponse(render_to_string("account/carried.html", {"carried": carried}, request))
    html, left, start = refill(response.content.decode(), carried)
    said = render_to_string("account/carried_note.html", {"carried": carried, "left": left}, request)
    response.content = f"{html[:start]}{said}{html[start:]}" if start else html
    return response
