"""The site as a role sees it, for the secretariat: without drafts, read-only, and never as a person.

The role is kept in the session. On a page of VIEWABLE the view is given the role for its reader (`request.viewer` stays who it
is); any other page is one's own, and says so. Nothing is sent meanwhile.
"""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.shortcuts import render
from django.utils.translation import gettext as _

from asm_portal.models import Person, User
from asm_portal.roles import role_named
from asm_portal.visibility import Audience, standing_of

KEY = "view_as"
# Pages that show records to their readers. Files are one's own: who took one is logged.
VIEWABLE = {
    "home", "search", "site-map", "participant-list", "participant-detail", "observer-list", "body-list", "body-detail",
    "knowledge:document-list", "knowledge:document-detail", "knowledge:document-history", "knowledge:document-print",
    "knowledge:document-cite", "knowledge:decision-list", "knowledge:report-list", "knowledge:participant-reports",
    "knowledge:legislation-list", "knowledge:legislation", "knowledge:minutes-list", "knowledge:certificates",
    "knowledge:fraud-notice-list", "knowledge:fraud-notice", "knowledge:glossary",
    "communications:communique-list", "communications:communique-detail", "communications:standing-page",
    "communications:notice-list", "communications:notice-detail", "communications:topic-list", "communications:topic-detail",
    "communications:procedure-list", "communications:procedure-detail", "communications:procedure-tally",
    "logistics:action-list", "logistics:action-board", "logistics:action-detail", "logistics:calendar",
    "logistics:meeting-list", "logistics:meeting-detail", "logistics:visit-list", "logistics:visit-detail",
    "logistics:reporting", "logistics:matrix", "logistics:matrix-years",
    "assistance:home", "assistance:request-list", "assistance:request-detail", "assistance:register", "assistance:figures",
    "assistance:workshop-list", "assistance:workshop-detail", "assistance:result-list", "assistance:result-detail",
    "assistance:offer-list", "assistance:offer-detail",
}  # fmt: skip
# What is sent all the same: the end of the view, another role, and the end of the session.
MAY_BE_SENT = {"view-as", "view-as-end", "account_logout"}


@dataclass(frozen=True)
class Viewing:
    """Whose view is asked for, and whether this page is theirs."""

    role: str
    is_theirs: bool = False


def reader_of(role):
    """The role as views take their reader: an account that is nobody's, with the standing that everyone of the role has."""
    if role.audience == Audience.PUBLIC:
        return AnonymousUser()
    nobody = User(pk=0, person=Person(pk=0))
    nobody._standing = role.read_standing()
    return nobody


def chosen_role(request):
    """The role in the session of somebody of the secretariat; None without one. That of the secretariat is its own."""
    if not request.user.is_authenticated or KEY not in request.session:
        return None
    role = role_named(request.session[KEY])
    return role if role and role.audience != Audience.SECRETARIAT and standing_of(request.user).secretariat else None


class ViewAsMiddleware:
    """Stands after those that ask who signed in."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if (role := chosen_role(request)) is None:
            return None
        name = request.resolver_match.view_name
        request.viewing = Viewing(str(role))
        if request.method not in ("GET", "HEAD"):
            return None if name in MAY_BE_SENT else refused(request)
        if name in VIEWABLE:
            request.viewing = Viewing(str(role), is_theirs=True)
            request.viewer, request.user = request.user, reader_of(role)
            if not request.user.is_authenticated and getattr(view, "login_required", True):
                return render(request, "viewing/closed.html", {"title": _("Sign in")})
        return None


def refused(request):
    return render(request, "viewing/refused.html", {"title": _("Nothing was sent")}, status=403)
