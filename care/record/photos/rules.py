"""Limits of a photo, what can be wrong with one, and which side a place has. Pure functions."""

import datetime as dt
from enum import StrEnum

MEGABYTE = 1024 * 1024
MAX_BYTES = 20 * MEGABYTE
#: What a phone's best ordinary camera makes. Decoding that many takes up to 500 MB of memory (measured).
MAX_PIXELS = 50_000_000
PICTURE_SIDE = 2048
THUMB_SIDE = 320
MOST_PER_ENTRY = 12

#: How long a photo that was taken back can be put back.
RESTORE_WINDOW = dt.timedelta(days=30)
#: An upload that no worker could use in this time is given up.
STALE_AFTER = dt.timedelta(days=2)
#: A refusal stays on the page this long, so that somebody can read it.
REFUSAL_SHOWN = dt.timedelta(days=7)
#: A file that no row names may belong to an upload whose row is about to be written.
ORPHAN_AFTER = dt.timedelta(days=1)
#: From here on the page says that it takes longer than usual.
SLOW_AFTER = dt.timedelta(minutes=5)


class State(StrEnum):
    """A photo's life: PENDING, then KEPT or REFUSED; REMOVED while it can still be put back."""

    PENDING = "pending"
    KEPT = "kept"
    REMOVED = "removed"
    REFUSED = "refused"


class Side(StrEnum):
    """The patient's own side."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"


class Problem(StrEnum):
    """Why a file cannot be used as a photo."""

    TOO_LARGE = "too_large"
    TOO_MANY_PIXELS = "too_many_pixels"
    NOT_A_PICTURE = "not_a_picture"
    DAMAGED = "damaged"
    COULD_NOT = "could_not"


class Refused(Exception):
    """A file cannot be used; ``problem`` says why."""

    def __init__(self, problem: Problem):
        super().__init__(problem.value)
        self.problem = problem


def check_size(size: int) -> None:
    """Raises Refused for a file of more than 20 MB. ``size`` in bytes."""
    if size > MAX_BYTES:
        raise Refused(Problem.TOO_LARGE)


def check_pixels(width: int, height: int) -> None:
    """Raises Refused for a picture with no pixel, or with more than may be decoded."""
    if width < 1 or height < 1:
        raise Refused(Problem.DAMAGED)
    if width * height > MAX_PIXELS:
        raise Refused(Problem.TOO_MANY_PIXELS)


def side_fits(side: str, *, paired: bool) -> bool:
    """Whether a place may carry a side: none at all, or left, right or both where there are two."""
    return side == "" or (paired and side in set(Side))


def place_key(site: str, side: str) -> str:
    """How a place is spelled in an address or a list: "chest", "cheek:left"."""
    return f"{site}:{side}" if side else site


def read_place(key: str) -> tuple[str, str]:
    """(site, side) of a ``place_key``."""
    site, _colon, side = key.partition(":")
    return site, side


def is_slow(added_at: dt.datetime, now: dt.datetime) -> bool:
    """Whether a photo has waited longer than a page should leave unsaid."""
    return now - added_at > SLOW_AFTER
