"""Specimens and signatories of the demonstration: made by the verbs of `actions`, beside fictional Participants only.

Each has a key in its `source`, by which a second run finds it and leaves it alone. Days are counted from the first run.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from asm_portal.demonstration import ensure
from asm_portal.models import Affiliation, Organisation, OrganisationName
from asm_portal.removal import remove
from knowledge.certificates import actions, drawings
from knowledge.models import AuthorisedSignatory, CertificateSpecimen, ImageView

AUTHORITY = "XA-DVO"
# Who proposes and who confirms for a Participant.
HANDS = {"XA": ("delegate.xa", "vice.xwa"), "XB": ("delegate.xb", "chair.xwa")}


@dataclass(frozen=True)
class Signatory:
    """A signatory from so many days ago until in so many days, a negative number where the end is past."""

    participant: str
    authority: str
    name: str
    function_en: str
    function_fr: str
    since: int
    until: int | None
    is_published: bool = True


@dataclass(frozen=True)
class Specimen:
    """A specimen from so many days ago until in so many days. `ranges` counts years from this one."""

    participant: str
    series: str
    since: int
    until: int | None
    ranges: tuple
    features_en: str
    features_fr: str


SIGNATORIES = (
    Signatory("XA", "XA", "T. Pebble", "Director of mines (sample)", "Directeur des mines (exemple)", 500, -120),
    Signatory("XA", AUTHORITY, "R. Gravel", "Chief valuer (sample)", "Évaluatrice en chef (exemple)", 430, None),
    Signatory("XA", AUTHORITY, "L. Shale", "Deputy valuer (sample)", "Évaluateur adjoint (exemple)", 325, 40),
    Signatory("XA", "XA", "N. Marl", "Acting director (sample)", "Directrice par intérim (exemple)", -10, None, False),
    Signatory("XB", "XB", "O. Flint", "Head of exports (sample)", "Chef des exportations (exemple)", 400, None),
)
SPECIMENS = (
    Specimen(
        "XA", "Series 1 (sample)", 500, -200, ((-1, 1, 20000),),
        "Watermark of a feather in the upper right corner.\nNumber printed in black.",
        "Filigrane en forme de plume, en haut à droite.\nNuméro imprimé en noir.",
    ),
    Specimen(
        "XA", "Series 2 (sample)", 200, None, ((-1, 20001, 40000), (0, 1, 40000)),
        "Watermark of a feather in the upper right corner.\nNumber printed in red; it glows under ultraviolet light."
        "\nA round hologram at the foot, whose rays turn when the page is tilted.",
        "Filigrane en forme de plume, en haut à droite.\nNuméro imprimé en rouge ; il luit sous la lumière ultraviolette."
        "\nUn hologramme rond en bas, dont les rayons tournent quand on incline la page.",
    ),
    Specimen(
        "XB", "Series B (sample)", 400, None, ((0, 100000, 149999),),
        "Blue border of small stars.\nThe number stands twice, at the top and at the foot.",
        "Bordure bleue de petites étoiles.\nLe numéro figure deux fois, en haut et en bas.",
    ),
)  # fmt: skip
VIEWS_DAYS_AGO = (45, 44, 38, 37, 37, 30, 23, 22, 16)


def source(name):
    return f"demonstration: {name}"


def demonstrate(cast):
    make_authority(cast)
    for sample in SPECIMENS:
        if not CertificateSpecimen.objects.filter(source=source(sample.series)).exists():
            make_specimen(sample, cast)
    made = [make_signatory(number, sample, cast) for number, sample in enumerate(SIGNATORIES) if is_missing(sample)]
    if made:
        actions.note_participants_told(participant=cast.organisations["XA"], by=cast.secretary)
        make_views(cast)


def is_missing(sample):
    return not AuthorisedSignatory.objects.filter(source=source(sample.name)).exists()


def make_authority(cast):
    """A national authority that issues certificates beside its Participant."""
    since = cast.today - timedelta(days=900)
    made = ensure(
        Organisation, {"kind": Organisation.Kind.NATIONAL_AUTHORITY, "is_demonstration": True}, code=AUTHORITY
    )
    names = {"en": "Diamond Valuation Office of Alderia (sample)", "fr": "Office d’évaluation d’Aldérie (exemple)"}
    for language, name in names.items():
        ensure(OrganisationName, {"name": name, "valid_from": since}, organisation=made, language=language)
    ensure(Affiliation, {"valid_from": since}, organisation=made, parent=cast.organisations["XA"])


def make_specimen(sample, cast):
    participant = cast.organisations[sample.participant]
    ranges = [(cast.today.year + years, first, last) for years, first, last in sample.ranges]
    specimen = CertificateSpecimen(
        participant=participant, authority=participant, series=sample.series, number_prefix=sample.participant,
        number_digits=6, validity_days=60, features_en=sample.features_en, features_fr=sample.features_fr,
        source=source(sample.series), **days(sample, cast),
    )  # fmt: skip
    number = f"{sample.participant} {ranges[-1][1]:06}"
    pictures = {"front": (drawings.certificate("Sample certificate", number), "", "")}
    if sample.until is None:
        pictures["detail"] = (
            drawings.detail(),
            "The hologram, tilted to the light",
            "L’hologramme, incliné à la lumière",
        )
    proposer, second = hands(sample, cast)
    actions.propose_specimen(specimen=specimen, ranges=ranges, pictures=pictures, by=proposer)
    publish(specimen, second, cast)


def make_signatory(number, sample, cast):
    signatory = AuthorisedSignatory(
        participant=cast.organisations[sample.participant],
        authority=Organisation.objects.get(code=sample.authority),
        name=sample.name, function_en=sample.function_en, function_fr=sample.function_fr, source=source(sample.name),
        **days(sample, cast),
    )  # fmt: skip
    proposer, second = hands(sample, cast)
    actions.propose_signatory(signatory=signatory, picture=drawings.signature(number), by=proposer)
    if sample.is_published:
        publish(signatory, second, cast)
    return signatory


def days(sample, cast):
    return {
        "valid_from": cast.today - timedelta(days=sample.since),
        "valid_until": None if sample.until is None else cast.today + timedelta(days=sample.until),
    }


def hands(sample, cast):
    return tuple(cast.users[key] for key in HANDS[sample.participant])


def publish(record, second, cast):
    actions.confirm(record=record, by=second)
    actions.publish(record=record, by=cast.secretary)


def make_views(cast):
    """Views of a signature by another Participant, long enough ago for its owner to be told how many."""
    signatory = AuthorisedSignatory.objects.get(source=source("R. Gravel"))
    for number in VIEWS_DAYS_AGO:
        ImageView.objects.create(
            user=cast.users["delegate.xb"],
            signatory=signatory,
            page=ImageView.Page.CHECK,
            at=timezone.now() - timedelta(days=number),
        )


def forget_demonstration():
    of_the_cast = {"participant__is_demonstration": True}
    for model in (CertificateSpecimen, AuthorisedSignatory):
        for record in model.objects.filter(**of_the_cast):
            forget_views(record)
        remove(model.objects.filter(**of_the_cast))


def forget_views(record):
    """A view is of one picture and cannot outlast it."""
    pictures = record.images.all() if isinstance(record, CertificateSpecimen) else [record]
    for picture in pictures:
        remove(picture.views.all())
