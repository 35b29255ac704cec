"""What a decision sets going: the red-flag rules after a live dose, an announcement of a planned one, FHIR's words."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from care.plan.models import FlagMessage
from care.record.dates import parse
from care.vaccines import actions, reads
from care.vaccines.models import VaccineDecision
from care.vaccines.rules import Outcome, fhir_immunization
from tests.people import MORNING


@pytest.fixture(autouse=True)
def _morning():
    with time_machine.travel(MORNING, tick=False):
        yield


def decide(family, **values):
    values = {"product": "mmr", "outcome": "given", "dated": parse("2026-11-18")} | values
    saved = actions.record_decision(patient=family.mia, by=family.guardian, at=MORNING, **values)
    return VaccineDecision.objects.select_related("entry").get(pk=saved.entry.pk)


def allow(family, **values):
    values = {"says": "allow", "told_by": "Dr Lind", "given_on": dt.date(2026, 11, 1)} | values
    actions.add_directive(patient=family.mia, by=family.guardian, at=MORNING, **values)


def levels() -> list[tuple[str, int]]:
    return list(FlagMessage.objects.order_by("pk").values_list("rule", "level"))


@pytest.mark.parametrize(
    ("values", "spoken"),
    [
        ({}, [("RF-22", 1)]),
        ({"dated": None}, [("RF-22", 1)]),
        ({"product": "zoster-unspecified"}, [("RF-22", 1)]),
        ({"dated": parse("2026-10-08")}, [("RF-22", 1)]),  # six weeks to the day
        ({"dated": parse("2026-10-01")}, [("RF-22", 0)]),  # older: for the next visit
        ({"product": "hpv"}, []),
        ({"product": "mpox-mva-bn"}, []),
        ({"outcome": "had_already"}, [("RF-22", 1)]),
        ({"outcome": "had_already", "dated": parse("2026-10-01")}, []),  # an old story
        ({"outcome": "had_already", "dated": None}, []),
        ({"outcome": "asked", "dated": None}, []),
        ({"product": "", "product_text": "Card 7"}, []),
    ],
)
def test_what_the_red_flag_rules_say(family, values, spoken):
    decide(family, **values)
    assert levels() == spoken


def test_with_the_teams_word_there_is_no_flag(family):
    allow(family, product="mmr")
    decide(family)
    assert levels() == []


@pytest.mark.parametrize(
    "values",
    [
        {"product": "varicella"},
        {"product": "mmr", "given_on": dt.date(2026, 11, 19)},  # said after the dose
        {"product": "mmr", "expires_on": dt.date(2026, 11, 17)},  # over before the dose
        {"product": "mmr", "says": "ask"},
        {"says": "do_not_give"},
    ],
)
def test_a_word_that_did_not_hold_on_the_day_changes_nothing(family, values):
    allow(family, **values)
    decide(family)
    assert levels() == [("RF-22", 1)]


def test_a_correction_into_a_live_dose_asks_again(family):
    row = decide(family, outcome="planned", dated=None)
    assert levels() == []
    changes = {"outcome": "given", "dated": parse("2026-11-18")}
    actions.correct_decision(decision=row, by=family.guardian, at=MORNING, changes=changes)
    assert levels() == [("RF-22", 1)]


@pytest.mark.parametrize(
    ("given", "day", "days"),
    [
        ("2026-11-18", "2026-11-19", 1),
        ("2026-11", "2026-11-19", 0),
        ("2026-10-08", "2026-11-19", 42),
        ("2026-10-07", "2026-11-19", None),
        ("2025", "2026-11-19", None),
        ("2026", "2026-11-19", 0),
    ],
)
def test_days_since_a_live_vaccine(family, given, day, days):
    decide(family, dated=parse(given))
    assert reads.days_since_live_vaccine(family.mia, dt.date.fromisoformat(day)) == days


def test_days_since_counts_only_kept_live_doses_of_this_child(family):
    actions.remove_decision(decision=decide(family), by=family.guardian, at=MORNING)
    decide(family, product="hpv")
    decide(family, outcome="planned", dated=parse("2026-11-10"))
    assert reads.days_since_live_vaccine(family.mia, MORNING.date()) is None
    assert reads.days_since_live_vaccine(family.leo, MORNING.date()) is None


# --- FHIR underneath --------------------------------------------------------------------------------------------------

WORDS = [
    ("given", "", ("completed", "")),
    ("had_already", "", ("completed", "")),
    ("deferred", "immunology", ("not-done", "MEDPREC")),
    ("deferred", "family", ("not-done", "")),
    ("declined", "", ("not-done", "PATOBJ")),
    ("medical_reason", "", ("not-done", "MEDPREC")),
    ("immune", "", ("not-done", "IMMUNE")),
    ("planned", "", None),
    ("asked", "", None),
    ("unknown", "", None),
]


@pytest.mark.parametrize(("outcome", "decided_by", "words"), WORDS)
def test_fhir_words(outcome, decided_by, words):
    assert fhir_immunization(outcome, decided_by) == words


def test_every_outcome_has_its_fhir_words():
    assert {outcome for outcome, _by, _words in WORDS} == set(Outcome)


def test_the_api_tells_them_and_keeps_every_field(family):
    client = family.client("guardian")
    body = {
        "patient": str(family.mia.pk),
        "product": "mmr",
        "outcome": "declined",
        "dated": "2026-11",
        "decided_by": "family",
        "advised_by": "Dr Lind",
        "reason": "After the holidays",
        "place": "Nursery",
        "lot": "A1",
        "route": "muscle",
        "site": "arm_left",
        "dose_number": 2,
        "reaction": "Sore arm",
    }
    made = client.post(reverse("api:vaccine-decision-list"), body, content_type="application/json")
    assert made.status_code == 201
    assert made.json().items() >= (body | {"fhir_status": "not-done", "fhir_status_reason": "PATOBJ"}).items()
    html = client.get(
        reverse("vaccines:detail", kwargs={"patient": family.mia.pk, "decision": made.json()["id"]})
    ).content.decode()
    for words in ("Nursery", "Into the muscle", "Sore arm", "Left arm", 'data-testid="add-photo"'):
        assert words in html


def test_directives_and_facts_are_resources(family):
    client = family.client("guardian")
    mia = str(family.mia.pk)
    body = {"patient": mia, "says": "do_not_give", "told_by": "Dr Lind", "given_on": "2026-11-02"}
    made = client.post(reverse("api:vaccine-directive-list"), body, content_type="application/json")
    assert made.status_code == 201
    assert (
        made.json().items()
        >= {"product": "", "signed": False, "signed_by": None, "signed_at": None, "expires_on": None}.items()
    )
    address = reverse("api:vaccine-directive-detail", kwargs={"pk": made.json()["id"]})
    changed = client.patch(address, {"says": "ask"}, content_type="application/json")
    assert (changed.status_code, changed.json()["says"]) == (200, "ask")
    refused = client.patch(address, {"given_on": "2027-01-01"}, content_type="application/json")
    assert refused.status_code == 400
    assert client.delete(address).status_code == 204
    body = {"patient": mia, "kind": "igg", "began": "2024-05", "details": "10 g"}
    made = client.post(reverse("api:vaccine-fact-list"), body, content_type="application/json")
    assert made.status_code == 201
    assert made.json().items() >= (body | {"ended": None}).items()
    address = reverse("api:vaccine-fact-detail", kwargs={"pk": made.json()["id"]})
    changed = client.patch(address, {"ended": "2026"}, content_type="application/json")
    assert (changed.status_code, changed.json()["ended"]) == (200, "2026")
    gran = family.client("helper")
    refused = gran.post(reverse("api:vaccine-directive-list"), body, content_type="application/json")
    assert refused.status_code in (400, 403)


@pytest.mark.parametrize("rows", [1, 8])
def test_a_list_of_the_api_asks_the_database_as_often_whatever_its_length(family, rows, django_assert_max_num_queries):
    for _ in range(rows):
        allow(family)
        decide(family, outcome="asked", dated=None)
        actions.record_household_vaccine(
            patient=family.mia, by=family.guardian, at=MORNING, member="Noa", product="ipv", outcome="given"
        )
        actions.add_fact(patient=family.mia, by=family.guardian, at=MORNING, values={"kind": "igg"})
    client = family.client("guardian")
    for name in ("vaccine-decision", "vaccine-directive", "household-vaccine", "vaccine-fact"):
        with django_assert_max_num_queries(6):
            assert len(client.get(reverse(f"api:{name}-list")).json()["results"]) == rows
