"""What a FHIR R4 document must hold, checked apart from the code that makes it."""

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from functools import cache

import fhirpathpy
from fhir.resources.R4B.bundle import Bundle
from fhirpathpy.models import models

from care.reference import cvx

# Required bindings of R4 4.0.1 (hl7.org/fhir/R4/valueset-*.html), which the shape checker does not know.
STATUS = {
    "Immunization": {"completed", "entered-in-error", "not-done"},
    "MedicationStatement": {
        "active",
        "completed",
        "entered-in-error",
        "intended",
        "stopped",
        "on-hold",
        "unknown",
        "not-taken",
    },
    "MedicationAdministration": {
        "in-progress",
        "not-done",
        "on-hold",
        "completed",
        "entered-in-error",
        "stopped",
        "unknown",
    },
    "Observation": {
        "registered",
        "preliminary",
        "final",
        "amended",
        "corrected",
        "cancelled",
        "entered-in-error",
        "unknown",
    },
    "Composition": {"preliminary", "final", "amended", "entered-in-error"},
    "Encounter": {
        "planned",
        "arrived",
        "triaged",
        "in-progress",
        "onleave",
        "finished",
        "cancelled",
        "entered-in-error",
        "unknown",
    },
}
CODED = {
    "verificationStatus": {
        "unconfirmed",
        "provisional",
        "differential",
        "confirmed",
        "refuted",
        "entered-in-error",
        "presumed",
    },
    "clinicalStatus": {"active", "recurrence", "relapse", "inactive", "remission", "resolved"},
    "emptyReason": {"nilknown", "notasked", "withheld", "unavailable", "notstarted", "closed"},
    "dataAbsentReason": {
        "unknown",
        "asked-unknown",
        "temp-unknown",
        "not-asked",
        "asked-declined",
        "masked",
        "not-applicable",
        "unsupported",
        "as-text",
        "error",
        "not-performed",
        "not-permitted",
    },
}
REASONS = {"IMMUNE", "MEDPREC", "OSTOCK", "PATOBJ"}

BUNDLE = {
    "bdl-9": "type = 'document' implies (identifier.system.exists() and identifier.value.exists())",
    "bdl-10": "type = 'document' implies timestamp.exists()",
    "bdl-11": "type = 'document' implies entry.first().resource.is(Composition)",
    "bdl-7": "entry.fullUrl.isDistinct()",
}
SECTION = {
    "cmp-1": "text.exists() or entry.exists() or section.exists()",
    "cmp-2": "emptyReason.empty() or entry.empty()",
}
# Observation and each of its components.
OBSERVATION = {
    "obs-6": "dataAbsentReason.empty() or (valueQuantity.empty() and valueCodeableConcept.empty() and "
    "valueString.empty() and valueBoolean.empty() and valueInteger.empty())",
}
RESOURCE = {
    "Condition": {
        "con-3": "clinicalStatus.exists() or category.empty()",
        "con-4": "abatementDateTime.empty() or clinicalStatus.coding.where(code = 'resolved' or code = 'remission' or "
        "code = 'inactive').exists()",
        "con-5": "verificationStatus.coding.where(code = 'entered-in-error').empty() or clinicalStatus.empty()",
    },
    "Observation": {
        **OBSERVATION,
        "says-something": "status = 'registered' or valueQuantity.exists() or valueCodeableConcept.exists() or "
        "valueString.exists() or valueBoolean.exists() or valueInteger.exists() or dataAbsentReason.exists() or "
        "component.exists() or code.coding.where(code = 'skin-flare').exists()",
    },
    "MedicationAdministration": {"mad-1": "dosage.empty() or dosage.dose.exists()"},
    "AllergyIntolerance": {
        "ait-1": "verificationStatus.coding.where(code = 'entered-in-error').exists() or clinicalStatus.exists()"
    },
    "Immunization": {
        "imm-occurrence": "occurrenceDateTime.exists() or occurrenceString.exists()",
        "imm-reason": "statusReason.empty() or status = 'not-done'",
    },
}
DATE = re.compile(r"^\d{4}(-\d{2}(-\d{2})?)?$")
INSTANT = re.compile(r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$")
DATES = {
    "effectiveDateTime",
    "onsetDateTime",
    "abatementDateTime",
    "occurrenceDateTime",
    "recordedDate",
    "date",
    "start",
    "end",
    "birthDate",
}
INSTANTS = {"timestamp", "recorded"}


@cache
def path(expression: str):
    return fhirpathpy.compile(expression, models["r4"])


def broken(expressions: dict[str, str], node: dict) -> list[str]:
    return [name for name, expression in expressions.items() if path(expression)(node) != [True]]


def walk(node, key: str = "") -> Iterator[tuple[str, object]]:
    """Every value of a document with the name it stands under."""
    yield key, node
    if isinstance(node, dict):
        for name, part in node.items():
            yield from walk(part, name)
    elif isinstance(node, list):
        for part in node:
            yield from walk(part, key)


def problems(bundle: dict, *, shape: bool = True) -> list[str]:
    """What is wrong with a document; [] when nothing is."""
    found: list[str] = []
    bundle = json.loads(json.dumps(bundle))
    if shape:
        Bundle.model_validate(bundle)
    found += broken(BUNDLE, bundle)
    urls = {entry["fullUrl"] for entry in bundle["entry"]}
    for entry in bundle["entry"]:
        found += [f"{entry['resource']['resourceType']}: {one}" for one in _resource(entry["resource"])]
    for key, value in walk(bundle):
        found += _value(key, value, urls)
    return found


def _resource(resource: dict) -> Iterator[str]:
    kind = resource["resourceType"]
    if kind in STATUS and resource.get("status") not in STATUS[kind]:
        yield f"status {resource.get('status')}"
    yield from broken(RESOURCE.get(kind, {}), resource)
    for part in resource.get("component", ()):
        yield from broken(OBSERVATION, part)
    for section in resource.get("section", ()):
        yield from broken(SECTION, section)
    for code in resource.get("statusReason", {}).get("coding", ()) if kind == "Immunization" else ():
        if code["code"] not in REASONS:
            yield f"reason {code}"
    if kind == "Composition":
        yield from _narratives(resource)


def _narratives(composition: dict) -> Iterator[str]:
    for key, value in walk(composition):
        if key == "div":
            root = ET.fromstring(value)
            if root.tag != "{http://www.w3.org/1999/xhtml}div" or not "".join(root.itertext()).strip():
                yield "narrative"


def _value(key: str, value: object, urls: set[str]) -> Iterator[str]:
    if value in ("", None) or value == [] or value == {}:
        yield f"empty {key}"
    if key == "reference" and value not in urls:
        yield f"leads nowhere: {value}"
    if key == "value" and isinstance(value, str) and not value.startswith("urn:uuid:"):
        yield f"a number as text: {value}"
    if key in DATES and not (isinstance(value, str) and (DATE.match(value) or INSTANT.match(value))):
        yield f"{key} {value}"
    if key in INSTANTS and not (isinstance(value, str) and INSTANT.match(value)):
        yield f"{key} {value}"
    if key in CODED and isinstance(value, dict) and value["coding"][0]["code"] not in CODED[key]:
        yield f"{key} {value}"
    if isinstance(value, dict) and value.get("system") == "http://hl7.org/fhir/sid/cvx":
        known = cvx.by_code().get(value["code"])
        if known is None or known.name != value["display"]:
            yield f"CVX {value}"


def of(bundle: dict, kind: str) -> list[dict]:
    return [entry["resource"] for entry in bundle["entry"] if entry["resource"]["resourceType"] == kind]
