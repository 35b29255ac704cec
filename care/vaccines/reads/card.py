"""The vaccine card for the clinic: one sheet with what Tend knows, where it was read, and whom to ring."""

import datetime as dt
from dataclasses import dataclass
from typing import Generic, TypeVar

from care.household.access import Access
from care.household.models import Patient
from care.plan.reads import Contact
from care.vaccines.reads.answers import AnswerRow, common_rows, product_page, said_of_live
from care.vaccines.reads.decisions import DOSES, DecisionLine, decisions, still_open, whom_to_ring
from care.vaccines.reads.directives import DirectiveLine, directives
from care.vaccines.reads.household import HomeLine, home_vaccines
from care.vaccines.reads.profile import Beside, beside
from care.vaccines.rules import Outcome, caution, is_open_question

T = TypeVar("T")

#: So that it stays one sheet, with every list full at once: what matters most first, then the newest; how many more
#: there are is said.
MOST_GIVEN, MOST_DECIDED, MOST_HOME, MOST_SAID, MOST_ASKED = 10, 4, 3, 4, 3


@dataclass(frozen=True)
class Rows(Generic[T]):
    """The first rows of a list, and how many more there are."""

    shown: list[T]
    more: int


@dataclass(frozen=True)
class Card:
    """Everything on the sheet. ``live`` are the live ones among the commonest, ``depends`` those that depend."""

    made_on: dt.date
    beside: Beside
    said: Rows[DirectiveLine]
    questions: Rows[DecisionLine]
    given: Rows[DecisionLine]
    decided: Rows[DecisionLine]
    home: Rows[HomeLine]
    live: list[AnswerRow]
    depends: list[AnswerRow]
    special: list[AnswerRow]
    sources: list[str]
    contacts: list[Contact]


def card(access: Access, patient: Patient) -> Card:
    """The sheet as of now. Five queries."""
    made = decisions(access, patient)
    given = [line for line in made if line.outcome in (*DOSES, Outcome.IMMUNE)]
    asked = still_open(made)
    # An older question that was answered since is history, no decision.
    others = [line for line in made if line not in given and not is_open_question(line.outcome)]
    common = common_rows()
    special = [row for row in common if row.kind == "not-live" and row.do]
    said = sorted(directives(access, patient), key=lambda line: -caution(line.counts))
    home = [line for line in home_vaccines(access, patient) if line.treated_as_live]
    return Card(
        made_on=access.today(patient),
        beside=beside(access, patient),
        said=_first(said, MOST_SAID),
        questions=_first(asked, MOST_ASKED),
        given=_first(sorted(given, key=_live_dose_first), MOST_GIVEN),
        decided=_first(others, MOST_DECIDED),
        home=_first(home, MOST_HOME),
        live=[row for row in common if row.kind == "live"],
        depends=[row for row in common if row.kind == "depends"],
        special=special,
        sources=_sources(common, special),
        contacts=whom_to_ring(access, patient),
    )


def _sources(common: list[AnswerRow], special: list[AnswerRow]) -> list[str]:
    """Where the answers on the sheet were read, each once."""
    found = [row.source for row in common] + [source for _words, source in said_of_live()]
    for row in special:
        found += product_page(row.slug).also
    return sorted(set(found))


def _live_dose_first(line: DecisionLine) -> int:
    """Live doses, and those that may have been, then the rest; within each the newest stays first."""
    return 0 if line.treated_as_live else 1


def _first(rows: list[T], most: int) -> Rows[T]:
    return Rows(rows[:most], max(0, len(rows) - most))
