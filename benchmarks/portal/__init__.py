"""A portal of its own settings and database, in a process of its own: `python -m benchmarks.portal` answers the requests of
`benchmarks.portals`, one JSON document a line."""

import django
from django.conf import settings

# As in the tests: the manifest would demand that static files are collected first.
settings.STORAGES = {
    **settings.STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
settings.STATIC_ROOT.mkdir(exist_ok=True)
django.setup()
