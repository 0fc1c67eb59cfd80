import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from asm_portal import search
from asm_portal.models import User
from asm_portal.translations import compile_catalogues


class Command(BaseCommand):
    help = (
        "Brings database, translations, reference facts, demonstration and static files up to date; safe to do again."
    )

    def handle(self, **options):
        compile_catalogues()
        collect_static()
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("load_reference")
        refuse_published_passwords()
        if settings.DEMO:
            call_command("demo")
        if search.lacks():
            call_command("reindex")


def refuse_published_passwords():
    """Raise CommandError where the demonstration is off and its accounts could still sign in."""
    if not settings.DEMO and User.objects.filter(person__is_demonstration=True).exists():
        raise CommandError(
            "This database holds the demonstration, whose accounts have a published password, and DEMO is off."
            " Take it out with `manage.py remove_demo`, or set DEMO=1."
        )


def collect_static():
    """Collect and compress the static files, unless the same ones were collected before."""
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    wanted = fingerprint()
    if not stamp.exists() or stamp.read_text() != wanted:
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(wanted)


def fingerprint():
    """What tells one set of static files from another: names, sizes and times of change."""
    found = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            facts = Path(storage.path(name)).stat()
            found.update(f"{name} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return found.hexdigest()
