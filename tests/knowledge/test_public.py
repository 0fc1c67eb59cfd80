"""What the archive adds to the home page and to the sitemap."""

from datetime import date

import pytest

from asm_portal.dated import today
from knowledge import actions, public
from knowledge.area import AREA
from tests.cast import again
from tests.knowledge.papers import draft, final

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf(cast):
    final("Open", texts={"en": "x"})
    final("Known by title", decision={"adopted_by": "plenary"})
    final("Lapsed", decision={"adopted_by": "plenary", "in_force_until": date(2020, 1, 1)})
    final("Closed", audience="body", issuing_body=cast.xwa, texts={"en": "x"})
    draft("Draft", texts={"en": "x"})
    actions.withdraw(document=final("Withdrawn", texts={"en": "x"}), by=None)
    return cast


def test_the_newest_documents_that_hold_a_text_stand_on_the_home_page(shelf):
    [panel] = AREA.home(shelf.anyone)
    assert [str(document) for document in panel.context["documents"]] == ["Open"]
    panel = next(panel for panel in AREA.home(again(shelf.member_a)) if not panel.is_lead)
    assert {str(document) for document in panel.context["documents"]} == {"Open", "Closed"}


def test_an_empty_archive_adds_no_panel(cast):
    assert AREA.home(cast.anyone) == []


def test_the_figures_count_what_the_reader_may_know_of(shelf):
    assert [figure.count for figure in AREA.figures(shelf.anyone)] == [3, 1]
    assert [figure.count for figure in AREA.figures(again(shelf.member_a))] == [4, 1]


def test_the_sitemap_names_public_documents_with_the_day_of_their_last_change(shelf):
    pages = {str(page): day for page, day in public.sitemap()}
    assert {"Open", "Known by title", "Lapsed"} <= set(pages)
    assert not {"Closed", "Draft", "Withdrawn"} & set(pages)
    assert pages["Open"].date() == today()
