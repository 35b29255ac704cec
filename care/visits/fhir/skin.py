"""Skin checks and scores a clinic gave: Observation. Two people's judgements are two Observations, never one."""

from collections.abc import Iterable

from care.visits.fhir import codes
from care.visits.fhir.elements import (
    Item,
    Names,
    Resource,
    answered,
    body_site,
    components,
    local,
    observation,
)
from care.visits.fhir.shapes import Asked, Place, Record, Score, SkinCheck

SECTION = "skin"


def skin(record: Record, names: Names) -> list[Item]:
    items = []
    for row in record.skin:
        items += _check(row, names, record.words)
    return items + [_score(row, names) for row in record.scores]


def _check(row: SkinCheck, names: Names, words: dict[str, str]) -> list[Item]:
    """One check: its answers and places as components, the itch apart, because its rater may be the patient."""
    items = []
    members = []
    if row.itch is not None:
        urn = names.urn("Observation", f"{row.key}:itch")
        itch = observation(
            names,
            row,
            category="survey",
            code=local("worst-itch-nrs-24h", words["itch"], codes.ITCH),
            when={"effectiveDateTime": row.day},
            more={"valueInteger": row.itch},
        )
        if row.itch_rater == "self":
            itch["performer"] = [names.patient]
        items.append(Item("skin", SECTION, urn, itch, row))
        members.append({"reference": urn})
    parts = components(row.answers)
    shown = [place for place in row.places if not place.private]
    seen = [(place, signs) for place, signs in row.signs if not place.private]
    if not (parts or row.places or row.flare):
        return items
    check = observation(
        names,
        row,
        category="survey",
        code=local("skin-flare" if row.flare else "skin-check", words["flare" if row.flare else "skin_check"]),
        when={"effectiveDateTime": row.day},
        more={
            "bodySite": body_site(shown[0]) if len(shown) == 1 == len(row.places) else {},
            "hasMember": members,
            "component": parts + _places(shown, words) + _signs(seen),
        },
    )
    private: Resource | None = None
    if len(shown) < len(row.places):
        private = {"component": parts + _places(row.places, words) + _signs(row.signs)}
        if not check["component"] and not row.flare:
            # Nothing is left to say but that somebody looked.
            check["component"] = [{"code": local("site", words["place"]), "dataAbsentReason": _masked()}]
    return [*items, Item("skin", SECTION, names.urn("Observation", row.key), check, row, private)]


def _masked() -> Resource:
    return {"coding": [{"system": codes.ABSENT, "code": "masked"}]}


def _places(places: Iterable[Place], words: dict[str, str]) -> list[Resource]:
    """Components have no bodySite in R4: the place is their value."""
    return [{"code": local("site", words["place"]), "valueCodeableConcept": body_site(place)} for place in places]


def _signs(signs: Iterable[tuple[Place, tuple[Asked, ...]]]) -> list[Resource]:
    return [
        {"code": local(f"sign-{one.slug}", f"{one.label} ({place.words})"), **answered(one)}
        for place, seen in signs
        for one in seen
    ]


def _score(row: Score, names: Names) -> Item:
    resource = observation(
        names,
        row,
        category="survey",
        code=local(f"score-{row.slug}", row.name),
        when={"effectiveDateTime": row.dated},
        more={"valueQuantity": {"value": float(row.value)}, "performer": [{"display": row.given_by}]},
    )
    return Item("skin", SECTION, names.urn("Observation", row.key), resource, row)
