"""Stored values of medicines in words."""

import datetime as dt
from typing import Any

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format, time_format
from django.utils.text import get_text_list
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from care.medicines.models import PATTERN_WORDS, Label
from care.medicines.rules.schedule import Pattern
from care.record.dates import PartialDate, Precision


def day_words(day: dt.date) -> str:
    return date_format(day, "D j M Y")


def partial_words(date: PartialDate | None) -> str:
    """A date as far as it is known: "Tue 22 Nov 2026", "Nov 2026" or "2026"; "" for None."""
    if date is None:
        return ""
    return date_format(date.earliest, {Precision.DAY: "D j M Y", Precision.MONTH: "M Y"}.get(date.precision, "Y"))


def when_words(label: Label) -> str:
    """When a medicine is due; "" when the plan does not say."""
    times = get_text_list([time_format(time, "H:i") for time in label.schedule.times], _("and"))
    days = ""
    if label.pattern == Pattern.WEEKDAYS:
        days = get_text_list([str(WEEKDAYS[day]) for day in label.weekdays], _("and"))
    elif label.pattern == Pattern.EVERY_N:
        days = _("Every %(count)d days, such as %(day)s") % {
            "count": label.every_days,
            "day": day_words(label.every_from) if label.every_from else "",
        }
    elif label.pattern:
        days = str(PATTERN_WORDS[Pattern(label.pattern)])
    return _("%(days)s at %(times)s") % {"days": days, "times": times} if times else days


def lateness_words(minutes: int | None) -> str:
    """The time between due and given, as a fact; "" when one of them is not known."""
    if minutes is None:
        return ""
    if minutes == 0:
        return _("at the due time")
    hours, rest = divmod(abs(minutes), 60)
    parts = [ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}] if hours else []
    if rest:
        parts.append(ngettext("%(n)d minute", "%(n)d minutes", rest) % {"n": rest})
    span = " ".join(parts)
    words = _("%(span)s after the due time") if minutes > 0 else _("%(span)s before the due time")
    return words % {"span": span}


def clock_words(at: dt.datetime) -> str:
    """The clock time of an instant, on the reader's own clock."""
    return time_format(localtime(at), "H:i")


def value_words(name: str, value: Any, choices: dict[str, str]) -> str:
    """A stored value of the history in words; "not recorded" for an empty one."""
    if value in (None, "", []):
        return _("not recorded")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name in ("given_at", "occurred_at"):
        instant = localtime(dt.datetime.fromisoformat(value))
        return f"{day_words(instant.date())}, {time_format(instant, 'H:i')}"
    if name.endswith("_on") or name == "local_day":
        return day_words(dt.date.fromisoformat(value))
    return str(choices.get(value, value))
