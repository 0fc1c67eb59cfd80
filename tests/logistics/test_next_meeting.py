"""The next meeting on the page of a body."""

from datetime import timedelta

import pytest
from django.urls import reverse

from asm_portal.dated import today
from asm_portal.visibility import Audience
from logistics.area import AREA
from logistics.models import Meeting, MeetingBody


@pytest.fixture
def meet():
    def make(days, *bodies, audience=Audience.PUBLIC, **facts):
        day = today() + timedelta(days=days)
        made = Meeting.objects.create(kind=Meeting.Kind.BODY, start_date=day, end_date=day, audience=audience, **facts)
        for body in bodies:
            MeetingBody.objects.create(meeting=made, body=body)
        return made

    return make


def shown(body, user):
    panels = AREA.on_body(body, user, today())
    return next((panel.context["meeting"] for panel in panels if panel.anchor == "meetings"), None)


def test_the_nearest_meeting_that_is_not_over_is_shown(cast, meet):
    meet(-1, cast.xwa)
    later, nearest = meet(9, cast.xwa), meet(0, cast.xwa)
    meet(1, cast.xwb)
    assert shown(cast.xwa, cast.anyone) == nearest != later


def test_a_closed_meeting_is_shown_to_its_members_only(cast, meet):
    closed = meet(3, cast.xwa, audience=Audience.BODY, audience_body=cast.xwa)
    opened = meet(5, cast.xwa)
    everybody = {"anyone": cast.anyone} | cast.users
    seen = {name for name, user in everybody.items() if shown(cast.xwa, user) == closed}
    assert seen == {"member_a", "observer", "both", "chair_a", "kp_chair", "secretary"}
    assert all(shown(cast.xwa, user) == opened for name, user in everybody.items() if name not in seen)


def test_a_joint_meeting_names_the_other_body(client, cast, meet):
    meet(3, cast.xwa, cast.xwb)
    text = client.get(reverse("body-detail", args=["XWA"])).content.decode()
    assert "Next meeting" in text
    assert "Sample Working Group B" in text


def test_a_body_without_a_coming_meeting_has_no_panel(cast, meet):
    meet(-3, cast.xwa)
    assert AREA.on_body(cast.xwa, cast.anyone, today()) == []
    assert shown(cast.xwa, cast.secretary) is None
