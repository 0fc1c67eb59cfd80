"""How settings are read from the environment: each variable as a kind, saying what is wrong with it and what would do."""

import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

REQUIRED = object()


def read(name, kind=str, default=REQUIRED, *, example, hint=""):
    """The environment variable `name` as `kind`; a missing or malformed one says what to do about it."""
    given = os.environ.get(name, "").strip()
    if not given and default is not REQUIRED:
        return default
    try:
        if not given:
            raise ValueError("it is not set")
        return kind(given)
    except ValueError as problem:
        shown = "" if "SECRET" in name or "URL" in name else f" (now {given!r})"
        raise ImproperlyConfigured(
            f"The environment variable {name} cannot be used{shown}: {problem}.{hint}"
            f" Likely causes: a typing error, quotes inside the value, or an environment file that was not loaded."
            f" For example: {name}={example}"
        ) from None


def yes_or_no(text):
    words = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}
    if text.lower() not in words:
        raise ValueError("it must be 1 or 0")
    return words[text.lower()]


def web_address(text):
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/"):
        raise ValueError("it must be http:// or https://, a host name, and no path")
    return text.rstrip("/")


def secure_address(text):
    parts = urlsplit(text)
    if parts.scheme != "https" or not parts.hostname:
        raise ValueError("it must be https:// and a host name")
    return text


def port_number(text):
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise ValueError("it must be a number between 1 and 65535")
    return int(text)


def count(text):
    if not text.isdigit():
        raise ValueError("it must be a whole number, 0 or more")
    return int(text)


def counts(text):
    return [count(word) for word in words(text)]


def percent(text):
    if not 1 <= count(text) <= 100:
        raise ValueError("it must be a whole number between 1 and 100")
    return int(text)


def existing_directory(text):
    path = Path(text).expanduser().resolve()
    if not path.is_dir():
        raise ValueError("there is no such directory")
    return path


def location(text):
    if not (text.startswith("/") and text.endswith("/")):
        raise ValueError("it must begin and end with a slash")
    return text


def words(text):
    return [word.strip() for word in text.split(",") if word.strip()]


def url_of(parse, *schemes):
    """A kind of setting: an address that begins with one of these schemes, parsed; its password is never repeated."""

    def kind(text):
        if text.partition(":")[0] not in schemes:
            raise ValueError(f"it must begin with {', '.join(f'{scheme}://' for scheme in schemes)}")
        try:
            return parse(text)
        except ValueError:
            raise ValueError(
                "its parts cannot be told apart; write / : @ # % in a password as %2F %3A %40 %23 %25"
            ) from None

    return kind


database = url_of(environ.Env.db_url_config, "postgres", "postgresql", "sqlite")
mail_server = url_of(environ.Env.email_url_config, "smtp", "smtp+tls", "smtp+ssl", "filemail", "consolemail")


def imap_folder(text):
    parts = urlsplit(text)
    is_secure, is_here = parts.scheme == "imaps", parts.hostname in ("localhost", "127.0.0.1")
    if not (parts.hostname and parts.username and (is_secure or is_here)):
        raise ValueError
    return {
        "host": parts.hostname,
        "port": parts.port or (993 if is_secure else 143),
        "user": unquote(parts.username),
        "password": unquote(parts.password or ""),
        "folder": unquote(parts.path.strip("/")) or "INBOX",
        "is_secure": is_secure,
    }


# Without encryption on this machine only.
mail_folder = url_of(imap_folder, "imaps", "imap")


def data_directory(text):
    path = Path(text).expanduser().resolve()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise ValueError(f"the directory cannot be made: {problem.strerror}") from problem
    return path


def development_secret(path):
    """A key of this machine's own, made once; two processes that start together agree on it."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    if not path.exists():
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        draft.unlink()
    return path.read_text()
