"""Itch, skin, sleep, places and the scores a clinic gave."""

import datetime as dt
from collections import Counter, defaultdict
from typing import Any

from care.household.access import Access
from care.household.models import Patient
from care.reference import body_sites
from care.skin import reads
from care.skin.models import CARE_WORDS
from care.skin.rules import Band, Care, band_digit
from care.visits import rules
from care.visits.rules import Period

#: How many places and scores are quoted.
PLACES, SCORES = 8, 8


def spread(values: list[int], possible: int) -> dict[str, Any]:
    """Recorded values of a 0-10 scale: n of possible days, then median and range, or the values when they are few."""
    found = rules.spread(values)
    median = found.median
    return {
        "n": found.n,
        "possible": possible,
        "median": int(median) if median is not None and median == int(median) else median,
        "low": found.low,
        "high": found.high,
        "values": list(found.values),
    }


def skin(access: Access, patient: Patient, period: Period, before: Period) -> dict[str, Any]:
    """Two queries."""
    days = reads.skin_days(access, patient, before.first, period.last)
    now = [day for day in days if day.date >= period.first]
    earlier = [day for day in days if day.date < period.first]
    bands = Counter(day.skin_band for day in now if day.skin_band)
    late = {day.date for day in now if day.late}
    series = _itch_by_rater(now)
    series_before = _itch_by_rater(earlier)
    return {
        # Two kinds of rater are two series: a child's own answer and a parent's are never mixed.
        "itch": [
            {
                "rater": rater,
                **spread([value for _day, value in series[rater]], period.days),
                "before": _before(series_before.get(rater, []), len(series[rater]), period, before),
            }
            for rater in sorted(series, key=lambda name: (-len(series[name]), name))
        ],
        "itch_days": [
            {"on": on.isoformat(), "value": value, "rater": rater, "late": on in late}
            for rater, values in sorted(series.items())
            for on, value in values
        ],
        "bands": [{"band": band.value, "digit": band_digit(band), "days": bands[band.value]} for band in Band]
        if bands
        else [],
        "band_days": sum(bands.values()),
        "sleep_loss": spread([day.sleep_loss for day in now if day.sleep_loss is not None], period.days),
        # Minutes awake are no number from 0 to 10, and are never mixed with one.
        "sleep_minutes": spread([day.sleep_minutes for day in now if day.sleep_minutes is not None], period.days),
        "flare_days": sum(1 for day in now if day.flare),
        "places": _places(now),
        "place_days": sum(1 for day in now if day.places),
        "care": _care(now),
        "care_days": sum(1 for day in now if day.care_done),
        "scores": [_score(row) for row in reads.scores(access, patient) if row.earliest <= period.last][:SCORES],
        "possible": period.days,
    }


def _places(days: list[reads.SkinDay]) -> list[dict[str, Any]]:
    """On how many days each place was named, the most often named first; private ones are marked as such."""
    named = Counter(place for day in days for place in day.places)
    known = body_sites.by_slug()
    return [
        {
            "site": site,
            "side": side,
            "words": reads.site_words({"site": site, "side": side}),
            "private": bool(known.get(site) and known[site].is_private),
            "days": count,
        }
        for (site, side), count in sorted(named.items(), key=lambda pair: (-pair[1], pair[0]))[:PLACES]
    ]


def _care(days: list[reads.SkinDay]) -> list[dict[str, Any]]:
    done = Counter(word for day in days for word in day.care_done)
    ordered = sorted(done.items(), key=lambda pair: (-pair[1], pair[0]))
    return [{"care": word, "words": str(CARE_WORDS[Care(word)]), "days": count} for word, count in ordered]


def _score(row: reads.Score) -> dict[str, Any]:
    """A score as the clinic gave it: its name, number, date and giver."""
    said = {"name": row.name, "value": row.value, "date": row.date, "given_by": row.given_by}
    return said | {"late": row.late, "edited": row.edited}


def _itch_by_rater(days: list[reads.SkinDay]) -> dict[str, list[tuple[dt.date, int]]]:
    """The worst itch of each day, apart for each kind of rater, oldest first."""
    series: dict[str, list[tuple[dt.date, int]]] = defaultdict(list)
    for day in days:
        worst: dict[str, int] = {}
        for rating in day.ratings:
            worst[rating.rater] = max(rating.value, worst.get(rating.rater, 0))
        for rater, value in worst.items():
            series[rater].append((day.date, value))
    return dict(series)


def _before(earlier: list[tuple[dt.date, int]], n: int, period: Period, before: Period) -> dict[str, Any]:
    """The period before, to stand beside this one: figures only when both are at least half covered."""
    base = {"n": len(earlier), "possible": before.days}
    if not rules.comparable(n, period.days, len(earlier), before.days):
        return {**base, "comparable": False}
    return {**spread([value for _day, value in earlier], before.days), "comparable": True}
