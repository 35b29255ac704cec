"""What this room tells: answers about vaccines, what a family decided, what its care team said."""

from collections.abc import Sequence
from uuid import UUID

from care.record.models import Entry
from care.record.reads import Line
from care.vaccines.reads.answers import (
    AnswerRow,
    ProductPage,
    answer_row,
    common_rows,
    date_words,
    found_rows,
    product_choices,
    product_page,
    said_of_live,
    source_words,
)
from care.vaccines.reads.card import Card, card
from care.vaccines.reads.decisions import (
    DecisionLine,
    days_since_live_vaccine,
    decision_line,
    decisions,
    describe_decisions,
    facts,
    follow_up,
    latest,
    open_questions,
    planned_live,
    still_open,
    weeks_after_live_dose,
    whom_to_ring,
)
from care.vaccines.reads.directives import (
    DirectiveLine,
    TeamWord,
    describe_directives,
    directive_history,
    directive_line,
    directives,
    facts_of_directive,
    team_words,
)
from care.vaccines.reads.history import WasLine, history
from care.vaccines.reads.household import (
    ContactNote,
    HomeLine,
    contact_note,
    describe_home,
    home_facts,
    home_for_summary,
    home_line,
    home_vaccines,
    members,
)
from care.vaccines.reads.profile import Beside, FactLine, beside
from care.vaccines.reads.summary import VaccineSummary, for_summary, live_given

_DESCRIBERS = {
    Entry.Kind.VACCINE_DECISION: describe_decisions,
    Entry.Kind.VACCINE_DIRECTIVE: describe_directives,
    Entry.Kind.HOUSEHOLD_VACCINE: describe_home,
}


def describe(entries: Sequence[Entry]) -> dict[UUID, Line]:
    """A line for each entry of this room among ``entries``. One query a kind that is there."""
    found: dict[UUID, Line] = {}
    for kind, describer in _DESCRIBERS.items():
        own = [entry for entry in entries if entry.kind == kind]
        if own:
            found |= describer(own)
    return found


__all__ = [
    "AnswerRow",
    "Beside",
    "Card",
    "ContactNote",
    "DecisionLine",
    "DirectiveLine",
    "FactLine",
    "HomeLine",
    "ProductPage",
    "TeamWord",
    "VaccineSummary",
    "WasLine",
    "answer_row",
    "beside",
    "card",
    "common_rows",
    "contact_note",
    "date_words",
    "days_since_live_vaccine",
    "decision_line",
    "decisions",
    "describe",
    "directive_history",
    "directive_line",
    "directives",
    "facts",
    "facts_of_directive",
    "follow_up",
    "for_summary",
    "found_rows",
    "history",
    "home_facts",
    "home_for_summary",
    "home_line",
    "home_vaccines",
    "latest",
    "live_given",
    "members",
    "open_questions",
    "planned_live",
    "product_choices",
    "product_page",
    "said_of_live",
    "source_words",
    "still_open",
    "team_words",
    "weeks_after_live_dose",
    "whom_to_ring",
]
