"""Patient, RelatedPerson and Provenance: whose record it is, and who typed what, by role and never by name."""

from collections import defaultdict
from collections.abc import Iterable

from care.visits.fhir import codes
from care.visits.fhir.elements import Item, Names, Resource, concept, status, tidy
from care.visits.fhir.shapes import Person as Who
from care.visits.fhir.shapes import Record


def patient(record: Record) -> Resource:
    return {
        "resourceType": "Patient",
        "name": [{"text": record.patient.name}],
        "birthDate": record.patient.birth_date,
    }


def related(who: Who, names: Names) -> Resource:
    """A person by role. Whether a guardian is a parent was not asked, so the role stays in words."""
    return {"resourceType": "RelatedPerson", "patient": names.patient, "relationship": [concept(who.role)]}


def hies(record: Record, names: Names) -> list[Item]:
    """The type of HIES as the care team told it. Nothing when nobody told."""
    told = record.patient
    if told.hies_slug == "not_known":
        return []
    resource: Resource = {
        "resourceType": "Condition",
        "clinicalStatus": status(codes.CONDITION_STATUS, "active"),
        # Without a name of who told it, it is the family's word.
        "verificationStatus": status(codes.VERIFICATION, "confirmed" if told.told_by else "unconfirmed"),
        "category": [status(codes.CONDITION_CATEGORY, "problem-list-item")],
        "code": concept(told.hies_words, codes.HIES),
        "subject": names.patient,
        "recordedDate": told.told_on,
        "asserter": {"display": told.told_by},
    }
    return [Item("problems", "", names.urn("Condition", "hies"), resource)]


def provenances(stored: Iterable[Resource], names: Names, made_at: str, words: dict[str, str]) -> list[Resource]:
    """Who typed which resources and how they knew: one for each person and way of knowing, as bundle entries."""
    groups: dict[tuple[str, str], list[Resource]] = defaultdict(list)
    for item in stored:
        if item.get("by"):
            groups[item["by"], item["source"]].append(item)
    found = []
    for (by, source), items in sorted(groups.items()):
        typed = sorted(item["entered"] for item in items)
        resource = {
            "resourceType": "Provenance",
            "target": [{"reference": item["urn"]} for item in items],
            "occurredPeriod": {"start": typed[0], "end": typed[-1]},
            "recorded": made_at,
            "activity": concept(words.get(f"source.{source}", source)),
            "agent": [{"who": names.person(by)}],
        }
        found.append({"fullUrl": names.urn("Provenance", f"{by}:{source}"), "resource": tidy(resource)})
    return found
