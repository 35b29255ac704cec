"""Places on and in the body, with the view that shows them and whether they have a left and a right.

SNOMED CT codes are optional extras for exports; the slug is the key. Left and right are always the patient's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from care.reference.datafile import rows

FILE = "body-sites.csv"
COLUMNS = ("slug", "label", "view", "paired", "region", "snomed_ct", "code_source")

VIEWS = frozenset({"front", "back", "both", "inside"})
REGIONS = (
    "head_neck",
    "mucosa",
    "trunk",
    "fold",
    "private",
    "arm",
    "hand",
    "nail",
    "leg",
    "foot",
    "internal",
    "general",
)

#: Where an entry points when nobody said where.
NOT_RECORDED = "skin_unspecified"


@dataclass(frozen=True, slots=True)
class BodySite:
    """One place. ``view`` is front, back, both or inside; ``snomed_ct`` is "" when there is no single code."""

    slug: str
    label: str
    view: str
    paired: bool
    region: str
    snomed_ct: str
    code_source: str

    @property
    def is_private(self) -> bool:
        """Whether photos and summaries leave it out unless asked."""
        return self.region == "private"

    @property
    def is_skin(self) -> bool:
        return self.region != "internal"


@cache
def all_sites() -> tuple[BodySite, ...]:
    """Every place, head to toe, then inside, then general."""
    return tuple(BodySite(**{**row, "paired": row["paired"] == "yes"}) for row in rows(FILE, COLUMNS))  # type: ignore[arg-type]


@cache
def private_slugs() -> frozenset[str]:
    """The places that photos and summaries leave out unless asked."""
    return frozenset(site.slug for site in all_sites() if site.is_private)


@cache
def by_slug() -> Mapping[str, BodySite]:
    return MappingProxyType({site.slug: site for site in all_sites()})


def get(slug: str) -> BodySite:
    """The place with this slug. Raises KeyError when there is none."""
    return by_slug()[slug]


@cache
def by_region() -> Mapping[str, tuple[BodySite, ...]]:
    """Places grouped for lists, regions in reading order."""
    return MappingProxyType({region: tuple(s for s in all_sites() if s.region == region) for region in REGIONS})
