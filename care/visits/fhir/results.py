"""Results as reported, growth, fractures, scans, teeth and general checks."""

from care.visits.fhir import codes
from care.visits.fhir.elements import (
    Item,
    Names,
    Resource,
    components,
    concept,
    identifier,
    local,
    number,
    observation,
    quantity,
    status,
)
from care.visits.fhir.shapes import Day, Fracture, Lab, Measure, Record, Report

SECTION = "results"
MEASURES = {"weight": codes.WEIGHT, "height": codes.HEIGHT}


def results(record: Record, names: Names) -> list[Item]:
    items = [_lab(row, names, record) for row in record.labs]
    items += [_measure(row, names) for row in record.measures]
    items += [_fracture(row, names) for row in record.fractures]
    items += [_report(row, names) for row in record.reports]
    return items + [_general(row, names) for row in record.general]


def _lab(row: Lab, names: Names, record: Record) -> Item:
    """The paper's own words; a number only where somebody typed one. No colour, no high or low."""
    fits = row.test == "ige" and "".join(row.unit.lower().split()) in codes.IGE_UNITS
    written = " ".join(part for part in (row.value_text, row.unit) if part)
    value: Resource = {"valueString": written}
    if row.number is not None:
        value = {"valueQuantity": {"value": number(row.number), "unit": row.unit}}
    resource = observation(
        names,
        row,
        category="laboratory",
        code=local(f"lab-{row.test}", row.title, *([codes.IGE] if fits else [])),
        when={"effectiveDateTime": row.dated},
        more={
            **value,
            "referenceRange": [{"text": row.reference_range}] if row.reference_range else [],
            "note": [{"text": f"{record.words['as_printed']}: {written}"}] if row.number is not None else [],
        },
    )
    if row.lab:
        resource["performer"] = [*resource["performer"], {"display": row.lab}]
    return Item("results", SECTION, names.urn("Observation", row.key), resource, row)


def _measure(row: Measure, names: Names) -> Item:
    triple = MEASURES.get(row.slug)
    resource = observation(
        names,
        row,
        category="vital-signs",
        code=concept(row.label, triple) if triple else local(row.slug, row.label),
        when={"effectiveDateTime": row.dated},
        more={"valueQuantity": quantity(row.value, row.unit)},
    )
    return Item("vitals", SECTION, names.urn("Observation", f"{row.key}:{row.slug}"), resource, row)


def _fracture(row: Fracture, names: Names) -> Item:
    """A broken bone, or an injury that may be one: only a paper or a clinician's word makes it a coded fracture."""
    told = row.source in ("document", "clinician")
    resource: Resource = {
        "resourceType": "Condition",
        "identifier": identifier(row.key),
        # No clinicalStatus: whether it has healed was not asked. Without a category R4 wants none (con-3).
        "verificationStatus": status(codes.VERIFICATION, "confirmed" if told else "unconfirmed"),
        "code": concept(row.bone, *([codes.FRACTURE] if told else [])),
        "bodySite": [concept(", ".join(part for part in (row.bone, row.side) if part))],
        "subject": names.patient,
        "onsetDateTime": row.dated,
        "recordedDate": row.entered_at.isoformat(timespec="seconds"),
        "recorder": names.person(row.by),
        "evidence": [{"code": [concept(fact)]} for fact in row.facts],
    }
    return Item("bones", SECTION, names.urn("Condition", row.key), resource, row)


def _report(row: Report, names: Names) -> Item:
    resource = observation(
        names,
        row,
        category="exam" if row.slug == "teeth" else "imaging",
        code=local(row.slug, row.title),
        when={"effectiveDateTime": row.dated},
        more={"bodySite": concept(row.part) if row.part else {}, "valueString": row.text},
    )
    if row.place:
        resource["performer"] = [*resource["performer"], {"display": row.place}]
    if not row.text:
        resource["dataAbsentReason"] = {"coding": [{"system": codes.ABSENT, "code": "unknown"}]}
    part = "bones" if row.slug == "teeth" else "results"
    return Item(part, SECTION, names.urn("Observation", row.key), resource, row)


def _general(row: Day, names: Names) -> Item:
    resource = observation(
        names,
        row,
        category="survey",
        code=local("general-check", row.title),
        when={"effectiveDateTime": row.day},
        more={"component": components(row.answers)},
    )
    return Item("general", SECTION, names.urn("Observation", row.key), resource, row)
