"""Vaccines: Immunization for what was given or decided against; a question or a plan is none, and nobody else's is."""

from care.visits.fhir import codes
from care.visits.fhir.elements import (
    Item,
    Names,
    Resource,
    components,
    concept,
    identifier,
    instant,
    local,
    observation,
)
from care.visits.fhir.shapes import Asked, HomeVaccine, Record, Vaccine

SECTION = "vaccines"


def vaccines(record: Record, names: Names) -> list[Item]:
    items = [_one(row, names, record) for row in record.vaccines]
    return items + [_at_home(row, names, record) for row in record.home_vaccines]


def _one(row: Vaccine, names: Names, record: Record) -> Item:
    if row.is_test or not row.status:
        return _open(row, names, record)
    return _antibody(row, names) if row.is_antibody else _immunization(row, names, record)


def _code(row: Vaccine) -> Resource:
    """CVX where the product has exactly one code, which is text with its noughts; the family's words always."""
    return concept(row.title, *([(codes.CVX, row.cvx, row.cvx_name)] if row.cvx else []))


def _occurrence(row: Vaccine) -> Resource:
    """The date as far as it is known; R4 wants one also for what was not done."""
    return {"occurrenceDateTime": row.dated} if row.dated else {"occurrenceString": row.unknown_date}


def _immunization(row: Vaccine, names: Names, record: Record) -> Item:
    resource: Resource = {
        "resourceType": "Immunization",
        "identifier": identifier(row.key),
        "status": row.status,
        "statusReason": _status_reason(row),
        "vaccineCode": _code(row),
        "patient": names.patient,
        **_occurrence(row),
        "recorded": instant(row.entered_at, record.zone),
        "primarySource": False,
        "reportOrigin": concept(row.source_words),
        "lotNumber": row.lot,
        "site": concept(row.site) if row.site else {},
        "route": concept(row.route) if row.route else {},
        "protocolApplied": [{"doseNumberPositiveInt": row.dose_number}] if row.dose_number else [],
    }
    if row.reaction:
        # R4 refers to an Observation for it; the words are enough, and are the family's.
        resource["note"] = [{"text": f"{record.words['reaction']}: {row.reaction}"}]
    return Item("immunizations", SECTION, names.urn("Immunization", row.key), resource, row)


def _status_reason(row: Vaccine) -> Resource:
    if row.status != "not-done":
        return {}
    words = ": ".join(part for part in (row.outcome_words, row.why) if part)
    return concept(words, *([(codes.V3_REASON, row.reason, "")] if row.reason else []))


def _antibody(row: Vaccine, names: Names) -> Item:
    """Antibodies are a medicine, even where CVX has a code for them."""
    resource: Resource = {
        "resourceType": "MedicationStatement",
        "identifier": identifier(row.key),
        "status": "completed" if row.status == "completed" else "not-taken",
        "statusReason": [_status_reason(row)] if row.status == "not-done" else [],
        "medicationCodeableConcept": concept(row.title),
        "subject": names.patient,
        "effectiveDateTime": row.dated,
        "informationSource": names.person(row.by),
    }
    return Item("immunizations", SECTION, names.urn("MedicationStatement", row.key), resource, row)


def _open(row: Vaccine, names: Names, record: Record) -> Item:
    """Planned, asked, not known: never an Immunization, and no recommendation."""
    planned = Asked("planned_for", record.words["planned_for"], row.dated, "text")
    slug = "skin-test" if row.is_test else "vaccine-question-open"
    resource = observation(
        names,
        row,
        category="survey",
        code=local(slug, row.outcome_words),
        when={"effectiveDateTime": row.day},
        more={
            "valueCodeableConcept": _code(row),
            "component": components([planned] if row.outcome == "planned" and row.dated else []),
        },
    )
    return Item("immunizations", SECTION, names.urn("Observation", row.key), resource, row)


def _at_home(row: HomeVaccine, names: Names, record: Record) -> Item:
    """A fact about the patient's surroundings. Whose vaccine it was is left out."""
    resource = observation(
        names,
        row,
        category="social-history",
        code=local("household-live-vaccine", record.words["at_home"]),
        when={"effectiveDateTime": row.dated or row.day},
        more={
            "valueCodeableConcept": concept(f"{row.title}, {row.outcome_words}"),
            "component": components([row.contact] if row.contact else []),
        },
    )
    return Item("immunizations", SECTION, names.urn("Observation", row.key), resource, row)
