"""The board of translations: what is missing, stale, to follow and checked, of which texts, for whom."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from asm_portal.dated import today
from communications.communiques import release, writing
from communications.models import TranslationCheck
from communications.pages import actions
from communications.pages.board import Board, attention
from knowledge import actions as documents
from tests.communications.site_texts import BOTH, draft_page, page_out
from tests.knowledge import papers

pytestmark = pytest.mark.django_db
BOARD = "/en/translations/"


def states(cast, **asked):
    """Title → state of the English and the French text."""
    rows = Board(asked, cast.secretary).rows()
    return {str(row.document): tuple(cell.state for cell in row.cells) for row in rows}


def final(title, texts, **facts):
    return papers.final(title, texts=texts, **{"date": today()} | facts)


def rendition(document, language):
    return document.revisions.order_by("number").last().renditions.get(language=language)


def check(document, language, by):
    text = rendition(document, language)
    return actions.check(rendition=text, seen=actions.digest(text), by=by)


def test_each_public_text_of_the_year_stands_there_with_the_state_of_each_language(cast):
    final("Missing", {"en": "A"})
    final("French only", {"fr": "A"})
    final("Both", {"en": "A", "fr": "A"})
    stale = final("Stale", {"en": "A", "fr": "A"})
    documents.release_revision(revision=papers.add_texts(stale, {"en": "B"}), by=cast.secretary)
    check(final("Checked", {"en": "A", "fr": "A"}), "fr", cast.secretary)
    final("Title only", {})
    final("Closed", {"en": "A"}, audience="process")
    final("Last year", {"en": "A"}, date=date(today().year - 1, 1, 1))
    papers.draft("Draft", texts={"en": "A"}, date=today())
    assert states(cast) == {
        "Missing": ("original", "missing"),
        "French only": ("missing", "original"),
        "Both": ("original", "unchecked"),
        "Stale": ("original", "stale"),
        "Checked": ("original", "checked"),
    }
    assert states(cast, year=str(today().year - 1)) == {"Last year": ("original", "missing")}


def test_a_stale_text_says_which_revision_it_follows(client, cast):
    stale = final("Stale", {"en": "A", "fr": "A"})
    papers.add_texts(stale, {"en": "B"})
    client.force_login(cast.secretary)
    assert "follows revision 1 of 2" in client.get(BOARD).content.decode()


def test_the_sites_own_texts_stand_there_from_the_first_draft_on_and_say_when_a_language_follows(cast):
    page = draft_page(cast, texts={"en": "A"})
    assert states(cast) == {"What the scheme is": ("original", "missing")}
    day = today() + timedelta(days=3)
    release.submit(text=page, by=cast.secretary, missing_reason="At the translator’s", follows_on=day)
    assert states(cast) == {"What the scheme is": ("original", "follows")}
    [row] = Board({}, cast.secretary).rows()
    assert row.cells[1].expected_on == day
    assert row.url == reverse("communications:text-work", args=[page.document.reference])


def test_a_day_that_has_passed_is_no_excuse(cast):
    page = draft_page(cast, texts={"en": "A"})
    page.follows_on = today() - timedelta(days=1)
    page.save()
    assert states(cast) == {"What the scheme is": ("original", "missing")}


def test_a_standing_page_stays_on_the_board_in_later_years(cast):
    page_out(cast)
    assert states(cast, year="2031") == {"What the scheme is": ("original", "unchecked")}


def test_a_check_is_of_exactly_this_text(cast):
    page = draft_page(cast)
    check(page.document, "fr", cast.secretary)
    assert states(cast)["What the scheme is"] == ("original", "checked")
    seen, title = writing.state_in(page, "fr"), writing.title_in(page, "fr")
    writing.write(text=page, language="fr", seen=seen, by=cast.secretary, title=title, body="Autre chose.")
    assert states(cast)["What the scheme is"] == ("original", "unchecked")
    again = actions.check(
        rendition=rendition(page.document, "fr"), seen=actions.digest(rendition(page.document, "fr")), by=cast.secretary
    )
    assert states(cast)["What the scheme is"] == ("original", "checked")
    papers.add_texts(page.document, BOTH)
    assert states(cast)["What the scheme is"] == ("original", "unchecked")
    for change in (again.save, again.delete, TranslationCheck.objects.all().delete):
        with pytest.raises((ValidationError, TypeError)):
            change()


@pytest.mark.both_databases
def test_two_who_check_at_once_and_a_text_that_changed_meanwhile_are_told(client, cast):
    page = draft_page(cast)
    address = reverse("communications:translation-check", args=[page.document.reference, "fr"])
    client.force_login(cast.secretary)
    html = client.get(address).content.decode()
    assert "<em>English</em>" in html
    assert "<em>français</em>" in html
    answer = client.post(address, {"seen": "0" * 64})
    assert "The text was changed since you opened this page." in answer.content.decode()
    seen = actions.digest(rendition(page.document, "fr"))
    assert client.post(address, {"seen": seen})["Location"] == BOARD
    assert "Somebody else has checked this text meanwhile." in client.post(address, {"seen": seen}).content.decode()
    made = TranslationCheck.objects.get()
    assert (made.by, made.digest) == (cast.secretary, seen)
    assert "Checked by Selma Sample" in client.get(address).content.decode()
    assert "Selma Sample" in client.get(BOARD).content.decode()


def test_a_text_without_another_to_read_it_against_is_not_checked(client, cast):
    lone = final("Lone", {"en": "A"})
    client.force_login(cast.secretary)
    for language in ("en", "fr", "xx"):
        assert client.get(f"{BOARD}{lone.reference}/{language}/").status_code == 404
    stale = final("Stale", {"en": "A", "fr": "A"})
    papers.add_texts(stale, {"en": "B"})
    html = client.get(f"{BOARD}{stale.reference}/fr/").content.decode()
    assert "It is checked once it follows the newest one." in html
    assert "I have checked it" not in html


@pytest.mark.both_databases
def test_the_filters_narrow_and_count(client, cast):
    final("Missing", {"en": "A"})
    page_out(cast)
    assert set(states(cast, state="missing")) == {"Missing"}
    assert set(states(cast, part="site")) == {"What the scheme is"}
    assert set(states(cast, language="en", state="missing")) == set()
    assert set(states(cast, part="nonsense", state="\x00", year="x")) == {"Missing", "What the scheme is"}
    facets = {facet.name: facet for facet in Board({"part": "document"}, cast.secretary).facets()}
    counted = {choice.value: choice.count for choice in facets["state"].choices if choice.count}
    assert counted == {"missing": 1, "original": 1}
    client.force_login(cast.secretary)
    html = client.get(BOARD, {"state": "missing", "language": "fr"}).content.decode()
    assert "1 text<" in html
    assert '<bdi lang="en">English' not in html.partition("<main")[2]


def test_it_comes_as_a_sheet_a_line_for_each_text_and_language(client, cast):
    stale = final('=HYPERLINK("x")', {"en": "A", "fr": "A"})
    papers.add_texts(stale, {"en": "B"})
    check(final("Checked", {"en": "A", "fr": "A"}), "fr", cast.secretary)
    client.force_login(cast.secretary)
    text = client.get("/en/translations.csv").content.decode("utf-8-sig")
    rows = [dict(zip(head, row, strict=True)) for head, *body in [list(csv.reader(io.StringIO(text)))] for row in body]
    found = {
        (row["Title"], row["Language"]): (row["State"], row["Follows revision"], row["Checked by"]) for row in rows
    }
    assert found['\'=HYPERLINK("x")', "Français"] == ("stale", "1", "")
    assert found["Checked", "Français"] == ("checked", "1", "Selma Sample")
    assert len(rows) == 4
    narrowed = client.get("/en/translations.csv", {"state": "stale"}).content.decode()
    assert "Checked," not in narrowed


def test_the_desk_says_what_is_missing_and_stale_and_leads_there(client, cast):
    client.force_login(cast.secretary)
    assert list(attention(cast.secretary)) == []
    final("Missing", {"en": "A"})
    stale = final("Stale", {"en": "A", "fr": "A"})
    papers.add_texts(stale, {"en": "B"})
    lines = {line.url: line.count for line in attention(cast.secretary)}
    assert lines == {f"{BOARD}?state=missing": 1, f"{BOARD}?state=stale": 1}
    desk = client.get("/en/desk/").content.decode()
    for url in lines:
        assert url in desk
        assert "1 text<" in client.get(url).content.decode()


def test_it_asks_as_often_for_many_texts_as_for_one(client, cast):
    client.force_login(cast.secretary)

    def questions():
        with CaptureQueriesContext(connection) as caught:
            assert client.get(BOARD).status_code == 200
        return len(caught)

    def more(number):
        check(final(f"Paper {number}", {"en": "A", "fr": "A"}), "fr", cast.secretary)
        check(draft_page(cast, slug=f"page-{number}").document, "fr", cast.secretary)

    more(0)
    questions()
    few = questions()
    for number in range(1, 4):
        more(number)
    assert questions() == few


@pytest.mark.parametrize("name", ["member_a", "chair_a", "kp_chair", "administrator"])
def test_it_exists_for_the_secretariat_only(client, cast, name):
    paper = final("Both", {"en": "A", "fr": "A"})
    client.force_login(cast.users[name])
    for page in (BOARD, "/en/translations.csv", f"{BOARD}{paper.reference}/fr/", "/en/site/", "/en/site/banners/new/"):
        assert client.get(page).status_code == 404, page
