"""Writing in this room: the call plan, the signed care plan, worries and warning signs, and what the rules say."""

from care.plan.actions.call_plan import add_contact, change_contact, remove_contact, restore_contact, save_call_plan
from care.plan.actions.care_plan import save_care_plan
from care.plan.actions.concern import (
    ask_again,
    change_concern,
    change_warning_signs,
    record_concern,
    record_warning_signs,
)
from care.plan.actions.flags import mark_called, mark_shown, offer_live_vaccine, put_aside, raise_flags

__all__ = [
    "add_contact",
    "ask_again",
    "change_concern",
    "change_contact",
    "change_warning_signs",
    "mark_called",
    "mark_shown",
    "offer_live_vaccine",
    "put_aside",
    "raise_flags",
    "record_concern",
    "record_warning_signs",
    "remove_contact",
    "restore_contact",
    "save_call_plan",
    "save_care_plan",
]
