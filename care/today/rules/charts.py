"""Where things stand in a chart: days along a time axis, gaps that stay gaps, bars that do not lie on each other.

Pure geometry in the units of the drawing. A day without a record never becomes a point, and no line crosses one.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Axis:
    """The days from ``first`` to ``last`` inclusive, between ``left`` and ``right`` (x of the drawing)."""

    first: dt.date
    last: dt.date
    left: float
    right: float

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def step(self) -> float:
        """The width of a day."""
        return (self.right - self.left) / self.days

    def holds(self, day: dt.date) -> bool:
        return self.first <= day <= self.last

    def start(self, day: dt.date) -> float:
        """Where a day begins."""
        return self.left + (day - self.first).days * self.step

    def end(self, day: dt.date) -> float:
        return self.start(day) + self.step

    def middle(self, day: dt.date) -> float:
        return self.start(day) + self.step / 2


@dataclass(frozen=True)
class Dot:
    """One recorded value of one day. ``key`` keeps apart what must not be joined (who judged)."""

    day: dt.date
    value: float
    x: float
    y: float
    key: str = ""
    late: bool = False


@dataclass(frozen=True)
class Span:
    """Days in a row with the same key, both ends included."""

    first: dt.date
    last: dt.date
    key: Any

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class Bar:
    """Something that lasted, cut to the axis. ``before`` and ``after``: it began earlier or goes on."""

    x: float
    width: float
    lane: int
    before: bool
    after: bool
    label_x: float
    anchor: str
    row: Any


@dataclass(frozen=True)
class Tick:
    day: dt.date
    x: float


def height(value: float, *, low: float, high: float, top: float, bottom: float) -> float:
    """The y of a value between ``low`` (at ``bottom``) and ``high`` (at ``top``)."""
    return bottom - (value - low) / (high - low) * (bottom - top)


def dots(axis: Axis, values: Iterable[tuple[dt.date, float, str, bool]], place: Callable[[float], float]) -> list[Dot]:
    """A dot for every recorded value (day, value, key, late) on the axis, by key and day; of two alike the higher."""
    best: dict[tuple[str, dt.date], Dot] = {}
    for day, value, key, late in values:
        if axis.holds(day) and ((key, day) not in best or value > best[key, day].value):
            best[key, day] = Dot(day, value, _near(axis.middle(day)), _near(place(value)), key, late)
    return [best[found] for found in sorted(best)]


def lines(found: Sequence[Dot]) -> list[list[Dot]]:
    """Dots of one key on days in a row, to be joined by a line; a single day stays a dot."""
    runs: list[list[Dot]] = []
    for dot in found:
        if runs and runs[-1][-1].key == dot.key and dot.day - runs[-1][-1].day == DAY:
            runs[-1].append(dot)
        else:
            runs.append([dot])
    return [run for run in runs if len(run) > 1]


def path(run: Sequence[Dot]) -> str:
    """A run of dots as the ``d`` of an SVG path."""
    return "M" + "L".join(f"{dot.x} {dot.y}" for dot in run)


def spans(days: Iterable[tuple[dt.date, Any]]) -> list[Span]:
    """Days (each once, in order) gathered while they follow each other and have the same key."""
    found: list[Span] = []
    for day, key in days:
        if found and found[-1].key == key and day - found[-1].last == DAY:
            found[-1] = Span(found[-1].first, day, key)
        else:
            found.append(Span(day, day, key))
    return found


def bars(
    axis: Axis, rows: Iterable[tuple[dt.date, dt.date | None, float, Any]], *, least: float = 2, gap: float = 6
) -> list[Bar]:
    """Rows (first day, last day or None while it goes on, width of the label, row) as bars in lanes.

    Neither a bar nor its label lies on another one's. A label begins at its bar where there is room, else it ends
    at the bar's end or at the edge. What does not touch the axis is left out.
    """
    ends: list[float] = []
    placed = []
    for first, last, label, row in sorted(rows, key=lambda found: found[0]):
        until = last or axis.last
        if until < axis.first or first > axis.last:
            continue
        x, end = axis.start(max(first, axis.first)), axis.end(min(until, axis.last))
        end = min(max(end, x + least), axis.right)
        x = min(x, end - least)
        fits = x + label <= axis.right
        label_x = x if fits else max(end, axis.left + label)
        taken_from = x if fits else min(x, label_x - label)
        taken_to = max(end, label_x + label if fits else label_x) + gap
        lane = next((n for n, busy in enumerate(ends) if busy <= taken_from), len(ends))
        if lane == len(ends):
            ends.append(taken_to)
        else:
            ends[lane] = taken_to
        after = last is None or last > axis.last
        placed.append(
            Bar(
                _near(x),
                _near(end - x),
                lane,
                first < axis.first,
                after,
                _near(min(label_x, axis.right)),
                "start" if fits else "end",
                row,
            )
        )
    return placed


def ticks(axis: Axis, *, room: float) -> list[Tick]:
    """Where the axis is labelled: Mondays of a month, else the first days of months; each label has ``room``."""
    all_days = [axis.first + n * DAY for n in range(axis.days)]
    wanted = [day for day in all_days if (day.weekday() == 0 if axis.days <= 31 else day.day == 1)]
    found: list[Tick] = []
    for day in wanted:
        x = _near(axis.start(day))
        if x + room <= axis.right and (not found or x - found[-1].x >= room):
            found.append(Tick(day, x))
    return found


def _near(value: float) -> float:
    """A tenth of a unit is finer than any screen; more digits are only bytes."""
    return round(value, 1)
