"""Who may do what, whose day it is, how old a child is, and what became of an invitation."""

import datetime as dt
from uuid import UUID

import pytest

from care.household.rules import (
    Capability,
    InvitationState,
    Role,
    age_in_words,
    day_end,
    has_guardians,
    invitation_state,
    local_day,
    may,
    may_leave,
    noon,
    within,
)

MIA, LEO = UUID(int=1), UUID(int=2)
BOTH, ONE = frozenset({MIA, LEO}), frozenset({MIA})


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        ("guardian", set(Capability)),
        ("caregiver", {"see_today", "see_record", "log", "edit"}),
        ("helper", {"see_today", "log"}),
        ("viewer", {"see_today", "see_record"}),
        ("owner", set()),
        ("", set()),
    ],
)
def test_what_a_role_may_do(role, allowed):
    assert {capability for capability in Capability if may(role, capability)} == allowed


@pytest.mark.parametrize(
    ("instant", "zone", "day"),
    [
        ((2026, 11, 19, 2, 59), "Europe/Berlin", (2026, 11, 18)),  # 03:59 on the wall
        ((2026, 11, 19, 3, 0), "Europe/Berlin", (2026, 11, 19)),
        ((2026, 11, 19, 3, 0), "America/New_York", (2026, 11, 18)),
        ((2026, 11, 18, 15, 0), "Pacific/Auckland", (2026, 11, 19)),
    ],
)
def test_the_family_day_runs_from_four_to_four(instant, zone, day):
    assert local_day(dt.datetime(*instant, tzinfo=dt.UTC), zone) == dt.date(*day)


@pytest.mark.parametrize(
    "day", [dt.date(2026, 3, 28), dt.date(2026, 3, 29), dt.date(2026, 10, 24), dt.date(2026, 11, 19)]
)
def test_a_day_ends_where_the_next_begins_and_noon_lies_inside(day):
    end = day_end(day, "Europe/Berlin")
    assert local_day(end, "Europe/Berlin") == day + dt.timedelta(days=1)
    assert local_day(end - dt.timedelta(seconds=1), "Europe/Berlin") == day
    assert local_day(noon(day, "Europe/Berlin"), "Europe/Berlin") == day


@pytest.mark.parametrize(
    ("birth", "on", "age"),
    [
        (dt.date(2020, 9, 3), dt.date(2026, 11, 22), (6, 2)),
        (dt.date(2020, 9, 3), dt.date(2026, 9, 2), (5, 11)),
        (dt.date(2020, 9, 3), dt.date(2026, 9, 3), (6, 0)),
        (dt.date(2020, 2, 29), dt.date(2021, 2, 28), (0, 11)),
        (dt.date(2020, 9, 3), dt.date(2020, 1, 1), (0, 0)),
    ],
)
def test_age(birth, on, age):
    assert age_in_words(birth, on) == age


@pytest.mark.parametrize(
    ("role", "others", "leaves"),
    [("guardian", 0, False), ("guardian", 1, True), (Role.CAREGIVER, 0, True), ("viewer", 0, True)],
)
def test_the_last_guardian_stays(role, others, leaves):
    assert may_leave(role, others) is leaves


@pytest.mark.parametrize(
    ("inner", "outer", "fits"),
    [
        (None, None, True),
        (ONE, None, True),
        (None, BOTH, False),  # everybody, also children added later, is more than these two
        (ONE, BOTH, True),
        (BOTH, ONE, False),
        (frozenset(), ONE, True),
    ],
)
def test_nobody_hands_on_more_than_they_have(inner, outer, fits):
    assert within(inner, outer) is fits


@pytest.mark.parametrize(
    ("reaches", "patients", "kept"),
    [
        ([], [], False),
        ([], [MIA], False),
        ([None], [MIA, LEO], True),
        ([ONE], [MIA, LEO], False),
        ([ONE, frozenset({LEO})], [MIA, LEO], True),
        ([ONE], [], True),
    ],
)
def test_every_child_keeps_a_guardian(reaches, patients, kept):
    assert has_guardians(iter(reaches), patients) is kept


NOW = dt.datetime(2026, 11, 19, 7, tzinfo=dt.UTC)
LATER, SECOND = NOW + dt.timedelta(days=1), dt.timedelta(seconds=1)


@pytest.mark.parametrize(
    ("accepted", "revoked", "expires_at", "state"),
    [
        (False, False, LATER, InvitationState.OPEN),
        (False, False, NOW + SECOND, InvitationState.OPEN),
        (False, False, NOW, InvitationState.EXPIRED),
        (False, True, LATER, InvitationState.REVOKED),
        (False, True, NOW - SECOND, InvitationState.REVOKED),
        (True, False, NOW - SECOND, InvitationState.USED),
        (True, True, NOW - SECOND, InvitationState.USED),
    ],
)
def test_what_became_of_an_invitation(accepted, revoked, expires_at, state):
    assert invitation_state(accepted=accepted, revoked=revoked, expires_at=expires_at, now=NOW) is state
