"""The ways through the site, as data. An item shows where its page exists and its predicate holds for the reader."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from asm_portal.visibility import standing_of


def address(url_name):
    """The address of a named page, "" where this portal is built without it."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def anyone(user):
    return True


def signed_in(user):
    return user.is_authenticated


def may_administer(user):
    return user.is_authenticated and user.is_staff


def confirms_parcels(user):
    """Those who may read to whom a parcel is confirmed: who takes part in the Process, and certificate officers."""
    standing = standing_of(user)
    return standing.process or standing.secretariat or bool(standing.officer_of)


def looks_for_documents(user):
    standing = standing_of(user)
    return standing.secretariat or standing.chair


def answers_for_bodies(user):
    """Those who see which minutes are owed: who leads a body, and who looks for documents."""
    return bool(standing_of(user).led_bodies) or looks_for_documents(user)


def speaks_for_the_chair(user):
    """Those who prepare and approve answers: the secretariat and the KP Chair's office."""
    return looks_for_documents(user)


def keeps_the_site(user):
    return standing_of(user).secretariat


def speaks_for_others(user):
    """Those who represent an organisation, which may ask for assistance."""
    return bool(standing_of(user).organisations)


def takes_part(user):
    standing = standing_of(user)
    return standing.process or standing.secretariat or standing.chair


def signed_out(user):
    return not user.is_authenticated


@dataclass(frozen=True)
class NavItem:
    """A link of the masthead or the footer."""

    name: str
    url_name: str
    predicate: Callable = anyone


@dataclass(frozen=True)
class Link:
    """A `NavItem` as this reader sees it: `current` is "page" on the page itself, "true" on the pages below it."""

    name: str
    url: str
    current: str = ""


MAIN = (
    NavItem(_("Documents"), "knowledge:document-list"),
    NavItem(_("Communiqués"), "communications:communique-list"),
    NavItem(_("Participants"), "participant-list"),
    NavItem(_("Reporting"), "logistics:reporting"),
    NavItem(_("Working groups"), "body-list"),
    NavItem(_("Meetings"), "logistics:meeting-list"),
    NavItem(_("Certificates"), "knowledge:certificates"),
    NavItem(_("About"), "about"),
)

ACCOUNT = (
    NavItem(_("Administration"), "admin:index", may_administer),
    NavItem(_("My desk"), "desk", signed_in),
    NavItem(_("Sign in"), "account_login", signed_out),
)

# What one begins from the desk, and looks up there.
DESK = (
    NavItem(_("Publish a communiqué"), "communications:communique-new", keeps_the_site),
    NavItem(_("New notice"), "communications:notice-new", keeps_the_site),
    NavItem(_("File an enquiry"), "communications:enquiry-file", keeps_the_site),
    NavItem(_("Notices of the Chair"), "communications:notice-list"),
    NavItem(_("Written procedures"), "communications:procedure-list"),
    NavItem(_("Enquiries"), "communications:enquiry-list", speaks_for_the_chair),
    NavItem(_("New request for assistance"), "assistance:request-new", speaks_for_others),
    NavItem(_("File a request for assistance"), "assistance:request-file", keeps_the_site),
    NavItem(_("Requests for assistance"), "assistance:request-list"),
    NavItem(_("Referrals"), "assistance:referral-list"),
    NavItem(_("Who can train or help"), "assistance:offer-list", takes_part),
    NavItem(_("See the site as others do"), "view-as", keeps_the_site),
)

FOOTER = (
    (
        _("Public record"),
        (
            *MAIN[:2],
            NavItem(_("Decisions"), "knowledge:decision-list"),
            NavItem(_("Reports"), "knowledge:report-list"),
            NavItem(_("Legislation"), "knowledge:legislation-list"),
            NavItem(_("Meetings"), "logistics:meeting-list"),
            NavItem(_("Calendar"), "logistics:calendar"),
            NavItem(_("Review visits"), "logistics:visit-list"),
            NavItem(_("Certificates"), "knowledge:certificates"),
            NavItem(_("Workshops and training"), "assistance:workshop-list"),
            NavItem(_("Results of assistance"), "assistance:result-list"),
            NavItem(_("Assistance given"), "assistance:register"),
            NavItem(_("Assistance in figures"), "assistance:figures"),
        ),
    ),
    (
        _("The Process"),
        (
            NavItem(_("Participants"), "participant-list"),
            NavItem(_("Observers"), "observer-list"),
            NavItem(_("Focal points"), "focal-point-list"),
            NavItem(_("Working groups and committees"), "body-list"),
        ),
    ),
    (
        _("Take part"),
        (
            *ACCOUNT,
            NavItem(_("Ask a question"), "communications:enquiry-new"),
            NavItem(_("Request assistance"), "assistance:home"),
            NavItem(_("Subscribe by e-mail"), "communications:subscribe"),
            NavItem(_("Account and sign-in"), "account", signed_in),
            NavItem(_("Notices of the Chair"), "communications:notice-list", signed_in),
            NavItem(_("Enquiries"), "communications:enquiry-list", speaks_for_the_chair),
            NavItem(_("Directory"), "directory", signed_in),
            NavItem(_("Reporting"), "logistics:reporting"),
            NavItem(_("Actions"), "logistics:action-list"),
            NavItem(_("Written procedures"), "communications:procedure-list", signed_in),
            NavItem(_("Minutes debt"), "logistics:minutes-debt", answers_for_bodies),
            NavItem(_("Collection list"), "knowledge:collection", looks_for_documents),
            NavItem(_("New communiqués (Atom feed)"), "communications:communique-feed"),
            NavItem(_("Contact"), "about-contact"),
        ),
    ),
    (
        _("This site"),
        (
            NavItem(_("About the mechanism"), "about"),
            NavItem(_("How decisions and replies are made"), "about-decisions"),
            NavItem(_("Accessibility"), "about-accessibility"),
            NavItem(_("Personal data"), "about-privacy"),
            NavItem(_("Texts of this site"), "communications:site-texts", keeps_the_site),
            NavItem(_("Translations"), "communications:translation-board", keeps_the_site),
            NavItem(_("Site map"), "site-map"),
        ),
    ),
)


def links(items, user, path):
    """The items this reader may follow, with the one that leads to the page being read marked."""
    return [
        Link(item.name, url, current(url, path))
        for item in items
        if item.predicate(user) and (url := address(item.url_name))
    ]


def sections(items, user, path):
    """The footer's columns that have anything to show: (heading, links)."""
    return [(heading, found) for heading, column in items if (found := links(column, user, path))]


def current(url, path):
    """What marks a link for a reader of the page at the path: see `Link`."""
    if path == url:
        return "page"
    return "true" if path.startswith(url) else ""
