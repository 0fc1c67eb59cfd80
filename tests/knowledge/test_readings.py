"""Who was given a restricted text is on record, and what is public is read unseen."""

import pytest
from django.core.exceptions import ValidationError

from asm_portal.visibility import Audience
from knowledge import actions
from knowledge.models import TextReading
from tests.administration import address, sign_in
from tests.cast import again
from tests.knowledge.papers import draft, make_kind
from tests.made_files import blank_pdf, upload, written

pytestmark = pytest.mark.django_db


def filed(cast, kind="annual_report", audience=Audience.PARTICIPANTS, text=""):
    paper = draft("Report", kind=make_kind(kind), audience=audience, organisation=cast.xa)
    revision = actions.add_revision(document=paper, by=cast.secretary)
    rendition = actions.add_rendition(
        revision=revision, language="en", file=upload(written(blank_pdf()), "r.pdf"), text=text, by=cast.secretary
    )
    actions.publish(document=paper, by=cast.secretary)
    return rendition


def take(client, url, **headers):
    """What is answered; a file is closed once it is read."""
    answer = client.get(url, headers=headers)
    answer.getvalue()
    return answer


def logged():
    return [(row.user, row.form) for row in TextReading.objects.order_by("pk")]


def test_each_download_of_a_restricted_file_is_logged_once(client, cast):
    url = filed(cast).get_absolute_url()
    sign_in(client, cast.member_b)
    tag = take(client, url)["ETag"]
    assert take(client, url, **{"if-none-match": tag}).status_code == 304
    assert logged() == [(cast.member_b, "file")]
    assert [take(client, url, range=f"bytes={part}").status_code for part in ("0-9", "10-19")] == [206, 206]
    assert len(logged()) == 2


def test_what_is_public_or_may_not_be_known_of_leaves_no_line(client, cast):
    public, closed = filed(cast, audience=Audience.PUBLIC), filed(cast)
    assert take(client, public.get_absolute_url()).status_code == 200
    sign_in(client, cast.observer)
    assert take(client, public.get_absolute_url()).status_code == 200
    assert take(client, closed.get_absolute_url()).status_code == 404
    assert logged() == []


def test_the_page_with_the_words_of_a_restricted_report_is_logged(client, cast):
    report, paper = filed(cast, text="Ten mines."), filed(cast, kind="meeting_paper", text="Ten items.")
    sign_in(client, cast.member_b)
    for rendition in (report, paper):
        assert "Ten" in client.get(rendition.revision.document.get_absolute_url()).text
    assert logged() == [(cast.member_b, "page")]


def test_only_the_secretariat_reads_the_log_and_nobody_changes_it(client, cast):
    rendition = filed(cast)
    sign_in(client, cast.member_b)
    take(client, rendition.get_absolute_url())
    row = TextReading.objects.get()
    with pytest.raises(ValidationError, match="not changed"):
        row.save()
    readers = {name for name, user in cast.users.items() if TextReading.objects.visible_to(again(user)).exists()}
    assert readers == {"secretary"}
    sign_in(client, cast.secretary)
    page = client.get(address(TextReading)).text
    assert cast.member_b.email in page
    assert rendition.revision.document.reference in page
