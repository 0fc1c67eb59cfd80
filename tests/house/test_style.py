"""The one style sheet stays small, reads in both directions and needs nothing from elsewhere."""

import gzip
import re

from tests.house import source

SHEETS = {path: path.read_text() for path in (source.ROOT / "static").rglob("*.css")}
PHYSICAL = (
    r"(margin|padding|border)-(left|right)\b|(?<![-\w])(left|right)\s*:|(text-align|float|clear)\s*:\s*(left|right)\b"
)


def test_it_is_one_file_and_small():
    """The administration has a sheet of its own; readers never load it."""
    (sheet,) = (text for path, text in SHEETS.items() if path.name != "admin.css")
    assert len(sheet.encode()) <= 24 * 1024
    assert len(gzip.compress(sheet.encode())) <= 6 * 1024


def test_it_knows_no_left_and_no_right():
    assert source.places(PHYSICAL, SHEETS) == []


def test_it_asks_no_other_site():
    assert [
        found for sheet in SHEETS.values() for found in re.findall(r"@import|url\((?!['\"]?data:)[^)]*//", sheet)
    ] == []
