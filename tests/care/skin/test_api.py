"""The resources of this room, beyond what tests/tracker holds for every log."""

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from care.record.dates import PartialDate
from care.skin import actions
from care.skin.models import SkinCheck
from tests.people import EVENING

TODAY = dt.date(2026, 11, 19)
CHECKS, SCORES = "/api/v1/skin-checks/", "/api/v1/clinic-scores/"


@pytest.fixture(autouse=True)
def evening():
    with time_machine.travel(EVENING, tick=False):
        yield


def api(user) -> APIClient:
    client = APIClient()
    client.force_authenticate(user)
    return client


BODY = {
    "sleep_minutes": 45,
    "blisters_clustered": "no",
    "extent_palms": 7,
    "signs": [{"site": "chest", "side": "midline", "redness": 2, "dryness": "not_sure"}],
    "triggers": ["heat"],
    "care_done": ["bath", "emollient", "steroid_topical"],
    "care_not_done": ["antiseptic_wash"],
    "emollient_times": 3,
    "steroid_product": "Hydrocortisone 1 %",
    "steroid_sites": [{"site": "chest", "side": "midline"}],
}


def test_a_check_comes_back_as_it_was_told(family):
    client = api(family.guardian)
    made = client.post(CHECKS, BODY | {"patient": str(family.mia.pk)}, format="json")
    assert made.status_code == 201, made.data
    read = client.get(f"{CHECKS}{made.data['id']}/").data
    assert {name: read[name] for name in BODY} == BODY
    assert read["sites"] == [{"site": "chest", "side": "midline"}]
    assert (read["worst_itch"], read["sleep_loss"], read["pus"]) == (None, None, "")
    changed = client.patch(f"{CHECKS}{made.data['id']}/", {"sites": [], "care_done": ["bath"]}, format="json")
    assert (changed.data["signs"], changed.data["steroid_product"], changed.data["emollient_times"]) == ([], "", None)


def test_answers_that_contradict_each_other_name_their_field(family):
    body = {"patient": str(family.mia.pk), "care_done": ["emollient"], "emollient_times": 0}
    refused = api(family.guardian).post(CHECKS, body, format="json")
    assert (refused.status_code, list(refused.data)) == (400, ["emollient_times"])
    assert not SkinCheck.objects.exists()


def test_a_score_comes_back_as_it_was_given(family):
    client = api(family.guardian)
    body = {"instrument": "scorad", "value": 45.3, "dated": "2026", "given_by": "Dr Lind"}
    made = client.post(SCORES, body | {"patient": str(family.mia.pk)}, format="json")
    assert made.status_code == 201, made.data
    assert (made.data["value"], made.data["dated"], made.data["instrument"]) == ("45.3", "2026", "scorad")
    url = f"{SCORES}{made.data['id']}/"
    refused = client.patch(url, {"instrument": "poem"}, format="json")
    assert (refused.status_code, list(refused.data)) == (400, ["value"]), "45.3 is no POEM"
    changed = client.patch(url, {"instrument": "poem", "value": 17, "dated": "2026-11-03"}, format="json")
    assert (changed.status_code, changed.data["value"], changed.data["dated"]) == (200, "17.0", "2026-11-03")
    assert client.patch(url, {"dated": "yesterday"}, format="json").status_code == 400
    assert client.patch(url, {"dated": "2027"}, format="json").status_code == 400
    assert client.get(url).data["dated"] == "2026-11-03"


@pytest.mark.parametrize("address", [CHECKS, SCORES])
def test_a_list_asks_the_database_as_often_for_a_hundred_as_for_one(family, address):
    client = api(family.guardian)

    def fill(first: int, last: int) -> None:
        for n in range(first, last):
            day, common = TODAY - dt.timedelta(days=n), {"patient": family.mia, "by": family.guardian, "at": EVENING}
            actions.answer(values={"worst_itch": 3, "sites": [{"site": "chest", "side": ""}]}, local_day=day, **common)
            actions.record_score(instrument="poem", tenths=100, dated=PartialDate.on(day), given_by="x", **common)

    def count() -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    fill(0, 1)
    small = count()
    fill(1, 60)
    assert count() == small <= 6
