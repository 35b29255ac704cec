"""A record of a period as the resources that are stored with a version of a summary."""

from typing import Any

from care.visits.fhir.document import SCHEMA
from care.visits.fhir.elements import Item, Names, instant, tidy
from care.visits.fhir.infections import infections
from care.visits.fhir.medicines import allergies, medicines
from care.visits.fhir.people import hies, patient, related
from care.visits.fhir.photos import photos
from care.visits.fhir.results import results
from care.visits.fhir.routines import routines
from care.visits.fhir.shapes import Record
from care.visits.fhir.skin import skin
from care.visits.fhir.vaccines import vaccines
from care.visits.fhir.vitals import temperatures

FAMILIES = (hies, infections, temperatures, skin, vaccines, allergies, medicines, results, routines, photos)


def resources(record: Record) -> dict[str, Any]:
    """Everything a bundle of this version may hold, as JSON. What of it goes in is chosen by ``bundle``."""
    names = Names(record.version)
    items: list[Item] = [item for family in FAMILIES for item in family(record, names)]
    stored = [item.stored() for item in items]
    return {
        "schema": SCHEMA,
        "version": str(record.version),
        "number": record.number,
        "language": record.language,
        "made_at": instant(record.made_at, record.zone),
        "first": record.first,
        "last": record.last,
        "affirmed": record.affirmed,
        "questions": list(record.questions),
        "words": record.words,
        "patient": tidy(patient(record)),
        "people": {who.key: tidy(related(who, names)) for who in record.people if who.key != "self"},
        "items": stored,
    }
