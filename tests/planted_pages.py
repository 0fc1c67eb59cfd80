"""The site's own texts on their way, those of each stage, and a page that everyone reads. An old address is for its keepers."""

from datetime import timedelta

from django.utils import timezone

from communications.communiques import release
from communications.models import Banner, Redirect, StandingPage
from communications.models.public_texts import ReleaseOn
from communications.pages import actions
from knowledge import actions as documents
from knowledge.kinds import OF_THE_SITE
from knowledge.models import DocumentKind


def plant_pages(plant, chair, staff):
    """`chair` are the KP Chair's office and the secretariat, `staff` the secretariat."""
    for number, code in enumerate(OF_THE_SITE):
        DocumentKind.objects.get_or_create(
            code=code,
            defaults={"prefix": f"PG{number}", "name_en": code, "name_fr": code, "default_audience": "secretariat"},
        )
    approved(plant, submitted(plant, drafted(plant, StandingPage, slug="open")))
    ends_at = timezone.now() + timedelta(days=9)
    for model, own in ((StandingPage, {"slug": "unfinished"}), (Banner, {"ends_at": ends_at})):
        secret(plant, model, own)
        plant.secret(staff)
    submitted(plant, secret(plant, StandingPage, {"slug": "waiting"}))
    plant.secret(chair)
    approved(plant, submitted(plant, secret(plant, Banner, {"ends_at": ends_at}), ReleaseOn.WORD))
    plant.secret(chair)
    word, lure = plant.words()
    Redirect.objects.create(old_path=f"/old/{word}-{lure}", new_path="/communiques/")
    plant.secret(staff)


def secret(plant, model, own):
    word, lure = plant.words()
    return drafted(plant, model, f"Title {word} {lure}", f"Text {word} {lure}", **own)


def drafted(plant, model, title="Open", text="Open", **own):
    made = actions.draft(model, titles={"en": title, "fr": title}, own=own, by=plant.cast.secretary)
    revision = documents.add_revision(document=made.document, by=plant.cast.secretary)
    for language in ("en", "fr"):
        documents.add_rendition(revision=revision, language=language, text=text, by=plant.cast.secretary)
    return made


def submitted(plant, text, release_on=ReleaseOn.APPROVAL):
    return release.submit(text=text, by=plant.cast.secretary, release_on=release_on)


def approved(plant, text):
    return release.approve(text=text, seen=release.seen_of(text), by=plant.cast.kp_chair)


def pages_planted():
    """The arguments of the addresses."""
    page, draft = (StandingPage.objects.get(slug=slug).document.reference for slug in ("open", "unfinished"))
    return {
        "standing-page": ["open"],
        "page-draft": [draft],
        "banner-draft": [Banner.objects.get(stage="drafting").document.reference],
        "translation": [page, "fr"],
    }
