import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.smoke
def test_the_sign_in_page_obeys_its_own_policy(page):
    """Every complaint of the browser on its console, also about a refused style or script, fails in the fixture."""
    answer = page.goto("/en/accounts/login/")
    assert "style-src 'self'" in answer.headers["content-security-policy"]
    assert page.locator("h1").count() == 1
