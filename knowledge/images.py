"""Pictures of documents: taken in once, shown where a text names them."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from asm_portal.templatetags.portal import file_size
from asm_portal.uploads import examine
from knowledge.models import DocumentImage

MEDIA = ("image/png", "image/jpeg", "image/webp")
# A page with its pictures is read over slow lines, too.
MOST_BYTES = 200_000
NAME_LENGTH = 16


@transaction.atomic
def add_image(*, document, file, by):
    """Take in a picture, or find the same one where it is there. Raises ValidationError with the reason where it is refused."""
    facts = examine(file)
    if facts.media_type not in MEDIA:
        raise ValidationError(_("This is no picture. Choose a PNG, JPEG or WebP file."))
    if facts.size > MOST_BYTES:
        raise ValidationError(
            _("The picture has %(size)s; at most %(limit)s are taken, so that the page opens on slow lines, too.")
            % {"size": file_size(facts.size), "limit": file_size(MOST_BYTES)}
        )
    name = facts.sha256[:NAME_LENGTH]
    if known := document.images.filter(name=name).first():
        return known
    image = DocumentImage(
        document=document, name=name, file=file, media_type=facts.media_type, extension=facts.extension, size=facts.size,
        sha256=facts.sha256,
    )  # fmt: skip
    image._history_user = by
    image.save()
    return image


def addresses(document):
    """Name → address of each picture of a document."""
    return {image.name: image.get_absolute_url() for image in document.images.all()}
