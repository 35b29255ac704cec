"""Rules of routines, food and water, and exposures. Pure functions.

The words to choose from are ``care.reference.precautions`` (reference/logs.md sections 5 to 7). What was different is
written down to be found again, never counted against anybody.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from care.reference import precautions as reference
from care.reference.precautions import Kind, Precaution

MAX_MOMENTS = 5
ITEM_NOTE_LENGTH = 200
#: Kinds whose items are noted as "something different"; an exposure is an entry of its own.
DIFFERENT_KINDS = (Kind.MOMENT, Kind.WATER_SOURCE, Kind.FOOD, Kind.WATER_CONTACT)
#: Kinds that may matter if an infection follows. A hand-washing moment is not one of them.
EXPOSING_KINDS = (Kind.WATER_SOURCE, Kind.FOOD, Kind.WATER_CONTACT)
LOOK_BACK_DAYS = 14


class Kept(StrEnum):
    """How the usual routines went. There is no word for "not kept": only for something different."""

    KEPT = "yes"
    DIFFERENT = "different"


class Minutes(StrEnum):
    """How long an exposure lasted, roughly."""

    UNDER_5 = "under_5"
    UP_TO_60 = "5_to_60"
    OVER_60 = "over_60"


class BadItem(ValueError):
    """A word that is not on the list. ``args[0]`` is what was given."""


def item(value: str, kinds: Iterable[Kind] = tuple(Kind)) -> Precaution:
    """The listed item of "kind:slug", or of a slug alone. Raises BadItem when no list of ``kinds`` has it."""
    kind, colon, slug = str(value).rpartition(":")
    for candidate in kinds:
        if colon and candidate != kind:
            continue
        try:
            return reference.get(candidate, slug)
        except KeyError:
            continue
    raise BadItem(value)


def key(listed: Precaution) -> str:
    """ "kind:slug", the name of an item across all lists."""
    return f"{listed.kind}:{listed.slug}"


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
        kind, slug = str(row.get("kind") or ""), str(row.get("slug") or "")
        listed = item(f"{kind}:{slug}" if kind else slug, DIFFERENT_KINDS)
        note = str(row.get("note") or "").strip()
        if len(note) > ITEM_NOTE_LENGTH:
            raise BadItem(note)
        found.setdefault(key(listed), {"kind": listed.kind.value, "slug": listed.slug, "note": note})
    return list(found.values())


def kept_of_day(kept: Iterable[str]) -> str:
    """What the checks of one day say together: "yes" when anybody affirmed it, else "different", "" without a check."""
    words = set(kept)
    return Kept.KEPT if Kept.KEPT in words else Kept.DIFFERENT if words else ""


def normal_moments(slugs: Iterable[str]) -> list[str]:
    """The moments a family picked: one to five, each once, in the order of the list. Raises BadItem otherwise."""
    wanted = set(slugs)
    known = [moment.slug for moment in reference.moments()]
    if not wanted <= set(known):
        raise BadItem(sorted(wanted - set(known))[0])
    if not 1 <= len(wanted) <= MAX_MOMENTS:
        raise BadItem(len(wanted))
    return [slug for slug in known if slug in wanted]


def usual_moments() -> list[str]:
    """The moments a family starts with."""
    return [moment.slug for moment in reference.moments() if moment.usual][:MAX_MOMENTS]


def is_span(first_on: dt.date, first_time: dt.time | None, last_on: dt.date, last_time: dt.time | None) -> bool:
    """Whether an exposure ends no earlier than it begins, as far as times are known."""
    if first_on != last_on or first_time is None or last_time is None:
        return first_on <= last_on
    return first_time <= last_time


def look_back(date: dt.date, days: int = LOOK_BACK_DAYS) -> tuple[dt.date, dt.date]:
    """First and last day of the days before a date, the date itself included."""
    return date - dt.timedelta(days=days), date


def asks_for_call_plan(slug: str) -> bool:
    """Whether the family's call plan is shown after this exposure: the ones that a red-flag rule names."""
    return bool(item(slug, (Kind.EXPOSURE,)).raises)
