"""The itch of a period as a strip of dots, worked out here so that the template only draws."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Strip:
    """The itch of a period as dots: one per recorded day, no line, gaps stay gaps. Coordinates in pixels."""

    width: int
    height: int
    left: int
    dots: list[dict[str, Any]]
    guides: list[dict[str, Any]]
    months: list[dict[str, Any]]


# The strip's own pixels: a day is one column of a fixed-width chart, itch 10 stands at the top.
WIDTH, HEIGHT, LEFT, TOP, STEP = 440, 92, 26, 8, 6.4


def strip(content: dict[str, Any]) -> Strip | None:
    days = content["skin"]["itch_days"]
    if not days:
        return None
    first, span = content["period"]["first"], content["period"]["days"]

    def x(day: dt.date) -> float:
        return round(LEFT + ((day - first).days + 0.5) * (WIDTH - LEFT - 4) / span, 1)

    def y(value: int) -> float:
        return round(TOP + (10 - value) * STEP, 1)

    starts = [day for n in range(span) if (day := first + dt.timedelta(days=n)).day == 1 or n == 0]
    # A label needs room: the first one gives way to a month that begins right after it.
    labels = [day for i, day in enumerate(starts) if i + 1 == len(starts) or x(starts[i + 1]) - x(day) > 44]
    if x(labels[-1]) > WIDTH - 40:
        labels.pop()
    return Strip(
        width=WIDTH,
        height=HEIGHT,
        left=LEFT,
        dots=[{"x": x(day["on"]), "y": y(day["value"]), **day} for day in days],
        guides=[{"y": y(value), "value": value} for value in (0, 5, 10)],
        months=[{"x": x(day), "on": day} for day in labels],
    )


def strip_words(content: dict[str, Any]) -> str:
    """The strip in one sentence, for those who cannot see it; "" without a dot."""
    dots = content["skin"]["itch_days"]
    if not dots:
        return ""
    values = [dot["value"] for dot in dots]
    words = _("Worst itch on %(n)s of %(all)s days, from %(low)s to %(high)s of 10. One dot a day, gaps stay gaps.")
    return words % {
        "n": len({dot["on"] for dot in dots}),
        "all": content["period"]["days"],
        "low": min(values),
        "high": max(values),
    }
