"""The pages that django-allauth brings wear Tend's frame and forms."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["login/", "signup/", "login/code/", "password/reset/"])
def test_signed_out_pages_wear_the_frame(client, path):
    answer = client.get(f"/account/{path}")
    assert answer.status_code == 200
    assert 'href="/static/tend.css"' in answer.text
    assert answer.text.count("<h1") == 1
    assert 'class="field"' in answer.text
    assert "button-primary" in answer.text
    assert 'aria-label="Main"' not in answer.text


@pytest.mark.parametrize("path", ["email/", "password/change/", "logout/", "sessions/", "two-factor/"])
def test_signed_in_pages_wear_the_frame(family, path):
    answer = family.client("guardian").get(f"/account/{path}", follow=True)
    assert answer.status_code == 200
    assert 'href="/static/tend.css"' in answer.text
    assert answer.text.count("<h1") == 1
    assert 'class="button' in answer.text


def test_a_wrong_sign_in_is_explained_in_the_summary(client):
    answer = client.post("/account/login/", {"login": "nobody@example.org", "password": "not this one"})
    assert "There is a problem" in answer.text
    assert "<title>Error: " in answer.text
