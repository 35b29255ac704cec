"""The rooms' parts of a summary, each asked through that room's own reads."""

import datetime as dt
from collections import Counter, defaultdict
from typing import Any

from care.household.access import Access
from care.household.models import Patient
from care.infections import reads as infections
from care.infections.models import Verification
from care.medicines import reads as medicines
from care.plan import reads as plan
from care.precautions import reads as precautions
from care.record import reads as record
from care.record.models import Entry
from care.skin import reads as skin
from care.skin.rules import Band, band_digit
from care.vaccines import reads as vaccines
from care.visits import rules
from care.visits.rules import Period


def collect(
    access: Access, patient: Patient, *, period: Period, before: Period, affirmed: int, observed: int
) -> dict[str, Any]:
    """Every room's section, by name.

    ``affirmed`` is on how many days somebody said that nothing was new, ``observed`` how many days are known at all.
    """
    return {
        "infections": _infections(access, patient, period, before, affirmed),
        "temperatures": _temperatures(access, patient, period),
        "concerns": _concerns(access, patient, period),
        "skin": _skin(access, patient, period, before),
        "routines": _routines(access, patient, period, observed),
        "exposures": _exposures(access, patient, period),
        "vaccines": _vaccines(access, patient, period),
        "allergies": _allergies(access, patient),
        "care_team": _care_team(access, patient),
    }


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


def _infections(access: Access, patient: Patient, period: Period, before: Period, affirmed: int) -> dict[str, Any]:
    """Infections by their onset: those that began in the period, and those still going on when it began."""
    found = infections.episodes(access, patient, before.first, period.last)
    kept = [row for row in found if row.verification != Verification.REFUTED]
    started = [row for row in kept if period.first <= row.onset.earliest <= period.last]
    carried = [row for row in kept if row.onset.earliest < period.first and not _over_before(row, period.first)]
    return {
        "started": [_episode(row) for row in started],
        "started_by_site": [{"site": site, "count": count} for site, count in _by_site(started)],
        "open_at_start": [_episode(row) for row in carried],
        "open_now": [_episode(row) for row in kept if row.is_open],
        "started_before": sum(1 for row in kept if before.first <= row.onset.earliest <= before.last),
        "ruled_out": len(found) - len(kept),
        "affirmed_days": affirmed,
        "none": None if started else rules.absence(affirmed).value,
    }


def _over_before(row: infections.EpisodeView, day: dt.date) -> bool:
    return row.resolved is not None and row.resolved.latest < day


def _by_site(rows: list[infections.EpisodeView]) -> list[tuple[str, int]]:
    return sorted(Counter(row.site for row in rows).items(), key=lambda pair: (-pair[1], pair[0]))


def _episode(row: infections.EpisodeView) -> dict[str, Any]:
    return {
        "title": row.title,
        "site": row.site,
        "onset": row.onset.earliest.isoformat(),
        "onset_precision": row.onset.precision.value,
        "onset_words": row.onset_words,
        "ended": row.resolved.latest.isoformat() if row.resolved else None,
        "ended_precision": row.resolved.precision.value if row.resolved else "",
        "ended_words": row.resolved_words,
        "open": row.is_open,
        "days": row.days,
        "care": row.care_words,
        "signs": row.signs_words,
        "size": row.size_words,
        "looks_quiet": row.looks_quiet,
        "confirmed": row.verification == Verification.CONFIRMED,
        "late": row.late,
        "edited": row.edited,
    }


def _temperatures(access: Access, patient: Patient, period: Period) -> dict[str, Any]:
    """How often it was taken, and the highest reading as it was read: no reading is never "no fever"."""
    readings = infections.temperatures(access, patient, period.first, period.last)
    top = infections.highest(readings)
    return {
        "times": len(readings),
        "days": len({reading.local_day for reading in readings}),
        "highest": None
        if top is None
        else {"words": top.words, "other_unit": top.other_unit, "method": top.method, "on": top.local_day.isoformat()},
    }


