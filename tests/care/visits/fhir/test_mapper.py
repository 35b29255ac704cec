"""The mapper on 200 records made by dice, and what it must never say."""

import dataclasses
import json

import pytest

from care.visits.fhir import bundle, codes, resources, shapes
from care.visits.fhir.shapes import Place
from care.visits.rules.sharing import ALL
from tests.care.visits.fhir.checks import of, problems, walk
from tests.care.visits.fhir.records import Dice, record, vaccine

EVERYTHING = ALL | {"medicines", "results", "notes", "private_places", "photos"}
SECTIONS = ["questions", "infections", "skin", "vaccines", "medicines", "results", "routines"]


def made(found: shapes.Record, sections=EVERYTHING) -> dict:
    """Through JSON, as the database gives it back."""
    return bundle(json.loads(json.dumps(resources(found))), sections)


@pytest.mark.parametrize("tens", range(10))
def test_200_records_are_valid_documents(tens):
    for seed in range(tens * 20, tens * 20 + 20):
        document = made(record(seed))
        assert problems(document) == [], seed


def test_any_choice_of_sections_is_a_valid_document_without_the_rest():
    for seed in range(12):
        stored = resources(record(seed))
        for n, left_out in enumerate(SECTIONS):
            chosen = set(SECTIONS) - {left_out}
            document = bundle(stored, chosen)
            assert problems(document, shape=n == 0) == []
            own = {item["urn"] for item in stored["items"] if item["section"] == left_out}
            assert own.isdisjoint({entry["fullUrl"] for entry in document["entry"]})
        assert problems(bundle(stored, {"questions"})) == []


def test_the_checks_see_what_is_broken():
    document = made(record(3))
    codes_of = [entry["resource"] for entry in document["entry"]]
    composition = codes_of[0]
    composition["section"][0]["emptyReason"] = {"coding": [{"code": "nilknown"}]}
    composition["section"][0]["entry"] = [{"reference": "urn:uuid:nobody"}]
    document.pop("timestamp")
    found = problems(document, shape=False)
    assert {"bdl-10", "Composition: cmp-2", "leads nowhere: urn:uuid:nobody"} <= set(found)
    observation = {"resourceType": "Observation", "status": "taking", "valueInteger": 1, "code": {"text": "x"}}
    observation |= {"dataAbsentReason": {"coding": [{"code": "unknown"}]}, "effectiveDateTime": "2026-11-01T10:00:00"}
    document["entry"].append({"fullUrl": "urn:uuid:1", "resource": observation})
    found = problems(document, shape=False)
    assert {"Observation: status taking", "Observation: obs-6", "effectiveDateTime 2026-11-01T10:00:00"} <= set(found)


def test_a_vaccine_of_somebody_at_home_is_never_the_patients():
    for seed in range(80):
        found = record(seed)
        document = made(dataclasses.replace(found, vaccines=()))
        assert of(document, "Immunization") == []
        at_home = [
            one for one in of(document, "Observation") if one["code"]["coding"][0]["code"] == "household-live-vaccine"
        ]
        assert len(at_home) == len(found.home_vaccines)


def test_only_what_was_given_or_decided_is_an_immunization():
    dice = Dice(1)
    rows = [vaccine(dice) for _ in range(400)]
    document = made(dataclasses.replace(record(1), vaccines=tuple(rows)))
    expected = [row for row in rows if row.status and not row.is_antibody and not row.is_test]
    assert len(of(document, "Immunization")) == len(expected) > 100
    by_key = {one["identifier"][0]["value"]: one for one in of(document, "Immunization")}
    for row in expected:
        one = by_key[f"urn:uuid:{row.key}"]
        assert one["status"] == {"given": "completed", "had_already": "completed"}.get(row.outcome, "not-done")
        reason = one.get("statusReason", {}).get("coding", [{"code": ""}])[0]["code"]
        assert reason == row.reason
        assert one["primarySource"] is False
        assert one.get("occurrenceDateTime", "") == row.dated
        assert one["vaccineCode"].get("coding", [{"code": ""}])[0]["code"] == row.cvx
    open_ones = [row for row in rows if row.outcome in ("planned", "asked", "unknown")]
    slugs = [one["code"]["coding"][0]["code"] for one in of(document, "Observation")]
    assert slugs.count("vaccine-question-open") + slugs.count("skin-test") >= len(open_ones) > 50
    assert "ImmunizationRecommendation" not in json.dumps(document)


def test_nothing_a_family_thinks_is_confirmed():
    for seed in range(80):
        found = record(seed)
        sure = {f"urn:uuid:{row.key}" for row in found.infections if row.verification == "confirmed"}
        sure |= {f"urn:uuid:{row.key}" for row in found.fractures if row.source in ("document", "clinician")}
        for one in of(made(found), "Condition"):
            if one["verificationStatus"]["coding"][0]["code"] == "confirmed" and "identifier" in one:
                assert one["identifier"][0]["value"] in sure


