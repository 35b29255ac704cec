"""Stored values in a family's words."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from care.infections.models import (
    ANSWER_WORDS,
    SIGN_WORDS,
    CareLevel,
    Course,
    Episode,
    Route,
    Side,
    Site,
    SizeBasis,
    Temperature,
    Verification,
    reading_words,
)
from care.infections.rules.signs import signs_grew
from care.record.dates import PartialDate, Precision
from care.record.models import Answer
from care.record.reads import Change
from care.reference import body_sites

FORMATS = {Precision.DAY: "D j M Y", Precision.MONTH: "F Y", Precision.YEAR: "Y"}
reading = reading_words


def date(value: PartialDate | None) -> str:
    """ "Thu 19 Nov 2026", "November 2026" or "2026"; "" for none."""
    return date_format(value.earliest, FORMATS[value.precision]) if value else ""


def began(row: Episode) -> str:
    return _("began %(date)s") % {"date": date(row.onset)}


def ended(row: Episode) -> str:
    return _("ended %(date)s") % {"date": date(row.resolved)}


def size(row: Episode) -> str:
    """ "15 mm (estimate)"; "" when nobody said."""
    if row.size_basis == SizeBasis.NOT_SURE:
        return _("size: not sure")
    if row.size_mm is None:
        return ""
    if row.size_basis == SizeBasis.ESTIMATE:
        return _("%(size)s mm (estimate)") % {"size": row.size_mm}
    return _("%(size)s mm") % {"size": row.size_mm}


def signs(row: Episode) -> str:
    """What was seen, in words: the ticked signs and a lump's yes-answers; "none of these"; "" when nobody said."""
    seen = [str(SIGN_WORDS.get(sign, sign)) for sign in row.signs]
    seen += [str(word) for name, word in ANSWER_WORDS.items() if getattr(row, name) == Answer.YES]
    return ", ".join(seen)


def answers(row: Episode) -> list[tuple[str, str]]:
    """A lump's three answers with their words, "Not recorded" for a blank one."""
    return [
        (str(word), str(Answer(getattr(row, name)).label) if getattr(row, name) else _("Not recorded"))
        for name, word in ANSWER_WORDS.items()
    ]


def facts(row: Episode) -> list[tuple[str, str]]:
    """What was answered about an infection, as label and value. Unanswered questions are named too."""
    blank = _("Not recorded")
    found = [(_("Where"), row.place_words if row.is_lump else str(row.get_site_display()))]
    if not row.is_lump and row.side:
        found.append((_("Side"), side(row)))
    found.append((_("Began"), date(row.onset)))
    if row.resolved_on:
        found.append((_("Ended"), date(row.resolved)))
    if row.is_lump:
        found.append((_("Size"), size(row) or blank))
    seen = ", ".join(str(SIGN_WORDS.get(sign, sign)) for sign in row.signs)
    found.append((_("Signs"), seen or blank))
    if row.is_lump:
        found += answers(row)
    found.append((_("How sure"), str(row.get_verification_display())))
    found.append((_("Seen by"), str(row.get_care_level_display()) or blank))
    return found


def side(row: Episode) -> str:
    return str(row.get_side_display())


def method(row: Temperature) -> str:
    """Where it was measured, and whether a medicine against fever was given before; "" when nobody said."""
    parts = [str(row.get_route_display()) if row.route else ""]
    if row.antipyretic == Answer.YES:
        parts.append(_("fever medicine in the 6 hours before"))
    elif row.antipyretic == Answer.NO:
        parts.append(_("no fever medicine in the 6 hours before"))
    return listed(parts)


def listed(parts: Iterable[str]) -> str:
    """The non-empty parts, with commas."""
    return ", ".join(part for part in parts if part)


def day_words(number: int) -> str:
    return ngettext("%(days)s day", "%(days)s days", number) % {"days": number}


@dataclass(frozen=True)
class ChangeLine:
    """An older value that stays visible. ``was`` is in words."""

    label: str
    was: str
    who: str
    at: dt.datetime


_CHOICES: dict[str, Any] = {
    "site": Site,
    "side": Side,
    "verification": Verification,
    "care_level": CareLevel,
    "size_basis": SizeBasis,
    "warm": Answer,
    "red_or_darker": Answer,
    "painful": Answer,
    "course": Course,
    "route": Route,
    "antipyretic": Answer,
}
# A value that only makes sense together with another field, which is said with it and not on its own line.
_COMPANION = {
    "onset_on": "onset_precision",
    "resolved_on": "resolved_precision",
    "tenths": "unit",
    "size_mm": "size_basis",
}
_SILENT = {*_COMPANION.values(), "area"}


def _label(name: str) -> str:
    """The name of a field as its form asks it."""
    return {
        "site": _("Where"),
        "body_site": _("Place"),
        "side": _("Side"),
        "verification": _("How sure"),
        "onset_on": _("Began"),
        "resolved_on": _("Ended"),
        "signs": _("Signs"),
        "size_mm": _("Size in mm"),
        "warm": _("Warm"),
        "red_or_darker": _("Red or darker"),
        "painful": _("Painful"),
        "care_level": _("Seen by"),
        "note": _("Note"),
        "course": _("Better, same or worse"),
        "tenths": _("Temperature"),
        "route": _("Measured"),
        "antipyretic": _("Fever medicine before"),
        "episode_id": _("Belongs to"),
        "occurred_at": _("Time"),
        "local_day": _("Day"),
    }.get(name, name)


def _value(name: str, value: Any, companion: str) -> str:
    if name == "body_site":
        return str(body_sites.by_slug()[value].label) if value in body_sites.by_slug() else str(value)
    if name == "signs":
        return get_text_list([str(SIGN_WORDS.get(sign, sign)) for sign in value], _("and"))
    if name in ("onset_on", "resolved_on", "local_day"):
        precision = Precision(companion) if companion else Precision.DAY
        return date(PartialDate.around(dt.date.fromisoformat(value), precision))
    if name == "occurred_at":
        return date_format(localtime(dt.datetime.fromisoformat(value)), "D j M Y, H:i")
    if name == "tenths":
        return reading(int(value), companion)
    if name == "episode_id":
        return _("another infection")
    if name in _CHOICES:
        return str(_CHOICES[name](value).label) if value in _CHOICES[name].values else str(value)
    return str(value)


def change_lines(changes: Iterable[Change], row: Episode | Temperature) -> list[ChangeLine]:
    """Corrections of ``row`` in words, oldest first.

    Filling in what was blank, and adding a sign, is no correction and is left out.
    """
    known = list(changes)
    now = {name: str(getattr(row, name, "")) for name in _COMPANION.values()}
    lines = []
    # Backwards from today's values, so that each old date is said as precisely as it was known then.
    for change in reversed(known):
        for other in known:
            if other.at == change.at and other.field in now:
                now[other.field] = str(other.old or "")
        blank = change.old in ("", None, [])
        grew = change.field == "signs" and not blank and signs_grew(change.old, change.new or [])
        if blank or grew or change.field in _SILENT:
            continue
        was = _value(change.field, change.old, now.get(_COMPANION.get(change.field, ""), ""))
        lines.append(ChangeLine(_label(change.field), was, change.by, change.at))
    return lines[::-1]
