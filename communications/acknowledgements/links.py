"""The link in the mail of a notice: a page with its title, the organisation and one button, without a sign-in."""

from asm_portal import mail_links
from communications.acknowledgements.answering import asked_of, organisations_of
from communications.acknowledgements.times import asking

SALT = "notice-acknowledgement"


def link_for(notice, person):
    """The full address of the page for this person."""
    return mail_links.link_for(person, "communications:notice-link", SALT, notice=notice.pk)


def opened(token):
    """(notice, person, organisations for which they may acknowledge it). Raises LinkError; a link is over, too, once the person
    speaks for none of those that were asked."""
    person, facts = mail_links.opened(token, SALT)
    notice = asking().filter(pk=facts["notice"]).prefetch_related("texts").first()
    organisations = asked_of(notice, organisations_of(person)) if notice else []
    if not organisations:
        raise mail_links.LinkError(is_over=True)
    return notice, person, organisations
