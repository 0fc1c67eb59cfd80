"""A false certificate, a suspect one and some checks of the demonstration: beside fictional Participants only."""

from datetime import timedelta

from django.db.models import Q

from asm_portal.removal import remove
from asm_portal.visibility import Audience
from knowledge.actions import save
from knowledge.certificates import drawings, suspects
from knowledge.certificates.check import Answer, note_check
from knowledge.certificates.pictures import take_in
from knowledge.models import CertificateCheck, FalseNumber, FraudDetail, FraudImage, FraudNotice, SuspectReport

SOURCE = "demonstration: false certificate"
FALSE_NUMBER = "XA 090417"
# Who asked what: the claimed issuer, how many days ago the certificate was issued, its number.
CHECKS = {
    "officer.xa": (("XB", 12, "XB 104233"), ("XC", 30, ""), ("XB", 3, "")),
    "delegate.xb": (("XA", 8, "XA 014872"), ("XA", 8, FALSE_NUMBER)),
}


def demonstrate(cast):
    if not FraudNotice.objects.filter(source=SOURCE).exists():
        make_notice(cast)
    if not SuspectReport.objects.filter(is_demonstration=True).exists():
        make_case(cast)
    for key, asked in CHECKS.items():
        user = cast.users[key]
        if CertificateCheck.objects.filter(user=user).exists():
            continue
        for code, days_ago, number in asked:
            day = cast.today - timedelta(days=days_ago)
            note_check(answer=Answer(cast.organisations[code], day, number, user), by=user)


def make_notice(cast):
    """A public notice, with number, signs and a picture for those who work with certificates."""
    notice = save(
        FraudNotice(
            state=FraudNotice.State.PUBLISHED,
            audience=Audience.PUBLIC,
            claimed_issuer=cast.organisations["XA"],
            reported_by=cast.organisations["XB"],
            date=cast.today - timedelta(days=60),
            is_confirmed=True,
            words_en="Sample. The claimed issuer confirmed that the certificate is false, and asks for vigilance.",
            words_fr="Exemple. L’émetteur prétendu a confirmé que le certificat est faux et appelle à la vigilance.",
            source=SOURCE,
            is_demonstration=True,
        ),
        cast.secretary,
    )
    detail = save(
        FraudDetail(
            notice=notice,
            recognised_en="The number lies outside the range of the year, and the hologram is printed instead of foil.",
            recognised_fr="Le numéro sort de la série de l’année, et l’hologramme est imprimé au lieu d’être en feuille.",
        ),
        cast.secretary,
    )
    save(FalseNumber(detail=detail, printed=FALSE_NUMBER), cast.secretary)
    drawn = drawings.certificate("Sample false certificate", FALSE_NUMBER, drawings.OCHRE)
    captions = {"caption_en": "The front of the false certificate", "caption_fr": "Le recto du faux certificat"}
    fields = take_in(drawn, FraudImage.DISPLAY_SIDE, FraudImage.DISPLAY_BYTES)
    save(FraudImage(detail=detail, **captions, **fields), cast.secretary)


def make_case(cast):
    """A case that nobody has looked into yet, and that the claimed issuer does not know of."""
    suspects.report(
        by=cast.users["officer.xa"],
        claimed_issuer=cast.organisations["XB"],
        issued_on=cast.today - timedelta(days=20),
        certificate_number="XB 204233",
        seen="Sample. The number is higher than any of this year, and the paper has no watermark.",
        photos=[drawings.certificate("Sample certificate", "XB 204233")],
        is_demonstration=True,
    )


def forget_demonstration():
    """Take out the samples, and whatever the cast reported, was told of or decided to tell. A view is of one picture and cannot
    outlast it."""
    cases = SuspectReport.objects.filter(
        Q(is_demonstration=True)
        | Q(claimed_issuer__is_demonstration=True)
        | Q(reporter__person__is_demonstration=True)
        | Q(issuer_told_by__person__is_demonstration=True)
    )
    notices = FraudNotice.objects.filter(Q(is_demonstration=True) | Q(claimed_issuer__is_demonstration=True))
    for case in cases:
        for photo in case.photos.all():
            remove(photo.views.all())
    for image in FraudImage.objects.filter(detail__notice__in=notices):
        remove(image.views.all())
    remove(cases)
    remove(notices)
