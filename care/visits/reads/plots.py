"""At most four pictures, worked out here so that a template only draws. No colour says anything; each has its table.

A gap stays a gap: dots are never joined, and a day without a record has no mark that could be read as a value.
"""

import datetime as dt
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from care.visits.reads import words as w
from care.visits.reads.document import Plot, Section, Shape, Table
from care.visits.reads.sections.burden import GROUP_WORDS

WIDTH, LEFT = 440, 26
#: From one day's words to the next, so that they never touch.
ROOM = 54
DAY = dt.timedelta(days=1)
LOOKS = {"d": "solid", "s": "hatched", "n": "pale", "e": "edge"}
DOSE_LOOKS = {"g": "solid", "m": "hollow", "n": "hatched", "o": "pale"}


def pictures(c: dict[str, Any]) -> Section | None:
    """What was recorded each day, infections of twelve months, doses to prevent infections; None of an older shape."""
    return _pictures(calendar_plot(c), infections_plot(c), doses_plot(c))


def all_pictures(c: dict[str, Any]) -> Section | None:
    """The same with the itch, for a layout that does not have it on the first page."""
    itch = itch_plot(c) if "skin" in c else None
    return _pictures(infections_plot(c), doses_plot(c), itch, calendar_plot(c))


def _pictures(*plots: Plot | None) -> Section | None:
    found = tuple(plot for plot in plots if plot)
    return Section("pictures", _("The days as pictures"), found) if found else None


class Axis:
    """Days from left to right: ``x`` of a day's left edge, and its width."""

    def __init__(self, first: dt.date, span: int, left: float = LEFT, right: float = 4):
        self.first, self.span, self.left = first, span, left
        self.width = (WIDTH - left - right) / span

    def x(self, day: dt.date) -> float:
        return round(self.left + (day - self.first).days * self.width, 1)

    def labels(self, y: float) -> list[Shape]:
        """The first day and each first of a month, as far as there is room for their words."""
        kept: list[dt.date] = []
        for n in reversed(range(self.span)):
            day = self.first + n * DAY
            begins = (day.day == 1 or n == 0) and self.x(day) <= WIDTH - 40
            # A first day gives way to a month that begins right after it.
            if begins and (not kept or self.x(kept[-1]) - self.x(day) >= ROOM):
                kept.append(day)
        ticks = [Shape("line", self.x(day), y, self.x(day), y + 4) for day in kept]
        return ticks + [Shape("text", self.x(day), y + 14, text=w.day(day)) for day in kept]


def itch_plot(c: dict[str, Any]) -> Plot | None:
    """The worst itch as one dot a day; the days of antibiotics as a band behind it. None without a dot."""
    days = c["skin"]["itch_days"]
    if not days:
        return None
    axis = Axis(_day(c["period"]["first"]), c["period"]["days"])
    last = _day(c["period"]["last"])
    shapes = []
    for begin, end in c.get("infections", {}).get("antibiotics", {}).get("spans", ()):
        first, until = max(_day(begin), axis.first), min(_day(end), last)
        shapes.append(Shape("rect", axis.x(first), 8, round(axis.x(until) + axis.width - axis.x(first), 1), 64, "pale"))
    for value in (0, 5, 10):
        y = _y(value)
        shapes += [Shape("line", LEFT, y, WIDTH, y, "edge"), Shape("text", 20, y + 4, look="end", text=str(value))]
    dots = []
    for row in days:
        x = round(axis.x(_day(row["on"])) + axis.width / 2, 1)
        kind = "square" if row["rater"] == "self" else "dot"
        dots.append(Shape(kind, x, _y(row["value"]), 2, look="hollow" if row["late"] else "solid"))
    shapes += sorted(dots, key=_look) + axis.labels(74)
    values = [row["value"] for row in days]
    said = _("Worst itch on %(days)s, from %(low)s to %(high)s of 10. One dot a day, gaps stay gaps.") % {
        "days": w.of_days(len({row["on"] for row in days}), c["period"]["days"]),
        "low": min(values),
        "high": max(values),
    }
    legend = _("One dot a day, hollow = added late; gaps stay gaps; grey = antibiotic.")
    if len({row["rater"] for row in days}) > 1:
        legend += " " + _("Square = own answer, round = carer's answer.")
    return Plot("itch-plot", _("Worst itch"), said, WIDTH, 92, tuple(shapes), legend, _itch_days(days))


def _itch_days(days: list[dict[str, Any]]) -> Table:
    """Each day's values, a column for each rater; days that follow each other with the same values in one row."""
    labels = {"self": _("Own answer, 0 to 10"), "caregiver": _("Carer's answer, 0 to 10")}
    raters = sorted({row["rater"] for row in days})
    cells: dict[str, dict[str, str]] = {}
    for row in days:
        cells.setdefault(row["on"], {})[row["rater"]] = f"{row['value']}{w.marks(row)}"
    runs: list[tuple[dt.date, dt.date, tuple[str, ...]]] = []
    for on in sorted(cells):
        values = tuple(cells[on].get(rater, "") for rater in raters)
        if runs and runs[-1][2] == values and runs[-1][1] + DAY == _day(on):
            runs[-1] = (runs[-1][0], _day(on), values)
        else:
            runs.append((_day(on), _day(on), values))
    columns = (_("From"), _("Until"), *(labels.get(rater, _("Worst itch, 0 to 10")) for rater in raters))
    rows = tuple((w.day_year(first), w.day_year(last), *values) for first, last, values in runs)
    return Table("itch-days", columns, rows)


