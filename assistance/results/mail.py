"""The mails about results, written when they leave: to the requester, to the KP Chair's office, and to whoever prepared one."""

import re

from asm_portal.areas import Letter
from asm_portal.post import Outsider, link
from assistance.models import Result
from assistance.outcomes.links import link_for
from assistance.outcomes.mail import about
from assistance.requests.people import addressees
from assistance.results.actions import CONSENT, DECISION, RETURNED, has_approval, has_consent
from logistics.follow_up.owners import deciding_office

ASKED = re.compile(rf"({CONSENT}|{DECISION})(\d+):(\d+)")
GIVEN_BACK = re.compile(rf"{RETURNED}(\d+):(\d+)")


def letter(delivery):
    """The letter of a delivery of ours, as things stand; None where it is another's, or no longer needed."""
    recipient = delivery.person or Outsider(delivery.address, delivery.language)
    if parts := ASKED.fullmatch(delivery.key):
        result = asked(parts[2], parts[3])
        write = consent_mail if parts[1] == CONSENT else decision_mail
        return write(result, recipient) if result else None
    if parts := GIVEN_BACK.fullmatch(delivery.key):
        return returned_mail(parts[1], parts[2], recipient)
    return None


def asked(key, moment):
    """The result, if it lies before both since that moment and is not published."""
    result = Result.objects.filter(pk=key, published_at=None, asked_at__isnull=False).select_related("document").first()
    return result if result and f"{result.asked_at:%Y%m%d%H%M%S%f}" == moment else None


def consent_mail(result, recipient):
    case = result.request
    if has_consent(result) or recipient not in addressees(case):
        return None
    url = link_for(case, recipient, "assistance:consent-link", result=result.pk)
    return Letter("result_consent", about(case, recipient) | {"result": result, "page": url})


def decision_mail(result, person):
    if has_approval(result) or person not in deciding_office(result.document.is_demonstration):
        return None
    return Letter("result_decide", of_result(result, person, "assistance:result-decide"))


def returned_mail(key, version, person):
    result = Result.objects.filter(pk=key, version=version).select_related("document").first()
    return Letter("result_returned", of_result(result, person, "assistance:result-work")) if result else None


def of_result(result, person, page):
    return {"result": result, "case": result.request, "page": link(person, page, result.document.reference)}
