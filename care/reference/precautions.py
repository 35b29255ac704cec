"""Everyday precautions a family may note: hand-washing moments, hygiene, water, food, water contact, exposures.

The labels are words to choose from, not advice. ``raises`` names a red-flag rule that an entry always raises.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from care.reference.datafile import DataFileError, rows

FILE = "precautions.csv"
COLUMNS = ("kind", "slug", "label", "usual", "source", "verified", "raises")


class Kind(StrEnum):
    MOMENT = "moment"
    OBSTACLE = "obstacle"
    HYGIENE = "hygiene"
    WATER_SOURCE = "water_source"
    FOOD = "food"
    WATER_CONTACT = "water_contact"
    EXPOSURE = "exposure"


@dataclass(frozen=True, slots=True)
class Precaution:
    """One choosable word. ``usual`` marks what a new family starts with; ``verified`` is V, P or M."""

    kind: Kind
    slug: str
    label: str
    usual: bool
    source: str
    verified: str
    raises: str

    @property
    def source_may_be_shown(self) -> bool:
        """Whether the list this stands in was read in a source. An unchecked row is a plain choice without a claim."""
        return self.verified in {"V", "P"}


@cache
def all_precautions() -> tuple[Precaution, ...]:
    found = []
    for row in rows(FILE, COLUMNS):
        try:
            kind = Kind(row["kind"])
        except ValueError as error:
            raise DataFileError(f"{FILE}: {row['slug']}: unknown kind {row['kind']!r}") from error
        found.append(Precaution(**{**row, "kind": kind, "usual": row["usual"] == "yes"}))  # type: ignore[arg-type]
    return tuple(found)


@cache
def of_kind(kind: Kind) -> tuple[Precaution, ...]:
    """The choices of one kind, in the order to show them."""
    return tuple(item for item in all_precautions() if item.kind is kind)


def moments() -> tuple[Precaution, ...]:
    """Hand-washing moments."""
    return of_kind(Kind.MOMENT)


def obstacles() -> tuple[Precaution, ...]:
    """Why hands could not be washed or cleaned."""
    return of_kind(Kind.OBSTACLE)


def hygiene() -> tuple[Precaution, ...]:
    """What else a family does to stay clean; any of it may be noted, none is asked for."""
    return of_kind(Kind.HYGIENE)


def water_sources() -> tuple[Precaution, ...]:
    """Water for drinking, ice, formula and teeth."""
    return of_kind(Kind.WATER_SOURCE)


def foods() -> tuple[Precaution, ...]:
    return of_kind(Kind.FOOD)


def water_contacts() -> tuple[Precaution, ...]:
    """Pool, hot tub, lake: water on the skin, kept apart from water to drink."""
    return of_kind(Kind.WATER_CONTACT)


def exposures() -> tuple[Precaution, ...]:
    return of_kind(Kind.EXPOSURE)


def get(kind: Kind, slug: str) -> Precaution:
    """The choice of this kind with this slug. Raises KeyError when there is none."""
    for item in of_kind(kind):
        if item.slug == slug:
            return item
    raise KeyError(slug)
