"""What a visit summary may say: its period, its figures and when it is due. Pure functions.

The honesty rules come from clinicians' reasons to distrust family data: every figure carries how many
days it rests on, a gap stays a gap, and nothing is compared that was not recorded alike.
"""

import calendar
import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

DEFAULT_MONTHS = 3
LONGEST_MONTHS = 12
# Below this many recorded days a median would pretend to know more than the list of values does.
FEWEST_FOR_MEDIAN = 7
QUESTIONS_FIRST = 3
QUESTION_LONGEST = 200

# A visit without a time is prepared for by the morning of its day.
MORNING = dt.time(6, 0)
TWO_DAYS = dt.timedelta(hours=48)
TWO_HOURS = dt.timedelta(hours=2)


class Basis(StrEnum):
    """Why a period begins where it does."""

    SINCE_VISIT = "since_visit"
    THREE_MONTHS = "three_months"
    TWELVE_MONTHS = "twelve_months"


class Absence(StrEnum):
    """Why there is nothing to show. Neither is ever a 0."""

    NONE_RECORDED = "none_recorded"
    NOT_RECORDED = "not_recorded"


@dataclass(frozen=True)
class Period:
    """Local calendar days, both ends included."""

    first: dt.date
    last: dt.date
    basis: Basis = Basis.THREE_MONTHS

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def each_day(self) -> Iterator[dt.date]:
        return (self.first + dt.timedelta(days=n) for n in range(self.days))


@dataclass(frozen=True)
class Spread:
    """What a row of recorded values says. ``median`` is None, and ``values`` filled, under seven values."""

    n: int
    low: int | None = None
    high: int | None = None
    median: float | None = None
    values: tuple[int, ...] = ()


@dataclass(frozen=True)
class Slot:
    """A moment at which a summary is made by itself. ``key`` changes when the visit moves."""

    key: str
    at: dt.datetime


def clinic_key(clinic: str, specialty: str) -> tuple[str, str]:
    """What makes two visits "the same clinic": its name however spelled, and its specialty.

    Under one hospital's name are several clinics: what one of them was told, the others have not heard.
    """
    return " ".join(clinic.split()).casefold(), specialty


def months_before(day: dt.date, months: int) -> dt.date:
    """The first day of the ``months`` calendar months that end with ``day``: 12 Dec for 3 months up to 11 Mar."""
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    last_of_month = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last_of_month)) + dt.timedelta(days=1)


def period_for(*, visit_on: dt.date, today: dt.date, last_visit_on: dt.date | None, today_observed: bool) -> Period:
    """The days a summary covers: since the last visit of the same clinic, else three months, at most twelve.

    It ends with the visit's day or today, whichever is first. A today that nobody has written about yet is not over,
    so it is left out instead of being counted as "not recorded". ``last_visit_on`` lies before ``visit_on`` and not
    after ``today``; the day of that visit belongs to this period, as its evening was not yet told there.
    """
    last = min(visit_on, today)
    if last == today and not today_observed:
        last -= dt.timedelta(days=1)
    if last_visit_on is None:
        return Period(months_before(last, DEFAULT_MONTHS), last, Basis.THREE_MONTHS)
    last = max(last, last_visit_on)
    longest = months_before(last, LONGEST_MONTHS)
    if last_visit_on < longest:
        return Period(longest, last, Basis.TWELVE_MONTHS)
    return Period(last_visit_on, last, Basis.SINCE_VISIT)


def previous(period: Period) -> Period:
    """The period of the same length right before."""
    last = period.first - dt.timedelta(days=1)
    return Period(last - dt.timedelta(days=period.days - 1), last, period.basis)


def spread(values: Iterable[int]) -> Spread:
    """Median and range of recorded values; under seven of them, the values themselves in the order given."""
    kept = list(values)
    if not kept:
        return Spread(0)
    if len(kept) < FEWEST_FOR_MEDIAN:
        return Spread(len(kept), values=tuple(kept))
    ordered = sorted(kept)
    middle = len(ordered) // 2
    # With an odd number both are the one in the middle.
    median = (ordered[(len(ordered) - 1) // 2] + ordered[middle]) / 2
    return Spread(len(kept), ordered[0], ordered[-1], median)


def comparable(recorded: int, days: int, recorded_before: int, days_before: int) -> bool:
    """Whether two periods may stand side by side: both at least half covered."""
    return min(days, days_before) > 0 and 2 * recorded >= days and 2 * recorded_before >= days_before


def absence(answered_no: int) -> Absence:
    """How to say that nothing is there. Only a question answered "no" at least once makes it "none recorded"."""
    return Absence.NONE_RECORDED if answered_no else Absence.NOT_RECORDED


def first_questions(text: str) -> tuple[list[str], int]:
    """The family's first three questions, one a line and word for word, and how many more there are.

    A question longer than QUESTION_LONGEST ends with an ellipsis there: three must fit on the first page.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    first = [line if len(line) <= QUESTION_LONGEST else line[: QUESTION_LONGEST - 1].rstrip() + "…" for line in lines]
    return first[:QUESTIONS_FIRST], max(len(lines) - QUESTIONS_FIRST, 0)


def visit_instant(on: dt.date, time: dt.time | None, zone: str) -> dt.datetime:
    """When a visit is, as an instant. A time inside the spring gap moves on by the gap; in autumn the first counts."""
    wall = dt.datetime.combine(on, time or MORNING, tzinfo=ZoneInfo(zone))
    return wall.astimezone(dt.UTC)


def slots(on: dt.date, time: dt.time | None, zone: str) -> list[Slot]:
    """When summaries of a visit are made by themselves: 48 h before, and 2 h before or at 06:00 of its day."""
    visit = visit_instant(on, time, zone)
    soon = visit - TWO_HOURS if time else visit
    return [Slot(f"{name}:{at:%Y-%m-%dT%H:%M}Z", at) for name, at in (("two-days", visit - TWO_DAYS), ("soon", soon))]


def slot_due(on: dt.date, time: dt.time | None, zone: str, now: dt.datetime) -> Slot | None:
    """The latest slot whose time has come. None before the first, and once the visit's day is over."""
    day_after = dt.datetime.combine(on + dt.timedelta(days=1), dt.time(0, 0), tzinfo=ZoneInfo(zone))
    if now >= day_after.astimezone(dt.UTC):
        return None
    return max((slot for slot in slots(on, time, zone) if slot.at <= now), key=lambda slot: slot.at, default=None)


def fingerprint(rows: Iterable[tuple[object, object]]) -> str:
    """What a summary was made from, as one SHA-256 (hex): every row's key with its version or words, in any order."""
    digest = hashlib.sha256()
    for key, said in sorted((str(key), str(said)) for key, said in rows):
        digest.update(f"{key}:{said}\n".encode())
    return digest.hexdigest()


def content_hash(content: dict) -> str:
    """SHA-256 (hex) of a summary's content in its one canonical spelling: sorted keys, no spaces, UTF-8."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