def _concerns(access: Access, patient: Patient, period: Period) -> list[str]:
    """The days on which something felt off. What was written about it stays with the family."""
    rows = record.entries_of_kind(access, patient, [Entry.Kind.CONCERN], period.first, period.last)
    return sorted({row.local_day.isoformat() for row in rows})


def _skin(access: Access, patient: Patient, period: Period, before: Period) -> dict[str, Any]:
    days = skin.skin_days(access, patient, before.first, period.last)
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
        "flare_days": sum(1 for day in now if day.flare),
        "possible": period.days,
    }


def _itch_by_rater(days: list[skin.SkinDay]) -> dict[str, list[tuple[dt.date, int]]]:
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


def _routines(access: Access, patient: Patient, period: Period, observed: int) -> dict[str, Any]:
    """On how many days the usual routines were affirmed, and what was different, by thing. Notes stay out."""
    days = precautions.routine_days(access, patient, period.first, period.last)
    affirmed = sum(1 for day in days if day.affirmed)
    different: dict[tuple[str, str], set[dt.date]] = defaultdict(set)
    for row in precautions.exceptions(access, patient, period.first, period.last):
        different[row.kind, row.label].add(row.date)
    ordered = sorted(different.items(), key=lambda pair: (min(pair[1]), pair[0]))
    return {
        "asked_days": len(days),
        "affirmed_days": affirmed,
        "observed": observed,
        "exceptions": [
            {"kind": kind, "label": label, "days": len(on), "on": [day.isoformat() for day in sorted(on)]}
            for (kind, label), on in ordered
        ],
        "none": None if different else rules.absence(affirmed).value,
    }


def _exposures(access: Access, patient: Patient, period: Period) -> list[dict[str, Any]]:
    """What the patient came close to, with its days: facts, without a word about what they led to."""
    return [
        {"label": row.label, "first": row.first_on.isoformat(), "last": row.last_on.isoformat(), "late": row.late}
        for row in precautions.exposures(access, patient, period.first, period.last)
    ]


def _vaccines(access: Access, patient: Patient, period: Period) -> dict[str, Any]:
    found = vaccines.for_summary(access, patient, period.first, period.last)
    recorded = len(found.given) + len(found.decided)
    return {
        "live_given": [_vaccine(line) for line in found.live_given],
        "live_planned": [_vaccine(line) for line in found.live_planned],
        "other_given": [_vaccine(line) for line in found.given if not line.treated_as_live],
        "decided": [_vaccine(line) for line in found.decided if not _is_open(line, found.open_questions)],
        "open_questions": [_vaccine(line) for line in found.open_questions],
        "recorded": recorded,
        "none_live": None if found.live_given else rules.absence(recorded).value,
    }


def _is_open(line: vaccines.DecisionLine, open_lines: list[vaccines.DecisionLine]) -> bool:
    return any(line.entry_id == other.entry_id for other in open_lines)


def _vaccine(line: vaccines.DecisionLine) -> dict[str, Any]:
    return {
        "title": line.title,
        "badge": line.kind,
        "badge_words": line.badge_words,
        "live": line.treated_as_live,
        "outcome": line.outcome,
        "outcome_words": line.outcome_words,
        "date": line.date,
        "reason": line.reason,
    }


def _allergies(access: Access, patient: Patient) -> list[dict[str, Any]]:
    return [
        {
            "substance": line.substance,
            "basis": line.basis,
            "basis_words": line.basis_word,
            "reaction": line.reaction,
        }
        for line in medicines.allergies(access, patient)
    ]


def _care_team(access: Access, patient: Patient) -> list[dict[str, Any]]:
    return [
        {
            "name": contact.name,
            "role": contact.role,
            "phone": contact.phone,
            "hours": contact.hours,
            "urgent": contact.is_urgent_line,
            "immunology": contact.is_immunology,
        }
        for contact in plan.contacts(access, patient)
    ]
