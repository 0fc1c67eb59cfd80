"""Links in mails that open a page for one person without a sign-in: for a month, and only while the address that the mail went to
is the person's. Such a page shows what its mail was about and nothing else, and changes nothing until a button is pressed: mail
scanners open every link."""

from datetime import timedelta

from django.core import signing
from django.utils.crypto import salted_hmac

from asm_portal.models import Person
from asm_portal.post import Outsider, link

WORKS_FOR = timedelta(days=30)


class LinkError(ValueError):
    """A link that opens nothing; `is_over` where it once did."""

    def __init__(self, is_over):
        super().__init__()
        self.is_over = is_over


def link_for(recipient, url_name, salt, **facts):
    """The full address of the page for a Person or an Outsider; `salt` tells what sort of link it is, `facts` are numbers and
    texts."""
    is_outside = isinstance(recipient, Outsider)
    address = recipient.address if is_outside else recipient.primary_email
    whose = {"person": None if is_outside else recipient.pk, "address": mark_of(address, salt)}
    return link(recipient, url_name, signing.dumps(facts | whose, salt=salt))


def mark_of(address, salt):
    """What tells an address from another one, without saying it."""
    return salted_hmac(salt, address or "").hexdigest()[:16]


def opened(token, salt, works_for=WORKS_FOR):
    """Whose link it is, and its facts; of somebody whom the register does not know None, and whoever asks compares the address
    (`is_theirs`). Raises LinkError where it is none, is too old, or was sent to an address that is no longer theirs. Whoever
    says otherwise when it ends passes None for `works_for`."""
    try:
        facts = signing.loads(token, salt=salt, max_age=works_for)
    except signing.SignatureExpired as problem:
        raise LinkError(is_over=True) from problem
    except signing.BadSignature as problem:
        raise LinkError(is_over=False) from problem
    if facts["person"] is None:
        return None, facts
    person = Person.objects.filter(pk=facts["person"]).prefetch_related("emails", "phones").first()
    if person is None or not person.primary_email or not is_theirs(facts, person.primary_email, salt):
        raise LinkError(is_over=True)
    return person, facts


def is_theirs(facts, address, salt):
    """Whether a link was sent to the address."""
    return bool(address) and facts["address"] == mark_of(address, salt)
