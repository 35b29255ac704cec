"""The trend page: what happened over some weeks, each chart with its sentence and its table."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from care.household.access import Access
from care.household.models import Patient
from care.infections import reads as infections
from care.infections.rules.courses import antibiotic_days, span
from care.record import reads as record
from care.record.models import DAY_STATE_WORDS
from care.record.reads import Day
from care.record.rules import DayState, coverage
from care.skin import reads as skin
from care.skin.reads import SkinDay
from care.skin.rules import Rater
from care.today.rules import charts
from care.today.rules.charts import Axis, Bar, Dot, Span, Tick
from care.visits.rules import spread

PERIODS = (30, 90, 365)
USUAL = 90

# The drawing: as wide as a phone's column, so that its words keep their size there.
WIDTH, LEFT, RIGHT = 340.0, 22.0, 336.0
ITCH_TOP, ITCH_BOTTOM, ITCH_HEIGHT = 10.0, 100.0, 122
BAND_STEP, BAND_BOTTOM, BAND_HEIGHT = 12.0, 64.0, 84
LANE = 32
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
class Coverage(Chart):
    blocks: list[Block] = field(default_factory=list)
    late: list[float] = field(default_factory=list)


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
    coverage: Coverage


def trend_page(access: Access, patient: Patient, *, days: int = USUAL) -> TrendPage:
    """The ``days`` days up to today. One query a room, whatever the record's length."""
    last = access.today(patient)
    first = last - dt.timedelta(days=days - 1)
    axis = Axis(first, last, LEFT, RIGHT)
    calendar = record.days(access, patient, first, last)
    checks = skin.skin_days(access, patient, first, last)
    return TrendPage(
        patient=patient,
        first=first,
        last=last,
        days=days,
        axis=axis,
        ticks=charts.ticks(axis, room=TICK_ROOM),
        tick_format="M" if days > 100 else "j M",
        itch=_itch(axis, checks, calendar),
        bands=_bands(axis, checks),
        infections=_infections(axis, infections.episodes(access, patient, first, last)),
        courses=_courses(axis, infections.courses(access, patient, first, last)),
        coverage=_coverage(axis, calendar),
    )


# --- skin ---------------------------------------------------------------------------------------------------------


def _itch(axis: Axis, checks: list[SkinDay], calendar: list[Day]) -> Itch | None:
    rated = [check for check in checks if check.worst_itch is not None]
    if not rated:
        return None
    place = _itch_height
    values = [(check.date, rating.value, rating.rater, rating.late) for check in rated for rating in check.ratings]
    dots = charts.dots(axis, values, place)
    worst = {check.date: place(check.worst_itch or 0) for check in rated}
    raters = {Rater.SELF: _("the person with the itch"), Rater.CAREGIVER: _("someone caring for them")}
    return Itch(
        sentence=_itch_sentence(rated, calendar),
        head=[_("Day"), _("Worst itch"), _("Judged by"), _("Added later")],
        rows=[
            [
                date_format(check.date, "D j M Y"),
                get_text_list([str(rating.value) for rating in check.ratings], _("and")),
                get_text_list(
                    [str(raters[Rater(r)]) for r in dict.fromkeys(x.rater for x in check.ratings) if r], _("and")
                ),
                _("yes") if check.late else "",
            ]
            for check in reversed(rated)
        ],
        height=ITCH_HEIGHT,
        dots=dots,
        paths=[charts.path(run) for run in charts.lines(dots)],
        same=_same(axis, calendar, worst),
        guides=[(value, round(place(value), 1)) for value in (0, 5, 10)],
        radius=round(min(3.0, max(1.2, axis.step * 0.4)), 1),
        has_self=any(dot.key == Rater.SELF for dot in dots),
        has_caregiver=any(dot.key != Rater.SELF for dot in dots),
        has_late=any(dot.late for dot in dots),
    )


def _itch_height(value: float) -> float:
    return charts.height(value, low=0, high=10, top=ITCH_TOP, bottom=ITCH_BOTTOM)


