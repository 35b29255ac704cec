"""Writes of the household floor: families and patients, members, invitations, a person's own settings."""

from care.household.actions.family import (
    add_patient,
    create_household,
    start_family,
    update_household,
    update_patient,
)
from care.household.actions.invitations import (
    InvitationClosed,
    InvitedSomebodyElse,
    TooManyInvitations,
    accept,
    invite,
    revoke,
)
from care.household.actions.members import (
    BeyondReach,
    LastGuardian,
    change_member,
    check_reach,
    leave,
    remove_member,
)
from care.household.actions.people import update_preferences

__all__ = [
    "BeyondReach",
    "InvitationClosed",
    "InvitedSomebodyElse",
    "LastGuardian",
    "TooManyInvitations",
    "accept",
    "add_patient",
    "change_member",
    "check_reach",
    "create_household",
    "invite",
    "leave",
    "remove_member",
    "revoke",
    "start_family",
    "update_household",
    "update_patient",
    "update_preferences",
]
