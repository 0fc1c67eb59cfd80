"""Drawings of certificates and signatures for the demonstration and the tests, clearly marked as no real ones."""

from io import BytesIO
from math import cos, pi, sin

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw, ImageFont

CREAM, TEAL, LINE, OCHRE, INK = "#fbf8f0", "#0f3d4c", "#c3d0d3", "#754b00", "#14242a"


def as_file(picture, name):
    out = BytesIO()
    picture.save(out, "PNG")
    return ContentFile(out.getvalue(), f"{name}.png")


def certificate(title, number, ink=TEAL):
    """The front of a specimen: a frame, waves, and the word SPECIMEN."""
    picture = Image.new("RGB", (900, 600), CREAM)
    draw = ImageDraw.Draw(picture)
    for row in range(120, 470, 22):
        wave = [(x, row + 14 * sin(x / 70 + row)) for x in range(0, 901, 10)]
        draw.line(wave, fill=LINE, width=1)
    draw.rectangle((22, 22, 877, 577), outline=ink, width=5)
    draw.text((450, 78), title.upper(), fill=INK, font=ImageFont.load_default(34), anchor="mm")
    draw.text((60, 150), f"No. {number}", fill=INK, font=ImageFont.load_default(26))
    draw.text((450, 300), "SPECIMEN", fill=OCHRE, font=ImageFont.load_default(90), anchor="mm")
    for row in (390, 440, 490):
        draw.line((60, row, 420, row), fill=INK, width=1)
    draw.ellipse((700, 420, 820, 540), outline=OCHRE, width=4)
    draw.text((760, 480), "SAMPLE", fill=OCHRE, font=ImageFont.load_default(22), anchor="mm")
    return as_file(picture, "specimen")


def detail():
    """A hologram, drawn."""
    picture = Image.new("RGB", (600, 400), CREAM)
    draw = ImageDraw.Draw(picture)
    for step in range(24):
        turn = step * pi / 12
        draw.line((300, 200, 300 + 160 * cos(turn), 200 + 160 * sin(turn)), fill=TEAL, width=2)
    draw.ellipse((140, 40, 460, 360), outline=OCHRE, width=6)
    draw.text((300, 200), "SAMPLE", fill=INK, font=ImageFont.load_default(48), anchor="mm")
    return as_file(picture, "detail")


def signature(seed):
    """A flourish that no hand has written; another one for each seed."""
    picture = Image.new("RGB", (800, 280), "white")
    draw = ImageDraw.Draw(picture)
    points = []
    for step in range(240):
        along = step / 240
        height = sin(along * (9 + seed % 5) * pi) * (1 - along) + 0.4 * cos(along * (17 + seed % 7) * pi + seed)
        points.append((60 + 600 * along + 34 * sin(along * (13 + seed % 3) * pi), 130 - 75 * height))
    draw.line(points, fill=INK, width=5, joint="curve")
    draw.text((780, 262), "SAMPLE", fill=OCHRE, font=ImageFont.load_default(20), anchor="rs")
    return as_file(picture, "signature")
