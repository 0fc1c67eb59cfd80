"""Settings are read from the environment of a new process, as on a machine."""

import os
import re
import shlex
import stat
import subprocess
import sys

import pytest
from django.conf import settings

PATH = {"PATH": os.environ["PATH"]}


def portal(tmp_path, *arguments, **environment):
    """Run Python in the project with nothing in the environment but what is given."""
    command = [sys.executable, *arguments]
    env = PATH | {"DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "asm_portal.settings"} | environment
    return subprocess.run(command, env=env, cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=60)


def value_of(tmp_path, expression, **environment):
    code = f"from django.conf import settings as s; print({expression})"
    outcome = portal(tmp_path, "-c", code, **environment)
    assert outcome.returncode == 0, outcome.stderr
    return outcome.stdout.strip()


def production():
    """The environment of the README's section on production, as a shell would read it."""
    text = (settings.BASE_DIR / "README.md").read_text()
    block = re.search(r"```sh\n# production\n(.*?)```", text, re.S).group(1)
    given = dict(word.split("=", 1) for line in block.splitlines() for word in shlex.split(line, comments=True))
    del given["DATA_DIR"]
    return given


@pytest.mark.parametrize(
    ("name", "value", "saying"),
    [
        ("PORT", "80a", "a number between 1 and 65535"),
        ("DEBUG", "maybe", "it must be 1 or 0"),
        ("DEMO", "2", "it must be 1 or 0"),
        ("SITE_URL", "asm.example", "http:// or https://"),
        ("DATABASE_URL", "mysql://localhost/portal", "it must begin with postgres://"),
        ("DATABASE_URL", "portal", "it must begin with postgres://"),
        ("EMAIL_URL", "mail.example", "it must begin with smtp://"),
        ("TRUSTED_PROXIES", "-1", "0 or more"),
        ("DATA_DIR", "/dev/null/portal", "cannot be made"),
        ("DOWNLOAD_ACCEL_PREFIX", "protected", "begin and end with a slash"),
    ],
)
def test_a_malformed_variable_says_which_why_and_what_would_do(tmp_path, name, value, saying):
    for command in (["manage.py", "check"], ["-m", "asm_portal.serve"]):
        outcome = portal(tmp_path, *command, **{name: value})
        assert outcome.returncode == 1
        for part in (f"The environment variable {name} cannot be used", saying, f"For example: {name}="):
            assert part in outcome.stderr
        assert "Traceback" not in outcome.stderr


def test_a_missing_secret_key_in_production_says_how_to_make_one(tmp_path):
    outcome = portal(tmp_path, "manage.py", "check", SITE_URL="https://asm.example")
    assert "SECRET_KEY cannot be used: it is not set" in outcome.stderr
    assert "token_urlsafe" in outcome.stderr


def test_production_does_not_start_where_its_mail_would_go_nowhere(tmp_path):
    outcome = portal(tmp_path, "manage.py", "check", **production() | {"EMAIL_URL": ""})
    assert "EMAIL_URL cannot be used: it is not set" in outcome.stderr
    assert portal(tmp_path, "manage.py", "check", **production() | {"EMAIL_URL": "", "DEMO": "1"}).returncode == 0


@pytest.mark.parametrize(
    "address", ["mysql://portal:hidden@localhost/portal", "postgres://portal:hid/den@localhost/portal"]
)
def test_a_password_in_a_malformed_address_is_not_repeated(tmp_path, address):
    outcome = portal(tmp_path, "manage.py", "check", DATABASE_URL=address)
    assert "The environment variable DATABASE_URL cannot be used" in outcome.stderr
    assert "hid" not in outcome.stderr


def test_the_development_key_is_made_once_and_only_its_owner_reads_it(tmp_path):
    first, second = (value_of(tmp_path, "s.SECRET_KEY") for _ in range(2))
    assert first == second == (tmp_path / "secret_key").read_text()
    assert len(first) >= 50
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


def test_two_factors_are_demanded_unless_this_is_the_demonstration(tmp_path):
    assert value_of(tmp_path, "s.MFA_REQUIRED, s.DEMO") == "False True"
    assert value_of(tmp_path, "s.MFA_REQUIRED, s.DEMO", DEMO="0") == "True False"
    refused = portal(tmp_path, "manage.py", "check", DEMO="0", MFA_REQUIRED="0")
    assert "MFA_REQUIRED=0 is for the demonstration only" in refused.stderr


def test_production_has_neither_the_cast_nor_open_cookies(tmp_path):
    expression = "s.DEMO, s.MFA_REQUIRED, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.DEBUG"
    assert value_of(tmp_path, expression, **production()) == "False True True True True False"


def test_the_production_environment_of_the_readme_passes_the_deployment_check(tmp_path):
    outcome = portal(tmp_path, "manage.py", "check", "--deploy", "--fail-level", "DEBUG", **production())
    assert outcome.returncode == 0, outcome.stderr
    assert "no issues" in outcome.stdout


def test_sqlite_lets_writers_queue_and_never_opens_a_transaction_per_request(tmp_path):
    database = "s.DATABASES['default']"
    assert value_of(tmp_path, f"{database}['OPTIONS']['transaction_mode']") == "IMMEDIATE"
    assert (
        value_of(tmp_path, f"{database}['OPTIONS']['transaction_mode']", DATABASE_URL="sqlite:////tmp/x") == "IMMEDIATE"
    )
    assert value_of(tmp_path, f"{database}.get('ATOMIC_REQUESTS', False)") == "False"


def test_connections_to_postgresql_are_kept_and_checked(tmp_path):
    expression = "s.DATABASES['default']['CONN_MAX_AGE'], s.DATABASES['default']['CONN_HEALTH_CHECKS']"
    assert value_of(tmp_path, expression, DATABASE_URL="postgres://portal@localhost/portal") == "600 True"


def test_mail_goes_to_files_until_a_server_is_named(tmp_path):
    assert value_of(tmp_path, "s.EMAIL_FILE_PATH") == str(tmp_path / "mail")
    expression = "s.EMAIL_HOST, s.EMAIL_PORT, s.EMAIL_USE_TLS, s.EMAIL_HOST_USER"
    given = value_of(tmp_path, expression, EMAIL_URL="smtp+tls://portal:word@mail.example:587")
    assert given == "mail.example 587 True portal"


def test_the_example_file_names_every_variable_and_only_those(tmp_path):
    source = (settings.BASE_DIR / "asm_portal" / "settings.py").read_text()
    read = set(re.findall(r'\bread\(\s*"([A-Z_]+)"', source))
    listed = set(re.findall(r"^#? ?([A-Z_]+)=", (settings.BASE_DIR / ".env.example").read_text(), re.M))
    assert listed == read
