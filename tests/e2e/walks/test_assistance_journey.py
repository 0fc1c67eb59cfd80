"""4a-4c, J8 as a whole: from the request to the published result, in thirteen clicks and eighteen fields at most."""

import pytest

from asm_portal.models import User
from assistance.models import AssistanceRequest, Result
from assistance.outcomes.links import link_for as outcome_link
from assistance.referrals.links import link_for as referral_link
from tests.e2e.browser import Counted

pytestmark = pytest.mark.django_db
SUBJECT = "Training for those who register miners"


def person(key):
    return User.objects.get(email=f"{key}@demo.example").person


def ask(done, page):
    """XA asks; it has its reference at once."""
    page.goto(f"{page.home}assistance/")
    done.click(page, "main a[href$='/requests/new/'] >> nth=0")
    done.check(page, "input[name=kinds][value=training]")
    done.check(page, "input[name=level][value=technical]")
    done.fill(page, "#id_subject", SUBJECT)
    done.fill(page, "#id_text", "Eight colleagues are to register miners along two rivers.")
    done.click(page, "main form button[name=submit]")
    return AssistanceRequest.objects.submitted().get(subject=SUBJECT)


def refer(done, page, case):
    """The secretariat finds it eligible and refers it to XWB, from its desk each time."""
    page.goto(f"{page.home}desk/")
    done.click(page, f"main a[href$='/{case.reference}/analysis/']")
    done.check(page, "input[name=decision][value=yes]")
    done.click(page, "main form:has(input[name=decision]) button.btn >> nth=0")
    page.goto(f"{page.home}desk/")
    done.click(page, f"main a[href$='/{case.reference}/refer/']")
    done.check(page, "main .checks label:has-text('XWB') input")
    done.fill(page, "#id_purpose", "Say who could hold a course.")
    done.click(page, "main form button.btn")
    page.wait_for_url(f"**/requests/{case.reference}/")
    return case.referrals.get()


def record(done, page, case):
    """What was given, what came of it, and what was learned: three forms, one after the other."""
    page.goto(f"{page.home}desk/")
    done.click(page, f"main a[href$='/{case.reference}/deliveries/new/']")
    assert page.input_value("#id_by_whom") == "The school of Coralia"
    done.click(page, "main form button[name=go_on]")
    done.fill(page, "#id_text", "The course was held, and the material stays with you.")
    done.click(page, "main form button[name=go_on]")
    for code, title, text in (("en", "Registering miners", "Begin at the river."), ("fr", "Enregistrer", "Au fleuve.")):
        done.fill(page, f"#id_title_{code}", title)
        done.fill(page, f"#id_text_{code}", text)
    done.check(page, "#id_is_checked")
    done.click(page, "main form button[name=ask]")
    page.wait_for_url("**/work/")
    return Result.objects.get(request=case)


def test_training_is_asked_for_given_and_told_to_everyone_in_thirteen_clicks(readers):
    requester, staff, of_body, chair = readers("delegate.xa"), readers("secretariat"), readers(), readers("chair")
    done = Counted()
    case = ask(done, requester)
    referral = refer(done, staff, case)
    address = referral_link(referral, person("chair.xwb"))
    of_body.goto(
        f"{of_body.home}assistance/referrals/answer/{address.rpartition('/answer/')[2]}"
    )  # the link of the mail
    done.fill(of_body, "#id_accept_provider", "The school of Coralia")
    done.click(of_body, "main form:has(#id_accept_provider) button.btn")
    result = record(done, staff, case)
    address = outcome_link(case, person("delegate.xa"), "assistance:consent-link", result=result.pk)
    requester.goto(f"{requester.home}assistance/results/agree/{address.rpartition('/agree/')[2]}")
    done.click(requester, "main form button[name=agree]")
    chair.goto(f"{chair.home}assistance/results/{result.document.reference}/decide/")
    done.click(chair, "main form button[name=approve]")
    chair.wait_for_url(f"**/results/{result.document.reference}/")
    assert (done.clicks, done.fields) == (13, 14)
    is_told(requester, case, result)


def is_told(page, case, result):
    """The requester sees each step; everyone reads the result."""
    page.goto(f"{page.home}assistance/requests/{case.reference}/")
    steps = page.locator("main ol.line").inner_text()
    for words in ("XWB", "The school of Coralia", "The course was held", "Registering miners"):
        assert words in steps
    page.context.clear_cookies()
    page.goto(f"{page.home}assistance/results/{result.document.reference}/")
    assert "Begin at the river." in page.locator("main .text").inner_text()
