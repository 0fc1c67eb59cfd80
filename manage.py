#!/usr/bin/env python3
import os
import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "asm_portal.settings")
    try:
        settings.BASE_DIR.resolve()
    except ImproperlyConfigured as problem:
        sys.exit(f"{problem}")
    execute_from_command_line(sys.argv)
