"""What is done to requests for assistance."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from assistance.models import AssistanceRequest
from knowledge.actions import save, save_with_reference

State = AssistanceRequest.State


@transaction.atomic
def receive(*, asked, by):
    """Keep a request that reached another task (asm_portal.areas.AssistanceAsked). One record brings one request: asked again,
    the first is returned."""
    made = AssistanceRequest.objects.filter(origin=asked.origin).exclude(origin="").first()
    if made:
        return made
    request = AssistanceRequest(
        name=asked.name, email=asked.email, language=asked.language, text=asked.text, origin=asked.origin
    )
    return save_with_reference(request, by)


@transaction.atomic
def take_up(*, request, by):
    """Say that somebody of the secretariat works on it now. Raises ValidationError where it was taken up already."""
    request = AssistanceRequest.objects.select_for_update().get(pk=request.pk)
    if request.state != State.RECEIVED:
        raise ValidationError(_("This request has been taken up already."))
    request.state = State.TAKEN_UP
    return save(request, by)
