"""The first page, with the reference facts behind it."""

import re
from collections import defaultdict

import pytest
from django.urls import reverse

from tests.asm_portal.test_home import figures, home, section


@pytest.mark.both_databases
def test_the_scheme_today_is_counted_from_the_record(facts, client):
    found = figures(home(client))
    assert found["Participants"] == 60
    assert found["countries they represent"] == 86
    assert found["decisions in force"] > 0
    assert len(re.findall(r"<li>", section(home(client), "participants"))) == 60


def test_the_search_box_says_how_many_documents_the_reader_can_search(facts, client, cast):
    everyone = figures(home(client))["documents"]
    assert f"Search {everyone} documents" in home(client)
    assert f'action="{reverse("search")}"' in home(client)


def test_the_register_of_a_day_is_asked_for_from_here(facts, client):
    page = home(client)
    assert f'<form class="panel deep" action="{reverse("participant-list")}">' in page
    asked = client.get(reverse("participant-list"), {"day": "3", "month": "5", "year": "2014"})
    assert "3 May 2014" in asked.content.decode()


def some_of_each(links):
    """Of the pages below one list (/en/participants/AO/, …) the first and the last, and all others."""
    found = defaultdict(list)
    for link in sorted(links):
        path, _mark, query = link.partition("?")
        parts = path.strip("/").split("/")
        found[*(parts[:-1] if len(parts) > 2 else parts), query].append(link)
    return {link for below in found.values() for link in (below[0], below[-1])}


def test_home_leads_nowhere_that_does_not_exist(facts, client, cast):
    followed = set()
    for user in (None, cast.member_a):
        if user:
            client.force_login(user)
        links = {link for link in re.findall(r'href="(/[^"#]*)"', home(client)) if not link.startswith("/static/")}
        asked = some_of_each(links - followed)
        assert {link for link in asked if client.get(link.replace("&amp;", "&")).status_code not in (200, 302)} == set()
        followed |= links
