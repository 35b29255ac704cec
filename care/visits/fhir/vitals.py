"""Temperatures as they were read: number, unit, where and with what. Nothing is converted, and nothing called fever."""

from care.visits.fhir import codes
from care.visits.fhir.elements import Item, Names, components, concept, observation, quantity
from care.visits.fhir.shapes import Reading, Record

SECTION = "infections"


def temperatures(record: Record, names: Names) -> list[Item]:
    return [_temperature(row, names) for row in record.readings]


def _temperature(row: Reading, names: Names) -> Item:
    resource = observation(
        names,
        row,
        category="vital-signs",
        code=concept("", codes.TEMPERATURE),
        when={"effectiveDateTime": row.when},
        more={
            # Tenths: 38.0 keeps its nought, as it was read.
            "valueQuantity": quantity(row.tenths / 10, row.unit, row.words),
            "method": concept(row.route) if row.route else {},
            "device": {"display": row.device},
            "component": components([row.antipyretic] if row.antipyretic else []),
        },
    )
    return Item("vitals", SECTION, names.urn("Observation", row.key), resource, row)
