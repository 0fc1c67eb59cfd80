"""Pictures of certificates and signatures: decoded and written anew when they come in, marked with the reader's name when they
go out."""

import hashlib
import unicodedata
import uuid
from io import BytesIO

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageDraw, ImageFont, ImageOps, UnidentifiedImageError

from asm_portal.uploads import examine
from asm_portal.uploads.refusal import Refused

FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP"}
MEDIA_TYPE = "image/jpeg"
FULL_SIDE, FULL_BYTES = 2400, 2 * 1024 * 1024
QUALITIES = (85, 75, 65, 55, 45, 35)
INK, STRENGTH, SLANT = (70, 70, 90), 105, 18


def take_in(file, display_side, display_bytes):
    """The fields of a Picture for an uploaded file: the picture and its display version, as JPEG, without what else the file
    held. Raises Refused, a ValidationError with the reason."""
    picture = decoded(file)
    full, display = within(picture, FULL_SIDE), within(picture, display_side)
    content = encoded(full, FULL_BYTES)
    name = uuid.uuid4().hex
    return {
        "image": ContentFile(content, f"{name}.jpg"),
        "display": ContentFile(encoded(display, display_bytes), f"{name}-display.jpg"),
        "width": full.width,
        "height": full.height,
        "size": len(content),
        "media_type": MEDIA_TYPE,
        "sha256": hashlib.sha256(content).hexdigest(),
    }


def decoded(file):
    """The pixels of an uploaded picture, upright and on white. Raises Refused where it is none, or too large, or damaged."""
    facts = examine(file)
    if facts.media_type not in FORMATS:
        raise Refused(_("This is not a picture. Choose a PNG, JPEG or WebP file."))
    file.seek(0)
    try:
        picture = Image.open(file, formats=[FORMATS[facts.media_type]])
        picture.draft("RGB", (FULL_SIDE, FULL_SIDE))
        picture = ImageOps.exif_transpose(picture).convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise Refused(_("The image is damaged.")) from None
    paper = Image.new("RGB", picture.size, "white")
    paper.paste(picture, mask=picture.getchannel("A"))
    return paper


def within(picture, side):
    """A copy whose longer side is at most so many pixels."""
    copy = picture.copy()
    copy.thumbnail((side, side))
    return copy


def encoded(picture, limit):
    """The picture as JPEG of at most so many bytes, as good as that allows; made smaller where it must be."""
    while True:
        for quality in QUALITIES:
            out = BytesIO()
            picture.save(out, "JPEG", quality=quality, optimize=True)
            if out.tell() <= limit:
                return out.getvalue()
        picture = within(picture, max(picture.size) * 4 // 5)


def marked(file, words, limit):
    """A stored picture with the words all over it, as JPEG of at most so many bytes."""
    with file.open("rb") as stored:
        picture = Image.open(stored, formats=["JPEG"]).convert("RGB")
    font = ImageFont.load_default(max(12, min(picture.size) // 18))
    width, height = (int(side) for side in font.getbbox(f"{words}    ")[2:])
    side = picture.width + picture.height
    layer = Image.new("L", (side, side))
    draw = ImageDraw.Draw(layer)
    for row, top in enumerate(range(0, side, height * 3)):
        for left in range(-(row % 2) * width // 2, side, width):
            draw.text((left, top), words, fill=STRENGTH, font=font)
    layer = layer.rotate(SLANT)
    left, top = (side - picture.width) // 2, (side - picture.height) // 2
    picture.paste(INK, mask=layer.crop((left, top, left + picture.width, top + picture.height)))
    return encoded(picture, limit)


def in_plain_letters(user):
    """The name of the account's person in the letters that the drawn font has, else the sign-in address."""
    name = unicodedata.normalize("NFKD", str(user.person))
    letters = "".join(sign for sign in name if not unicodedata.combining(sign))
    return letters if letters.isascii() else user.email
