"""Stored values of routines and exposures in words."""

import datetime as dt
from collections.abc import Sequence

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from care.precautions.models import KEPT_WORDS, MINUTES_WORDS, Exposure
from care.precautions.rules import Kept, Minutes
from care.reference import precautions as reference
from care.reference.precautions import Kind


def exceptions_words(rows: Sequence[dict[str, str]]) -> str:
    """Stored exceptions (also of the history) in words, "" for none."""
    words = []
    for row in rows:
        label = label_of(row["kind"], row["slug"])
        words.append(_("%(item)s (%(note)s)") % {"item": label, "note": row["note"]} if row["note"] else label)
    return ", ".join(words)


def value_words(name: str, value) -> str:
    """A stored value of the history in words; "not recorded" for an empty one."""
    if value in (None, "", []):
        return _("not recorded")
    if name == "exceptions":
        return exceptions_words(value)
    if name == "kept":
        return str(KEPT_WORDS[Kept(value)])
    if name == "kind":
        return label_of(Kind.EXPOSURE, value)
    if name == "minutes":
        return str(MINUTES_WORDS[Minutes(value)])
    if name in ("first_on", "last_on", "local_day"):
        return date_format(dt.date.fromisoformat(value), "D j M Y")
    if name in ("first_time", "last_time"):
        return time_format(dt.time.fromisoformat(value), "H:i")
    return str(value)


def label_of(kind: str, slug: str) -> str:
    """The word of an item; the slug itself if the list no longer has it."""
    try:
        return _(reference.get(Kind(kind), slug).label)
    except (KeyError, ValueError):
        return slug


def when_words(row: Exposure) -> str:
    """From when to when, as far as it is known."""
    first, last = (
        " ".join([date_format(day, "D j M Y"), *([time_format(time, "H:i")] if time else [])])
        for day, time in ((row.first_on, row.first_time), (row.last_on, row.last_time))
    )
    if first == last or (row.first_on == row.last_on and row.last_time is None):
        return first
    return _("%(first)s to %(last)s") % {"first": first, "last": last}
