"""Time-ordered keys: new rows land at the end of an index, and paging by key is paging by time."""

import secrets
import threading
import time
import uuid

_COUNTER_BITS = 12
# How far a process's keys may run ahead of the clock before it starts afresh: bursts, and a clock set back a little.
_AHEAD_MS = 1000
_lock = threading.Lock()
_last = 0


def uuid7() -> uuid.UUID:
    """A version 7 UUID: 48 bits of Unix milliseconds, a 12-bit counter, 62 random bits.

    Keys of one process keep the order they were made in, also within a millisecond, so that a trail of several
    rows written at once reads in order. Source: RFC 9562 sections 5.7 and 6.2 (method 1).
    """
    global _last
    now = time.time_ns() // 1_000_000
    with _lock:
        fresh = now << _COUNTER_BITS | secrets.randbits(_COUNTER_BITS - 1)
        ahead = (_last >> _COUNTER_BITS) - now
        _last = max(fresh, _last + 1) if 0 <= ahead < _AHEAD_MS else fresh
        tick = _last
    milliseconds, counter = tick >> _COUNTER_BITS, tick & (1 << _COUNTER_BITS) - 1
    return uuid.UUID(int=milliseconds << 80 | 0x7 << 76 | counter << 64 | 0x2 << 62 | secrets.randbits(62))
