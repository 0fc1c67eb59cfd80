"""Working days, counted forwards and between two days."""

from datetime import date, timedelta

from asm_portal.working_days import after_working_days, working_days_between

FRIDAY = date(2026, 11, 20)


def test_the_weekend_is_left_out():
    assert after_working_days(FRIDAY, 1) == date(2026, 11, 23)
    assert after_working_days(FRIDAY, 5) == date(2026, 11, 27)
    assert after_working_days(FRIDAY, 0) == FRIDAY
    assert working_days_between(FRIDAY, FRIDAY + timedelta(days=2)) == 0
    assert working_days_between(FRIDAY, FRIDAY + timedelta(days=3)) == 1


def test_what_is_counted_between_is_what_lies_after():
    for start in range(7):
        for length in range(60):
            first, last = FRIDAY + timedelta(days=start), FRIDAY + timedelta(days=start + length)
            one_by_one = sum((first + timedelta(days=step)).weekday() < 5 for step in range(1, length + 1))
            assert working_days_between(first, last) == one_by_one
    assert all(working_days_between(FRIDAY, after_working_days(FRIDAY, count)) == count for count in range(30))


def test_a_day_before_the_first_one_counts_nothing():
    assert working_days_between(FRIDAY, FRIDAY - timedelta(days=30)) == 0