def test_not_checked_is_no_value_and_blank_is_nothing():
    dice = Dice(5)
    answers = [shapes.Asked(word or "blank", "Q", word, "answer") for word in ("yes", "no", "not_checked", "not_sure")]
    answers += [shapes.Asked("blank", "Q", "", "answer"), shapes.Asked("skipped", "Q", None, "number")]
    day = shapes.Day(**dice.typed(), title="General check", day="2026-11-01", answers=tuple(answers))
    document = made(dataclasses.replace(record(5), general=(day,)))
    (one,) = [o for o in of(document, "Observation") if o["code"].get("text") == "General check"]
    parts = {part["code"]["coding"][0]["code"]: part for part in one["component"]}
    assert set(parts) == {"yes", "no", "not-checked", "not-sure"}
    assert (parts["yes"]["valueBoolean"], parts["no"]["valueBoolean"]) == (True, False)
    assert parts["not-checked"]["dataAbsentReason"]["coding"][0]["code"] == "not-performed"
    assert parts["not-sure"]["dataAbsentReason"]["coding"][0]["code"] == "asked-unknown"


def test_none_and_not_recorded_differ():
    empty = shapes.Record(
        version=Dice(1).key(), number=1, language="en", zone="UTC", made_at=record(1).made_at, first="2026-09-01",
        last="2026-11-18", days=79, patient=shapes.PatientFact(name="Mia"), words=record(1).words,
    )  # fmt: skip
    for affirmed, reason in ((0, "notasked"), (3, "nilknown")):
        document = made(dataclasses.replace(empty, affirmed=affirmed))
        assert problems(document) == []
        sections = {one["code"]["coding"][0]["code"]: one for one in of(document, "Composition")[0]["section"]}
        assert set(sections) == {"11450-4", "48765-2", "10160-0", "11369-6"}
        assert sections["11450-4"]["emptyReason"]["coding"][0]["code"] == reason
        # Nobody was asked whether there is no allergy.
        assert sections["48765-2"]["emptyReason"]["coding"][0]["code"] == "notasked"


def test_private_places_and_notes_are_out_unless_asked_for():
    dice = Dice(8)
    private = Place("Genital area", "Genital area", "60944009", private=True)
    lump = shapes.Infection(
        **(dice.typed() | {"note": "our secret"}), title="Lump or boil: Genital area", title_without_place="Lump",
        site="skin", is_lump=True, place=private, verification="unconfirmed", onset="2026-11",
    )  # fmt: skip
    check = shapes.SkinCheck(**dice.typed(), day="2026-11-02", places=(private,))
    found = dataclasses.replace(record(8), infections=(lump,), skin=(check,))
    shown = json.dumps(made(found, ALL))
    assert "Genital" not in shown
    assert "60944009" not in shown
    assert "our secret" not in shown
    every = json.dumps(made(found))
    assert every.count("60944009") == 2
    assert "our secret" in every


def test_temperatures_stand_as_they_were_read():
    dice = Dice(9)
    rows = [
        shapes.Reading(
            **dice.typed(), when="2026-11-02T19:40:00+01:00", tenths=tenths, unit=unit, words=words, route="Ear"
        )
        for tenths, unit, words in ((380, "C", "°C"), (1011, "F", "°F"))
    ]
    document = made(dataclasses.replace(record(9), readings=tuple(rows), measures=(), breathing=()))
    found = [o for o in of(document, "Observation") if o["code"].get("coding", [{}])[0].get("code") == "8310-5"]
    assert [json.dumps(one["valueQuantity"]["value"]) for one in found] == ["38.0", "101.1"]
    assert [one["valueQuantity"]["code"] for one in found] == ["Cel", "[degF]"]
    assert {one["method"]["text"] for one in found} == {"Ear"}
    assert "fever" not in json.dumps(found).lower()


def test_only_codes_that_were_looked_up_are_used():
    allowed = {triple[1] for triple in vars(codes).values() if isinstance(triple, tuple)}
    allowed |= {triple[1] for table in (codes.INFECTIONS, codes.ORGANISMS, codes.FINDINGS) for triple in table.values()}
    allowed |= set(codes.SECTIONS.values())
    for seed in range(40):
        places = {row.place.snomed for row in record(seed).infections if row.place}
        for row in record(seed).skin:
            places |= {place.snomed for place in row.places}
        for _key, value in walk(made(record(seed))):
            if isinstance(value, dict) and value.get("system") in (codes.LOINC, codes.SNOMED, codes.ICD10CM):
                assert value["code"] in allowed | places


def test_the_same_version_and_choice_is_the_same_document():
    stored = resources(record(11))
    one, two = bundle(stored, {"skin"}), bundle(json.loads(json.dumps(stored)), ["skin"])
    assert json.dumps(one) == json.dumps(two)
    assert one["identifier"] != bundle(stored, {"vaccines"})["identifier"]


def test_who_typed_is_a_role_and_every_entry_has_its_provenance():
    found = record(12)
    document = made(found)
    typed = [entry for entry in document["entry"] if entry["resource"].get("identifier")]
    targets = [t["reference"] for one in of(document, "Provenance") for t in one["target"]]
    assert len(targets) == len(set(targets))
    allergies = {entry["fullUrl"] for entry in typed if entry["resource"]["resourceType"] == "AllergyIntolerance"}
    assert {entry["fullUrl"] for entry in typed} - allergies <= set(targets)
    assert all("name" not in one for one in of(document, "RelatedPerson"))
