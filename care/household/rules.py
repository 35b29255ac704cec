"""Who may do what in a family, and which calendar day an instant belongs to. Pure functions."""

import datetime as dt
from collections.abc import Collection, Iterable
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

# The family's day ends in the small hours: what a tired parent logs at 01:30 counts for the evening before.
DAY_STARTS = dt.time(4, 0)


class Role(StrEnum):
    GUARDIAN = "guardian"
    CAREGIVER = "caregiver"
    HELPER = "helper"
    VIEWER = "viewer"


class Capability(StrEnum):
    SEE_TODAY = "see_today"
    SEE_RECORD = "see_record"
    LOG = "log"
    EDIT = "edit"
    MANAGE = "manage"


CAPABILITIES: dict[Role, frozenset[Capability]] = {
    Role.GUARDIAN: frozenset(Capability),
    Role.CAREGIVER: frozenset({Capability.SEE_TODAY, Capability.SEE_RECORD, Capability.LOG, Capability.EDIT}),
    Role.HELPER: frozenset({Capability.SEE_TODAY, Capability.LOG}),
    Role.VIEWER: frozenset({Capability.SEE_TODAY, Capability.SEE_RECORD}),
}


def may(role: str, capability: Capability) -> bool:
    """Whether a role carries a capability. An unknown role carries none."""
    try:
        return capability in CAPABILITIES[Role(role)]
    except ValueError:
        return False


def local_day(instant: dt.datetime, zone: str) -> dt.date:
    """The family's calendar day of an aware instant: it runs from 04:00 to 04:00 on their own clock."""
    wall = instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    return wall.date() if wall.time() >= DAY_STARTS else wall.date() - dt.timedelta(days=1)


def day_end(day: dt.date, zone: str) -> dt.datetime:
    """The aware instant at which a family's day ends (04:00 of the next date; after a spring gap, the first valid)."""
    wall = dt.datetime.combine(day + dt.timedelta(days=1), DAY_STARTS, tzinfo=ZoneInfo(zone))
    return wall.astimezone(dt.UTC)


def noon(day: dt.date, zone: str) -> dt.datetime:
    """The instant an entry for a past day carries when nobody said a time."""
    return dt.datetime.combine(day, dt.time(12, 0), tzinfo=ZoneInfo(zone)).astimezone(dt.UTC)


def age_in_words(birth: dt.date, on: dt.date) -> tuple[int, int]:
    """(years, months) of age on a date; (0, 0) before birth."""
    months = (on.year - birth.year) * 12 + on.month - birth.month - (on.day < birth.day)
    return divmod(max(months, 0), 12)


def may_leave(role: str, other_guardians: int) -> bool:
    """The last guardian stays until the family is handed over or erased: a record nobody owns is nobody's duty."""
    return role != Role.GUARDIAN or other_guardians > 0


# Which patients a member reaches: a set of ids, None for all of the family's.
Reach = frozenset[UUID] | None


def within(inner: Reach, outer: Reach) -> bool:
    """Whether ``inner`` opens nothing that ``outer`` does not: nobody hands on more than they have."""
    return outer is None or (inner is not None and inner <= outer)


def has_guardians(reaches: Iterable[Reach], patients: Collection[UUID]) -> bool:
    """Whether these guardians' reaches leave somebody in charge of the family and of every one of its patients."""
    known = list(reaches)
    if not known:
        return False
    return all(any(reach is None or patient in reach for reach in known) for patient in patients)


class InvitationState(StrEnum):
    OPEN = "open"
    EXPIRED = "expired"
    REVOKED = "revoked"
    USED = "used"


def invitation_state(*, accepted: bool, revoked: bool, expires_at: dt.datetime, now: dt.datetime) -> InvitationState:
    """What became of an invitation; only an open one lets somebody in."""
    if accepted:
        return InvitationState.USED
    if revoked:
        return InvitationState.REVOKED
    return InvitationState.EXPIRED if expires_at <= now else InvitationState.OPEN
