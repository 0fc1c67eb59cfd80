"""The receipt of a request, and the page of whoever asked without being in the register.

The link to that page opens it as long as the case is open and STAYS after that; a new link can be asked for at any time, and
opens it for a month at least.
"""

from datetime import timedelta

from django.utils import timezone

from asm_portal import mail_links
from asm_portal.dated import today
from asm_portal.post import Outsider, link, post
from assistance.models import AssistanceRequest
from assistance.requests.people import addressees

SALT = "assistance-request"
STAYS = timedelta(days=365)


def send_receipt(request):
    """Tell whoever asked that the request was received, under which reference, and where it stands from now on."""
    for recipient in addressees(request):
        is_outside = isinstance(recipient, Outsider)
        url = status_link(request, recipient) if is_outside else page_link(request, recipient)
        context = {"reference": request.reference, "url": url, "is_outside": is_outside}
        post(f"assistance:{request.pk}:receipt", recipient, "assistance_receipt", context, secret=is_outside)


def page_link(request, person):
    """The full address of the page of the request, in the person's language."""
    return link(person, "assistance:request-detail", request.reference)


def status_link(request, outsider):
    """The full address of a page that says how far the request is, without a sign-in."""
    return mail_links.link_for(outsider, "assistance:request-status", SALT, request=request.pk)


def send_link(reference):
    """Mail a new link to whoever asked under this reference without being in the register, once a day; else do nothing."""
    request = AssistanceRequest.objects.submitted().filter(reference__iexact=reference).first()
    for recipient in addressees(request) if request else ():
        if isinstance(recipient, Outsider):
            context = {"reference": request.reference, "url": status_link(request, recipient)}
            post(f"assistance:{request.pk}:link:{today()}", recipient, "assistance_link", context, secret=True)


def opened(token):
    """The request of a link. Raises mail_links.LinkError."""
    _person, facts = mail_links.opened(token, SALT, works_for=None)
    rows = AssistanceRequest.objects.submitted().select_related("merged_into")
    request = rows.filter(pk=facts["request"]).first()
    if request is None or not mail_links.is_theirs(facts, request.email, SALT):
        raise mail_links.LinkError(is_over=True)
    if was_closed_long_ago(request):
        mail_links.opened(token, SALT)
    return request


def was_closed_long_ago(request):
    closed_at = (request.merged_into or request).closed_at
    return closed_at is not None and closed_at + STAYS < timezone.now()
