"""Why a file is not taken."""

from django.core.exceptions import ValidationError


class Refused(ValidationError):
    """A file that is not taken; the message is the reason, for the reader."""

    def __init__(self, message):
        super().__init__(message, code="refused")
