"""Texts of the site for tests, made by the actions that staff use."""

from datetime import timedelta

from django.utils import timezone

from communications.communiques import release
from communications.models import Banner, StandingPage
from communications.pages import actions
from knowledge import actions as documents
from tests.knowledge.papers import make_kind

BOTH = {"en": "In *English*.", "fr": "En *français*."}


def draft_page(cast, texts=None, slug="scheme", titles=None):
    make_kind("standing_page", "secretariat", "PAG")
    titles = titles or {"en": "What the scheme is", "fr": "Ce qu’est le Système"}
    page = actions.draft(StandingPage, titles=titles, own={"slug": slug}, by=cast.secretary)
    return with_texts(page, texts or BOTH, cast)


def draft_banner(cast, texts=None, ends_in=timedelta(days=1), tone="info"):
    make_kind("banner", "secretariat", "BAN")
    own = {"tone": tone, "ends_at": timezone.now() + ends_in}
    banner = actions.draft(Banner, titles={"en": "Notice", "fr": "Avis"}, own=own, by=cast.secretary)
    return with_texts(banner, texts or BOTH, cast)


def with_texts(text, texts, cast):
    revision = documents.add_revision(document=text.document, by=cast.secretary)
    for language, words in texts.items():
        documents.add_rendition(revision=revision, language=language, text=words, by=cast.secretary)
    return text


def approved(text, cast, **asked):
    """Submitted and approved; out at once unless a time is asked for."""
    facts = {} if {"en", "fr"} <= release.languages_of(text.document) else {"missing_reason": "Not yet"}
    text = release.submit(text=text, by=cast.secretary, **facts | asked)
    return release.approve(text=text, seen=release.seen_of(text), by=cast.kp_chair)


def page_out(cast, **facts):
    return approved(draft_page(cast, **facts), cast)


def banner_out(cast, **facts):
    return approved(draft_banner(cast, **facts), cast)
