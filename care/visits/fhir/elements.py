"""The small pieces FHIR resources are made of (R4 datatypes), and how a resource is named within one document."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from care.visits.fhir import codes
from care.visits.fhir.shapes import Asked, Place, Typed

Resource = dict[str, Any]


@dataclass(frozen=True)
class Names:
    """Full addresses within the document of one version of a summary. They say nothing about Tend's own keys."""

    version: UUID

    def urn(self, kind: str, key: object) -> str:
        return f"urn:uuid:{uuid5(self.version, f'{kind}:{key}')}"

    def ref(self, kind: str, key: object) -> Resource:
        return {"reference": self.urn(kind, key)}

    @property
    def patient(self) -> Resource:
        return self.ref("Patient", "")

    def person(self, key: str) -> Resource:
        """Who typed or saw it. The patient who keeps their own record is the Patient."""
        return self.patient if key == "self" else self.ref("RelatedPerson", key)


@dataclass(frozen=True)
class Item:
    """A resource and where it stands: ``part`` of the document, ``section`` of the summary a family may leave out ("" =
    the head, which always stands). ``private`` is laid over the resource where private places may be named."""

    part: str
    section: str
    urn: str
    resource: Resource
    typed: Typed | None = None
    private: Resource | None = None

    def stored(self) -> Resource:
        """As JSON."""
        said = self.typed
        return {
            "part": self.part,
            "section": self.section,
            "urn": self.urn,
            "resource": tidy(self.resource),
            "private": tidy(self.private or {}),
            "note": said.note if said else "",
            "by": said.by if said else "",
            "source": said.source if said else "",
            "entered": instant(said.entered_at) if said else "",
        }


def tidy(value: Any) -> Any:
    """Without what is empty: FHIR knows no empty string, list or object. 0 and False stay."""
    if isinstance(value, Mapping):
        pairs = ((name, tidy(part)) for name, part in value.items())
        return {name: part for name, part in pairs if part not in ("", None) and part != [] and part != {}}
    if isinstance(value, list | tuple):
        return [part for part in (tidy(part) for part in value) if part not in ("", None) and part != [] and part != {}]
    return value


def concept(text: str = "", *triples: tuple[str, str, str]) -> Resource:
    return {"coding": [codes.coding(triple) for triple in triples], "text": text}


def local(slug: str, text: str, *others: tuple[str, str, str]) -> Resource:
    """A code of Tend's own, with what it means in words, and the codes of others that mean the same."""
    return concept(text, (codes.LOCAL, slug.replace("_", "-"), ""), *others)


def status(system: str, code: str) -> Resource:
    return {"coding": [{"system": system, "code": code}]}


def absent(code: str) -> Resource:
    return status(codes.ABSENT, code)


def number(value: Decimal | int | float) -> int | float:
    """A JSON number: FHIR decimals are never text."""
    return value if isinstance(value, int) else float(value)


def quantity(value: Decimal | int | float, unit: str, words: str = "") -> Resource:
    """A number with the unit it was read in; coded where the unit is one of UCUM's that was looked up."""
    found: Resource = {"value": number(value), "unit": words or unit}
    if unit in codes.UNITS:
        found |= {"system": codes.UCUM, "code": codes.UNITS[unit]}
    return found


def instant(at: dt.datetime, zone: str = "UTC") -> str:
    """An instant with its offset: a date-time without one is no FHIR. ``at`` is aware."""
    return at.astimezone(ZoneInfo(zone)).isoformat(timespec="seconds")


def period(start: str, end: str) -> Resource:
    return {"start": start, "end": end}


def identifier(key: UUID) -> list[Resource]:
    """The entry's own key, the same in every version, so that a receiver recognises what came before."""
    return [{"system": codes.URI, "value": f"urn:uuid:{key}"}]


def body_site(place: Place) -> Resource:
    """R4 has no laterality here: the side is said in words."""
    triples = [(codes.SNOMED, place.snomed, place.label)] if place.snomed else []
    return concept(place.words, *triples)


def answered(asked: Asked) -> Resource:
    """The value of an answer as FHIR writes it, or why there is none: never both."""
    value = asked.value
    if isinstance(value, str) and value in codes.NO_VALUE:
        return {"dataAbsentReason": absent(codes.NO_VALUE[value])}
    if isinstance(value, bool):
        return {"valueBoolean": value}
    if asked.kind == "answer":
        return {"valueBoolean": value == "yes"}
    if asked.kind == "text":
        return {"valueString": str(value)}
    if isinstance(value, int) and not asked.unit:
        return {"valueInteger": value}
    if isinstance(value, int | float | Decimal):
        return {"valueQuantity": quantity(value, asked.unit)}
    return {"valueCodeableConcept": concept(asked.words or str(value))}


def component(asked: Asked) -> Resource:
    others = [codes.PAIN] if asked.slug in ("joint_pain", "back_pain") else []
    return {"code": local(asked.slug, asked.label, *others), **answered(asked)}


def components(asked: Iterable[Asked]) -> list[Resource]:
    """A component for each answer that somebody gave; what nobody said is not there."""
    return [component(one) for one in asked if one.value not in (None, "")]


def observation(
    names: Names, typed: Typed, *, category: str, code: Resource, when: Resource, more: Resource | None = None
) -> Resource:
    """An Observation about the patient by whoever typed it."""
    return {
        "resourceType": "Observation",
        "identifier": identifier(typed.key),
        "status": "amended" if typed.edited else "final",
        "category": [status(codes.CATEGORY, category)],
        "code": code,
        "subject": names.patient,
        "performer": [names.person(typed.by)],
        **when,
        **(more or {}),
    }
