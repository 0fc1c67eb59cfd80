"""What members see on the page of their body, on its list of minutes and on their desk: whole sets, and nobody else's."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from asm_portal.dated import today
from asm_portal.models import Membership, Office, OfficeTerm, Representation
from asm_portal.models.exceptions import grant
from asm_portal.visibility import Audience
from knowledge import actions, panels
from knowledge.models import DocumentKind, DocumentShare
from knowledge.sample_files import pdf
from tests.cast import again

MEMBERS = {
    "XWA": {"member_a", "observer", "both", "chair_a", "kp_chair", "secretary"},
    "XWB": {"member_b", "both", "narrow", "chair_b", "kp_chair", "secretary"},
}
EDITORS = {"XWA": {"chair_a", "secretary"}, "XWB": {"chair_b", "secretary"}}
DAY = date(2026, 3, 2)


@pytest.fixture
def kinds(db):
    return {
        code: DocumentKind.objects.create(
            code=code, prefix=prefix, name_en=code, name_fr=code, default_audience=Audience.BODY
        )
        for code, prefix in (("minutes", "MIN"), ("paper", "PAP"))
    }


@pytest.fixture
def add(cast, kinds, settings, tmp_path):
    """A document of a body with a file, as the secretariat files it: final unless it is minutes."""
    settings.MEDIA_ROOT = tmp_path

    def make(body, title, kind="paper", day=DAY, **facts):
        detail = {"minutes": {"body": body, "meeting_date": day}} if kind == "minutes" else {}
        document = actions.add_document(
            kind=kinds[kind], titles={"en": title}, by=cast.secretary, issuing_body=body, date=day, **detail, **facts
        )
        revision = actions.add_revision(document=document, by=cast.secretary)
        file = SimpleUploadedFile("a.pdf", pdf(title, "Words of it", "en"))
        actions.add_rendition(revision=revision, language="en", by=cast.secretary, file=file, text=f"{title} in words")
        return document if kind == "minutes" else actions.publish(document=document, by=cast.secretary)

    return make


@pytest.fixture
def minutes(add, cast):
    """Adopted, circulated and draft minutes of both bodies, by title."""
    made = {}
    for body in (cast.xwa, cast.xwb):
        for month, stage in ((1, "adopted"), (2, "adopted"), (3, "circulated"), (4, "draft")):
            title = f"{body.code} {stage} {month}"
            document = made[title] = add(body, title, "minutes", date(2026, month, 9))
            if stage == "adopted":
                actions.adopt_minutes(
                    minutes=document.minutes,
                    adopted_by_en="the Plenary",
                    adopted_by_fr="la Plénière",
                    by=cast.secretary,
                )
            elif stage == "circulated":
                until = today() + timedelta(days=10)
                actions.circulate_minutes(minutes=document.minutes, comments_until=until, by=cast.secretary)
    return made


def everybody(cast):
    return {"anyone": cast.anyone} | {name: again(user) for name, user in cast.users.items()}


def panel(template, body, user):
    return next(
        (found for found in panels.on_body(body, user, today()) if found.template_name.endswith(template)), None
    )


def titles(documents):
    return [document.title for document in documents]


def page(client, user, name, *args):
    client.logout()
    if user.is_authenticated:
        client.force_login(user)
    return client.get(reverse(name, args=args))


def test_members_see_the_minutes_of_their_body_and_nobody_elses(cast, minutes):
    for body in (cast.xwa, cast.xwb):
        seen = {name: set(titles(panels.minutes_of(body, user))) for name, user in everybody(cast).items()}
        released = {f"{body.code} adopted 1", f"{body.code} adopted 2", f"{body.code} circulated 3"}
        drafts = {f"{body.code} draft 4"}
        expected = {name: set() for name in seen}
        expected |= dict.fromkeys(MEMBERS[body.code], released)
        expected |= dict.fromkeys(EDITORS[body.code], released | drafts)
        assert seen == expected


@pytest.mark.parametrize("template", ["minutes.html", "contacts_panel.html"])
def test_the_panel_is_there_for_those_who_belong_only(cast, minutes, template):
    for body in (cast.xwa, cast.xwb):
        shown = {name for name, user in everybody(cast).items() if panel(template, body, user)}
        assert shown == MEMBERS[body.code]


def test_the_last_adopted_minutes_come_first_and_drafts_stand_lower(cast, minutes):
    context = panel("minutes.html", cast.xwa, cast.chair_a).context
    assert context["last"].title == "XWA adopted 2"
    assert titles(context["others"]) == ["XWA draft 4", "XWA circulated 3", "XWA adopted 1"]


def test_the_page_tells_the_stages_apart(client, cast, minutes):
    text = page(client, cast.chair_a, "body-detail", "XWA").content.decode()
    assert "Last adopted" in text
    assert "by the Plenary" in text
    assert "comments until" in text
    assert "members’ area" in text
    assert "you hold the office" in text or "you represent Cedar" in text


def test_the_public_page_of_a_body_names_no_minutes(client, cast, minutes):
    text = page(client, cast.anyone, "body-detail", "XWA").content.decode()
    assert "XWA adopted" not in text
    assert "members’ area" not in text
    assert "@cast.example" not in text


def test_the_list_of_minutes_opens_for_those_who_belong_only(client, cast, minutes):
    for body in (cast.xwa, cast.xwb):
        opened = {
            name
            for name, user in everybody(cast).items()
            if page(client, user, "knowledge:minutes-list", body.code).status_code == 200
        }
        assert opened == MEMBERS[body.code]


def test_minutes_opened_to_one_person_are_all_that_person_sees(client, cast, minutes):
    soon = timezone.now() + timedelta(days=3)
    grant(record=minutes["XWA adopted 1"], user=cast.guest, until=soon, reason="joint review", by=cast.secretary)
    response = page(client, again(cast.guest), "knowledge:minutes-list", "XWA")
    assert titles(response.context["object_list"]) == ["XWA adopted 1"]
    assert "you represent" not in response.content.decode()


def end_membership(body, organisation):
    row = Membership.objects.get(body=body, organisation=organisation)
    row.valid_until = today()
    row.save()


def status(client, address):
    response = client.get(address)
    response.getvalue()  # a file is closed once it is read
    return response.status_code


def doors(client, user, document):
    """Every way to the minutes of XWA and what answers: pages, file, search, panels."""
    file = document.revisions.get().renditions.get().get_absolute_url()
    addresses = [
        reverse("knowledge:minutes-list", args=["XWA"]),
        reverse("body-contacts", args=["XWA"]),
        document.get_absolute_url(),
        file,
    ]
    client.force_login(user)
    found = client.get(reverse("knowledge:document-list"), {"q": "XWA adopted"}).content.decode()
    listed = document.reference in found
    is_on_page = panel("minutes.html", document.issuing_body, again(user)) is not None
    return [status(client, address) for address in addresses], listed, is_on_page


def test_a_membership_that_ends_today_closes_every_door_today(client, cast, minutes):
    document = minutes["XWA adopted 2"]
    assert doors(client, cast.member_a, document) == ([200, 200, 200, 200], True, True)
    end_membership(cast.xwa, cast.xa)
    assert doors(client, cast.member_a, document) == ([404, 404, 404, 404], False, False)


def test_a_representation_that_ends_today_closes_every_door_today(client, cast, minutes):
    row = Representation.objects.get(person=cast.member_a.person)
    row.valid_until = today()
    row.save()
    assert doors(client, cast.member_a, minutes["XWA adopted 2"]) == ([404, 404, 404, 404], False, False)


def test_a_term_that_ends_today_closes_every_door_of_an_office_holder_today(client, cast, minutes):
    assert doors(client, cast.chair_a, minutes["XWA adopted 2"]) == ([200, 200, 200, 200], True, True)
    term = OfficeTerm.objects.get(office__body=cast.xwa, office__seat=Office.Seat.CHAIR)
    term.valid_until = today()
    term.save()
    assert doors(client, cast.chair_a, minutes["XWA adopted 2"]) == ([404, 404, 404, 404], False, False)


def test_an_observer_member_reads_as_a_member_does(client, cast, minutes):
    assert doors(client, cast.observer, minutes["XWA adopted 2"]) == ([200, 200, 200, 200], True, True)


def test_an_ex_member_finds_every_door_closed(client, cast, minutes):
    assert doors(client, cast.ex_member, minutes["XWA adopted 2"]) == ([404, 404, 404, 404], False, False)


def test_papers_are_shown_to_their_audience_newest_first(cast, add):
    add(cast.xwa, "for members", day=date(2026, 1, 1), audience=Audience.BODY)
    add(cast.xwa, "for everyone", day=date(2026, 2, 1), audience=Audience.PUBLIC)
    add(cast.xwb, "of another body", audience=Audience.PUBLIC)
    seen = {name: titles(panels.papers_of(cast.xwa, user)) for name, user in everybody(cast).items()}
    both = ["for everyone", "for members"]
    assert seen == {name: both if name in MEMBERS["XWA"] else ["for everyone"] for name in seen}


def test_a_paper_shared_with_a_body_stands_on_its_page_for_its_members_until_the_end(cast, add, time_machine):
    paper = add(cast.xwa, "shared", audience=Audience.BODY)
    until = timezone.now() + timedelta(days=1)
    DocumentShare.objects.create(
        content_object=paper, body=cast.xwb, until=until, reason="joint session", by=cast.secretary
    )

    def readers():
        return {name for name, user in everybody(cast).items() if panels.papers_of(cast.xwb, user).exists()}

    assert readers() == MEMBERS["XWB"]
    time_machine.move_to(until)
    assert readers() == set()


def test_withdrawn_papers_are_not_listed(cast, add):
    actions.withdraw(document=add(cast.xwa, "gone", audience=Audience.BODY), by=cast.secretary, reason_en="error")
    assert titles(panels.papers_of(cast.xwa, cast.member_a)) == []


def test_the_page_of_an_organisation_shows_what_concerns_it_to_its_audience(client, cast, add):
    add(None, "its letter", audience=Audience.ORGANISATION, organisation=cast.xa)
    seen = {name for name, user in everybody(cast).items() if panels.on_organisation(cast.xa, user, today())}
    assert seen == {"member_a", "kp_chair", "secretary"}
    assert "its letter" in page(client, cast.member_a, "participant-detail", "XA").content.decode()
    assert "its letter" not in page(client, cast.both, "participant-detail", "XA").content.decode()


def test_minutes_wait_on_the_desks_of_their_body_while_comments_are_open(cast, minutes, time_machine):
    def waiting():
        return {
            name: {item.title for item in panels.minutes_to_comment_on(user)} for name, user in everybody(cast).items()
        }

    of_a, of_b = {"Comment on: XWA circulated 3"}, {"Comment on: XWB circulated 3"}
    expected = {name: set() for name in waiting()}
    expected |= dict.fromkeys(("member_a", "observer", "chair_a"), of_a)
    expected |= dict.fromkeys(("member_b", "narrow", "chair_b"), of_b)
    assert waiting() == expected | {"both": of_a | of_b}
    time_machine.move_to(timezone.now() + timedelta(days=11))
    assert waiting() == {name: set() for name in expected}


def test_contact_data_wait_on_the_desk_until_they_are_confirmed(client, cast):
    client.force_login(cast.member_a)
    assert "Confirm your contact data" in client.get(reverse("desk")).content.decode()
    client.post(reverse("contact-confirm"), {"answer": "right"})
    assert "Confirm your contact data" not in client.get(reverse("desk")).content.decode()


def test_one_who_represents_nobody_has_nothing_to_confirm(cast):
    assert panels.contact_data_to_confirm(cast.guest) == []


@pytest.mark.parametrize("name", ["body-detail", "knowledge:minutes-list"])
def test_the_number_of_queries_does_not_grow_with_the_minutes(client, cast, add, django_assert_num_queries, name):
    def fill(count):
        for number in range(count):
            document = add(cast.xwa, f"set {count} {number}", "minutes")
            actions.adopt_minutes(minutes=document.minutes, adopted_by_en="", adopted_by_fr="", by=cast.secretary)
            add(cast.xwa, f"paper {count} {number}", audience=Audience.BODY)

    fill(3)
    page(client, cast.member_a, name, "XWA")
    with CaptureQueriesContext(connection) as few:
        client.get(reverse(name, args=["XWA"]))
    fill(4)
    with django_assert_num_queries(len(few)):
        client.get(reverse(name, args=["XWA"]))
