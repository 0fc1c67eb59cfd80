"""The page of an enquiry for whoever asked: whoever holds its signed address may read it, nobody else."""

from dataclasses import dataclass

from django.utils.crypto import constant_time_compare, salted_hmac

from asm_portal.languages import interface_language
from asm_portal.models import Delivery
from asm_portal.post import Outsider, link

SALT = "communications.enquiries.status"
KEY_LENGTH = 32


def key_of(enquiry):
    """What makes the address of the page one that nobody can guess."""
    return salted_hmac(SALT, enquiry.reference, algorithm="sha256").hexdigest()[:KEY_LENGTH]


def opens(enquiry, key):
    """Whether the key is that of the enquiry."""
    return constant_time_compare(key_of(enquiry), key)


def key_of_mails(pk):
    """How the keys of all mail about an enquiry begin."""
    return f"enquiry:{pk}:"


def mails_of(enquiry):
    """All mail to whoever asked, about an enquiry."""
    return Delivery.objects.filter(key__startswith=key_of_mails(enquiry.pk), person=None)


@dataclass(frozen=True)
class Asker:
    """Whoever asked, as the post office writes to them: where, and in which language."""

    outsider: Outsider
    status_url: str


def asker_of(enquiry):
    """Whom the post goes to; None where there is no address."""
    enquirer = enquiry.asker
    if enquirer is None or not enquirer.email:
        return None
    outsider = Outsider(enquirer.email, interface_language(enquiry.language))
    return Asker(outsider, link(outsider, "communications:enquiry-status", enquiry.reference, key_of(enquiry)))
