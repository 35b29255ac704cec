"""Whether an infection may be the same one as an earlier one at the same place: asked, never decided here.

reference/logs.md section 3: a new one after at least 14 days without signs. That number comes from memory and is no
fact, so families are only told the days and asked; the number decides whether the question is worth asking.
"""

from __future__ import annotations

import datetime as dt

FREE_DAYS = 14


def free_days(ended: dt.date, began: dt.date) -> int:
    """Whole days between the end of one and the beginning of the next; 0 when they touch or overlap."""
    return max((began - ended).days - 1, 0)


def may_be_same(ended: dt.date | None, began: dt.date, *, gap: int = FREE_DAYS) -> bool:
    """Whether to ask. ``ended`` is the earlier one's last day, None while it is still going on."""
    return ended is None or free_days(ended, began) < gap


def same_place(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two places are one: their site, then body site and side as far as both are known."""
    if one[0] != other[0]:
        return False
    return all(a == b or not a or not b for a, b in zip(one[1:], other[1:], strict=True))
