"""Links in mails that open a page for one person without a sign-in: for a month, and only while the address that the mail went to
is the person's. Such a page shows what its mail was about and nothing else, and changes nothing until a button is pressed: mail
scanners open every link."""

from datetime import timedelta

from django.core import signing
from django.utils.crypto import salted_hmac

from asm_portal.models import Person
from asm_portal.post import link

WORKS_FOR = timedelta(days=30)


class LinkError(ValueError):
    """A link that opens nothing; `is_over` where it once did."""

    def __init__(self, is_over):
        super().__init__()
        self.is_over = is_over


def link_for(person, url_name, salt, **facts):
    """The full address of the page; `salt` tells what sort of link it is, `facts` are numbers and texts."""
    return link(
        person, url_name, signing.dumps({**facts, "person": person.pk, "address": mark_of(person, salt)}, salt=salt)
    )


def mark_of(person, salt):
    """What tells the person's address from another one, without saying it."""
    return salted_hmac(salt, person.primary_email or "").hexdigest()[:16]


def opened(token, salt):
    """Whose link it is, and its facts. Raises LinkError where it is none, is too old, or was sent to an address that is no longer
    theirs."""
    try:
        facts = signing.loads(token, salt=salt, max_age=WORKS_FOR)
    except signing.SignatureExpired as problem:
        raise LinkError(is_over=True) from problem
    except signing.BadSignature as problem:
        raise LinkError(is_over=False) from problem
    person = Person.objects.filter(pk=facts["person"]).prefetch_related("emails", "phones").first()
    if person is None or not person.primary_email or mark_of(person, salt) != facts["address"]:
        raise LinkError(is_over=True)
    return person, facts
