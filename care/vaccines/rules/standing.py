"""What stands of all that was said of a patient's vaccines: a newer word takes the place of an older one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from care.record.dates import PartialDate
from care.vaccines.rules.decisions import Outcome


class Said(NamedTuple):
    """One word on a vaccine. Compared, the newer one is greater: by the day it speaks from, when it was written down,
    and its entry, which makes an order of two that were written at one moment.

    ``vaccine`` is the catalogue's row, or the name of one outside it.
    """

    on: dt.date
    at: dt.datetime
    entry_id: UUID
    vaccine: str
    outcome: str
    has_date: bool
    dose_number: int | None

    @property
    def is_old_story(self) -> bool:
        """ "Had it already", and nobody knows when: it may be about any dose of years ago."""
        return self.outcome == Outcome.HAD_ALREADY and not self.has_date


def said_on(dated: PartialDate | None, written_on: dt.date) -> dt.date:
    """The day a decision speaks from: its last possible day, but never after the day it was written down.

    So what a family says of a vaccine today stands above a plan they made yesterday for next spring, and a dose of
    years ago that is written down today does not.
    """
    return min(dated.latest, written_on) if dated else written_on


def ends(newer: Said, older: Said) -> bool:
    """Whether ``newer`` takes the place of ``older``.

    Two dose numbers that differ are two doses, and each has its own plan; a word without a number is about all doses.
    An old story copied from the card ends no plan, as the family would lose its reminder without a word.
    """
    if newer.vaccine != older.vaccine or newer <= older:
        return False
    if newer.dose_number and older.dose_number and newer.dose_number != older.dose_number:
        return False
    return not (newer.is_old_story and older.outcome == Outcome.PLANNED)


def standing(words: Iterable[Said]) -> set[UUID]:
    """The entries whose word stands."""
    words = list(words)
    return {word.entry_id for word in words if not any(ends(newer, word) for newer in words)}
