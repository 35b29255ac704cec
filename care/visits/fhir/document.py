"""The document Bundle: Composition first, then everything it refers to, and nothing it does not.

Made anew for each download from what is stored, always the same for the same version and the same chosen sections.
"""

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any
from uuid import UUID

from care.visits.fhir import codes, narrative
from care.visits.fhir.elements import Names, Resource, status, tidy
from care.visits.fhir.people import provenances
from care.visits.fhir.photos import filled

#: The shape of what is stored. An older one stays readable.
SCHEMA = 1
#: Parts that stand in the document even when nothing is in them, as long as their section was not left out.
ALWAYS = {"problems": "infections", "allergies": "", "medications": "medicines", "immunizations": "vaccines"}
NOTES, PRIVATE_PLACES, QUESTIONS = "notes", "private_places", "questions"


def bundle(
    stored: dict[str, Any], sections: Collection[str], pictures: Mapping[str, bytes] = MappingProxyType({})
) -> Resource:
    """A document Bundle of R4. ``sections``: those of the summary that are shown, with the extras a family ticked
    (notes, private places, photos); what is not in it is not in the document at all. ``pictures``: the files of
    photos that are still there, by their key."""
    names = Names(UUID(stored["version"]))
    items = [item for item in stored["items"] if not item["section"] or item["section"] in sections]
    items = [item | {"resource": _shown(item, sections, pictures, stored["words"])} for item in items]
    people = {item["by"] for item in items if item["by"]}
    authors = sorted(people) or ["family"]
    entries = [_entry(item["urn"], item["resource"]) for item in items]
    entries += provenances(items, names, stored["made_at"], stored["words"])
    related = stored["people"] | {"family": _family(names, stored["words"])}
    used = {key for key in authors if key != "self"}
    entries = [
        _entry(names.urn("Composition", ""), _composition(stored, items, sections, names, authors)),
        _entry(names.urn("Patient", ""), stored["patient"]),
        *(_entry(names.urn("RelatedPerson", key), related[key]) for key in sorted(used)),
        *entries,
    ]
    chosen = ",".join(sorted(sections))
    return {
        "resourceType": "Bundle",
        "language": stored["language"],
        "identifier": {"system": codes.URI, "value": names.urn("Bundle", chosen)},
        "type": "document",
        "timestamp": stored["made_at"],
        "entry": entries,
    }


def _entry(urn: str, resource: Resource) -> Resource:
    return {"fullUrl": urn, "resource": resource}


def _shown(
    item: dict[str, Any], sections: Collection[str], pictures: Mapping[str, bytes], words: dict[str, str]
) -> Resource:
    """The resource, with the family's own note and the names of private places only where they were asked for."""
    resource = dict(item["resource"])
    if PRIVATE_PLACES in sections:
        resource |= item.get("private", {})
    if resource["resourceType"] == "DocumentReference":
        return filled(resource, pictures, words["photo.gone"])
    if NOTES in sections and item.get("note") and resource["resourceType"] != "Encounter":
        resource["note"] = [*resource.get("note", []), {"text": item["note"]}]
    return resource


def _family(names: Names, words: dict[str, str]) -> Resource:
    """Who made it when nothing was written in the period."""
    return {"resourceType": "RelatedPerson", "patient": names.patient, "relationship": [{"text": words["family"]}]}


def _composition(
    stored: dict[str, Any], items: list[dict[str, Any]], sections: Collection[str], names: Names, authors: list[str]
) -> Resource:
    words = stored["words"]
    return tidy(
        {
            "resourceType": "Composition",
            "status": "final",
            "type": {"coding": [codes.coding(codes.NOTE)]},
            "subject": names.patient,
            "date": stored["made_at"],
            "author": [names.person(key) for key in authors],
            "title": words["title"],
            "text": narrative.text(_about(words), "%(count)s"),
            "event": [{"period": {"start": stored["first"], "end": stored["last"]}}],
            "section": [
                found for part in codes.SECTIONS if (found := _section(part, stored, items, sections)) is not None
            ],
        }
    )


def _about(words: dict[str, str]) -> list[str]:
    """What a reader has to know of the whole. What was stored before there were translations has no ``translated``."""
    return [said for name in ("made_by_family", "blank", "translated") if (said := words.get(name, ""))]


def _section(
    part: str, stored: dict[str, Any], items: list[dict[str, Any]], sections: Collection[str]
) -> Resource | None:
    """One part, None when it does not stand in this document."""
    words = stored["words"]
    own = [item for item in items if item["part"] == part]
    lines = [narrative.line(item["resource"], words) for item in own]
    if part == "story":
        lines = stored["questions"] if QUESTIONS in sections else []
    # "None" only when somebody answered so; else nobody was asked.
    none = part == "problems" and stored["affirmed"] > 0
    if lines and part == "problems" and "infections" in sections and not any(item["section"] for item in own):
        lines.append(words["infections.none" if none else "infections.not_recorded"])
    found: Resource = {"title": words[f"part.{part}"]}
    if codes.SECTIONS[part]:
        found["code"] = {"coding": [{"system": codes.LOINC, "code": codes.SECTIONS[part]}]}
    if lines:
        found["text"] = narrative.text(lines, words["more"])
        found["entry"] = [{"reference": item["urn"]} for item in own]
        return found
    if part not in ALWAYS or (ALWAYS[part] and ALWAYS[part] not in sections):
        return None
    found["text"] = narrative.text([words["none_recorded" if none else "not_recorded"]], words["more"])
    found["emptyReason"] = status(codes.EMPTY, "nilknown" if none else "notasked")
    return found
