"""The site's own texts: standing pages and the banner, from the first draft to the day they go."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from communications.communiques import clock, release, writing
from communications.models import Banner, StandingPage
from communications.models.public_texts import ReleaseOn, Stage
from communications.pages import actions
from communications.pages.banner import shown
from knowledge.models import Document
from tests.communications.site_texts import approved, banner_out, draft_banner, draft_page, page_out
from tests.knowledge.papers import make_kind

pytestmark = pytest.mark.django_db
ADDRESS = "/en/about/scheme/"


def read(client, path):
    return client.get(path).content.decode()


def post(client, page, **data):
    return client.post(reverse(f"communications:{page}"), data)


# Standing pages


def test_a_page_exists_for_everyone_once_the_chair_has_approved_it_and_not_before(client, cast):
    assert client.get(ADDRESS).status_code == 404
    page = draft_page(cast)
    page = release.submit(text=page, by=cast.secretary)
    for reader in (None, cast.member_a, cast.kp_chair, cast.secretary):
        if reader:
            client.force_login(reader)
        assert client.get(ADDRESS).status_code == 404
        assert "What the scheme is" not in read(client, "/en/about/")
    client.logout()
    release.approve(text=page, seen=release.seen_of(page), by=cast.kp_chair)
    assert "<em>English</em>" in read(client, ADDRESS)
    assert "<em>français</em>" in read(client, "/fr/about/scheme/")
    answer = client.get(ADDRESS)
    assert (answer["Cache-Control"], list(answer.cookies)) == ("public, no-cache", [])


def test_a_published_page_is_linked_from_the_pages_about_the_site_its_map_and_the_sitemap(client, cast):
    page_out(cast)
    for page in ("/en/about/", "/en/about/site-map/", "/en/about/privacy/", "/sitemap.xml"):
        assert ADDRESS in read(client, page), page
    assert f'href="{ADDRESS}" aria-current="page">What the scheme is' in read(client, ADDRESS)
    assert ">Ce qu’est le Système</a>" in read(client, "/fr/about/")


def test_the_page_of_its_document_leads_to_it(client, cast):
    page = page_out(cast)
    address = reverse("knowledge:document-detail", args=[page.document.reference])
    assert client.get(address)["Location"] == ADDRESS


def test_a_language_that_is_missing_shows_the_other_one_labelled(client, cast):
    page_out(cast, texts={"en": "Only this."}, titles={"en": "What the scheme is"})
    html = read(client, "/fr/about/scheme/")
    assert "Only this." in html
    assert '<div class="text" lang="en"' in html
    assert "Non disponible en français" in html


def test_readers_keep_the_published_text_until_its_correction_is_approved(client, cast):
    page = page_out(cast)
    page = writing.correct(text=page, note_en="A figure", note_fr="Un chiffre", by=cast.secretary)
    for language, words in (("en", "Corrected."), ("fr", "Corrigé.")):
        seen, title = writing.state_in(page, language), writing.title_in(page, language)
        writing.write(text=page, language=language, seen=seen, by=cast.secretary, title=title, body=words)
    assert "Corrected." not in read(client, ADDRESS)
    approved(page, cast)
    assert "Corrected." in read(client, ADDRESS)


def test_an_archived_page_is_gone_from_its_address_and_stays_in_the_archive(client, cast):
    page = release.archive(text=page_out(cast), by=cast.secretary)
    assert client.get(ADDRESS).status_code == 404
    assert client.get(page.document.get_absolute_url()).status_code == 200
    assert page.get_absolute_url() == page.document.get_absolute_url()
    assert ADDRESS not in read(client, "/en/about/")


def test_the_sites_own_texts_are_no_news(client, cast):
    page_out(cast)
    banner_out(cast)
    assert "What the scheme is" not in read(client, "/en/")


# Keeping them


def test_the_secretariat_begins_a_page_and_a_banner_and_writes_on_with_the_draft(client, cast):
    make_kind("standing_page", "secretariat", "PAG")
    make_kind("banner", "secretariat", "BAN")
    client.force_login(cast.secretary)
    assert client.get(reverse("communications:standing-page-new")).status_code == 200
    answer = post(client, "standing-page-new", slug="joining", title_en="How to join")
    page = StandingPage.objects.get()
    assert answer["Location"] == reverse("communications:text-work", args=[page.document.reference])
    assert (page.slug, page.stage, page.document.state) == ("joining", Stage.DRAFTING, Document.State.DRAFT)
    end = {"day_day": "1", "day_month": "3", "day_year": "2090", "time": "18:00", "zone": "Africa/Luanda"}
    post(client, "banner-new", tone="warn", title_fr="Travaux", **end)
    banner = Banner.objects.get()
    assert (banner.tone, f"{banner.ends_at:%Y-%m-%d %H:%M}") == ("warn", "2090-03-01 17:00")
    listed = read(client, reverse("communications:site-texts"))
    assert "How to join" in listed
    assert "Travaux" in listed
    change = reverse("communications:standing-page-change", args=[page.document.reference])
    client.post(change, {"slug": "join"})
    assert StandingPage.objects.get().slug == "join"
    change = reverse("communications:banner-change", args=[banner.document.reference])
    assert 'value="2090"' in read(client, change)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"slug": "privacy"}, "This site has another page at this address."),
        ({"slug": "a/b"}, "Enter a valid “slug”"),
        ({"slug": "scheme"}, "already exists"),
        ({"slug": "new", "title_en": ""}, "Give a title in at least one language."),
    ],
)
def test_what_cannot_be_a_page_is_refused_in_a_sentence_and_nothing_is_lost(client, cast, typed, sentence):
    draft_page(cast)
    client.force_login(cast.secretary)
    html = post(client, "standing-page-new", **{"title_en": "Kept words", "title_fr": "Mots gardés"} | typed | (
        {"title_fr": ""} if "title_en" in typed else {}
    )).content.decode()  # fmt: skip
    assert sentence in html
    assert "title_en" in typed or "Kept words" in html
    assert StandingPage.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"day_year": "2001"}, "This time has passed."),
        ({"day_day": "31", "day_month": "2"}, "There is no such day."),
        ({"time": "half past"}, "Write the time as hours and minutes"),
        ({"time": ""}, "This field is required."),
    ],
)
def test_a_banner_that_would_never_show_is_refused(client, cast, typed, sentence):
    client.force_login(cast.secretary)
    end = {"day_day": "1", "day_month": "3", "day_year": "2090", "time": "18:00", "zone": "UTC"}
    html = post(client, "banner-new", **{"tone": "info", "title_en": "Kept"} | end | typed).content.decode()
    assert sentence in html
    assert "Kept" in html
    assert not Banner.objects.exists()


def test_what_lies_before_the_chair_keeps_its_address_and_its_end(client, cast):
    page = draft_page(cast)
    release.submit(text=page, by=cast.secretary)
    client.force_login(cast.secretary)
    change = reverse("communications:standing-page-change", args=[page.document.reference])
    assert client.get(change).status_code == 404
    page.slug = "other"
    with pytest.raises(ValidationError, match="submitted"):
        actions.change(text=page, by=cast.secretary)


def test_the_chair_reads_the_tone_and_the_end_beside_the_text(client, cast):
    banner = release.submit(text=draft_banner(cast, tone="warn"), by=cast.secretary)
    client.force_login(cast.kp_chair)
    html = read(client, reverse("communications:text-decide", args=[banner.document.reference]))
    assert "warning" in html
    assert f"{banner.ends_at:%H:%M} UTC" in html


# Both languages on one page


def typed(page, **words):
    """The fields of the side-by-side page as a browser would send them."""
    found = {}
    for language in ("en", "fr"):
        found |= {
            f"{language}-seen": writing.state_in(page, language), f"{language}-title": writing.title_in(page, language),
            f"{language}-body": page.revision.renditions.filter(language=language).values_list("text", flat=True).first() or "",
        }  # fmt: skip
    return found | {name.replace("_", "-"): text for name, text in words.items()}


def body(page, language):
    return page.revision.renditions.get(language=language).text


def test_both_languages_are_written_on_one_page(client, cast):
    page = draft_page(cast, texts={"en": "Before."})
    client.force_login(cast.secretary)
    address = reverse("communications:site-text-write", args=[page.document.reference])
    assert "Before." in read(client, address)
    client.post(address, typed(page, en_body="After.", fr_body="Après."))
    assert (body(page, "en"), body(page, "fr")) == ("After.", "Après.")
    client.force_login(cast.member_a)
    assert client.get(address).status_code == 404


@pytest.mark.both_databases
def test_of_two_editors_neither_loses_a_word_in_either_language(client, cast):
    page = draft_page(cast)
    client.force_login(cast.secretary)
    address = reverse("communications:site-text-write", args=[page.document.reference])
    mine = typed(page, en_body="Mine.", fr_body="Le mien.")
    seen = writing.state_in(page, "fr")
    writing.write(text=page, language="fr", seen=seen, by=cast.secretary, title="Titre", body="Le leur.")
    html = client.post(address, mine).content.decode()
    assert "Two versions of this text" in html
    for words in ("Mine.", "Le mien.", "</span>leur<span", "“Titre”"):
        assert words in html
    assert (body(page, "en"), body(page, "fr")) == ("In *English*.", "Le leur.")
    client.post(address, mine | {"fr-seen": writing.state_in(page, "fr")})
    assert (body(page, "en"), body(page, "fr")) == ("Mine.", "Le mien.")


def test_a_title_is_asked_for_in_the_language_in_which_something_is_written(client, cast):
    page = draft_page(cast, texts={"en": "Text."}, titles={"en": "Title"})
    client.force_login(cast.secretary)
    address = reverse("communications:site-text-write", args=[page.document.reference])
    html = client.post(address, typed(page, fr_body="Sans titre.")).content.decode()
    assert "This field is required." in html
    assert "Sans titre." in html
    assert not page.revision.renditions.filter(language="fr").exists()


# The banner


def test_a_banner_stands_above_every_page_in_the_readers_language(client, cast):
    before = client.get("/en/about/")
    banner_out(cast, tone="warn")
    for page in ("/en/", "/en/about/", "/en/nowhere/", "/en/documents/"):
        assert "<em>English</em>" in read(client, page), page
    assert "<em>français</em>" in read(client, "/fr/about/")
    assert '<section class="demo warn"' in read(client, "/en/about/")
    after = client.get("/en/about/", headers={"If-None-Match": before["ETag"]})
    assert (after.status_code, after["Cache-Control"], list(after.cookies)) == (200, "public, no-cache", [])
    client.force_login(cast.member_a)
    assert "<em>English</em>" in read(client, "/en/desk/")


def test_a_banner_without_the_readers_language_says_which_one_it_is_in(client, cast):
    banner_out(cast, texts={"fr": "Seulement ceci."})
    assert 'lang="fr" dir="ltr"><p>Seulement ceci.' in read(client, "/en/about/")


def test_a_banner_shows_from_its_time_to_its_end_and_not_a_moment_longer(client, cast):
    banner = draft_banner(cast)
    at = timezone.now() + timedelta(hours=1)
    banner = approved(banner, cast, release_on=ReleaseOn.TIME, release_at=at, release_zone="UTC")
    clock.due(timezone.now())
    assert list(shown()) == []
    clock.due(at + timedelta(seconds=1))
    assert [one.tone for one in shown()] == ["info"]
    banner = Banner.objects.get()
    banner.release_at, banner.ends_at = timezone.now() - timedelta(hours=1), timezone.now()
    banner.save()
    assert list(shown()) == []


def test_a_banner_is_ended_early_by_archiving_it(cast):
    banner = banner_out(cast)
    release.archive(text=banner, by=cast.secretary)
    assert list(shown()) == []


@pytest.mark.both_databases
def test_a_banner_that_would_be_over_before_it_appears_is_refused_in_a_sentence(client, cast):
    banner = draft_banner(cast, ends_in=timedelta(hours=1))
    late = timezone.now() + timedelta(hours=2)
    with pytest.raises(ValidationError, match="over before it appears"):
        release.submit(text=banner, by=cast.secretary, release_on=ReleaseOn.TIME, release_at=late, release_zone="UTC")
    banner = Banner.objects.get()
    assert banner.stage == Stage.DRAFTING
    banner.release_at = late
    with pytest.raises(IntegrityError), transaction.atomic():
        banner.save()


def test_a_page_asks_once_for_banners_and_once_more_where_there_are_any(client, cast):
    client.get("/en/about/privacy/")
    counts = []
    for _made in range(3):
        with CaptureQueriesContext(connection) as caught:
            client.get("/en/about/privacy/")
        counts.append(len(caught))
        banner_out(cast)
    without, *with_banners = counts
    assert with_banners == [without + 1] * 2
    about_banners = [query for query in caught if "communications_banner" in query["sql"]]
    assert len(about_banners) == 2
