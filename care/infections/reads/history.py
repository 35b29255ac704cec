"""Older values in a family's words: what it said before, who changed it and when."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from care.infections.models import (
    FINDINGS,
    NEAR_WORDS,
    ORGANISMS,
    SIGN_WORDS,
    CareVisit,
    DaysMissed,
    reading_words,
)
from care.infections.reads.words import date
from care.infections.rules.missed import days_text
from care.infections.rules.signs import signs_grew
from care.record.dates import PartialDate, Precision
from care.record.models import Entry
from care.record.reads import Change
from care.reference import body_sites


@dataclass(frozen=True)
class ChangeLine:
    """An older value that stays visible. ``was`` is in words."""

    label: str
    was: str
    who: str
    at: dt.datetime


# A value that only makes sense together with another field, which is said with it and not on its own line.
_COMPANION = {"tenths": "unit", "size_mm": "size_basis"}
_SILENT = {"unit", "size_basis", "area", "joined_into_id", "split_from_id"}
_LISTS: dict[str, dict[str, Any]] = {
    "signs": SIGN_WORDS,
    "near": NEAR_WORDS,
    "organisms": ORGANISMS,
    "findings": FINDINGS,
}
_LINKS = ("episode_id", "recurrence_of_id")


def _field(row: Model, name: str):
    for owner in (row, Entry):
        try:
            return owner._meta.get_field(name)
        except FieldDoesNotExist:
            continue
    return None


def _companion(row: Model, name: str) -> str:
    """The field that says how a value is meant; "" for a value that speaks for itself."""
    precision = f"{name.removesuffix('_on')}_precision"
    return precision if name.endswith("_on") and _field(row, precision) else _COMPANION.get(name, "")


def _label(row: Model, name: str) -> str:
    """The name of a field as its form asks it."""
    known = {
        "site": _("Where"),
        "body_site": _("Place"),
        "side": _("Side"),
        "verification": _("How sure"),
        "onset_on": _("Began"),
        "resolved_on": _("Ended"),
        "signs": _("Signs"),
        "size_mm": _("Size in mm"),
        "width_mm": _("Width in mm"),
        "warm": _("Warm"),
        "red_or_darker": _("Red or darker"),
        "painful": _("Painful"),
        "care_level": _("Seen by"),
        "note": _("Note"),
        "source": _("How do you know?"),
        "course": _("Better, same or worse"),
        "tenths": _("Temperature"),
        "route": _("Measured"),
        "antipyretic": _("Fever medicine before"),
        "episode_id": _("Belongs to"),
        "occurred_at": _("Time"),
        "local_day": _("Day"),
    }
    field = _field(row, name)
    if (name == "route" and row._meta.model_name != "temperature") or name not in known:
        words = str(getattr(field, "verbose_name", name))
        return words[:1].upper() + words[1:]
    return known[name]


def _value(row: Model, name: str, value: Any, companion: str) -> str:
    if name == "body_site":
        return _(body_sites.by_slug()[value].label) if value in body_sites.by_slug() else str(value)
    if name in _LISTS:
        return get_text_list([str(_LISTS[name].get(word, word)) for word in value], _("and"))
    if name == "local_day" or name.endswith("_on"):
        precision = Precision(companion) if companion else Precision.DAY
        return date(PartialDate.around(dt.date.fromisoformat(value), precision))
    if name == "occurred_at":
        return date_format(localtime(dt.datetime.fromisoformat(value)), "D j M Y, H:i")
    if name == "tenths":
        return reading_words(int(value), companion)
    if name in _LINKS:
        return _("another infection")
    if name.endswith("_halves"):
        return days_text(int(value))
    if name.endswith("_time"):
        return str(value)[:5]
    field = _field(row, name)
    choices = dict(field.flatchoices) if field is not None and getattr(field, "choices", None) else {}
    return str(choices.get(value, value))


def change_lines(changes: Iterable[Change], row: Model) -> list[ChangeLine]:
    """Corrections of ``row`` in words, oldest first.

    Filling in what was blank, and adding a sign, is no correction and is left out.
    """
    known = list(changes)
    # What has a date of its own says so once.
    silent = _SILENT | ({"local_day", "occurred_at"} if isinstance(row, (CareVisit, DaysMissed)) else set())
    now: dict[str, str] = {}
    lines = []
    # Backwards from today's values, so that each old date is said as precisely as it was known then.
    for change in reversed(known):
        for other in known:
            if other.at == change.at:
                now[other.field] = str(other.old or "")
        companion = _companion(row, change.field)
        blank = change.old in ("", None, [])
        grew = change.field == "signs" and not blank and signs_grew(change.old, change.new or [])
        if blank or grew or change.field in silent or change.field.endswith("_precision"):
            continue
        was = _value(row, change.field, change.old, now.get(companion, str(getattr(row, companion, ""))))
        lines.append(ChangeLine(_label(row, change.field), was, change.by, change.at))
    return lines[::-1]
