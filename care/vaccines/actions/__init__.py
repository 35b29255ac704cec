"""Writing in this room. Taking an entry back and putting it back is ``care.record``'s."""

from care.vaccines.actions.decisions import LiveVaccinePlanned, correct_decision, record_decision, remove_decision
from care.vaccines.actions.directives import add_directive, change_directive, remove_directive
from care.vaccines.actions.household import (
    correct_household_vaccine,
    record_household_vaccine,
    remove_household_vaccine,
)
from care.vaccines.actions.profile import add_fact, change_fact, remove_fact, restore_fact

__all__ = [
    "LiveVaccinePlanned",
    "add_directive",
    "add_fact",
    "change_directive",
    "change_fact",
    "correct_decision",
    "correct_household_vaccine",
    "record_decision",
    "record_household_vaccine",
    "remove_decision",
    "remove_directive",
    "remove_fact",
    "remove_household_vaccine",
    "restore_fact",
]
