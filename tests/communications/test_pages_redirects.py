"""Addresses of the old public site: where they lead, to whom, and what the register refuses."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from asm_portal.visibility import Audience
from communications.models import Redirect
from tests.administration import address, filled, sign_in
from tests.asm_portal.test_admin_import import bring_in, complaints, preview, sheet
from tests.knowledge import papers

pytestmark = pytest.mark.django_db
OLD = "/en/node/12?page=2"


def redirect(old=OLD, new="/communiques/?year=2012", document=None):
    made = Redirect(old_path=old, new_path="" if document else new, document=document)
    made.full_clean()
    made.save()
    return made


def test_an_old_address_leads_on_for_good_and_only_exactly_as_it_was(client):
    redirect()
    for method in (client.get, client.head):
        answer = method(OLD)
        assert (answer.status_code, answer["Location"]) == (301, "/en/communiques/?year=2012")
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies
    for other in ("/en/node/12", "/en/node/12?page=3", "/en/node/12/?page=2", "/en/NODE/12?page=2"):
        assert client.get(other, follow=True).status_code == 404, other
    assert client.post(OLD).status_code == 404


def test_the_language_is_that_of_the_old_address_else_of_the_reader(client):
    redirect("/fr/noeud/12")
    redirect("/node/12")
    assert client.get("/fr/noeud/12")["Location"] == "/fr/communiques/?year=2012"
    for language in ("en", "fr"):
        answer = client.get("/node/12", headers={"Accept-Language": language})
        assert answer["Location"] == f"/{language}/communiques/?year=2012"
        assert "Accept-Language" in answer["Vary"]


@pytest.mark.both_databases
def test_an_unknown_address_still_answers_the_ordinary_404(client, django_assert_num_queries):
    """It asks twice: for the old address, and for the banner that stands above this page too."""
    redirect()
    with django_assert_num_queries(2):
        answer = client.get("/en/nowhere/")
    assert answer.status_code == 404
    assert "Page not found" in answer.content.decode()
    assert client.get("/en/node/%00%ff?%00=%27").status_code == 404


def test_what_answers_itself_is_not_led_elsewhere(client):
    paper = papers.final()
    Redirect.objects.create(old_path=paper.get_absolute_url(), new_path="/communiques/")
    assert client.get(paper.get_absolute_url()).status_code == 200


def test_an_old_address_of_a_closed_document_exists_for_its_readers_only(client, cast):
    redirect(document=papers.final(audience=Audience.PROCESS))
    assert client.get(OLD).status_code == 404
    client.force_login(cast.guest)
    assert client.get(OLD).status_code == 404
    client.force_login(cast.member_a)
    answer = client.get(OLD, follow=True)
    assert answer.redirect_chain[0][1] == 301
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://www.old.example/en/node/12?page=2#top", OLD),
        ("  /fr/système d’origine ", "/fr/syst%C3%A8me%20d%E2%80%99origine"),
        ("/fr/syst%C3%A8me", "/fr/syst%C3%A8me"),
    ],
)
def test_an_old_address_is_kept_as_a_browser_asks_for_it(client, typed, kept):
    assert redirect(typed).old_path == kept
    assert client.get(kept).status_code == 301


@pytest.mark.parametrize("typed", ["node/12", "https://[x/", "mailto:a@old.example", "/" + "x" * 600])
def test_what_is_no_address_is_refused(typed):
    with pytest.raises(ValidationError) as refusal:
        redirect(typed)
    assert set(refusal.value.message_dict) == {"old_path"}


@pytest.mark.parametrize(
    "typed", ["/en/communiques/", "/communiques/", "/sitemap.xml", "/fr/documents/?q=x", "/admin/"]
)
def test_an_address_at_which_a_page_of_ours_always_stands_is_refused(typed):
    with pytest.raises(ValidationError, match="page of its own"):
        redirect(typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("/fr/communiques/", "/communiques/"), ("/participants/AO/?on=2014-01-01#x", "/participants/AO/?on=2014-01-01")],
)
def test_the_page_it_leads_to_is_kept_without_its_language(typed, kept, settings):
    assert redirect(new=typed).new_path == kept
    assert redirect("/x", new=settings.SITE_URL + typed).new_path == kept


@pytest.mark.parametrize(
    "typed",
    ["https://elsewhere.example/communiques/", "//elsewhere.example/", "/\\elsewhere.example", "/nowhere/", "communiques/",
     "javascript:alert(1)", "/sitemap.xml", "/en//elsewhere.example/", "/communiques/?" + "x" * 600],
)  # fmt: skip
def test_it_leads_to_a_page_of_this_site_and_nowhere_else(typed):
    with pytest.raises(ValidationError, match="no such page on this site"):
        redirect(new=typed)


def test_no_way_leads_round_in_a_circle():
    redirect("/en/participants/alder/", "/participants/birch/")
    for old, new in (
        ("/fr/participants/birch/", "/participants/alder/"),
        ("/en/bodies/gone/", "/participants/alder/"),
        ("/en/participants/cedar/", "/participants/cedar/"),
    ):
        with pytest.raises(ValidationError, match="another one of this list, or to itself"):
            redirect(old, new)


def test_it_leads_to_one_place():
    paper = papers.final()
    for new, document in (("", None), ("/communiques/", paper)):
        with pytest.raises(ValidationError, match="one of the two"):
            Redirect(old_path=OLD, new_path=new, document=document).full_clean()
        with pytest.raises(IntegrityError), transaction.atomic():
            Redirect.objects.create(old_path=OLD, new_path=new, document=document)


def test_staff_keep_the_list_with_its_history(client, cast):
    sign_in(client, cast.secretary)
    form = filled(client.get(address(Redirect, "add")))
    answer = client.post(address(Redirect, "add"), form | {"old_path": OLD, "new_path": "https://elsewhere.example/"})
    assert "no such page on this site" in answer.content.decode()
    assert "https://elsewhere.example/" in answer.content.decode()
    client.post(address(Redirect, "add"), form | {"old_path": OLD, "new_path": "/communiques/"})
    made = Redirect.objects.get()
    page = address(Redirect, "change", made.pk)
    client.post(page, filled(client.get(page)) | {"new_path": "/decisions/", "why": "Found it"})
    told = [(row.new_path, row.history_user, row.history_change_reason) for row in made.history.order_by("version")]
    assert told == [("/communiques/", cast.secretary, None), ("/decisions/", cast.secretary, "Found it")]
    sign_in(client, cast.administrator)
    assert client.get(address(Redirect)).status_code == 403


def test_a_sheet_brings_the_list_in_twice_to_the_same_end(client, cast):
    sign_in(client, cast.secretary)
    paper = papers.final()
    rows = (
        ("old_path", "document", "new_path"),
        ("https://old.example/en/node/1", paper.reference.lower(), ""),
        (OLD, "", "/fr/communiques/"),
    )
    for _time in range(2):
        bring_in(client, Redirect, sheet(*rows))
        found = [(row.old_path, row.document, row.new_path) for row in Redirect.objects.all()]
        assert found == [("/en/node/1", paper, ""), (OLD, None, "/communiques/")]
    assert Redirect.history.count() == 2
    bring_in(client, Redirect, sheet(rows[0], (OLD, paper.reference, "")))
    assert Redirect.objects.get(old_path=OLD).document == paper


def test_a_bad_row_stops_the_whole_sheet(client, cast):
    sign_in(client, cast.secretary)
    rows = (("/en/node/1", "", "/communiques/"), ("/en/node/2", "NO-SUCH", ""), ("node/3", "", "//elsewhere.example"))
    wrong = dict(complaints(preview(client, Redirect, sheet(("old_path", "document", "new_path"), *rows))))
    assert set(wrong) == {2, 3}
    assert "NO-SUCH" in wrong[2]
    assert not Redirect.objects.exists()
