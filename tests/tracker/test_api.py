"""The API: the same writes and the same door as the pages."""

import datetime as dt
import uuid

import pytest
import time_machine
from rest_framework.test import APIClient

from care.household.models import AuditEvent
from care.record import actions as record
from care.record.models import Correction, Entry
from tests.people import MORNING, join, person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(MORNING, tick=False):
        yield


def api(user) -> APIClient:
    client = APIClient()
    client.force_authenticate(user)
    return client


# One valid body per log. {episode} is the key of an open infection.
LOGS = {
    "skin-checks": ({"worst_itch": 4, "skin_band": "mild"}, {"worst_itch": 6}),
    "clinic-scores": (
        {"instrument": "poem", "value": "17", "dated": "2026-11", "given_by": "Dr Lind"},
        {"value": "12", "dated": "2026-11-03"},
    ),
    "infections": ({"site": "lung", "signs": ["cough"]}, {"resolved_on": "2026-11-19"}),
    "temperatures": ({"tenths": 384, "unit": "C", "route": "ear"}, {"tenths": 391}),
    "routines": ({"kept": "yes"}, {"note": "after school too"}),
    "exposures": ({"kind": "sick_contact"}, {"place": "nursery"}),
    "lab-results": ({"test": "ige", "value_text": "> 2 000"}, {"value_text": "2 100", "dated": "2026"}),
    "growth": ({"weight": "14.2", "weight_unit": "kg"}, {"weight": "14.4"}),
    "teeth": ({"retained": [51]}, {"retained": [51, 61]}),
    "fractures": ({"bone": "wrist"}, {"bone": "forearm"}),
    "scans": ({"scan": "ct"}, {"scan": "mri"}),
    "general-checks": ({"joint_pain": 3}, {"joint_pain": 0}),
    "concerns": ({"note": "pale"}, {"note": "pale and quiet"}),
    "infusions": ({"product": "IgG"}, {"grams": "10"}),
    "vaccine-decisions": ({"product": "mmr", "outcome": "asked", "dated": "2026-11"}, {"outcome": "deferred"}),
}


@pytest.fixture(params=sorted(LOGS))
def log(request):
    return request.param, *LOGS[request.param]


def test_a_log_is_added_read_corrected_and_taken_back(family, log):
    name, body, change = log
    client = api(family.guardian)
    key = str(uuid.uuid4())
    body = body | {"patient": str(family.mia.pk), "client_id": key}
    made = client.post(f"/api/v1/{name}/", body)
    assert made.status_code == 201, made.data
    again = client.post(f"/api/v1/{name}/", body)
    assert (again.status_code, again.data["id"]) == (200, made.data["id"]), "sent twice, written once"
    assert Entry.objects.count() == 1
    listed = client.get(f"/api/v1/{name}/", {"patient": str(family.mia.pk)})
    assert [row["id"] for row in listed.data["results"]] == [made.data["id"]]
    url = f"/api/v1/{name}/{made.data['id']}/"
    changed = client.patch(url, change)
    assert changed.status_code == 200, changed.data
    assert changed.data["version"] == 2
    assert Correction.objects.filter(entry=made.data["id"]).exists()
    assert client.delete(url).status_code == 204
    assert client.get(url).status_code == 404
    trail = AuditEvent.objects.filter(object_id=made.data["id"]).exclude(action="flags.raised")
    assert trail.count() == 3


@pytest.mark.parametrize("who", ["viewer", "revoked", "outsider", "nobody"])
def test_others_neither_read_nor_write(family, outsider, log, who):
    name, body, change = log
    made = api(family.guardian).post(f"/api/v1/{name}/", body | {"patient": str(family.mia.pk)}).data
    before = Entry.objects.count(), Correction.objects.count(), AuditEvent.objects.count()
    user = (
        {"outsider": outsider.guardian, "nobody": None}.get(who)
        if who in ("outsider", "nobody")
        else getattr(family, who)
    )
    client = api(user)
    url = f"/api/v1/{name}/{made['id']}/"
    expected = {"viewer": 403, "revoked": 404, "outsider": 404, "nobody": 403}[who]
    answers = [
        client.post(f"/api/v1/{name}/", body | {"patient": str(family.mia.pk)}),
        client.patch(url, change),
        client.delete(url),
    ]
    assert [answer.status_code for answer in answers] == [expected] * 3
    read = client.get(url)
    assert read.status_code == (200 if who == "viewer" else expected)
    assert (Entry.objects.count(), Correction.objects.count(), AuditEvent.objects.count()) == before


