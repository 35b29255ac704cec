"""What became of doses, and what may be counted about them: facts, never a judgement and never a percentage."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """What became of a dose (reference/logs.md section 8). MISSED is shown as "not given"."""

    GIVEN = "given"
    GIVEN_LATE = "given_late"
    MISSED = "missed"
    REFUSED = "refused"
    VOMITED = "vomited"
    OUT_OF_STOCK = "out_of_stock"
    HELD = "held"


TAKEN = frozenset({Outcome.GIVEN, Outcome.GIVEN_LATE})
#: A dose that a clinician held back is no missed one, and one that came up again was given: ask the team about it.
NOT_TAKEN = frozenset({Outcome.MISSED, Outcome.REFUSED, Outcome.OUT_OF_STOCK})


@dataclass(frozen=True, slots=True)
class Coverage:
    """Doses due, those somebody recorded, and of these the ones given."""

    due: int
    recorded: int
    given: int

    @property
    def unrecorded(self) -> int:
        """Due doses without a record: shown beside every count, since nothing is known about them."""
        return self.due - self.recorded


def coverage(due: Iterable[Sequence[str]]) -> Coverage:
    """``due``: for each due dose the outcomes recorded of it, none when nobody did. Two records are one dose."""
    outcomes = [set(found) for found in due]
    return Coverage(
        due=len(outcomes),
        recorded=sum(bool(found) for found in outcomes),
        given=sum(bool(found & TAKEN) for found in outcomes),
    )


def in_a_row(newest_first: Iterable[str]) -> int:
    """How many recorded doses up to the newest were not taken, ended by one that was.

    Held doses and those that came up again neither count nor end the row.
    """
    row = 0
    for outcome in newest_first:
        if outcome in TAKEN:
            break
        row += outcome in NOT_TAKEN
    return row


def minutes_after(due_at: dt.datetime | None, given_at: dt.datetime | None) -> int | None:
    """Minutes from the due time to the time it was given; negative before it, None when either is not known."""
    if due_at is None or given_at is None:
        return None
    return round((given_at - due_at).total_seconds() / 60)
