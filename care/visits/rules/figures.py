"""The figures a summary counts over three windows: this period, the one before, and twelve months. Pure functions."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from care.visits.rules.summaries import LONGEST_MONTHS, Basis, Period, months_before, previous

DAY = dt.timedelta(days=1)
#: Sites of one row of the infection table, deep or invasive ones first (visit-summary.md, B1).
GROUPS: Mapping[str, tuple[str, ...]] = {
    "deep": ("blood", "brain_spine", "bone_joint"),
    "skin": ("skin",),
    "lung": ("lung",),
    "ear_sinus": ("ear", "sinus", "throat"),
    "mouth_nail": ("mouth", "nail"),
    "gut": ("gut",),
    "other": ("eye", "lymph_node", "urine", "other", "unknown"),
}


@dataclass(frozen=True)
class Windows:
    """The period, the one before it, and the twelve months that end with it."""

    now: Period
    before: Period
    year: Period

    @classmethod
    def of(cls, period: Period) -> "Windows":
        year = Period(months_before(period.last, LONGEST_MONTHS), period.last, Basis.TWELVE_MONTHS)
        return cls(period, previous(period), year)

    @property
    def first(self) -> dt.date:
        """The first day any of them needs."""
        return min(self.before.first, self.year.first)

    @property
    def named(self) -> tuple[tuple[str, Period], ...]:
        return (("now", self.now), ("before", self.before), ("year", self.year))


@dataclass(frozen=True)
class Ill:
    """An infection as the table counts it: its site, its days, both included, and the nights in hospital with it."""

    site: str
    first: dt.date
    last: dt.date
    nights: frozenset[dt.date] = frozenset()


@dataclass(frozen=True)
class Burden:
    """A cell: infections that began in the window, days with one, nights in hospital. A day counts once."""

    episodes: int
    days: int
    nights: int


def group_of(site: str) -> str:
    """The table's row of a site."""
    return next((group for group, sites in GROUPS.items() if site in sites), "other")


def days_in(spans: Iterable[tuple[dt.date, dt.date]], period: Period) -> frozenset[dt.date]:
    """The days of a period that at least one span covers; both ends of a span are in it."""
    days: set[dt.date] = set()
    for first, last in spans:
        begin, end = max(first, period.first), min(last, period.last)
        days |= {begin + n * DAY for n in range((end - begin).days + 1)}
    return frozenset(days)


def nights_in(nights: Iterable[Iterable[dt.date]], period: Period) -> int:
    """The nights of a period, each named by the day it began on, and each once."""
    return len({night for stay in nights for night in stay if period.first <= night <= period.last})


def burden(rows: Iterable[Ill], period: Period) -> Burden:
    """What some infections came to in a period."""
    rows = list(rows)
    return Burden(
        episodes=sum(period.first <= row.first <= period.last for row in rows),
        days=len(days_in(((row.first, row.last) for row in rows), period)),
        nights=nights_in((row.nights for row in rows), period),
    )
