"""Time-ordered keys (RFC 9562)."""

import datetime as dt
import uuid

import time_machine

from care.household.keys import uuid7
from tests.people import EVENING, MORNING

# An instant of this test's own: thousands of keys made in one frozen millisecond push the next ones past it.
ALONE = dt.datetime(2031, 5, 6, 7, 8, 9, tzinfo=dt.UTC)


def test_version_variant_and_time():
    with time_machine.travel(ALONE, tick=False):
        key = uuid7()
    assert key.version == 7
    assert key.variant == uuid.RFC_4122
    assert dt.datetime.fromtimestamp((key.int >> 80) / 1000, dt.UTC) == ALONE


def test_order_within_one_millisecond_and_beyond_the_counter():
    with time_machine.travel(MORNING, tick=False):
        keys = [uuid7() for _ in range(10_000)]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)


def test_later_is_greater_and_a_clock_set_back_far_is_followed():
    with time_machine.travel(EVENING, tick=False):
        late = uuid7()
    with time_machine.travel(MORNING, tick=False):
        early = uuid7()
    assert early < late
