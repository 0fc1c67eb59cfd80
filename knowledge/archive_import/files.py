"""Finds the files that a manifest names, in its folder and nowhere else."""

import unicodedata
from pathlib import PurePosixPath

from django.utils.translation import gettext as _


def find(folder, name):
    """The file of the folder that a cell names; raises ValueError with the reason where there is none.

    Backslashes are taken for slashes, and accents are found in either of the two ways in which computers write them.
    """
    parts = PurePosixPath(name.replace("\\", "/"))
    is_drive = len(parts.parts[0:1]) == 1 and parts.parts[0].endswith(":")
    if parts.is_absolute() or is_drive or ".." in parts.parts:
        raise ValueError(_("“%(name)s” lies outside the folder of the files.") % {"name": name})
    try:
        found = next(filter(None, (existing(folder, spelling) for spelling in spellings(str(parts)))), None)
    except OSError:  # longer than a name may be, or not to be read
        found = None
    if found is None:
        raise ValueError(_("There is no file “%(name)s” in the folder.") % {"name": name})
    if not found.is_file():
        raise ValueError(_("“%(name)s” is no file.") % {"name": name})
    return found


def spellings(name):
    return dict.fromkeys([name, unicodedata.normalize("NFC", name), unicodedata.normalize("NFD", name)])


def existing(folder, name):
    """The path, where something is there; raises ValueError where a link stands on the way."""
    path = folder
    for part in PurePosixPath(name).parts:
        path = path / part
        if path.is_symlink():
            raise ValueError(_("“%(name)s” is a link, or lies behind one. Put the file itself there.") % {"name": name})
    return path if path.exists() else None
