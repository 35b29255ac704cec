"""Places of the skin, and the six signs that may be described at each of them.

Places: reference/body-sites.csv. Signs: reference/logs.md section 1, graded 0 none, 1 mild, 2 moderate, 3 severe.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from care.reference import body_sites
from care.skin.rules.scales import BadAnswer

SIGNS = ("redness", "swelling", "oozing_or_crust", "scratch_marks", "thickening", "dryness")
GRADES = (0, 1, 2, 3)
#: Looked, and could not tell: redness above all is hard to see on brown and black skin.
CANT_TELL = "not_sure"


class Side(StrEnum):
    """Always the patient's own left and right."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"
    MIDLINE = "midline"


def normal_sites(given: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Sites as stored: ``[{"site": slug, "side": side}]`` in reading order, left and right of a place merged to both.

    A paired place needs left, right or both, or "" for a side nobody recorded; any other place has "midline".
    Raises BadAnswer for a place that is unknown or not skin, or a side that the place does not have.
    """
    sides: dict[str, set[str]] = {}
    for row in given:
        slug, side = _place(row)
        sides.setdefault(slug, set()).add(side)
    return [
        {"site": site.slug, "side": _one_side(sides[site.slug]) if site.paired else Side.MIDLINE.value}
        for site in body_sites.all_sites()
        if site.slug in sides
    ]


def normal_signs(given: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Signs as stored: ``[{"site", "side", "redness": 2, "dryness": "not_sure"}]`` in reading order.

    One row for a place and side; a sign that nobody graded is left out, and so is a place without a graded sign.
    Raises BadAnswer for a place twice, an unknown place, side or sign, or a grade that is neither 0-3 nor "can't tell".
    """
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for row in given:
        slug, side = _place(row)
        if not body_sites.get(slug).paired:
            side = Side.MIDLINE.value
        if (slug, side) in found:
            raise BadAnswer(f"{slug}:{side}")
        strange = set(row) - {"site", "side", *SIGNS}
        if strange:
            raise BadAnswer(sorted(strange)[0])
        found[slug, side] = {sign: _grade(row[sign]) for sign in SIGNS if row.get(sign) not in (None, "")}
    order = {site.slug: at for at, site in enumerate(body_sites.all_sites())}
    return [
        {"site": slug, "side": side, **found[slug, side]}
        for slug, side in sorted(found, key=lambda place: (order[place[0]], place[1]))
        if found[slug, side]
    ]


def signs_within(signs: Iterable[Mapping[str, Any]], sites: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows of ``signs`` whose place is still among ``sites``."""
    kept = {row["site"] for row in sites}
    return [dict(row) for row in signs if row["site"] in kept]


def sites_with(sites: Iterable[Mapping[str, Any]], signs: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """``sites`` and every place that ``signs`` describes and ``sites`` does not name: what is described is affected."""
    known = list(sites)
    named = {row["site"] for row in known}
    more = [{"site": row["site"], "side": row["side"]} for row in signs if row["site"] not in named]
    return normal_sites([*known, *more])


def places_to_describe(
    sites: Iterable[Mapping[str, str]], signs: Iterable[Mapping[str, Any]]
) -> list[tuple[str, str, dict[str, Any]]]:
    """(site, side, grades so far) of everything that can be described: each site, and what was described beyond it."""
    graded = {(row["site"], row["side"]): {sign: row[sign] for sign in SIGNS if sign in row} for row in signs}
    named = [(row["site"], row["side"]) for row in sites]
    # A place described side by side is asked side by side.
    split = {slug for slug, side in graded if (slug, side) not in named}
    listed = [place for place in named if place[0] not in split or place in graded]
    order = {site.slug: at for at, site in enumerate(body_sites.all_sites())}
    every = sorted({*listed, *graded}, key=lambda place: (order[place[0]], place[1]))
    return [(slug, side, graded.get((slug, side), {})) for slug, side in every]


def _place(row: Mapping[str, Any]) -> tuple[str, str]:
    slug, side = str(row.get("site", "")), str(row.get("side", "") or "")
    site = body_sites.by_slug().get(slug)
    if site is None or not site.is_skin:
        raise BadAnswer(slug)
    allowed = {Side.LEFT, Side.RIGHT, Side.BOTH, ""} if site.paired else {Side.MIDLINE, ""}
    if side not in allowed:
        raise BadAnswer(f"{slug}:{side}")
    return slug, side


def _one_side(sides: set[str]) -> str:
    named = sides - {""}
    if not named:
        return ""
    return named.pop() if len(named) == 1 else Side.BOTH.value


def _grade(value: Any) -> int | str:
    if value == CANT_TELL:
        return CANT_TELL
    # A grade from a form or an address is text; True and 2.5 are no grades.
    if isinstance(value, str) and value in {str(grade) for grade in GRADES}:
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool) and value in GRADES:
        return value
    raise BadAnswer(value)
