"""Figures and days of a summary in words. Every form of it says them the same way."""

import datetime as dt
import unicodedata
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language_bidi, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from care.household.medical import medical
from care.record.listing import listed as listed
from care.visits.reads.document import Line

TRANSLATED = gettext_lazy("Tend translated its own words in this summary. No clinician has checked the translation.")
#: Around a word of another direction, so that it does not pull its neighbours along (Unicode Annex 9).
FIRST_STRONG, END = "\u2068", "\u2069"


def isolated(text: str) -> str:
    """Words that a family wrote: as they are, and held together where they run against the reader's direction.

    Numbers do so, too: between Arabic words the groups of a phone number would change places.
    """
    against = ("L", "EN") if get_language_bidi() else ("R", "AL")
    if any(unicodedata.bidirectional(sign) in against for sign in text):
        return f"{FIRST_STRONG}{text}{END}"
    return text


def short(text: str, longest: int) -> str:
    """At most ``longest`` signs; what is cut off is marked."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def day(value: dt.date | str) -> str:
    """ "14 Nov": a day of the period."""
    return date_format(_day(value), "j M")


def day_year(value: dt.date | str) -> str:
    return date_format(_day(value), "j M Y")


def _day(value: dt.date | str) -> dt.date:
    return dt.date.fromisoformat(value) if isinstance(value, str) else value


def partial_day(value: dt.date | str, precision: str, words: str) -> str:
    """A day in short; a month or a year as far as it is known, after "~"."""
    return day(value) if precision == "day" else f"~ {words}"


def days(n: int) -> str:
    return ngettext("%(n)s day", "%(n)s days", n) % {"n": n}


def of_days(n: int, possible: int) -> str:
    """What every figure carries: on how many of the days that could be it was recorded."""
    return _("%(n)s of %(all)s days") % {"n": n, "all": possible}


def observed(c: dict[str, Any]) -> str:
    """What counts of a period rest on: nobody can have told of a day that was not recorded."""
    return _("observed on %(days)s") % {"days": of_days(c["coverage"]["observed"], c["coverage"]["days"])}


def told(answers: dict[str, int], n: int | None, possible: int) -> str:
    """ "5 of 92 days: yellow 3 days, clear 2 days": answers, each with its days, after the days that gave any.

    A summary of an older shape does not know those (None), and says the answers alone.
    """
    said = ", ".join(f"{words} {days(count)}" for words, count in answers.items())
    if not said:
        return not_recorded()
    return said if n is None else f"{of_days(n, possible)}: {said}"


def halves(value: int) -> str:
    """Half days as days: 3 is "1.5"."""
    return str(value // 2) if value % 2 == 0 else f"{value // 2}.5"


def marks(row: dict[str, Any]) -> str:
    """ " L" for what was added over 36 h later, " E" for what was changed afterwards; "" for neither."""
    return "".join(f" {mark}" for mark, name in (("L", "late"), ("E", "edited")) if row.get(name))


def with_more(text: str, more: int) -> str:
    """A list that was cut says how much is left out."""
    if more <= 0:
        return text
    return f"{text} {ngettext('and %(n)s more in Tend', 'and %(n)s more in Tend', more) % {'n': more}}"


def cut(rows: list[Any], longest: int, *, newest_last: bool = False) -> tuple[list[Any], int]:
    """The rows that fit, and how many do not. Of rows in the order of time the newest stay, newest first."""
    ordered = rows[::-1] if newest_last else rows
    return ordered[:longest], max(len(rows) - longest, 0)


def translated() -> tuple[str, ...]:
    """That nobody checked this language, and the same in English; empty where somebody did, and in English."""
    said = medical(TRANSLATED)
    return (str(said), isolated(said.english)) if said.english else ()


def not_recorded() -> str:
    return _("not recorded")


def not_comparable(n: int, possible: int, n_before: int, before: int) -> str:
    figures = {"n": n, "all": possible, "n_before": n_before, "all_before": before}
    words = _("Not comparable with before (%(n)s/%(all)s vs %(n_before)s/%(all_before)s days recorded).")
    return words % figures


def small(text: str, key: str = "") -> Line:
    return Line(text, key=key, small=True)
