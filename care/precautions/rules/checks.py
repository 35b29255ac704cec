"""What one routine check says: usual routines kept, something different, or single things noted. Pure.

What was different is written down to be found again, never counted against anybody.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from care.precautions.rules.items import DIFFERENT_KINDS, BadItem, item, key
from care.reference.precautions import Kind, Precaution

ITEM_NOTE_LENGTH = 200
#: Kinds that are answered one by one.
ANSWERED_KINDS = (Kind.MOMENT, Kind.HYGIENE)


class Kept(StrEnum):
    """How the usual routines went. There is no word for "not kept": only for something different.

    ``NOTED`` says nothing about the usual routines: only single things (nails cut) were written down.
    """

    KEPT = "yes"
    DIFFERENT = "different"
    NOTED = "noted"


class Value(StrEnum):
    """The answer for one moment or hygiene item (reference/logs.md section 5)."""

    DONE = "done"
    MISSED = "missed"
    NOT_APPLICABLE = "not_applicable"


def normal_kept(kept: bool | str) -> Kept:
    """True or "yes" is kept; False, "" or "different" is something different. Raises BadItem for another word."""
    if kept is True:
        return Kept.KEPT
    if kept is False or kept == "":
        return Kept.DIFFERENT
    try:
        return Kept(kept)
    except ValueError as error:
        raise BadItem(kept) from error


def normal_exceptions(given: Iterable[str | Mapping[str, Any]]) -> list[dict[str, str]]:
    """Exceptions as stored: ``[{"kind", "slug", "note"}]``, each item once, in the order given.

    ``given``: "slug", "kind:slug", or mappings with ``slug`` and optionally ``kind`` and ``note``. Raises BadItem for
    an item that is on no list or is an exposure.
    """
    found: dict[str, dict[str, str]] = {}
    for row in given:
        if isinstance(row, str):
            row = {"slug": row}
        listed = _listed(row, DIFFERENT_KINDS)
        note = str(row.get("note") or "").strip()
        if len(note) > ITEM_NOTE_LENGTH:
            raise BadItem(note)
        found.setdefault(key(listed), {"kind": listed.kind.value, "slug": listed.slug, "note": note})
    return list(found.values())


def normal_answers(given: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Answers item by item: ``[{"kind", "slug", "value"}]``, each item once, the last one counting.

    ``given``: mappings with ``slug``, ``value`` and optionally ``kind``. Raises BadItem for an item that is no moment
    and no hygiene item, or for another value.
    """
    found: dict[str, dict[str, str]] = {}
    for row in given:
        listed = _listed(row, ANSWERED_KINDS)
        try:
            value = Value(str(row.get("value") or ""))
        except ValueError as error:
            raise BadItem(row.get("value")) from error
        found[key(listed)] = {"kind": listed.kind.value, "slug": listed.slug, "value": value.value}
    return list(found.values())


def split(
    exceptions: list[dict[str, str]], answers: list[dict[str, str]]
) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """(exceptions, answers) as stored: a moment that was missed is something different, and said once.

    A moment that is both answered and named as different is different.
    """
    missed = [row for row in answers if row["kind"] == Kind.MOMENT and row["value"] == Value.MISSED]
    different = normal_exceptions([*exceptions, *({"kind": row["kind"], "slug": row["slug"]} for row in missed)])
    named = {(row["kind"], row["slug"]) for row in different}
    return different, [row for row in answers if (row["kind"], row["slug"]) not in named]


def settled(kept: Kept, exceptions: list[dict[str, str]]) -> Kept:
    """What is stored: single things noted, of which one was different, are something different."""
    return Kept.DIFFERENT if kept is Kept.NOTED and exceptions else kept


def kept_of_day(kept: Iterable[str]) -> str:
    """What the checks of one day say together: "yes" when anybody affirmed it, else "different".

    "" without a check, or when only single things were noted.
    """
    words = set(kept) - {Kept.NOTED}
    return Kept.KEPT if Kept.KEPT in words else Kept.DIFFERENT if words else ""


def _listed(row: Mapping[str, Any], kinds: Iterable[Kind]) -> Precaution:
    kind, slug = str(row.get("kind") or ""), str(row.get("slug") or "")
    return item(f"{kind}:{slug}" if kind else slug, kinds)
