"""Languages of the interface, of which there are fewer than of texts."""

from django.conf import settings

INTERFACE = dict(settings.LANGUAGES)


def interface_language(language):
    """The language in which the portal speaks to somebody who reads this one."""
    return language if language in INTERFACE else settings.LANGUAGE_CODE
