"""Types of Hyper IgE syndrome. The care team states the type, the family copies it; Tend never guesses it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from care.reference.datafile import rows, split

FILE = "hies-types.csv"
COLUMNS = ("slug", "label", "gene", "inheritance", "omim", "source", "verified")

NOT_KNOWN = "not_known"


@dataclass(frozen=True, slots=True)
class HiesType:
    """One type. Every label may be chosen; ``gene`` and the rest are shown only when ``may_be_explained``."""

    slug: str
    label: str
    gene: str
    inheritance: str
    omim: str
    sources: tuple[str, ...]
    verified: str

    @property
    def may_be_explained(self) -> bool:
        """Whether what Tend knows about this type was read in a source (verified V or P)."""
        return self.verified in {"V", "P"}


@cache
def all_types() -> tuple[HiesType, ...]:
    """Every type, in the order to show them; "not known yet" last."""
    found = []
    for row in rows(FILE, COLUMNS):
        source = row.pop("source")
        found.append(HiesType(**row, sources=split(source)))
    return tuple(found)


@cache
def by_slug() -> Mapping[str, HiesType]:
    return MappingProxyType({hies_type.slug: hies_type for hies_type in all_types()})


def get(slug: str) -> HiesType:
    """The type with this slug. Raises KeyError when there is none."""
    return by_slug()[slug]


def choices() -> list[tuple[str, str]]:
    """(slug, label) pairs for a form field."""
    return [(hies_type.slug, hies_type.label) for hies_type in all_types()]