# Rows that hang on a patient and are no entries: a body, a change, a bad value and the field it is refused at.
ROWS = {
    "care-contacts": (
        {"name": "Ward 7", "phone": "+49 30 5550 0199"},
        {"hours": "day and night"},
        {"phone": "ring me"},
    ),
    "call-plans": ({"ring_when": "When worried."}, {"hospital": "Ward 7"}, {"emergency_number": "help"}),
    "allergies": ({"substance": "Nuts", "basis": "test_only"}, {"reaction": "Hives"}, {"basis": "rumour"}),
    "medicines": ({"drug": "Co-trimoxazole"}, {"dose": "5 mL"}, {"pattern": "sometimes"}),
    "reminders": ({"kind": "evening-check"}, {"local_time": "21:15:00"}, {"weekdays": [9]}),
}


@pytest.mark.parametrize("name", sorted(ROWS))
def test_rows_of_a_patient(family, outsider, name):
    body, change, bad = ROWS[name]
    client, mine = api(family.guardian), {"patient": str(family.mia.pk)}
    made = client.post(f"/api/v1/{name}/", body | mine)
    assert made.status_code == 201, made.data
    url = f"/api/v1/{name}/{made.data['id']}/"
    changed = client.patch(url, change)
    assert changed.status_code == 200, changed.data
    assert changed.data.items() >= change.items()
    assert AuditEvent.objects.filter(object_id=made.data["id"]).count() >= 2
    refused = client.patch(url, bad)
    assert refused.status_code == 400
    assert refused.data.keys() & bad.keys(), refused.data
    for who, code in ((family.viewer, 403), (outsider.guardian, 404), (family.revoked, 404)):
        other = api(who)
        assert other.post(f"/api/v1/{name}/", body | mine).status_code == code
        assert other.patch(url, change).status_code == code
        assert other.delete(url).status_code in (code, 405)
    moved = client.patch(url, {"patient": str(family.leo.pk)})
    assert moved.status_code == 400


@pytest.mark.parametrize("name", ["care-contacts", "allergies"])
def test_a_row_taken_off_the_list_is_gone_from_it(family, name):
    client = api(family.guardian)
    made = client.post(f"/api/v1/{name}/", ROWS[name][0] | {"patient": str(family.mia.pk)}).data
    assert client.delete(f"/api/v1/{name}/{made['id']}/").status_code == 204
    assert client.get(f"/api/v1/{name}/").data["results"] == []


def test_a_reminder_is_one_of_its_kind_and_deleting_turns_it_off(family):
    client = api(family.guardian)
    body = {"patient": str(family.mia.pk), "kind": "evening-check", "local_time": "20:00"}
    made = client.post("/api/v1/reminders/", body).data
    again = client.post("/api/v1/reminders/", body | {"local_time": "20:45"}).data
    assert (again["id"], again["local_time"], again["is_on"]) == (made["id"], "20:45:00", True)
    assert client.delete(f"/api/v1/reminders/{made['id']}/").status_code == 204
    assert client.get(f"/api/v1/reminders/{made['id']}/").data["is_on"] is False


def test_a_profile_is_changed_with_its_trail(family):
    url = f"/api/v1/patients/{family.mia.pk}/"
    changed = api(family.second).patch(url, {"hies_type": "stat3_dn", "hies_type_told_by": "Dr Lindqvist"})
    assert changed.data["hies_type"] == "stat3_dn"
    assert AuditEvent.objects.get(action="patient.changed").fields == ["hies_type", "hies_type_told_by"]
    assert api(family.helper).patch(url, {"name": "X"}).status_code == 403
    assert api(family.second).patch(url, {"name": "x" * 400}).status_code == 400


def test_infection_check_follows_its_infection(family, outsider):
    client = api(family.guardian)
    episode = client.post("/api/v1/infections/", {"patient": str(family.mia.pk), "site": "ear"}).data["id"]
    made = client.post("/api/v1/infection-checks/", {"episode": episode, "course": "same"})
    assert made.status_code == 201, made.data
    assert str(made.data["patient"]) == str(family.mia.pk)
    changed = client.patch(f"/api/v1/infection-checks/{made.data['id']}/", {"course": "worse"})
    assert changed.data["course"] == "worse"
    other = api(outsider.guardian).post("/api/v1/infection-checks/", {"episode": episode, "course": "same"})
    assert other.status_code == 404


