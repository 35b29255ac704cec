"""The rooms' parts of a summary, each asked through that room's own reads."""

import datetime as dt
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from care.household.access import Access
from care.household.models import Patient
from care.medicines import reads as medicines
from care.plan import reads as plan
from care.skin import reads as skin
from care.skin.rules import Band, band_digit
from care.vaccines import reads as vaccines
from care.visits import rules
from care.visits.rules import Period

if TYPE_CHECKING:
    from care.visits.actions.content import Days


def collect(
    access: Access, patient: Patient, *, period: Period, before: Period, coverage: "Days", today: dt.date
) -> dict[str, Any]:
    """Every room's section, by name."""
    return {
        "skin": _skin(access, patient, period, before),
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


def _skin(access: Access, patient: Patient, period: Period, before: Period) -> dict[str, Any]:
    days = skin.skin_days(access, patient, before.first, period.last)
    now = [day for day in days if day.date >= period.first]
    earlier = [day for day in days if day.date < period.first]
    bands = Counter(day.skin_band for day in now if day.skin_band)
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
            {"on": day.date.isoformat(), "value": day.worst_itch, "rater": day.itch_rater, "late": day.late}
            for day in now
            if day.worst_itch is not None
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
