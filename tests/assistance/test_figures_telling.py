"""Counts are told only where no sum or difference of them gives a number below three."""

from collections import Counter
from fractions import Fraction
from itertools import combinations
from random import Random
from time import process_time

import pytest

from assistance.figures import register
from assistance.figures.register import Given
from assistance.figures.telling import SMALLEST, tellable


def given(number, year=2026, participants=("A",), themes=("x",), is_known=False):
    return Given(f"case:{number}", frozenset(participants), frozenset(themes), year, is_known)


def told_of(rows):
    return register.told_of(rows)


def at_random(seed, sizes=(2, 5, 9, 14, 30, 80)):
    """A year or a few of assistance: some for several Participants, some under no theme, some public anyway."""
    pick = Random(seed)  # noqa: S311 (the same every time)
    participants, themes = "ABCDE"[: pick.randint(1, 5)], "xyz"[: pick.randint(1, 3)]
    return [
        given(
            number,
            year=pick.choice((2024, 2025, 2026)),
            participants=pick.sample(participants, pick.choice((1, 1, 1, min(2, len(participants))))),
            themes=pick.sample(themes, pick.choice((0, 1, 1, min(2, len(themes))))),
            is_known=pick.random() < 0.2,
        )
        for number in range(pick.choice(sizes))
    ]


def members(rows, key):
    """What a count counts, found in another way than the register does."""
    participant, theme, year = key
    return {
        row.key
        for row in rows
        if participant in (None, *row.participants) and theme in (None, *row.themes) and year in (None, row.year)
    }


def can_be_worked_out(counts, wanted):
    """Whether multiples of the counts add up to what is wanted: Gaussian elimination, written out."""
    rows = [[Fraction(number) for number in row] for row in counts]
    wanted = [Fraction(number) for number in wanted]
    for column in range(len(wanted)):
        row = next((row for row in rows if row[column]), None)
        if row is None:
            continue
        rows = [minus(other, row, column) for other in rows if other is not row]
        wanted = minus(wanted, row, column)
    return not any(wanted)


def minus(row, other, column):
    times = row[column] / other[column]
    return [one - times * two for one, two in zip(row, other, strict=True)]


@pytest.mark.parametrize("seed", range(25))
def test_no_arithmetic_with_the_told_counts_gives_the_count_of_one_or_two(seed):
    rows = at_random(seed, sizes=(2, 5, 8, 10))
    told = told_of(rows)
    counted = {key: members(rows, key) for key in told}
    assert {key: len(found) for key, found in counted.items()} == told
    unknown = [row for row in rows if not row.is_known]
    for watched in (rows, unknown):
        counts = [[row.key in found for row in watched] for found in counted.values()]
        for few in (*combinations(watched, 1), *combinations(watched, 2)):
            assert not can_be_worked_out(counts, [row in few for row in watched]), few


@pytest.mark.parametrize("seed", range(60))
def test_no_subtraction_of_told_counts_gives_a_number_that_is_not_told(seed):
    """A count less one or two of its parts that have nothing in common."""
    rows = at_random(seed)
    told = told_of(rows)
    counted = {key: members(rows, key) for key in told}
    for size in (1, 2):
        for parts in combinations(told, size):
            together = set().union(*(counted[part] for part in parts))
            if len(together) != sum(told[part] for part in parts):
                continue
            for whole in told:
                if together < counted[whole]:
                    assert told[whole] - sum(told[part] for part in parts) >= SMALLEST, (whole, parts)


def test_a_year_is_told_though_another_one_is_too_small_as_no_total_is():
    rows = [given(number, year=2026) for number in range(5)] + [given(9, year=2025)]
    assert {key: count for key, count in told_of(rows).items() if key[0] is None and key[1] is None} == {
        (None, None, 2026): 5
    }


def test_a_total_is_told_where_nothing_is_hidden():
    rows = [given(number, year=2025 + number % 2) for number in range(8)]
    assert told_of(rows)[None, None, None] == 8


def test_the_second_filter_tells_nothing_that_the_first_one_hides():
    """Five to A in 2026, two of them under x: not told with both filters, and neither is what is left."""
    rows = [given(number, themes=("x" if number < 2 else "y",)) for number in range(5)]
    assert told_of(rows) == {("A", None, 2026): 5, ("A", None, None): 5, (None, None, 2026): 5, (None, None, None): 5}


def test_what_everybody_can_read_elsewhere_hides_nobody():
    """Two cases beside a published workshop: whoever takes the workshop away is left with two."""
    assert told_of([given(1), given(2), given(3, is_known=True)]) == {}
    assert told_of([given(number, is_known=True) for number in range(3)])["A", "x", 2026] == 3


def test_nothing_is_told_of_nothing():
    assert tellable([]) == told_of([]) == {}


def many(count):
    pick = Random(1)  # noqa: S311 (the same every time)
    return [
        given(number, pick.choice((2025, 2026)), pick.choice(("A", "B", "C")), pick.sample(("x", "y", "z"), pick.choice((1, 2))))
        for number in range(count)
    ]  # fmt: skip


def test_enough_is_told_to_be_of_use():
    """Of many cases the years and Participants are told, and of more the themes too: the rule hides what it must, not all."""
    for count, expected in ((60, {*"ABC", 2025, 2026}), (400, {*"ABCxyz", 2025, 2026})):
        rows = many(count)
        told = told_of(rows)
        alone = {part for key in told if sum(one is not None for one in key) == 1 for part in key if part is not None}
        assert expected <= alone
        years = Counter(row.year for row in rows)
        assert {year: told[None, None, year] for year in years} == years


def test_a_thousand_cases_are_counted_in_no_time():
    """Anyone can ask for the register: what it costs must not grow faster than what was given."""
    rows, before = many(1_000), process_time()
    assert told_of(rows)[None, None, None] == 1_000
    assert process_time() - before < 1
