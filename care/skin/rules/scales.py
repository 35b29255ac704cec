"""The scales of a skin check, and which of several answers speaks for a day.

Ranges: reference/logs.md section 1 (itch 0-10, sleep loss 0-10 or 0-720 minutes, five bands, two raters never mixed).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

SCALE_MIN, SCALE_MAX = 0, 10
#: A night awake, in minutes.
MINUTES_MIN, MINUTES_MAX = 0, 720
#: Hand-palms of affected skin; always an estimate.
PALMS_MIN, PALMS_MAX = 0, 100


class BadAnswer(ValueError):
    """An answer that does not exist. ``args[0]`` is what was given."""


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


class SleepUnit(StrEnum):
    """How a family notes a bad night: one way per patient, and what was noted keeps its own."""

    SCALE = "scale"
    MINUTES = "minutes"


_BANDS = tuple(Band)


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
    """The highest of some answers, None when none was recorded. Not recorded is never 0."""
    return max((value for value in values if value is not None), default=None)


@dataclass(frozen=True)
class Rating:
    """One itch answer, who judged it, and whether it was added later."""

    value: int
    rater: str
    late: bool = False


def worst_rating(ratings: Sequence[Rating]) -> Rating | None:
    """The rating that speaks for a day: the higher value; between equal ones the first given. None for no rating.

    The rater comes along with the value, so that a chart can keep the two kinds of rater apart.
    """
    return max(ratings, key=lambda rating: rating.value, default=None)


def rater_for(*, author: UUID | None, patient_user: UUID | None) -> Rater:
    """Who judged the itch when nobody said: the patient when they log for themself, else a caregiver."""
    return Rater.SELF if author is not None and author == patient_user else Rater.CAREGIVER
