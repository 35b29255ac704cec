"""Shares and consents by the API: the same rules as on the pages."""

import datetime as dt

import pytest
import time_machine
from django.core import mail
from rest_framework.test import APIClient

from care.household.access import Access
from care.visits import actions
from care.visits.models import ClinicConsent, Share
from tests.people import MORNING, person

SHARES, CONSENTS = "/api/v1/shares/", "/api/v1/consents/"


@pytest.fixture(autouse=True)
def morning():
    with time_machine.travel(MORNING, tick=False):
        yield


@pytest.fixture
def ready(family):
    visit = actions.add_visit(
        patient=family.mia, by=family.guardian, at=MORNING, on=dt.date(2026, 11, 24), specialty="pediatrics"
    ).visit
    actions.request_summary(visit=visit, by=family.guardian, at=MORNING)
    return actions.generate_summary(visit_id=visit.pk, at=MORNING)


def api(user) -> APIClient:
    client = APIClient()
    client.force_authenticate(user)
    return client


def test_a_share_is_made_listed_renewed_and_ended(family, ready):
    client = api(family.guardian)
    body = {"summary": str(ready.pk), "sections": ["skin", "vaccines"], "lasts": "7", "purpose": "Ward 7"}
    made = client.post(SHARES, body, format="json")
    assert made.status_code == 201, made.data
    assert made["Cache-Control"] == "no-store, private"
    opened = actions.open_share(
        code=made.data["code"], pin=made.data["pin"], address="192.0.2.1", device="phone", at=MORNING
    )
    assert opened.opening.share.sections == ["skin", "vaccines"]
    (row,) = client.get(SHARES).data["results"]
    assert (row["state"], row["purpose"]) == ("open", "Ward 7")
    assert {"code", "pin", "code_hash", "pin_hash"}.isdisjoint(row)
    one = f"{SHARES}{made.data['id']}/"
    renewed = client.post(f"{one}code/")
    assert renewed.data["code"] != made.data["code"]
    ended = client.post(f"{one}end/")
    assert ended.data["state"] == "ended"
    assert client.post(f"{one}end/").data["ended_at"] == ended.data["ended_at"]
    assert client.post(f"{one}code/").status_code == 403
    assert client.delete(one).status_code == 405


def test_a_share_sent_twice_is_one_and_its_code_is_told_once(family, ready):
    client = api(family.guardian)
    key = "0197a000-0000-7000-8000-000000000001"
    body = {"summary": str(ready.pk), "sections": ["skin"], "client_id": key}
    first, second = client.post(SHARES, body, format="json"), client.post(SHARES, body, format="json")
    assert (first.status_code, second.status_code) == (201, 200)
    assert second.data["code"] is None
    assert second.data["pin"] is None
    assert Share.objects.count() == 1


def test_a_share_of_nothing_or_of_something_unknown_is_refused(family, ready):
    client = api(family.guardian)
    for wrong in ({"sections": []}, {"sections": ["photos"]}, {"lasts": "365"}, {"sections": ["notes"]}):
        body = {"summary": str(ready.pk), "sections": ["skin"], **wrong}
        assert client.post(SHARES, body, format="json").status_code == 400, wrong
    waiting = actions.request_summary(visit=ready.visit, by=family.guardian, at=MORNING)
    body = {"summary": str(waiting.pk), "sections": ["skin"]}
    assert client.post(SHARES, body, format="json").status_code == 403
    assert not Share.objects.exists()


def test_an_older_version_is_refused(family, ready):
    actions.request_summary(visit=ready.visit, by=family.guardian, at=MORNING)
    actions.generate_summary(visit_id=ready.visit_id, at=MORNING)
    body = {"summary": str(ready.pk), "sections": ["skin"]}
    refused = api(family.guardian).post(SHARES, body, format="json")
    assert refused.status_code == 400
    assert "A newer version was made" in str(refused.data["summary"])
    assert not Share.objects.exists()


def test_a_clinician_is_offered_to_be_let_in_and_shut_out(family):
    client = api(family.guardian)
    body = {"patient": str(family.mia.pk), "sections": ["vaccines"], "ends_on": "2027-05-01", "email": "a@example.org"}
    made = client.post(CONSENTS, body, format="json")
    assert made.status_code == 201, made.data
    assert made.data["link"] in mail.outbox[0].body
    token = made.data["link"].rstrip("/").rpartition("/")[2]
    doctor = person("A")
    consent = ClinicConsent.objects.get()
    assert actions.accept_consent(consent=consent, by=doctor, at=MORNING).clinician == doctor
    (row,) = client.get(CONSENTS).data["results"]
    assert (row["is_open"], row["clinician"]) == (True, "A")
    assert token not in str(client.get(CONSENTS).data)
    assert Access.for_user(doctor, now=MORNING).as_clinician(family.mia.pk)
    assert client.post(f"{CONSENTS}{row['id']}/end/").data["is_open"] is False
    assert api(doctor).get(CONSENTS).data["results"] == []


def test_an_offer_that_does_not_fit_is_refused(family):
    client = api(family.guardian)
    good = {"patient": str(family.mia.pk), "sections": ["skin"], "ends_on": "2027-05-01"}
    for wrong in ({"ends_on": "2026-11-01"}, {"ends_on": "2036-01-01"}, {"sections": []}, {"email": "nobody"}):
        assert client.post(CONSENTS, good | wrong, format="json").status_code == 400, wrong
    assert not ClinicConsent.objects.exists()


@pytest.mark.parametrize("who", ["second", "helper", "viewer", "outsider"])
def test_only_guardians_share(family, outsider, ready, who):
    client = api(outsider.guardian if who == "outsider" else getattr(family, who))
    share = actions.make_share(summary=ready, sections=["skin"], lasts="1", by=family.guardian, at=MORNING).share
    consent = actions.offer_consent(
        patient=family.mia, by=family.guardian, at=MORNING, sections=["skin"], ends_on=dt.date(2027, 5, 1)
    ).consent
    assert client.get(SHARES).data["results"] == client.get(CONSENTS).data["results"] == []
    tries = [
        client.post(SHARES, {"summary": str(ready.pk), "sections": ["skin"]}, format="json"),
        client.post(f"{SHARES}{share.pk}/code/"),
        client.post(f"{SHARES}{share.pk}/end/"),
        client.get(f"{SHARES}{share.pk}/"),
        client.post(f"{CONSENTS}{consent.pk}/end/"),
        client.get(f"{CONSENTS}{consent.pk}/"),
    ]
    assert {answer.status_code for answer in tries} <= {403, 404}
    if who == "outsider":
        assert {answer.status_code for answer in tries} == {404}
    body = {"patient": str(family.mia.pk), "sections": ["skin"], "ends_on": "2027-05-01"}
    assert client.post(CONSENTS, body, format="json").status_code in (403, 404)
    share.refresh_from_db()
    assert (share.ended_at, Share.objects.count(), ClinicConsent.objects.count()) == (None, 1, 1)