BAD = [
    ("skin-checks", {"worst_itch": 11}, "worst_itch"),
    ("skin-checks", {"worst_itch": "a lot"}, "worst_itch"),
    ("skin-checks", {"sites": [{"site": "moon"}]}, "sites"),
    ("skin-checks", {"worst_itch": 3, "local_day": "2026-11-20"}, "local_day"),
    ("skin-checks", {"sleep_minutes": 721}, "sleep_minutes"),
    ("skin-checks", {"sleep_minutes": 30, "sleep_loss": 3}, "sleep_minutes"),
    ("skin-checks", {"extent_palms": 101}, "extent_palms"),
    ("skin-checks", {"signs": [{"site": "palm", "side": "left", "redness": 4}]}, "signs"),
    ("skin-checks", {"signs": [{"site": "palm", "side": "left", "colour": 1}]}, "signs"),
    ("skin-checks", {"triggers": ["moonlight"]}, "triggers"),
    ("skin-checks", {"care_not_done": ["emollient"]}, "care_not_done"),
    ("skin-checks", {"blisters_clustered": "some"}, "blisters_clustered"),
    ("clinic-scores", {"instrument": "poem", "value": "29", "dated": "2026", "given_by": "x"}, "value"),
    ("clinic-scores", {"instrument": "poem", "value": "3.5", "dated": "2026", "given_by": "x"}, "value"),
    ("clinic-scores", {"instrument": "other", "value": "3", "dated": "2026", "given_by": "x"}, "other_name"),
    ("clinic-scores", {"instrument": "scorad", "value": "30.55", "dated": "2026", "given_by": "x"}, "value"),
    ("clinic-scores", {"instrument": "scorad", "value": "30", "dated": "2027", "given_by": "x"}, "dated"),
    ("clinic-scores", {"instrument": "scorad", "value": "30", "dated": "2026", "given_by": ""}, "given_by"),
    ("skin-checks", {"worst_itch": 3, "local_day": "2026-02-30"}, "local_day"),
    ("infections", {"site": "elbowish"}, "site"),
    ("infections", {"site": "lung", "onset_on": "2027-01-01"}, "onset_on"),
    ("infections", {"site": "lung", "signs": ["none", "cough"]}, "signs"),
    ("temperatures", {"tenths": 986, "unit": "C"}, "tenths"),
    ("exposures", {"kind": "dragons"}, "kind"),
    ("exposures", {"kind": "sick_contact", "first_on": "2026-11-19", "last_on": "2026-11-01"}, "last_on"),
    ("vaccine-decisions", {"product": "holy-water", "outcome": "given"}, "product"),
    ("vaccine-decisions", {"product": "mmr", "outcome": "given", "dated": "2026-13"}, "dated"),
    ("concerns", {"note": "x" * 2001}, "note"),
    ("concerns", {"client_id": "not-a-uuid"}, "client_id"),
]


@pytest.mark.parametrize(("name", "body", "field"), BAD)
def test_bad_input_names_its_field_and_writes_nothing(family, name, body, field):
    answer = api(family.guardian).post(f"/api/v1/{name}/", body | {"patient": str(family.mia.pk)})
    assert answer.status_code == 400, answer.data
    assert field in answer.data, answer.data
    assert not Entry.objects.exists()


@pytest.mark.parametrize("patient", ["nonsense", "", None, "0190f7a2-0000-7000-8000-000000000000"])
def test_an_odd_patient_is_refused(family, patient):
    answer = api(family.guardian).post("/api/v1/concerns/", {"patient": patient, "note": "x"})
    assert answer.status_code in (400, 404)


def test_one_tap_answers(family):
    client = api(family.guardian)
    body = {"patient": str(family.mia.pk), "kind": "nothing_new", "client_id": str(uuid.uuid4())}
    assert client.post("/api/v1/affirmations/", body).status_code == 201
    assert client.post("/api/v1/affirmations/", body).data["id"] == str(Entry.objects.get().pk)
    same = client.post("/api/v1/affirmations/", {"patient": str(family.mia.pk), "kind": "same_as_yesterday"})
    assert same.status_code == 409
    days = client.get("/api/v1/days/", {"patient": str(family.mia.pk), "from": "2026-11-18", "to": "2026-11-19"}).data
    assert [day["state"] for day in days] == ["not-recorded", "nothing-new"]


def test_an_entry_given_to_a_child_out_of_reach_comes_back_to_nobody(family):
    """The same key again, after a guardian gave the entry to Leo, whom this carer does not see."""
    carer = person("Kim")
    join(family.household, carer, "caregiver", patients=[family.mia])
    body = {"patient": str(family.mia.pk), "note": "Quiet", "client_id": str(uuid.uuid4())}
    assert api(carer).post("/api/v1/concerns/", body).status_code == 201
    record.move(entry=Entry.objects.get(), to=family.leo, by=family.guardian, at=MORNING)
    answer = api(carer).post("/api/v1/concerns/", body)
    assert (answer.status_code, b"Quiet" in answer.content) == (404, False)
    assert Entry.objects.count() == 1


