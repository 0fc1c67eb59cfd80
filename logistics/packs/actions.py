"""What is done with packs: they are ordered, built by the worker, and end by the clock or when the role loses what they hold."""

import hashlib
import tempfile
from datetime import timedelta

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.utils import timezone

from asm_portal.background import enqueue, task
from asm_portal.roles import Role
from asm_portal.visibility import Audience
from logistics.handover.files import handover_entries
from logistics.models import Pack
from logistics.packs.sinks import write_zip
from logistics.packs.usb.contents import Contents, is_still_for
from logistics.packs.usb.pages import usb_entries

KEPT_FOR = timedelta(days=14)
# An order for what is being built already is that order.
SAME_ORDER = timedelta(minutes=15)


@transaction.atomic
def order_pack(*, role, languages, by):
    """Have a USB pack built; the order that is being worked on where there is one."""
    return _order(Pack.Kind.USB, role, languages, by)


@transaction.atomic
def order_handover(*, by):
    """Have the hand-over pack of the Chair built, in the languages of the portal."""
    return _order(Pack.Kind.HANDOVER, Role(Audience.CHAIR), [code for code, _name in settings.LANGUAGES], by)


def _order(kind, role, languages, by):
    since = timezone.now() - SAME_ORDER
    same = {"kind": kind, "languages": languages, "built_at": None, "problem": "", "ended_at": None, **role.columns}
    if waiting := Pack.objects.filter(ordered_at__gt=since, **same).first():
        return waiting
    pack = Pack(kind=kind, languages=languages, ordered_by=by, **role.columns)
    pack.full_clean(exclude=["reference"])
    pack._history_user = by
    pack.save()
    enqueue(build, pack.pk)
    return pack


@task(attempts=2)
def build(pack_id):
    """Write the file of a pack; where that fails the pack says so, until another attempt does better."""
    pack = Pack.objects.get(pk=pack_id)
    if pack.built_at:
        return
    try:
        write(pack)
    except Exception as problem:
        pack.problem = f"{type(problem).__name__}: {problem}"[:300]
        pack.save()
        raise


def write(pack):
    """Build a pack on the disk and keep it."""
    with tempfile.TemporaryFile() as file:
        if pack.kind == Pack.Kind.HANDOVER:
            write_zip(handover_entries(pack.role, pack.languages), file)
        else:
            contents = Contents(pack.role)
            write_zip(usb_entries(contents, pack.languages), file)
            pack.contents = {name: sorted(keys) for name, keys in contents.held.items()}
        pack.size = file.tell()
        file.seek(0)
        pack.sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        pack.built_at, pack.problem = timezone.now(), ""
        pack.file.save("pack.zip", File(file), save=False)
    pack.save()


@transaction.atomic
def end_pack(*, pack, ending):
    """Take the file of a pack away; the row stays."""
    pack = Pack.objects.select_for_update().get(pk=pack.pk)
    if pack.ended_at is None:
        name, storage = pack.file.name, pack.file.storage
        pack.ended_at, pack.ending, pack.file = timezone.now(), ending, ""
        pack.save()
        if name:
            transaction.on_commit(lambda: storage.delete(name))
    return pack


def is_current(pack):
    """Whether the role may still know of everything in a pack; one of which that is no longer so ends, and its file goes."""
    if pack.kind == Pack.Kind.HANDOVER or is_still_for(pack.role, pack.contents):
        return True
    end_pack(pack=pack, ending=Pack.Ending.OVERTAKEN)
    return False


def end_old_packs(now):
    """Delete the files of the packs that were kept long enough."""
    for pack in Pack.objects.filter(ended_at=None, ordered_at__lt=now - KEPT_FOR):
        end_pack(pack=pack, ending=Pack.Ending.EXPIRED)
