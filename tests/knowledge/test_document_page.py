"""The page of a document, for those who may know of it."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from asm_portal.dated import today
from asm_portal.explain import why_visible
from asm_portal.models.exceptions import grant
from asm_portal.visibility import standing_of
from knowledge import actions
from knowledge.models import Document, DocumentLink, DocumentShare
from tests import made_files as made
from tests.cast import again
from tests.knowledge.papers import add_texts, draft, final, make_kind

pytestmark = pytest.mark.django_db
Kind = DocumentLink.Kind


@pytest.fixture
def read(client):
    """The text of a document's page as a reader gets it."""

    def get(document, user=None, status=200, **query):
        client.logout()
        if user and user.is_authenticated:
            client.force_login(again(user))
        response = client.get(document.get_absolute_url(), query)
        assert response.status_code == status
        return " ".join(response.content.decode().split())

    return get


def link(later, kind, earlier, **extra):
    return actions.link(later=later, kind=kind, earlier=earlier, by=None, **extra)


def test_the_text_is_read_in_the_language_of_the_reader_and_changed_on_the_same_page(client, cast):
    document = final({"en": "Paper", "fr": "Document"}, texts={"en": "As *adopted*.", "fr": "Tel qu’adopté."})
    english = client.get(document.get_absolute_url()).content.decode()
    assert "<p>As <em>adopted</em>.</p>" in english
    assert "You are reading the English text." in english
    assert '<a href="?text=fr" lang="fr" hreflang="fr">Lire en français</a>' in english
    switched = client.get(document.get_absolute_url(), {"text": "fr"}).content.decode()
    assert '<div class="text" lang="fr" dir="ltr"><p>Tel qu’adopté.</p>' in switched
    assert "You are reading the French text." in switched
    assert "<p>As <em>" in client.get(document.get_absolute_url(), {"text": "zh"}).content.decode()
    assert "Tel qu’adopté." in client.get(document.get_absolute_url().replace("/en/", "/fr/")).content.decode()


def test_a_text_from_right_to_left_says_so(read, cast):
    assert '<div class="text" lang="ar" dir="rtl">' in read(final(texts={"ar": "نص القرار"}))


def test_a_translation_that_follows_an_older_revision_says_so(read, cast):
    document = final(texts={"en": "first", "fr": "premier"})
    actions.release_revision(revision=add_texts(document, {"en": "second"}), by=None)
    page = read(document, text="fr")
    assert "This text follows revision 1 of 2." in page
    assert "follows revision 1 of 2" in page.partition('id="files"')[2]
    assert "This text follows" not in read(document)


def test_an_unofficial_translation_says_so(read, cast):
    document = final(texts={"en": "adopted"})
    revision = document.revisions.get()
    actions.add_rendition(revision=revision, language="fr", text="adopté", role="translation", by=None)
    assert "It is an unofficial translation." in read(document, text="fr")


def test_files_stand_with_format_size_pages_and_fingerprint(read, cast):
    document = draft()
    revision = actions.add_revision(document=document, by=None)
    rendition = actions.add_rendition(revision=revision, language="en", file=made.upload(made.pdf(3)), by=None)
    page = read(actions.publish(document=document, by=None))
    assert f'<a href="{rendition.get_absolute_url()}" hreflang="en"><bdi lang="en">English</bdi>, PDF</a>' in page
    assert "1 KB, 3 pages" in page
    assert f"SHA-256 {rendition.sha256}" in page
    assert "held as a file" in page


def test_the_page_says_how_to_cite_and_find_it_for_good(read, cast, client):
    document = final("Paper", official_number="AD 005/2011", date=date(2011, 11, 3))
    page = read(document)
    assert "Kimberley Process, “Paper”, AD 005/2011, 3 November 2011." in page
    permanent = reverse("permalink", args=[document.reference])
    assert permanent == f"/permalink/{document.reference}/"
    assert permanent in page
    answer = client.get(permanent, headers={"Accept-Language": "fr"})
    assert (answer.status_code, answer["Location"]) == (302, f"/fr/documents/{document.reference}/")
    assert client.get("/permalink/NIL-2020-AAAAA/").status_code == 302


def test_a_document_known_by_its_title_only_says_so(read, cast):
    assert "Known, but not yet held" in read(final())
    assert "Known, but not yet held" not in read(final(texts={"en": "x"}))


def test_a_superseded_text_leads_to_the_text_in_force_at_the_end_of_the_chain(read, cast):
    first, second, third = final("First"), final("Second"), final("Third")
    link(second, Kind.SUPERSEDES, first)
    link(third, Kind.SUPERSEDES, second, effective_on=today())
    link(draft("Fourth"), Kind.SUPERSEDES, third)
    banner = f'The text in force: <a href="{third.get_absolute_url()}">Third</a>'
    assert banner in read(first)
    assert banner in read(second)
    assert "The text in force" not in read(third, cast.secretary)


def test_a_text_is_not_superseded_before_its_day(read, cast):
    first = final("First")
    tomorrow = today() + timedelta(days=1)
    link(final("Second"), Kind.SUPERSEDES, first, effective_on=tomorrow)
    link(final("Third", date=tomorrow), Kind.SUPERSEDES, first)
    assert "The text in force" not in read(first)
    assert not Document.objects.for_display(cast.anyone).get(pk=first.pk).is_superseded