def _itch_sentence(rated: list[SkinDay], calendar: list[Day]) -> str:
    values = [check.worst_itch for check in rated if check.worst_itch is not None]
    found = spread(values)
    words = {"n": len(values), "all": len(calendar), "low": min(values), "high": max(values)}
    text = ngettext(
        "Worst itch was recorded on %(n)s of %(all)s days, from %(low)s to %(high)s of 10.",
        "Worst itch was recorded on %(n)s of %(all)s days, from %(low)s to %(high)s of 10.",
        len(values),
    )
    parts = [text % words]
    if found.median is not None:
        parts.append(_("The middle value is %(median)s.") % {"median": f"{found.median:g}"})
    return " ".join(parts)


def _same(axis: Axis, calendar: list[Day], worst: dict[dt.date, float]) -> list[str]:
    """ "Same as yesterday" as a thin line at the height of the day it refers to, never as a value of its own."""
    found, y = [], None
    for day in calendar:
        if day.state == DayState.SAME and y is not None:
            found.append(f"M{axis.start(day.date):.1f} {y:.1f}H{axis.end(day.date):.1f}")
        else:
            y = worst.get(day.date)
    return found


def _bands(axis: Axis, checks: list[SkinDay]) -> Bands | None:
    seen = [(check.date, check.band_digit) for check in checks if check.band_digit is not None]
    if not seen:
        return None
    words = {check.band_digit: skin.value_words("skin_band", check.skin_band) for check in checks if check.skin_band}
    runs = charts.spans(seen)
    per = {band: sum(run.days for run in runs if run.key == band) for band in sorted({band for _day, band in seen})}
    told = [
        ngettext("%(band)s on %(n)s day", "%(band)s on %(n)s days", n) % {"band": str(words[band]).lower(), "n": n}
        for band, n in per.items()
    ]
    return Bands(
        sentence=_("Skin overall, on the family's own scale: %(told)s.") % {"told": get_text_list(told, _("and"))},
        head=[_("From"), _("To"), _("Skin")],
        rows=[[*_from_to(run), str(words[run.key])] for run in reversed(runs)],
        height=BAND_HEIGHT,
        columns=[_column(axis, run) for run in runs],
        guides=[(band, BAND_BOTTOM - BAND_STEP * (band + 1)) for band in (0, 2, 4)],
    )


def _column(axis: Axis, run: Span) -> Column:
    height = BAND_STEP * (run.key + 1)
    x = axis.start(run.first)
    return Column(round(x, 1), BAND_BOTTOM - height, round(axis.end(run.last) - x, 1), height, run.key)


# --- infections and what was taken ----------------------------------------------------------------------------------


def _infections(axis: Axis, rows: Iterable[infections.EpisodeView]) -> Bars | None:
    # What was ruled out and never got an end would stand in every drawing for ever.
    told = [row for row in rows if row.verification != "refuted" or row.resolved]
    if not told:
        return None
    labels = {
        row.pk: ngettext("%(what)s, %(n)s day", "%(what)s, %(n)s days", row.days) % {"what": row.title, "n": row.days}
        for row in told
    }
    marks = {"refuted": _("ruled out")}
    placed = charts.bars(
        axis,
        [
            (row.onset.earliest, row.resolved.latest if row.resolved else None, len(labels[row.pk]) * LETTER, row)
            for row in told
        ],
    )
    held = [row for row in told if row.verification != "refuted"]
    still = sum(row.is_open for row in held)
    sentence = ngettext("%(n)s infection in this time", "%(n)s infections in this time", len(held)) % {"n": len(held)}
    if still:
        sentence += ", " + ngettext("%(n)s still open", "%(n)s still open", still) % {"n": still}
    return Bars(
        sentence=sentence + ".",
        head=[_("What"), _("Began"), _("Ended"), _("Days"), _("Told by")],
        rows=[
            [row.title, row.onset_words, row.resolved_words or _("still open"), str(row.days), row.verification_words]
            for row in reversed(told)
        ],
        height=_lanes(placed),
        bars=[
            Labelled(
                bar,
                bar.lane * LANE,
                _fitting(
                    f"{labels[bar.row.pk]} ({marks[bar.row.verification]})"
                    if bar.row.verification in marks
                    else labels[bar.row.pk]
                ),
                "ruled-out" if bar.row.verification in marks else "",
            )
            for bar in placed
        ],
    )


