"""Files leave only through the view that asked the access rule: whole, in ranges, or by way of nginx."""

import re

import pytest
from django.core.files.storage import default_storage

from asm_portal.files import parse_range
from knowledge import actions
from knowledge.models import DocumentKind, Rendition
from tests import made_files as made
from tests.cast import again

DATA = made.pdf_saying("Rough diamonds are counted in carats")


@pytest.fixture
def kind(db):
    return DocumentKind.objects.create(
        code="minutes", prefix="MIN", name_en="Minutes", name_fr="Procès-verbal", default_audience="body"
    )


@pytest.fixture
def store(kind, cast):
    def make(audience="public", data=DATA, publish=True, **extra):
        document = actions.add_document(
            kind=kind, titles={"en": "Paper"}, by=cast.secretary, audience=audience, issuing_body=cast.xwa, **extra
        )
        revision = actions.add_revision(document=document, by=cast.secretary)
        rendition = actions.add_rendition(
            revision=revision, language="en", file=made.upload(data, "x"), by=cast.secretary
        )
        if publish:
            actions.publish(document=document, by=cast.secretary)
        return Rendition.objects.get(pk=rendition.pk)

    return make


def read(response):
    return b"".join(response.streaming_content)


def test_a_stored_file_has_no_address_of_its_own(store):
    rendition = store()
    with pytest.raises(ValueError, match="no address"):
        _url = rendition.file.url
    assert default_storage.exists(rendition.file.name)
    assert re.fullmatch("renditions/[0-9a-f]{32}", rendition.file.name)


def test_a_public_file_is_an_attachment_under_its_reference_that_caches_ask_for_again(client, store):
    rendition = store()
    response = client.get(rendition.get_absolute_url(), headers={"Accept-Encoding": "gzip"})
    reference = rendition.revision.document.reference
    assert rendition.get_absolute_url() == f"/files/{reference}/r1/en-original.pdf"
    assert (response.status_code, read(response)) == (200, DATA)
    assert response["Content-Disposition"] == f'attachment; filename="{reference}-r1-en.pdf"'
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Length"] == str(len(DATA))
    assert response["Cache-Control"] == "public, no-cache"
    assert response["ETag"] == f'"{rendition.sha256}"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_a_reader_who_has_the_file_is_not_sent_it_again(client, store):
    rendition = store()
    response = client.get(rendition.get_absolute_url(), headers={"If-None-Match": f'"{rendition.sha256}"'})
    assert response.status_code == 304


@pytest.mark.parametrize(
    ("asked", "status", "part", "content_range"),
    [
        ("bytes=0-9", 206, DATA[:10], f"bytes 0-9/{len(DATA)}"),
        ("bytes=5-", 206, DATA[5:], f"bytes 5-{len(DATA) - 1}/{len(DATA)}"),
        ("bytes=-6", 206, DATA[-6:], f"bytes {len(DATA) - 6}-{len(DATA) - 1}/{len(DATA)}"),
        ("bytes=0-999999", 206, DATA, f"bytes 0-{len(DATA) - 1}/{len(DATA)}"),
        ("bytes=-999999", 206, DATA, f"bytes 0-{len(DATA) - 1}/{len(DATA)}"),
        ("bytes=9-5", 200, DATA, None),
        ("bytes=0-1,5-6", 200, DATA, None),
        ("carats=0-1", 200, DATA, None),
        ("bytes=-", 200, DATA, None),
        ("bytes=999999-", 416, b"", f"bytes */{len(DATA)}"),
        ("bytes=-0", 416, b"", f"bytes */{len(DATA)}"),
    ],
)
def test_a_broken_download_goes_on_where_it_stopped(client, store, asked, status, part, content_range):
    response = client.get(store().get_absolute_url(), headers={"Range": asked})
    assert response.status_code == status
    assert (read(response) if response.streaming else response.content) == part
    assert response.get("Content-Range") == content_range


def test_a_range_of_another_version_is_answered_with_the_whole_file(client, store):
    address = store().get_absolute_url()
    response = client.get(address, headers={"Range": "bytes=0-9", "If-Range": '"of another day"'})
    assert (response.status_code, read(response)) == (200, DATA)


def test_the_range_of_an_empty_file_lies_outside():
    with pytest.raises(ValueError, match="bytes"):
        parse_range("bytes=0-", 0)


def test_nginx_is_handed_the_file_after_the_rule_was_asked(client, store, settings):
    settings.DOWNLOAD_ACCEL_PREFIX = "/protected/"
    rendition = store()
    response = client.get(rendition.get_absolute_url())
    assert (response.status_code, response.content) == (200, b"")
    assert response["X-Accel-Redirect"] == f"/protected/{rendition.file.name}"
    assert response["Content-Type"] == "application/pdf"
    assert response["Cache-Control"] == "public, no-cache"
    assert client.get(store("body", audience_body=None).get_absolute_url()).status_code == 404


def test_a_file_of_a_body_is_for_its_members_and_no_cache_keeps_it(client, store, cast):
    address = store("body").get_absolute_url()
    answers = {}
    for name, user in cast.users.items():
        client.force_login(again(user))
        answers[name] = client.get(address)
        assert not answers[name].streaming or read(answers[name]) == DATA
        client.logout()
    assert {name for name, answer in answers.items() if answer.status_code == 200} == {
        "member_a", "both", "observer", "chair_a", "kp_chair", "secretary"
    }  # fmt: skip
    assert answers["member_a"]["Cache-Control"] == "private, no-store"
    assert {answer.status_code for answer in answers.values()} == {200, 404}
    assert client.get(address).status_code == 404


def test_the_file_of_a_draft_or_a_withdrawn_document_is_not_given_out(client, store, cast):
    draft, published = store(publish=False), store()
    assert client.get(draft.get_absolute_url()).status_code == 404
    actions.withdraw(document=published.revision.document, by=cast.secretary, reason_en="Wrong text")
    assert client.get(published.get_absolute_url()).status_code == 404
    client.force_login(cast.secretary)
    given = client.get(draft.get_absolute_url())
    assert (given.status_code, read(given)) == (200, DATA)
    assert client.get(published.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    "change", [("r1", "r2"), ("en-", "fr-"), ("original", "text"), (".pdf", ".docx"), ("r1", "r9999")]
)
def test_an_address_that_differs_in_any_part_leads_nowhere(client, store, change):
    assert client.get(store().get_absolute_url().replace(*change)).status_code == 404
