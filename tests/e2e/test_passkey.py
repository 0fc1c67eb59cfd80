import pytest

from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db

KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def keyed(page, live_server):
    """A page whose browser has a passkey device, at an address that WebAuthn accepts."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    page.goto(f"http://localhost:{live_server.thread.port}/en/accounts/login/?next=/en/accounts/2fa/webauthn/add/")
    return page


def enter(page, email):
    page.fill("#id_login", email)
    page.fill("#id_password", PASSWORD)
    page.click("main button:text-is('Sign in')")


def sign_out(page):
    """Sign out and go to the sign-in page again."""
    page.click("header button:text-is('Sign out')")
    page.click("header >> text=Sign in")


def test_a_passkey_is_added_and_then_signs_in_alone_and_as_the_second_step(keyed, cast):
    """The scripts of these pages run under the strict policy: any refusal on the console fails the fixture."""
    enter(keyed, "alba@cast.example")
    keyed.fill("#id_password", PASSWORD)
    keyed.click("text=Continue")
    keyed.check("#id_passwordless")
    keyed.click("#mfa_webauthn_add")
    keyed.wait_for_url("**/recovery-codes/")
    assert keyed.locator("main code").count() == 10

    sign_out(keyed)
    keyed.click("#passkey_login")
    keyed.wait_for_url("**/desk/")

    sign_out(keyed)
    enter(keyed, "alba@cast.example")
    keyed.click("#mfa_webauthn_authenticate")
    keyed.wait_for_url("**/desk/")
