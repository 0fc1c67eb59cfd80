"""2a, J5: a communiqué in two languages goes from the secretariat to the Chair’s telephone and out; one is given back; one is
corrected with a picture."""

from datetime import timedelta

import pytest

from asm_portal.dated import today
from asm_portal.models import Delivery
from communications.models import Communique
from knowledge.certificates.drawings import detail
from tests.e2e.browser import overflows, violations
from tests.made_files import pdf

pytestmark = pytest.mark.django_db


def in_pdf(language):
    return {"name": f"{language}.pdf", "mimeType": "application/pdf", "buffer": pdf()}


def test_a_communique_is_public_after_five_clicks_and_seven_fields(readers):
    staff, chair, journalist = readers("secretariat"), readers("chair"), readers()
    staff.goto(f"{staff.home}desk/")
    staff.click("header nav.nav a[href$='/communiques/'] >> visible=true")
    staff.click(".heading .btn[href$='/new/']")
    staff.select_option("#id_kind", "final_communique")
    staff.select_option("#id_meeting", "")
    staff.fill("#id_official_number", "KP/2026/Plenary/Communiqué (sample)")
    staff.fill("#id_title_en", "Seals of lead (sample)")
    staff.fill("#id_title_fr", "Des sceaux de plomb (exemple)")
    staff.set_input_files("#id_file_en", in_pdf("en"))
    staff.set_input_files("#id_file_fr", in_pdf("fr"))
    assert violations(staff) == []
    staff.click("main form .btn[name=submit]")
    text = Communique.objects.latest("pk")
    assert staff.locator(".steps [aria-current=step]").inner_text() == "Before the KP Chair’s office"
    assert violations(staff) == []
    assert (
        f"/texts/{text.document.reference}/decide/"
        in Delivery.objects.filter(key__contains=":submitted:").latest("pk").text
    )

    chair.goto(f"{chair.home}texts/{text.document.reference}/decide/")
    assert chair.locator("main section .btn[href$='.pdf']").count() == 2
    assert overflows(chair) <= 0
    assert violations(chair) == []
    chair.click("main form .btn[name=approve]")
    assert chair.locator("h1").inner_text() == "Des sceaux de plomb (exemple)"

    journalist.goto(f"{journalist.home}communiques/")
    journalist.click("main >> text=Seals of lead (sample)")
    assert journalist.locator("aside a[href$='fr-original.pdf']").count() == 1
    assert violations(journalist) == []


def test_the_chair_gives_a_text_back_with_a_remark(reader):
    chair, text = reader("chair"), Communique.objects.get(stage="submitted", document__is_demonstration=True)
    chair.goto(f"{chair.home}desk/")
    chair.click(f"main a[href$='/texts/{text.document.reference}/decide/']")
    chair.click("main form .btn[name=return]")
    assert chair.locator(".field.err #id_remark").is_visible()
    chair.fill("#id_remark", "Nommez l’hôte.")
    assert violations(chair) == []
    chair.click("main form .btn[name=return]")
    assert chair.locator(".note.ok").is_visible()
    text.refresh_from_db()
    assert (text.stage, text.remark) == ("drafting", "Nommez l’hôte.")


def test_a_statement_is_corrected_gets_a_picture_and_a_time(reader):
    staff = reader("secretariat")
    text = Communique.objects.get(document__kind__code="speech_statement", document__date="2025-01-20")
    work, day = f"{staff.home}texts/{text.document.reference}/", today() + timedelta(days=9)
    staff.goto(work)
    staff.click("main aside a[href$='/correct/']")
    staff.fill("#id_note_en", "The name of a town")
    staff.fill("#id_note_fr", "Le nom d’une ville")
    staff.click("main form .btn:has-text('Beg'), main form .btn:has-text('Com')")
    staff.click("main a[href$='/fr/']")
    assert overflows(staff) <= 0
    assert violations(staff) == []
    staff.fill("#id_body", "Le texte corrigé.")
    staff.click("main form .btn")
    staff.click("main a[href$='/picture/']")
    staff.set_input_files("#id_file", {"name": "seal.png", "mimeType": "image/png", "buffer": detail().read()})
    staff.click("main form .btn")
    assert staff.locator(".field.err #id_alternative_fr").is_visible()
    staff.set_input_files("#id_file", {"name": "seal.png", "mimeType": "image/png", "buffer": detail().read()})
    staff.fill("#id_alternative_fr", "Un sceau de plomb, dessiné")
    staff.click("main form .btn")
    staff.click(".heading .btn[href$='/preview/']")
    assert staff.locator(".text img").get_attribute("alt") == "Un sceau de plomb, dessiné"
    assert violations(staff) == []

    staff.goto(f"{work}submit/")
    staff.fill("#id_missing_reason", "The translator is ill.")
    staff.check("input[name=release_on][value=time]")
    staff.fill("input[name=day_day]", str(day.day))
    staff.select_option("select[name=day_month]", str(day.month))
    staff.fill("input[name=day_year]", str(day.year))
    staff.fill("#id_time", "14:00")
    staff.select_option("#id_zone", "Africa/Luanda")
    staff.click("main form .btn")
    assert "13:00 UTC" in staff.locator("main .note.warn").inner_text()
    assert violations(staff) == []
    staff.click("main form .btn")
    text.refresh_from_db()
    assert (text.stage, text.release_at.hour) == ("submitted", 13)
