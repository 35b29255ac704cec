"""Where each fact was read: id, title, publisher, date, address, and how much of it was seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from care.reference.datafile import rows

FILE = "sources.csv"
COLUMNS = ("id", "short", "title", "publisher", "date", "edition", "address", "how_seen", "reuse")

#: The id that stands for "nobody looked this up". Never shown to a family as a source.
UNCHECKED = "MEM"


@dataclass(frozen=True, slots=True)
class Source:
    """One published source.

    ``date`` is a day, month or year in ISO 8601, or text as printed ("2013/2014", "n.d." for no date); ``edition`` is
    the publisher's wording where it says more. ``short`` is a name for small lines, "" to use the title.
    """

    id: str
    short: str
    title: str
    publisher: str
    date: str
    edition: str
    address: str
    how_seen: str
    reuse: str

    @property
    def name(self) -> str:
        """The name for a small line."""
        return self.short or self.title

    @property
    def is_checked(self) -> bool:
        """Whether this is a source at all, and not a stand-in for one."""
        return self.id != UNCHECKED

    @property
    def has_date(self) -> bool:
        return bool(self.date) and self.date != "n.d."


@cache
def all_sources() -> tuple[Source, ...]:
    """Every source, in file order."""
    return tuple(Source(**row) for row in rows(FILE, COLUMNS))


@cache
def by_id() -> Mapping[str, Source]:
    return MappingProxyType({source.id: source for source in all_sources()})


def get(source_id: str) -> Source:
    """The source with this id. Raises KeyError when there is none."""
    return by_id()[source_id]
