"""Scores that a clinic gave: which instruments there are, what number can be one of theirs, and which are chart points.

Nothing is computed here and no question of an instrument is asked: a score is typed in as it was given.
Ranges and "looks back one week": reference/logs.md section 1, "Instruments and licence" (sources POEM-NOTT, SCORAD,
POSCORAD, CDLQI; EASI and vIGA-AD from memory, therefore their range is held and never told).
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Instrument(StrEnum):
    """The instruments a clinic may have used."""

    POEM = "poem"
    PO_SCORAD = "po_scorad"
    SCORAD = "scorad"
    EASI = "easi"
    VIGA_AD = "viga_ad"
    CDLQI = "cdlqi"
    DLQI = "dlqi"
    FDLQI = "fdlqi"
    OTHER = "other"


@dataclass(frozen=True)
class Range:
    """Tenths from 0 to ``top``; ``whole`` scores have no decimal; only a ``told`` range is repeated to families."""

    top: int
    whole: bool = False
    told: bool = True


RANGES = {
    Instrument.POEM: Range(280, whole=True),
    Instrument.PO_SCORAD: Range(1030),
    Instrument.SCORAD: Range(1030),
    Instrument.EASI: Range(720, told=False),
    Instrument.VIGA_AD: Range(40, whole=True, told=False),
    Instrument.CDLQI: Range(300, whole=True),
    Instrument.DLQI: Range(300, whole=True),
    Instrument.FDLQI: Range(300, whole=True),
    # A score we do not know: any number a person can read back.
    Instrument.OTHER: Range(99999, told=False),
}
#: Questionnaires about the last seven days: two of them closer together speak about the same days.
LOOK_BACK = dt.timedelta(days=7)
WEEKLY = frozenset({Instrument.POEM, Instrument.CDLQI, Instrument.DLQI, Instrument.FDLQI})


class Misfit(StrEnum):
    """Why a number is no score of an instrument."""

    RANGE = "range"
    WHOLE = "whole"


class NotAScore(ValueError):
    """The text is no number with at most one decimal."""


def misfit(instrument: str, tenths: int) -> Misfit | None:
    """Why ``tenths`` cannot be a score of ``instrument``; None when it can. ValueError: no instrument."""
    known = RANGES[Instrument(instrument)]
    if not 0 <= tenths <= known.top:
        return Misfit.RANGE
    if known.whole and tenths % 10:
        return Misfit.WHOLE
    return None


_NUMBER = re.compile(r"(\d{1,5})(?:\.(\d?)0*)?")


def read_tenths(text: str) -> int:
    """Tenths from what a person typed: "12", "45.3", "45,3"; digits of any script. Raises NotAScore.

    A second decimal that is not 0 is refused: nothing is rounded behind the family's back.
    """
    plain = "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text.strip())
    number = _NUMBER.fullmatch(plain.replace(",", ".").replace("\u066b", "."))
    if number is None:
        raise NotAScore(text)
    return int(number[1]) * 10 + int(number[2] or 0)


def digits(tenths: int) -> str:
    """ "45.3" from 453, "12" from 120."""
    whole, tenth = divmod(tenths, 10)
    return f"{whole}.{tenth}" if tenth else str(whole)


class Mark(StrEnum):
    """What a chart does with a score. Every score stays in the list, whatever its mark."""

    POINT = "point"
    SAME_WEEK = "same_week"
    NO_DAY = "no_day"


@dataclass(frozen=True)
class Dated:
    """One score of an instrument; ``on`` is its day, None when only the month or the year is known."""

    key: Hashable
    instrument: str
    on: dt.date | None


def marks(scores: Sequence[Dated]) -> dict[Hashable, Mark]:
    """How each score is charted, by its key. ``scores`` in the order they were entered, all of one patient.

    Of a weekly questionnaire a second total less than seven days after a chart point is kept and is no new point.
    A score without an exact day is no point either, and stands in no other one's way.
    """
    found: dict[Hashable, Mark] = {score.key: Mark.NO_DAY for score in scores}
    last: dict[str, dt.date] = {}
    for score in sorted((s for s in scores if s.on is not None), key=lambda s: s.on or dt.date.min):
        on = score.on or dt.date.min
        before = last.get(score.instrument)
        if score.instrument in WEEKLY and before is not None and on - before < LOOK_BACK:
            found[score.key] = Mark.SAME_WEEK
            continue
        found[score.key] = Mark.POINT
        last[score.instrument] = on
    return found
