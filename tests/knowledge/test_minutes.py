"""Draft minutes at work: written by several editors, circulated, adopted, locked."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from asm_portal.dated import today
from asm_portal.models import Office, OfficeTerm
from knowledge import actions
from knowledge.models import Document, Minutes, Rendition
from tests.administration import address, filled
from tests.cast import account, again, person, represent
from tests.knowledge.papers import DAY, add_texts, draft, make_kind, on_desk

EDITORS = {"chair_a", "secretary"}


def of_meeting(cast, *, texts=(("en", "The group met."),), **facts):
    kind = make_kind("minutes", "body", "MIN")
    return draft(
        {"en": "Minutes of May", "fr": "Procès-verbal de mai"}, kind=kind, texts=texts, audience="body",
        audience_body=cast.xwa, issuing_body=cast.xwa, minutes={"body": cast.xwa, "meeting_date": DAY},
        by=cast.secretary, **facts,
    )  # fmt: skip


@pytest.fixture
def document(cast):
    return of_meeting(cast)


def page(document, name, *args):
    return reverse(f"knowledge:{name}", args=[document.reference, *args])


def readers_of(cast, client, url):
    found = set()
    for name, user in cast.users.items():
        client.force_login(again(user))
        if client.get(url).status_code == 200:
            found.add(name)
    return found


def seen(response):
    return response.context["form"]["seen"].value()


def day(name, moment):
    return {f"{name}_day": moment.day, f"{name}_month": moment.month, f"{name}_year": moment.year}


@pytest.mark.parametrize("name", ["minutes-work", "minutes-circulate", "minutes-adopt"])
def test_the_pages_of_a_draft_are_its_editors_alone(cast, client, document, name):
    assert readers_of(cast, client, page(document, name)) == EDITORS
    assert readers_of(cast, client, page(document, "document-text", "en")) == EDITORS


def test_who_leads_a_body_begins_its_minutes(cast, client, document):
    url = reverse("knowledge:minutes-new", args=["XWA"])
    assert readers_of(cast, client, url) == EDITORS
    client.force_login(cast.chair_a)
    listed = client.get(reverse("knowledge:minutes-list", args=["XWA"]))
    assert url in listed.text
    sent = {"title_en": "June", "title_fr": "Juin", **day("meeting_date", today() + timedelta(days=1))}
    assert "lies ahead" in client.post(url, sent).text
    made = client.post(url, sent | day("meeting_date", DAY))
    june = Document.objects.get(titles__title="June")
    assert made.url == page(june, "minutes-work")
    assert (june.state, june.audience, june.audience_body, june.minutes.body) == ("draft", "body", cast.xwa, cast.xwa)


def test_an_editor_writes_the_text_of_a_draft_outside_the_administration(cast, client, document):
    client.force_login(cast.chair_a)
    url = page(document, "document-text", "fr")
    opened = client.get(url)
    done = client.post(url, {"text": "# Ouverture\n\nLe groupe s’est réuni.", "seen": seen(opened)}, follow=True)
    assert "Saved: Français." in done.text
    french = Rendition.objects.get(language="fr")
    assert (french.revision.number, french.html.count("<h3>"), french.history.first().history_user) == (
        1,
        1,
        cast.chair_a,
    )


def test_a_file_takes_the_place_of_a_text(cast, client, document, work):
    client.force_login(cast.chair_a)
    url = page(document, "document-text", "en")
    sent = {"upload": "1", "seen": seen(client.get(url)), "file": SimpleUploadedFile("x.txt", b"A file.")}
    assert client.post(url, sent).status_code == 302
    work()
    held = Rendition.objects.get()
    assert (held.text, held.extension, held.extracted_text) == ("", "txt", "A file.")


def test_a_file_that_is_refused_is_refused_at_the_field(cast, client, document):
    client.force_login(cast.chair_a)
    url = page(document, "document-text", "en")
    sent = {"upload": "1", "seen": seen(client.get(url)), "file": SimpleUploadedFile("x.exe", b"MZ\x00")}
    answer = client.post(url, sent)
    assert answer.context["file_form"].errors["file"]
    assert Rendition.objects.get().text == "The group met."


def test_what_readers_have_seen_is_changed_in_a_new_revision(cast, client, document):
    actions.circulate_minutes(minutes=document.minutes, comments_until=today(), by=cast.secretary)
    client.force_login(cast.chair_a)
    url = page(document, "document-text", "en")
    sent = {"text": "The group met twice.", "what_changed_en": "Twice", "what_changed_fr": "Deux fois"}
    client.post(url, sent | {"seen": seen(client.get(url))})
    client.post(url, {"text": "The group met thrice.", "seen": seen(client.get(url))})
    rows = document.revisions.order_by("number").values_list("number", "what_changed_en", "renditions__text")
    assert list(rows) == [(1, "", "The group met."), (2, "Twice", "The group met thrice.")]
    client.force_login(cast.member_a)
    assert "The group met thrice." not in client.get(document.get_absolute_url()).text


@pytest.mark.both_databases
def test_of_two_editors_the_second_sees_both_texts_and_merges_them(cast, client, document):
    url = page(document, "document-text", "en")
    client.force_login(cast.chair_a)
    mine = {"text": "The group met on Monday.", "seen": seen(client.get(url))}
    client.force_login(cast.secretary)
    client.post(url, {"text": "The group met in Luanda.", "seen": mine["seen"]})
    client.force_login(cast.chair_a)
    refused = client.post(url, mine)
    assert refused.status_code == 200
    assert "saved by Selma Sample" in refused.text
    assert refused.context["form"]["text"].value() == "The group met on Monday."
    sides = [
        ("".join(p.text for p in row.earlier), "".join(p.text for p in row.later)) for row in refused.context["rows"]
    ]
    assert sides == [("The group met in Luanda.", "The group met on Monday.")]
    assert Rendition.objects.get().text == "The group met in Luanda."
    merged = {"text": "The group met in Luanda on Monday.", "seen": seen(refused)}
    assert client.post(url, merged).status_code == 302
    held = Rendition.objects.get()
    assert held.text == "The group met in Luanda on Monday."
    assert [row.text for row in held.history.all()][:2] == [
        "The group met in Luanda on Monday.",
        "The group met in Luanda.",
    ]


@pytest.mark.both_databases
def test_two_editors_who_both_begin_a_language_do_not_overwrite_each_other(cast, client, document):
    url = page(document, "document-text", "fr")
    for user, text in ((cast.chair_a, "Le mien."), (cast.secretary, "Le nôtre.")):
        client.force_login(user)
        answer = client.post(url, {"text": text, "seen": ""})
    assert answer.context["conflict"].rendition.text == "Le mien."


def test_an_uploaded_file_does_not_overwrite_a_text_that_was_not_seen(cast, client, document):
    url = page(document, "document-text", "en")
    client.force_login(cast.chair_a)
    before = seen(client.get(url))
    client.post(url, {"text": "The group met in Luanda.", "seen": before})
    sent = {"upload": "1", "seen": before, "file": SimpleUploadedFile("x.txt", b"A file.")}
    answer = client.post(url, sent)
    assert "choose your file again" in answer.text
    assert Rendition.objects.get().text == "The group met in Luanda."


@pytest.mark.both_databases
def test_a_text_saved_on_the_work_page_is_a_conflict_for_the_administration(cast, client, document):
    client.force_login(cast.secretary)
    form = filled(client.get(address(Document, "change", document.pk)))
    client.force_login(cast.chair_a)
    url = page(document, "document-text", "en")
    client.post(url, {"text": "The group met in Luanda.", "seen": seen(client.get(url))})
    client.force_login(cast.secretary)
    answer = client.post(address(Document, "change", document.pk), form | {"official_number": "X 1"})
    assert "Somebody else has saved this record" in answer.text


@pytest.mark.both_databases
def test_a_text_saved_in_the_administration_is_a_conflict_for_the_work_page(cast, client, document):
    url = page(document, "document-text", "en")
    client.force_login(cast.chair_a)
    before = seen(client.get(url))
    actions.replace_text(rendition=Rendition.objects.get(), text="From the administration.", by=cast.secretary)
    answer = client.post(url, {"text": "Mine.", "seen": before})
    assert answer.context["conflict"].rendition.text == "From the administration."


@pytest.mark.both_databases
def test_reading_a_file_in_the_background_is_no_conflict(cast, client, document, work):
    file = SimpleUploadedFile("x.txt", b"A file.")
    actions.replace_text(rendition=Rendition.objects.get(), file=file, text="Words", by=cast.secretary)
    client.force_login(cast.chair_a)
    url = page(document, "document-text", "en")
    before = seen(client.get(url))
    work()
    assert client.post(url, {"text": "Other words", "seen": before}).status_code == 302


def test_the_chair_circulates_until_the_end_of_a_day_and_the_page_shows_the_stage(cast, client, document):
    client.force_login(cast.chair_a)
    url = page(document, "minutes-circulate")
    assert "This day is over." in client.post(url, day("comments_until", today() - timedelta(days=1))).text
    assert "There is no such day" in client.post(url, {"comments_until_day": 31, "comments_until_month": 2}).text
    until = today() + timedelta(days=9)
    done = client.post(url, day("comments_until", until), follow=True)
    assert "24:00 UTC" in done.text
    current = [stage.label for stage in done.context["stages"] if stage.is_current]
    assert (current, Minutes.objects.get().comments_until) == (["Circulated"], until)


def test_minutes_without_a_text_are_not_circulated(cast, client):
    empty = of_meeting(cast, texts=())
    actions.add_revision(document=empty, by=cast.secretary)
    client.force_login(cast.chair_a)
    answer = client.post(page(empty, "minutes-circulate"), day("comments_until", today()))
    assert "no text yet" in answer.text
    assert Document.objects.get(pk=empty.pk).state == "draft"


def test_the_chair_records_the_adoption_and_the_text_is_locked(cast, client, document):
    client.force_login(cast.chair_a)
    by = {"adopted_by_en": "written procedure", "adopted_by_fr": "procédure écrite"}
    done = client.post(page(document, "minutes-adopt"), by | day("adopted_on", today()), follow=True)
    assert "by written procedure" in done.text
    assert all(stage.is_done for stage in done.context["stages"] if stage.label != "Circulated")
    for name, args in (("minutes-circulate", ()), ("minutes-adopt", ()), ("document-text", ("en",))):
        assert client.get(page(document, name, *args)).status_code == 404
    assert client.get(page(document, "minutes-work")).status_code == 200


def test_a_language_that_the_newest_revision_lacks_is_named_before_the_adoption(cast, client, document):
    actions.circulate_minutes(minutes=document.minutes, comments_until=today(), by=cast.secretary)
    add_texts(document, {"fr": "Le groupe s’est réuni."}, by=cast.secretary)
    client.force_login(cast.chair_a)
    assert "not adopted: English." in client.get(page(document, "minutes-adopt")).text


def test_a_vice_chair_is_an_editor_as_the_chair_is(cast, client, document):
    vice = Office.objects.create(
        code="XWA-VICE", seat=Office.Seat.VICE_CHAIR, body=cast.xwa, name_en="Vice Chair", name_fr="Vice-présidence"
    )
    OfficeTerm.objects.create(office=vice, organisation=cast.xa, valid_from=DAY)
    user = account(represent(person("Viola"), cast.xa, office=vice))
    client.force_login(user)
    assert client.get(page(document, "minutes-work")).status_code == 200


def test_a_language_that_the_portal_does_not_know_has_no_page(cast, client, document):
    client.force_login(cast.chair_a)
    assert client.get(page(document, "document-text", "xx")).status_code == 404


def test_the_buttons_of_a_document_lead_only_where_there_is_a_page(cast, client, document):
    actions.circulate_minutes(minutes=document.minutes, comments_until=today(), by=cast.secretary)
    found = {}
    for name in ("chair_a", "secretary", "member_a", "observer", "kp_chair"):
        client.force_login(again(cast.users[name]))
        shown = client.get(document.get_absolute_url())
        found[name] = [door.label for door in shown.context["doors"]]
        assert all(client.get(door.url).status_code == 200 for door in shown.context["doors"])
    assert found == {
        "chair_a": ["Work on these minutes", "Comments"],
        "secretary": ["Work on these minutes", "Comments"],
        "member_a": ["Comment"],
        "observer": ["Comment"],
        "kp_chair": ["Comments"],
    }


def test_the_desk_of_the_chair_says_when_the_time_for_comments_is_over(cast, document, time_machine):
    actions.circulate_minutes(minutes=document.minutes, comments_until=today(), by=cast.secretary)
    assert "time for comments is over" not in on_desk(cast.chair_a)
    time_machine.move_to(today() + timedelta(days=1))
    assert "The time for comments is over: Minutes of May" in on_desk(cast.chair_a)
    assert "time for comments is over" not in on_desk(cast.member_a)


RESTRICTED = {
    "minutes": "body",
    "annual_report": "process",
    "review_visit_report": "process",
    "review_mission_report": "process",
}


def test_minutes_and_reports_are_restricted_by_default(facts, cast):
    for code, audience in RESTRICTED.items():
        made = actions.add_document(
            kind=make_kind(code), titles={"en": code}, issuing_body=cast.xwa, date=DAY, by=cast.secretary
        )
        actions.publish(document=made, by=cast.secretary)
        assert made.audience == audience
        assert not Document.objects.visible_to(cast.anyone).filter(pk=made.pk).exists()
