"""Medicines as on the label (MedicationStatement), doses counted, IgG (MedicationAdministration), allergies."""

import re

from care.visits.fhir import codes
from care.visits.fhir.elements import (
    Item,
    Names,
    Resource,
    answered,
    components,
    concept,
    identifier,
    instant,
    local,
    observation,
    period,
    status,
)
from care.visits.fhir.shapes import Allergy, Asked, Infusion, Medicine, Record

SECTION = "medicines"
_GRAMS = re.compile(r"^\s*(\d{1,4})(?:[.,](\d{1,2}))?\s*(?:g|gram|grams)?\s*$", re.IGNORECASE)


def medicines(record: Record, names: Names) -> list[Item]:
    items = []
    for row in record.medicines:
        items += _medicine(row, names, record)
    for infusion in record.infusions:
        items += _infusion(infusion, names, record)
    return items


def allergies(record: Record, names: Names) -> list[Item]:
    return [_allergy(row, names, record) for row in record.allergies]


def _medicine(row: Medicine, names: Names, record: Record) -> list[Item]:
    resource: Resource = {
        "resourceType": "MedicationStatement",
        "identifier": identifier(row.key),
        "status": row.state,
        "statusReason": [concept(row.stop_reason)] if row.stop_reason else [],
        "medicationCodeableConcept": concept(row.drug),
        "subject": names.patient,
        "effectivePeriod": period(row.started, row.ended),
        "informationSource": names.person(row.by),
        "reasonCode": [concept(row.purpose)] if row.purpose else [],
        "dosage": [{"text": row.dosage, "route": concept(row.route) if row.route else {}}],
    }
    items = [Item("medications", SECTION, names.urn("MedicationStatement", row.key), resource, row)]
    if row.doses is not None and row.doses.due:
        items.append(_doses(row, names, record))
    return items


def _doses(row: Medicine, names: Names, record: Record) -> Item:
    """Counts of the period. A dose that nobody noted is neither given nor missed."""
    assert row.doses is not None
    counts = [
        Asked(name, record.words[f"doses.{name}"], getattr(row.doses, name), "number")
        for name in ("due", "given", "not_given", "other", "unrecorded")
    ]
    resource: Resource = {
        "resourceType": "Observation",
        "status": "final",
        "category": [status(codes.CATEGORY, "therapy")],
        "code": local("doses-of-period", f"{record.words['doses']}: {row.drug}"),
        "subject": names.patient,
        "focus": [names.ref("MedicationStatement", row.key)],
        "effectivePeriod": period(record.first, record.last),
        "component": components(counts),
    }
    return Item("medications", SECTION, names.urn("Observation", f"{row.key}:doses"), resource)


def _infusion(row: Infusion, names: Names, record: Record) -> list[Item]:
    urn = names.urn("MedicationAdministration", row.key)
    grams = _GRAMS.match(row.grams)
    said = [row.grams] if row.grams and not grams else []
    if row.batch:
        said.append(f"{record.words['batch']}: {row.batch}")
    if row.minutes:
        said.append(f"{record.words['minutes']}: {row.minutes}")
    where = [part for part in (row.route, row.site) if part]
    resource: Resource = {
        "resourceType": "MedicationAdministration",
        "identifier": identifier(row.key),
        "status": "completed",
        "medicationCodeableConcept": concept(row.product),
        "subject": names.patient,
        "effectiveDateTime": row.when,
        "performer": [{"actor": names.person(row.by)}],
    }
    if grams:
        # mad-1: a dosage needs a dose. Words alone go into the note.
        value = float(f"{grams[1]}.{grams[2]}") if grams[2] else int(grams[1])
        resource["dosage"] = {
            "text": ", ".join(where),
            "route": concept(row.route) if row.route else {},
            "site": concept(row.site) if row.site else {},
            "dose": {"value": value, "unit": "g", "system": codes.UCUM, "code": "g"},
        }
    else:
        said = [*where, *said]
    resource["note"] = [{"text": part} for part in said]
    items = [Item("medications", SECTION, urn, resource, row)]
    if row.reaction and row.reaction.value:
        reaction = observation(
            names,
            row,
            category="survey",
            code=local("infusion-reaction", row.reaction.label),
            when={"effectiveDateTime": row.when},
            more={
                "partOf": [{"reference": urn}],
                **answered(row.reaction),
                "component": components([Asked("reaction_text", row.reaction.label, row.reaction_text, "text")]),
            },
        )
        items.append(Item("medications", SECTION, names.urn("Observation", f"{row.key}:reaction"), reaction, row))
    return items


def _allergy(row: Allergy, names: Names, record: Record) -> Item:
    """A reaction that happened and a test alone stay apart, in words; neither is confirmed by the family's list."""
    manifestation = {"manifestation": [concept(row.reaction)], "severity": row.severity}
    resource = {
        "resourceType": "AllergyIntolerance",
        "identifier": identifier(row.key),
        "clinicalStatus": status(codes.ALLERGY_STATUS, "active"),
        "verificationStatus": status(codes.ALLERGY_VERIFICATION, "unconfirmed"),
        "code": concept(row.substance),
        "patient": names.patient,
        "onsetDateTime": row.noted,
        "recordedDate": instant(row.entered_at, record.zone),
        "note": [{"text": row.basis_words}],
        "reaction": [manifestation] if row.reaction and row.basis == "reaction_happened" else [],
    }
    return Item("allergies", "", names.urn("AllergyIntolerance", row.key), resource, row if row.by else None)
