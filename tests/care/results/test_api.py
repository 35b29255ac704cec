"""The API: every field there and back, the same refusals, few queries."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from care.record.models import Entry
from care.results import actions
from tests.care.results.samples import FULL
from tests.people import EVENING

RESOURCES = {
    "lab_result": "lab-results",
    "growth": "growth",
    "tooth": "teeth",
    "fracture": "fractures",
    "scan": "scans",
    "general_check": "general-checks",
}


@pytest.fixture(autouse=True)
def evening():
    with time_machine.travel(EVENING, tick=False):
        yield


@pytest.fixture
def api(family):
    client = APIClient()
    client.force_authenticate(family.guardian)
    return client


def plain(kind) -> dict:
    return {name: value if isinstance(value, (int, list, str)) else str(value) for name, value in FULL[kind].items()}


@pytest.mark.parametrize("kind", RESOURCES)
def test_there_and_back(family, api, kind):
    url = f"/api/v1/{RESOURCES[kind]}/"
    sent = plain(kind) | {"patient": str(family.mia.pk), "source": "document", "note": "page 2"}
    if kind != "general_check":
        sent["dated"] = "2026-03"
    answer = api.post(url, sent, format="json")
    assert answer.status_code == 201, answer.json()
    back = answer.json()
    assert {name: back[name] for name in sent} == sent
    one = f"{url}{back['id']}/"
    assert api.patch(one, {"note": "page 3"}, format="json").json()["note"] == "page 3"
    assert (
        api.patch(one, {"dated": "2027"} if kind != "general_check" else {"stool": "odd"}, format="json").status_code
        == 400
    )
    assert api.delete(one).status_code == 204
    assert api.get(one).status_code == 404
    assert Entry.objects.kept().count() == 0


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("lab_result", {"test": "ige"}),
        ("lab_result", {"test": "other", "value_text": "3"}),
        ("growth", {"weight": "14", "weight_unit": "g"}),
        ("growth", {}),
        ("tooth", {"retained": [11]}),
        ("fracture", {}),
        ("scan", {"scan": "ct", "dated": "soon"}),
        ("general_check", {}),
        ("general_check", {"local_day": "2026-11-20", "headache": "yes"}),
    ],
)
def test_refusals_name_the_field_and_write_nothing(family, api, kind, values):
    answer = api.post(f"/api/v1/{RESOURCES[kind]}/", values | {"patient": str(family.mia.pk)}, format="json")
    assert answer.status_code == 400
    assert answer.json()
    assert not Entry.objects.exists()


@pytest.mark.parametrize("kind", RESOURCES)
def test_a_list_costs_the_same_however_long(family, api, kind):
    def write(count):
        for _number in range(count):
            actions.add(patient=family.mia, kind=kind, by=family.guardian, at=EVENING, values=FULL[kind])

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert api.get(f"/api/v1/{RESOURCES[kind]}/?patient={family.mia.pk}").status_code == 200
        return len(queries)

    write(2)
    few = cost()
    write(20)
    assert cost() == few
    assert few <= 6
