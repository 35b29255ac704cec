"""The vaccine catalogue: 179 product types, whether each is live, and where that was read.

Nothing here is decided by words or route: an oral vaccine can be dead and a name with "live" in it can be inactivated.
The answer for a family is made from these facts in ``care/vaccines/rules.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from care.reference.datafile import DataFileError, rows, split

FILE = "vaccines.csv"
COLUMNS = (
    "slug",
    "name",
    "brands",
    "search_words",
    "cvx",
    "diseases",
    "live",
    "class_basis",
    "class_source",
    "replicating",
    "route",
    "flag",
    "ambiguous_with",
    "clarifying_question",
    "availability",
    "household_note",
    "household_source",
    "household_verified",
    "note",
    "sources",
)
COMMON_FILE = "vaccine-common.csv"
COMMON_COLUMNS = ("slug", "label", "hint")
WORDS_FILE = "vaccine-words.csv"
WORDS_COLUMNS = ("slug", "words")

LIVE_CLASSES = frozenset({"live_attenuated", "live_vector_replicating"})
OTHER_CLASSES = frozenset(
    {
        "inactivated",
        "conjugate",
        "immune_globulin_or_mab",
        "recombinant",
        "subunit",
        "toxoid",
        "vlp",
        "viral_vector_nonreplicating",
        "mrna",
        "not_a_vaccine",
        "unknown",
    }
)


class Flag(StrEnum):
    """What the catalogue says must happen before a dose."""

    NONE = "none"
    LIVE_ASK = "live_ask"
    UNKNOWN_ASK = "unknown_ask"
    SPECIAL_ASK = "special_ask"
    PASSIVE_ANTIBODY = "passive_antibody"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class VaccineProduct:
    """One product type.

    ``brands`` were seen in the CDC product file and may be shown; ``search_words`` (unchecked brands, everyday words)
    only help to find the row. ``class_source`` is the source id of the live / not live class, "MEM" when unchecked.
    ``cvx`` codes are text. ``household_verified`` is V (read), P (partly) or M (unchecked: do not show).
    """

    slug: str
    name: str
    brands: tuple[str, ...]
    search_words: tuple[str, ...]
    cvx: tuple[str, ...]
    diseases: tuple[str, ...]
    live: str
    class_basis: str
    class_source: str
    replicating: str
    route: str
    flag: Flag
    ambiguous_with: tuple[str, ...]
    clarifying_question: str
    availability: str
    household_note: str
    household_source: tuple[str, ...]
    household_verified: str
    note: str
    sources: tuple[str, ...]

    @property
    def is_live(self) -> bool:
        """Whether the class itself is a live one that can multiply in a person."""
        return self.live in LIVE_CLASSES

    @property
    def in_use(self) -> bool:
        """Whether somebody may still be offered it somewhere."""
        return self.availability in {"in_use", "non_us", "limited", "new_or_limited", "being_discontinued"}

    @property
    def is_checked(self) -> bool:
        """Whether the live / not live class was read in a source."""
        return self.class_basis == "source"


@dataclass(frozen=True, slots=True)
class CommonVaccine:
    """A row of the list that needs no typing: the everyday word for a catalogue row."""

    slug: str
    label: str
    hint: str


def _product(row: dict[str, str], words: Mapping[str, tuple[str, ...]]) -> VaccineProduct:
    values: dict[str, object] = dict(row)
    for column in ("brands", "cvx", "diseases", "ambiguous_with", "household_source", "sources"):
        values[column] = split(row[column])
    values["search_words"] = split(row["search_words"]) + words.get(row["slug"], ())
    try:
        values["flag"] = Flag(row["flag"])
    except ValueError as error:
        raise DataFileError(f"{FILE}: {row['slug']}: unknown flag {row['flag']!r}") from error
    return VaccineProduct(**values)  # type: ignore[arg-type]


@cache
def family_words() -> Mapping[str, tuple[str, ...]]:
    """Everyday search words by slug. They find a row and are never shown."""
    return MappingProxyType({row["slug"]: split(row["words"]) for row in rows(WORDS_FILE, WORDS_COLUMNS)})


@cache
def all_products() -> tuple[VaccineProduct, ...]:
    """The whole catalogue, in file order (live ones first)."""
    return tuple(_product(row, family_words()) for row in rows(FILE, COLUMNS))


@cache
def by_slug() -> Mapping[str, VaccineProduct]:
    return MappingProxyType({product.slug: product for product in all_products()})


def get(slug: str) -> VaccineProduct:
    """The product type with this slug. Raises KeyError when there is none."""
    return by_slug()[slug]


@cache
def common() -> tuple[CommonVaccine, ...]:
    """The 20 that families ask about most, in the order to show them."""
    return tuple(CommonVaccine(**row) for row in rows(COMMON_FILE, COMMON_COLUMNS))
