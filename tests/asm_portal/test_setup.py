import os

import pytest
from django.core.management.base import CommandError

from asm_portal.management.commands.setup import collect_static, refuse_published_passwords
from tests.cast import invented


@pytest.fixture
def sheet(tmp_path, settings):
    """A project whose only static file is this style sheet."""
    settings.STATICFILES_DIRS, settings.STATIC_ROOT = [tmp_path / "static"], tmp_path / "collected"
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    path = tmp_path / "static" / "portal.css"
    path.parent.mkdir()
    path.write_text("body { color: black }" * 100)
    return path


def test_static_files_are_collected_with_a_fingerprint_and_compressed(sheet, settings):
    collect_static()
    kinds = {path.name.split(".", 2)[-1] for path in settings.STATIC_ROOT.glob("portal.*.css*")}
    assert kinds == {"css", "css.gz", "css.br"}


def test_static_files_that_did_not_change_are_not_collected_again(sheet, settings):
    collect_static()
    left = settings.STATIC_ROOT / "left-by-hand"
    left.touch()
    collect_static()
    assert left.exists()


def test_a_changed_static_file_is_collected_and_the_old_ones_go(sheet, settings):
    collect_static()
    before = set(os.listdir(settings.STATIC_ROOT))
    sheet.write_text("body { color: white }" * 100)
    collect_static()
    after = set(os.listdir(settings.STATIC_ROOT))
    assert len(after) == len(before)
    assert after != before


def test_accounts_with_a_published_password_keep_a_portal_without_demonstration_from_starting(cast, settings):
    invented(cast.member_a)
    settings.DEMO = True
    refuse_published_passwords()
    settings.DEMO = False
    with pytest.raises(CommandError, match="remove_demo"):
        refuse_published_passwords()
