"""Specimens and signatories for tests: proposed by the focal point of XA, confirmed by a second person, published."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from asm_portal.dated import today
from knowledge.certificates import actions, drawings
from knowledge.models import AuthorisedSignatory, CertificateSpecimen
from tests.cast import account, person, represent

LAST_YEAR = today() - timedelta(days=365)


def second_person(cast):
    """Somebody else who represents XA."""
    if not hasattr(cast, "second"):
        cast.second = account(represent(person("Anton"), cast.xa))
    return cast.second


def upload(drawing, name="picture.png"):
    return SimpleUploadedFile(name, drawing.read())


def propose_signatory(cast, name="T. Pebble", *, by=None, **facts):
    facts = {"participant": cast.xa, "authority": cast.xa, "valid_from": LAST_YEAR, "function_en": "Director"} | facts
    return actions.propose_signatory(
        signatory=AuthorisedSignatory(name=name, **facts), picture=drawings.signature(1), by=by or cast.member_a
    )


def propose_specimen(cast, series="Series 1", *, ranges=(), **facts):
    facts = {"participant": cast.xa, "authority": cast.xa, "valid_from": LAST_YEAR, "features_en": "A seal"} | facts
    return actions.propose_specimen(
        specimen=CertificateSpecimen(series=series, **facts),
        ranges=ranges,
        pictures={"front": (drawings.certificate("Sample", "XA 000001"), "", "")},
        by=cast.member_a,
    )


def publish(record, cast, **extra):
    actions.confirm(record=record, by=second_person(cast))
    return actions.publish(record=record, by=cast.secretary, **extra)


def published_signatory(cast, *args, **facts):
    return publish(propose_signatory(cast, *args, **facts), cast)


def published_specimen(cast, *args, **facts):
    return publish(propose_specimen(cast, *args, **facts), cast)


def day_fields(name, day):
    """A day as its three fields are sent."""
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}