def _courses(axis: Axis, rows: Iterable[infections.CourseView]) -> Bars | None:
    told = list(rows)
    if not told:
        return None
    sure = [(found, row) for row in told if (found := span(row.taken, axis.last))]
    placed = charts.bars(
        axis,
        [
            (first, None if row.is_open and last == axis.last else last, len(_drug(row)) * LETTER, row)
            for (first, last), row in sure
        ],
    )
    treating = [row.taken for row in told if row.purpose != "prophylaxis"]
    days = len(antibiotic_days(treating, axis.first, axis.last))
    preventing = sum(row.purpose == "prophylaxis" for row in told)
    parts = [
        ngettext(
            "%(n)s day with an antibiotic or similar against an infection.",
            "%(n)s days with an antibiotic or similar against an infection.",
            days,
        )
        % {"n": days}
    ]
    if preventing:
        parts.append(
            ngettext("%(n)s medicine to prevent infection.", "%(n)s medicines to prevent infection.", preventing)
            % {"n": preventing}
        )
    return Bars(
        sentence=" ".join(parts),
        head=[_("What"), _("When"), _("Why")],
        rows=[[row.drug, row.when_words, row.purpose_words] for row in reversed(told)],
        height=_lanes(placed),
        bars=[
            Labelled(
                bar,
                bar.lane * LANE,
                _fitting(_drug(bar.row)),
                "prevents" if bar.row.purpose == "prophylaxis" else "",
            )
            for bar in placed
        ],
    )


def _drug(row: infections.CourseView) -> str:
    if row.purpose == "prophylaxis":
        return _("%(drug)s, to prevent") % {"drug": row.drug}
    return row.drug


def _lanes(placed: list[Bar]) -> int:
    return LANE * (max((bar.lane for bar in placed), default=-1) + 1) + 20


def _fitting(text: str) -> str:
    most = int((RIGHT - LEFT) / LETTER)
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


# --- what is known at all -------------------------------------------------------------------------------------------


def _coverage(axis: Axis, calendar: list[Day]) -> Coverage:
    per = coverage(day.state for day in calendar)
    late = [day.date for day in calendar if day.late]
    observed = sum(per[state] for state in (DayState.DETAILED, DayState.SAME, DayState.NOTHING_NEW))
    words = {"seen": observed, "all": len(calendar), "blank": per[DayState.NOT_RECORDED]}
    parts = [_("%(seen)s of %(all)s days have a record; %(blank)s have none.") % words]
    if per[DayState.ELSEWHERE]:
        n = per[DayState.ELSEWHERE]
        parts.append(ngettext("%(n)s day was elsewhere.", "%(n)s days were elsewhere.", n) % {"n": n})
    if late:
        text = ngettext("%(n)s day has something added later.", "%(n)s days have something added later.", len(late))
        parts.append(text % {"n": len(late)})
    runs = charts.spans((day.date, day.state) for day in calendar)
    months: dict[tuple[int, int], list[Day]] = {}
    for day in calendar:
        months.setdefault((day.date.year, day.date.month), []).append(day)
    return Coverage(
        sentence=" ".join(parts),
        head=[_("Month"), *(str(DAY_STATE_WORDS[state]) for state in DayState), _("Added later")],
        rows=[_month(days) for days in reversed(months.values())],
        height=40,
        blocks=[
            Block(
                round(axis.start(run.first), 1),
                round(axis.end(run.last) - axis.start(run.first), 1),
                str(run.key),
            )
            for run in runs
        ],
        late=[round(axis.middle(day), 1) for day in late],
    )


def _month(days: list[Day]) -> list[str]:
    per = coverage(day.state for day in days)
    counted: list[Any] = [per[state] for state in DayState]
    return [date_format(days[0].date, "F Y"), *map(str, counted), str(sum(day.late for day in days))]


def _from_to(run: Span) -> list[str]:
    return [date_format(run.first, "D j M Y"), date_format(run.last, "D j M Y")]
