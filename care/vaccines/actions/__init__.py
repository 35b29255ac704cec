"""Writing in this room. Taking an entry back and putting it back is ``care.record``'s."""

from care.vaccines.actions import plans  # noqa: F401  (it listens)
from care.vaccines.actions.decisions import correct_decision, record_decision, remove_decision
from care.vaccines.actions.directives import (
    ChangedSince,
    add_directive,
    change_directive,
    remove_directive,
    sign_directive,
)
from care.vaccines.actions.household import (
    correct_household_vaccine,
    record_household_vaccine,
    remove_household_vaccine,
)
from care.vaccines.actions.moved import ask_again
from care.vaccines.actions.profile import add_fact, change_fact, remove_fact, restore_fact

__all__ = [
    "ChangedSince",
    "add_directive",
    "add_fact",
    "ask_again",
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
    "sign_directive",
]
