"""A request that starts from a recommendation of a review visit, or from a passage of a report on a Participant."""

from django.http import Http404

from asm_portal.visibility import standing_of
from assistance.models import AssistanceRequest
from assistance.requests.rights import asking_for
from knowledge.kinds import REPORTS
from knowledge.models import Document
from logistics.models import Recommendation

LONGEST_NUMBER = 18


def start_from(query, user):
    """The request that the query string asks to begin, not saved yet. Raises Http404 for a place that the reader may not know of,
    or on whose Participant's behalf they may not ask; the secretariat may prepare one."""
    request = AssistanceRequest(is_demonstration=user.person.is_demonstration)
    if "recommendation" in query:
        request.recommendation = recommendation_named(query["recommendation"], user)
        request.organisation = request.recommendation.visit.participant
    elif "report" in query:
        request.report = report_named(query["report"], user)
        request.organisation = request.report.organisation
    if request.started_from and not may_start(request.organisation, user):
        raise Http404
    if standing_of(user).secretariat:
        request.filed_by = user
    else:
        request.asked_by = user.person
    return request


def may_start(organisation, user):
    """Whether the reader may ask on the Participant's behalf, or prepare that it asks."""
    return standing_of(user).secretariat or asking_for(user).filter(pk=organisation.pk).exists()


def recommendation_named(text, user):
    found = Recommendation.objects.visible_to(user).select_related("visit__participant")
    is_number = text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER
    recommendation = found.filter(pk=int(text)).first() if is_number else None
    if recommendation is None:
        raise Http404
    return recommendation


def reports(user):
    """The reports on a Participant that the reader may know of."""
    return Document.objects.visible_to(user).listed().filter(kind__code__in=REPORTS, organisation__isnull=False)


def report_named(text, user):
    report = reports(user).filter(reference__in=[text]).first() if text.isprintable() else None
    if report is None:
        raise Http404
    return report
