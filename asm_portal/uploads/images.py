"""PNG, JPEG and WebP, read by their structure to the last byte; pixels are counted from the headers, nothing is decoded."""

import zlib

from django.utils.translation import gettext as _

from asm_portal.uploads.refusal import Refused

MAX_PIXELS = 50_000_000
MAX_SIDE = 20_000
PNG = b"\x89PNG\r\n\x1a\n"
MARK, START_OF_SCAN, END_OF_IMAGE = 0xFF, 0xDA, b"\xff\xd9"
# Markers of a JPEG frame, which holds the measures; C4, C8 and CC are no frames.
FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
IN_SCANS = {0x00, *range(0xD0, 0xD8)}


def damaged():
    return Refused(_("The image is damaged."))


def trailing():
    return Refused(_("Foreign data stand after the end of the file."))


def measure(width, height):
    if not (width and height):
        raise damaged()
    if width > MAX_SIDE or height > MAX_SIDE or width * height > MAX_PIXELS:
        raise Refused(
            _("The image has %(width)s × %(height)s pixels; at most 50 million are taken.")
            % {"width": width, "height": height}
        )


def recognise(head):
    """The extension of an image, "" for anything else."""
    if head.startswith(PNG):
        return "png"
    if head.startswith(b"\xff\xd8\xff"):
        return "jpg"
    return "webp" if head.startswith(b"RIFF") and head[8:12] == b"WEBP" else ""


def check_png(file, size):
    """Chunk by chunk, from IHDR to IEND, each with its checksum."""
    data = file.read()
    place, kind = len(PNG), None
    while kind != b"IEND":
        length, kind = int.from_bytes(data[place : place + 4], "big"), data[place + 4 : place + 8]
        end = place + 12 + length
        if end > size or zlib.crc32(data[place + 4 : end - 4]) != int.from_bytes(data[end - 4 : end], "big"):
            raise damaged()
        if (place == len(PNG)) != (kind == b"IHDR"):
            raise damaged()
        if kind == b"IHDR":
            measure(
                int.from_bytes(data[place + 8 : place + 12], "big"),
                int.from_bytes(data[place + 12 : place + 16], "big"),
            )
        place = end
    if place != size:
        raise trailing()


def check_jpeg(file, size):
    """Segment by segment and scan by scan, to the end of the image."""
    data = file.read()
    place, measured = 2, False
    while data[place : place + 2] != END_OF_IMAGE:
        if place + 4 > size or data[place] != MARK:
            raise damaged()
        marker, length = data[place + 1], int.from_bytes(data[place + 2 : place + 4], "big")
        if marker in FRAMES:
            measure(
                int.from_bytes(data[place + 7 : place + 9], "big"), int.from_bytes(data[place + 5 : place + 7], "big")
            )
            measured = True
        place = next_marker(data, place + 2 + max(2, length), is_scan=marker == START_OF_SCAN)
    if not measured:
        raise damaged()
    if place + 2 != size:
        raise trailing()


def next_marker(data, place, *, is_scan):
    """Where the next segment begins: behind the compressed data of a scan, in which a mark is stuffed or a restart, and behind
    filling."""
    while is_scan:
        place = data.find(bytes([MARK]), place)
        if place < 0 or place + 1 >= len(data):
            raise damaged()
        if data[place + 1] not in IN_SCANS:
            break
        place += 2
    while data[place : place + 2] == b"\xff\xff":
        place += 1
    return place


def check_webp(file, size):
    """The length in the header is that of the file; the first chunk holds the measures."""
    data = file.read(30)
    if int.from_bytes(data[4:8], "little") + 8 != size:
        raise trailing() if int.from_bytes(data[4:8], "little") + 8 < size else damaged()
    kind, body = data[12:16], data[20:]
    if kind == b"VP8X":
        measure(int.from_bytes(body[4:7], "little") + 1, int.from_bytes(body[7:10], "little") + 1)
    elif kind == b"VP8L":
        packed = int.from_bytes(body[1:5], "little")
        measure((packed & 0x3FFF) + 1, (packed >> 14 & 0x3FFF) + 1)
    elif kind == b"VP8 ":
        measure(int.from_bytes(body[6:8], "little") & 0x3FFF, int.from_bytes(body[8:10], "little") & 0x3FFF)
    else:
        raise damaged()
