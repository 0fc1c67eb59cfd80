"""Requests for assistance that reach the portal by another task: kept once, known to the secretariat only."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.urls import reverse

from asm_portal.areas import AssistanceAsked, areas
from asm_portal.attention import attention
from assistance.models import AssistanceRequest
from assistance.requests.actions import take_up
from tests.administration import sign_in
from tests.cast import again

pytestmark = pytest.mark.django_db
ASKED = AssistanceAsked("Ada Sample", "ada@asker.example", "fr", "Une formation, s’il vous plaît.", "ENQ-2026-ABCDE")


def handed_over(by, asked=ASKED):
    """As a task on the other side of the seam hands it over."""
    [taken] = [record for area in areas() if (record := area.take_request(asked, by))]
    return taken


def test_a_request_is_kept_with_a_reference_and_what_it_came_with(cast):
    request = handed_over(cast.secretary)
    kept = AssistanceRequest.objects.get()
    assert kept == request
    assert kept.reference.startswith("TA-")
    assert (kept.name, kept.email, kept.language, kept.text, kept.origin) == (
        ASKED.name, ASKED.email, ASKED.language, ASKED.text, ASKED.origin,
    )  # fmt: skip
    assert kept.history.get().history_user == cast.secretary


def test_the_same_enquiry_brings_one_request(cast):
    assert handed_over(cast.secretary) == handed_over(cast.secretary)
    assert AssistanceRequest.objects.count() == 1
    with pytest.raises(IntegrityError):
        AssistanceRequest.objects.create(name="B", language="en", text="Again", origin=ASKED.origin)


def test_only_the_secretariat_knows_of_it(cast):
    handed_over(cast.secretary)
    assert {name for name, user in cast.users.items() if AssistanceRequest.objects.visible_to(again(user))} == {
        "secretary"
    }
    assert not AssistanceRequest.objects.visible_to(cast.anyone)


def test_it_waits_for_the_secretariat_until_somebody_takes_it_up(client, cast):
    request = handed_over(cast.secretary)
    [line] = [line for line in attention(again(cast.secretary)) if "assistance" in line.title]
    assert line.count == 1
    sign_in(client, cast.secretary)
    assert request.reference in client.get(line.url).text
    client.post(reverse("admin:assistance_assistancerequest_do", args=[request.pk, "take-up"]))
    request.refresh_from_db()
    assert request.state == AssistanceRequest.State.TAKEN_UP
    assert not [line for line in attention(again(cast.secretary)) if "assistance" in line.title]
    with pytest.raises(ValidationError, match="taken up already"):
        take_up(request=request, by=cast.secretary)
