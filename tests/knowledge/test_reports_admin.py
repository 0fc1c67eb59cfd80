"""Reports in the administration: the secretariat makes a redacted version, asks, and notes what it is answered."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from asm_portal.dated import today
from knowledge import actions as archive
from knowledge.approvals import digest
from knowledge.models import AudienceProposal, Redaction
from knowledge.reports.actions import add_report
from knowledge.reports.rules import newest_text
from tests.administration import address, filled, sign_in
from tests.cast import again
from tests.knowledge.papers import add_texts, make_kind

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary(client, cast):
    return sign_in(client, cast.secretary)


@pytest.fixture
def report(cast):
    document = add_report(
        kind=make_kind("follow_up_report", prefix="FUR"), titles={"en": "Follow-up"}, by=cast.secretary,
        organisation=cast.xa, period_from=date(2024, 1, 1), period_until=date(2024, 12, 31),
    )  # fmt: skip
    add_texts(document, {"en": "One.\n\nTwo."})
    return archive.publish(document=document, by=cast.secretary)


def do(client, record, code, **answers):
    name = f"admin:{record._meta.app_label}_{record._meta.model_name}_do"
    return client.post(reverse(name, args=[record.pk, code]), answers)


def test_the_secretariat_walks_a_report_to_its_public_version(secretary, cast, report):
    assert do(secretary, report, "redact").status_code == 302
    redaction = Redaction.objects.get()
    page = address(Redaction, "change", redaction.pk)
    entry = {
        "entries-TOTAL_FORMS": 1,
        "entries-0-place": "Page 1",
        "entries-0-content": "personal",
        "entries-0-ground": "A name.",
    }
    assert secretary.post(page, filled(secretary.get(page)) | entry).status_code == 302
    assert "no text yet" in do(secretary, redaction, "ask").content.decode()
    add_texts(redaction.public_version, {"en": "One."})
    assert do(secretary, redaction, "ask").status_code == 302
    assert "still lacks" in do(secretary, redaction.public_version, "publish").content.decode()
    letter = {"is_given": "yes", "who": "The Minister", "on": today(), "channel": "letter"}
    ahead = do(secretary, redaction, "consent", **letter | {"on": today() + timedelta(days=1)})
    assert "on" in ahead.context["form"].errors
    unknown = do(secretary, redaction, "consent", **letter, letter="LET-2025-00000")
    assert "letter" in unknown.context["form"].errors
    assert do(secretary, redaction, "consent", **letter, letter=report.reference).status_code == 302
    assert do(secretary, redaction, "approve").status_code == 302
    assert "the KP Chair’s office" in secretary.get(page).content.decode()
    secretary.force_login(again(cast.kp_chair))
    decision = reverse("knowledge:redaction-approve", args=[redaction.public_version.reference])
    given = {"capacity": "kp_chair", "seen": digest(newest_text(redaction))}
    assert secretary.post(decision, given).status_code == 302
    secretary.force_login(again(cast.secretary))
    assert do(secretary, redaction.public_version, "publish").status_code == 302
    secretary.logout()
    assert secretary.get(redaction.public_version.get_absolute_url()).status_code == 200


def test_what_waits_is_on_the_lists_of_the_secretariat(secretary, report):
    do(secretary, report, "redact")
    do(secretary, report, "widen", audience="public", reason="Asked for by the Participant.")
    index = secretary.get(reverse("admin:index")).content.decode()
    assert "Redacted versions that are not public yet" in index
    assert "Wider audiences that wait for a decision" in index
    for model in (Redaction, AudienceProposal):
        assert "Follow-up" in secretary.get(f"{address(model)}?list=open").content.decode()


def test_a_proposal_that_is_not_wider_is_refused_with_a_sentence(secretary, report):
    answer = do(secretary, report, "widen", audience="chair", reason="x")
    assert "not wider" in answer.content.decode()
    assert not AudienceProposal.objects.exists()
