"""An app signs in with allauth's headless session token and reaches only its own family."""

import pytest
from rest_framework.test import APIClient

from tests.people import PASSWORD

LOGIN = "/_allauth/app/v1/auth/login"
SESSION = "/_allauth/app/v1/auth/session"


@pytest.fixture
def token(family) -> str:
    answer = APIClient().post(LOGIN, {"email": family.guardian.email, "password": PASSWORD}, format="json")
    assert answer.status_code == 200, answer.content
    return answer.json()["meta"]["session_token"]


def test_a_token_opens_the_api(family, outsider, token):
    app = APIClient(headers={"X-Session-Token": token})
    names = {row["name"] for row in app.get("/api/v1/patients/").data["results"]}
    assert names == {"Mia", "Leo"}
    assert app.get(f"/api/v1/patients/{outsider.mia.pk}/").status_code == 404
    made = app.post("/api/v1/concerns/", {"patient": str(family.mia.pk), "note": "pale"}, format="json")
    assert made.status_code == 201, "a token needs no CSRF cookie"


def test_a_token_is_closed_by_signing_out(token):
    app = APIClient(headers={"X-Session-Token": token})
    app.delete(SESSION)
    assert app.get("/api/v1/patients/").status_code in (401, 403)


@pytest.mark.django_db
@pytest.mark.parametrize("headers", [{}, {"X-Session-Token": "made-up"}, {"X-Session-Token": ""}])
def test_without_a_good_token_nothing_opens(headers):
    assert APIClient(headers=headers).get("/api/v1/patients/").status_code in (401, 403)


def test_a_wrong_password_gives_no_token(family):
    answer = APIClient().post(LOGIN, {"email": family.guardian.email, "password": "wrong"}, format="json")
    assert answer.status_code == 400
    assert "session_token" not in answer.json().get("meta", {})
