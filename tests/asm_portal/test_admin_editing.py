"""Two people at one record: nothing is overwritten unseen, and nothing typed is lost."""

import pytest
from django.test import Client

from asm_portal.models import Body, ContactEmail, Membership, Organisation, Person, Representation, User
from tests.administration import address, filled, sign_in
from tests.cast import account, again, person, represent


@pytest.fixture
def two(cast):
    """Two members of the secretariat, each at a machine of their own."""
    other = account(represent(person("Sofia"), cast.xs))
    return sign_in(Client(), cast.secretary), sign_in(Client(), other)


def opened(client, record):
    """The change page of a record, as it is sent back unchanged."""
    return filled(client.get(address(type(record), "change", record.pk)))


def save(client, record, sent):
    return client.post(address(type(record), "change", record.pk), sent)


def test_the_second_save_is_refused_and_shows_both_versions(two, cast):
    first, second = two
    mine, theirs = opened(first, cast.xwa), opened(second, cast.xwa)
    assert save(second, cast.xwa, theirs | {"name_en": "Their group", "why": "Renamed by Plenary"}).status_code == 302
    answer = save(first, cast.xwa, mine | {"name_en": "My group"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert Body.objects.get(pk=cast.xwa.pk).name_en == "Their group"
    assert ("Name in English", "My group", "Their group") in [
        (row.label.capitalize().replace("english", "English"), row.mine, row.theirs)
        for row in answer.context["differences"]
    ]
    assert "Sofia Sample" in page
    assert "Renamed by Plenary" in page
    assert 'value="My group"' in page


def test_one_saves_over_the_other_only_after_having_seen_it(two, cast):
    first, second = two
    mine = opened(first, cast.xwa) | {"name_en": "My group"}
    save(second, cast.xwa, opened(second, cast.xwa) | {"name_en": "Their group"})
    refused = save(first, cast.xwa, mine)
    over = refused.context["current_version"]
    save(second, cast.xwa, opened(second, cast.xwa) | {"name_en": "Their third thought"})
    assert save(first, cast.xwa, mine | {"save_over": over}).status_code == 200
    assert Body.objects.get(pk=cast.xwa.pk).name_en == "Their third thought"
    over = save(first, cast.xwa, mine).context["current_version"]
    assert save(first, cast.xwa, mine | {"save_over": over}).status_code == 302
    assert Body.objects.get(pk=cast.xwa.pk).name_en == "My group"
    assert "Their third thought" in Body.history.filter(id=cast.xwa.pk).values_list("name_en", flat=True)


def test_a_save_without_a_version_is_refused(two, cast):
    sent = opened(two[0], cast.xwa) | {"name_en": "Blind"}
    sent.pop("seen_version")
    assert save(two[0], cast.xwa, sent).status_code == 200
    assert Body.objects.get(pk=cast.xwa.pk).name_en != "Blind"


def test_a_detail_that_somebody_else_changed_is_a_conflict_too(two, cast):
    first, second = two
    who = cast.member_a.person
    mine = opened(first, who)
    theirs = opened(second, who)
    save(second, who, theirs | {"phones-0-number": "+000 20 555 0199"})
    answer = save(first, who, mine | {"phones-0-number": "+000 20 555 0111", "given_name": "Albertine"})
    told = [(row.mine, row.theirs) for row in answer.context["differences"]]
    assert ("Albertine", "Alba") in told
    assert any("0111" in mine and "0199" in theirs for mine, theirs in told)
    assert who.phones.get().number == "+000 20 555 0199"
    assert 'value="+000 20 555 0111"' in answer.content.decode()


def test_a_row_added_by_the_other_is_shown_and_survives_saving_over(two, cast):
    first, second = two
    who = cast.member_a.person
    mine = opened(first, who) | {"given_name": "Albertine"}
    added = opened(second, who) | {
        "emails-TOTAL_FORMS": "2", "emails-1-address": "second@cast.example", "emails-1-person": who.pk,
    }  # fmt: skip
    assert save(second, who, added).status_code == 302
    refused = save(first, who, mine)
    assert any("second@cast.example" in row.theirs for row in refused.context["differences"])
    assert save(first, who, mine | {"save_over": refused.context["current_version"]}).status_code == 302
    assert set(who.emails.values_list("address", flat=True)) == {"alba@cast.example", "second@cast.example"}


def test_a_row_removed_by_the_other_is_not_lost_in_silence(two, cast):
    first, second = two
    who = cast.member_a.person
    mine = opened(first, who) | {"phones-0-label": "office"}
    assert save(second, who, opened(second, who) | {"phones-0-DELETE": "on"}).status_code == 302
    refused = save(first, who, mine)
    assert any("office" in row.mine and row.theirs == "–" for row in refused.context["differences"])
    answer = save(first, who, mine | {"save_over": refused.context["current_version"]})
    assert "Somebody else has removed a row" in answer.content.decode()
    assert "office" in answer.content.decode()


def test_a_detail_edited_on_its_own_page_moves_the_version_of_its_root(two, cast):
    who = cast.member_a.person
    representation = who.representations.get()
    before = Person.objects.get(pk=who.pk).version
    sent = opened(two[0], representation) | {"function": "Adviser", "why": "Letter of May"}
    assert save(two[0], representation, sent).status_code == 302
    assert Person.objects.get(pk=who.pk).version > before
    mine = opened(two[1], who) | {"given_name": "Albertine"}
    save(two[0], representation, opened(two[0], representation) | {"function": "Head", "why": "Letter of June"})
    assert save(two[1], who, mine).status_code == 200


def test_an_account_without_a_version_column_is_compared_by_its_history(two, cast):
    mine, theirs = opened(two[0], cast.member_a), opened(two[1], cast.member_a)
    theirs.pop("is_active")
    assert save(two[1], cast.member_a, theirs | {"why": "Left"}).status_code == 302
    assert save(two[0], cast.member_a, mine | {"why": "Nothing"}).status_code == 200
    assert not again(cast.member_a).is_active
    assert User.objects.filter(pk=cast.member_a.pk, is_active=False).exists()


def test_an_error_beside_a_conflict_loses_nothing(two, cast):
    first, second = two
    who = cast.member_a.person
    mine = opened(first, who) | {"family_name": "", "given_name": "Albertine"}
    save(second, who, opened(second, who) | {"honorific": "Dr"})
    refused = save(first, who, mine)
    over = refused.context["current_version"]
    answer = save(first, who, mine | {"save_over": over})
    assert f'name="save_over" value="{over}"' in answer.content.decode()
    assert 'value="Albertine"' in answer.content.decode()
    assert save(first, who, mine | {"save_over": over, "family_name": "Sample"}).status_code == 302


def test_who_belongs_is_changed_with_a_reason_only(two, cast):
    membership = Membership.objects.filter(body=cast.xwa).order_by("pk").first()
    grade = {"grade": "observer"}
    assert "why" in save(two[0], membership, opened(two[0], membership) | grade).context["adminform"].form.errors
    assert save(two[0], membership, opened(two[0], membership) | grade | {"why": "Plenary"}).status_code == 302
    assert Membership.history.filter(id=membership.pk).first().history_change_reason == "Plenary"


def test_a_reason_is_asked_where_a_row_decides_who_belongs_and_nowhere_else(two, cast):
    sent = opened(two[0], cast.xwa)
    assert save(two[0], cast.xwa, sent | {"mandate_en": "To meet."}).status_code == 302
    sent = opened(two[0], cast.xwa) | {"memberships-0-grade": "provisional"}
    answer = save(two[0], cast.xwa, sent)
    assert "Say why this changes" in answer.content.decode()
    assert save(two[0], cast.xwa, sent | {"why": "Decision of May"}).status_code == 302
    changed = Membership.history.filter(history_type="~").first()
    assert (changed.grade, changed.history_change_reason) == ("provisional", "Decision of May")
    assert changed.history_user == cast.secretary


def test_the_terms_of_all_offices_are_edited_with_their_body(two, cast):
    office = cast.xwb.offices.get()
    sent = opened(two[0], cast.xwb) | {"officeterm-rows-0-valid_until": "2099-01-01", "why": "Elected until then"}
    assert save(two[0], cast.xwb, sent).status_code == 302
    assert office.terms.get().valid_until.year == 2099
    page = two[0].get(address(Body, "history", cast.xwb.pk)).content.decode()
    assert "Elected until then" in page
    assert "2099-01-01" in page


def test_the_history_tells_of_a_record_and_its_details(two, cast):
    who = cast.member_a.person
    save(two[0], who, opened(two[0], who) | {"phones-0-label": "mobile", "time_zone": "Africa/Luanda"})
    page = two[0].get(address(Person, "history", who.pk)).content.decode()
    for words in ("Africa/Luanda", "mobile", "Selma Sample", "Telephone number" if False else "telephone number"):
        assert words in page


def test_an_overlap_is_said_at_the_form(two, cast):
    sent = opened(two[0], cast.xwb) | {
        "officeterm-rows-TOTAL_FORMS": "2", "officeterm-rows-1-office": cast.xwb.offices.get().pk,
        "officeterm-rows-1-organisation": cast.xa.pk, "officeterm-rows-1-valid_from": "2020-01-01", "why": "x",
    }  # fmt: skip
    answer = save(two[0], cast.xwb, sent)
    assert answer.status_code == 200
    assert "overlap." in answer.content.decode()


def test_the_primary_address_is_one(two, cast):
    who = cast.member_a.person
    sent = opened(two[0], who) | {
        "emails-TOTAL_FORMS": "2", "emails-1-address": "b@cast.example", "emails-1-is_primary": "on", "emails-1-person": who.pk,
    }  # fmt: skip
    assert save(two[0], who, sent).status_code == 200
    assert ContactEmail.objects.filter(person=who).count() == 1


def test_languages_and_time_zone_come_from_lists(two, cast):
    who = cast.member_a.person
    assert save(two[0], who, opened(two[0], who) | {"languages": ["fr", "pt"]}).status_code == 302
    assert Person.objects.get(pk=who.pk).languages == ["fr", "pt"]
    assert save(two[0], who, opened(two[0], who) | {"time_zone": "Mars/Base"}).status_code == 200


def test_a_website_is_taken_as_https(two, cast):
    assert save(two[0], cast.xa, opened(two[0], cast.xa) | {"website": "alder.example"}).status_code == 302
    assert Organisation.objects.get(pk=cast.xa.pk).website == "https://alder.example"
    assert Representation.objects.filter(organisation=cast.xa).exists()


def test_the_primary_address_moves_in_one_save(two, cast):
    who = cast.member_a.person
    second = ContactEmail.objects.create(person=who, address="a-second@cast.example")
    for expected in (second.address, "alba@cast.example"):
        sent = {name: value for name, value in opened(two[0], who).items() if not name.endswith("is_primary")}
        row = next(name for name, value in sent.items() if value == expected)
        sent[row.replace("address", "is_primary")] = "on"
        assert save(two[0], who, sent).status_code == 302
        assert who.emails.get(is_primary=True).address == expected


def test_one_term_ends_and_the_next_begins_in_one_save(two, cast):
    sent = opened(two[0], cast.xwb) | {
        "officeterm-rows-0-valid_until": "2024-01-01", "officeterm-rows-TOTAL_FORMS": "2", "why": "Election",
        "officeterm-rows-1-office": cast.xwb.offices.get().pk, "officeterm-rows-1-organisation": cast.xa.pk,
        "officeterm-rows-1-valid_from": "2024-01-01",
    }  # fmt: skip
    assert save(two[0], cast.xwb, sent).status_code == 302
    assert cast.xwb.offices.get().terms.count() == 2


def test_what_is_refused_only_when_it_is_written_loses_nothing(two, cast):
    """An organisation under itself: Django leaves rules about the parent to the database."""
    sent = opened(two[0], cast.xa) | {
        "affiliations-TOTAL_FORMS": "1", "affiliations-0-parent": cast.xa.pk, "affiliations-0-valid_from": "2020-01-01",
        "affiliations-0-valid_from_precision": "day", "affiliations-0-valid_until_precision": "day",
        "affiliations-0-source": "my long note", "why": "x",
    }  # fmt: skip
    answer = save(two[0], cast.xa, sent)
    assert answer.status_code == 200
    assert "Nothing was saved" in answer.content.decode()
    assert "my long note" in answer.content.decode()
