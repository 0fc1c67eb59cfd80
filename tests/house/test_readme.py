"""The README says what is so."""

import re

from asm_portal.demonstration import ACCOUNTS, PASSWORD
from tests.house import source

README = (source.ROOT / "README.md").read_text()


def test_it_lists_every_account_of_the_demonstration_and_their_password():
    listed = re.findall(r"^\| `([^`]+)` \| (.+) \|$", README, re.M)
    assert listed == [(account.email, account.who) for account in ACCOUNTS]
    assert f"`{PASSWORD}`" in README


def test_it_names_only_commands_that_exist():
    makefile = (source.ROOT / "Makefile").read_text()
    targets = set(re.findall(r"^(\w+):", makefile, re.M))
    assert set(re.findall(r"`?make (\w+)`?", README)) <= targets
    commands = {path.stem for path in source.ROOT.glob("asm_portal/management/commands/*.py")} | {"check"}
    assert set(re.findall(r"manage\.py (\w+)", README)) <= commands
