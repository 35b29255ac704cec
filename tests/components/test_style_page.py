"""The style page is for staff."""

import pytest

from tests import people

pytestmark = pytest.mark.django_db


def test_a_stranger_is_sent_to_sign_in(client):
    assert client.get("/style/").status_code == 302


def test_a_family_finds_nothing_there(family):
    answer = family.client("guardian").get("/style/")
    assert answer.status_code == 404
    assert "There is nothing at this address" in answer.text


def test_staff_see_every_piece(client):
    somebody = people.person("Sam")
    somebody.is_staff = True
    somebody.save()
    client.force_login(somebody)
    answer = client.get("/style/")
    assert answer.status_code == 200
    assert answer.text.count("<section") >= 10
    assert "no-store" in answer["Cache-Control"]


def test_a_form_left_open_too_long_says_what_to_do(family):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/account/login/", {"login": "a@b.c"})
    assert answer.status_code == 403
    assert "Please send that again" in answer.text
    assert "CSRF" not in answer.text


# Shown only by themselves, and looked at by the sweep of every page: a whole page's body, and what needs a saved entry.
BY_THEMSELVES = {"confirm.html", "flags.html"}


def test_no_component_is_forgotten(client, settings):
    """Every file of the folder is drawn by the page; one that is not stands in ``BY_THEMSELVES``."""
    somebody = people.person("Sam")
    somebody.is_staff = True
    somebody.save()
    client.force_login(somebody)
    drawn = {template.name for template in client.get("/style/").templates if template.name}
    folder = settings.BASE_DIR / "templates" / "components"
    missing = {path.name for path in folder.glob("*.html") if f"components/{path.name}" not in drawn}
    assert missing == BY_THEMSELVES
