"""Every dependency has its reason, and every file that is installed its fingerprint."""

import re

import pytest

from tests.house import source

SETS = ["run", "test"]


@pytest.mark.parametrize("name", SETS)
def test_every_dependency_has_a_reason_above_it(name):
    lines = (source.ROOT / "requirements" / f"{name}.in").read_text().splitlines()
    reason, without = False, []
    for line in lines:
        if line.startswith("#"):
            reason = True
        elif not line.strip():
            reason = False
        elif not line.startswith("-") and not reason:
            without.append(line)
    assert without == []


@pytest.mark.parametrize("name", SETS)
def test_the_lock_holds_a_fingerprint_of_every_file_and_names_no_host(name):
    lock = (source.ROOT / "requirements" / f"{name}.txt").read_text()
    pinned = [block for block in lock.split("\n") if "==" in block]
    assert pinned
    assert [line for line in pinned if not line.endswith("\\")] == []
    assert "://" not in lock


@pytest.mark.parametrize("name", SETS)
def test_the_lock_holds_what_is_asked_for(name):
    folder = source.ROOT / "requirements"
    locked = {line.split("==")[0] for line in (folder / f"{name}.txt").read_text().splitlines() if "==" in line}
    asked = set(re.findall(r"^[a-z][\w-]*", (folder / f"{name}.in").read_text(), re.M))
    assert asked <= locked
