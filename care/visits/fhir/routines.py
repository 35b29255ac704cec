"""Routines of the whole period in one Observation, and exposures: facts, without a word about what they led to."""

from care.visits.fhir import codes
from care.visits.fhir.elements import Item, Names, Resource, components, concept, local, observation, period, status
from care.visits.fhir.shapes import Asked, Exposure, Record

SECTION = "routines"


def routines(record: Record, names: Names) -> list[Item]:
    items = [_exposure(row, names, record) for row in record.exposures]
    return items + ([_routines(record, names)] if record.routines and record.routines.asked else [])


def _routines(record: Record, names: Names) -> Item:
    """Grouped, because what counts is how often somebody said so, not each tap."""
    assert record.routines is not None
    found = record.routines
    counts = [
        Asked("days_of_period", record.words["routines.days"], found.days, "number"),
        Asked("days_asked", record.words["routines.asked"], found.asked, "number"),
        Asked("days_kept", record.words["routines.kept"], found.kept, "number"),
    ]
    counts += [Asked(f"different-{slug}", label, days, "number") for slug, label, days in found.different]
    resource: Resource = {
        "resourceType": "Observation",
        "status": "final",
        "category": [status(codes.CATEGORY, "social-history")],
        "code": local("routines-of-period", record.words["routines"]),
        "subject": names.patient,
        "effectivePeriod": period(record.first, record.last),
        "component": components(counts),
    }
    return Item("routines", SECTION, names.urn("Observation", "routines"), resource)


def _exposure(row: Exposure, names: Names, record: Record) -> Item:
    resource = observation(
        names,
        row,
        category="social-history",
        code=local("exposure", record.words["exposure"]),
        when={"effectivePeriod": period(row.first, row.last)},
        more={"valueCodeableConcept": concept(row.label), "component": components(row.answers)},
    )
    return Item("exposures", SECTION, names.urn("Observation", row.key), resource, row)