@pytest.mark.parametrize("span", [("2026-11-19", "2026-11-18"), ("2020-01-01", "2026-01-01"), ("x", "y")])
def test_odd_spans_of_days_are_refused(family, span):
    query = {"patient": str(family.mia.pk), "from": span[0], "to": span[1]}
    assert api(family.guardian).get("/api/v1/days/", query).status_code == 400


def test_a_helper_sees_today_and_changes_only_their_own(family):
    old = api(family.guardian).post(
        "/api/v1/concerns/", {"patient": str(family.mia.pk), "local_day": "2026-11-18", "note": "old"}
    )
    today = api(family.guardian).post("/api/v1/concerns/", {"patient": str(family.mia.pk), "note": "new"})
    gran = api(family.helper)
    own = gran.post("/api/v1/concerns/", {"patient": str(family.mia.pk), "note": "hers"})
    assert own.status_code == 201
    listed = {row["id"] for row in gran.get("/api/v1/concerns/").data["results"]}
    assert listed == {today.data["id"], own.data["id"]}
    assert gran.patch(f"/api/v1/concerns/{today.data['id']}/", {"note": "x"}).status_code == 403
    assert gran.patch(f"/api/v1/concerns/{own.data['id']}/", {"note": "x"}).status_code == 200
    assert gran.get(f"/api/v1/concerns/{old.data['id']}/").status_code == 404


def test_visit_and_summary(family, django_capture_on_commit_callbacks):
    client = api(family.guardian)
    body = {"patient": str(family.mia.pk), "on": "2026-11-24", "specialty": "pediatrics"}
    made = client.post("/api/v1/visits/", body)
    assert made.status_code == 201, made.data
    asked = client.post(f"/api/v1/visits/{made.data['id']}/summaries/")
    assert (asked.status_code, asked.data["state"]) == (202, "queued")
    assert client.get("/api/v1/summaries/", {"visit": made.data["id"]}).data["results"][0]["id"] == asked.data["id"]
    assert client.patch(f"/api/v1/visits/{made.data['id']}/", {"clinic": "Ward 7"}).data["clinic"] == "Ward 7"
    assert client.delete(f"/api/v1/visits/{made.data['id']}/").status_code == 204


@pytest.mark.parametrize(
    ("query", "slug", "live"),
    [
        ({"cvx": "3"}, "mmr", "live"),
        ({"cvx": " 03 "}, "mmr", "live"),
        ({"q": "mmr"}, "mmr", "live"),
        ({"q": "measels mumps"}, "mmr", "live"),
    ],
)
def test_is_it_live(family, query, slug, live):
    first = api(family.guardian).get("/api/v1/vaccines/", query).data[0]
    assert (first["slug"], first["live"]) == (slug, live)
    assert first["sources"]


def test_catalogue_row(family):
    client = api(family.guardian)
    assert client.get("/api/v1/vaccines/mmr/").data["cvx"] == ["03"]
    assert client.get("/api/v1/vaccines/no-such/").status_code == 404
    assert len(client.get("/api/v1/vaccines/").data) == 179


def test_lists_cost_the_same_however_long(family, django_assert_num_queries):
    client = api(family.guardian)

    def count() -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get("/api/v1/skin-checks/").status_code == 200
        return len(seen)

    def fill(days):
        for day in days:
            when = (dt.date(2026, 11, 19) - dt.timedelta(days=day)).isoformat()
            client.post("/api/v1/skin-checks/", {"patient": str(family.mia.pk), "worst_itch": 3, "local_day": when})

    fill(range(3))
    few = count()
    fill(range(3, 40))
    assert count() == few <= 6


def test_the_schema_names_every_resource(family):
    answer = api(family.guardian).get("/api/v1/schema/")
    assert answer.status_code == 200
    text = answer.content.decode()
    for name in [
        *LOGS,
        "patients",
        "visits",
        "summaries",
        "shares",
        "consents",
        "vaccines",
        "days",
        "entries",
        "affirmations",
    ]:
        assert f"/api/v1/{name}/" in text


def test_the_page_to_try_it(family):
    page = family.client("guardian").get("/api/v1/")
    assert page.status_code == 200
    assert "unsafe-inline" not in page.headers["Content-Security-Policy"].split("script-src")[1].split(";")[0]
