"""QR codes as one path of an SVG picture."""

from dataclasses import dataclass
from itertools import groupby

from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_M


@dataclass(frozen=True)
class Picture:
    """The side of the square in modules, its quiet border included, and the outline of the dark ones."""

    side: int
    path: str


def picture(text):
    """The QR code of a text; it still reads with 15 % of it damaged."""
    code = QRCode(error_correction=ERROR_CORRECT_M)
    code.add_data(text)
    matrix = code.get_matrix()
    return Picture(len(matrix), "".join(outline(row, number) for number, row in enumerate(matrix)))


def outline(row, number):
    """The dark stretches of a row, each a rectangle one module high."""
    start, drawn = 0, []
    for is_dark, modules in groupby(row):
        length = len(list(modules))
        if is_dark:
            drawn.append(f"M{start} {number}h{length}v1h-{length}z")
        start += length
    return "".join(drawn)
