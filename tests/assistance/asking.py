"""A request for assistance, as it is typed and as it is on record."""

from assistance.models import AssistanceRequest
from assistance.requests.actions import submit_request, write_request

NEW = "/en/assistance/requests/new/"
FIELDS = {
    "kinds": ["training", "research"], "level": "technical", "language": "pt", "subject": "Curso de avaliação",
    "text": "Precisamos de um curso para seis pessoas.",
}  # fmt: skip


def typed(organisation, **given):
    """The six fields, for the organisation itself unless others are named."""
    return FIELDS | {"organisation": organisation.pk, "beneficiaries": [organisation.pk]} | given


def asked(cast, *, organisation=None, by=None, beneficiaries=None, is_sent=True, has_consent=False, **facts):
    """A request of XA for itself, unless others are named."""
    organisation, by = organisation or cast.xa, by or cast.member_a
    whole = {
        "kinds": ["training"],
        "level": "technical",
        "subject": "A course",
        "text": "Six colleagues.",
        "language": "en",
    }
    request = AssistanceRequest(organisation=organisation, asked_by=by.person, **(whole | facts))
    write_request(request=request, beneficiaries=beneficiaries or [organisation], by=by)
    return submit_request(request=request, by=by, has_consent=has_consent) if is_sent else request
