"""Who may do what with actions. What a page offers, and what its address answers, ask the same functions."""

from django.db.models import Q
from django.utils.translation import gettext as _

from asm_portal.explain import why_visible
from asm_portal.models import Body
from asm_portal.visibility import standing_of
from knowledge.models import Document
from logistics.models import Action
from logistics.models.follow_up import WHOLE_PROCESS


def at_work(user):
    """The actions about which the reader may say how far they are: those of their own and those that they may change."""
    standing = standing_of(user)
    return Action.objects.visible_to(user).filter(Action.owned(standing) | Action.changeable(standing))


def recallable(user):
    """The overdue actions of which the reader may remind the owners: those that they may change; the KP Chair’s office of all
    that it knows of."""
    rows = Action.objects.overdue()
    return rows.visible_to(user) if standing_of(user).chair else rows.editable_by(user)


def bodies_of(user):
    """The bodies for which the reader may record an undertaking."""
    standing = standing_of(user)
    bodies = Body.objects.visible_to(user)
    if standing.secretariat:
        return bodies
    led = Q(pk__in=standing.led_bodies)
    return bodies.filter(led | Q(kind__in=WHOLE_PROCESS) if standing.chair else led)


def sources(user):
    """The documents from which the reader may record an action: circulated or final texts, for the secretariat and who leads the
    issuing body; for the KP Chair’s office also those of the whole Process."""
    standing = standing_of(user)
    known = Document.objects.visible_to(user).filter(
        Q(embargoed_until=None) | Q(embargoed_until__lte=standing.moment),
        state__in=[Document.State.CIRCULATED, Document.State.FINAL],
    )
    if standing.secretariat:
        return known
    led = Q(issuing_body__in=standing.led_bodies)
    return known.filter(led | Q(issuing_body=None) | Q(issuing_body__kind__in=WHOLE_PROCESS) if standing.chair else led)


def why(action, user):
    """The sentence that says why the reader may know of an action: as its owner, as who leads the body, or as of its audience."""
    standing = standing_of(user)
    if action.owner_office_id in standing.offices or action.owner_organisation_id in standing.organisations:
        return _("You stand for its owner: %(owner)s.") % {"owner": action.owner_name}
    if action.body_id in standing.led_bodies:
        return _("You lead the body: %(body)s.") % {"body": action.body}
    return why_visible(action, standing)
