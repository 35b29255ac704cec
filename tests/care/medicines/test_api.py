"""Medicines over the API: the same actions, the same rules."""

import uuid

import pytest
import time_machine
from django.urls import reverse
from rest_framework.test import APIClient

from care.medicines import actions
from care.medicines.models import Allergy, Dose, Infusion, Medicine, MedicineVersion
from tests.care.medicines.plan import COTRIM, dose, medicine
from tests.people import EVENING


@pytest.fixture(autouse=True)
def evening():
    with time_machine.travel(EVENING, tick=False):
        yield


def api(user) -> APIClient:
    client = APIClient()
    client.force_authenticate(user)
    return client


def where(name: str, row=None) -> str:
    return reverse(f"api:{name}-detail", kwargs={"pk": row.pk}) if row else reverse(f"api:{name}-list")


def send(client, method: str, url: str, data: dict):
    return getattr(client, method)(url, data, format="json")


def test_a_medicine_from_adding_to_stopping(family):
    client = api(family.second)
    answer = send(client, "post", where("medicine"), COTRIM | {"patient": str(family.mia.pk), "started_on": "2026-05"})
    assert answer.status_code == 201, answer.json()
    assert answer.json()["started_on"] == "2026-05"
    assert answer.json()["times"] == ["08:00", "20:00"]
    row = Medicine.objects.get()
    answer = send(client, "patch", where("medicine", row), {"dose": "6 mL", "started_on": None})
    assert (answer.json()["dose"], answer.json()["started_on"]) == ("6 mL", None)
    assert MedicineVersion.objects.get().dose == "5 mL"
    assert send(client, "patch", where("medicine", row), {"is_stopped": True}).json()["stopped_at"]
    assert send(client, "patch", where("medicine", row), {"is_stopped": False}).json()["stopped_at"] is None
    assert client.delete(where("medicine", row)).status_code == 204
    assert client.get(where("medicine")).json()["results"] == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"drug": ""}, "drug"),
        ({"times": ["25:00"]}, "times"),
        ({"pattern": "weekdays"}, "weekdays"),
        ({"started_on": "soon"}, "started_on"),
        ({"purpose": "fun"}, "purpose"),
    ],
)
def test_what_is_no_medicine(family, change, field):
    answer = send(api(family.guardian), "post", where("medicine"), COTRIM | {"patient": str(family.mia.pk)} | change)
    assert (answer.status_code, list(answer.json())) == (400, [field])
    assert not Medicine.objects.exists()


def test_a_dose_sent_twice_is_one_and_a_second_one_stays(family):
    row = medicine(family)
    sent = {"medicine": str(row.pk), "due_on": "2026-11-19", "due_time": "08:00", "outcome": "given"}
    client = api(family.helper)
    first = send(client, "post", where("dose"), sent | {"client_id": str(uuid.uuid4())})
    again = send(client, "post", where("dose"), sent | {"client_id": first.json()["client_id"]})
    other = send(api(family.second), "post", where("dose"), sent)
    assert [answer.status_code for answer in (first, again, other)] == [201, 200, 201]
    assert first.json()["patient"] == str(family.mia.pk)
    assert first.json()["due_at"].startswith("2026-11-19T07:00")
    assert Dose.objects.count() == 2
    found = Dose.objects.get(pk=first.json()["id"])
    answer = send(client, "patch", where("dose", found), {"outcome": "refused", "reason": "Tasted bad", "note": "x"})
    assert (answer.status_code, answer.json()["outcome"]) == (200, "refused")
    assert client.delete(where("dose", found)).status_code == 204


@pytest.mark.parametrize(
    "change",
    [
        {"due_time": None},
        {"due_on": "2026-11-20"},
        {"outcome": "lost"},
        {"outcome": "held", "given_at": "2026-11-19T08:00:00Z"},
        {"given_at": "2026-11-20T08:00:00Z"},
    ],
)
def test_what_is_no_dose(family, change):
    row = medicine(family)
    sent = {"medicine": str(row.pk), "due_on": "2026-11-19", "due_time": "08:00", "outcome": "given"} | change
    assert send(api(family.guardian), "post", where("dose"), sent).status_code == 400
    assert not Dose.objects.exists()


def test_a_dose_stays_with_its_place_and_its_family(family, outsider):
    saved = dose(family, medicine(family)).entry
    change = {"due_on": "2026-11-18"}
    assert send(api(family.guardian), "patch", where("dose", saved), change).status_code == 400
    sent = {"medicine": str(medicine(outsider).pk), "outcome": "given"}
    assert send(api(family.guardian), "post", where("dose"), sent).status_code == 404
    assert (
        send(api(family.viewer), "post", where("dose"), sent | {"medicine": str(saved.dose.medicine_id)}).status_code
        == 403
    )


def test_an_infusion(family, outsider):
    row = medicine(family, purpose="igg")
    client = api(family.guardian)
    sent = {
        "patient": str(family.mia.pk),
        "product": "IgG",
        "on": "2026-11-18",
        "time": "10:30",
        "medicine": str(row.pk),
    }
    answer = send(client, "post", where("infusion"), sent)
    assert answer.status_code == 201, answer.json()
    assert (answer.json()["local_day"], answer.json()["has_time"]) == ("2026-11-18", True)
    found = Infusion.objects.get()
    change = {"grams": "10", "medicine": None, "on": "2026-11-17", "note": "words"}
    answer = send(client, "patch", where("infusion", found), change)
    assert (answer.json()["grams"], answer.json()["medicine"], answer.json()["local_day"]) == ("10", None, "2026-11-17")
    assert send(client, "patch", where("infusion", found), {"time": "08:00"}).status_code == 400
    assert send(client, "patch", where("infusion", found), {"minutes": 0}).status_code == 400
    leos = medicine(family, patient=family.leo)
    assert send(client, "patch", where("infusion", found), {"medicine": str(leos.pk)}).status_code == 400
    assert send(client, "patch", where("infusion", found), {"medicine": str(medicine(outsider).pk)}).status_code == 404
    assert send(client, "post", where("infusion"), sent | {"on": "2026-11-20"}).status_code == 400


def test_an_allergy_with_a_partial_date(family):
    client = api(family.guardian)
    sent = {"patient": str(family.mia.pk), "substance": "Egg", "basis": "reaction_happened", "severity": "severe"}
    answer = send(client, "post", where("allergy"), sent | {"noted_on": "2024"})
    assert (answer.status_code, answer.json()["noted_on"]) == (201, "2024")
    row = Allergy.objects.get()
    assert send(client, "patch", where("allergy", row), {"noted_on": "2024-05-01"}).json()["noted_on"] == "2024-05-01"
    assert send(client, "patch", where("allergy", row), {"noted_on": None}).json()["noted_on"] is None
    assert send(client, "patch", where("allergy", row), {"noted_on": "May"}).status_code == 400
    assert send(client, "patch", where("allergy", row), {"basis": "test_only"}).status_code == 400


@pytest.mark.parametrize("name", ["medicine", "dose", "infusion", "allergy"])
@pytest.mark.parametrize("count", [1, 20])
def test_a_list_asks_at_most_six_questions(family, django_assert_max_num_queries, name, count):
    for number in range(count):
        row = medicine(family, drug=f"Medicine {number}")
        dose(family, row)
        common = {"patient": family.mia, "by": family.guardian, "at": EVENING}
        actions.record_infusion(values={"product": "IgG", "medicine": row}, **common)
        actions.add_allergy(values={"substance": "Egg", "basis": "not_sure"}, **common)
    client = api(family.guardian)
    with django_assert_max_num_queries(6):
        assert len(client.get(where(name)).json()["results"]) == count
