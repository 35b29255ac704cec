"""Itch and skin over time."""

import datetime as dt

from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from care.record.reads import Day
from care.record.rules import DayState
from care.skin import reads as skin
from care.skin.reads import SkinDay
from care.skin.rules import Rater
from care.today.reads.trends.shapes import (
    BAND_BOTTOM,
    BAND_HEIGHT,
    BAND_STEP,
    ITCH_BOTTOM,
    ITCH_HEIGHT,
    ITCH_TOP,
    Bands,
    Column,
    Itch,
    from_to,
)
from care.today.rules import charts
from care.today.rules.charts import Axis, Span
from care.visits.rules import spread


def itch(axis: Axis, checks: list[SkinDay], calendar: list[Day]) -> Itch | None:
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


def bands(axis: Axis, checks: list[SkinDay]) -> Bands | None:
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
        rows=[[*from_to(run), str(words[run.key])] for run in reversed(runs)],
        height=BAND_HEIGHT,
        columns=[_column(axis, run) for run in runs],
        guides=[(band, BAND_BOTTOM - BAND_STEP * (band + 1)) for band in (0, 2, 4)],
    )


def _column(axis: Axis, run: Span) -> Column:
    height = BAND_STEP * (run.key + 1)
    x = axis.start(run.first)
    return Column(round(x, 1), BAND_BOTTOM - height, round(axis.end(run.last) - x, 1), height, run.key)