def calendar_plot(c: dict[str, Any]) -> Plot | None:
    """One cell a day: detailed, affirmed unchanged, nothing new, elsewhere; an empty place is not recorded."""
    letters = c.get("coverage_days", "")
    if not letters:
        return None
    axis = Axis(_day(c["period"]["first"]), len(letters))
    shapes = _cells(axis, letters, LOOKS)
    words = {
        "d": _("detailed"),
        "s": _("affirmed unchanged"),
        "n": _("nothing new"),
        "e": _("elsewhere"),
        "-": w.not_recorded(),
    }
    legend = _(
        "Black = detailed, striped = affirmed unchanged, grey = nothing new, framed = elsewhere, empty = not recorded."
    )
    said = _("What was recorded each day: %(days)s observed.") % {
        "days": w.of_days(c["coverage"]["observed"], c["coverage"]["days"])
    }
    twin = _runs("coverage-days", axis.first, letters, words)
    return Plot("coverage-plot", _("What was recorded each day"), said, WIDTH, 40, tuple(shapes), legend, twin)


def doses_plot(c: dict[str, Any]) -> Plot | None:
    """One cell a day with due doses to prevent infections. None when none was due."""
    letters = c.get("medicines", {}).get("dose_days", "")
    if not letters:
        return None
    axis = Axis(_day(c["period"]["first"]), len(letters))
    words = {
        "g": _("given"),
        "m": _("not given"),
        "n": w.not_recorded(),
        "o": _("held or vomited"),
        "-": _("not due"),
    }
    legend = _("Black = given, hollow = not given, striped = not recorded, grey = held or vomited, empty = not due.")
    due = len(letters) - letters.count("-")
    said = _("Doses to prevent infections, each day: given on %(days)s with a dose due.") % {
        "days": w.of_days(letters.count("g"), due)
    }
    twin = _runs("dose-days", axis.first, letters, words)
    shapes = tuple(_cells(axis, letters, DOSE_LOOKS))
    return Plot("dose-plot", _("Doses to prevent infections"), said, WIDTH, 40, shapes, legend, twin)


def infections_plot(c: dict[str, Any]) -> Plot | None:
    """A bar for each infection of twelve months, by site; nights in hospital darker. None without any."""
    part = c.get("infections", {})
    bars = part.get("timeline", ())
    if not bars:
        return None
    axis = Axis(_day(c["year"]["first"]), c["year"]["days"], left=184)
    groups = [name for name in GROUP_WORDS if any(bar["group"] == name for bar in bars)]
    shapes = []
    for n, group in enumerate(groups):
        y = 6 + n * 16
        shapes.append(Shape("text", 178, y + 9, look="end", text=str(GROUP_WORDS[group])))
        shapes.append(Shape("line", 184, y + 12, WIDTH, y + 12, "edge"))
        for bar in bars:
            if bar["group"] == group:
                x = axis.x(_day(bar["first"]))
                wide = max(axis.x(_day(bar["last"])) + axis.width - x, 2)
                shapes.append(Shape("rect", x, y + 1, round(wide, 1), 10, "hatched"))
    base = 6 + len(groups) * 16
    nights = sorted({night for stay in part["care"]["stays"] for night in stay})
    for night in nights:
        if _day(night) >= axis.first:
            shapes.append(Shape("rect", axis.x(_day(night)), base, round(max(axis.width, 1.5), 1), 6))
    if nights:
        shapes.append(Shape("text", 178, base + 7, look="end", text=_("Nights in hospital")))
        base += 10
    shapes += axis.labels(base)
    rows = tuple(
        (
            str(GROUP_WORDS[bar["group"]]),
            w.day_year(bar["first"]),
            _("open") if bar["open"] else w.day_year(bar["last"]),
        )
        for bar in bars
    )
    said = _("Infections of 12 months as bars by site: %(n)s.") % {"n": len(bars)}
    twin = Table("infection-days", (_("Site"), _("From"), _("Until")), rows)
    legend = _("Striped bar = an infection from its first to its last day; black = a night in hospital.")
    return Plot("infection-plot", _("Infections, 12 months"), said, WIDTH, int(base + 20), tuple(shapes), legend, twin)


def _day(value: Any) -> dt.date:
    return dt.date.fromisoformat(value) if isinstance(value, str) else value


def _y(value: int) -> float:
    return round(8 + (10 - value) * 6.4, 1)


def _cells(axis: Axis, letters: str, looks: dict[str, str]) -> list[Shape]:
    line = Shape("line", LEFT, 21, WIDTH, 21, "edge")
    # Cells of one kind beside each other are one mark: the page stays small.
    found, n = [], 0
    for letter, run in groupby(letters):
        size = len(list(run))
        if letter in looks:
            x = axis.x(axis.first + n * DAY)
            found.append(Shape("rect", x, 6, round(size * axis.width, 1), 14, looks[letter]))
        n += size
    return [line, *sorted(found, key=_look), *axis.labels(22)]


def _look(shape: Shape) -> tuple[str, str]:
    """Marks of one look after each other become one line of the page's picture (``Plot.marks``)."""
    return shape.look, shape.kind


def _runs(key: str, first: dt.date, letters: str, words: dict[str, str]) -> Table:
    """The cells as rows, days of one kind that follow each other in one."""
    rows, n = [], 0
    for letter, run in groupby(letters):
        size = len(list(run))
        begin, end = first + n * DAY, first + (n + size - 1) * DAY
        rows.append((w.day_year(begin), w.day_year(end), w.days(size), words[letter]))
        n += size
    return Table(key, (_("From"), _("Until"), _("Days"), _("What")), tuple(rows))
