"""What rows of this room tell the red-flag rules. Only a "yes" is ever told as a yes; silence tells nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from care.infections.rules.dates import day_number
from care.infections.rules.lumps import lies_near
from care.infections.rules.temperature import common
from care.plan.rules.facts import YES, Facts
from care.record.dates import Precision

COUGHS = frozenset({"cough", "wet_cough"})
UNWELL = frozenset({"chills", "tired", "off_food"})
#: From here on pain counts as "very painful" beside heat. A choice of ours, no source names a number.
VERY_PAINFUL = 7
LOW = common(360, "C")
WARM = common(370, "C")


def coughs(signs: Iterable[str]) -> bool:
    return bool(COUGHS & set(signs))


def facts_of_episode(row: Any, *, day: dt.date, dust_days_ago: int | None = None, fever: bool = False) -> Facts:
    """An infection as it is on ``day``. ``fever``: a reading of it was one by the rules."""
    signs = set(row.signs)

    def yes(*wanted: str) -> str:
        return YES if signs & set(wanted) else ""

    lasts = day_number(row.onset_on, day) if row.onset_precision == Precision.DAY and row.is_open else 0
    # Of what is over the end counts, of what goes on the beginning; what is still there stays as urgent as it was.
    since = (day - (row.resolved_on or row.onset_on)).days
    eye = row.site == "eye"
    lump = _lump(row) if row.is_lump else {}
    feverish = fever or "fever" in signs or row.fever_with_it == YES
    return Facts(
        hours_since=24 * since if since > 0 else None,
        still_present=YES if row.is_open else "",
        fever=YES if feverish else "",
        unwell=yes(*UNWELL),
        breathing_worse_than_usual=yes("fast_or_hard_breathing"),
        chest_pain=yes("chest_pain"),
        blood_in_sputum=yes("blood_in_sputum"),
        cough=yes(*COUGHS),
        cough_days=lasts if lasts and coughs(signs) else None,
        dust_days_ago=dust_days_ago,
        diarrhoea_hours=24 * (lasts - 1) if lasts > 1 and "diarrhoea" in signs else None,
        red_eye_painful=yes("pain") if eye else "",
        swelling_round_eye=yes("swelling") if eye else "",
        **lump,
    )


def _lump(row: Any) -> dict[str, Any]:
    painful = row.painful == YES and (row.pain or 0) >= VERY_PAINFUL
    return {
        "new_lump": YES,
        "lump_near": tuple(sorted(lies_near(row.near, row.body_site))),
        "lump_mm": max(filter(None, (row.size_mm, row.width_mm)), default=None),
        "red_streaks": YES if row.streaks == YES else "",
        "hot_and_very_painful": YES if row.warm == YES and painful else "",
    }


def facts_of_temperature(row: Any, *, measured_again: bool = False) -> Facts:
    """A reading; ``measured_again``: another one shortly before was low too."""
    return Facts(
        temperature_tenths=row.tenths,
        temperature_unit=row.unit,
        temperature_measured_again=YES if measured_again else "",
    )


def is_low(reading: int) -> bool:
    """Below 36.0 °C, in the exact common unit of ``rules.temperature``."""
    return reading < LOW


def facts_of_breathing(row: Any, *, cough_days: int | None = None, dust_days_ago: int | None = None) -> Facts:
    """A breathing day; ``cough_days``: how many days in a row a cough was logged, this one counted."""
    coughing = row.cough in ("dry", "wet")
    return Facts(
        cough=YES if coughing else "",
        cough_days=cough_days if coughing else None,
        dust_days_ago=dust_days_ago if coughing else None,
        blood_in_sputum=row.blood_in_sputum,
        blood_in_sputum_more=YES if row.sputum_colour == "bloody" else "",
        sputum_colour=row.sputum_colour if row.sputum_colour not in ("not_sure", "not_checked") else "",
        breathless=YES if row.breathless == "at_rest" else "",
        chest_pain=row.chest_pain,
        spo2_percent=row.spo2,
    )


def facts_of_course(row: Any) -> Facts:
    """An antibiotic that prevents infections: doses not given, or none to be had."""
    if row.purpose != "prophylaxis":
        return Facts()
    return Facts(doses_missed=row.missed_doses or None, out_of_stock=YES if row.stop_reason == "out_of_stock" else "")


def days_in_a_row(days: Iterable[dt.date], last: dt.date) -> int:
    """How many days up to and with ``last`` stand in ``days`` without a gap."""
    known, count = set(days), 0
    while last - dt.timedelta(days=count) in known:
        count += 1
    return count
