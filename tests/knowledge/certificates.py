"""Specimens, signatories and false certificates for the tests of the check, published as if through all steps."""

from datetime import date

from django.urls import reverse
from django.utils import timezone

from knowledge.certificates import drawings
from knowledge.certificates.pictures import take_in
from knowledge.models import (
    AuthorisedSignatory,
    CertificateSpecimen,
    FalseNumber,
    FraudDetail,
    FraudNotice,
    NumberRange,
    SpecimenImage,
)

SINCE = date(2024, 1, 1)


def published(cast):
    """The facts of a record that was proposed, confirmed by a second person and published."""
    now = timezone.now()
    return {
        "state": "published",
        "proposed_by": cast.member_a, "proposed_at": now,
        "confirmed_by": cast.chair_a, "confirmed_at": now,
        "published_by": cast.secretary, "published_at": now,
    }  # fmt: skip


def signatory(cast, participant, name, valid_from=SINCE, valid_until=None, **more):
    facts = {"authority": participant, **published(cast), **more}
    picture = take_in(drawings.signature(1), AuthorisedSignatory.DISPLAY_SIDE, AuthorisedSignatory.DISPLAY_BYTES)
    return AuthorisedSignatory.objects.create(
        participant=participant, name=name, valid_from=valid_from, valid_until=valid_until, **facts, **picture
    )


def specimen(cast, participant, ranges=((2026, 1, 40000),), **more):
    facts = {
        "participant": participant, "authority": participant, "series": "Series 2", "number_prefix": participant.code,
        "number_digits": 6, "features_en": "A feather in the corner.", "valid_from": SINCE, **published(cast), **more,
    }  # fmt: skip
    made = CertificateSpecimen.objects.create(**facts)
    for year, first, last in ranges:
        NumberRange.objects.create(specimen=made, year=year, first=first, last=last)
    return made


def picture(of):
    fields = take_in(drawings.certificate("Sample", "1"), SpecimenImage.DISPLAY_SIDE, SpecimenImage.DISPLAY_BYTES)
    return SpecimenImage.objects.create(specimen=of, **fields)


def notice(issuer, *numbers, recognised="", **more):
    """A published public notice; numbers and signs for those who work with certificates."""
    facts = {"state": "published", "audience": "public", "date": date(2025, 6, 1), "words_en": "Beware.", **more}
    made = FraudNotice.objects.create(claimed_issuer=issuer, **facts)
    detail = FraudDetail.objects.create(notice=made, recognised_en=recognised)
    for number in numbers:
        FalseNumber.objects.create(detail=detail, printed=number)
    return made


def address(code="XA", day="1", month="3", year="2026", number=""):
    asked = f"participant={code}&day={day}&month={month}&year={year}&number={number}"
    return f"{reverse('knowledge:certificate-check')}?{asked}"
