"""The link in the mail to those who lead a body: a page with what it is asked, and the buttons, without a sign-in."""

from asm_portal import mail_links
from asm_portal.visibility import standing_of
from assistance.models import Referral
from logistics.follow_up.owners import reader_of

SALT = "referral"


class NoLongerLeadsError(Exception):
    """Whoever opens the link led the body once, and does so no longer."""

    def __init__(self, body):
        super().__init__()
        self.body = body


def link_for(referral, person):
    """The full address of the page for this person."""
    return mail_links.link_for(person, "assistance:referral-link", SALT, referral=referral.pk)


def leads(person, referral):
    """Whether the person holds an office of the body today."""
    return referral.body_id in standing_of(reader_of(person)).led_bodies


def opened(token):
    """(referral, person). Raises LinkError for what is no link or is over, and NoLongerLeadsError."""
    person, facts = mail_links.opened(token, SALT)
    referral = Referral.objects.for_display().filter(pk=facts["referral"]).first()
    if referral is None:
        raise mail_links.LinkError(is_over=True)
    if not leads(person, referral):
        raise NoLongerLeadsError(referral.body)
    return referral, person
