"""Infections: Condition, Encounter, tests as Observation, courses as MedicationStatement, days missed, breathing."""

from collections import defaultdict
from uuid import UUID

from care.visits.fhir import codes
from care.visits.fhir.elements import (
    Item,
    Names,
    Resource,
    body_site,
    components,
    concept,
    identifier,
    local,
    observation,
    period,
    quantity,
    status,
)
from care.visits.fhir.shapes import Care, Course, Day, Infection, Record, Test

SECTION = "infections"
#: Encounter.class codes that were looked up; the other levels are said in words.
CLASSES = {"emergency": "EMER", "hospital": "IMP"}


def infections(record: Record, names: Names) -> list[Item]:
    """Everything about infections of the period."""
    known = frozenset(row.key for row in record.infections)
    tests: dict[UUID | None, list[Test]] = defaultdict(list)
    for test in record.tests:
        tests[test.infection].append(test)
    items = [_condition(row, tests[row.key], names) for row in record.infections]
    items += [_encounter(row, known, names) for row in record.cares if row.level != "home"]
    items += [_test(row, names) for row in record.tests]
    items += [_course(row, known, names) for row in record.courses]
    items += [_missed(row, names) for row in record.missed]
    items += [_concern(row, names) for row in record.concerns]
    for day in record.breathing:
        items += _breathing(day, names)
    return items


def _condition(row: Infection, tests: list[Test], names: Names) -> Item:
    state = "resolved" if row.ended else "inactive" if row.verification == "refuted" else "active"
    resource: Resource = {
        "resourceType": "Condition",
        "identifier": identifier(row.key),
        "clinicalStatus": status(codes.CONDITION_STATUS, state),
        "verificationStatus": status(codes.VERIFICATION, _verification(row)),
        "category": [status(codes.CONDITION_CATEGORY, "encounter-diagnosis")],
        "code": concept(row.title, *_code(row)),
        "bodySite": [body_site(row.place)] if row.place else [],
        "subject": names.patient,
        "onsetDateTime": row.onset,
        "abatementDateTime": row.ended,
        "recordedDate": row.entered_at.isoformat(timespec="seconds"),
        "recorder": names.person(row.by),
        "evidence": [{"code": [concept(fact)]} for fact in row.facts]
        + [{"detail": [names.ref("Observation", test.key)]} for test in tests],
    }
    private = None
    if row.place and row.place.private:
        private = {"code": resource["code"], "bodySite": resource["bodySite"]}
        resource |= {"code": concept(row.title_without_place, *_code(row)), "bodySite": []}
    return Item("problems", SECTION, names.urn("Condition", row.key), resource, row, private)


def _verification(row: Infection) -> str:
    """A clinician's word, told to the family, may be "confirmed"; what the family thinks never is."""
    return row.verification if row.verification in ("confirmed", "refuted") else "unconfirmed"


def _code(row: Infection) -> list[tuple[str, str, str]]:
    return [codes.INFECTIONS[row.site]] if row.site in codes.INFECTIONS and not row.is_lump else []


def _reason(infection: UUID | None, known: frozenset[UUID], names: Names) -> list[Resource]:
    return [names.ref("Condition", infection)] if infection in known else []


def _encounter(row: Care, known: frozenset[UUID], names: Names) -> Item:
    code = CLASSES.get(row.level)
    over = row.ended or row.level != "hospital"
    resource = {
        "resourceType": "Encounter",
        "identifier": identifier(row.key),
        # A stay without an end may go on: nobody said.
        "status": "finished" if over else "unknown",
        "class": {"system": codes.V3_ACT, "code": code, "display": row.level_words}
        if code
        else {"display": row.level_words},
        "type": [concept(fact) for fact in row.facts],
        "subject": names.patient,
        "period": period(row.began, row.ended),
        "reasonReference": _reason(row.infection, known, names),
        "serviceProvider": {"display": row.place},
    }
    return Item("encounters", SECTION, names.urn("Encounter", row.key), resource, row)


def _test(row: Test, names: Names) -> Item:
    """As reported. Without a result it stands as registered, with no value."""
    found = [("organism", slug, words, codes.ORGANISMS) for slug, words in row.organisms]
    found += [("finding", slug, words, codes.FINDINGS) for slug, words in row.findings]
    parts: list[Resource] = [
        {
            "code": local(kind, ""),
            "valueCodeableConcept": concept(words, *([table[slug]] if slug in table else [])),
        }
        for kind, slug, words, table in found
    ]
    if row.resistance:
        parts.append({"code": local("resistance-as-reported", ""), "valueString": row.resistance})
    resource = observation(
        names,
        row,
        category="imaging" if row.test == "imaging" else "laboratory",
        code=local(f"test-{row.test}", row.title),
        when={"effectiveDateTime": row.taken},
        more={
            "specimen": {"display": row.specimen},
            "valueString": row.result,
            "component": parts,
        },
    )
    if not (row.result or parts):
        resource["status"] = "registered"
    return Item("results", SECTION, names.urn("Observation", row.key), resource, row)


def _course(row: Course, known: frozenset[UUID], names: Names) -> Item:
    state = "active" if not row.stopped else "completed" if row.stop_reason == "finished" else "stopped"
    resource = {
        "resourceType": "MedicationStatement",
        "identifier": identifier(row.key),
        "status": state,
        "statusReason": [concept(row.stop_words)] if row.stopped and row.stop_words else [],
        "medicationCodeableConcept": concept(row.drug),
        "subject": names.patient,
        "effectivePeriod": period(row.started, row.stopped),
        "informationSource": names.person(row.by),
        "reasonCode": [concept(row.purpose)] if row.purpose else [],
        "reasonReference": _reason(row.infection, known, names),
        "dosage": [{"route": concept(row.route)}] if row.route else [],
    }
    return Item("medications", SECTION, names.urn("MedicationStatement", row.key), resource, row)


def _missed(row: Day, names: Names) -> Item:
    resource = observation(
        names,
        row,
        category="social-history",
        code=local("days-missed", row.title),
        when={"effectivePeriod": period(row.day, row.until or row.day)},
        more={"component": components(row.answers)},
    )
    return Item("encounters", SECTION, names.urn("Observation", row.key), resource, row)


def _concern(row: Day, names: Names) -> Item:
    """That something felt off on a day. What was written about it stays with the family."""
    resource = observation(
        names,
        row,
        category="survey",
        code=local("something-feels-off", row.title),
        when={"effectiveDateTime": row.day},
        more={"valueBoolean": True},
    )
    return Item("problems", SECTION, names.urn("Observation", row.key), resource, row)


def _breathing(row: Day, names: Names) -> list[Item]:
    """A day's answers; the oxygen level, a vital sign, stands apart."""
    items = []
    parts = components(row.answers)
    if parts:
        resource = observation(
            names,
            row,
            category="survey",
            code=local("breathing-day", row.title),
            when={"effectiveDateTime": row.day},
            more={"component": parts},
        )
        items.append(Item("breathing", SECTION, names.urn("Observation", row.key), resource, row))
    if row.oxygen is not None:
        resource = observation(
            names,
            row,
            category="vital-signs",
            code=concept("SpO2", codes.OXYGEN),
            when={"effectiveDateTime": row.day},
            more={"valueQuantity": quantity(row.oxygen, "%")},
        )
        items.append(Item("vitals", SECTION, names.urn("Observation", f"{row.key}:spo2"), resource, row))
    return items
