"""Dates as families know them: a day, a month, or only a year. Pure: no Django, no clock."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum

EARLIEST_YEAR = 1900


class Precision(StrEnum):
    """How much of a date is known. Matches FHIR R4 ``date``: YYYY-MM-DD, YYYY-MM, YYYY."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class DateProblem(StrEnum):
    """Why something is no date."""

    MISSING = "missing"
    NO_YEAR = "no_year"
    DAY_WITHOUT_MONTH = "day_without_month"
    NOT_A_NUMBER = "not_a_number"
    IMPOSSIBLE = "impossible"
    TOO_OLD = "too_old"


class NotADate(ValueError):
    """Raised by ``read``; ``problem`` says why."""

    def __init__(self, problem: DateProblem):
        super().__init__(problem.value)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A stretch of days of which one is meant: ``earliest`` to ``latest``, both included."""

    earliest: dt.date
    latest: dt.date
    precision: Precision

    @classmethod
    def of(cls, year: int, month: int | None = None, day: int | None = None) -> PartialDate:
        """From its parts. Raises ValueError for parts that make no date."""
        if month is None:
            return cls(dt.date(year, 1, 1), dt.date(year, 12, 31), Precision.YEAR)
        if day is None:
            last = calendar.monthrange(year, month)[1]
            return cls(dt.date(year, month, 1), dt.date(year, month, last), Precision.MONTH)
        exact = dt.date(year, month, day)
        return cls(exact, exact, Precision.DAY)

    @classmethod
    def on(cls, day: dt.date) -> PartialDate:
        return cls(day, day, Precision.DAY)

    @classmethod
    def around(cls, day: dt.date, precision: str) -> PartialDate:
        """The stretch of ``precision`` that holds ``day``: what a stored day and precision mean."""
        if precision == Precision.YEAR:
            return cls.of(day.year)
        if precision == Precision.MONTH:
            return cls.of(day.year, day.month)
        return cls.on(day)

    @property
    def text(self) -> str:
        """As far as it is known, in FHIR R4's spelling: "2026", "2026-11" or "2026-11-22"."""
        return self.earliest.isoformat()[: {Precision.YEAR: 4, Precision.MONTH: 7}.get(self.precision, 10)]

    def begins_after(self, day: dt.date) -> bool:
        """Whether no day of it can be ``day`` or before."""
        return self.earliest > day

    def ends_before(self, day: dt.date) -> bool:
        """Whether no day of it can be ``day`` or after."""
        return self.latest < day


_ISO = re.compile(r"^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$", re.ASCII)


def parse(text: str) -> PartialDate:
    """Reads "2026", "2026-11" or "2026-11-22". Raises NotADate for anything else."""
    match = _ISO.match(text.strip())
    found = read(year=match[1], month=match[2] or "", day=match[3] or "") if match else None
    if found is None:
        raise NotADate(DateProblem.NOT_A_NUMBER)
    return found


def read(*, year: str, month: str, day: str) -> PartialDate | None:
    """A date from what was typed into its three parts; None when all are empty.

    Spaces and digits of any script are understood; a two-digit year is taken as 20xx. Raises NotADate.
    """
    parts = [part.strip() for part in (year, month, day)]
    if not any(parts):
        return None
    if not all(part.isdecimal() for part in parts if part):
        raise NotADate(DateProblem.NOT_A_NUMBER)
    if not parts[0]:
        raise NotADate(DateProblem.NO_YEAR)
    if parts[2] and not parts[1]:
        raise NotADate(DateProblem.DAY_WITHOUT_MONTH)
    if any(len(part) > 4 for part in parts):
        raise NotADate(DateProblem.IMPOSSIBLE)
    number = int(parts[0]) + (2000 if len(parts[0]) == 2 else 0)
    if number < EARLIEST_YEAR:
        raise NotADate(DateProblem.TOO_OLD)
    try:
        return PartialDate.of(number, int(parts[1]) if parts[1] else None, int(parts[2]) if parts[2] else None)
    except (ValueError, calendar.IllegalMonthError):
        raise NotADate(DateProblem.IMPOSSIBLE) from None
