"""The link in the mail with a question: a page for one person, or for whoever asked from outside the register, to answer on."""

from asm_portal import mail_links
from assistance.models import Clarification
from assistance.requests.people import speaks_for
from logistics.follow_up.owners import reader_of

SALT = "assistance-clarification"


def link_for(clarification, recipient):
    """The full address of the page for a Person or an Outsider."""
    return mail_links.link_for(recipient, "assistance:clarification-link", SALT, clarification=clarification.pk)


def opened(token):
    """(question, person or None). Raises LinkError; a link is over, too, once its person speaks for the requester no more, or
    another address is on record."""
    person, facts = mail_links.opened(token, SALT)
    question = Clarification.objects.filter(pk=facts["clarification"]).select_related("request__organisation").first()
    if question is None or not is_for(question.request, person, facts):
        raise mail_links.LinkError(is_over=True)
    return question, person


def is_for(request, person, facts):
    if person is None:
        return mail_links.is_theirs(facts, request.email, SALT)
    return speaks_for(request, reader_of(person))
