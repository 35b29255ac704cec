"""What stands behind each red-flag rule: its levels, sources, how far they were checked, and who reviewed it.

The rules themselves are functions of ``care.plan.rules``. Until a clinician's name and the date stand in a row, that
rule is shown to no family in production.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from care.reference import sources
from care.reference.datafile import DataFileError, rows, split

FILE = "red-flags.csv"
COLUMNS = ("id", "levels", "hours", "sources", "verified", "words", "reviewer", "reviewed_on")
LEVELS_FILE = "red-flag-levels.csv"
LEVELS_COLUMNS = ("level", "name", "words")

LEVELS = ("L0", "L1", "L2", "L3")
#: What the words of a level may name in braces.
PLACES = frozenset({"emergency_number", "team_urgent", "minutes"})
#: Where a rule may come from besides a published source: the family's own plan, or Tend's own promise.
PLAN, TEND = "plan", "tend"
MARKS = frozenset({"V", "P", "M", "-"})


@dataclass(frozen=True, slots=True)
class RedFlag:
    """One rule's papers. ``hours``: how old the event may be to count as new; None for any age.

    ``words`` are added to the words of the level. ``marks`` are V read, P partly seen, M from memory, "-" no claim.
    """

    id: str
    levels: tuple[str, ...]
    hours: int | None
    sources: tuple[str, ...]
    marks: tuple[str, ...]
    words: str
    reviewer: str
    reviewed_on: dt.date | None

    @property
    def is_reviewed(self) -> bool:
        """Whether a clinician's name and a date stand behind the rule."""
        return bool(self.reviewer and self.reviewed_on)

    @property
    def is_own(self) -> bool:
        """Tend's own promise ("I am worried"): no claim about illness, so nothing to review."""
        return set(self.sources) <= {TEND}

    @property
    def published(self) -> tuple[str, ...]:
        """The ids of the sources that were read; empty when nobody checked the rule yet."""
        return tuple(key for key in self.sources if key not in {PLAN, TEND, sources.UNCHECKED})


@dataclass(frozen=True, slots=True)
class Level:
    """The words of one level. ``words`` may name {emergency_number}, {team_urgent} and {minutes}."""

    level: str
    name: str
    words: str


@cache
def all_flags() -> tuple[RedFlag, ...]:
    """Every rule, in file order. Raises DataFileError for a number or a date that is none."""
    found = []
    for row in rows(FILE, COLUMNS):
        try:
            hours = int(row["hours"]) if row["hours"] else None
            reviewed_on = dt.date.fromisoformat(row["reviewed_on"]) if row["reviewed_on"] else None
        except ValueError as error:
            raise DataFileError(f"{FILE}: {row['id']}: {error}") from error
        found.append(
            RedFlag(
                id=row["id"],
                levels=split(row["levels"]),
                hours=hours,
                sources=split(row["sources"]),
                marks=tuple(row["verified"].split("/")),
                words=row["words"],
                reviewer=row["reviewer"],
                reviewed_on=reviewed_on,
            )
        )
    return tuple(found)


@cache
def by_id() -> Mapping[str, RedFlag]:
    return MappingProxyType({flag.id: flag for flag in all_flags()})


def get(key: str) -> RedFlag:
    """The rule with this id. Raises KeyError when there is none."""
    return by_id()[key]


@cache
def levels() -> Mapping[str, Level]:
    """The words of every level, by its name ("L0" to "L3")."""
    return MappingProxyType({row["level"]: Level(**row) for row in rows(LEVELS_FILE, LEVELS_COLUMNS)})


def flag_problems(flags: Iterable[RedFlag], known_sources: Iterable[str]) -> Iterator[str]:
    """What is wrong with the rules' papers, given all source ids."""
    known = frozenset(known_sources) | {PLAN, TEND}
    seen: set[str] = set()
    for flag in flags:
        where = f"{FILE}: {flag.id}"
        if flag.id in seen:
            yield f"{where}: comes twice"
        seen.add(flag.id)
        if not flag.levels or any(level not in LEVELS for level in flag.levels):
            yield f"{where}: levels are {flag.levels}"
        if flag.hours is not None and flag.hours < 1:
            yield f"{where}: hours are {flag.hours}"
        if not flag.sources:
            yield f"{where}: no source"
        for key in flag.sources:
            if key not in known:
                yield f"{where}: unknown source {key!r}"
        if any(mark not in MARKS for mark in flag.marks):
            yield f"{where}: verified is {flag.marks}"
        if {"V", "P"} & set(flag.marks) and not flag.published:
            yield f"{where}: said to be read, without a source"
        if bool(flag.reviewer) is not bool(flag.reviewed_on):
            yield f"{where}: a review needs a name and a date"
        if flag.is_reviewed and "M" in flag.marks:
            yield f"{where}: reviewed, yet a part has no source"


def level_problems(found: Mapping[str, Level]) -> Iterator[str]:
    """What is wrong with the words of the levels."""
    if tuple(found) != LEVELS:
        yield f"{LEVELS_FILE}: levels are {tuple(found)}"
    for level in found.values():
        where = f"{LEVELS_FILE}: {level.level}"
        if not level.name or not level.words:
            yield f"{where}: no words"
        try:
            level.words.format(**dict.fromkeys(PLACES, ""))
        except (KeyError, IndexError, ValueError):
            yield f"{where}: names what Tend cannot fill in"
