"""What each chart holds, and the measures of the drawing."""

import datetime as dt
from dataclasses import dataclass, field

from django.utils.formats import date_format

from care.household.models import Patient
from care.today.rules.charts import Axis, Bar, Dot, Span, Tick

PERIODS = (30, 90, 365)
USUAL = 90

# The drawing: as wide as a phone's column, so that its words keep their size there.
WIDTH, LEFT, RIGHT = 340.0, 22.0, 336.0
ITCH_TOP, ITCH_BOTTOM, ITCH_HEIGHT = 10.0, 100.0, 122
BAND_STEP, BAND_BOTTOM, BAND_HEIGHT = 12.0, 64.0, 84
LANE = 32
DOSE_BOTTOM, DOSE_TALL, DOSE_HEIGHT = 42.0, 36.0, 62
# About the width of a letter of 12 units.
LETTER = 6.2
TICK_ROOM = 40


@dataclass(frozen=True)
class Chart:
    """What every chart has: a sentence that says all of it, and its table under the drawing."""

    sentence: str
    head: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    height: int = 0


@dataclass(frozen=True)
class Itch(Chart):
    dots: list[Dot] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    guides: list[tuple[int, float]] = field(default_factory=list)
    radius: float = 2.5
    has_self: bool = False
    has_caregiver: bool = False
    has_late: bool = False


@dataclass(frozen=True)
class Column:
    """The band of some days in a row as a block."""

    x: float
    y: float
    width: float
    height: float
    band: int


@dataclass(frozen=True)
class Bands(Chart):
    columns: list[Column] = field(default_factory=list)
    guides: list[tuple[int, float]] = field(default_factory=list)


@dataclass(frozen=True)
class Labelled:
    """A bar with the words at it. ``y`` is the top of its lane; ``kind`` chooses the pattern."""

    bar: Bar
    y: int
    text: str
    kind: str = ""


@dataclass(frozen=True)
class Bars(Chart):
    bars: list[Labelled] = field(default_factory=list)


@dataclass(frozen=True)
class Block:
    """Some days in a row of one state."""

    x: float
    width: float
    state: str


@dataclass(frozen=True)
class DoseColumn:
    """Doses of one day, stacked from the bottom: given, noted as something else, without a record."""

    x: float
    width: float
    given: float
    other: float
    blank: float

    @property
    def given_y(self) -> float:
        return round(DOSE_BOTTOM - self.given, 1)

    @property
    def other_y(self) -> float:
        return round(DOSE_BOTTOM - self.given - self.other, 1)

    @property
    def blank_y(self) -> float:
        return round(DOSE_BOTTOM - self.given - self.other - self.blank, 1)


@dataclass(frozen=True)
class Coverage(Chart):
    blocks: list[Block] = field(default_factory=list)
    late: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Doses(Chart):
    """Of each day's planned doses: how much of the column is given, and how much has a record."""

    columns: list[DoseColumn] = field(default_factory=list)


@dataclass(frozen=True)
class TrendPage:
    """Some weeks of one patient. A chart without anything to draw is None."""

    patient: Patient
    first: dt.date
    last: dt.date
    days: int
    axis: Axis
    ticks: list[Tick]
    tick_format: str
    itch: Itch | None
    bands: Bands | None
    infections: Bars | None
    courses: Bars | None
    doses: Doses | None
    coverage: Coverage


def from_to(run: Span) -> list[str]:
    """The first and the last day of a row of a table."""
    return [date_format(run.first, "D j M Y"), date_format(run.last, "D j M Y")]
