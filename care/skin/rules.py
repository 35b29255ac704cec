"""Rules of the skin log: what may be written, and which of two entries of a day speaks for it. Pure functions.

Field ranges: reference/logs.md section 1 (itch and sleep loss 0-10, five bands, two raters that are never mixed).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from care.reference import body_sites

SCALE_MIN, SCALE_MAX = 0, 10


class Band(StrEnum):
    """The family's own overall answer, mildest first. A "family scale", not a clinical instrument."""

    CLEAR = "clear"
    MILD = "mild"
    MODERATE = "moderate"
    SEVERE = "severe"
    VERY_SEVERE = "very_severe"


class Rater(StrEnum):
    """Who judged the itch: the patient, or somebody caring for them."""

    SELF = "self"
    CAREGIVER = "caregiver"


class Side(StrEnum):
    """Always the patient's own left and right."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"
    MIDLINE = "midline"


class Care(StrEnum):
    """What was done for the skin."""

    BATH = "bath"
    BLEACH_BATH = "bleach_bath"
    ANTISEPTIC_WASH = "antiseptic_wash"
    EMOLLIENT = "emollient"
    STEROID_TOPICAL = "steroid_topical"
    OTHER_TOPICAL = "other_topical"
    WET_WRAP = "wet_wrap"
    ANTIHISTAMINE = "antihistamine"
    NONE = "none"


_BANDS = tuple(Band)


class BadAnswer(ValueError):
    """An answer that does not exist. ``args[0]`` is what was given."""


def band_digit(band: str) -> int | None:
    """0 (clear) to 4 (very severe); None when no band was recorded. Raises BadAnswer for an unknown word."""
    if not band:
        return None
    try:
        return _BANDS.index(Band(band))
    except ValueError as error:
        raise BadAnswer(band) from error


def band_at(digit: int) -> Band:
    """The band of a digit 0-4. Raises BadAnswer outside."""
    if not 0 <= digit < len(_BANDS):
        raise BadAnswer(digit)
    return _BANDS[digit]


def worse_band(bands: Iterable[str]) -> str:
    """The worst of some bands, "" when none was recorded. Not recorded is never "clear"."""
    known = [band for band in bands if band]
    return max(known, key=lambda band: band_digit(band) or 0, default="")


def worse_number(values: Iterable[int | None]) -> int | None:
    """The highest of some 0-10 answers, None when none was recorded. Not recorded is never 0."""
    return max((value for value in values if value is not None), default=None)


@dataclass(frozen=True)
class Rating:
    """One itch answer and who judged it."""

    value: int
    rater: str


def worst_rating(ratings: Sequence[Rating]) -> Rating | None:
    """The rating that speaks for a day: the higher value; between equal ones the first given. None for no rating.

    The rater comes along with the value, so that a chart can keep the two kinds of rater apart.
    """
    return max(ratings, key=lambda rating: rating.value, default=None)


def rater_for(*, author: UUID | None, patient_user: UUID | None) -> Rater:
    """Who judged the itch when nobody said: the patient when they log for themself, else a caregiver."""
    return Rater.SELF if author is not None and author == patient_user else Rater.CAREGIVER


def normal_sites(given: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Sites as stored: ``[{"site": slug, "side": side}]`` in reading order, left and right of a place merged to both.

    A paired place needs left, right or both, or "" for a side nobody recorded; any other place has "midline".
    Raises BadAnswer for a place that is unknown or not skin, or a side that the place does not have.
    """
    sides: dict[str, set[str]] = {}
    for row in given:
        slug, side = str(row.get("site", "")), str(row.get("side", "") or "")
        site = body_sites.by_slug().get(slug)
        if site is None or not site.is_skin:
            raise BadAnswer(slug)
        allowed = {Side.LEFT, Side.RIGHT, Side.BOTH, ""} if site.paired else {Side.MIDLINE, ""}
        if side not in allowed:
            raise BadAnswer(f"{slug}:{side}")
        sides.setdefault(slug, set()).add(side)
    return [
        {"site": site.slug, "side": _one_side(sides[site.slug]) if site.paired else Side.MIDLINE.value}
        for site in body_sites.all_sites()
        if site.slug in sides
    ]


def _one_side(sides: set[str]) -> str:
    named = sides - {""}
    if not named:
        return ""
    return named.pop() if len(named) == 1 else Side.BOTH.value


def normal_care(given: Iterable[str]) -> list[str]:
    """Care as stored: known words, each once, in the order of the list. "none" gives way to anything that was done.

    Raises BadAnswer for an unknown word.
    """
    done = set()
    for word in given:
        try:
            done.add(Care(word))
        except ValueError as error:
            raise BadAnswer(word) from error
    if len(done) > 1:
        done.discard(Care.NONE)
    return [care.value for care in Care if care in done]
