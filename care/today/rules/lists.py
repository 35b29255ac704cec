"""How much of a list fits on a screen whose cost must not grow."""

from collections.abc import Collection, Iterable
from typing import Protocol, TypeVar


class Kinded(Protocol):
    kind: str


K = TypeVar("K", bound=Kinded)


def of_few_kinds(rows: Iterable[K], *, most: int, kinds: int, free: Collection[str]) -> list[K]:
    """The first rows, at most ``most``, up to the one that would bring in one kind too many.

    A room is asked once for each kind of its own; ``free`` are the kinds that ask nobody.
    """
    found: list[K] = []
    asked: set[str] = set()
    for row in rows:
        if row.kind not in free:
            asked.add(row.kind)
        if len(found) == most or len(asked) > kinds:
            break
        found.append(row)
    return found