def test_texts_that_supersede_each_other_in_a_circle_do_not_hang_the_page(read, cast):
    first, second = final("First"), final("Second")
    link(second, Kind.SUPERSEDES, first)
    link(first, Kind.SUPERSEDES, second)
    assert "The text in force" in read(first)


def test_links_show_in_both_directions_and_only_to_those_who_may_know_both_ends(read, cast):
    minutes = final("Minutes", audience="body", issuing_body=cast.xwa)
    summary = final("Summary")
    link(summary, Kind.PUBLIC_SUMMARY_OF, minutes, note_en="without names")
    assert "Public summary of" in read(summary, cast.member_a)
    assert "without names" in read(minutes, cast.member_a)
    page = read(summary)
    assert "Public summary of" not in page
    assert "Minutes" not in page.partition("<main")[2].partition("</main")[0]


def test_a_withdrawn_document_leaves_a_tombstone_for_its_audience_and_nothing_for_others(read, cast):
    document = final("Paper", audience="body", issuing_body=cast.xwa, texts={"en": "The text"})
    actions.withdraw(document=document, by=None, reason_en="Replaced by a corrigendum", on=date(2026, 1, 2))
    page = read(document, cast.member_a, status=410)
    assert "This document has been withdrawn." in page
    assert "Replaced by a corrigendum" in page
    assert "The text</p>" not in page
    assert 'id="files"' not in page
    read(document, cast.member_b, status=404)
    read(document, status=404)


def test_editors_see_that_a_revision_waits_and_nobody_else_does(read, cast):
    document = final(texts={"en": "first"}, issuing_body=cast.xwa)
    add_texts(document, {"en": "second"})
    assert "Revision 2 is not released yet" in read(document, cast.chair_a)
    assert "Revision 2" not in read(document, cast.member_a)
    assert "Revision 2" not in read(document)


def test_a_draft_is_there_for_its_editors_only(read, cast):
    document = draft("Paper", issuing_body=cast.xwa, texts={"en": "x"})
    assert "Visible to its editors until it is released; you hold the office “Chair of XWA”." in read(
        document, cast.chair_a
    )
    for user in (cast.anyone, cast.member_a, cast.kp_chair):
        read(document, user, status=404)


def test_the_page_asks_the_same_number_of_questions_whatever_hangs_on_the_document(cast, client):
    asked = []
    for many in (1, 3, 30):
        document = final(f"Paper {many}", texts={"en": "x"})
        for number in range(many):
            link(final(f"Other {many} {number}"), Kind.IMPLEMENTS, document)
        with CaptureQueriesContext(connection) as captured:
            client.get(document.get_absolute_url())
        asked.append(len(captured))
    assert len(set(asked)) == 1


# Why can I see this?


def why(document, user):
    user = again(user)
    seen = Document.objects.visible_to(user).get(pk=document.pk)
    return why_visible(seen, standing_of(user))


@pytest.mark.parametrize(
    ("audience", "who", "sentence"),
    [
        ("body", "member_a", "Visible to members of Sample Working Group A; you represent Alder, member."),
        ("body", "observer", "Visible to members of Sample Working Group A; you represent Sample Coalition, observer."),
        ("body", "kp_chair", "Visible to members of Sample Working Group A; you belong to the KP Chair’s office."),
        ("body", "secretary", "Visible to members of Sample Working Group A; you belong to the secretariat."),
        ("process", "observer",
         "Visible to representatives of Participants and Observers; you represent Sample Coalition, Observer."),
        ("participants", "member_b", "Visible to representatives of Participants; you represent Birch, Participant."),
        ("organisation", "member_a", "Visible to representatives of Alder; you represent Alder."),
        ("chair", "kp_chair", "Visible to the KP Chair’s office and the secretariat; you belong to the KP Chair’s office."),
        ("secretariat", "secretary", "Visible to the secretariat; you belong to the secretariat."),
        ("public", "member_a", ""),
    ],
)  # fmt: skip
def test_one_sentence_names_the_fact_by_which_a_reader_sees_a_document(cast, audience, who, sentence):
    document = final(audience=audience, issuing_body=cast.xwa, organisation=cast.xa)
    assert why(document, getattr(cast, who)) == sentence


def test_an_office_is_named_where_no_membership_is(cast):
    actual = final(audience="body", issuing_body=cast.xwb)
    cast.xb.memberships.get().delete()
    assert why(actual, cast.chair_b).endswith("you hold the office “Chair of XWB”.")


def test_circulated_minutes_are_visible_to_their_body(cast):
    document = draft(
        kind=make_kind("minutes", "process"), audience="process", issuing_body=cast.xwa, texts={"en": "x"},
        minutes={"body": cast.xwa, "meeting_date": date(2025, 1, 1)},
    )  # fmt: skip
    actions.circulate_minutes(minutes=document.minutes, comments_until=today(), by=None)
    assert why(document, cast.both) == "Visible to members of Sample Working Group A; you represent Dogwood, member."


def test_an_exception_is_named_with_its_end_and_reason(cast):
    document = final(audience="body", issuing_body=cast.xwa)
    until = timezone.now().replace(year=2099, month=5, day=3)
    grant(record=document, user=cast.guest, until=until, reason="Expert.", by=cast.secretary)
    DocumentShare.objects.create(
        content_object=document, body=cast.xwb, until=until, reason="Joint session", by=cast.secretary
    )
    assert why(document, cast.guest).endswith("it was opened to you until 3 May 2099: Expert.")
    assert why(document, cast.member_b).endswith(
        "it was opened to members of Sample Working Group B until 3 May 2099: Joint session."
    )
