"""Who decides for the KP Chair: to whom what waits for the office goes, and where answers to its mail go."""

import pytest
from django.core import mail
from django.core.checks import run_checks

from asm_portal.areas import gather
from communications import checks
from tests.cast import account, again, invented, person, represent
from tests.communications import asking, notices, submitted
from tests.communications.notices import TEXTS

pytestmark = pytest.mark.django_db


@pytest.fixture
def samples(cast):
    """The account of somebody invented who fills the seat of KP Chair besides somebody real."""
    return invented(account(represent(person("Ines"), cast.xe, office=cast.chair_office)))


def notice(cast, **facts):
    return notices.submitted(cast, texts={"en": TEXTS["en"]}, **facts)


def reply(cast, **facts):
    return asking.submitted(cast, question=f"Which one: {facts}?", **facts)


def public_text(cast, **facts):
    return submitted(cast.secretary, **facts)


@pytest.mark.parametrize("put", [notice, reply, public_text])
def test_an_invented_chair_hears_of_samples_alone(cast, samples, work, put):
    waiting = {}
    for is_demonstration in (False, True):
        put(cast, is_demonstration=is_demonstration)
        work()
        waiting[is_demonstration] = {message.to[0] for message in mail.outbox} & {
            "karim@cast.example", "ines@cast.example",
        }  # fmt: skip
        mail.outbox.clear()
    assert waiting == {False: {"karim@cast.example"}, True: {"karim@cast.example", "ines@cast.example"}}
    decided = [
        [item.url for item in gather("desk", again(user)) if "/decide/" in item.url]
        for user in (cast.kp_chair, samples)
    ]
    assert [len(urls) for urls in decided] == [2, 1]


def test_an_address_of_the_chair_is_asked_for_before_the_portal_goes_into_service(settings):
    settings.CHAIR_ADDRESS = ""
    assert checks.NO_ADDRESS in run_checks(include_deployment_checks=True)
    settings.CHAIR_ADDRESS = "chair@asm.example"
    assert checks.NO_ADDRESS not in run_checks(include_deployment_checks=True)
