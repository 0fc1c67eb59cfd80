"""Working days: Monday to Friday of UTC. Holidays are not left out: each Participant has its own."""

from datetime import timedelta

WEEK = 7
OF_A_WEEK = 5


def is_working(day):
    return day.weekday() < OF_A_WEEK


def after_working_days(day, count):
    """The day so many working days after another one."""
    while count:
        day += timedelta(days=1)
        count -= is_working(day)
    return day


def working_days_between(first, last):
    """How many working days have begun after the first day, the last one included; 0 where it is not later."""
    weeks, rest = divmod(max((last - first).days, 0), WEEK)
    return weeks * OF_A_WEEK + sum(is_working(last - timedelta(days=back)) for back in range(rest))
