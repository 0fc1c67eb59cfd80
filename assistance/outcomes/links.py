"""Links in mails to whoever asked: the pages on which they contest an outcome, say whether it helped, and agree to a result."""

from asm_portal import mail_links
from assistance.models import AssistanceRequest
from assistance.requests.people import speaks_for
from logistics.follow_up.owners import reader_of

SALT = "assistance-outcome"


def link_for(request, recipient, url_name, **facts):
    """The full address of a page for a Person or an Outsider; `facts` say what it is about."""
    return mail_links.link_for(recipient, url_name, SALT, request=request.pk, page=url_name, **facts)


def opened(token, url_name):
    """(request, person or None, facts). Raises LinkError; a link is over, too, once its person speaks for the requester no more,
    or another address is on record."""
    person, facts = mail_links.opened(token, SALT)
    request = AssistanceRequest.objects.submitted().for_display().filter(pk=facts["request"]).first()
    if facts["page"] != url_name:
        raise mail_links.LinkError(is_over=False)
    if request is None or not is_for(request, person, facts):
        raise mail_links.LinkError(is_over=True)
    return request, person, facts


def is_for(request, person, facts):
    if person is None:
        return mail_links.is_theirs(facts, request.email, SALT)
    return speaks_for(request, reader_of(person))
