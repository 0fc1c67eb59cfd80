"""What the tests of communiqués share."""

from datetime import date

from asm_portal.models import Body, Office, OfficeTerm, Organisation, OrganisationName
from communications.communiques import actions, release
from knowledge import actions as documents
from knowledge.models import DocumentKind

DAY = date(2012, 11, 30)


def make_kind():
    return DocumentKind.objects.get_or_create(
        code="final_communique",
        defaults={
            "prefix": "COM", "name_en": "Final communiqué", "name_fr": "Communiqué final", "default_audience": "public",
        },
    )[0]  # fmt: skip


def drafted(by, *, texts=None, titles=None, day=DAY, kind=None, **facts):
    """A draft with a text in each language: language → text."""
    texts = {"en": "As adopted."} if texts is None else texts
    titles = titles or {language: f"Sample communiqué {language}" for language in texts}
    communique = actions.draft(titles=titles, by=by, kind=kind or make_kind(), date=day, **facts)
    revision = documents.add_revision(document=communique.document, by=by)
    for language, text in texts.items():
        documents.add_rendition(revision=revision, language=language, text=text, by=by)
    return communique


def published(by, **given):
    """What was issued elsewhere, long ago, and is on record."""
    return actions.record_issued(communique=drafted(by, source="The site of that year.", **given), by=by)


def submitted(by, *, texts=None, **given):
    """Before the KP Chair's office."""
    asked = {name: given.pop(name) for name in ("release_on", "release_at", "release_zone") if name in given}
    communique = drafted(by, texts=texts or {"en": "As adopted.", "fr": "Adopté."}, **given)
    return release.submit(text=communique, by=by, missing_reason="The translator is ill.", **asked)


def seen(text):
    """What a page shows of the text to whoever decides."""
    return release.seen_of(text)


def released(cast, **given):
    """Approved by the KP Chair's office, and out."""
    text = submitted(cast.secretary, **given)
    return release.approve(text=text, seen=seen(text), by=cast.kp_chair)


def chaired(code, name, valid_from, valid_until=None, *, is_demonstration=False):
    """An organisation that holds the KP Chair for a while."""
    organisation = Organisation.objects.create(
        code=code, kind=Organisation.Kind.STATE, is_demonstration=is_demonstration
    )
    OrganisationName.objects.create(organisation=organisation, language="en", name=name, valid_from=date(1900, 1, 1))
    prefix = "sample" if is_demonstration else "kp"
    body, _made = Body.objects.get_or_create(
        code=f"{prefix}-office", defaults={"kind": Body.Kind.CHAIRS_OFFICE, "name_en": "Office", "name_fr": "Bureau"}
    )
    office, _made = Office.objects.get_or_create(
        code=f"{prefix}-chair",
        defaults={
            "seat": Office.Seat.KP_CHAIR, "body": body, "name_en": "Chair", "name_fr": "Présidence",
            "is_demonstration": is_demonstration,
        },
    )  # fmt: skip
    OfficeTerm.objects.create(office=office, organisation=organisation, valid_from=valid_from, valid_until=valid_until)
    return organisation
