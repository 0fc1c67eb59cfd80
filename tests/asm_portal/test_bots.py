"""Forms for everyone: people get through, programs do not, and whoever is stopped loses nothing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from asm_portal import bots
from asm_portal.bots import GuardedForm, stamp
from asm_portal.forms import LineField

# The limits are counted in the cache, which is a table.
pytestmark = pytest.mark.django_db


class Form(GuardedForm):
    rate = "subscription"
    name = LineField()


def ago(**span):
    return stamp(timezone.now() - timedelta(**span))


def sent(rf, **typed):
    data = {"name": "Ada", bots.OPENED: ago(minutes=1)} | typed
    return Form(data, request=rf.post("/"))


def problem(form):
    assert not form.is_valid()
    [sentence] = form.non_field_errors()
    return sentence


def test_who_types_for_a_while_gets_through(rf):
    assert sent(rf).is_valid()


def test_a_filled_field_that_nobody_sees_is_refused_and_emptied(rf):
    form = sent(rf, website="https://spam.example")
    assert "A field that people do not see" in problem(form)
    page = str(form)
    assert "spam.example" not in page
    assert "Ada" in page
    assert '<div class="field vh">' in page


def test_a_form_that_came_at_once_is_taken_at_the_second_press(rf, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    opened = stamp(timezone.now())
    assert "faster than people type" in problem(sent(rf, opened=opened))
    time_machine.shift(3)
    assert sent(rf, opened=opened).is_valid()


@pytest.mark.parametrize("opened", ["", "nonsense", "1:forged", "٣:x", None])
def test_a_stamp_that_is_old_or_none_of_ours_is_made_anew(rf, opened, time_machine):
    time_machine.move_to(timezone.now())
    form = sent(rf, opened=ago(hours=25) if opened is None else opened)
    assert "open for more than a day" in problem(form)
    time_machine.shift(3)
    assert sent(rf, opened=form[bots.OPENED].value()).is_valid()


def test_a_stamp_of_the_future_is_refused(rf):
    assert not sent(rf, opened=ago(hours=-1)).is_valid()


def test_the_twenty_first_of_an_hour_waits_and_other_visitors_do_not(rf, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    assert all(sent(rf).is_valid() for _time in range(20))
    assert "Try again in an hour" in problem(sent(rf))
    elsewhere = Form({"name": "Ada", bots.OPENED: ago(minutes=1)}, request=rf.post("/", REMOTE_ADDR="192.0.2.7"))
    assert elsewhere.is_valid()
    time_machine.shift(3601)
    assert sent(rf).is_valid()


def test_what_is_wrong_is_said_before_anything_is_counted(rf):
    form = sent(rf, name="", opened="")
    assert set(form.errors) == {"name"}


@pytest.mark.parametrize("name", ["Ada\r\nBcc: all@bad.example", "Ada\nX", "Ada\u2028X", "A\x0bB"])
def test_a_name_of_two_lines_is_refused(rf, name):
    assert sent(rf, name=name).errors["name"] == ["Write this on one line, without control characters."]
